"""Governance of procurement: LKPP's index (ITKP) from its components and their dated weights."""

from __future__ import annotations

import pandas as pd  # noqa: TC002 - the example below takes it from here

from umkm_analysis.errors import DataError
from umkm_analysis.metrics._checks import label, refuse_where, require_not_negative, require_same_labels
from umkm_analysis.rounding import HUNDRED

__all__ = ["itkp"]

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
