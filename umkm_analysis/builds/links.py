"""Where a page points: its index, itself in other languages, its place on the web."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from umkm_analysis.i18n.translation import NAMES, SOURCE

if TYPE_CHECKING:
    from collections.abc import Sequence
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
    """What a page points to; every path is relative to the page."""

    index: str = UP + "index.html"
    others: tuple[Other, ...] = ()
    address: str | None = None
    """The page's own address on the web."""


def links_of(task: Task, *, output: Path, languages: Sequence[str], address: str | None = None) -> Links:
    """Say where a report's page points.

    Parameters
    ----------
    task
        The report.
    output
        The output folder: other languages that lie there already are pointed to.
    languages
        Those of this build, which will lie there.
    address
        Where on the web the output folder will stand.
    """
    others = []
    for language in NAMES:
        page = replace(task, language=language).page
        if language != task.language and (language in languages or (output / page).is_file()):
            others.append(Other(language, UP + page))
    public = f"{address.rstrip('/')}/{task.page}" if address else None
    return Links(UP + index_name(task.language), tuple(others), public)


def index_name(language: str) -> str:
    """Name the index in a language."""
    return "index.html" if language == SOURCE else f"index.{language}.html"
