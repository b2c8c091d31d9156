"""Pool of worker processes for many reports; a worker that dies costs its own report only."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import threading
import warnings
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from umkm_analysis.builds.job import Failure, Result
from umkm_analysis.builds.workers import preload_settings
from umkm_analysis.builds.workers.preloader import forkserver_context, preload_failure, without_main_module
from umkm_analysis.datasets import project
from umkm_analysis.import_blocker import import_without
from umkm_analysis.jupyter.fallback import FALLBACK
from umkm_analysis.jupyter.optional_dependencies import OPTIONAL_DEPENDENCIES

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    from umkm_analysis.builds.job import Job

DIED = "the process that built it died"


@dataclass(frozen=True)
class WorkerConfig:
    """How worker processes are started."""

    output: Path
    scratch: str
    """Folder of their temporary files."""
    memory: int | None
    """Bytes; None for no limit."""
    warm: bool
    """Whether they are forked from the preloading process."""


def build_all(  # noqa: PLR0913 - what, where, how, and two ways to be heard
    jobs: Sequence[Job],
    output: Path,
    *,
    workers: int,
    memory: int | None = None,
    stopped: Callable[[], bool] = lambda: False,
    warn: Callable[[str], None] = warnings.warn,
) -> Iterator[Result]:
    """Build reports in worker processes.

    Parameters
    ----------
    jobs
        The reports.
    output
        The output folder.
    workers
        Number of processes at once.
    memory
        Bytes that one report's processes may each take; None for no limit, and where the system knows none.
    stopped
        Called before each new report; True ends the batch once the reports in progress are done.
    warn
        Called with a sentence if warm kernels cannot start; the jobs then run in standard ones.

    Yields
    ------
    Results as they come. If a worker process dies, the reports that were in progress are tried again one by one in
    processes of their own, so that only the culprit fails; the others go on as before.
    """
    warm = any(job.warm for job in jobs)
    failure = preload_failure() if warm else None
    if failure is not None:
        warn(FALLBACK.format(reason=failure))
        jobs, warm = [replace(job, warm=False) for job in jobs], False
    waiting = deque(jobs)
    with tempfile.TemporaryDirectory(prefix="umkm-", ignore_cleanup_errors=True) as scratch:
        config = WorkerConfig(output, scratch, memory, warm)
        try:
            while waiting and not stopped():
                suspects = yield from _run_pool(waiting, workers, config, stopped)
                for job in suspects:
                    yield _run_isolated(job, config)
        finally:
            for worker in multiprocessing.active_children():  # some are left only if this was broken off
                worker.kill()


def _run_pool(
    waiting: deque[Job], workers: int, config: WorkerConfig, stopped: Callable[[], bool]
) -> Generator[Result, None, list[Job]]:
    """Build until nothing waits or a worker dies; return the jobs that were in progress when one did."""
    running: dict[Future[Result], Job] = {}
    suspects: list[Job] = []
    with _pool(workers, config) as pool:
        while True:
            # no more than can run: what has not begun cannot be suspected, nor need it be called back
            while waiting and len(running) < workers and not suspects and not stopped():
                job = waiting.popleft()
                try:
                    running[_submit(pool, job, config)] = job
                except BrokenProcessPool:  # a worker died between two reports: no report's fault
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


def _run_isolated(job: Job, config: WorkerConfig) -> Result:
    """Build one report in a pool of its own."""
    with _pool(1, config) as pool:
        try:
            return _submit(pool, job, config).result()
        except BrokenProcessPool:
            return Result(job.task, 0.0, Failure(DIED))


def _submit(pool: ProcessPoolExecutor, job: Job, config: WorkerConfig) -> Future[Result]:
    with without_main_module():
        return pool.submit(_build, job, config.output)


def _build(job: Job, output: Path) -> Result:
    # papermill and nbconvert take a second to import, which only the workers need
    import_without(OPTIONAL_DEPENDENCIES, "umkm_analysis.builds.workers.worker")
    from umkm_analysis.builds.workers.worker import build_one  # noqa: PLC0415

    return build_one(job, output)


def can_fork() -> bool:
    """Whether kernels can be forks of a preloaded process on this system."""
    return sys.platform == "linux"  # macOS has fork, but its own libraries do not survive it


def share_of_memory(workers: int) -> int | None:
    """Bytes of the machine's memory per worker; None where the system does not say."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // workers
    except (AttributeError, ValueError, OSError):
        return None


def _pool(workers: int, config: WorkerConfig) -> ProcessPoolExecutor:
    context = forkserver_context() if config.warm else multiprocessing.get_context("spawn")
    arguments = (config.scratch, str(project.root()), config.memory)
    return ProcessPoolExecutor(workers, context, _init_worker, arguments)


def _init_worker(scratch: str, root: str, memory: int | None) -> None:
    """Make a worker and its kernels independent of where and by whom they were started."""
    threading.Thread(target=_exit_with_parent, args=(scratch,), daemon=True).start()
    if hasattr(os, "setpgrp"):
        os.setpgrp()  # Ctrl-C in the terminal reaches the command alone, which lets us finish
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if memory is not None and sys.platform != "win32":
        import resource  # noqa: PLC0415 - not on Windows

        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
        os.environ.setdefault(*preload_settings.ARROW_POOL)
    tempfile.tempdir = scratch
    os.environ[project.HOME_VARIABLE] = root
    # start-up files and history of the person's own IPython must not reach a report
    os.environ["IPYTHONDIR"] = str(Path(scratch) / f"ipython-{os.getpid()}")


def _exit_with_parent(scratch: str) -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        shutil.rmtree(scratch, ignore_errors=True)  # the process that was to remove it was killed
        os._exit(1)
