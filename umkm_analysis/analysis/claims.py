"""Public claims held against their evidence: confirmed, confirmed with a correction, in conflict, or not checkable.

The page's section, the page of all claims and ``umkm claims check`` say what this module finds.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from umkm_analysis.analysis import evidence, mandates
from umkm_analysis.analysis.claim_checks.agreement import agrees, in_unit_of_evidence
from umkm_analysis.analysis.claim_checks.findings import (
    CONFIRMED,
    CONFLICTS,
    CORRECTED,
    UNCHECKED,
    VERDICTS,
    Finding,
)
from umkm_analysis.analysis.claim_checks.published import check_published
from umkm_analysis.analysis.claim_checks.yearly import check_yearly
from umkm_analysis.analysis.evidence import MANDATE, ONBOARDING, PARTS, PER_CENT, POINTS, SERIES, TOTAL, Figure
from umkm_analysis.analysis.provenance import with_members
from umkm_analysis.datasets import claims as claims_data
from umkm_analysis.datasets import fingerprints, regions, tables
from umkm_analysis.datasets.project import cached_per_project

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import pandas as pd

    from umkm_analysis.datasets.claims import Claim
    from umkm_analysis.datasets.fingerprints import Inputs
    from umkm_analysis.datasets.regions import Region

__all__ = ["CONFIRMED", "CONFLICTS", "CORRECTED", "UNCHECKED", "VERDICTS", "Finding", "check", "check_file"]
FIGURES = ("regions", "grdp_level", "grdp_growth", "population", "corrections", "conflicts", "other_releases", "breaks")
"""Tables whose rows of a region, and of those it is mistaken for, claims are held against."""
PUBLISHED = ("procurement", "onboarding", "umkm_published")
"""Tables of what others publish."""
NO_DAY = "9998-12-31"
"""Stands for the day of a claim without one: what is in force and has not ended."""


def check(claims: Iterable[Claim]) -> list[Finding]:
    """Hold claims against their evidence, and against each other where parts must add up.

    Parameters
    ----------
    claims
        Of one list.

    Returns
    -------
    One finding a claim, in the same order.
    """
    stated = list(claims)
    listed = [in_unit_of_evidence(claim) for claim in stated]
    found = [_adding_up(_judge(claim), listed) for claim in listed]
    return [replace(finding, claim=claim) for finding, claim in zip(found, stated, strict=True)]


def check_file(path: Path) -> tuple[list[Finding], list[str]]:
    """Check a person's list of claims; return the findings and the names of columns that were not used.

    Raises
    ------
    TableError
        If a cell cannot be used.
    """
    listed, unused = claims_data.read_claims(path, indicators=evidence.indicators())
    return check(listed), unused


@cached_per_project
def every_claim() -> list[Finding]:
    """Check the project's own table of claims; nobody may change the list."""
    return check(claims_data.known_claims())


@cached_per_project
def claims_on(code: str) -> list[Finding]:
    """Check the project's own claims on a region; nobody may change the list."""
    return check(one for one in claims_data.known_claims() if one.code == code)


def subject(indicator: str) -> str:
    """Subject of an indicator: growth and people, what a government buys, or its small businesses."""
    if indicator in SERIES:
        return "economy"
    if indicator in ONBOARDING or indicator in set(tables.read("umkm_published")["indicator"]):
        return "umkm"
    bought = indicator == MANDATE or indicator in set(tables.read("procurement")["indicator"])
    return "procurement" if bought or indicator.endswith("_share") else "umkm"


def inputs(region: Region) -> Inputs:
    """Rows of the tables that the claims on a region, and their evidence, are read from."""
    own = [region.code]
    if region.code not in fingerprints.keys_of("claims"):
        return {"claims": own}
    near = with_members([*own, *evidence.mistakable(region.code)])
    made = [one for one in claims_data.known_claims() if one.code == region.code]
    indicators = {one.indicator for one in made}
    figures: dict[str, list[str] | None] = {name: list(near) for name in FIGURES}
    for name in PUBLISHED:  # whoever prints an indicator says that it can be checked, and in which units
        table = tables.read(name)
        if "indicator" in table:
            table = table[table["indicator"].isin(indicators)]
        elif not indicators & evidence.ONBOARDING.keys():
            table = table[:0]
        figures[name] = sorted({*near, *table["code"]})
    if any(one.indicator == MANDATE or "_share" in one.indicator for one in made):
        figures["mandates"] = mandates.rows_read()
    read = {**figures, "claims": own}
    return {**read, "sources": sorted(fingerprints.referred(read, "sources") | _named_in_conflicts(near))}


def _named_in_conflicts(codes: Sequence[str]) -> set[str]:
    """Sources that the conflicts of some regions name in their text."""
    conflicts = tables.read("conflicts")
    texts = " ".join(conflicts.loc[conflicts["code"].isin(codes), "other_from"].dropna())
    return set(re.findall(r"\w+", texts)) & set(fingerprints.keys_of("sources"))


def sources(findings: Sequence[Finding]) -> pd.DataFrame:
    """Return the rows of the sources table that claims and evidence name, index source_id."""
    table = tables.read("sources").set_index("source_id")
    named: list[str] = []
    for one in findings:
        figures = [figure for figure in (one.figure, one.other, *one.further) if figure]
        named += [*one.claim.source_ids, *(source for figure in figures for source in figure.source_ids)]
        named += one.details.get("release_ids", ())
        named += [one.details["break"].source_id] if "break" in one.details else []
    return table.loc[[source for source in dict.fromkeys(named) if source in table.index]]


def _judge(claim: Claim) -> Finding:
    known = evidence.indicators()
    if _names_another(claim):
        return Finding(claim, CONFLICTS, "two regions", details={"named": claim.named or _named_in_words(claim)})
    if claim.indicator not in known:
        return Finding(claim, UNCHECKED, "no table")
    if claim.unit not in known[claim.indicator]:
        return _unit(claim, known[claim.indicator])
    if claim.indicator == MANDATE:
        return _mandate(claim)
    return check_yearly(claim) if claim.indicator in SERIES else check_published(claim)


def _mandate(claim: Claim) -> Finding:
    """Hold a claim against the rule of its day, which is the law's own whoever reports it."""
    day = claim.period or claim.said_on or NO_DAY
    rule = evidence.rule_of(day, claim.numerator, claim.denominator)
    if rule is None:
        ended = evidence.ended_rule(day, claim.numerator)
        if ended is None:
            return Finding(claim, UNCHECKED, "no rule")
        return Finding(claim, UNCHECKED, "rule ended", _rule_figure(claim, ended), details=_rule_details(ended))
    figure, details = _rule_figure(claim, rule), _rule_details(rule)
    if not agrees(claim, figure):
        return Finding(claim, CONFLICTS, "other mandate", figure, details=details)
    if rule.kind == mandates.TARGET:
        return Finding(claim, CORRECTED, "target", figure, details=details)
    stated = (claim.numerator, claim.denominator)
    if stated == (rule.numerator, rule.denominator):
        return Finding(claim, CONFIRMED, "mandate", figure, details=details)
    return Finding(claim, CORRECTED, "mandate of" if any(stated) else "mandate of what", figure, details=details)


def _rule_figure(claim: Claim, rule: Any) -> Figure:
    checked = tuple(rule.verified_by.split("; ")) if isinstance(rule.verified_by, str) else ()
    return Figure(
        claim.code, MANDATE, rule.value, rule.from_date, PER_CENT, (rule.source_id,), rule.status,
        numerator=rule.numerator, denominator=rule.denominator, verified_by=checked,
    )  # fmt: skip


def _rule_details(rule: Any) -> dict[str, str]:
    return {"instrument": rule.instrument, "kind": rule.kind, "until": mandates.last_day_of(rule)}


def _adding_up(finding: Finding, listed: Sequence[Claim]) -> Finding:
    """Refuse a total whose parts, claimed in the same list, do not add up to it."""
    claim = finding.claim
    if claim.indicator != TOTAL:
        return finding
    parts = {
        one.indicator: one.value
        for one in listed
        if one.code == claim.code and one.indicator in PARTS and one.period == claim.period
    }
    if len(parts) < len(PARTS) or sum(parts.values()) == claim.value:
        return finding
    return replace(finding, verdict=CONFLICTS, reason="sum", details={"parts": list(parts.values())})


def _unit(claim: Claim, units: tuple[str, ...]) -> Finding:
    figure = None
    if claim.indicator in SERIES and claim.year:
        figure = evidence.official(claim.indicator, claim.code).get(claim.year)
    confused = {claim.unit, units[0]} == {PER_CENT, POINTS}
    return Finding(claim, CONFLICTS, "points" if confused else "unit", figure, details={"unit": units[0]})


def _names_another(claim: Claim) -> bool:
    return claim.named is not None or _named_in_words(claim) is not None


def _named_in_words(claim: Claim) -> str | None:
    known = regions.all_regions()
    said = (claim.words or "").lower()
    if known[claim.code].name.lower() in said:
        return None
    namesakes = [one for one in evidence.mistakable(claim.code) if known[one].is_local]
    return next((code for code in namesakes if known[code].name.lower() in said), None)
