"""Growth of output: rates, their swing, their mean, and the rate that makes good a fall."""

from __future__ import annotations

from typing import Literal

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

__all__ = ["break_even_growth", "growth_rate", "growth_swing", "mean_growth"]


METHODS = ("geometric", "arithmetic")
MAX_RATE = 50.0
"""A figure below this could be a growth rate in per cent; levels in billion rupiah and index points lie above."""


def growth_rate(level: T, *, unit: str | None = None) -> T:
    """Compute growth from levels.

    growth[t] = (level[t] / level[t−1] − 1) * 100

    Parameters
    ----------
    level
        Levels of one vintage and price base, any money unit; one row per year, a DataFrame one region per
        column.
    unit
        Unit of the levels, such as "trillion rupiah". Only levels below 50 need it, and only where
        ``level.attrs["unit"]`` does not say it.

    Returns
    -------
    Same type as ``level``: per cent; NaN in the first year and wherever one of the two levels is missing.

    Raises
    ------
    DataError
        If years repeat or are not consecutive, a level is not above zero, or ``level`` is itself growth (its unit
        is per cent or percentage points, or its name growth_rate): a percentage change of growth rates means
        nothing. If a level is below 50 and nothing states a unit: it could be a growth rate.

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
    named = isinstance(level, pd.Series) and level.name == "growth_rate"
    units = {unit, level.attrs.get("unit")} - {None}
    if named or units & {PER_CENT, POINTS}:
        raise DataError(
            "a percentage change of growth rates means nothing; take their difference (growth_swing), "
            "in percentage points"
        )
    require_years(level)
    require_positive(level, "a level (growth rates are no levels)")
    lowest = as_frame(level).min().min()
    if not units and lowest < MAX_RATE:
        raise DataError(
            f"{lowest:g} could be a growth rate, and nothing states a unit; for levels name it, as in "
            'growth_rate(level, unit="trillion rupiah"), for growth rates take growth_swing'
        )
    return label((level / level.shift() - 1) * 100, "growth_rate", PER_CENT)


def growth_swing(growth: T, *, unit: str = POINTS) -> T:
    """Take the difference of growth on the previous year's growth.

    swing[t] = growth[t] − growth[t−1]

    Parameters
    ----------
    growth
        Growth in per cent; one row per year, a DataFrame one region per column.
    unit
        Only "percentage points"; an option so that a request for per cent is refused with the reason.

    Returns
    -------
    Same type as ``growth``: percentage points; NaN in the first year.

    Raises
    ------
    DataError
        If another unit is asked for, or years repeat or are not consecutive.

    Notes
    -----
    Not a metric of recovery: a deep fall makes a large swing.

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


def mean_growth(
    growth: pd.Series | pd.DataFrame,
    *,
    start: int,
    end: int,
    method: Literal["geometric", "arithmetic"] = "geometric",
) -> pd.Series:
    """Average growth: geometrically, the steady rate that ends at the same level, or arithmetically.

    geometric = (prod(1 + growth[t] / 100, t = start … end) ** (1 / n) − 1) * 100
    arithmetic = sum(growth[t], t = start … end) / n

    Parameters
    ----------
    growth
        Growth in per cent; one row per year, a DataFrame one region per column.
    start, end
        First and last year, both included.
    method
        "arithmetic" only to reproduce a figure that was averaged so, as BPS publications often do: its steady rate
        ends above the level that was reached.

    Returns
    -------
    One value per region, per cent a year; NaN where a year is missing.

    Raises
    ------
    DataError
        If years repeat, are not consecutive, do not include start and end, or end is before start; if there is no
        such method.

    Notes
    -----
    Hides the path: never across the shock without the level index. Say which mean it is.

    References
    ----------
    Any textbook: compound annual growth rate.

    Examples
    --------
    >>> mean_growth(pd.Series({2018: 5.80, 2019: 5.65}), start=2018, end=2019).round(3).tolist()
    [5.725]

    A fall and a rise of the same size leave less than before, which the arithmetic mean does not show.

    >>> swing = pd.Series({2020: -50.0, 2021: 50.0})
    >>> [mean_growth(swing, start=2020, end=2021, method=name).round(1).item() for name in ("geometric", "arithmetic")]
    [-13.4, 0.0]
    """
    require_years(growth, start, end)
    if end < start:
        raise DataError(f"end {end} is before start {start}; give the first year first")
    require_possible_growth(growth)
    if method not in METHODS:
        raise DataError(f"there is no mean {method!r}; take geometric, or arithmetic to reproduce a printed figure")
    window = as_frame(growth).loc[start:end]
    if method == "arithmetic":
        return label(window.mean(skipna=False), "mean_growth", PER_CENT)
    mean = ((1 + window / 100).prod(skipna=False) ** (1 / len(window)) - 1) * 100
    return label(mean, "mean_growth", PER_CENT)
