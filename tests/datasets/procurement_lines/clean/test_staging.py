"""Rows that count: left out by status, by repetition and by addendum; products added up."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tests.datasets.procurement_lines.conftest import (
    INAPROC,
    ROW,
    Bring,
    kept,
    plans,
    reasons,
    save,
)
from umkm_analysis.datasets.procurement_lines.clean import staging
from umkm_analysis.datasets.procurement_lines.read import text as read_text
from umkm_analysis.datasets.procurement_lines.request import Existing
from umkm_analysis.errors import DataError, UsageError

if TYPE_CHECKING:
    from pathlib import Path


def test_plans_inactive_deleted_or_not_announced_are_left_out_and_counted(bring: Bring, tmp_path: Path) -> None:
    path = plans(
        tmp_path / "rup.csv",
        {},
        {"kd_rup": "2", "status_ukm": "Non UKM", "status_pdn": ""},
        {"kd_rup": "3", "status_ukm": "nan"},
        {"kd_rup": "4", "status_aktif_rup": "False"},
        {"kd_rup": "5", "status_delete_rup": "1"},
        {"kd_rup": "6", "status_umumkan_rup": "Draf"},
        {"kd_rup": "7", "tahun_anggaran": "2024"},
        {},
        {"metode_pengadaan": "Seleksi"},
        bom=True,
        delimiter=";",
    )
    account = bring("rup-provider", path).account
    assert reasons(account) == {
        "inactive": (1, 100),
        "deleted": (1, 100),
        "not announced": (1, 100),
        "other budget year": (1, 100),
        "repeated row": (2, 200),
    }
    assert (account.rows, account.rupiah, account.kept_rows, account.kept_rupiah) == (9, 900, 3, 300)
    assert kept("package, value, umkk, pdn, stage, region, agency") == [
        ("1", 100, 100, 100, "plan", "3576", "DINAS A"),
        ("2", 100, 0, None, "plan", "3576", "DINAS A"),
        ("3", 100, None, 100, "plan", "3576", "DINAS A"),
    ]


def test_a_package_repeated_by_a_join_counts_once_and_one_that_contradicts_itself_is_bad(
    bring: Bring, tmp_path: Path
) -> None:
    path = plans(
        tmp_path / "rup.csv",
        {},
        {"kd_rup": "1.0", "metode_pengadaan": "Seleksi"},
        {"kd_rup": "2"},
        {"kd_rup": "2", "pagu": "101"},
    )
    with pytest.raises(DataError, match=r"2 rows cannot be used") as caught:
        bring("rup-provider", path)
    assert 'row 4, column kd_rup: "2" – expected one row a package' in str(caught.value)
    assert "row 5" in str(caught.value)
    named = plans(tmp_path / "named.csv", {"kd_rup": "Budi"}, {"kd_rup": "Budi", "pagu": "101"})
    with pytest.raises(DataError, match="row 2, column kd_rup: – expected one row a package"):
        bring("rup-provider", named)
    account = bring("rup-provider", path, allow_bad=2).account
    assert (account.kept_rows, account.kept_rupiah, account.rupiah) == (1, 100, 401)


def test_only_the_last_addendum_of_a_contract_counts(bring: Bring, tmp_path: Path) -> None:
    header = [
        "kd_tender",
        "nama_klpd",
        "no_kontrak",
        "versi_addendum",
        "nilai_kontrak",
        "nilai_umk_kontrak",
        "hps",
        "jumlah_peserta",
        "tgl_penetapan_pemenang",
        "kabkota_penyedia",
    ]
    rows = [
        ["T1", "Kota Mojokerto", "K1", "0", "1000", "1000", "1100", "1", "2025-03-09T10:00:00", "Mojokerto (Kota)"],
        ["T1", "Kota Mojokerto", "K1", "2", "1200", "200", "1100", "1", "2025-03-09", "Pangkajene Kepulauan (Kab.)"],
        ["T1", "Kota Mojokerto", "K1", "1", "1100", "0", "1100", "1", "09/03/2025", "luar negeri"],
        ["T1", "Kota Mojokerto", "K2", "0", "500", "", "", "", "bukan tanggal", ""],
    ]
    account = bring("tender", save(tmp_path / "t.csv", header, rows)).account
    assert reasons(account) == {"earlier addendum": (2, 2100)}
    assert account.notes[0] == "1 date could not be read; the lines have no month"
    assert kept("value, umkk, hps, bidders, date, supplier_region, method") == [
        (500, None, None, None, None, None, "Tender"),
        (1200, 200, 1100, 1, dt.date(2025, 3, 9), "7309", "Tender"),
    ]


def test_products_of_the_old_catalogue_are_added_up(bring: Bring, tmp_path: Path) -> None:
    lines = [
        {
            "kd_klpd": "D9",
            "kd_paket": 1,
            "kd_paket_produk": 10,
            "total_harga": 100.25,
            "penyedia_ukm": "UMK",
            "kd_penyedia": 5,
        },
        {
            "kd_klpd": "D9",
            "kd_paket": 1,
            "kd_paket_produk": 11,
            "total_harga": 200.25,
            "penyedia_ukm": None,
            "kd_penyedia": 5,
        },
        {
            "kd_klpd": "D9",
            "kd_paket": 1,
            "kd_paket_produk": 11,
            "total_harga": 200.25,
            "penyedia_ukm": None,
            "kd_penyedia": 5,
        },
        {
            "kd_klpd": "D9",
            "kd_paket": 2,
            "kd_paket_produk": 12,
            "total_harga": 7,
            "penyedia_ukm": "UMK",
            "kd_penyedia": 6,
        },
        {"kd_klpd": "D9", "kd_paket": 3, "kd_paket_produk": 13, "total_harga": 9, "paket_status_str": "Paket Batal"},
    ]
    path = tmp_path / "v5.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines))
    with pytest.raises(UsageError, match=r"D9: the file has no name for it: give --region CODE, or --match D9=CODE"):
        bring("ekatalog-v5", path)
    account = bring("ekatalog-v5", path, matches={"d9": "3576"}).account
    assert reasons(account) == {"cancelled": (1, 9), "repeated row": (1, Decimal("200.25"))}
    assert (account.kept_rows, account.lines, account.rounding) == (3, 2, Decimal("-0.5"))
    assert kept("package, value, umkk, supplier, method_group") == [
        ("1", 300, None, "code:5", "e_purchasing"),
        ("2", 7, 7, "code:6", "e_purchasing"),
    ]
    order = tmp_path / "v6.json"
    order.write_text(
        json.dumps(
            [
                {"kode_klpd": "D9", "order_id": "A", "total": 10, "status": "COMPLETED", "rup_code": "12"},
                {"kode_klpd": "D9", "order_id": "B", "total": 11, "status": "CANCELLED", "rup_code": "13"},
            ]
        )
    )
    outcome = bring("ekatalog-v6", order)  # the code is known from the import before
    assert reasons(outcome.account) == {"cancelled": (1, 11)}
    assert [part.region for part in outcome.parts] == ["3576"]


@pytest.mark.parametrize("other", ["Kab. Mojokerto", "Kota Mojokerto"], ids=["two institutions", "one"])
def test_a_package_meets_its_repetition_across_batches(
    bring: Bring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other: str
) -> None:
    """Batches have words, institutions and thousands of their own; the account and the lines must not show it."""
    rows = [
        dict(zip(INAPROC, ROW, strict=True))
        | {
            "Kode Paket": f"P{n % 5}",
            "Nama Satuan Kerja": f"Dinas {n * n % 7}",
            "Total Nilai (Rp)": f"{n % 5 + 1}.000.000",
        }
        | {"Nama Instansi": "Kota Mojokerto" if n % 2 else other, "Nilai PDN (Rp)": None if n % 4 else "700"}
        for n in range(40)
    ]
    path = tmp_path / "x.json"
    path.write_text(json.dumps(rows))
    columns = "* EXCLUDE (source_sha256)"
    whole, lines = bring("inaproc", path).account, kept(columns)
    path.write_text(json.dumps(rows) + " ")  # the same file twice would change nothing
    monkeypatch.setattr(read_text, "BATCH_ROWS", 3)
    monkeypatch.setattr(staging, "TYPED_ROWS", 6)
    assert bring("inaproc", path, existing=Existing.REPLACE).account == whole
    assert sorted(kept(columns), key=repr) == sorted(lines, key=repr)
    assert len(lines) < len(rows)
