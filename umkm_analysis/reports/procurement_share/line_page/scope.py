"""Sentences on what shares of lines leave out: values not recorded yet, self-managed work, unknown statuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n.translation import nt, t
from umkm_analysis.reports.procurement_share.line_page import text

if TYPE_CHECKING:
    from umkm_analysis.datasets.procurement_lines.store.catalog import Import
    from umkm_analysis.reports.procurement_share.lines.analysis import LineAnalysis


def beside_the_shares(lines: LineAnalysis) -> list[str]:
    """Say what the shares of the latest year leave out, or hold without a value of its own."""
    row = text.of_year(lines.yearly, lines.latest)
    year = str(lines.latest)
    sentences = []
    if row.realised_pending_lines:
        sentences.append(
            nt(
                "{count} paket realisasi {year} belum mempunyai nilai kontrak (0 atau kosong). Nilai "
                "negosiasi atau HPS-nya, {rupiah}, masuk penyebut batas sebagai nilai yang belum "
                "terklasifikasi dan tidak masuk penghematan.",
                int(row.realised_pending_lines),
                year=year,
                rupiah=n.rupiah(int(row.realised_pending)),
            )
        )
    if row.realised_self_managed:
        sentences.append(
            t(
                "Realisasi swakelola {year} sebesar {rupiah} disajikan terpisah dan tidak masuk pangsa.",
                year=year,
                rupiah=n.rupiah(int(row.realised_self_managed)),
            )
        )
    odd = [status for one in lines.imports if one.year == lines.latest for status in _unknown(one)]
    if odd:
        sentences.append(
            nt(
                "Berkas {year} memuat {count} baris senilai {rupiah} yang statusnya tidak dikenal; baris itu "
                "ikut dihitung dan dicantumkan di bawah.",
                sum(status["rows"] for status in odd),
                year=year,
                rupiah=n.rupiah(sum(status["rupiah"] for status in odd)),
            )
        )
    return [text.marked(lines, sentence) for sentence in sentences]


def month(number: float, year: int) -> str:
    """Name a month with its own year, such as 202412, and say where that is not the budget year."""
    if pd.isna(number):
        return t("tanpa tanggal")
    own = int(number) // 100
    name = n.date(f"{own}-{int(number) % 100:02d}")
    if own == year:
        return name
    if own < year:
        return t("{month} (sebelum tahun anggaran)", month=name)
    return t("{month} (sesudah tahun anggaran)", month=name)


def _unknown(import_: Import) -> list[dict[str, Any]]:
    return list(import_.account.get("unknown_statuses", []))
