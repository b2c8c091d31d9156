"""Packages behind a figure: the list adds up to the figure, whole or bounded, and names no person."""

from __future__ import annotations

import csv
import stat
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from tests.datasets.procurement_lines.conftest import Bring, kept
from umkm_analysis.aggregates.sums import line_sums
from umkm_analysis.datasets.procurement_lines.export import export
from umkm_analysis.datasets.procurement_lines.packages import COLUMNS, FIGURES, largest, parse, reading
from umkm_analysis.datasets.procurement_lines.sample import write_sample
from umkm_analysis.datasets.procurement_lines.store.engines import Engine, line_files, open_lines
from umkm_analysis.datasets.regions import find
from umkm_analysis.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from umkm_analysis.datasets.procurement_lines.request import ImportResult

NAMES = """kd_nontender,nama_paket,nama_satker,nilai_kontrak,nilai_umk_kontrak,tgl_selesai_nontender
1,=HYPERLINK("x"),Dinas A,500000,500000,2025-03-01
2,Honorarium narasumber a.n. Budi,Dinas A,300000,100000,2025-03-31
3,Obat RSUD dr. Soetomo,Dinas B,200000,,2025-04-01
4,Makan\u200b  siang,Dinas B,90000,0,
5,"Hubungi 0812-3456-7890",,0,,2025-04-02"""


@pytest.fixture
def named(read: Callable[..., ImportResult]) -> ImportResult:
    return read("nontender", NAMES, as_of="2025-12-31")


def test_names_of_packages_are_kept_and_those_of_persons_are_not(named: ImportResult) -> None:
    assert kept("package, package_name") == [
        ("1", '=HYPERLINK("x")'),
        ("2", None),
        ("3", "Obat RSUD dr. Soetomo"),
        ("4", "Makan siang"),
        ("5", None),
    ]
    assert named.account is not None
    assert any("2 cells of nama_paket" in note for note in named.account.notes)


@pytest.mark.usefixtures("named")
@pytest.mark.parametrize(
    ("conditions", "packages", "total"),
    [
        ((), "12345", 5),
        (("figure=realised",), "1234", 1_090_000),
        (("figure=realised", "agency=dinas a"), "12", 800_000),
        (("figure=realised", "agency=DINAS A", "agency=none"), "12", 800_000),
        (("figure=realised", "month=2025-03"), "12", 800_000),
        (("figure=realised", "month=none"), "4", 90_000),
        (("figure=realised_umkk",), "12", 600_000),
        (("figure=realised_umkk_none",), "24", 290_000),
        (("figure=realised_umkk_unknown",), "3", 200_000),
    ],
)
def test_conditions_choose_lines(tmp_path: Path, conditions: tuple[str, ...], packages: str, total: int) -> None:
    target = tmp_path / "paket.csv"
    assert export(line_files(), parse(conditions), target) == (len(packages), total)
    with target.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert sorted(row["package"] for row in rows) == list(packages)
    counted = [int(row["counted"]) for row in rows]
    assert counted == sorted(counted, reverse=True)


@pytest.mark.usefixtures("named")
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_list_is_its_owners_and_runs_nothing(tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"paket.{ending}"
    export(line_files(), parse(["figure=realised"]), target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    if ending == "csv":
        assert "'=HYPERLINK" in target.read_text(encoding="utf-8-sig")
        return
    rows = list(load_workbook(target).active.iter_rows())
    assert [cell.value for cell in rows[0]] == [*COLUMNS, "counted"]
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n"}
    assert rows[1][1].value == '\'=HYPERLINK("x")'
    assert sum(row[-1].value for row in rows[1:]) == 1_090_000


@pytest.mark.parametrize(
    ("condition", "match"),
    [
        ("agency", "write NAME=VALUE"),
        ("agancy=A", "agency"),
        ("figure=realized", "realised"),
        ("month=March", "2025-03"),
        ("year=x", "write a number"),
        ("max_value=15.000", "without points"),
    ],
)
def test_a_wrong_condition_is_refused_with_what_there_is(condition: str, match: str) -> None:
    with pytest.raises(UsageError, match=match):
        parse([condition])


@pytest.mark.usefixtures("named")
def test_nothing_behind_a_figure_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no line"):
        export(line_files(), parse(["agency=DINAS C"]), tmp_path / "paket.csv")
    with pytest.raises(UsageError, match=r"\.csv or \.xlsx"):
        export(line_files(), parse([]), tmp_path / "paket.pdf")
    assert not list(tmp_path.glob("paket*"))


@pytest.mark.usefixtures("named")
def test_a_quote_in_a_condition_is_text(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no line"):
        export(line_files(), parse(["agency=x') OR ('1'='1"]), tmp_path / "paket.csv")


def test_every_list_adds_up_to_the_sum_of_its_name() -> None:
    """Two routes to one figure: DuckDB's list, and the sums that shares are made of."""
    write_sample([find("3576")], [2024], each=900)
    sums = line_sums(open_lines(Engine.PANDAS), by=["year"]).iloc[0]
    common = [name for name in FIGURES if name in sums.index]
    assert len(common) > 20
    with reading(line_files()) as connection:
        for name in common:
            table = largest(connection, parse([f"figure={name}"]), by=None, most=1)
            assert (int(table["total"].iloc[0]) if len(table) else 0) == sums[name], name
        for part in ("umkk", "pdn"):
            parts = [f"realised_{part}", f"realised_{part}_unknown", f"realised_{part}_none"]
            totals = [
                largest(connection, parse([f"figure={name}"]), by=None, most=1)["total"].iloc[0] for name in parts
            ]
            assert sum(totals) == sums["realised"]


def test_a_list_is_of_the_spelling_that_is_asked_for(read: Bring) -> None:
    read("nontender", "kd_nontender,jenis_pengadaan,nilai_kontrak\n1,Barang,500\n2,BARANG,70\n3,Jasa Lainnya,9")
    sums = line_sums(open_lines(Engine.PANDAS), by=["category"]).set_index("category")["realised"]
    assert dict(sums) == {"BARANG": 70, "Barang": 500, "Jasa Lainnya": 9}
    with reading(line_files()) as connection:
        for word, total in (*sums.items(), ("barang", 570), ("JASA LAINNYA", 9)):
            table = largest(connection, parse(["figure=realised", f"category={word}"]), by=None, most=1)
            assert table["total"].iloc[0] == total


def test_packages_without_a_value_are_listed_also_where_nothing_was_estimated(read: Bring) -> None:
    read("nontender", "kd_nontender,hps,nilai_kontrak\n1,500,\n2,,0\n3,900,800")
    sums = line_sums(open_lines(Engine.PANDAS), by=["year"]).iloc[0]
    with reading(line_files()) as connection:
        for name, total in (("realised_pending", 500), ("realised_pending_lines", 2)):
            table = largest(connection, parse([f"figure={name}"]), by=None, most=9)
            assert sorted(table["package"]) == ["1", "2"]
            assert table["total"].iloc[0] == total == sums[name]


@pytest.mark.usefixtures("named")
def test_the_largest_of_each_group_stand_first_with_the_whole_of_it() -> None:
    with reading(line_files()) as connection:
        table = largest(connection, parse(["figure=realised"]), by="agency", most=1)
        months = largest(connection, parse(["figure=realised"]), by="month", most=5)
    rows = [("DINAS A", "1", 2, 800_000), ("DINAS B", "3", 2, 290_000)]
    assert list(table[["group", "package", "lines", "total"]].itertuples(index=False, name=None))[:2] == rows
    assert months["group"].dropna().unique().tolist() == [202503, 202504]


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("foo=1", "there is no foo. There are figure, max_value, region"),
        ("agnecy=1", "there is no agnecy. Did you mean agency? There are figure"),
        ("figure=foo", "there is no such figure. There are lines"),
    ],
)
def test_a_condition_that_means_nothing_is_answered(condition: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse([condition])
    assert said in str(caught.value)
