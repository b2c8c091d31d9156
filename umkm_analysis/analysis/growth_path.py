"""Growth path of regions: growth rates and level index, from levels or, where there are none, published rates."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from umkm_analysis.datasets import project, series
from umkm_analysis.datasets.series import PRINTED_DIGIT
from umkm_analysis.errors import DataError
from umkm_analysis.metrics import level, recovery

if TYPE_CHECKING:
    from collections.abc import Sequence

FROM_LEVELS = "levels"
FROM_RATES = "published rates"
MIXED_VINTAGES = 0.05
"""Percentage points between a published rate and the levels beyond which they must be of different vintages."""


@dataclass(frozen=True)
class GrowthPath:
    """Growth and level index of several regions; every frame is year × BPS code."""

    base_year: int
    levels: pd.DataFrame
    """GRDP at constant 2010 prices, billion rupiah; NaN where none is printed or it is withheld."""
    growth: pd.DataFrame
    """Per cent, from levels where both years' levels exist, else as published."""
    growth_from: pd.DataFrame
    """Which of the two each rate is; missing where there is none."""
    index: pd.DataFrame
    """base_year = 100."""
    index_from: pd.DataFrame
    """Which input each index value rests on."""
    index_low: pd.DataFrame
    """The lowest index that rounding of the printed inputs alone allows."""
    index_high: pd.DataFrame
    """The highest."""
    status: pd.DataFrame
    """Status of the figure each growth rate rests on: of the year's level, or of the published rate."""
    source: pd.DataFrame
    """Its source."""
    state: pd.DataFrame
    """What its publisher says of it: final, preliminary, very preliminary, provisional; missing where nothing."""
    published: pd.DataFrame
    """The published rates, per cent."""
    published_index: pd.DataFrame
    """The index that the published rates alone give; NaN where they have a gap since the base year."""
    published_low: pd.DataFrame
    """The lowest index that their rounding alone allows."""
    published_high: pd.DataFrame
    """The highest."""


def growth_path(codes: Sequence[str], *, base_year: int) -> GrowthPath:
    """Follow some regions' GRDP from the tables.

    Parameters
    ----------
    codes
        BPS codes.
    base_year
        The year whose level is 100.

    Raises
    ------
    DataError
        If the tables do not cover ``base_year``.
    """
    every = _of_every_region(base_year)
    frames = {one.name: getattr(every, one.name) for one in fields(every) if one.name != "base_year"}
    return GrowthPath(base_year, **{name: frame.reindex(columns=list(codes)) for name, frame in frames.items()})


@project.cached_per_project
def _of_every_region(base_year: int) -> GrowthPath:
    """Follow all regions at once: columns do not know each other, and a batch asks for each of them many times."""
    printed, rates = series.levels(), series.published_growth()
    codes = printed.columns.union(rates.columns)
    years = pd.RangeIndex(printed.index.min(), max(printed.index.max(), rates.index.max()) + 1, name="year")
    printed, rates = (table.reindex(index=years, columns=codes) for table in (printed, rates))
    computed = recovery.growth_rate(printed)
    growth = computed.fillna(rates)
    chained = level.level_index(growth, base_year=base_year)
    measured = level.level_index_from_levels(printed, base_year=base_year)
    index = measured.fillna(chained)
    exact = level.level_index_from_levels_bounds(
        printed, base_year=base_year, half_unit=series.rounded_to().reindex_like(printed).fillna(PRINTED_DIGIT) / 2
    )
    rounded = level.level_index_bounds(growth, base_year=base_year, half_unit=PRINTED_DIGIT / 2)
    low, high = (bound.fillna(chain) for bound, chain in zip(exact, rounded, strict=True))
    published_low, published_high = level.level_index_bounds(rates, base_year=base_year, half_unit=PRINTED_DIGIT / 2)
    origin = _origin(computed, growth)
    return GrowthPath(
        base_year=base_year,
        levels=printed,
        growth=growth,
        growth_from=origin,
        index=index,
        index_from=_origin(measured, index),
        index_low=low,
        index_high=high,
        status=_remarks("status", origin),
        source=_remarks("source_id", origin),
        state=_remarks("bps_state", origin),
        published=rates,
        published_index=level.level_index(rates, base_year=base_year),
        published_low=published_low,
        published_high=published_high,
    )


def refuse_uncovered(base_year: int) -> None:
    """Refuse a base year without the two years after it that every report on recovery needs.

    Raises
    ------
    DataError
        If the level table does not hold all three.
    """
    years = series.levels().index
    first, last = int(years.min()), int(years.max()) - 2
    if not first <= base_year <= last:
        raise DataError(
            f"base_year {base_year}: the level table covers {first}–{last + 2}, and a report needs two years "
            f"after its base year. Choose a base year from {first} to {last}."
        )


def mostly_covered(index: pd.DataFrame) -> pd.DataFrame:
    """Keep the years in which more than half of the regions have a figure."""
    return index[index.notna().sum(axis=1) * 2 > index.shape[1]]


def published_check(path: GrowthPath, code: str) -> pd.DataFrame:
    """Hold the published rates of a region against its levels.

    Returns
    -------
    DataFrame, index year; published and computed (per cent), difference (percentage points), verdict: "agrees" within
    half of the last printed digit (of the rate, and of the two levels), "differs", or "mixed vintages".
    """
    computed = path.growth[code].where(path.growth_from[code] == FROM_LEVELS)
    table = pd.DataFrame({"published": path.published[code], "computed": computed}).dropna()
    table["difference"] = table["published"] - table["computed"]
    size = table["difference"].abs()
    digit = series.rounded_to().reindex(index=path.levels.index, columns=[code])[code]
    before = path.levels[code].shift()
    of_levels = ((digit + digit.shift()) / 2 / before).reindex(table.index) * 100
    table["verdict"] = "agrees"
    table.loc[size > PRINTED_DIGIT / 2 + of_levels, "verdict"] = "differs"
    table.loc[size > MIXED_VINTAGES, "verdict"] = "mixed vintages"
    return table


def _origin(levels: pd.DataFrame, result: pd.DataFrame) -> pd.DataFrame:
    names = np.where(levels.notna(), FROM_LEVELS, FROM_RATES).astype(object)
    return _like(result, np.where(result.notna(), names, np.nan))


def _remarks(column: str, origin: pd.DataFrame) -> pd.DataFrame:
    of_levels, of_rates = (
        series.remarks(table, column).reindex(index=origin.index, columns=origin.columns).to_numpy()
        for table in ("grdp_level", "grdp_growth")
    )
    of_rates = np.where(origin == FROM_RATES, of_rates, np.nan)
    return _like(origin, np.where(origin == FROM_LEVELS, of_levels, of_rates))


def _like(frame: pd.DataFrame, cells: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(cells, index=frame.index, columns=frame.columns, dtype=object)  # one block, not one a column
