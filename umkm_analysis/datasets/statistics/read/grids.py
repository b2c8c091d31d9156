"""Grid of cells: what every reader of a file of statistics returns."""

from __future__ import annotations

from dataclasses import dataclass

from umkm_analysis.errors import DataError

Cell = str | float
"""Text without blanks at its ends, "" where empty; a number where the file holds one as a number."""
MAX_CELLS = 5_000_000
"""Cells of the rectangle that a table spans: one of statistics has thousands."""
FAULTY = "#ERROR"
"""Cell that shows an error of the spreadsheet program, whichever."""


@dataclass(frozen=True)
class Grid:
    """A sheet of a workbook, a table of a web page, or all rows of a CSV or JSON file."""

    place: str
    """For messages: "table.xlsx, sheet Sheet1"."""
    rows: tuple[tuple[Cell, ...], ...]
    """Of one width; merged cells hold their value at the upper left."""
    title: str = ""
    """What the file says of the table outside its cells: its name, a caption."""

    def where(self, row: int, column: int) -> str:
        """Name a cell as a person counts, both from 1."""
        return f"{self.place}, row {row + 1}, column {column + 1}"


def grid(place: str, rows: list[list[Cell]], title: str = "") -> Grid:
    """Make a grid of rows of any length; empty rows and columns at the end are cut off.

    Raises
    ------
    DataError
        If it spans far more cells than a table does: a long row would make all the others as long.
    """
    while rows and not any(cell != "" for cell in rows[-1]):
        rows = rows[:-1]
    width = max((place + 1 for row in rows for place, cell in enumerate(row) if cell != ""), default=0)
    refuse_excess(place, len(rows) * width)
    return Grid(place, tuple((*row[:width], *[""] * (width - len(row))) for row in rows), title)


def refuse_excess(place: str, cells: int) -> None:
    """Raise DataError for a table that spans far more cells than one of statistics does."""
    if cells > MAX_CELLS:
        raise DataError(
            f"{place}: a table of {cells:,} cells, which no table of statistics has. Delete what stands outside it"
        )
