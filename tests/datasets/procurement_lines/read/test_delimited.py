"""CSV as offices have it: titles above the header, other encodings and separators; what is broken is named."""

from __future__ import annotations

import io
from array import array
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.datasets.procurement_lines.conftest import (
    INAPROC,
    ROW,
    Bring,
    kept,
    refused,
)
from umkm_analysis.datasets.procurement_lines.read import encoding
from umkm_analysis.datasets.procurement_lines.read.delimited import _numbers
from umkm_analysis.datasets.procurement_lines.read.encoding import Utf8
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path


def test_rows_of_too_few_or_many_cells_are_named_by_their_lines(
    bring: Bring, tmp_path: Path, before: list[tuple[Any, ...]]
) -> None:
    lines = [
        ",".join(INAPROC),
        ",".join(ROW),
        "a,b",
        ",".join(ROW).replace("P1", "P2"),
        ",".join([*ROW, "x"]),
        ",".join(ROW).replace("P1", "P3").replace(",1000,", ",salah,"),
    ]
    path = tmp_path / "x.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    said = refused(bring, path, "3 rows cannot be used", before)
    assert 'row 3: "2 cells" – expected 14 cells' in said
    assert 'row 5: "15 cells"' in said
    assert "row 6, column Total Nilai (Rp): – expected rupiah" in said
    assert "salah" not in said
    account = bring("inaproc", path, allow_bad=3).account
    assert (account.rows, account.kept_rows) == (5, 2)
    assert [(one.rows, one.unread) for one in account.left_out] == [(3, 3)]


@pytest.mark.parametrize("blank", ["", " ", "\t \t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_blank_lines_are_nothing(bring: Bring, tmp_path: Path, blank: str, end: str) -> None:
    good, bad = ",".join(ROW), ",".join(ROW).replace("P1", "P3").replace(",1000,", ",salah,")
    path = tmp_path / "x.csv"
    rows = ["\ufeff" + ",".join(INAPROC), blank, good, blank, bad, "a,b", blank, blank, ""]
    path.write_text(end.join(rows), encoding="utf-8", newline="")
    with pytest.raises(DataError, match="2 rows cannot be used") as caught:
        bring("inaproc", path)
    assert "column Total Nilai (Rp)" in str(caught.value)
    if blank:  # Arrow passes over empty lines without counting them
        assert "row 5, column Total Nilai (Rp)" in str(caught.value)
        assert 'row 6: "2 cells"' in str(caught.value)
    path.write_text(end.join([*rows[:4], blank, ""]), encoding="utf-8", newline="")
    account = bring("inaproc", path).account
    assert (account.rows, account.kept_rows, account.left_out) == (1, 1, ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_gives_the_same_words(bring: Bring, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "x.csv"
    rows = [",".join(ROW).replace("P1", f"P{n}").replace("CV Satu", name) for n, name in enumerate(["CV A", "CV Café"])]
    path.write_bytes("\n".join([",".join(INAPROC), *rows]).encode(encoding))
    account = bring("inaproc", path).account
    assert kept("supplier") == [("CV A",), ("CV CAFÉ",)]
    notes = {"cp1252": ("x.csv: read as Windows-1252",), "utf-8": (), "utf-8-sig": ()}
    assert account.notes == notes.get(encoding, ("x.csv: read as UTF-16",))


def test_a_byte_that_is_of_no_encoding_is_named(bring: Bring, tmp_path: Path, before: list[tuple[Any, ...]]) -> None:
    words = ("CV Café".encode(), "CV Café".encode("latin-1"), b"CV \x81", "CV Café".encode("latin-1"))
    rows = [",".join(ROW).replace("P1", f"P{n}").encode().replace(b"CV Satu", word) for n, word in enumerate(words)]
    path = tmp_path / "x.csv"
    path.write_bytes(b"\n".join([",".join(INAPROC).encode(), *rows]))
    said = refused(bring, path, r"3 rows cannot be used", before)
    for row in (3, 4, 5):
        assert f"row {row}, column Nama Penyedia: – expected text in UTF-8" in said
    path.write_bytes(b"\n".join([",".join(INAPROC).encode(), *rows[1:2], *rows[:1]]))
    refused(bring, path, r"row 2, column Nama Penyedia: – expected text in UTF-8", before)


def test_encodings_are_the_same_wherever_a_piece_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "aé…漢字😀x," * 7
    for size in range(3, 12):
        monkeypatch.setattr(encoding, "PIECE_BYTES", size)
        for name in ("utf-8", "utf-8-sig", "utf-16"):
            assert Utf8(io.BytesIO(text.encode(name))).readall().decode() == text
        assert Utf8(io.BytesIO(("é…" * 9).encode("cp1252"))).readall().decode() == "é…" * 9


TITLES = {
    "titles": "Rekapitulasi Realisasi 2025\nPemerintah Kota Mojokerto;;;\n\n",
    "sep": "sep=;\n",
    "sep in quotation marks": '"sep=;"\n',
    "an open quotation mark": 'Laporan "realisasi\n"Tahun 2025\n',
    "none": "",
}


@pytest.mark.parametrize("titles", TITLES)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_titles_above_the_header_are_passed_over(bring: Bring, tmp_path: Path, titles: str, end: str) -> None:
    path = tmp_path / "x.csv"
    bad = [*ROW[:12], "salah", "0"]
    rows = [";".join(row) for row in (INAPROC, ROW, bad, ["a", "b"])]
    path.write_bytes((TITLES[titles] + "\n".join(rows)).replace("\n", end).encode())
    above = TITLES[titles].count("\n")
    with pytest.raises(DataError) as caught:
        bring("inaproc", path)
    assert f"row {above + 3}, column Total Nilai (Rp)" in str(caught.value)
    assert f'row {above + 4}: "2 cells"' in str(caught.value)
    account = bring("inaproc", path, allow_bad=2).account
    assert account.kept_rupiah == 1000
    assert any(f"the header is row {above + 1}" in note for note in account.notes) == (above > 0)


def test_a_quotation_mark_behind_a_backslash_is_one_of_the_cell(bring: Bring, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    names = [r'"CV \"Maju, Jaya\""', r'"CV Satu"', r'"Toko C:\\data"']
    rows = [",".join(ROW).replace("P1", f"P{n}").replace("CV Satu", name) for n, name in enumerate(names)]
    path.write_text("\n".join([",".join(INAPROC), *rows]), encoding="utf-8")
    bring("inaproc", path)
    assert kept("supplier") == [('CV "MAJU, JAYA"',), ("CV SATU",), ("TOKO C:\\DATA",)]


def test_a_backslash_alone_stays(bring: Bring, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    row = ",".join(ROW).replace("CV Satu", r'"CV A\B ""x"""').replace("Dinas A", "D\\")
    path.write_text("\n".join([",".join(INAPROC), row]), encoding="utf-8")
    bring("inaproc", path)
    assert kept("supplier, agency") == [('CV A\\B "X"', "D\\")]


def test_rows_of_separators_alone_are_no_rows(bring: Bring, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("\n".join([",".join(INAPROC), "," * 13, ",".join(ROW), "," * 13, "," * 13]), encoding="utf-8")
    account = bring("inaproc", path).account
    assert (account.rows, account.kept_rows) == (1, 1)
    assert account.notes == ("x.csv: 3 rows are blank in every column that is read; skipped",)


@given(st.lists(st.booleans(), min_size=1, max_size=40), st.integers(1, 8))
def test_rows_have_the_numbers_they_have_in_the_file(good: list[bool], size: int) -> None:
    ragged = array("q", [7 + at for at, fine in enumerate(good) if not fine])
    expected = [7 + at for at, fine in enumerate(good) if fine]
    found = [
        number
        for start in range(0, len(expected), size)
        for number in _numbers(7, start, min(size, len(expected) - start), ragged).to_pylist()
    ]
    assert found == expected


def test_a_field_without_end_is_refused_before_memory_is(
    bring: Bring, tmp_path: Path, before: list[tuple[Any, ...]]
) -> None:
    path = tmp_path / "x.csv"
    with path.open("wb") as file:
        file.write(",".join(INAPROC).encode() + b'\nKota Mojokerto,"')
        for _ in range(40):
            file.write(b"x" * (1 << 20))
    refused(bring, path, "a row is longer than 1 MB", before)
    path.write_bytes(b'{"kode_paket": 1}\n{"kode_paket": "' + b"x" * (5 << 20))
    refused(bring, path, "longer than 1 MB", before)
