"""Kernel in a fork of this process: ipykernel's in-process kernel, without sockets, start-up or imports."""

from __future__ import annotations

import asyncio
import contextvars
import logging
import os
import signal
import sys
import threading
import time
from contextlib import contextmanager, nullcontext
from functools import cache
from multiprocessing import Pipe
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")  # or the debugger speaks up when it is imported

import ipykernel.debugger  # noqa: F401 - each kernel would import it again
import IPython.core.logger  # noqa: F401 - likewise
from ipykernel.eventloops import loop_map
from ipykernel.inprocess.ipkernel import InProcessKernel
from ipykernel.inprocess.socket import DummySocket
from ipykernel.iostream import BackgroundSocket, IOPubThread
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell
from jupyter_client.session import Session, json_packer
from traitlets import default
from traitlets.config import Config

from umkm_analysis.jupyter.fallback import describe
from umkm_analysis.jupyter.kernels import process_state
from umkm_analysis.jupyter.kernels.branching import Branches
from umkm_analysis.jupyter.kernels.connected import (
    ASK,
    BRANCH,
    COMPARE,
    ERROR,
    FOLLOW,
    GOES_ON,
    OUTPUT,
    READY,
    RENEW,
    REPLY,
    TOO_LONG,
    Connected,
    KernelDied,
    KernelTimeout,
)
from umkm_analysis.jupyter.kernels.limits import OUTPUT_BYTES
from umkm_analysis.jupyter.kernels.settings_in_use import settings_in_use
from umkm_analysis.jupyter.kernels.streams import Stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from multiprocessing.connection import Connection

    from umkm_analysis.jupyter.kernels.connected import Variation

NO_HISTORY = Config({"HistoryManager": {"enabled": False}})
"""Cells keep In and Out, but write no history file: they are no person's session."""
LENGTH_BYTES = 4
"""With which a connection begins a message."""
START_TIMEOUT = 30.0
"""Seconds for a fork to be ready, which takes milliseconds."""


def prepare() -> None:
    """Make, in the process that will be forked, the kernel that every fork would otherwise make for itself."""
    _prototype_kernel()


@contextmanager
def found_by_libraries() -> Iterator[None]:
    """Let libraries that are imported inside the block find the kernel, as they do where a cell imports them.

    pandas takes a process without one for a terminal, and then shows all columns of a table, or as many as fit in it.
    """
    kernel = _prototype_kernel()
    with nullcontext() if kernel is None else kernel.shell.builtin_trap:
        yield


class ForkedKernel(Connected):
    """Forked process that runs cells until it is closed.

    The calling process must have one thread: threads do not survive a fork, and locks that they held stay locked.

    Parameters
    ----------
    variation
        Values of a parameter for which it may fork itself while its cells run.
    """

    def __init__(self, variation: Variation | None = None) -> None:
        _prototype_kernel()
        connection, child_connection = Pipe()
        ends = {value: Pipe() for value in variation.others} if variation else {}
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid == 0:
            for own in (connection, *(end for end, _ in ends.values())):
                own.close()
            theirs = {value: end for value, (_, end) in ends.items()}
            _serve(child_connection, Branches(variation, theirs) if variation else None)
        child_connection.close()
        for _, end in ends.values():
            end.close()
        super().__init__(connection, pid, {value: end for value, (end, _) in ends.items()})
        try:
            self.language_info = self.receive(time.monotonic() + START_TIMEOUT)[1]["content"]["language_info"]
        except KernelTimeout as error:  # a thread of the kernel waits for memory that it may not have
            self.close()
            raise KernelDied(f"it did not start within {START_TIMEOUT:g} seconds") from error
        except KernelDied:
            self.close()
            raise


class _Session(Session):
    """Session that sends each message along a pipe; a stock session would also sign it, for sockets."""

    connection: Connection | None = None
    sent = 0
    """Bytes of output of the cell that runs."""
    written = 0
    """Bytes that have gone into the pipe."""
    has_answered = True
    """Whether the answer to the last order has been sent."""

    def __init__(self, **traits: Any) -> None:
        self._lock = threading.Lock()  # threads of a cell send messages too
        super().__init__(**traits)

    def send(
        self, stream: object, msg_or_type: Any, content: Any = None, parent: Any = None, *_: object, **parts: Any
    ) -> dict[str, Any] | None:
        """Send outputs and answers; whether a kernel is busy or idle matters to front ends alone."""
        del stream
        message: dict[str, Any] = msg_or_type
        if not isinstance(msg_or_type, dict):
            message = self.msg(msg_or_type, content, parent, parts.get("header"), parts.get("metadata"))
        if os.getpid() != self.pid:  # a fork that a cell has made is not the kernel
            return None
        if message["msg_type"] != "status":
            self.send_message(REPLY if message["msg_type"] == "execute_reply" else OUTPUT, message)
        return message

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other threads from sending, or a fork would find the lock held."""
        with self._lock:
            yield

    def send_message(self, kind: str, message: Mapping[str, Any]) -> None:
        """Send the parts of a message that nbclient reads: no dates, names or buffers."""
        parent_id = message["parent_header"].get("msg_id")
        parts = {
            "msg_type": message["msg_type"],
            "header": {"msg_type": message["msg_type"]},
            "parent_header": {"msg_id": parent_id} if parent_id else {},
            "metadata": message["metadata"],
            "content": message["content"],
        }
        self.send_parts(kind, parts)

    def send_parts(self, kind: str, parts: Mapping[str, Any]) -> None:
        """Send something that is ready to be sent."""
        packed = json_packer([kind, parts])
        with self._lock:
            if self.connection is None or self.sent > OUTPUT_BYTES:
                return
            self.sent += len(packed) if kind == OUTPUT else 0
            if self.sent > OUTPUT_BYTES:
                packed = json_packer([TOO_LONG, {}])
            self.has_answered = self.has_answered or kind == REPLY
            self.connection.send_bytes(packed)
            self.written += LENGTH_BYTES + len(packed)


class _Publisher(IOPubThread):  # type: ignore[misc]
    """Publisher of outputs that sends at once, in the calling thread: no socket, no thread to wait for."""

    thread = None

    def __init__(self, session: Session) -> None:
        # not the base's: it opens sockets, and a process that is to be forked has none
        self.socket = DummySocket()
        self.session = session
        self.io_loop = None
        self.background_socket = BackgroundSocket(self)
        self._pipe_flag = False
        self._lock = threading.RLock()

    def schedule(self, f: Callable[[], object]) -> None:
        """Call a function now instead of in another thread."""
        with self._lock:
            f()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other threads from publishing, or a fork would find the lock held."""
        with self._lock:
            yield


class _Kernel(InProcessKernel):  # type: ignore[misc]
    """ipykernel's in-process kernel, which gets code and sends answers through a pipe."""

    _execute_sleep = 0.0
    """ipykernel waits for its sockets after each cell; here are none."""

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self.environment: dict[str, str] = {}
        # a cell that awaits asks which thread owns the shell; here there is none but this one
        self.shell_channel_thread = SimpleNamespace(parent_thread=None)
        # not a class of its own: libraries ask for the shell's by name
        self.shell.enable_gui = self.note_gui

    def note_gui(self, gui: str | None = None) -> None:
        """Note which windows cells ask for, which are none with ``%matplotlib inline``; here no window ever opens.

        ipykernel's own looks for an application that has the kernel.
        """
        if gui not in loop_map:
            raise UsageError(f"Invalid GUI request {gui!r}, valid ones are:{loop_map.keys()}")
        self.shell.active_eventloop = gui

    @default("log")
    def _own_log(self) -> logging.Logger:
        """Keep what a kernel says of its messages from cells that log everything, as a standard one does."""
        log = logging.getLogger(__name__)
        log.setLevel(logging.WARNING)
        return log

    @default("session")
    def _own_session(self) -> _Session:
        return _Session(parent=self)

    @default("iopub_thread")
    def _own_publisher(self) -> _Publisher:
        return _Publisher(self.session)

    @default("shell_class")
    def _own_shell_class(self) -> type[ZMQInteractiveShell]:
        return ZMQInteractiveShell

    @default("user_ns")
    def _own_names(self) -> None:
        """Let the shell make the module that cells run in, with a text of its own and all that a module has."""

    @default("stdout")
    def _own_stdout(self) -> Stream:
        return Stream(self.session, self.iopub_thread, "stdout")

    @default("stderr")
    def _own_stderr(self) -> Stream:
        return Stream(self.session, self.iopub_thread, "stderr")

    def _redirected_io(self) -> AbstractContextManager[None]:
        """Leave where a cell prints as the cell before has left it; the base class would set it anew."""
        return nullcontext()

    async def do_execute(self, *given: Any, **named: Any) -> Any:
        """Run a cell and send what it has printed, also where it has put something else in the place of a stream."""
        reply = await super().do_execute(*given, **named)
        self.stdout.flush()
        self.stderr.flush()
        return reply

    async def run(self, code: str) -> None:
        """Run a cell as for a request through sockets; the answer is sent through the pipe."""
        content = {
            "code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False,
            "stop_on_error": True,
        }  # fmt: skip
        request = self.session.msg("execute_request", content)
        self.set_parent([], request, channel="shell")
        self.pre_handler_hook()
        try:
            await self.execute_request(self.shell_stream, [], request)
        finally:
            self.post_handler_hook()


def _make_kernel() -> _Kernel:
    """Make a kernel, its shell and the module that its cells are to run in."""
    if InteractiveShell.initialized():  # an interactive parent's, whose names are its own
        type(InteractiveShell.instance()).clear_instance()
    return _Kernel(config=NO_HISTORY)


@cache
def _prototype_kernel() -> _Kernel | None:
    """Make, once, the kernel that every fork of this process starts from; None in a process with a shell of its own.

    It has run no cell and holds neither socket nor thread, so it is as new in each fork.
    """
    if InteractiveShell.initialized():
        return None
    main, environment = sys.modules["__main__"], dict(os.environ)
    kernel = _make_kernel()
    # the shell has put its own there, which are for cells and what they start
    sys.modules["__main__"] = main
    kernel.environment = {name: os.environ[name] for name in os.environ if os.environ[name] != environment.get(name)}
    for name in kernel.environment:
        os.environ.pop(name)
        if name in environment:
            os.environ[name] = environment[name]
    _complete(kernel.shell)
    return kernel


def _complete(shell: ZMQInteractiveShell) -> None:
    """Let a shell make what it would make at its first cell, and nothing that a cell could tell it by."""
    shell.transform_cell("0\n")
    shell.display_formatter.format("")


def _show_figures() -> None:
    """Let this kernel show figures where its parent has loaded the backend that does so: it asked for a shell then."""
    inline = sys.modules.get("matplotlib_inline.backend_inline")
    getattr(inline, "_enable_matplotlib_integration", lambda: None)()


def _serve(connection: Connection, branches: Branches | None) -> None:
    """Run cells until the connection is closed; never return into the code that forked."""
    kernel: _Kernel | None = None
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        process_state.reset()
        kernel = _prototype_kernel() or _make_kernel()
        kernel.session.pid = os.getpid()  # a session sends nothing from a process with another id
        kernel.session.connection = connection
        os.environ.update(kernel.environment)
        sys.modules["__main__"] = kernel.shell.user_module
        sys.stdout, sys.stderr = kernel.stdout, kernel.stderr
        _show_figures()
        kernel.session.send_message(READY, kernel.session.msg("kernel_info_reply", kernel.kernel_info))
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        context = contextvars.copy_context()  # one for all cells: what one sets, the next one finds
        if branches is not None:
            branches.watch(kernel, loop)
        begun = context.run(settings_in_use)  # where numpy keeps some
        while True:
            # asked anew each time: a fork that a cell, or the next order, makes has a connection of its own
            order, code = kernel.session.connection.recv()
            kernel.session.has_answered = False
            if order in {BRANCH, ASK, COMPARE, RENEW}:
                _obey(order, kernel, branches, lambda: context.run(settings_in_use) == begun)
                continue
            kernel.session.sent = 0
            if order == FOLLOW and branches is not None:
                branches.follow()
            loop.run_until_complete(loop.create_task(kernel.run(code), context=context))
            if branches is not None:
                branches.end_following() if order == FOLLOW else branches.hide(code)
    except (EOFError, OSError):  # the connection is closed
        os._exit(0)
    except BaseException as error:  # noqa: BLE001 - an error of the kernel, not of a cell: the parent raises it
        current = connection if kernel is None else kernel.session.connection
        current.send_bytes(json_packer([ERROR, {"reason": describe(error)}]))
    finally:
        os._exit(1)


def _obey(order: str, kernel: _Kernel, branches: Branches | None, is_as_begun: Callable[[], bool]) -> None:
    """Do what is asked for between two cells, and say that the kernel goes on."""
    said: dict[str, Any] = {}
    if order == BRANCH and branches is not None:
        branches.branch()
        if branches.is_fork:
            return
    elif order == ASK:
        said = {"hides": branches is not None and branches.hides}
    elif order == COMPARE:
        said = {"as_begun": is_as_begun()}
    elif order == RENEW:
        kernel.shell.reset()  # which collects garbage, too
    kernel.session.send_parts(GOES_ON, said)
