"""Chart of the recovery report's first screen: the fall and the rise, beside those of the regions above."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages import components as parts
from umkm_analysis.pages import own_figures, provisional
from umkm_analysis.pages.charts import figure, palette, points, scales
from umkm_analysis.pages.fragment import Fragment, together
from umkm_analysis.reports.economic_recovery import figures, text
from umkm_analysis.reports.economic_recovery.verdict import verdict
from umkm_analysis.rounding import HUNDRED

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from umkm_analysis.reports.economic_recovery.analysis import Recovery

BEFORE = 1
"""Years before the base year that are drawn: the fall is the story, not the decade before it."""
NARROW = 4.5
"""Inches of the drawing for a telephone."""


def hero(result: Recovery) -> Fragment | None:
    """Draw the level from just before the base year, its fall and its rise named; nothing without a level."""
    if not result.is_followed:
        return None
    base = result.base_year
    chart = figure.figure(
        _draw(result),
        narrow=_draw(result, narrow=True),
        name=t("jatuh-bangun"),
        title=verdict(result),
        measure=t("Indeks {product}, harga konstan, {base} = 100", product=labels.product(result.region), base=base),
        alt=t("Grafik garis. {message}", message=" ".join([verdict(result) + ".", text.outcome(result)])),
        source=parts.citation(result.provenance, result.level_sources),
        chart=figures.line_chart(result, result.path.index.loc[base - BEFORE :].dropna(how="all"), digits=1),
    )
    return together(*own_figures.noted(chart, result.path.index.columns, "grdp_level"))


def _draw(result: Recovery, *, narrow: bool = False) -> Figure:
    base, own = result.base_year, result.region.code
    frame = result.path.index.loc[base - BEFORE : result.last_year].dropna(how="all")
    drawn, (axes,) = (
        figure.canvas(width=NARROW, height=3.3, left=0.1, right=0.69) if narrow else figure.canvas(height=3.35)
    )
    _lines(axes, result, frame)
    axes.set_xlim(frame.index[0] - 0.4, frame.index[-1] + 0.2)
    figure.reference_line(axes, HUNDRED)
    _annotate(axes, result, frame[own])
    scales.numbers(axes, "y", most=5)
    years = [int(year) for year in frame.index]
    scales.years(axes, years, states=result.shown_states)
    return drawn


def _lines(axes: Axes, result: Recovery, frame: pd.DataFrame) -> None:
    colours = dict(zip([above.code for above in result.references], figure.REFERENCE_COLOURS, strict=False))
    names = {region.code: region.name for region in (result.region, *result.references)}
    ends = []
    for code in reversed(frame.columns):
        series = frame[code].dropna()
        if series.empty:
            continue
        own = code == result.region.code
        colour = palette.OWN if own else colours[code]
        axes.plot(frame.index, frame[code], color=colour, linewidth=3.2 if own else 1.3, marker="o",
                  markersize=6 if own else 0)  # fmt: skip
        column = partial(provisional.year, states=result.path.provisional_years(code))
        points.line(axes, series, name=names[code], value=n.index, column=column, colour=colour)
        last, name = int(series.index[-1]), names[code]
        if own:
            name = f"{name} {n.index(float(series.iloc[-1]))}"
        ends.append((float(series.iloc[-1]), name if last == frame.index[-1] else f"{name} ({last})", colour))
    bottom, top = axes.get_ylim()
    axes.set_ylim(bottom - (top - bottom) * 0.1, top + (top - bottom) * 0.08)
    figure.end_labels(axes, ends, x=int(frame.index[-1]), gap=(top - bottom) * 0.085)


def _annotate(axes: Axes, result: Recovery, index: pd.Series) -> None:
    """Name the fall below its deepest point, and the year of recovery above its own."""
    row = result.outcome.loc[result.region.code]
    if row["status"] in {"recovered", "not recovered"}:
        year, fall = int(row["trough_year"]), n.signed_percent(float(row["fall"]), 1)
        figure.value_label(axes, (year, float(index[year])), fall, offset=(0.0, -9.0), own=True)
    if row["status"] == "recovered":
        year = int(row["recovery_year"])
        axes.plot(year, float(index[year]), "o", color=palette.PAPER, markersize=10, markeredgecolor=palette.OWN,
                  markeredgewidth=2.4)  # fmt: skip
        figure.value_label(axes, (year, float(index[year])), t("pulih {year}", year=year), offset=(-6.0, 9.0), own=True)
