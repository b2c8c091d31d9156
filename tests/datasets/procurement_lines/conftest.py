"""Exports as LKPP's systems write them, and a folder of lines of the test's own."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from umkm_analysis.datasets.procurement_lines.importer import import_files
from umkm_analysis.datasets.procurement_lines.kinds import find_kind
from umkm_analysis.datasets.procurement_lines.request import ImportRequest, ImportResult
from umkm_analysis.datasets.procurement_lines.store import catalog
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal
    from pathlib import Path

    from umkm_analysis.datasets.procurement_lines.clean.reconciliation import Account

Bring = Any
INAPROC = [
    "Nama Instansi",
    "Nama Satuan Kerja",
    "Kode Paket",
    "Kode RUP",
    "Tahun Anggaran",
    "Sumber Transaksi",
    "Sumber Dana",
    "Nama Penyedia",
    "Metode Pengadaan",
    "Jenis Pengadaan",
    "Nama Paket",
    "Status Paket",
    "Total Nilai (Rp)",
    "Nilai PDN (Rp)",
]
ROW = [
    "Kota Mojokerto",
    "Dinas A",
    "P1",
    "11",
    "2025",
    "Katalog",
    "APBD",
    "CV Satu",
    "E-Purchasing",
    "Barang",
    "Kertas",
    "SELESAI",
    "1000",
    "600",
]

RUP = [
    "kd_klpd",
    "nama_klpd",
    "kd_satker",
    "nama_satker",
    "tahun_anggaran",
    "kd_rup",
    "pagu",
    "metode_pengadaan",
    "jenis_pengadaan",
    "status_ukm",
    "status_pdn",
    "status_aktif_rup",
    "status_delete_rup",
    "status_umumkan_rup",
    "nip_ppk",
]
PLAN = [
    "D1",
    "Kota Mojokerto",
    "7",
    "Dinas A",
    "2025",
    "1",
    "100",
    "Tender",
    "Barang",
    "UKM",
    "PDN",
    "true",
    "false",
    "Terumumkan",
    "19800101",
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    at = tmp_path / "lines"
    monkeypatch.setenv(catalog.FOLDER_VARIABLE, str(at))
    return at


@pytest.fixture
def bring() -> Callable[..., ImportResult]:
    """Import files of a kind."""

    def run(kind: str, *paths: Path, year: int = 2025, **options: Any) -> ImportResult:
        return import_files(paths, ImportRequest(find_kind(kind), year, **options))

    return run


@pytest.fixture
def read(bring: Bring, tmp_path: Path) -> Callable[..., ImportResult]:
    """Import a table that is written as text: a header, and rows of an institution."""

    def run(kind: str, text: str, **options: Any) -> ImportResult:
        header, *rows = csv.reader(io.StringIO(text.strip().replace(" | ", ",")))
        path = save(tmp_path / f"{kind}.csv", ["nama_klpd", *header], [["Kota Mojokerto", *row] for row in rows])
        return bring(kind, path, **options)

    return run


@pytest.fixture
def inaproc(tmp_path: Path) -> Callable[..., Path]:
    """Write an export of the INAPROC portal; each row is the usual one with some cells changed."""

    def write(*changes: dict[str, str], name: str = "realisasi.csv") -> Path:
        rows = [[change.get(head, cell) for head, cell in zip(INAPROC, ROW, strict=True)] for change in changes]
        return save(tmp_path / name, INAPROC, rows)

    return write


def save(
    path: Path, header: Sequence[str], rows: Sequence[Sequence[str]], *, bom: bool = False, delimiter: str = ","
) -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([header, *rows])
    path.write_text(("\N{BYTE ORDER MARK}" if bom else "") + text.getvalue(), encoding="utf-8", newline="")
    return path


def kept(columns: str = "*") -> list[tuple[Any, ...]]:
    """Read the lines that count."""
    names = [str(path) for path in catalog.files()]
    if not names:
        return []
    with duckdb.connect() as connection:
        listed = ", ".join(f"'{name}'" for name in names)
        query = f"SELECT {columns} FROM read_parquet([{listed}], hive_partitioning = false) ORDER BY package, value"  # noqa: S608
        return connection.execute(query).fetchall()


def workbook(path: Path, rows: Sequence[Sequence[Any]], *, more: str = "", titles: int = 0) -> Path:
    """Write a small XLSX by hand; ``more`` is XML of further rows."""

    def cell(at: int, down: int, value: Any) -> str:
        place = f"{chr(65 + at)}{down}"
        if isinstance(value, (int, float)):
            return f'<c r="{place}"><v>{value!r}</v></c>'
        text = str(value).replace("&", "&amp;").replace("<", "&lt;")
        return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'

    body = "".join(
        f'<row r="{down}">{"".join(cell(at, down, value) for at, value in enumerate(row))}</row>'
        for down, row in enumerate(rows, start=1 + titles)
    )
    top = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>Judul</t></is></c></row>' for n in range(1, 1 + titles)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
            f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
            f'ContentType="{kind}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        )
        made.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{rel}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        made.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets><sheet name="Data" sheetId="1" r:id="r1"/>'
            "</sheets></workbook>",
        )
        made.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{rel}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
        )
        made.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{main}"><sheetData>{top}{body}{more}</sheetData></worksheet>',
        )
    return path


@pytest.fixture(scope="session")
def earlier() -> dict[Path, bytes]:
    """Files of a folder into which one export was imported; filled by the first test that needs them."""
    return {}


@pytest.fixture
def before(
    bring: Bring, inaproc: Callable[..., Path], folder: Path, earlier: dict[Path, bytes]
) -> list[tuple[Any, ...]]:
    """Lines that stand already and must stay."""
    if not earlier:
        bring("inaproc", inaproc({"Nama Instansi": "Kota Surabaya"}, name="earlier.csv"))
        earlier.update({path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()})
    for path, content in earlier.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    lines = kept()
    assert len(lines) == 1
    return lines


def plans(path: Path, *changes: dict[str, str], **options: Any) -> Path:
    rows = [[change.get(head, cell) for head, cell in zip(RUP, PLAN, strict=True)] for change in changes]
    return save(path, RUP, rows, **options)


def reasons(account: Account) -> dict[str, tuple[int, Decimal]]:
    return {one.reason: (one.rows, one.rupiah) for one in account.left_out}


def refused(bring: Bring, path: Path, match: str, before: list[tuple[Any, ...]], **options: Any) -> str:
    with pytest.raises(DataError, match=match) as caught:
        bring("inaproc", path, **options)
    assert kept() == before
    return str(caught.value)
