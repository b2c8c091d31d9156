"""What a report's page depends on, part by part: if every part is what it was, the page is what it would be."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

from umkm_analysis.builds.staleness import code_fingerprint
from umkm_analysis.datasets import fingerprints, project
from umkm_analysis.i18n.translation import NAMES, SOURCE, catalogue_path
from umkm_analysis.pages import assets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from umkm_analysis.builds.job import Job
    from umkm_analysis.datasets.regions import Region
    from umkm_analysis.reports.report import Report

Parts = dict[str, str]
"""Part → the first digits of its SHA-256."""
DATA = "data/"
"""Before the name of a table: the rows of it that the report reads."""


def parts_of(job: Job) -> Parts:
    """Fingerprint all that a report's page depends on.

    Parameters
    ----------
    job
        The report as it is to be built.
    """
    task = job.task
    parts = {
        **_of_report(task.report),
        "parameters": _short(repr(sorted({"region": task.region.code, **job.parameters}.items()))),
        "links": _short(repr(job.links)),
        **_rows(task.report, task.region),
        **task.report.extra_inputs(task.region),
    }
    return parts if task.language == SOURCE else {**parts, "messages": messages(task.language)}


def changed(now: Mapping[str, str], then: Mapping[str, str]) -> list[str]:
    """Name the parts that are not what they were."""
    return [part for part in {**then, **now} if now.get(part) != then.get(part)]


def everything() -> tuple[str, ...]:
    """Fingerprint all of data/, of the template, of the catalogues and of the libraries."""
    catalogues = (messages(language) for language in NAMES if language != SOURCE)
    return (
        fingerprints.data_version(project.root()),
        template(),
        *catalogues,
        code_fingerprint.libraries(),
        version("umkm-analysis"),
    )


@cache
def template() -> str:
    """Return the fingerprint of what every page carries: template, style sheets, scripts, typeface."""
    files = [path for path in assets.TEMPLATES.rglob("*") if path.is_file()]
    return code_fingerprint.fingerprint(sorted([*files, assets.FACE]))


@cache
def messages(language: str) -> str:
    """Return the fingerprint of a language's catalogue."""
    return code_fingerprint.fingerprint_of(catalogue_path(language))


@project.cached_per_project
def _of_report(report: Report) -> Parts:
    home = project.root()
    notebook = home / "notebooks" / report.notebook
    return {
        "notebook": code_fingerprint.fingerprint_of(notebook),
        "code": code_fingerprint.of_notebook(notebook),
        "template": template(),
        "libraries": code_fingerprint.libraries(),
        "contract": code_fingerprint.fingerprint_of(home / project.MARKER),
    }


@project.cached_per_project
def _rows(report: Report, region: Region) -> Parts:
    return {DATA + name: digits for name, digits in fingerprints.fingerprints(report.rows_read(region)).items()}


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[: fingerprints.DIGITS]
