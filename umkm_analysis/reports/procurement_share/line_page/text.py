"""Sentences about a region's own procurement lines: bounds of a share, and what is not known."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from umkm_analysis.analysis.mandates import TARGET
from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import mark, t
from umkm_analysis.pages.tables import Cell, Quoted, cell
from umkm_analysis.reports.procurement_share.lines import analysis as line_analysis
from umkm_analysis.reports.procurement_share.lines.analysis import BOUND_DIGITS
from umkm_analysis.reports.procurement_share.text import rule_word, scope
from umkm_analysis.rounding import NOISE_DIGITS, digits_beside, rounded

if TYPE_CHECKING:
    from collections.abc import Collection

    from umkm_analysis.reports.procurement_share.analysis import ProcurementShare
    from umkm_analysis.reports.procurement_share.lines.analysis import LineAnalysis

STAGE = {"plan": mark("rencana"), "realised": mark("realisasi")}
PART = {"umkk": "UMK-K", "pdn": "PDN"}
CATEGORY = {
    "barang": mark("barang"),
    "jasa lainnya": mark("jasa lainnya"),
    "jasa konsultansi": mark("jasa konsultansi"),
    "pekerjaan konstruksi": mark("pekerjaan konstruksi"),
}
"""Categories of procurement as exports have them, in small letters."""
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
    "recorded-payments": mark("pencatatan, per pembayaran"),
    "recorded-selfmanaged": mark("pencatatan swakelola"),
    "recorded-selfmanaged-payments": mark("pencatatan swakelola, per pembayaran"),
    "toko-daring": mark("toko daring"),
    "bidders": mark("peserta tender"),
    "tender-schedule": mark("jadwal tender"),
    "award-letters": mark("SPPBJ"),
    "start-orders": mark("SPMK/SPP"),
    "handovers": mark("BAP/BAST"),
    "rup-funding": mark("anggaran paket RUP"),
    "ocds": mark("rilis OCDS"),
    "sample": mark("data sintetis"),
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
    "row of totals": mark("baris jumlah"),
    "terminated contract": mark("kontrak diputus; bagian yang terealisasi tidak tercatat"),
    "not yet an order": mark("belum menjadi pesanan"),
}
"""Why rows were left out; a test holds it to the kinds of export."""

BY_LINES = {
    line_analysis.WITHIN: mark("angka publikasi berada di dalam batas."),
    line_analysis.OUTSIDE: mark(
        "angka publikasi berada di luar batas; lingkup, penyebut, tanggal, atau datanya berbeda."
    ),
    line_analysis.ROUNDING: mark("tidak dinilai, karena hasilnya bergantung pada pembulatan angka publikasi."),
    line_analysis.OTHER_NUMERATOR: mark("tidak dinilai, karena pembilangnya berbeda."),
    line_analysis.OTHER_DENOMINATOR: mark("tidak dinilai, karena penyebutnya berbeda."),
}
"""How a published share stands to the bounds that real lines give."""


def how_to_import(result: ProcurementShare) -> list[str]:
    """Say what to import, and how, where a region has no lines."""
    return [
        t(
            "Data paket pengadaan {name} belum tersedia. Pangsa publikasi di atas adalah pernyataan; "
            "kebenarannya baru dapat diuji dengan data paket.",
            name=result.region.name,
        ),
        t(
            "Unduh ekspor dari SiRUP/ISB/INAPROC (paket penyedia, swakelola, struktur anggaran, tender, "
            "nontender, pencatatan, e-katalog, atau realisasi INAPROC), lalu impor. Perintah pertama "
            "mengimpor realisasi INAPROC, yang kedua menampilkan semua jenis ekspor, yang ketiga membuat "
            "data sintetis untuk uji coba:"
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
    return t(
        "DATA SINTETIS: data paket pengadaan pada halaman ini dibuat oleh komputer untuk uji coba, bukan data nyata."
    )


def marked(lines: LineAnalysis, words: str) -> str:
    """Begin a title, caption or sentence on lines with what they are, where they are made up."""
    return t("DATA SINTETIS – {words}", words=words) if lines.synthetic else words


def source(lines: LineAnalysis) -> str:
    """Name where the lines come from, for the note below a chart."""
    if lines.synthetic:
        return synthetic_warning()
    kinds = n.listed(list(dict.fromkeys(labels.label(KIND, import_.kind) for import_ in lines.imports)))
    newest = max(import_.as_of for import_ in lines.imports)
    return t("LKPP: {kinds}; data per {date}", kinds=kinds, date=n.date(newest))


def summary(result: ProcurementShare) -> list[str]:
    """Say what the lines say in a sentence or two; the warning first where they are made up."""
    lines = result.lines
    if lines is None:
        return []
    year = of_year(lines.yearly, lines.latest)
    sentences = [synthetic_warning()] if lines.synthetic else []
    stage = "realised" if year.realised > 0 else "plan"
    sentences.append(marked(lines, share_sentence(year, "umkk", stage)))
    return sentences


def share_sentence(row: Any, part: str, stage: str) -> str:
    """Say between which bounds a share of a year lies, and how it stands to the mandate."""
    name = f"{part}_{stage}"
    low, high = getattr(row, f"{name}_lower"), getattr(row, f"{name}_upper")
    mandate = getattr(row, f"{name}_mandate")
    lower, upper = percents(low, high, bound_digits(high, mandate))
    coverage = getattr(row, f"{name}_coverage")
    values = {
        "numerator": PART[part],
        "stage": labels.label(STAGE, stage),
        "year": str(row.year),
        "lower": lower,
        "upper": upper,
        "coverage": n.percent(coverage, digits_beside(coverage, BOUND_DIGITS, 100.0)),
    }
    if not math.isfinite(low):
        return t("Data paket {year} tidak memuat {stage} melalui penyedia.", **values)
    if low == high:
        text = t(
            "Menurut data paket pengadaan {year}, pangsa {numerator} ({stage}) adalah {lower}; seluruh "
            "nilainya terklasifikasi",
            **values,
        )
    else:
        text = t(
            "Menurut data paket pengadaan {year}, pangsa {numerator} ({stage}) antara {lower} dan "
            "{upper}; {coverage} dari nilainya terklasifikasi",
            **values,
        )
    if not math.isfinite(mandate):
        return f"{text}."
    words = {"mandate": n.share(mandate), "verdict": verdict(row, name)}
    if getattr(row, f"{name}_mandate_kind") == TARGET:
        return f"{text}. " + t("Terhadap target {mandate}: {verdict}.", **words)
    return f"{text}. " + t("Terhadap batas minimal {mandate}: {verdict}.", **words)


def bound_digits(high: float, mandate: float) -> int:
    """Decimals that keep an upper bound below a mandate it does not reach; no more than usual without a mandate."""
    digits = BOUND_DIGITS
    while digits < NOISE_DIGITS and high < mandate <= float(rounded(high, digits, towards="up")):
        digits += 1
    return digits


def percents(low: float, high: float, digits: int = BOUND_DIGITS) -> tuple[str, str]:
    """Write the bounds of a share, rounded outward, with their unit."""
    lower, upper = (t("{number} persen", number=number) for number in n.bounds(low, high, digits))
    return lower.replace(" ", "\N{NO-BREAK SPACE}", 1), upper.replace(" ", "\N{NO-BREAK SPACE}", 1)


def span(low: float, high: float, digits: int = BOUND_DIGITS) -> str:
    """Write the bounds of a share, rounded outward, as a span without unit; a point alone."""
    lower, upper = n.bounds(low, high, digits)
    return lower if lower == upper else f"{lower}–{upper}"


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
    return marked(lines, _bounds_title(of_year(lines.yearly, lines.latest)))


def _bounds_title(row: Any) -> str:
    if not math.isfinite(row.umkk_realised_lower):
        if row.planned > 0:
            return t("Baru ada rencana; data paket {year} belum memuat realisasi", year=str(row.year))
        return t("Data paket {year} belum memuat rencana atau realisasi melalui penyedia", year=str(row.year))
    lower, upper = percents(row.umkk_realised_lower, row.umkk_realised_upper)
    word = rule_word([row.umkk_realised_mandate_kind])
    values = {"lower": lower, "upper": upper, "year": str(row.year), "rule": word}
    status = str(row.umkk_realised_status)
    if status == "meets":
        return t(
            "Realisasi UMK-K {year} sekurang-kurangnya {lower}: memenuhi {rule}, apa pun isi nilai yang "
            "belum terklasifikasi",
            **values,
        )
    if status == "misses":
        return t("Realisasi UMK-K {year} di bawah {rule}, apa pun isi nilai yang belum terklasifikasi", **values)
    if status == "undetermined":
        return t("Realisasi UMK-K {year} belum dapat dinilai: antara {lower} dan {upper}", **values)
    return t("Realisasi UMK-K {year} sekurang-kurangnya {lower}", **values)


def realisation_rule(lines: LineAnalysis) -> str:
    """Name what realised UMK-K of the latest year is held against: mandate or target; nothing without either."""
    return "" if lines.rule is None else rule_word([TARGET if lines.rule.is_target else "mandate"])


def carriers_title(lines: LineAnalysis) -> str:
    """Say who is furthest above the mandate and who furthest below, in rupiah."""
    return marked(lines, _carriers_title(lines))


def _carriers_title(lines: LineAnalysis) -> str:
    word = realisation_rule(lines)
    held = lines.agencies.dropna(subset=["umkk_realised_headroom"])
    if not word:
        return t("Tidak ada batas minimal atau target untuk realisasi {year}", year=str(lines.latest))
    if held.empty:
        return t("Belum ada realisasi yang dapat dibandingkan dengan {rule}", rule=word)
    last, first = held.iloc[0], held.iloc[-1]
    if last["umkk_realised_headroom"] >= 0:
        return t("Semua perangkat daerah yang sudah berealisasi memenuhi {rule} menurut batas bawahnya", rule=word)
    return t(
        "{agency} paling jauh di bawah batas: kurang {rupiah} menurut batas bawahnya",
        agency=agency(last["agency"]),
        rupiah=n.rupiah(-int(last["umkk_realised_headroom"])),
    ) + (
        t("; sumbangan terbesar dari {agency}", agency=agency(first["agency"]))
        if first["umkk_realised_headroom"] > 0
        else ""
    )


def agencies_note(lines: LineAnalysis) -> str:
    """Say of which year the agencies are, and what their distance is."""
    word, year = realisation_rule(lines), str(lines.latest)
    if not word:
        return t("Tahun {year}.", year=year)
    return t(
        "Tahun {year}. Jarak adalah nilai UMK-K yang pasti dikurangi {rule} atas realisasi, dalam rupiah.",
        year=year,
        rule=word,
    )


def ticks(kinds: Collection[object]) -> str:
    """Say what a chart of bounds measures, and what its upright ticks are, where it has any."""
    word = rule_word([kind for kind in kinds if kind != "none"])
    if not word:
        return t("Pangsa dari nilai melalui penyedia, persen")
    return t("Pangsa dari nilai melalui penyedia, persen; garis tegak adalah {rule} tahun itu", rule=word)


def category(name: object) -> str:
    """Name a category of procurement in the language in use; what no rule knows is quoted as the export has it."""
    if not isinstance(name, str):
        return t("tidak tercatat")
    words = CATEGORY.get(name.casefold())
    return t(words) if words else Quoted(name)


def agency(name: object) -> str:
    """Name an agency."""
    return name if isinstance(name, str) else t("tanpa nama perangkat daerah")


def claim_sentence(claim: Any, *, of: str) -> str:
    """Hold a published share against what the lines of its year give; synthetic lines judge none.

    Parameters
    ----------
    claim
        Row of :func:`~umkm_analysis.reports.procurement_share.lines.analysis.held_against_lines`.
    of
        Name of the page's region, which goes without saying.
    """
    named = scope(claim, of=of)
    lower, upper = percents(claim.lower, claim.upper)
    values = {
        "share": n.share(claim.value),
        "basis": labels.label(labels.PARTICIPLE, claim.basis),
        "numerator": labels.label(labels.NUMERATOR, claim.numerator),
        "denominator": labels.label(labels.DENOMINATOR, claim.denominator),
        "date": f"{n.date(claim.as_of)}; {named}" if named else n.date(claim.as_of),
        "year": str(claim.year),
        "part": PART[claim.part],
        "stage": labels.label(STAGE, claim.stage),
        "lower": lower,
        "upper": upper,
    }
    if claim.verdict_by_lines == line_analysis.SYNTHETIC:
        return t(
            "DATA SINTETIS – data sintetis tidak dapat menilai angka publikasi {share} {basis} untuk "
            "{numerator} ({date}; penyebut {denominator}).",
            **values,
        )
    text = t(
        "Angka publikasi {share} {basis} untuk {numerator} ({date}; penyebut {denominator}); data "
        "paket {year} menghasilkan {part} ({stage}) {lower} sampai {upper}",
        **values,
    )
    return f"{text}: {t(BY_LINES[claim.verdict_by_lines])}"


def concentration_sentence(lines: LineAnalysis) -> list[str]:
    """Say how concentrated realised rupiah are among suppliers and agencies."""
    sentences = []
    for table, text in (
        (
            lines.suppliers,
            mark(
                "Sebaran nilai realisasi {year} setara dengan {number} penyedia berukuran sama (jumlah "
                "penyedia {count}; HHI {hhi}; terbesar {largest}, empat terbesar {four}; penyedia bernama mencakup "
                "{coverage} nilai)."
            ),
        ),
        (
            lines.spread,
            mark(
                "Menurut perangkat daerah, setara dengan {number} perangkat daerah berukuran sama (dari "
                "{count}; HHI {hhi}; terbesar {largest}, empat terbesar {four})."
            ),
        ),
    ):
        rows = table[(table["year"] == lines.latest) & table["hhi"].notna()]
        sentences += [
            marked(
                lines,
                t(
                    text,
                    year=str(lines.latest),
                    number=n.number(row["effective_number"], 1),
                    count=n.number(row["count"]),
                    hhi=n.number(row["hhi"]),
                    largest=n.percent(row["largest_share"], 1),
                    four=n.percent(row["cr4"], 1),
                    coverage=n.percent(row["coverage"], 1),
                ),
            )
            for _, row in rows.iterrows()
        ]
    return sentences


def of_year(table: Any, year: int) -> Any:
    """Return the row of a year."""
    return next(table[table["year"] == year].itertuples())
