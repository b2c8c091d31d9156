"""Every report shown once to nobody, so that tables, fonts, text metrics and messages are at hand."""

from __future__ import annotations

from umkm_analysis.analyses import economic_recovery, procurement_share, province_overview, umkm_onboarding
from umkm_analysis.errors import UmkmError
from umkm_analysis.presentation import onboarding, procurement, province, recovery
from umkm_analysis.presentation.language import NAMES, speaking

REPORTS = (
    (economic_recovery, recovery, "3576"),
    (procurement_share, procurement, "3576"),
    (province_overview, province, "3500"),
    (umkm_onboarding, onboarding, "3576"),
)


def rehearse() -> None:
    """Show every report in every language; data that cannot be used is the build's to refuse, not ours."""
    for language in NAMES:
        with speaking(language):
            for analysis, page, region in REPORTS:
                try:
                    result = analysis.analyse(region)
                    for part in page.CELLS:
                        getattr(page, part)(result)
                except UmkmError:
                    return
