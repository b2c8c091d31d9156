"""What can go wrong, in the words of the person it happens to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class UmkmError(Exception):
    """Base of every error this package raises on purpose."""


class DataError(UmkmError, ValueError):
    """Figures that cannot be used: wrong unit, gap in the years, a share above its total."""


class UsageError(UmkmError):
    """A region, report or parameter that does not exist, with the near matches."""


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
        """Say where, what stands there and what should."""
        sheet = None if self.sheet is None else f"sheet {self.sheet}"
        row = None if self.row is None else f"row {self.row}"
        column = None if self.column is None else f"column {self.column}"
        where = ", ".join(part for part in (sheet, row, column) if part) or "the file"
        found = "" if self.value is None else f' "{self.value}"'
        return f"{where}:{found} – expected {self.expected}"


class TableError(DataError):
    """A table that breaks its contract: every bad cell at once.

    Parameters
    ----------
    file
        The table's file, as the person knows it.
    problems
        At least one; listed in the order of the file, sheet by sheet as they first come.
    consequence
        What was not done because of them.
    """

    def __init__(
        self, file: str, problems: Sequence[Problem], *, consequence: str = "nothing is built from this table"
    ) -> None:
        self.file = file
        sheets = list(dict.fromkeys(problem.sheet for problem in problems))
        self.problems = tuple(sorted(problems, key=lambda p: (sheets.index(p.sheet), p.row or 0, p.column or "")))
        count = len(self.problems)
        head = f"{file}: {count} {'problem' if count == 1 else 'problems'}; {consequence}"
        super().__init__("\n".join([head, *(f"  {problem}" for problem in self.problems)]))


class MissingToolError(UmkmError):
    """A program that is not part of this package is needed and not there."""


def near_matches(names: list[str]) -> str:
    """Name what may have been meant."""
    return f"Did you mean {' or '.join(names)}?" if names else ""
