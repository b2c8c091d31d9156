"""Parts of the index that reports contribute: its headline, columns of its list, its map, and series to compare."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.pages.fragment import markup
from umkm_analysis.rounding import HUNDRED

if TYPE_CHECKING:
    from markupsafe import Markup

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


@dataclass(frozen=True)
class National:
    """What the shipped data say of the whole country, whatever was built, in the language in use."""

    headline: str
    sentence: str
    sources: frozenset[str]
    """Ids of the sources."""


@dataclass(frozen=True)
class Compared:
    """Figures of a region for its sparkline and for the comparison of two, rounded to what is printed."""

    base_year: int
    first_year: int
    index: Sequence[float | None]
    """Level index of every year from the first, base year = 100."""
    growth: Sequence[float | None]
    """Growth in per cent of the same years."""
    marks: Mapping[int, str]
    """Year whose figures are not final → its asterisks."""
    breaks: Sequence[int] = ()
    """Years before which the series is broken: no line leads to them."""
    grdp: float | None = None
    """Billion rupiah at 2010 prices in the last year with an index."""
    rank: tuple[float, int, int] | None = None
    """Rank, of how many of its kind in the province, year."""
    sectors: tuple[int, Mapping[str, float]] | None = None
    """Year, and percentage points that each sector contributes to the growth of it."""

    def compact(self) -> dict[str, Any]:
        """Write it as JSON with short names; what there is not is left out."""
        whole = {
            "b": self.base_year,
            "y": self.first_year,
            "i": self.index,
            "g": self.growth,
            "m": self.marks,
            "k": self.breaks,
            "p": self.grdp,
            "r": self.rank,
            "s": self.sectors,
        }
        return {name: value for name, value in whole.items() if value}


SPARK_YEARS = 10
SPARK_STEP, SPARK_HEIGHT = 6, 20


def sparkline(series: Compared) -> Markup:
    """Draw the index of the last years as a line a word high, on a scale of its own, with the base level across."""
    start = max(0, len(series.index) - SPARK_YEARS)
    values = list(enumerate(series.index))[start:]
    known = [value for _, value in values if value is not None]
    if len(known) < 2:  # noqa: PLR2004 - no line
        return markup("")
    low, high = min([*known, HUNDRED]), max([*known, HUNDRED])

    def height(value: float) -> int:
        return round((SPARK_HEIGHT - 2) * (high - value) / (high - low)) + 1

    line, pen = "", "M"
    for place, value in values:
        if value is None or series.first_year + place in series.breaks:
            pen = "M"
        if value is not None:
            line += f"{pen}{SPARK_STEP * (place - start)} {height(value)}"
            pen = "L" if pen == "M" else " "
    return markup(
        '<svg class="spark" viewBox="0 0 {width} {height}" aria-hidden="true">'
        '<path class="at" d="M0 {base}h{width}"/><path d="{line}"/></svg>',
        width=SPARK_STEP * (SPARK_YEARS - 1),
        height=SPARK_HEIGHT,
        base=height(HUNDRED),
        line=line,
    )


def figure(value: float | None, digits: int, *, signed: bool = False) -> str:
    """Write a figure of a headline; a dash where it has none."""
    return labels.NOTHING if value is None else n.number(value, digits, signed=signed)
