"""Indonesian words for what the tables and the library say in codes."""

from __future__ import annotations

STATUS = {
    "verified": "terverifikasi",
    "corroborated": "dikuatkan, satu asal",
    "single_source": "satu sumber",
    "derived_residual": "turunan (sisa)",
    "conflict": "bertentangan",
    "suspect": "meragukan",
    "flagged": "bertanda",
    "outlier_unverified": "ekstrem, belum diperiksa",
    "corrected": "dikoreksi",
    "withheld": "ditahan",
}
ORIGIN = {"levels": "level ADHK", "published rates": "laju terbit"}
CHECK = {"agrees": "cocok", "differs": "berselisih", "mixed vintages": "beda rilis"}
NUMERATOR = {
    "PDN": "produk dalam negeri (PDN)",
    "UMK-K": "UMK-K",
    "UMK": "UMK",
    "UMKM": "UMKM",
    "local products": "produk lokal (tidak didefinisikan)",
}
DENOMINATOR = {
    "not stated": "tidak disebutkan",
    "APBD spending": "belanja APBD",
    "all spending": "seluruh belanja pengadaan",
    "packages": "jumlah paket",
    "PDN plan": "rencana belanja PDN",
    "belanja barang/jasa": "belanja barang/jasa",
    "procurement budget": "anggaran pengadaan",
    "procurement spending": "belanja pengadaan",
}
BASIS = {
    "planned": "direncanakan",
    "budgeted": "dianggarkan",
    "allocated": "dialokasikan",
    "committed": "dikomitmenkan",
    "realised": "realisasi",
    "target": "target",
    "count": "hitungan",
}
VERDICT = {
    "meets": "di atas mandat",
    "misses": "di bawah mandat",
    "undetermined": "belum dapat dinilai",
    "no mandate": "tanpa mandat pembanding",
}
OBLIGATION = {"allocation": "alokasi", "allocation; realisation": "alokasi dan realisasi"}
UNIT = {
    "packages": "paket",
    "products": "produk",
    "providers": "penyedia",
    "UMKM": "UMKM",
    "local governments": "pemerintah daerah",
    "provinces": "provinsi",
}
INDICATOR = {
    "pdn_value": "Nilai PDN",
    "umk_value": "Nilai UMK",
    "umkk_value": "Nilai UMK-K",
    "umkm_value": "Nilai UMKM",
    "provider_value": "Nilai melalui penyedia",
    "rup_total": "RUP, seluruhnya",
    "rup_provider": "RUP penyedia",
    "rup_announced": "RUP diumumkan",
    "rup_provider_packages": "Paket penyedia dalam RUP",
    "jatim_bejo_value": "Transaksi Jatim Bejo",
    "ekatalog_value": "Transaksi e-katalog",
    "ekatalog_local_value": "Transaksi e-katalog lokal",
    "ekatalog_local_providers": "Penyedia e-katalog lokal",
    "ekatalog_local_products": "Produk e-katalog lokal",
    "ekatalog_local_governments": "Pemerintah daerah dengan e-katalog lokal",
    "ekatalog_products": "Produk e-katalog",
    "ekatalog_providers": "Penyedia e-katalog",
    "ekatalog_umkm_total": "UMKM menuju e-katalog",
    "ekatalog_umkm_in_entry": "UMKM dalam proses entri e-katalog",
    "ekatalog_umkm_listed_city": "UMKM tayang di e-katalog kota",
    "ekatalog_umkm_listed_province": "UMKM tayang di e-katalog provinsi",
    "ekatalog_v6_catering_umkm": "Penyedia makan-minum di e-katalog v6",
    "epurchasing_value": "Nilai e-purchasing",
    "toko_daring_value": "Nilai Toko Daring",
    "local_shoe_purchase": "Belanja sepatu dari perajin setempat",
    "e_blangkon_products": "Produk e-Blangkon",
    "provinces_committed_over_40pct": "Provinsi dengan komitmen di atas 40 persen",
}
"""Indicators that are no shares; a test holds this to data/procurement.csv."""
CONFLICT_ABOUT = {
    "grdp_growth": "pertumbuhan PDRB (persen)",
    "grdp_adhk": "level PDRB ADHK",
    "pdn_share budgeted": "pangsa PDN dianggarkan (persen)",
    "umkk realised share": "pangsa UMK-K, realisasi (persen)",
    "umkk realised share of plan": "realisasi UMK-K terhadap rencana (persen)",
    "umkk share": "pangsa UMK-K (persen)",
}
EFFECT = {
    "national": "Ikut pertumbuhan provinsi",
    "industry_mix": "Bauran sektor",
    "regional": "Keunggulan daerah",
    "change": "Perubahan",
}
LICENCE = {
    "official statistics; reuse with attribution to BPS": "statistik resmi; boleh dipakai dengan menyebut BPS",
    "facts quoted with attribution": "fakta dikutip dengan menyebut sumber",
    "facts; cahyadsn/wilayah MIT": "fakta; cahyadsn/wilayah (MIT)",
}
"""A test holds this to data/sources.csv."""
