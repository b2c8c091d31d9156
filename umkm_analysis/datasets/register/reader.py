"""Reader of an office's register: validates all sheets of a spreadsheet and reports every problem at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from umkm_analysis.datasets.intake.names import bare
from umkm_analysis.datasets.intake.quoting import heading
from umkm_analysis.datasets.intake.workbooks import letters
from umkm_analysis.datasets.register import cells as register_cells
from umkm_analysis.datasets.register import layout
from umkm_analysis.datasets.register.cells import Doubtful, Refused, Word, quotable, written
from umkm_analysis.datasets.register.confirmed import Confirmed
from umkm_analysis.datasets.register.contradictions import check_contradictions
from umkm_analysis.datasets.register.model import Register, frame
from umkm_analysis.datasets.register.rows import Row
from umkm_analysis.datasets.register.spellings import check_codes, check_spellings
from umkm_analysis.datasets.register.spreadsheet import NOTHING_DONE, read_spreadsheet
from umkm_analysis.errors import Problem, TableError, close_matches
from umkm_analysis.plurals import count_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from umkm_analysis.datasets.register.layout import Entry, Sheet
    from umkm_analysis.datasets.register.spreadsheet import Grid, Spreadsheet

MOST_ROWS = 20
"""Rows that are named one by one for the same doubtful name; of more the first."""
FLAG = {layout.YES: 1.0, layout.NO: 0.0, layout.UNKNOWN: float("nan")}


def read_register(path: Path, *, distinct: Sequence[tuple[str, str]] = (), confirm: Sequence[str] = ()) -> Register:
    """Read and validate a register.

    Parameters
    ----------
    path
        A workbook (XLSX, ODS) or a folder with a CSV file for each sheet, laid out as ``umkm init-register`` writes
        them.
    distinct
        Pairs of names that are spelt almost alike and are two things all the same.
    confirm
        Names that look personal or like a list, and are right as they stand.

    Returns
    -------
    The register without anything that names a person: such columns are not read, numbers of certificates are checked
    and left behind.

    Raises
    ------
    UsageError
        If there is no such file, it is no spreadsheet, or a name cannot be confirmed.
    TableError
        Naming every fault with sheet, row, column and what to type instead.
    """
    confirmed = Confirmed(confirm)
    found = read_spreadsheet(path)
    problems = [Problem("this sheet once; delete the other", sheet=name) for name in found.twice]
    unused = [called for _, called in found.others]
    read: dict[str, list[Row]] = {}
    as_of = None
    for sheet in layout.SHEETS:
        grid = _grid(sheet, found, problems)
        if grid is None:
            continue
        unused += _unused(sheet, grid)
        read[sheet.name] = _rows(sheet, grid, as_of, confirmed, problems)
        if sheet.name == layout.REGISTER:
            as_of = _one_row(read[sheet.name], problems)
        _repeated(sheet, read[sheet.name], problems)
    if layout.FIRMS in read:
        _strays(read, problems)
        check_codes(read[layout.FIRMS], problems)
    check_spellings(read, problems, {frozenset(map(bare, pair)) for pair in distinct}, confirmed)
    check_contradictions(read, problems)
    if problems:
        order = {sheet.name: position for position, sheet in enumerate(layout.SHEETS)}
        problems.sort(key=lambda problem: order.get(problem.sheet or "", -1))
        raise TableError(path.name, problems, consequence=NOTHING_DONE)
    return _register(read, tuple(unused), confirmed.account())


def _grid(sheet: Sheet, found: Spreadsheet, problems: list[Problem]) -> Grid | None:
    if sheet.name not in found.sheets:
        near = close_matches(sheet.name, [name for name, _ in found.others])
        called = next((called for name, called in found.others if name in near), None)
        hint = f"; rename {called}" if called else ""
        problems.append(Problem(f"this sheet, as umkm init-register writes it{hint}", sheet=sheet.name))
        return None
    grid = found.sheets[sheet.name]
    header = _header(grid)
    for name in sheet.names:
        if header.count(name) != 1:
            near = close_matches(name, [head for head in header if head and head not in sheet.names])
            hint = f"; rename column {letters(header.index(near[0]) + 1)}" if near and name not in header else ""
            problems.append(Problem(f"this column, once{hint}", row=1, column=name, sheet=sheet.name))
    problems += [
        Problem(
            f"{count_of(len(header), 'cell')}, as the header has", line, value=count_of(cells, "cell"), sheet=sheet.name
        )
        for line, cells in grid.ragged.items()
    ]
    return grid


def _header(grid: Grid) -> list[str]:
    return [written(cell).lower() for cell in grid.rows[0]] if grid.rows else []


def _unused(sheet: Sheet, grid: Grid) -> list[str]:
    """Name the columns that are not read; a number or a person may stand where the name should."""
    return [
        f"{sheet.name}.{heading(name)}"
        if heading(name)
        else f"{sheet.name} column {letters(at)} (its name is not repeated)"
        for at, name in enumerate(_header(grid), start=1)
        if name and name not in sheet.names
    ]


def _rows(sheet: Sheet, grid: Grid, as_of: dt.date | None, confirmed: Confirmed, problems: list[Problem]) -> list[Row]:
    header = _header(grid)
    places = {entry: header.index(entry.name) for entry in sheet.columns if entry.name in header}
    rows = []
    doubtful: dict[tuple[str, str], list[Problem]] = {}
    for line, cells in enumerate(grid.rows[1:], start=2):
        faulty = {place for at, place in grid.faults if at == line} if grid.faults else set()
        if not faulty and not any(written(cell) for cell in cells):
            continue
        row = Row(line)
        for entry, place in places.items():
            cell = cells[place] if place < len(cells) else None
            row.raw[entry.name] = written(cell)
            try:
                if place in faulty:
                    raise Refused(grid.faults[line, place])  # noqa: TRY301 - reported as what the cell's text would be
                row.values[entry.name] = _read(cell, entry, as_of, confirmed)
            except Refused as refused:
                problem = Problem(str(refused), line, entry.name, quotable(written(cell), entry), sheet.name)
                if isinstance(refused, Doubtful):
                    doubtful.setdefault((entry.name, written(cell).lower()), []).append(problem)
                else:
                    problems.append(problem)
        rows.append(row)
    for alike in doubtful.values():
        count = len(alike)
        problems += alike if count <= MOST_ROWS else [replace(alike[0], expected=f"{alike[0].expected} ({count} rows)")]
    if not rows and sheet.name in {layout.REGISTER, layout.FIRMS}:
        problems.append(Problem("at least one row under the header", sheet=sheet.name))
    return rows


def _read(cell: Any, entry: Entry, as_of: dt.date | None, confirmed: Confirmed) -> Any:
    try:
        return register_cells.read(cell, entry, as_of=as_of)
    except Doubtful as doubtful:
        if not confirmed.has(written(cell)):
            raise
        value = register_cells.read(cell, entry, as_of=as_of, confirmed=True)
        confirmed.needed(written(cell), value, doubtful.reason)
        return value


def _one_row(rows: Sequence[Row], problems: list[Problem]) -> dt.date | None:
    problems += [Problem("one row only; delete this one", row.line, sheet=layout.REGISTER) for row in rows[1:]]
    return rows[0].values.get("per_tanggal") if rows else None


def _repeated(sheet: Sheet, rows: Sequence[Row], problems: list[Problem]) -> None:
    if sheet.name == layout.REGISTER:
        return
    first: dict[tuple[str, ...], int] = {}
    for row in rows:
        key = tuple(str(row.values.get(name) or "").lower() for name in sheet.key)
        if all(key) and (earlier := first.setdefault(key, row.line)) != row.line:
            columns = " + ".join(sheet.key)
            expected = f"one row for each {columns}; row {earlier} has the same: delete one"
            shown = (quotable(str(row.values[name]), layout.ENTRIES[sheet.name, name]) for name in sheet.key)
            problems.append(Problem(expected, row.line, columns, ", ".join(filter(None, shown)) or None, sheet.name))


def _strays(read: Mapping[str, Sequence[Row]], problems: list[Problem]) -> None:
    firms = {row.raw.get("id_umkm", "").upper() for row in read[layout.FIRMS]}
    codes = [row.values["id_umkm"] for row in read[layout.FIRMS] if row.values.get("id_umkm")]
    for name, rows in read.items():
        for row in rows if name not in {layout.REGISTER, layout.FIRMS} else ():
            firm = row.values.get("id_umkm")
            if firm and firm not in firms:
                near = close_matches(firm, codes, cutoff=0.8)
                hint = f"; type {near[0]}, or add {firm} there" if near else f"; add {firm} there"
                problems.append(Problem(f"an id_umkm of the sheet umkm{hint}", row.line, "id_umkm", firm, name))


def _register(
    read: Mapping[str, Sequence[Row]], unused: tuple[str, ...], confirmed: tuple[tuple[str, str], ...]
) -> Register:
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
        confirmed=confirmed,
    )


def _names(sheet: str) -> list[str]:
    return next(each.names for each in layout.SHEETS if each.name == sheet)
