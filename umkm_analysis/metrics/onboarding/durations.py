"""Durations of onboarding: censored times to listing, activity, cohorts."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from umkm_analysis.errors import DataError
from umkm_analysis.metrics._checks import (
    ROUNDING,
    T,
    label,
    refuse_where,
    require_flags,
    require_once,
    require_same_labels,
)
from umkm_analysis.rounding import HUNDRED

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["active_within", "cohort_activity", "median_time_to_listing", "time_to_listing"]


def active_within(last: T, *, at: pd.Timestamp, days: int = 90) -> T:
    """Flag whether a firm has sold on a channel in the days before a date.

    active = 1 if 0 ≤ at − last < days, else 0

    Parameters
    ----------
    last
        Date of the last transaction; NaT where it is not known. A DataFrame holds one channel per column.
    at
        The day that is looked back from.
    days
        How far, this day included.

    Returns
    -------
    Same shape: 1, 0, or NaN where the last transaction is not known.

    Raises
    ------
    DataError
        If a transaction lies after the day, or days is below 1.

    Notes
    -----
    Registered is not active: report both.

    References
    ----------
    Ninety days as in the register's instructions.

    Examples
    --------
    >>> last = pd.DataFrame({"Grab": pd.to_datetime(["2024-05-01", "2023-05-01"])})
    >>> active_within(last, at=pd.Timestamp("2024-06-01"))["Grab"].tolist()
    [1.0, 0.0]
    """
    if days < 1:
        raise DataError(f"a window of {days} days holds no day; give 1 or more")
    ago = np.floor((at - last) / pd.Timedelta(days=1))
    refuse_where(ago < 0, ago, "a transaction lies after the day that is looked back from, days before it")
    return label((ago < days).astype("float64").where(ago.notna()), "active_within", "flag")


def time_to_listing(days: pd.Series, listed: pd.Series, *, confidence: float = 95.0) -> pd.DataFrame:
    """Estimate how many firms still wait after so many days, those still in entry counted as long as they were seen.

    waiting = product of (1 − listed on day / at risk on day) over the days so far * 100

    Parameters
    ----------
    days
        Days from the start of entry to listing, or to the day of the register where the firm still waits.
    listed
        The same firms: 1 listed, 0 still in entry (censored).
    confidence
        Of the interval, per cent.

    Returns
    -------
    Day (of a listing or a censoring) × at_risk, listed (firms), waiting, lower, upper (per cent). The interval is
    NaN where it is not defined: before the first listing, and where nobody is left.

    Raises
    ------
    DataError
        If the firms differ or there are none, a value is missing or negative, a flag is neither 1 nor 0, or the
        confidence is not between 0 and 100.

    Notes
    -----
    Dropping those still in entry would leave only the fast ones. Assumes that who is censored waits like the others.

    References
    ----------
    Kaplan and Meier (1958), J. Amer. Statist. Assoc. 53; interval by log-log, computed by scipy.stats.ecdf.

    Examples
    --------
    >>> time_to_listing(pd.Series([10, 20, 30]), pd.Series([1, 0, 1]))["waiting"].round(1).tolist()
    [66.7, 66.7, 0.0]
    """
    from scipy.stats import CensoredData, ecdf  # noqa: PLC0415 - as in counts.py

    require_same_labels(days.index, listed.index, "firms of days and listed")
    if not len(days):
        raise DataError("there is no firm whose time could be followed")
    if not 0 < confidence < HUNDRED:
        raise DataError(f"a confidence of {confidence:g} is not between 0 and 100 per cent")
    if days.isna().any() or listed.isna().any():
        raise DataError("days and listed must not be missing: leave such firms out, and say how many they are")
    refuse_where(days < 0, days, "a firm cannot be listed before its entry began, days")
    require_flags(listed.to_frame(), "listed")
    event = listed.eq(1)
    survival = ecdf(CensoredData(uncensored=days[event], right=days[~event])).sf
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # see the docstring: where the interval is not defined
        interval = survival.confidence_interval(confidence / HUNDRED, method="log-log")
    at = pd.Index(survival.quantiles, name="days")
    table = pd.DataFrame(
        {
            "at_risk": [float((days >= day).sum()) for day in at],
            "listed": [float((event & (days == day)).sum()) for day in at],
            "waiting": survival.probabilities * HUNDRED,
            "lower": interval.low.probabilities * HUNDRED,
            "upper": interval.high.probabilities * HUNDRED,
        },
        index=at,
    )
    return label(table, "time_to_listing", "firms; per cent")


def median_time_to_listing(waiting: pd.DataFrame) -> pd.Series:
    """Find the day by which half of the firms are listed.

    median = first day on which waiting ≤ 50

    Parameters
    ----------
    waiting
        Day × group: per cent still waiting, from :func:`time_to_listing`.

    Returns
    -------
    Group: days; NaN where fewer than half are listed by the last day (not reached, which is no number) or a share is
    missing.

    Raises
    ------
    DataError
        If a share is not between 0 and 100, or rises from one day to the next.

    Notes
    -----
    The mean is not defined while firms still wait.

    References
    ----------
    Kaplan and Meier (1958), J. Amer. Statist. Assoc. 53.

    Examples
    --------
    >>> median_time_to_listing(pd.DataFrame({"city": [80.0, 50.0, 20.0], "nation": [90.0, 80.0, 70.0]}, [10, 20, 30]))
    city      20.0
    nation     NaN
    Name: median_time_to_listing, dtype: float64
    """
    refuse_where((waiting < 0) | (waiting > HUNDRED), waiting, "a share must lie between 0 and 100 per cent")
    refuse_where(waiting.diff() > 0, waiting, "firms still waiting cannot become more")
    half = waiting <= HUNDRED / 2 + ROUNDING
    days = half.idxmax().where(half.any() & waiting.notna().all()).astype("float64")
    return label(days, "median_time_to_listing", "days")


def cohort_activity(
    joined: pd.Series, last: pd.Series, *, at: pd.Timestamp, months: Sequence[int] = (3, 6, 12)
) -> pd.DataFrame:
    """Compute the share of each quarter's cohort that still sold so many months after they joined.

    activity = firms whose last transaction lies ≥ k months after they joined / firms of the cohort * 100

    Parameters
    ----------
    joined
        Day a firm joined its first channel.
    last
        The same firms: day of their last transaction.
    at
        Day of the register.
    months
        The k of the formula.

    Returns
    -------
    Cohort (quarter, as "2024Q1") × firms and each of the months, per cent. NaN where a firm of the cohort has not been
    seen for so long yet: a cohort is judged whole or not at all.

    Raises
    ------
    DataError
        If the firms differ, a date is missing, lies after ``at``, or a last transaction lies before joining.

    Notes
    -----
    Knows the last transaction only: a firm that paused and came back counts as active throughout.

    References
    ----------
    Cohort tables as in retention analysis; activity is at least one transaction.

    Examples
    --------
    >>> days = pd.to_datetime(pd.Series(["2024-01-05", "2024-02-05"]))
    >>> seen = pd.to_datetime(pd.Series(["2024-05-01", "2024-02-06"]))
    >>> cohort_activity(days, seen, at=pd.Timestamp("2024-06-01"), months=[3]).loc["2024Q1"].tolist()
    [2.0, 50.0]
    """
    require_same_labels(joined.index, last.index, "firms of joined and last")
    require_once(pd.Index(months), "month")
    if joined.isna().any() or last.isna().any():
        raise DataError("a date is missing: leave such firms out, and say how many they are")
    for dates, what in ((joined, "joined"), (last, "sold")):
        if (dates > at).any():
            raise DataError(f"{dates.index[dates > at][0]} {what} after the day of the register, {at:%Y-%m-%d}")
    if (last < joined).any():
        raise DataError(f"{last.index[last < joined][0]} sold before it joined; correct one of the dates")
    cohort = joined.dt.to_period("Q").astype("str")
    table = {"firms": joined.groupby(cohort).size().astype("float64")}
    for count in months:
        due = joined + pd.DateOffset(months=count)
        seen = (due <= at).groupby(cohort).all()
        table[str(count)] = ((last >= due).groupby(cohort).mean() * 100).where(seen)
    return label(pd.DataFrame(table).rename_axis("cohort"), "cohort_activity", "firms; per cent")
