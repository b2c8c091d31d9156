"""Cells as figures, codes and words, and the bad ones named with row and column."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.datasets.procurement_lines.conftest import (
    Bring,
    kept,
    plans,
    reasons,
    refused,
    save,
)
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_recorded_purchases_hold_rupiah_in_columns_named_pct(bring: Bring, tmp_path: Path) -> None:
    rows = [
        {
            "kd_nontender_pct": 1,
            "nama_klpd": "Kab. Kotawaringin Barat",
            "total_realisasi": 5000000,
            "nilai_pdn_pct": 4000000,
            "nilai_umk_pct": None,
            "status_nontender_pct_ket": "Paket Selesai",
            "alasan_pembatalan": None,
        },
        {
            "kd_nontender_pct": 2,
            "nama_klpd": "Kab. Kotawaringin Barat",
            "total_realisasi": 1,
            "alasan_pembatalan": "salah",
        },
    ]
    path = tmp_path / "pencatatan.csv"  # whatever its name says
    path.write_text(json.dumps({"data": rows}), encoding="utf-8-sig")
    account = bring("recorded", path).account
    assert reasons(account) == {"cancelled": (1, 1)}
    assert kept("package, value, umkk, pdn, stage, region") == [("1", 5000000, None, 4000000, "payment", "6201")]


@pytest.mark.parametrize("cell", ["", "NaN", "-"])
def test_a_plan_without_a_value_is_bad(bring: Bring, tmp_path: Path, cell: str) -> None:
    with pytest.raises(DataError, match="row 3, column pagu: – expected the value in rupiah"):
        bring("rup-provider", plans(tmp_path / "rup.csv", {}, {"kd_rup": "2", "pagu": cell}))


def test_budgets_and_self_managed_packages_and_search_rows(bring: Bring, tmp_path: Path) -> None:
    budget = [
        {
            "belanja_pengadaan": 10654182000,
            "kd_klpd": "D228",
            "kd_satker": 83087,
            "nama_klpd": "Kab. Kotawaringin Barat",
            "nama_satker": "Dinas Perhubungan",
            "tahun_anggaran": 2025,
            "total_belanja": 11089866000,
            "belanja_non_pengadaan": None,
        }
    ]
    (tmp_path / "b.json").write_text(json.dumps(budget), encoding="utf-8-sig")
    bring("rup-budget", tmp_path / "b.json")
    save(
        tmp_path / "s.csv",
        ["kd_rup", "pagu", "tipe_swakelola", "nama_klpd"],
        [["8", "40", "1", "Kab. Kotawaringin Barat"]],
    )
    bring("rup-selfmanaged", tmp_path / "s.csv")
    found = [
        {
            "pagu": 45553000,
            "satuanKerja": "Bappeda",
            "isPDN": True,
            "kldi": "Provinsi Gorontalo",
            "idKldi": "D76",
            "metode": "Pengadaan Langsung",
            "isUMK": False,
            "pemilihan": "January 2025",
            "id": 62466015,
        }
    ]
    (tmp_path / "f.json").write_text(json.dumps({"draw": 1, "data": found}))
    bring("sirup-search", tmp_path / "f.json")
    assert kept("package, stage, value, umkk, pdn, region, method_group, date, rup") == [
        ("62466015", "plan", 45553000, 0, 45553000, "7500", "direct", dt.date(2025, 1, 1), "62466015"),
        ("8", "plan", 40, None, None, "6201", "self_managed", None, "8"),
        ("83087", "budget", 10654182000, None, None, "6201", "unknown", None, None),
    ]


def test_two_agencies_with_one_code_of_their_unit_have_a_budget_each(bring: Bring, tmp_path: Path) -> None:
    head = ["nama_klpd", "kd_satker", "kd_satker_str", "nama_satker", "belanja_pengadaan", "total_belanja"]
    rows = [["Kota Mojokerto", code, "2.15", f"Dinas {code}", "10", "20"] for code in ("1", "2", "2")]
    account = bring("rup-budget", save(tmp_path / "b.csv", head, rows)).account
    assert (account.kept_rupiah, reasons(account)["repeated row"][0]) == (20, 1)


@pytest.mark.parametrize(
    ("cells", "match"),
    [
        pytest.param(
            {"Total Nilai (Rp)": "=1+1"},
            r'row 3, column Total Nilai \(Rp\): "=1\+1" – expected rupiah',
            id="formula",
        ),
        pytest.param({"Total Nilai (Rp)": "-5"}, r'"-5" – expected no negative', id="negative"),
        pytest.param({"Total Nilai (Rp)": "(5)"}, r'"\(5\)" – expected rupiah', id="negative in brackets"),
        pytest.param({"Total Nilai (Rp)": "68,14%"}, r'"68,14%"', id="percentage"),
        pytest.param({"Total Nilai (Rp)": "5.5E+9"}, "no scientific notation", id="scientific"),
        pytest.param({"Total Nilai (Rp)": "123.456"}, "no 1.234 alone", id="ambiguous point"),
        pytest.param({"Total Nilai (Rp)": "9" * 16}, "at most 1,000,000,000,000,000", id="more than a budget"),
        pytest.param({"Nilai PDN (Rp)": "2000"}, "at most the value of its row", id="part above its whole"),
        pytest.param(
            {"Nilai PDN (Rp)": "100", "Total Nilai (Rp)": "5000000"},
            "looks like a percentage",
            id="per cent for rupiah",
        ),
        pytest.param({"Nilai PDN (Rp)": "100", "Total Nilai (Rp)": "900"}, "looks like a perc", id="of a small row"),
        pytest.param({"Nilai PDN (Rp)": "0.97"}, "looks like a percentage", id="fraction for rupiah"),
        pytest.param({"Total Nilai (Rp)": ""}, "at most the value of its row", id="a part of no value"),
        pytest.param({"Kode Paket": "nan"}, "a package code", id="NaN code"),
        pytest.param({"Kode Paket": "1.23E+13"}, "all its digits", id="code in scientific notation"),
        pytest.param({"Kode Paket": "=HYPERLINK(1)"}, "no formula", id="formula for a code"),
        pytest.param({"Tahun Anggaran": "dua ribu"}, "a budget year", id="year in words"),
        pytest.param({"Nama Instansi": "-"}, "an institution", id="no institution"),
    ],
)
def test_bad_cells_are_named_with_row_and_column(
    bring: Bring, inaproc: Callable[..., Path], before: list[tuple[Any, ...]], cells: dict[str, str], match: str
) -> None:
    path = inaproc({}, {"Kode Paket": "P2", **cells}, {"Kode Paket": "P3"})
    said = refused(bring, path, match, before)
    assert "1 row cannot be used; nothing was imported" in said
    assert said.count("row 3") == 1
