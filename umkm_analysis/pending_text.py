"""Text of which it is settled what it says when somebody first reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class PendingText(str):
    """A text that says one thing in this process, and another in a fork of it that :attr:`settle` may make.

    It is for setting: whoever is handed it keeps it as it is, and asks :meth:`read` for the text itself.
    """

    __slots__ = ("settle", "settled")

    settle: Callable[[], None]
    """Called before it is first read; may fork this process, and set :attr:`settled` to another text there."""
    settled: str | None

    def read(self) -> str:
        """Return the text, as a plain one."""
        if self.settled is None:
            self.settle()
        if self.settled is None:
            self.settled = str.__str__(self)
        return self.settled


def pending(text: str, settle: Callable[[], None]) -> PendingText:
    """Make a text that is settled when it is first read.

    Parameters
    ----------
    text
        What it says in this process.
    settle
        See :attr:`PendingText.settle`.
    """
    made = PendingText(text)
    made.settle, made.settled = settle, None
    return made
