"""Public claims held against their evidence: confirmed, confirmed with a correction, in conflict, or not checkable.

The page's section, the page of all claims and ``umkm claims check`` say what this module finds.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from umkm_analysis.analysis import evidence
from umkm_analysis.analysis.evidence import MANDATE, PARTS, PER_CENT, POINTS, SERIES, TOTAL, Figure
from umkm_analysis.datasets import claims as claims_data
from umkm_analysis.datasets import fingerprints, regions, tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from umkm_analysis.datasets.claims import Claim
    from umkm_analysis.datasets.fingerprints import Inputs
    from umkm_analysis.datasets.regions import Region

CONFIRMED = "confirmed"
CORRECTED = "confirmed with a correction"
CONFLICTS = "conflicts"
UNCHECKED = "cannot be checked"
VERDICTS = (CONFIRMED, CORRECTED, CONFLICTS, UNCHECKED)

ROUNDED = 0.05
"""Per cent or points that a figure in per cent may be rounded by without a word."""
SLACK = 1e-9
VINTAGE = 0.15
"""Points within which a rate that a known conflict names is another release, not another figure."""
ROUND_FROM = 1000
"""Counts from which zeros at the end are taken for rounding."""
SCALES = (100.0, 0.01, 1000.0, 0.001)
ALONE = "single_source"
UNDEFINED = "local products"
TRILLION = {"million rupiah": 1e6, "billion rupiah": 1e9, "trillion rupiah": 1e12, "rupiah": 1.0}


@dataclass(frozen=True)
class Finding:
    """A claim, what it was held against, and what came of it."""

    claim: Claim
    verdict: str
    reason: str
    """A code; the words are the labels of i18n."""
    figure: Figure | None = None
    """What the claim is held against."""
    other: Figure | None = None
    """Another figure that the claim's value is, if it is not this one."""
    further: tuple[Figure, ...] = ()
    """Figures that explain it."""
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def contradicted(self) -> bool:
        """Whether the evidence is against it."""
        return self.verdict == CONFLICTS


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
    listed = [_converted(one) for one in claims]
    return [_adding_up(_judge(one), listed) for one in listed]


def check_file(path: Path) -> tuple[list[Finding], list[str]]:
    """Check a person's list of claims; return the findings and the names of columns that were not used.

    Raises
    ------
    TableError
        If a cell cannot be used.
    """
    listed, unused = claims_data.read_claims(path, indicators=evidence.indicators())
    return check(listed), unused


def every_claim() -> list[Finding]:
    """Check the project's own table of claims."""
    return check(claims_data.known_claims())


def claims_on(code: str) -> list[Finding]:
    """Check the project's own claims on a region."""
    return check(one for one in claims_data.known_claims() if one.code == code)


def inputs(region: Region) -> Inputs:
    """Rows of the tables that the claims on a region, and their evidence, are read from."""
    own = [region.code]
    if region.code not in fingerprints.keys_of("claims"):
        return {"claims": own}
    near = [*own, *evidence.mistakable(region.code)]
    figures = dict.fromkeys(
        ("regions", "grdp_level", "grdp_growth", "population", "corrections", "conflicts", "breaks"), near
    )
    whole = dict.fromkeys(("claims", "mandates", "procurement", "onboarding", "umkm_published", "sources"))
    return {**figures, **whole}


def sources(findings: Sequence[Finding]) -> pd.DataFrame:
    """Return the rows of the sources table that claims and evidence name, index source_id."""
    table = tables.read("sources").set_index("source_id")
    named: list[str] = []
    for one in findings:
        figures = [figure for figure in (one.figure, one.other, *one.further) if figure]
        named += [*one.claim.source_ids, *(source for figure in figures for source in figure.source_ids)]
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
    return _yearly(claim) if claim.indicator in SERIES else _published(claim)


def _yearly(claim: Claim) -> Finding:
    own = evidence.official(claim.indicator, claim.code)
    if claim.period and len(claim.period) > len("2022"):
        return Finding(claim, UNCHECKED, "no yearly period", own.get(claim.year or 0))
    if claim.year is None:
        return _without_year(claim, own)
    figure = own.get(claim.year)
    if figure is None:
        return Finding(claim, UNCHECKED, "no figure of the year", other=_same(claim, own.values()))
    if _agrees(claim, figure):
        return _agreed(claim, figure)
    return _explained(claim, figure, own)


def _without_year(claim: Claim, own: Mapping[int, Figure]) -> Finding:
    # a year's growth is known only once the year is over
    said = int(claim.said_on[:4]) - 1 if claim.said_on else max(own, default=0)
    found = [one for year, one in own.items() if year <= said and _agrees(claim, one)]
    if not own:
        return Finding(claim, UNCHECKED, "no figure of the year")
    if len(found) == 1:
        return replace(_agreed(claim, found[0]), reason="year not said")
    if found:
        return Finding(claim, CORRECTED, "several years", found[-1], further=tuple(found[:-1]))
    latest = own[max(year for year in own if year <= max(said, min(own)))]
    return _explained(claim, latest, own)


def _agreed(claim: Claim, figure: Figure) -> Finding:
    further = _level_of(figure)
    if figure.unit in {PER_CENT, POINTS} and abs(claim.value - figure.value) > ROUNDED + SLACK:
        return Finding(claim, CORRECTED, "rounded", figure, further=further)
    return Finding(claim, CONFIRMED, "agrees", figure, further=further)


def _explained(claim: Claim, figure: Figure, own: Mapping[int, Figure]) -> Finding:
    """Say what a figure that is not the official one is instead; nearest mistakes first."""
    return next(_mistakes(claim, figure, own), Finding(claim, CONFLICTS, "differs", figure))


def _mistakes(claim: Claim, figure: Figure, own: Mapping[int, Figure]) -> Iterator[Finding]:
    year, turned = figure.year, replace(claim, value=-claim.value)
    others = [one for one in own.values() if one.year != year]
    if _agrees(turned, figure):
        yield Finding(claim, CONFLICTS, "sign", figure)
    for code in evidence.mistakable(claim.code):
        theirs = evidence.official(claim.indicator, code).values()
        if found := _same(claim, [one for one in theirs if _can_be_of(claim, one)]):
            yield Finding(claim, CONFLICTS, "other region", figure, found)
    if found := _same(claim, others):
        yield Finding(claim, CONFLICTS, "other year", figure, found)
    if found := _same(turned, others):
        yield Finding(claim, CONFLICTS, "other year and sign", figure, found)
    if claim.indicator == "grdp_growth":
        yield from _other_releases(claim, figure)
    scaled = [replace(claim, value=claim.value * by, digits=max(claim.digits, 2)) for by in SCALES]
    if any(_agrees(one, figure) for one in scaled):
        yield Finding(claim, CONFLICTS, "scale", figure)
    for code in evidence.mistakable(claim.code)[:-1]:  # a namesake's figure of another year; the nation has too many
        if found := _same(claim, evidence.official(claim.indicator, code).values()):
            yield Finding(claim, CONFLICTS, "other region", figure, found)


def _can_be_of(claim: Claim, figure: Figure) -> bool:
    """Whether a figure is of the claim's year; without one, whether its year was over when the claim was made."""
    if claim.year is not None:
        return figure.year == claim.year
    return claim.said_on is None or figure.year < int(claim.said_on[:4])


def _other_releases(claim: Claim, figure: Figure) -> Iterator[Finding]:
    """Recognise a swing told as growth, and other releases of this year or another."""
    swing = evidence.official("growth_swing", claim.code).get(figure.year)
    if swing and _agrees(claim, swing):
        yield Finding(claim, CONFLICTS, "swing", figure, swing)
    if release := _other_release(claim, figure):
        yield release
    for one in evidence.official(claim.indicator, claim.code).values():
        if one.year != figure.year and _other_release(claim, one):
            yield Finding(claim, CONFLICTS, "other year", figure, one)


def _other_release(claim: Claim, figure: Figure) -> Finding | None:
    for row in evidence.other_releases(claim.code, figure.year):
        if _agrees(claim, replace(figure, value=row.value_other)) and abs(row.value_other - figure.value) <= VINTAGE:
            values = {"resolution_id": row.resolution_id, "resolution_en": row.resolution_en}
            return Finding(claim, CORRECTED, "other release", figure, details=values)
    return None


def _mandate(claim: Claim) -> Finding:
    day = claim.period or claim.said_on
    rule = evidence.rule_of(day, claim.numerator) if day else evidence.rule_of("2999-12-31", claim.numerator)
    if rule is None:
        return Finding(claim, UNCHECKED, "no rule")
    figure = Figure(
        claim.code, MANDATE, rule.value, rule.from_date, PER_CENT, (rule.source_id,), rule.status,
        numerator=rule.numerator, denominator=rule.denominator,
    )  # fmt: skip
    values = {"instrument": rule.instrument}
    if not _agrees(claim, figure):
        return Finding(claim, CONFLICTS, "other mandate", figure, details=values)
    stated = (claim.numerator, claim.denominator)
    if stated == (rule.numerator, rule.denominator):
        return Finding(claim, CONFIRMED, "mandate", figure, details=values)
    return Finding(claim, CORRECTED, "mandate of" if any(stated) else "mandate of what", figure, details=values)


def _published(claim: Claim) -> Finding:
    """Hold a claim against what others published; what rests on the claim's own source alone is no evidence."""
    rows = [one for one in evidence.published(claim.indicator, claim.code) if one.unit == claim.unit]
    same_year = [one for one in rows if claim.year in {None, one.year}]
    basis = [one for one in same_year if claim.basis in {None, one.basis}]
    differing = [one for one in basis if not _agrees(claim, one)]
    agreeing = [one for one in basis if _agrees(claim, one)]
    if agreeing:
        return _supported(claim, agreeing[-1])
    if near := [one for one in differing if _agrees(_as_rounded(claim), one)]:
        return Finding(claim, CORRECTED, "rounded", near[-1])
    if differing:
        found = _same(claim, [one for one in rows if one not in basis]) or _same(claim, _of_others(claim))
        return Finding(claim, CONFLICTS, _mistake(claim, found, differing[-1]), differing[-1], found)
    found = _same(claim, [*same_year, *_shares(claim)])
    if found:
        return Finding(claim, CONFLICTS, _mistake(claim, found, found), None, found)
    if found := _same(claim, rows) or _same(claim, _of_others(claim)):
        return Finding(claim, CONFLICTS, _mistake(claim, found, found), None, found)
    return Finding(claim, UNCHECKED, "no figure of the year" if rows else "none published", further=tuple(rows[-1:]))


def _as_rounded(claim: Claim) -> Claim:
    """Read 30000 as thirty thousand or so: the zeros at its end were not counted."""
    text = f"{claim.value:.0f}"
    zeros = len(text) - len(text.rstrip("0")) if claim.digits == 0 and claim.value >= ROUND_FROM else 0
    return replace(claim, digits=claim.digits - zeros)


def _supported(claim: Claim, figure: Figure) -> Finding:
    further = tuple(
        one
        for one in (evidence.shares(claim.code) if figure.numerator == UNDEFINED else ())
        if one.year == figure.year and one.value != figure.value and one.basis != "realised"
    )
    if figure.numerator == UNDEFINED:
        return Finding(claim, UNCHECKED, "undefined share", figure, further=further)
    independent = set(figure.source_ids) - set(claim.source_ids[:1])
    if figure.status == ALONE or not independent:
        return Finding(claim, UNCHECKED, "one source", figure)
    parts = _parts(claim.code, figure) if claim.indicator in {TOTAL, *PARTS} else ()
    if len(parts) > len(PARTS) and sum(one.value for one in parts[:-1]) == parts[-1].value:
        return Finding(claim, CONFIRMED, "adds up", figure, further=parts)
    if "_share" in claim.indicator and figure.denominator in {None, "not stated"}:
        return Finding(claim, CORRECTED, "share of what", figure)
    return Finding(claim, CONFIRMED, "published alike", figure)


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
    return rule is not None and _agrees(claim, replace(figure, value=figure.value - rule.value))


def _shares(claim: Claim) -> list[Figure]:
    if "_share" not in claim.indicator:
        return []
    return [one for one in evidence.shares(claim.code) if claim.year in {None, one.year}]


def _of_others(claim: Claim) -> list[Figure]:
    return [one for code in evidence.mistakable(claim.code) for one in evidence.published(claim.indicator, code)]


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


def _converted(claim: Claim) -> Claim:
    """Write an amount of money in the unit its evidence comes in."""
    units = evidence.indicators().get(claim.indicator, ())
    if claim.unit in units or claim.unit not in TRILLION or not set(units) & TRILLION.keys():
        return claim
    wanted = next(unit for unit in units if unit in TRILLION)
    by = TRILLION[claim.unit] / TRILLION[wanted]
    lost = round(len(str(int(by))) - 1) if by >= 1 else -(len(str(int(1 / by))) - 1)
    return replace(claim, value=claim.value * by, digits=claim.digits - lost, unit=wanted)


def _names_another(claim: Claim) -> bool:
    return claim.named is not None or _named_in_words(claim) is not None


def _named_in_words(claim: Claim) -> str | None:
    known = regions.all_regions()
    said = (claim.words or "").lower()
    if known[claim.code].name.lower() in said:
        return None
    namesakes = [one for one in evidence.mistakable(claim.code) if known[one].is_local]
    return next((code for code in namesakes if known[code].name.lower() in said), None)


def _level_of(figure: Figure) -> tuple[Figure, ...]:
    """Set the level beside growth since the shock: growth alone does not say whether the loss is made good."""
    if figure.indicator != "grdp_growth" or figure.year <= evidence.BASE_YEAR:
        return ()
    level = evidence.official("level_index", figure.code).get(figure.year)
    return (level,) if level else ()


def _same(claim: Claim, figures: Iterable[Figure]) -> Figure | None:
    return next((one for one in figures if _agrees(claim, one)), None)


def _agrees(claim: Claim, figure: Figure) -> bool:
    """Say whether a figure, rounded as the claim is, is the claim's."""
    coarsest = min(claim.digits, evidence.DIGITS.get(figure.indicator, claim.digits))
    return abs(claim.value - figure.value) <= 0.5 * 10.0**-coarsest + SLACK
