"""Trees of processes, so that what a cell starts ends with its report; read from /proc, so on Linux only.

Elsewhere nothing is found, and the process groups that Jupyter gives its kernels must do.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

LINUX = sys.platform == "linux"
SET_DEATH_SIGNAL, SET_SUBREAPER = 1, 36
"""PR_SET_PDEATHSIG and PR_SET_CHILD_SUBREAPER."""
KILL_SECONDS = 5.0
"""Longest time spent on ending processes that start others meanwhile."""
ROUND_SECONDS = 0.005


def end_with_parent() -> None:
    """Ask the system to end this process when the one that started it ends, however that happens."""
    if LINUX:
        ctypes.CDLL(None).prctl(SET_DEATH_SIGNAL, signal.SIGKILL)


def adopt_orphans(*, adopt: bool = True) -> None:
    """Ask the system to make this process the parent of its descendants whose parent ends, daemons included."""
    if LINUX:
        ctypes.CDLL(None).prctl(SET_SUBREAPER, int(adopt), 0, 0, 0)


def children(pid: int) -> list[int]:
    """Return the process ids of a process's children, zombies left out."""
    return _by_parent().get(pid, [])


def descendants(pid: int, *, without: Collection[int] = ()) -> list[int]:
    """Return the process ids of a process's children, their children and so on, zombies left out.

    Parameters
    ----------
    pid
        The process.
    without
        Processes that are left out with all that descends from them.
    """
    by_parent = _by_parent()
    found: list[int] = []
    waiting = [pid]
    while waiting:
        own = [child for child in by_parent.get(waiting.pop(), []) if child not in without]
        found += own
        waiting += own
    return found


def kill_descendants(pid: int, *, without: Collection[int] = (), spared: Collection[int] = ()) -> None:
    """End all that descends from a process, at once, until there is nothing left.

    Parameters
    ----------
    pid
        The process, which stays. If it is this one, its children are fetched, so that no zombie is left.
    without
        Processes that are left alone with all that descends from them.
    spared
        Processes that are left alone; what descends from them is ended.
    """
    if not LINUX:
        return
    until = time.monotonic() + KILL_SECONDS
    while True:
        alive = [child for child in descendants(pid, without=without) if child not in spared]
        for child in alive:
            _signal(child)
        if pid == os.getpid():
            for child in alive:
                _fetch(child)
        if not alive or time.monotonic() > until:
            return
        time.sleep(ROUND_SECONDS)


def kill_tree(pid: int) -> None:
    """End a process and all that descends from it, at once."""
    below = descendants(pid) if LINUX else []
    for process in (pid, *below):
        _signal(process)


def kill_marked(name: str, value: str) -> None:
    """End all processes that were started with a value of an environment variable, daemons included, at once."""
    mark, until = f"{name}={value}\0".encode(), time.monotonic() + KILL_SECONDS
    while LINUX and (alive := [pid for pid in _numbers() if mark in _environment(pid)]):
        for pid in alive:
            _signal(pid)
        if time.monotonic() > until:
            return
        time.sleep(ROUND_SECONDS)


def memory_of(pid: int) -> int:
    """Return the bytes of memory that a process has touched, of its own or shared, files on disks left out.

    What a process shares with others counts in full, so this may be too much but is cheap; see :func:`own_share`.
    """
    return _sum(Path(f"/proc/{pid}/status"), ("RssAnon:", "RssShmem:"))


def own_share(pid: int) -> int:
    """Return the bytes of :func:`memory_of` with what several processes share divided among them (PSS)."""
    return _sum(Path(f"/proc/{pid}/smaps_rollup"), ("Pss_Anon:", "Pss_Shmem:"))


def _sum(file: Path, names: tuple[str, ...]) -> int:
    try:
        lines = file.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:  # the process has ended
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(names))


def _signal(pid: int) -> None:
    try:
        os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
    except (ProcessLookupError, PermissionError):  # it has ended
        return


def _fetch(pid: int) -> None:
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:  # no child of this process, or fetched
        return


def _numbers() -> list[int]:
    try:
        return [int(name) for name in os.listdir("/proc") if name.isdigit()]  # noqa: PTH208 - asked many times
    except OSError:
        return []


def _environment(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:  # it has ended, or is another user's
        return b""


def _by_parent() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for number in _numbers():
        try:
            with open(f"/proc/{number}/stat", "rb") as file:  # noqa: PTH123 - likewise
                state, parent, *_ = file.read().rpartition(b")")[2].split(maxsplit=2)
        except (OSError, ValueError):  # it has ended meanwhile
            continue
        if state not in b"ZX":
            found.setdefault(int(parent), []).append(number)
    return found
