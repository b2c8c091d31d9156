"""Dots on lines: values of many regions, one below the other."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from umkm_analysis.i18n import formatting as n
from umkm_analysis.pages.charts import figure, palette, points, scales

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW_HEIGHT = 0.245
"""Inches a row takes."""
MOST_ROWS = 24
"""Beyond it they stand in two columns, so that a screen or a sheet of paper holds them."""
NAME_SIZE = 9.5
LABEL_WIDTH = 0.2
"""Part of a narrow column that a value beside its dot takes."""


def draw(
    values: pd.Series,
    *,
    names: Mapping[str, str],
    base: float,
    own: str | None = None,
    colour: Callable[[float], str] = lambda _: palette.SECOND,
) -> Figure:
    """Draw values from the first at the top to the last at the bottom, each from a base line.

    Parameters
    ----------
    values
        BPS code → value, in the order to show.
    names
        BPS code → name.
    base
        Where the line of each begins.
    own
        BPS code of the region that is marked.
    colour
        Colour of the others by value.
    """
    columns = 1 if len(values) <= MOST_ROWS else 2
    length = math.ceil(len(values) / columns)
    height = max(2.0, ROW_HEIGHT * length + 0.6)
    if columns == 1:
        drawn, panels = figure.canvas(height=height, left=0.36, right=0.93)
    else:
        drawn, panels = figure.canvas(height=height, left=0.25, right=0.96, panels=2, apart=1.46)
    for number, axes in enumerate(panels):
        part = values.iloc[number * length : (number + 1) * length]
        marked = [position for position, code in enumerate(part.index) if code == own]
        figure.rows(axes, [names[code] for code in part.index], marked=marked, size=NAME_SIZE)
        figure.reference_line(axes, base, vertical=True)
        _dots(axes, part.tolist(), base, [None if at in marked else colour(value) for at, value in enumerate(part)])
        _values(axes, part.rename(index=names), base, n.index_digits(*values), names.get(own or ""))
        axes.margins(x=0.14)
    edges = [edge for axes in panels for edge in axes.get_xlim()]
    room = (max(edges) - min(edges)) * LABEL_WIDTH * (columns - 1)
    for axes in panels:  # one scale for both, or lengths would lie
        axes.set_xlim(min(edges) - room, max(edges) + room / 2)
        axes.set_ylim(length - 0.4, -0.6)
        scales.numbers(axes, "x", most=6 if columns == 1 else 4)
    return drawn


def _dots(axes: Axes, values: Sequence[float], base: float, colours: Sequence[str | None]) -> None:
    """Draw values from their base; the report's own region has no colour of its own but the accent."""
    for shade in dict.fromkeys(colours):  # what looks alike is drawn at once
        own = shade is None
        alike = [position for position, colour in enumerate(colours) if colour == shade]
        ends = [values[position] for position in alike]
        axes.hlines(alike, base, ends, color=shade or palette.OWN, linewidth=2 if own else 1.2)
        axes.plot(ends, alike, "o", color=shade or palette.OWN, markersize=8 if own else 5)


def _values(axes: Axes, named: pd.Series, base: float, digits: int, own: str | None) -> None:
    for position, (name, value) in enumerate(named.items()):
        side = 9.0 if value >= base else -9.0
        label = n.number(value, digits)
        figure.value_label(axes, (value, position), label, offset=(side, 0.0), own=name == own)
        colour = palette.OWN if name == own else palette.SECOND
        points.row(axes, (value, position), str(name), label, colour=colour)
