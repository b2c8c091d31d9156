"""Result of reading: figures, and an account of the cells that are not kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from umkm_analysis.plurals import count_of

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_NAMED = 12
"""Problems that a message names."""


@dataclass(frozen=True)
class Figure:
    """A figure of a region and year."""

    code: str
    year: int
    value: float
    """Billion rupiah at 2010 prices, per cent, or persons."""
    where: str
    state: str | None = None
    sector: str | None = None
    """Code of the sector; None for the total."""
    semester: int | None = None
    basis: str | None = None
    """Of a figure of population."""


@dataclass
class Reading:
    """What was read: figures, what was told of them, what was left out and why."""

    figures: list[Figure] = field(default_factory=list)
    cells: int = 0
    title: str = ""
    """Of the first table that was read."""
    told: list[str] = field(default_factory=list)
    checks: list[str] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    unit_told: bool = True
    """Whether words, not a comparison, gave the unit."""
    prices_told: bool = True

    @property
    def totals(self) -> list[Figure]:
        """The figures that are of no sector."""
        return [figure for figure in self.figures if figure.sector is None]

    def leave_out(self, reason: str, count: int = 1) -> None:
        """Count cells that are not kept."""
        self.left_out[reason] = self.left_out.get(reason, 0) + count

    def tell(self, sentence: str) -> None:
        """Note what was told, once."""
        if sentence not in self.told:
            self.told.append(sentence)

    def check(self, sentence: str) -> None:
        """Note what was compared."""
        self.checks.append(sentence)


def listed(problems: Sequence[str], singular: str, plural: str) -> str:
    """Write a list for a message: how many, what they are, as said of one or of many, and the first of them."""
    more = [f"and {len(problems) - MAX_NAMED} more"] if len(problems) > MAX_NAMED else []
    return "\n  ".join([f"{count_of(len(problems), singular, plural)}:", *problems[:MAX_NAMED], *more])
