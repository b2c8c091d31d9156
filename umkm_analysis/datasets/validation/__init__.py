"""Validation of figures beyond single cells: rows that cannot be used, and guards that compare figures."""
