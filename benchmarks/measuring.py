"""Seconds, CPU and memory of a command with all its processes. Linux only."""

from __future__ import annotations

import ctypes
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SUBREAPER = 36
"""PR_SET_CHILD_SUBREAPER: processes whose parent ended become ours, and their CPU counts."""


@dataclass(frozen=True)
class Cost:
    """What a run took."""

    seconds: float
    cpu: float
    """Seconds of all its processes."""
    peak: float
    """MB of all its processes at once, shared memory counted once (PSS)."""
    figures: int
    """Pictures in its pages."""


def call(*command: object, **environment: str) -> None:
    """Run a command that must succeed, in silence."""
    # set, it would make every import of every system compile anew, which the slower ones do more often
    known = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(  # noqa: S603 - ours; some ask before they make a cache
        list(map(str, command)),
        input="y\n" * 9,
        capture_output=True,
        text=True,
        check=False,
        env={**known, **environment},
    )
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))[:200]}: {done.stderr[-3000:]}")


def measured(system: Callable[[Path, Sequence[str]], None], codes: Sequence[str], *, pages: int = 1) -> Cost:
    """Run a system in an empty folder, and count the pictures it drew.

    Parameters
    ----------
    system
        Makes a page per code in a folder.
    codes
        BPS codes.
    pages
        How many it makes for each code; they are counted, since a system that makes none would win.
    """
    ctypes.CDLL(None).prctl(SUBREAPER, 1)
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    done, peak = threading.Event(), [0.0]
    watcher = threading.Thread(target=_watch, args=(done, peak))
    before, began = _cpu(), time.monotonic()
    watcher.start()
    system(folder, codes)
    seconds = time.monotonic() - began
    done.set()
    watcher.join()
    while True:  # what was orphaned is ours to wait for, and ends by itself
        try:
            os.wait()
        except ChildProcessError:
            break
    used = _cpu() - before
    made = [path for path in folder.rglob("*.html") if re.search(r"\d{4}", str(path.relative_to(folder)))]
    if len(made) != pages * len(codes):
        sys.exit(f"{len(made)} pages instead of {pages * len(codes)} in {folder}")
    texts = [path.read_text(encoding="utf-8").replace('\\"', '"') for path in made]
    drawn = sum(text.count('role="img"') for text in texts)
    shutil.rmtree(folder)
    return Cost(seconds, used, peak[0], drawn // max(len(made), 1))


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _watch(done: threading.Event, peak: list[float]) -> None:
    """Note the largest memory of all processes below this one.

    Seldom, since the system walks through all of a process's memory to add it up, on a core that others are to have.
    """
    while not done.wait(0.4):
        parents: dict[int, int] = {}
        for entry in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):  # it has just ended
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
        below = {os.getpid()}
        while grown := {one for one, parent in parents.items() if parent in below} - below:
            below |= grown
        peak[0] = max(peak[0], sum(map(_size, below - {os.getpid()})))


def _size(process: int) -> float:
    try:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:  # it has just ended
        return 0.0
    return float(rollup.partition("Pss:")[2].split()[0]) / 1024 if "Pss:" in rollup else 0.0
