"""What Jupyter's libraries would load for nothing."""

UNUSED_OF_JUPYTER = ("rfc3987_syntax", "debugpy")
"""jsonschema's checks of addresses compile 35 grammars for seconds, ipykernel's debugger brings 80 modules."""
