"""What a guard finds, and how it names the place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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


def place(table: str, code: object, year: object) -> str:
    """Name the file, row and column of a figure, its region and year; without row where there is none.

    Where several rows are of one region and year, the first is named.
    """
    row = _rows(table).get((str(code), int(str(year))))
    where = f", row {row}, column {VALUES[table]}" if row is not None else ""
    return f"data/{resources()[table].path}{where}: {named(code)} {year}"


def named(code: object) -> str:
    """Write a region's code and name."""
    return f"{code} {regions.all_regions()[str(code)].name}"


def cells(frame: pd.DataFrame) -> Iterator[tuple[int, str, float]]:
    """Iterate over the year, region and value of cells that hold a value."""
    for code, column in frame.items():
        for year, value in column.dropna().items():
            yield int(str(year)), str(code), float(value)


@cached_per_project
def _rows(table: str) -> dict[tuple[str, int], int]:
    rows = tables.read(table)[["code", "year"]]
    found: dict[tuple[str, int], int] = {}
    for row in rows.itertuples():
        if row.Index > 0:  # else it is in the file of an import; see own_figures.py
            found.setdefault((row.code, int(row.year)), int(row.Index))
    return found
