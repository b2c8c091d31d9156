"""Checks of the kernels that run a notebook's cells: warm ones, which are forks, and standard ones."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from umkm_analysis.builds.workers.preloader import can_fork
from umkm_analysis.installation.checks import kernel_trial
from umkm_analysis.installation.checks.check import Check, State

PATIENCE = 120.0
"""Seconds for a kernel to start and run a cell; far more than it takes anywhere."""
WARM, STANDARD = "warm kernel", "standard kernel"
NATIVE = "python -m ipykernel install --sys-prefix"


def kernels() -> list[Check]:
    """Check that a cell runs, in a warm kernel and in a standard one; without either no report can be built."""
    warm = _warm()
    return [warm, _standard(only=not can_fork() or warm.state is not State.OK)]


def _warm() -> Check:
    if not can_fork():
        return Check(WARM, State.OK, "only on Linux: cells run in standard kernels here, for the same pages")
    _, reason = trial("warm")
    if reason is None:
        return Check(WARM, State.OK, "runs cells")
    return Check(WARM, State.WARN, f"does not start: {reason}", "Standard kernels take its place: slower, same pages.")


def _standard(*, only: bool) -> Check:
    """Check the standard kernel; ``only`` if builds have no other one."""
    found, reason = trial("standard")
    if reason is not None:
        advice = f"Install it for this Python: {NATIVE}"
        return Check(STANDARD, State.FAIL if only else State.WARN, f"does not run cells: {reason}", advice)
    if not _same(found, sys.executable):
        advice = f"It runs, with other libraries perhaps. To use this Python's: {NATIVE}"
        return Check(STANDARD, State.WARN, f"is of another Python: {found}", advice)
    return Check(STANDARD, State.OK, f"runs cells ({found})")


def trial(kind: str) -> tuple[str, str | None]:
    """Run a cell in a kernel of a kind, warm or standard, from a new process.

    Returns
    -------
    Path of the kernel's Python, and why that failed or None.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            [sys.executable, "-m", kernel_trial.__name__, kind],
            capture_output=True, text=True, check=False, timeout=PATIENCE,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        return "", f"{type(error).__name__}: {error}"
    if done.returncode:
        return "", (done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"])[-1]
    return done.stdout.strip(), None


def _same(one: str, other: str) -> bool:
    """Whether two interpreters are of the same environment; their files may be links to the same Python."""
    return Path(one).parent == Path(other).parent
