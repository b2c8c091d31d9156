"""Optional dependencies of Jupyter's libraries that are not loaded here, for a faster start."""

OPTIONAL_DEPENDENCIES = ("rfc3987_syntax", "debugpy")
"""jsonschema's checks of addresses compile 35 grammars for seconds, ipykernel's debugger brings 80 modules."""
