"""Figures of the procurement report: published shares, and published values where there are no shares."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages import components as parts
from umkm_analysis.pages.charts import figure, narrow, palette, points, scales
from umkm_analysis.pages.tables import Cell, Column, Rows, cell, table
from umkm_analysis.reports.procurement_share import cards, shares_narrow, text
from umkm_analysis.rounding import decimals

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from umkm_analysis.pages.fragment import Fragment
    from umkm_analysis.reports.procurement_share.analysis import ProcurementShare

LABEL_WIDTH = 14.0
"""Per cent of the axis that a value beside its dot takes."""
ROW_HEIGHTS = {2: 0.44, 3: 0.58, 4: 0.73}
"""Inches a share takes, by the lines beside its dot: two, and others where its scope or a long denominator is named."""


def strip(result: ProcurementShare, shares_: pd.DataFrame, *, name: str, title: str) -> Fragment:
    """Draw one dot a share with its mandate as a tick: a list of figures, not a line through time."""
    upwards = list(reversed(list(shares_.itertuples())))
    marked = [position for position, share in enumerate(upwards) if share.code == result.region.code]
    names = [result.region.name if position in marked else "" for position in range(len(upwards))]
    row_labels = [text.strip_label(share, of=name) for share, name in zip(upwards, names, strict=True)]
    row = ROW_HEIGHTS[max(1 + label.count("\n") for label in row_labels)]
    drawn, (axes,) = figure.canvas(height=row * len(shares_) + 0.6, left=0.42, right=0.95)
    figure.rows(axes, row_labels, marked=marked, size=8.5)
    for position, share in enumerate(upwards):
        _dot(axes, position, share, own=position in marked)
        row_name = row_labels[position].replace("\n", " ")
        points.row(axes, (share.value, position), row_name, n.share(share.value), colour=palette.OWN)
    axes.set_xlim(0, 102)
    scales.numbers(axes, "x")
    pairs = zip(reversed(upwards), reversed(names), strict=True)
    sentences = [text.share_sentence(share, of=name) for share, name in pairs]
    return figure.figure(
        drawn,
        name=name,
        title=title,
        measure=text.strip_measure(shares_),
        alt=t("Grafik titik. {shares}", shares=" ".join(sentences)),
        how=text.strip_how(shares_),
        source=parts.citation(result.provenance, shares_["source_id"]),
        narrow=shares_narrow.draw(shares_, own=result.region),
        data=shares_table(result, shares_, name=name),
    )


def _dot(axes: Axes, position: int, share: Any, *, own: bool) -> None:
    colour = palette.OWN if own else palette.FIRST
    axes.plot([0, share.value], [position, position], color=palette.QUIET, linewidth=1.4)
    figure.target_tick(axes, share.mandate, position)
    full = share.basis == text.REALISED
    axes.plot(
        share.value, position, "o", color=colour, markersize=8, markeredgewidth=1.9,
        markerfacecolor=colour if full else palette.PAPER,
    )  # fmt: skip
    crossed = 0 <= share.mandate - share.value < LABEL_WIDTH  # the tick would strike the label through
    side = -8.0 if crossed else 8.0
    figure.value_label(axes, (share.value, position), n.bare_share(share.value), offset=(side, 0.0), own=own)


def shares_table(result: ProcurementShare, shares_: pd.DataFrame, *, name: str) -> Fragment:
    """Every share with what it is of, what it is held against, and its source."""
    columns = [
        Column(t("Tanggal")),
        Column(t("Lingkup")),
        Column(t("Pangsa (persen)"), numeric=True),
        Column(t("Pembilang")),
        Column(t("Penyebut")),
        Column(t("Dasar")),
        Column(t("Batas minimal atau target yang berlaku")),
        Column(t("Jarak (poin persen)"), numeric=True),
        Column(t("Penilaian")),
        Column(t("Status")),
        Column(t("Sumber")),
        Column(t("Catatan")),
    ]
    rows: list[list[str | Cell]] = [
        [
            n.date(share.as_of),
            labels.label(labels.SCOPE, share.scope),
            cell(share.value, decimals(share.value)),
            labels.label(labels.NUMERATOR, share.numerator),
            labels.label(labels.DENOMINATOR, share.denominator),
            labels.label(labels.BASIS, share.basis),
            text.rule(share),
            _distance(share),
            text.verdict(share),
            labels.label(labels.STATUS, share.status),
            publisher(result, share.source_id),
            labels.localized(share, "note"),
        ]
        for share in shares_.itertuples()
    ]
    return table(t("Pangsa publikasi dengan pembilang, penyebut, dan dasar"), columns, rows, name=name)


def _distance(share: Any) -> Cell:
    if not math.isfinite(share.mandate):
        return Cell(labels.NOTHING, None)
    digits, apart = text.printed_distance(share)
    return cell(float(apart), digits, signed=True)


def publisher(result: ProcurementShare, source_id: str) -> str:
    """Name a source's publisher and its date."""
    date = parts.published(result.provenance.sources.loc[source_id])
    return f"{parts.publisher(result.provenance, source_id)}, {date}"


def amounts(result: ProcurementShare) -> Fragment | None:
    """Draw the published realised values of spending as bars; nothing where there are none."""
    rows = [
        row for row in result.amounts.iloc[::-1].itertuples() if row.unit == "rupiah" and row.basis == text.REALISED
    ]
    if not rows:
        return None
    drawn, (axes,) = figure.canvas(height=0.5 * len(rows) + 0.6, left=0.42, right=0.86)
    names = [f"{labels.label(labels.INDICATOR, row.indicator)}\n{n.date(row.as_of)}" for row in rows]
    figure.rows(axes, names, marked=range(len(rows)), size=8.5)
    slim, slim_axes = narrow.rows(names, marked=range(len(rows)), right=0.76)
    for each, thick in ((axes, 0.5), (slim_axes, 0.24)):
        for position, row in enumerate(rows):
            value, written = row.value / cards.BILLION, cards.brief_rupiah(row.value)
            each.barh(position, value, height=thick, color=palette.OWN)
            figure.value_label(each, (value, position), written, offset=(6.0, 0.0), own=True)
            points.row(each, (value, position), names[position].replace("\n", ", "), written, colour=palette.OWN)
        each.set_xlim(0, max(row.value for row in rows) / cards.BILLION)
    listed = "; ".join(
        f"{labels.label(labels.INDICATOR, row.indicator)} ({n.date(row.as_of)}) {cards.brief_rupiah(row.value)}"
        for row in reversed(rows)
    )
    columns = [Column(t("Hal")), Column(t("Tanggal")), Column(t("Nilai"), numeric=True)]
    shown: Rows = [
        [labels.label(labels.INDICATOR, row.indicator), n.date(row.as_of), Cell(text.amount(row), row.value)]
        for row in reversed(rows)
    ]
    return figure.figure(
        drawn,
        name=t("nilai-publikasi"),
        title=t("Nilai belanja yang dipublikasikan; bagiannya dari seluruh belanja belum diketahui"),
        measure=t("Realisasi belanja menurut publikasi, rupiah"),
        alt=t("Grafik batang. {bars}.", bars=listed),
        how=t("nilai ini bukan pangsa: persentase memerlukan seluruh belanja pada tanggal yang sama."),
        source=parts.citation(result.provenance, [row.source_id for row in reversed(rows)]),
        narrow=slim,
        data=table(t("Nilai yang dipublikasikan"), columns, shown, name=t("nilai-publikasi")),
    )
