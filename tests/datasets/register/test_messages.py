"""Messages on refused cells, columns and sheets: a person's name in the wrong place is never repeated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

from umkm_analysis.datasets.register import layout
from umkm_analysis.datasets.register.reader import read_register

if TYPE_CHECKING:
    from pathlib import Path

from tests.datasets.register.conftest import faults, good, written

NAMES = ("Sulastri", "SULASTRI", "Sulastri Wibowo", "sulastri 12", "Sulastri; Wibowo", "Sulastri-Wibowo", "1 Sulastri")
COLUMNS = [
    pytest.param(sheet, entry, id=f"{sheet.name}.{entry.name}") for sheet in layout.SHEETS for entry in sheet.columns
]


@pytest.mark.parametrize(("sheet", "entry"), COLUMNS)
def test_a_name_in_any_column_is_refused_or_read_and_never_repeated(
    tmp_path: Path, *, sheet: layout.Sheet, entry: layout.Entry
) -> None:
    rows = good()
    width = len(NAMES)
    if sheet.name not in {layout.REGISTER, layout.FIRMS}:
        rows[sheet.name] = [list(rows[sheet.name][0]) for _ in range(width)]
    elif sheet.name == layout.FIRMS:
        rows[sheet.name] += [[f"U-{at}", *rows[sheet.name][0][1:]] for at in range(3, width + 3)]
    for at, name in enumerate(NAMES[: len(rows[sheet.name])]):
        rows[sheet.name][at][sheet.names.index(entry.name)] = name
    rows[sheet.name][0][sheet.names.index(entry.name)] = "Sulastri|Wibowo"  # always refused
    found = [one for one in faults(written(tmp_path, rows)) if "one spelling for one thing" not in one[3]]
    assert found
    assert [one[3] for one in found if "sulastri" in one[3].lower() or "wibowo" in one[3].lower()] == []


@pytest.mark.parametrize(
    ("sheet", "column", "text", "expected"),
    [
        ("umkm", "sektor", "makanann", "column sektor: – expected one of: makanan, "),
        ("umkm", "sektor", "makanann", "; type makanan"),
        ("umkm", "skala", "Mikro Budi", "column skala: – expected one of: mikro, kecil, menengah"),
        ("register", "kode_daerah", "Kota Mojokert", "Did you mean 3576 Kota Mojokerto"),
        ("register", "kode_daerah", "35.76", '"35.76" – expected a BPS code'),
        ("kanal", "transaksi_terakhir", "belum prnah", "; type belum pernah"),
        ("kanal", "transaksi_terakhir", "31/02/2024", '"31/02/2024"'),
        ("kanal", "tanggal_daftar", "2024-06-30 Budi", "column tanggal_daftar: – expected a date"),
        ("kanal", "tanggal_daftar", "3576010101900001", "column tanggal_daftar: – expected nothing personal"),
        ("sertifikat", "nomor", "Budi 12", "column nomor: – expected the 13 digits"),
        ("kanal", "tanggal_daftar", "0812 3456", "column tanggal_daftar: – expected nothing personal"),
        ("sertifikat", "nomor", "0812 3456", "column nomor: – expected the 13 digits"),
        ("sertifikat", "nomor", "91200", '"91200" – expected the 13 digits'),
        ("umkm", "id_umkm", "WA08123456", "column id_umkm: – expected a code"),
        ("umkm", "id_umkm", "U-\N{ARABIC-INDIC DIGIT THREE}", "column id_umkm: – expected a code"),
        ("umkm", "id_umkm", "Budi", "column id_umkm: – expected a code"),
        ("umkm", "kecamatan", "Kec.", "column kecamatan: – expected the sub-district alone"),
        ("umkm", "kecamatan", "61322", '"61322" – expected the sub-district alone'),
    ],
)
def test_an_allowed_word_or_figure_is_named_instead(
    tmp_path: Path, *, sheet: str, column: str, text: str, expected: str
) -> None:
    rows = good()
    rows[sheet][0][next(one for one in layout.SHEETS if one.name == sheet).names.index(column)] = text
    messages = [one[3] for one in faults(written(tmp_path, rows)) if one[2] == column]
    assert any(expected in message for message in messages), messages
    assert not any("budi" in message.lower() for message in messages)


def test_names_of_columns_and_sheets_are_repeated_only_if_they_are_words_of_such_names(tmp_path: Path) -> None:
    path = written(tmp_path, good())
    book = openpyxl.load_workbook(path)
    for at, head in enumerate(
        ("Nama Pemilik", "Sulastri", "0812-3456-7890", "No. HP", "Tanggal Lahir Sulastri"), start=5
    ):
        book["umkm"].cell(1, at, head)
    for title in ("Sulastri", "Rekap 2023", "Data Sulastri"):
        book.create_sheet(title)
    book.save(path)
    assert read_register(path).unused == (
        "sheet 8 (its name is not repeated)",
        "Rekap 2023",
        "sheet 10 (its name is not repeated)",
        "umkm.nama pemilik",
        "umkm column F (its name is not repeated)",
        "umkm column G (its name is not repeated)",
        "umkm.no. hp",
        "umkm column I (its name is not repeated)",
    )


def test_a_column_or_sheet_called_almost_so_is_named_by_its_place(tmp_path: Path) -> None:
    path = written(tmp_path, good())
    book = openpyxl.load_workbook(path)
    book["kanal"].title = "Kamal"
    book["umkm"]["C1"] = "Sektoro"
    book.save(path)
    messages = "\n".join(one[3] for one in faults(path))
    assert "rename sheet 5 " in messages
    assert "rename column C" in messages
    assert "kamal" not in messages.lower()
    assert "sektoro" not in messages.lower()


@pytest.mark.parametrize("sheet", ["kanal", "pelatihan"])
def test_a_row_twice_names_its_code_and_no_name(tmp_path: Path, sheet: str) -> None:
    rows = good()
    rows[sheet][0][1] = "Sulastri Wibowo"
    rows[sheet].append(list(rows[sheet][0]))
    (message,) = faults(written(tmp_path, rows))
    assert '"U-1' in message[3]
    assert "row 2 has the same" in message[3]
    assert "ulastri" not in message[3]
