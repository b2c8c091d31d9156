"""Workbooks that would take all memory are refused in a sentence, and blanks that are nothing are read."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from tests.datasets.procurement_lines.conftest import workbook
from tests.datasets.register.conftest import faults, good, written
from umkm_analysis.datasets.intake.workbooks import Limits, read_workbook, rows_of
from umkm_analysis.datasets.register.reader import read_register
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LIMITS = Limits(packed=1 << 20, unpacked=8 << 20, cells=10_000, characters=100_000, ratio=50, small=1 << 20)
ODS = "urn:oasis:names:tc:opendocument:xmlns"
X = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def opendocument(path: Path, rows: str) -> Path:
    names = " ".join(f'xmlns:{name}="{ODS}:{name}:1.0"' for name in ("office", "table", "text"))
    names += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    table = f'<table:table table:name="a">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", mime)
        made.writestr(
            "META-INF/manifest.xml",
            f'<m:manifest xmlns:m="{ODS}:manifest:1.0"><m:file-entry m:full-path="/" m:media-type="{mime}"/>'
            "</m:manifest>",
        )
        made.writestr("content.xml", f"<office:document-content {names}>{body}</office:document-content>")
    return path


def packed(path: Path, sheet: Iterable[str], shared: str = "") -> Path:
    """Write an XLSX whose one sheet, and texts that cells share, are as given."""
    workbook(path, [["x"]])
    with zipfile.ZipFile(path) as before:
        members = {name: before.read(name) for name in before.namelist() if "sheet1" not in name}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
        if shared:
            made.writestr("xl/sharedStrings.xml", f"<sst {MAIN}>{shared}</sst>")
        with made.open("xl/worksheets/sheet1.xml", "w") as stream:
            stream.write(f"<worksheet {MAIN}><sheetData>".encode())
            for piece in sheet:
                stream.write(piece.encode())
            stream.write(b"</sheetData></worksheet>")
    return path


def opened(path: Path) -> list[list[Any]]:
    book, _ = read_workbook(path.read_bytes(), path.name, LIMITS)
    return list(rows_of(book, book.sheet_names[0], path.name))


FIRST = '<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'


@pytest.mark.parametrize(
    "last",
    [
        '<row r="1048576"><c r="XFD1048576" s="1"/></row>',
        '<row r="1048576"><c r="XFD1048576" s="1"></c></row>',
        '<row r="1048576" s="1" customFormat="1"/>',
    ],
)
def test_a_styled_blank_in_the_last_cell_is_nothing(tmp_path: Path, last: str) -> None:
    assert opened(packed(tmp_path / "x.xlsx", [FIRST, last])) == [["x"]]


@pytest.mark.parametrize(
    "last",
    [
        '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t xml:space="preserve"> </t></is></c></row>',
        '<row r="1048576"><c r="XFD1048576" t="str"><v></v></c></row>',
        "<row r='1048576'><c r='xfd1048576'><v>1</v></c></row>",
        '<row><c r="XFD1"><v>1</v></c></row><row r="1048576"><c><v>1</v></c></row>',
        f'<x:row xmlns:x="{MAIN[7:-1]}" r="1048576"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>',
    ],
)
def test_a_value_in_the_last_cell_is_refused_with_its_place(tmp_path: Path, last: str) -> None:
    with pytest.raises(DataError, match="row 1,048,576, column 16,384, so that the sheet spans 17,179,869,184 cells"):
        opened(packed(tmp_path / "x.xlsx", [FIRST, last]))


def test_what_unpacks_to_far_too_much_is_refused(tmp_path: Path) -> None:
    sheet = (f'<row><c t="inlineStr"><is><t>{"A" * 100_000}</t></is></c></row>' for _ in range(50))
    with pytest.raises(DataError, match="ZIP bomb or an error"):
        opened(packed(tmp_path / "x.xlsx", sheet))


def test_one_long_text_that_many_cells_share_is_counted_for_each(tmp_path: Path) -> None:
    cells = [f'<row><c t="s"><v>{at % 2}</v></c></row>' for at in range(500)]
    long = f"<si><t>{'A' * 30_000}</t></si>"
    with pytest.raises(DataError, match="characters of text"):
        opened(packed(tmp_path / "x.xlsx", cells, f"{long}<si><t>b</t></si>"))
    notes = ['<row><c t="s"><v>0</v></c></row>', *('<row><c t="s"><v>1</v></c></row>' for _ in range(500))]
    assert len(opened(packed(tmp_path / "y.xlsx", notes, f"{long}<si><t>b</t></si>"))) == 501  # long, but once


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\xd0\xcf\x11\xe0xxxx", "old Excel file"),
        (b"x", "damaged or has a password"),
        (b"", "damaged or has a password"),
        (b"x" * (1 << 20) + b"x", "above 1 MB"),
    ],
)
def test_what_is_no_workbook_is_refused(content: bytes, expected: str) -> None:
    with pytest.raises(DataError, match=expected):
        read_workbook(content, "x.xlsx", LIMITS)


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        ("<row><c></row>", "damaged"),
        ('<row r="99999999"><c><v>1</v></c></row>', "is numbered"),
        ('<row><c r="A1B"><v>1</v></c></row>', "says that it stands in"),
    ],
)
def test_xml_that_no_program_writes_is_refused(tmp_path: Path, sheet: str, expected: str) -> None:
    with pytest.raises(DataError, match=expected):
        opened(packed(tmp_path / "x.xlsx", [sheet]))


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "x.xlsx", [FIRST])
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'
    with zipfile.ZipFile(path, "a") as more:
        more.writestr("xl/other.xml", bomb)
    with pytest.raises(DataError, match="document type"):
        opened(path)


def test_a_binary_workbook_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "x.xlsx", [FIRST])
    with zipfile.ZipFile(path, "a") as more:
        more.writestr("xl/workbook.bin", b"\x00")
    with pytest.raises(DataError, match=r"\.xlsb"):
        opened(path)


def test_blanks_to_the_end_of_an_open_document_are_nothing(tmp_path: Path) -> None:
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    rows = f"<table:table-row>{X}{X}</table:table-row>"
    rows += f'<table:table-row table:number-rows-repeated="1048575">{blank}</table:table-row>'
    assert opened(opendocument(tmp_path / "x.ods", rows)) == [["x", "x"]]


def test_a_cell_that_stands_for_billions_is_refused(tmp_path: Path) -> None:
    many = X.replace("table-cell ", 'table-cell table:number-columns-repeated="16384" ', 1)
    rows = f'<table:table-row table:number-rows-repeated="1048576">{many}</table:table-row>'
    with pytest.raises(DataError, match="spans 17,179,869,184 cells"):
        opened(opendocument(tmp_path / "x.ods", rows))


def test_a_register_with_a_styled_blank_in_the_last_cell_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, good())
    book = openpyxl.load_workbook(path)
    book["umkm"].cell(1_048_576, 16_384).number_format = "0.00"
    book.save(path)
    assert len(read_register(path).firms) == 2


def test_a_register_with_a_blank_in_the_last_cell_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = written(tmp_path, good())
    book = openpyxl.load_workbook(path)
    book["umkm"].cell(1_048_576, 16_384, " ")
    book.save(path)
    ((_, _, _, message),) = faults(path)
    assert "a cell stands in row 1,048,576, column 16,384" in message
    assert "Delete what stands outside the table" in message


def test_formulas_without_result_and_errors_in_a_register_are_named(tmp_path: Path) -> None:
    path = written(tmp_path, good())
    book = openpyxl.load_workbook(path)
    book["kanal"]["D2"] = "=TODAY()"
    book["kanal"]["D3"] = "#N/A"
    book.save(path)
    found = faults(path)
    assert [one[:3] for one in found] == [("kanal", 2, "transaksi_terakhir"), ("kanal", 3, "transaksi_terakhir")]
    assert "a formula without its result" in found[0][3]
    assert "an error of the spreadsheet program" in found[1][3]
