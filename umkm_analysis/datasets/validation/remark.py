"""What a guard finds, and how it names the place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from umkm_analysis.datasets import regions, tables
from umkm_analysis.datasets.datapackage import resources
from umkm_analysis.datasets.project import cached_per_project

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd


@dataclass(frozen=True)
class Remark:
    """What a guard found."""

    guard: str
    """Name of the guard, as in: factor, spike, sum, published growth, sectors, vintage, known gap, unusual growth."""
    error: bool
    """Whether the figure is wrong, rather than unusual."""
    size: float
    """How far off: remarks of a guard are sorted by it, the largest first."""
    text: str


SECTOR = "sector_code"
TWICE = 2.0
"""From which ratio a difference is written as a factor: per cent of thousands say nothing."""
VALUES = {
    "grdp_level": "grdp_billion_idr_2010",
    "grdp_growth": "growth_pct",
    "grdp_sector": "grdp_billion_idr_2010",
    "population": "population",
    "population_registered": "population",
    "other_releases": "value",
    "conflicts": "value_kept",
    "known_gaps": "gap",
}
"""Table → the column that holds its figures."""


def place(table: str, code: object, year: object, sector: object = None) -> str:
    """Name the file, row and column of a figure, its region and year; without row where there is none.

    Where several rows are of one region and year, and no sector is given, the first is named.
    """
    return f"{cell(table, code, year, sector)}: {named(code)} {year}"


def cell(table: str, code: object, year: object, sector: object = None) -> str:
    """Name the file, row and column of a figure alone, as :func:`place` does."""
    row = _rows(table).get((str(code), int(str(year)), None if sector is None else str(sector)))
    where = f", row {row}, column {VALUES[table]}" if row is not None else ""
    return f"data/{resources()[table].path}{where}"


def times(ratio: float) -> str:
    """Say how far a figure is off another, before "the other": in per cent, as a factor from twice, or half, of it.

    >>> times(1.05), times(947.3), times(1 / 947.3)
    ('+5.00 % off', '947 times', '1/947 of')
    """
    if 1 / TWICE < ratio < TWICE:
        return f"{(ratio - 1) * 100:+.2f} % off"
    return f"{_digits(ratio)} times" if ratio >= TWICE else f"1/{_digits(1 / ratio)} of" if ratio > 0 else "0 times"


def grow(rate: float) -> str:
    """Say what figures do in a year: grow by per cent, or become some times what they were.

    >>> grow(-3.69), grow(94630.0)
    ('grow by -3.69 %', 'become 947 times those of the year before')
    """
    ratio = 1 + rate / 100
    calm = 1 / TWICE < ratio < TWICE
    return f"grow by {rate:+.2f} %" if calm else f"become {times(ratio)} those of the year before"


def _digits(factor: float) -> str:
    return f"{factor:,.0f}" if factor >= 10 else f"{factor:.2f}"  # noqa: PLR2004 - three digits are enough


def named(code: object) -> str:
    """Write a region's code and name."""
    return f"{code} {regions.all_regions()[str(code)].name}"


def cells(frame: pd.DataFrame) -> Iterator[tuple[int, str, float]]:
    """Iterate over the year, region and value of cells that hold a value, region by region."""
    values = frame.to_numpy(dtype="float64", na_value=np.nan)
    years, codes = [int(str(year)) for year in frame.index], [str(code) for code in frame.columns]
    for column, row in np.argwhere(~np.isnan(values.T)):
        yield years[row], codes[column], float(values[row, column])


@cached_per_project
def _rows(table: str) -> dict[tuple[str, int, str | None], int]:
    """Line of every figure by region, year and sector; the first of a region and year also without sector."""
    rows = tables.read(table)
    rows = rows[rows.index > 0]  # the others are in the files of imports; see own_figures.py
    sectors = rows[SECTOR] if SECTOR in rows else [None] * len(rows)
    found: dict[tuple[str, int, str | None], int] = {}
    for line, code, year, sector in zip(rows.index, rows["code"], rows["year"], sectors, strict=True):
        found.setdefault((code, int(year), None), int(line))
        found[code, int(year), sector] = found.get((code, int(year), sector), int(line))
    return found
