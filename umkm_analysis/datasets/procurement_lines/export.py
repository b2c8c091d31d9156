"""Lists of packages as CSV or XLSX, written in a stream, with nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import datetime as dt
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from umkm_analysis.atomic_write import READABLE_BY_OWNER, atomic_replacement
from umkm_analysis.characters import inert
from umkm_analysis.datasets.procurement_lines.packages import Selection, reading
from umkm_analysis.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

CHUNK = 10_000
MAX_SHEET_ROWS = 1_048_575
"""Rows below the header that a sheet of XLSX holds."""
Row = tuple[Any, ...]


def export(
    paths: Sequence[Path], selection: Selection, target: Path, *, papers: Sequence[Path] = ()
) -> tuple[int, int]:
    """Write the lines behind a figure to a file that only its owner may read, the largest first.

    Parameters
    ----------
    paths
        Parquet files of lines.
    selection
        Which of them.
    target
        The file, .csv or .xlsx; suppliers stand in it.
    papers
        Parquet files of bids, schedules and papers of contracts, for the questions that lines raise.

    Returns
    -------
    Count of the lines, and what the figure has of them (whole rupiah, or a count).

    Raises
    ------
    UsageError
        If the file's name ends otherwise.
    DataError
        If no line is behind the figure; nothing is written then.
    """
    write = WRITERS.get(target.suffix.lower())
    if write is None:
        raise UsageError(f"{target}: give the file a name that ends in {' or '.join(WRITERS)}")
    with reading(paths, papers) as connection:
        query = selection.query(connection)
        lines, total = connection.execute(
            f"SELECT count(*), coalesce(sum(counted), 0)::HUGEINT FROM ({query})"  # noqa: S608 - our own, and quoted
        ).fetchall()[0]
        if not lines:
            raise DataError("no line is behind this figure; nothing was written")
        result = connection.execute(f"FROM ({query}) ORDER BY counted DESC, package, value DESC, date, rup")

        def rows() -> Iterator[Row]:
            while chunk := result.fetchmany(CHUNK):
                yield from chunk

        with atomic_replacement(target, mode=READABLE_BY_OWNER) as temporary:
            temporary.touch(READABLE_BY_OWNER)
            write(temporary, (*selection.columns, "counted"), rows())
    return lines, int(total)


def _write_csv(path: Path, heads: Sequence[str], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(heads)
        writer.writerows([_guarded(cell) for cell in row] for row in rows)


def _write_xlsx(path: Path, heads: Sequence[str], rows: Iterable[Row]) -> None:
    from openpyxl import Workbook  # noqa: PLC0415 - a quarter of a second, for those who want a workbook

    book = Workbook(write_only=True)
    remaining = iter(rows)
    while some := list(islice(remaining, 1)):
        sheet = book.create_sheet(f"packages {len(book.sheetnames) + 1}")
        sheet.append(heads)
        for row in chain(some, islice(remaining, MAX_SHEET_ROWS - 1)):
            sheet.append([_guarded(cell) for cell in row])
    book.save(path)


def _guarded(cell: Any) -> Any:
    if isinstance(cell, str):
        return inert(cell)
    return cell.isoformat() if isinstance(cell, dt.date) else cell


WRITERS: dict[str, Callable[[Path, Sequence[str], Iterable[Row]], None]] = {".csv": _write_csv, ".xlsx": _write_xlsx}
