"""Kinds of exports: found by name, recognised by their columns, and read with the right values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.datasets.procurement_lines.conftest import INAPROC, RUP, Bring, kept, reasons, save
from umkm_analysis.datasets.procurement_lines.clean.cells import sql
from umkm_analysis.datasets.procurement_lines.kinds import KINDS, explain_mismatch, find_kind, matching_kinds
from umkm_analysis.datasets.procurement_lines.store import catalog
from umkm_analysis.errors import UsageError
from umkm_analysis.reports.procurement_share.line_page import text as line_text

if TYPE_CHECKING:
    from pathlib import Path

PAPER = (
    "tahun_anggaran kd_klpd nama_klpd jenis_klpd kd_satker kd_satker_str nama_satker alamat_satker kd_lpse nama_paket "
    "nama_ppk nip_ppk jabatan_ppk nama_penyedia npwp_penyedia status_kontrak versi_addendum no_sppbj "
)
HEADERS = {
    "rup-provider": " ".join(RUP),
    "rup-selfmanaged": "tahun_anggaran kd_klpd nama_klpd kd_satker nama_satker kd_rup nama_paket pagu tipe_swakelola "
    "tgl_awal_pelaksanaan_kontrak status_aktif_rup status_delete_rup status_umumkan_rup nip_ppk",
    "rup-budget": "kd_satker total_belanja kd_satker_str belanja_btt nama_klpd kd_klpd belanja_modal "
    "belanja_non_pengadaan belanja_operasi nama_satker belanja_pengadaan tahun_anggaran",
    "tender": "tgl_penetapan_pemenang kd_rup_paket kd_tender kd_satker nilai_negosiasi nilai_umk_kontrak kd_klpd hps "
    "nama_penyedia npwp_16_penyedia nama_klpd kd_paket pagu nilai_pdn_kontrak nilai_penawaran nilai_kontrak",
    "tender (contracts)": PAPER + "kd_tender no_kontrak nilai_kontrak nilai_pdn_kontrak nilai_umk_kontrak tgl_kontrak",
    "nontender": "sumber_dana nama_paket kd_nontender kd_satker nilai_negosiasi mtd_pemilihan kd_klpd hps kd_rup "
    "tgl_selesai_nontender status_nontender nama_klpd nilai_kontrak nilai_umk_kontrak npwp16_penyedia kd_penyedia",
    "recorded": "kd_nontender_pct nilai_umk_pct nilai_pdn_pct status_nontender_pct_ket mtd_pemilihan kd_klpd kd_rup "
    "nama_klpd pagu total_realisasi alasan_pembatalan tgl_selesai_paket bukti_pembayaran",
    "recorded-payments": "no_realisasi nama_paket kd_rup_paket kd_satker tgl_realisasi kd_klpd kd_nontender_pct "
    "nama_penyedia npwp_penyedia jenis_realisasi nama_klpd pagu nilai_realisasi nama_satker tahun_anggaran",
    "recorded-selfmanaged": "kd_swakelola_pct status_swakelola_pct_ket nilai_umk_pct nilai_pdn_pct kd_klpd kd_rup "
    "tipe_swakelola tipe_swakelola_nama nama_klpd pagu total_realisasi alasan_pembatalan tahun_anggaran",
    "recorded-selfmanaged-payments": "kd_satker no_realisasi tgl_realisasi jenis_realisasi kd_klpd npwp_pelaksana "
    "nilai_realisasi kd_swakelola_pct ket_realisasi tahun_anggaran kd_lpse nama_pelaksana",
    "ekatalog-v5": "kd_komoditas nama_paket kd_klpd kuantitas kd_rup kd_produk harga_satuan kd_paket total_harga "
    "tanggal_buat_paket paket_status_str no_paket status_paket tahun_anggaran satker_id kd_penyedia",
    "ekatalog-v6": "rup_name total order_date nama_satker status order_id kode_klpd rup_code kode_penyedia fiscal_year",
    "ekatalog-v6 (ISB)": "sumber_dana kd_penyedia_sikap kd_penyedia_v6 kd_klpd kd_rup status_pengiriman jml_produk "
    "kd_satker_str ongkir kd_paket total_harga nama_instansi tgl_order status_pkt rup_nama_pkt tahun_anggaran",
    "inaproc": "|".join(INAPROC),
    "sirup-search": "idBulan pagu satuanKerja isPDN idKldi metode sumberDana kldi isUMK pemilihan id paket pds",
    "toko-daring": "keterangan_ppmse merchant_name marketplace kd_satker status_verif kd_klpd kategori valuasi tahun "
    "status_konfirmasi_ppmse nama_klpd order_id metode_bayar nama_pemesan tanggal_transaksi nama_satker order_desc",
    "bidders": "kd_satker nama_penyedia npwp_penyedia kd_peserta kd_tender kd_klpd nilai_penawaran alasan pemenang "
    "pemenang_terverifikasi nilai_terkoreksi tahun_anggaran kd_penyedia",
    "tender-schedule": "kd_satker tgl_akhir kd_satker_str kd_tender kd_akt kd_klpd tgl_awal nama_akt kd_tahapan "
    "tahun_anggaran kd_lpse nama_tahapan",
    "award-letters": PAPER + "kd_tender harga_final tgl_sppbj nilai_jaminan_pelaksanaan",
    "award-letters (non-tender)": PAPER + "kd_nontender mtd_pengadaan harga_final tgl_sppbj",
    "start-orders": PAPER + "kd_tender no_kontrak no_spmk_spp tgl_spmk_spp waktu_penyelesaian",
    "start-orders (with values)": PAPER + "kd_tender no_kontrak no_spmk_spp tgl_spmk_spp nilai_kontrak",
    "handovers": PAPER + "kd_nontender no_kontrak nilai_kontrak besar_pembayaran no_bast tgl_bast no_bap",
    "rup-funding": "sumber_dana mak kd_rup id_paket_anggaran_penyedia kd_klpd asal_dana pagu status_aktif_rup",
    "rup-funding (self-managed)": "sumber_dana kd_subkegiatan kd_rup mak nama_klpd asal_dana pagu tahun_anggaran",
    "ocds": "ocid award_id award_amount award_date award_status buyer_name supplier_name release_day",
}
"""Columns of each service, as public code lists them."""
SELF_MANAGED = [
    *("tahun_anggaran", "kd_klpd", "nama_klpd", "kd_swakelola_pct"),
    *("kd_rup", "pagu", "total_realisasi", "tipe_swakelola"),
]
V6_ISB = [
    *("tahun_anggaran", "nama_instansi", "nama_satker", "kd_klpd", "kd_paket"),
    *("kd_rup", "total_harga", "tgl_order", "status_pkt"),
]


def columns(name: str) -> list[str]:
    listed = HEADERS[name]
    return listed.split("|" if "|" in listed else None)


def test_every_reason_and_kind_has_its_word() -> None:
    reasons = {reason for kind in KINDS for reason, _ in kind.left_out}
    assert reasons <= set(line_text.REASON)
    assert {kind.name for kind in KINDS} | {"sample"} == set(line_text.KIND)
    assert {group for group, _ in sql.METHODS} | {"other", "unknown"} == set(line_text.GROUP)


def test_an_unknown_kind_is_answered_with_those_there_are() -> None:
    assert find_kind("RUP_provider").name == "rup-provider"
    with pytest.raises(UsageError, match="Did you mean tender") as caught:
        find_kind("tenders")
    assert "ekatalog-v6" in str(caught.value)


@pytest.mark.parametrize("name", HEADERS)
def test_the_columns_of_a_service_are_of_one_kind(name: str) -> None:
    assert [kind.name for kind in matching_kinds(columns(name))] == [name.partition(" (")[0]]


def test_every_kind_has_a_header_here() -> None:
    assert {name.partition(" (")[0] for name in HEADERS} == {kind.name for kind in KINDS}


@pytest.mark.parametrize(
    ("kind", "name", "match"),
    [
        ("tender", "handovers", "no column kd_tender"),
        (
            "nontender",
            "handovers",
            "no nontender export has a column besar_pembayaran, no_bast; it looks like handovers",
        ),
        ("rup-selfmanaged", "recorded-selfmanaged", "it looks like recorded-selfmanaged"),
        ("ekatalog-v5", "ekatalog-v6 (ISB)", "no ekatalog-v5 export has .*; it looks like ekatalog-v6"),
        ("rup-provider", "rup-funding", "it looks like rup-funding"),
    ],
)
def test_an_export_of_another_kind_is_named(kind: str, name: str, match: str) -> None:
    mismatch = explain_mismatch(find_kind(kind), columns(name))
    assert mismatch is not None
    assert re.search(match, mismatch), mismatch


def test_recorded_self_managed_packages_are_realised_and_the_cancelled_left_out(bring: Bring, tmp_path: Path) -> None:
    header = [
        "tahun_anggaran",
        "kd_klpd",
        "nama_klpd",
        "kd_swakelola_pct",
        "kd_rup",
        "pagu",
        "total_realisasi",
        "tipe_swakelola",
    ]
    header.append("status_swakelola_pct_ket")
    cancelled = ["2025", "D107", "Kab. Bandung", "1", "9", "1000000", "0", "1", "Paket Dibatalkan"]
    done = ["2025", "D107", "Kab. Bandung", "2", "8", "2000000", "1500000", "1", "Paket Selesai"]
    account = bring("recorded-selfmanaged", save(tmp_path / "x.csv", header, [cancelled, done])).account
    assert reasons(account) == {"cancelled": (1, 0)}
    assert kept("package, value, stage, method_group, rup") == [("2", 1_500_000, "payment", "self_managed", "8")]


def test_orders_of_v6_in_the_spelling_of_the_isb_have_status_and_date(bring: Bring, tmp_path: Path) -> None:
    header = [
        "tahun_anggaran",
        "nama_instansi",
        "nama_satker",
        "kd_klpd",
        "kd_paket",
        "kd_rup",
        "total_harga",
        "tgl_order",
        "status_pkt",
    ]
    rows = [
        ["2025", "Kab. Bandung", "DINAS A", "D107", "EP-1", "5", "1000000", "2025-05-01", "COMPLETED"],
        ["2025", "Kab. Bandung", "DINAS A", "D107", "EP-2", "6", "9000000", "2025-05-02", "CANCELLED_ON_NEGOTIATION"],
    ]
    bring("ekatalog-v6", save(tmp_path / "x.csv", header, rows))
    assert kept("package, value, strftime(date, '%m-%d')") == [("EP-1", 1_000_000, "05-01")]


def test_equal_payments_of_different_months_are_two_and_the_same_one_twice_is_one(bring: Bring, tmp_path: Path) -> None:
    header = ["kd_nontender_pct", "no_realisasi", "tgl_realisasi", "nilai_realisasi", "nama_klpd"]
    rows = [["1", "K-1", day, "500", "Kab. Bandung"] for day in ("2025-01-31", "2025-02-28", "2025-02-28")]
    account = bring("recorded-payments", save(tmp_path / "x.csv", header, rows)).account
    assert account.kept_rupiah == 1000
    assert reasons(account) == {"repeated row": (1, 500)}


def test_failed_orders_of_online_shops_are_left_out(bring: Bring, tmp_path: Path) -> None:
    header = ["tahun", "nama_klpd", "order_id", "valuasi", "status_konfirmasi_ppmse", "nama_pemesan"]
    rows = [
        ["2025", "Kab. Bandung", "A", "700", "selesai", "BUDI"],
        ["2025", "Kab. Bandung", "B", "900", "gagal", "BUDI"],
    ]
    bring("toko-daring", save(tmp_path / "x.csv", header, rows))
    assert kept("package, value, method_group") == [("A", 700, "e_purchasing")]


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        (
            "bidders",
            {"kd_tender": "7", "kd_peserta": "3", "pemenang": "0", "nilai_penawaran": ""},
        ),
        ("award-letters", {"kd_tender": "7", "no_sppbj": "S/1", "harga_final": "800", "tgl_sppbj": "2025-02-01"}),
        ("start-orders", {"kd_nontender": "7", "no_spmk_spp": "M/1", "tgl_spmk_spp": "2025-02-03"}),
        ("handovers", {"kd_tender": "7", "no_bast": "B/1", "besar_pembayaran": "800", "nilai_kontrak": "800"}),
        ("rup-funding", {"kd_rup": "7", "mak": "5.2.02", "pagu": "100", "sumber_dana": "APBD"}),
    ],
)
def test_papers_bids_and_budget_rows_are_kept_and_in_no_sum(
    bring: Bring, tmp_path: Path, kind: str, cells: dict[str, Any]
) -> None:
    rows = [*cells.values(), "Kab. Bandung"]
    account = bring(kind, save(tmp_path / "x.csv", [*cells, "nama_klpd"], [rows])).account
    assert (account.rows, account.lines) == (1, 1)
    assert catalog.files() == []
    assert len(catalog.files(stages={find_kind(kind).stage})) == 1
    assert catalog.of_region("3204") == []
