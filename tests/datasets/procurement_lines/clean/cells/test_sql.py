"""Figures in rupiah and tax numbers, as text spells them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from tests.datasets.procurement_lines.conftest import (
    Bring,
    kept,
    save,
)
from umkm_analysis.datasets.procurement_lines.clean.cells.sql import flag, truth, unannounced
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize(
    ("others", "cell", "expected"),
    [
        (["1.234.567"], "950.000", 950_000),
        (["Rp 1.234.567,50"], "Rp 950.000", 950_000),
        (["1,234,567.00"], "950,000", 950_000),
        (["1,234,567.00"], "950,000.00", 950_000),
        (["1.234.567", "12.5"], "950.000", None),
        (["1234567"], "950.000", None),
        (["1.234.567"], "950,000", None),
        (["1234567"], "950000.4", 950_000),
        (["1234567"], "Rp\u00a01.950.000", 1_950_000),
        (["Rp\u00a01.234.567"], "Rp\u00a0950.000", 950_000),
        (["1234567"], "Rp1.950.000,-", 1_950_000),
        (["1234567"], "Rp950.000,-", 950_000),
        (["1234567"], "IDR 1.950.000,50", 1_950_001),
        (["1234567"], "1 950 000", 1_950_000),
        (["1234567"], "1\u202f950\u00a0000,4", 1_950_000),
        (["1234567"], " Rp -   ", 0),
        (["1234567"], "Rp 950.000", None),
    ],
)
def test_what_groups_thousands_is_told_by_the_rest_of_the_file(
    bring: Bring, inaproc: Callable[..., Path], others: list[str], cell: str, expected: int | None
) -> None:
    rows = [{"Total Nilai (Rp)": text, "Kode Paket": f"O{at}", "Nilai PDN (Rp)": ""} for at, text in enumerate(others)]
    path = inaproc(*rows, {"Total Nilai (Rp)": cell, "Nilai PDN (Rp)": ""})
    if expected is None:
        with pytest.raises(DataError, match=r"no 1\.234 alone"):
            bring("inaproc", path)
        return
    bring("inaproc", path)
    assert kept("value")[-1] == (expected,)


@pytest.mark.parametrize(
    ("words", "counted", "true"),
    [
        (["UKM", "ya", "1", "1.0", "Usaha Kecil", "KOPERASI", "UMK-K"], 1, "true"),
        (["Non UKM", "tidak", "0", "0.0", "Usaha Menengah", "NON UMKK", "Non-Kecil", "Bukan UMK"], 0, "false"),
        (["UMKM", "entah"], -1, None),
    ],
)
def test_words_for_yes_and_no(words: list[str], counted: int, true: str | None) -> None:
    for word in words:
        query = f"SELECT {flag('cell')} FROM (SELECT ?::VARCHAR AS cell)"  # noqa: S608 - our own
        assert duckdb.execute(query, [word]).fetchall() == [(counted,)], word
    active = {"true": ["Aktif", "t", "1.0"], "false": ["Tidak Aktif", "nonaktif", "f", "0.0"], None: ["entah", "-1"]}[
        true
    ]
    for word in active:
        query = f"SELECT CAST({truth('cell')} AS VARCHAR) FROM (SELECT ?::VARCHAR AS cell)"  # noqa: S608 - our own
        assert duckdb.execute(query, [word]).fetchall() == [(true,)], word


@pytest.mark.parametrize(
    ("word", "left_out"), [("Terumumkan", False), ("t", False), ("1.0", False), ("f", True), ("Belum Terumumkan", True)]
)
def test_words_for_announced_plans(word: str, *, left_out: bool) -> None:
    query = f"SELECT {unannounced('cell')} FROM (SELECT ?::VARCHAR AS cell)"  # noqa: S608 - our own
    assert duckdb.execute(query, [word]).fetchall() == [(left_out,)]


def test_suppliers_are_the_same_by_any_writing_of_their_number(bring: Bring, tmp_path: Path) -> None:
    header = ["kd_tender", "nilai_kontrak", "nama_klpd", "npwp_penyedia", "nama_penyedia"]
    rows = [
        ["A", "1", "Kota Mojokerto", "01.234.567.8-901.000", "CV  Satu"],
        ["B", "1", "Kota Mojokerto", "012345678901000", "Satu CV"],
        ["B2", "1", "Kota Mojokerto", "12345678901000.0", "Satu CV"],
        ["C", "1", "Kota Mojokerto", "XX.XXX", " cv   satu "],
        ["D", "1", "Kota Mojokerto", "000000000000000", "cv satu"],
        ["E", "1", "Kota Mojokerto", "", ""],
    ]
    bring("tender", save(tmp_path / "t.csv", header, rows))
    a, b, floating, c, d, e = (supplier for (supplier,) in kept("supplier"))
    assert a == b == floating
    assert (c, d, e) == ("CV SATU", "CV SATU", None)


def test_a_hexadecimal_figure_among_whole_ones_is_refused(bring: Bring, inaproc: Any) -> None:
    with pytest.raises(DataError, match=r'row 3, column Total Nilai \(Rp\): "0x10"'):
        bring("inaproc", inaproc({}, {"Kode Paket": "P2", "Total Nilai (Rp)": "0x10"}))
