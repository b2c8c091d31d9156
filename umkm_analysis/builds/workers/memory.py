"""Limit of the memory that a report may take, and a watch over what the system's own limits do not count.

The system refuses private memory above the limit: a MemoryError in the cell. Memory that is shared (``mmap``, POSIX
shared memory) and that of processes which a cell starts is measured twice a second; a report that takes more is ended.
Neither counts what the process held before the report began.
"""

from __future__ import annotations

import ctypes
import gc
import os
import re
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from umkm_analysis.builds.workers import preload_settings
from umkm_analysis.jupyter.kernels import processes

if TYPE_CHECKING:
    from collections.abc import Iterator

INTERVAL = 0.5
DO_NOT_NEED = 4
"""MADV_DONTNEED."""
MAPPING = re.compile(
    r"^(?P<start>[0-9a-f]+)-(?P<end>[0-9a-f]+) (?P<mode>[rwxsp-]{4}) [0-9a-f]+ [0-9a-f:]+ [1-9][0-9]* +/.*"
    r"(?P<counts>(?:\n[A-Z][A-Za-z_]*:.*)+\n)",
    re.MULTILINE,
)
"""Mapping of a file in /proc/PID/smaps, and the lines that count its pages."""
CGROUP_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
EXCEEDED = "it took more than {megabytes} MB of memory, shared memory and processes that it started included"

_exceeded = threading.Event()
_limits: list[int] = []
"""The limit that this process has set, once it has."""


def share_of_memory(workers: int) -> int | None:
    """Bytes of the machine's memory, or of this container's, per worker; None where the system does not say."""
    try:
        whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None
    for file in CGROUP_LIMITS:
        try:
            whole = min(whole, int(Path(file).read_text(encoding="ascii")))
        except (OSError, ValueError):  # no such group, or "max"
            continue
    return whole // workers


def limit_memory(memory: int) -> None:
    """Limit what this process and each that it starts may take from now on; call once.

    Parameters
    ----------
    memory
        Bytes.
    """
    if _limits or sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on Windows

    _limits.append(memory)
    held = _private_memory()
    for kind, bytes_ in ((resource.RLIMIT_DATA, held + memory), (resource.RLIMIT_FSIZE, memory)):
        _, hard = resource.getrlimit(kind)
        least = bytes_ if hard == resource.RLIM_INFINITY else min(bytes_, hard)
        resource.setrlimit(kind, (least, least))
    os.environ.setdefault(*preload_settings.ARROW_POOL)
    if processes.LINUX:
        threading.Thread(target=_watch, args=(memory,), daemon=True).start()


def explain_end() -> str | None:
    """Say that the last report was ended because of its memory, once; None if it was not."""
    if not _exceeded.is_set():
        return None
    _exceeded.clear()
    return EXCEEDED.format(megabytes=_limits[0] // 1_000_000)


def settle() -> None:
    """Free what nothing but itself refers to, and let the collector pass over the rest from now on: it stays."""
    gc.collect()
    gc.freeze()


def let_go() -> None:
    """Let go of memory that was freed, and of what is mapped of files and only this process's start needed.

    Code and constants of libraries are a quarter of what it holds after its imports. Forks map what they need of them
    by themselves, and so does this process if it comes back to them; the system keeps them in its cache as long as it
    has room.
    """
    if not processes.LINUX:
        return
    system = ctypes.CDLL(None)
    getattr(system, "malloc_trim", int)(0)  # glibc alone keeps what was freed
    madvise = system.madvise
    for start, end in _unwritten_files(Path("/proc/self/smaps").read_text(encoding="utf-8", errors="replace")):
        madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), DO_NOT_NEED)


def _unwritten_files(smaps: str) -> Iterator[tuple[int, int]]:
    """Yield first address and end of every mapping of a file that was never written to; only those can be read anew."""
    for mapping in MAPPING.finditer(smaps):
        if "w" not in mapping["mode"] and "\nAnonymous:             0 kB\n" in mapping["counts"]:
            yield int(mapping["start"], 16), int(mapping["end"], 16)


def _watch(memory: int) -> None:
    while True:
        time.sleep(INTERVAL)
        below = processes.descendants(os.getpid())
        # the cheap sum counts what several share several times; only where it is too much is it divided
        if sum(map(processes.memory_of, below)) <= memory or sum(map(processes.own_share, below)) <= memory:
            continue
        _exceeded.set()
        for process in below:
            processes.kill_tree(process)


def _private_memory() -> int:
    """Bytes that count against RLIMIT_DATA already."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmData:"))
