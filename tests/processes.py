"""Processes that tests start, as the system lists them."""

from __future__ import annotations

from pathlib import Path


def running(number: int) -> list[str]:
    """Command lines of the processes that sleep for a number of seconds that begins with these digits."""
    lines = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = file.read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if line.startswith(f"sleep {number}"):
            lines.append(line)
    return lines


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and was not fetched yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False
