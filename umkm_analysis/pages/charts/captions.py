"""Words inside a chart: what its marks stand for, and names at the ends of lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from umkm_analysis.pages.charts.palette import FIRST, OWN
from umkm_analysis.pages.charts.style import LETTER, POINTS, moved, points_across

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes


def own_end_label(axes: Axes, at: tuple[float, float], text: str, colour: str) -> None:
    """Label a line that ends before the others do, at its own last point, on the side where they are not.

    Parameters
    ----------
    axes
        Where the lines are.
    at
        The last point, in units of the axes.
    text, colour
        Of the label.
    """
    data: list[Any] = [line.get_data() for line in axes.get_lines()]
    others = [y for line in data for x, y in zip(*line, strict=True) if x == at[0] and y != at[1]]
    above = sum(y < at[1] for y in others) >= sum(y > at[1] for y in others)
    right, up = (-3, 6) if above else (3, -6)
    axes.text(
        *at, text, transform=moved(axes, right, up), color=colour, fontsize=9, ha="right" if above else "left",
        va="bottom" if above else "top",
    )  # fmt: skip


def key(axes: Axes, own: str, ticks: Sequence[tuple[str, str, Any]]) -> None:
    """Write at the top of a chart what its marks stand for.

    Parameters
    ----------
    axes
        The chart; it has room above its first row.
    own
        What the dot stands for.
    ticks
        What each upright tick stands for, with its colour and style.
    """
    across, left = axes.get_position().width * points_across(axes), 4.0
    for text, colour, style in [(own, OWN, None), *ticks]:
        place = moved(axes, 0, -6, across=axes.transAxes)
        if style is None:
            axes.plot([left / across], [1], "o", color=colour, markersize=7, transform=place)
        else:
            below = moved(axes, 0, -11, across=axes.transAxes)
            height = 10 / (axes.bbox.height / axes.figure.dpi * POINTS)
            axes.plot([left / across] * 2, [1, 1 + height], color=colour, linestyle=style, linewidth=2, transform=below)
        axes.text(left / across, 1, text, transform=moved(axes, 8, -6, across=axes.transAxes), color=FIRST, fontsize=9,
                  va="center")  # fmt: skip
        left += 8 + (len(text) + 3) * 9 * LETTER
