"""A batch on a Dask cluster: reports are made by workers anywhere and published by the one who asked.

Workers need this package and its libraries, in the same versions, and nothing else: data and notebooks are sent there.
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
import zipfile
from collections import deque
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from umkm_analysis.analysis.provenance import LINES
from umkm_analysis.builds.job import Failure, Made
from umkm_analysis.builds.output.publish import publish_result
from umkm_analysis.builds.staleness import code_fingerprint
from umkm_analysis.builds.workers import preload_settings
from umkm_analysis.builds.workers.pool import DIED
from umkm_analysis.datasets import project
from umkm_analysis.datasets.procurement_lines.store import catalog
from umkm_analysis.errors import MissingToolError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from umkm_analysis.builds.job import Job, Result

AHEAD = 3
"""Reports a thread of the cluster is given in advance, so that it never waits for the next one."""
PATIENCE = 60.0
"""Seconds that a cluster may be without any worker."""
REACH = "10s"
MOST_SENT = 1_000_000_000
"""Bytes that every worker is sent at most."""
NO_DASK = 'A cluster needs Dask. Install it, here and on the workers: python -m pip install -e ".[cluster]"'


def build_on(
    address: str, jobs: Sequence[Job], output: Path, *, stopped: Callable[[], bool] = lambda: False
) -> Iterator[Result]:
    """Make reports on a cluster and publish them here.

    Parameters
    ----------
    address
        Of the scheduler, such as tcp://host:8786.
    jobs
        What to make.
    output
        The output folder, on this machine.
    stopped
        Asked between results; True drops what has not come back.

    Yields
    ------
    Results as they come. A report whose worker is lost is made by another one; one that outlives several workers fails.

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
        waiting, alone_since = deque(jobs), time.monotonic()
        running: dict[Any, Job] = {}
        while (waiting or running) and not stopped():
            while waiting and len(running) < AHEAD * max(threads, 1):
                job = waiting.popleft()
                running[client.submit(make_there, job, home, pure=False)] = job
            for future in _done(list(running)):
                seconds, made = _answer(future)
                yield publish_result(running.pop(future).task, made, output, seconds=seconds)
            threads = sum(client.nthreads().values())
            alone_since = time.monotonic() if threads else alone_since
            if time.monotonic() - alone_since > PATIENCE:
                raise UsageError(f"The cluster at {address} has no worker. Start one: dask worker {address}")


def make_there(job: Job, packed: bytes) -> tuple[float, Made | Failure]:
    """Make a report on a worker, in the warm process that this thread of it keeps; say how long that took.

    Parameters
    ----------
    job
        The report.
    packed
        Data and notebooks, as a ZIP file.
    """
    outpost = _outpost(packed, job)
    began = time.monotonic()
    try:
        pickle.dump(job, outpost.stdin)  # type: ignore[arg-type]
        outpost.stdin.flush()  # type: ignore[union-attr]
        made: Made | Failure = pickle.load(outpost.stdout)  # type: ignore[arg-type]  # noqa: S301 - our own process
    except (EOFError, OSError, pickle.UnpicklingError):
        outpost.kill()
        made = Failure(DIED)
    return time.monotonic() - began, made


def fingerprint() -> str:
    """Say which code and which libraries a machine has."""
    return f"{code_fingerprint.fingerprint(sorted(code_fingerprint.ROOT.rglob('*.py')))}-{code_fingerprint.libraries()}"


_kept = threading.local()


def _outpost(packed: bytes, job: Job) -> subprocess.Popen[bytes]:
    """Find this thread's warm process for a project, or start one."""
    name = hashlib.sha256(packed).hexdigest()[:16]
    outpost: subprocess.Popen[bytes] | None = getattr(_kept, "outpost", None)
    if outpost is not None and _kept.name == name and outpost.poll() is None:
        return outpost
    if outpost is not None:
        outpost.kill()
    home = _unpacked(packed, name)
    environment = {**os.environ, project.HOME_VARIABLE: str(home), preload_settings.EDITION: job.edition}
    environment.pop(catalog.FOLDER_VARIABLE, None)
    _kept.name = name
    _kept.outpost = subprocess.Popen(
        [sys.executable, "-m", "umkm_analysis.builds.workers.cluster_worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    )
    return _kept.outpost


_unpacking = threading.Lock()


def _unpacked(packed: bytes, name: str) -> Path:
    place = Path(tempfile.gettempdir()) / f"umkm-{os.getpid()}-{name}"
    with _unpacking:
        if not place.is_dir():
            with zipfile.ZipFile(io.BytesIO(packed)) as archive:
                archive.extractall(place)
    return place


def _packed(home: Path, with_lines: Mapping[str, Collection[str]]) -> bytes:
    """Pack what reports read; equal projects give equal bytes.

    Parameters
    ----------
    home
        The project.
    with_lines
        BPS code of a region whose procurement lines are read → names of the reports that read them.
    """
    lines, file = catalog.folder(), io.BytesIO()
    there = [one for folder in ("data", "notebooks") for one in (home / folder).rglob("*") if one.is_file()]
    named = {one.relative_to(home).as_posix(): one for one in there if lines not in one.parents}
    wanted = [one for region in with_lines for one in catalog.files(region=region)]
    if wanted:
        named |= {
            f"data/lines/{one.relative_to(lines).as_posix()}": one for one in [lines / catalog.IMPORTS_FILE, *wanted]
        }
    size = sum(one.stat().st_size for one in named.values())
    if size > MOST_SENT:
        readers = " and ".join(sorted({name for names in with_lines.values() for name in names}))
        raise UsageError(
            f"{size // 1_000_000} MB would be sent to every worker, most of it procurement lines. Build "
            f"{readers} here, and the other reports on the cluster (--report)."
        )
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in sorted(named.items()):
            archive.writestr(zipfile.ZipInfo(name), path.read_bytes())
    return file.getvalue()


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
        client = Client(address, timeout=REACH)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise UsageError(f"There is no Dask scheduler at {address}. Start one: dask scheduler") from error
    try:
        yield client
    finally:
        client.close()  # type: ignore[no-untyped-call]


def _threads(client: Any) -> int:
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        raise UsageError("The cluster has no worker. Start one: dask worker ADDRESS") from error
    return sum(client.nthreads().values())


def _refuse_other_code(client: Any) -> None:
    ours = fingerprint()
    try:
        found = client.run(fingerprint)
    except Exception as error:
        raise UsageError(f"Workers of the cluster cannot import umkm_analysis: {error}. {NO_DASK}") from error
    others = sorted(worker for worker, theirs in found.items() if theirs != ours)
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


def _answer(future: Any) -> tuple[float, Made | Failure]:
    try:
        answer: tuple[float, Made | Failure] = future.result()
    except Exception as error:  # noqa: BLE001 - every worker that tried it was lost, or the scheduler gave up on it
        return 0.0, Failure(f"{type(error).__name__}: {error}".partition("\n")[0])
    return answer
