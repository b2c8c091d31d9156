"""Sections of a page: which of them have nothing to show, and what is said of those at its end."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from umkm_analysis.pages.fragment import ABSENT, FRAGMENT_MIME

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Shown:
    """What a page shows of a cell."""

    pieces: tuple[str, ...] = ()
    """HTML: of a markdown cell one piece, of a code cell one an output."""
    heading: str = ""
    """Text of the heading of level two with which it opens a section of the page; empty where it opens none."""
    is_prose: bool = False
    """Whether it is markdown, which alone makes no section worth showing where cells of code have nothing to show."""
    absent: bool = False
    """Whether all of its outputs say that there is nothing to show."""


@dataclass(frozen=True)
class Missing:
    """What a page has nothing to show of."""

    headings: tuple[str, ...]
    """Of the sections that vanished for the same reason."""
    html: str
    """Why, and what to import."""


def says_absent(outputs: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a cell's outputs are of this package and all say that there is nothing to show.

    Parameters
    ----------
    outputs
        As nbformat holds them.
    """
    return bool(outputs) and all(_marked(output.get("data", {}).get(FRAGMENT_MIME)) for output in outputs)


def without_empty(cells: Sequence[Shown]) -> tuple[list[Shown], list[Missing]]:
    """Leave out the sections whose cells have nothing to show, with their headings, words and notes.

    Parameters
    ----------
    cells
        What a page shows of each cell, in order.

    Returns
    -------
    As many cells, those of empty sections without content; and what is said of them, once for each reason.
    """
    kept: list[Shown] = []
    reasons: dict[str, list[str]] = {}
    for section in _sections(cells):
        if not _is_empty(section):
            kept += section
            continue
        kept += [Shown()] * len(section)
        said = "\n".join(piece for cell in section if cell.absent for piece in cell.pieces)
        if TAG.sub("", said).strip():  # what stands elsewhere on the page lacks nothing
            reasons.setdefault(said, []).append(section[0].heading)
    return kept, [Missing(tuple(headings), said) for said, headings in reasons.items()]


def _sections(cells: Sequence[Shown]) -> Iterator[list[Shown]]:
    starts = [0, *(place for place, cell in enumerate(cells) if place and cell.heading), len(cells)]
    return (list(cells[start:end]) for start, end in itertools.pairwise(starts) if start < end)


def _is_empty(section: Sequence[Shown]) -> bool:
    if not section[0].heading or not any(cell.absent for cell in section):
        return False
    return all(cell.absent or cell.is_prose or not cell.pieces for cell in section)


def _marked(fragment: object) -> bool:
    return isinstance(fragment, dict) and fragment.get(ABSENT) is True
