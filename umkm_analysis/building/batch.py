"""Many reports in several processes; none takes another down."""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
import threading
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TYPE_CHECKING

from umkm_analysis.building.job import Failure, Result
from umkm_analysis.datasets import project

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    from umkm_analysis.building.job import Job

WARM = "umkm_analysis.building.warm"
DIED = "the process that built it died"


def build_all(jobs: Sequence[Job], *, workers: int, stopped: Callable[[], bool] = lambda: False) -> Iterator[Result]:
    """Build reports in worker processes.

    Parameters
    ----------
    jobs
        What to build.
    workers
        How many processes at once.
    stopped
        Asked before each new report; True ends the batch once the reports under way are done.

    Yields
    ------
    Results as they come. If a worker process dies, the reports that were under way are tried again one by one in
    processes of their own, so that only the culprit fails; the others go on as before.
    """
    waiting = deque(jobs)
    with tempfile.TemporaryDirectory(prefix="umkm-", ignore_cleanup_errors=True) as scratch:
        try:
            while waiting and not stopped():
                suspects = yield from _together(waiting, workers, scratch, stopped)
                for job in suspects:
                    yield _alone(job, scratch)
        finally:
            for worker in multiprocessing.active_children():  # some are left only if this was broken off
                worker.kill()


def _together(
    waiting: deque[Job], workers: int, scratch: str, stopped: Callable[[], bool]
) -> Generator[Result, None, list[Job]]:
    """Build until nothing waits or a worker dies; return what was under way when one did."""
    running: dict[Future[Result], Job] = {}
    suspects: list[Job] = []
    with _pool(workers, scratch, warm=any(job.warm for job in waiting)) as pool:
        while True:
            # no more than can run: what has not begun cannot be suspected, nor need it be called back
            while waiting and len(running) < workers and not suspects and not stopped():
                job = waiting.popleft()
                try:
                    running[pool.submit(_build, job)] = job
                except BrokenProcessPool:  # a worker died between two reports: nobody's fault
                    waiting.appendleft(job)
                    break
            if not running:
                return suspects
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                job = running.pop(future)
                try:
                    yield future.result()
                except BrokenProcessPool:
                    suspects.append(job)


def _alone(job: Job, scratch: str) -> Result:
    with _pool(1, scratch, warm=job.warm) as pool:
        try:
            return pool.submit(_build, job).result()
        except BrokenProcessPool:
            return Result(job.task, 0.0, Failure(DIED))


def _build(job: Job) -> Result:
    # papermill and nbconvert take seconds to import, which only the workers need
    from umkm_analysis.building.worker import build_one  # noqa: PLC0415

    return build_one(job)


def can_fork() -> bool:
    """Say whether kernels can be forks of a warm process here."""
    return sys.platform == "linux"  # macOS has fork, but its own libraries do not survive it


def _pool(workers: int, scratch: str, *, warm: bool) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("forkserver" if warm else "spawn")
    if warm:
        context.set_forkserver_preload([WARM])
    return ProcessPoolExecutor(workers, context, _settle_in, (scratch, str(project.root())))


def _settle_in(scratch: str, root: str) -> None:
    """Make a worker and its kernels independent of where and by whom they were started."""
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    if hasattr(os, "setpgrp"):
        os.setpgrp()  # Ctrl-C in the terminal reaches the command alone, which lets us finish
    tempfile.tempdir = scratch
    os.environ[project.HOME_VARIABLE] = root
    # start-up files and history of the person's own IPython must not reach a report
    os.environ["IPYTHONDIR"] = str(Path(scratch) / f"ipython-{os.getpid()}")


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
