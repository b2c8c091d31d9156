"""Default limits of a report, in a module of their own because :mod:`execute` takes a second to import."""

SECONDS = 600.0
"""Time limit of a report's cells together; a longer report is taken for an endless one."""
OUTPUT_BYTES = 5_000_000
"""Most that one cell may put out; a whole page has a quarter of a million."""


class OutputTooLong(Exception):  # noqa: N818 - an outcome of a cell, not an error of the program
    """A cell put out more than it may."""

    def __init__(self) -> None:
        super().__init__(f"a cell put out more than {OUTPUT_BYTES // 1_000_000} MB; what came after that was cut off")
