"""Lock of an output folder: one build at a time."""

from __future__ import annotations

import datetime as dt
import os
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from umkm_analysis.builds.output.state_dir import holder_file, lock_file
from umkm_analysis.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def locked(output: Path) -> Iterator[None]:
    """Hold the lock of a folder.

    Raises
    ------
    UsageError
        If another build holds it; the message says which process, and since when.
    OSError
        If the folder cannot be written to.
    """
    lock, holder = FileLock(lock_file(output)), holder_file(output)
    try:
        lock_file(output).parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(blocking=False)
    except Timeout as taken:
        raise UsageError(f"{output} is being built{_by(holder)}. Wait for it, or choose another --output.") from taken
    try:
        now = dt.datetime.now().astimezone().strftime("%H:%M:%S")
        holder.write_text(f"by process {os.getpid()} on {socket.gethostname()} since {now}", encoding="utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _by(holder: Path) -> str:
    try:
        return " " + holder.read_text(encoding="utf-8")
    except OSError:  # the other build has just started or ended
        return ""
