"""Dots on lines: values of many regions, one below the other."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from umkm_analysis.i18n import formatting as n
from umkm_analysis.pages.charts import figure, palette, points, scales, style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW_HEIGHT = 0.245
"""Inches a row takes."""
MOST_ROWS = 24
"""Beyond it they stand in two columns, so that a screen or a sheet of paper holds them."""
NAME_SIZE = 9.5
NAMES_ROOM = 0.24
"""Part of the width that names between two columns take."""
VALUE_SIZE, OWN_SIZE = 9, 10
DOT = 5.0
"""Points of half the widest dot, and some."""
GAP = 6.0
"""Points from the widest dot to the column of values."""
KINDS = ("Kabupaten ", "Kota ")


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
    digits = n.index_digits(*values)
    written = max(len(n.number(value, digits)) for value in values) * OWN_SIZE * style.LETTER
    aside = (written + GAP) / (figure.WIDTH * style.POINTS)
    if columns == 1:
        drawn, panels = figure.canvas(height=height, left=0.36, right=0.98 - aside)
    else:
        left, between = 0.25, aside + NAMES_ROOM
        width = (0.98 - aside - left - between) / 2
        drawn, panels = figure.canvas(height=height, left=left, right=0.98 - aside, panels=2, apart=between / width)
    for number, axes in enumerate(panels):
        part = values.iloc[number * length : (number + 1) * length]
        marked = [position for position, code in enumerate(part.index) if code == own]
        labels = short(names[code] for code in part.index)
        figure.rows(axes, labels, marked=marked, size=NAME_SIZE, taken=written + GAP if number else 0.0)
        figure.reference_line(axes, base, vertical=True)
        _dots(axes, part.tolist(), base, [None if at in marked else colour(value) for at, value in enumerate(part)])
        _values(axes, part.rename(index=names), written + GAP, digits, names.get(own or ""))
    low, high = min(*values.dropna(), base), max(*values.dropna(), base)
    edge = ((high - low) or 1.0) * DOT / (style.points_across(panels[0]) * panels[0].get_position().width)
    for axes in panels:  # one scale for both, or lengths would lie
        axes.set_xlim(low - edge, high + edge)
        axes.set_ylim(length - 0.4, -0.6)
        scales.numbers(axes, "x", most=6 if columns == 1 else 4)
    return drawn


def short(names: Iterable[str]) -> list[str]:
    """Names of regions for the rows of a chart, without the word that all of them begin with.

    Parameters
    ----------
    names
        In full, as the chart's answers give them.

    Returns
    -------
    Without "Kabupaten" or "Kota" where all are of one kind; with "Kab." where both are there.
    """
    known = list(names)
    kind = next((kind for kind in KINDS if known and all(name.startswith(kind) for name in known)), "")
    return [name.removeprefix(kind) if kind else name.replace("Kabupaten ", "Kab. ", 1) for name in known]


def _dots(axes: Axes, values: Sequence[float], base: float, colours: Sequence[str | None]) -> None:
    """Draw values from their base; the report's own region has no colour of its own but the accent."""
    for shade in dict.fromkeys(colours):  # what looks alike is drawn at once
        own = shade is None
        alike = [position for position, colour in enumerate(colours) if colour == shade]
        ends = [values[position] for position in alike]
        axes.hlines(alike, base, ends, color=shade or palette.OWN, linewidth=2 if own else 1.2)
        axes.plot(ends, alike, "o", color=shade or palette.OWN, markersize=8 if own else 5)


def _values(axes: Axes, named: pd.Series, room: float, digits: int, own: str | None) -> None:
    """Write the values in a column beside the plot, each in the line of its dot."""
    for position, (name, value) in enumerate(named.items()):
        label, is_own = n.number(value, digits), name == own
        axes.text(
            1, position, label, transform=style.moved(axes, room, 0, across=axes.get_yaxis_transform()), ha="right",
            va="center", color=palette.OWN if is_own else palette.FIRST, fontweight="bold" if is_own else "normal",
            fontsize=OWN_SIZE if is_own else VALUE_SIZE,
        )  # fmt: skip
        points.row(axes, (value, position), str(name), label, colour=palette.OWN if is_own else palette.SECOND)
