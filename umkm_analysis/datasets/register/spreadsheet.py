"""Sheets of a register's spreadsheet as rows of cells: a workbook, or a folder of CSV files."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from umkm_analysis.characters import visible
from umkm_analysis.datasets.intake.quoting import heading
from umkm_analysis.datasets.intake.workbooks import Limits, place_of, read_workbook, rows_of
from umkm_analysis.datasets.register import layout
from umkm_analysis.datasets.register.places import refuse_no_register
from umkm_analysis.errors import DataError, Problem, TableError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from umkm_analysis.datasets.intake.workbooks import Sheet

LIMITS = Limits(packed=64 << 20, unpacked=512 << 20, cells=20_000_000, characters=256 << 20)
MOST_BYTES = 64 << 20
"""Of a CSV file."""
SEPARATORS = (",", ";", "\t")
SEPARATOR_LINE = re.compile(r"\s*sep=(.)\s*\n", re.IGNORECASE)
"""First line that tells Excel what separates cells."""
NOTHING_DONE = "nothing was imported, and what was imported before stays"
NO_RESULT = "a value; the cell holds a formula without its result: open the file in a spreadsheet program and save it"
AN_ERROR = "a value; the cell shows an error of the spreadsheet program: mend its formula, or type the value"


@dataclass
class Grid:
    """A sheet: its rows of cells, and what is wrong with cells before they are read."""

    rows: list[list[Any]]
    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    """Row, counted from 1, and column, counted from 0 → what is expected instead."""
    ragged: dict[int, int] = field(default_factory=dict)
    """Rows with more cells than the header → how many they have."""


@dataclass
class Spreadsheet:
    """The sheets of a register by their names in small letters, and those that are no part of it."""

    sheets: dict[str, Grid]
    others: list[tuple[str, str]]
    """Names of sheets that are not read, and as messages call them."""
    twice: list[str]
    """Names that several sheets have."""


def read_spreadsheet(path: Path) -> Spreadsheet:
    """Read the sheets of a register.

    Parameters
    ----------
    path
        A workbook (XLSX, ODS), or a folder with a CSV file for each sheet.

    Raises
    ------
    UsageError
        If there is no such file, or it is no spreadsheet.
    TableError
        If it cannot be read.
    """
    refuse_no_register(path)
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.suffix.lower() == ".csv" and file.is_file())
        return _sorted_out([(file.stem, file) for file in files], _csv)
    if path.stat().st_size > LIMITS.packed:
        raise TableError(
            path.name, [Problem(f"a workbook of at most {LIMITS.packed >> 20} MB")], consequence=NOTHING_DONE
        )
    try:
        book, inspected = read_workbook(path.read_bytes(), path.name, LIMITS)
        return _sorted_out(
            [(name, name) for name in book.sheet_names],
            lambda name: _grid(list(rows_of(book, name, path.name)), inspected.get(name)),
        )
    except DataError as error:
        raise TableError(
            path.name, [Problem(f"a spreadsheet that can be read. {error}")], consequence=NOTHING_DONE
        ) from error


def _sorted_out(named: list[tuple[str, Any]], read: Any) -> Spreadsheet:
    """Read the sheets that a register has."""
    found = Spreadsheet({}, [], [])
    known = {sheet.name for sheet in layout.SHEETS}
    for at, (name, source) in enumerate(named, start=1):
        plain = name.strip().lower()
        if plain not in known:
            called = heading(name) or f"sheet {at} (its name is not repeated)"
            found.others += [(name, called)] if plain != layout.INSTRUCTIONS else []
        elif plain in found.sheets:
            found.twice.append(plain)
        else:
            found.sheets[plain] = read(source)
    return found


def _grid(rows: list[list[Any]], inspected: Sheet | None) -> Grid:
    faults = {}
    for cells, expected in ((inspected.empty_formulas, NO_RESULT), (inspected.errors, AN_ERROR)) if inspected else ():
        for cell in cells:
            column, row = place_of(cell)
            faults[row, column - 1] = expected
    return Grid(rows, faults)


def _csv(path: Path) -> Grid:
    def refuse(expected: str, error: Exception | None = None) -> TableError:
        del error
        return TableError(path.name, [Problem(expected, sheet=visible(path.stem))], consequence=NOTHING_DONE)

    if path.stat().st_size > MOST_BYTES:
        raise refuse(f"a CSV file of at most {MOST_BYTES >> 20} MB")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refuse(f"CSV text in UTF-8 ({error})") from error
    declared = SEPARATOR_LINE.match(text)
    if declared:
        text = text[declared.end() :]
    try:
        separators = [declared[1]] if declared else SEPARATORS
        by_separator: dict[str, list[str]] = {mark: next(_reader(text, mark), []) for mark in separators}
        separator = max(by_separator, key=lambda mark: len(by_separator[mark]))
        rows = list(_reader(text, separator))
    except csv.Error as error:
        raise refuse(f"CSV text whose quotation marks are closed ({error})") from error
    width = len(rows[0]) if rows else 0
    ragged = {
        at: len(row)
        for at, row in enumerate(rows, start=1)
        if len(row) > width and any(cell.strip() for cell in row[width:])
    }
    return Grid(list(rows), ragged=ragged)


def _reader(text: str, separator: str) -> Any:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


def numbered(grids: Mapping[str, Grid], name: str) -> list[list[Any]]:
    """Return the rows of a sheet; of an empty one a header without columns."""
    return grids[name].rows or [[]]
