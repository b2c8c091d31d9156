"""Sector analysis of a region: contributions to growth, location quotients, shift-share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from umkm_analysis.analysis.growth_path import FROM_LEVELS, GrowthPath
from umkm_analysis.datasets import series
from umkm_analysis.datasets.breaks import Break, breaks_of
from umkm_analysis.metrics import structure
from umkm_analysis.summaries import summarised

if TYPE_CHECKING:
    from umkm_analysis.datasets.regions import Region


@summarised
@dataclass(frozen=True)
class SectorAnalysis:
    """Sector figures of one region; frames are sector code × …."""

    contribution: pd.DataFrame
    """Sector × year: percentage points of the region's growth."""
    residual: pd.Series
    """Year → growth that the printed sectors do not add up to, percentage points."""
    share: pd.Series
    """Share in the base year's GRDP, per cent."""
    location_quotient: pd.Series | None
    """Against the province, base year; None without a reference's sectors."""
    shift_share: pd.DataFrame | None
    """Sector × national, industry_mix, regional, change: billion rupiah, base year to last year."""
    first_year: int
    last_year: int
    breaks: tuple[Break, ...] = ()
    """Breaks between the region's sectors of the base year and of the last year: what lies across them is left out."""


def sector_analysis(own: Region, reference: Region | None, base_year: int, path: GrowthPath) -> SectorAnalysis | None:
    """Work out the sector figures of a region, or None where there are none.

    Parameters
    ----------
    own
        The region.
    reference
        Its province, whose sectors the shift-share compares with.
    base_year
        Start of the shift-share window.
    path
        The region's growth; years whose growth does not rest on levels (a level was withheld) are left out, and years
        whose sectors a break parts from those of the year before, or whose year before has no sectors.
    """
    levels = series.sector_levels(own.code)
    if levels.empty or base_year not in levels:
        return None
    measured = path.growth_from[own.code] == FROM_LEVELS
    breaks = breaks_of([own.code], "grdp_sector")
    broken = {one.year for one in breaks}
    years = [int(year) for year in levels.columns if year > base_year and measured.get(year, False)]
    years = [year for year in years if year not in broken and year - 1 in levels]
    if not years:
        return None
    totals = series.levels()[own.code]
    contribution = pd.DataFrame(
        {year: structure.contribution(levels[year - 1], levels[year], total=totals[year - 1]) for year in years}
    )
    growth = path.growth.loc[years, own.code]
    others = series.sector_levels(reference.code) if reference else pd.DataFrame()
    compared = base_year in others and own.code != reference.code  # type: ignore[union-attr]
    last = years[-1]
    crossed = tuple(one for one in breaks if base_year < one.year <= last)
    return SectorAnalysis(
        contribution=contribution,
        residual=structure.contribution_residual(contribution.fillna(0.0), growth),  # missing is unexplained
        share=levels[base_year] / totals[base_year] * 100,
        location_quotient=structure.location_quotient(levels[base_year], others[base_year]) if compared else None,
        shift_share=structure.shift_share(
            levels[base_year], levels[last], reference_start=others[base_year], reference_end=others[last]
        )
        if compared and last in others and not crossed  # the province may end before its region
        else None,
        first_year=base_year,
        last_year=last,
        breaks=crossed,
    )
