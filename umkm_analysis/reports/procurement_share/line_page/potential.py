"""What an office can do with its lines: plans that could go to UMK-K, and each agency's standing in a word."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import mark, nt, t
from umkm_analysis.pages.fragment import Fragment, paragraphs, together
from umkm_analysis.pages.tables import Cell, Column, Quoted, Rows, bound_cells, cell, table
from umkm_analysis.reports.procurement_share.line_page import packages, text
from umkm_analysis.reports.procurement_share.lines.potential import FIGURE
from umkm_analysis.rounding import HUNDRED

if TYPE_CHECKING:
    import pandas as pd

    from umkm_analysis.reports.procurement_share.analysis import ProcurementShare
    from umkm_analysis.reports.procurement_share.lines.analysis import LineAnalysis
    from umkm_analysis.reports.procurement_share.lines.potential import Potential

SHOWN = 20
SIGNALS = {"meets": mark("hijau"), "undetermined": mark("kuning"), "misses": mark("merah")}
"""Words of a traffic light: a page is also read without colours."""


def potential(result: ProcurementShare) -> Fragment:
    """Say what could go to UMK-K among the plans, and what that would do to the share."""
    lines = result.lines
    found = None if lines is None else lines.potential
    if lines is None or found is None:
        return paragraphs([t("Tidak ada rencana melalui penyedia yang dapat diperiksa.")])
    if not found.whole.open_lines:
        none = t(
            "Rencana {year} tidak memuat paket hingga {ceiling} yang pasti bukan untuk UMK-K, di luar "
            "paket yang dikecualikan.",
            year=str(found.year),
            ceiling=n.rupiah(found.ceiling),
        )
        return paragraphs([text.marked(lines, none)])
    condition = (FIGURE, f"max_value={found.ceiling}")
    methods = t("Dapat dialihkan ke UMK-K menurut metode, {year}", year=str(found.year))
    categories = t("Dapat dialihkan ke UMK-K menurut jenis, {year}", year=str(found.year))
    return together(
        paragraphs([text.marked(lines, sentence) for sentence in _sentences(found)]),
        _by(lines, found.methods, head=t("Metode"), caption=methods, name=t("dapat-metode")),
        _by(lines, found.categories, head=t("Jenis pengadaan"), caption=categories, name=t("dapat-jenis")),
        packages.packages(
            result, t("Paket rencana yang dapat dialihkan ke UMK-K"), found.packages, condition, year=found.year
        ),
    )


def signals(result: ProcurementShare) -> Fragment:
    """Show UMK-K and PDN of each agency with the word of a traffic light."""
    lines = result.lines
    assert lines is not None  # noqa: S101 - asked for only where there are lines
    ranked = lines.agencies[lines.agencies["realised"] + lines.agencies["realised_pending"] > 0]
    columns = [Column(t("Perangkat daerah"))]
    for part in text.PART.values():
        columns.append(Column(t("{part}, batas bawah (persen)", part=part), numeric=True))
        columns.append(Column(t("{part}, batas atas (persen)", part=part), numeric=True))
        columns.append(Column(t("{part}, tanda", part=part)))
    rows: Rows = [
        [Quoted(text.agency(row.agency)), *(shown for part in text.PART for shown in _signal(row, f"{part}_realised"))]
        for row in ranked.itertuples()
    ]
    said = t(
        "Hijau: memenuhi batas minimal atau target, apa pun isi nilai yang belum terklasifikasi. "
        "Kuning: belum dapat dinilai. Merah: di bawahnya, apa pun isi nilai yang belum "
        "terklasifikasi. Tanpa tanda: tidak ada batas minimal atau target untuk {year}.",
        year=str(lines.latest),
    )
    caption = text.marked(lines, t("Realisasi UMK-K dan PDN menurut perangkat daerah, {year}", year=str(lines.latest)))
    return together(paragraphs([said]), table(caption, columns, rows, name=t("tanda-perangkat-daerah"), max_rows=SHOWN))


def _signal(row: Any, name: str) -> tuple[Cell, Cell, str]:
    low, high, mandate = (getattr(row, f"{name}_{end}") for end in ("lower", "upper", "mandate"))
    word = SIGNALS.get(getattr(row, f"{name}_status"))
    said = labels.NOTHING if word is None else t(word)
    if not math.isfinite(low):
        return Cell(labels.NOTHING, None), Cell(labels.NOTHING, None), said
    return *bound_cells(low, high, text.bound_digits(high, mandate)), said


def _sentences(found: Potential) -> list[str]:
    whole = found.whole
    instrument = f"{found.rule.instrument} {found.rule.provision}" if found.rule.provision else found.rule.instrument
    values = {"year": str(found.year), "ceiling": n.rupiah(found.ceiling), "rule": instrument}
    sentences = [
        nt(
            "Rencana {year} memuat {lines} paket hingga {ceiling} ({rule}, berlaku sejak {since}) yang "
            "pasti bukan untuk UMK-K dan tidak dikecualikan, seluruhnya {rupiah}.",
            int(whole.open_lines),
            **values,
            lines=n.number(int(whole.open_lines)),
            since=n.date(found.rule.from_date),
            rupiah=n.rupiah(int(whole.open)),
        ),
        t(
            "Bila semuanya dialihkan, pangsa UMK-K dalam rencana naik dari sekurang-kurangnya {before} "
            "menjadi sekurang-kurangnya {after}. Ini batas atas, bukan ramalan: ketentuan mengecualikan "
            "paket yang secara teknis tidak dapat dikerjakan usaha kecil, dan hal itu tidak tercatat "
            "dalam ekspor.",
            before=text.percents(whole.share, HUNDRED + 1)[0],
            after=text.percents(whole.share_if_open, HUNDRED + 1)[0],
        ),
    ]
    if whole.reserved_unknown:
        sentences.append(
            t(
                "Paket hingga {ceiling} yang belum terklasifikasi bernilai {rupiah}; periksa lebih dahulu yang "
                "terbesar.",
                ceiling=n.rupiah(found.ceiling),
                rupiah=n.rupiah(int(whole.reserved_unknown)),
            )
        )
    return sentences


def _by(lines: LineAnalysis, sums: pd.DataFrame, *, head: str, caption: str, name: str) -> Fragment:
    columns = [
        Column(head),
        Column(t("Jumlah paket"), numeric=True),
        Column(t("Dapat dialihkan (rupiah)"), numeric=True),
        Column(t("Rencana (rupiah)"), numeric=True),
    ]
    group = sums.columns[0]
    rows: Rows = [
        [_group(getattr(row, group), group), cell(row.open_lines), cell(row.open), cell(row.planned)]
        for row in sums.itertuples()
    ]
    return table(text.marked(lines, caption), columns, rows, name=name)


def _group(value: object, group: str) -> str:
    if group == "method_group" and isinstance(value, str):
        return labels.label(text.GROUP, value)
    return text.category(value)
