"""Pages held against what they were asked for, before they are published or printed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from umkm_analysis.builds.output.safe_files import read_regular
from umkm_analysis.i18n.translation import NAMES, t, use_language
from umkm_analysis.jupyter.records import RecordMismatchError, differences, mismatch
from umkm_analysis.reports.registry import REPORTS

if TYPE_CHECKING:
    from pathlib import Path

    from umkm_analysis.builds.job import Job


def refuse_other_page(record: str | bytes, job: Job) -> None:
    """Hold the record of a page against its job: region, language, report and every parameter.

    Parameters
    ----------
    record
        The record, as JSON.
    job
        What was asked for.

    Raises
    ------
    RecordMismatchError
        If it is of something else.
    """
    found = json.loads(record)
    title = str(found["page"].get("report"))
    with use_language(job.task.language):
        others = {t(report.title): report.name for report in REPORTS if report is not job.task.report}
        own = t(job.task.report.title)
    other = others.get(title) if title != own else None
    report = [] if other is None or job.task.report.is_own else [f"report {other} instead of {job.task.report.name}"]
    wrong = [*report, *differences(found, job.given)]
    if wrong:
        raise RecordMismatchError(mismatch(wrong))


def misplaced(page: Path) -> str | None:
    """Say why a page is not the one that its place names, by the record beside it; None if it is, or there is none.

    Parameters
    ----------
    page
        LANGUAGE/CODE-NAME/REPORT.html in an output folder.
    """
    record, language, slug = page.with_suffix(".json"), page.parent.parent.name, page.parent.name
    if language not in NAMES or not record.exists():
        return None
    try:
        found = json.loads(read_regular(record))
        wrong = differences(found, {"language": language, "region": slug[:4]})
    except (OSError, ValueError, AttributeError, RecursionError):
        return "the JSON beside it is no record of a report; build it again"
    return mismatch(wrong) if wrong else None
