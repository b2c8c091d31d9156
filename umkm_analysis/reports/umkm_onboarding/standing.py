"""Changes of the onboarding report since the earlier edition: its published figures, and the verdicts on claims."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from umkm_analysis.pages.editions import changes
from umkm_analysis.pages.editions.standing import Standing
from umkm_analysis.reports.umkm_onboarding import analysis

if TYPE_CHECKING:
    from umkm_analysis.datasets.regions import Region
    from umkm_analysis.pages.editions.changes import Changes
    from umkm_analysis.reports.umkm_onboarding.analysis import UmkmOnboarding


def since(result: UmkmOnboarding) -> Changes | None:
    """What changed since the earlier edition; None where there is none."""
    return changes.since(result, now=Standing, again=partial(of_region, result.region), worded=lambda found: found)


def of_region(region: Region) -> Standing | None:
    """Say whether there can be a report; it has no verdicts of its own."""
    return Standing() if analysis.unavailable_reason(region) is None else None
