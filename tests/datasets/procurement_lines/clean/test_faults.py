"""Floods of faults: a line for each kind, and a file with all, which nobody else may read."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from tests.datasets.procurement_lines.conftest import Bring, refused
from umkm_analysis.datasets.procurement_lines.read import text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

FLOOD = 12_000


def test_a_flood_is_a_line_a_kind_of_fault_and_a_file_with_all(
    bring: Bring, inaproc: Callable[..., Path], folder: Path, before: list[tuple[Any, ...]]
) -> None:
    wrong = [{"Kode Paket": f"P{at}", "Total Nilai (Rp)": "=1+1"} for at in range(FLOOD)]
    unseen = [{"Kode Paket": f"Q{at}", "Nama Penyedia": "Siti\u200bAminah"} for at in range(7)]
    path = inaproc(*wrong, *unseen, {"Kode Paket": "R", "Tahun Anggaran": "dua ribu"})
    said = refused(bring, path, "12,008 rows cannot be used", before)
    assert len(said.splitlines()) == 6
    assert 'column Total Nilai (Rp), 12,000 rows: 2, 3, 4, 5, 6, … ("=1+1") – expected rupiah' in said
    assert "column Nama Penyedia, 7 rows: 12,002, 12,003" in said
    assert "row 12009, column Tahun Anggaran: – expected a budget year" in said
    report = folder / "bad-rows-inaproc-2025.csv"
    assert f"All faults are in {report}" in said
    assert report.stat().st_mode & 0o777 == 0o600
    rows = list(csv.DictReader(report.read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == FLOOD + 8
    assert rows[0] == {
        "file": "realisasi.csv", "row": "2", "column": "Total Nilai (Rp)", "value": "'=1+1",
        "expected": "rupiah such as 5515570000, no formula, no percentage, no scientific notation, no 1.234 alone",
    }  # fmt: skip
    assert "Aminah" not in report.read_text(encoding="utf-8")
    bring("inaproc", inaproc({}, name="good.csv"))
    assert not report.exists()


def test_of_few_faults_each_is_a_line_and_there_is_no_file(
    bring: Bring, inaproc: Callable[..., Path], folder: Path, before: list[tuple[Any, ...]]
) -> None:
    path = inaproc(*({"Kode Paket": f"P{at}", "Total Nilai (Rp)": "7-"} for at in range(5)))
    said = refused(bring, path, "5 rows cannot be used", before)
    assert said.count('column Total Nilai (Rp): "7-"') == 5
    assert not list(folder.glob("bad-rows*"))


def test_more_faults_than_are_remembered_are_still_counted_as_rows(
    bring: Bring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: list[tuple[Any, ...]]
) -> None:
    monkeypatch.setattr(text, "MAX_FAULTS", 30)
    path = tmp_path / "x.csv"
    path.write_text("Nama Instansi,Kode Paket,Total Nilai (Rp)\n" + "a,b\n" * 100 + "Kota Mojokerto,P1,5\n")
    refused(bring, path, "100 rows cannot be used", before)
    account = bring("inaproc", path, allow_bad=100).account
    assert (account.rows, account.kept_rows) == (101, 1)
