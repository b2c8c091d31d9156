"""Standing of a province in the overview: how many of its regions regained their level, and who leads."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from umkm_analysis.analysis.growth_path import growth_path
from umkm_analysis.datasets import regions
from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages import provisional
from umkm_analysis.pages.editions import changes
from umkm_analysis.pages.editions.standing import Series, Standing, Verdict, of_years
from umkm_analysis.reports.province_overview import analysis

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from umkm_analysis.datasets.regions import Region
    from umkm_analysis.pages.editions.changes import Changes
    from umkm_analysis.reports.province_overview.analysis import ProvinceOverview, RankedMembers


def standing(result: ProvinceOverview | RankedMembers) -> Standing:
    """Collect verdicts on the members, and the province's own index."""
    index = Series(
        "index",
        t("indeks PDRB {name}, {base} = 100", name=result.region.name, base=result.base_year),
        of_years(result.path.index[result.region.code]),
        1,
    )
    return Standing(tuple(_verdicts(result)), (index,))


def since(result: ProvinceOverview) -> Changes | None:
    """What changed since the earlier edition; None where there is none."""
    again = partial(_members_of, result.region, result.base_year)
    members = [member.code for member in result.members]
    return changes.since(result, now=lambda: standing(result), again=again, worded=standing, members=members)


def of_region(region: Region, *, base_year: int = 2019) -> Standing | None:
    """Work out a province's standing from the tables in use; None where there can be no report."""
    found = _members_of(region, base_year)
    return None if found is None else standing(found)


def _members_of(region: Region, base_year: int) -> RankedMembers | None:
    if analysis.unavailable_reason(region) is not None:
        return None
    codes = [member.code for member in regions.members(region)]
    path = growth_path([region.code, *codes], base_year=base_year)
    return analysis.ranked_members(region, path, codes)


def _verdicts(result: ProvinceOverview | RankedMembers) -> Iterator[Verdict]:
    base, year, last = result.base_year, result.recovery_year, result.last_year
    label = t("daerah yang mencapai atau melampaui tingkat {base}", base=base)
    then, now = (result.regained_then, len(result.ranked_then)), (result.regained, len(result.ranked))
    codes = [result.region.code, *(member.code for member in regions.members(result.region))]
    states = analysis.provisional_years(result.path, codes)
    marked, newest = provisional.year(year, states), provisional.year(last, states)
    yield Verdict("regained then", then, t("{label}, {year}", label=label, year=marked), _of(*then))
    yield Verdict("regained", now, t("{label}, tahun terakhir", label=label), f"{_of(*now)} ({newest})")
    yield from _leader(result.ranked_then, "leader then", t("indeks tertinggi {year}", year=marked))
    yield from _leader(result.ranked, "leader", t("indeks tertinggi, tahun terakhir"))


def _of(count: int, every: int) -> str:
    return t("{count} dari {every}", count=n.number(count), every=n.number(every))


def _leader(ranked: pd.Series, key: str, label: str) -> Iterator[Verdict]:
    if len(ranked):
        yield Verdict(key, ranked.index[0], label, regions.all_regions()[str(ranked.index[0])].name)
