"""Rows of one package or contract: what repeats, amends or ends another counts once, however it is spelt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.datasets.procurement_lines.conftest import INAPROC, ROW, kept, reasons, save
from umkm_analysis.datasets.procurement_lines.clean import repetitions
from umkm_analysis.datasets.procurement_lines.request import Existing
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.datasets.procurement_lines.conftest import Bring
    from umkm_analysis.datasets.procurement_lines.request import ImportResult

CONTRACT = (
    "kd_nontender,nama_satker,nilai_kontrak,nilai_umk_kontrak,no_kontrak,versi_addendum,npwp_penyedia,nama_penyedia,"
    "status_kontrak"
)


@pytest.mark.parametrize(
    ("rows", "right"),
    [
        pytest.param(
            ["1,A,1000,1000,K1,,012345678601000,PT Satu,", "1,A,1000,0,K1,,012345678601000,PT Satu,"],
            [(1000, 0)],
            id="a part that was corrected",
        ),
        pytest.param(
            ["1,A,1000,0,K1,1,012345678601000,PT Satu,", "1,Dinas A,1000,0,K1,1,012345678601000,PT Satu,"],
            [(1000, 0)],
            id="an agency in two spellings",
        ),
        pytest.param(
            ["1,A,1000,0,K1,,012345678601000,PT Satu,", "1,A,1200,0,K1,,,PT Satu,"],
            [(1200, 0)],
            id="a tax number in one row only",
        ),
        pytest.param(
            ["1,A,1000,0,,,,PT Satu,", "1,A,1000,0,,,012345678601000,PT Satu,"],
            [(1000, 0)],
            id="no number of a contract, and a tax number in one row only",
        ),
        pytest.param(
            ["1,A,1000,0,,,,PT Satu,", "1,A,1200,0,,,012345678601000,PT Satu,"],
            [(1000, 0), (1200, 0)],
            id="other values may be of two firms",
        ),
        pytest.param(
            ["1,A,1000,0,027/SPK/1,,,PT Satu,", "1,A,1200,0,027/spk/ 1,,,PT Satu,"],
            [(1200, 0)],
            id="a number in two spellings",
        ),
        pytest.param(
            ["1,A,1000,0,K1,,,PT Satu,", "1,A,500,0,K1,,,CV Dua,"],
            [(500, 0), (1000, 0)],
            id="two firms of one contract",
        ),
        pytest.param(
            [
                "1,A,1000,0,K1,Kontrak Awal,,PT Satu,",
                "1,A,900,0,K1,Adendum II,,PT Satu,",
                "1,A,800,0,K1,Addendum I,,PT Satu,",
            ],
            [(900, 0)],
            id="versions in words",
        ),
        pytest.param(
            [
                "1,A,1000,0,K1,,,PT Satu,Putus Kontrak",
                "1,A,1000,0,K1,,,PT Satu,Kontrak Berjalan",
                "2,A,7,0,K2,,,PT Satu,",
            ],
            [(7, 0)],
            id="a termination without a version",
        ),
    ],
)
def test_a_contract_counts_once(
    read: Callable[..., ImportResult], rows: list[str], right: list[tuple[int, int]]
) -> None:
    read("nontender", "\n".join([CONTRACT, *rows]))
    assert kept("value, umkk") == right


@pytest.mark.parametrize(
    ("kind", "header", "words"),
    [
        ("ekatalog-v6", "order_id,total,status", ("COMPLETED", "CANCELLED")),
        (
            "recorded",
            "kd_nontender_pct,total_realisasi,status_nontender_pct_ket",
            ("Paket Selesai", "Paket Dibatalkan"),
        ),
        ("ekatalog-v5", "kd_paket,total_harga,paket_status_str", ("Paket Selesai", "Dibatalkan")),
    ],
)
def test_a_package_that_one_row_calls_cancelled_is_cancelled(
    read: Callable[..., ImportResult], kind: str, header: str, words: tuple[str, str]
) -> None:
    going, cancelled = words
    account = read(kind, f"{header}\nP1,700,{going}\nP1,700,{cancelled}\nP2,30,{going}").account
    assert account is not None
    assert reasons(account) == {"cancelled": (2, 1400)}
    assert kept("package, value") == [("P2", 30)]


def test_a_tender_that_failed_once_counts_where_it_was_repeated(read: Callable[..., ImportResult]) -> None:
    read("tender", "kd_tender,nilai_kontrak,status_tender\nT1,0,Gagal/Batal\nT1,700,Selesai")
    assert kept("package, value") == [("T1", 700)]


def test_a_contract_whose_last_value_nothing_tells_is_named(read: Callable[..., ImportResult]) -> None:
    header = "kd_tender,nilai_kontrak,no_kontrak,versi_addendum,tgl_kontrak"
    dated = ["2,1000,K2,,2025-03-01", "2,1200,K2,,2025-04-01", "3,1000,K3,0,", "3,1200,K3,1,"]
    account = read("tender", "\n".join([header, "1,1000,K1,,", "1,1200,K1,,", *dated])).account
    assert account is not None
    (said,) = (note for note in account.notes if "several values" in note)
    assert said.startswith("1 contract stands with several values, and neither a date nor a version says which")
    assert kept("value") == [(1200,)] * 3


@pytest.mark.parametrize("code", ["kd_satker", "kd_satker_str"])
def test_agencies_that_share_the_code_of_a_unit_have_a_budget_each(
    read: Callable[..., ImportResult], code: str
) -> None:
    rows = ["Dinas A,1.01,100,200", "Dinas B,1.01,100,200", "Dinas C,1.01,150,200", "DINAS  A,1.01,100,200"]
    account = read("rup-budget", "\n".join([f"nama_satker,{code},belanja_pengadaan,total_belanja", *rows])).account
    assert account is not None
    assert kept("agency, value") == [("DINAS A", 100), ("DINAS B", 100), ("DINAS C", 150)]
    assert any(note.startswith("1 package code stands in 3 rows") for note in account.notes)
    with pytest.raises(DataError, match="one row a package"):
        read(
            "rup-budget", "\n".join([f"nama_satker,{code},belanja_pengadaan,total_belanja", *rows, "Dinas A,1.01,9,9"])
        )


def test_of_equal_rows_that_with_the_tax_number_stays(read: Callable[..., ImportResult]) -> None:
    rows = ["1,A,1000,0,K1,,,PT Satu,", "1,A,1000,0,K1,,012345678601000,PT Satu,"]
    account = read("nontender", "\n".join([CONTRACT, *rows])).account
    assert account is not None
    assert reasons(account) == {"repeated row": (1, 1000)}
    assert [supplier[:5] for (supplier,) in kept("supplier")] == ["npwp:"]


def test_a_flood_of_repeated_packages_is_refused_before_memory_is(
    bring: Bring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repetitions, "MAX_REPEATED", 3)
    assert bring("inaproc", save(tmp_path / "a.csv", INAPROC, [ROW] * 3)).account.kept_rows == 1
    before = kept()
    with pytest.raises(DataError, match="4 rows are of packages that stand more than once; at most 3 in one import"):
        bring("inaproc", save(tmp_path / "b.csv", INAPROC, [ROW] * 4), existing=Existing.REPLACE)
    assert kept() == before
