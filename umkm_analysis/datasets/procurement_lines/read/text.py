"""Rows of CSV and JSON as batches of text: only the columns that a kind names, nothing typed, nothing guessed."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc
from pyarrow import compute

from umkm_analysis.datasets.procurement_lines.formats import FLAT, choose_columns, explain_mismatch, plain
from umkm_analysis.datasets.procurement_lines.read.sources import HEAD
from umkm_analysis.errors import DataError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from umkm_analysis.datasets.procurement_lines.formats import Kind
    from umkm_analysis.datasets.procurement_lines.read.sources import Source

BLOCK = 1 << 20
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
    differing = {column for name, column in names.items() if name in FLAT}
    types = {one: pa.binary() if one in differing else pa.dictionary(pa.int32(), pa.binary()) for one in names.values()}
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
                    column_types=types, include_columns=list(types), strings_can_be_null=False
                ),
            )
            for batch in batches:
                count, first = batch.num_rows, tally.rows + 2
                tally.rows += count
                numbers = _numbers(first, count, ragged)
                columns = {one: _text(batch.column(one), numbers, tally, one, header) for one in types}
                cells = {name: columns[one] for name, one in names.items()}
                yield pa.record_batch({"row": numbers, **cells})
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
        cells = {name: [as_text(row.get(key)) for _, row in numbered] for name, key in chosen.items()}
        yield batch_of([number for number, _ in numbered], cells)


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


def batch_of(numbers: Sequence[int], cells: Mapping[str, Sequence[str | None]]) -> pa.RecordBatch:
    """Make a batch: the row's number, and the text of each field that the source has."""
    texts = {name: pa.array(column, pa.string()) for name, column in cells.items()}
    return pa.record_batch({"row": pa.array(numbers, pa.int64()), **texts})


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
        return pa.array(np.arange(first, first + count))
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
    """Read bytes as UTF-8; a cell that is none is noted, and what can be read of it kept."""
    repeated = pa.types.is_dictionary(cells.type)
    raw = cells.dictionary if repeated else cells
    try:
        made, spoilt = raw.cast(pa.string()), None
    except pa.ArrowInvalid:
        made = pa.array([cell.decode("utf-8", "replace") for cell in raw.to_pylist()], pa.string())
        spoilt = compute.not_equal(raw, made.cast(pa.binary()))
    text = pa.DictionaryArray.from_arrays(cells.indices, made) if repeated else made
    if spoilt is not None:
        wrong = spoilt.take(cells.indices) if repeated else spoilt
        tally.problems += [
            Problem(
                "text in UTF-8; save the file as CSV UTF-8",
                numbers[at].as_py(),
                header[int(column[1:])],
                text[at].as_py()[:60],
            )
            for at in compute.indices_nonzero(wrong).to_pylist()
        ]
    return text


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
