"""Many reports in several processes; none takes another down."""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from umkm_analysis.building.export import NotPublishable, export
from umkm_analysis.building.publish import KEPT, forget, keep, publish
from umkm_analysis.building.run import NotebookFailed, run_notebook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from umkm_analysis.building.plan import Task


@dataclass(frozen=True)
class Job:
    """A task with everything a worker needs for it."""

    task: Task
    notebooks: Path
    output: Path
    parameters: Mapping[str, object]


@dataclass(frozen=True)
class Result:
    """How a task ended."""

    task: Task
    seconds: float
    failure: str | None = None
    """None if its page was published."""
    cell: int | None = None
    kept: Path | None = field(default=None)
    """The executed notebook of a failed report."""


def build_all(jobs: Sequence[Job], *, workers: int) -> Iterator[Result]:
    """Build reports in worker processes.

    Parameters
    ----------
    jobs
        What to build.
    workers
        How many processes at once.

    Yields
    ------
    Results as they come. If a worker process dies, what was under way is tried again one by one in processes of its
    own, so that only the culprit fails.
    """
    suspects: list[Job] = []
    with _pool(workers) as pool:
        waiting = {pool.submit(build_one, job): job for job in jobs}
        yield from _drain(waiting, suspects, pool)
    for job in suspects:
        with _pool(1) as pool:
            try:
                yield pool.submit(build_one, job).result()
            except BrokenProcessPool:
                yield Result(job.task, 0.0, "the process that built it died")


def build_one(job: Job) -> Result:
    """Run, export and publish one report, or keep its executed notebook."""
    began = time.monotonic()
    slug, name = job.task.region.slug, job.task.report.name
    page, kept = job.output / job.task.page, job.output / KEPT / slug / f"{name}.ipynb"
    with tempfile.TemporaryDirectory(prefix="umkm-") as folder:
        executed = Path(folder) / f"{name}.ipynb"
        parameters = {"region": job.task.region.code, **job.parameters}
        cell = None
        try:
            made = export(run_notebook(job.notebooks / job.task.report.notebook, executed, parameters))
            publish({page.with_suffix(".json"): made.record, page: made.html})
        except NotebookFailed as failed:
            reason, cell = failed.reason, failed.cell
        except NotPublishable as refused:
            reason = str(refused)
        except OSError as error:
            reason = f"cannot be written: {error.strerror or error} ({error.filename or job.output})"
        except Exception as error:  # noqa: BLE001 - whatever it is, it costs this report only, and is told
            reason = f"{type(error).__name__}: {error}"
        else:
            forget(kept)
            return Result(job.task, time.monotonic() - began)
        return Result(job.task, time.monotonic() - began, reason, cell, _kept(executed, kept))


def _kept(executed: Path, kept: Path) -> Path | None:
    try:
        keep(executed, kept)
    except (
        OSError
    ):  # nothing was executed, or the folder that the page could not be written to takes no notebook either
        return None
    return kept


def _drain(waiting: dict[Future[Result], Job], suspects: list[Job], pool: ProcessPoolExecutor) -> Iterator[Result]:
    try:
        while waiting:
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                job = waiting.pop(future)
                try:
                    result = future.result()
                except BrokenProcessPool:
                    suspects.append(job)
                else:
                    yield result
    except BaseException:  # Ctrl-C, or the reader of the results stopped: start nothing new
        pool.shutdown(wait=False, cancel_futures=True)
        raise


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))
