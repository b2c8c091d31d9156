"""Report on a province and its kabupaten and kota."""

from __future__ import annotations

from umkm_analysis.i18n.translation import mark
from umkm_analysis.reports.province_overview import analysis
from umkm_analysis.reports.report import Report

REPORT = Report(
    package=__name__,
    title=mark("Tinjauan provinsi"),
    summary="a province's regions on a map and in a ranking, who recovered when, how far apart they lie",
    examples=("3500", "5100"),
    kinds=("province",),
    parameters={"base_year": 2019},
    subject="economy",
    analyse=analysis.analyse,
    inputs=analysis.inputs,
    extra_inputs=analysis.extra_inputs,
    unavailable_reason=analysis.unavailable_reason,
    reasons={analysis.Unavailable.NOT_A_PROVINCE: mark("laporan ini hanya tersedia untuk provinsi")},
)
