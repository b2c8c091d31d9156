"""Reader of registers: every fault at once, with what to type instead."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from umkm_analysis.datasets.register import layout
from umkm_analysis.datasets.register.reader import read_register
from umkm_analysis.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

from tests.datasets.register.conftest import DAY, faults, good, written


@pytest.mark.parametrize("name", ["r.xlsx", "folder"])
def test_what_is_filled_in_is_read(tmp_path: Path, name: str) -> None:
    found = read_register(written(tmp_path, good(), name))
    assert (found.code, found.as_of, found.synthetic, found.unused) == ("3576", DAY, False, ())
    assert found.firms.loc["U-2"].tolist() == ["Kranggan", "alas kaki", "kecil"]
    assert found.catalogues["listed"].tolist() == [True, False]
    assert found.channels["never_sold"].tolist() == [False, True, False]
    assert found.channels["last_sale"].isna().tolist() == [False, True, True]
    assert found.certificates["held"].fillna(-1).tolist() == [1, 1, -1, 0]
    assert found.certificates["endless"].tolist() == [True, False, False, False]


def test_a_spreadsheet_of_excel_in_indonesian_has_semicolons(tmp_path: Path) -> None:
    folder = written(tmp_path, good(), "folder")
    for path in folder.glob("*.csv"):
        path.write_text(path.read_text(encoding="utf-8-sig").replace(",", ";"), encoding="utf-8")
    assert len(read_register(folder).firms) == 2


PLACE = {sheet.name: {name: at for at, name in enumerate(sheet.names)} for sheet in layout.SHEETS}


FAULTS = [
    pytest.param("register", 0, "kode_daerah", "35.76", "Use 3576", id="Kemendagri code"),
    pytest.param("register", 0, "kode_daerah", "3500", "kabupaten or kota", id="a province"),
    pytest.param("register", 0, "per_tanggal", "kemarin", "such as 2024-06-30", id="no date"),
    pytest.param("register", 0, "jenis", "asli", "one of: nyata, sintetis", id="kind"),
    pytest.param("umkm", 0, "id_umkm", "Budi Santoso", "names nobody", id="a name for a code"),
    pytest.param("umkm", 0, "id_umkm", "3576011203850001", "16 digits are a NIK", id="a NIK for a code"),
    pytest.param("umkm", 0, "id_umkm", "081234567890", "telephone number", id="a telephone for a code"),
    pytest.param("umkm", 0, "kecamatan", "Jl. Mawar 5", "the sub-district alone", id="an address"),
    pytest.param("umkm", 0, "kecamatan", None, "not an empty cell", id="no sub-district"),
    pytest.param("umkm", 0, "sektor", "makanann", "type makanan", id="misspelt sector"),
    pytest.param("umkm", 0, "skala", "besar", "one of: mikro, kecil, menengah", id="size"),
    pytest.param("katalog", 0, "katalog", "kota", "one of: lokal, provinsi, nasional", id="catalogue"),
    pytest.param("katalog", 0, "status", "tayangg", "type tayang", id="status"),
    pytest.param("katalog", 0, "tanggal_mulai_entri", "15/01/2024", "type 2024-01-15 if day 15", id="day first"),
    pytest.param("katalog", 0, "tanggal_mulai_entri", "31/02/2024", "a day that there is", id="31 February"),
    pytest.param("katalog", 0, "tanggal_mulai_entri", "2024-02-30", "a day that there is", id="30 February"),
    pytest.param("katalog", 0, "tanggal_mulai_entri", "45306", "type 2024-01-15, or format", id="serial number"),
    pytest.param("katalog", 0, "tanggal_mulai_entri", dt.date(1924, 1, 15), "correct the year", id="1924"),
    pytest.param("katalog", 0, "tanggal_tayang", dt.date(2024, 7, 1), "a day up to 2024-06-30", id="the future"),
    pytest.param("katalog", 0, "tanggal_tayang", dt.date(2024, 1, 14), "from 2024-01-15 on", id="before its entry"),
    pytest.param("katalog", 0, "tanggal_tayang", None, "or status proses entri", id="listed when?"),
    pytest.param("katalog", 1, "tanggal_tayang", dt.date(2024, 5, 1), "or status tayang", id="listed, in entry"),
    pytest.param("katalog", 0, "id_umkm", "U-11", "type U-1, or add U-11", id="a stray id"),
    pytest.param("kanal", 0, "kanal", "mojomarket", "type Mojo Market", id="two spellings"),
    pytest.param("kanal", 0, "kanal", "Mojo Markett", "type Mojo Market", id="a misspelt channel"),
    pytest.param("kanal", 0, "kanal", "https://grab.com/x", "no address of a page", id="a link"),
    pytest.param("kanal", 0, "kanal", "toko@contoh.id", "nothing personal", id="an account"),
    pytest.param("kanal", 0, "tanggal_daftar", None, "not an empty cell", id="registered when?"),
    pytest.param("kanal", 0, "transaksi_terakhir", dt.date(2023, 7, 1), "from 2023-08-01 on", id="sold before"),
    pytest.param("kanal", 0, "transaksi_terakhir", "tidak", 'or "belum pernah"', id="neither date nor word"),
    pytest.param("pelatihan", 0, "pelatihan", "123", "a short name", id="no name"),
    pytest.param("pelatihan", 0, "tanggal", "Mei 2022", "year-month-day", id="a month"),
    pytest.param("sertifikat", 0, "sertifikat", "SNI", "one of: NIB", id="certificate"),
    pytest.param("sertifikat", 0, "diperlukan", "tidak", "where the certificate is held", id="held, not needed"),
    pytest.param("sertifikat", 0, "dimiliki", "punya", "one of: ya, tidak, tidak tahu", id="held?"),
    pytest.param("sertifikat", 0, "nomor", "91200012345", "13 digits", id="a short NIB"),
    pytest.param("sertifikat", 1, "nomor", "3576011203850001", "a NIK", id="a NIK for a number"),
    pytest.param("sertifikat", 0, "nomor", None, 'or "tanpa nomor"', id="held without number"),
    pytest.param("sertifikat", 0, "nomor", "ada", "as on the certificate", id="a word for a number"),
    pytest.param("sertifikat", 3, "nomor", "123", "nothing where dimiliki is tidak", id="number, not held"),
    pytest.param(
        "sertifikat", 3, "berlaku_sampai", dt.date(2026, 1, 1), "nothing where dimiliki", id="valid, not held"
    ),
    pytest.param("sertifikat", 0, "berlaku_sampai", "seumur hidup", 'or "tanpa batas"', id="for life"),
    pytest.param("sertifikat", 1, "berlaku_sampai", dt.date(2099, 1, 1), "a day up to", id="valid to 2099"),
]


@pytest.mark.parametrize(("sheet", "at", "column", "value", "expected"), FAULTS)
def test_a_fault_is_named_with_sheet_row_column_and_remedy(  # noqa: PLR0913
    tmp_path: Path, *, sheet: str, at: int, column: str, value: Any, expected: str
) -> None:
    rows = good()
    rows[sheet][at][PLACE[sheet][column]] = value
    found = faults(written(tmp_path, rows))
    assert any(one[:3] == (sheet, at + 2, column) and expected in one[3] for one in found), found


@pytest.mark.parametrize("sheet", ["umkm", "katalog", "kanal", "pelatihan", "sertifikat"])
def test_a_row_twice_is_named_with_the_first(tmp_path: Path, sheet: str) -> None:
    rows = good()
    rows[sheet].append(list(rows[sheet][0]))
    ((where, row, column, told),) = faults(written(tmp_path, rows))
    assert (where, row) == (sheet, len(rows[sheet]) + 1)
    assert "row 2 has the same" in told
    assert str(column).startswith("id_umkm")


def test_sheets_and_columns_that_lack_are_named_with_what_may_be_meant(tmp_path: Path) -> None:
    path = written(tmp_path, good())
    book = openpyxl.load_workbook(path)
    book["pelatihan"].title = "pelatihn"
    book["umkm"]["B1"] = "kecamatn"
    book["sertifikat"]["B2"] = "SNI"
    book.save(path)
    told = [one[3] for one in faults(path)]
    assert any("sheet pelatihan: – expected this sheet" in one and "rename sheet 6 " in one for one in told)
    assert any("sheet umkm, row 1, column kecamatan" in one and "rename column B" in one for one in told)
    assert any("sheet sertifikat, row 2, column sertifikat" in one for one in told)


def test_two_hundred_planted_faults_are_all_named_and_nothing_else(tmp_path: Path) -> None:
    firms = [f"U-{number:04d}" for number in range(1, 301)]
    rows: dict[str, list[list[Any]]] = {
        "register": [["3576", DAY, "nyata"]],
        "umkm": [[firm, "Magersari", "makanan", "mikro"] for firm in firms],
        "katalog": [[firm, "lokal", "tayang", dt.date(2024, 1, 15), dt.date(2024, 3, 1)] for firm in firms],
        "kanal": [[firm, "Mojo Market", dt.date(2023, 8, 1), dt.date(2024, 6, 12)] for firm in firms],
        "pelatihan": [[firm, "Jubelio", dt.date(2022, 5, 20)] for firm in firms],
        "sertifikat": [[firm, "NIB", "ya", "ya", "9120001234567", "tanpa batas"] for firm in firms],
    }
    every = [tuple(one.values) for one in FAULTS]
    kinds = [one for one in every if one[0] != "register" and one[1] == 0 and one[2] != "id_umkm"]
    planted = set()
    for number in range(200):
        sheet, _, column, value, _ = kinds[number % len(kinds)]
        at = number + 50
        rows[sheet][at][PLACE[sheet][column]] = value
        planted.add((sheet, at + 2, column))
    assert len(planted) == 200
    found = faults(written(tmp_path, rows))
    assert {one[:3] for one in found} == planted
    assert len(found) == 200


def test_a_message_hides_what_may_be_personal(tmp_path: Path) -> None:
    rows = good()
    rows["umkm"][0][0] = "3576014107850002"
    assert not any("3576014107850002" in one[3] for one in faults(written(tmp_path, rows)))


def test_what_is_no_spreadsheet_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "r.xlsx"
    broken.write_text("x")
    assert "save it again as XLSX" in faults(broken)[0][3]
    latin = tmp_path / "latin"
    latin.mkdir()
    (latin / "umkm.csv").write_bytes("id_umkm,é".encode("latin-1"))
    assert "UTF-8" in faults(latin)[0][3]
    with pytest.raises(UsageError, match="no file or folder"):
        read_register(tmp_path / "none.xlsx")
    (tmp_path / "r.pdf").write_text("x")
    with pytest.raises(UsageError, match="no workbook"):
        read_register(tmp_path / "r.pdf")
