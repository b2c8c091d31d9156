"""One report on one region, from notebook to published page: what a worker process does."""

from __future__ import annotations

import tempfile
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from papermill.iorw import write_ipynb

from umkm_analysis.building.export import NotPublishable, export
from umkm_analysis.building.job import Failure, Result
from umkm_analysis.building.links import links_of
from umkm_analysis.building.publish import forget, keep, publish
from umkm_analysis.building.run import NotebookFailed, run_notebook

if TYPE_CHECKING:
    from umkm_analysis.building.job import Job


def build_one(job: Job) -> Result:
    """Run, export and publish one report, or keep its executed notebook."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="report-") as folder:
        executed = Path(folder) / f"{job.task.report.name}.ipynb"
        failure = _attempt(job, executed)
        if failure is not None:
            failure = Failure(failure.reason, failure.cell, _kept(executed, job.kept), failure.trace)
    return Result(job.task, time.monotonic() - began, failure)


def _attempt(job: Job, executed: Path) -> Failure | None:
    parameters = {"region": job.task.region.code, "language": job.task.language, **job.parameters}
    try:
        notebook = run_notebook(job.notebooks / job.task.report.notebook, executed, parameters, warm=job.warm)
    except NotebookFailed as failed:
        return Failure(failed.reason, failed.cell)
    except Exception as error:  # noqa: BLE001 - whatever it is, it costs this report only, and is told in full
        return _unexpected(error)
    try:
        page = export(notebook, links=links_of(job))
        publish({job.page.with_suffix(".json"): page.record, job.page: page.html})
        forget(job.kept)
    except OSError as error:
        return Failure(f"cannot be written: {error.strerror or error} ({job.page})")
    except Exception as error:  # noqa: BLE001 - likewise
        write_ipynb(notebook, str(executed))  # a warm kernel's notebook was not written yet
        return Failure(str(error)) if isinstance(error, NotPublishable) else _unexpected(error)
    return None


def _unexpected(error: Exception) -> Failure:
    return Failure(f"{type(error).__name__}: {error}", trace=traceback.format_exc())


def _kept(executed: Path, kept: Path) -> Path | None:
    try:
        keep(executed, kept)
    except OSError:  # nothing was executed, or the folder that takes no page takes no notebook either
        return None
    return kept
