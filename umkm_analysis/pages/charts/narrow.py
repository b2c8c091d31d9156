"""Charts for a telephone: drawings as wide as its screen, names of rows above their marks and not beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.pages.charts.figure import canvas
from umkm_analysis.pages.charts.palette import FIRST, OWN
from umkm_analysis.pages.charts.style import LINE, POINTS, moved

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 4.5
"""Inches: letters of ten points stay ten points on a screen of 360."""
ROW = 0.34
"""Inches of a row without its name."""
SIZE = 9.0
"""Of the letters of a name."""
ABOVE = 9.0
"""Points from the middle of a row to the foot of its name."""


def rows(names: Sequence[str], *, marked: Collection[int] = (), right: float = 0.9) -> tuple[Figure, Axes]:
    """Open a drawing of rows, each with its name above; the first stands at the bottom.

    Parameters
    ----------
    names
        One a row; lines of one name stand below each other.
    marked
        Positions of rows that are the region's own.
    right
        Right edge of the plotting area as a fraction of the width.
    """
    lines = max(1 + name.count("\n") for name in names)
    row = ROW + lines * SIZE * LINE / POINTS
    drawn, (axes,) = canvas(width=WIDTH, height=row * len(names) + 0.35, left=0.02, right=right)
    axes.set_ylim(-0.4, len(names) - 0.4)
    for position, name in enumerate(names):
        own, across = position in marked, axes.get_yaxis_transform()
        for up, line in enumerate(reversed(name.split("\n"))):
            bold = own and up == name.count("\n")
            axes.text(
                0, position, line, transform=moved(axes, 0, ABOVE + up * SIZE * LINE, across=across), ha="left",
                va="bottom", fontsize=SIZE, color=OWN if own else FIRST, fontweight="bold" if bold else "normal",
            )  # fmt: skip
    return drawn, axes
