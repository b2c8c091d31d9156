"""Writer of registers, empty to fill in or synthetic: a workbook or a folder of CSV files, with instructions."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from umkm_analysis.atomic_write import atomic_replacement
from umkm_analysis.datasets.register import layout
from umkm_analysis.datasets.register.places import refuse_taken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

FILLED = 5000
"""Rows of a sheet with a list of choices in their cells."""
WIDEST = 100
HEAD = PatternFill("solid", fgColor="D7E8EC")
Rows = dict[str, list[tuple[Any, ...]]]


def write_register(path: Path, rows: Mapping[str, Sequence[Sequence[Any]]]) -> None:
    """Write a register.

    Parameters
    ----------
    path
        A new file ending in .xlsx, or a new folder for CSV files.
    rows
        By sheet, in the order of its columns; none for an empty register.

    Raises
    ------
    UsageError
        If ``path`` exists: it may be somebody's register.
    """
    refuse_taken(path)
    with atomic_replacement(path) as temporary:
        if path.suffix:
            _workbook(rows).save(temporary)
        else:
            _folder(temporary, rows)


def instructions() -> list[tuple[str, ...]]:
    """Return the rows of the sheet of instructions, in Indonesian."""
    lines: list[tuple[str, ...]] = [
        ("Register UMKM: petunjuk pengisian",),
        ("Isi lembar-lembar lain mulai baris 2. Jangan mengubah nama lembar dan nama kolom.",),
        ("Satu UMKM satu kode (id_umkm) buatan dinas, sama di semua lembar. Satu baris di lembar umkm per UMKM.",),
        ("Jangan menulis nama pemilik, NIK, telepon, surel, alamat, atau rekening. Kolom tambahan tidak dibaca.",),
        ("Tanggal: tahun-bulan-hari, misalnya 2024-06-30, atau sel berformat tanggal; tidak setelah per_tanggal.",),
        ("Satu kanal atau pelatihan per baris, ejaannya selalu sama; nama kecamatan tanpa kata Kecamatan.",),
        ("Sel kosong berarti tidak diketahui, dan dihitung sebagai tidak diketahui, bukan sebagai tidak.",),
        ("Sertifikat yang tidak ditulis untuk suatu UMKM dianggap belum diketahui. NIB berlaku bagi semua UMKM.",),
        ("Aktif berarti ada transaksi dalam 90 hari sampai per_tanggal.",),
        ("Setelah diisi: umkm import register NAMA_BERKAS. Semua kesalahan disebut sekaligus, dengan perbaikannya.",),
        (),
        ("Lembar", "Kolom", "Isi", "Wajib", "Pilihan", "Contoh"),
    ]
    for sheet in layout.SHEETS:
        lines.append((sheet.name, "", sheet.row, "", "", ""))
        lines += [
            (
                sheet.name,
                entry.name,
                entry.meaning,
                layout.YES if entry.required else layout.NO,
                ", ".join(entry.choices),
                entry.example,
            )
            for entry in sheet.columns
        ]
    return lines


def _workbook(rows: Mapping[str, Sequence[Sequence[Any]]]) -> Workbook:
    book = Workbook()
    first = book.active
    first.title = layout.INSTRUCTIONS
    for cells in instructions():
        first.append(list(cells))
    first["A1"].font = Font(bold=True, size=14)
    for row in first.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=cell.column > 1, vertical="top")
    for letter, width in zip("ABCDEF", (14, 22, 52, 8, 44, 24), strict=True):
        first.column_dimensions[letter].width = width
    for head in first[len(instructions()) - sum(len(sheet.columns) + 1 for sheet in layout.SHEETS)]:
        head.font, head.fill = Font(bold=True), HEAD
    for sheet in layout.SHEETS:
        _fill(book.create_sheet(sheet.name), sheet, rows.get(sheet.name, ()))
    return book


def _fill(page: Worksheet, sheet: layout.Sheet, rows: Sequence[Sequence[Any]]) -> None:
    page.append(sheet.names)
    for row in rows:
        page.append(list(row))
    page.freeze_panes = "A2"
    for number, entry in enumerate(sheet.columns, start=1):
        letter = get_column_letter(number)
        page[f"{letter}1"].font, page[f"{letter}1"].fill = Font(bold=True), HEAD
        page.column_dimensions[letter].width = max(16, len(entry.name) + 3)
        style = "yyyy-mm-dd" if entry.kind.startswith("date") else "@"
        for (cell,) in page.iter_rows(min_row=2, max_row=max(len(rows), WIDEST) + 1, min_col=number, max_col=number):
            cell.number_format = style
        if entry.kind == "choice":
            choices = DataValidation(type="list", formula1='"' + ",".join(entry.choices) + '"', allow_blank=True)
            page.add_data_validation(choices)
            choices.add(f"{letter}2:{letter}{FILLED}")


def _folder(place: Path, rows: Mapping[str, Sequence[Sequence[Any]]]) -> None:
    place.mkdir()
    text_of_instructions = "\n".join("  ".join(cell for cell in cells if cell) for cells in instructions())
    (place / "PETUNJUK.txt").write_text(text_of_instructions + "\n", encoding="utf-8")
    for sheet in layout.SHEETS:
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(sheet.names)
        writer.writerows(
            [cell.isoformat() if isinstance(cell, dt.date) else cell for cell in row]
            for row in rows.get(sheet.name, ())
        )
        (place / f"{sheet.name}.csv").write_text(text.getvalue(), encoding="utf-8-sig", newline="")
