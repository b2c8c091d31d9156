"""Workbooks that mean harm or are no export."""

from __future__ import annotations

import gzip
import random
import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from tests.datasets.procurement_lines.conftest import (
    INAPROC,
    ROW,
    Bring,
    kept,
    refused,
    workbook,
)
from umkm_analysis.datasets.procurement_lines.request import Existing
from umkm_analysis.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def test_formulas_of_a_workbook_are_named(bring: Bring, tmp_path: Path, before: list[tuple[Any, ...]]) -> None:
    more = '<row r="3"><c r="M3"><f>SUM(M2)</f><v>5</v></c></row>'
    refused(bring, workbook(tmp_path / "x.xlsx", [INAPROC, ROW], more=more), r"1 cell holds a formula \(M3\)", before)


def test_an_error_in_a_column_that_is_read_makes_its_row_bad(
    bring: Bring, tmp_path: Path, before: list[tuple[Any, ...]]
) -> None:
    heads = [*INAPROC[:2], "Kode Paket", *INAPROC[3:12], "Total Nilai (Rp)", "Catatan"]
    cells = "".join(
        f'<c r="{chr(65 + at)}3" t="inlineStr"><is><t>{value}</t></is></c>'
        for at, value in enumerate(["Kota Mojokerto", "Dinas A", "P2", *ROW[3:12]])
    )
    more = f'<row r="3">{cells}<c r="M3" t="e"><v>#REF!</v></c><c r="N3" t="e"><v>#N/A</v></c></row>'
    path = workbook(tmp_path / "x.xlsx", [heads, [*ROW[:12], 1000, ""]], more=more)
    told = refused(bring, path, r"row 3, column Total Nilai \(Rp\).*no error of the spreadsheet", before)
    assert "Catatan" not in told
    account = bring("inaproc", path, allow_bad=1).account
    assert (account.kept_rows, account.kept_rupiah) == (1, 1000)


def test_a_cell_at_the_end_of_the_world_is_refused(bring: Bring, tmp_path: Path, before: list[tuple[Any, ...]]) -> None:
    more = '<row r="1048576"><c r="XFD1048576"><v>5</v></c></row>'
    refused(bring, workbook(tmp_path / "x.xlsx", [INAPROC, ROW], more=more), "spans 17,179,869,184 cells", before)


def test_a_workbook_without_the_columns_is_refused(bring: Bring, tmp_path: Path, before: list[tuple[Any, ...]]) -> None:
    refused(
        bring, workbook(tmp_path / "x.xlsx", [["a", "b"], ["1", "2"]]), "no column kode_paket.*Its columns: …", before
    )
    titled = workbook(tmp_path / "t.xlsx", [["LAPORAN REALISASI"], INAPROC, ROW])
    with pytest.raises(DataError, match=r"no tender export; it looks like inaproc\. Its columns: .*Kode Paket"):
        bring("tender", titled)


def open_document(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    """Write a small ODS by hand."""

    def cell(value: Any) -> str:
        if isinstance(value, (int, float)):
            kind = f'office:value-type="float" office:value="{value}"'
        else:
            kind = 'office:value-type="string"'
        return f"<table:table-cell {kind}><text:p>{value}</text:p></table:table-cell>"

    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    names = " ".join(f'xmlns:{name}="{urn}:{name}:1.0"' for name in ("office", "table", "text"))
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {names}><office:body><office:spreadsheet>'
            f'<table:table table:name="Data">{body}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        )
        made.writestr("META-INF/manifest.xml", "<manifest/>")
    return path


def test_a_workbook_of_libreoffice_is_read_beside_its_readme(bring: Bring, tmp_path: Path) -> None:
    titles: list[list[Any]] = [["Realisasi 2025"], [""]]
    book = open_document(tmp_path / "x.ods", [*titles, INAPROC, [*ROW[:12], 1000, 600]])
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as made:
        made.write(book, "data/realisasi.ods")
        made.writestr("data/README.txt", "Sumber: data.inaproc.id")
        made.writestr("datapackage.json", '{"name": "x"}')
    account = bring("inaproc", tmp_path / "x.zip").account
    assert account.kept_rupiah == 1000
    assert account.notes == (
        "x.zip: data/README.txt is no table; not read",
        "x.zip: datapackage.json is no table; not read",
    )


@pytest.mark.parametrize("name", ["x.xlsx", "x.ods", "x.zip", "x.csv.gz"])
def test_damage_anywhere_in_an_archive_is_a_sentence_or_nothing(
    bring: Bring, tmp_path: Path, name: str, before: list[tuple[Any, ...]]
) -> None:
    path = tmp_path / name
    rows = [[*ROW[:2], f"P{at}", *ROW[3:]] for at in range(60)]
    table = "\n".join(",".join(row) for row in [INAPROC, *rows])
    if name.endswith("gz"):
        path.write_bytes(gzip.compress(table.encode()))
    elif name.endswith("zip"):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
            made.writestr("a.csv", table)
    else:
        (workbook if name.endswith("xlsx") else open_document)(path, [INAPROC, *rows])
    content = path.read_bytes()
    chance = random.Random(name)  # noqa: S311 - the same damage in every run
    for spoil in range(15):
        at = chance.randrange(len(content))
        piece = bytes(chance.randrange(256) for _ in range(6))
        path.write_bytes(content[:at] if spoil % 3 == 0 else content[:at] + piece + content[at + 6 :])
        with suppress(DataError, UsageError):
            bring("inaproc", path, region=None, existing=Existing.ADD)
        assert set(before) <= set(kept())
