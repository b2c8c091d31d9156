"""Pool of worker processes for many reports; a worker that dies costs its own report only."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
import time
import warnings
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from umkm_analysis.builds.job import Failure, Result, no_place
from umkm_analysis.builds.workers import memory as memory_
from umkm_analysis.builds.workers import preload_settings
from umkm_analysis.builds.workers.preloader import (
    HELD,
    forkserver_context,
    helper_processes,
    preload_failure,
    starting_processes,
)
from umkm_analysis.builds.workers.waiting import Waiting
from umkm_analysis.datasets import project
from umkm_analysis.import_blocker import import_without
from umkm_analysis.jupyter.fallback import FALLBACK
from umkm_analysis.jupyter.kernels import kept_kernel, processes, turns
from umkm_analysis.jupyter.optional_dependencies import OPTIONAL_DEPENDENCIES

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence

    from umkm_analysis.builds.job import Job

DIED = "the process that built it died"
STUCK = "the process that built it was stuck: its cells had {seconds:g} seconds, and it did not answer after them"
GRACE = 120.0
"""Seconds that a report may take besides its cells, to start and to be exported; it takes a few."""
START_TRIES, START_SECONDS = 4, 0.5
"""How often a process is started for a report whose process ends before it has begun, and how long apart."""
END_SECONDS = 10.0
"""Longest wait for a process that has nothing more to do."""


class NotBegunError(Exception):
    """A process has ended before it began a report."""


class NoPlaceError(Exception):
    """A pool has no folder for its temporary files: each report would fail for want of it."""


@dataclass(frozen=True)
class WorkerConfig:
    """How worker processes are started."""

    output: Path
    memory: int | None
    """Bytes; None for no limit."""
    warm: bool
    """Whether they are forked from the preloading process."""


def build_all(  # noqa: PLR0913 - what, where, how, and two ways to be heard
    jobs: Iterable[Job],
    output: Path,
    *,
    workers: int,
    memory: int | None = None,
    stopped: Callable[[], bool] = lambda: False,
    warn: Callable[[str], None] = warnings.warn,
    preloaded: Callable[[], object] = lambda: None,
) -> Generator[Result, None, None]:
    """Build reports in worker processes.

    Parameters
    ----------
    jobs
        The reports, all warm or none; each is taken when a process is about to make it.
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
    preloaded
        Called once they can.

    Yields
    ------
    Results as they come, of a report in several languages together. If a worker process dies, the reports that were in
    progress are tried again one by one in processes of their own, so that only the culprit fails; the others go on as
    before.
    """
    coming = iter(jobs)
    first = [*islice(coming, 1)]
    warm = any(job.warm for job in first)
    coming = chain(first, coming)
    failure = preload_failure(stopped) if warm else None
    if failure is not None:
        warn(FALLBACK.format(reason=failure))
        coming, warm = (replace(job, warm=False) for job in coming), False
    if warm:
        preloaded()
        memory_.let_go()  # this process only hands out and records from here on
    waiting, config = Waiting(coming), WorkerConfig(output, memory, warm)
    while waiting and not stopped():
        try:
            suspects = yield from _run_pool(waiting, workers, config, stopped)
        except NoPlaceError as error:
            yield from (_failed(job, str(error)) for job in waiting.take(free=1))
            continue
        for job in suspects:
            yield _run_isolated(job, config)


def _run_pool(
    waiting: Waiting, workers: int, config: WorkerConfig, stopped: Callable[[], bool]
) -> Generator[Result, None, list[Job]]:
    """Build until nothing waits, or a worker dies or is stuck; return the jobs that were in progress then."""
    running: dict[Future[list[Result]], tuple[Job, ...]] = {}
    until: dict[Future[list[Result]], float] = {}
    suspects: list[Job] = []
    with _pool(workers, config) as pool:
        while True:
            # no more than can run: what has not begun cannot be suspected, nor need it be called back
            while waiting and len(running) < workers and not suspects and not stopped():
                jobs = waiting.take(free=workers - len(running))
                try:
                    future = _submit(pool, jobs, config)
                except BrokenProcessPool:  # a worker died between two reports: no report's fault
                    waiting.put_back(jobs)
                    break
                except (EOFError, OSError):  # the process that workers are forked from has died
                    waiting.put_back(jobs)
                    end_workers()
                    return [*suspects, *chain(*running.values())]
                running[future], until[future] = jobs, time.monotonic() + longest(jobs)
            if not running:
                return suspects
            first = min(until[future] for future in running)
            done, _ = wait(running, timeout=max(0.0, first - time.monotonic()), return_when=FIRST_COMPLETED)
            for future in done:
                jobs = running.pop(future)
                try:
                    yield from _own(future.result(), jobs)
                except BrokenProcessPool:
                    suspects += jobs
            if stuck := [future for future in running if until[future] <= time.monotonic()]:
                # of several, each is tried by itself
                yield from (_stuck(*running.pop(future)) for future in stuck if len(running[future]) == 1)
                end_workers()  # all of them, for nobody knows which it is
                return [*suspects, *chain(*running.values())]


def _run_isolated(job: Job, config: WorkerConfig) -> Result:
    """Build one report in a pool of its own."""
    with suppress(BrokenProcessPool):
        for _ in range(START_TRIES):
            try:
                with _pool(1, config) as pool:
                    return _run_alone(job, pool, config)
            except NotBegunError:
                time.sleep(START_SECONDS)
            except NoPlaceError as error:
                return _failed(job, str(error))
    return _failed(job, DIED)


def _run_alone(job: Job, pool: ProcessPoolExecutor, config: WorkerConfig) -> Result:
    try:
        future = _submit(pool, (job,), config)
    except (BrokenProcessPool, EOFError, OSError) as error:  # no report's fault
        raise NotBegunError from error
    try:
        return next(_own(future.result(timeout=longest([job])), [job]))
    except TimeoutError:
        end_workers()
        return _stuck(job)


def _own(results: Iterable[Result], jobs: Iterable[Job]) -> Iterator[Result]:
    """Yield results with the tasks that this process has: each brings a copy of its region and report."""
    for result, job in zip(results, jobs, strict=True):
        yield replace(result, task=job.task)


def _failed(job: Job, reason: str) -> Result:
    return Result(job.task, 0.0, Failure(reason))


def _stuck(job: Job) -> Result:
    return Result(job.task, job.seconds + GRACE, Failure(STUCK.format(seconds=job.seconds)))


def longest(jobs: Iterable[Job]) -> float:
    """Seconds that a process may take for jobs that it makes together."""
    # what fails in a kernel that has stayed is made anew in one of its own, and what fails together, each by itself
    seconds = [2 * job.seconds for job in jobs]
    return sum(seconds) + GRACE * (1 if len(seconds) == 1 else 2 * len(seconds))


def _submit(pool: ProcessPoolExecutor, jobs: Sequence[Job], config: WorkerConfig) -> Future[list[Result]]:
    with starting_processes():
        return pool.submit(_build, jobs, config.output)


def _build(jobs: Sequence[Job], output: Path) -> list[Result]:
    # papermill and nbconvert take a second to import, which only the workers need
    import_without(OPTIONAL_DEPENDENCIES, "umkm_analysis.builds.workers.worker")
    from umkm_analysis.builds.workers.worker import build_together  # noqa: PLC0415

    return build_together(jobs, output)


@contextmanager
def _pool(workers: int, config: WorkerConfig) -> Iterator[ProcessPoolExecutor]:
    """Start a pool; at the end its processes are ended, soon if all went well and at once if not.

    Its folder of temporary files is its own: where the preloading process dies, its forks take this one for dead too,
    and remove the folder, while the next pool is at work.
    """
    context = forkserver_context() if config.warm else multiprocessing.get_context("spawn")
    with _temporary_folder() as scratch, _without_orphans():
        arguments = (scratch, str(project.root()), config.memory, workers)
        pool = ProcessPoolExecutor(workers, context, _init_worker, arguments)
        patience = 0.0
        try:
            yield pool
            patience = END_SECONDS
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            end_workers(patience)


@contextmanager
def _temporary_folder() -> Iterator[str]:
    """Make a folder for a pool, and remove it at the end, where a worker had begun to do so too."""
    try:
        made = tempfile.TemporaryDirectory(prefix="umkm-", ignore_cleanup_errors=True)
    except OSError as error:
        raise NoPlaceError(no_place(error)) from error
    with made as folder:
        try:
            yield folder
        finally:
            shutil.rmtree(_ended(folder), ignore_errors=True)


def _ended(folder: str) -> str:
    return f"{folder}-ended"


def end_workers(patience: float = 0.0) -> None:
    """End all worker processes with whatever descends from them.

    Parameters
    ----------
    patience
        Seconds that they may take to end by themselves.
    """
    until = time.monotonic() + patience
    helpers = helper_processes()
    for worker in multiprocessing.active_children():
        if worker.pid in helpers:
            continue
        worker.join(max(0.0, until - time.monotonic()))
        if worker.is_alive() and worker.pid is not None:
            processes.kill_tree(worker.pid)
            worker.join(END_SECONDS)


@contextmanager
def _without_orphans() -> Iterator[None]:
    """Adopt what outlives a worker that was killed, and end it at the end."""
    before = set(processes.children(os.getpid())) - helper_processes()
    processes.adopt_orphans()
    try:
        yield
    finally:
        end_workers()
        processes.kill_descendants(os.getpid(), without=before, spared=helper_processes())
        processes.adopt_orphans(adopt=False)


def _init_worker(scratch: str, root: str, memory: int | None, workers: int) -> None:
    """Make a worker and its kernels independent of where and by whom they were started."""
    threading.Thread(target=_exit_with_parent, args=(scratch,), daemon=True).start()
    if hasattr(os, "setpgrp"):
        os.setpgrp()  # Ctrl-C in the terminal reaches the command alone, which lets us finish
        for number in HELD:
            signal.signal(number, signal.SIG_IGN)  # drops one that came before
        signal.pthread_sigmask(signal.SIG_UNBLOCK, HELD)  # held back until here, see starting_processes
        signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    processes.adopt_orphans()
    if memory is not None:
        memory_.limit_memory(memory)
    preload_settings.forget_folder()
    turns.share(Path(scratch), workers)
    kept_kernel.allow()
    tempfile.tempdir = scratch
    os.environ[project.HOME_VARIABLE] = root
    # start-up files and history of the person's own IPython must not reach a report
    os.environ["IPYTHONDIR"] = str(Path(scratch) / f"ipython-{os.getpid()}")


def _exit_with_parent(scratch: str) -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        processes.kill_descendants(os.getpid())
        # the process that was to remove it was killed, or has given this one up, which begins a report again whose
        # kernel was ended, as others do, and is to find no place for it
        with suppress(OSError):  # another worker was first
            os.rename(scratch, _ended(scratch))  # noqa: PTH104 - both are texts
        shutil.rmtree(_ended(scratch), ignore_errors=True)
        os._exit(1)
