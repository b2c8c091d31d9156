"""Figures of the report on UMKM: bars with what is not known, and the wait for a listing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages.charts import figure, narrow, native, palette, points, scales
from umkm_analysis.pages.tables import Cell, Column, Rows, bound_cells, cell, table
from umkm_analysis.reports.umkm_onboarding import text
from umkm_analysis.rounding import HUNDRED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from umkm_analysis.pages.fragment import Fragment
    from umkm_analysis.reports.umkm_onboarding.analysis import PublishedStates
    from umkm_analysis.reports.umkm_onboarding.register_analysis import RegisterSummary

ROW_HEIGHT = 0.46
"""Inches a bar takes."""


@dataclass(frozen=True)
class Bar:
    """A share from nothing to its value, and what reaches further, each with a mark of its own."""

    name: str
    value: float
    label: str
    answer: str
    """What the chart answers when asked."""
    interval: tuple[float, float] | None = None
    """Of Wilson: a line with upright ends."""
    possible: float = math.nan
    """Where it would end were all that is not known so: a pale bar with an outline."""
    registered: float = math.nan
    """Share that is registered, of which the bar is the active part: an open circle."""

    @property
    def reach(self) -> float:
        """Its farthest mark."""
        marks = (self.value, self.possible, self.registered, *(self.interval or ()))
        return max(mark for mark in marks if math.isfinite(mark))


def states(found: PublishedStates, *, source: str) -> Fragment:
    """Where the published firms stood, with the interval of the process."""
    bars = [
        Bar(
            labels.label(text.STATE, state),
            float(found.share[state]),
            t("{count} UMKM", count=n.number(int(found.counts[state]))),
            t(
                "{count} UMKM, {share}",
                count=n.number(int(found.counts[state])),
                share=n.percent(found.share[state], 1),
            ),
            interval=(float(found.interval.loc[state, "lower"]), float(found.interval.loc[state, "upper"])),
        )
        for state in found.counts.index
    ]
    columns = [
        Column(t("Status")),
        Column(t("UMKM"), numeric=True),
        Column(t("Pangsa (persen)"), numeric=True),
        Column(t("Selang Wilson 95 persen, bawah"), numeric=True),
        Column(t("Selang Wilson 95 persen, atas"), numeric=True),
        Column(t("Arti selang")),
    ]
    rows: Rows = [
        [
            bar.name,
            cell(float(found.counts[state])),
            cell(bar.value, 1),
            *bound_cells(*(bar.interval or (bar.value, bar.value)), 1),
            t("ketidakpastian proses"),
        ]
        for state, bar in zip(found.counts.index, bars, strict=True)
    ]
    name = t("status-publikasi")
    return figure.figure(
        drawn_bars(bars),
        narrow=drawn_bars(bars, slim=True),
        name=name,
        title=text.states_title(found),
        measure=t(
            "Persen dari {total} UMKM dalam proses masuk e-katalog, {date}",
            total=n.number(found.total),
            date=n.date(found.as_of),
        ),
        alt=t("Grafik batang. {bars}.", bars="; ".join(f"{bar.name}: {bar.label}" for bar in bars)),
        how=t(
            "angka di ujung adalah jumlah UMKM. Garis berujung tegak adalah selang Wilson 95 persen. Karena semua "
            "UMKM program ini dihitung, selang itu bukan galat sampel, melainkan menunjukkan seberapa "
            "jauh proses yang sama dapat menghasilkan angka lain."
        ),
        source=source,
        data=table(t("Status UMKM dalam proses masuk e-katalog"), columns, rows, name=name),
        chart=_chart(bars),
    )


def coverage(summary: RegisterSummary, *, source: str) -> Fragment:
    """Certificates held over those they apply to, with bounds."""
    known = summary.coverage[summary.coverage["lower"].notna()]
    bars = [
        Bar(
            labels.label(text.CERTIFICATE, str(name)),
            row.lower,
            _span(row.lower, row.upper),
            t("{number} persen", number=_span(row.lower, row.upper)),
            possible=row.upper,
        )
        for name, row in zip(known.index, known.itertuples(), strict=True)
    ]
    columns = [
        Column(t("Sertifikat")),
        Column(t("Diperlukan oleh (UMKM)"), numeric=True),
        Column(t("Belum diketahui (UMKM)"), numeric=True),
        Column(t("Cakupan terendah (persen)"), numeric=True),
        Column(t("Cakupan tertinggi (persen)"), numeric=True),
    ]
    rows: Rows = [
        [
            labels.label(text.CERTIFICATE, str(name)),
            cell(row.applicable),
            cell(row.unknown),
            *bound_cells(row.lower, row.upper, 1),
        ]
        for name, row in zip(summary.coverage.index, summary.coverage.itertuples(), strict=True)
    ]
    name = t("sertifikat")
    return figure.figure(
        drawn_bars(bars),
        name=name,
        title=text.marked(summary, text.coverage_title(summary)),
        measure=t("Persen UMKM yang memegang sertifikat yang masih berlaku, dari UMKM yang memerlukannya"),
        alt=t("Grafik batang. {bars}.", bars="; ".join(f"{bar.name}: {bar.label}" for bar in bars)),
        how=t(
            "batang penuh adalah yang pasti; batang pucat adalah yang belum diketahui dan berujung di kemungkinan "
            "tertinggi, bila semuanya memegangnya. Ini batas, bukan selang kepercayaan."
        ),
        source=source,
        data=table(text.marked(summary, t("Cakupan sertifikat")), columns, rows, name=name),
        chart=_chart(bars),
    )


def channels(summary: RegisterSummary, *, source: str) -> Fragment:
    """Firms on each channel, registered and active."""
    bars = [
        Bar(
            str(name),
            row.active_lower,
            t("aktif {share}", share=_span(row.active_lower, row.active_upper)),
            t(
                "aktif {active} persen, terdaftar {registered}",
                active=_span(row.active_lower, row.active_upper),
                registered=n.percent(row.registered_pct, 1),
            ),
            possible=row.active_upper,
            registered=row.registered_pct,
        )
        for name, row in zip(summary.channels.index, summary.channels.itertuples(), strict=True)
    ]
    columns = [
        Column(t("Kanal")),
        Column(t("Terdaftar (UMKM)"), numeric=True),
        Column(t("Terdaftar (persen)"), numeric=True),
        Column(t("Aktif 90 hari, terendah (persen)"), numeric=True),
        Column(t("Aktif 90 hari, tertinggi (persen)"), numeric=True),
    ]
    rows: Rows = [
        [
            str(name),
            cell(row.firms),
            cell(row.registered_pct, 1),
            *bound_cells(row.active_lower, row.active_upper, 1),
        ]
        for name, row in zip(summary.channels.index, summary.channels.itertuples(), strict=True)
    ]
    name = t("kanal-register")
    return figure.figure(
        drawn_bars(bars),
        name=name,
        title=text.marked(summary, text.channels_title(summary)),
        measure=t("Persen dari semua UMKM dalam register: aktif (batang) dan terdaftar (lingkaran)"),
        alt=t("Grafik batang. {bars}.", bars="; ".join(f"{bar.name}: {bar.label}" for bar in bars)),
        how=t(
            "batang penuh pasti aktif, batang pucat mungkin aktif (belum diketahui), lingkaran adalah yang terdaftar. "
            "Aktif berarti ada transaksi dalam 90 hari; angka di ujung adalah batas bawah dan batas atas yang aktif."
        ),
        source=source,
        data=table(text.marked(summary, t("UMKM menurut kanal")), columns, rows, name=name),
        chart=_chart(bars),
    )


def waiting(summary: RegisterSummary, *, source: str) -> Fragment | None:
    """The share of entries still waiting, day by day; None where no entry has a date."""
    curve = summary.curve
    if curve is None:
        return None
    drawn, (axes,) = figure.canvas(height=2.9, left=0.09, right=0.94)
    days = [0.0, *(float(day) for day in curve.index)]
    share = [HUNDRED, *(float(one) for one in curve["waiting"])]
    axes.set_xlim(0, max(days[-1], 1.0) * 1.02)
    axes.set_ylim(0, HUNDRED + 4)
    scales.numbers(axes, "x")
    scales.numbers(axes, "y")
    bounds = curve[["lower", "upper"]].ffill()
    axes.fill_between(
        [float(day) for day in curve.index],
        bounds["lower"],
        bounds["upper"],
        step="post",
        color=palette.QUIET,
        alpha=0.45,
        linewidth=0,
    )
    axes.step(days, share, where="post", color=palette.OWN, linewidth=2.2)
    points.line(
        axes, dict(zip(map(int, days), share, strict=True)), name=t("masih menunggu"),
        value=partial(n.percent, digits=1), column=lambda day: t("hari ke-{day}", day=n.number(day)),
        colour=palette.OWN,
    )  # fmt: skip
    figure.reference_line(axes, HUNDRED / 2, t("separuh"))
    columns = [
        Column(t("Hari")),
        Column(t("Masih diamati"), numeric=True),
        Column(t("Tayang"), numeric=True),
        Column(t("Belum tayang (persen)"), numeric=True),
        Column(t("Batas bawah"), numeric=True),
        Column(t("Batas atas"), numeric=True),
    ]
    rows: Rows = [
        [
            n.number(float(day)),
            cell(row.at_risk),
            cell(row.listed),
            cell(row.waiting, 1),
            *_bounds(row.lower, row.upper),
        ]
        for day, row in zip(curve.index, curve.itertuples(), strict=True)
    ]
    name = t("menuju-tayang")
    return figure.figure(
        drawn,
        name=name,
        title=text.marked(summary, text.waiting(summary).removesuffix(".")),
        measure=t("Persen entri yang belum tayang, menurut hari sejak entri dimulai (Kaplan–Meier)"),
        alt=t("Grafik tangga. {message}", message=text.waiting(summary)),
        how=t(
            "garis turun setiap kali ada usaha yang tayang. Entri yang masih berjalan tetap "
            "diperhitungkan sampai tanggal register; bidang pucat adalah selang kepercayaan 95 persen."
        ),
        source=source,
        data=table(text.marked(summary, t("Waktu tunggu sampai tayang")), columns, rows, name=name),
        chart=native.Chart(
            "line", tuple(n.number(day) for day in days), (native.Series(t("Belum tayang (persen)"), tuple(share)),)
        ),
    )


def _chart(bars: Sequence[Bar], *, digits: int = 1) -> native.Chart:
    """The bars for PowerPoint: intervals as error bars, what is possible or registered as bars of their own."""
    shown = [native.Series(t("persen"), tuple(bar.value for bar in bars))]
    if any(math.isfinite(bar.possible) for bar in bars):
        shown = [
            native.Series(t("pasti"), tuple(bar.value for bar in bars)),
            native.Series(t("paling banyak, bila yang belum diketahui ikut"), tuple(bar.possible for bar in bars),
                          palette.QUIET),
        ]  # fmt: skip
    if any(math.isfinite(bar.registered) for bar in bars):
        shown.append(native.Series(t("terdaftar"), tuple(bar.registered for bar in bars), palette.SECOND))
    intervals = tuple(bar.interval or (math.nan, math.nan) for bar in bars) if any(bar.interval for bar in bars) else ()
    return native.Chart("bar", tuple(bar.name for bar in bars), tuple(shown), digits, intervals=intervals)


def _span(low: float, high: float) -> str:
    lower, upper = n.bounds(low, high, 1)
    return lower if lower == upper else f"{lower}–{upper}"


def _bounds(low: float, high: float) -> tuple[Cell, Cell]:
    if math.isfinite(low) and math.isfinite(high):
        return bound_cells(low, high, 1)
    return Cell(labels.NOTHING, None), Cell(labels.NOTHING, None)


def drawn_bars(bars: Sequence[Bar], *, slim: bool = False) -> Figure:
    """Draw bars from the first on top, each with its marks; slim for a telephone."""
    upwards = list(reversed(bars))
    if slim:
        drawn, axes = narrow.rows([bar.name for bar in upwards], right=0.95)
    else:
        drawn, (axes,) = figure.canvas(height=ROW_HEIGHT * max(len(bars), 1) + 0.6, left=0.34, right=0.95)
        figure.rows(axes, [bar.name for bar in upwards], size=9)
    axes.set_xlim(0, 108)
    for position, bar in enumerate(upwards):
        _bar(axes, position, bar, thick=0.3 if slim else 0.52)
        points.row(axes, (bar.value, position), bar.name, bar.answer, colour=palette.OWN)
    scales.numbers(axes, "x")
    return drawn


def _bar(axes: Axes, position: int, bar: Bar, *, thick: float) -> None:
    axes.barh(position, bar.value, height=thick, color=palette.OWN)
    if bar.possible > bar.value:
        axes.barh(position, bar.possible - bar.value, left=bar.value, height=thick, color=palette.QUIET,
                  edgecolor=palette.OWN, linewidth=1.0)  # fmt: skip
    if bar.interval:
        axes.plot(bar.interval, [position, position], color=palette.INK, linewidth=1.6)
        for end in bar.interval:
            axes.plot([end, end], [position - 0.14, position + 0.14], color=palette.INK, linewidth=1.6)
    if math.isfinite(bar.registered):
        axes.plot([bar.registered], [position], marker="o", markersize=9, markerfacecolor=palette.PAPER,
                  markeredgecolor=palette.INK, markeredgewidth=1.8, linestyle="none")  # fmt: skip
    figure.value_label(axes, (bar.reach, position), bar.label, offset=(9.0, 0.0), own=True)
