"""Writer of registers: every column, every choice, and nothing overwritten."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

from umkm_analysis.datasets.register import layout
from umkm_analysis.datasets.register.reader import read_register
from umkm_analysis.datasets.register.template import instructions, write_register
from umkm_analysis.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

from tests.datasets.register.conftest import faults, good, written


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
