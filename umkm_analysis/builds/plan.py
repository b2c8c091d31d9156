"""What to build: regions × reports, and what is left out and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_analysis.datasets import regions
from umkm_analysis.errors import UsageError
from umkm_analysis.i18n.translation import NAMES, SOURCE, known
from umkm_analysis.reports.registry import REPORTS, find_report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from enum import StrEnum

    from umkm_analysis.datasets.regions import Region
    from umkm_analysis.reports.report import Report

HOME_PROVINCE = "3500"
FORUM_GUESTS = ("1374", "5171")
"""The two other cities of the forum at which it all began: Padang Panjang and Denpasar."""


@dataclass(frozen=True)
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
        """Name it on a line."""
        return f"{self.region.code} {self.region.name} · {self.report.name} · {self.language}"


@dataclass(frozen=True)
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
    """Everything one build is about."""

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
        Codes or names of provinces: each stands for itself and its kabupaten and kota.
    everything
        All regions.

    Returns
    -------
    Regions without repeats, in the order of data/regions.csv. Without any scope: Jawa Timur, its 38, and the two other
    cities of the forum.

    Raises
    ------
    UsageError
        For an unknown region, a province that is none, or everything together with a narrower scope.
    """
    if everything and (named or provinces):
        raise UsageError("--all already covers every region: leave out --region and --province.")
    known = regions.all_regions()
    if everything:
        return list(known.values())
    if not named and not provinces:
        named, provinces = FORUM_GUESTS, (HOME_PROVINCE,)
    wanted = {regions.find(one).code for one in named}
    for one in provinces:
        province = regions.find(one)
        if province.kind != "province":
            raise UsageError(
                f"{province.code} {province.name} is no province; use --region {province.code} for it alone."
            )
        wanted |= {region.code for region in known.values() if province.code in {region.code, region.parent_code}}
    return [region for region in known.values() if region.code in wanted]


def choose_languages(given: Sequence[str]) -> tuple[str, ...]:
    """Read a choice of languages.

    Parameters
    ----------
    given
        Codes, several in one with commas between them.

    Returns
    -------
    Codes without repeats, in the order given; every language if none is given.

    Raises
    ------
    UsageError
        If there is no such language.
    """
    wanted = [known(code.strip().lower()) for one in given for code in one.split(",") if code.strip()]
    return tuple(dict.fromkeys(wanted or NAMES))


def make_plan(
    chosen: Sequence[Region],
    *,
    reports: Sequence[str] = (),
    languages: Sequence[str] = (SOURCE,),
    limit: int | None = None,
) -> Plan:
    """Pair regions with reports and languages.

    Parameters
    ----------
    chosen
        The regions.
    reports
        Names of reports; all of them if none is given.
    languages
        Codes of languages.
    limit
        Build at most so many pages.
    """
    wanted = [report for report in REPORTS if report in {find_report(name) for name in reports}] if reports else REPORTS
    tasks, left_out = [], []
    for region in chosen:
        for report in wanted:
            if not (reports or report.concerns(region)):
                continue  # nobody asked for it here
            reason = report.unavailable_reason(region)
            if reason is None:
                tasks += [Task(region, report, language) for language in languages]
            else:
                left_out.append(LeftOut(region, report, reason))
    return Plan(tuple(tasks[:limit]), tuple(left_out))
