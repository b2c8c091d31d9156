"""Report on a province and its kabupaten and kota."""

from __future__ import annotations

from enum import StrEnum

from umkm_analysis.i18n.translation import mark
from umkm_analysis.reports.report import Deferred, Report

ANALYSIS = f"{__name__}.analysis"
"""Imported when it is needed: it takes pandas."""


class Unavailable(StrEnum):
    """Reasons why there can be no overview of a region."""

    NOT_A_PROVINCE = "not a province"


REPORT = Report(
    package=__name__,
    title=mark("Tinjauan provinsi"),
    summary="a province's regions on a map and in a ranking, who recovered when, how far apart they lie",
    examples=("3500", "5100"),
    kinds=("province",),
    parameters={"base_year": 2019},
    subject="economy",
    analyse=Deferred(ANALYSIS, "analyse"),
    inputs=Deferred(ANALYSIS, "inputs"),
    extra_inputs=Deferred(ANALYSIS, "extra_inputs"),
    unavailable_reason=Deferred(ANALYSIS, "unavailable_reason"),
    reasons={Unavailable.NOT_A_PROVINCE: mark("laporan ini hanya tersedia untuk provinsi")},
)
