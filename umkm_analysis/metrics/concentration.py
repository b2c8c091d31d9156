"""How concentrated a market is among its suppliers."""

from __future__ import annotations

import pandas as pd

from umkm_analysis.metrics._checks import as_frame, label, require_not_negative, require_once

__all__ = ["concentration"]


def concentration(value: pd.Series | pd.DataFrame) -> pd.DataFrame:
    """Measure how concentrated a market is among its suppliers.

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
    squares, suppliers = shares.pow(2).sum(skipna=False), (rupiah > 0).sum()
    normalised = (squares - 1 / suppliers) / (1 - 1 / suppliers)
    table = pd.DataFrame({"hhi": 10_000 * squares, "normalised": normalised, "effective_number": 1 / squares})
    return label(table, "concentration", "hhi 0–10,000; normalised 0–1; suppliers")
