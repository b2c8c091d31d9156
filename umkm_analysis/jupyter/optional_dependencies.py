"""Optional dependencies of Jupyter's libraries that are not loaded here, for a faster start."""

OPTIONAL_DEPENDENCIES = ("rfc3987_syntax", "rfc3986_validator", "isoduration", "debugpy")
"""jsonschema's checks of addresses compile 35 grammars for seconds and large patterns, that of durations brings a
library of dates; nobody's schema asks for one. ipykernel's debugger brings 80 modules."""
DEFERRED_DEPENDENCIES = ("click", "requests")
"""papermill prints a notebook's parameters with the one and reads notebooks at web addresses with the other, neither of
which happens here; they take half of its own import."""
