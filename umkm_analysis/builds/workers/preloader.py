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
import traceback
from contextlib import contextmanager, suppress
from multiprocessing import forkserver, resource_tracker
from types import ModuleType
from typing import TYPE_CHECKING, Any

from umkm_analysis.builds.workers import preload_settings
from umkm_analysis.jupyter.kernels import processes

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
GIVING_WAY = 10
"""How much nicer a fork is that prepares itself: whoever makes a page meanwhile needs the processors more."""
WAIT_SECONDS = 150.0
"""Longest wait for it: preloading ends itself sooner."""


_calls: set[PreloadedCall] = set()
"""Those that have not been answered."""
_rendering: set[int | None] = set()
"""Process id of a preloading process that renders reports."""


class PreloadingEnded(Exception):  # noqa: N818 - it ends, which is an error for whoever asks it only
    """The preloading process, or its fork, has ended before it answered."""


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
    imports_only = is_brief(pages)
    if imports_only:
        os.environ[preload_settings.IMPORT_ONLY] = "1"
    try:
        forkserver_context()
        before = _server()
        with starting_processes():
            forkserver.ensure_running()
        if _server() != before:
            _rendering.clear()
            _rendering.update({_server()} if not imports_only else ())
    finally:
        for name in (preload_settings.DATA_VERSION, preload_settings.REPORTS, preload_settings.IMPORT_ONLY):
            os.environ.pop(name, None)


def is_brief(pages: int | None) -> bool:
    """Whether there are so few pages that each process makes one at most; not where nobody knows their number."""
    return pages is not None and pages <= (os.cpu_count() or 1)


def has_rendered() -> bool:
    """Whether there is a preloading process that renders reports, and so has in memory whatever is drawn of tables."""
    return _server() in _rendering - {None}


class PreloadedCall:
    """Call of a function in a fork of the preloading process, which can prepare itself until the arguments are known.

    Parameters
    ----------
    function
        A function of a module; what goes to it, and what it returns or raises, goes through pickle.
    prepare
        Called in the fork before; what it raises is lost.

    Raises
    ------
    PreloadingEnded
        If the preloading process has ended.
    """

    def __init__(self, function: Callable[..., Any], prepare: Callable[[], object] | None = None) -> None:
        self._connection, theirs = multiprocessing.Pipe()
        self._fork = forkserver_context().Process(target=_serve, args=(theirs, function, prepare), daemon=True)
        try:
            with starting_processes():
                self._fork.start()
        except (EOFError, OSError) as error:
            raise PreloadingEnded(ENDED) from error
        theirs.close()
        _calls.add(self)

    @property
    def pid(self) -> int | None:
        """Process id of the fork."""
        return self._fork.pid

    def __call__(self, *arguments: Any) -> Any:
        """Call the function, once; return what it returns.

        Raises
        ------
        PreloadingEnded
            If the fork ends before it has answered.
        Exception
            What the function raises.
        """
        try:
            self._connection.send(arguments)
            answer, error = self._connection.recv()
        except (EOFError, OSError) as ended:
            raise PreloadingEnded(ENDED) from ended
        finally:
            _calls.discard(self)
        self._fork.join()
        if error is not None:
            raise error
        return answer


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
    """Process ids of the preloading process, of calls that wait in forks of it, and of multiprocessing's tracker."""
    helpers = (
        _server(),
        *(call.pid for call in _calls),
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
    """Keep processes that are started from importing the command that starts them, or its folder, and from its signals.

    They inherit that signals are held back, which reach this process at the end.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    held = None
    preload_settings.leave_folder_out()
    if hasattr(signal, "pthread_sigmask"):
        resource_tracker.ensure_running()  # it would be started with the others, and releases all signals then
        held = signal.pthread_sigmask(signal.SIG_BLOCK, HELD)
    try:
        yield
    finally:
        sys.modules["__main__"] = main
        preload_settings.forget_folder()
        if held is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, held)


def _ask() -> str | None:
    try:
        failure: str | None = PreloadedCall(_failure)()
    except PreloadingEnded as ended:
        return str(ended)
    return failure


def _failure() -> str | None:
    return getattr(sys.modules.get(PRELOAD), "failure", NOT_LOADED)


def _serve(connection: Connection, function: Callable[..., Any], prepare: Callable[[], object] | None) -> None:
    """Answer one call, in a fork that ends with the command and gets none of its signals."""
    processes.end_with_parent()
    if hasattr(signal, "pthread_sigmask"):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, HELD)
    if prepare is not None:
        os.nice(GIVING_WAY)
        with suppress(Exception):
            prepare()
    answer: tuple[Any, Exception | None]
    with suppress(EOFError, OSError):  # nobody waits for it any more
        arguments = connection.recv()
        try:
            answer = function(*arguments), None
        except Exception as error:  # noqa: BLE001 - whoever asked raises it
            error.add_note("".join(traceback.format_exception(error)))
            answer = None, error
        connection.send(answer)


def _server() -> int | None:
    """Process id of the preloading process, as far as it was started."""
    return getattr(forkserver._forkserver, "_forkserver_pid", None)  # noqa: SLF001 - nobody else knows it
