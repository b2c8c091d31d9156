"""Report on a region's UMKM on their way to the e-catalogue."""

from __future__ import annotations

from umkm_analysis.i18n.translation import mark
from umkm_analysis.reports.report import Report
from umkm_analysis.reports.umkm_onboarding import analysis

REPORT = Report(
    package=__name__,
    title=mark("Digitalisasi UMKM"),
    summary="UMKM on the way to catalogues, channels and certificates: from published counts, and from the office's "
    "own register",
    examples=("3576",),
    kinds=("kabupaten", "kota"),
    parameters={"entry_days": 90},
    subject="umkm",
    analyse=analysis.analyse,
    inputs=analysis.inputs,
    extra_inputs=analysis.extra_inputs,
    unavailable_reason=analysis.unavailable_reason,
    reasons={
        analysis.Unavailable.NEITHER_FIGURE_NOR_REGISTER: mark(
            "belum ada angka UMKM yang dipublikasikan dan belum ada register untuk daerah ini"
        )
    },
)
