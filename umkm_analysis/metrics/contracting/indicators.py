"""Indicators of competition that give reason to ask: few bidders, short periods, awards near a limit, split packages.

A high figure is a question and no finding: each docstring says what may lie behind it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from umkm_analysis.metrics._checks import (
    PER_CENT,
    T,
    as_frame,
    label,
    refuse_where,
    require_not_negative,
    require_same_labels,
)
from umkm_analysis.metrics._thresholds import FEW, MARGIN, SHORTEST, WINDOW
from umkm_analysis.rounding import HUNDRED

__all__ = [
    "few_bidders_rate",
    "near_limit_awards",
    "near_limit_rate",
    "short_period_rate",
    "single_bid_rate",
    "split_value",
]


def single_bid_rate(bidders: pd.Series | pd.DataFrame) -> pd.Series:
    """Compute the share of competitive contracts with a single bidder.

    rate = 100 * (contracts with 1 bidder) / (contracts whose bidders are known)

    Parameters
    ----------
    bidders
        Bidders per competitive contract (tender, seleksi), missing or 0 where not known; a DataFrame holds one region
        per column.

    Returns
    -------
    One share per region, per cent; NaN where no number of bidders is known.

    Raises
    ------
    DataError
        If a number of bidders is negative or not whole.

    Notes
    -----
    A question, no finding: a remote place, a narrow trade or a tender of little value have few firms to bid. Not for
    direct procurement and e-purchasing, which have no bidders to count.

    References
    ----------
    Open Contracting Partnership, Cardinal, indicator R018; European Commission, Single Market Scoreboard.

    Examples
    --------
    >>> single_bid_rate(pd.Series([1, 3, 5, 1, float("nan")])).tolist()
    [50.0]
    """
    return label(few_bidders_rate(bidders, most=1), "single_bid_rate", PER_CENT)


def few_bidders_rate(bidders: pd.Series | pd.DataFrame, *, most: int = FEW) -> pd.Series:
    """Compute the share of competitive contracts with few bidders.

    rate = 100 * (contracts with at most ``most`` bidders) / (contracts whose bidders are known)

    Parameters
    ----------
    bidders
        Bidders per competitive contract (tender, seleksi), missing or 0 where not known; a DataFrame holds one region
        per column.
    most
        Number of bidders that still are few.

    Returns
    -------
    One share per region, per cent; NaN where no number of bidders is known.

    Raises
    ------
    DataError
        If a number of bidders is negative or not whole.

    Notes
    -----
    A question, no finding, as of :func:`single_bid_rate`, whose contracts it holds too. No rule sets how many are few.

    References
    ----------
    Open Contracting Partnership, use case guide: indicators of competition.

    Examples
    --------
    >>> few_bidders_rate(pd.Series([1, 2, 3, 5])).tolist()
    [50.0]
    """
    require_not_negative(bidders, "bidders")
    refuse_where((bidders % 1 != 0) & bidders.notna(), bidders, "bidders must be whole numbers")
    counts = as_frame(bidders)
    return label(_rate(counts <= most, counts > 0), "few_bidders_rate", PER_CENT)


def short_period_rate(
    announced: pd.Series | pd.DataFrame, closed: pd.Series | pd.DataFrame, *, shortest: int = SHORTEST
) -> pd.Series:
    """Compute the share of tenders that were open for a short time.

    rate = 100 * (tenders with closed − announced < ``shortest`` days) / (tenders with both days in order)

    Parameters
    ----------
    announced
        Day of the notice per tender, NaT where not known; a DataFrame holds one region per column.
    closed
        Last day for bids of the same tenders, or the day of the award where that is not known: who awards within a few
        days was open for fewer.
    shortest
        Days from which a period is not short.

    Returns
    -------
    One share per region, per cent; NaN where no tender has both days in order.

    Raises
    ------
    DataError
        If tenders or regions differ.

    Notes
    -----
    A question, no finding: a fast tender (tender cepat) may be short by its rules and is to be left out, and a notice
    that was repeated begins anew. Measured to the award it misses short periods and invents none.

    References
    ----------
    Open Contracting Partnership, Cardinal, indicator R003.

    Examples
    --------
    >>> notice = pd.to_datetime(pd.Series(["2024-03-01", "2024-03-01", "2024-03-01"]))
    >>> last = pd.to_datetime(pd.Series(["2024-03-04", "2024-03-31", None]))
    >>> short_period_rate(notice, last).tolist()
    [50.0]
    """
    require_same_labels(announced.index, closed.index, "contracts of announced and closed")
    if isinstance(announced, pd.DataFrame) and isinstance(closed, pd.DataFrame):
        require_same_labels(announced.columns, closed.columns, "regions of announced and closed")
    notices, ends = as_frame(announced), as_frame(closed)
    days = (ends.to_numpy("datetime64[ns]") - notices.to_numpy("datetime64[ns]")) / np.timedelta64(1, "D")
    table = pd.DataFrame(days, notices.index, notices.columns)
    return label(_rate(table < shortest, table >= 0), "short_period_rate", PER_CENT)


def near_limit_rate(
    value: pd.Series | pd.DataFrame, limit: pd.Series | pd.DataFrame, *, margin: float = MARGIN
) -> pd.Series:
    """Compute the share of direct awards that lie just under their legal limit.

    rate = 100 * (awards with limit * (1 − margin / 100) < value ≤ limit) / (awards with 0 < value ≤ limit)

    Parameters
    ----------
    value
        Rupiah per direct award, missing or 0 where none is recorded yet; a DataFrame holds one region per column.
    limit
        Most rupiah that may be awarded directly, for the same awards; missing where it is not certain.
    margin
        Per cent of the limit below it that are just under it.

    Returns
    -------
    One share per region, per cent; NaN where no award within its limit is known.

    Raises
    ------
    DataError
        If awards or regions differ, or a value or limit is negative.

    Notes
    -----
    A question, no finding: a budget may be made to fit the limit without anything being split. Awards above the limit
    are another question and left out. Not for e-purchasing and direct appointment, which have no such limit.

    References
    ----------
    Perpres 16/2018, Pasal 28 (4), as amended by Perpres 46/2025 (table ``direct_award_limits``).

    Examples
    --------
    >>> values = pd.Series([199_000_000, 180_000_000, 50_000_000, 210_000_000])
    >>> near_limit_rate(values, values * 0 + 200_000_000).round(2).tolist()
    [33.33]
    """
    require_same_labels(value.index, limit.index, "awards of value and limit")
    if isinstance(value, pd.DataFrame) and isinstance(limit, pd.DataFrame):
        require_same_labels(value.columns, limit.columns, "regions of value and limit")
    require_not_negative(value, "an award's value")
    require_not_negative(limit, "a limit")
    rupiah = as_frame(value)
    most = pd.DataFrame(as_frame(limit).to_numpy(), rupiah.index, rupiah.columns)  # a Series has a name of its own
    within = (rupiah > 0) & (rupiah <= most)
    return label(_rate(_near(rupiah, most, margin), within), "near_limit_rate", PER_CENT)


def near_limit_awards(value: pd.Series, limit: pd.Series, pair: pd.Series, *, margin: float = MARGIN) -> pd.Series:
    """Count, for each direct award just under its limit, those that the same agency gave the same supplier.

    count = number of awards of the pair with limit * (1 − margin / 100) < value ≤ limit

    Parameters
    ----------
    value
        Rupiah per direct award of a year.
    limit
        Most rupiah that may be awarded directly, for the same awards; missing where it is not certain.
    pair
        Agency and supplier of the same awards, as any label; missing where either is not known.
    margin
        Per cent of the limit below it that are just under it.

    Returns
    -------
    One count per award: awards, itself included; 0 for an award that is not just under its limit, NaN where value,
    limit or pair is missing.

    Raises
    ------
    DataError
        If awards differ or repeat, or a value or limit is negative.

    Notes
    -----
    From 2 on a question, no finding: a supplier may be the only one of its trade in the place.

    References
    ----------
    Perpres 16/2018, Pasal 28 (4), as amended by Perpres 46/2025 (table ``direct_award_limits``).

    Examples
    --------
    >>> values = pd.Series([199_000_000, 195_000_000, 198_000_000, 50_000_000])
    >>> near_limit_awards(values, values * 0 + 200_000_000, pd.Series(["A–X", "A–X", "A–Y", "A–X"])).tolist()
    [2.0, 2.0, 1.0, 0.0]
    """
    known = _known(value, limit, pair)
    near = _near(value, limit, margin) & known
    counts = near.groupby(pair).transform("sum").where(near, 0.0)
    return label(counts.where(known), "near_limit_awards", "awards")


def split_value(
    value: pd.Series, limit: pd.Series, day: pd.Series, group: pd.Series, *, days: int = WINDOW
) -> pd.Series:
    """Compute what direct awards of a group that lie within some days of each other come to together.

    together = max over windows of ``days`` days that hold the award of sum(value of the group's awards in it)

    Parameters
    ----------
    value
        Rupiah per direct award.
    limit
        Most rupiah that may be awarded directly, for the same awards; missing where it is not certain.
    day
        Day of the same awards; NaT where not known.
    group
        What may have been one package, as any label: agency, category and supplier, or agency, category and name.
    days
        Length of a window, its first and last day included.

    Returns
    -------
    Rupiah per award; NaN where anything is missing, the value is 0, or above the limit by itself. Above the limit it
    is what an undivided package would have needed a tender for.

    Raises
    ------
    DataError
        If awards differ or repeat, or a value or limit is negative.

    Notes
    -----
    A question, no finding: Pasal 20 forbids splitting *in order to* avoid a tender, and asks for separate packages
    where places or kinds of work differ. An award alone in its group comes to its own value, never above the limit.

    References
    ----------
    Perpres 16/2018, Pasal 20 (2) d and Pasal 28 (4), as amended by Perpres 46/2025.

    Examples
    --------
    >>> values = pd.Series([150_000_000, 120_000_000, 90_000_000])
    >>> on = pd.to_datetime(pd.Series(["2024-03-01", "2024-03-20", "2024-06-01"]))
    >>> split_value(values, values * 0 + 200_000_000, on, pd.Series(["A–X"] * 3)).tolist()
    [270000000.0, 270000000.0, 90000000.0]
    """
    require_same_labels(value.index, day.index, "awards of value and day")
    known = _known(value, limit, group) & day.notna() & (value > 0) & (value <= limit)
    together = pd.Series(np.nan, value.index)
    for labels in value[known].groupby(group[known]).groups.values():
        own = pd.DataFrame({"day": _day_numbers(day[labels]), "value": value[labels].astype("float64")}).sort_values(
            "day"
        )
        on, sums = own["day"].to_numpy(), np.concatenate([[0.0], own["value"].cumsum()])
        window = sums[np.searchsorted(on, on + days)] - sums[np.searchsorted(on, on)]  # of the days from its own on
        first, last = np.searchsorted(on, on - days, side="right"), np.searchsorted(on, on, side="right")
        together[own.index] = [window[begin:end].max() for begin, end in zip(first, last, strict=True)]
    return label(together, "split_value", "rupiah")


def _rate(counted: pd.DataFrame, known: pd.DataFrame) -> pd.Series:
    """Return the share of the known cases that count, in per cent of each column."""
    whole = known.sum()
    return (counted & known).sum() / whole.where(whole > 0) * HUNDRED


def _near(value: T, limit: T, margin: float) -> T:
    return (value <= limit) & (value * HUNDRED > limit * (HUNDRED - margin))


def _known(value: pd.Series, limit: pd.Series, group: pd.Series) -> pd.Series:
    require_same_labels(value.index, limit.index, "awards of value and limit")
    require_same_labels(value.index, group.index, "awards of value and their groups")
    require_not_negative(value, "an award's value")
    require_not_negative(limit, "a limit")
    return value.notna() & limit.notna() & group.notna()


def _day_numbers(day: pd.Series) -> np.ndarray:
    return (day.to_numpy("datetime64[D]") - np.datetime64("1970-01-01")) / np.timedelta64(1, "D")
