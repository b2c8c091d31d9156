"""Fingerprints of a report's inputs: as long as none of them changes, its page need not be built again."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

from umkm_analysis.builds.own.reading import modules_of
from umkm_analysis.builds.staleness import code_fingerprint
from umkm_analysis.builds.table_answers import TableAnswers
from umkm_analysis.datasets import fingerprints, project
from umkm_analysis.i18n.translation import NAMES, SOURCE, catalogue_path
from umkm_analysis.jupyter.linked_files import linked_files
from umkm_analysis.pages import assets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from umkm_analysis.builds.job import Job
    from umkm_analysis.reports.report import Report

Fingerprints = dict[str, str]
"""Input → the first digits of its SHA-256."""


def fingerprint_inputs(job: Job, answers: TableAnswers | None = None) -> Fingerprints:
    """Fingerprints of everything that a report's page depends on.

    Parameters
    ----------
    job
        The report.
    answers
        What is known of the tables; None for nothing.
    """
    task, answers = job.task, answers or TableAnswers()
    prints = {
        **_of_report(task.report),
        "parameters": _short(repr(sorted(job.given.items()))),
        "links": _short(repr(job.links)),
        **answers.fingerprints(task.report, task.region),
    }
    return prints if task.language == SOURCE else {**prints, "messages": messages(task.language)}


def changed_inputs(now: Mapping[str, str], before: Mapping[str, str]) -> list[str]:
    """Names of the inputs whose fingerprints differ."""
    return [name for name in {**before, **now} if now.get(name) != before.get(name)]


def everything() -> tuple[str, ...]:
    """Fingerprints of all data, the template, all message catalogues and the libraries."""
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
    """Fingerprint of what every page may contain: template, style sheets, scripts, typeface, land of maps."""
    files = [path for path in assets.TEMPLATES.rglob("*") if path.is_file()]
    return code_fingerprint.fingerprint(sorted([*files, *assets.FACES.values(), assets.LAND]))


@cache
def messages(language: str) -> str:
    """Fingerprint of a language's message catalogue."""
    return code_fingerprint.fingerprint_of(catalogue_path(language))


@project.cached_per_project
def _of_report(report: Report) -> Fingerprints:
    notebook = project.notebook(report.notebook)
    pictures = [code_fingerprint.fingerprint_of(file) for file in linked_files(notebook)]
    modules = [code_fingerprint.fingerprint_of(file) for file in modules_of(notebook)] if report.is_own else []
    return {
        "notebook": code_fingerprint.fingerprint_of(notebook),
        **({"pictures": _short(repr(pictures))} if pictures else {}),
        **({"modules": _short(repr(modules))} if modules else {}),
        "code": code_fingerprint.of_package() if report.is_own else code_fingerprint.of_notebook(notebook),
        "template": template(),
        "libraries": code_fingerprint.libraries(),
        "contract": code_fingerprint.fingerprint_of(project.published() / project.MARKER.name),
    }


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[: fingerprints.DIGITS]
