"""Map of a figure a region: circles near their places, on the outline of the land."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.collections import EllipseCollection, PolyCollection
from matplotlib.patches import Rectangle

from umkm_analysis.api.plot.chart import Chart, source_line, titled
from umkm_analysis.api.plot.values import values_of
from umkm_analysis.api.plot.words import measure_of
from umkm_analysis.api.selection import region_names
from umkm_analysis.api.tables.growth import grdp
from umkm_analysis.datasets import regions as known_regions
from umkm_analysis.errors import UsageError
from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n.translation import t, use_language
from umkm_analysis.pages.charts import cartogram, figure, palette
from umkm_analysis.pages.maps import land
from umkm_analysis.rounding import HUNDRED

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, MOST_HEIGHT, LEAST_HEIGHT = 7.0, 4.6, 2.2
"""Inches."""
LEGEND = 0.34
"""Inches below the map."""
MARGIN = 0.04
"""Around what is shown, as a part of its width."""
ABOVE = {palette.HIGH, palette.HIGH_SOFT}
"""Colours of figures at the base or above."""
MOST_NAMED = 60
"""Circles up to which the largest are named inside."""
EVERYWHERE = 15.0
"""Degrees across from which the coarse outline of the land is enough."""


def map(  # noqa: A001, PLR0913 - read as plot.map; one argument a choice of the person
    values: pd.DataFrame | pd.Series,
    column: str | None = None,
    *,
    year: int | None = None,
    base: float | None = None,
    size: pd.Series | None = None,
    title: str | None = None,
    language: str | None = None,
) -> Chart:
    """Draw a figure a region on a map: a circle each, coloured by the figure, none covering another.

    Parameters
    ----------
    values, column, year
        As for :func:`~umkm_analysis.api.plot.ranking`.
    base
        Figure at which the colours change sides; None for 100 of an index, 0 of anything else.
    size
        What the circles' areas stand for: a Series by BPS code; None for the newest GRDP.
    title
        Else it says how many regions stand at the base or above.
    language
        "id" or "en"; None for the language in use.

    Returns
    -------
    matplotlib Figure.

    Raises
    ------
    UsageError
        If there is no such column, year or region, or nothing to draw.

    Notes
    -----
    Outline: Natural Earth, public domain. The colour becomes the strong one at a distance from the base that gives both
    strengths about as many regions.

    Examples
    --------
    >>> import umkm_analysis as ua
    >>> chart = ua.plot.map(ua.level_index(province="Jawa Timur", years=2021), language="en")
    >>> chart.texts[0].get_text()
    '27 of 38 regions at or above 100'
    """
    found = values_of(values, column, year)
    base = found.base if base is None else base
    known = known_regions.all_regions()
    codes = [code for code in found.by_code.index if known[code].longitude is not None]
    if not codes:
        raise UsageError("None of these regions has a place on the map.")
    area = _sizes(codes) if size is None else size.reindex(codes)
    places = [
        cartogram.Place(float(known[code].longitude or 0), float(known[code].latitude or 0), float(area[code]))
        for code in codes
    ]
    shown = found.by_code[codes]
    with use_language(language) if language else nullcontext():
        circles = cartogram.circles(places)
        drawn, axes = _canvas(circles)
        classes = _Classes(shown, base)
        _draw(axes, circles, classes, shown)
        above = sum(classes.colour(value) in ABOVE for value in shown)
        every = t("Semua {count} daerah pada atau di atas {base}", count=len(shown), base=n.number(base))
        said = t(
            "{above} dari {count} daerah pada atau di atas {base}", above=above, count=len(shown), base=n.number(base)
        )
        by = t("luas lingkaran: PDRB") if size is None else ""
        outline = land.source()
        return titled(
            drawn,
            title=title or (every if above == len(shown) else said),
            measure=measure_of(found, extra=by),
            source=source_line(found.about, more=f"{outline[:1].upper()}{outline[1:]}."),
        )


class _Classes:
    """Colours on both sides of a base, in two strengths."""

    def __init__(self, values: pd.Series, base: float) -> None:
        self.base = base
        self.of = cartogram.Classes.of(values - base + HUNDRED)

    def colour(self, value: float) -> str:
        """Colour of a figure as it is printed."""
        return self.of.colour(value - self.base + HUNDRED)

    def legend(self) -> list[tuple[str, str]]:
        """Colour of each class and what it stands for, from low to high."""
        low, base, high = (n.number(value) for value in (self.base - self.of.step, self.base, self.base + self.of.step))
        return [
            (palette.LOW, t("di bawah {low}", low=low)),
            (palette.LOW_SOFT, t("{low} sampai di bawah {base}", low=low, base=base)),
            (palette.HIGH_SOFT, t("{base} sampai di bawah {high}", base=base, high=high)),
            (palette.HIGH, t("{high} atau lebih", high=high)),
        ]


def _sizes(codes: list[str]) -> pd.Series:
    levels = pd.DataFrame(grdp(codes, wide=True))
    return levels.ffill().iloc[-1]


def _canvas(circles: list[cartogram.Circle]) -> tuple[Figure, Axes]:
    west, east = min(one.x - one.radius for one in circles), max(one.x + one.radius for one in circles)
    south, north = min(one.y - one.radius for one in circles), max(one.y + one.radius for one in circles)
    across = max(east - west, 0.4)
    west, east, south, north = (
        west - MARGIN * across,
        east + MARGIN * across,
        south - MARGIN * across,
        north + MARGIN * across,
    )
    unit = min(WIDTH / (east - west), MOST_HEIGHT / (north - south))
    height = max((north - south) * unit, LEAST_HEIGHT)
    half = WIDTH / unit / 2, height / unit / 2
    drawn, (axes,) = figure.canvas(width=WIDTH, height=height + LEGEND)
    axes.set_position((0, LEGEND / (height + LEGEND), 1, height / (height + LEGEND)))
    axes.set_xlim((west + east) / 2 - half[0], (west + east) / 2 + half[0])
    axes.set_ylim((south + north) / 2 - half[1], (south + north) / 2 + half[1])
    return drawn, axes


def _draw(axes: Axes, circles: list[cartogram.Circle], classes: _Classes, shown: pd.Series) -> None:
    left, right = axes.get_xlim()
    axes.add_patch(Rectangle((0, 0), 1, 1, transform=axes.transAxes, color=land.SEA, linewidth=0, zorder=0))
    detail: land.Detail = "coarse" if right - left > EVERYWHERE else "fine"
    for part, (_, colour) in land.COLOURS.items():
        axes.add_collection(PolyCollection(land.outlines(part, detail), facecolor=colour, linewidth=0), autolim=False)
    diameters = [2 * one.radius for one in circles]
    colours = [classes.colour(value) for value in shown]
    axes.add_collection(
        EllipseCollection(
            diameters, diameters, np.zeros(len(circles)), units="xy", offsets=[(one.x, one.y) for one in circles],
            offset_transform=axes.transData, facecolor=colours, edgecolor=palette.PAPER, linewidth=0.5,
        ),
        autolim=False,
    )  # fmt: skip
    if len(circles) <= MOST_NAMED:
        _names(axes, circles, shown)
    _legend(axes, classes, set(colours))


def _names(axes: Axes, circles: list[cartogram.Circle], shown: pd.Series) -> None:
    """Name the circles that hold their name."""
    left, right = axes.get_xlim()
    unit = figure.points_across(axes) / (right - left)
    names = region_names(shown.index).str.replace(r"^(?:Kabupaten|Kota)(?: Administrasi)? ", "", regex=True)

    for circle, name in zip(circles, names, strict=True):
        size = 2 * circle.radius * unit * 0.86 / (len(name) * figure.LETTER)
        if size >= 6:  # noqa: PLR2004 - the least size that is read
            axes.text(
                circle.x, circle.y, name, size=min(size, 8), ha="center", va="center", color="white", weight="bold"
            )


def _legend(axes: Axes, classes: _Classes, used: set[str]) -> None:
    """Write below the map what its colours stand for."""
    left, size = 10.0, 8.5
    for colour, words in classes.legend():
        if colour not in used:
            continue
        middle = -LEGEND * figure.POINTS / 2
        dot = figure.moved(axes, left, middle, across=axes.transAxes)
        axes.plot([0], [0], "o", color=colour, markersize=7, transform=dot, clip_on=False)
        beside = figure.moved(axes, left + 8, middle, across=axes.transAxes)
        axes.text(0, 0, words, transform=beside, color=palette.FIRST, size=size, va="center")
        left += len(words) * size * figure.LETTER + 26
