"""Turns of kernels at being in memory twice: while a fork runs, the kernel it was made of waits, and holds its own.

Of the kernels of one build only half are to do so at once. A turn is a lock on a file, which the system takes back
however its holder ends. A kernel waits for one for a moment and goes on without it then: another report that hangs must
not keep it, it costs some memory only.
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WAIT_SECONDS = 1.0
"""Longest wait for a turn, several times what a fork takes."""
LOOK_SECONDS = 0.002
_places: list[Path] = []


def share(folder: Path, kernels: int) -> None:
    """Let the kernels that this process and its forks start take turns with those of other processes.

    Parameters
    ----------
    folder
        Folder of the locks, the same for all of them; it is not looked into for anything else.
    kernels
        How many there are at once; a kernel alone needs no turn.
    """
    _places[:] = [folder / f"turn-{number}" for number in range(kernels // 2)]


@contextmanager
def taken() -> Iterator[None]:
    """Hold a turn, or none where all are held for long; a fork that leaves the block leaves its parent's alone."""
    handle = _taken()
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _taken() -> int | None:
    until = time.monotonic() + WAIT_SECONDS
    while _places and time.monotonic() < until:
        for place in _places:
            with suppress(OSError):  # it is held, or the folder is gone with its build
                return _locked(place)
        time.sleep(LOOK_SECONDS)
    return None


def _locked(place: Path) -> int:
    import fcntl  # noqa: PLC0415 - not on Windows, where no kernel is forked

    handle = os.open(place, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise
    return handle
