"""Claims on figures that only others publish: shares, counts and amounts, held against what rests on other origins."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from umkm_analysis.analysis import evidence
from umkm_analysis.analysis.claim_checks.agreement import agrees, first_exact, is_coarse, with_counted_zeros
from umkm_analysis.analysis.claim_checks.findings import CONFIRMED, CONFLICTS, CORRECTED, UNCHECKED, Finding
from umkm_analysis.analysis.claim_checks.origins import ONE_ORIGIN, is_independent, is_of_somebody
from umkm_analysis.analysis.evidence import PARTS, TOTAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from umkm_analysis.analysis.evidence import Figure
    from umkm_analysis.datasets.claims import Claim

UNDEFINED = "local products"


def check_published(claim: Claim) -> Finding:
    """Hold a claim against what others published; what comes from the claim itself is no evidence."""
    rows = [one for one in evidence.published(claim.indicator, claim.code) if one.unit == claim.unit]
    same_year = [one for one in rows if claim.year in {None, one.year}]
    basis = [one for one in same_year if claim.basis in {None, one.basis}]
    agreeing = [one for one in basis if agrees(claim, one)]
    if agreeing:
        return _supported(claim, agreeing)
    if near := [one for one in basis if agrees(with_counted_zeros(claim), one)]:
        finding = _of_independent(claim, near, CORRECTED, "rounded")
        return _of_one_origin(finding)
    if basis:
        found = first_exact(claim, [one for one in rows if one not in basis]) or first_exact(claim, _of_others(claim))
        return _of_independent(claim, basis, CONFLICTS, _mistake(claim, found, basis[-1]), found)
    found = first_exact(claim, [*same_year, *_shares(claim)]) or first_exact(claim, [*rows, *_of_others(claim)])
    if found:
        return replace(_of_independent(claim, [found], CONFLICTS, _mistake(claim, found, found), found), figure=None)
    return Finding(claim, UNCHECKED, "no figure of the year" if rows else "none published", further=tuple(rows[-1:]))


def _of_independent(
    claim: Claim, figures: Sequence[Figure], verdict: str, reason: str, other: Figure | None = None
) -> Finding:
    """Reach a verdict by the last figure that does not come from the claim; without one there is none."""
    independent = [one for one in figures if is_independent(claim, one)]
    if not independent:
        return Finding(claim, UNCHECKED, "own source", figures[-1])
    return Finding(claim, verdict, reason, independent[-1], other)


def _of_one_origin(finding: Finding) -> Finding:
    """Withhold a verdict where all that agrees has one origin and the claim names neither source nor speaker.

    Such a claim may be that origin's own figure once more, and nothing tells the two apart.
    """
    figure = finding.figure
    if figure is None or figure.status != ONE_ORIGIN or is_of_somebody(finding.claim) or finding.verdict == UNCHECKED:
        return finding
    return replace(finding, verdict=UNCHECKED, reason="one origin", further=())


def _supported(claim: Claim, agreeing: Sequence[Figure]) -> Finding:
    return _of_one_origin(_supported_by(claim, agreeing))


def _supported_by(claim: Claim, agreeing: Sequence[Figure]) -> Finding:
    figure = next((one for one in reversed(agreeing) if is_independent(claim, one)), agreeing[-1])
    if figure.numerator == UNDEFINED:
        return Finding(claim, UNCHECKED, "undefined share", figure, further=_of_the_same_year(figure))
    parts = _parts(claim.code, figure) if claim.indicator in {TOTAL, *PARTS} else ()
    adds_up = len(parts) > len(PARTS) and sum(one.value for one in parts[:-1]) == parts[-1].value
    if not is_independent(claim, figure):
        return Finding(claim, UNCHECKED, "own source", figure, further=parts if adds_up else ())
    if len({*figure.source_ids, *figure.verified_by}) == 1:
        return Finding(claim, UNCHECKED, "one source", figure)
    if is_coarse(claim, figure):
        return Finding(claim, CORRECTED, "rounded", figure)
    if "_share" in claim.indicator and figure.denominator in {None, "not stated"}:
        return Finding(claim, CORRECTED, "share of what", figure)
    return Finding(claim, CONFIRMED, "adds up" if adds_up else "published alike", figure, further=parts)


def _of_the_same_year(figure: Figure) -> tuple[Figure, ...]:
    """Shares of the figure's year that are not realised either, and differ from it."""
    others = [one for one in evidence.shares(figure.code) if one.year == figure.year and one.basis != "realised"]
    return tuple(one for one in others if one.value != figure.value)


def _parts(code: str, figure: Figure) -> tuple[Figure, ...]:
    rows = [one for name in (*PARTS, TOTAL) for one in evidence.published(name, code) if one.period == figure.period]
    return tuple(rows)


def _mistake(claim: Claim, found: Figure | None, against: Figure) -> str:
    if found is None:
        distance = "_share" in claim.indicator and _is_distance(claim, against)
        return "distance" if distance else "differs"
    if found.code != claim.code:
        return "other region"
    if found.indicator != claim.indicator:
        return "other share"
    return "other basis" if found.year == claim.year or claim.year is None else "other year"


def _is_distance(claim: Claim, figure: Figure) -> bool:
    rule = evidence.rule_of(figure.period, figure.numerator)
    return rule is not None and agrees(claim, replace(figure, value=figure.value - rule.value))


def _shares(claim: Claim) -> list[Figure]:
    if "_share" not in claim.indicator:
        return []
    return [one for one in evidence.shares(claim.code) if claim.year in {None, one.year}]


def _of_others(claim: Claim) -> list[Figure]:
    return [one for code in evidence.mistakable(claim.code) for one in evidence.published(claim.indicator, code)]
