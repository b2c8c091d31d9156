"""An import as a whole: all of it or nothing, and never a package twice."""

from __future__ import annotations

import datetime as dt
import os
import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.datasets.procurement_lines.conftest import (
    Bring,
    kept,
    refused,
    save,
)
from umkm_analysis.datasets.procurement_lines import importer
from umkm_analysis.datasets.procurement_lines.kinds import KINDS
from umkm_analysis.datasets.procurement_lines.request import Existing
from umkm_analysis.datasets.procurement_lines.sample import write_sample
from umkm_analysis.datasets.procurement_lines.store import catalog
from umkm_analysis.datasets.regions import find
from umkm_analysis.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_the_same_file_twice_changes_nothing(bring: Bring, inaproc: Callable[..., Path], folder: Path) -> None:
    path = inaproc({})
    bring("inaproc", path)
    before = {one: (one.stat().st_mtime_ns, one.read_bytes()) for one in folder.rglob("*.parquet")}
    catalogue = (folder / "lines.json").read_bytes()
    renamed = path.rename(path.with_name("lain.csv"))
    for existing in Existing:
        outcome = bring("inaproc", renamed, existing=existing)
        assert (outcome.account, outcome.skipped) == (None, ("lain.csv",))
    assert {one: (one.stat().st_mtime_ns, one.read_bytes()) for one in folder.rglob("*.parquet")} == before
    assert (folder / "lines.json").read_bytes() == catalogue
    with pytest.raises(UsageError, match="the same file is given twice"):
        bring("inaproc", renamed, renamed)


def test_an_account_that_does_not_come_out_is_refused_and_nothing_written(
    bring: Bring, inaproc: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = importer._parts  # noqa: SLF001 - what is broken on purpose
    monkeypatch.setattr(
        importer,
        "_parts",
        lambda *args: tuple(catalog.Part(**{**vars(part), "rupiah": part.rupiah - 1}) for part in real(*args)),
    )
    with pytest.raises(DataError, match="0 rows and 1 rupiah are unexplained"):
        bring("inaproc", inaproc({}))
    assert catalog.imports() == ()


def test_a_package_that_stands_already_is_named_only_by_a_code(bring: Bring, inaproc: Callable[..., Path]) -> None:
    bring("inaproc", inaproc({"Kode Paket": "Budi"}, name="a.csv"))
    again = inaproc({"Kode Paket": "Budi", "Total Nilai (Rp)": "1500"}, name="b.csv")
    with pytest.raises(UsageError, match=r"already stored of Kota Mojokerto: 1 package \(…\)"):
        bring("inaproc", again, existing=Existing.ADD)


def test_lines_of_the_same_kind_are_refused_replaced_or_added(bring: Bring, inaproc: Callable[..., Path]) -> None:
    both = inaproc({}, {"Kode Paket": "S1", "Nama Instansi": "Kota Surabaya"}, name="a.csv")
    bring("inaproc", both)
    later = inaproc({"Total Nilai (Rp)": "1500"}, name="b.csv")
    with pytest.raises(UsageError, match=r"lines of inaproc 2025 for Kota Mojokerto stand already \(from a.csv\)"):
        bring("inaproc", later)
    with pytest.raises(UsageError, match=r"already stored of Kota Mojokerto: 1 package \(P1\)"):
        bring("inaproc", later, existing=Existing.ADD)
    bring("inaproc", inaproc({"Kode Paket": "P2"}, name="c.csv"), existing=Existing.ADD)
    assert kept("package, value") == [("P1", 1000), ("P2", 1000), ("S1", 1000)]
    bring("inaproc", later, existing=Existing.REPLACE)
    assert kept("package, value") == [("P1", 1500), ("S1", 1000)]


def test_kinds_that_tell_of_the_same_contracts_never_stand_together(
    bring: Bring, inaproc: Callable[..., Path], tmp_path: Path
) -> None:
    bring("inaproc", inaproc({}))
    tender = save(tmp_path / "t.csv", ["kd_tender", "nilai_kontrak", "nama_klpd"], [["T1", "5", "Kota Mojokerto"]])
    for existing in (Existing.REFUSE, Existing.ADD):
        with pytest.raises(UsageError, match="tender tells of the same packages, which would count twice"):
            bring("tender", tender, existing=existing)
    bring("tender", tender, existing=Existing.REPLACE)
    assert kept("kind, package") == [("tender", "T1")]
    known = {kind.name: kind for kind in KINDS}
    assert all(one.name in known[other].covers for one in KINDS for other in one.covers)


def test_real_and_synthetic_lines_never_mix(bring: Bring, inaproc: Callable[..., Path]) -> None:
    write_sample([find("3576")], [2025], each=60)
    path = inaproc({})
    with pytest.raises(UsageError, match="synthetic and real lines are never added together"):
        bring("inaproc", path, existing=Existing.ADD)
    bring("inaproc", path, existing=Existing.REPLACE)
    assert kept("synthetic") == [(False,)]
    with pytest.raises(UsageError, match="real lines of Kota Mojokerto stand already"):
        write_sample([find("3576")], [2025], each=60)


def test_a_region_given_must_be_that_of_the_rows(bring: Bring, inaproc: Callable[..., Path]) -> None:
    with pytest.raises(UsageError, match="--region 3578 is Kota Surabaya, but the rows are of Kota Mojokerto"):
        bring("inaproc", inaproc({}), region="3578")
    with pytest.raises(UsageError, match="leave out --region, or --match"):
        bring("inaproc", inaproc({}), region="3578", matches={"x": "y"})
    bring("inaproc", inaproc({"Nama Instansi": ""}), region="3578")
    assert kept("region, institution_name") == [("3578", "Kota Surabaya")]


def test_rows_of_other_years_only_are_refused(bring: Bring, inaproc: Callable[..., Path]) -> None:
    with pytest.raises(DataError, match=r"no row counts of 2023; the file holds 2025"):
        bring("inaproc", inaproc({}), year=2023)
    with pytest.raises(DataError, match="every row is left out"):
        bring("inaproc", inaproc({"Status Paket": "PAKET DIBATALKAN"}))


def test_the_date_is_the_file_s_unless_it_is_given(bring: Bring, inaproc: Callable[..., Path]) -> None:
    path = inaproc({})
    os.utime(path, (1735689600, 1735689600))
    bring("inaproc", path)
    assert kept("as_of, source_file") == [(dt.date(2025, 1, 1), "realisasi.csv")]
    bring("inaproc", inaproc({}, {"Kode Paket": "P2"}), as_of="2025-06-30", existing=Existing.REPLACE)
    assert kept("DISTINCT as_of, package, value")[0][0] == dt.date(2025, 6, 30)


def test_every_bad_row_is_listed_and_some_may_be_allowed(
    bring: Bring, inaproc: Callable[..., Path], before: list[tuple[Any, ...]]
) -> None:
    path = inaproc({}, {"Kode Paket": "P2", "Total Nilai (Rp)": "x"}, {"Kode Paket": "P3", "Total Nilai (Rp)": "-7"})
    said = refused(bring, path, "2 rows cannot be used", before)
    assert re.findall(r"realisasi.csv, row (\d)", said) == ["3", "4"]
    refused(bring, path, "2 rows cannot be used, 1 are allowed", before, allow_bad=1)
    account = bring("inaproc", path, allow_bad=2).account
    assert [(one.reason, one.rows, one.rupiah, one.unread) for one in account.left_out] == [("bad row", 2, -7, 1)]
    assert (account.rows, account.rupiah, account.kept_rows, account.kept_rupiah) == (3, 993, 1, 1000)


def test_a_file_without_years_counts_in_one_year(bring: Bring, tmp_path: Path) -> None:
    header = ["nama_klpd", "kd_tender", "nilai_kontrak", "tahun_anggaran"]
    rows = [["Kota Mojokerto", "T1", "700", "2024"], ["Kota Mojokerto", "T2", "50", "2025"]]
    both = save(tmp_path / "both.csv", header, rows)
    assert [bring("tender", both, year=year).account.kept_rupiah for year in (2024, 2025)] == [700, 50]
    path = save(tmp_path / "a.csv", header[:3], [row[:3] for row in rows])
    bring("tender", path, year=2022)
    with pytest.raises(UsageError, match=r"a\.csv names no budget year and was imported for 2022"):
        bring("tender", path, year=2023)
    assert len(kept()) == 4
