"""Making of one report in a worker process, from notebook to published page."""

from __future__ import annotations

import tempfile
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from umkm_analysis.builds.job import Failure, Made
from umkm_analysis.builds.output.html import NotPublishable, export
from umkm_analysis.builds.output.publish import publish_result
from umkm_analysis.datasets import fingerprints, project
from umkm_analysis.jupyter.execute import NotebookFailed, run_notebook, save_notebook

if TYPE_CHECKING:
    from umkm_analysis.builds.job import Job, Result

OTHER_DATA = "data/ changed while it was being built; build again"


def build_one(job: Job, output: Path) -> Result:
    """Make a report and publish it into an output folder; keep the executed notebook of one that failed."""
    start = time.monotonic()
    made = make(job)
    return publish_result(job.task, made, output, seconds=time.monotonic() - start)


def make(job: Job) -> Made | Failure:
    """Run and export one report; an error of any kind is returned as its failure."""
    if job.refused:
        return Failure(job.refused)
    home = project.root()
    if job.data_version and fingerprints.data_version(home) != job.data_version:
        return Failure(OTHER_DATA)
    with tempfile.TemporaryDirectory(prefix="report-") as folder:
        executed = Path(folder) / f"{job.task.report.name}.ipynb"
        made = _make(job, project.notebook(job.task.report.notebook), executed)
        if isinstance(made, Failure) and executed.is_file():
            return Failure(made.reason, made.cell, executed.read_bytes(), trace=made.trace)
    if job.data_version and fingerprints.data_version(home) != job.data_version:
        return Failure(OTHER_DATA)
    return made


def _make(job: Job, notebook: Path, executed: Path) -> Made | Failure:
    parameters = {"region": job.task.region.code, "language": job.task.language, **job.parameters}
    try:
        notebook_run = run_notebook(notebook, executed, parameters, seconds=job.seconds, warm=job.warm)
    except NotebookFailed as failed:
        return Failure(failed.reason, failed.cell)
    except Exception as error:  # noqa: BLE001 - whatever it is, it costs this report only, and its traceback is printed
        return _unexpected(error)
    try:
        page = export(notebook_run, links=job.links)
    except Exception as error:  # noqa: BLE001 - likewise
        save_notebook(notebook_run, executed)  # a warm kernel's was not written yet
        return Failure(str(error)) if isinstance(error, NotPublishable) else _unexpected(error)
    return Made(page.html.encode(), page.record.encode())


def _unexpected(error: Exception) -> Failure:
    return Failure(f"{type(error).__name__}: {error}", trace=traceback.format_exc())
