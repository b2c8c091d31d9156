"""Building on a Dask cluster: workers anywhere make the reports, this machine publishes them.

Workers need this package and its libraries in the same versions, and nothing else: the data and notebooks that reports
read are sent to them.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import logging
import threading
import time
import uuid
import warnings
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from umkm_analysis.builds.job import Failure, Made
from umkm_analysis.builds.output.asked import refuse_other_page
from umkm_analysis.builds.output.publish import publish_result
from umkm_analysis.builds.staleness import code_fingerprint
from umkm_analysis.builds.staleness.file_states import CHANGED, changed_file
from umkm_analysis.builds.workers.cluster_package import pack
from umkm_analysis.builds.workers.cluster_process import Answer, end_build, lost, make_on_worker
from umkm_analysis.builds.workers.pool import END_SECONDS, longest
from umkm_analysis.builds.workers.waiting import Waiting, together
from umkm_analysis.datasets import project
from umkm_analysis.errors import MissingToolError, UsageError
from umkm_analysis.jupyter.fallback import FALLBACK, describe
from umkm_analysis.jupyter.records import RecordMismatchError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from pathlib import Path

    from umkm_analysis.builds.job import Job, Result
    from umkm_analysis.builds.workers.cluster_package import Package
    from umkm_analysis.builds.workers.connection import Certificates

PREFETCH = 3
"""Reports submitted per thread of the cluster, so that none waits for the next one."""
WORKER_TIMEOUT = 60.0
"""Seconds that a cluster may be without any worker."""
CONNECT_TIMEOUT = "10s"
CLOSE_SECONDS = 5.0
ASK_SECONDS = 30.0
"""Longest wait for an answer of the scheduler itself."""
IMPORT_SECONDS = 120.0
"""Longest wait for every worker to import this package and to say which it is."""
SEND_SECONDS = 600.0
"""Longest wait until every worker has what the reports read."""
CANCELLED = (asyncio.CancelledError, concurrent.futures.CancelledError)
"""Raised for what was asked of a scheduler that is gone."""
CLOSED = ("CommClosedError", "ClosedClientError")
"""Dask's errors for what is asked when that is known already, by name: not every release has both."""
OPEN = (
    "The connection to the cluster is not encrypted: registers, procurement lines or own statistics that are sent can "
    "be read on the way. Use tls:// with --tls-ca, --tls-cert and --tls-key."
)
NO_DASK = "A cluster needs Dask. Install it, here and on the workers: "


def build_on(  # noqa: PLR0913 - where, what, how, and two ways to be heard
    address: str,
    jobs: Sequence[Job],
    output: Path,
    *,
    certificates: Certificates | None = None,
    stopped: Callable[[], bool] = lambda: False,
    warn: Callable[[str], None] = warnings.warn,
) -> Generator[Result, None, None]:
    """Make reports on a cluster and publish them here.

    Parameters
    ----------
    address
        Address of the scheduler, such as tcp://host:8786 or tls://host:8786.
    jobs
        The reports.
    output
        The output folder, on this machine.
    certificates
        Certificates of the connection; None for those of Dask's own configuration, if any.
    stopped
        Called between results; True drops what has not come back.
    warn
        Called with a sentence, once, if warm kernels cannot start on a worker; standard ones are used there.

    Yields
    ------
    Results as they come, of a report in several languages together. A report whose worker is lost is made by another
    one; a report that several workers do not survive is made in each language by itself, and fails in those that they
    do not survive either.

    Raises
    ------
    UsageError
        If there is no scheduler, the workers have other code or libraries, or there is no worker for a while.
    ConnectionError
        If the connection to the scheduler is lost.
    MissingToolError
        If Dask is not installed.
    """
    with _client(address, certificates) as client:
        threads = _threads(client, address)
        _refuse_other_code(client, address)
        package = pack(jobs)
        changed = changed_file({path: state for job in jobs for path, state in job.files.items()})
        if changed is not None:  # what was packed may not be what was planned
            failed = [(Failure(CHANGED.format(name=changed)), 0.0)] * len(jobs)
            yield from _published(jobs, Answer(tuple(failed)), output)
            return
        if package.private and not _is_private(address):
            warn(OPEN)
        sent = _within(SEND_SECONDS, address, lambda: client.scatter(package.content, broadcast=True, hash=False))
        build = uuid.uuid4().hex
        waiting, last_seen, warned = Waiting(jobs), time.monotonic(), False
        silence = (PREFETCH + 1) * max(map(longest, together(jobs)))
        last_answer = last_seen
        running: dict[Any, tuple[Job, ...]] = {}
        try:
            while (waiting or running) and not stopped():
                while waiting and len(running) < PREFETCH * max(threads, 1):
                    report = waiting.take(free=max(threads - len(running), 1))
                    there = [_there(job, package) for job in report]
                    future = _within(
                        ASK_SECONDS, address, partial(client.submit, make_on_worker, there, sent, build, pure=False)
                    )
                    running[future] = report
                for future in _done(list(running), address):
                    report = running.pop(future)
                    answer = _answer(future, report)
                    last_answer = time.monotonic()
                    if answer.fallback is not None and not warned:
                        warn(FALLBACK.format(reason=answer.fallback))
                        warned = True
                    if answer.made:
                        yield from _published(report, answer, output)
                    else:
                        waiting.put_back(*((job,) for job in report))
                threads = _threads_now(client, address)
                last_seen = time.monotonic() if threads else last_seen
                if time.monotonic() - last_seen > WORKER_TIMEOUT:
                    raise UsageError(f"The cluster at {address} has no worker. Start one: dask worker {address}")
                if time.monotonic() - last_answer > silence:
                    raise UsageError(f"No worker of the cluster at {address} has answered for {silence:.0f} seconds.")
        finally:
            _end_on_workers(client, list(running), build)


def fingerprint() -> str:
    """Fingerprint of this machine's code and libraries."""
    return f"{code_fingerprint.fingerprint(sorted(code_fingerprint.ROOT.rglob('*.py')))}-{code_fingerprint.libraries()}"


def _there(job: Job, package: Package) -> Job:
    """Return a job as a worker has to see it, which has other files."""
    return replace(job, data_version=job.data_version and package.data_version, files={})


def _published(report: Sequence[Job], answer: Answer, output: Path) -> Iterator[Result]:
    for job, (made, seconds) in zip(report, answer.made, strict=True):
        yield publish_result(job.task, _held_against(made, job), output, seconds=seconds)


def _held_against(made: Made | Failure, job: Job) -> Made | Failure:
    """Return what a worker has made, or a failure if it is not what it was asked for."""
    if isinstance(made, Made):
        try:
            refuse_other_page(made.record, job)
        except (RecordMismatchError, ValueError, LookupError, TypeError, AttributeError) as error:
            return Failure(str(error))
    return made


def _within(seconds: float, address: str, call: Callable[[], Any]) -> Any:
    """Return what a call of Dask returns that has no limit of its own; whatever else it raises is raised.

    Raises
    ------
    ConnectionError
        If it takes longer, or the connection is lost.
    """
    answers: list[tuple[Any, BaseException | None]] = []

    def ask() -> None:
        try:
            answers.append((call(), None))
        except BaseException as error:  # noqa: BLE001 - raised again below, where somebody waits for it
            answers.append((None, error))

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(seconds)
    if not answers:
        raise ConnectionError(
            f"The cluster at {address} did not answer within {seconds:.0f} seconds; what was finished is kept. "
            "Build again."
        )
    answer, error = answers[0]
    if isinstance(error, CANCELLED) or type(error).__name__ in CLOSED:
        raise _lost(address) from error
    if error is not None:
        raise error
    return answer


def _lost(address: str) -> ConnectionError:
    return ConnectionError(
        f"The connection to the scheduler at {address} was lost; what was finished is kept. Build again."
    )


def _threads_now(client: Any, address: str) -> int:
    """Threads of the cluster; none if the scheduler does not answer."""
    try:
        return sum(_within(ASK_SECONDS, address, client.nthreads).values())
    except Exception:  # noqa: BLE001 - whatever Dask raises when the connection is lost: it is tried again
        time.sleep(1)
        return 0


def _end_on_workers(client: Any, futures: list[Any], build: str) -> None:
    """End a build's processes on all workers; one that cannot be reached ends its own soon."""

    def end() -> None:
        with suppress(Exception):
            client.cancel(futures)
            client.run(end_build, build)

    ending = threading.Thread(target=end, daemon=True)
    ending.start()
    ending.join(END_SECONDS)


def _is_private(address: str) -> bool:
    """Whether nobody on the way to a scheduler can read along."""
    host = urlsplit(address).hostname or ""
    return not address.startswith("tcp://") or host == "localhost" or host.startswith("127.")


@contextmanager
def _client(address: str, certificates: Certificates | None) -> Iterator[Any]:
    try:
        from distributed import Client, Security  # noqa: PLC0415 - an extra, and slow to import
    except ImportError as error:
        raise MissingToolError(NO_DASK + project.install_command("cluster")) from error
    options: dict[str, Any] = {}
    if certificates is not None:
        options["security"] = Security(  # type: ignore[no-untyped-call]
            require_encryption=True,
            tls_ca_file=str(certificates.authority),
            tls_client_cert=str(certificates.certificate),
            tls_client_key=str(certificates.key),
        )
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # a lost scheduler is said below in a sentence
    try:
        client = Client(address, timeout=CONNECT_TIMEOUT, **options)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        known = " that knows these certificates" if certificates else ""
        raise UsageError(f"There is no Dask scheduler at {address}{known}. Start one: dask scheduler") from error
    try:
        yield client
    finally:
        client.close(timeout=CLOSE_SECONDS)  # type: ignore[no-untyped-call]


def _threads(client: Any, address: str) -> int:
    try:
        client.wait_for_workers(1, timeout=WORKER_TIMEOUT)
    except TimeoutError as error:
        raise UsageError("The cluster has no worker. Start one: dask worker ADDRESS") from error
    return sum(_within(ASK_SECONDS, address, client.nthreads).values())


def _refuse_other_code(client: Any, address: str) -> None:
    ours = fingerprint()
    try:
        fingerprints = _within(IMPORT_SECONDS, address, lambda: client.run(fingerprint))
    except ConnectionError:
        raise
    except Exception as error:
        install = NO_DASK + project.install_command("cluster")
        raise UsageError(f"Workers of the cluster cannot import umkm_analysis: {error}. {install}") from error
    others = sorted(worker for worker, theirs in fingerprints.items() if theirs != ours)
    if others:
        raise UsageError(
            f"These workers have another edition of umkm_analysis or of a library: {', '.join(others)}. "
            "Their pages would differ; install there what is installed here."
        )


def _done(futures: list[Any], address: str) -> list[Any]:
    from distributed import wait  # noqa: PLC0415 - as above

    try:
        done, _ = wait(futures, timeout=1, return_when="FIRST_COMPLETED")  # type: ignore[no-untyped-call]
    except TimeoutError:
        return []
    except (*CANCELLED, OSError, ValueError) as error:  # of values: no client is left, for it has closed itself
        raise _lost(address) from error
    return list(done)


def _answer(future: Any, report: Sequence[Job]) -> Answer:
    try:
        answer: Answer = future.result(timeout=ASK_SECONDS)
    except (*CANCELLED, Exception) as error:  # noqa: BLE001 - every worker that tried it was lost, or the scheduler gave up on it
        return lost(describe(error), report)
    return answer
