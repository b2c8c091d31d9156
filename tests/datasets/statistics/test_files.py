"""Files that would take all memory, or hold no readable cells, are refused in a sentence."""

from __future__ import annotations

import json
import re
import time
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from tests.datasets.intake.test_workbooks import FIRST, packed
from umkm_analysis.datasets import series
from umkm_analysis.datasets.statistics import numerals
from umkm_analysis.datasets.statistics.figures import read_figures
from umkm_analysis.datasets.statistics.read import grids
from umkm_analysis.datasets.statistics.read.files import read_file
from umkm_analysis.datasets.statistics.request import Kind, StatisticsRequest
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TITLE = "PDRB Atas Dasar Harga Konstan 2010 (Miliar Rupiah)"
HEAD = ["Kode", "Kabupaten/Kota", 2024, 2025]


def refusal(path: Path) -> str:
    with pytest.raises(DataError) as caught:
        read_file(path)
    return str(caught.value)


def test_a_workbook_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    sheet = (f'<row><c t="inlineStr"><is><t>{"A" * 1_000_000}</t></is></c></row>' for _ in range(80))
    path = packed(tmp_path / "x.xlsx", sheet)
    assert path.stat().st_size < 1 << 20
    assert "ZIP bomb" in refusal(path)


@pytest.mark.parametrize(
    "cell", ['<c r="XFD1048576"><v>1</v></c>', '<c r="XFD1048576" t="inlineStr"><is><t> </t></is></c>']
)
def test_a_cell_at_the_far_end_of_a_sheet_is_refused_with_its_place(tmp_path: Path, cell: str) -> None:
    path = packed(tmp_path / "x.xlsx", [FIRST, f'<row r="1048576">{cell}</row>'])
    assert "row 1,048,576, column 16,384" in refusal(path)


def test_an_old_excel_file_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "x.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0" + b"\x00" * 600)
    assert "Save it as .xlsx" in refusal(path)


def test_a_cell_stands_where_it_stands_in_the_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["C3"] = "x"
    book.save(tmp_path / "x.xlsx")
    (found,) = read_file(tmp_path / "x.xlsx").grids
    assert found.rows[2][2] == "x"


def figures_of(path: Path) -> list[tuple[int, float]]:
    reading = read_figures([read_file(path)], StatisticsRequest(Kind.GRDP))
    return [(figure.year, figure.value) for figure in reading.figures]


def test_an_error_of_the_spreadsheet_is_no_empty_cell(workbook: Callable[..., Path]) -> None:
    level = float(series.levels()["1374"][2024])
    rows = [[TITLE], HEAD, ["1374", "Kota Padang Panjang", level, "#REF!"], ["3576", "Kota Mojokerto", 1.0, 2.0]]
    with pytest.raises(DataError, match=r"row 3, column 4: the cell shows an error of the spreadsheet program"):
        figures_of(workbook("x.xlsx", rows))
    assert figures_of(workbook("y.xlsx", [*rows[:2], [*rows[2], "#REF!"][:3]])) == [(2024, level)]


def test_a_formula_without_its_result_is_refused_and_one_whose_result_is_empty_is_not(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [[TITLE], HEAD, ["1374", "Kota Padang Panjang", 2800.5, "=C3*2"]]:
        sheet.append(row)
    book.save(tmp_path / "x.xlsx")
    assert "Sheet!D3" in refusal(tmp_path / "x.xlsx")
    with (
        zipfile.ZipFile(tmp_path / "x.xlsx") as before,
        zipfile.ZipFile(tmp_path / "y.xlsx", "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in before.namelist():
            made.writestr(
                name, re.sub(rb'<c r="D3">.*?</c>', b'<c r="D3" t="str"><f>""</f><v/></c>', before.read(name))
            )
    assert figures_of(tmp_path / "y.xlsx") == [(2024, 2800.5)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.csv", "a" + "," * 2000 + "b\n" + "1\n" * 3000),
        ("x.html", "<table>" + "<tr><td colspan=200>1</td></tr>" * 6000 + "</table>"),
        ("x.json", [{f"c{at}": 1} for at in range(3000)]),
        (
            "x.json",
            {name: [{"val": at, "label": "x"} for at in range(200)] for name in ("vervar", "turvar", "tahun")}
            | {"var": [{"val": 1, "label": "x"}], "turtahun": [{"val": 0, "label": "x"}], "datacontent": {}},
        ),
    ],
    ids=["CSV", "HTML", "records", "WebAPI"],
)
def test_a_table_of_far_too_many_cells_is_refused(
    text_file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, *, name: str, content: Any
) -> None:
    monkeypatch.setattr(grids, "MAX_CELLS", 1_000_000)
    assert "which no table of statistics has" in refusal(text_file(name, content))


def test_rows_and_cells_that_are_not_closed_are_read_in_no_time(text_file: Callable[..., Path]) -> None:
    begun = time.process_time()
    (found,) = read_file(text_file("x.html", "<table>" + "<tr><td>a<!-- b --><td style='color:red'>1" * 3000)).grids
    assert found.rows == (("a", "1*"),) * 3000
    assert time.process_time() - begun < 20  # each row lies in the one before; looking at all of it again takes minutes
    assert "1,001 tables" in refusal(text_file("y.html", "<table></table>" * 1001))


@pytest.mark.parametrize(
    "content",
    [
        "[" * 200_000,
        '{"data": ' * 100_000,
        json.dumps([{"tahun": 10**400}]),
        '{"vervar": 1, "var": [1], "turvar": [], "tahun": [], "turtahun": [], "datacontent": {"a": 1}}',
        '{"status": "OK", "data": [1, 2]}',
    ],
)
def test_json_of_another_shape_is_refused(text_file: Callable[..., Path], content: str) -> None:
    assert "JSON" in refusal(text_file("x.json", content))


def test_text_that_begins_as_utf_16_and_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"\xff\xfea")
    assert "UTF-16" in refusal(path)


def test_a_number_of_json_that_is_none_is_refused(text_file: Callable[..., Path]) -> None:
    records = [{"kode_kabupaten_kota": "1374", "tahun": 2024, "jumlah_penduduk": float("nan")}]
    records += [{"kode_kabupaten_kota": "3576", "tahun": 2024, "jumlah_penduduk": 130_000}]
    request = StatisticsRequest(Kind.POPULATION)
    with pytest.raises(DataError, match="nan is no number"):
        read_figures([read_file(text_file("jumlah_penduduk.json", records))], request)


@pytest.mark.parametrize("cell", ["1" + "*" * 60 + "a", "1" + " x)" * 30 + "b", "1" + " *" * 5000])
def test_a_row_of_asterisks_takes_no_time(cell: str) -> None:
    begun = time.process_time()
    numerals.is_number(cell)
    assert time.process_time() - begun < 2
