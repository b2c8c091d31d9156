"""Questions that a region's lines raise, each with its coverage and exclusions, and concentration of its markets."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import mark, t
from umkm_analysis.metrics._thresholds import FEW, MARGIN, SHORTEST, WINDOW
from umkm_analysis.pages.fragment import Fragment, paragraphs, together
from umkm_analysis.pages.tables import Column, Rows, cell, table
from umkm_analysis.reports.procurement_share.line_page import packages, text

if TYPE_CHECKING:
    from umkm_analysis.reports.procurement_share.analysis import ProcurementShare
    from umkm_analysis.reports.procurement_share.lines.analysis import LineAnalysis

QUESTION = {
    "ask_single_bidder": mark("Mengapa hanya satu peserta yang menawar?"),
    "ask_few_bidders": mark("Mengapa hanya {few} peserta atau kurang yang menawar?"),
    "ask_short_period": mark("Apakah kurang dari {days} hari cukup untuk menawar?"),
    "ask_near_limit": mark("Bagaimana nilai hingga {margin} di bawah batas pengadaan langsung ditetapkan?"),
    "ask_near_limit_repeated": mark(
        "Mengapa perangkat daerah yang sama memberi penyedia yang sama beberapa paket hingga {margin} di bawah batas?"
    ),
    "ask_split_supplier": mark(
        "Dapatkah paket sejenis dari penyedia yang sama dalam {window} hari, yang bersama melampaui batas, "
        "digabung menjadi satu paket?"
    ),
    "ask_split_name": mark(
        "Dapatkah paket sejenis bernama sama dalam {window} hari, yang bersama melampaui batas, digabung menjadi "
        "satu paket?"
    ),
}
"""What each question asks."""
TENDERS = mark("Selain tender/seleksi; yang batal, gagal, atau diputus; ")
DIRECT = mark(
    "Selain pengadaan langsung (e-purchasing, penunjukan langsung, darurat, dikecualikan, swakelola); yang batal atau "
    "diputus; tanpa nilai; di atas batas; yang batasnya tidak pasti; "
)
LEFT_OUT = {
    "ask_single_bidder": (TENDERS, mark("yang jumlah penawarnya tidak tercatat (impor peserta tender)")),
    "ask_few_bidders": (TENDERS, mark("yang jumlah penawarnya tidak tercatat (impor peserta tender)")),
    "ask_short_period": (
        TENDERS,
        mark(
            "tender cepat; yang tanpa tanggal pengumuman atau akhir (impor jadwal tender; tanpa itu dihitung sampai "
            "penetapan)"
        ),
    ),
    "ask_near_limit": (DIRECT, mark("tanpa jenis pengadaan")),
    "ask_near_limit_repeated": (DIRECT, mark("tanpa nama perangkat daerah atau penyedia")),
    "ask_split_supplier": (DIRECT, mark("tanpa nama perangkat daerah, penyedia, atau tanggal")),
    "ask_split_name": (DIRECT, mark("tanpa nama perangkat daerah, nama paket, atau tanggal")),
}
"""What a question is not asked of."""
CATEGORY = {
    "goods": mark("barang"),
    "other services": mark("jasa lainnya"),
    "consulting": mark("jasa konsultansi"),
    "construction": mark("pekerjaan konstruksi"),
}


def questions(result: ProcurementShare) -> Fragment:
    """Show how many packages raise each question, of how many it could be asked, and the packages themselves."""
    lines = result.lines
    assert lines is not None  # noqa: S101 - asked for only where there are lines
    asked = lines.questions
    columns = [
        Column(t("Pertanyaan")),
        Column(t("Jumlah paket"), numeric=True),
        Column(t("Nilai (rupiah)"), numeric=True),
        Column(t("Dapat dinilai (paket)"), numeric=True),
        Column(t("Dari (paket)"), numeric=True),
        Column(t("Dari yang dapat dinilai (persen)"), numeric=True),
        Column(t("Tidak termasuk")),
    ]
    rows: Rows = [
        [
            question(row.name),
            cell(row.raised) if row.known else cell(math.nan, missing=labels.NOTHING),
            cell(row.rupiah) if row.known else cell(math.nan, missing=labels.NOTHING),
            cell(row.known),
            cell(row.asked_of),
            cell(row.rate, 1, missing=labels.NOTHING),
            "".join(t(part) for part in LEFT_OUT[row.name]),
        ]
        for row in asked.table.itertuples()
    ]
    said = t(
        "Pertanyaan, bukan tuduhan: setiap baris dapat mempunyai alasan yang wajar, misalnya pemasoknya sedikit, "
        "pekerjaannya di tempat berbeda, atau anggarannya memang sebesar itu. Jawabannya ada pada dokumen paketnya. "
        "Kolom Dapat dinilai menunjukkan dari berapa paket datanya cukup; 0 berarti tidak diketahui, bukan tidak ada."
    )
    caption = text.marked(lines, t("Pertanyaan yang patut diajukan, {year}", year=str(lines.latest)))
    listed = (
        packages.packages(result, question(name).removesuffix("?"), found, (name,))
        for name, found in asked.packages.items()
    )
    return together(
        paragraphs([said]),
        table(caption, columns, rows, name=t("pertanyaan")),
        *listed,
        paragraphs(_limits(lines), css="note"),
    )


def question(name: str) -> str:
    """Write a question with its thresholds."""
    return t(
        QUESTION[name],
        few=n.number(FEW),
        days=n.number(SHORTEST),
        margin=n.percent(MARGIN, 0),
        window=n.number(WINDOW),
    )


def _limits(lines: LineAnalysis) -> list[str]:
    """Say which limits hold in the year, from when to when each is certain, and by which rule."""
    sentences = []
    open_ended = mark("Batas pengadaan langsung, {category}: {rupiah}, pasti sejak akhir {since} ({rule}; {note}).")
    ended = mark(
        "Batas pengadaan langsung, {category}: {rupiah}, pasti sejak akhir {since} sampai {until} ({rule}; {note})."
    )
    for limit in lines.questions.limits.itertuples():
        words = {
            "category": labels.label(CATEGORY, limit.category),
            "rupiah": n.rupiah(int(limit.value)),
            "since": n.date(limit.from_date),
            "rule": _rule(limit),
            "note": labels.localized(limit, "note"),
        }
        if isinstance(limit.to_date, str):
            sentences.append(t(ended, **words, until=n.date(limit.to_date)))
        else:
            sentences.append(t(open_ended, **words))
    return sentences


def _rule(limit: Any) -> str:
    return f"{limit.instrument} {limit.provision}" if isinstance(limit.provision, str) else str(limit.instrument)


def markets(lines: LineAnalysis) -> Fragment:
    """Say how concentrated suppliers are in each category that the region buys; nobody is named."""
    columns = [
        Column(t("Jenis pengadaan")),
        Column(t("Penyedia"), numeric=True),
        Column(t("Setara penyedia berukuran sama"), numeric=True),
        Column(t("HHI"), numeric=True),
        Column(t("Terbesar (persen)"), numeric=True),
        Column(t("Empat terbesar (persen)"), numeric=True),
        Column(t("Nilai dari penyedia bernama (persen)"), numeric=True),
    ]
    rows: Rows = [
        [
            text.category(row.category),
            cell(row.suppliers),
            cell(row.effective_number, 1),
            cell(row.hhi),
            *(cell(value, 1) for value in (row.largest_share, row.cr4, row.coverage)),
        ]
        for row in lines.markets.rename(columns={"count": "suppliers"}).itertuples()
        if math.isfinite(row.hhi)
    ]
    said = t(
        "Pertanyaan, bukan tuduhan: pasar yang terpusat dapat berarti sedikit pemasok, satu kontrak besar, atau satu "
        "kontrak payung e-katalog. Yang dibandingkan hanya belanja daerah ini, bukan seluruh pasar; paket tanpa nama "
        "penyedia tidak dihitung."
    )
    caption = text.marked(lines, t("Konsentrasi penyedia menurut jenis pengadaan, {year}", year=str(lines.latest)))
    return (
        together(paragraphs([said]), table(caption, columns, rows, name=t("konsentrasi-jenis"))) if rows else together()
    )
