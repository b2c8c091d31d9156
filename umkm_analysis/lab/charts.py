"""Chart of an answer: lines of yearly figures, dots of figures by region; nothing where neither fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from umkm_analysis.api.plot.chart import Chart, least_final_states, source_line, titled
from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n.translation import t
from umkm_analysis.lab.answers import BY_REGION, YEARLY
from umkm_analysis.lab.words import unit_words
from umkm_analysis.pages.charts import figure, palette, rankings, scales

if TYPE_CHECKING:
    from umkm_analysis.lab.answers import Answer

COLOURS = (palette.OWN, palette.LOW, palette.INK, palette.SECOND)
DASHED = (0, (3.2, 1.6))
HUNDRED = "index points"


def draw(found: Answer) -> Chart | None:
    """Draw an answer; None where it has no figures that a line or a row of dots can show.

    Parameters
    ----------
    found
        The answer; yearly figures of regions become a line each, the first drawn strongest.
    """
    if found.shape == YEARLY and not found.table.empty:
        return _lines(found)
    if found.shape == BY_REGION and not found.table.empty:
        values = pd.to_numeric(found.table[_drawn(found)], errors="coerce").dropna()
        if not values.empty:
            ordered = values.sort_values(ascending=found.metric.direction == "lower", kind="stable")
            own = found.own if found.own in values.index else None
            drawn = rankings.draw(ordered, names={name: name for name in ordered.index}, base=0.0, own=own)
            return titled(drawn, title=found.title, measure=_measure(found), source=source_line(found.about))
    return None


def _drawn(found: Answer) -> str:
    """Column of a table by region that is drawn."""
    column = found.metric.id if found.metric.id in found.table else "years_to_recover"
    return column if column in found.table else str(found.table.columns[0])


def _lines(found: Answer) -> Chart:
    drawn, (axes,) = figure.canvas(right=0.74)
    base = 100.0 if found.metric.unit == HUNDRED else 0.0
    labels = []
    for place, name in reversed(list(enumerate(found.table))):
        line = found.table[name].dropna()
        if line.empty:
            continue
        colour = COLOURS[place % len(COLOURS)]
        axes.plot(
            found.table.index, found.table[name], color=colour, linestyle="-" if place < len(COLOURS) else DASHED,
            linewidth=2.6 if place == 0 else 1.8, marker="o", markersize=4 if place == 0 else 3,
        )  # fmt: skip
        labels.append((float(line.iloc[-1]), f"{name} {n.number(float(line.iloc[-1]), 2)}", colour))
    bottom, top = axes.get_ylim()
    figure.end_labels(axes, labels, x=int(found.table.index[-1]), gap=(top - bottom) * 0.07)
    if bottom <= base <= top:
        figure.reference_line(axes, base, n.number(base))
    scales.numbers(axes, "y")
    scales.years(axes, found.table.index, states=least_final_states(found.about))
    return titled(drawn, title=found.title, measure=_measure(found), source=source_line(found.about))


def _measure(found: Answer) -> str:
    base = found.about.get("base_year")
    return t("Satuan: {unit}; tahun dasar {base}", unit=unit_words(found.metric.unit), base=base)
