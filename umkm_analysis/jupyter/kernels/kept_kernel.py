"""A kernel that stays when a report is done, for the next report whose cells only call functions of reports.

To fork a process for each report, and to copy what it then writes to, takes a tenth of a report's time. A kernel stays
only in a process that allows it, after cells that leave nothing behind, and for so many reports; whoever takes it finds
no name and no cell of the report before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable

    from umkm_analysis.jupyter.kernels.connected import Connected

MOST_REPORTS = 10
"""That one kernel makes: it grows by half a megabyte with each, and a tenth of a fork costs little."""
RENEW_SECONDS = 10.0
"""Longest wait for a kernel to forget, which takes some hundredths."""
_allowed: list[bool] = []
_kept: list[tuple[Hashable, Connected]] = []


def allow(*, allowed: bool = True) -> None:
    """Say whether a kernel of this process may stay; none may until then."""
    _allowed[:] = [True] if allowed else []


def take(purpose: Hashable) -> Connected | None:
    """Take the kernel that has stayed, without the names of its last report, to go on with it.

    Parameters
    ----------
    purpose
        What it was kept for; one for another purpose is ended.

    Returns
    -------
    None if there is none; otherwise one to be kept or closed again.
    """
    if not _kept:
        return None
    kept_for, kernel = _kept.pop()
    if kept_for == purpose and kernel.renew(seconds=RENEW_SECONDS):
        return kernel
    kernel.close()
    return None


def keep(kernel: Connected, purpose: Hashable) -> None:
    """Let a kernel that has made a report stay, or end it where none may, or it has made enough."""
    close()
    kernel.reports += 1
    if _allowed and kernel.reports < MOST_REPORTS:
        _kept.append((purpose, kernel))
    else:
        kernel.close()


def close() -> None:
    """End the kernel that has stayed, if there is one."""
    while _kept:
        _kept.pop()[1].close()


def pids() -> set[int]:
    """Process id of the kernel that has stayed, if there is one."""
    return {kernel.pid for _, kernel in _kept}
