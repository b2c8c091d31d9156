"""Parts of LKPP's index of procurement governance (ITKP), as far as a region's files tell of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from umkm_analysis.datasets.procurement_lines.system_use import RUPIAH
from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import mark, nt, t
from umkm_analysis.pages.fragment import Fragment, paragraphs, together
from umkm_analysis.pages.tables import Cell, Column, Rows, cell, table
from umkm_analysis.reports.procurement_share.line_page import text

if TYPE_CHECKING:
    from umkm_analysis.reports.procurement_share.lines.analysis import LineAnalysis

DIFFERS = {
    "sirup": mark("seluruh RUP terhadap belanja pengadaan; LKPP memakai belanja barang dan modal"),
    "e_tendering": mark(
        "batas bawah: pagu RUP tender/seleksi yang sudah disebut kontrak; LKPP menghitung pagu paket pada SPSE"
    ),
    "e_purchasing": mark("pesanan katalog yang selesai; pesanan yang belum jadi tidak diimpor, maka ini batas atas"),
    "other_methods": mark(
        "batas bawah: pagu RUP pengadaan/penunjukan langsung dan dikecualikan yang sudah disebut kontrak atau "
        "pencatatan; LKPP menghitung pagu paket pada SPSE"
    ),
    "e_contract": mark("paket tender dan nontender selesai yang mempunyai SPPBJ, SPMK/SPP, atau BAP/BAST"),
}
"""How what is counted differs from what LKPP counts."""
NEEDS = {
    "sirup": mark("Tidak dapat dihitung tanpa ekspor RUP dan struktur anggaran."),
    "e_tendering": mark("Tidak dapat dihitung tanpa ekspor RUP penyedia dan tender."),
    "e_purchasing": mark("Tidak dapat dihitung tanpa ekspor e-katalog dengan status."),
    "online_shop": mark("Tidak dapat dihitung: tidak ada sumber yang menyebut cara mengukurnya."),
    "other_methods": mark("Tidak dapat dihitung tanpa ekspor RUP penyedia dan nontender atau pencatatan."),
    "e_contract": mark("Tidak dapat dihitung tanpa ekspor SPPBJ, SPMK/SPP, atau BAP/BAST."),
    "people": mark("Tidak dapat dihitung: tidak ada dalam berkas pengadaan."),
    "maturity": mark("Tidak dapat dihitung: tidak ada dalam berkas pengadaan."),
}
"""Why a part cannot be told."""


def itkp(lines: LineAnalysis) -> Fragment:
    """Show every part of ITKP: what it measures, what the files give for it, and its points where a weight is known."""
    columns = [
        Column(t("Komponen")),
        Column(t("Ukuran LKPP")),
        Column(t("Dari berkas ini")),
        Column(t("Terhitung"), numeric=True),
        Column(t("Dari"), numeric=True),
        Column(t("Persen"), numeric=True),
        Column(t("Bobot"), numeric=True),
        Column(t("Asal bobot")),
        Column(t("Poin"), numeric=True),
    ]
    rows: Rows = [
        [
            labels.localized(row, "label"),
            labels.localized(row, "definition"),
            t(NEEDS[row.component]) if pd.isna(row.share) else t(DIFFERS[row.component]),
            _amount(row.part, row.unit),
            _amount(row.whole, row.unit),
            cell(row.share, 2, missing=labels.NOTHING),
            cell(row.weight, missing=labels.NOTHING),
            _origin(row),
            cell(row.points, 2, missing=labels.NOTHING),
        ]
        for row in lines.governance.itertuples()
    ]
    said = t(
        "ITKP tidak dapat dihitung dari berkas ini: sebagian komponen tidak ada di dalamnya, dan LKPP mengukur dengan "
        "data dan tanggalnya sendiri. Poin adalah persen kali bobot tahun yang disebut, sebagai perkiraan; poin "
        "tidak dijumlahkan, karena jumlahnya bukan ITKP."
    )
    caption = text.marked(lines, t("Komponen ITKP dari berkas, {year}", year=str(lines.latest)))
    return together(paragraphs([said]), table(caption, columns, rows, name=t("komponen-itkp")))


def _amount(value: Any, unit: Any) -> Cell:
    if pd.isna(value):
        return Cell(labels.NOTHING, None)
    number = int(value)
    written = n.rupiah(number) if unit == RUPIAH else nt("{count} paket", number)
    return Cell(written, number)


def _origin(row: Any) -> str:
    if pd.isna(row.weight):
        return t("tidak disebut dalam sumber yang ditelaah")
    return t("{year}, {status}", year=str(row.weight_year), status=labels.label(labels.STATUS, row.weight_status))
