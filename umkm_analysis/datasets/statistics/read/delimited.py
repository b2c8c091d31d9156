"""Reader of CSV: comma, semicolon or tab, by what divides the rows most evenly."""

from __future__ import annotations

import csv
import io

from umkm_analysis.datasets.statistics.read.grids import Grid, grid, refuse_excess
from umkm_analysis.errors import DataError

SEPARATORS = ";\t,|"
"""By precedence: a comma may be a decimal mark where a semicolon separates."""


def read_delimited(text: str, name: str) -> Grid:
    """Read CSV text.

    Raises
    ------
    DataError
        If it is no CSV, for example SQL, or its quotes do not match; or far too large.
    """
    head = text.lstrip()[:400].upper()
    if head.startswith(("INSERT ", "CREATE ", "DROP ", "--", "/*")):
        raise DataError(f"{name}: this is SQL, not a table of statistics. Save the table as CSV or XLSX")
    separator = _separator(text)
    refuse_excess(name, text.count(separator) + text.count("\n"))
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise DataError(f"{name}: no CSV that can be read ({error})") from error
    return grid(name, [[cell.replace("\u00a0", " ").strip() for cell in row] for row in rows], name)


def _separator(text: str) -> str:
    lines = [line for line in text.splitlines()[:60] if line.strip()]
    counts = {mark: sum(mark in line for line in lines) for mark in SEPARATORS}
    if counts[";"] * 2 > len(lines):
        return ";"
    return max(SEPARATORS, key=lambda mark: counts[mark])
