"""Plan of a build: regions × reports × languages, and what is left out and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_analysis.builds.table_answers import TableAnswers
from umkm_analysis.datasets import regions
from umkm_analysis.errors import UsageError
from umkm_analysis.i18n.translation import NAMES, SOURCE, known

if TYPE_CHECKING:
    from collections.abc import Sequence
    from enum import StrEnum

    from umkm_analysis.datasets.regions import Region
    from umkm_analysis.reports.report import Report

HOME_PROVINCE = "3500"
FORUM_GUESTS = ("1374", "5171")
"""The two other cities of the forum at which it all began: Padang Panjang and Denpasar."""


@dataclass(frozen=True, slots=True)
class Task:
    """One report on one region in one language."""

    region: Region
    report: Report
    language: str = SOURCE

    @property
    def page(self) -> str:
        """Path of its page inside the output folder."""
        return f"{self.language}/{self.region.slug}/{self.report.name}.html"

    @property
    def title(self) -> str:
        """Region, report and language in one line."""
        return f"{self.region.code} {self.region.name} · {self.report.name} · {self.language}"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A report that cannot be made for a region."""

    region: Region
    report: Report
    reason: StrEnum
    """Code of the reason; ``words`` puts it into words."""

    @property
    def words(self) -> str:
        """The reason in words: Indonesian, marked for translation."""
        return self.report.reasons[self.reason]


@dataclass(frozen=True)
class Plan:
    """Tasks of a build, and the reports that cannot be made."""

    tasks: tuple[Task, ...]
    left_out: tuple[LeftOut, ...]


def choose_regions(
    *, named: Sequence[str] = (), provinces: Sequence[str] = (), everything: bool = False
) -> list[Region]:
    """Choose regions by scope.

    Parameters
    ----------
    named
        Codes or names.
    provinces
        Codes or names of provinces; the kabupaten and kota of each are included.
    everything
        All regions.

    Returns
    -------
    Regions without repeats, in the order of data/regions.csv. Without any scope: Jawa Timur, its 38, and the two other
    cities of the forum.

    Raises
    ------
    UsageError
        If a region is unknown, a province is not one, or everything is combined with a narrower scope.
    """
    refuse_bad_scope(named=named, provinces=provinces, everything=everything)
    all_regions = regions.all_regions()
    if everything:
        return list(all_regions.values())
    if not named and not provinces:
        named, provinces = FORUM_GUESTS, (HOME_PROVINCE,)
    codes = {regions.find(name).code for name in named}
    for name in provinces:
        province = regions.find(name)
        _refuse_no_province(province)
        codes |= {region.code for region in all_regions.values() if province.code in {region.code, region.parent_code}}
    return [region for region in all_regions.values() if region.code in codes]


def refuse_bad_scope(*, named: Sequence[str] = (), provinces: Sequence[str] = (), everything: bool = False) -> None:
    """Refuse a scope that :func:`choose_regions` would refuse, in milliseconds: before anything heavy is imported.

    Raises
    ------
    UsageError
        If a region is unknown, a province is not one, or everything is combined with a narrower scope; what only
        validated tables can tell is left to :func:`choose_regions`.
    """
    if everything and (named or provinces):
        raise UsageError("--all already covers every region: leave out --region and --province.")
    for name in named:
        regions.as_printed(name)
    for name in provinces:
        _refuse_no_province(regions.as_printed(name))


def _refuse_no_province(region: Region | None) -> None:
    if region is not None and region.kind != "province":
        above = regions.as_printed(region.parent_code) if region.is_local and region.parent_code else None
        lies = f", and lies in {above.code} {above.name}" if above else ""
        alone = f"umkm build makes its pages alone with --region {region.code}."
        raise UsageError(f"{region.code} {region.name} is no province{lies}. {alone}")


def choose_languages(options: Sequence[str]) -> tuple[str, ...]:
    """Read a choice of languages.

    Parameters
    ----------
    options
        Codes; one option may hold several, separated by commas.

    Returns
    -------
    Codes without repeats, in the order of the options; all languages if there is none.

    Raises
    ------
    UsageError
        If there is no such language.
    """
    codes = [known(code.strip().lower()) for option in options for code in option.split(",") if code.strip()]
    return tuple(dict.fromkeys(codes or NAMES))


def make_plan(  # noqa: PLR0913 - what, where, how many, and what is known
    chosen: Sequence[Region],
    *,
    reports: Sequence[str] = (),
    own: Sequence[Report] = (),
    languages: Sequence[str] = (SOURCE,),
    limit: int | None = None,
    answers: TableAnswers | None = None,
) -> Plan:
    """Pair regions with reports and languages.

    Parameters
    ----------
    chosen
        The regions.
    reports
        Names of reports; all reports if empty, and none of them if there are notebooks of the person's own.
    own
        Notebooks of the person's own.
    languages
        Codes of languages.
    limit
        Maximum number of pages.
    answers
        What is known of the tables; None for nothing.
    """
    answers = answers or TableAnswers()
    from umkm_analysis.reports.registry import REPORTS, find_report  # noqa: PLC0415 - pandas, as regions.all_regions

    named = {find_report(name) for name in reports}
    wanted = [*(report for report in REPORTS if report in named or not (named or own)), *own]
    tasks, left_out = [], []
    for region in chosen:
        for report in wanted:
            if not (named or report.concerns(region)):
                continue  # nobody asked for it here
            reason = answers.unavailable_reason(report, region)
            if reason is None:
                tasks += [Task(region, report, language) for language in languages]
            else:
                left_out.append(LeftOut(region, report, reason))
    return Plan(tuple(tasks[:limit]), tuple(left_out))
