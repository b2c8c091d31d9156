"""Files that are not what they say, or mean harm: a clear error, and the lines as they were."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from umkm_analysis.datasets.procurement_lines.read import sources, text
from umkm_analysis.errors import DataError

from .conftest import INAPROC, ROW, kept, save, workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Bring = Any


@pytest.fixture
def before(bring: Bring, inaproc: Callable[..., Path]) -> list[tuple[Any, ...]]:
    """Lines that stand already and must stay."""
    bring("inaproc", inaproc({"Nama Instansi": "Kota Surabaya"}, name="earlier.csv"))
    return kept()


def refused(bring: Bring, path: Path, match: str, before: list[tuple[Any, ...]], **options: Any) -> str:
    with pytest.raises(DataError, match=match) as caught:
        bring("inaproc", path, **options)
    assert kept() == before
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "match"),
    [
        pytest.param(
            b"<!DOCTYPE html><html><title>502 Bad\n Gateway</title>", 'web page titled "502 Bad Gateway"', id="html"
        ),
        pytest.param(b"", "the file is empty", id="empty"),
        pytest.param(b"\xef\xbb\xbf \n", "the file is blank", id="blank"),
        pytest.param("Kode Paket,x\n1,2\n".encode("utf-16"), "UTF-16", id="utf-16"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", r"old Excel file \(\.xls\)", id="xls"),
        pytest.param(b"PAR1....", "Parquet", id="parquet"),
        pytest.param(b"a,b\n\x00\x01,2", "NUL bytes", id="binary"),
        pytest.param(b"PK\x03\x04 broken", "the archive cannot be read", id="broken zip"),
        pytest.param(b"\x1f\x8b broken", "the archive", id="broken gzip"),
        pytest.param(b'[{"Kode Paket": "1",', "broken JSON", id="broken json"),
        pytest.param(b'{"error": "token expired"}', 'it says "token expired"', id="error as json"),
        pytest.param(b"[]", "it holds no row", id="no rows"),
        pytest.param(b"[1, 2]", "row 1: not an object", id="no objects"),
        pytest.param(b"[" * 100_000, "nested too deeply|broken JSON", id="deep json"),
        pytest.param(b'[{"Kode Paket": "\xff"}]', "not UTF-8", id="json not utf-8"),
        pytest.param(b"Nama,Umur\nx,1\n", "no column kode_paket, total_nilai_rp or total_nilai", id="another table"),
        pytest.param(",".join(INAPROC).encode() + b"\n", "a header and no row", id="header only"),
        pytest.param(
            b"kd_rup,id_paket_anggaran_penyedia,pagu\n1,2,3\n", "counts them twice", id="budget rows of packages"
        ),
        pytest.param(b"order_id,total,status\n1,2,X\n", "it looks like ekatalog-v6", id="another export"),
        pytest.param(b"Kode Paket,Kode Paket,Total Nilai (Rp)\n1,2,3\n", "stands more than once", id="column twice"),
    ],
)
def test_what_is_no_export_is_named(
    bring: Bring, tmp_path: Path, before: list[tuple[Any, ...]], content: bytes, match: str
) -> None:
    path = tmp_path / "unduhan.json"
    path.write_bytes(content)
    refused(bring, path, match, before)


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
        pytest.param({"Total Nilai (Rp)": "NaN"}, "the value in rupiah", id="NaN value"),
        pytest.param({"Total Nilai (Rp)": "9" * 16}, "at most 1,000,000,000,000,000", id="more than a budget"),
        pytest.param({"Nilai PDN (Rp)": "2000"}, "at most the value of its row", id="part above its whole"),
        pytest.param(
            {"Nilai PDN (Rp)": "100", "Total Nilai (Rp)": "5000000"},
            "looks like a percentage",
            id="per cent for rupiah",
        ),
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
    assert 'row 6, column Total Nilai (Rp): "salah"' in said
    account = bring("inaproc", path, allow_bad=3).account
    assert (account.rows, account.kept_rows) == (5, 2)
    assert [(one.rows, one.unread) for one in account.left_out] == [(3, 3)]


def test_text_of_another_encoding_is_named(bring: Bring, tmp_path: Path, before: list[tuple[Any, ...]]) -> None:
    good = ",".join(ROW).encode()
    bad = ",".join(ROW).replace("P1", "P2").replace("CV Satu", "CV Café").encode("latin-1")
    path = tmp_path / "x.csv"
    path.write_bytes(b"\n".join([",".join(INAPROC).encode(), good, bad]))
    refused(bring, path, r"row 3, column Nama Penyedia: .* – expected text in UTF-8", before)
    assert bring("inaproc", path, allow_bad=1).account.kept_rows == 1


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


def test_a_json_document_is_read_only_up_to_its_limit(
    bring: Bring, tmp_path: Path, before: list[tuple[Any, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text, "MAX_DOCUMENT", 100)
    path = tmp_path / "x.json"
    path.write_text('[{"Kode Paket": "' + "x" * 200 + '"}]')
    refused(bring, path, "must be read whole", before)


def test_zip_bombs_are_refused(bring: Bring, tmp_path: Path, before: list[tuple[Any, ...]]) -> None:
    zeros = b"0" * (90 << 20)
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.csv", zeros)
    refused(bring, bomb, "ZIP bomb", before)
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(",".join(INAPROC).encode() + b"\n" + zeros))
    refused(bring, tmp_path / "bomb.gz", "ZIP bomb|longer than 1 MB", before)
    book = workbook(tmp_path / "bomb.xlsx", [INAPROC, ROW])
    with zipfile.ZipFile(book, "a", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/media/a.bin", zeros)
    refused(bring, book, "ZIP bomb", before)


def test_a_zip_that_lies_about_its_size_is_refused(
    bring: Bring, tmp_path: Path, before: list[tuple[Any, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.csv", ",".join(INAPROC) + ("\n" + ",".join(ROW)) * 200_000)
    monkeypatch.setattr(sources, "SMALL_BYTES", 1 << 20)
    monkeypatch.setattr(sources, "MAX_RATIO", 2)
    monkeypatch.setattr(zipfile.ZipInfo, "file_size", property(lambda _: 1, lambda *_: None), raising=False)
    with pytest.raises((DataError, zipfile.BadZipFile)):
        bring("inaproc", path)
    assert kept() == before


@pytest.mark.parametrize("inner", ["x.zip", "x.csv.gz"])
def test_an_archive_in_an_archive_is_refused(
    bring: Bring, tmp_path: Path, before: list[tuple[Any, ...]], inner: str
) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        made.writestr("a.csv", "a")
    data = content.getvalue() if inner.endswith("zip") else gzip.compress(b"a")
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as made:
        made.writestr(inner, data)
    refused(bring, tmp_path / "outer.zip", "an archive inside an archive", before)


def test_an_empty_archive_and_one_of_too_many_files_are_refused(
    bring: Bring, tmp_path: Path, before: list[tuple[Any, ...]]
) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w"):
        pass
    refused(bring, tmp_path / "a.zip", "the archive is empty", before)
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as made:
        for number in range(sources.MAX_FILES + 1):
            made.writestr(str(number), "")
    refused(bring, tmp_path / "b.zip", "files in one archive", before)


def test_formulas_of_a_workbook_are_named(bring: Bring, tmp_path: Path, before: list[tuple[Any, ...]]) -> None:
    more = '<row r="3"><c r="M3"><f>SUM(M2)</f><v>5</v></c></row>'
    refused(bring, workbook(tmp_path / "x.xlsx", [INAPROC, ROW], more=more), r"1 cells hold a formula \(M3\)", before)


def test_a_cell_at_the_end_of_the_world_is_refused(bring: Bring, tmp_path: Path, before: list[tuple[Any, ...]]) -> None:
    more = '<row r="1048576"><c r="XFD1048576"><v>5</v></c></row>'
    refused(bring, workbook(tmp_path / "x.xlsx", [INAPROC, ROW], more=more), "spans 17,179,869,184 cells", before)


def test_a_workbook_without_the_columns_is_refused(bring: Bring, tmp_path: Path, before: list[tuple[Any, ...]]) -> None:
    refused(bring, workbook(tmp_path / "x.xlsx", [["a", "b"], ["1", "2"]]), "no column kode_paket", before)


def test_nothing_of_an_archive_and_no_personal_field_reaches_the_disk(
    bring: Bring, tmp_path: Path, folder: Path
) -> None:
    header = [
        "kd_tender",
        "nilai_kontrak",
        "npwp_penyedia",
        "nama_penyedia",
        "nama_klpd",
        "nip_ppk",
        "nama_ppk",
        "email",
    ]
    rows = [
        [
            "T1",
            "5000",
            "01.234.567.8-901.000",
            "CV RAHASIA",
            "Kota Mojokerto",
            "198001012005011001",
            "BUDI PRIBADI",
            "b@x.id",
        ]
    ]
    save(tmp_path / "t.csv", header, rows)
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as made:
        made.write(tmp_path / "t.csv", "t.csv")
    bring("tender", tmp_path / "t.zip")
    ((supplier,),) = kept("supplier")
    assert re.fullmatch(r"npwp:[0-9a-f]{20}", supplier)
    told = json.dumps([str(line) for line in kept()])
    for secret in ("1234567", "01.234", "198001012005011001", "BUDI", "b@x.id", "RAHASIA"):
        assert secret not in told
        assert not [path for path in folder.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()]
    assert (folder / ".secret").stat().st_mode & 0o077 == 0
