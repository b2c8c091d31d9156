"""Governance of procurement: LKPP's index (ITKP) from its components and their dated weights."""

from __future__ import annotations

import pandas as pd  # noqa: TC002 - the example below takes it from here

from umkm_analysis.errors import DataError
from umkm_analysis.metrics._checks import label, refuse_where, require_not_negative, require_same_labels
from umkm_analysis.rounding import HUNDRED

__all__ = ["itkp", "itkp_points"]

PRINTED = 0.005
"""Half of the last digit that LKPP prints."""


def itkp(scores: pd.DataFrame, weights: pd.Series) -> pd.Series:
    """Add up the components of LKPP's index of procurement governance (Indeks Tata Kelola Pengadaan).

    itkp = sum(score[component]), each between 0 and weight[component]

    Parameters
    ----------
    scores
        Component × region (or year): points as LKPP prints them, already weighted (SiRUP 10.00 of 10).
    weights
        Most points of each component in the year of the scores, as the table ``itkp_weights`` dates them; NaN where the
        weight is not known, which leaves that component's upper limit unchecked.

    Returns
    -------
    One index per region, points of 100; NaN where a component is missing.

    Raises
    ------
    DataError
        If components differ or repeat, a score is negative or above its weight, the known weights exceed 100, or all
        are known and do not add up to 100.

    Notes
    -----
    Weights and components change from one circular of LKPP to the next: scores of different years are comparable only
    where the weights are the same. A component that did not exist in a year is no row of that year.

    References
    ----------
    LKPP, SE Kepala LKPP 4/2021 and 5/2025; scores of Kabupaten Lumajang, Bagian PBJ, 2021–2025.

    Examples
    --------
    Kabupaten Lumajang 2025: 68.24.

    >>> parts = {"sirup": 10.0, "e_tendering": 4.43, "e_purchasing": 2.71, "online_shop": 1.0, "other_methods": 3.01}
    >>> parts |= {"e_contract": 4.86, "people": 6.67, "maturity": 35.56}
    >>> weights = pd.Series({"sirup": 10.0, "maturity": 40.0}).reindex(list(parts))
    >>> itkp(pd.DataFrame({"3508": parts}), weights).round(2).tolist()
    [68.24]
    """
    require_same_labels(scores.index, weights.index, "components of scores and weights")
    require_not_negative(scores, "a score")
    require_not_negative(weights, "a weight")
    total = weights.sum()
    if total > HUNDRED or (weights.notna().all() and total != HUNDRED):
        raise DataError(f"the weights add up to {total:g}, not to 100; correct them, or leave unknown ones missing")
    refuse_where(scores.gt(weights + PRINTED, axis=0), scores, "a score must not be above its component's weight")
    return label(scores.sum(skipna=False), "itkp", "points")


def itkp_points(share: pd.Series, weight: pd.Series) -> pd.Series:
    """Compute the points that a part of LKPP's index of procurement governance has for its share.

    points = weight * min(share, 100) / 100

    Parameters
    ----------
    share
        What the part measures, in per cent, one value per part or region.
    weight
        Most points of the same part, as the table ``itkp_weights`` dates them; NaN where no source states it.

    Returns
    -------
    Points of 100; NaN where share or weight is missing.

    Raises
    ------
    DataError
        If labels differ, or a share or weight is negative.

    Notes
    -----
    For the parts on the use of procurement systems only; those on people and maturity have scales of their own. LKPP
    measures with its own data on its own day: an estimate, never the index.

    References
    ----------
    Pemerintah Kabupaten Purbalingga, ITKP 2024: 3.03 of 4 for 75.66 per cent, 4.55 of 5 for 91.04, 4.51 of 5 for 90.17.

    Examples
    --------
    >>> itkp_points(pd.Series([75.66, 91.04, 90.17]), pd.Series([4.0, 5.0, 5.0])).round(2).tolist()
    [3.03, 4.55, 4.51]
    """
    require_same_labels(share.index, weight.index, "parts of share and weight")
    require_not_negative(share, "a share")
    require_not_negative(weight, "a weight")
    return label(weight * share.clip(upper=HUNDRED) / HUNDRED, "itkp_points", "points")
