"""Report on a region's economic recovery."""

from __future__ import annotations

from umkm_analysis.i18n.translation import mark
from umkm_analysis.reports.economic_recovery import analysis
from umkm_analysis.reports.report import Report

REPORT = Report(
    package=__name__,
    title=mark("Pemulihan ekonomi"),
    summary="growth, swing, level index 2019 = 100, break-even, recovery, trends, resilience, rank, sectors",
    examples=("3576", "3500", "0000", "3577"),
    parameters={"base_year": 2019},
    is_compared=True,
    subject="economy",
    analyse=analysis.analyse,
    inputs=analysis.inputs,
    unavailable_reason=analysis.unavailable_reason,
    reasons={analysis.Unavailable.NO_FIGURE: mark("angka PDRB dan pertumbuhannya tidak tersedia untuk daerah ini")},
)
