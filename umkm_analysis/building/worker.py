"""One report on one region, from notebook to published page: what a worker process does."""

from __future__ import annotations

import tempfile
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat

from umkm_analysis.building.export import NotPublishable, export
from umkm_analysis.building.job import Failure, Made, Result
from umkm_analysis.building.publish import digest_of, forget, kept_at, publish
from umkm_analysis.building.run import NotebookFailed, run_notebook
from umkm_analysis.building.state import parts_folder
from umkm_analysis.datasets import project, rows

if TYPE_CHECKING:
    from umkm_analysis.building.job import Job
    from umkm_analysis.building.plan import Task

OTHER_DATA = "data/ changed while it was being built; build again"


def build_one(job: Job, output: Path) -> Result:
    """Make a report and publish it into an output folder, or keep its executed notebook there."""
    began = time.monotonic()
    result = deliver(job.task, make(job), output)
    return Result(job.task, time.monotonic() - began, result.failure, result.digests)


def make(job: Job) -> Made | Failure:
    """Run and export one report; whatever goes wrong costs this report only."""
    home = project.root()
    if job.edition and rows.edition(home) != job.edition:
        return Failure(OTHER_DATA)
    with tempfile.TemporaryDirectory(prefix="report-") as folder:
        executed = Path(folder) / f"{job.task.report.name}.ipynb"
        made = _make(job, home / "notebooks" / job.task.report.notebook, executed)
        if isinstance(made, Failure) and executed.is_file():
            return Failure(made.reason, made.cell, executed.read_bytes(), trace=made.trace)
    if job.edition and rows.edition(home) != job.edition:
        return Failure(OTHER_DATA)
    return made


def deliver(task: Task, made: Made | Failure, output: Path) -> Result:
    """Publish a report that was made, here or elsewhere; keep the executed notebook of one that failed."""
    kept, parts = kept_at(output, task), parts_folder(output)
    if isinstance(made, Failure):
        return Result(task, 0.0, _kept(made, kept, parts))
    page = output / task.page
    try:
        publish({page.with_suffix(".json"): made.record, page: made.page}, parts=parts)
        forget(kept, above=output)
    except OSError as error:
        return Result(task, 0.0, Failure(f"cannot be written: {error.strerror or error} ({page})"))
    return Result(task, 0.0, digests=(digest_of(made.page), digest_of(made.record)))


def _make(job: Job, notebook: Path, executed: Path) -> Made | Failure:
    parameters = {"region": job.task.region.code, "language": job.task.language, **job.parameters}
    try:
        made = run_notebook(notebook, executed, parameters, seconds=job.seconds, warm=job.warm)
    except NotebookFailed as failed:
        return Failure(failed.reason, failed.cell)
    except Exception as error:  # noqa: BLE001 - whatever it is, it costs this report only, and is told in full
        return _unexpected(error)
    try:
        page = export(made, links=job.links)
    except Exception as error:  # noqa: BLE001 - likewise
        nbformat.write(made, executed)  # type: ignore[no-untyped-call]  # a warm kernel's was not written yet
        return Failure(str(error)) if isinstance(error, NotPublishable) else _unexpected(error)
    return Made(page.html.encode(), page.record.encode())


def _unexpected(error: Exception) -> Failure:
    return Failure(f"{type(error).__name__}: {error}", trace=traceback.format_exc())


def _kept(failure: Failure, kept: Path, parts: Path) -> Failure:
    """Keep the executed notebook; a folder that takes no page takes no notebook either."""
    if failure.executed is None:
        return failure
    try:
        publish({kept: failure.executed}, parts=parts)
    except OSError:
        return Failure(failure.reason, failure.cell, trace=failure.trace)
    return Failure(failure.reason, failure.cell, kept=kept, trace=failure.trace)
