"""The scales of a chart: lines to read against and their numbers, drawn as what they are.

matplotlib's own axes build seven artists a tick and lay each of them out several times; that was half of a figure's
cost, for lines and words that never move once a page is drawn.
"""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from matplotlib.collections import LineCollection
from matplotlib.ticker import MaxNLocator

from umkm_analysis.i18n.formatting import number, short_day
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages import provisional
from umkm_analysis.pages.charts.palette import FIRST, GRID, QUIET
from umkm_analysis.pages.charts.style import LETTER, STYLE, moved, points_across

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping, Sequence

    from matplotlib.axes import Axes

PAD = 7.0
"""Points between a scale and its numbers."""
MOST_DIGITS = 6
FONT_SIZE = STYLE["font.size"]
GAP = 3.0
"""Points between two years at least."""
SLACK = 1e-9
"""Part of a span by which a line may miss its place: what arithmetic adds."""
PANDEMIC = (2020, 2021)
MIN_YEARS = 4
"""Of so few years each is named."""
BELOW = 0.5
"""Drawn beneath everything that shows a figure."""


def numbers(
    axes: Axes, along: Literal["x", "y"], digits: int = 0, *, signed: bool = False, most: int = 6
) -> list[float]:
    """Draw a scale of numbers as the page's language writes them, with a line at each.

    Parameters
    ----------
    axes
        The chart; whatever is drawn later no longer moves its limits along this scale.
    along
        Which way the scale runs.
    digits, signed
        As for :func:`~umkm_analysis.i18n.formatting.number`; more digits where so few leave nothing to write.
    most
        Steps at most.

    Returns
    -------
    Where the lines stand.
    """
    low, high = sorted(_held(axes, along))
    digits, places = _places(low, high, digits, most)
    across = axes.get_xaxis_transform() if along == "x" else axes.get_yaxis_transform()
    ends = [[(place, 0.0), (place, 1.0)] if along == "x" else [(0.0, place), (1.0, place)] for place in places]
    lines = LineCollection(ends, transform=across, colors=GRID, linewidths=0.8)
    lines.set_zorder(BELOW)
    axes.add_collection(lines, autolim=False)
    for place in places:
        _write(axes, along, place, number(place, digits, signed=signed))
    return places


def _places(low: float, high: float, digits: int, most: int) -> tuple[int, list[float]]:
    """Choose round places inside a span, with the digits that write them exactly: 97.5 written 98 would lie."""
    locator = MaxNLocator(most, steps=[1, 2, 5, 10], integer=digits == 0, min_n_ticks=1)
    slack = (high - low) * SLACK
    inside = [float(place) for place in locator.tick_values(low, high) if low - slack <= place <= high + slack]
    exact = [place for place in inside if math.isclose(place, round(place, digits), abs_tol=slack)]
    return (digits, exact) if exact or not inside or digits == MOST_DIGITS else _places(low, high, digits + 1, most)


def years(axes: Axes, shown: Sequence[int], *, states: Mapping[int, str] = MappingProxyType({})) -> None:
    """Write years along the foot of a chart, on a line of its own.

    Where not every year has room, every second or third one is written, the last one always. A mark stands at a
    year only, never alone.

    Parameters
    ----------
    axes
        The chart.
    shown
        The years.
    states
        Years whose figure is not final, by what the publisher says; see :mod:`umkm_analysis.pages.provisional`.
    """
    low, high = _held(axes, "x")
    if set(PANDEMIC) < set(shown) and len(shown) > MIN_YEARS:
        _pandemic(axes)
    axes.plot([0, 1], [0, 0], transform=axes.transAxes, color=QUIET, linewidth=0.8, clip_on=False, zorder=BELOW)
    labels = [provisional.year(year, states) for year in shown]
    room = axes.get_position().width * points_across(axes) / ((high - low) or 1)
    step = max(1, math.ceil((max(map(len, labels), default=0) * FONT_SIZE * LETTER + GAP) / room))
    for position, (year, label) in enumerate(zip(shown, labels, strict=True)):
        if (len(labels) - 1 - position) % step == 0:
            _write(axes, "x", year, label)


def _pandemic(axes: Axes) -> None:
    """Shade and name the years that everything on the chart turns about."""
    first, last = PANDEMIC
    axes.axvspan(first - 0.5, last + 0.5, color=GRID, alpha=0.55, linewidth=0, zorder=BELOW / 2)
    across = axes.get_xaxis_transform()
    axes.text((first + last) / 2, 1, t("pandemi"), transform=moved(axes, 0, 0, across=across), color=FIRST, fontsize=9,
              ha="center", va="bottom")  # fmt: skip


def days(axes: Axes, shown: Sequence[dt.date], *, first: Collection[dt.date] = ()) -> None:
    """Write days along the foot of a chart, on a line of its own; the chart's places are their ordinals.

    A day that has no room beside another is left out; its point stays.

    Parameters
    ----------
    axes
        The chart.
    shown
        The days, of which a later one is written before an earlier one.
    first
        Those of them that are written before all others.
    """
    low, high = _held(axes, "x")
    axes.plot([0, 1], [0, 0], transform=axes.transAxes, color=QUIET, linewidth=0.8, clip_on=False, zorder=BELOW)
    room = axes.get_position().width * points_across(axes) / ((high - low) or 1)
    taken: list[tuple[float, float]] = []
    for day in sorted(shown, key=lambda day: (day in first, day), reverse=True):
        label, place = short_day(day), day.toordinal()
        half = (len(label) * FONT_SIZE * LETTER + GAP) / 2
        begins, ends = place * room - half, place * room + half
        if all(ends <= left or begins >= right for left, right in taken):
            taken.append((begins, ends))
            _write(axes, "x", place, label)


def _held(axes: Axes, along: Literal["x", "y"]) -> tuple[float, float]:
    limits: tuple[float, float] = axes.get_xlim() if along == "x" else axes.get_ylim()
    (axes.set_xlim if along == "x" else axes.set_ylim)(limits)
    return limits


def _write(axes: Axes, along: Literal["x", "y"], place: float, text: str) -> None:
    if along == "x":
        at, across, aside, align = (place, 0.0), axes.get_xaxis_transform(), (0.0, -PAD), ("center", "top")
    else:
        at, across, aside, align = (0.0, place), axes.get_yaxis_transform(), (-PAD, 0.0), ("right", "center_baseline")
    axes.text(*at, text, transform=moved(axes, *aside, across=across), color=FIRST, ha=align[0], va=align[1])
