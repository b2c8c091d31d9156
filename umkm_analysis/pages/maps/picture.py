"""A map as a PNG, for slides: PowerPoint has no chart of its own for it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle

from umkm_analysis.pages.charts import cartogram, palette
from umkm_analysis.pages.charts.style import LETTER, LINE
from umkm_analysis.pages.maps import land, legend
from umkm_analysis.pages.maps.labels import Box
from umkm_analysis.pages.maps.region_map import ALONE, KIND, frame_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.axes import Axes

    from umkm_analysis.datasets.boundaries.store import Outline
    from umkm_analysis.pages.maps.region_map import Spot

WIDTH, HEIGHT, DPI = 12.333, 5.1, 160
"""Inches on the slide; dots an inch."""
MAP = 0.92
"""Part of the height that is not the legend's."""
NAMED = 12
"""Of the largest regions, whose names stand on the picture."""
LETTERS = 12
"""Points."""
INCH = 72
"""Points an inch."""


def png(spots: Sequence[Spot], classes: cartogram.Classes, outline: Outline | None) -> bytes:
    """Draw the regions over land: as areas where there are boundaries, else as circles.

    Parameters
    ----------
    spots
        The regions.
    classes
        Of their colours, for the legend.
    outline
        Boundaries of the regions, where they were imported.
    """
    laid = cartogram.circles([cartogram.Place(spot.longitude, spot.latitude, spot.size) for spot in spots])
    frame = frame_of(laid, outline)
    named = sorted(zip(spots, laid, strict=True), key=lambda pair: -pair[1].radius)[:NAMED]
    drawn = Figure(figsize=(WIDTH, HEIGHT), dpi=DPI, facecolor=palette.PAPER)
    axes = drawn.add_axes((0.0, 1 - MAP, 1.0, MAP), facecolor=land.SEA)
    for part, (_, colour) in land.COLOURS.items():
        _fill(axes, land.rings(part, "fine"), 10 ** land.decimals("fine"), colour, edge="none")
    for spot, circle in zip(spots, laid, strict=True):
        rings = outline.regions.get(spot.code) if outline else None
        if outline and rings:
            _fill(axes, rings, 10**outline.decimals, spot.colour, edge=palette.PAPER)
        else:
            radius = circle.radius if outline is None else ALONE / frame.unit
            at = (circle.x, circle.y) if outline is None else (spot.longitude, spot.latitude)
            axes.add_patch(_circle(at, radius, spot.colour))
    across = max(frame.east - frame.west, (frame.north - frame.south) * WIDTH / (HEIGHT * MAP))
    unit = WIDTH / across  # inches a degree
    taken: list[Box] = []
    for spot, circle in named:
        lines = (KIND.sub("", spot.name), spot.value)
        wide, high = max(map(len, lines)) * LETTERS * LETTER / INCH / unit, len(lines) * LINE * LETTERS / INCH / unit
        box = Box(circle.x - wide / 2, circle.y - high / 2, circle.x + wide / 2, circle.y + high / 2)
        if any(box.meets(other) for other in taken):
            continue
        taken.append(box)
        name = axes.text(
            circle.x, circle.y, "\n".join(lines), fontsize=LETTERS, ha="center", va="center", color=palette.INK
        )
        name.set_bbox({"facecolor": palette.PAPER, "alpha": 0.75, "edgecolor": "none", "pad": 1})
        name.set_parse_math(False)
    middle, half = ((frame.west + frame.east) / 2, (frame.south + frame.north) / 2), across / 2
    axes.set_xlim(middle[0] - half, middle[0] + half)
    axes.set_ylim(middle[1] - half * HEIGHT * MAP / WIDTH, middle[1] + half * HEIGHT * MAP / WIDTH)
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(False)
    unknown = any(spot.colour == palette.QUIET for spot in spots)
    key = [
        Line2D([], [], marker="s", linestyle="none", markersize=11, color=colour, label=meaning)
        for colour, meaning in legend.classes(classes)
        if colour != palette.QUIET or unknown
    ]
    drawn.legend(handles=key, loc="lower center", ncols=len(key), frameon=False, fontsize=LETTERS)
    file = io.BytesIO()
    drawn.savefig(file, format="png", metadata={"Software": None})
    return file.getvalue()


def _fill(axes: Axes, rings: Iterable[Sequence[int]], ten: int, colour: str, *, edge: str) -> None:
    shapes = [np.asarray(ring).reshape(-1, 2).cumsum(axis=0) / ten * (1, -1) for ring in rings]
    axes.add_collection(PolyCollection(shapes, facecolors=colour, edgecolors=edge, linewidths=0.8), autolim=False)


def _circle(at: tuple[float, float], radius: float, colour: str) -> Circle:
    return Circle(at, radius, facecolor=colour, edgecolor=palette.PAPER, linewidth=0.8)
