"""Formats by content, archives within limits, and nothing of them on the disk."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from tests.datasets.procurement_lines.conftest import (
    INAPROC,
    ROW,
    Bring,
    kept,
    refused,
    save,
    workbook,
)
from umkm_analysis.datasets.procurement_lines.read import sources
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "wrap", ["plain", "zip", "gzip", "xlsx", "titled xlsx", "xlsx in zip", "json lines", "semicolons"]
)
def test_every_format_gives_the_same_lines(bring: Bring, tmp_path: Path, wrap: str) -> None:
    second = ["P2" if cell == "P1" else cell for cell in ROW]
    plain = save(tmp_path / "x.csv", INAPROC, [ROW, second], bom=True, delimiter=";" if wrap == "semicolons" else ",")
    path = tmp_path / "export.csv"
    typed = [
        [float(cell) if head.endswith("(Rp)") else cell for head, cell in zip(INAPROC, row, strict=True)]
        for row in (ROW, second)
    ]
    if "xlsx" in wrap:
        workbook(tmp_path / "x.xlsx", [INAPROC, *typed], titles=3 if "titled" in wrap else 0)
        path = tmp_path / "x.xlsx"
    if wrap in {"zip", "xlsx in zip"}:
        with zipfile.ZipFile(tmp_path / "x.bin", "w", zipfile.ZIP_DEFLATED) as made:
            made.write(plain if wrap == "zip" else path, "a.dat")
            made.writestr("__MACOSX/._a.dat", "x")
        path = tmp_path / "x.bin"
    elif wrap == "gzip":
        path.write_bytes(gzip.compress(plain.read_bytes()))
    elif wrap == "json lines":
        path.write_text("\n".join(json.dumps(dict(zip(INAPROC, row, strict=True))) for row in typed))
    elif "xlsx" not in wrap:
        path = plain
    assert bring("inaproc", path).account.kept_rupiah == 2000
    assert kept("package, value, pdn, supplier, agency, year") == [
        ("P1", 1000, 600, "CV SATU", "DINAS A", 2025),
        ("P2", 1000, 600, "CV SATU", "DINAS A", 2025),
    ]


@pytest.mark.parametrize(
    ("content", "match"),
    [
        pytest.param(
            b"<!DOCTYPE html><html><title>502 Bad\n Gateway</title>", 'web page titled "502 Bad Gateway"', id="html"
        ),
        pytest.param(b"", "the file is empty", id="empty"),
        pytest.param(b"\xef\xbb\xbf \n", "the file is blank", id="blank"),
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
        pytest.param(b"Nama,Umur\nx,1\n", "no column kode_paket, total_nilai_rp or total_nilai", id="another table"),
        pytest.param(",".join(INAPROC).encode() + b"\n", "a header and no row", id="header only"),
        pytest.param(
            b"kd_rup,mak,sumber_dana,pagu\n1,2,APBD,3\n", "it looks like rup-funding", id="budget rows of packages"
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
