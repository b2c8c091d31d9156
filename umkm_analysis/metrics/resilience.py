"""Resilience against a reference: how hard a shock hit, and how fast output came back."""

from __future__ import annotations

import pandas as pd

from umkm_analysis.errors import DataError
from umkm_analysis.metrics._checks import (
    as_frame,
    label,
    require_positive,
    require_possible_growth,
    require_years,
)

__all__ = ["recoverability", "resilience_class", "resistance", "sensitivity"]

RATIO = "ratio"


def sensitivity(growth: pd.Series, reference: float) -> pd.Series:
    """Divide a region's growth over the shock by the reference's.

    sensitivity = growth / reference

    Parameters
    ----------
    growth
        Growth over the shock window in per cent, one value per region.
    reference
        The reference's growth over the same window, per cent, below zero.

    Returns
    -------
    One ratio per region: above 1 the region fell deeper than the reference, below 0 it grew.

    Raises
    ------
    DataError
        If the reference did not fall: without a shock there is no sensitivity to it; if growth is −100 or
        less.

    Notes
    -----
    Name the reference: the same city is another ratio against its province than against the nation.

    References
    ----------
    Martin (2012), Regional economic resilience, hysteresis and recessionary shocks, J. of Economic Geography
    12(1), p. 16.

    Examples
    --------
    Kota Mojokerto against Jawa Timur, 2020.

    >>> sensitivity(pd.Series({"3576": -3.69}), -2.33).round(3).tolist()
    [1.584]
    """
    _require_shock(growth, reference)
    return label(growth / reference, "sensitivity", RATIO)


def resistance(growth: pd.Series, reference: float) -> pd.Series:
    """Compare a region's growth over the shock with the reference's, relative to the reference's fall.

    resistance = (growth − reference) / |reference|

    Parameters
    ----------
    growth
        Growth over the shock window in per cent, one value per region.
    reference
        The reference's growth over the same window, per cent, below zero.

    Returns
    -------
    One ratio per region: above 0 it resisted better than the reference; equals 1 − sensitivity.

    Raises
    ------
    DataError
        If the reference did not fall, or growth is −100 or less.

    Notes
    -----
    The simple form; the structural one replaces the reference by what the region's sectors would have done.

    References
    ----------
    Martin, Sunley, Gardiner, Tyler (2016), How regions react to recessions, Regional Studies 50(4).

    Examples
    --------
    >>> resistance(pd.Series({"3576": -3.69}), -2.33).round(3).tolist()
    [-0.584]
    """
    _require_shock(growth, reference)
    return label((growth - reference) / abs(reference), "resistance", RATIO)


def recoverability(growth: pd.Series, reference: float) -> pd.Series:
    """Compare a region's growth over the recovery with the reference's, relative to it.

    recoverability = (growth − reference) / reference

    Parameters
    ----------
    growth
        Growth over the recovery window in per cent, one value per region.
    reference
        The reference's growth over the same window, per cent, above zero.

    Returns
    -------
    One ratio per region: above 0 it came back faster than the reference.

    Raises
    ------
    DataError
        If the reference did not grow, or growth is −100 or less.

    Notes
    -----
    State window and reference: the sign can flip between province and nation.

    References
    ----------
    Martin, Sunley, Gardiner, Tyler (2016), How regions react to recessions, Regional Studies 50(4).

    Examples
    --------
    Kota Mojokerto 2021: ahead of Jawa Timur, behind Indonesia.

    >>> [recoverability(pd.Series({"3576": 3.65}), reference).round(3).item() for reference in (3.57, 3.69)]
    [0.022, -0.011]
    """
    require_possible_growth(growth)
    if reference <= 0:
        raise DataError(f"the reference grew by {reference:g} %: without its recovery there is nothing to compare with")
    return label((growth - reference) / reference, "recoverability", RATIO)


def resilience_class(level: pd.Series | pd.DataFrame, *, base_year: int, at_year: int) -> pd.Series:
    """Classify regions at a date by whether they fell, and whether they are back.

    RS: never below level[base_year]; RE: fell, and stands at or above it again
    NR1: above its lowest level since, still below level[base_year]; NR2: at its lowest level since

    Parameters
    ----------
    level
        Levels or a level index; one row per year, a DataFrame one region per column.
    base_year
        The pre-shock peak.
    at_year
        The date; later years play no part.

    Returns
    -------
    One class per region as text: "RS", "RE", "NR1" or "NR2"; missing where a year without figure leaves it
    open.

    Raises
    ------
    DataError
        If years repeat, are not consecutive or do not include both years, at_year is not after base_year, or
        a level is not above zero.

    Notes
    -----
    A class at a date, not a property of the region: Kota Mojokerto was NR1 in 2021 and RE in 2022.

    References
    ----------
    Sensier, Bristow, Healy (2016), Measuring regional economic resilience across Europe, Spatial Economic
    Analysis 11(2).

    Examples
    --------
    >>> level = pd.Series({2019: 4985.68, 2020: 4801.46, 2021: 4976.49, 2022: 5253.00}, name="3576")
    >>> [resilience_class(level, base_year=2019, at_year=year).item() for year in (2020, 2021, 2022)]
    ['NR2', 'NR1', 'RE']
    """
    require_years(level, base_year, at_year)
    require_positive(level, "a level")
    if at_year <= base_year:
        raise DataError(f"at_year {at_year} is not after base_year {base_year}; classify a year after the shock began")
    frame = as_frame(level).loc[base_year:at_year]
    classes = pd.Series([_class_of(frame[region]) for region in frame], index=frame.columns, dtype="str")
    classes.name = "resilience_class"
    classes.attrs = {"unit": "class"}
    return classes


def _class_of(level: pd.Series) -> str | None:
    base, now, lowest = level.iloc[0], level.iloc[-1], level.iloc[1:].min()
    if level.isna().any():
        return None
    if lowest >= base:
        return "RS"
    if now >= base:
        return "RE"
    return "NR1" if now > lowest else "NR2"


def _require_shock(growth: pd.Series, reference: float) -> None:
    require_possible_growth(growth)
    if reference >= 0:
        raise DataError(f"the reference grew by {reference:g} %: without a shock to it there is nothing to resist")
