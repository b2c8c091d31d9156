"""Files of every kind that exports come in."""
