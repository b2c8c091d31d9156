"""Readers of CSV and JSON: batches of text, only of the columns that a kind of export names, nothing typed."""

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

from umkm_analysis.characters import visible
from umkm_analysis.datasets.procurement_lines.formats import FLAT, choose_columns, explain_mismatch, plain
from umkm_analysis.datasets.procurement_lines.read.encoding import Utf8
from umkm_analysis.datasets.procurement_lines.read.sources import HEAD_BYTES
from umkm_analysis.errors import DataError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from umkm_analysis.datasets.procurement_lines.formats import Kind
    from umkm_analysis.datasets.procurement_lines.read.sources import Source

BLOCK_BYTES = 1 << 20
"""Bytes of a CSV that are parsed at a time; no row may be longer."""
MAX_DOCUMENT = 512 << 20
"""Bytes of a JSON document, which must be read whole; JSON Lines and CSV may be of any size."""
BATCH_ROWS = 20_000
"""Rows of a batch that is made in Python."""
MAX_EXPONENT = 30
"""Digits that an exponent may stand for: 1e999999999 written out would be a gigabyte."""
WRAPPERS = ("data", "aadata", "result", "results", "items", "rows", "content")
"""Keys under which services put their rows."""


@dataclass
class RowCounts:
    """Rows of a source, and what is wrong with them."""

    rows: int = 0
    """Rows below the header, readable or not."""
    problems: list[Problem] = field(default_factory=list)
    unread: int = 0
    """Rows whose cells could not be told apart, so that no figure of them can be read."""
    fields: frozenset[str] = frozenset()
    """Fields that the source has a column for."""
    header: dict[str, str] = field(default_factory=dict)
    """Field → the column's name as printed."""


def choose(kind: Kind, header: Sequence[str], name: str, counts: RowCounts) -> dict[str, int]:
    """Find the columns of a source, or refuse it.

    Raises
    ------
    DataError
        If it is of another kind, with the kind it may be.
    """
    mismatch = explain_mismatch(kind, header)
    if mismatch:
        raise DataError(f"{name}: {mismatch}")
    chosen = choose_columns(kind, header)
    counts.fields = frozenset(chosen)
    counts.header = {name: header[place] for name, place in chosen.items()}
    return chosen


def read_csv(source: Source, kind: Kind, counts: RowCounts) -> Iterator[pa.RecordBatch]:
    """Read a CSV in a stream, whatever separates its cells.

    Raises
    ------
    DataError
        If its header is not that of the kind, or a row is longer than :data:`BLOCK_BYTES`.
    """
    with source.open() as stream:
        separator, header = _header(stream.read(HEAD_BYTES), kind, source.name)
    chosen = choose(kind, header, source.name, counts)
    ragged: list[int] = []

    def odd(row: pc.InvalidRow) -> str:
        ragged.append(row.number if row.number is not None else counts.rows)
        if not row.text.strip():  # white space alone, which Arrow does not take for a blank line
            return "skip"
        counts.problems.append(
            Problem(f"{row.expected_columns} cells, as the header has", row.number, value=f"{row.actual_columns} cells")
        )
        counts.unread += 1
        return "skip"

    names = {name: f"c{place}" for name, place in chosen.items()}
    differing = {column for name, column in names.items() if name in FLAT}
    types = {
        column: pa.string() if column in differing else pa.dictionary(pa.int32(), pa.string())
        for column in names.values()
    }
    with io.BufferedReader(Utf8(source.open()), HEAD_BYTES) as stream:
        try:
            batches = pc.open_csv(
                pa.PythonFile(stream, mode="r"),
                read_options=pc.ReadOptions(
                    block_size=BLOCK_BYTES,
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
                count, first = batch.num_rows, counts.rows + 2
                counts.rows += count
                numbers = _numbers(first, count, ragged)
                cells = {name: batch.column(column) for name, column in names.items()}
                yield pa.record_batch({"row": numbers, **cells})
        except pa.ArrowInvalid as error:
            raise DataError(f"{source.name}: {_reason(error, counts.rows + 2)}") from error
    counts.rows += counts.unread


def read_json(source: Source, kind: Kind, counts: RowCounts) -> Iterator[pa.RecordBatch]:
    """Read a JSON document or JSON Lines.

    Raises
    ------
    DataError
        If it is broken, holds no rows, or is a document of more than :data:`MAX_DOCUMENT` bytes.
    """
    with source.open() as stream:
        lines = _is_lines(stream.read(HEAD_BYTES))
    rows = _lines(source) if lines else enumerate(_document(source), start=1)
    chosen: dict[str, str] | None = None
    seen: set[str] = set()
    for numbered in _batches(rows):
        if chosen is None:
            header = list(dict.fromkeys(key for _, row in numbered for key in row))
            chosen = {name: header[at] for name, at in choose(kind, header, source.name, counts).items()}
            seen = set(header)
        for number, row in numbered:
            late = row.keys() - seen
            if late:
                _refuse_late(late, kind, chosen, f"{source.name}, row {number}")
                seen |= late
        counts.rows += len(numbered)
        cells = {name: [as_text(row.get(key)) for _, row in numbered] for name, key in chosen.items()}
        numbers = [number for number, _ in numbered]
        for name, column in cells.items():
            _refuse_surrogates(column, numbers, counts, chosen[name])
        yield batch_of(numbers, cells)


def as_text(value: Any) -> str | None:
    """Return a cell as text: a number with all its digits, a list joined by semicolons.

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
        return ";".join(str(as_text(item)) for item in value)
    return str(value)


def _refuse_surrogates(column: list[str | None], numbers: Sequence[int], counts: RowCounts, head: str) -> None:
    r"""Take half surrogate pairs, which JSON may have as \ud800, out of a column; their rows are bad."""
    try:
        "".join(text for text in column if text).encode()
    except UnicodeEncodeError:
        for at, text in enumerate(column):
            if text and (sign := re.search("[\ud800-\udfff]", text)):
                expected = f"text without half a surrogate pair (U+{ord(sign[0]):04X})"
                counts.problems.append(Problem(expected, numbers[at], head, visible(text[:60])))
                column[at] = visible(text)


def written_out(number: str) -> str:
    """Return a number without exponent, and with a point that cannot be taken for a thousands separator.

    >>> written_out("5.5e9"), written_out("1.234"), written_out("12.0"), written_out("1e999999999")
    ('5500000000', '1.2340', '12', '1e999999999')
    """
    try:
        exact = Decimal(number)
    except InvalidOperation:
        return number
    if not exact.is_finite() or abs(exact.adjusted()) > MAX_EXPONENT:
        return number
    whole = exact == exact.to_integral_value()
    text = format(exact.to_integral_value() if whole else exact, "f")
    return f"{text}0" if re.fullmatch(r"-?\d{1,3}\.\d{3}", text) else text


def batch_of(numbers: Sequence[int], cells: Mapping[str, Sequence[str | None]]) -> pa.RecordBatch:
    """Build a batch: the number of each row, and the text of each field that the source has."""
    texts = {name: pa.array(column, pa.string()) for name, column in cells.items()}
    return pa.record_batch({"row": pa.array(numbers, pa.int64()), **texts})


def _header(head: bytes, kind: Kind, name: str) -> tuple[str, list[str]]:
    """Read the first row with every separator and choose the one that gives most columns of the kind."""
    text = head.decode("utf-8-sig", "replace")
    best: tuple[int, str, list[str]] = (-1, ",", [])
    for separator in (",", ";", "\t", "|"):
        try:
            row = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])
        except csv.Error as error:
            raise DataError(f"{name}: row 1: the header cannot be read ({error})") from error
        count = len(choose_columns(kind, row))
        if count > best[0]:
            best = (count, separator, row)
    return best[1], best[2]


def _numbers(first: int, count: int, ragged: Sequence[int]) -> pa.Array:
    """Number the rows of a batch as in the file, where the skipped rows count."""
    if not ragged:
        return pa.array(np.arange(first, first + count))
    numbers, at = [], first
    for skipped in sorted(ragged):
        at += skipped <= at
    later = sorted(number for number in ragged if number >= at)
    for _ in range(count):
        while later and later[0] <= at:
            later.pop(0)
            at += 1
        numbers.append(at)
        at += 1
    return pa.array(numbers, pa.int64())


def _reason(error: pa.ArrowInvalid, row: int) -> str:
    if "straddl" in str(error):
        return (
            f"from row {row} on: a row is longer than {BLOCK_BYTES >> 20} MB, or a quotation mark is never closed. "
            "Nothing was imported"
        )
    if "Empty CSV" in str(error):
        return "it holds a header and no row"
    said = re.sub(r"(got \d+):.*", r"\1", str(error).splitlines()[0])  # without what the row holds
    return f"near row {row}: {said}"


def _is_lines(head: bytes) -> bool:
    """Whether every line is an object (JSON Lines); a single one-line object may still be a document."""
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
        while line := stream.readline(BLOCK_BYTES):
            number += 1
            where = f"{source.name}, row {number}"
            if len(line) == BLOCK_BYTES:
                raise DataError(f"{where}: longer than {BLOCK_BYTES >> 20} MB; that is no row of an export")
            if line.strip():
                row = _loads(line, where)
                if not isinstance(row, dict):
                    raise DataError(f'{where}: not an object such as {{"kd_rup": …}}')
                yield number, row


def _document(source: Source) -> list[dict[str, Any]]:
    with source.open() as stream:
        text = stream.read(MAX_DOCUMENT + 1)
    if len(text) > MAX_DOCUMENT:
        raise DataError(
            f"{source.name}: a JSON document above {MAX_DOCUMENT >> 20} MB must be read whole, which costs too much "
            "memory. Export CSV or JSON Lines, or fewer rows a file"
        )
    document = _loads(text.removeprefix(b"\xef\xbb\xbf"), source.name)
    rows = document
    if isinstance(document, dict):
        lists = [value for key, value in document.items() if key.lower() in WRAPPERS and isinstance(value, list)]
        if not lists:
            message = next((document[key] for key in ("message", "error", "pesan", "status") if key in document), "")
            hint = f': it says "{str(message)[:200]}"' if message else ""
            raise DataError(f"{source.name}: an object without rows{hint}. Download it again")
        rows = lists[0]
    if not rows:
        raise DataError(f"{source.name}: it holds no row")
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            raise DataError(f'{source.name}, row {number}: not an object such as {{"kd_rup": …}}')
    return list(rows)


def _batches(rows: Iterable[tuple[int, dict[str, Any]]]) -> Iterator[list[tuple[int, dict[str, Any]]]]:
    batch: list[tuple[int, dict[str, Any]]] = []
    for numbered_row in rows:
        batch.append(numbered_row)
        if len(batch) == BATCH_ROWS:
            yield batch
            batch = []
    if batch:
        yield batch


def _refuse_late(late: Iterable[str], kind: Kind, chosen: Mapping[str, str], where: str) -> None:
    headers = {header for name, headers in kind.names().items() if name not in chosen for header in headers}
    unread = sorted(key for key in late if plain(key) in headers)
    if unread:
        raise DataError(f"{where}: {', '.join(unread)} appears here for the first time; give every row the same fields")
