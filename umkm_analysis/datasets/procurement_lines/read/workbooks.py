"""Reader of XLSX: batches of text. A formula is refused: what it would show is not what was exported."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from itertools import islice
from typing import TYPE_CHECKING, Any

from python_calamine import CalamineError, CalamineWorkbook

from umkm_analysis.datasets.procurement_lines.formats import explain_mismatch
from umkm_analysis.datasets.procurement_lines.read.sources import refuse_excess
from umkm_analysis.datasets.procurement_lines.read.text import BATCH_ROWS, RowCounts, as_text, batch_of, choose
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from umkm_analysis.datasets.procurement_lines.formats import Kind
    from umkm_analysis.datasets.procurement_lines.read.sources import Source

MAX_WORKBOOK = 256 << 20
MAX_SHEETS = 1 << 30
"""Bytes of a workbook, and of its sheets unpacked: it is read whole."""
MAX_CELLS = 60_000_000
"""Cells of the rectangle that a sheet spans: a single cell at its far end makes it seventeen billion."""
TITLE_ROWS = 20
"""Rows above the header that may hold titles."""
CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>(<f\b)?')
OVERLAP_BYTES = 1024
PIECE_BYTES = 1 << 20
MAX_NAMED = 20


def read_workbook(source: Source, kind: Kind, counts: RowCounts) -> Iterator[pa.RecordBatch]:
    """Read the one sheet of a workbook that has the kind's columns.

    Raises
    ------
    DataError
        If it holds formulas, is far too large, has no such sheet or more than one.
    """
    with source.open() as stream:
        data = stream.read(MAX_WORKBOOK + 1)
    if len(data) > MAX_WORKBOOK:
        raise DataError(f"{source.name}: a workbook above {MAX_WORKBOOK >> 20} MB. Save its sheet as CSV UTF-8")
    _inspect(data, source.name)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    except CalamineError as error:
        raise DataError(f"{source.name}: the workbook cannot be read ({error}); download it again") from error
    sheet, at = _find(sheets, kind, source.name)
    rows = sheets[sheet]
    header = [str(head) for head in rows[at]]
    chosen = choose(kind, header, f"{source.name}, sheet {sheet}", counts)
    numbered = (
        (number, row) for number, row in enumerate(rows[at + 1 :], start=at + 2) if any(cell != "" for cell in row)
    )
    while batch := list(islice(numbered, BATCH_ROWS)):
        counts.rows += len(batch)
        cells = {field: [_cell(row[place]) for _, row in batch] for field, place in chosen.items()}
        yield batch_of([number for number, _ in batch], cells)


def _cell(value: Any) -> str | None:
    return str(value) if hasattr(value, "isoformat") else as_text(value)


def _find(sheets: dict[str, list[list[Any]]], kind: Kind, name: str) -> tuple[str, int]:
    """Find the one sheet that has the kind's columns, and the row of its header, counted from 0."""
    fitting = []
    for sheet, rows in sheets.items():
        for at, row in enumerate(rows[:TITLE_ROWS]):
            if explain_mismatch(kind, [str(head) for head in row]) is None:
                fitting.append((sheet, at))
                break
    if len(fitting) > 1:
        names = ", ".join(sheet for sheet, _ in fitting)
        raise DataError(f"{name}: several sheets have the columns of {kind.name} ({names}); keep one in a file")
    if not fitting:
        first = next((row for rows in sheets.values() for row in rows[:1]), [])
        mismatch = explain_mismatch(kind, [str(head) for head in first])
        raise DataError(f"{name}: {mismatch}")
    return fitting[0]


def _inspect(data: bytes, name: str) -> None:
    """Refuse a workbook with formulas or far too many cells; its XML is unpacked in a stream, without being kept."""
    formulas: list[str] = []
    unpacked = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                sheet = member.filename.startswith("xl/worksheets/") and member.filename.endswith(".xml")
                across = down = 0
                kept = b""
                with archive.open(member) as stream:
                    while piece := stream.read(PIECE_BYTES):
                        unpacked += len(piece)
                        refuse_excess(unpacked, len(data), name)
                        if unpacked > MAX_SHEETS:
                            raise DataError(f"{name}: sheets above {MAX_SHEETS >> 30} GB. Save the sheet as CSV UTF-8")
                        if not sheet:
                            continue
                        kept += piece
                        last = 0
                        for cell in CELL.finditer(kept):
                            across, down = max(across, _letters(cell[1])), max(down, int(cell[2]))
                            last = cell.end()
                            if cell[3]:
                                formulas.append(f"{cell[1].decode()}{cell[2].decode()}")
                        kept = kept[max(last, len(kept) - OVERLAP_BYTES) :]
                if across * down > MAX_CELLS:
                    raise DataError(
                        f"{name}: a cell stands in row {down:,}, column {across:,}, so that the sheet spans "
                        f"{across * down:,} cells. Delete what stands outside the table, or save it as CSV UTF-8"
                    )
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise DataError(f"{name}: the workbook is damaged or has a password ({error}); download it again") from error
    if formulas:
        more = f" and {len(formulas) - MAX_NAMED:,} more" if len(formulas) > MAX_NAMED else ""
        raise DataError(
            f"{name}: {len(formulas):,} cells hold a formula ({', '.join(formulas[:MAX_NAMED])}{more}). An export "
            "has none; copy the sheet as values only, or download it again"
        )


def _letters(column: bytes) -> int:
    """Number a column by its letters: A is 1, AA 27."""
    number = 0
    for letter in column:
        number = number * 26 + letter - 64
    return number
