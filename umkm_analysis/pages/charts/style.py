"""House style of charts: matplotlib's settings, measures of letters, and places given in points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.transforms import ScaledTranslation

from umkm_analysis.pages.charts.palette import INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.transforms import Transform

POINTS = 72
"""An inch."""
LETTER = 0.57
"""Width of a letter of the page's typeface on average, as a multiple of its size."""
LETTER_HEIGHT, LETTER_DEPTH = 0.93, 0.21
"""From the foot of a letter such as g to the head of one such as l, and what of it lies below the line; likewise."""
LINE = 1.25
"""Height of a line of text, as a multiple of its letters' size."""
STYLE: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "umkm_analysis",
    "font.family": "DejaVu Sans",  # what matplotlib brings along; the page sets its own face
    "font.size": 10,
    "text.color": INK,
    "text.parse_math": False,
    "lines.solid_capstyle": "round",
}


def points_across(axes: Axes) -> float:
    """Width of a chart's whole drawing in points."""
    return float(axes.figure.bbox.width / axes.figure.dpi * POINTS)


def moved(axes: Axes, right: float, up: float, *, across: Transform | None = None) -> Transform:
    """Stand some points beside a place of the chart: what an annotation does, at a third of its cost."""
    return (across or axes.transData) + ScaledTranslation(right / POINTS, up / POINTS, axes.figure.dpi_scale_trans)
