"""Reader of an office's register: validates all sheets of a spreadsheet and reports every problem at once."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from python_calamine import CalamineError, CalamineWorkbook

from umkm_analysis.datasets import tables
from umkm_analysis.datasets.register import cells as register_cells
from umkm_analysis.datasets.register import layout
from umkm_analysis.datasets.register.cells import NIB_NUMBER, Refused, Word, masked, written
from umkm_analysis.datasets.register.model import Register, frame
from umkm_analysis.errors import Problem, TableError, UsageError, close_matches

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from umkm_analysis.datasets.register.layout import Sheet

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
NOTHING_DONE = "nothing was imported, and what was imported before stays"
FLAG = {layout.YES: 1.0, layout.NO: 0.0, layout.UNKNOWN: float("nan")}
Grid = list[list[Any]]


@dataclass
class _Row:
    """One row: its line in the sheet, and the value and text of its cells."""

    line: int
    values: dict[str, Any] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)


def read_register(path: Path) -> Register:
    """Read and validate a register.

    Parameters
    ----------
    path
        A workbook (XLSX, XLS, ODS) or a folder with a CSV file for each sheet, laid out as ``umkm init-register``
        writes them.

    Returns
    -------
    The register without anything that names a person: such columns are not read, numbers of certificates are checked
    and left behind.

    Raises
    ------
    UsageError
        If there is no such file, or it is no spreadsheet.
    TableError
        Naming every fault with sheet, row, column and what to type instead.
    """
    grids = _grids(path)
    problems: list[Problem] = []
    unused: list[str] = []
    read: dict[str, list[_Row]] = {}
    as_of = None
    for sheet in layout.SHEETS:
        grid = _grid(sheet, grids, problems)
        if grid is None:
            continue
        unused += _unused(sheet, grid)
        read[sheet.name] = _rows(sheet, grid, as_of, problems)
        if sheet.name == layout.REGISTER:
            as_of = _one_row(read[sheet.name], problems)
        _repeated(sheet, read[sheet.name], problems)
    if layout.FIRMS in read:
        _strays(read, problems)
    _spellings(read, problems)
    _impossible(read, problems)
    if problems:
        order = {sheet.name: position for position, sheet in enumerate(layout.SHEETS)}
        problems.sort(key=lambda problem: order.get(problem.sheet or "", -1))
        raise TableError(path.name, problems, consequence=NOTHING_DONE)
    return _register(read, tuple(unused))


def _grids(path: Path) -> Mapping[str, Grid]:
    if path.is_dir():
        return {file.stem.lower(): _csv(file) for file in sorted(path.glob("*.csv"))}
    if not path.is_file():
        raise UsageError(f"there is no file or folder {path}. umkm init-register writes an empty register to fill in.")
    if path.suffix.lower() not in WORKBOOKS:
        raise UsageError(
            f"{path} is no workbook ({', '.join(WORKBOOKS)}) and no folder with a CSV file for each sheet."
        )
    try:
        book = CalamineWorkbook.from_path(str(path))
        return {
            name.strip().lower(): book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
        }
    except (CalamineError, OSError) as error:
        problem = Problem(f"a spreadsheet that can be opened ({error}); save it again as XLSX")
        raise TableError(path.name, [problem], consequence=NOTHING_DONE) from error


def _csv(path: Path) -> Grid:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableError(
            path.name, [Problem(f"CSV text in UTF-8 ({error})", sheet=path.stem)], consequence=NOTHING_DONE
        ) from error
    first = text.split("\n", 1)[0]
    return list(csv.reader(text.splitlines(), delimiter=";" if first.count(";") > first.count(",") else ","))


def _grid(sheet: Sheet, grids: Mapping[str, Grid], problems: list[Problem]) -> Grid | None:
    if sheet.name not in grids:
        near = close_matches(sheet.name, [name for name in grids if name != layout.INSTRUCTIONS])
        hint = f'; rename the sheet "{near[0]}"' if near else ""
        problems.append(Problem(f"this sheet, as umkm init-register writes it{hint}", sheet=sheet.name))
        return None
    grid = grids[sheet.name] or [[]]
    header = [written(cell).lower() for cell in grid[0]]
    for name in sheet.names:
        if header.count(name) != 1:
            near = close_matches(name, [head for head in header if head and head not in sheet.names])
            hint = f'; rename "{near[0]}"' if near and name not in header else ""
            problems.append(Problem(f"this column, once{hint}", row=1, column=name, sheet=sheet.name))
    return grid


def _unused(sheet: Sheet, grid: Grid) -> list[str]:
    header = [written(cell).lower() for cell in grid[0]]
    return [f"{sheet.name}.{name}" for name in header if name and name not in sheet.names]


def _rows(sheet: Sheet, grid: Grid, as_of: dt.date | None, problems: list[Problem]) -> list[_Row]:
    header = [written(cell).lower() for cell in grid[0]]
    places = {entry: header.index(entry.name) for entry in sheet.columns if entry.name in header}
    rows = []
    for line, cells in enumerate(grid[1:], start=2):
        if not any(written(cell) for cell in cells):
            continue
        row = _Row(line)
        for entry, place in places.items():
            cell = cells[place] if place < len(cells) else None
            row.raw[entry.name] = written(cell)
            try:
                row.values[entry.name] = register_cells.read(cell, entry, as_of=as_of)
            except Refused as refused:
                problems.append(Problem(str(refused), line, entry.name, masked(written(cell)), sheet.name))
        rows.append(row)
    if not rows and sheet.name in {layout.REGISTER, layout.FIRMS}:
        problems.append(Problem("at least one row under the header", sheet=sheet.name))
    return rows


def _one_row(rows: Sequence[_Row], problems: list[Problem]) -> dt.date | None:
    problems += [Problem("one row only; delete this one", row.line, sheet=layout.REGISTER) for row in rows[1:]]
    return rows[0].values.get("per_tanggal") if rows else None


def _repeated(sheet: Sheet, rows: Sequence[_Row], problems: list[Problem]) -> None:
    if sheet.name == layout.REGISTER:
        return
    first: dict[tuple[str, ...], int] = {}
    for row in rows:
        key = tuple(row.raw.get(name, "").lower() for name in sheet.key)
        if all(key) and (earlier := first.setdefault(key, row.line)) != row.line:
            columns = " + ".join(sheet.key)
            expected = f"one row for each {columns}; row {earlier} has the same: delete one"
            problems.append(Problem(expected, row.line, columns, masked(", ".join(key)), sheet.name))


def _strays(read: Mapping[str, Sequence[_Row]], problems: list[Problem]) -> None:
    firms = {row.raw.get("id_umkm", "").upper() for row in read[layout.FIRMS]}
    for name, rows in read.items():
        for row in rows if name not in {layout.REGISTER, layout.FIRMS} else ():
            firm = row.values.get("id_umkm")
            if firm and firm not in firms:
                near = close_matches(firm, firms, cutoff=0.8)
                hint = f"; type {near[0]}, or add {firm} there" if near else f"; add {firm} there"
                problems.append(Problem(f"an id_umkm of the sheet umkm{hint}", row.line, "id_umkm", firm, name))


def _spellings(read: Mapping[str, Sequence[_Row]], problems: list[Problem]) -> None:
    """Refuse two spellings of a name: it would be counted as two."""
    official = {_bare(name): name for name in sorted(set(tables.read("channels")["channel"]))}
    for sheet, column in ((layout.CHANNELS, "kanal"), (layout.TRAININGS, "pelatihan"), (layout.FIRMS, "kecamatan")):
        rows = [row for row in read.get(sheet, ()) if row.values.get(column)]
        counts: dict[str, dict[str, int]] = {}
        for row in rows:
            spelt = counts.setdefault(_bare(row.values[column]), {})
            spelt[row.values[column]] = spelt.get(row.values[column], 0) + 1
        usual = {bare: max(spelt, key=lambda spelling: spelt[spelling]) for bare, spelt in counts.items()}
        if sheet != layout.FIRMS:
            usual |= {bare: name for bare, name in official.items() if bare in counts}
        for row in rows:
            bare = _bare(row.values[column])
            meant = usual[bare]
            if sheet == layout.CHANNELS and bare not in official:
                meant = next((official[match] for match in close_matches(bare, official, cutoff=0.85)), meant)
            if row.values[column] != meant:
                expected = f"one spelling for one thing; type {meant}"
                problems.append(Problem(expected, row.line, column, row.values[column], sheet))


def _bare(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


def _impossible(read: Mapping[str, Sequence[_Row]], problems: list[Problem]) -> None:
    """Refuse readable cells that contradict another cell of their row."""

    def complain(sheet: str, row: _Row, column: str, expected: str) -> None:
        problems.append(Problem(expected, row.line, column, masked(row.raw.get(column, "")), sheet))

    for row in read.get(layout.EKATALOG, ()):
        status, began, listed = (
            row.values.get(column, ...) for column in ("status", "tanggal_mulai_entri", "tanggal_tayang")
        )
        if status == layout.LISTED and listed is None:
            complain(layout.EKATALOG, row, "tanggal_tayang", f"the day it was listed, or status {layout.IN_ENTRY}")
        if status == layout.IN_ENTRY and isinstance(listed, dt.date):
            complain(layout.EKATALOG, row, "tanggal_tayang", f"nothing while in entry, or status {layout.LISTED}")
        elif isinstance(began, dt.date) and isinstance(listed, dt.date) and listed < began:
            complain(layout.EKATALOG, row, "tanggal_tayang", f"a day from {began} on, when entry began")
    for row in read.get(layout.CHANNELS, ()):
        joined, last = row.values.get("tanggal_daftar"), row.values.get("transaksi_terakhir")
        if isinstance(joined, dt.date) and isinstance(last, dt.date) and last < joined:
            complain(layout.CHANNELS, row, "transaksi_terakhir", f"a day from {joined} on, when it registered")
    for row in read.get(layout.CERTIFICATES, ()):
        _impossible_certificate(row, complain)


def _impossible_certificate(row: _Row, complain: Any) -> None:
    sheet = layout.CERTIFICATES
    held, number, until = (row.values.get(column, ...) for column in ("dimiliki", "nomor", "berlaku_sampai"))
    if row.values.get("diperlukan") == layout.NO and held == layout.YES:
        complain(sheet, row, "diperlukan", f"{layout.YES}, where the certificate is held; or dimiliki {layout.NO}")
    if held == layout.YES and number is None:
        complain(sheet, row, "nomor", f'its number, or "{layout.UNNUMBERED}", where dimiliki is {layout.YES}')
    if held in {layout.NO, layout.UNKNOWN}:
        if isinstance(number, str):
            complain(sheet, row, "nomor", f"nothing where dimiliki is {held}, or dimiliki {layout.YES}")
        if isinstance(until, (dt.date, Word)):
            complain(sheet, row, "berlaku_sampai", f"nothing where dimiliki is {held}, or dimiliki {layout.YES}")
    elif (
        row.values.get("sertifikat") == layout.NIB
        and isinstance(number, str)
        and number.lower() != layout.UNNUMBERED
        and not NIB_NUMBER.fullmatch(number)
    ):
        complain(sheet, row, "nomor", "the 13 digits of the NIB; format the cell as text if it loses a zero")


def _register(read: Mapping[str, Sequence[_Row]], unused: tuple[str, ...]) -> Register:
    def column(sheet: str, *names: str) -> list[tuple[Any, ...]]:
        return [tuple(row.values[name] for name in names) for row in read[sheet]]

    head = read[layout.REGISTER][0].values
    firms = read[layout.FIRMS]
    return Register(
        code=head["kode_daerah"],
        as_of=head["per_tanggal"],
        synthetic=head["jenis"] == layout.SYNTHETIC,
        firms=frame(
            "firms",
            column(layout.FIRMS, "kecamatan", "sektor", "skala"),
            index=[row.values["id_umkm"] for row in firms],
        ),
        catalogues=frame(
            "catalogues",
            [
                (firm, name, status == layout.LISTED, began, listed)
                for firm, name, status, began, listed in column(layout.EKATALOG, *_names(layout.EKATALOG))
            ],
        ),
        channels=frame(
            "channels",
            [
                (firm, name, joined, None if isinstance(last, Word) else last, isinstance(last, Word))
                for firm, name, joined, last in column(layout.CHANNELS, *_names(layout.CHANNELS))
            ],
        ),
        trainings=frame("trainings", column(layout.TRAININGS, *_names(layout.TRAININGS))),
        certificates=frame(
            "certificates",
            [
                (
                    firm,
                    name,
                    FLAG[needed],
                    FLAG[held],
                    None if isinstance(until, Word) else until,
                    isinstance(until, Word),
                )
                for firm, name, needed, held, _, until in column(layout.CERTIFICATES, *_names(layout.CERTIFICATES))
            ],
        ),
        unused=unused,
    )


def _names(sheet: str) -> list[str]:
    return next(each.names for each in layout.SHEETS if each.name == sheet)
