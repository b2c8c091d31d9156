"""Figures of the procurement report: published shares, and published values where there are no shares."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages import components as parts
from umkm_analysis.pages.charts import figure, palette, points
from umkm_analysis.pages.tables import Cell, Column, Rows, cell, table
from umkm_analysis.reports.procurement_share import cards, shares_chart, text
from umkm_analysis.rounding import decimals

if TYPE_CHECKING:
    import pandas as pd

    from umkm_analysis.pages.fragment import Fragment
    from umkm_analysis.reports.procurement_share.analysis import ProcurementShare


def strip(result: ProcurementShare, shares_: pd.DataFrame, *, name: str, title: str) -> Fragment:
    """Draw a dot a share, with the table of the same figures."""
    found = list(shares_.itertuples())
    names = [result.region.name if share.code == result.region.code else "" for share in found]
    row_labels = [text.strip_label(share, of=name) for share, name in zip(found, names, strict=True)]
    drawn = shares_chart.draw(shares_, row_labels, own=result.region.code)
    sentences = [text.share_sentence(share, of=name) for share, name in zip(found, names, strict=True)]
    return figure.figure(
        drawn,
        name=name,
        title=title,
        measure=text.strip_measure(shares_),
        alt=t("Grafik titik. {shares}", shares=" ".join(sentences)),
        how=text.strip_how(shares_),
        source=parts.citation(result.provenance, shares_["source_id"]),
        data=shares_table(result, shares_, name=name),
    )


def shares_table(result: ProcurementShare, shares_: pd.DataFrame, *, name: str) -> Fragment:
    """Every share with what it is of, what it is held against, and its source."""
    columns = [
        Column(t("Tanggal")),
        Column(t("Lingkup")),
        Column(t("Pangsa (persen)"), numeric=True),
        Column(t("Pembilang")),
        Column(t("Penyebut")),
        Column(t("Dasar")),
        Column(t("Mandat atau target yang berlaku")),
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
    return table(t("Pangsa terbit dengan pembilang, penyebut, dan dasar"), columns, rows, name=name)


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
    for position, (row, name) in enumerate(zip(rows, names, strict=True)):
        value = row.value / cards.BILLION
        axes.barh(position, value, height=0.5, color=palette.OWN)
        figure.value_label(axes, (value, position), cards.brief_rupiah(row.value), offset=(6.0, 0.0), own=True)
        points.row(axes, (value, position), name.replace("\n", ", "), cards.brief_rupiah(row.value), colour=palette.OWN)
    axes.set_xlim(0, max(row.value for row in rows) / cards.BILLION)
    written = "; ".join(
        f"{labels.label(labels.INDICATOR, row.indicator)} ({n.date(row.as_of)}) {cards.brief_rupiah(row.value)}"
        for row in reversed(rows)
    )
    columns = [Column(t("Apa")), Column(t("Tanggal")), Column(t("Nilai"), numeric=True)]
    shown: Rows = [
        [labels.label(labels.INDICATOR, row.indicator), n.date(row.as_of), Cell(text.amount(row), row.value)]
        for row in reversed(rows)
    ]
    return figure.figure(
        drawn,
        name=t("nilai-terbit"),
        title=t("Nilai belanja yang terbit; bagiannya dari seluruh belanja belum diketahui"),
        measure=t("Belanja yang direalisasikan, rupiah, menurut yang diterbitkan"),
        alt=t("Grafik batang. {bars}.", bars=written),
        how=t("nilai ini bukan pangsa: tanpa seluruh belanja pada tanggal yang sama tidak ada persennya."),
        source=parts.citation(result.provenance, [row.source_id for row in reversed(rows)]),
        data=table(t("Nilai yang terbit"), columns, shown, name=t("nilai-terbit")),
    )
