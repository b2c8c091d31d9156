"""Reader of workbooks (XLSX, XLS, ODS): every sheet as a grid."""

from __future__ import annotations

import io
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from umkm_analysis.datasets.statistics.read.grids import Cell, Grid, grid
from umkm_analysis.errors import DataError

MAX_CELLS = 5_000_000
"""Cells of the rectangle that a sheet spans."""


def read_workbook(content: bytes, name: str) -> list[Grid]:
    """Read every sheet of a workbook that holds something.

    Raises
    ------
    DataError
        If it cannot be read, or a sheet spans far too many cells.
    """
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        grids = []
        for sheet in book.sheet_names:
            opened = book.get_sheet_by_name(sheet)
            if opened.total_height * opened.total_width > MAX_CELLS:
                raise DataError(f"{name}, sheet {sheet}: it spans far too many cells; delete what is outside the table")
            rows = [[_cell(value) for value in row] for row in opened.to_python(skip_empty_area=False)]
            grids.append(grid(f"{name}, sheet {sheet}", rows, f"{name} {sheet}"))
    except (CalamineError, OSError) as error:
        raise DataError(f"{name}: the workbook cannot be read ({error}); download it again") from error
    return grids


def _cell(value: Any) -> Cell:
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        return float(value)
    return str(value).replace("\u00a0", " ").strip()
