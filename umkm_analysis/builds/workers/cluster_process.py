"""Processes that make reports on a worker of a cluster, each in a folder of its own that nobody else can read.

A folder is removed when its build ends, when its process has nothing to do for a while or loses the worker that
started it, and, if both were killed, when the next process is started on the machine.
"""

from __future__ import annotations

import io
import os
import pickle
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from umkm_analysis.builds.job import Failure
from umkm_analysis.builds.workers import preload_settings
from umkm_analysis.builds.workers.pool import DIED, END_SECONDS, STUCK, longest
from umkm_analysis.builds.workers.preloader import ENDED, WAIT_SECONDS
from umkm_analysis.datasets import project
from umkm_analysis.datasets.procurement_lines.store import catalog
from umkm_analysis.jupyter.kernels import processes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from umkm_analysis.builds.job import Job, Made

PREFIX = "umkm-cluster-"
LOCK = "lock"
FORGOTTEN_SECONDS = 3600.0
"""Age at which a folder without a lock is taken for one that nobody uses."""
VARIABLE = "UMKM_CLUSTER_FOLDER"
"""Names, for a process and all that it starts, the folder that it removes at its end."""


@dataclass(frozen=True)
class Answer:
    """What a worker of the cluster returns for the jobs of a report."""

    made: tuple[tuple[Made | Failure, float], ...]
    """For each what was made, and the seconds it took; none at all if each is to be made by itself."""
    fallback: str | None = None
    """Why they ran in a standard kernel though they asked for a warm one; None if they did not."""


@dataclass
class _Kept:
    process: subprocess.Popen[bytes]
    folder: Path
    lock: FileLock
    build: str
    fallback: str | None = None

    def end(self) -> None:
        """End the process with all it has started, and remove its folder."""
        processes.kill_tree(self.process.pid)
        with suppress(OSError), self.process:  # what it was sent and did not read cannot be flushed
            pass
        processes.kill_marked(VARIABLE, str(self.folder))  # a killed process leaves what its cells have started
        shutil.rmtree(self.folder, ignore_errors=True)
        self.lock.release(force=True)


_kept: dict[int, _Kept] = {}
"""By thread of this worker."""
_ended: set[str] = set()
"""Builds that have ended: what of them still waits here is not begun."""


def make_on_worker(jobs: Sequence[Job], packed: bytes, build: str) -> Answer:
    """Make a report on a worker, in the preloaded process that this thread of it keeps.

    Parameters
    ----------
    jobs
        The report in one language or several.
    packed
        Data and notebooks, as a ZIP file.
    build
        Name of the build, which ends the process at its own end.
    """
    start, seconds = time.monotonic(), longest(jobs)
    if build in _ended:
        return lost(DIED, jobs)
    try:
        kept = _process_for(packed, jobs[0], build)
        start = time.monotonic()
        try:
            made = _answer(kept.process, seconds, jobs)
        except (EOFError, OSError):
            if kept.process.wait(END_SECONDS) != 0:
                raise
            kept = _process_for(packed, jobs[0], build)  # it ended in order, for it had had nothing to do
            made = _answer(kept.process, seconds, jobs)
    except (EOFError, OSError, pickle.UnpicklingError, subprocess.TimeoutExpired):
        took = time.monotonic() - start
        _end(threading.get_ident())
        return lost(STUCK.format(seconds=jobs[0].seconds) if took >= seconds else DIED, jobs, took)
    return Answer(tuple(made), kept.fallback if jobs[0].warm else None)


def lost(reason: str, jobs: Sequence[Job], seconds: float = 0.0) -> Answer:
    """Return the answer for jobs that nothing came back of: of several, nobody knows yet which is to blame."""
    return Answer(((Failure(reason), seconds),) if len(jobs) == 1 else ())


def end_build(build: str) -> None:
    """End the processes of a build on this worker, and remove their folders."""
    _ended.add(build)
    for thread, kept in list(_kept.items()):
        if kept.build == build:
            _end(thread)


def remove_forgotten() -> None:
    """Remove the folders of processes that were killed together with the worker that would have removed them."""
    own = os.getuid() if hasattr(os, "getuid") else 0  # Windows gives every file 0
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError, Timeout):
            status = folder.lstat()
            if not stat.S_ISDIR(status.st_mode) or status.st_uid != own:
                continue
            if not (folder / LOCK).exists() and time.time() - status.st_mtime < FORGOTTEN_SECONDS:
                continue  # it is being made
            with FileLock(folder / LOCK, timeout=0):
                shutil.rmtree(folder, ignore_errors=True)


def _process_for(packed: bytes, job: Job, build: str) -> _Kept:
    thread = threading.get_ident()
    kept = _kept.get(thread)
    if kept is not None and kept.build == build and kept.process.poll() is None:
        return kept
    _end(thread)
    try:
        return _start(packed, job, build)
    except EOFError:  # preloading has ended it, or its build has
        _end(thread)
        if build in _ended:
            raise
        kept = _start(packed, job, build, "standard")
        kept.fallback = ENDED
        return kept


def _start(packed: bytes, job: Job, build: str, *arguments: str) -> _Kept:
    remove_forgotten()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))  # readable by its owner alone, of a name that nobody knows before
    lock = FileLock(folder / LOCK, timeout=0, thread_local=False)
    lock.acquire()
    home, temporary = folder / "project", folder / "tmp"
    temporary.mkdir()
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        archive.extractall(home)
    environment = {
        **os.environ, VARIABLE: str(folder), project.HOME_VARIABLE: str(home), "TMPDIR": str(temporary),
        preload_settings.DATA_VERSION: job.data_version,
    }  # fmt: skip
    environment.pop(catalog.FOLDER_VARIABLE, None)
    process = subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", "umkm_analysis.builds.workers.cluster_worker", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    )
    kept = _kept[threading.get_ident()] = _Kept(process, folder, lock, build)
    if build in _ended:  # meanwhile; whoever ended it has not seen this process
        raise EOFError
    kept.fallback = _answer(process, WAIT_SECONDS)
    return kept


def _answer(process: subprocess.Popen[bytes], seconds: float, request: object = None) -> Any:
    """Send a request, if there is one, and wait for the answer so long and no longer: then the process is ended."""
    timer = threading.Timer(seconds, processes.kill_tree, [process.pid])
    timer.daemon = True
    timer.start()
    try:
        if request is not None:
            pickle.dump(request, process.stdin)  # type: ignore[arg-type]
            process.stdin.flush()  # type: ignore[union-attr]
        return pickle.load(process.stdout)  # type: ignore[arg-type]  # noqa: S301 - our own process
    finally:
        timer.cancel()


def _end(thread: int) -> None:
    kept = _kept.pop(thread, None)
    if kept is not None:
        kept.end()
