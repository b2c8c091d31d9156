"""Chart of the province overview's first screen: the map of its regions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.reports.province_overview.map import province_map

if TYPE_CHECKING:
    from umkm_analysis.pages.fragment import Fragment
    from umkm_analysis.reports.province_overview.analysis import ProvinceOverview


def hero(result: ProvinceOverview) -> Fragment:
    """Draw every region by the size of its economy, coloured by its level."""
    return province_map(result)
