"""Counts of UMKM: exclusive statuses, stages ever reached, overlapping catalogues, intervals of a share.

Firms are labels of an index. Where a metric takes firms × something, 1 is yes, 0 is no and NaN is not known.
"""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
import pandas as pd

from umkm_analysis.errors import DataError
from umkm_analysis.metrics._checks import (
    PER_CENT,
    T,
    as_frame,
    label,
    refuse_where,
    require_flags,
    require_not_negative,
    require_once,
    require_same_labels,
)
from umkm_analysis.rounding import HUNDRED

__all__ = ["firm_funnel", "funnel_rates", "status_share", "union_bounds", "wilson_interval"]

MEANING = {"census": "process uncertainty", "sample": "sampling uncertainty"}


def status_share(counts: T, *, total: pd.Series | float) -> T:
    """Divide counts of mutually exclusive statuses by their total.

    share = count / total * 100

    Parameters
    ----------
    counts
        Firms whose current status it is, one row per status; a DataFrame holds one region per column.
    total
        All firms: a number, or one per region. The statuses must add up to it.

    Returns
    -------
    Same type as ``counts``: per cent; NaN where a count is missing or the total is 0.

    Raises
    ------
    DataError
        If a count is negative or not whole, a status repeats, labels differ, or the counts do not add up to the total
        (exceed it, where some are missing).

    Notes
    -----
    Statuses are where firms stand today, not stages they passed: no rate from one to the next; see
    :func:`funnel_rates`.

    References
    ----------
    Kota Mojokerto at ISPE 2022: 73 = 60 in entry + 3 listed by the province + 10 by the city.

    Examples
    --------
    >>> status_share(pd.Series({"in entry": 60, "province": 3, "city": 10}), total=73).round(1).tolist()
    [82.2, 4.1, 13.7]
    """
    frame, whole = _counted(counts, total)
    known = frame.sum()
    wrong = known.ne(whole) & (frame.notna().all() | known.gt(whole)) & whole.notna()
    refuse_where(wrong, known, "exclusive statuses must add up to the total")
    share = frame / whole.where(whole > 0) * HUNDRED
    return label(share if isinstance(counts, pd.DataFrame) else share.iloc[:, 0], "status_share", PER_CENT)


def funnel_rates(reached: pd.Series, *, total: float) -> pd.DataFrame:
    """Divide the firms that ever reached a stage by those of the stage before, and by all.

    step = reached[k] / reached[k − 1] * 100
    overall = reached[k] / reached[0] * 100

    Parameters
    ----------
    reached
        Firms that ever reached a stage, whatever they reached later; stages in order, the first is everyone.
    total
        All firms.

    Returns
    -------
    Stage × step, overall, per cent; NaN where a count is missing or the divisor is 0, and for the first step.

    Raises
    ------
    DataError
        If a count is negative or not whole, a stage repeats, the first stage is not the total, a stage holds more
        firms than the one before, or several later stages with firms add up to the total: then these are exclusive
        statuses, of which no funnel can be made.

    Notes
    -----
    Where firms are known, :func:`firm_funnel` needs no such caution.

    References
    ----------
    Kota Mojokerto at ISPE 2022 supports one step only: 73 on the way, 13 listed.

    Examples
    --------
    >>> funnel_rates(pd.Series({"on the way": 73, "listed": 13}), total=73)["overall"].round(1).tolist()
    [100.0, 17.8]
    """
    frame, whole = _counted(reached, total)
    counts, everyone = frame.iloc[:, 0], float(whole.iloc[0])
    first = counts.iloc[:1]
    refuse_where(first.notna() & first.ne(everyone), first, f"the first stage of a funnel is everyone, {everyone:g}")
    later = counts.iloc[1:]
    if later.gt(0).sum() > 1 and later.sum(skipna=False) == everyone:
        raise DataError(
            f"{', '.join(map(str, counts.index[1:]))} add up to the total {everyone:g}, as exclusive statuses do: a "
            "funnel needs firms that ever reached each stage. Use status_share, or firm_funnel with the firms' ids"
        )
    return _rates(counts)


def firm_funnel(reached: pd.DataFrame) -> pd.DataFrame:
    """Follow known firms through stages that each firm passes in order.

    firms = number of firms that ever reached the stage
    step = firms[k] / firms[k − 1] * 100
    overall = firms[k] / firms[0] * 100

    Parameters
    ----------
    reached
        Firm × stage: 1 ever reached, 0 not, NaN not known; stages in order.

    Returns
    -------
    Stage × firms, step, overall (per cent); NaN where any firm is not known.

    Raises
    ------
    DataError
        If a cell is none of the three, a firm or stage repeats, or a firm reached a stage without the one before.

    Notes
    -----
    Nesting is checked firm by firm, so that exclusive statuses cannot pass for stages.

    References
    ----------
    Firms listed twice, in the city's and the province's catalogue, count once.

    Examples
    --------
    >>> stages = pd.DataFrame({"entry": [1, 1, 1, 1], "listed": [1, 0, 0, 0]})
    >>> firm_funnel(stages)["overall"].tolist()
    [100.0, 25.0]
    """
    require_flags(reached, "a stage")
    skipped = reached.gt(reached.shift(axis=1)) & reached.shift(axis=1).notna()
    refuse_where(skipped, reached, "a firm cannot reach a stage without the one before")
    firms = reached.sum(min_count=len(reached)).where(reached.notna().all()).astype("float64")
    table = _rates(firms)
    table.insert(0, "firms", firms)
    return label(table, "firm_funnel", "firms; per cent")


def union_bounds(counts: pd.DataFrame, *, total: pd.Series) -> pd.DataFrame:
    """Bound how many firms stand in at least one of several catalogues that may overlap.

    lower = largest count
    upper = min(total, sum of counts)

    Parameters
    ----------
    counts
        Catalogue × region: firms listed in each.
    total
        All firms, one per region.

    Returns
    -------
    Region × lower, upper, firms; NaN where a count or the total is missing.

    Raises
    ------
    DataError
        If a count is negative or not whole, a label repeats, labels differ, or a count is above the total.

    Notes
    -----
    Bounds, not an estimate. With the firms' ids the number is exact: count the ids.

    References
    ----------
    Fréchet (1951), Sur les tableaux de corrélation dont les marges sont données.

    Examples
    --------
    Province 3 and city 10 of 73: 10 to 13 firms are listed.

    >>> union_bounds(pd.DataFrame({"3576": [3, 10]}), total=pd.Series({"3576": 73})).iloc[0].tolist()
    [10.0, 13.0]
    """
    frame, whole = _counted(counts, total)
    refuse_where(frame.gt(whole), frame, "a catalogue cannot list more firms than there are")
    lower = frame.max(skipna=False)
    upper = frame.sum(skipna=False).clip(upper=whole)
    known = frame.notna().all() & whole.notna()
    return label(pd.DataFrame({"lower": lower, "upper": upper}).where(known, axis=0), "union_bounds", "firms")


def wilson_interval(
    successes: pd.Series, trials: pd.Series, *, group: Literal["census", "sample"], confidence: float = 95.0
) -> pd.DataFrame:
    """Compute Wilson's score interval of a share.

    lower, upper = (p + z²/2n ± z √(p (1 − p) / n + z²/4n²)) / (1 + z²/n) * 100

    Parameters
    ----------
    successes
        Firms that count, whole numbers.
    trials
        All firms, the same labels.
    group
        "sample" where the firms were drawn at random from more; "census" where they are all there are.
    confidence
        Per cent.

    Returns
    -------
    Label × lower, upper (per cent) and meaning: "sampling uncertainty" of a sample, "process uncertainty" of a census.
    Missing where a count is missing or there are no trials.

    Raises
    ------
    DataError
        If labels differ, a count is negative or not whole, successes exceed trials, the group is neither, or the
        confidence is not between 0 and 100.

    Notes
    -----
    The share of a census has no sampling error: its interval only says how a process with this rate could have come
    out, and must be labelled so.

    References
    ----------
    Wilson (1927), J. Amer. Statist. Assoc. 22; computed as by scipy.stats.binomtest.

    Examples
    --------
    10 of 73, all of them counted.

    >>> wilson_interval(pd.Series([10]), pd.Series([73]), group="census").iloc[0, :2].astype(float).round(1).tolist()
    [7.6, 23.4]
    """
    from scipy.special import ndtri  # noqa: PLC0415 - takes half a second to import, which others need not wait for

    require_same_labels(successes.index, trials.index, "labels of successes and trials")
    if group not in MEANING:
        raise DataError(f"group {group!r} is neither census nor sample: say which, for an interval means another thing")
    if not 0 < confidence < HUNDRED:
        raise DataError(f"a confidence of {confidence:g} is not between 0 and 100 per cent")
    for counts, what in ((successes, "successes"), (trials, "trials")):
        _require_whole(counts, what)
    refuse_where(successes > trials, successes, "successes must not exceed trials")
    known = successes.notna() & trials.gt(0)
    bounds = pd.DataFrame(np.nan, index=successes.index, columns=["lower", "upper"])
    z = float(ndtri(0.5 + 0.5 * (confidence / HUNDRED)))
    for place in np.flatnonzero(known):
        k, n = int(successes.iloc[place]), int(trials.iloc[place])
        share, scale = k / n, 2 * (n + z**2)
        centre = (2 * n * share + z**2) / scale
        away = z / scale * math.sqrt(4 * n * share * (1 - share) + z**2)
        # at the ends the formula gives 0 and 1 but for what is rounded
        low, high = 0.0 if k == 0 else centre - away, 1.0 if k == n else centre + away
        bounds.iloc[place] = [low * HUNDRED, high * HUNDRED]
    bounds = label(bounds, "wilson_interval", PER_CENT)
    return bounds.assign(meaning=pd.Series(MEANING[group], successes.index, dtype="str").where(known))


def _rates(counts: pd.Series) -> pd.DataFrame:
    before = counts.shift()
    refuse_where(counts > before, counts, "a stage cannot hold more firms than the one before: are these statuses?")
    rates = {"step": counts / before.where(before > 0) * HUNDRED, "overall": counts / counts.iloc[:1].sum() * HUNDRED}
    if not counts.iloc[:1].gt(0).all():
        rates["overall"] = counts * float("nan")
    return label(pd.DataFrame(rates), "funnel_rates", PER_CENT)


def _counted(counts: pd.Series | pd.DataFrame, total: pd.Series | float) -> tuple[pd.DataFrame, pd.Series]:
    frame = as_frame(counts)
    require_once(frame.index, "status")
    whole = total if isinstance(total, pd.Series) else pd.Series(float(total), frame.columns)
    require_same_labels(frame.columns, whole.index, "labels of counts and total")
    _require_whole(frame, "counts")
    _require_whole(whole, "a total")
    return frame.astype("float64"), whole.astype("float64")


def _require_whole(counts: pd.Series | pd.DataFrame, what: str) -> None:
    require_not_negative(counts, what)
    refuse_where((counts % 1 != 0) & counts.notna(), counts, f"{what} must be whole numbers of firms")
