"""Figures of the procurement report: published shares, and published values where there are no shares."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages import components as parts
from umkm_analysis.pages.charts import figure, narrow, native, palette, points
from umkm_analysis.pages.tables import Cell, Column, Rows, cell, table
from umkm_analysis.reports.procurement_share import cards, shares_chart, shares_narrow, text
from umkm_analysis.rounding import decimals

if TYPE_CHECKING:
    from collections.abc import Hashable

    import pandas as pd

    from umkm_analysis.datasets.regions import Region
    from umkm_analysis.pages.fragment import Fragment
    from umkm_analysis.reports.procurement_share.analysis import ProcurementShare


def strip(
    result: ProcurementShare, shares_: pd.DataFrame, *, name: str, title: str, subject: Hashable | None
) -> Fragment:
    """Draw a dot a share, with the table of the same figures; ``subject`` is the index of the share in the title."""
    own, shown = result.region, shares_chart.ordered(shares_)
    row_labels = [text.strip_label(share, of=_unsaid(share, own)) for share in shown.itertuples()]
    drawn = shares_chart.draw(shown, row_labels, own=own.code)
    sentences = [text.share_sentence(share, of=_unsaid(share, own)) for share in shares_.itertuples()]
    return figure.figure(
        drawn,
        name=name,
        title=title,
        measure=text.strip_measure(shares_),
        alt=t("Grafik titik. {shares}", shares=" ".join(sentences)),
        how=text.strip_how(shares_),
        source=parts.citation(result.provenance, shares_["source_id"]),
        narrow=shares_narrow.draw(shown, own=own),
        data=shares_table(result, shares_, name=name),
        chart=native.Chart(
            "bar",
            tuple(row_labels),
            (native.Series(t("persen"), tuple(map(float, shown["value"])), palette.FIRST),),
            digits=2,
            colours=tuple(palette.OWN if code == own.code else palette.FIRST for code in shown["code"]),
            measure=text.strip_measure(shares_).partition(";")[0],
            targets=tuple(map(float, shown["mandate"])),
            keep="last",
            groups=shares_chart.group_names(shown),
            subject=None if subject is None else list(shown.index).index(subject),
        ),
    )


def _unsaid(share: Any, own: Region) -> str:
    """Scope that goes without saying beside a share: the report's region, where it is the share's."""
    return own.name if share.code == own.code else ""


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
        chart=native.Chart(
            "bar",
            tuple(reversed(names)),
            (native.Series(t("miliar rupiah"), tuple(row.value / cards.BILLION for row in reversed(rows))),),
        ),
    )
