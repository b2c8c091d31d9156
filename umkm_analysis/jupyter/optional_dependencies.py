"""Optional dependencies of Jupyter's libraries that are not loaded here, for a faster start."""

OPTIONAL_DEPENDENCIES = ("rfc3987_syntax", "rfc3986_validator", "isoduration", "webcolors", "debugpy")
"""jsonschema's checks of addresses compile 35 grammars for seconds and large patterns, those of durations and colours
bring libraries of dates and names; nobody's schema asks for one. ipykernel's debugger brings 80 modules."""
DEFERRED_DEPENDENCIES = ("click", "requests", "yaml")
"""papermill prints a notebook's parameters with the first, reads notebooks at web addresses with the second and its
command's parameters with the third, none of which happens here; they take half of its own import."""
