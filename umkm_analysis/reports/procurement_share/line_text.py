"""Sentences about a region's own procurement lines: bounds of a share, and what is not known."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from umkm_analysis.analysis.mandates import TARGET
from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import mark, t
from umkm_analysis.pages.tables import Cell, cell

if TYPE_CHECKING:
    from umkm_analysis.reports.procurement_share.analysis import ProcurementShare
    from umkm_analysis.reports.procurement_share.line_analysis import LineAnalysis

STAGE = {"plan": mark("rencana"), "realised": mark("realisasi")}
PART = {"umkk": "UMK-K", "pdn": "PDN"}
GROUP = {
    "direct": mark("pengadaan/penunjukan langsung"),
    "e_purchasing": mark("e-purchasing"),
    "competitive": mark("tender/seleksi"),
    "excepted": mark("dikecualikan"),
    "self_managed": mark("swakelola"),
    "other": mark("metode lain"),
    "unknown": mark("metode tidak tercatat"),
}
KIND = {
    "rup-provider": mark("RUP penyedia"),
    "rup-selfmanaged": mark("RUP swakelola"),
    "rup-budget": mark("RUP struktur anggaran"),
    "tender": mark("tender selesai"),
    "nontender": mark("nontender selesai"),
    "recorded": mark("pencatatan"),
    "ekatalog-v5": mark("e-katalog v5"),
    "ekatalog-v6": mark("e-katalog v6"),
    "inaproc": mark("realisasi INAPROC"),
    "sirup-search": mark("pencarian SiRUP"),
    "sample": mark("baris sintetis"),
}
REASON = {
    "deleted": mark("dihapus"),
    "inactive": mark("tidak aktif"),
    "not announced": mark("belum diumumkan"),
    "cancelled": mark("dibatalkan"),
    "repeated row": mark("baris berulang"),
    "earlier addendum": mark("adendum sebelumnya"),
    "other budget year": mark("tahun anggaran lain"),
    "bad row": mark("baris rusak"),
}
"""Why rows were left out; a test holds it to the kinds of export."""


def how_to_import(result: ProcurementShare) -> list[str]:
    """Say what to import, and how, where a region has no lines."""
    return [
        t(
            "Belum ada baris pengadaan {name} di komputer ini. Pangsa yang terbit di atas adalah klaim; baris "
            "pengadaan "
            "yang menentukan.",
            name=result.region.name,
        ),
        t(
            "Unduh ekspor dari SiRUP/ISB/INAPROC (paket penyedia, swakelola, struktur anggaran, tender, nontender, "
            "pencatatan, e-katalog, atau realisasi INAPROC), lalu impor. Perintah pertama mengimpor realisasi INAPROC, "
            "yang kedua menyebut semua jenis ekspor, yang ketiga membuat baris sintetis untuk mencoba:"
        ),
    ]


def commands(result: ProcurementShare) -> str:
    """Write the commands that bring lines, a line each."""
    code = result.region.code
    return (
        f"umkm import inaproc realisasi.csv --year 2025 --region {code}\n"
        f"umkm lines --kinds\n"
        f"umkm sample-lines --region {code}"
    )


def synthetic_warning() -> str:
    """Say that the lines are made up."""
    return t("DATA SINTETIS: baris pengadaan pada halaman ini dibuat oleh komputer untuk uji coba, bukan data nyata.")


def summary(result: ProcurementShare) -> list[str]:
    """Say what the lines say in a sentence or two; the warning first where they are made up."""
    lines = result.lines
    if lines is None:
        return []
    year = _of(lines.yearly, lines.latest)
    sentences = [synthetic_warning()] if lines.synthetic else []
    stage = "realised" if year.realised > 0 else "plan"
    sentences.append(share_sentence(year, "umkk", stage))
    return sentences


def share_sentence(row: Any, part: str, stage: str) -> str:
    """Say between which bounds a share of a year lies, and how it stands to the mandate."""
    name = f"{part}_{stage}"
    low, high = getattr(row, f"{name}_lower"), getattr(row, f"{name}_upper")
    values = {
        "numerator": PART[part],
        "stage": labels.label(STAGE, stage),
        "year": str(row.year),
        "lower": n.percent(low),
        "upper": n.percent(high),
        "coverage": n.percent(getattr(row, f"{name}_coverage")),
    }
    if not math.isfinite(low):
        return t("Baris {year} tidak memuat {stage} dari penyedia.", **values)
    if low == high:
        text = t(
            "Dari baris pengadaan {year}: pangsa {numerator} ({stage}) {lower}; seluruh nilainya terklasifikasi",
            **values,
        )
    else:
        text = t(
            "Dari baris pengadaan {year}: pangsa {numerator} ({stage}) antara {lower} dan {upper}; {coverage} "
            "dari nilai "
            "terklasifikasi",
            **values,
        )
    mandate = getattr(row, f"{name}_mandate")
    if not math.isfinite(mandate):
        return f"{text}."
    words = {"mandate": n.share(mandate), "verdict": verdict(row, name)}
    if getattr(row, f"{name}_mandate_kind") == TARGET:
        return f"{text}. " + t("Terhadap target {mandate}: {verdict}.", **words)
    return f"{text}. " + t("Terhadap mandat {mandate}: {verdict}.", **words)


def verdict(row: Any, name: str) -> str:
    """Say how a share of a year stands to its mandate or target."""
    is_target = getattr(row, f"{name}_mandate_kind") == TARGET
    return labels.label(labels.VERDICT_OF_TARGET if is_target else labels.VERDICT, getattr(row, f"{name}_status"))


def mandate_cell(row: Any, name: str) -> Cell:
    """Write the mandate of a share's year, and call a target one; a dash where there is none."""
    value = getattr(row, f"{name}_mandate")
    if not math.isfinite(value):
        return cell(value, missing=labels.NOTHING)
    is_target = getattr(row, f"{name}_mandate_kind") == TARGET
    return Cell(t("target {value}", value=n.number(value)) if is_target else n.number(value), value)


def bounds_title(lines: LineAnalysis) -> str:
    """Title with the message of the shares by year."""
    row = _of(lines.yearly, lines.latest)
    status = str(row.umkk_realised_status)
    values = {"lower": n.percent(row.umkk_realised_lower, 1), "year": str(lines.latest)}
    if not math.isfinite(row.umkk_realised_lower):
        return t("Baru ada rencana; belum ada realisasi dalam baris {year}", year=str(lines.latest))
    if status == "meets":
        return t(
            "Realisasi UMK-K {year} sekurangnya {lower}: di atas mandat, apa pun isi yang belum terklasifikasi",
            **values,
        )
    if status == "misses":
        return t("Realisasi UMK-K {year} di bawah mandat, apa pun isi yang belum terklasifikasi", **values)
    if status == "undetermined":
        return t(
            "Realisasi UMK-K {year} belum dapat dinilai: batas bawah {lower}, selebihnya belum terklasifikasi", **values
        )
    return t("Realisasi UMK-K {year} sekurangnya {lower}", **values)


def carriers_title(lines: LineAnalysis) -> str:
    """Say who is furthest above the mandate and who furthest below, in rupiah."""
    held = lines.agencies.dropna(subset=["umkk_realised_headroom"])
    if held.empty:
        return t("Belum ada realisasi yang dapat dibandingkan dengan mandat")
    last, first = held.iloc[0], held.iloc[-1]
    if last["umkk_realised_headroom"] >= 0:
        return t("Semua perangkat daerah di atas mandat menurut batas bawahnya")
    return t(
        "{agency} paling tertinggal: kurang {rupiah} menurut batas bawah",
        agency=agency(last["agency"]),
        rupiah=n.rupiah(-int(last["umkk_realised_headroom"])),
    ) + (t("; {agency} paling menopang", agency=agency(first["agency"])) if first["umkk_realised_headroom"] > 0 else "")


def agency(name: object) -> str:
    """Name an agency."""
    return name if isinstance(name, str) else t("tanpa nama perangkat daerah")


def claim_sentence(claim: Any) -> str:
    """Hold a published share against what the lines of its year give."""
    values = {
        "share": n.share(claim.value),
        "basis": labels.label(labels.BASIS, claim.basis),
        "numerator": labels.label(labels.NUMERATOR, claim.numerator),
        "date": n.date(claim.as_of),
        "year": str(claim.year),
        "lower": n.percent(claim.lower),
        "upper": n.percent(claim.upper),
    }
    text = t("Terbit {share} {basis} untuk {numerator} ({date}); baris {year} memberi {lower} sampai {upper}", **values)
    if claim.within:
        return f"{text}: " + t("angka terbit berada di dalam batas.")
    return f"{text}: " + t("angka terbit berada di luar batas; lingkup, tanggal, atau datanya berbeda.")


def concentration_sentence(lines: LineAnalysis) -> list[str]:
    """Say how concentrated realised rupiah are among suppliers and agencies."""
    sentences = []
    for table, text in (
        (
            lines.suppliers,
            mark(
                "Nilai realisasi {year} tersebar seperti pada {number} penyedia yang sama besar "
                "({count} penyedia; "
                "HHI {hhi}; terbesar {largest}, empat terbesar {four}; penyedia bernama mencakup {coverage} nilai)."
            ),
        ),
        (
            lines.spread,
            mark(
                "Menurut perangkat daerah: seperti pada {number} yang sama besar ({count} perangkat daerah; "
                "HHI {hhi}; terbesar {largest}, empat terbesar {four})."
            ),
        ),
    ):
        rows = table[(table["year"] == lines.latest) & table["hhi"].notna()]
        sentences += [
            t(
                text,
                year=str(lines.latest),
                number=n.number(row["effective_number"], 1),
                count=n.number(row["count"]),
                hhi=n.number(row["hhi"]),
                largest=n.percent(row["largest_share"], 1),
                four=n.percent(row["cr4"], 1),
                coverage=n.percent(row["coverage"], 1),
            )
            for _, row in rows.iterrows()
        ]
    return sentences


def _of(table: Any, year: int) -> Any:
    return next(table[table["year"] == year].itertuples())
