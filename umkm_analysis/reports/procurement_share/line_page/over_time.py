"""Shares of a region's lines over time: at the dates of its imports and snapshots, and what changed between them."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import nt, t
from umkm_analysis.pages.charts import figure, palette, points, scales
from umkm_analysis.pages.fragment import Fragment, paragraphs, together
from umkm_analysis.pages.tables import Column, Rows, bound_cells, cell, table
from umkm_analysis.reports.procurement_share.line_page import sources, text
from umkm_analysis.reports.procurement_share.lines.analysis import BOUND_DIGITS

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from umkm_analysis.reports.procurement_share.lines.analysis import LineAnalysis

COLOURS = {"plan": palette.FIRST, "realised": palette.OWN}
MIN_POINTS = 2
"""Dates without which there is no line to draw."""
LEFT_ROOM, RIGHT_ROOM = 0.06, 0.46
"""Parts of the span of dates left free beside it, the right one for labels."""
HEIGHT = 3.2
"""Inches."""


def over_time(lines: LineAnalysis) -> Fragment:
    """Draw and list the shares by date, for each year that is not over; nothing without snapshots."""
    years = sorted(set(lines.series["year"]))
    shown = [year for year in years if year >= lines.latest] or years[-1:]
    return together(*(part for year in shown for part in _of_year(lines, int(year))))


def _of_year(lines: LineAnalysis, year: int) -> list[Fragment]:
    rows = lines.series[lines.series["year"] == year]
    whole = rows[rows["missing"].eq("") & rows["umkk_lower"].notna()]
    drawn = {stage: of for stage, of in whole.groupby("stage", sort=False) if len(of) >= MIN_POINTS}
    data = _table(lines, rows, year)
    shares = _figure(lines, drawn, year, data) if drawn else data
    return [paragraphs(_sentences(lines, rows, drawn, year)), shares, _changes(lines, year)]


def _sentences(lines: LineAnalysis, rows: pd.DataFrame, drawn: dict[Any, pd.DataFrame], year: int) -> list[str]:
    sentences = [
        t(
            "Ekspor {year} tersimpan per beberapa tanggal sebagai potret data (snapshot). Semua angka lain pada "
            "halaman ini hanya memakai yang terbaru.",
            year=str(year),
        )
    ]
    baseline = rows[rows["baseline"]]
    if len(baseline):
        row = next(baseline.itertuples())
        sentences.append(
            t(
                "Per 31 Maret, tanggal acuan LKPP untuk rencana, rencana melalui penyedia bernilai {rupiah}: UMK-K "
                "{umkk} persen, PDN {pdn} persen.",
                rupiah=n.rupiah(row.rupiah),
                umkk=text.span(row.umkk_lower, row.umkk_upper),
                pdn=text.span(row.pdn_lower, row.pdn_upper),
            )
        )
    apart = int(rows["missing"].ne("").sum())
    if apart:
        sentences.append(
            nt(
                "{count} tanggal belum memuat semua jenis ekspor yang kini dihitung; angkanya ada dalam tabel, bukan "
                "dalam grafik.",
                apart,
            )
        )
    if not drawn:
        sentences.append(t("Grafik memerlukan dua tanggal dengan jenis ekspor yang sama; itu belum ada."))
    return [text.marked(lines, sentence) for sentence in sentences]


def _figure(lines: LineAnalysis, drawn: dict[Any, pd.DataFrame], year: int, data: Fragment) -> Fragment:
    stage = "realised" if "realised" in drawn else "plan"
    first, last = drawn[stage].iloc[0], drawn[stage].iloc[-1]
    own, panels = figure.canvas(height=HEIGHT, right=0.98, panels=2)
    days = sorted({_day(date) for rows in drawn.values() for date in rows["as_of"]})
    for axes, part in zip(panels, ("umkk", "pdn"), strict=True):
        _panel(axes, drawn, part, days)
    places = scales.numbers(panels[0], "y")
    panels[1].hlines(places, *panels[1].get_xlim(), colors=palette.GRID, linewidth=0.8, zorder=scales.BELOW)
    sentences = [
        t(
            "{part}, {stage}: {shares}",
            part=text.PART[part],
            stage=labels.label(text.STAGE, name),
            shares="; ".join(
                f"{n.date(row.as_of)} "
                + t("{number} persen", number=text.span(getattr(row, f"{part}_lower"), getattr(row, f"{part}_upper")))
                for row in rows.itertuples()
            ),
        )
        for part in ("umkk", "pdn")
        for name, rows in drawn.items()
    ]
    title = t(
        "Batas bawah UMK-K dalam {stage} {year}: {before} persen per {first}, {after} persen per {last}",
        stage=labels.label(text.STAGE, stage),
        year=str(year),
        before=n.bounds(first["umkk_lower"], first["umkk_upper"], BOUND_DIGITS)[0],
        after=n.bounds(last["umkk_lower"], last["umkk_upper"], BOUND_DIGITS)[0],
        first=n.date(first["as_of"]),
        last=n.date(last["as_of"]),
    )
    how = t(
        "titik adalah batas bawah per tanggal data; bayangan membentang sampai batas atas. Garis hanya menghubungkan "
        "titik. Abu-abu: rencana; berwarna: realisasi."
    )
    if _baseline(drawn):
        how += " " + t("Garis tegak: 31 Maret, tanggal acuan LKPP untuk rencana.")
    return figure.figure(
        own,
        name=t("pangsa-menurut-tanggal-{year}", year=str(year)),
        title=text.marked(lines, title),
        measure=t("Pangsa dari nilai melalui penyedia, persen, menurut tanggal data"),
        alt=t("Grafik garis. {shares}.", shares=text.marked(lines, ". ".join(sentences))),
        how=how,
        source=text.source(lines),
        data=data,
    )


def _panel(axes: Axes, drawn: dict[Any, pd.DataFrame], part: str, days: list[dt.date]) -> None:
    span = days[-1].toordinal() - days[0].toordinal()
    axes.set_xlim(days[0].toordinal() - LEFT_ROOM * span, days[-1].toordinal() + RIGHT_ROOM * span)
    axes.set_ylim(0, 100)
    figure.heading(axes, text.PART[part])
    baseline = [_day(date) for date in _baseline(drawn)]
    for day in baseline:
        figure.reference_line(axes, day.toordinal(), vertical=True)
    ends = []
    for stage, rows in drawn.items():
        places = [_day(date).toordinal() for date in rows["as_of"]]
        low, high, colour = rows[f"{part}_lower"], rows[f"{part}_upper"], COLOURS[stage]
        axes.fill_between(places, low, high, color=colour, alpha=0.22, linewidth=0)
        axes.plot(places, low, "-o", color=colour, linewidth=1.6, markersize=5)
        name = f"{text.PART[part]}, {labels.label(text.STAGE, stage)}"
        for place, date, lower, upper in zip(places, rows["as_of"], low, high, strict=True):
            share = t("{number} persen", number=text.span(lower, upper))
            points.dot(axes, (place, lower), name, share, part=n.date(date), colour=colour)
        written = text.span(low.iloc[-1], high.iloc[-1])
        ends.append((low.iloc[-1], f"{labels.label(text.STAGE, stage)}\n{written}", colour))
    gap = 2.6 * 100 / (HEIGHT * 72 * 0.8) * 10  # two lines of text
    placed = -math.inf
    for low, label, colour in sorted(ends):
        placed = max(low, placed + gap)
        figure.value_label(axes, (days[-1].toordinal(), placed), label, offset=(8.0, 0.0), own=colour == palette.OWN)
    scales.days(axes, days, first=baseline)


def _baseline(drawn: dict[Any, pd.DataFrame]) -> list[str]:
    """Date of the baseline, where it is drawn."""
    return [row.as_of for row in drawn["plan"].itertuples() if row.baseline] if "plan" in drawn else []


def _day(date: str) -> dt.date:
    return dt.date.fromisoformat(date)


def _table(lines: LineAnalysis, rows: pd.DataFrame, year: int) -> Fragment:
    columns = [
        Column(t("Data per")),
        Column(t("Tahap")),
        Column(t("Nilai (rupiah)"), numeric=True),
        Column(t("UMK-K, batas bawah (persen)"), numeric=True),
        Column(t("UMK-K, batas atas (persen)"), numeric=True),
        Column(t("PDN, batas bawah (persen)"), numeric=True),
        Column(t("PDN, batas atas (persen)"), numeric=True),
        Column(t("Jenis ekspor")),
        Column(t("Catatan")),
    ]
    cells: Rows = [
        [
            n.date(row.as_of),
            labels.label(text.STAGE, row.stage),
            cell(row.rupiah),
            *bound_cells(row.umkk_lower, row.umkk_upper, BOUND_DIGITS),
            *bound_cells(row.pdn_lower, row.pdn_upper, BOUND_DIGITS),
            _kinds(row.kinds),
            _remark(row),
        ]
        for row in rows.itertuples()
    ]
    caption = text.marked(lines, t("Pangsa menurut tanggal data, {year}", year=str(year)))
    return table(caption, columns, cells, name=t("pangsa-menurut-tanggal-{year}", year=str(year)))


def _kinds(listed: str) -> str:
    """Name kinds of export, each with its date where that is another one."""
    named = [each.partition(" ") for each in listed.split("; ") if each]
    kinds = [
        t("{kind} (per {date})", kind=labels.label(text.KIND, kind), date=n.date(date))
        if date
        else labels.label(text.KIND, kind)
        for kind, _, date in named
    ]
    return "; ".join(kinds)


def _remark(row: Any) -> str:
    remarks = [t("acuan 31 Maret")] if row.baseline else []
    remarks += [t("belum memuat {kinds}", kinds=_kinds(row.missing))] if row.missing else []
    return "; ".join(remarks) or labels.NOTHING


def _changes(lines: LineAnalysis, year: int) -> Fragment:
    """Say package by package what changed between two dates."""
    rows = lines.changes[lines.changes["year"] == year]
    if rows.empty:
        return together()
    columns = [
        Column(t("Jenis ekspor")),
        Column(t("Sejak")),
        Column(t("Sampai")),
        Column(t("Paket baru"), numeric=True),
        Column(t("Nilai paket baru (rupiah)"), numeric=True),
        Column(t("Paket yang tidak ada lagi"), numeric=True),
        Column(t("Nilainya semula (rupiah)"), numeric=True),
        Column(t("Paket yang nilainya berubah"), numeric=True),
        Column(t("Perubahan nilainya (rupiah)"), numeric=True),
    ]
    cells: Rows = [
        [
            labels.label(text.KIND, row.kind),
            n.date(row.since),
            n.date(row.as_of),
            cell(row.new),
            cell(row.new_rupiah),
            cell(row.gone),
            cell(row.gone_rupiah),
            cell(row.changed),
            cell(row.changed_rupiah, signed=True),
        ]
        for row in rows.itertuples()
    ]
    caption = text.marked(lines, t("Yang berubah di antara dua tanggal, {year}", year=str(year)))
    return table(caption, columns, cells, name=t("perubahan-{year}", year=str(year)))


def origins(lines: LineAnalysis) -> Fragment:
    """List the files of the snapshots, with their hashes; nothing without any."""
    if not lines.snapshots:
        return together()
    ordered = sorted(lines.snapshots, key=lambda snapshot: (snapshot.lines.kind, snapshot.date))
    caption = text.marked(lines, t("Potret data yang tidak dihitung"))
    imports = [(snapshot.lines, snapshot.date) for snapshot in ordered]
    return sources.origins(imports, caption=caption, name=t("potret"))
