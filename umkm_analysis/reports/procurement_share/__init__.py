"""Report on a region's procurement shares."""

from __future__ import annotations

from enum import StrEnum

from umkm_analysis.i18n.translation import mark
from umkm_analysis.reports.report import Deferred, Report

ANALYSIS = f"{__name__}.analysis"
"""Imported when it is needed: it takes pandas."""


class Unavailable(StrEnum):
    """Reasons why there can be no report on a region."""

    NOTHING_PUBLISHED = "no published procurement figure of this region"


REPORT = Report(
    package=__name__,
    title=mark("Pangsa pengadaan"),
    summary="every published share with numerator, denominator, basis, date and source, against the mandate of its day",
    examples=("3576", "3500", "0000"),
    subject="procurement",
    analyse=Deferred(ANALYSIS, "analyse"),
    inputs=Deferred(ANALYSIS, "inputs"),
    extra_inputs=Deferred(ANALYSIS, "extra_inputs"),
    unavailable_reason=Deferred(ANALYSIS, "unavailable_reason"),
    reasons={Unavailable.NOTHING_PUBLISHED: mark("belum ada angka pengadaan yang dipublikasikan untuk daerah ini")},
)
