"""Standing of a region in a report: the verdicts and figures that are held against those of another edition."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from umkm_analysis.analysis import claims
from umkm_analysis.datasets import fingerprints
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages.claims import text as claims_text
from umkm_analysis.rounding import rounded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from umkm_analysis.datasets.regions import Region


@dataclass(frozen=True)
class Verdict:
    """A verdict or a rank, in the language in use."""

    key: str
    """What it judges, the same in all languages and editions."""
    code: object
    """What it says; another code is another verdict, another text alone is not."""
    label: str
    text: str


@dataclass(frozen=True)
class Series:
    """Figures of a region by year, as its page prints them."""

    key: str
    label: str
    """With the unit, in the language in use."""
    by_year: Mapping[int, float]
    digits: int


@dataclass(frozen=True)
class Standing:
    """What a report says of a region, so far as it is held against other editions."""

    verdicts: tuple[Verdict, ...] = ()
    series: tuple[Series, ...] = field(default=())


Standings = Callable[[Any], Standing]
"""Gives the standing from what a report's ``analyse`` returns; every report may have one, in its ``standing.py``."""


@dataclass(frozen=True)
class Flip:
    """A verdict or rank that is another one now."""

    key: str
    label: str
    old: str
    """"" where there was none."""
    new: str
    """"" where there is none any more."""


@dataclass(frozen=True)
class Revision:
    """A figure that is printed otherwise now."""

    key: str
    label: str
    year: int
    old: float
    new: float
    digits: int


def of_years(figures: pd.Series) -> dict[int, float]:
    """Return the figures of a series that exist, by year."""
    return {int(year): float(value) for year, value in figures.items() if math.isfinite(value)}


def flips(then: Standing, now: Standing) -> list[Flip]:
    """Compare verdicts: those whose code is another, that are new, or are gone."""
    before, after = ({each.key: each for each in standing.verdicts} for standing in (then, now))
    return [
        Flip(key, (new or old).label, old.text if old else "", new.text if new else "")  # type: ignore[union-attr]
        for key in {**after, **before}
        for old, new in [(before.get(key), after.get(key))]
        if (old.code if old else None) != (new.code if new else None)
    ]


def revisions(then: Standing, now: Standing) -> list[Revision]:
    """Compare series: years that both have, where the figures differ as they are printed."""
    before = {each.key: each.by_year for each in then.series}
    return [
        Revision(each.key, each.label, year, before[each.key][year], figure, each.digits)
        for each in now.series
        for year, figure in each.by_year.items()
        if year in before.get(each.key, {})
        and rounded(before[each.key][year], each.digits) != rounded(figure, each.digits)
    ]


def on_claims(region: Region) -> Iterator[Verdict]:
    """Verdicts on the public claims on a region, which every report shows."""
    for finding in claims.claims_on(region.code) if region.code in fingerprints.keys_of("claims") else ():
        claim = finding.claim
        label = t("pernyataan: {what}, {claimed}", what=claims_text.what(claim), claimed=claims_text.claimed(claim))
        yield Verdict(f"claim {claim.claim_id}", finding.verdict, label, t(claims_text.VERDICT[finding.verdict]))


def with_claims(standing: Standing, region: Region) -> Standing:
    """Add the verdicts on the public claims on a region."""
    more: Sequence[Verdict] = list(on_claims(region))
    return Standing((*standing.verdicts, *more), standing.series)
