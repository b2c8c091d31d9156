"""Start and check of the preloading process, multiprocessing's fork server.

The server ignores an ImportError of what it preloads, and any other error, or a crash, ends it: whoever asked for a
worker would get an EOFError, or wait. So a probe asks it first how preloading went.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from contextlib import contextmanager, suppress
from multiprocessing import forkserver, resource_tracker
from types import ModuleType
from typing import TYPE_CHECKING

from umkm_analysis.builds.workers import preload_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkServerContext

PRELOAD = "umkm_analysis.builds.workers.preload"
ENDED = "the process that prepares them ended by itself"
NOT_LOADED = f"{PRELOAD} cannot be imported"
SILENT = "the process that prepares them does not answer"
HELD = (signal.SIGINT, signal.SIGTERM)
"""Signals to a whole group that only the command should get, which finishes what is under way."""
WAIT_SECONDS = 150.0
"""Longest wait for it: preloading ends itself sooner."""


def can_fork() -> bool:
    """Whether kernels can be forks of a preloaded process on this system."""
    return sys.platform == "linux"  # macOS has fork, but its own libraries do not survive it


def start_preloading(data_version: str, reports: Collection[str], *, pages: int | None = None) -> None:
    """Start the preloading process, so that it is ready when workers are needed.

    Parameters
    ----------
    data_version
        Fingerprint of the data, which have been validated.
    reports
        Names of the reports to render once.
    pages
        At most so many pages will be made; None where nobody knows. For a few, reports are not rendered before: each
        worker's first page takes what a rendering would, and nobody waits for both.
    """
    os.environ[preload_settings.DATA_VERSION] = data_version
    os.environ[preload_settings.REPORTS] = ",".join(reports)
    if pages is not None and pages <= (os.cpu_count() or 1):
        os.environ[preload_settings.IMPORT_ONLY] = "1"
    try:
        forkserver_context()
        with starting_processes():
            forkserver.ensure_running()
    finally:
        for name in (preload_settings.DATA_VERSION, preload_settings.REPORTS, preload_settings.IMPORT_ONLY):
            os.environ.pop(name, None)


def stop_preloading() -> None:
    """End the preloading process, if it runs: the next one reads code and data anew."""
    forkserver._forkserver._stop()  # type: ignore[attr-defined]  # noqa: SLF001 - multiprocessing has no other way


def preload_failure(stopped: Callable[[], bool] = lambda: False) -> str | None:
    """Wait until preloading has ended; return why its forks cannot run cells, or None if they can.

    Parameters
    ----------
    stopped
        Called while it waits; True ends that, for nothing will be built.
    """
    answers: list[str | None] = []
    # in a thread, because a process that hangs answers nothing at all
    asking = threading.Thread(target=lambda: answers.append(_ask()), daemon=True)
    asking.start()
    until = time.monotonic() + WAIT_SECONDS
    while asking.is_alive() and time.monotonic() < until:
        asking.join(0.1)
        if stopped():
            return None
    return answers[0] if answers else SILENT


def helper_processes() -> set[int]:
    """Process ids of the preloading process and of multiprocessing's tracker, as far as they run."""
    helpers = (
        getattr(forkserver._forkserver, "_forkserver_pid", None),  # noqa: SLF001
        getattr(resource_tracker._resource_tracker, "_pid", None),  # noqa: SLF001 - nobody else knows them
    )
    return {pid for pid in helpers if pid is not None}


def forkserver_context() -> ForkServerContext:
    """Return multiprocessing's context for processes that are forked from the preloading process."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([PRELOAD])
    return context


@contextmanager
def starting_processes() -> Iterator[None]:
    """Keep processes that are started from importing the command that starts them, and from its signals.

    They inherit that signals are held back, which reach this process at the end.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    held = None
    if hasattr(signal, "pthread_sigmask"):
        resource_tracker.ensure_running()  # it would be started with the others, and releases all signals then
        held = signal.pthread_sigmask(signal.SIG_BLOCK, HELD)
    try:
        yield
    finally:
        sys.modules["__main__"] = main
        if held is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, held)


def _ask() -> str | None:
    receiver, sender = multiprocessing.Pipe(duplex=False)
    probe = forkserver_context().Process(target=_send_failure, args=(sender,), daemon=True)
    try:
        with starting_processes():
            probe.start()
        sender.close()
        failure: str | None = receiver.recv()
    except (EOFError, OSError):
        return ENDED
    probe.join()
    return failure


def _send_failure(sender: Connection) -> None:
    with suppress(OSError):  # nobody waits for it any more
        sender.send(getattr(sys.modules.get(PRELOAD), "failure", NOT_LOADED))
