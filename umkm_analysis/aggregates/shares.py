"""Shares over procurement lines: bounds, headroom over the year's mandate, methods, savings, concentration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from umkm_analysis.aggregates.sums import GROUPS, PARTS, line_sums, supplier_sums
from umkm_analysis.metrics import concentration, procurement
from umkm_analysis.rounding import HUNDRED

if TYPE_CHECKING:
    from collections.abc import Sequence

STAGES = {"plan": "planned", "realised": "realised"}
NUMERATORS = {"umkk": "UMK-K", "pdn": "PDN"}
OBLIGATIONS = {"plan": "allocation", "realised": "realisation"}
KINDS = {False: "mandate", True: "target"}
NO_MANDATE = "no mandate"


@dataclass(frozen=True)
class Mandate:
    """Legal rule that sets a share, as in the mandates table."""

    numerator: str
    """UMK-K or PDN."""
    obligations: frozenset[str]
    """allocation, realisation."""
    in_force: str
    """ISO date on which it was certainly in force."""
    per_cent: float
    ends: str = "9999-12-31"
    """ISO date of the last day on which it is in force."""
    is_target: bool = False
    """Whether it is a target of its period and obliges nobody by law."""


def procurement_shares(lines: Any, *, by: Sequence[str], mandates: Sequence[Mandate] = ()) -> pd.DataFrame:
    """Compute shares of lines by any dimensions.

    share = sum of the part / sum of the value * 100, bounds where the part of some lines is not known

    A purchase whose value is not recorded yet is in the denominator of its bounds with what was negotiated or estimated
    for it (``realised_pending``), all of it not known: the bounds hold as long as no more is paid than that.

    Parameters
    ----------
    lines
        The table of lines in any frame; see :func:`~umkm_analysis.aggregates.sums.line_sums`.
    by
        Dimensions, such as ``["region", "year"]``.
    mandates
        Rules that set a share. A group that has a year is held against the rule in force on that year's last day.

    Returns
    -------
    A row a group: the dimensions, the sums of :func:`~umkm_analysis.aggregates.sums.line_sums`, and in per cent unless
    said otherwise, NaN where there is nothing to divide by:

    * ``umkk_plan_lower``, ``_upper``, ``_coverage``; the same for ``umkk_realised``, ``pdn_plan``, ``pdn_realised``;
    * ``…_mandate`` and ``…_mandate_kind`` (mandate, target, none), ``…_headroom`` (whole rupiah by which the lower
      bound clears it, Int64), ``…_headroom_pp``, ``…_status`` (meets, misses, undetermined, no mandate) for each of
      the four;
    * ``umkk_plan_of_budget``, ``pdn_plan_of_budget``: lower bounds against belanja_pengadaan instead of the plans;
    * ``rup_coverage``: all plans against belanja_pengadaan; ``absorption``: realised against planned, NaN above 200;
    * ``umkk_gap_lower``, ``_upper``, ``pdn_gap_…``: plan less realised, percentage points;
    * ``plan_direct``, ``plan_e_purchasing``, ``plan_competitive``, ``plan_excepted`` of provider plans, ``realised_…``;
      ``plan_self_managed`` of all plans, ``realised_self_managed_share`` of all that was realised;
    * ``single_bid_rate`` of competitive contracts; ``savings`` against HPS, negative where contracts cost more;
    * ``local_lower``, ``local_upper``, ``local_coverage``: with suppliers of the region itself.

    Raises
    ------
    UsageError, DataError
        As :func:`~umkm_analysis.aggregates.sums.line_sums`.
    """
    table = line_sums(lines, by=by)
    made: dict[str, pd.Series] = {}
    for part in PARTS:
        for stage, of in STAGES.items():
            pending = _pending(table, of)
            unknown = table[f"{of}_{part}_unknown"] + pending
            bounds = procurement.share_bounds(table[f"{of}_{part}"], unknown, table[of] + pending)
            made |= {f"{part}_{stage}_{name}": bounds[name] for name in bounds}
            made |= _against_mandates(table, bounds, part, stage, mandates)
        low, high = made[f"{part}_plan_lower"], made[f"{part}_plan_upper"]
        made[f"{part}_plan_of_budget"] = _share(table[f"planned_{part}"], table["budget"])
        made[f"{part}_gap_lower"] = low - made[f"{part}_realised_upper"]
        made[f"{part}_gap_upper"] = high - made[f"{part}_realised_lower"]
    all_planned = table["planned"] + table["planned_self_managed"]
    all_realised = table["realised"] + table["realised_self_managed"]
    made["rup_coverage"] = _share(all_planned, table["budget"])
    absorbed = _share(table["realised"], table["planned"])
    made["absorption"] = absorbed.where(absorbed <= procurement.UNIT_ERROR)
    for stage, of in STAGES.items():
        made |= {f"{stage}_{group}_share": _share(table[f"{of}_{group}"], table[of]) for group in GROUPS}
    made["plan_self_managed_share"] = _share(table["planned_self_managed"], all_planned)
    made["realised_self_managed_share"] = _share(table["realised_self_managed"], all_realised)
    made["single_bid_rate"] = _share(table["single_bids"], table["bids"])
    made["savings"] = HUNDRED - _share(table["with_hps"], table["hps"])
    whole = table["realised"] + table["realised_pending"]
    bounds = procurement.share_bounds(table["local"], whole - table["domicile_known"], whole)
    made |= {f"local_{name}": bounds[name] for name in bounds}
    return pd.concat([table, pd.DataFrame(made)], axis=1)


def line_concentration(lines: Any, *, by: Sequence[str], of: str = "supplier") -> pd.DataFrame:
    """Compute how concentrated realised rupiah are among suppliers or agencies.

    See :func:`~umkm_analysis.metrics.concentration.concentration`, which this computes from sums by the engine.

    Parameters
    ----------
    lines, by, of
        As for :func:`~umkm_analysis.aggregates.sums.supplier_sums`.

    Returns
    -------
    A row a group: ``hhi`` (0–10,000), ``normalised`` (0–1), ``effective_number``, ``count``, ``largest_share``, ``cr4``
    (per cent of the four largest) and ``coverage`` (per cent of realised rupiah whose supplier is named). Thresholds
    for markets say nothing of a budget.
    """
    table = supplier_sums(lines, by=by, of=of)
    shares = {
        "count": table["count"],
        "largest_share": _share(table["largest"], table["known"]),
        "cr4": _share(table["four"], table["known"]),
        "coverage": _share(table["known"], table["known"] + table["unknown"]),
    }
    index = concentration.concentration_from_sums(table["known"], table["squares"], table["count"])
    return pd.concat([table[list(by)], index, pd.DataFrame(shares)], axis=1)


def mandate_of(mandates: Sequence[Mandate], *, numerator: str, obligation: str, year: int) -> Mandate | None:
    """Return the rule in force on the last day of a year, a mandate before a target; None where there is none."""
    in_force = [
        rule
        for rule in mandates
        if rule.numerator == numerator
        and obligation in rule.obligations
        and rule.in_force <= f"{year}-12-31" <= rule.ends
    ]
    return max(in_force, key=lambda rule: (not rule.is_target, rule.in_force)) if in_force else None


def _against_mandates(
    table: pd.DataFrame, bounds: pd.DataFrame, part: str, stage: str, mandates: Sequence[Mandate]
) -> dict[str, pd.Series]:
    years = table["year"] if "year" in table else pd.Series(0, table.index)
    by_year = {
        year: mandate_of(mandates, numerator=NUMERATORS[part], obligation=OBLIGATIONS[stage], year=int(year))
        for year in years.unique()
    }
    rules = years.map({year: float("nan") if rule is None else rule.per_cent for year, rule in by_year.items()})
    kinds = {year: "none" if rule is None else KINDS[rule.is_target] for year, rule in by_year.items()}
    rupiah = pd.Series(pd.NA, table.index, dtype="Int64")
    points = pd.Series(float("nan"), table.index)
    status = pd.Series(NO_MANDATE, table.index, dtype="str")
    of = STAGES[stage]
    whole = table[of] + _pending(table, of)
    for rule in rules.dropna().unique():
        held = table.index[(rules == rule) & (whole > 0)]
        distance = procurement.headroom(table.loc[held, f"{of}_{part}"], whole[held], mandate=rule)
        rupiah[held], points[held] = distance["rupiah"], distance["pp"]
        status[held] = procurement.mandate_status(bounds.loc[held, "lower"], bounds.loc[held, "upper"], mandate=rule)
    name = f"{part}_{stage}"
    return {
        f"{name}_mandate": rules.astype("float64"),
        f"{name}_mandate_kind": years.map(kinds).astype("str"),
        f"{name}_headroom": rupiah,
        f"{name}_headroom_pp": points,
        f"{name}_status": status,
    }


def _pending(table: pd.DataFrame, of: str) -> pd.Series:
    """Rupiah of purchases without a recorded value; plans all have one."""
    return table["realised_pending"] if of == STAGES["realised"] else pd.Series(0, table.index)


def _share(part: pd.Series, whole: pd.Series) -> pd.Series:
    """Divide sums of rupiah; unlike a share of a published figure it may be above 100, as realised may be of a plan."""
    return part.astype("float64") / whole.astype("float64").where(whole > 0) * HUNDRED
