"""Published procurement shares of a region, each with what it is a share of, held against the mandate of its day."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from umkm_analysis.analysis import mandates
from umkm_analysis.analysis.provenance import Provenance, provenance, with_remarks
from umkm_analysis.analysis.usable_rows import find_usable
from umkm_analysis.datasets import fingerprints, regions, tables
from umkm_analysis.datasets.fingerprints import LINES
from umkm_analysis.datasets.procurement_lines.store import catalog
from umkm_analysis.datasets.procurement_lines.store.engines import PAPERS
from umkm_analysis.metrics import procurement
from umkm_analysis.periods import last_day
from umkm_analysis.reports.procurement_share import Unavailable
from umkm_analysis.reports.procurement_share.lines.analysis import LineAnalysis, analyse_lines, held_against_lines
from umkm_analysis.reports.procurement_share.lines.governance import WEIGHTS
from umkm_analysis.reports.procurement_share.lines.questions import LIMITS
from umkm_analysis.summaries import summarised

if TYPE_CHECKING:
    from umkm_analysis.datasets.fingerprints import Inputs
    from umkm_analysis.datasets.regions import Region

OBLIGED = {"UMK-K": "UMK-K", "UMK": "UMK-K", "UMKM": "UMK-K", "local products": "UMK-K", "PDN": "PDN"}
"""Numerator of a share: numerator of the mandate it is held against, in speeches if not in law."""
REALISED = "realised"
OF_LINES = (LIMITS, WEIGHTS)
"""Tables that a report with lines reads as a whole."""
UNDETERMINED = "undetermined"
"""Verdict on a share whose numerator is not the law's."""
MOST_SUMMARISED = 4
"""Shares in a short text of a result."""
NOT_OF_SPENDING = ("packages", "PDN plan")
"""Denominators that no mandate is about: counts of packages, and the plan itself."""


@summarised
@dataclass(frozen=True)
class ProcurementShare:
    """Everything the report on a region's published procurement figures says."""

    region: Region
    references: tuple[Region, ...]
    shares: pd.DataFrame
    """Published shares of the region by date; see :func:`held_against_mandates`."""
    reference_shares: pd.DataFrame
    """The same for province and nation."""
    amounts: pd.DataFrame
    """Published rupiah values and counts of the region."""
    conflicts: pd.DataFrame
    """Shares that name the same thing at the same date with another value; a group has one ``group`` number."""
    mandates: pd.DataFrame
    """Every rule that sets a share, by date."""
    provenance: Provenance
    lines: LineAnalysis | None
    """What the region's own procurement lines say, where some were imported."""
    claims: pd.DataFrame
    """Published shares beside what the lines give; empty without lines."""

    def main_figures(self) -> dict[str, object]:
        """Figures that a short text of it begins with: the newest shares."""
        return {
            f"{row.numerator} {row.basis} {row.as_of}": f"{row.value:g} % ({row.verdict})"
            for row in self.shares.iloc[::-1].head(MOST_SUMMARISED).itertuples()
        }

    @property
    def newest(self) -> str | None:
        """Date, month or year of the newest figure, as stated; None where there is none that is real."""
        stated = [*self.shares["as_of"], *self.amounts["as_of"]]
        if self.lines is not None and not self.lines.synthetic:
            stated.append(str(self.lines.latest))
        return max(stated, key=last_day, default=None)


def unavailable_reason(region: Region) -> Unavailable | None:
    """Reason why there can be no procurement report on a region; None where there can."""
    if region.code in fingerprints.keys_of("procurement") or catalog.of_region(region.code):
        return None
    return Unavailable.NOTHING_PUBLISHED


def inputs(region: Region) -> Inputs:
    """Rows of the tables that a report on a region reads."""
    codes = [region.code, *(above.code for above in _references(region))]
    with_lines = bool(catalog.of_region(region.code))
    rules = sorted({*mandates.rows_read(), *(mandates.ceiling_rows() if with_lines else [])})
    of_lines = dict.fromkeys(OF_LINES) if with_lines else {}
    return with_remarks({"regions": codes, "procurement": codes, "mandates": rules, **of_lines}, about=region.code)


def extra_inputs(region: Region) -> dict[str, str]:
    """Fingerprint of what it reads besides the tables: the region's procurement lines."""
    found, snapshots = catalog.of_region(region.code), catalog.snapshots_of_region(region.code)
    found += catalog.of_region(region.code, stages=PAPERS) if found else []
    standing = repr((found, snapshots) if snapshots else found)
    return {LINES: hashlib.sha256(standing.encode()).hexdigest()[: fingerprints.DIGITS]} if found else {}


def analyse(region: str | int) -> ProcurementShare:
    """Collect the published procurement figures of a region.

    Parameters
    ----------
    region
        BPS code (text or number) or name.

    Raises
    ------
    UsageError
        If there is no such region.
    """
    own = find_usable(region, inputs)
    references = _references(own)
    table = tables.read("procurement")
    rules = mandates.share_rules()
    is_share = table["indicator"].str.contains("_share")
    shares = shares_of(own)
    others = table[is_share & table["code"].isin([above.code for above in references])]
    amounts = table[~is_share & (table["code"] == own.code)].sort_values(["as_of", "indicator"], kind="stable")
    reference_shares = held_against_mandates(others, rules)
    used = pd.concat([shares, amounts, reference_shares])["source_id"]
    lines = analyse_lines(own)
    checked = shares["verified_by"].dropna().str.split("; ").explode()
    of_lines = [] if lines is None else sorted(fingerprints.referred(dict.fromkeys(OF_LINES), "sources"))
    return ProcurementShare(
        region=own,
        references=references,
        shares=shares,
        reference_shares=reference_shares,
        amounts=amounts,
        conflicts=conflicting(shares),
        mandates=rules,
        provenance=provenance(
            [own.code],
            inputs=inputs(own),
            sources=[*used, *checked, *rules["source_id"], *of_lines],
            conflicts_about=r"^(?:pdn|umkk|umkm|local_product)\b.*share|^(?:pdn|umkk)_share",
        ),
        lines=lines,
        claims=pd.DataFrame() if lines is None else held_against_lines(shares, lines),
    )


def shares_of(own: Region) -> pd.DataFrame:
    """Published shares of a region by date; see :func:`held_against_mandates`."""
    table = tables.read("procurement")
    is_share = table["indicator"].str.contains("_share")
    return held_against_mandates(table[is_share & (table["code"] == own.code)], mandates.share_rules())


def _references(own: Region) -> tuple[Region, ...]:
    nation = regions.all_regions()[regions.NATION]
    return tuple(above for above in (regions.province_of(own), nation) if above is not None and above != own)


def held_against_mandates(shares: pd.DataFrame, rules: pd.DataFrame) -> pd.DataFrame:
    """Set every share beside the mandate that was certainly in force on its date for its basis.

    Parameters
    ----------
    shares
        Rows of the procurement table that are shares.
    rules
        Rows of the mandates table that set a share, by date.

    Returns
    -------
    The shares by date with instrument, rule_kind (law, instruction, target), mandate (per cent), distance (percentage
    points; NaN without a mandate) and verdict: "meets", "misses", "undetermined" (the numerator is not the law's) or
    "no mandate".
    """
    shares = shares.sort_values(["as_of", "indicator", "value"], kind="stable", key=_by_last_day)
    found = [_rule(share, rules) for share in shares.itertuples()]
    held = shares.assign(
        instrument=pd.Series([rule.instrument if rule else None for rule in found], shares.index, dtype="str"),
        rule_kind=pd.Series([rule.kind if rule else None for rule in found], shares.index, dtype="str"),
        mandate=pd.Series([rule.value if rule else float("nan") for rule in found], shares.index, dtype="float64"),
    )
    distance = [
        procurement.headroom_pp(pd.Series([share.value]), mandate=share.mandate).iloc[0] for share in held.itertuples()
    ]
    verdict = [_verdict(share) for share in held.itertuples()]
    return held.assign(
        distance=pd.Series(distance, shares.index, dtype="float64"),
        verdict=pd.Series(verdict, shares.index, dtype="str"),
    )


def _by_last_day(column: pd.Series) -> pd.Series:
    return column.map(last_day) if column.name == "as_of" else column


def conflicting(shares: pd.DataFrame) -> pd.DataFrame:
    """Find shares of the same thing, basis and date that have different values.

    Realised and not yet realised shares are no conflict; planned, budgeted, allocated and committed ones are, for the
    same indicator on the same day.
    """
    stage = shares["basis"].eq(REALISED).rename("is_realised")
    groups = shares.groupby(["code", "scope", "as_of", "indicator", stage], sort=False)
    clash = groups["value"].transform("nunique") > 1
    return shares[clash].assign(group=groups.ngroup()[clash])


def _rule(share: Any, rules: pd.DataFrame) -> Any | None:
    if share.denominator in NOT_OF_SPENDING or share.numerator not in OBLIGED:
        return None
    obligation = "realisation" if share.basis == REALISED else "allocation"
    in_force = [
        rule
        for rule in rules.itertuples()
        if rule.numerator == OBLIGED[share.numerator]
        and obligation in rule.bases.split("; ")
        and mandates.judges(rule, share.as_of)
    ]
    binding = [rule for rule in in_force if rule.kind != mandates.TARGET]
    return (binding or in_force or [None])[-1]


def _verdict(share: Any) -> str:
    if pd.isna(share.mandate):
        return "no mandate"
    if OBLIGED[share.numerator] != share.numerator:
        return UNDETERMINED
    value = pd.Series([share.value])
    return str(procurement.mandate_status(value, value, mandate=share.mandate).iloc[0])
