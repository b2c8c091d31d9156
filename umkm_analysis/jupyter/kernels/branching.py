"""Forks of a kernel while its cells run: each goes on from there with another value of a parameter.

The kernel waits until its forks have ended, and goes on itself then, from the very place. It forks only while nothing
of it lies outside of its own memory, which alone is copied: no thread, no process, no open file, nothing written.
"""

from __future__ import annotations

import gc
import os
import random
import re
import selectors
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING, Any

from umkm_analysis.jupyter.kernels import processes, turns
from umkm_analysis.jupyter.kernels.connected import BRANCHED
from umkm_analysis.jupyter.kernels.reach import REACHES, is_installed, reaches_notebook
from umkm_analysis.pending_text import PendingText, pending

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Mapping
    from multiprocessing.connection import Connection

    from umkm_analysis.jupyter.kernels.connected import Variation

SETTERS = {"set_language": ("umkm_analysis.i18n.translation", "set_language")}
"""Name in a cell → module and name of a function that keeps a pending text as it is; see :mod:`..pending_text`."""
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
LASTING = re.compile(
    r"os\.(chmod|chown|exec|fork|forkpty|kill|killpg|link|lockf|mkdir|posix_spawn|remove|rename|rmdir|setxattr"
    r"|removexattr|spawn|startfile|symlink|system|truncate|utime)"
    r"|(subprocess|socket|sqlite3|ctypes|mmap|pty|signal|syslog|fcntl|ftplib|urllib|http|smtplib|webbrowser)\..*"
)
"""Audit events of Python whose effects are not in the memory of the process, or may not be."""
FONTS = (".ttf", ".otf", ".ttc")
"""Files that matplotlib keeps open: whoever reads them says where from."""
COMPILED = "__pycache__"
FULL = 2
"""Generation of a collection of everything."""
THREAD_SECONDS = 0.05
TIMERS = ("ITIMER_REAL", "ITIMER_VIRTUAL", "ITIMER_PROF")
LOOP_PARTS = ("_selector", "_ssock", "_csock", "_internal_fds", "_make_self_pipe")
"""Private parts of asyncio's loop that a fork gets anew."""


class Branches:
    """The forks that a kernel may make of itself, one for each further value of a parameter.

    Parameters
    ----------
    variation
        The parameter and its values.
    connections
        The forks' ends of their connections, by value.
    """

    def __init__(self, variation: Variation, connections: Mapping[str, Connection]) -> None:
        self._variation, self._connections = variation, connections
        self._own, _ = variation.own
        self._kernel: Any = None
        self._loop: Any = None
        self._pending: PendingText | None = None
        self._files: dict[str, str] = {}
        self._folder, self._entries = Path(), frozenset[str]()
        self._written = -1
        self._before: set[str] | None = None
        self._watching = self._outside = self.is_fork = False

    def watch(self, kernel: Any, loop: asyncio.AbstractEventLoop) -> None:
        """Begin to note what a cell does outside of the memory of this process."""
        self._kernel, self._loop = kernel, loop
        self._files, self._written = _open_files(), _written() - kernel.session.written
        self._folder = Path.cwd()
        self._entries = _entries(self._folder)
        self._watching = True
        sys.addaudithook(self._note)

    @property
    def hides(self) -> bool:
        """Whether the parameter is out of sight: a cell may have failed for want of it."""
        return self._before is not None

    def hide(self, code: str) -> None:
        """Take the parameter out of sight once its cell has run: no cell to come, until it forks, names it.

        Whatever does come to it, through another module or an installed library, finds nothing and fails instead of
        going on with one of its values; then each run is made by itself.
        """
        names, name = self._kernel.shell.user_ns, self._variation.name
        if not self._watching or self._outside or self.hides or code.strip() != self._variation.own[1].strip():
            return
        if names.get(name) != self._own:
            self._outside = True  # something has changed it
            return
        keys = list(names)
        self._before = set(keys[: keys.index(name)])
        del names[name]

    def _show(self) -> None:
        """Put the parameter back in its place, among names in the order in which they were set."""
        if self._before is None:
            return
        names, name, before = self._kernel.shell.user_ns, self._variation.name, self._before
        self._before = None
        if not isinstance(names.get(name, self._pending), PendingText | None):
            self._outside = True  # something has set it, such as an import of all names of a module
            return
        names.pop(name, None)
        keys = list(names)
        first = next((at for at, key in enumerate(keys) if key not in before), len(keys))
        later = {key: names.pop(key) for key in keys[first:]}
        names[name] = self._own
        names.update(later)

    def follow(self) -> None:
        """Give the next cell a value that is settled when it is read: it hands it to one of :data:`SETTERS` only."""
        names = self._kernel.shell.user_ns
        if not self._watching:
            return
        for name, (module, function) in SETTERS.items():
            if name in names and names[name] is not getattr(sys.modules.get(module), function, None):
                self._find_outside()  # another function of that name
        if self._variation.name in names or not self.hides:
            self._find_outside()  # something has changed it
        if not self._outside:
            self._pending = self._pending or pending(self._own, self.branch)
            names[self._variation.name] = self._pending

    def end_following(self) -> None:
        """Take that value out of sight again, or give the cells after that one a plain one."""
        names, name = self._kernel.shell.user_ns, self._variation.name
        if self.hides:
            names.pop(name, None)
        elif isinstance(names.get(name), PendingText):
            names[name] = names[name].settled or str(names[name])

    def branch(self) -> None:
        """Fork for each further value, if that can be done; in a fork, return at once, with its value in place.

        :attr:`is_fork` says which of them returns.
        """
        if not self._watching:
            return
        self._watching = False
        self._show()
        if self._can_fork():
            with turns.taken():
                self._fork()
        for stream in self._streams:
            stream.go_on()

    def _fork(self) -> None:
        drawn = random.getstate()
        kernel, parent = self._kernel, os.getpid()
        gc.freeze()  # the collector would write to all that a fork shares with this process
        gc.callbacks.append(_thaw)
        for value, connection in self._connections.items():
            try:
                with kernel.stdout.held(), kernel.stderr.held(), kernel.iopub_thread.held(), kernel.session.held():
                    pid = os.fork()
            except OSError:  # no memory, or no process more: what has no fork is run by itself
                break
            if pid == 0:
                random.setstate(drawn)  # Python itself has seeded it anew
                try:
                    self._become(value, connection, parent)
                except BaseException:  # noqa: BLE001 - no error of the cell: whoever waits sees that the fork has ended
                    os._exit(1)
                return
            kernel.session.send_parts(BRANCHED, {"value": value, "pid": pid})
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)
        self._close()

    def _become(self, value: str, connection: Connection, parent: int) -> None:
        self.is_fork = True
        processes.end_with_parent()
        if os.getppid() != parent:
            os._exit(1)
        processes.adopt_orphans()
        session = self._kernel.session
        session.connection.close()
        session.pid, session.connection = os.getpid(), connection
        self._close(but=connection)
        for stream in self._streams:
            stream.renew()
        _renew(self._loop)
        names = self._kernel.shell.user_ns
        _rewrite_history(self._kernel.shell, names, self._variation.own[1], self._variation.others[value])
        if self._pending is not None:
            self._pending.settled = value
        if self._variation.name in names:
            names[self._variation.name] = value

    @property
    def _streams(self) -> tuple[Any, Any]:
        return self._kernel.stdout, self._kernel.stderr

    def _close(self, but: Connection | None = None) -> None:
        for connection in self._connections.values():
            if connection is not but:
                connection.close()

    def _can_fork(self) -> bool:
        quiet = [stream.settle() for stream in self._streams]
        threads = 1 + sum(stream.has_thread for stream in self._streams)
        return (
            not self._outside
            and not self._kernel.session.has_answered  # a task of an earlier cell goes on: no cell would be waited for
            and all(quiet)
            and _has_threads(threads)
            and not _has_children()
            and _open_files() == self._files
            and _entries(self._folder) == self._entries
            and not any(any(signal.getitimer(getattr(signal, timer))) for timer in TIMERS)
            and all(hasattr(self._loop, part) for part in LOOP_PARTS)
            and 0 <= self._written == _written() - self._kernel.session.written
        )

    def _find_outside(self) -> None:
        """Note that something is outside: no fork is made, so that nothing need be out of sight."""
        self._outside = True
        self._show()

    def _note(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._watching or self._outside:
            return
        path = arguments[0] if arguments and isinstance(arguments[0], str) else ""
        if event == "open":
            named, _, flags = arguments
            # a number is a file that is open already, so it was judged when it was opened
            is_new = isinstance(flags, int) and bool(flags & WRITES) and not isinstance(named, int)
            is_outside = is_new and not _is_harmless(path)
        elif event == "exec":
            code = arguments[0]
            is_outside = isinstance(code, CodeType) and not is_installed(code.co_filename) and reaches_notebook(code)
        elif event == "pickle.find_class":
            module, name = arguments
            is_outside = module == "__main__" and name in {self._variation.name, *REACHES}
        elif LASTING.fullmatch(event):
            is_outside = not (_is_harmless(path) or (event == "os.mkdir" and Path(path).is_dir()))
            if event == "os.rename" and not is_outside:
                self._written += Path(path).stat().st_size  # a compiled module, as a whole
        else:
            return
        if is_outside:
            self._find_outside()


def _is_harmless(path: str) -> bool:
    """Whether a file or folder may be written: nothing is kept, or a compiled module, the same for everybody."""
    return path == os.devnull or COMPILED in Path(path).parts


def _has_threads(number: int) -> bool:
    """Whether there are so many threads, this one included; a thread that was joined takes a moment to go."""
    until = time.monotonic() + THREAD_SECONDS
    while len(os.listdir("/proc/self/task")) != number:  # noqa: PTH208 - their number alone
        if time.monotonic() > until:
            return False
        time.sleep(THREAD_SECONDS / 50)
    return True


def _has_children() -> bool:
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True


def _thaw(phase: str, about: dict[str, int]) -> None:
    """Let a full collection, which is one that a cell asks for, find also what was there before a fork."""
    if phase == "start" and about["generation"] == FULL:
        gc.callbacks.remove(_thaw)
        gc.unfreeze()


def _entries(folder: Path) -> frozenset[str]:
    """Names in a folder: C code and some calls of the system make and remove files without a word."""
    with suppress(OSError):
        return frozenset(os.listdir(folder)) - {COMPILED}  # noqa: PTH208 - names alone
    return frozenset()


def _open_files() -> dict[str, str]:
    found = {}
    for number in os.listdir("/proc/self/fd"):  # noqa: PTH208 - likewise
        with suppress(OSError):  # that of the folder itself, closed by now
            found[number] = os.readlink(f"/proc/self/fd/{number}")  # noqa: PTH115 - likewise
    return {number: file for number, file in found.items() if not file.endswith(FONTS)}


def _written() -> int:
    """Bytes that this process has written, by whatever code; -1 where the system does not say."""
    with suppress(OSError, ValueError):
        counts = dict(line.split(": ") for line in Path("/proc/self/io").read_text(encoding="ascii").splitlines())
        return int(counts.get("wchar", -1))
    return -1


def _renew(loop: Any) -> None:
    """Give a loop that may be running a selector and a pipe of its own: a fork shares those of its parent."""
    old = loop._selector, loop._ssock, loop._csock  # noqa: SLF001 - asyncio has no other way
    loop._selector, loop._internal_fds = selectors.DefaultSelector(), 0  # noqa: SLF001
    for part in old:
        part.close()
    loop._make_self_pipe()  # noqa: SLF001


def _rewrite_history(shell: Any, names: dict[str, Any], old: str, new: str) -> None:
    """Let the history of cells hold the fork's own cell of parameters."""
    history = shell.history_manager

    def renewed(cell: Any) -> Any:
        is_it = isinstance(cell, str) and cell.strip() == old.strip()
        return cell.replace(old.strip(), new.strip()) if is_it else cell

    for kept in (history.input_hist_parsed, history.input_hist_raw):
        kept[:] = map(renewed, kept)
    for name in [name for name in names if name.startswith("_i")]:
        names[name] = renewed(names[name])
    for name in ("_i", "_ii", "_iii", "_i00"):
        if hasattr(history, name):
            setattr(history, name, renewed(getattr(history, name)))
