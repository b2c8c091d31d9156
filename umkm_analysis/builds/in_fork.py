"""Call of a function in a fork of this process: the memory that it takes ends with the fork."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar, cast

from umkm_analysis.jupyter.kernels import processes

if TYPE_CHECKING:
    from collections.abc import Callable

Answer = TypeVar("Answer")
INTERRUPTED = 130
"""Exit code of a fork that was interrupted."""
HEAVY = "pandas"
"""Library for whose memory a fork is made: where it is imported already, there is nothing to save."""


def call_in_fork(function: Callable[[], Answer]) -> Answer:
    """Call a function in a fork of this process, or in this process where no fork is safe, or saves memory.

    Parameters
    ----------
    function
        What it returns or raises goes through pickle; what else it changes in memory is lost.

    Raises
    ------
    Exception
        What the function raises.
    ChildProcessError
        If somebody else ends the fork before it has answered, the system for want of memory for one.
    KeyboardInterrupt
        If it was interrupted.
    RuntimeError
        If it ends by itself before that.
    """
    if not can_fork_safely():
        return function()
    sys.stdout.flush()
    sys.stderr.flush()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _answer(function, writing)
    os.close(writing)
    try:
        with os.fdopen(reading, "rb") as answers:
            came = _read(answers)
    except BaseException:  # Ctrl-C: nobody waits for an answer
        processes.kill_tree(pid)
        raise
    finally:
        _, status = os.waitpid(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    if came is None or code:  # one that is ended may have answered in part
        raise _end_of(code)
    answer, error = came
    if error is not None:
        raise error
    return cast("Answer", answer)


def can_fork_safely() -> bool:
    """Whether this process has one thread, and not yet what a fork would keep out of it."""
    return processes.LINUX and HEAVY not in sys.modules and sum(1 for _ in Path("/proc/self/task").iterdir()) == 1


def _end_of(code: int) -> BaseException:
    """Return what an exit code says of a fork that has not answered."""
    if code == INTERRUPTED:
        return KeyboardInterrupt()
    if code < 0:
        return ChildProcessError(
            f"the process that plans was ended from outside ({signal.strsignal(-code)}), for want of memory perhaps; "
            "nothing was built. Build again"
        )
    return RuntimeError(f"the process that plans ended by itself (status {code})")


def _read(answers: BinaryIO) -> tuple[Any, BaseException | None] | None:
    """Read an answer piece by piece, so that it is held once only; None if it ends in the middle."""
    try:
        came: tuple[Any, BaseException | None] = pickle.load(answers)  # noqa: S301 - from a fork of this very process
    except (EOFError, pickle.UnpicklingError):
        return None
    return came


def _answer(function: Callable[[], Any], writing: int) -> None:
    """Answer with what the function returns or raises; never return."""
    try:
        processes.end_with_parent()
        try:
            answer: tuple[Any, BaseException | None] = (function(), None)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whoever asked raises it
            error.add_note("".join(traceback.format_exception(error)))
            answer = (None, error)
        with os.fdopen(writing, "wb") as answers:
            pickle.dump(answer, answers, protocol=pickle.HIGHEST_PROTOCOL)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)
    except KeyboardInterrupt:
        os._exit(INTERRUPTED)
    except BaseException:  # noqa: BLE001 - an answer that cannot be packed
        traceback.print_exc()
    finally:
        os._exit(1)
