"""Parts of the index that reports contribute: columns of its list, and its map."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels

Headline = Mapping[str, Any]
"""Headline of a report's record; empty for a region without the report."""


@dataclass(frozen=True)
class IndexCell:
    """A cell of the index's list, in the language in use."""

    text: str
    value: float | None = None
    """What it is sorted by; None comes last."""
    note: str = ""
    """Small print behind the text."""
    css: str = ""
    """Class of the cell."""


@dataclass(frozen=True)
class IndexColumn:
    """A column of the index's list; it sorts by the cells' values."""

    heading: str
    cell: Callable[[Headline], IndexCell]
    css: str = ""
    """Class of the heading."""


@dataclass(frozen=True)
class CircleMap:
    """A map with a circle for every kabupaten and kota that has the report."""

    title: str
    measure: str
    """What area and colour stand for."""
    key: Sequence[tuple[str, str]]
    """Class of a colour, and what it stands for."""
    size: Callable[[Headline], float]
    """What the circle's area stands for; NaN where unknown."""
    css: Callable[[Headline], str]
    """Class of the circle's colour."""
    figure: Callable[[Headline], str]
    """The figure behind the region's name."""
    alt: Callable[[Sequence[Headline]], str]
    """What the map shows, in a sentence, from the headlines of all circles."""


def figure(value: float | None, digits: int, *, signed: bool = False) -> str:
    """Write a figure of a headline; a dash where it has none."""
    return labels.NOTHING if value is None else n.number(value, digits, signed=signed)
