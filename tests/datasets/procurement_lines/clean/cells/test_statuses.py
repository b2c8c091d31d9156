"""Statuses of packages: what is left out, what is listed, and no kind that would not read them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import duckdb
import pytest

from tests.datasets.procurement_lines.conftest import kept, reasons
from umkm_analysis.aggregates.shares import procurement_shares
from umkm_analysis.datasets.procurement_lines.clean.cells import statuses
from umkm_analysis.datasets.procurement_lines.kinds import KINDS, find_kind, matching_kinds
from umkm_analysis.datasets.procurement_lines.store.engines import open_lines
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable

    from umkm_analysis.datasets.procurement_lines.request import ImportResult


V6 = {
    "API": """fiscal_year,kode_klpd,order_id,total,status,order_date,rup_code
2025,D107,A1,1000000,COMPLETED,2025-05-01,1
2025,D107,A2,9000000,WAITING_SELLER_CONFIRMATION,2025-05-02,2
2025,D107,A3,5000000,ON_NEGOTIATION,2025-05-02,3
2025,D107,A4,4000000,ESIGN_IN_PROGRESS,2025-05-02,3
2025,D107,A5,3000000,CANCELLED_ON_REVIEW,2025-05-02,3""",
    "ISB": """tahun_anggaran,kd_klpd,kd_paket,total_harga,status_pkt,tgl_order,kd_rup
2025,D107,A1,1000000,COMPLETED,2025-05-01,1
2025,D107,A2,9000000,WAITING_PPK_REVIEW,2025-05-02,2
2025,D107,A3,9000000,CANCELLED_ON_NEGOTIATION,2025-05-02,3""",
}


@pytest.mark.parametrize("spelling", V6)
def test_only_orders_that_are_made_are_realised(read: Callable[..., ImportResult], spelling: str) -> None:
    account = read("ekatalog-v6", V6[spelling]).account
    assert account is not None
    assert set(reasons(account)) == {"cancelled", "not yet an order"}
    assert kept("package, value, date, rup") == [("A1", 1000000, dt.date(2025, 5, 1), "1")]
    assert account.unknown_statuses == ()


def test_a_file_is_led_into_no_kind_that_would_drop_its_status(read: Callable[..., ImportResult]) -> None:
    with pytest.raises(DataError, match="it looks like ekatalog-v6"):
        read("ekatalog-v5", V6["ISB"])
    assert [kind.name for kind in matching_kinds(V6["ISB"].splitlines()[0].split(","))] == ["ekatalog-v6"]
    for kind in (kind for kind in KINDS if "status" in kind.columns):
        header = [kind.names()[name][0] for name in dict.fromkeys((*kind.required, "status"))]
        for other in matching_kinds(header):
            reads = other.stage not in {"contract", "payment"} or any(
                head in other.names()["status"] for head in kind.columns["status"]
            )
            assert reads, (kind.name, other.name)


def test_an_unknown_status_is_counted_and_listed(read: Callable[..., ImportResult]) -> None:
    text = """order_id,total,status
A1,1000000,COMPLETED
A2,9000000,Entah
A3,5000000,entah
A4,7000000,"""
    account = read("ekatalog-v6", text).account
    assert account is not None
    assert [(odd.status, odd.rows, odd.rupiah) for odd in account.unknown_statuses] == [("ENTAH", 2, 14000000)]
    assert ["  of these with the unknown status ENTAH", "2", "14,000,000"] in account.table()
    assert account.record()["unknown_statuses"] == [{"status": "ENTAH", "rows": 2, "rupiah": 14000000}]
    assert procurement_shares(open_lines(), by=["year"])["realised"].item() == 22000000


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (
            "stopped",
            [
                "FAILED",
                "CANCELLED",
                "Paket Dibatalkan",
                "Gagal/Batal",
                "CANCELLED_ON_REVIEW",
                "Tender Gagal",
                "Ditolak",
                *("Kadaluarsa", "KEDALUWARSA", "expired", "Refund", "Paket Dihapus", "Tidak Ada Pemenang"),
            ],
        ),
        (
            "terminated",
            [
                *("Kontrak Dihentikan", "PUTUS KONTRAK", "terminated", "Diputus Sepihak"),
                *("Pemutusan Kontrak", "Selesai dengan Pemutusan", "Penghentian Kontrak"),
            ],
        ),
        (
            "not_yet",
            [
                *(
                    "ON_NEGOTIATION",
                    "WAITING_PPK_REVIEW",
                    "ESIGN_IN_PROGRESS",
                    "Menunggu Konfirmasi",
                    "DRAFT",
                    "pending",
                ),
                *("Penandatanganan Kontrak", "Tanda Tangan", "PERSIAPAN KONTRAK", "Kontrak Belum Ditandatangani"),
            ],
        ),
        (
            "counts",
            [
                *(
                    "ON PROCESS",
                    "ON_PROCESS",
                    "SELESAI",
                    "COMPLETED",
                    "PAYMENT OUTSIDE SYSTEM",
                    "PAKET SEDANG BERJALAN",
                ),
                *("PAKET SELESAI", "BERLANGSUNG", "ON ADDENDUM", "Paket Proses", "Kontrak Sedang Berjalan", "active"),
                *("verified", "terkonfirmasi selesai", None),
                *("Kontrak Ditandatangani", "SUDAH_DITANDATANGANI", "Telah Tanda Tangan", "CONTRACT_SIGNED", "Lunas"),
            ],
        ),
        (
            "unknown",
            [
                *("Entah", "1", "TIDAK AKTIF", "unverified", "Tidak Selesai", "Proses Kontrak PPK"),
                *("Belum Selesai", "Menunggu Pembayaran", "WAITING_FOR_PAYMENT", "Belum Dibayar", "UNPAID"),
                *("Tidak Dibatalkan", "Bukan Gagal", "Surat Keputusan Pemenang", "Dihentikan Sementara"),
                *("Belum Terverifikasi", "MENUNGGU BAST"),
            ],
        ),
    ],
)
def test_what_a_status_means(state: str, words: list[str | None]) -> None:
    for word in words:
        found = duckdb.execute(f"SELECT {statuses.state('word')} FROM (SELECT ?::VARCHAR AS word)", [word]).fetchone()  # noqa: S608
        assert found == (state,), word


TWO_STATUSES = """kd_nontender,nilai_kontrak,status_kontrak,status_nontender,tgl_selesai_nontender,tgl_kontrak
1,1000000,,Gagal/Batal,2025-03-01,2025-03-09
2,2000000,Kontrak Selesai,Gagal/Batal,2025-03-01,2025-03-09
3,3000000,Kontrak Dihentikan,Selesai,2025-03-01,2025-03-09
4,4000000,,Selesai,,2025-03-09
5,5000000,Kontrak Selesai,7,2025-03-01,
6,6000000,,,0001-01-01,"""


def test_of_two_statuses_the_one_that_leaves_a_row_out_holds_and_of_two_dates_the_one_that_is_there(
    read: Callable[..., ImportResult],
) -> None:
    account = read("nontender", TWO_STATUSES).account
    assert account is not None
    assert {reason: rows for reason, (rows, _) in reasons(account).items()} == {
        "cancelled": 2,
        "terminated contract": 1,
    }
    assert kept("package, value, status, date") == [
        ("4", 4000000, "SELESAI", dt.date(2025, 3, 9)),
        ("5", 5000000, "KONTRAK SELESAI", dt.date(2025, 3, 1)),
        ("6", 6000000, None, None),
    ]
    assert account.unknown_statuses == ()
    assert "1 date could not be read; the lines have no month" in account.notes


def test_orders_of_a_shop_that_nobody_verified_are_listed(read: Callable[..., ImportResult]) -> None:
    account = read(
        "toko-daring",
        """order_id,valuasi,status_verif,status_konfirmasi_ppmse
1,1000,verified,selesai
2,2000,unverified,selesai
3,4000,verified,gagal
4,8000,unverified,
5,16000,verified,""",
    ).account
    assert account is not None
    assert account.kept_rupiah == 27000
    assert [(odd.status, odd.rows, odd.rupiah) for odd in account.unknown_statuses] == [("UNVERIFIED", 2, 10000)]


def test_every_purchase_with_a_status_leaves_out_what_is_no_order() -> None:
    for kind in (
        find_kind(kind.name) for kind in KINDS if "status" in kind.columns and kind.stage in {"contract", "payment"}
    ):
        assert {reason for reason, _ in kind.left_out} == {"cancelled", "terminated contract", "not yet an order"}, (
            kind.name
        )


def test_what_has_not_ended_is_not_done() -> None:
    words = ["Paket Selesai", "COMPLETED", "Belum Selesai", "Tidak Selesai", "Menunggu Penyelesaian"]
    with duckdb.connect() as connection:
        read = [connection.execute(f"SELECT {statuses.done('$1')}", [word]).fetchall()[0][0] for word in words]
    assert read == [True, True, False, False, False]
