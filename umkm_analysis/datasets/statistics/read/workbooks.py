"""Reader of workbooks (XLSX, ODS): every sheet as a grid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from umkm_analysis.datasets.intake.workbooks import SHOWN, Limits, Sheet, place_of, rows_of
from umkm_analysis.datasets.intake.workbooks import read_workbook as open_workbook
from umkm_analysis.datasets.statistics.read.grids import FAULTY, MAX_CELLS, Cell, Grid, grid
from umkm_analysis.errors import DataError
from umkm_analysis.plurals import count_of

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

LIMITS = Limits(packed=64 << 20, unpacked=512 << 20, cells=MAX_CELLS, characters=64 << 20)


def read_workbook(content: bytes, name: str) -> list[Grid]:
    """Read every sheet of a workbook.

    A cell that shows an error, such as #N/A or #REF!, is :data:`~.grids.FAULTY`: the library gives it as empty, and an
    empty cell is no figure.

    Raises
    ------
    DataError
        If it cannot be read, is far too large for a table, or holds formulas without their results.
    """
    book, inspected = open_workbook(content, name, LIMITS)
    _refuse_formulas_without_result(inspected, name)
    return [_grid(book, sheet, inspected.get(sheet, Sheet()), name) for sheet in book.sheet_names]


def _refuse_formulas_without_result(inspected: dict[str, Sheet], name: str) -> None:
    cells = [f"{sheet}!{cell}" for sheet, said in inspected.items() for cell in said.empty_formulas]
    if cells:
        more = f" and {len(cells) - SHOWN:,} more" if len(cells) > SHOWN else ""
        raise DataError(
            f"{name}: {count_of(len(cells), 'cell holds', 'cells hold')} a formula without its result "
            f"({', '.join(cells[:SHOWN])}{more}). Open the file in a spreadsheet program and save it"
        )


def _grid(book: CalamineWorkbook, sheet: str, said: Sheet, name: str) -> Grid:
    rows = [[_cell(value) for value in row] for row in rows_of(book, sheet, name)]
    for column, row in map(place_of, said.errors):
        if row <= len(rows) and column <= len(rows[row - 1]):
            rows[row - 1][column - 1] = FAULTY
    return grid(f"{name}, sheet {sheet}", rows, f"{name} {sheet}")


def _cell(value: Any) -> Cell:
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        return float(value)
    return str(value).replace("\u00a0", " ").strip()
