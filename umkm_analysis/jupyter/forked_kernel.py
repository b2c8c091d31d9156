"""A kernel that is a fork of this process: ipykernel's own, without sockets, start-up or imports of its own."""

from __future__ import annotations

import asyncio
import builtins
import contextvars
import ctypes
import gc
import logging
import os
import random
import signal
import sys
import threading
import time
import traceback
from functools import cache
from multiprocessing import Pipe
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")  # or the debugger speaks up when it is imported

import ipykernel.debugger  # noqa: F401 - each kernel would import it again
from ipykernel.inprocess.ipkernel import InProcessKernel
from ipykernel.inprocess.socket import DummySocket
from ipykernel.iostream import BackgroundSocket, IOPubThread, OutStream
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.interactiveshell import InteractiveShell
from jupyter_client.session import Session, json_packer, json_unpacker
from traitlets import default
from traitlets.config import Config

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from multiprocessing.connection import Connection

READY, OUTPUT, REPLY = "ready", "output", "reply"
COLLECT = (50_000, 20, 20)
"""When the collector of cycles looks: a report's process is short, and what all reports share is frozen."""
QUIET = Config({"HistoryManager": {"enabled": False}})
"""A report's cells are no session of a person's: In and Out there are, but no history file."""
DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG of Linux."""
BACKEND = "module://matplotlib_inline.backend_inline"
"""What ipykernel's own application gives matplotlib."""


class KernelDied(Exception):  # noqa: N818 - what happened, not an error of the program
    """The forked process ended before its answer."""


class KernelSilent(Exception):  # noqa: N818 - the same
    """The forked process did not answer in time."""


def prepare() -> None:
    """Make ready, in a process that forks are to come from, what each of them would make for itself."""
    _unborn()


class ForkedKernel:
    """Start a fork that runs cells; closing it ends the fork.

    Whoever forks must be alone in its process: threads do not survive a fork, and what they held stays locked.
    """

    def __init__(self) -> None:
        _unborn()
        self._line, theirs = Pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        if self.pid == 0:
            self._line.close()
            _live(theirs)
        theirs.close()
        self.language_info = self._receive(None)[1]["content"]["language_info"]

    def execute(self, code: str, *, seconds: float | None) -> Iterator[tuple[str, dict[str, Any]]]:
        """Run a cell.

        Parameters
        ----------
        code
            The cell.
        seconds
            How long it may take; None for ever.

        Yields
        ------
        "output" with a message of the kernel, as it comes, and at last "reply" with the kernel's answer.

        Raises
        ------
        KernelDied
            If the fork ends.
        KernelSilent
            If it takes too long.
        """
        until = None if seconds is None else time.monotonic() + seconds
        try:
            self._line.send(code)
        except OSError as error:
            raise KernelDied from error
        kind = ""
        while kind != REPLY:
            kind, message = self._receive(until)
            yield kind, message

    def close(self) -> None:
        """End the fork, whatever it does."""
        self._line.close()
        try:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        except (ProcessLookupError, ChildProcessError):  # it is gone, and was fetched
            return

    def _receive(self, until: float | None) -> tuple[str, dict[str, Any]]:
        left = None if until is None else max(0.0, until - time.monotonic())
        try:
            if not self._line.poll(left):
                raise KernelSilent
            packed = self._line.recv_bytes()
        except (EOFError, OSError) as error:
            raise KernelDied from error
        kind, message = json_unpacker(packed)
        return kind, message


class _Session(Session):
    """Speaks along a line, each message packed once; a stock session would also sign it, for sockets to carry."""

    line: Connection | None = None

    def __init__(self, **traits: Any) -> None:
        self._one_at_a_time = threading.Lock()  # threads of a cell speak too
        super().__init__(**traits)

    def send(
        self, stream: object, msg_or_type: Any, content: Any = None, parent: Any = None, *_: object, **parts: Any
    ) -> dict[str, Any] | None:
        """Send what is shown or answered; that a kernel is busy or idle is for front ends to know."""
        del stream
        message: dict[str, Any] = msg_or_type
        if not isinstance(msg_or_type, dict):
            message = self.msg(msg_or_type, content, parent, parts.get("header"), parts.get("metadata"))
        if os.getpid() != self.pid:  # a fork that a cell has made is not the kernel
            return None
        if message["msg_type"] != "status":
            self.say(REPLY if message["msg_type"] == "execute_reply" else OUTPUT, message)
        return message

    def say(self, kind: str, message: Mapping[str, Any]) -> None:
        """Send a message without what nobody asks for: dates, names, buffers."""
        known = message["parent_header"].get("msg_id")
        told = {
            "msg_type": message["msg_type"],
            "header": {"msg_type": message["msg_type"]},
            "parent_header": {"msg_id": known} if known else {},
            "metadata": message["metadata"],
            "content": message["content"],
        }
        packed = json_packer([kind, told])
        with self._one_at_a_time:
            if self.line is not None:
                self.line.send_bytes(packed)


class _Publisher(IOPubThread):  # type: ignore[misc]
    """Publishes what it is given at once, in the thread that gives it: one socket less, no thread to wait for."""

    thread = None

    def __init__(self, session: Session) -> None:
        # not the base's: it opens sockets, and a process that is to be forked has none
        self.socket = DummySocket()
        self.session = session
        self.io_loop = None
        self.background_socket = BackgroundSocket(self)
        self._pipe_flag = False
        self._one_at_a_time = threading.RLock()

    def schedule(self, f: Callable[[], object]) -> None:
        """Do it now."""
        with self._one_at_a_time:
            f()


class _Stream(OutStream):  # type: ignore[misc]
    """A kernel's stdout or stderr: what a long cell writes is shown now and then without the cell's doing."""

    _flush_pending: bool

    def _schedule_flush(self) -> None:
        if not self._flush_pending:
            self._flush_pending = True
            timer = threading.Timer(self.flush_interval, self.flush)
            timer.daemon = True
            timer.start()


class _Kernel(InProcessKernel):  # type: ignore[misc]
    """ipykernel's in-process kernel, asked and answering along a line."""

    _execute_sleep = 0.0
    """ipykernel waits for its sockets after each cell; here are none."""

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self.environment: dict[str, str] = {}
        # a cell that awaits asks which thread owns the shell; here there is none but this one
        self.shell_channel_thread = SimpleNamespace(parent_thread=None)

    @default("session")
    def _own_session(self) -> _Session:
        return _Session(parent=self)

    @default("iopub_thread")
    def _own_publisher(self) -> _Publisher:
        return _Publisher(self.session)

    @default("shell_class")
    def _own_shell_class(self) -> type[ZMQInteractiveShell]:
        return ZMQInteractiveShell

    @default("stdout")
    def _own_stdout(self) -> OutStream:
        return _Stream(self.session, self.iopub_thread, "stdout")

    @default("stderr")
    def _own_stderr(self) -> OutStream:
        return _Stream(self.session, self.iopub_thread, "stderr")

    async def run(self, code: str) -> None:
        """Run a cell as a kernel does that is asked through its sockets; the answer is sent along the line."""
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


def _make() -> _Kernel:
    """Make a kernel, its shell and the module that its cells are to run in."""
    if InteractiveShell.initialized():  # an interactive parent's, whose names are its own
        type(InteractiveShell.instance()).clear_instance()
    return _Kernel(config=QUIET)


@cache
def _unborn() -> _Kernel | None:
    """Make, once, the kernel that every fork of this process wakes as; None where that would cost the process its own.

    It has run no cell and holds neither socket nor thread, so each fork finds it as new.
    """
    if InteractiveShell.initialized():
        return None
    main, environment = sys.modules["__main__"], dict(os.environ)
    kernel = _make()
    # the shell has put its own there, which are for cells and what they start
    sys.modules["__main__"] = main
    kernel.environment = {name: os.environ[name] for name in os.environ if os.environ[name] != environment.get(name)}
    for name in kernel.environment:
        os.environ.pop(name)
        if name in environment:
            os.environ[name] = environment[name]
    return kernel


def _live(line: Connection) -> None:
    """Be the kernel until the line is closed; never return into the code that forked."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _be_fresh()
        kernel = _unborn() or _make()
        kernel.session.pid = os.getpid()  # it tells a fork by that, and would keep silent
        kernel.session.line = line
        os.environ.update(kernel.environment)
        sys.modules["__main__"] = kernel.shell.user_module
        sys.stdout, sys.stderr = kernel.stdout, kernel.stderr
        kernel.session.say(READY, kernel.session.msg("kernel_info_reply", kernel.kernel_info))
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        context = contextvars.copy_context()  # one for all cells: what one sets, the next one finds
        while True:
            loop.run_until_complete(loop.create_task(kernel.run(line.recv()), context=context))
    except (EOFError, OSError):  # nobody asks any more
        os._exit(0)
    except BaseException:  # noqa: BLE001 - the parent only sees that it died; why is told here
        traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(1)


def _be_fresh() -> None:
    """Be what a new kernel would be where a fork would show its origin."""
    _end_with_parent()
    gc.set_threshold(*COLLECT)
    vars(builtins).pop("_", None)  # an interactive parent's last answer
    logging.root.handlers.clear()
    logging.root.setLevel(logging.WARNING)
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
    backend = os.environ.setdefault("MPLBACKEND", BACKEND)
    if "matplotlib" in sys.modules:
        matplotlib = sys.modules["matplotlib"]
        if dict.__getitem__(matplotlib.rcParams, "backend") != backend:  # asking it plainly would choose one
            matplotlib.use(backend)


def _end_with_parent() -> None:
    """Ask the system to end this process when the one that forked it ends, however that happens."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DEATH_SIGNAL, signal.SIGKILL)
