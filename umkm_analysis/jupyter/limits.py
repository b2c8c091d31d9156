"""Default time limit of a report, in a module of its own because :mod:`execute` takes a second to import."""

SECONDS = 600.0
"""Time limit of a report's cells together; a longer report is taken for an endless one."""
