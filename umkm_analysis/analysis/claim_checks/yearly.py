"""Claims on indicators with one figure a year: growth, levels, index, population.

What fits is confirmed; what does not is explained by a mistake that gives it exactly, or by another release.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from umkm_analysis.analysis import evidence
from umkm_analysis.analysis.claim_checks.agreement import (
    RATIOS,
    agrees,
    exactly,
    first_exact,
    rounded_across,
    same,
)
from umkm_analysis.analysis.claim_checks.findings import CONFIRMED, CONFLICTS, CORRECTED, UNCHECKED, Finding
from umkm_analysis.analysis.claim_checks.origins import is_independent
from umkm_analysis.analysis.claim_checks.releases import named_release, possible_release

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from umkm_analysis.analysis.evidence import Figure
    from umkm_analysis.datasets.claims import Claim

SCALES = (100.0, 0.01, 1000.0, 0.001)
"""Factors between units that are mistaken for each other."""
TELLING = 3
"""Digits from which an amount in the wrong unit is recognised."""


def check_yearly(claim: Claim) -> Finding:
    """Hold a claim against the figures of its region by year."""
    own = evidence.official(claim.indicator, claim.code)
    if claim.period and len(claim.period) > len("2022"):
        return Finding(claim, UNCHECKED, "no yearly period", own.get(claim.year or 0))
    if claim.year is None:
        return _without_year(claim, own)
    figure = own.get(claim.year)
    if figure is None:
        return _beyond_a_break(claim, claim.year) or Finding(
            claim, UNCHECKED, "no figure of the year", other=first_exact(claim, own.values())
        )
    return _against(claim, figure, own)


def _against(claim: Claim, figure: Figure, own: Mapping[int, Figure]) -> Finding:
    if not is_independent(claim, figure):
        return Finding(claim, UNCHECKED, "own source", figure)
    if found := _fits(claim, figure) or _of_former_territory(claim, figure):
        return found
    if rounded_across(claim, figure):
        return Finding(claim, CONFLICTS, "other side", figure)
    return (
        next(_mistakes(claim, figure, own), None)
        or named_release(claim, figure)
        or possible_release(claim, figure)
        or _possible_former(claim, figure)
        or Finding(claim, CONFLICTS, "differs", figure)
    )


def _fits(claim: Claim, figure: Figure) -> Finding | None:
    further = _level_of(figure)
    if agrees(claim, figure):
        if same(claim, figure):
            reason = "computed" if figure.is_computed else "agrees"
        else:
            reason = "computed rounded" if figure.is_computed else "rounded"
        return Finding(claim, CONFIRMED, reason, figure, further=further)
    if math.isfinite(figure.computed) and exactly(claim, replace(figure, value=figure.computed)):
        return Finding(claim, CORRECTED, "computed beside published", figure, further=further)
    return None


def _beyond_a_break(claim: Claim, year: int) -> Finding | None:
    """Name the break that keeps levels that are there from giving a figure of a year."""
    found = evidence.break_before(claim.indicator, claim.code, year)
    return None if found is None else Finding(claim, UNCHECKED, "break", details={"break": found, "year": year})


def _of_former_territory(claim: Claim, figure: Figure) -> Finding | None:
    """Recognise what was published of a province before regions left it; the figure in use is of those it has now."""
    former = evidence.of_former_territory(claim.indicator, claim.code, figure.year)
    if former is None or not agrees(claim, former):
        return None
    return Finding(claim, CORRECTED, "former territory", figure, former)


def _possible_former(claim: Claim, figure: Figure) -> Finding | None:
    """Leave open a difference from the former territory's figure that is no greater than releases differ by."""
    former = evidence.of_former_territory(claim.indicator, claim.code, figure.year)
    return possible_release(claim, former) if former else None


def _without_year(claim: Claim, own: Mapping[int, Figure]) -> Finding:
    # a year's growth is known only once the year is over
    said = int(claim.said_on[:4]) - 1 if claim.said_on else max(own, default=0)
    if not own:
        return Finding(claim, UNCHECKED, "no figure of the year")
    fitting = [figure for year, figure in own.items() if year <= said and agrees(claim, figure)]
    found = [figure for figure in fitting if is_independent(claim, figure)]
    if fitting and not found:
        return Finding(claim, UNCHECKED, "own source", fitting[-1])
    if len(found) > 1:
        return Finding(claim, CORRECTED, "several years", found[-1], further=tuple(found[:-1]))
    if found:
        finding = _against(claim, found[0], own)
        return replace(finding, reason="year not said") if finding.verdict == CONFIRMED else finding
    last = max(year for year in own if year <= max(said, min(own)))
    finding = _against(claim, own[last], own)
    if finding.reason == "differs":  # from the last figure that there is; a later one may be missing for a break
        levels = max(evidence.official("grdp_level", claim.code), default=said)
        finding = _beyond_a_break(claim, min(said, levels) if claim.said_on else levels) or finding
    return finding


def _mistakes(claim: Claim, figure: Figure, own: Mapping[int, Figure]) -> Iterator[Finding]:
    """Say what a figure that does not fit is instead, nearest mistakes first; only what it gives exactly."""
    year, turned = figure.year, replace(claim, value=-claim.value)
    others = [one for one in own.values() if one.year != year and not _is_base(one)]
    if exactly(turned, figure):
        yield Finding(claim, CONFLICTS, "sign", figure)
    for code in evidence.mistakable(claim.code):
        theirs = evidence.official(claim.indicator, code).values()
        if found := first_exact(claim, [one for one in theirs if _can_be_of(claim, one)]):
            yield Finding(claim, CONFLICTS, "other region", figure, found)
    if found := first_exact(claim, others):
        yield Finding(claim, CONFLICTS, "other year", figure, found)
    if found := first_exact(turned, others):
        yield Finding(claim, CONFLICTS, "other year and sign", figure, found)
    if claim.indicator == "grdp_growth":
        yield from _swing(claim, figure)
        yield from _other_release_of_another_year(claim, others, figure)
    if _scaled(claim, figure):
        yield Finding(claim, CONFLICTS, "scale", figure)
    for code in evidence.mistakable(claim.code)[:-1]:  # a namesake's figure of another year; the nation has too many
        theirs = evidence.official(claim.indicator, code).values()
        if found := first_exact(claim, [one for one in theirs if not _is_base(one)]):
            yield Finding(claim, CONFLICTS, "other region", figure, found)


def _can_be_of(claim: Claim, figure: Figure) -> bool:
    """Whether a figure is of the claim's year; without one, whether its year was over when the claim was made."""
    if claim.year is not None:
        return figure.year == claim.year
    return claim.said_on is None or figure.year < int(claim.said_on[:4])


def _swing(claim: Claim, figure: Figure) -> Iterator[Finding]:
    swing = evidence.official("growth_swing", claim.code).get(figure.year)
    if swing and exactly(claim, swing):
        yield Finding(claim, CONFLICTS, "swing", figure, swing)


def _other_release_of_another_year(claim: Claim, others: list[Figure], figure: Figure) -> Iterator[Finding]:
    if possible_release(claim, figure):
        return
    for other in others:
        if named_release(claim, other):
            yield Finding(claim, CONFLICTS, "other year", figure, other)


def _is_base(figure: Figure) -> bool:
    """Whether a figure is 100 or zero because its year is the base, which tells nothing of a claim."""
    return figure.indicator in {"level_index", "level_gap"} and figure.year == evidence.BASE_YEAR


def _scaled(claim: Claim, figure: Figure) -> bool:
    """Whether a claim is a hundred or a thousand times the figure, or that part of it."""
    moved = [(by, claim.digits - round(math.log10(by))) for by in SCALES]
    if figure.unit in RATIOS:
        most = evidence.DIGITS[figure.indicator]
        scaled = [replace(claim, value=claim.value * by, digits=min(digits, most)) for by, digits in moved]
        return any(exactly(one, figure) for one in scaled)
    significant = f"{abs(claim.value):.{max(claim.digits, 0)}f}".replace(".", "").lstrip("0")
    return len(significant) >= TELLING and any(
        agrees(replace(claim, value=claim.value * by, digits=digits), figure) for by, digits in moved
    )


def _level_of(figure: Figure) -> tuple[Figure, ...]:
    """Set the level beside growth since the shock: growth alone does not say whether the loss is made good."""
    if figure.indicator != "grdp_growth" or figure.year <= evidence.BASE_YEAR:
        return ()
    level = evidence.official("level_index", figure.code).get(figure.year)
    return (level,) if level else ()
