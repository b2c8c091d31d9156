"""Warm-up: render every report once before forking, so that tables, fonts and messages are in memory."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING

import umkm_analysis
from umkm_analysis import figure_settings
from umkm_analysis.builds.own import reading
from umkm_analysis.builds.workers import memory
from umkm_analysis.datasets import regions
from umkm_analysis.datasets.fingerprints import LINES
from umkm_analysis.i18n import formatting
from umkm_analysis.i18n.translation import NAMES, t, use_language
from umkm_analysis.import_blocker import deferred
from umkm_analysis.reports.registry import REPORTS

if TYPE_CHECKING:
    from collections.abc import Collection

    from umkm_analysis.reports.report import Report

MODEL = "economic-recovery"
"""Report that reads what most notebooks of one's own read, and draws with what they draw with."""
PARTS_OF_NUMPY = ("numpy.ctypeslib", "numpy.f2py", "numpy.testing")
"""scipy takes all names of numpy, and so its compiler of Fortran and its tests, 5 MB that nobody looks at."""


def render_once(reports: Collection[str] | None = None) -> None:
    """Render reports for an example region each; errors are left to the build, which names them.

    Figures refer to themselves in circles. What one rendering leaves behind is freed before the next one takes memory.

    Parameters
    ----------
    reports
        Names of reports, and of pages of own notebooks; None for all reports. For own ones the public library is
        imported, and a report is rendered in any case.
    """
    is_own = any(map(reading.is_page_name, reports or ()))
    if is_own and not {report.name for report in REPORTS} & {*(reports or ())}:
        reports = [MODEL]
    for language in NAMES:
        with use_language(language):
            t("Sumber:")  # its catalogue is read
    _import_pages(reports)
    if is_own:
        with suppress(Exception):  # as in _import_pages
            _prepare_own()
    memory.settle()
    formatting.prepare()  # now, so that what comes takes the place of what this lets go of
    for report in REPORTS:
        if reports is not None and report.name not in reports:
            continue
        region = next((code for code in report.examples if not _starts_threads(report, code)), None)
        if region is None:
            continue
        with suppress(Exception), deferred(*PARTS_OF_NUMPY):  # as in _import_pages
            _render(report, region)
        memory.settle()


def import_all(reports: Collection[str] | None = None) -> None:
    """Import what the notebooks of reports, and figures, are made with; nothing is read or rendered.

    Parameters
    ----------
    reports
        Names of reports; None for all of them.
    """
    figure_settings.import_pyplot()
    _import_pages(reports)


def _import_pages(reports: Collection[str] | None) -> None:
    for report in REPORTS:
        if reports is None or report.name in reports:
            with suppress(Exception):  # a report that cannot be shown fails when it is built, and says why
                report.page()


def _prepare_own() -> None:
    """Import the public library, and what shows a table and a figure, which pages of the package show otherwise."""
    figure_settings.import_pyplot()
    for name in umkm_analysis.__all__:
        getattr(umkm_analysis, name)
    from matplotlib.figure import Figure  # noqa: PLC0415 - where it is needed
    from pandas import DataFrame  # noqa: PLC0415 - likewise

    table = DataFrame({"year": [2025]})
    table.to_html(), repr(table)
    figure = Figure()
    figure.text(0, 0, "2025")
    figure.savefig(BytesIO(), format="png")


def _render(report: Report, code: str) -> None:
    result, page = report.analyse(code), report.page()
    for cell in page.CELLS:
        getattr(page, cell)(result)


def _starts_threads(report: Report, code: str) -> bool:
    """Whether it reads lines: DuckDB's threads must not be in the process that reports are forked from."""
    return LINES in report.extra_inputs(regions.find(code))
