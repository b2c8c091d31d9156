"""Verdicts and ranks of all reports that are other ones in another edition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_analysis.datasets import project, regions
from umkm_analysis.pages.editions.standing import Flip, Standing, flips, with_claims
from umkm_analysis.reports.registry import REPORTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from umkm_analysis.datasets.project import Place
    from umkm_analysis.datasets.regions import Region
    from umkm_analysis.reports.report import Report


@dataclass(frozen=True)
class RegionFlip:
    """A verdict or rank of a region's report."""

    region: Region
    report: str
    """Name of the report; "claims" for a verdict on a public claim."""
    flip: Flip


CLAIMS = "claims"


def affected(codes: Iterable[str]) -> list[Region]:
    """Regions whose verdicts may turn where the figures of some regions do: these, their peers and what is above them.

    Parameters
    ----------
    codes
        BPS codes.
    """
    known = regions.all_regions()
    found: set[str] = set()
    for code in sorted(set(codes) & known.keys()):
        province = regions.province_of(known[code])
        found |= {code, *(peer.code for peer in regions.peers(known[code])), *([province.code] if province else [])}
    return [region for region in known.values() if region.code in found]


def between(before: Place | None, now: Place | None, regions_: Iterable[Region]) -> Iterator[list[RegionFlip]]:
    """Compare the verdicts and ranks of some regions, in the language in use.

    Parameters
    ----------
    before, now
        Where the editions are read; None for the tables that stand.
    regions_
        The regions.

    Yields
    ------
    The flips of each region.
    """
    for region in regions_:
        yield [flip for report in REPORTS for flip in _of_report(report, region, before, now)] + [
            RegionFlip(region, CLAIMS, flip) for flip in flips(_claims(region, before), _claims(region, now))
        ]


def _of_report(report: Report, region: Region, before: Place | None, now: Place | None) -> Iterator[RegionFlip]:
    module = report.standing()
    if module is None or not report.concerns(region):
        return
    standings = []
    for place in (before, now):
        with project.reading(place):
            standings.append(module.of_region(region) or Standing())
    for flip in flips(*standings):
        yield RegionFlip(region, report.name, flip)


def _claims(region: Region, place: Place | None) -> Standing:
    with project.reading(place):
        return with_claims(Standing(), region)
