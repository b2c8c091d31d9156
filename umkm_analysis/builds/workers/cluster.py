"""Building on a Dask cluster: workers anywhere make the reports, this machine publishes them.

Workers need this package and its libraries in the same versions, and nothing else: data and notebooks are sent to them.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import subprocess
import sys
import tempfile
import threading
import time
import warnings
import zipfile
from collections import deque
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from umkm_analysis.analysis.provenance import LINES
from umkm_analysis.builds.job import Failure, Made
from umkm_analysis.builds.output.publish import publish_result
from umkm_analysis.builds.staleness import code_fingerprint
from umkm_analysis.builds.workers import preload_settings
from umkm_analysis.builds.workers.pool import DIED
from umkm_analysis.builds.workers.preloader import ENDED
from umkm_analysis.datasets import project
from umkm_analysis.datasets.own import store
from umkm_analysis.datasets.procurement_lines.store import catalog
from umkm_analysis.errors import MissingToolError, UsageError
from umkm_analysis.jupyter.fallback import FALLBACK, describe

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from umkm_analysis.builds.job import Job, Result

PREFETCH = 3
"""Reports submitted per thread of the cluster, so that none waits for the next one."""
WORKER_TIMEOUT = 60.0
"""Seconds that a cluster may be without any worker."""
CONNECT_TIMEOUT = "10s"
MAX_UPLOAD = 1_000_000_000
"""Bytes sent to every worker."""
NO_DASK = 'A cluster needs Dask. Install it, here and on the workers: python -m pip install -e ".[cluster]"'


@dataclass(frozen=True)
class Answer:
    """What a worker of the cluster returns for a job."""

    made: Made | Failure
    seconds: float = 0.0
    fallback: str | None = None
    """Why the job ran in a standard kernel though it asked for a warm one; None if it did not."""


def build_on(
    address: str,
    jobs: Sequence[Job],
    output: Path,
    *,
    stopped: Callable[[], bool] = lambda: False,
    warn: Callable[[str], None] = warnings.warn,
) -> Iterator[Result]:
    """Make reports on a cluster and publish them here.

    Parameters
    ----------
    address
        Address of the scheduler, such as tcp://host:8786.
    jobs
        The reports.
    output
        The output folder, on this machine.
    stopped
        Called between results; True drops what has not come back.
    warn
        Called with a sentence, once, if warm kernels cannot start on a worker; standard ones are used there.

    Yields
    ------
    Results as they come. A report whose worker is lost is made by another one; a report that several workers do not
    survive fails.

    Raises
    ------
    UsageError
        If there is no scheduler, the workers have other code or libraries, or there is no worker for a while.
    MissingToolError
        If Dask is not installed.
    """
    with _client(address) as client:
        threads = _threads(client)
        _refuse_other_code(client)
        home = client.scatter(_packed(project.root(), _with_lines(jobs)), broadcast=True, hash=False)
        waiting, last_seen, warned = deque(jobs), time.monotonic(), False
        running: dict[Any, Job] = {}
        while (waiting or running) and not stopped():
            while waiting and len(running) < PREFETCH * max(threads, 1):
                job = waiting.popleft()
                running[client.submit(make_on_worker, job, home, pure=False)] = job
            for future in _done(list(running)):
                answer = _answer(future)
                if answer.fallback is not None and not warned:
                    warn(FALLBACK.format(reason=answer.fallback))
                    warned = True
                yield publish_result(running.pop(future).task, answer.made, output, seconds=answer.seconds)
            threads = sum(client.nthreads().values())
            last_seen = time.monotonic() if threads else last_seen
            if time.monotonic() - last_seen > WORKER_TIMEOUT:
                raise UsageError(f"The cluster at {address} has no worker. Start one: dask worker {address}")


def make_on_worker(job: Job, packed: bytes) -> Answer:
    """Make a report on a worker, in the preloaded process that this thread of it keeps.

    Parameters
    ----------
    job
        The report.
    packed
        Data and notebooks, as a ZIP file.
    """
    start = time.monotonic()
    try:
        process, fallback = _kept_process(packed, job)
        start = time.monotonic()
        pickle.dump(job, process.stdin)  # type: ignore[arg-type]
        process.stdin.flush()  # type: ignore[union-attr]
        made: Made | Failure = pickle.load(process.stdout)  # type: ignore[arg-type]  # noqa: S301 - our own process
    except (EOFError, OSError, pickle.UnpicklingError):
        _end_kept_process()
        return Answer(Failure(DIED), time.monotonic() - start)
    return Answer(made, time.monotonic() - start, fallback if job.warm else None)


def fingerprint() -> str:
    """Fingerprint of this machine's code and libraries."""
    return f"{code_fingerprint.fingerprint(sorted(code_fingerprint.ROOT.rglob('*.py')))}-{code_fingerprint.libraries()}"


_kept = threading.local()


def _kept_process(packed: bytes, job: Job) -> tuple[subprocess.Popen[bytes], str | None]:
    """Return this thread's process for a project, and why it has no warm kernels or None; start it if need be."""
    name = hashlib.sha256(packed).hexdigest()[:16]
    process: subprocess.Popen[bytes] | None = getattr(_kept, "process", None)
    if process is not None and _kept.name == name and process.poll() is None:
        return process, _kept.fallback
    _end_kept_process()
    _kept.name = name
    try:
        _kept.process, _kept.fallback = _start_process(packed, name, job)
    except EOFError:  # preloading has ended it
        _kept.process, _ = _start_process(packed, name, job, "standard")
        _kept.fallback = ENDED
    return _kept.process, _kept.fallback


def _start_process(packed: bytes, name: str, job: Job, *arguments: str) -> tuple[subprocess.Popen[bytes], str | None]:
    home = _unpacked(packed, name)
    environment = {**os.environ, project.HOME_VARIABLE: str(home), preload_settings.DATA_VERSION: job.data_version}
    environment.pop(catalog.FOLDER_VARIABLE, None)
    process = subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", "umkm_analysis.builds.workers.cluster_worker", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    )
    try:
        return process, pickle.load(process.stdout)  # type: ignore[arg-type]  # noqa: S301 - our own process
    except BaseException:
        _end(process)
        raise


def _end_kept_process() -> None:
    process: subprocess.Popen[bytes] | None = getattr(_kept, "process", None)
    if process is not None:
        _end(process)
        _kept.process = None


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    with suppress(OSError), process:  # what it was sent and did not read cannot be flushed
        pass


_unpacking = threading.Lock()


def _unpacked(packed: bytes, name: str) -> Path:
    folder = Path(tempfile.gettempdir()) / f"umkm-{os.getpid()}-{name}"
    with _unpacking:
        if not folder.is_dir():
            with zipfile.ZipFile(io.BytesIO(packed)) as archive:
                archive.extractall(folder)
    return folder


def _packed(home: Path, with_lines: Mapping[str, Collection[str]]) -> bytes:
    """ZIP file of what reports read; equal projects give equal bytes.

    Parameters
    ----------
    home
        The project.
    with_lines
        BPS code of a region whose procurement lines are read → names of the reports that read them.
    """
    lines, archive_bytes = catalog.folder(), io.BytesIO()
    paths = [path for folder in ("data", "notebooks") for path in (home / folder).rglob("*") if path.is_file()]
    members = {
        path.relative_to(home).as_posix(): path
        for path in paths
        if lines not in path.parents and not (home / store.FOLDER in path.parents and store.ORIGINALS in path.parts)
    }  # no report reads the original files of imports
    line_files = [path for region in with_lines for path in catalog.files(region=region)]
    if line_files:
        members |= {
            f"data/lines/{path.relative_to(lines).as_posix()}": path
            for path in [lines / catalog.IMPORTS_FILE, *line_files]
        }
    size = sum(path.stat().st_size for path in members.values())
    if size > MAX_UPLOAD:
        readers = " and ".join(sorted({name for names in with_lines.values() for name in names}))
        raise UsageError(
            f"{size // 1_000_000} MB would be sent to every worker, most of it procurement lines. Build "
            f"{readers} here, and the other reports on the cluster (--report)."
        )
    with zipfile.ZipFile(archive_bytes, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in sorted(members.items()):
            archive.writestr(zipfile.ZipInfo(name), path.read_bytes())
    return archive_bytes.getvalue()


def _with_lines(jobs: Sequence[Job]) -> dict[str, set[str]]:
    """Regions whose procurement lines are read, each with the names of the reports that read them."""
    readers: dict[str, set[str]] = {}
    for job in jobs:
        if LINES in job.task.report.extra_inputs(job.task.region):
            readers.setdefault(job.task.region.code, set()).add(job.task.report.name)
    return readers


@contextmanager
def _client(address: str) -> Iterator[Any]:
    try:
        from distributed import Client  # noqa: PLC0415 - an extra, and slow to import
    except ImportError as error:
        raise MissingToolError(NO_DASK) from error
    try:
        client = Client(address, timeout=CONNECT_TIMEOUT)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise UsageError(f"There is no Dask scheduler at {address}. Start one: dask scheduler") from error
    try:
        yield client
    finally:
        client.close()  # type: ignore[no-untyped-call]


def _threads(client: Any) -> int:
    try:
        client.wait_for_workers(1, timeout=WORKER_TIMEOUT)
    except TimeoutError as error:
        raise UsageError("The cluster has no worker. Start one: dask worker ADDRESS") from error
    return sum(client.nthreads().values())


def _refuse_other_code(client: Any) -> None:
    ours = fingerprint()
    try:
        fingerprints = client.run(fingerprint)
    except Exception as error:
        raise UsageError(f"Workers of the cluster cannot import umkm_analysis: {error}. {NO_DASK}") from error
    others = sorted(worker for worker, theirs in fingerprints.items() if theirs != ours)
    if others:
        raise UsageError(
            f"These workers have another edition of umkm_analysis or of a library: {', '.join(others)}. "
            "Their pages would differ; install there what is installed here."
        )


def _done(futures: list[Any]) -> list[Any]:
    from distributed import wait  # noqa: PLC0415 - as above

    try:
        done, _ = wait(futures, timeout=1, return_when="FIRST_COMPLETED")  # type: ignore[no-untyped-call]
    except TimeoutError:
        return []
    return list(done)


def _answer(future: Any) -> Answer:
    try:
        answer: Answer = future.result()
    except Exception as error:  # noqa: BLE001 - every worker that tried it was lost, or the scheduler gave up on it
        return Answer(Failure(describe(error)))
    return answer
