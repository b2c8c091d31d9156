"""Origin of a region's procurement lines: their files, what of them was left out, and statuses that no rule knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages.fragment import Fragment, paragraphs, together
from umkm_analysis.pages.tables import Column, Quoted, Rows, cell, table
from umkm_analysis.reports.procurement_share.line_page import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from umkm_analysis.datasets.procurement_lines.store.catalog import Import
    from umkm_analysis.reports.procurement_share.lines.analysis import LineAnalysis

HASH_DIGITS = 12
"""Digits of a file's hash that are shown."""


def sources(lines: LineAnalysis) -> Fragment:
    """List the files that the lines come from, with their hashes."""
    imports = [(import_, import_.as_of) for import_ in (*lines.imports, *lines.papers)]
    return origins(imports, caption=text.marked(lines, t("Asal data paket pengadaan")), name=t("asal-data"))


def origins(imports: Iterable[tuple[Import, str]], *, caption: str, name: str) -> Fragment:
    """List the files of imports, each with the day that its lines are as of, and their hashes."""
    columns = [
        Column(t("Jenis ekspor")),
        Column(t("Tahun anggaran")),
        Column(t("Data per")),
        Column(t("Jumlah baris"), numeric=True),
        Column(t("Nilai (rupiah)"), numeric=True),
        Column(t("Berkas dan kode verifikasi (SHA-256)")),
    ]
    rows: Rows = [
        [
            labels.label(text.KIND, import_.kind),
            str(import_.year),
            n.date(date),
            cell(sum(part.lines for part in import_.parts)),
            cell(sum(part.rupiah for part in import_.parts)),
            Quoted("; ".join(f"{name} {sha[:HASH_DIGITS]}" for name, sha in import_.sources)),
        ]
        for import_, date in imports
    ]
    return table(caption, columns, rows, name=name)


def left_out(lines: LineAnalysis) -> Fragment:
    """Say what each import left out; its account is that of the whole import, which may hold other institutions."""
    rows: Rows = [
        [
            labels.label(text.KIND, one.kind),
            str(one.year),
            labels.label(text.REASON, left["reason"]),
            cell(left["rows"]),
            cell(float(left["rupiah"])),
        ]
        for one in lines.imports
        for left in one.account["left_out"]
    ]
    if not rows:
        return paragraphs([t("Tidak ada baris yang dikeluarkan saat impor.")])
    columns = [
        Column(t("Jenis ekspor")),
        Column(t("Tahun anggaran")),
        Column(t("Alasan dikeluarkan")),
        Column(t("Jumlah baris"), numeric=True),
        Column(t("Nilai (rupiah)"), numeric=True),
    ]
    caption = text.marked(lines, t("Dikeluarkan saat impor, seluruh berkas"))
    return table(caption, columns, rows, name=t("dikeluarkan"))


def unknown_statuses(lines: LineAnalysis) -> Fragment:
    """List the statuses that no rule knows; their rows count, and a reader must see how much hangs on them."""
    found = [(one, status) for one in lines.imports for status in one.account.get("unknown_statuses", [])]
    if not found:
        return together()
    columns = [
        Column(t("Jenis ekspor")),
        Column(t("Tahun anggaran")),
        Column(t("Status dalam ekspor")),
        Column(t("Jumlah baris"), numeric=True),
        Column(t("Nilai (rupiah)"), numeric=True),
    ]
    rows: Rows = [
        [
            labels.label(text.KIND, one.kind),
            str(one.year),
            Quoted(status["status"]),
            cell(status["rows"]),
            cell(float(status["rupiah"])),
        ]
        for one, status in found
    ]
    said = t("Arti status berikut belum diketahui; barisnya tetap dihitung.")
    caption = text.marked(lines, t("Status yang tidak dikenal, seluruh berkas"))
    return together(paragraphs([said]), table(caption, columns, rows, name=t("status-tidak-dikenal")))
