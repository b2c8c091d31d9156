"""Concentration of markets among suppliers: Herfindahl–Hirschman index (HHI)."""

from __future__ import annotations

import pandas as pd

from umkm_analysis.metrics._checks import (
    ROUNDING,
    as_frame,
    label,
    refuse_where,
    require_not_negative,
    require_once,
    require_same_labels,
)

__all__ = ["concentration", "concentration_from_sums"]


def concentration(value: pd.Series | pd.DataFrame) -> pd.DataFrame:
    """Compute how concentrated a market is among its suppliers.

    H = sum(share²); hhi = 10,000 * H; normalised = (H − 1/n) / (1 − 1/n); effective_number = 1 / H

    Parameters
    ----------
    value
        Rupiah per supplier; a DataFrame holds one market per column, 0 for a supplier that sold nothing
        there.

    Returns
    -------
    Market × hhi (0–10,000), normalised (0–1; NaN for a single supplier), effective_number (suppliers of equal
    size). Suppliers with 0 are not counted. NaN where a value is missing or the market is empty.

    Raises
    ------
    DataError
        If a supplier stands twice, or a value is negative.

    Notes
    -----
    The thresholds 1,000 and 1,800 are for markets (region × category), not for a city's whole budget.

    References
    ----------
    U.S. Department of Justice and FTC, Merger Guidelines (2023).

    Examples
    --------
    >>> concentration(pd.Series({"a": 50.0, "b": 30.0, "c": 20.0})).round(3).iloc[0].tolist()
    [3800.0, 0.07, 2.632]
    """
    require_not_negative(value, "a supplier's rupiah")
    require_once(value.index, "supplier")
    rupiah = as_frame(value)
    shares = rupiah / rupiah.sum(skipna=False)  # shares before squares: those of rupiah overflow int64
    return _table(shares.pow(2).sum(skipna=False), (rupiah > 0).sum(), "concentration")


def concentration_from_sums(total: pd.Series, squares: pd.Series, suppliers: pd.Series) -> pd.DataFrame:
    """Compute how concentrated markets are from sums that a database added up.

    H = squares / total²; hhi = 10,000 * H; normalised = (H − 1/n) / (1 − 1/n); effective_number = 1 / H

    Parameters
    ----------
    total
        Rupiah of all suppliers, one value per market.
    squares
        Sum of the squares of each supplier's rupiah.
    suppliers
        Number of suppliers with more than nothing (n).

    Returns
    -------
    Market × hhi (0–10,000), normalised (0–1; NaN for a single supplier), effective_number (suppliers of equal
    size), as of :func:`concentration`. NaN where a value is missing or the market is empty.

    Raises
    ------
    DataError
        If the markets differ, a value is negative, or the squares exceed the square of the total.

    Notes
    -----
    For tables with millions of suppliers; where a value per supplier is at hand take :func:`concentration`.

    References
    ----------
    U.S. Department of Justice and FTC, Merger Guidelines (2023).

    Examples
    --------
    Suppliers with 50, 30 and 20 rupiah.

    >>> concentration_from_sums(pd.Series([100]), pd.Series([3800]), pd.Series([3])).round(3).iloc[0].tolist()
    [3800.0, 0.07, 2.632]
    """
    require_same_labels(total.index, squares.index, "markets of total and squares")
    require_same_labels(total.index, suppliers.index, "markets of total and suppliers")
    for sums, what in ((total, "a total"), (squares, "a sum of squares"), (suppliers, "a number of suppliers")):
        require_not_negative(sums, what)
    whole = total.astype("float64").where(total > 0)
    shares = squares / (whole * whole)
    refuse_where(shares > 1 + ROUNDING, squares, "squares must not exceed the square of the total")
    return _table(shares, suppliers, "concentration_from_sums")


def _table(squares: pd.Series, suppliers: pd.Series, name: str) -> pd.DataFrame:
    """Make the three figures of squared shares and the number of suppliers."""
    least = 1 / suppliers.where(suppliers > 0)
    normalised = (squares - least) / (1 - least).where(least < 1)
    table = pd.DataFrame({"hhi": 10_000 * squares, "normalised": normalised, "effective_number": 1 / squares})
    return label(table, name, "hhi 0–10,000; normalised 0–1; suppliers")
