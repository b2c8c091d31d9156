"""Growth, its swing, what was lost and when it was regained."""

from __future__ import annotations

import numpy as np
import pandas as pd

from umkm_analysis.errors import DataError
from umkm_analysis.metrics._checks import (
    PER_CENT,
    POINTS,
    T,
    as_frame,
    label,
    require_positive,
    require_possible_growth,
    require_years,
)
from umkm_analysis.metrics.level import level_gap, level_index

__all__ = [
    "break_even_growth",
    "cumulative_loss",
    "growth_rate",
    "growth_swing",
    "level_gap",
    "level_index",
    "mean_growth",
    "recouped_share",
    "recovery",
    "trend_gap",
]

OF_BASE = "per cent of base-year GRDP"


def growth_rate(level: T) -> T:
    """Compute growth from levels.

    growth[t] = (level[t] / level[t−1] − 1) * 100

    Parameters
    ----------
    level
        Levels of one vintage and price base, any money unit; one row per year, a DataFrame one region per column.

    Returns
    -------
    Same type as ``level``: per cent; NaN in the first year and wherever one of the two levels is missing.

    Raises
    ------
    DataError
        If years repeat or are not consecutive, a level is not above zero, or ``level`` is itself growth: a percentage
        change of growth rates means nothing.

    Notes
    -----
    Not for levels of different vintages: a mixed pair gave Jawa Timur +3.65 for 2021 where BPS printed +3.57.

    References
    ----------
    BPS, Laju Pertumbuhan PDRB ADHK 2010.

    Examples
    --------
    >>> growth_rate(pd.Series({2019: 4985.68, 2020: 4801.46, 2021: 4976.49})).round(2).tolist()
    [nan, -3.69, 3.65]
    """
    if level.attrs.get("unit") in {PER_CENT, POINTS} or getattr(level, "name", None) == "growth_rate":
        raise DataError(
            "a percentage change of growth rates means nothing; take their difference in percentage points (growth_swing)"
        )
    require_years(level)
    require_positive(level, "a level (growth rates are no levels)")
    return label((level / level.shift() - 1) * 100, "growth_rate", PER_CENT)


def growth_swing(growth: T, *, unit: str = POINTS) -> T:
    """Take the difference of growth on the previous year's growth.

    swing[t] = growth[t] − growth[t−1]

    Parameters
    ----------
    growth
        Growth in per cent; one row per year, a DataFrame one region per column.
    unit
        Only "percentage points"; named so that anyone who asks for per cent is told why not.

    Returns
    -------
    Same type as ``growth``: percentage points; NaN in the first year.

    Raises
    ------
    DataError
        If another unit is asked for, or years repeat or are not consecutive.

    Notes
    -----
    Not a measure of recovery: a deep fall makes a large swing.

    References
    ----------
    BPS writes "poin persen" for differences of percentages.

    Examples
    --------
    Kota Mojokerto, 2020 to 2021.

    >>> growth_swing(pd.Series({2020: -3.69, 2021: 3.65})).round(2).tolist()
    [nan, 7.34]
    """
    if unit != POINTS:
        raise DataError(f"a swing in {unit} is refused: the difference of growth rates is in percentage points")
    require_years(growth)
    return label(growth.diff(), "growth_swing", POINTS)


def break_even_growth(shock: T) -> T:
    """Compute the growth that makes good a fall within one year.

    break_even = (1 / (1 + shock / 100) − 1) * 100; 0 where shock ≥ 0

    Parameters
    ----------
    shock
        Fall against the level to be regained, in per cent (−3.69).

    Returns
    -------
    Same type as ``shock``: per cent, always more than the fall; 0 where nothing was lost.

    Raises
    ------
    DataError
        If a shock is −100 per cent or less.

    Notes
    -----
    Regains the old level, not the old trend.

    References
    ----------
    Identity: (1 + shock) * (1 + break_even) = 1.

    Examples
    --------
    >>> break_even_growth(pd.Series({2020: -3.69})).round(2).tolist()
    [3.83]
    """
    require_possible_growth(shock)
    needed = (1 / (1 + shock / 100) - 1) * 100
    return label(needed.mask(shock >= 0, 0.0), "break_even_growth", PER_CENT)


def recovery(level: pd.Series | pd.DataFrame, *, base_year: int) -> pd.DataFrame:
    """Find the trough after a base year, and when the base level was regained.

    trough = year of the lowest level after base_year; recovery_year = first later year with level ≥ level[base_year]

    Parameters
    ----------
    level
        Levels or a level index; one row per year, a DataFrame one region per column.
    base_year
        The pre-shock peak.

    Returns
    -------
    One row per region (for a Series, one row): trough_year; fall (per cent of the base level); status ("no fall",
    "recovered", "not recovered", missing where a year without figure leaves it open); recovery_year; years_to_recover
    (from base_year); years_interpolated (along a straight line within the year of recovery: descriptive only);
    recouped (share of the fall made good by last_year, per cent); last_year.

    Raises
    ------
    DataError
        If years repeat, are not consecutive or do not include base_year, or a level is not above zero.

    Notes
    -----
    A region that has not recovered is censored at last_year: never count it as a number of years. A second, deeper dip
    moves the trough. The years before base_year play no part.

    References
    ----------
    Reinhart and Rogoff (2014), Recovery from Financial Crises, American Economic Review 104(5): years to regain the peak.

    Examples
    --------
    Kota Mojokerto: trough 2020, regained in 2022.

    >>> level = pd.Series({2019: 4985.68, 2020: 4801.46, 2021: 4976.49, 2022: 5253.00}, name="3576")
    >>> found = recovery(level, base_year=2019).loc["3576"]
    >>> [int(found[name]) for name in ("trough_year", "recovery_year", "years_to_recover")]
    [2020, 2022, 3]
    >>> round(float(found["years_interpolated"]), 2)
    2.03
    """
    require_years(level, base_year)
    require_positive(level, "a level")
    frame = as_frame(level)
    rows = [_outcome(frame[region], base_year) for region in frame]
    whole = dict.fromkeys(("trough_year", "recovery_year", "years_to_recover", "last_year"), "Int64")
    table = pd.DataFrame(rows, index=frame.columns, columns=list(_NOTHING))
    return table.astype({**whole, "status": "str", "fall": "float64", "years_interpolated": "float64", "recouped": "float64"})


_NOTHING = dict.fromkeys(
    ("trough_year", "fall", "status", "recovery_year", "years_to_recover", "years_interpolated", "recouped", "last_year")
)


def _outcome(level: pd.Series, base_year: int) -> dict[str, object]:
    base, later = level[base_year], level.loc[base_year + 1 :]
    last = later.last_valid_index()
    if pd.isna(base) or last is None or later.loc[:last].isna().any():
        return {**_NOTHING, "last_year": last}
    later = later.loc[:last]
    trough = later.idxmin()
    fall = min(0.0, (later[trough] / base - 1) * 100)
    if later[trough] >= base:
        return {**_NOTHING, "trough_year": trough, "fall": fall, "status": "no fall", "last_year": last}
    found = {**_NOTHING, "trough_year": trough, "fall": fall, "status": "not recovered", "last_year": last}
    found["recouped"] = (later[last] - later[trough]) / (base - later[trough]) * 100
    regained = later.index[(later.index > trough) & (later >= base)]
    if len(regained):
        year = regained[0]
        step = (base - level[year - 1]) / (level[year] - level[year - 1])
        found |= {"status": "recovered", "recovery_year": year, "years_to_recover": year - base_year}
        found["years_interpolated"] = year - 1 - base_year + step
    return found


def recouped_share(level: T, *, base_year: int) -> T:
    """Say how much of the fall was made good, year by year.

    recouped[t] = (level[t] − level[trough]) / (level[base_year] − level[trough]) * 100

    Parameters
    ----------
    level
        Levels or a level index; one row per year, a DataFrame one region per column.
    base_year
        The pre-shock peak.

    Returns
    -------
    Same type as ``level``: per cent, above 100 once the level is passed; NaN before the trough and where nothing fell.

    Raises
    ------
    DataError
        If years repeat, are not consecutive or do not include base_year, or a level is not above zero.

    Notes
    -----
    Says nothing of the depth of the fall.

    References
    ----------
    World Bank, Global Economic Prospects: share of losses recouped.

    Examples
    --------
    Kota Mojokerto had made good 95 per cent of its fall by 2021.

    >>> level = pd.Series({2019: 4985.68, 2020: 4801.46, 2021: 4976.49})
    >>> recouped_share(level, base_year=2019).round(1).tolist()
    [nan, 0.0, 95.0]
    """
    require_years(level, base_year)
    require_positive(level, "a level")
    base, later = level.loc[base_year], level.loc[base_year + 1 :]
    lowest = later.min()
    share = (level - lowest) / (base - lowest) * 100
    since = (later.eq(lowest).cummax()).reindex(level.index, fill_value=False)
    return label(share.where(since & (base > lowest)), "recouped_share", PER_CENT)


def trend_gap(index: T, *, base_year: int, trend: float) -> T:
    """Compare an index with what a steady trend would have made of its base.

    gap[t] = (index[t] / (100 * (1 + trend / 100) ** (t − base_year)) − 1) * 100

    Parameters
    ----------
    index
        Level index with base_year = 100; one row per year, a DataFrame one region per column.
    base_year
        The year from which the trend would have gone on.
    trend
        Per cent a year; NaN gives NaN.

    Returns
    -------
    Same type as ``index``: per cent above (+) or below (−) the trend; NaN before base_year.

    Raises
    ------
    DataError
        If years repeat, are not consecutive or do not include base_year, or the trend is −100 per cent or less.

    Notes
    -----
    The result depends on the trend: print it with its window, and a second one. Not a potential-output gap.

    References
    ----------
    World Bank, Global Economic Prospects, January 2021: level expected on the eve of the pandemic.

    Examples
    --------
    Kota Mojokerto in 2021 against its growth of 2019.

    >>> trend_gap(pd.Series({2019: 100.0, 2020: 96.31, 2021: 99.825}), base_year=2019, trend=5.65).round(2).tolist()
    [0.0, -8.84, -10.57]
    """
    require_years(index, base_year)
    require_possible_growth(pd.Series([trend], dtype="float64"))
    years = index.index.to_numpy() - base_year
    would = pd.Series(np.where(years >= 0, 100 * (1 + trend / 100) ** years.astype("float64"), np.nan), index.index)
    return label((index.div(would, axis=0) - 1) * 100, "trend_gap", PER_CENT)


def cumulative_loss(
    index: pd.Series | pd.DataFrame, *, base_year: int, until: int, trend: float = 0.0
) -> pd.Series:
    """Add up the output missing against a flat or steadily growing level.

    loss = sum(100 * (1 + trend / 100) ** (t − base_year) − index[t], t = base_year + 1 … until)

    Parameters
    ----------
    index
        Level index with base_year = 100; one row per year, a DataFrame one region per column.
    base_year
        The last year before the shock.
    until
        Last year added: the year before recovery, or the last one known. Say which.
    trend
        Per cent a year of the path compared with; 0 is the flat base level.

    Returns
    -------
    One value per region, per cent of one year of base-year GRDP; NaN where a year is missing.

    Raises
    ------
    DataError
        If years repeat, are not consecutive, do not include base_year and until, or until is not after base_year.

    Notes
    -----
    Depends on the path compared with: print it.

    References
    ----------
    IMF, World Economic Outlook, October 2020: cumulative output loss.

    Examples
    --------
    Kota Mojokerto 2020–2021, against 2019's level and against 2019's growth.

    >>> index = pd.Series({2019: 100.0, 2020: 96.31, 2021: 99.825})
    >>> [round(float(cumulative_loss(index, base_year=2019, until=2021, trend=t).iloc[0]), 1) for t in (0, 5.65)]
    [3.9, 21.1]
    """
    require_years(index, base_year, until)
    if until <= base_year:
        raise DataError(f"until {until} is not after base_year {base_year}; a loss needs at least one year")
    require_possible_growth(pd.Series([trend], dtype="float64"))
    window = as_frame(index).loc[base_year + 1 : until]
    would = pd.Series(100 * (1 + trend / 100) ** (window.index - base_year).astype("float64"), window.index)
    return label(window.rsub(would, axis=0).sum(skipna=False), "cumulative_loss", OF_BASE)


def mean_growth(growth: pd.Series | pd.DataFrame, *, start: int, end: int) -> pd.Series:
    """Average growth geometrically: the steady rate that ends at the same level.

    mean = (prod(1 + growth[t] / 100, t = start … end) ** (1 / n) − 1) * 100

    Parameters
    ----------
    growth
        Growth in per cent; one row per year, a DataFrame one region per column.
    start, end
        First and last year, both included.

    Returns
    -------
    One value per region, per cent a year; NaN where a year is missing.

    Raises
    ------
    DataError
        If years repeat, are not consecutive, do not include start and end, or end is before start.

    Notes
    -----
    Hides the path: never across the shock without the level index. BPS theses quote arithmetic means.

    References
    ----------
    Any textbook: compound annual growth rate.

    Examples
    --------
    >>> mean_growth(pd.Series({2018: 5.80, 2019: 5.65}), start=2018, end=2019).round(3).tolist()
    [5.725]
    """
    require_years(growth, start, end)
    if end < start:
        raise DataError(f"end {end} is before start {start}; give the first year first")
    require_possible_growth(growth)
    window = as_frame(growth).loc[start:end]
    mean = ((1 + window / 100).prod(skipna=False) ** (1 / len(window)) - 1) * 100
    return label(mean, "mean_growth", PER_CENT)
