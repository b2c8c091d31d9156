"""Every report shown once to nobody, so that tables, fonts and messages are at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.analyses import economic_recovery, procurement_share, province_overview, umkm_onboarding
from umkm_analysis.datasets import regions
from umkm_analysis.errors import UmkmError
from umkm_analysis.i18n.translation import NAMES, speaking, t
from umkm_analysis.presentation import onboarding, procurement, province, recovery

if TYPE_CHECKING:
    from collections.abc import Collection
    from types import ModuleType

REPORTS = {
    "economic-recovery": (economic_recovery, recovery, ("3576",)),
    "procurement-share": (procurement_share, procurement, ("3576", "3500", "0000")),
    "province-overview": (province_overview, province, ("3500",)),
    "umkm-onboarding": (umkm_onboarding, onboarding, ("3576",)),
}
"""Report: its analysis, what it shows, and regions to try it on."""
THREADED = "data/lines"
"""What is read with DuckDB, whose threads the process that reports are forked from must not have."""


def rehearse(reports: Collection[str] | None = None) -> None:
    """Show reports; data that cannot be used is the build's to refuse, not ours.

    Parameters
    ----------
    reports
        Names of reports; None for all of them.
    """
    for language in NAMES:
        with speaking(language):
            t("Sumber:")  # its catalogue is read
    for name in REPORTS if reports is None else [one for one in REPORTS if one in reports]:
        analysis, page, codes = REPORTS[name]
        region = next((code for code in codes if not _is_threaded(analysis, code)), None)
        if region is None:
            continue
        try:
            result = analysis.analyse(region)
            for part in page.CELLS:
                getattr(page, part)(result)
        except UmkmError:
            continue


def _is_threaded(analysis: ModuleType, code: str) -> bool:
    return hasattr(analysis, "beside") and THREADED in analysis.beside(regions.find(code))
