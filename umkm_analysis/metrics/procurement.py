"""Procurement: shares, their bounds, the distance to a mandate, absorption and concentration."""

from __future__ import annotations

import pandas as pd

from umkm_analysis.errors import DataError
from umkm_analysis.metrics._checks import (
    PER_CENT,
    POINTS,
    label,
    refuse_where,
    require_not_negative,
    require_same_labels,
)
from umkm_analysis.metrics.concentration import concentration
from umkm_analysis.rounding import HUNDRED

__all__ = [
    "absorption",
    "concentration",
    "headroom",
    "headroom_pp",
    "mandate_status",
    "plan_realised_gap",
    "procurement_share",
    "share_bounds",
]

UNIT_ERROR = 200.0
"""Absorption above this is a wrong unit, not good work."""
BASIS_POINTS = 10_000


def procurement_share(numerator: pd.Series, denominator: pd.Series) -> pd.Series:
    """Divide one sum of rupiah by another.

    share = numerator / denominator * 100

    Parameters
    ----------
    numerator
        Rupiah of what is counted (UMK-K, PDN), one value per region: already summed, a share is a ratio of
        sums.
    denominator
        Rupiah of what it is a share of (belanja barang/jasa, RUP pagu), the same labels.

    Returns
    -------
    One share per region, per cent; NaN where either is missing or the denominator is 0.

    Raises
    ------
    DataError
        If labels differ, a value is negative, or a numerator is above its denominator.

    Notes
    -----
    Meaningless without its numerator, denominator, basis and date. A budgeted share is not a realised one.

    References
    ----------
    Perpres 12/2021, Pasal 65; Inpres 2/2022.

    Examples
    --------
    Nation 2021: Rp 307.78 trillion allocated of Rp 1,117.40 trillion.

    >>> procurement_share(pd.Series({"0000": 30778e10}), pd.Series({"0000": 111740e10})).round(2).tolist()
    [27.54]
    """
    _require_part(numerator, denominator)
    return label(numerator / denominator * 100, "procurement_share", PER_CENT)


def share_bounds(known: pd.Series, unknown: pd.Series, total: pd.Series) -> pd.DataFrame:
    """Bound a share when some rupiah are not classified.

    lower = known / total * 100
    upper = (known + unknown) / total * 100
    coverage = (total − unknown) / total * 100

    Parameters
    ----------
    known
        Rupiah known to count, one value per region.
    unknown
        Rupiah of which it is not known.
    total
        Rupiah of everything.

    Returns
    -------
    Region × lower, upper, coverage, per cent; NaN where total is 0 or a value that the column needs is missing.

    Raises
    ------
    DataError
        If labels differ, a value is negative, or known + unknown is above total.

    Notes
    -----
    Bounds, not a confidence interval: nothing is assumed of the unknown.

    References
    ----------
    Manski (2003), Partial Identification of Probability Distributions.

    Examples
    --------
    >>> share_bounds(pd.Series([35]), pd.Series([10]), pd.Series([100])).iloc[0].tolist()
    [35.0, 45.0, 90.0]
    """
    require_same_labels(known.index, unknown.index, "labels of known and unknown")
    require_not_negative(known, "known rupiah")
    require_not_negative(unknown, "unknown rupiah")
    _require_part(known + unknown, total)
    whole = total.where(total > 0)
    bounds = {  # divided first: all of a total is exactly 100 per cent, never a hair above
        "lower": known / whole * 100,
        "upper": (known + unknown) / whole * 100,
        "coverage": (total - unknown) / whole * 100,
    }
    return label(pd.DataFrame(bounds), "share_bounds", PER_CENT)


def headroom(numerator: pd.Series, denominator: pd.Series, *, mandate: float) -> pd.DataFrame:
    """Compute how far rupiah stand above (+) or below (−) a mandated share.

    pp = numerator / denominator * 100 − mandate
    rupiah = numerator − mandate / 100 * denominator, rounded down

    Parameters
    ----------
    numerator, denominator
        Whole rupiah (integers), one value per region.
    mandate
        Per cent, at most two decimals.

    Returns
    -------
    Region × pp (percentage points, float64) and rupiah (Int64, exact: computed in integers; rounded down, so
    never in favour of the one who must comply). Missing where a value is missing; pp is NaN where the
    denominator is 0.

    Raises
    ------
    DataError
        If labels differ, rupiah are not whole, a value is negative, a numerator is above its denominator, or
        the mandate is not between 0 and 100 with at most two decimals.

    Notes
    -----
    For published shares without rupiah see :func:`headroom_pp`.

    References
    ----------
    Perpres 12/2021, Pasal 65 (3): 40 per cent of belanja barang/jasa.

    Examples
    --------
    >>> headroom(pd.Series([476_200_000_001]), pd.Series([1_000_000_000_000]), mandate=40)["rupiah"].tolist()
    [76200000001]
    """
    share = procurement_share(numerator, denominator)
    points = round(_require_mandate(mandate) * 100)
    counted, whole = (_whole(rupiah) for rupiah in (numerator, denominator))
    missing = counted.isna() | whole.isna()
    exact = [  # Python's integers: int64 would overflow beyond 9e14 rupiah times 10,000
        pd.NA if gap else (BASIS_POINTS * int(part) - points * int(of)) // BASIS_POINTS
        for part, of, gap in zip(counted, whole, missing, strict=True)
    ]
    table = pd.DataFrame({"pp": share - mandate, "rupiah": pd.Series(exact, share.index, dtype="Int64")})
    table.attrs = {"unit": "percentage points; rupiah"}
    return table


def headroom_pp(share: pd.Series, *, mandate: float) -> pd.Series:
    """Compute how far a published share stands above (+) or below (−) a mandate.

    headroom = share − mandate

    Parameters
    ----------
    share
        Per cent, one value per region or date.
    mandate
        Per cent; NaN where none is in force gives NaN.

    Returns
    -------
    Same labels as ``share``: percentage points.

    Raises
    ------
    DataError
        If a share or the mandate is not between 0 and 100.

    Notes
    -----
    Says nothing of compliance unless numerator, denominator and basis are the mandate's.

    References
    ----------
    Perpres 12/2021, Pasal 65 (3).

    Examples
    --------
    Kota Mojokerto, June 2022 and September 2023.

    >>> headroom_pp(pd.Series([68.14, 47.62]), mandate=40).round(2).tolist()
    [28.14, 7.62]
    """
    _require_share(share)
    _require_share(pd.Series([mandate], dtype="float64"))
    return label(share - mandate, "headroom_pp", POINTS)


def mandate_status(lower: pd.Series, upper: pd.Series, *, mandate: float) -> pd.Series:
    """Decide whether a share between two bounds meets a mandate.

    meets if lower ≥ mandate; misses if upper < mandate; else undetermined

    Parameters
    ----------
    lower, upper
        Bounds of the share, per cent; equal where everything is classified.
    mandate
        Per cent.

    Returns
    -------
    One of "meets", "misses", "undetermined" per region; a missing bound is undetermined.

    Raises
    ------
    DataError
        If labels differ, a bound is not between 0 and 100, lower is above upper, or the mandate is not
        between 0 and 100.

    Notes
    -----
    Only for shares with the mandate's own numerator, denominator and basis.

    References
    ----------
    Inpres 2/2022: plan, allocate and realise at least 40 per cent.

    Examples
    --------
    >>> mandate_status(pd.Series([47.6, 30.0, 36.1]), pd.Series([47.6, 45.0, 36.1]), mandate=40).tolist()
    ['meets', 'undetermined', 'misses']
    """
    require_same_labels(lower.index, upper.index, "labels of the bounds")
    _require_share(lower)
    _require_share(upper)
    _require_mandate(mandate)
    refuse_where(lower > upper, lower, "a lower bound must not be above its upper bound")
    status = pd.Series("undetermined", index=lower.index, dtype="str", name="mandate_status")
    status = status.mask((lower >= mandate) & upper.notna(), "meets").mask((upper < mandate) & lower.notna(), "misses")
    status.attrs = {"unit": "status"}
    return status


def absorption(realised: pd.Series, pagu: pd.Series) -> pd.Series:
    """Compute the part of a pagu that was realised.

    absorption = realised / pagu * 100

    Parameters
    ----------
    realised
        Rupiah realised, one value per region.
    pagu
        Rupiah planned, of the same lines.

    Returns
    -------
    One value per region, per cent; NaN where either is missing or the pagu is 0.

    Raises
    ------
    DataError
        If labels differ, a value is negative, or absorption is above 200 per cent: then the units differ.

    Notes
    -----
    Not a share of spending: 79 per cent of the PDN plan says nothing of PDN's share.

    References
    ----------
    LKPP, realisation against RUP.

    Examples
    --------
    Nation, 27 October 2023: Rp 529.51 trillion of Rp 810.92 trillion.

    >>> absorption(pd.Series([52951e10]), pd.Series([81092e10])).round(1).tolist()
    [65.3]
    """
    require_same_labels(realised.index, pagu.index, "labels of realised and pagu")
    require_not_negative(realised, "realised rupiah")
    require_not_negative(pagu, "a pagu")
    share = realised / pagu.where(pagu > 0) * 100
    refuse_where(share > UNIT_ERROR, share, "absorption above 200 per cent: realised and pagu are in different units")
    return label(share, "absorption", PER_CENT)


def plan_realised_gap(plan: pd.Series, realised: pd.Series) -> pd.Series:
    """Take the difference of a planned and a realised share.

    gap = plan − realised

    Parameters
    ----------
    plan, realised
        Shares in per cent, with the same numerator, denominator, scope and year.

    Returns
    -------
    Same labels: percentage points; above 0 the plan promised more than came.

    Raises
    ------
    DataError
        If labels differ, or a share is not between 0 and 100.

    Notes
    -----
    Not for shares with different numerators or denominators.

    References
    ----------
    Inpres 2/2022 obliges plan, allocation and realisation separately.

    Examples
    --------
    Provinsi Jawa Tengah, September 2022: PDN committed and realised.

    >>> plan_realised_gap(pd.Series([92.12]), pd.Series([53.17])).round(2).tolist()
    [38.95]
    """
    require_same_labels(plan.index, realised.index, "labels of plan and realised")
    _require_share(plan)
    _require_share(realised)
    return label(plan - realised, "plan_realised_gap", POINTS)


def _require_part(part: pd.Series, whole: pd.Series) -> None:
    require_same_labels(part.index, whole.index, "labels of numerator and denominator")
    require_not_negative(part, "a numerator")
    require_not_negative(whole, "a denominator")
    refuse_where(part > whole, part, "a numerator must not be above its denominator: both need the same scope")


def _require_share(share: pd.Series) -> None:
    refuse_where((share < 0) | (share > HUNDRED), share, "a share must lie between 0 and 100 per cent")


def _require_mandate(mandate: float) -> float:
    if not 0 <= mandate <= HUNDRED or round(mandate, 2) != mandate:
        raise DataError(f"a mandate of {mandate:g} is not between 0 and 100 per cent with at most two decimals")
    return mandate


def _whole(rupiah: pd.Series) -> pd.Series:
    refuse_where((rupiah % 1 != 0) & rupiah.notna(), rupiah, "money must be whole rupiah")
    return rupiah.astype("Int64")
