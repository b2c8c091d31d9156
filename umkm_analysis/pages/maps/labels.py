"""Names on a map: inside a circle where they fit, else beside it where nothing else stands, else none."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_analysis.pages.charts.palette import HIGH, INK, LOW, PAPER, THEMED
from umkm_analysis.pages.charts.style import LETTER, LINE
from umkm_analysis.pages.fragment import join, markup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

SIZE = 7.5
"""Of the letters, in units of the drawing."""
NARROW_SIZE = 16.0
"""Likewise on a telephone, whose 354 pixels hold a drawing of 504 units: 11 pixels."""
APART = 1.5
"""Between a circle and its name, in units of the drawing."""
WIDE = 1.15
"""Part of the width of the largest circle in an area that its name may fill: most areas are wider than high."""
STRONG = {LOW, HIGH}
"""Colours on which letters of the paper's colour are read; on all others those of the ink's are, in every theme."""


@dataclass(frozen=True)
class Named:
    """A circle of a drawing, and what is written at it."""

    x: float
    y: float
    radius: float
    name: str
    value: str
    colour: str


@dataclass(frozen=True)
class Box:
    """Part of a drawing that is taken: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether two boxes have a part in common."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def within(self, other: Box) -> bool:
        """Whether it lies in another."""
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )


def draw(circles: Sequence[Named], edges: Box, *, beside: bool) -> Markup:
    """Write names and values; the largest circles choose first. A telephone shows fewer names in larger letters.

    Parameters
    ----------
    circles
        Of the map.
    edges
        Of the drawing; nothing is written beyond.
    beside
        Whether names that do not fit may stand beside their circles.
    """
    wide, narrow = (_texts(circles, edges, beside=beside, size=size) for size in (SIZE, NARROW_SIZE))
    # the attribute hides what only a page's style sheet shows, also in a file that the chart is saved to
    return join(
        [
            markup('<g class="names" style="{style}">{texts}</g>', style=_style(INK, SIZE), texts=wide),
            markup('<g class="names narrow" display="none" style="{style}">{texts}</g>', style=_style(INK, NARROW_SIZE),
                   texts=narrow),
        ]
    )  # fmt: skip


def _texts(circles: Sequence[Named], edges: Box, *, beside: bool, size: float) -> Markup:
    valued, spare = size == SIZE, size / 2  # at the edge: a name that is wider than reckoned would be cut
    edges = edges if valued else Box(edges.left + spare, edges.top, edges.right - spare, edges.bottom)
    taken = [
        Box(one.x - one.radius, one.y - one.radius, one.x + one.radius, one.y + one.radius)
        for one in (circles if beside else ())
    ]
    written = []
    for one in sorted(circles, key=lambda circle: (-circle.radius, circle.name)):
        lines = [lines for lines in ((one.name, one.value), (one.name,)) if _fits(lines, one, size, inside=beside)]
        if lines and (beside or not any(_middle(one, lines[0], size).meets(other) for other in taken)):
            taken.append(_middle(one, lines[0], size))
            top = one.y - size * LINE * (len(lines[0]) - 1) / 2
            written.append(_text(one.x, top, "middle", lines[0], size=size, on=one.colour))
        elif beside:
            words = f"{one.name} {one.value}" if valued else one.name
            for x, y, anchor, box in _places(one, words, size):
                if box.within(edges) and not any(box.meets(other) for other in taken):
                    taken.append(box)
                    written.append(_text(x, y, anchor, (words,), size=size))
                    break
    return join(written)


def _fits(lines: Sequence[str], one: Named, size: float, *, inside: bool) -> bool:
    """Whether lines stand inside a circle with their corners, or in an area across its largest circle."""
    width, height = max(_width(line, size) for line in lines), len(lines) * size * LINE
    if inside:
        return math.hypot(width, height) <= 2 * one.radius
    return width <= 2 * one.radius * WIDE and height <= 2 * one.radius


def _middle(one: Named, lines: Sequence[str], size: float) -> Box:
    width, height = max(_width(line, size) for line in lines), len(lines) * size * LINE
    return Box(one.x - width / 2, one.y - height / 2, one.x + width / 2, one.y + height / 2)


def _style(colour: str, size: float) -> str:
    return f"fill:var(--{THEMED[colour]},{colour});font-size:{size:g}px"


def _places(one: Named, words: str, size: float) -> list[tuple[float, float, str, Box]]:
    """Where a name may stand beside its circle: right, left, below, above, each with the room it takes."""
    width, half = _width(words, size), size * LINE / 2
    right, left = one.x + one.radius + APART, one.x - one.radius - APART
    below, above = one.y + one.radius + APART + half, one.y - one.radius - APART - half
    return [
        (right, one.y, "start", Box(right, one.y - half, right + width, one.y + half)),
        (left, one.y, "end", Box(left - width, one.y - half, left, one.y + half)),
        (one.x, below, "middle", Box(one.x - width / 2, below - half, one.x + width / 2, below + half)),
        (one.x, above, "middle", Box(one.x - width / 2, above - half, one.x + width / 2, above + half)),
    ]


def _width(text: str, size: float) -> float:
    return len(text) * size * LETTER


def _text(  # noqa: PLR0913 - where, what, how
    x: float, y: float, anchor: str, lines: Sequence[str], *, size: float, on: str | None = None
) -> Markup:
    """Write lines in the drawing, or on a colour: there in the one that is read on it, and without a halo."""
    drop = size * 0.35  # from the middle of a line to the foot of its letters
    colour = PAPER if on in STRONG else INK
    style = markup(' style="fill:var(--{name},{colour});stroke:none"', name=THEMED[colour], colour=colour) if on else ""
    return join(
        markup(
            '<text x="{x}" y="{y}" text-anchor="{anchor}"{style}>{line}</text>',
            x=f"{x:.1f}", y=f"{y + drop + number * size * LINE:.1f}", anchor=anchor, style=style, line=line,
        )
        for number, line in enumerate(lines)
    )  # fmt: skip
