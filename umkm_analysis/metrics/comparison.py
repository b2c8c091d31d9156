"""Regions among each other: rank, percentile, and how unequal they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from umkm_analysis.errors import DataError
from umkm_analysis.metrics._checks import label, require_once, require_positive, require_same_labels
from umkm_analysis.plurals import count_of

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "coefficient_of_variation",
    "percentile",
    "rank",
    "sigma_dispersion",
    "theil_l",
    "theil_t",
    "williamson_index",
]

MIN_REGIONS = 5


def rank(values: pd.Series, *, higher_is_better: bool = True) -> pd.Series:
    """Rank regions, 1 = best; ties share the mean rank.

    rank[r] = 1 + number better + (number equal − 1) / 2

    Parameters
    ----------
    values
        One value per region.
    higher_is_better
        False where low is good.

    Returns
    -------
    One rank per region; NaN where the value is missing.

    Raises
    ------
    DataError
        If fewer than five regions have a value, or a region stands twice.

    Notes
    -----
    Name the peers. The distance between values says more than their order.

    References
    ----------
    Mean (mid-) ranks as in SciPy's rankdata.

    Examples
    --------
    >>> rank(pd.Series({"a": 3.0, "b": 1.0, "c": 3.0, "d": 0.0, "e": 9.0})).tolist()
    [2.5, 4.0, 2.5, 5.0, 1.0]
    """
    _require_enough(values)
    return label(values.rank(ascending=not higher_is_better), "rank", "rank")


def percentile(values: pd.Series) -> pd.Series:
    """Compute the share of regions below each region, with equals counted half.

    percentile[r] = 100 * (number below + number equal / 2) / n, the region itself among the equal

    Parameters
    ----------
    values
        One value per region.

    Returns
    -------
    0 to 100 per region, higher for higher values; NaN where the value is missing.

    Raises
    ------
    DataError
        If fewer than five regions have a value, or a region stands twice.

    Notes
    -----
    Not a percentage change, and no percentage points.

    References
    ----------
    Mean definition of percentileofscore in SciPy.

    Examples
    --------
    >>> percentile(pd.Series({"a": 3.0, "b": 1.0, "c": 3.0, "d": 0.0, "e": 9.0})).tolist()
    [60.0, 30.0, 60.0, 10.0, 90.0]
    """
    _require_enough(values)
    return label((values.rank() - 0.5) / values.count() * 100, "percentile", "percentile")


def williamson_index(value: pd.Series | pd.DataFrame, population: pd.Series | pd.DataFrame) -> pd.Series | float:
    """Compute how far regions' incomes spread around the whole's, weighted by population.

    W = sqrt(sum((y[i] − y)² * f[i] / n)) / y, y = sum(y[i] * f[i]) / n, n = sum(f[i])

    Parameters
    ----------
    value
        GRDP per person, one value per region; a DataFrame holds one year per row, one region per column.
    population
        Persons, the same shape and labels.

    Returns
    -------
    A ratio, 0 where all are equal and not bounded by 1; a Series by year for a DataFrame. NaN where a value
    is missing.

    Raises
    ------
    DataError
        If labels differ, a value or population is not above zero, or there are fewer than two regions.

    Notes
    -----
    Needs many regions: not defined for one city. The unweighted mean gives another number.

    References
    ----------
    Williamson (1965), Regional inequality and the process of national development, Econ. Dev. and Cultural
    Change 13(4).

    Examples
    --------
    >>> round(williamson_index(pd.Series({"a": 10.0, "b": 30.0}), pd.Series({"a": 3, "b": 1})), 3)
    0.577
    """

    def spread(y: np.ndarray, f: np.ndarray) -> float:
        mean = np.average(y, weights=f)
        return float(np.sqrt(np.average((y - mean) ** 2, weights=f)) / mean)

    return _by_year(value, population, spread, "williamson_index")


def theil_t(
    value: pd.Series | pd.DataFrame, *, population: pd.Series | pd.DataFrame | None = None
) -> pd.Series | float:
    """Compute inequality by Theil's first index, sensitive to the top.

    T = mean(y / m * ln(y / m)), m = mean(y); weighted by population if passed

    Parameters
    ----------
    value
        GRDP per person, one value per region; a DataFrame holds one year per row, one region per column.
    population
        Persons, the same shape and labels; without it every region counts once.

    Returns
    -------
    0 where all are equal, at most ln n unweighted; a Series by year for a DataFrame. NaN where a value is
    missing.

    Raises
    ------
    DataError
        If labels differ, a value or population is not above zero, or there are fewer than two regions.

    Notes
    -----
    Name the variant: others print Theil L under the same name.

    References
    ----------
    Theil (1967), Economics and Information Theory; OECD Regional Outlook.

    Examples
    --------
    >>> round(theil_t(pd.Series({"a": 10.0, "b": 30.0})), 4)
    0.1308
    """

    def index(y: np.ndarray, f: np.ndarray) -> float:
        relative = y / np.average(y, weights=f)
        return float(np.average(relative * np.log(relative), weights=f))

    return _by_year(value, population, index, "theil_t")


def theil_l(
    value: pd.Series | pd.DataFrame, *, population: pd.Series | pd.DataFrame | None = None
) -> pd.Series | float:
    """Compute inequality by Theil's second index (mean log deviation), sensitive to the bottom.

    L = mean(ln(m / y)), m = mean(y); weighted by population if passed

    Parameters
    ----------
    value
        GRDP per person, one value per region; a DataFrame holds one year per row, one region per column.
    population
        Persons, the same shape and labels; without it every region counts once.

    Returns
    -------
    0 where all are equal, unbounded; a Series by year for a DataFrame. NaN where a value is missing.

    Raises
    ------
    DataError
        If labels differ, a value or population is not above zero, or there are fewer than two regions.

    Notes
    -----
    Name the variant: others print Theil T under the same name.

    References
    ----------
    Theil (1967), Economics and Information Theory; Bourguignon (1979), Econometrica 47(4).

    Examples
    --------
    >>> round(theil_l(pd.Series({"a": 10.0, "b": 30.0})), 4)
    0.1438
    """

    def index(y: np.ndarray, f: np.ndarray) -> float:
        return float(np.average(np.log(np.average(y, weights=f) / y), weights=f))

    return _by_year(value, population, index, "theil_l")


def sigma_dispersion(value: pd.Series | pd.DataFrame) -> pd.Series | float:
    """Compute how far regions lie apart, every region counted once: falling over the years is sigma-convergence.

    sigma = sqrt(mean((ln y[i] − mean(ln y))²))

    Parameters
    ----------
    value
        GRDP per person, one value per region; a DataFrame holds one year per row, one region per column.

    Returns
    -------
    A ratio (log points, base e), 0 where all are equal; a Series by year for a DataFrame. NaN where a value is
    missing.

    Raises
    ------
    DataError
        If a value is not above zero, or there are fewer than two regions.

    Notes
    -----
    The population standard deviation: these are all regions, not a sample. Beside it belongs
    :func:`coefficient_of_variation`, since the two can move apart.

    References
    ----------
    Barro and Sala-i-Martin (1992), Convergence, Journal of Political Economy 100(2).

    Examples
    --------
    >>> round(sigma_dispersion(pd.Series({"a": 10.0, "b": 30.0})), 4)
    0.5493
    """
    return _by_year(value, None, lambda y, _: float(np.log(y).std()), "sigma_dispersion")


def coefficient_of_variation(value: pd.Series | pd.DataFrame) -> pd.Series | float:
    """Compute how far regions lie apart relative to their mean, every region counted once.

    CV = sqrt(mean((y[i] − m)²)) / m, m = mean(y)

    Parameters
    ----------
    value
        GRDP per person, one value per region; a DataFrame holds one year per row, one region per column.

    Returns
    -------
    A ratio, 0 where all are equal; a Series by year for a DataFrame. NaN where a value is missing.

    Raises
    ------
    DataError
        If a value is not above zero, or there are fewer than two regions.

    Notes
    -----
    The population standard deviation. :func:`williamson_index` is the same weighted by population.

    References
    ----------
    Barro and Sala-i-Martin (1992), Convergence, Journal of Political Economy 100(2).

    Examples
    --------
    >>> coefficient_of_variation(pd.Series({"a": 10.0, "b": 30.0}))
    0.5
    """
    return _by_year(value, None, lambda y, _: float(y.std() / y.mean()), "coefficient_of_variation")


def _by_year(
    value: pd.Series | pd.DataFrame,
    population: pd.Series | pd.DataFrame | None,
    index: Callable[[np.ndarray, np.ndarray], float],
    name: str,
) -> pd.Series | float:
    rows = _by_row(value)
    if rows.shape[1] < 2:  # noqa: PLR2004 - two make a comparison
        raise DataError(f"{name} needs at least two regions, got {rows.shape[1]}; it says nothing of one")
    weights = rows.notna() if population is None else _by_row(population)
    require_same_labels(rows.columns, weights.columns, "regions of value and population")
    require_same_labels(rows.index, weights.index, "years of value and population")
    require_positive(rows, "a value")
    require_positive(weights.where(rows.notna()), "a population")
    values = [
        index(y, f) if np.isfinite(y).all() else float("nan")
        for y, f in zip(rows.to_numpy("float64"), weights.to_numpy("float64"), strict=True)
    ]
    return values[0] if isinstance(value, pd.Series) else label(pd.Series(values, rows.index), name, "ratio")


def _by_row(data: pd.Series | pd.DataFrame) -> pd.DataFrame:
    return data.to_frame(0).T if isinstance(data, pd.Series) else data


def _require_enough(values: pd.Series) -> None:
    require_once(values.index, "region")
    if values.count() < MIN_REGIONS:
        held = count_of(int(values.count()), "region has", "regions have")
        raise DataError(f"{held} a value; a rank among fewer than {MIN_REGIONS} says nothing")
