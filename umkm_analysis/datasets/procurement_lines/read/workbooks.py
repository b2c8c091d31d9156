"""Reader of XLSX: batches of text. A formula is refused: what it would show is not what was exported."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from umkm_analysis.datasets.intake.quoting import heading
from umkm_analysis.datasets.intake.workbooks import SHOWN, Limits, place_of, rows_of
from umkm_analysis.datasets.intake.workbooks import read_workbook as open_workbook
from umkm_analysis.datasets.procurement_lines.kinds import WORDS_OF_HEADERS, choose_columns, explain_mismatch
from umkm_analysis.datasets.procurement_lines.read.text import (
    BATCH_ROWS,
    TITLE_ROWS,
    RowCounts,
    as_text,
    batch_of,
    choose,
    refuse_other_units,
)
from umkm_analysis.errors import DataError, Problem
from umkm_analysis.plurals import count_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pyarrow as pa
    from python_calamine import CalamineWorkbook

    from umkm_analysis.datasets.intake.workbooks import Sheet
    from umkm_analysis.datasets.procurement_lines.formats import Kind
    from umkm_analysis.datasets.procurement_lines.read.sources import Source

LIMITS = Limits(packed=64 << 20, unpacked=1 << 30, cells=2_700_000, characters=150 << 20)
"""A workbook is read whole, and 200,000 rows of 14 columns take 500 MB: what is larger comes as CSV."""


def read_workbook(source: Source, kind: Kind, counts: RowCounts) -> Iterator[pa.RecordBatch]:
    """Read the one sheet of a workbook that has the kind's columns.

    Raises
    ------
    DataError
        If it holds formulas, is far too large, has no such sheet or more than one.
    """
    book, inspected = _open(source)
    formulas = [cell for sheet in inspected.values() for cell in sheet.formulas]
    if formulas:
        more = f" and {len(formulas) - SHOWN:,} more" if len(formulas) > SHOWN else ""
        raise DataError(
            f"{source.name}: {count_of(len(formulas), 'cell holds', 'cells hold')} a formula "
            f"({', '.join(formulas[:SHOWN])}{more}). An export has none; copy the sheet as values only, or "
            "download it again"
        )
    sheet, at, header = _find(book, kind, source.name)
    chosen = choose(kind, header, f"{source.name}, sheet {_called(book, sheet)}", counts)
    above = islice(rows_of(book, sheet, source.name), at - 1)
    counts.titles = [" ".join(str(cell) for cell in row if cell != "") for row in above]
    refuse_other_units(source.name, counts.titles)
    if hidden := inspected[sheet].hidden:
        counts.notes.append(f"{source.name}: {count_of(hidden, 'hidden row is', 'hidden rows are')} read too")
    _refuse_errors(inspected[sheet].errors, chosen, at, counts)
    numbered = (
        (number, row)
        for number, row in enumerate(rows_of(book, sheet, source.name), start=1)
        if number > at and any(cell != "" for cell in row)
    )
    while batch := list(islice(numbered, BATCH_ROWS)):
        counts.rows += len(batch)
        cells = {field: [_cell(row[place]) for _, row in batch] for field, place in chosen.items()}
        yield batch_of([number for number, _ in batch], cells)


def _refuse_errors(errors: Sequence[str], chosen: Mapping[str, int], below: int, counts: RowCounts) -> None:
    """Make rows bad that hold an error such as #REF! in a column that is read: nobody knows what stood there."""
    read = {place + 1: counts.header[field] for field, place in chosen.items()}
    for column, row in map(place_of, errors):
        if column in read and row > below:
            counts.fault(Problem("a value, and no error of the spreadsheet such as #REF! or #N/A", row, read[column]))


def headers(source: Source) -> Iterator[list[str]]:
    """Return the rows at the top of every sheet, any of which may be a header."""
    book, _ = _open(source)
    for sheet in book.sheet_names:
        for row in islice(rows_of(book, sheet, source.name), TITLE_ROWS):
            yield [str(head) for head in row]


def _open(source: Source) -> tuple[CalamineWorkbook, dict[str, Sheet]]:
    with source.open() as stream:
        data = stream.read(LIMITS.packed + 1)
    return open_workbook(data, source.name, LIMITS)


def _cell(value: Any) -> str | None:
    return str(value) if hasattr(value, "isoformat") else as_text(value)


def _called(book: CalamineWorkbook, sheet: str) -> str:
    """Name of a sheet in a message, or which it is: somebody's name may be its own."""
    return heading(sheet, WORDS_OF_HEADERS) or f"number {book.sheet_names.index(sheet) + 1}"


def _find(book: CalamineWorkbook, kind: Kind, name: str) -> tuple[str, int, list[str]]:
    """Find the one sheet that has the kind's columns, the row of its header, counted from 1, and the header."""
    fitting: list[tuple[str, int, list[str]]] = []
    best: list[str] = []
    for sheet in book.sheet_names:
        for at, row in enumerate(islice(rows_of(book, sheet, name), TITLE_ROWS), start=1):
            header = [str(head) for head in row]
            if not best or len(choose_columns(kind, header)) > len(choose_columns(kind, best)):
                best = header  # what a refusal names, and not the title above it
            if explain_mismatch(kind, header) is None:
                fitting.append((sheet, at, header))
                break
    if len(fitting) > 1:
        names = ", ".join(_called(book, sheet) for sheet, _, _ in fitting)
        raise DataError(f"{name}: several sheets have the columns of {kind.name} ({names}); keep one in a file")
    if not fitting:
        raise DataError(f"{name}: {explain_mismatch(kind, best)}")
    return fitting[0]
