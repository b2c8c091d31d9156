"""A good register, and what a reader says of a bad one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from umkm_analysis.datasets.register.reader import read_register
from umkm_analysis.datasets.register.template import write_register
from umkm_analysis.errors import TableError

if TYPE_CHECKING:
    from pathlib import Path

DAY = dt.date(2024, 6, 30)
GOOD: dict[str, list[list[Any]]] = {
    "register": [["3576", DAY, "nyata"]],
    "umkm": [["U-1", "Magersari", "makanan", "mikro"], ["U-2", "Kranggan", "alas kaki", "kecil"]],
    "katalog": [
        ["U-1", "lokal", "tayang", dt.date(2024, 1, 15), dt.date(2024, 3, 1)],
        ["U-2", "provinsi", "proses entri", dt.date(2024, 4, 1), None],
    ],
    "kanal": [
        ["U-1", "Mojo Market", dt.date(2023, 8, 1), dt.date(2024, 6, 12)],
        ["U-2", "Mojo Market", dt.date(2023, 8, 1), "belum pernah"],
        ["U-2", "Grab", dt.date(2023, 9, 1), None],
    ],
    "pelatihan": [["U-1", "Jubelio", dt.date(2022, 5, 20)]],
    "sertifikat": [
        ["U-1", "NIB", "ya", "ya", "9120001234567", "tanpa batas"],
        ["U-1", "Halal", "ya", "ya", "ID35110000012340722", dt.date(2024, 6, 29)],
        ["U-1", "HACCP", "tidak tahu", "tidak tahu", None, None],
        ["U-2", "Halal", "tidak", "tidak", None, None],
    ],
}


def good() -> dict[str, list[list[Any]]]:
    return {sheet: [list(row) for row in rows] for sheet, rows in GOOD.items()}


def written(tmp_path: Path, rows: dict[str, list[list[Any]]], name: str = "r.xlsx") -> Path:
    path = tmp_path / name
    write_register(path, rows)
    return path


def faults(path: Path) -> list[tuple[str | None, int | None, str | None, str]]:
    with pytest.raises(TableError, match="nothing was imported") as caught:
        read_register(path)
    return [(one.sheet, one.row, one.column, str(one)) for one in caught.value.problems]
