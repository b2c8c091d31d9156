"""Every report shown once to nobody, so that tables, fonts and messages are at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.datasets import regions
from umkm_analysis.errors import UmkmError
from umkm_analysis.i18n.translation import NAMES, speaking, t
from umkm_analysis.reports.economic_recovery import analysis as recovery_analysis
from umkm_analysis.reports.economic_recovery import page as recovery_page
from umkm_analysis.reports.procurement_share import analysis as procurement_analysis
from umkm_analysis.reports.procurement_share import page as procurement_page
from umkm_analysis.reports.province_overview import analysis as province_analysis
from umkm_analysis.reports.province_overview import page as province_page
from umkm_analysis.reports.umkm_onboarding import analysis as onboarding_analysis
from umkm_analysis.reports.umkm_onboarding import page as onboarding_page

if TYPE_CHECKING:
    from collections.abc import Collection
    from types import ModuleType

REPORTS = {
    "economic-recovery": (recovery_analysis, recovery_page, ("3576",)),
    "procurement-share": (procurement_analysis, procurement_page, ("3576", "3500", "0000")),
    "province-overview": (province_analysis, province_page, ("3500",)),
    "umkm-onboarding": (onboarding_analysis, onboarding_page, ("3576",)),
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
