"""Level index: where output stands against a base year, and how far rounding alone could move it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from umkm_analysis.metrics._checks import (
    INDEX,
    PER_CENT,
    T,
    label,
    require_not_negative,
    require_positive,
    require_possible_growth,
    require_years,
)

__all__ = [
    "level_gap",
    "level_index",
    "level_index_bounds",
    "level_index_from_levels",
    "level_index_from_levels_bounds",
]


def level_index(growth: T, *, base_year: int) -> T:
    """Chain growth rates into a level index with base_year = 100.

    index[t] = 100 * prod(1 + growth[s] / 100, s = base_year + 1 … t)
    before the base year the chain runs backwards: index[t−1] = index[t] / (1 + growth[t] / 100)

    Parameters
    ----------
    growth
        Growth on the previous year, in per cent; one row per year, no gaps. A DataFrame holds one region per
        column.
    base_year
        The year that equals 100, usually the last one before the shock.

    Returns
    -------
    Same type as ``growth``: index points. NaN from the first missing rate on, in either direction.

    Raises
    ------
    DataError
        If years repeat, are not consecutive, or do not include base_year; if a rate is −100 per cent or less.

    Notes
    -----
    Published rates are rounded: use :func:`level_index_from_levels` where levels exist, and print one
    decimal. Not for rates of different vintages.

    References
    ----------
    IMF, World Economic Outlook, April 2021, chapter 2; BPS, Produk Domestik Regional Bruto (ADHK 2010).

    Examples
    --------
    Kota Mojokerto (BPS): −3.69 % in 2020 and +3.65 % in 2021 leave the level below 2019.

    >>> level_index(pd.Series({2019: 5.65, 2020: -3.69, 2021: 3.65}), base_year=2019).round(2).tolist()
    [100.0, 96.31, 99.83]
    """
    require_years(growth, base_year)
    require_possible_growth(growth)
    factor = 1 + growth.astype("float64") / 100
    after = factor.loc[base_year + 1 :].cumprod(skipna=False)
    before = 1 / factor.loc[:base_year][::-1].cumprod(skipna=False)[::-1].shift(-1, fill_value=1.0)
    return label(100 * pd.concat([before, after]), "level_index", INDEX)


def level_index_from_levels(level: T, *, base_year: int) -> T:
    """Divide levels by the base year's level.

    index[t] = 100 * level[t] / level[base_year]

    Parameters
    ----------
    level
        GRDP at constant prices of one vintage, any money unit; one row per year, a DataFrame one region per
        column.
    base_year
        The year that equals 100.

    Returns
    -------
    Same type as ``level``: index points. NaN where the level or the base level is missing.

    Raises
    ------
    DataError
        If years repeat, are not consecutive, or do not include base_year; if a level is not above zero.

    Notes
    -----
    Not for levels of different vintages or price bases.

    References
    ----------
    BPS, Produk Domestik Regional Bruto menurut Lapangan Usaha (ADHK 2010).

    Examples
    --------
    Kota Mojokerto, billion rupiah at 2010 prices (Simreg, BPS).

    >>> level = pd.Series({2019: 4985.68, 2020: 4801.46, 2021: 4976.49})
    >>> level_index_from_levels(level, base_year=2019).round(2).tolist()
    [100.0, 96.31, 99.82]
    """
    require_years(level, base_year)
    require_positive(level, "a level")
    return label(100 * level / level.loc[base_year], "level_index_from_levels", INDEX)


def level_index_bounds(growth: T, *, base_year: int, half_unit: float = 0.005) -> tuple[T, T]:
    """Bound the index that rates could give before they were rounded.

    low = level_index(growth − half_unit), high = level_index(growth + half_unit); before base_year reversed

    Parameters
    ----------
    growth
        Rounded growth in per cent; one row per year, a DataFrame one region per column.
    base_year
        The year that equals 100.
    half_unit
        Half of the last printed digit, percentage points.

    Returns
    -------
    Lower and upper bound, index points, each the type of ``growth``.

    Raises
    ------
    DataError
        As :func:`level_index`; also if half_unit is negative.

    Notes
    -----
    All errors fall the same way: the widest range that rounding allows, not a confidence interval.

    References
    ----------
    BPS prints growth with two decimals.

    Examples
    --------
    Kota Mojokerto in 2021: rounding alone leaves the gap between −0.185 and −0.165 per cent.

    >>> growth = pd.Series({2019: 5.65, 2020: -3.69, 2021: 3.65})
    >>> [round(float(bound[2021]) - 100, 3) for bound in level_index_bounds(growth, base_year=2019)]
    [-0.185, -0.165]
    """
    require_not_negative(pd.Series([half_unit]), "half_unit")
    less, more = (level_index(growth + shift, base_year=base_year) for shift in (-half_unit, half_unit))
    low, high = np.minimum(less, more), np.maximum(less, more)
    return label(low, "level_index_bounds", INDEX), label(high, "level_index_bounds", INDEX)


def level_index_from_levels_bounds(level: T, *, base_year: int, half_unit: float | T = 0.005) -> tuple[T, T]:
    """Bound the index that levels could give before they were rounded.

    low[t] = 100 * (level[t] − half_unit) / (level[base_year] + half_unit)
    high[t] = 100 * (level[t] + half_unit) / (level[base_year] − half_unit)
    both are 100 in base_year

    Parameters
    ----------
    level
        Rounded levels; one row per year, a DataFrame one region per column.
    base_year
        The year that equals 100.
    half_unit
        Half of the last printed digit, in the unit of ``level``: a number, or one for each level.

    Returns
    -------
    Lower and upper bound, index points, each the type of ``level``.

    Raises
    ------
    DataError
        As :func:`level_index_from_levels`; also if a level is not above half_unit, or half_unit is negative.

    Notes
    -----
    Rounding only; revisions are usually far larger.

    References
    ----------
    Simreg prints billion rupiah with two decimals.

    Examples
    --------
    >>> level = pd.Series({2019: 4985.68, 2020: 4801.46, 2021: 4976.49})
    >>> [round(float(bound[2021]), 4) for bound in level_index_from_levels_bounds(level, base_year=2019)]
    [99.8155, 99.8159]
    """
    require_years(level, base_year)
    half = level * 0 + half_unit
    require_not_negative(half, "half_unit")
    require_positive(level - half, "a level less half its last digit")
    base, of_base = level.loc[base_year], half.loc[base_year]
    low, high = 100 * (level - half) / (base + of_base), 100 * (level + half) / (base - of_base)
    exact = level_index_from_levels(level, base_year=base_year).loc[base_year]
    low.loc[base_year] = high.loc[base_year] = exact
    name = "level_index_from_levels_bounds"
    return label(low, name, INDEX), label(high, name, INDEX)


def level_gap(index: T) -> T:
    """Say how far an index stands from its base.

    gap = index − 100

    Parameters
    ----------
    index
        Level index, base = 100.

    Returns
    -------
    Same type as ``index``: per cent of the base year's level; negative is below it.

    Raises
    ------
    DataError
        If an index value is not above zero.

    Notes
    -----
    A gap of zero is the old level, not the old trend: see :func:`umkm_analysis.metrics.recovery.trend_gap`.

    References
    ----------
    Eurostat and World Bank, "compared with 2019".

    Examples
    --------
    >>> level_gap(pd.Series({2020: 96.31, 2021: 99.82})).round(2).tolist()
    [-3.69, -0.18]
    """
    require_positive(index, "an index")
    return label(index - 100, "level_gap", PER_CENT)
