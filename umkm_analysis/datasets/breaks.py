"""Breaks in series: years from which figures are no longer comparable with those before, and why.

Data say where they are (data/breaks.csv); whoever chains, compares or ranks asks here first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from umkm_analysis.datasets import tables
from umkm_analysis.datasets.project import cached_per_project

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


@dataclass(frozen=True)
class Break:
    """Where one series of a region stops being comparable with what stands before."""

    table: str
    """grdp_level, grdp_growth or grdp_sector."""
    code: str
    year: int
    """First year on the new side."""
    kind: str
    """territory, base_year, definition or vintage."""
    reason_en: str
    reason_id: str
    source_id: str


@cached_per_project
def all_breaks() -> tuple[Break, ...]:
    """Every break there is, in the order of data/breaks.csv."""
    rows = tables.read("breaks").astype({"year": "int64"}).itertuples(index=False)
    return tuple(Break(*row) for row in rows)


def breaks_of(codes: Collection[str], *names: str) -> tuple[Break, ...]:
    """Breaks of some regions in some tables, by region and year.

    Parameters
    ----------
    codes
        BPS codes.
    names
        Names of tables: grdp_level, grdp_growth, grdp_sector.
    """
    found = [one for one in all_breaks() if one.code in codes and one.table in names]
    return tuple(sorted(found, key=lambda one: (one.code, one.year)))


def segments(years: pd.Index, codes: pd.Index, found: Iterable[Break]) -> pd.DataFrame:
    """Number the stretches between breaks: figures of one region are comparable where their numbers are equal.

    Parameters
    ----------
    years, codes
        Index and columns of the result.
    found
        The breaks.

    Returns
    -------
    DataFrame year × BPS code of whole numbers that begin with 0.
    """
    numbers = np.zeros((len(years), len(codes)), dtype="int64")
    for one in found:
        if one.code in codes:
            numbers[years >= one.year, codes.get_loc(one.code)] += 1
    return pd.DataFrame(numbers, index=years, columns=codes)
