"""Tables and text in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Table with a header; bars and line breaks inside cells are escaped."""
    lines = [header, ["---"] * len(header), *([cell_text(cell) for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def cell_text(text: str) -> str:
    """Text of a cell, on one line and without bars."""
    return " ".join(text.split()).replace("|", "\\|")
