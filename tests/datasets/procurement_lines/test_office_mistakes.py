"""Natural mistakes of office files: the right figures, or a sentence that names the mistake."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from tests.datasets.procurement_lines.conftest import INAPROC, ROW, Bring, kept
from umkm_analysis.datasets.procurement_lines.request import Existing
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

TENDER = ["nama_klpd", "kd_tender", "nilai_kontrak", "tgl_kontrak", "jumlah_peserta"]


def rows(**cells: str) -> list[list[str]]:
    """Three packages of 1,000 rupiah each, some cells of which are others; {n} is the package's number."""
    changed = {name.replace("_", " "): cell for name, cell in cells.items()}
    named = {"Kode Paket": "P{n}", "Kode RUP": "6000{n}", **changed}
    return [
        [named.get(head, cell).format(n=number) for head, cell in zip(INAPROC, ROW, strict=True)]
        for number in (1, 2, 3)
    ]


def text(
    path: Path, table: Sequence[Sequence[str]], *, above: str = "", encoding: str = "utf-8", by: str = ","
) -> Path:
    content = io.StringIO()
    csv.writer(content, delimiter=by).writerows([INAPROC, *table])
    path.write_bytes((above + content.getvalue()).encode(encoding))
    return path


@pytest.mark.parametrize(
    ("cells", "options"),
    [
        pytest.param({"Kode_Paket": "'P{n}", "Kode_RUP": "'6000{n}", "Tahun_Anggaran": "'2025"}, {}, id="apostrophes"),
        pytest.param({"Tahun_Anggaran": "2.025"}, {}, id="year as 2.025"),
        pytest.param({"Tahun_Anggaran": "2025.0"}, {}, id="year as 2025.0"),
        pytest.param({}, {"encoding": "utf-16", "by": "\t"}, id="unicode text of Excel"),
        pytest.param({}, {"encoding": "utf-8-sig", "by": ";"}, id="semicolons"),
        pytest.param({}, {"above": "Realisasi 2025 (dalam Rupiah)\n"}, id="title in rupiah"),
        pytest.param({}, {"above": "Usaha jutawan, dalam rangka bulan bakti\n"}, id="title of other words"),
    ],
)
def test_what_can_be_read_gives_the_right_figures(
    bring: Bring, tmp_path: Path, cells: dict[str, str], options: dict[str, Any]
) -> None:
    bring("inaproc", text(tmp_path / "x.csv", rows(**cells), **options))
    assert kept("package, rup, year, value") == [(f"P{n}", f"6000{n}", 2025, 1000) for n in (1, 2, 3)]


def test_apostrophes_before_figures_are_no_part_of_them(bring: Bring, tmp_path: Path) -> None:
    table = [[*row[:-2], f"'{row[-2]}", f"'{row[-1]}"] for row in rows()]
    bring("inaproc", text(tmp_path / "x.csv", table))
    assert kept("value, pdn") == [(1000, 600)] * 3


@pytest.mark.parametrize(
    "title",
    [
        "Realisasi (dalam ribuan rupiah)",
        "Nilai dalam Rp. Juta",
        "satuan: jutaan",
        "Realisasi (Rp juta)",
        "REALISASI (RIBUAN)",
        "in million rupiah",
        "(x 1.000)",
    ],
)
def test_a_title_of_thousands_or_millions_is_refused(bring: Bring, tmp_path: Path, title: str) -> None:
    with pytest.raises(DataError, match="its figures are no whole rupiah"):
        bring("inaproc", text(tmp_path / "x.csv", rows(), above=f"{title}\n"))
    book = openpyxl.Workbook()
    for row in ([title], INAPROC, *rows()):
        book.active.append(row)
    book.save(tmp_path / "x.xlsx")
    with pytest.raises(DataError, match="its figures are no whole rupiah"):
        bring("inaproc", tmp_path / "x.xlsx")
    assert kept() == []


def test_hidden_rows_of_a_workbook_are_read_and_named(bring: Bring, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (INAPROC, *rows()):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    book.save(tmp_path / "x.xlsx")
    account = bring("inaproc", tmp_path / "x.xlsx").account
    assert (account.kept_rupiah, account.notes) == (3000, ("x.xlsx: 1 hidden row is read too",))


def test_a_count_that_is_not_whole_is_not_rounded(bring: Bring, tmp_path: Path) -> None:
    lines = [",".join(TENDER), *(f"Kota Mojokerto,T{n},1000,2025-03-0{n},{3 if n > 1 else 1.5}" for n in (1, 2, 3))]
    (tmp_path / "x.csv").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(DataError, match=r'row 2, column jumlah_peserta: "1\.5" – expected a count of bidders'):
        bring("tender", tmp_path / "x.csv")


def test_a_table_of_html_under_the_name_of_a_spreadsheet_is_told_from_an_error(bring: Bring, tmp_path: Path) -> None:
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in (INAPROC, *rows()))
    (tmp_path / "x.xls").write_text(f"<html><table>{cells}</table></html>", encoding="utf-8")
    with pytest.raises(DataError, match=r"a table of a web page.* save it as \.xlsx or CSV UTF-8"):
        bring("inaproc", tmp_path / "x.xls")
    form = f"<html><title>Masuk</title><form><table>{cells}</table></form></html>"
    (tmp_path / "x.xls").write_text(form, encoding="utf-8")
    with pytest.raises(DataError, match='a web page titled "Masuk", not an export'):
        bring("inaproc", tmp_path / "x.xls")


NUMBERS = [f"({at})" for at in range(1, len(INAPROC) + 1)]


def lone_cell(first: str, at: int = 0) -> list[str]:
    """A row with one cell."""
    return [first if place == at else "" for place in range(len(INAPROC))]


@pytest.mark.parametrize(
    ("table", "left"),
    [
        pytest.param([NUMBERS, *rows()], "2", id="numbers of the columns"),
        pytest.param([[cell.strip("()") for cell in NUMBERS], *rows()], "2", id="without brackets"),
        pytest.param([*rows(), lone_cell("Sumber: data.inaproc.id")], "5", id="a source"),
        pytest.param(
            [*rows(), lone_cell("Mojokerto, 31 Maret 2025", 10), lone_cell("NIP. 1970", 11)], "5, 6", id="signature"
        ),
        pytest.param([lone_cell("DINAS A", 1), *rows()], "2", id="a group's heading"),
    ],
)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_stands_beside_the_packages_is_left_out_and_named(
    bring: Bring, tmp_path: Path, table: list[list[str]], left: str, ending: str
) -> None:
    if ending == "csv":
        path = text(tmp_path / "x.csv", table)
    else:
        book = openpyxl.Workbook()
        for row in (INAPROC, *table):
            book.active.append(row)
        path = tmp_path / "x.xlsx"
        book.save(path)
    account = bring("inaproc", path).account
    assert (account.kept_rows, account.kept_rupiah) == (3, 3000)
    assert [group.reason for group in account.left_out] == ["note or numbers of columns"]
    assert account.notes == (f"{path.name}: row {left}: a note, or numbers of the columns, no package; left out",)


def test_a_note_below_a_table_of_separators_is_named_and_a_broken_last_row_is_refused(
    bring: Bring, tmp_path: Path
) -> None:
    path = text(tmp_path / "x.csv", rows())
    whole = path.read_text(encoding="utf-8")
    path.write_text(f"{whole}Sumber: INAPROC\n", encoding="utf-8")
    assert bring("inaproc", path).account.notes == ("x.csv: row 5: a note below the table; not read",)
    for broken in ("Kota Moj", "Kota Mojokerto,Dinas A"):  # a download that stopped
        path.write_text(whole + broken, encoding="utf-8")
        with pytest.raises(DataError, match="expected 14 cells, as the header has"):
            bring("inaproc", path, existing=Existing.REPLACE)


def test_numbers_of_columns_are_no_package_where_a_file_has_no_year(bring: Bring, tmp_path: Path) -> None:
    lines = ["nama_klpd,kd_tender,nilai_kontrak", "1,2,3", "Kota Mojokerto,T1,1000"]
    (tmp_path / "x.csv").write_text("\n".join(lines), encoding="utf-8")
    bring("tender", tmp_path / "x.csv")
    assert kept("package, value") == [("T1", 1000)]


def test_a_row_that_lost_its_code_alone_is_no_note(bring: Bring, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="row 2, column Kode Paket: – expected a package code"):
        bring("inaproc", text(tmp_path / "x.csv", rows(Kode_Paket="")))


@pytest.mark.parametrize("year", ["TA 2025", "T.A. 2025", "Tahun Anggaran 2025"])
def test_a_year_is_read_behind_words(bring: Bring, tmp_path: Path, year: str) -> None:
    bring("inaproc", text(tmp_path / "x.csv", rows(Tahun_Anggaran=year)))
    assert kept("year") == [(2025,)] * 3


def test_rows_that_end_in_a_separator_more_than_the_header_are_read(bring: Bring, tmp_path: Path) -> None:
    path = text(tmp_path / "x.csv", rows())
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([head, *(f"{line}," for line in lines)]), encoding="utf-8")
    bring("inaproc", path)
    assert kept("value, pdn") == [(1000, 600)] * 3
    path.write_text("\n".join([head, *(f"{line},1" for line in lines)]), encoding="utf-8")  # cells without a name
    with pytest.raises(DataError, match="expected 14 cells, as the header has"):
        bring("inaproc", path, existing=Existing.REPLACE)
