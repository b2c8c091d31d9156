"""Labels: words for the codes of the tables and the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from umkm_analysis.datasets import regions, tables
from umkm_analysis.i18n.formatting import number
from umkm_analysis.i18n.translation import current_language, mark, nt, t

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from umkm_analysis.datasets.regions import Region

NOTHING = "–"

STATUS = {
    "verified": mark("terverifikasi"),
    "corroborated": mark("didukung beberapa media, sumber awal sama"),
    "single_source": mark("satu sumber"),
    "derived_residual": mark("diturunkan sebagai sisa"),
    "conflict": mark("bertentangan"),
    "suspect": mark("meragukan"),
    "flagged": mark("diberi catatan"),
    "outlier_unverified": mark("ekstrem, belum diperiksa"),
    "corrected": mark("dikoreksi"),
    "withheld": mark("tidak digunakan"),
    "rebuilt": mark("jumlah kabupaten/kota"),
    "own": mark("angka sendiri"),
    "linked": mark("disambung ke angka sendiri"),
}
ORIGIN = {
    "levels": mark("nilai ADHK"),
    "published rates": mark("laju pertumbuhan publikasi"),
    "sum of members": mark("jumlah kabupaten/kota"),
}
BREAK = {
    "territory": mark("wilayah"),
    "base_year": mark("tahun dasar"),
    "definition": mark("definisi"),
    "vintage": mark("rilis"),
}
"""What changes at a break in a series."""
CHECK = {
    "agrees": mark("cocok"),
    "differs": mark("berselisih"),
    "mixed vintages": mark("rilis berbeda"),
    "sum of members": mark("jumlah kabupaten/kota, bukan angka BPS"),
}
NUMERATOR = {
    "PDN": mark("produk dalam negeri (PDN)"),
    "UMK-K": mark("UMK-K"),
    "UMK": mark("UMK"),
    "UMKM": mark("UMKM"),
    "local products": mark("produk lokal (tidak didefinisikan)"),
}
DENOMINATOR = {
    "not stated": mark("tidak disebutkan"),
    "APBD spending": mark("belanja APBD"),
    "all spending": mark("seluruh belanja pengadaan"),
    "packages": mark("jumlah paket"),
    "PDN plan": mark("rencana belanja PDN"),
    "belanja barang/jasa": mark("belanja barang/jasa"),
    "procurement budget": mark("anggaran pengadaan"),
    "procurement spending": mark("belanja pengadaan"),
}
BASIS = {
    "planned": mark("direncanakan"),
    "budgeted": mark("dianggarkan"),
    "allocated": mark("dialokasikan"),
    "committed": mark("dikomitmenkan"),
    "realised": mark("realisasi"),
    "target": mark("ditargetkan"),
    "count": mark("jumlah"),
}
PARTICIPLE = {**BASIS, "realised": mark("direalisasikan")}
"""Bases as a sentence says what was done with a share: 36,1 persen direalisasikan untuk UMK-K."""
VERDICT = {
    "meets": mark("memenuhi batas minimal"),
    "misses": mark("di bawah batas minimal"),
    "undetermined": mark("belum dapat dinilai"),
    "no mandate": mark("tanpa ketentuan pembanding"),
}
VERDICT_OF_TARGET = {**VERDICT, "meets": mark("memenuhi target"), "misses": mark("di bawah target")}
RULE = {
    "law": mark("peraturan"),
    "instruction": mark("instruksi"),
    "circular": mark("surat edaran"),
    "target": mark("target"),
}
"""Kinds of rule that set a share."""
OBLIGATION = {"allocation": mark("alokasi"), "allocation; realisation": mark("alokasi dan realisasi")}
UNIT = {
    "packages": mark("paket"),
    "products": mark("produk"),
    "providers": mark("penyedia"),
    "UMKM": mark("UMKM"),
    "local governments": mark("pemerintah daerah"),
    "provinces": mark("daerah provinsi"),
}
ONE = {
    "packages": mark("1 paket"),
    "products": mark("1 produk"),
    "providers": mark("1 penyedia"),
    "local governments": mark("1 pemerintah daerah"),
    "provinces": mark("1 daerah provinsi"),
}
"""One of a unit: English words it apart from many."""
INDICATOR = {
    "pdn_value": mark("Nilai PDN"),
    "umk_value": mark("Nilai UMK"),
    "umkk_value": mark("Nilai UMK-K"),
    "umkm_value": mark("Nilai UMKM"),
    "provider_value": mark("Nilai melalui penyedia"),
    "rup_total": mark("RUP, seluruhnya"),
    "rup_provider": mark("RUP penyedia"),
    "rup_announced": mark("RUP diumumkan"),
    "rup_provider_packages": mark("Paket penyedia dalam RUP"),
    "jatim_bejo_value": mark("Transaksi Jatim Bejo"),
    "ekatalog_value": mark("Transaksi e-katalog"),
    "ekatalog_local_value": mark("Transaksi e-katalog lokal"),
    "ekatalog_local_providers": mark("Penyedia e-katalog lokal"),
    "ekatalog_local_products": mark("Produk e-katalog lokal"),
    "ekatalog_local_governments": mark("Pemerintah daerah dengan e-katalog lokal"),
    "ekatalog_products": mark("Produk e-katalog"),
    "ekatalog_providers": mark("Penyedia e-katalog"),
    "ekatalog_umkm_total": mark("UMKM dalam proses masuk e-katalog"),
    "ekatalog_umkm_in_entry": mark("UMKM dalam proses entri e-katalog"),
    "ekatalog_umkm_listed_city": mark("UMKM tayang di e-katalog kota"),
    "ekatalog_umkm_listed_province": mark("UMKM tayang di e-katalog provinsi"),
    "ekatalog_v6_catering_umkm": mark("Penyedia makanan-minuman di e-katalog v6"),
    "epurchasing_value": mark("Nilai e-purchasing"),
    "toko_daring_value": mark("Nilai Toko Daring"),
    "local_shoe_purchase": mark("Belanja sepatu dari perajin setempat"),
    "e_blangkon_products": mark("Produk e-Blangkon"),
    "provinces_committed_over_40pct": mark("Provinsi dengan komitmen di atas 40 persen"),
}
"""Indicators that are no shares; a test holds this to data/procurement.csv."""
CONFLICT_ABOUT = {
    "grdp_growth": mark("pertumbuhan {product} (persen)"),
    "grdp_adhk": mark("{product} harga konstan"),
    "pdn_share budgeted": mark("pangsa PDN dianggarkan (persen)"),
    "umkk realised share": mark("pangsa realisasi UMK-K (persen)"),
    "umkk realised share of plan": mark("realisasi UMK-K terhadap rencana (persen)"),
    "umkk share": mark("pangsa UMK-K (persen)"),
    "umkm_count": mark("jumlah UMKM"),
}
CORRECTED = {
    "grdp_billion_idr_2010": (mark("{product} harga konstan (miliar rupiah)"), 2),
    "growth_pct": (mark("pertumbuhan {product} (persen)"), 2),
    "population": (mark("penduduk (jiwa)"), 0),
}
"""Column of figures that corrections concern: its name with unit, and decimals."""
EFFECT = {
    "national": mark("Pengaruh pertumbuhan provinsi"),
    "industry_mix": mark("Pengaruh bauran sektor"),
    "regional": mark("Keunggulan kompetitif daerah"),
    "change": mark("Perubahan"),
}
LICENCE = {
    "official statistics; reuse with attribution to BPS": mark("statistik resmi; dapat digunakan dengan menyebut BPS"),
    "facts quoted with attribution": mark("fakta, dikutip dengan menyebut sumber"),
    "facts; cahyadsn/wilayah MIT": mark("fakta; cahyadsn/wilayah (MIT)"),
    "own figures; whoever imported them vouches for them": mark("angka sendiri; tanggung jawab pengimpornya"),
}
"""A test holds this to data/sources.csv."""
SCOPE = {
    "Indonesia - all local governments": mark("Indonesia, seluruh pemerintah daerah"),
    "Indonesia - 34 provinces": mark("Indonesia, 34 provinsi"),
    "Indonesia - 415 kabupaten": mark("Indonesia, 415 kabupaten"),
    "Indonesia - 93 kota": mark("Indonesia, 93 kota"),
    "Jawa Timur (24 kab/kota)": mark("Jawa Timur, 24 kabupaten/kota"),
    "Jawa Timur (38 kab/kota target)": mark("Jawa Timur, target untuk 38 kabupaten/kota"),
    "Provinsi Jawa Tengah": mark("Provinsi Jawa Tengah"),
    "Provinsi Lampung": mark("Provinsi Lampung"),
    "Provinsi Maluku": mark("Provinsi Maluku"),
    "Provinsi Jawa Timur (pemprov)": mark("Pemerintah Provinsi Jawa Timur"),
    "Provinsi Lampung (pemda)": mark("Pemerintah daerah se-Provinsi Lampung"),
}
"""Scopes that are no region's name; a test holds this to data/procurement.csv."""
KIND = {
    "nation": mark("negara"),
    "province": mark("provinsi"),
    "kabupaten": mark("kabupaten"),
    "kota": mark("kota"),
}
CLASS = {
    "RS": mark("bertahan (tidak turun)"),
    "RE": mark("pulih"),
    "NR1": mark("membaik, belum pulih"),
    "NR2": mark("pada titik terendah"),
}


def label(words: Mapping[str, str], code: object, **values: object) -> str:
    """Return the word for a code, with values in its {places}; a code without one is a name, none a dash."""
    if not isinstance(code, str):
        return NOTHING
    return t(words[code], **values) if code in words else code


def counted(kind: str, count: int) -> str:
    """Count regions of a kind: "9 kota"."""
    if kind == "kota":
        return nt("{count} kota", count)
    if kind == "kabupaten":
        return nt("{count} kabupaten", count)
    return nt("{count} provinsi", count)


def amount(value: float, unit: str, digits: int = 0) -> str:
    """Write a number of a unit: "24.729 paket", "1 package"."""
    if value == 1 and not digits and unit in ONE:
        return t(ONE[unit])
    return f"{number(value, digits)} {label(UNIT, unit)}"


def product(region: Region) -> str:
    """Return the abbreviation of a region's output: the nation has a gross domestic product, others a regional one."""
    return t("PDB") if region.kind == "nation" else t("PDRB")


def product_of(codes: Iterable[str]) -> str:
    """Return the abbreviation of the output of regions by their codes; of several regions it is the regional one."""
    return t("PDB") if set(codes) == {regions.NATION} else t("PDRB")


def localized(row: Any, column: str) -> str:
    """Return what a table holds in both languages, in the one in use: "note" is note_id or note_en; a dash if empty."""
    text = getattr(row, f"{column}_{current_language()}")
    return text if isinstance(text, str) else NOTHING


def sector_names() -> dict[str, str]:
    """Name every sector by its code."""
    return _sectors("name")


def short_sector_names() -> dict[str, str]:
    """Name every sector by its code in a word or two, for titles and the rows of a chart."""
    return _sectors("short")


def _sectors(column: str) -> dict[str, str]:
    table = tables.read("sectors")
    return dict(zip(table["sector_code"], table[f"{column}_{current_language()}"], strict=True))
