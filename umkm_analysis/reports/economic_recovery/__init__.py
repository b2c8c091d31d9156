"""Report on a region's economic recovery."""

from __future__ import annotations

from enum import StrEnum

from umkm_analysis.i18n.translation import mark
from umkm_analysis.reports.report import Deferred, Report

ANALYSIS = f"{__name__}.analysis"
"""Imported when it is needed: it takes pandas."""


class Unavailable(StrEnum):
    """Reasons why there can be no report on a region."""

    NO_FIGURE = "no GRDP level or growth of this region"


REPORT = Report(
    package=__name__,
    title=mark("Pemulihan ekonomi"),
    summary="growth, swing, level index 2019 = 100, break-even, recovery, trends, resilience, rank, sectors",
    examples=("3576", "3500", "0000", "3577"),
    parameters={"base_year": 2019},
    is_compared=True,
    subject="economy",
    analyse=Deferred(ANALYSIS, "analyse"),
    inputs=Deferred(ANALYSIS, "inputs"),
    unavailable_reason=Deferred(ANALYSIS, "unavailable_reason"),
    reasons={Unavailable.NO_FIGURE: mark("angka PDRB dan pertumbuhannya tidak tersedia untuk daerah ini")},
)
