"""Start and check of the preloading process, multiprocessing's fork server.

The server ignores an ImportError of what it preloads, and any other error, or a crash, ends it: whoever asked for a
worker would get an EOFError, or wait. So a probe asks it first how preloading went.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from contextlib import contextmanager
from multiprocessing import forkserver
from types import ModuleType
from typing import TYPE_CHECKING

from umkm_analysis.builds.workers import preload_settings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkServerContext

PRELOAD = "umkm_analysis.builds.workers.preload"
ENDED = "the process that prepares them ended by itself"
NOT_LOADED = f"{PRELOAD} cannot be imported"


def start_preloading(data_version: str, reports: Collection[str]) -> None:
    """Start the preloading process, so that it is ready when workers are needed.

    Parameters
    ----------
    data_version
        Fingerprint of the data, which have been validated.
    reports
        Names of the reports to render once.
    """
    os.environ[preload_settings.DATA_VERSION] = data_version
    os.environ[preload_settings.REPORTS] = ",".join(reports)
    try:
        forkserver_context()
        forkserver.ensure_running()
    finally:
        for name in (preload_settings.DATA_VERSION, preload_settings.REPORTS):
            del os.environ[name]


def preload_failure() -> str | None:
    """Wait until preloading has ended; return why its forks cannot run cells, or None if they can."""
    receiver, sender = multiprocessing.Pipe(duplex=False)
    probe = forkserver_context().Process(target=_send_failure, args=(sender,), daemon=True)
    try:
        with without_main_module():
            probe.start()
        sender.close()
        failure: str | None = receiver.recv()
    except (EOFError, OSError):
        return ENDED
    probe.join()
    return failure


def forkserver_context() -> ForkServerContext:
    """Return multiprocessing's context for processes that are forked from the preloading process."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([PRELOAD])
    return context


@contextmanager
def without_main_module() -> Iterator[None]:
    """Keep processes that are started from importing the command that starts them."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _send_failure(sender: Connection) -> None:
    sender.send(getattr(sys.modules.get(PRELOAD), "failure", NOT_LOADED))
