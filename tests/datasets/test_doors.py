"""Hostile texts through every door by which data come in: refused by cell, or kept as text that does nothing."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from tests.datasets import hostile
from tests.datasets.procurement_lines.conftest import INAPROC, ROW, kept, save, workbook
from umkm_analysis.analysis import evidence
from umkm_analysis.characters import unseen
from umkm_analysis.datasets import claims, regions, tables
from umkm_analysis.datasets.procurement_lines.importer import import_files
from umkm_analysis.datasets.procurement_lines.kinds import find_kind
from umkm_analysis.datasets.procurement_lines.request import ImportRequest
from umkm_analysis.datasets.procurement_lines.store import catalog
from umkm_analysis.errors import DataError, TableError, UmkmError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from umkm_analysis.datasets.procurement_lines.clean.reconciliation import Account

FIELDS = ("Nama Satuan Kerja", "Kode Paket", "Nama Penyedia", "Metode Pengadaan", "Sumber Dana", "Status Paket")
TOO_LONG = 1000


@pytest.fixture
def lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(catalog.FOLDER_VARIABLE, str(tmp_path / "lines"))
    return tmp_path / "lines"


def refused(text: str, *, code: bool = False) -> bool:
    """Whether a line with this text must be refused: line ends and tabs in a name are blanks."""
    sign = unseen(text.strip(), allowed="" if code else "\t\n\v\f\r")
    return bool(sign) or len(text) > TOO_LONG or (code and (text[0] in "=+" or "@" in text))


def lines_of(field: str, texts: list[str]) -> list[dict[str, str]]:
    usual = dict(zip(INAPROC, ROW, strict=True))
    return [
        {**usual, "Kode Paket": f"P{at}", "Total Nilai (Rp)": str(1000 + at), field: text}
        for at, text in enumerate(texts)
    ]


def account_of(path: Path, **options: Any) -> Account:
    account = import_files([path], ImportRequest(find_kind("inaproc"), 2025, **options)).account
    assert account is not None
    return account


@pytest.mark.slow
@pytest.mark.parametrize("format_", ["csv", "json"])
@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.usefixtures("lines")
def test_lines_keep_no_text_that_nobody_sees_and_no_rupiah_is_lost(tmp_path: Path, *, field: str, format_: str) -> None:
    texts = [text for text in hostile.HOSTILE if text.strip()]
    rows = lines_of(field, texts)
    path = tmp_path / f"x.{format_}"
    if format_ == "csv":
        save(path, INAPROC, [[row[head] for head in INAPROC] for row in rows])
    else:
        path.write_text(json.dumps(rows), encoding="utf-8")
    bad = [at for at, text in enumerate(texts) if refused(text, code=field == "Kode Paket")]
    with pytest.raises(DataError) as caught:
        account_of(path)
    message = str(caught.value)
    assert message.replace("\n", "").isprintable()
    first = 2 if format_ == "csv" else 1
    assert [at for at in bad if f"row {at + first}, column {field}:" not in message] == []
    account = account_of(path, allow_bad=len(bad))
    assert account.rows == len(texts)
    assert account.kept_rows == len(texts) - len(bad) - sum(
        group.rows for group in account.left_out if group.reason == "cancelled"
    )
    assert all(unseen(cell) == "" for line in kept() for cell in line if isinstance(cell, str))


def test_half_a_surrogate_pair_in_json_is_refused_by_cell(tmp_path: Path, lines: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps(lines_of("Nama Penyedia", ["CV A", "CV \ud800"])), encoding="utf-8")
    with pytest.raises(DataError, match=r"row 2, column Nama Penyedia: .*U\+D800"):
        account_of(path)
    assert not list(lines.rglob("*.parquet"))


@pytest.mark.usefixtures("lines")
def test_a_nul_is_refused(tmp_path: Path) -> None:
    path = save(
        tmp_path / "x.csv",
        INAPROC,
        [["a\x00b" if head == "Nama Penyedia" else cell for head, cell in zip(INAPROC, ROW, strict=True)]],
    )
    with pytest.raises(DataError, match="NUL bytes"):
        account_of(path)


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
@pytest.mark.parametrize("field", ["Nama Satuan Kerja", "Nama Penyedia", "Metode Pengadaan", "Nama Paket"])
def test_numbers_and_accounts_of_persons_in_lines_are_left_out_and_counted(
    tmp_path: Path, lines: Path, *, field: str, format_: str
) -> None:
    texts = ["Dinas 0812-3456-7890", "3576010101900001 B", "CV NPWP 01.234.567.8-601.000", "b@mail.id", "Dinas B"]
    rows = [[row[head] for head in INAPROC] for row in lines_of(field, texts)]
    path = tmp_path / f"x.{format_}"
    if format_ == "csv":
        save(path, INAPROC, rows)
    else:
        workbook(path, [INAPROC, *rows])
    account = account_of(path)
    assert (account.kept_rows, account.kept_rupiah) == (5, 5010)
    noted = [note for note in account.notes if "4 cells of " in note and field in note]
    assert len(noted) == 1
    everything = str(kept())
    everything += (lines / "lines.json").read_text(encoding="utf-8") + " ".join(account.notes)
    assert [text for text in ("3456-7890", "10101900001", "234.567", "mail.id", "MAIL.ID") if text in everything] == []


@pytest.mark.parametrize("field", ["Kode Paket", "Total Nilai (Rp)", "Nama Instansi"])
@pytest.mark.usefixtures("lines")
def test_a_refused_cell_of_lines_is_not_repeated_where_it_is_personal(tmp_path: Path, field: str) -> None:
    path = save(
        tmp_path / "x.csv",
        INAPROC,
        [[row[head] for head in INAPROC] for row in lines_of(field, ["budi@mail.id", "+0812-3456-7890"])],
    )
    with pytest.raises(UmkmError) as caught:
        account_of(path)
    assert "budi" not in str(caught.value)
    assert "3456" not in str(caught.value)


@pytest.mark.parametrize(
    "field", ["Total Nilai (Rp)", "Nilai PDN (Rp)", "Tahun Anggaran", "Kode Paket", "Nama Penyedia"]
)
@pytest.mark.usefixtures("lines")
def test_a_name_in_a_refused_cell_of_lines_is_not_repeated(tmp_path: Path, field: str) -> None:
    texts = {"Kode Paket": "=Budi", "Nama Penyedia": "Budi\u200b Santoso"}
    rows = lines_of(field, [texts.get(field, "Budi Santoso")])
    path = save(tmp_path / "x.csv", INAPROC, [[row[head] for head in INAPROC] for row in rows])
    with pytest.raises(UmkmError) as caught:
        account_of(path)
    assert f"row 2, column {field}: – expected" in str(caught.value)
    assert "budi" not in str(caught.value).lower()


@pytest.mark.usefixtures("lines")
def test_names_of_columns_and_sheets_of_lines_are_repeated_only_if_they_are_words_of_such(tmp_path: Path) -> None:
    path = save(tmp_path / "x.csv", ["Kode RUP", "Budi Santoso", "Nama Satker", "081234567890"], [["1", "2", "3", "4"]])
    with pytest.raises(DataError, match=r"Its columns: Kode RUP, …, Nama Satker, …$"):
        account_of(path)
    book = openpyxl.Workbook()
    for title in ("Budi Santoso", "Data 2025"):
        sheet = book.create_sheet(title)
        sheet.append(INAPROC)
        sheet.append(ROW)
    book.save(tmp_path / "x.xlsx")
    with pytest.raises(DataError, match=r"several sheets have the columns of inaproc \(number 2, Data 2025\)"):
        account_of(tmp_path / "x.xlsx")


@pytest.mark.usefixtures("lines")
def test_a_header_that_is_a_row_is_not_repeated(tmp_path: Path) -> None:
    path = save(tmp_path / "x.csv", ["Budi 081234567890", "b@mail.id"], [["1", "2"]])
    with pytest.raises(DataError, match="no column kode_paket") as caught:
        account_of(path)
    assert "0812" not in str(caught.value)
    assert "mail" not in str(caught.value)


@pytest.mark.usefixtures("lines")
@pytest.mark.parametrize(
    "name",
    ["\x1b[2Jx.csv", "a\u202ex.csv", "=cmd x.csv", "<script>.csv", "$x_{.csv", "{name}.csv", "CON.csv", "a\nb.csv"],
)
def test_names_of_files_are_kept_as_they_can_be_seen(tmp_path: Path, name: str) -> None:
    path = save(tmp_path / name, INAPROC, [ROW])
    account_of(path)
    (import_,) = catalog.imports()
    assert unseen(import_.sources[0][0]) == ""


def one_claim(tmp_path: Path, **cells: str) -> Path:
    usual = {
        "code": "3576",
        "indicator": "grdp_growth",
        "value": "3.65",
        "unit": "per cent",
        "words": "x",
        "said_by": "x",
        "said_at": "x",
    }
    text = io.StringIO()
    writer = csv.DictWriter(text, list(usual))
    writer.writeheader()
    writer.writerow({**usual, **cells})
    path = tmp_path / "c.csv"
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    return path


@pytest.mark.parametrize("column", ["words", "said_by", "said_at", "indicator", "unit", "value", "code"])
def test_claims_are_refused_by_cell_or_read(tmp_path: Path, column: str) -> None:
    for text in hostile.HOSTILE:
        if harmless := _read(one_claim(tmp_path, **{column: text})):
            assert unseen(text.strip()) == ""
            assert len(text) <= claims.MOST_CHARACTERS
            assert len(harmless) == 1


def _read(path: Path) -> list[claims.Claim]:
    """Read claims; none where they are refused by cell."""
    try:
        return claims.read_claims(path, indicators=evidence.indicators())[0]
    except TableError as error:
        message = str(error)
    assert re.search(r"row \d, column [a-z_]+:", message)
    assert message.replace("\n", "").isprintable()
    return []


EVERY_COLUMN = (
    ("regions", "name"),
    ("sources", "title"),
    ("sources", "publisher"),
    ("channels", "channel"),
    ("claims", "words"),
)


@pytest.mark.parametrize(("table", "column"), EVERY_COLUMN)
def test_tables_of_the_project_refuse_what_nobody_sees_by_cell(copied: Path, *, table: str, column: str) -> None:
    texts = [*hostile.UNSEEN, "a\nb", "e" + "\u0301" * 500]
    rows = change(copied / "data" / f"{table}.csv", column, *texts)
    with pytest.raises(TableError) as caught:
        tables.read(table)
    message = str(caught.value)
    assert len(re.findall(rf"row \d+, column {column}.*cannot be seen", message)) == min(len(texts), rows)
    assert message.replace("\n", "").isprintable()


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//x", "HTTPS"])
def test_an_address_of_a_source_is_one_of_the_web(copied: Path, address: str) -> None:
    change(copied / "data" / "sources.csv", "address", address)
    with pytest.raises(TableError, match="column address"):
        tables.read("sources")


@pytest.mark.parametrize("text", hostile.HOSTILE)
def test_a_region_named_by_hostile_text_is_none(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        regions.find(text)
    assert str(caught.value).replace("\n", "").isprintable()


def change(path: Path, column: str, *texts: str) -> int:
    """Put texts into the first rows of a table; return how many rows it has."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    for row, text in zip(rows[1:], texts, strict=False):
        row[rows[0].index(column)] = text
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return len(rows) - 1
