"""Convergence: Klassen's typology of regions, and whether poorer regions grow faster."""

from __future__ import annotations

import numpy as np
import pandas as pd

from umkm_analysis.errors import DataError
from umkm_analysis.metrics._checks import (
    ROUNDING,
    label,
    require_positive,
    require_possible_growth,
    require_same_labels,
)
from umkm_analysis.rounding import HUNDRED

__all__ = ["beta_convergence", "klassen_typology"]

MIN_REGIONS = 3
TYPES = {
    (True, True): "developed and fast-growing",
    (True, False): "developed but slow-growing",
    (False, True): "developing fast",
    (False, False): "lagging",
}
"""Income above the reference, growth above the reference: the type."""


def klassen_typology(
    income: pd.Series, growth: pd.Series, *, reference_income: float, reference_growth: float
) -> pd.Series:
    """Classify regions by whether income and growth are above those of the whole.

    developed and fast-growing: income > reference_income and growth > reference_growth
    developed but slow-growing: income > reference_income and growth ≤ reference_growth
    developing fast: income ≤ reference_income and growth > reference_growth
    lagging: income ≤ reference_income and growth ≤ reference_growth

    Parameters
    ----------
    income
        GRDP per person, one value per region; one year, or the mean of a window.
    growth
        GRDP growth in per cent, the mean of a window, the same regions.
    reference_income, reference_growth
        The same of the whole (the province): its GRDP by its population and its own growth, never the mean of its
        regions.

    Returns
    -------
    One type per region, in words; missing where a value is missing. Equal to the reference is not above it.

    Raises
    ------
    DataError
        If regions differ or repeat, an income is not above zero, or growth is −100 per cent or less.

    Notes
    -----
    Words, no numbers: authors number the second and the third type differently. A region just above a line and one
    far above it share a type: print both figures beside it, and the window.

    References
    ----------
    Klaassen (1965), Area Economic and Social Redevelopment, OECD; Sjafrizal (1997), Prisma 3; BPS, provincial
    publications.

    Examples
    --------
    GRDP per person of 2022 in million rupiah (Simreg, BPS) and growth of 2022: Kota Surabaya and Kota Mojokerto in Jawa
    Timur.

    >>> income, growth = pd.Series({"3578": 150.4, "3576": 39.1}), pd.Series({"3578": 6.51, "3576": 5.56})
    >>> klassen_typology(income, growth, reference_income=42.7, reference_growth=5.34).tolist()
    ['developed and fast-growing', 'developing fast']
    """
    require_same_labels(income.index, growth.index, "regions of income and growth")
    require_positive(income, "an income")
    require_possible_growth(growth)
    require_positive(pd.Series([reference_income], ["the reference"], dtype="float64"), "an income")
    require_possible_growth(pd.Series([reference_growth], ["the reference"], dtype="float64"))
    known = (income + growth + reference_income + reference_growth).notna()
    above = zip(income > reference_income, growth > reference_growth, strict=True)
    types = pd.Series([TYPES[pair] for pair in above], income.index, dtype="str", name="klassen_typology").where(known)
    types.attrs = {"unit": "type"}
    return types


def beta_convergence(initial: pd.Series, final: pd.Series, *, years: int, confidence: float = 95.0) -> pd.Series:
    """Estimate whether regions with a lower level grew faster (absolute beta convergence, by least squares).

    100 * ln(final[i] / initial[i]) / years = intercept + beta * ln(initial[i]) + error[i]
    speed = −100 * ln(1 + beta * years / 100) / years
    half_life = 100 * ln 2 / speed

    Parameters
    ----------
    initial
        GRDP per person in the first year, one value per region.
    final
        The same in the last year, the same regions and prices.
    years
        Years between the two.
    confidence
        Of the interval of beta, per cent.

    Returns
    -------
    beta, lower, upper (percentage points of mean annual log growth for each unit of ln level; below 0 the poorer grew
    faster), speed (per cent of the gap closed a year; below 0 the regions drift apart), half_life (years until half of
    the gap is closed; NaN where beta is not below 0), r_squared (0–1; NaN where all grew alike), regions (n).

    Raises
    ------
    DataError
        If regions differ, a level is missing or not above zero, there are fewer than three regions, all start from
        the same level, years is below 1, the confidence is not between 0 and 100, or beta is so low that regions
        more than changed places: no speed leads there.

    Notes
    -----
    Print n, R² and the interval: with a few dozen regions it is wide, and where it holds 0 the data show no
    convergence. An association, no cause: a fall towards the mean by chance looks the same. Not over years between
    which the population was counted anew.

    References
    ----------
    Barro and Sala-i-Martin (1992), Convergence, Journal of Political Economy 100(2); by ordinary
    least squares, computed as by scipy.stats.linregress.

    Examples
    --------
    Barro and Sala-i-Martin: at 2 per cent a year half of the gap is closed after 35 years.

    >>> import math
    >>> initial, left = pd.Series({"a": 10.0, "b": 20.0, "c": 40.0}), math.exp(-0.02 * 10)
    >>> beta_convergence(initial, 30 * (initial / 30) ** left, years=10)[["speed", "half_life"]].round(1).tolist()
    [2.0, 34.7]
    """
    # scipy.stats takes a second and 50 MB, in every process that reports are forked from
    from scipy.special import stdtrit  # noqa: PLC0415 - takes half a second to import, which others need not wait for

    require_same_labels(initial.index, final.index, "regions of the two years")
    if initial.isna().any() or final.isna().any():
        raise DataError("a level is missing: leave such regions out, and say how many they are")
    require_positive(initial, "a level")
    require_positive(final, "a level")
    if years < 1 or not 0 < confidence < HUNDRED:
        raise DataError(
            f"{years} years and {confidence:g} per cent: needs 1 year or more, and between 0 and 100 per cent"
        )
    count = len(initial)
    if count < MIN_REGIONS:
        raise DataError(f"{count} regions: a line through fewer than {MIN_REGIONS} fits always and says nothing")
    start, growth = np.log(initial.astype("float64")), HUNDRED * np.log(final / initial) / years
    if start.max() - start.min() < ROUNDING:
        raise DataError("all regions start from the same level: there is no gap that could close")
    alike = growth.max() - growth.min() < ROUNDING
    slope, error, fit = _line(start.to_numpy(), growth.to_numpy())
    left = 1 + slope * years / HUNDRED
    if left <= 0:
        raise DataError(f"beta {slope:g} over {years} years: regions more than changed places, no speed leads there")
    half_width = stdtrit(count - 2, 0.5 + confidence / HUNDRED / 2) * error
    speed = -HUNDRED * np.log(left) / years
    row = {
        "beta": slope,
        "lower": slope - half_width,
        "upper": slope + half_width,
        "speed": speed,
        "half_life": HUNDRED * np.log(2) / speed if speed > 0 else np.nan,
        "r_squared": np.nan if alike else fit,
        "regions": count,
    }
    return label(pd.Series(row), "beta_convergence", "percentage points; per cent a year; years; ratio; regions")


def _line(x: np.ndarray, y: np.ndarray) -> tuple[float, float, float]:
    """Fit a line by least squares, as scipy.stats.linregress; return its slope, the slope's standard error and R²."""
    ss_x, ss_xy, _, ss_y = np.cov(x, y, bias=True).flat
    r = min(max(ss_xy / np.sqrt(ss_x * ss_y), -1.0), 1.0) if ss_y else np.nan if ss_xy == 0 else 0.0
    with np.errstate(invalid="ignore"):
        error = np.sqrt((1 - r**2) * ss_y / ss_x / (len(x) - 2))
    return float(ss_xy / ss_x), float(np.nan_to_num(error)), float(r**2)
