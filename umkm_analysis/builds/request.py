"""What a build is asked for, checked before anything heavy is imported: an error of use is answered at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_analysis.builds.own import reading
from umkm_analysis.builds.plan import choose_languages, refuse_bad_scope
from umkm_analysis.errors import UsageError
from umkm_analysis.jupyter.parameters import refuse_unknown
from umkm_analysis.reports import names

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(frozen=True)
class Asked:
    """Regions, reports, notebooks and languages of a build."""

    region: tuple[str, ...]
    """As they were named; provinces likewise."""
    province: tuple[str, ...]
    everything: bool
    reports: tuple[str, ...]
    """Empty for all of them, or for none where there are notebooks."""
    notebooks: tuple[Path, ...]
    """Of the person's own."""
    languages: tuple[str, ...]
    parameters: tuple[str, ...]
    """As NAME=VALUE."""
    limit: int | None
    warmed: tuple[str, ...]
    """Names of the reports that its pages are made of, or may be, and of pages of notebooks of the person's own."""
    pages: int | None
    """At most so many pages; None where only a plan knows."""


def read_asked(  # noqa: PLR0913 - one argument for each option
    *,
    region: Sequence[str],
    province: Sequence[str],
    everything: bool,
    report: Sequence[str],
    notebook: Sequence[Path],
    language: Sequence[str],
    parameter: Sequence[str],
    limit: int | None,
    cluster: str | None,
) -> Asked:
    """Read the options of ``umkm build`` that say what is built.

    Raises
    ------
    UsageError
        If a region, report, language or parameter does not exist, or a notebook cannot become a page there.
    """
    if notebook and cluster is not None:
        raise UsageError("--notebook is built on this machine only: leave out --cluster.")
    languages = choose_languages(language)
    files = reading.distinct(notebook)
    cells = reading.each_read(files, reading.cells_of)
    reports = list(map(names.known, report)) or ([] if files else list(names.names()))
    refuse_bad_scope(named=region, provinces=province, everything=everything)
    refuse_unknown(parameter, [*map(names.notebook, reports), *files])
    own = [(*reading.bases_of(each), reading.page_name(file)) for file, each in zip(files, cells, strict=True)]
    most = [] if limit is None else [limit]
    if region and not province and not everything:
        most.append(len(region) * len({*reports, *files}) * len(languages))
    warmed = sorted({*reports, *(name for each in own for name in each)})
    return Asked(
        tuple(region),
        tuple(province),
        everything,
        tuple(report),
        tuple(files),
        languages,
        tuple(parameter),
        limit,
        tuple(warmed),
        min(most, default=None),
    )
