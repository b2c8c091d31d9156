"""Recovery from a fall in output: trough, year of recovery, share recouped, gap to trend, output lost."""

from __future__ import annotations

import numpy as np
import pandas as pd

from umkm_analysis.errors import DataError
from umkm_analysis.metrics._checks import (
    PER_CENT,
    T,
    as_frame,
    label,
    require_base,
    require_positive,
    require_possible_growth,
    require_years,
)
from umkm_analysis.metrics.growth import break_even_growth, growth_rate, growth_swing, mean_growth
from umkm_analysis.metrics.level import level_gap, level_index
from umkm_analysis.rounding import HUNDRED

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
    "severity_index",
    "trend_gap",
]

OF_BASE = "per cent of base-year GRDP"


def recovery(level: pd.Series | pd.DataFrame, *, base_year: int) -> pd.DataFrame:
    """Find the trough of the first fall after a base year, and when the base level was regained.

    start = first year after base_year with level < level[base_year]
    recovery_year = first year after start with level ≥ level[base_year]
    trough = year of the lowest level from start until before recovery_year, or until the last figure

    Parameters
    ----------
    level
        Levels or a level index; one row per year, a DataFrame one region per column.
    base_year
        The pre-shock peak.

    Returns
    -------
    One row per region (for a Series, one row), with these columns:

    * trough_year: missing where nothing fell
    * fall: per cent of the base level, 0 where nothing fell
    * status: "no fall", "recovered" or "not recovered"
    * recovery_year, and years_to_recover from base_year: missing where not recovered
    * years_interpolated: the same along a straight line within the year of recovery, descriptive only
    * recouped: share of the fall made good by last_year, per cent; missing where a later fall leads below the base
      level again
    * last_year: last year with a figure; the status holds up to it

    All but last_year are missing where the base level or a year before last_year is: nothing is interpolated.

    Raises
    ------
    DataError
        If years repeat, are not consecutive or do not include base_year, or a level is not above zero.

    Notes
    -----
    A region that has not recovered is censored at last_year: never count it as a number of years. Until the base
    level is regained it is one fall, and a second, deeper dip moves the trough; what falls after that is another fall
    with causes of its own and moves nothing, however deep. The status is then still "recovered": hold the last level
    against the base too. The years before base_year play no part.

    References
    ----------
    Reinhart and Rogoff (2014), Recovery from Financial Crises, American Economic Review 104(5): years to
    regain the peak.

    Examples
    --------
    Kota Mojokerto: trough 2020, regained in 2022.

    >>> level = pd.Series({2019: 4985.68, 2020: 4801.46, 2021: 4976.49, 2022: 5253.00}, name="3576")
    >>> outcome = recovery(level, base_year=2019).loc["3576"]
    >>> [int(outcome[name]) for name in ("trough_year", "recovery_year", "years_to_recover")]
    [2020, 2022, 3]
    >>> round(float(outcome["years_interpolated"]), 2)
    2.03
    """
    require_years(level, base_year)
    require_positive(level, "a level")
    rows = [_outcome(column, base_year) for _, column in as_frame(level).items()]
    table = pd.DataFrame(rows, index=as_frame(level).columns, columns=list(_COLUMNS)).astype(_COLUMNS)
    table.attrs = {"unit": "years; per cent"}
    return table


_COLUMNS = {
    "trough_year": "Int64",
    "fall": "float64",
    "status": "str",
    "recovery_year": "Int64",
    "years_to_recover": "Int64",
    "years_interpolated": "float64",
    "recouped": "float64",
    "last_year": "Int64",
}


def _outcome(column: pd.Series, base_year: int) -> dict[str, object]:
    window = column.loc[base_year:].dropna()
    level = dict(zip(window.index.astype(int), window.astype(float), strict=True))
    last = max((year for year in level if year > base_year), default=None)
    if last is None or len(level) != last - base_year + 1:
        return {"last_year": last}
    base = level.pop(base_year)
    start = next((year for year in level if level[year] < base), None)
    if start is None:
        return {"fall": 0.0, "status": "no fall", "last_year": last}
    regained = next((year for year in level if year > start and level[year] >= base), None)
    trough = min(range(start, regained or last + 1), key=lambda year: level[year])
    outcome: dict[str, object] = {
        "trough_year": trough,
        "fall": (level[trough] / base - 1) * 100,
        "status": "not recovered",
        "last_year": last,
    }
    if regained is None or level[last] >= base:
        outcome["recouped"] = (level[last] - level[trough]) / (base - level[trough]) * 100
    if regained is not None:
        step = (base - level[regained - 1]) / (level[regained] - level[regained - 1])
        outcome |= {"status": "recovered", "recovery_year": regained, "years_to_recover": regained - base_year}
        outcome["years_interpolated"] = regained - 1 - base_year + step
    return outcome


def severity_index(level: pd.Series | pd.DataFrame, *, base_year: int) -> pd.Series:
    """Add the depth of a fall to the years until the base level was regained, which mixes two units.

    severity = |fall| + years_to_recover, per cent of the base level plus years

    Parameters
    ----------
    level
        Levels or a level index; one row per year, a DataFrame one region per column. Reinhart and Rogoff take GDP per
        person.
    base_year
        The pre-shock peak.

    Returns
    -------
    One value per region; 0 where nothing fell, NaN where the level is not regained yet or a missing year leaves it
    open.

    Raises
    ------
    DataError
        If years repeat, are not consecutive or do not include base_year, or a level is not above zero.

    Notes
    -----
    Per cent and years do not add up to anything: only for comparison with their list of crises. Print
    :func:`recovery` instead. A region that has not recovered has no index, however deep it fell.

    References
    ----------
    Reinhart and Rogoff (2014), Recovery from Financial Crises, American Economic Review 104(5): on average 11.3 + 8.4 =
    19.7.

    Examples
    --------
    Kota Mojokerto: 3.7 per cent and 3 years.

    >>> level = pd.Series({2019: 4985.68, 2020: 4801.46, 2021: 4976.49, 2022: 5253.00}, name="3576")
    >>> severity_index(level, base_year=2019).round(1).tolist()
    [6.7]
    """
    outcome = recovery(level, base_year=base_year)
    severity = outcome["fall"].abs() + outcome["years_to_recover"].astype("float64")
    return label(severity.mask(outcome["status"] == "no fall", 0.0), "severity_index", "per cent plus years")


def recouped_share(level: T, *, base_year: int) -> T:
    """Compute the share of the first fall after a base year that was made good, year by year.

    recouped[t] = (level[t] − level[trough]) / (level[base_year] − level[trough]) * 100, trough as in recovery()

    Parameters
    ----------
    level
        Levels or a level index; one row per year, a DataFrame one region per column.
    base_year
        The pre-shock peak.

    Returns
    -------
    Same type as ``level``: per cent, 100 or above once the base level is regained; NaN before the trough, where nothing
    fell, where a later fall leads below the base level again, and throughout where a missing year before the last
    figure leaves the trough open.

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
    known = (later.notna() | later.bfill().isna()).all()
    below = later < base
    regained = (below.cummax() & (later >= base)).cummax()
    first_fall = below & ~regained
    lowest = later.where(first_fall).min()
    share = (level - lowest) / (base - lowest) * 100
    since = (first_fall & later.eq(lowest)).cummax() & ~(regained & below)
    return label(share.where(since.reindex(level.index, fill_value=False) & known), "recouped_share", PER_CENT)


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
        If years repeat, are not consecutive or do not include base_year, index is not 100 in base_year, or
        the trend is −100 per cent or less.

    Notes
    -----
    The result depends on the trend: print it with its window, and a second one. Not a potential-output gap.

    References
    ----------
    World Bank, Global Economic Prospects, January 2021: level expected on the eve of the pandemic.

    Examples
    --------
    Kota Mojokerto in 2021 against its growth of 2019.

    >>> index = pd.Series({2019: 100.0, 2020: 96.31, 2021: 99.825})
    >>> trend_gap(index, base_year=2019, trend=5.65).round(2).tolist()
    [0.0, -8.84, -10.57]
    """
    require_years(index, base_year)
    require_base(index, base_year)
    require_possible_growth(pd.Series([trend], dtype="float64"))
    years = (index.index - base_year).to_numpy("float64")
    would = pd.Series(np.where(years >= 0, HUNDRED * (1 + trend / 100) ** years, np.nan) + 0 * trend, index.index)
    return label((index.div(would, axis=0) - 1) * 100, "trend_gap", PER_CENT)


def cumulative_loss(index: pd.Series | pd.DataFrame, *, base_year: int, until: int, trend: float = 0.0) -> pd.Series:
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
        If years repeat, are not consecutive, do not include base_year and until, index is not 100 in
        base_year, until is not after base_year, or the trend is −100 per cent or less.

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
    >>> cumulative_loss(index, base_year=2019, until=2021).round(1).tolist()
    [3.9]
    >>> cumulative_loss(index, base_year=2019, until=2021, trend=5.65).round(1).tolist()
    [21.1]
    """
    require_years(index, base_year, until)
    require_base(index, base_year)
    if until <= base_year:
        raise DataError(f"until {until} is not after base_year {base_year}; a loss needs at least one year")
    require_possible_growth(pd.Series([trend], dtype="float64"))
    window = as_frame(index).loc[base_year + 1 : until]
    would = pd.Series(HUNDRED * (1 + trend / 100) ** (window.index - base_year).astype("float64"), window.index)
    return label(window.rsub(would, axis=0).sum(skipna=False), "cumulative_loss", OF_BASE)
