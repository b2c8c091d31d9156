"""Ground that maps of the library stand on: panels of land and sea, circles and areas on them, the legend below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.collections import EllipseCollection, PatchCollection, PolyCollection
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from umkm_analysis.api.selection import region_names
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages.charts import cartogram, figure, palette, style
from umkm_analysis.pages.maps import land, national_map

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from umkm_analysis.datasets.boundaries.store import Outline

WIDTH, MOST_HEIGHT, LEAST_HEIGHT = 7.0, 4.6, 2.2
"""Inches."""
LEGEND = 0.34
"""Inches below a map, or for each class beside the inset."""
GAP = 0.12
"""Inches between map and inset."""
MARGIN = 0.04
"""Around what is shown, as a part of its width."""
EVERYWHERE = 15.0
"""Degrees across from which the coarse outline of the land is enough."""
MOST_NAMED = 60
"""Circles up to which the largest are named inside."""
NAMED_FROM = 6
"""Points of the least letters that are read."""
TEXT = 8.5
"""Points of a legend's letters."""
ALONE = 0.04
"""Inches: radius of a region without boundaries among areas."""


@dataclass(frozen=True)
class Panel:
    """A part of the world in a drawing."""

    axes: Axes
    unit: float
    """Inches a degree."""

    @property
    def edges(self) -> tuple[float, float, float, float]:
        """West, south, east and north."""
        (west, east), (south, north) = self.axes.get_xlim(), self.axes.get_ylim()
        return west, south, east, north


Box = tuple[float, float, float, float]
"""West, south, east and north in degrees."""


def one_panel(box: Box) -> tuple[Figure, Panel]:
    """Open a drawing of a part of the world that is as wide as a page, with room for the legend below."""
    west, south, east, north = box
    across = max(east - west, 0.4)
    west, south, east, north = (
        west - MARGIN * across, south - MARGIN * across, east + MARGIN * across, north + MARGIN * across,
    )  # fmt: skip
    unit = min(WIDTH / (east - west), MOST_HEIGHT / (north - south))
    height = max((north - south) * unit, LEAST_HEIGHT)
    half = WIDTH / unit / 2, height / unit / 2
    drawn, (axes,) = figure.canvas(width=WIDTH, height=height + LEGEND)
    axes.set_position((0, LEGEND / (height + LEGEND), 1, height / (height + LEGEND)))
    axes.set_xlim((west + east) / 2 - half[0], (west + east) / 2 + half[0])
    axes.set_ylim((south + north) / 2 - half[1], (south + north) / 2 + half[1])
    return drawn, _grounded(Panel(axes, unit))


def country_and_java() -> tuple[Figure, Panel, Panel]:
    """Open a drawing of the country with Java below it, three times as large, as on the pages."""
    country, java = national_map.COUNTRY, national_map.JAVA
    unit = WIDTH / (country.east - country.west)
    enlarged = unit * national_map.MAGNIFIED
    upper, lower = (country.north - country.south) * unit, (java.north - java.south) * enlarged
    height = upper + GAP + lower
    drawn, (above,) = figure.canvas(width=WIDTH, height=height)
    above.set_position((0, 1 - upper / height, 1, upper / height))
    below = drawn.add_axes((0, 0, (java.east - java.west) * enlarged / WIDTH, lower / height))
    below.set_axis_off()
    panels = []
    for axes, frame, scale in ((above, country, unit), (below, java, enlarged)):
        axes.set_xlim(frame.west, frame.east)
        axes.set_ylim(frame.south, frame.north)
        panels.append(_grounded(Panel(axes, scale)))
    edge: dict[str, Any] = {"facecolor": "none", "edgecolor": palette.SECOND, "linewidth": 0.8, "zorder": 3}
    above.add_patch(Rectangle((java.west, java.south), java.east - java.west, java.north - java.south, **edge))
    above.text(java.west, java.south - 0.25, t("Jawa: lihat di bawah"), size=7, color=palette.SECOND, va="top")
    for name, x, y in national_map.island_names():
        above.text(x, y, name, size=7, color=palette.SECOND, va="bottom")
    return drawn, panels[0], panels[1]


def circles(panel: Panel, laid: Sequence[cartogram.Circle], colours: Sequence[str]) -> None:
    """Draw circles."""
    diameters = [2 * one.radius for one in laid]
    panel.axes.add_collection(
        EllipseCollection(
            diameters, diameters, np.zeros(len(laid)), units="xy", offsets=[(one.x, one.y) for one in laid],
            offset_transform=panel.axes.transData, facecolor=colours, edgecolor=palette.PAPER, linewidth=0.5,
        ),
        autolim=False,
    )  # fmt: skip


def areas(panel: Panel, outline: Outline, colours: Mapping[str, str], homes: Mapping[str, tuple[float, float]]) -> None:
    """Draw the areas of regions; one without boundaries as a small circle.

    Parameters
    ----------
    panel
        Where they are drawn.
    outline
        Their boundaries.
    colours
        BPS code → colour.
    homes
        BPS code → longitude and latitude.
    """
    having = [code for code in colours if code in outline.regions]
    patches = [PathPatch(_path(outline.regions[code], outline.decimals)) for code in having]
    shown: dict[str, Any] = {
        "facecolor": [colours[code] for code in having],
        "edgecolor": palette.PAPER,
        "linewidth": 0.4,
    }
    panel.axes.add_collection(PatchCollection(patches, **shown), autolim=False)
    lone = [code for code in colours if code not in outline.regions]
    if lone:
        dots = [cartogram.Circle(*homes[code], ALONE / panel.unit) for code in lone]
        circles(panel, dots, [colours[code] for code in lone])


def bounds_of(outline: Outline, codes: Sequence[str]) -> Box:
    """Edges of the areas of some regions, of which one at least has any."""
    rings = [_points(ring, outline.decimals) for code in codes for ring in outline.regions.get(code, ())]
    points = np.concatenate(rings)
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    return float(west), float(south), float(east), float(north)


def names(panel: Panel, laid: Mapping[str, cartogram.Circle]) -> None:
    """Name the circles that hold their name, where there are not too many."""
    if len(laid) > MOST_NAMED:
        return
    short = region_names(laid).str.replace(r"^(?:Kabupaten|Kota)(?: Administrasi)? ", "", regex=True)
    for circle, name in zip(laid.values(), short, strict=True):
        size = 2 * circle.radius * panel.unit * style.POINTS * 0.86 / (len(name) * style.LETTER)
        if size >= NAMED_FROM:
            letters: dict[str, Any] = {"color": "white", "weight": "bold", "ha": "center", "va": "center"}
            panel.axes.text(circle.x, circle.y, name, size=min(size, 8), **letters)


def legend_below(panel: Panel, listed: Sequence[tuple[str, str]]) -> None:
    """Write below the map what its colours stand for."""
    left = 10.0
    for colour, words in listed:
        _entry(panel.axes, colour, words, left, -LEGEND * style.POINTS / 2)
        left += len(words) * TEXT * style.LETTER + 26


def legend_beside(panel: Panel, listed: Sequence[tuple[str, str]]) -> None:
    """Write to the right of the inset what the colours stand for."""
    west, _, east, _ = panel.edges
    left = (east - west) * panel.unit * style.POINTS + 18
    for row, (colour, words) in enumerate(reversed(listed)):
        _entry(panel.axes, colour, words, left, (row + 0.6) * LEGEND * 0.72 * style.POINTS)


def _entry(axes: Axes, colour: str, words: str, left: float, up: float) -> None:
    dot = style.moved(axes, left, up, across=axes.transAxes)
    axes.plot([0], [0], "o", color=colour, markersize=7, transform=dot, clip_on=False)
    place = style.moved(axes, left + 8, up, across=axes.transAxes)
    axes.text(0, 0, words, transform=place, color=palette.FIRST, size=TEXT, va="center")


def _grounded(panel: Panel) -> Panel:
    """Draw land and sea."""
    axes = panel.axes
    west, _, east, _ = panel.edges
    axes.add_patch(Rectangle((0, 0), 1, 1, transform=axes.transAxes, color=land.SEA, linewidth=0, zorder=0))
    detail: land.Detail = "coarse" if east - west > EVERYWHERE else "fine"
    for part, (_, colour) in land.COLOURS.items():
        axes.add_collection(PolyCollection(land.outlines(part, detail), facecolor=colour, linewidth=0), autolim=False)
    return panel


def _points(ring: Sequence[int], decimals: int) -> np.ndarray:
    """Longitude and latitude of a ring's points; see :mod:`umkm_analysis.datasets.boundaries.rings`."""
    return np.asarray(ring, dtype="float64").reshape(-1, 2).cumsum(axis=0) / 10**decimals * (1, -1)


def _path(rings: Sequence[Sequence[int]], decimals: int) -> Path:
    lines = [_points(ring, decimals) for ring in rings]
    return Path.make_compound_path(*(Path(np.vstack([line, line[:1]]), closed=True) for line in lines))
