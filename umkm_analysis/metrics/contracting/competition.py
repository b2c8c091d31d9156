"""Competition for contracts: bidders, savings against the owner's estimate, days from notice to award."""

from __future__ import annotations

import numpy as np
import pandas as pd

from umkm_analysis.metrics._checks import (
    PER_CENT,
    as_frame,
    label,
    refuse_where,
    require_not_negative,
    require_same_labels,
)
from umkm_analysis.rounding import HUNDRED

__all__ = ["mean_bidders", "median_days", "median_savings"]


def mean_bidders(bidders: pd.Series | pd.DataFrame) -> pd.Series:
    """Compute how many bidders a competitive contract has on average.

    mean = sum(bidders) / number of contracts whose bidders are known

    Parameters
    ----------
    bidders
        Bidders per competitive contract (tender, seleksi), missing where not known; a DataFrame holds one region per
        column.

    Returns
    -------
    One value per region: bidders a contract; NaN where none is known.

    Raises
    ------
    DataError
        If a number of bidders is negative or not whole.

    Notes
    -----
    A few contracts with many bidders raise it: print the single-bid rate too. Not for direct procurement, which has
    no bidders to count.

    References
    ----------
    Open Contracting Partnership, use case guide: indicators of competition.

    Examples
    --------
    >>> mean_bidders(pd.Series([1, 3, 5, float("nan")])).tolist()
    [3.0]
    """
    require_not_negative(bidders, "bidders")
    refuse_where((bidders % 1 != 0) & bidders.notna(), bidders, "bidders must be whole numbers")
    return label(as_frame(bidders).mean(), "mean_bidders", "bidders")


def median_savings(value: pd.Series | pd.DataFrame, estimate: pd.Series | pd.DataFrame) -> pd.Series:
    """Compute the saving against the owner's estimate that half of the contracts reach.

    median = median of (1 − value / estimate) * 100 over the contracts that have a value and an estimate

    Parameters
    ----------
    value
        Rupiah per contract, missing or 0 where none is recorded yet; a DataFrame holds one region per column.
    estimate
        The owner's estimate (HPS) of the same contracts; missing or 0 where there is none.

    Returns
    -------
    One value per region, per cent; negative where contracts cost more than estimated; NaN where none has both figures.

    Raises
    ------
    DataError
        If contracts or regions differ, or a value is negative.

    Notes
    -----
    Counts every contract once, large or small: the saving in rupiah is 1 − sum(value) / sum(estimate). A high saving
    may as well mean an estimate set too high.

    References
    ----------
    Identity: saving = 1 − contract value / estimate (HPS).

    Examples
    --------
    >>> median_savings(pd.Series([90, 100, 50]), pd.Series([100, 100, 100])).round(1).tolist()
    [10.0]
    """
    _require_same(value, estimate, "value and estimate")
    require_not_negative(value, "a contract's value")
    require_not_negative(estimate, "an estimate")
    contracts, estimates = as_frame(value).astype("float64"), as_frame(estimate).astype("float64")
    ratio = contracts.where(contracts > 0).to_numpy() / estimates.where(estimates > 0).to_numpy()
    saving = pd.DataFrame((1 - ratio) * HUNDRED, contracts.index, contracts.columns)
    return label(saving.median(), "median_savings", PER_CENT)


def median_days(announced: pd.Series | pd.DataFrame, awarded: pd.Series | pd.DataFrame) -> pd.Series:
    """Compute within how many days of its notice half of the tenders are awarded.

    median = median of (awarded − announced) in days over the tenders with both dates in order

    Parameters
    ----------
    announced
        Day of the notice per tender, NaT where not known; a DataFrame holds one region per column.
    awarded
        Day of the award of the same tenders; NaT where not known or still open.

    Returns
    -------
    One value per region: days; NaN where no tender has both dates.

    Raises
    ------
    DataError
        If tenders or regions differ.

    Notes
    -----
    An award before its notice is a faulty date and left out. Tenders still open are left out too, so that a year that
    still runs looks faster than it is.

    References
    ----------
    European Commission, Single Market Scoreboard, Public procurement: decision speed; EU average 2024: 74 days.

    Examples
    --------
    >>> notice = pd.to_datetime(pd.Series(["2024-03-01", "2024-03-01", "2024-03-09"]))
    >>> award = pd.to_datetime(pd.Series(["2024-03-31", "2024-05-10", "2024-03-01"]))
    >>> median_days(notice, award).tolist()
    [50.0]
    """
    _require_same(announced, awarded, "announced and awarded")
    notices, awards = as_frame(announced), as_frame(awarded)
    days = (awards.to_numpy("datetime64[ns]") - notices.to_numpy("datetime64[ns]")) / np.timedelta64(1, "D")
    table = pd.DataFrame(days, notices.index, notices.columns)
    return label(table.where(table >= 0).median(), "median_days", "days")


def _require_same(first: pd.Series | pd.DataFrame, second: pd.Series | pd.DataFrame, what: str) -> None:
    require_same_labels(first.index, second.index, f"contracts of {what}")
    if isinstance(first, pd.DataFrame) and isinstance(second, pd.DataFrame):
        require_same_labels(first.columns, second.columns, f"regions of {what}")
