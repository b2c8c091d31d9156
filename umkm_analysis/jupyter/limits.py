"""Limits of a report's run; apart from what runs it, which takes a second to import."""

SECONDS = 600.0
"""A report that takes longer never ends, and would hold up the whole batch."""
