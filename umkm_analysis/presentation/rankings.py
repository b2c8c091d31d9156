"""Dots on lines: values of many regions, one below the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.presentation import charts
from umkm_analysis.presentation import numbers as n

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd
    from matplotlib.figure import Figure

ROW = 0.245
"""Inches a row takes."""


def draw(
    values: pd.Series,
    *,
    names: Mapping[str, str],
    base: float,
    own: str | None = None,
    colour: Callable[[float], str] = lambda _: charts.SECOND,
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
    order = list(values.index)[::-1]
    drawn, (axes,) = charts.canvas(height=max(2.0, ROW * len(order) + 0.6), left=0.30, right=0.93)
    charts.rows(axes, [names[code] for code in order], marked=[order.index(own)] if own in order else [])
    charts.reference_line(axes, base, vertical=True)
    for position, code in enumerate(order):
        value, mine = float(values[code]), code == own
        paint = charts.OWN if mine else colour(value)
        axes.plot([base, value], [position, position], color=paint, linewidth=2 if mine else 1.2)
        axes.plot(value, position, "o", color=paint, markersize=8 if mine else 5)
        side = 9.0 if value >= base else -9.0
        charts.value_label(axes, (value, position), n.number(value, 1), offset=(side, 0.0), own=mine)
    axes.margins(x=0.12)
    charts.decimal_axis(axes.xaxis)
    return drawn
