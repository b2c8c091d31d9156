"""Report on a region's procurement shares."""

from __future__ import annotations

from umkm_analysis.i18n.translation import mark
from umkm_analysis.reports.procurement_share import analysis
from umkm_analysis.reports.report import Report

REPORT = Report(
    package=__name__,
    title=mark("Pangsa pengadaan"),
    summary="every published share with numerator, denominator, basis, date and source, against the mandate of its day",
    examples=("3576", "3500", "0000"),
    subject="procurement",
    analyse=analysis.analyse,
    inputs=analysis.inputs,
    extra_inputs=analysis.extra_inputs,
    unavailable_reason=analysis.unavailable_reason,
    reasons={
        analysis.Unavailable.NOTHING_PUBLISHED: mark("belum ada angka pengadaan yang dipublikasikan untuk daerah ini")
    },
)
