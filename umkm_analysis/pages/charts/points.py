"""Points of a chart that answer to mouse, finger and keyboard: where each stands, whose it is and what it says.

The texts travel with the drawing as the page's language writes them; the page's script (points.js) only shows them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any, Literal
from weakref import WeakKeyDictionary, ref

from markupsafe import Markup

from umkm_analysis.pages.charts.palette import THEMED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TENTHS = 10
"""Places are written in tenths of a point: whole numbers take the least room."""
ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "'": "&#39;"})
"""Of an attribute in single quotes, in which the many double quotes of JSON may stand as they are."""

Reading = Literal["column", "row", "near"]
"""What a pointer reads: every series of the nearest column (years), the nearest row, or the nearest point."""


@dataclass(frozen=True)
class _Point:
    axes: ref[Axes]
    """Weak, for they hold the figure, which would stay in memory for ever."""
    place: tuple[float, float]
    name: str
    value: str
    column: str
    colour: str
    radius: float
    reading: Reading


_marked: WeakKeyDictionary[Figure, list[_Point]] = WeakKeyDictionary()


def line(  # noqa: PLR0913 - one argument a part of its answers
    axes: Axes, values: Mapping[int, float], *, name: str, value: Callable[[float], str],
    column: Callable[[int], str] = str, colour: str,
) -> None:  # fmt: skip
    """Mark the points of a line through years; those without a figure (NaN) are left out.

    Parameters
    ----------
    axes
        The chart.
    values
        Year → figure; a Series will do.
    name
        Of the line, such as a region.
    value
        Writes a figure with its unit.
    column
        Writes a year, such as with the mark of a provisional figure.
    colour
        Of the line.
    """
    for year, figure in values.items():
        if isfinite(figure):
            place = (float(year), float(figure))
            _add(_Point(ref(axes), place, name, value(figure), column(year), colour, 0.0, "column"))


def row(  # noqa: PLR0913 - one argument a part of the point
    axes: Axes, place: tuple[float, float], name: str, value: str, *, part: str = "", colour: str = ""
) -> None:
    """Mark the end of a bar or the dot of a row.

    Parameters
    ----------
    axes
        The chart.
    place
        In units of its axes.
    name
        Of the row.
    value
        The figure as written, with its unit.
    part
        Which of several figures of the row, such as its year; empty where there is one.
    colour
        Of the mark.
    """
    _add(_Point(ref(axes), place, name, value, part, colour, 0.0, "row"))


def dot(  # noqa: PLR0913 - one argument a part of the point
    axes: Axes, place: tuple[float, float], name: str, value: str, *, part: str = "", colour: str = "",
    radius: float = 0.0,
) -> None:  # fmt: skip
    """Mark a point that stands by itself, such as a dot of a swarm or a circle of a map.

    Parameters
    ----------
    axes
        The chart.
    place
        In units of its axes.
    name
        Whose point it is.
    value
        The figure as written, with its unit.
    part
        What the figure is, where the chart has several; empty where there is one.
    colour
        Of the mark.
    radius
        Of a circle, in units of the x axis: a pointer inside it reads it.
    """
    _add(_Point(ref(axes), place, name, value, part, colour, radius, "near"))


def attribute(drawn: Figure) -> Markup:
    """Write a drawing's points as an attribute of its SVG; nothing where it has none.

    Parameters
    ----------
    drawn
        At 72 dots an inch and drawn already, so that its limits are final.

    Returns
    -------
    ``data-points='{"read": …, "names": […], "columns": […], "colours": […], "points": [[name, column, colour, x, y,
    value, radius?], …]}'``; x and y in tenths of the SVG's units. Lines have, in place of points, the ``x`` of each
    column and ``"lines": [[name, colour, first column, [y, …], [value, …]], …]``; the script's ``pointsOf`` reads both.
    """
    found = ((point.axes(), point) for point in _marked.get(drawn, []))
    marked = [(axes, point) for axes, point in found if axes is not None]
    if not marked:
        return Markup()
    height = drawn.bbox.height
    names: dict[str, int] = {}
    columns: dict[object, int] = {}
    colours: dict[str, int] = {}
    points = []
    lined = all(point.reading == "column" for _, point in marked)
    for axes, point in marked:
        x, y = axes.transData.transform(point.place)
        across, down = round(x * TENTHS), round((height - y) * TENTHS)
        numbers = [
            names.setdefault(point.name, len(names)),
            columns.setdefault((point.column, across) if lined else point.column, len(columns)),
            colours.setdefault(THEMED.get(point.colour, "ink"), len(colours)),
        ]
        edge, _ = axes.transData.transform((point.place[0] + point.radius, point.place[1]))
        radius = [round((edge - x) * TENTHS)] if point.radius else []
        points.append([*numbers, across, down, point.value, *radius])
    record: dict[str, object] = {"read": marked[0][1].reading, "names": list(names)}
    if lined:
        heads, places = zip(*columns, strict=True)
        record |= {"columns": heads, "colours": list(colours), "x": places, "lines": _lines(points)}
    else:
        record |= {"columns": list(columns), "colours": list(colours), "points": points}
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return Markup(f" data-points='{text}'")  # noqa: S704 - escaped above


def _lines(points: Sequence[list[Any]]) -> list[list[Any]]:
    """Write points of a series that follow each other by column together: name, colour, first column, heights, values.

    Point by point, a province's chart of forty lines would weigh 17 KB.
    """
    lines: list[list[Any]] = []
    for name, column, colour, _, down, value in points:
        last = lines[-1] if lines else None
        if last is None or last[:2] != [name, colour] or last[2] + len(last[3]) != column:
            last = [name, colour, column, [], []]
            lines.append(last)
        last[3].append(down)
        last[4].append(value)
    return lines


def _add(point: _Point) -> None:
    axes = point.axes()
    drawn = None if axes is None else axes.get_figure(root=True)
    if drawn is not None and all(map(isfinite, point.place)):
        _marked.setdefault(drawn, []).append(point)
