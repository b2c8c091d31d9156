"""Many reports in several processes; none takes another down."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import forkserver
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from umkm_analysis.builds.job import Failure, Result
from umkm_analysis.builds.workers import preload_settings
from umkm_analysis.datasets import project
from umkm_analysis.import_blocker import hidden
from umkm_analysis.jupyter.imports import UNUSED_OF_JUPYTER

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator, Iterator, Sequence

    from umkm_analysis.builds.job import Job

WARM = "umkm_analysis.builds.workers.preload"
DIED = "the process that built it died"


@dataclass(frozen=True)
class _Crew:
    """How the workers of a batch are made."""

    output: Path
    scratch: str
    memory: int | None
    warm: bool


def build_all(
    jobs: Sequence[Job],
    output: Path,
    *,
    workers: int,
    memory: int | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[Result]:
    """Build reports in worker processes.

    Parameters
    ----------
    jobs
        What to build.
    output
        The output folder.
    workers
        How many processes at once.
    memory
        Bytes that one report's processes may each take; None for no limit, and where the system knows none.
    stopped
        Asked before each new report; True ends the batch once the reports under way are done.

    Yields
    ------
    Results as they come. If a worker process dies, the reports that were under way are tried again one by one in
    processes of their own, so that only the culprit fails; the others go on as before.
    """
    waiting = deque(jobs)
    with tempfile.TemporaryDirectory(prefix="umkm-", ignore_cleanup_errors=True) as scratch:
        crew = _Crew(output, scratch, memory, any(job.warm for job in jobs))
        try:
            while waiting and not stopped():
                suspects = yield from _together(waiting, workers, crew, stopped)
                for job in suspects:
                    yield _alone(job, crew)
        finally:
            for worker in multiprocessing.active_children():  # some are left only if this was broken off
                worker.kill()


def _together(
    waiting: deque[Job], workers: int, crew: _Crew, stopped: Callable[[], bool]
) -> Generator[Result, None, list[Job]]:
    """Build until nothing waits or a worker dies; return what was under way when one did."""
    running: dict[Future[Result], Job] = {}
    suspects: list[Job] = []
    with _pool(workers, crew) as pool:
        while True:
            # no more than can run: what has not begun cannot be suspected, nor need it be called back
            while waiting and len(running) < workers and not suspects and not stopped():
                job = waiting.popleft()
                try:
                    running[_submit(pool, job, crew)] = job
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


def _alone(job: Job, crew: _Crew) -> Result:
    with _pool(1, crew) as pool:
        try:
            return _submit(pool, job, crew).result()
        except BrokenProcessPool:
            return Result(job.task, 0.0, Failure(DIED))


def _submit(pool: ProcessPoolExecutor, job: Job, crew: _Crew) -> Future[Result]:
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")  # or each worker would import the command that started it
    try:
        return pool.submit(_build, job, crew.output)
    finally:
        sys.modules["__main__"] = main


def _build(job: Job, output: Path) -> Result:
    # papermill and nbconvert take a second to import, which only the workers need
    with hidden(*UNUSED_OF_JUPYTER):
        from umkm_analysis.builds.workers.worker import build_one  # noqa: PLC0415

    return build_one(job, output)


def can_fork() -> bool:
    """Say whether kernels can be forks of a warm process here."""
    return sys.platform == "linux"  # macOS has fork, but its own libraries do not survive it


def share_of_memory(workers: int) -> int | None:
    """Return the bytes that each of some workers may take of the machine's memory; None where that is not known."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // workers
    except (AttributeError, ValueError, OSError):
        return None


def begin_warming(edition: str, reports: Collection[str]) -> None:
    """Start the process that workers are forked from, so that it is ready when they are wanted.

    Parameters
    ----------
    edition
        Fingerprint of the data, which were found good.
    reports
        Names of the reports to rehearse.
    """
    os.environ[preload_settings.EDITION] = edition
    os.environ[preload_settings.REPORTS] = ",".join(reports)
    try:
        multiprocessing.get_context("forkserver").set_forkserver_preload([WARM])
        forkserver.ensure_running()
    finally:
        for name in (preload_settings.EDITION, preload_settings.REPORTS):
            del os.environ[name]


def _pool(workers: int, crew: _Crew) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("forkserver" if crew.warm else "spawn")
    if crew.warm:
        context.set_forkserver_preload([WARM])
    return ProcessPoolExecutor(workers, context, _settle_in, (crew.scratch, str(project.root()), crew.memory))


def _settle_in(scratch: str, root: str, memory: int | None) -> None:
    """Make a worker and its kernels independent of where and by whom they were started."""
    threading.Thread(target=_leave_with_parent, args=(scratch,), daemon=True).start()
    if hasattr(os, "setpgrp"):
        os.setpgrp()  # Ctrl-C in the terminal reaches the command alone, which lets us finish
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if memory is not None and sys.platform != "win32":
        import resource  # noqa: PLC0415 - not on Windows

        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    tempfile.tempdir = scratch
    os.environ[project.HOME_VARIABLE] = root
    # start-up files and history of the person's own IPython must not reach a report
    os.environ["IPYTHONDIR"] = str(Path(scratch) / f"ipython-{os.getpid()}")


def _leave_with_parent(scratch: str) -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        shutil.rmtree(scratch, ignore_errors=True)  # whoever was to remove it was killed
        os._exit(1)
