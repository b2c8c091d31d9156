"""Links of a page: to its index, the page of claims, its other languages, and its address on the web."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from umkm_analysis.datasets.regions import members
from umkm_analysis.i18n.translation import NAMES, SOURCE
from umkm_analysis.reports.registry import REPORTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from umkm_analysis.builds.plan import Task

UP = "../../"
"""From a page to the output folder."""


@dataclass(frozen=True)
class Other:
    """The same page in another language."""

    language: str
    href: str

    @property
    def name(self) -> str:
        """The language's own name."""
        return NAMES[self.language]


@dataclass(frozen=True)
class Links:
    """Links of a page; every path is relative to the page."""

    index: str = UP + "index.html"
    claims: str = UP + "claims.html"
    others: tuple[Other, ...] = ()
    address: str | None = None
    """The page's own address on the web."""
    regions: tuple[tuple[str, str], ...] = ()
    """BPS codes of the regions on the page's map that have a page, and its path."""


def links_of(
    task: Task, *, output: Path, languages: Sequence[str], address: str | None = None, planned: Collection[str] = ()
) -> Links:
    """Links of a report's page.

    Parameters
    ----------
    task
        The report.
    output
        The output folder; pages in other languages that exist there are linked.
    languages
        Languages of this build, whose pages are linked although they may not exist yet.
    address
        Address of the output folder on the web.
    planned
        Pages of this build, which are linked although they may not exist yet.
    """
    others = []
    for language in NAMES:
        page = replace(task, language=language).page
        if language != task.language and (language in languages or (output / page).is_file()):
            others.append(Other(language, UP + page))
    public = f"{address.rstrip('/')}/{task.page}" if address else None
    return Links(
        UP + index_name(task.language),
        UP + claims_name(task.language),
        tuple(others),
        public,
        tuple(_regions(task, output, planned)),
    )


def _regions(task: Task, output: Path, planned: Collection[str]) -> Iterator[tuple[str, str]]:
    """Pages of a province's regions: the first report that each has, in the language of the province's page."""
    for member in members(task.region) if task.region.kind == "province" else ():
        for report in REPORTS:
            page = replace(task, region=member, report=report).page
            if page in planned or (output / page).is_file():
                yield member.code, UP + page
                break


def index_name(language: str) -> str:
    """File name of the index in a language."""
    return "index.html" if language == SOURCE else f"index.{language}.html"


def claims_name(language: str) -> str:
    """File name of the page of claims in a language."""
    return "claims.html" if language == SOURCE else f"claims.{language}.html"
