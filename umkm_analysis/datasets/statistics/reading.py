"""Result of reading: figures, and an account of the cells that are not kept."""

from __future__ import annotations

from dataclasses import dataclass, field


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
    told: list[str] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    unit_told: bool = True
    """Whether words, not a comparison, gave the unit."""
    prices_told: bool = True

    def leave_out(self, reason: str, count: int = 1) -> None:
        """Count cells that are not kept."""
        self.left_out[reason] = self.left_out.get(reason, 0) + count

    def tell(self, sentence: str) -> None:
        """Note what was told, once."""
        if sentence not in self.told:
            self.told.append(sentence)
