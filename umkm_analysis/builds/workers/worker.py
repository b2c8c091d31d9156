"""Making of a report in a worker process, in one language or in several, from notebook to published page."""

from __future__ import annotations

import os
import tempfile
import time
import traceback
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from umkm_analysis.builds.job import Failure, Made, no_place
from umkm_analysis.builds.output.asked import refuse_other_page
from umkm_analysis.builds.output.private_paths import clean
from umkm_analysis.builds.output.publish import publish_result
from umkm_analysis.builds.own.personal import refuse_personal
from umkm_analysis.builds.staleness.file_states import CHANGED, changed_file
from umkm_analysis.builds.workers import memory
from umkm_analysis.builds.workers.preloader import helper_processes
from umkm_analysis.datasets import fingerprints, project, validity
from umkm_analysis.errors import UmkmError
from umkm_analysis.import_blocker import import_without
from umkm_analysis.jupyter.execute import NotebookFailed, run_notebook, run_variants, save_notebook
from umkm_analysis.jupyter.kernels import kept_kernel, processes
from umkm_analysis.jupyter.kernels.meanwhile import call_meanwhile
from umkm_analysis.jupyter.optional_dependencies import OPTIONAL_DEPENDENCIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from umkm_analysis.builds.job import Job, Result
    from umkm_analysis.jupyter.exporter import Notebook

OTHER_DATA = "data/ changed while it was being built; build again"


def build_together(jobs: Sequence[Job], output: Path) -> list[Result]:
    """Make a report in one language or several, and publish it into an output folder; see :func:`make_together`.

    The executed notebook of one that failed is kept there.
    """
    return [
        publish_result(job.task, made, output, seconds=seconds)
        for job, (made, seconds) in zip(jobs, make_together(jobs), strict=True)
    ]


def make_together(jobs: Sequence[Job]) -> Iterator[tuple[Made | Failure, float]]:
    """Make a report in one language or several.

    What does not depend on the language is worked out once, in one process. What fails in it is made by itself.

    Parameters
    ----------
    jobs
        They differ in the language, and in what follows from it.

    Yields
    ------
    For each job what was made, and the seconds it took.
    """
    start = time.monotonic()
    made = _make_together(jobs)
    together = sum(one is not None for one in made)
    seconds = (time.monotonic() - start) / max(together, 1)
    for job, one in zip(jobs, made, strict=True):
        start = time.monotonic()
        yield (one, seconds) if one is not None else (make_and_clear(job), time.monotonic() - start)


def _make_together(jobs: Sequence[Job]) -> list[Made | Failure | None]:
    """Make a report in its languages; None for those that are to be made by themselves."""
    first, nothing = jobs[0], [None] * len(jobs)
    if any(not job.warm or job.refused for job in jobs) or any(map(_changed_inputs, jobs)):
        return [*nothing]
    if first.sets_aside:
        validity.set_aside_as_planned(first.data_version)
    notebook = project.notebook(first.task.report.notebook)
    processes.adopt_orphans()
    try:
        with tempfile.TemporaryDirectory(prefix="report-") as folder:
            executed = Path(folder) / f"{first.task.report.name}.ipynb"
            call_meanwhile(_prepare_export)
            given, purpose = [job.given for job in jobs], (first.data_version, first.sets_aside)
            runs = run_variants(notebook, executed, given, purpose=purpose, seconds=first.seconds)
            made = [_made_of(job, notebook, run, executed) for job, run in zip(jobs, runs, strict=True)]
    except Exception:  # noqa: BLE001 - whatever it is, each is made by itself, and says so itself
        return [*nothing]
    finally:
        processes.kill_descendants(os.getpid(), spared=helper_processes() | kept_kernel.pids())
    if memory.explain_end():  # together they hold more than each by itself
        return [*nothing]
    return [None if one is None else clean(_changed_inputs(job) or one) for job, one in zip(jobs, made, strict=True)]


def _made_of(job: Job, notebook: Path, run: Notebook | NotebookFailed | None, executed: Path) -> Made | Failure | None:
    if run is None:
        return None
    if isinstance(run, NotebookFailed):
        failed: Made | Failure = Failure(run.reason, run.cell)
    else:
        failed = _export(job, notebook, run, executed)
        if isinstance(failed, Failure) and kept_kernel.pids():  # an earlier report of its kernel may be to blame
            executed.unlink(missing_ok=True)
            return None
    if isinstance(failed, Failure) and executed.is_file():
        failed = replace(failed, executed=executed.read_bytes())
        executed.unlink()
    return failed


def make_and_clear(job: Job) -> Made | Failure:
    """Make one report in a process that makes nothing else, and end whatever it has started; see :func:`make`."""
    processes.adopt_orphans()
    kept_kernel.close()  # or it would be ended below, and its number another process's when it is closed
    try:
        made = make(job)
    finally:
        processes.kill_descendants(os.getpid(), spared=helper_processes())
    reason = memory.explain_end()
    return clean(replace(made, reason=reason) if reason and isinstance(made, Failure) else made)


def make(job: Job) -> Made | Failure:
    """Run and export one report; an error of any kind is returned as its failure."""
    if job.refused:
        return Failure(job.refused)
    changed = _changed_inputs(job)
    if changed is not None:
        return changed
    if job.sets_aside:
        validity.set_aside_as_planned(job.data_version)
    try:
        with tempfile.TemporaryDirectory(prefix="report-") as folder:
            executed = Path(folder) / f"{job.task.report.name}.ipynb"
            made = _make(job, project.notebook(job.task.report.notebook), executed)
            if isinstance(made, Failure) and executed.is_file():
                return replace(made, executed=executed.read_bytes())
    except OSError as error:  # somebody has removed the folder of this build, or the disk is full
        return Failure(no_place(error))
    return _changed_inputs(job) or made


def _changed_inputs(job: Job) -> Failure | None:
    """Why what a report is made of is not what it was planned with; None if it is."""
    changed = changed_file(job.files)
    if changed is not None:
        return Failure(CHANGED.format(name=changed))
    if job.data_version and fingerprints.data_version(project.root()) != job.data_version:
        return Failure(OTHER_DATA)
    return None


def _make(job: Job, notebook: Path, executed: Path) -> Made | Failure:
    try:
        call_meanwhile(_prepare_export)
        notebook_run = run_notebook(notebook, executed, job.given, seconds=job.seconds, warm=job.warm)
    except NotebookFailed as failed:
        return Failure(failed.reason, failed.cell)
    except Exception as error:  # noqa: BLE001 - whatever it is, it costs this report only, and its traceback is printed
        return _failure(error)
    return _export(job, notebook, notebook_run, executed)


def _export(job: Job, notebook: Path, notebook_run: Notebook, executed: Path) -> Made | Failure:
    _import_export()
    from umkm_analysis.builds.output.html import export  # noqa: PLC0415 - see _import_export

    try:
        own = notebook.name if job.task.report.is_own else None
        if own is not None:
            refuse_personal(notebook_run.cells)
        page = export(notebook_run, links=job.links, folder=notebook.parent, own=own)
        refuse_other_page(page.record, job)
    except Exception as error:  # noqa: BLE001 - likewise
        save_notebook(notebook_run, executed)  # a warm kernel's was not written yet
        return _failure(error)
    return Made(page.html.encode(), page.record.encode(), page.warned)


def _import_export() -> None:
    """Import what pages are exported with, a quarter of a second: a fork that runs the cells need not wait for it."""
    import_without(OPTIONAL_DEPENDENCIES, "umkm_analysis.builds.output.html")


def _prepare_export() -> None:
    """Do what the first export of a process would wait for; an error is left to that export, which says it."""
    with suppress(Exception):
        _import_export()
        from umkm_analysis.builds.output.html import warm_exporter  # noqa: PLC0415 - see _import_export

        warm_exporter()


def _failure(error: Exception) -> Failure:
    from umkm_analysis.builds.output.html import NotPublishable  # noqa: PLC0415 - likewise

    if isinstance(error, NotPublishable | UmkmError):  # for the person, who needs no traceback
        return Failure(str(error))
    return Failure(f"{type(error).__name__}: {error}", trace=traceback.format_exc())
