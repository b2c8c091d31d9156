"""Report on a region's UMKM on their way to the e-catalogue."""

from __future__ import annotations

from enum import StrEnum

from umkm_analysis.i18n.translation import mark
from umkm_analysis.reports.report import Deferred, Report

ANALYSIS = f"{__name__}.analysis"
"""Imported when it is needed: it takes pandas."""


class Unavailable(StrEnum):
    """Reasons why there can be no report on a region."""

    NEITHER_FIGURE_NOR_REGISTER = "no published onboarding figure and no register of this region"


REPORT = Report(
    package=__name__,
    title=mark("Digitalisasi UMKM"),
    summary="UMKM on the way to catalogues, channels and certificates: from published counts, and from the office's "
    "own register",
    examples=("3576",),
    kinds=("kabupaten", "kota"),
    parameters={"entry_days": 90},
    subject="umkm",
    analyse=Deferred(ANALYSIS, "analyse"),
    inputs=Deferred(ANALYSIS, "inputs"),
    extra_inputs=Deferred(ANALYSIS, "extra_inputs"),
    unavailable_reason=Deferred(ANALYSIS, "unavailable_reason"),
    reasons={
        Unavailable.NEITHER_FIGURE_NOR_REGISTER: mark(
            "belum ada angka UMKM yang dipublikasikan dan belum ada register untuk daerah ini"
        )
    },
)
