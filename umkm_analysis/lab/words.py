"""Words for units, columns and codes of the metrics, which are English, in the language that a reader has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import current_language, mark, t
from umkm_analysis.metrics.catalogue import METRICS
from umkm_analysis.reports.province_overview.figures import TYPES

if TYPE_CHECKING:
    import pandas as pd

UNITS = {
    "per cent": mark("persen"),
    "percentage points": mark("poin persen"),
    "percentage points; rupiah": mark("poin persen; rupiah"),
    "index points": mark("poin indeks"),
    "years; per cent": mark("tahun; persen"),
    "per cent plus years": mark("persen ditambah tahun"),
    "per cent of base-year GRDP": mark("persen dari PDRB tahun dasar"),
    "ratio": mark("rasio"),
    "rank": mark("peringkat"),
    "percentile": mark("persentil"),
    "firms": mark("usaha"),
    "firms; per cent": mark("usaha; persen"),
    "days": mark("hari"),
    "bidders": mark("peserta tender"),
    "awards": mark("paket kontrak"),
    "points": mark("poin"),
    "flag": mark("benar atau salah"),
    "class": mark("kelas"),
    "type": mark("tipe"),
    "status": mark("status"),
    "rupiah": mark("rupiah"),
    "unit of the levels": mark("satuan nilai PDRB"),
}
COLUMNS = {
    **labels.EFFECT,
    "trough_year": mark("Tahun terendah"),
    "fall": mark("Penurunan (persen)"),
    "status": mark("Status"),
    "recovery_year": mark("Tahun pulih"),
    "years_to_recover": mark("Tahun hingga pulih"),
    "years_interpolated": mark("Tahun hingga pulih, interpolasi"),
    "recouped": mark("Bagian yang pulih (persen)"),
    "last_year": mark("Tahun terakhir"),
    "numerator": mark("Pembilang"),
    "denominator": mark("Penyebut"),
    "basis": mark("Tahap belanja"),
    "share_pct": mark("Bagian (persen)"),
    "mandate": mark("Batas minimal (persen)"),
    "headroom_pp": mark("Jarak (poin persen)"),
    "verdict": mark("Penilaian"),
    "instrument": mark("Ketentuan"),
    "income": mark("Pendapatan"),
    "growth": mark("Pertumbuhan"),
    "type": mark("Tipe"),
    "lower": mark("Batas bawah"),
    "upper": mark("Batas atas"),
    "firms": mark("Usaha"),
}
CODES = {
    "numerator": labels.NUMERATOR,
    "denominator": labels.DENOMINATOR,
    "basis": labels.BASIS,
    "verdict": labels.VERDICT,
    "resilience_class": labels.CLASS,
    "status": {
        "no fall": mark("tidak turun"),
        "recovered": mark("pulih"),
        "not recovered": mark("belum pulih"),
    },
    "type": TYPES,
}
"""Column → words for its codes."""


def unit_words(unit: str) -> str:
    """Word a unit of the catalogue in the language in use; one without words stays as it is."""
    return t(UNITS[unit]) if unit in UNITS else unit


def worded(table: pd.DataFrame) -> pd.DataFrame:
    """Word the columns and codes of a table in the language in use; figures, and what has no words, stay."""
    shown = table.copy()
    for column, words in CODES.items():
        if column in shown:
            shown[column] = shown[column].map(lambda code, words=words: labels.label(words, code))
    return shown.rename(columns={column: _column(column) for column in shown})


def _column(column: object) -> object:
    if column in COLUMNS:
        return t(COLUMNS[str(column)])
    english = current_language() == "en"
    titles = {metric.id: metric.title_en if english else metric.title_id for metric in METRICS}
    return titles.get(str(column), column)
