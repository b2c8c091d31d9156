"""What a process does while a fork of it runs cells: imports for which the cells need not wait."""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BRIEF = 0.0002
"""Seconds for which a thread that only prepares may hold the interpreter, a twenty-fifth of Python's own: whoever talks
to other processes lets go of it with each message, and waited as long as the imports took."""
_waiting: list[Callable[[], object]] = []


def call_meanwhile(function: Callable[[], object]) -> None:
    """Let a function be called once the next fork runs cells; it must do no harm if none ever does."""
    _waiting[:] = [function]


@contextmanager
def meanwhile() -> Iterator[None]:
    """Call what waits in a thread, which has ended when the block has: no fork may inherit one."""
    functions = [_waiting.pop() for _ in range(len(_waiting))]
    threads = [threading.Thread(target=function, daemon=True) for function in functions]
    with giving_way():
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            for thread in threads:
                thread.join()


@contextmanager
def giving_way() -> Iterator[None]:
    """Let threads that work in the background give way at once to one that has something to say."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(BRIEF)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
