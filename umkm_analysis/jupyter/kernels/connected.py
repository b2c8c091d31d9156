"""The near end of a connection to a kernel in a forked process: orders, answers, its end."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any

from jupyter_client.session import json_unpacker

from umkm_analysis.jupyter.kernels import processes
from umkm_analysis.jupyter.kernels.limits import OutputTooLong

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from multiprocessing.connection import Connection

READY, OUTPUT, REPLY, ERROR, TOO_LONG = "ready", "output", "reply", "error", "too long"
BRANCHED, GOES_ON = "branched", "goes on"
"""A kernel has forked itself and waits for the fork's end; it goes on itself."""
RUN, FOLLOW, BRANCH, ASK, COMPARE, RENEW = "run", "follow", "branch", "ask", "compare", "renew"
"""Orders: run a cell; run a cell that sets the parameter that varies; fork now for each of its other values; say
whether that parameter is out of sight; say whether all settings are as they were before the first cell; forget the
cells so far and their names."""


class KernelDied(Exception):  # noqa: N818 - an outcome of a cell, not an error of the program
    """The forked process ended before its answer; the message says why, where it could still do so."""


class KernelTimeout(Exception):  # noqa: N818 - likewise
    """The forked process did not answer in time."""


@dataclass(frozen=True)
class Variation:
    """A parameter of a notebook that several runs of it have different values of."""

    name: str
    own: tuple[str, str]
    """Value of the run that all others begin with, and source of the cell that sets its parameters."""
    others: Mapping[str, str]
    """Further values → source of that cell."""


class Connected:
    """A forked process that runs cells until it is closed.

    Parameters
    ----------
    connection
        To the process.
    pid
        Its id.
    ends
        Connections to the forks that it may make of itself, by the value that each is for.
    """

    language_info: dict[str, Any]
    """What a kernel says of its language, for the notebook."""
    reports = 0
    """How many it has made; see :mod:`~umkm_analysis.jupyter.kernels.kept_kernel`."""

    def __init__(self, connection: Connection, pid: int, ends: Mapping[str, Connection]) -> None:
        self._connection, self.pid, self._ends = connection, pid, dict(ends)
        self._ended = _process_handle(pid)

    def execute(self, code: str, *, seconds: float | None, order: str = RUN) -> Iterator[tuple[str, dict[str, Any]]]:
        """Run a cell.

        Parameters
        ----------
        code
            The cell.
        seconds
            Time limit; None for no limit. What happens to a fork while the kernel waits for its end does not count.
        order
            :data:`RUN`, or :data:`FOLLOW` for a cell that sets the parameter that varies.

        Yields
        ------
        "output" with each message of the kernel as it comes, "branched" where it has forked, then "reply" with its
        answer.

        Raises
        ------
        KernelDied
            If the fork ends.
        KernelTimeout
            If it takes too long.
        OutputTooLong
            If the cell puts out more than it may.
        """
        self._send(order, code)
        return self.answers(seconds=seconds)

    def branch(self, *, seconds: float | None) -> Iterator[tuple[str, dict[str, Any]]]:
        """Let the kernel fork between two cells; yield "branched" for each fork, see :meth:`execute`."""
        self._send(BRANCH, "")
        return self.answers(seconds=seconds, last=GOES_ON)

    def hides(self, *, seconds: float | None) -> bool:
        """Ask whether the parameter that varies is out of the cells' sight; see :meth:`execute`."""
        return bool(self._asked(ASK, seconds)["hides"])

    def is_as_begun(self, *, seconds: float | None) -> bool:
        """Ask whether the cells have left all settings as they were; see :meth:`execute`."""
        return bool(self._asked(COMPARE, seconds)["as_begun"])

    def renew(self, *, seconds: float) -> bool:
        """Let the kernel forget the cells so far and their names; False if it has ended, or does not answer in time."""
        try:
            self._asked(RENEW, seconds)
        except (KernelDied, KernelTimeout, OutputTooLong):
            return False
        return True

    def answers(self, *, seconds: float | None, last: str = REPLY) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield what the kernel sends until its answer, see :meth:`execute`: a fork goes on within a cell."""
        until = None if seconds is None else time.monotonic() + seconds
        kind = ""
        while kind != last:
            kind, message = self.receive(until)
            since = time.monotonic()
            yield kind, message
            if kind == BRANCHED and until is not None:
                until += time.monotonic() - since

    def branched(self, value: str, pid: int) -> Connected:
        """Return the fork that the kernel has made of itself for a value."""
        fork = Connected(self._ends.pop(value), pid, {})
        fork.language_info = self.language_info
        return fork

    def close(self) -> None:
        """End the fork, whatever it does, and what its cells have started."""
        processes.kill_tree(self.pid)  # first: it ends with its connection, and what it has started would be another's
        for connection in (self._connection, *self._ends.values()):
            connection.close()
        if self._ended is not None:
            os.close(self._ended)
            self._ended = None
        try:
            os.waitpid(self.pid, 0)
        except ChildProcessError:  # it was fetched, or is another process's to fetch
            return

    def receive(self, until: float | None) -> tuple[str, dict[str, Any]]:
        """Wait for a message until a time of the monotonic clock, see :meth:`execute`; return its kind and parts."""
        left = None if until is None else max(0.0, until - time.monotonic())
        try:
            # a process that a cell has forked may hold the connection open when the kernel has ended
            if not wait([self._connection, *([] if self._ended is None else [self._ended])], left):
                raise KernelTimeout
            if not self._connection.poll():
                raise KernelDied
            packed = self._connection.recv_bytes()
        except (EOFError, OSError) as error:
            raise KernelDied from error
        kind, message = json_unpacker(packed)
        if kind == TOO_LONG:
            raise OutputTooLong
        if kind == ERROR:
            raise KernelDied(message["reason"])
        return kind, message

    def _asked(self, order: str, seconds: float | None) -> dict[str, Any]:
        """Give an order between two cells and return the answer; what a thread prints meanwhile is no cell's."""
        self._send(order, "")
        *_, (_, answer) = self.answers(seconds=seconds, last=GOES_ON)
        return answer

    def _send(self, order: str, code: str) -> None:
        try:
            self._connection.send((order, code))
        except OSError as error:
            raise KernelDied from error


def _process_handle(pid: int) -> int | None:
    """Return a file descriptor that is ready once a process has ended; None where the system has none."""
    try:
        return os.pidfd_open(pid)
    except (AttributeError, OSError):
        return None
