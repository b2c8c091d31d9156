"""Sector structure: contributions to growth, location quotients, shift-share analysis."""

from __future__ import annotations

import pandas as pd

from umkm_analysis.errors import DataError
from umkm_analysis.metrics._checks import (
    POINTS,
    T,
    as_frame,
    label,
    refuse_where,
    require_not_negative,
    require_positive,
    require_possible_growth,
    require_same_labels,
)

__all__ = ["contribution", "contribution_residual", "location_quotient", "shift_share"]

EFFECTS = ("national", "industry_mix", "regional", "change")


def contribution(start: T, end: T, *, total: pd.Series | float) -> T:
    """Split growth into what each sector contributed.

    contribution[i] = (end[i] − start[i]) / total * 100

    Parameters
    ----------
    start, end
        Sector levels at two dates, fixed-base constant prices, one vintage; a DataFrame holds one region per
        column.
    total
        The region's level at the first date, the same unit; one value per region for a DataFrame.

    Returns
    -------
    Same type as ``start``: percentage points. They add up to growth, but for what the printed sectors miss of
    the total.

    Raises
    ------
    DataError
        If sectors or regions differ between the arguments, a level is negative, or a total is not above zero.

    Notes
    -----
    Additive for fixed-base prices only, not for chain-linked ones. Print the residual.

    References
    ----------
    BPS, sumber pertumbuhan PDRB; Eurostat, contributions to growth.

    Examples
    --------
    >>> before, after = pd.Series({"A": 40.0, "C": 60.0}), pd.Series({"A": 42.0, "C": 57.0})
    >>> contribution(before, after, total=100.0).tolist()
    [2.0, -3.0]
    """
    _require_same_shape(start, end)
    if isinstance(total, pd.Series):
        if isinstance(start, pd.Series):
            raise DataError("the total of one region is one number, not a Series; pass it as a float")
        require_same_labels(start.columns, total.index, "regions of levels and totals")
    require_positive(pd.Series(total, dtype="float64"), "a total")
    return label((end - start) / total * 100, "contribution", POINTS)


def contribution_residual(contribution: pd.Series | pd.DataFrame, growth: pd.Series | float) -> pd.Series | float:
    """Compute the growth that the sectors' contributions leave unexplained.

    residual = growth − sum(contribution)

    Parameters
    ----------
    contribution
        Percentage points per sector; a DataFrame holds one region (or year) per column.
    growth
        The whole's growth in per cent; for a DataFrame one value per column.

    Returns
    -------
    Percentage points: a number for one region, a Series for a DataFrame. NaN where a contribution is missing:
    drop the sector first if its contribution shall count as unexplained.

    Raises
    ------
    DataError
        If a DataFrame's columns and the labels of growth differ, or growth is −100 per cent or less.

    Notes
    -----
    Not a sector: rounding, sectors that were not printed, and mixed vintages.

    References
    ----------
    BPS, sumber pertumbuhan PDRB: the printed sectors need not add up to the total.

    Examples
    --------
    >>> round(contribution_residual(pd.Series({"A": 2.0, "C": -3.0}), -1.1), 2)
    -0.1
    """
    rates = pd.Series(growth, dtype="float64")
    require_possible_growth(rates)
    if isinstance(contribution, pd.Series):
        return float((rates - contribution.sum(skipna=False)).item())
    require_same_labels(contribution.columns, rates.index, "regions of contributions and growth")
    return label(rates - contribution.sum(skipna=False), "contribution_residual", POINTS)


def location_quotient(level: T, reference: pd.Series) -> T:
    """Compare a sector's share in a region with its share in the reference.

    quotient[i] = (level[i] / sum(level)) / (reference[i] / sum(reference))

    Parameters
    ----------
    level
        Sector levels (or jobs) of one date; a DataFrame holds one region per column.
    reference
        The same of the reference, which includes the region.

    Returns
    -------
    Same type as ``level``: a ratio; above 1 the region is specialised. 0 for a sector the region lacks, NaN
    for one that the reference lacks, NaN throughout where a sector of the region is missing.

    Raises
    ------
    DataError
        If sectors differ, or a level is negative.

    Notes
    -----
    Small cells are unstable; says nothing of productivity or trade.

    References
    ----------
    U.S. Bureau of Labor Statistics, QCEW location quotients.

    Examples
    --------
    >>> city, province = pd.Series({"A": 10.0, "C": 90.0}), pd.Series({"A": 25.0, "C": 75.0})
    >>> location_quotient(city, province).round(2).tolist()
    [0.4, 1.2]
    """
    require_same_labels(level.index, reference.index, "sectors of region and reference")
    require_not_negative(level, "a sector's level")
    require_not_negative(reference, "a sector's level")
    share = level / level.sum(skipna=False)
    of_reference = reference / reference.sum(skipna=False)
    return label(share.div(of_reference.where(of_reference > 0), axis=0), "location_quotient", "ratio")


def shift_share(
    start: pd.Series | pd.DataFrame,
    end: pd.Series | pd.DataFrame,
    *,
    reference_start: pd.Series,
    reference_end: pd.Series,
) -> pd.DataFrame:
    """Split each sector's change into the reference's growth, the sector's, and the region's own.

    national[i] = start[i] * G
    industry_mix[i] = start[i] * (G[i] − G)
    regional[i] = start[i] * (g[i] − G[i])
    with G and G[i] the reference's growth in total and by sector, g[i] the region's, all as fractions

    Parameters
    ----------
    start, end
        Sector levels at two dates; a DataFrame holds one region per column.
    reference_start, reference_end
        The same of the reference.

    Returns
    -------
    Sector × national, industry_mix, regional, change, in the unit of the levels; for a DataFrame the columns
    are region × effect. The three effects add up to the change. NaN where a level is missing.

    Raises
    ------
    DataError
        If sectors or regions differ, a level is negative, or the reference lacks a sector that the region
        has.

    Notes
    -----
    An accounting identity, no explanation; it depends on the window and on the reference.

    References
    ----------
    Dunn (1960), A statistical and analytical technique for regional analysis, Papers in Regional Science
    6(1).

    Examples
    --------
    >>> start, end = pd.Series({"A": 40.0, "C": 60.0}), pd.Series({"A": 42.0, "C": 66.0})
    >>> before, after = pd.Series({"A": 400.0, "C": 600.0}), pd.Series({"A": 400.0, "C": 650.0})
    >>> shift_share(start, end, reference_start=before, reference_end=after).sum().round(2).to_dict()
    {'national': 5.0, 'industry_mix': -0.0, 'regional': 3.0, 'change': 8.0}
    """
    _require_same_shape(start, end)
    _require_same_shape(reference_start, reference_end)
    require_same_labels(start.index, reference_start.index, "sectors of region and reference")
    if isinstance(start, pd.Series) and isinstance(end, pd.Series):
        return _in_money(_effects(start, end, reference_start, reference_end))
    pairs = zip(as_frame(start).items(), as_frame(end).items(), strict=True)
    parts = {region: _effects(old, new, reference_start, reference_end) for (region, old), (_, new) in pairs}
    return _in_money(pd.concat(parts, axis=1))


def _effects(start: pd.Series, end: pd.Series, reference_start: pd.Series, reference_end: pd.Series) -> pd.DataFrame:
    lacking = (reference_start == 0) & (start > 0)
    refuse_where(lacking, start, "a sector of the region must not be absent from the reference")
    total = reference_end.sum(skipna=False) / reference_start.sum(skipna=False) - 1
    grown = reference_end / reference_start.where(reference_start > 0) - 1
    by_sector = grown.mask(reference_start == 0, total)
    effects = [start * total, start * (by_sector - total), end - start - start * by_sector, end - start]
    return pd.DataFrame(dict(zip(EFFECTS, effects, strict=True)))


def _in_money(frame: pd.DataFrame) -> pd.DataFrame:
    return label(frame, "shift_share", "unit of the levels")


def _require_same_shape(start: pd.Series | pd.DataFrame, end: pd.Series | pd.DataFrame) -> None:
    require_same_labels(start.index, end.index, "sectors at the two dates")
    if isinstance(start, pd.DataFrame) and isinstance(end, pd.DataFrame):
        require_same_labels(start.columns, end.columns, "regions at the two dates")
    require_not_negative(start, "a sector's level")
    require_not_negative(end, "a sector's level")
