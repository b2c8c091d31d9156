"""Links of a page: to the index, up, down and sideways among the regions, to its other languages and on the web.

They are part of what a page is made of: a page whose neighbour joins the build, or lies there from an earlier one, is
built again and then has its link; one whose neighbours stay the same is not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from umkm_analysis.datasets.regions import all_regions, children, peers
from umkm_analysis.i18n.translation import NAMES, SOURCE
from umkm_analysis.reports.registry import REPORTS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from umkm_analysis.builds.plan import Task
    from umkm_analysis.datasets.regions import Region

UP = "../../"
"""From a page to the output folder."""


@dataclass(frozen=True, slots=True)
class Other:
    """The same page in another language."""

    language: str
    href: str

    @property
    def name(self) -> str:
        """The language's own name."""
        return NAMES[self.language]


@dataclass(frozen=True, slots=True)
class Place:
    """A region's page."""

    code: str
    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Links:
    """Links of a page; every path is relative to the page."""

    index: str = UP + "index.html"
    claims: str = UP + "claims.html"
    others: tuple[Other, ...] = ()
    address: str | None = None
    """The page's own address on the web."""
    up: tuple[Place, ...] = ()
    """The nation and the province that the region lies in."""
    regions: tuple[Place, ...] = ()
    """Regions of a province, or provinces of the nation."""
    reports: tuple[tuple[str, str], ...] = ()
    """Title, to be translated, and path of the region's other reports."""
    before: Place | None = None
    """The nearest region of the same kind in the same province, in the order of codes, that has this report too."""
    after: Place | None = None
    compare: str | None = None
    """The comparison of two regions, with this one chosen."""


def links_of(  # noqa: PLR0913 - what is there, and what the build does
    task: Task,
    *,
    output: Path,
    languages: Sequence[str],
    address: str | None = None,
    planned: Collection[str] = (),
    prune: bool = False,
) -> Links:
    """Links of a report's page: only to pages of this build and to those that lie in the output folder.

    Parameters
    ----------
    task
        The report.
    output
        The output folder; pages that exist there are linked.
    languages
        Languages of this build, whose pages are linked although they may not exist yet.
    address
        Address of the output folder on the web.
    planned
        Pages of this build, which are linked although they may not exist yet.
    prune
        Whether the build removes pages that are not planned: they are not linked then.
    """

    def is_page(page: str) -> bool:
        return page in planned or (not prune and (output / page).is_file())

    others = []
    for language in NAMES:
        page = replace(task, language=language).page
        if language != task.language and (language in languages or is_page(page)):
            others.append(Other(language, UP + page))

    earlier, later = _beside(task.region)
    return Links(
        UP + index_name(task.language),
        UP + claims_name(task.language),
        tuple(others),
        f"{address.rstrip('/')}/{task.page}" if address else None,
        up=tuple(_first_pages(task, _above(task.region), is_page)),
        regions=tuple(_first_pages(task, children(task.region), is_page)),
        reports=tuple(
            (report.title, UP + page)
            for report in REPORTS
            if report != task.report and is_page(page := replace(task, report=report).page)
        ),
        before=_nearest(task, earlier, is_page),
        after=_nearest(task, later, is_page),
        compare=f"{UP}{compare_name(task.language)}#a={task.region.code}" if task.report.is_compared else None,
    )


def _above(region: Region) -> list[Region]:
    """Regions that a region lies in, the nation first."""
    known = all_regions()
    above: list[Region] = []
    while region.parent_code in known:
        region = known[str(region.parent_code)]
        above.insert(0, region)
    return above


def _beside(region: Region) -> tuple[list[Region], list[Region]]:
    """Regions of the same kind under the same parent before and after a region, the nearest first."""
    same = peers(region)
    at = same.index(region)
    return same[:at][::-1], same[at + 1 :]


def _first_pages(task: Task, regions: Iterable[Region], is_page: Callable[[str], bool]) -> Iterator[Place]:
    """Page of each region: the same report if it has that, else its first, in the language of the task."""
    for region in regions:
        for report in (task.report, *REPORTS):
            page = replace(task, region=region, report=report).page
            if is_page(page):
                yield Place(region.code, region.name, UP + page)
                break


def _nearest(task: Task, regions: Iterable[Region], is_page: Callable[[str], bool]) -> Place | None:
    pages = ((region, replace(task, region=region).page) for region in regions)
    return next((Place(region.code, region.name, UP + page) for region, page in pages if is_page(page)), None)


def index_name(language: str) -> str:
    """File name of the index in a language."""
    return _name("index", language)


def claims_name(language: str) -> str:
    """File name of the page of claims in a language."""
    return _name("claims", language)


def compare_name(language: str) -> str:
    """File name of the comparison of two regions in a language."""
    return _name("compare", language)


def _name(page: str, language: str) -> str:
    return f"{page}.html" if language == SOURCE else f"{page}.{language}.html"
