"""What counts as what: addenda, values not recorded yet, self-managed work, totals, statuses, dates and firms."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.datasets.procurement_lines.conftest import Bring, kept, plans, reasons, save
from umkm_analysis.aggregates.competition import line_competition
from umkm_analysis.aggregates.shares import Mandate, procurement_shares
from umkm_analysis.datasets.procurement_lines.clean import repetitions
from umkm_analysis.datasets.procurement_lines.formats import SUPERSEDED
from umkm_analysis.datasets.procurement_lines.kinds import KINDS, find_kind
from umkm_analysis.datasets.procurement_lines.store.engines import open_lines
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd

    from umkm_analysis.datasets.procurement_lines.request import ImportResult

HALF = Mandate("UMK-K", frozenset({"realisation"}), "2022-03-30", 40.0)
CITY = "Kota Mojokerto"


def year() -> pd.Series:
    return procurement_shares(open_lines(), by=["year"], mandates=[HALF]).iloc[0]


# addenda and contracts that end early


@pytest.mark.parametrize("kind", ["tender", "nontender"])
@pytest.mark.parametrize(
    ("rows", "values"),
    [
        pytest.param("SP/1|0|CV A|100000 & ADD/1|1|CV A|110000", [110000], id="a number of its own"),
        pytest.param("ADD/1|1|CV A|110000 & SP/1|0|CV A|100000", [110000], id="in any order"),
        pytest.param("SP/1|0|CV A|100000 & A/1|1|CV A|110000 & A/2|2|CV A|105000", [105000], id="the last of two"),
        pytest.param("SP/1|0|CV A|100000 & SP/1|1|CV A|90000", [90000], id="the contract's number"),
        pytest.param("SP/1|0|CV A|100000 & SP/2|0|CV A|50000", [50000, 100000], id="two contracts, none amended"),
        pytest.param("S/1|0|CV A|100000 & S/1|1|CV A|90000 & S/2|0|CV A|50000", [50000, 90000], id="one of two"),
        pytest.param("S/1|0|CV A|100000 & S/1|1|CV A|90000 & S/1|1|CV A|80000", [80000], id="one version twice"),
        pytest.param("S/1||CV A|100000 & S/1||CV A|110000", [110000], id="no version, one number"),
        pytest.param("S/1||CV A|100000 & S/1||CV A|", [100000], id="no version, one number, no later value"),
        pytest.param("S/1||CV A|100000 & S/1||CV B|110000", [100000, 110000], id="one number, two suppliers"),
        pytest.param("||CV A|100000 & ||CV A|110000", [100000, 110000], id="no number at all"),
        pytest.param("SP/1|0|CV A|100000 & ADD/1|1|CV B|90000", [90000, 100000], id="of another supplier"),
        pytest.param("SP/1|0|CV A|100000 & ADD/1|1|CV A|", [100000], id="of the time only, without a value"),
        pytest.param("SP/1|0|CV A|100000 & SP/1|1|CV A|0", [100000], id="the same with the contract's number"),
        pytest.param("SP/1|0|PT. A|100000 & ADD/1|1|A, PT|110000", [110000], id="the supplier spelt otherwise"),
        pytest.param("S/1|0|CV A|100000 & S/1|0|CV A|100000 & A/1|1|CV A|110000", [110000], id="repeated by a join"),
    ],
)
def test_an_addendum_replaces_the_contract_it_amends(
    bring: Bring, tmp_path: Path, kind: str, rows: str, values: list[int]
) -> None:
    header = ["nama_klpd", f"kd_{kind}", "no_kontrak", "versi_addendum", "nama_penyedia", "nilai_kontrak"]
    cells = [[CITY, "1", *row.strip().split("|")] for row in rows.split("&")]
    account = bring(kind, save(tmp_path / "x.csv", header, cells)).account
    assert [value for (value,) in kept("value")] == values
    assert account.rupiah == account.kept_rupiah + sum(group.rupiah for group in account.left_out)


CONTRACTS = st.sampled_from(["K1", "K2", "A1", "A2"])
VERSIONS = st.lists(st.tuples(CONTRACTS, st.integers(0, 3), st.integers(0, 9)), max_size=6)

EMPTY = dict.fromkeys(("supplier", "reason", "agency", "mark", "method"), "VARCHAR") | {
    **dict.fromkeys(("umkk", "pdn", "umkk_flag", "pdn_flag", "bidders"), "INTEGER"),
    "date": "DATE",
}
"""Columns of judged rows that hold nothing."""


@settings(max_examples=150, deadline=None)
@given(VERSIONS, st.tuples(st.sampled_from(["K1", "K9"]), st.integers(1, 9), st.integers(1, 9)))
def test_an_addendum_more_never_raises_the_number_of_lines(
    drawn: list[tuple[str, int, int]], addendum: tuple[str, int, int]
) -> None:
    before = [("K1", 0, 5), *drawn]
    after = [*before, addendum]
    rows = [*(("before", *row) for row in before), *(("after", *row) for row in after)]  # a package each
    empty = ", ".join(f"NULL::{kind} AS {name}" for name, kind in EMPTY.items())
    values = ", ".join(
        f"({n}, '{package}', '{contract}', {version}, {value})"
        for n, (package, contract, version, value) in enumerate(rows)
    )
    with duckdb.connect() as connection:
        connection.execute(
            f"""CREATE TABLE judged AS SELECT *, 1 AS place, hash(package) AS bucket, {empty}
            FROM (VALUES {values}) AS t(id, package, contract, version, value)"""  # noqa: S608 - our own
        )
        gone = {id_ for ids, reason in repetitions.found(connection, find_kind("tender")) if reason == SUPERSEDED
                for (id_,) in connection.execute(ids).fetchall()}  # fmt: skip
    lines = Counter(package for package, *_ in {row for n, row in enumerate(rows) if n not in gone})
    assert 1 <= lines["after"] <= lines["before"]


def test_a_terminated_contract_is_left_out_and_shown(read: Callable[..., ImportResult]) -> None:
    account = read(
        "tender",
        """kd_tender,status_kontrak,nilai_kontrak
        1,Kontrak Selesai,100000
        2,Kontrak Dihentikan,70000
        3,PUTUS KONTRAK,60000
        4,Kontrak Sedang Berjalan,1000
        5,Gagal/Batal,10""".replace("        ", ""),
    ).account
    assert account is not None
    assert reasons(account) == {"terminated contract": (2, 130000), "cancelled": (1, 10)}
    assert year()["realised"] == 101000


@pytest.mark.parametrize(
    ("rows", "values", "ended"),
    [
        ("S/1|0|CV A|100000|Berjalan & S/1|1|CV A|110000|Kontrak Diputus", [], 2),
        ("S/1|0|CV A|100000|Berjalan & A/1|1|CV A|110000|Kontrak Diputus", [], 2),
        ("S/1|0||100000|Berjalan & A/1|1||110000|Kontrak Diputus", [], 2),
        ("S/1|0|CV A|100000|Berjalan & S/1|1|CV A||Kontrak Diputus", [], 2),
        ("S/1|0|CV A|100000|Berjalan & S/1|1|CV A|1|Berjalan & S/1|2|CV A|2|Kontrak Diputus", [], 3),
        ("S/1|0|CV A|100000|Kontrak Diputus & S/2|0|CV B|90000|Selesai", [90000], 1),
        ("S/1|0|CV A|100000|Berjalan & S/2|0|CV A|9|Selesai & S/1|1|CV A|1|Kontrak Diputus", [9], 2),
        ("S/1|0|CV B|100000|Berjalan & A/1|1|CV A|110000|Kontrak Diputus", [100000], 1),
        ("S/1|0|CV A|100000|Kontrak Diputus & S/1|1|CV A|110000|Berjalan", [110000], 1),
    ],
)
def test_a_contract_whose_addendum_is_terminated_does_not_count(
    bring: Bring, tmp_path: Path, rows: str, values: list[int], ended: int
) -> None:
    header = [
        "nama_klpd",
        "kd_tender",
        "no_kontrak",
        "versi_addendum",
        "nama_penyedia",
        "nilai_kontrak",
        "status_kontrak",
    ]
    cells = [[CITY, "1", *row.strip().split("|")] for row in rows.split("&")]
    cells.append([CITY, "2", "S/9", "0", "CV Z", "7", "Selesai"])
    account = bring("tender", save(tmp_path / "x.csv", header, cells)).account
    assert sorted(value for (value,) in kept("value")) == [7, *values]
    assert reasons(account)["terminated contract"][0] == ended


@pytest.mark.parametrize("version", ["1", "1.0", "Addendum 1", "Adendum ke-1", "ADD-01"])
def test_the_number_of_an_addendum_is_read_also_behind_words(bring: Bring, tmp_path: Path, version: str) -> None:
    header = ["nama_klpd", "kd_tender", "no_kontrak", "versi_addendum", "nilai_kontrak"]
    cells = [[CITY, "1", "S/1", "", "100000"], [CITY, "1", "S/1", version, "110000"]]
    bring("tender", save(tmp_path / "x.csv", header, cells))
    assert kept("value") == [(110000,)]


@pytest.mark.parametrize("version", ["perubahan pertama", "1.5", "-1", "1/2"])
def test_an_addendum_without_a_number_that_is_known_is_refused(bring: Bring, tmp_path: Path, version: str) -> None:
    header = ["nama_klpd", "kd_tender", "no_kontrak", "versi_addendum", "nilai_kontrak"]
    cells = [[CITY, "1", "S/1", "0", "100000"], [CITY, "1", "S/1", version, "110000"]]
    with pytest.raises(DataError, match=r"row 3, column versi_addendum.*the number of an addendum"):
        bring("tender", save(tmp_path / "x.csv", header, cells))
    assert kept() == []


# values not recorded yet


HPS = """kd_nontender,hps,nilai_negosiasi,nilai_kontrak,nilai_umk_kontrak,status_nontender,tgl_selesai_nontender
1,100000000,,95000000,95000000,Selesai,2025-03-01
2,100000000,,0,0,Selesai,2025-04-01
3,100000000,90000000,,,Selesai,2025-04-01"""


def test_a_value_of_nothing_is_none_recorded_yet(read: Callable[..., ImportResult]) -> None:
    account = read("nontender", HPS).account
    assert account is not None
    assert (account.kept_rows, account.kept_rupiah) == (3, 95000000)
    assert "2 rows have no value yet (0 or empty)" in " ".join(account.notes)
    assert "190,000,000 rupiah" in " ".join(account.notes)
    assert kept("package, value, pending, umkk") == [
        ("1", 95000000, None, 95000000),
        ("2", 0, 100000000, None),
        ("3", 0, 90000000, None),
    ]
    shares = year()
    assert shares["savings"] == pytest.approx(5.0)
    assert (shares["realised"], shares["realised_pending"], shares["realised_pending_lines"]) == (95e6, 190e6, 2)
    assert shares["umkk_realised_lower"] == pytest.approx(95 / 285 * 100)
    assert shares["umkk_realised_upper"] == 100
    assert shares["umkk_realised_status"] == "undetermined"
    assert shares["umkk_realised_headroom"] == 95e6 - 0.4 * 285e6
    competition = line_competition(open_lines(), by=["year"]).iloc[0]
    assert (competition["median_savings"], competition["savings_lines"]) == (pytest.approx(5.0), 1)


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if kind.stage in {"contract", "payment"}], ids=lambda kind: kind.name
)
def test_no_kind_of_purchase_takes_an_empty_value_for_a_bad_row(bring: Bring, tmp_path: Path, kind: Any) -> None:
    names = kind.names()
    fields = [*dict.fromkeys([*kind.required, "institution_name"])]
    cells = {"package": "1", "value": "", "institution_name": CITY, "status": "SELESAI"}
    rows = [
        [cells.get(name, "x") for name in fields],
        [{**cells, "package": "2", "value": "700000"}.get(name, "x") for name in fields],
    ]
    account = bring(kind.name, save(tmp_path / "x.csv", [names[name][0] for name in fields], rows)).account
    assert (account.kept_rows, account.kept_rupiah) == (2, 700000)
    assert kept("value, pending") == [(0, 0), (700000, None)]


PURCHASES = st.lists(
    st.tuples(st.integers(1, 10**9), st.floats(0, 1), st.booleans(), st.booleans(), st.integers(0, 10**6)),
    min_size=1,
    max_size=12,
)


@settings(max_examples=30, deadline=None)
@given(PURCHASES)
def test_bounds_contain_the_share_that_comes_out_in_the_end(drawn: list[tuple[int, float, bool, bool, int]]) -> None:
    import pandas as pd  # noqa: PLC0415 - only here

    truth, known = [], []
    for value, part, classified, recorded, above in drawn:
        counted = int(value * part)
        line = {"stage": "contract", "method_group": "direct", "year": 2025, "hps": value + above}
        truth.append({**line, "value": value, "umkk": counted, "pending": None})
        seen = {"value": value, "umkk": counted if classified else None, "pending": None}
        known.append({**line, **(seen if recorded else {"value": 0, "umkk": None, "pending": value + above})})
    shares = [
        procurement_shares(
            pd.DataFrame(rows, columns=[*rows[0], "pdn", "bidders", "region", "supplier_region"]).astype(
                dict.fromkeys(["value", "umkk", "pdn", "hps", "bidders", "pending"], "Int64")
            ),
            by=["year"],
        ).iloc[0]
        for rows in (truth, known)
    ]
    final, before = shares
    assert before["umkk_realised_lower"] <= final["umkk_realised_lower"] + 1e-9
    assert final["umkk_realised_lower"] <= before["umkk_realised_upper"] + 1e-9
    whole = before["realised"] + before["realised_pending"]
    parts = before["realised_umkk"] + before["realised_umkk_unknown"] + before["realised_pending"]
    assert parts <= whole


# self-managed work


def test_self_managed_rows_of_a_realisation_export_stand_beside_the_shares(
    bring: Bring, inaproc: Callable[..., Path]
) -> None:
    rows = [
        {"Sumber Transaksi": "Non Tender", "Total Nilai (Rp)": "100000", "Nilai PDN (Rp)": "100000"},
        {
            "Kode Paket": "P2",
            "Sumber Transaksi": "Swakelola",
            "Metode Pengadaan": "",
            "Total Nilai (Rp)": "100000",
            "Nilai PDN (Rp)": "0",
        },
        {
            "Kode Paket": "P3",
            "Sumber Transaksi": "Pencatatan Swakelola",
            "Metode Pengadaan": "Pengadaan Langsung",
            "Total Nilai (Rp)": "50000",
            "Nilai PDN (Rp)": "0",
        },
    ]
    bring("inaproc", inaproc(*rows))
    shares = year()
    assert (shares["realised"], shares["realised_self_managed"], shares["pdn_realised_lower"]) == (100000, 150000, 100)
    whole = shares["realised"] + shares["realised_self_managed"]
    assert whole == sum(value for (value,) in kept("value"))


def test_recorded_self_managed_work_is_realised_and_no_plan(read: Callable[..., ImportResult]) -> None:
    text = """tahun_anggaran,kd_swakelola_pct,kd_rup,pagu,total_realisasi,tipe_swakelola,status_swakelola_pct_ket
2025,1,9,1000000,0,1,Paket Dibatalkan
2025,2,8,2000000,1500000,1,Paket Selesai"""
    read("recorded-selfmanaged", text)
    assert kept("package, stage, value, method_group") == [("2", "payment", 1500000, "self_managed")]
    assert (year()["realised_self_managed"], year()["realised"]) == (1500000, 0)
    with pytest.raises(DataError, match="it looks like recorded-selfmanaged"):
        read("rup-selfmanaged", text)


# rows of totals


@pytest.mark.parametrize(
    "cells",
    [
        {"Kode Paket": "TOTAL"},
        {"Kode Paket": "", "Nama Satuan Kerja": "JUMLAH"},
        {"Kode Paket": "", "Nama Instansi": "Grand Total:", "Tahun Anggaran": ""},
        {"Kode Paket": "4 paket"},
        {"Kode Paket": "", "Tahun Anggaran": "TOTAL"},
        {"Kode Paket": "", "Nama Instansi": "", "Nama Satuan Kerja": ""},
    ],
    ids=["code", "agency", "institution", "count", "year", "no word, but the sum of the others"],
)
def test_a_row_of_totals_is_no_package(bring: Bring, inaproc: Callable[..., Path], cells: dict[str, str]) -> None:
    rows = [{"Kode Paket": f"P{n}", "Total Nilai (Rp)": str(n * 1000)} for n in (1, 2, 3, 7)]
    cancelled = {"Kode Paket": "P9", "Total Nilai (Rp)": "900", "Status Paket": "BATAL"}
    account = bring("inaproc", inaproc(*rows, cancelled, {**cells, "Total Nilai (Rp)": "13900"})).account
    assert reasons(account) == {"row of totals": (1, 13900), "cancelled": (1, 900)}
    assert account.notes[0] == "realisasi.csv: row 7: totals of other rows, no package; left out"
    assert year()["realised"] == 13000


def test_a_package_that_is_the_sum_of_all_others_is_refused(bring: Bring, inaproc: Callable[..., Path]) -> None:
    rows = [{"Kode Paket": f"P{n}", "Total Nilai (Rp)": str(n * 1000)} for n in (1, 2, 3, 6)]
    with pytest.raises(DataError, match=r"row 5, column Kode Paket: \"P6\".*this row is the sum of all others"):
        bring("inaproc", inaproc(*rows))
    assert kept() == []
    assert bring("inaproc", inaproc(*rows), allow_bad=1).account.kept_rupiah == 6000


def test_firms_called_total_and_sums_by_chance_are_packages(bring: Bring, inaproc: Callable[..., Path]) -> None:
    rows = [
        {"Kode Paket": f"P{n}", "Total Nilai (Rp)": str(n * 1000), "Nama Penyedia": "TOTAL OIL, PT"} for n in (1, 2, 3)
    ]
    assert bring("inaproc", inaproc(*rows)).account.left_out == ()


# months and dates


def test_a_month_has_the_year_of_its_date(read: Callable[..., ImportResult]) -> None:
    text = """kd_nontender,nilai_kontrak,tgl_selesai_nontender
1,95000000,2024-12-20
2,5000000,2025-12-20
3,7000000,2026-01-02"""
    account = read("nontender", text).account
    assert account is not None
    months = procurement_shares(open_lines(), by=["month"])
    assert dict(zip(months["month"], months["realised"], strict=True)) == {202412: 95e6, 202512: 5e6, 202601: 7e6}
    assert account.notes == (
        "1 row is dated before 2025; the month keeps its own year",
        "1 row is dated after 2025; the month keeps its own year",
        "3 rows name no agency",
    )


RECORDED = """kd_nontender_pct,total_realisasi,tgl_selesai_paket,status_nontender_pct_ket
1,1000000,2025-03-01,Paket Selesai
2,2000000,2025-04-01,Paket Sedang Berjalan
3,3000000,2025-12-31,Paket Selesai"""


@pytest.mark.parametrize(("kind", "code"), [("recorded", "nontender"), ("recorded-selfmanaged", "swakelola")])
def test_planned_ends_are_no_dates_of_realisation(read: Callable[..., ImportResult], kind: str, code: str) -> None:
    account = read(kind, RECORDED.replace("nontender", code), as_of="2025-06-30").account
    assert account is not None
    assert kept("package, date") == [("1", dt.date(2025, 3, 1)), ("2", None), ("3", None)]
    assert account.notes[0].endswith(
        "2 dates of tgl_selesai_paket planned, not of realisation; the lines have no month"
    )


def test_plans_keep_the_dates_they_plan(bring: Bring, tmp_path: Path) -> None:
    header = ["kd_rup", "pagu", "status_ukm", "nama_klpd", "tgl_awal_pemilihan"]
    path = save(tmp_path / "rup.csv", header, [["1", "100", "UKM", CITY, "2031-01-05"]])
    bring("rup-provider", path, as_of="2025-01-01")
    assert kept("date") == [(dt.date(2031, 1, 5),)]


def test_plans_are_left_as_they_were(bring: Bring, tmp_path: Path) -> None:
    account = bring("rup-provider", plans(tmp_path / "rup.csv", {}, {"kd_rup": "2", "pagu": "0"})).account
    assert kept("package, value, pending") == [("1", 100, None), ("2", 0, None)]
    assert not any("no value yet" in note for note in account.notes)
