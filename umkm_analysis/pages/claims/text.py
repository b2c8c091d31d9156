"""Sentences on public claims: the verdict, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.analysis.claim_checks.agreement import PIVOTS, printed_digits
from umkm_analysis.analysis.evidence import BASE_YEAR, PER_CENT, POINTS
from umkm_analysis.datasets import regions, tables
from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import current_language, mark, nt, t
from umkm_analysis.pages import components

if TYPE_CHECKING:
    from collections.abc import Sequence

    from umkm_analysis.analysis.claims import Finding
    from umkm_analysis.analysis.evidence import Figure
    from umkm_analysis.datasets.claims import Claim

VERDICT = {
    "confirmed": mark("terbukti"),
    "confirmed with a correction": mark("terbukti dengan koreksi"),
    "conflicts": mark("bertentangan dengan bukti"),
    "cannot be checked": mark("tidak dapat diverifikasi"),
}
INDICATOR = {
    "grdp_growth": mark("Pertumbuhan {product}"),
    "growth_swing": mark("Selisih laju pertumbuhan"),
    "level_index": mark("Indeks {product}"),
    "level_gap": mark("Selisih {product} terhadap 2019"),
    "grdp_level": mark("{product} harga konstan 2010"),
    "population": mark("Jumlah penduduk"),
    "mandate": mark("Kewajiban belanja"),
    "umkm_trained_jubelio": mark("UMKM dilatih di Jubelio"),
    "umkm_count": mark("Jumlah UMKM"),
    "umkm_micro_count": mark("Jumlah usaha mikro"),
    "local_product_share": mark("Pangsa produk lokal"),
    "pdn_share": mark("Pangsa PDN"),
    "umkk_share": mark("Pangsa UMK-K"),
    "umkm_share": mark("Pangsa UMKM"),
    **labels.INDICATOR,
}
UNIT = {
    "index points": mark("poin indeks"),
    "percentage points": mark("poin persen"),
    "per cent": mark("persen"),
    "per cent of GRDP": mark("persen dari PDRB"),
    "million rupiah": mark("juta rupiah"),
    "billion rupiah": mark("miliar rupiah"),
    "trillion rupiah": mark("triliun rupiah"),
    "rupiah": mark("rupiah"),
    "persons": mark("jiwa"),
    **labels.UNIT,
}
REASON = {
    "agrees": mark("Sama dengan angka resmi {period}: {official}."),
    "computed": mark(
        "Sama dengan angka hitungan {period}: {official}; angka resminya tidak ada dalam data proyek ini."
    ),
    "computed beside published": mark("Ini laju yang dihitung dari nilai ADHK; laju resmi {period} adalah {official}."),
    "year not said": mark("Tahunnya tidak disebut; angka ini cocok dengan {period} saja: {official}."),
    "several years": mark("Tahunnya tidak disebut, dan angka ini cocok dengan {years}; sebutkan tahunnya."),
    "rounded": mark("Benar setelah dibulatkan: angka resmi {period} adalah {official}."),
    "computed rounded": mark(
        "Benar setelah dibulatkan: angka hitungan {period} adalah {official}; angka resminya tidak "
        "ada dalam data proyek ini."
    ),
    "published rounded": mark("Benar setelah dibulatkan: angka yang dipublikasikan adalah {official} ({period})."),
    "other release": mark("Angka dari rilis lain; yang kini digunakan {official} ({period})."),
    "may be another release": mark(
        "Tidak dapat dipastikan: mungkin dari rilis lain. Angka yang digunakan untuk {period} adalah "
        "{official}; rilis lain dapat berbeda hingga {tolerance}."
    ),
    "own source": mark(
        "Satu-satunya bukti adalah pernyataan itu sendiri (media, pidato, atau sumber awal yang "
        "sama); tidak ada bukti lain."
    ),
    "one origin": mark(
        "Cocok ({period}: {official}), tetapi semua yang memuatnya berasal dari satu sumber awal, "
        "dan pernyataan ini tidak menyebut sumber atau pembicaranya: mungkin berasal dari sumber "
        "yang sama."
    ),
    "former territory": mark(
        "Ini angka {region} sebelum pemekaran ({other_official}, {period}); angka untuk wilayahnya "
        "yang sekarang: {official}."
    ),
    "sign": mark("Tandanya terbalik: angka {period} adalah {official}."),
    "other side": mark("Pembulatan mengubah sisi terhadap {pivot}: angka {period} adalah {official}."),
    "other year": mark("Ini angka {other_period}; untuk {period} angkanya {official}."),
    "other year and sign": mark(
        "Tertukar: ini angka {other_period} dengan tanda terbalik; untuk {period} angkanya {official}."
    ),
    "other region": mark("Ini angka {other_region} ({other_period}), bukan angka {region} ({official})."),
    "swing": mark(
        "Ini selisih antara dua laju, dalam poin persen, bukan laju pertumbuhan; laju {period} adalah {official}."
    ),
    "scale": mark("Satuannya keliru seratus atau seribu kali: angka {period} adalah {official}."),
    "differs": mark("Angka yang tercatat untuk {period} adalah {official}."),
    "points": mark("Persen dan poin persen tertukar: satuan angka ini adalah {unit}."),
    "unit": mark("Satuannya keliru: satuan angka ini adalah {unit}."),
    "two regions": mark("Pernyataan menyebut {named}, tetapi kodenya milik {region}: dua daerah yang berbeda."),
    "no table": mark("Tidak ada tabel proyek ini yang memuat hal ini."),
    "no yearly period": mark(
        "Angka resmi dalam data ini tahunan; pernyataan tentang bulan, triwulan, atau hari tidak dapat diverifikasi."
    ),
    "no figure of the year": mark("Belum ada angka {stated} untuk hal ini dalam data proyek."),
    "break": mark("{indicator} {year} tidak dapat dihitung: deretnya terputus mulai {broken} ({why})."),
    "none published": mark("Belum ada angka publikasi lain untuk hal ini."),
    "no rule": mark("Tidak ada ketentuan yang pasti berlaku pada tanggal itu."),
    "rule ended": mark(
        "{instrument} ({kind}) berakhir pada {until}; tidak ada ketentuan yang pasti berlaku sesudahnya."
    ),
    "target": mark(
        "Angkanya benar, tetapi {instrument} adalah target sampai {until} untuk {numerator} atas "
        "{denominator}, bukan kewajiban menurut peraturan."
    ),
    "other mandate": mark("{instrument} menetapkan {official}."),
    "mandate": mark("Sesuai {instrument}: {official} untuk {numerator} atas {denominator}."),
    "mandate of": mark(
        "Angkanya benar, tetapi {instrument} menetapkannya untuk {numerator} atas {denominator}, bukan {meant}."
    ),
    "mandate of what": mark(
        "Angkanya benar; {instrument} menetapkannya untuk {numerator} atas {denominator}, yang tidak dinyatakan."
    ),
    "undefined share": mark("Pembilang dan penyebutnya tidak dinyatakan, sehingga tidak dapat dihitung ulang."),
    "one source": mark("Hanya satu sumber yang memuatnya ({period}); tidak ada bukti lain."),
    "adds up": mark(
        "{sum} cocok; dimuat {count} media, dengan satu sumber awal. Daftar usahanya tidak dipublikasikan."
    ),
    "share of what": mark("Dipublikasikan sebagai {official}, tetapi penyebutnya tidak disebutkan: pangsa dari apa?"),
    "published alike": mark("Dipublikasikan dengan angka yang sama ({period})."),
    "other basis": mark("Angka ini dipublikasikan sebagai {other_basis} ({other_period}), bukan {basis}."),
    "other share": mark("Angka ini dipublikasikan sebagai {other_indicator}, {other_basis} ({other_period})."),
    "distance": mark(
        "Ini jarak ke batas minimal, dalam poin persen, bukan pangsanya; pangsanya {official} ({period})."
    ),
    "sum": mark("Bagian-bagiannya berjumlah {parts_sum}, bukan {said}."),
}
"""Why a verdict is what it is; a test holds this to what the analysis can find."""
SIGNED = ("grdp_growth", "growth_swing")
"""Indicators whose figures carry their sign."""
WITH_LEVEL = ("agrees", "rounded", "computed", "computed rounded", "computed beside published", "year not said")
"""Reasons that say whether the level is back, where growth alone does not."""


def indicator(name: str, code: str) -> str:
    """Name what a figure of a region is of."""
    return labels.label(INDICATOR, name, product=labels.product_of([code]))


def claimed(claim: Claim) -> str:
    """Write the figure of a claim with the decimals it was said with."""
    return _value(claim.value, claim.unit, claim.digits, signed=claim.indicator in SIGNED)


def value(figure: Figure | None) -> str:
    """Write a figure that a claim is held against; a dash where there is none."""
    if figure is None:
        return labels.NOTHING
    return _value(figure.value, figure.unit, printed_digits(figure), signed=figure.indicator in SIGNED)


def who(claim: Claim) -> str:
    """Say who said it, where and when."""
    speaker = (claim.said_by or {}).get(current_language(), "")
    parts = (speaker, claim.said_at, n.date(claim.said_on) if claim.said_on else "")
    return ", ".join(part for part in parts if part) or labels.NOTHING


def what(claim: Claim) -> str:
    """Say what the figure is said to be of."""
    period = n.date(claim.period) if claim.period else t("tahun tidak disebut")
    basis = f", {labels.label(labels.BASIS, claim.basis)}" if claim.basis else ""
    return f"{indicator(claim.indicator, claim.code)} ({period}{basis})"


def reason(finding: Finding) -> str:
    """Say why a verdict is what it is."""
    sentences = [t(REASON[finding.reason], **_places(finding))]
    if finding.reason in WITH_LEVEL:
        sentences += [_level(one) for one in finding.further]
    if finding.reason == "own source" and finding.further:
        sentences.append(t("{sum} cocok, tetapi itu hitungan dari pernyataan yang sama.", **_places(finding)))
    if finding.reason == "undefined share" and finding.further:
        others = n.listed([f"{value(one)} ({n.date(one.period)})" for one in finding.further])
        sentences.append(t("Angka lain pada tahun yang sama bertentangan dengannya: {others}.", others=others))
    if finding.reason == "other release":
        sentences.append(_release(finding))
    return " ".join(sentences)


def _release(finding: Finding) -> str:
    """Name the other release that a claim's value is from."""
    resolution = finding.details.get(f"resolution_{current_language()}")
    if resolution:
        return f"{resolution[:1].upper()}{resolution[1:]}."
    known = tables.read("sources").set_index("source_id")
    releases = [known.loc[source] for source in finding.details["release_ids"]]
    names = n.listed([f"{row['publisher']} ({components.published(row)})" for row in releases])
    return t("Rilis itu: {names}.", names=names)


def summary(findings: Sequence[Finding], *, name: str) -> str:
    """Count the verdicts on a region's claims."""
    counts = {verdict: sum(one.verdict == verdict for one in findings) for verdict in VERDICT}
    parts = [f"{count} {t(VERDICT[verdict])}" for verdict, count in counts.items() if count]
    sentence = nt("{count} pernyataan publik tentang {name} diperiksa", len(findings), name=name)
    return f"{sentence}: {n.listed(parts)}."


SUBJECT = {
    "economy": mark("ekonomi"),
    "procurement": mark("belanja pengadaan"),
    "umkm": mark("UMKM"),
}


def none(name: str, subject: str) -> str:
    """Say that no claim on a subject is recorded."""
    return t(
        "Belum ada pernyataan publik tentang {subject} {name} dalam tabel pernyataan.",
        subject=labels.label(SUBJECT, subject),
        name=name,
    )


def _unit_of_difference(figure: Figure) -> str:
    return POINTS if figure.unit == PER_CENT else figure.unit


def _level(level: Figure) -> str:
    product = labels.product_of([level.code])
    written = {"product": product, "year": level.period, "base": BASE_YEAR, "index": n.number(level.value, 1)}
    if level.value < 100:  # noqa: PLR2004 - the base year's level
        return t("{product} {year} belum kembali ke tingkat {base} (indeks {index}).", **written)
    return t("{product} {year} sudah di atas tingkat {base} (indeks {index}).", **written)


def _value(number: float, unit: str, digits: int, *, signed: bool) -> str:
    if unit == PER_CENT:
        return n.signed_percent(number, digits) if signed else n.percent(number, digits)
    if unit == POINTS:
        return n.points(number, digits, signed=signed)
    if unit in labels.UNIT:
        return labels.amount(number, unit, max(digits, 0)).replace(" ", "\N{NO-BREAK SPACE}", 1)
    return f"{n.number(number, max(digits, 0))}\N{NO-BREAK SPACE}{labels.label(UNIT, unit)}"


def _places(finding: Finding) -> dict[str, object]:
    """Everything that a reason may name."""
    claim, figure, other, details = finding.claim, finding.figure, finding.other, finding.details
    known = regions.all_regions()
    parts = [n.number(one) for one in details.get("parts", ())]
    adding = [n.number(one.value) for one in finding.further]
    meant = t(
        "{numerator} atas {denominator}",
        numerator=labels.label(labels.NUMERATOR, claim.numerator)
        if claim.numerator
        else t("pembilang yang tidak disebutkan"),
        denominator=labels.label(labels.DENOMINATOR, claim.denominator)
        if claim.denominator
        else t("penyebut yang tidak disebutkan"),
    )
    return {
        "said": claimed(claim),
        "official": value(figure) if figure else t("tidak ada angkanya"),
        "period": n.date(figure.period) if figure else n.date(claim.period) if claim.period else labels.NOTHING,
        "year": str(details.get("year", "")),
        "broken": str(details["break"].year) if "break" in details else "",
        "why": labels.localized(details["break"], "reason") if "break" in details else "",
        "stated": n.date(claim.period) if claim.period else t("yang dimaksud"),
        "years": n.listed([n.date(one.period) for one in (*finding.further, figure) if one]),
        "region": known[claim.code].name,
        "named": known[details["named"]].name if "named" in details else "",
        "indicator": indicator(claim.indicator, claim.code),
        "basis": labels.label(labels.BASIS, claim.basis) if claim.basis else t("yang dinyatakan"),
        "unit": labels.label(UNIT, details.get("unit")),
        "instrument": details.get("instrument", ""),
        "kind": labels.label(labels.RULE, details.get("kind")),
        "until": n.date(details["until"]) if "until" in details else labels.NOTHING,
        "tolerance": _value(details["tolerance"], _unit_of_difference(figure), 2, signed=False)
        if figure and "tolerance" in details
        else labels.NOTHING,
        "pivot": n.number(PIVOTS.get(claim.indicator, 0.0)),
        "numerator": labels.label(labels.NUMERATOR, figure.numerator if figure else None),
        "denominator": labels.label(labels.DENOMINATOR, figure.denominator if figure else None),
        "meant": meant,
        "count": len(figure.source_ids) if figure else 0,
        "sum": f"{' + '.join(adding[:-1])} = {adding[-1]}" if len(adding) > 1 else "",
        "parts_sum": n.number(sum(details.get("parts", ()))) if parts else "",
        "other_official": value(other) if other else "",
        "other_period": n.date(other.period) if other else labels.NOTHING,
        "other_region": known[other.code].name if other else "",
        "other_basis": labels.label(labels.BASIS, other.basis if other else None),
        "other_indicator": indicator(other.indicator, other.code) if other else "",
    }
