"""Rows of an XLSX as batches of text. A formula is refused: what it would show is not what was exported."""

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
from umkm_analysis.datasets.procurement_lines.read.text import ROWS, Tally, as_text, batch_of, choose
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from umkm_analysis.datasets.procurement_lines.formats import Kind
    from umkm_analysis.datasets.procurement_lines.read.sources import Source

MOST_WORKBOOK = 256 << 20
MOST_SHEETS = 1 << 30
"""Bytes of a workbook, and of its sheets unpacked: it is read whole."""
MOST_CELLS = 60_000_000
"""Cells of the rectangle that a sheet spans: a single cell at its far end makes it seventeen billion."""
TITLE_ROWS = 20
"""Rows above the header that may hold titles."""
CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>(<f\b)?')
OVERLAP = 1024
PIECE = 1 << 20
SHOWN = 20


def read_workbook(source: Source, kind: Kind, tally: Tally) -> Iterator[pa.RecordBatch]:
    """Read the one sheet of a workbook that has the kind's columns.

    Raises
    ------
    DataError
        If it holds formulas, is far too large, has no such sheet or more than one.
    """
    with source.open() as stream:
        data = stream.read(MOST_WORKBOOK + 1)
    if len(data) > MOST_WORKBOOK:
        raise DataError(f"{source.shown}: a workbook above {MOST_WORKBOOK >> 20} MB. Save its sheet as CSV UTF-8")
    _inspect(data, source.shown)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    except CalamineError as error:
        raise DataError(f"{source.shown}: the workbook cannot be read ({error}); download it again") from error
    name, at = _find(sheets, kind, source.shown)
    rows = sheets[name]
    header = [str(head) for head in rows[at]]
    chosen = choose(kind, header, f"{source.shown}, sheet {name}", tally)
    numbered = (
        (number, row) for number, row in enumerate(rows[at + 1 :], start=at + 2) if any(cell != "" for cell in row)
    )
    while bunch := list(islice(numbered, ROWS)):
        tally.rows += len(bunch)
        cells = {one: [_cell(row[place]) for _, row in bunch] for one, place in chosen.items()}
        yield batch_of([number for number, _ in bunch], cells)


def _cell(value: Any) -> str | None:
    return str(value) if hasattr(value, "isoformat") else as_text(value)


def _find(sheets: dict[str, list[list[Any]]], kind: Kind, shown: str) -> tuple[str, int]:
    fitting = []
    for name, rows in sheets.items():
        for at, row in enumerate(rows[:TITLE_ROWS]):
            if explain_mismatch(kind, [str(head) for head in row]) is None:
                fitting.append((name, at))
                break
    if len(fitting) > 1:
        named = ", ".join(name for name, _ in fitting)
        raise DataError(f"{shown}: several sheets have the columns of {kind.name} ({named}); keep one in a file")
    if not fitting:
        first = next((row for rows in sheets.values() for row in rows[:1]), [])
        why = explain_mismatch(kind, [str(head) for head in first])
        raise DataError(f"{shown}: {why}")
    return fitting[0]


def _inspect(data: bytes, shown: str) -> None:
    """Unpack the workbook in a stream before anything else does, and look at where its cells are and what they hold."""
    formulas: list[str] = []
    unpacked = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                sheet = member.filename.startswith("xl/worksheets/") and member.filename.endswith(".xml")
                across = down = 0
                kept = b""
                with archive.open(member) as stream:
                    while piece := stream.read(PIECE):
                        unpacked += len(piece)
                        refuse_excess(unpacked, len(data), shown)
                        if unpacked > MOST_SHEETS:
                            raise DataError(
                                f"{shown}: sheets above {MOST_SHEETS >> 30} GB. Save the sheet as CSV UTF-8"
                            )
                        if not sheet:
                            continue
                        kept += piece
                        last = 0
                        for found in CELL.finditer(kept):
                            across, down = max(across, _letters(found[1])), max(down, int(found[2]))
                            last = found.end()
                            if found[3]:
                                formulas.append(f"{found[1].decode()}{found[2].decode()}")
                        kept = kept[max(last, len(kept) - OVERLAP) :]
                if across * down > MOST_CELLS:
                    raise DataError(
                        f"{shown}: a cell stands in row {down:,}, column {across:,}, so that the sheet spans "
                        f"{across * down:,} cells. Delete what stands outside the table, or save it as CSV UTF-8"
                    )
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise DataError(f"{shown}: the workbook is damaged or has a password ({error}); download it again") from error
    if formulas:
        more = f" and {len(formulas) - SHOWN:,} more" if len(formulas) > SHOWN else ""
        raise DataError(
            f"{shown}: {len(formulas):,} cells hold a formula ({', '.join(formulas[:SHOWN])}{more}). An export "
            "has none; "
            "copy the sheet as values only, or download it again"
        )


def _letters(column: bytes) -> int:
    number = 0
    for letter in column:
        number = number * 26 + letter - 64
    return number
