"""An office's register: its template, every fault at once, nothing personal on the disk."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from umkm_analysis.datasets import tables
from umkm_analysis.datasets.register import layout, store
from umkm_analysis.datasets.register.demo import demonstration
from umkm_analysis.datasets.register.model import TABLES, Register
from umkm_analysis.datasets.register.reader import read_register
from umkm_analysis.datasets.register.template import instructions, write_register
from umkm_analysis.errors import DataError, TableError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

DAY = dt.date(2024, 6, 30)
GOOD: dict[str, list[list[Any]]] = {
    "register": [["3576", DAY, "nyata"]],
    "umkm": [["U-1", "Magersari", "makanan", "mikro"], ["U-2", "Kranggan", "alas kaki", "kecil"]],
    "katalog": [
        ["U-1", "lokal", "tayang", dt.date(2024, 1, 15), dt.date(2024, 3, 1)],
        ["U-2", "provinsi", "proses entri", dt.date(2024, 4, 1), None],
    ],
    "kanal": [
        ["U-1", "Mojo Market", dt.date(2023, 8, 1), dt.date(2024, 6, 12)],
        ["U-2", "Mojo Market", dt.date(2023, 8, 1), "belum pernah"],
        ["U-2", "Grab", dt.date(2023, 9, 1), None],
    ],
    "pelatihan": [["U-1", "Jubelio", dt.date(2022, 5, 20)]],
    "sertifikat": [
        ["U-1", "NIB", "ya", "ya", "9120001234567", "tanpa batas"],
        ["U-1", "Halal", "ya", "ya", "ID35110000012340722", dt.date(2024, 6, 29)],
        ["U-1", "HACCP", "tidak tahu", "tidak tahu", None, None],
        ["U-2", "Halal", "tidak", "tidak", None, None],
    ],
}
PLACE = {sheet.name: {name: at for at, name in enumerate(sheet.names)} for sheet in layout.SHEETS}


def good() -> dict[str, list[list[Any]]]:
    return {sheet: [list(row) for row in rows] for sheet, rows in GOOD.items()}


def written(tmp_path: Path, rows: dict[str, list[list[Any]]], name: str = "r.xlsx") -> Path:
    path = tmp_path / name
    write_register(path, rows)
    return path


def faults(path: Path) -> list[tuple[str | None, int | None, str | None, str]]:
    with pytest.raises(TableError, match="nothing was imported") as caught:
        read_register(path)
    return [(one.sheet, one.row, one.column, str(one)) for one in caught.value.problems]


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


def test_an_empty_template_says_what_is_missing(tmp_path: Path) -> None:
    found = faults(written(tmp_path, {}))
    assert [(sheet, column) for sheet, _, column, _ in found] == [("register", None), ("umkm", None)]


def test_the_template_tells_every_column_and_offers_the_choices(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(tmp_path, {}))
    assert book.sheetnames == ["petunjuk", *(sheet.name for sheet in layout.SHEETS)]
    told = {(row[0], row[1]) for row in instructions() if len(row) == 6}
    for sheet in layout.SHEETS:
        page = book[sheet.name]
        assert [cell.value for cell in page[1]] == sheet.names
        assert {(sheet.name, name) for name in sheet.names} <= told
        offered = {one.formula1 for one in page.data_validations.dataValidation}
        assert offered == {f'"{",".join(one.choices)}"' for one in sheet.columns if one.kind == "choice"}


def test_an_example_of_the_instructions_is_a_good_register(tmp_path: Path) -> None:
    rows = {sheet.name: [[one.example for one in sheet.columns]] for sheet in layout.SHEETS}
    assert len(read_register(written(tmp_path, rows)).firms) == 1


def test_what_is_there_is_never_overwritten(tmp_path: Path) -> None:
    path = written(tmp_path, good())
    before = path.read_bytes()
    with pytest.raises(UsageError, match="choose another name"):
        write_register(path, {})
    assert path.read_bytes() == before
    with pytest.raises(UsageError, match=r"workbook \(\.xlsx\)"):
        write_register(tmp_path / "r.docx", {})
    assert [one.name for one in tmp_path.iterdir()] == ["r.xlsx"]


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
    assert any("sheet pelatihan: – expected this sheet" in one and 'rename the sheet "pelatihn"' in one for one in told)
    assert any("sheet umkm, row 1, column kecamatan" in one and 'rename "kecamatn"' in one for one in told)
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


def test_what_names_a_person_never_reaches_the_disk(tmp_path: Path, copied: Path) -> None:
    path = written(tmp_path, good(), "rahasia.xlsx")
    book = openpyxl.load_workbook(path)
    page = book["umkm"]
    secrets = {
        "nama_pemilik": "Siti Aminah",
        "nik": "3576014107850002",
        "telepon": "081234567890",
        "email": "siti@x.id",
    }
    for shift, (head, value) in enumerate({**secrets, "alamat": "Jl. Mawar 5", "rekening": "1234567890"}.items()):
        page.cell(1, 5 + shift, head)
        page.cell(2, 5 + shift, value)
    book.save(path)
    found = read_register(path)
    assert found.unused == tuple(f"umkm.{head}" for head in (*secrets, "alamat", "rekening"))
    kept = store.keep(found)
    assert [one.name for one in (copied / "data" / "register").iterdir()] == ["3576.parquet"]
    cells = {str(cell) for column in pq.read_table(kept).to_pydict().values() for cell in column}
    for secret in (*secrets.values(), "Jl. Mawar 5", "1234567890", "9120001234567", "ID35110000012340722"):
        assert not any(secret in cell for cell in cells)
    assert b"Siti" not in kept.read_bytes()
    assert kept.stat().st_mode & 0o077 == 0


def test_a_message_hides_what_may_be_personal(tmp_path: Path) -> None:
    rows = good()
    rows["umkm"][0][0] = "3576014107850002"
    assert not any("3576014107850002" in one[3] for one in faults(written(tmp_path, rows)))


def same(one: Register, other: Register) -> None:
    assert (one.code, one.as_of, one.synthetic) == (other.code, other.as_of, other.synthetic)
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), check_names=False)


def test_what_is_kept_is_what_was_read(tmp_path: Path, copied: Path) -> None:
    assert store.register_of("3576") is None
    found = read_register(written(tmp_path, good(), "r.xlsx"))
    store.keep(found)
    kept = store.register_of("3576")
    assert kept is not None
    same(found, kept)
    assert len(store.fingerprint("3576")) == 12
    assert copied.exists()


def test_a_register_of_firms_alone_is_kept_too(tmp_path: Path, copied: Path) -> None:
    rows = {name: rows if name in {"register", "umkm"} else [] for name, rows in good().items()}
    found = read_register(written(tmp_path, rows, "r.xlsx"))
    store.keep(found)
    kept = store.register_of("3576")
    assert kept is not None
    same(found, kept)
    assert copied.exists()


@pytest.mark.usefixtures("copied")
def test_an_older_or_made_up_register_replaces_another_only_if_told(tmp_path: Path) -> None:
    found = read_register(written(tmp_path, good()))
    store.keep(found)
    older = Register(**{**vars(found), "as_of": dt.date(2024, 5, 31)})
    made_up = Register(**{**vars(found), "synthetic": True})
    for other, match in ((older, "is newer"), (made_up, "made up for demonstration")):
        with pytest.raises(UsageError, match=match):
            store.keep(other)
        kept = store.register_of("3576")
        assert kept is not None
        same(kept, found)
    store.keep(older, replace=True)
    assert getattr(store.register_of("3576"), "as_of", None) == dt.date(2024, 5, 31)
    store.keep(found)


def test_a_write_that_fails_leaves_the_earlier_register(
    tmp_path: Path, copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = read_register(written(tmp_path, good(), "r.xlsx"))
    kept = store.keep(found)
    before = kept.read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pq, "write_table", full)
    with pytest.raises(OSError, match="No space"):
        store.keep(found)
    assert kept.read_bytes() == before
    assert [one.name for one in (copied / "data" / "register").iterdir()] == ["3576.parquet"]


def test_a_file_that_is_no_register_is_refused(copied: Path, tmp_path: Path) -> None:
    place = copied / "data" / "register" / "3576.parquet"
    place.parent.mkdir()
    place.write_text("x")
    with pytest.raises(DataError, match="Import it again"):
        store.register_of("3576")
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


def test_the_demonstration_is_made_up_but_for_the_published_totals(tmp_path: Path) -> None:
    found = read_register(written(tmp_path, {k: [list(row) for row in rows] for k, rows in demonstration().items()}))
    published = tables.read("onboarding").set_index("state")["umkm"]
    assert found.synthetic
    assert len(found.catalogues) == published["total"] == 73
    assert (~found.catalogues["listed"]).sum() == published["in_entry"] == 60
    listed = found.catalogues[found.catalogues["listed"]].groupby("catalogue").size()
    assert (listed["provinsi"], listed["lokal"]) == (published["listed_province"], published["listed_city"]) == (3, 10)
    assert len(found.trainings) == published["trained"] == 400
    assert set(found.trainings["training"]) == {"Jubelio"}
    named = set(tables.read("channels")["channel"]) & set(found.channels["channel"])
    assert named == set()
    assert all(firm.startswith("DEMO-") for firm in found.firms.index)
    assert all(place.startswith("Demo ") for place in found.firms["sub_district"])
