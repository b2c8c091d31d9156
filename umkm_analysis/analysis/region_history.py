"""Changes of a region's code and of a province's territory, and the closed series of a former territory."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_analysis.datasets import regions, series
from umkm_analysis.datasets.region_versions import changed_provinces, region_versions
from umkm_analysis.summaries import summarised

if TYPE_CHECKING:
    import pandas as pd

    from umkm_analysis.datasets.fingerprints import Inputs
    from umkm_analysis.datasets.region_versions import RegionVersion
    from umkm_analysis.datasets.regions import Region


@summarised
@dataclass(frozen=True)
class RegionHistory:
    """What became of a region: its versions on both sides of the last change, and who came or went."""

    region: Region
    version: RegionVersion
    """The present one; its first day is the day of the change."""
    before: RegionVersion | None
    """The one before; None for a province that was founded."""
    province: Region | None
    """The present province of a kabupaten or kota; None for a province."""
    former_provinces: tuple[Region, ...]
    """Provinces that a founded province, or the kabupaten or kota, lay in before."""
    concerned: tuple[Region, ...]
    """Kabupaten and kota that the province holds now or held before; empty for a kabupaten or kota."""
    former_levels: pd.Series | None
    """Published levels of a province's former territory, year → billion rupiah; None elsewhere or where none."""

    @property
    def members(self) -> tuple[Region, ...]:
        """Kabupaten and kota that the province holds now."""
        return tuple(member for member in self.concerned if member.parent_code == self.region.code)

    @property
    def gone(self) -> dict[str, int]:
        """Name of every province that kabupaten and kota went to: how many did."""
        counts: dict[str, int] = {}
        for member in self.concerned:
            if member.parent_code != self.region.code:
                name = regions.all_regions()[str(member.parent_code)].name
                counts[name] = counts.get(name, 0) + 1
        return counts


def region_history(region: Region) -> RegionHistory | None:
    """Work out what changed of a region's code or territory; None where nothing did, or its day is not known."""
    versions = region_versions().get(region.code, ())
    if not versions or versions[-1].valid_from is None:
        return None
    version, before = versions[-1], versions[-2] if len(versions) > 1 else None
    known = regions.all_regions()
    if region.kind == "province" and region.code in changed_provinces():
        concerned = _concerned(region, _day_before(version.valid_from or ""))
        former = {} if before else {code: known[code] for member in concerned for code in _former(member)}
        levels = former_levels(region)
        return RegionHistory(region, version, before, None, tuple(former.values()), concerned, levels)
    if before is None or before.bps_code == version.bps_code:
        return None
    return RegionHistory(region, version, before, regions.province_of(region), (known[before.parent_code],), (), None)


def former_levels(province: Region) -> pd.Series | None:
    """Return the published levels of a province whose territory changed: year → billion rupiah; None where none are."""
    printed = series.levels()
    return (
        printed[province.code].dropna() if province.code in changed_provinces() and province.code in printed else None
    )


def inputs(region: Region) -> Inputs:
    """Rows of the tables that a region's history reads."""
    history = region_history(region)
    if history is None:
        return {}
    concerned = [member.code for member in history.concerned]
    provinces = [member.parent_code for member in history.concerned if member.parent_code]
    provinces += [province.code for province in history.former_provinces]
    return {
        "regions": sorted({region.code, *concerned, *provinces}),
        "region_versions": sorted({region.code, *concerned}),
    }


def _concerned(province: Region, day: str) -> tuple[Region, ...]:
    now = regions.members(province)
    before = [region for region in regions.members_on(province, day) if region not in now]
    return (*now, *before)


def _former(member: Region) -> list[str]:
    """Codes of the provinces that a kabupaten or kota lay in before."""
    versions = region_versions().get(member.code, ())
    return [version.parent_code for version in versions if version.parent_code != member.parent_code]


def _day_before(day: str) -> str:
    return (dt.date.fromisoformat(day) - dt.timedelta(days=1)).isoformat()
