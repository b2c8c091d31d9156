"""Rows of CSV and JSON as batches of text: only the columns that a kind names, nothing typed, nothing guessed."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.csv as pc

from umkm_analysis.datasets.lines.kinds import choose_columns, explain_mismatch, plain
from umkm_analysis.datasets.lines.opening import HEAD
from umkm_analysis.errors import DataError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from umkm_analysis.datasets.lines.kinds import Kind
    from umkm_analysis.datasets.lines.opening import Source

BLOCK = 4 << 20
"""Bytes of a CSV that are parsed at a time: no row may be longer."""
MOST_DOCUMENT = 512 << 20
"""Bytes of a JSON document, which must be read whole; JSON Lines and CSV may be of any size."""
ROWS = 20_000
"""Of a batch made in Python."""
SHORT = 30
"""Most digits that an exponent may stand for: 1e999999999 written out would be a gigabyte."""
WRAPPERS = ("data", "aadata", "result", "results", "items", "rows", "content")
"""Keys under which services put their rows."""


@dataclass
class Tally:
    """What was met while a source was read."""

    rows: int = 0
    """Rows below the header, readable or not."""
    problems: list[Problem] = field(default_factory=list)
    unread: int = 0
    """Rows that could not be taken apart: no figure of theirs is known."""
    fields: frozenset[str] = frozenset()
    """Fields that the source has a column for."""
    header: dict[str, str] = field(default_factory=dict)
    """Field → the column's name as printed."""


def schema(kind: Kind) -> pa.Schema:
    """Columns of every batch: the row's number, and the text of each field."""
    return pa.schema([("row", pa.int64()), *((name, pa.string()) for name in kind.names())])


def choose(kind: Kind, header: Sequence[str], shown: str, tally: Tally) -> dict[str, int]:
    """Find the columns of a source, or refuse it.

    Raises
    ------
    DataError
        If it is of another kind, with the kind it may be.
    """
    mismatch = explain_mismatch(kind, header)
    if mismatch:
        raise DataError(f"{shown}: {mismatch}")
    chosen = choose_columns(kind, header)
    tally.fields = frozenset(chosen)
    tally.header = {name: header[place] for name, place in chosen.items()}
    return chosen


def read_csv(source: Source, kind: Kind, tally: Tally) -> Iterator[pa.RecordBatch]:
    """Read a CSV in a stream, whatever separates its cells.

    Raises
    ------
    DataError
        If its header is not that of the kind, or a row is longer than :data:`BLOCK`.
    """
    with source.open() as stream:
        separator, header = _header(stream.read(HEAD), kind, source.shown)
    chosen = choose(kind, header, source.shown, tally)
    ragged: list[int] = []

    def odd(row: pc.InvalidRow) -> str:
        ragged.append(row.number if row.number is not None else tally.rows)
        tally.problems.append(
            Problem(f"{row.expected_columns} cells, as the header has", row.number, value=f"{row.actual_columns} cells")
        )
        tally.unread += 1
        return "skip"

    names = {name: f"c{place}" for name, place in chosen.items()}
    wanted = sorted(set(names.values()))
    with source.open() as stream:
        try:
            batches = pc.open_csv(
                pa.PythonFile(stream, mode="r"),
                read_options=pc.ReadOptions(
                    block_size=BLOCK,
                    column_names=[f"c{at}" for at in range(len(header))],
                    skip_rows=1,
                    use_threads=False,
                ),
                parse_options=pc.ParseOptions(delimiter=separator, newlines_in_values=True, invalid_row_handler=odd),
                convert_options=pc.ConvertOptions(
                    column_types=dict.fromkeys(wanted, pa.binary()), include_columns=wanted, strings_can_be_null=False
                ),
            )
            for batch in batches:
                count, first = batch.num_rows, tally.rows + 2
                tally.rows += count
                numbers = _numbers(first, count, ragged)
                columns = {one: _text(batch.column(one), numbers, tally, one, header) for one in wanted}
                yield _batch(kind, numbers, {name: columns[one] for name, one in names.items()})
        except pa.ArrowInvalid as error:
            raise DataError(f"{source.shown}: {_said(error, tally.rows + 2)}") from error
    tally.rows += len(ragged)


def read_json(source: Source, kind: Kind, tally: Tally) -> Iterator[pa.RecordBatch]:
    """Read a JSON document or JSON Lines.

    Raises
    ------
    DataError
        If it is broken, holds no rows, or is a document of more than :data:`MOST_DOCUMENT` bytes.
    """
    with source.open() as stream:
        lines = _is_lines(stream.read(HEAD))
    rows = _lines(source) if lines else enumerate(_document(source), start=1)
    chosen: dict[str, str] | None = None
    seen: set[str] = set()
    for numbered in _bunches(rows):
        if chosen is None:
            header = list(dict.fromkeys(key for _, row in numbered for key in row))
            chosen = {name: header[at] for name, at in choose(kind, header, source.shown, tally).items()}
            seen = set(header)
        for number, row in numbered:
            late = row.keys() - seen
            if late:
                _refuse_late(late, kind, chosen, f"{source.shown}, row {number}")
                seen |= late
        tally.rows += len(numbered)
        cells = {
            name: pa.array([as_text(row.get(key)) for _, row in numbered], pa.string()) for name, key in chosen.items()
        }
        yield _batch(kind, pa.array([number for number, _ in numbered], pa.int64()), cells)


def as_text(value: Any) -> str | None:
    """Write a cell as text: a number with all its digits, a list joined by semicolons.

    >>> as_text(5515570835.95), as_text(True), as_text([1, 2]), as_text(123.456), as_text(None)
    ('5515570835.95', 'true', '1;2', '123.4560', None)
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        lost = value.is_integer() and abs(value) >= 2**53  # a spreadsheet has rounded it
        return repr(value) if lost else written_out(repr(value))
    if isinstance(value, list):
        return ";".join(str(as_text(one)) for one in value)
    return str(value)


def written_out(number: str) -> str:
    """Write a number of a machine without exponent, and so that nobody takes its point for a separator.

    >>> written_out("5.5e9"), written_out("1.234"), written_out("12.0"), written_out("1e999999999")
    ('5500000000', '1.2340', '12', '1e999999999')
    """
    try:
        exact = Decimal(number)
    except InvalidOperation:
        return number
    if not exact.is_finite() or abs(exact.adjusted()) > SHORT:
        return number
    whole = exact == exact.to_integral_value()
    text = format(exact.to_integral_value() if whole else exact, "f")
    return f"{text}0" if re.fullmatch(r"-?\d{1,3}\.\d{3}", text) else text


def batch_of(kind: Kind, numbers: Sequence[int], cells: Mapping[str, Sequence[str | None]]) -> pa.RecordBatch:
    """Make a batch from columns of text."""
    return _batch(kind, pa.array(numbers, pa.int64()), {name: pa.array(cells[name], pa.string()) for name in cells})


def _batch(kind: Kind, numbers: pa.Array, cells: Mapping[str, pa.Array]) -> pa.RecordBatch:
    shape = schema(kind)
    empty = pa.nulls(len(numbers), pa.string())
    return pa.record_batch([numbers, *(cells.get(name, empty) for name in shape.names[1:])], schema=shape)


def _header(head: bytes, kind: Kind, shown: str) -> tuple[str, list[str]]:
    """Read the first row with each separator; the one that gives most columns of the kind is right."""
    text = head.decode("utf-8-sig", "replace")
    best: tuple[int, str, list[str]] = (-1, ",", [])
    for separator in (",", ";", "\t", "|"):
        try:
            row = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])
        except csv.Error as error:
            raise DataError(f"{shown}: row 1: the header cannot be read ({error})") from error
        count = len(choose_columns(kind, row))
        if count > best[0]:
            best = (count, separator, row)
    return best[1], best[2]


def _numbers(first: int, count: int, ragged: Sequence[int]) -> pa.Array:
    """Number the rows of a batch as the file does, with the rows that were skipped."""
    if not ragged:
        return pa.array(range(first, first + count), pa.int64())
    numbers, at = [], first
    for skipped in sorted(ragged):
        at += skipped <= at
    later = sorted(one for one in ragged if one >= at)
    for _ in range(count):
        while later and later[0] <= at:
            later.pop(0)
            at += 1
        numbers.append(at)
        at += 1
    return pa.array(numbers, pa.int64())


def _text(cells: pa.Array, numbers: pa.Array, tally: Tally, column: str, header: Sequence[str]) -> pa.Array:
    try:
        return cells.cast(pa.string())
    except pa.ArrowInvalid:
        made = []
        for number, cell in zip(numbers.to_pylist(), cells.to_pylist(), strict=True):
            text = cell.decode("utf-8", "replace")
            if "\N{REPLACEMENT CHARACTER}" in text and text.encode() != cell:
                tally.problems.append(
                    Problem("text in UTF-8; save the file as CSV UTF-8", number, header[int(column[1:])], text[:60])
                )
            made.append(text)
        return pa.array(made, pa.string())


def _said(error: pa.ArrowInvalid, row: int) -> str:
    if "straddl" in str(error):
        return (
            f"from row {row} on: a row is longer than {BLOCK >> 20} MB, or a quotation mark is never closed. "
            "Nothing was imported"
        )
    if "Empty CSV" in str(error):
        return "it holds a header and no row"
    return f"near row {row}: {str(error).splitlines()[0]}"


def _is_lines(head: bytes) -> bool:
    """Say whether every line is an object of its own; a single one-line object may still be a document."""
    first, _, rest = head.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")
    if not first.startswith(b"{") or not rest.lstrip().startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _loads(text: bytes, where: str) -> Any:
    try:
        return json.loads(text, parse_float=written_out, parse_int=str, parse_constant=str)
    except RecursionError as error:
        raise DataError(f"{where}: nested too deeply to be an export") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{where}: not UTF-8 (byte {error.start:,}); download it again") from error
    except ValueError as error:
        raise DataError(f"{where}: broken JSON ({error}); download it again") from error


def _lines(source: Source) -> Iterator[tuple[int, dict[str, Any]]]:
    with source.open() as stream:
        number = 0
        while line := stream.readline(BLOCK):
            number += 1
            where = f"{source.shown}, row {number}"
            if len(line) == BLOCK:
                raise DataError(f"{where}: longer than {BLOCK >> 20} MB; that is no row of an export")
            if line.strip():
                row = _loads(line, where)
                if not isinstance(row, dict):
                    raise DataError(f'{where}: not an object such as {{"kd_rup": …}}')
                yield number, row


def _document(source: Source) -> list[dict[str, Any]]:
    with source.open() as stream:
        text = stream.read(MOST_DOCUMENT + 1)
    if len(text) > MOST_DOCUMENT:
        raise DataError(
            f"{source.shown}: a JSON document above {MOST_DOCUMENT >> 20} MB must be read whole, which costs too much "
            "memory. Export CSV or JSON Lines, or fewer rows a file"
        )
    found = _loads(text.removeprefix(b"\xef\xbb\xbf"), source.shown)
    if isinstance(found, dict):
        rows = [found[key] for key in found if key.lower() in WRAPPERS and isinstance(found[key], list)]
        if not rows:
            said = next((found[key] for key in ("message", "error", "pesan", "status") if key in found), "")
            told = f': it says "{str(said)[:200]}"' if said else ""
            raise DataError(f"{source.shown}: an object without rows{told}. Download it again")
        found = rows[0]
    if not found:
        raise DataError(f"{source.shown}: it holds no row")
    for number, row in enumerate(found, start=1):
        if not isinstance(row, dict):
            raise DataError(f'{source.shown}, row {number}: not an object such as {{"kd_rup": …}}')
    return list(found)


def _bunches(rows: Iterable[tuple[int, dict[str, Any]]]) -> Iterator[list[tuple[int, dict[str, Any]]]]:
    bunch: list[tuple[int, dict[str, Any]]] = []
    for one in rows:
        bunch.append(one)
        if len(bunch) == ROWS:
            yield bunch
            bunch = []
    if bunch:
        yield bunch


def _refuse_late(late: Iterable[str], kind: Kind, chosen: Mapping[str, str], where: str) -> None:
    names = {name: known for name, known in kind.names().items() if name not in chosen}
    wanted = sorted(key for key in late if any(plain(key) in known for known in names.values()))
    if wanted:
        raise DataError(f"{where}: {', '.join(wanted)} appears here for the first time; give every row the same fields")
