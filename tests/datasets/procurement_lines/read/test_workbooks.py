"""Workbooks that mean harm or are no export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.datasets.procurement_lines.conftest import (
    INAPROC,
    ROW,
    Bring,
    refused,
    workbook,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_formulas_of_a_workbook_are_named(bring: Bring, tmp_path: Path, before: list[tuple[Any, ...]]) -> None:
    more = '<row r="3"><c r="M3"><f>SUM(M2)</f><v>5</v></c></row>'
    refused(bring, workbook(tmp_path / "x.xlsx", [INAPROC, ROW], more=more), r"1 cells hold a formula \(M3\)", before)


def test_a_cell_at_the_end_of_the_world_is_refused(bring: Bring, tmp_path: Path, before: list[tuple[Any, ...]]) -> None:
    more = '<row r="1048576"><c r="XFD1048576"><v>5</v></c></row>'
    refused(bring, workbook(tmp_path / "x.xlsx", [INAPROC, ROW], more=more), "spans 17,179,869,184 cells", before)


def test_a_workbook_without_the_columns_is_refused(bring: Bring, tmp_path: Path, before: list[tuple[Any, ...]]) -> None:
    refused(bring, workbook(tmp_path / "x.xlsx", [["a", "b"], ["1", "2"]]), "no column kode_paket", before)
