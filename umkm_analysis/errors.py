"""Exceptions raised by this package; messages are meant for end users."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from umkm_analysis.characters import visible
from umkm_analysis.plurals import count_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class UmkmError(Exception):
    """Base class of the errors that this package raises; what their text quotes holds no character that is not seen."""

    def __str__(self) -> str:
        """Return the message; only line ends stay as they are."""
        return visible(super().__str__(), allowed="\n")

    def _render_traceback_(self) -> list[str]:
        """Lines that IPython shows of it, in every kernel and in JupyterLab: the message, for it says what to do."""
        return str(self).splitlines()


class DataError(UmkmError, ValueError):
    """Figures that cannot be used: wrong unit, gap in the years, a share above its total."""


class UsageError(UmkmError):
    """A request that cannot be met, such as a region, report or parameter that does not exist."""


class NetworkError(UmkmError):
    """A server that cannot be reached, refuses, or does not answer as it should."""


@dataclass(frozen=True)
class Problem:
    """One cell, row or column of a table that cannot be used."""

    expected: str
    row: int | None = None
    """Line of the file; the header is line 1."""
    column: str | None = None
    value: str | None = None
    sheet: str | None = None
    """Of a workbook."""

    def __str__(self) -> str:
        """Return place, value and expectation."""
        sheet = None if self.sheet is None else f"sheet {self.sheet}"
        row = None if self.row is None else f"row {self.row}"
        column = None if self.column is None else f"column {visible(self.column)}"
        where = ", ".join(part for part in (sheet, row, column) if part) or "the file"
        value = "" if self.value is None else f' "{visible(self.value)}"'
        return f"{where}:{value} – expected {self.expected}"


class TableError(DataError):
    """A table that is not valid, with every bad cell.

    Parameters
    ----------
    file
        Name of the table's file in messages.
    problems
        At least one; listed in the order of the file, sheet by sheet as they first come.
    consequence
        What was not done because of them.
    """

    def __init__(
        self, file: str, problems: Sequence[Problem], *, consequence: str = "nothing is built from this table"
    ) -> None:
        self.file = file
        self._told = (file, tuple(problems), consequence)
        sheets = list(dict.fromkeys(problem.sheet for problem in problems))
        self.problems = tuple(sorted(problems, key=lambda p: (sheets.index(p.sheet), p.row or 0, p.column or "")))
        count = len(self.problems)
        head = f"{file}: {count_of(count, 'problem')}; {consequence}"
        super().__init__("\n".join([head, *(f"  {problem}" for problem in self.problems)]))

    def __reduce__(self) -> tuple[Any, ...]:
        """Go from one process to another as it was made; an exception would be made anew of its message alone."""
        file, problems, consequence = self._told
        return partial(TableError, consequence=consequence), (file, problems)


class MissingToolError(UmkmError):
    """A program or library outside this package that is needed and not installed."""


def close_matches(text: str, choices: Iterable[str], *, most: int = 1, cutoff: float = 0.6) -> list[str]:
    """Return the choices that are spelt almost like a text, the closest first; case does not count.

    Parameters
    ----------
    text
        What was typed.
    choices
        What there is to choose from.
    most
        How many are returned at most.
    cutoff
        Similarity from which a choice counts, between 0 (nothing alike) and 1 (equal), as difflib measures it.

    >>> close_matches("Tendr", ["tender", "nontender", "inaproc"], most=2)
    ['tender', 'nontender']
    """
    by_lower_case = {choice.lower(): choice for choice in choices}
    matches = difflib.get_close_matches(text.lower(), by_lower_case, n=most, cutoff=cutoff)
    return [by_lower_case[match] for match in matches]


def did_you_mean(names: Sequence[str]) -> str:
    """Ask whether one of some names was meant; empty where there are none.

    >>> did_you_mean(["tender", "nontender"]), did_you_mean([])
    ('Did you mean tender or nontender?', '')
    """
    return f"Did you mean {' or '.join(names)}?" if names else ""
