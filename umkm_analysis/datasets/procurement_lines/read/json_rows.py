"""Reader of JSON: documents, pages of services, lists of pages, DataTables arrays and JSON Lines, in a stream.

A document is never held as a whole: the rows of its lists are decoded one by one.
"""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

from umkm_analysis.datasets.procurement_lines.kinds import plain
from umkm_analysis.datasets.procurement_lines.read.completeness import claim_of
from umkm_analysis.datasets.procurement_lines.read.encoding import UTF_8, Utf8
from umkm_analysis.datasets.procurement_lines.read.releases import flattened, is_release
from umkm_analysis.datasets.procurement_lines.read.sources import HEAD_BYTES
from umkm_analysis.datasets.procurement_lines.read.text import (
    BLOCK_BYTES,
    RowCounts,
    as_text,
    batch_of,
    choose,
    numbered_batches,
    refuse_surrogates,
    written_out,
)
from umkm_analysis.errors import DataError
from umkm_analysis.plurals import count_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyarrow as pa

    from umkm_analysis.datasets.procurement_lines.formats import Kind
    from umkm_analysis.datasets.procurement_lines.read.sources import Source

WRAPPERS = (
    "data",
    "aadata",
    "result",
    "results",
    "items",
    "rows",
    "content",
    "records",
    "releases",
    "response",
    "list",
)
"""Keys under which services put their rows."""
HEADINGS = ("columns", "aocolumns", "headers", "header", "fields", "head", "kolom")
"""Keys under which they put the names of columns, where rows are lists."""
COLUMN_NAMES = ("data", "mdata", "name", "title", "stitle", "label", "key", "field")
"""Keys of such a name, where each column is an object."""
SAYINGS = ("message", "error", "pesan", "status")
MAX_VALUE = 16 << 20
"""Characters of one row, or of a page of rows in a list of pages."""
PIECE = 1 << 20
LONGEST_SIGN = 16
"""Characters that one character of a string, or a word such as false, is written in at most."""
DECODER = json.JSONDecoder(parse_float=written_out, parse_int=str, parse_constant=str)


def read_json(source: Source, kind: Kind, counts: RowCounts) -> Iterator[pa.RecordBatch]:
    """Read a JSON document or JSON Lines.

    Raises
    ------
    DataError
        If it is broken.
    """
    chosen: dict[str, str] | None = None
    seen: set[str] = set()
    for numbered in numbered_batches(rows_of(source, counts)):
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
            refuse_surrogates(column, numbers, counts, chosen[name])
        yield batch_of(numbers, cells)


def rows_of(source: Source, counts: RowCounts) -> Iterator[tuple[int, dict[str, Any]]]:
    """Read the rows of a source one by one, each with its number.

    Raises
    ------
    DataError
        If it is broken, or holds rows that are neither objects nor lists with names of columns.
    """
    with io.BufferedReader(Utf8(source.open()), HEAD_BYTES) as stream:
        lines = _is_lines(stream.peek(HEAD_BYTES))
    yield from _lines(source, counts) if lines else enumerate(_document(source, counts), start=1)


def _lines(source: Source, counts: RowCounts) -> Iterator[tuple[int, dict[str, Any]]]:
    text = Utf8(source.open())
    with io.BufferedReader(text, HEAD_BYTES) as stream:
        number = last = 0
        while line := stream.readline(MAX_VALUE):
            number += 1
            where = f"{source.name}, row {number}"
            if not line.strip():
                continue
            row = _decoded(line, where)
            if not isinstance(row, dict):
                raise DataError(f'{where}: not an object such as {{"kd_rup": …}}')
            for inner in _Rows(source.name, counts).of_item(row):
                last = max(number, last + 1)  # every row has a number of its own, also those of a page in a line
                yield last, inner
    _note(text, source, counts)


def _document(source: Source, counts: RowCounts) -> Iterator[dict[str, Any]]:
    def read(columns: list[str] | None) -> Iterator[dict[str, Any]]:
        text = Utf8(source.open())
        with io.TextIOWrapper(io.BufferedReader(text, HEAD_BYTES), encoding="utf-8", newline="") as stream:
            yield from _Document(stream, _Rows(source.name, counts, columns)).rows()
        _note(text, source, counts)

    try:
        yield from read(None)
    except _NamesComeLater as later:
        yield from read(later.columns)


class _NamesComeLater(Exception):  # noqa: N818 - no error: the document is read again
    """Rows are lists, and the names of their columns stand behind them."""

    def __init__(self, columns: list[str]) -> None:
        super().__init__()
        self.columns = columns


class _Rows:
    """Rows as objects, whatever a service made of them."""

    def __init__(self, name: str, counts: RowCounts, columns: list[str] | None = None) -> None:
        self.name, self.counts, self.columns = name, counts, columns
        self.number = 0
        self.unnamed = False
        """Whether rows are lists and no names of columns were found yet."""

    def of_item(self, item: Any) -> Iterator[dict[str, Any]]:
        """Return the rows of an item of a list: one, or those of a page."""
        inner = _list_of(item) if isinstance(item, dict) else None
        if inner is not None:
            self.columns = _columns(item) or self.columns
            self.counts.pages.append(claim_of(item, len(inner)))
            for row in inner:
                yield from self.of_row(row)
        elif isinstance(item, list) and item and all(isinstance(row, dict) for row in item):
            for row in item:
                yield from self.of_row(row)
        else:
            yield from self.of_row(item)

    def of_row(self, row: Any) -> Iterator[dict[str, Any]]:
        """Return a row as an object; of a release, one for each award."""
        self.number += 1
        if isinstance(row, list):
            if self.columns is None:
                if self.number == 1 and all(isinstance(cell, str) for cell in row) and _is_header(row):
                    self.columns = row
                    return
                self.unnamed = True
                return
            if len(row) != len(self.columns):
                names = count_of(len(self.columns), "column has a name", "columns have names")
                raise DataError(f"{self.name}, row {self.number}: {count_of(len(row), 'cell')}, but {names}")
            yield dict(zip(self.columns, row, strict=True))
        elif not isinstance(row, dict):
            raise DataError(f'{self.name}, row {self.number}: not an object such as {{"kd_rup": …}}')
        elif is_release(row):
            yield from flattened(row)
        else:
            yield row


class _Document:
    """One JSON text, decoded piece by piece."""

    def __init__(self, stream: io.TextIOWrapper, rows: _Rows) -> None:
        self._stream, self._rows, self._text, self._at, self._ended = stream, rows, "", 0, False

    def rows(self) -> Iterator[dict[str, Any]]:
        """Return all rows; texts that follow one another are read as one."""
        while self._peek():
            if self._peek() == "[":
                before = self._rows.number
                yield from self._items()
                if self._rows.number == before and not self._rows.counts.pages:
                    self._rows.counts.pages.append(claim_of({}, 0))  # as behind the last page of a service
            elif self._peek() == "{":
                yield from self._members()
            else:
                self._value()
                raise self._broken("neither a list nor an object")

    def _items(self) -> Iterator[dict[str, Any]]:
        self._at += 1
        if self._peek() == "]":
            self._at += 1
            return
        while True:
            yield from self._rows.of_item(self._value())
            if self._closed("]"):
                return

    def _members(self) -> Iterator[dict[str, Any]]:
        """Read an object: the first of its lists that may hold rows, and what stands next to it."""
        self._at += 1
        around: dict[str, Any] = {}
        found = listed = False
        before = self._rows.number
        if self._peek() == "}":
            self._at += 1
        else:
            while True:
                key = self._value()
                if not isinstance(key, str) or self._peek() != ":":
                    raise self._broken("a key is missing")
                self._at += 1
                if not found and key.lower() in WRAPPERS and self._peek() == "[":
                    found = listed = True
                    self._rows.columns = _columns(around) or self._rows.columns
                    yield from self._items()
                else:
                    around[key] = self._value()
                    inner = around[key] if key.lower() in WRAPPERS and not found else None
                    if isinstance(inner, dict) and _list_of(inner) is not None:
                        found = True
                        yield from self._rows.of_item(inner)
                if self._closed("}"):
                    break
        self._end_of_page(around, found=found)
        if listed:
            self._rows.counts.pages.append(claim_of(around, self._rows.number - before))
        if not found:
            yield from self._alone(around)

    def _end_of_page(self, around: dict[str, Any], *, found: bool) -> None:
        if found and self._rows.unnamed:
            columns = _columns(around)
            if columns is None:
                raise DataError(
                    f"{self._rows.name}: its rows are lists without names of columns. Export CSV, or rows as objects"
                )
            raise _NamesComeLater(columns)

    def _alone(self, row: dict[str, Any]) -> Iterator[dict[str, Any]]:
        said = next((row[key] for key in SAYINGS if key in row), "")
        if len(row) > len(SAYINGS) and not any(isinstance(value, (dict, list)) for value in row.values()):
            yield from self._rows.of_row(row)  # the only row there is
            return
        if is_release(row):
            yield from self._rows.of_row(row)
            return
        hint = f': it says "{str(said)[:200]}"' if said else ""
        raise DataError(f"{self._rows.name}: an object without rows{hint}. Download it again")

    def _closed(self, bracket: str) -> bool:
        """Whether the list or object ends here; a comma goes on."""
        mark = self._peek()
        if mark not in {bracket, ","}:
            raise self._broken("a comma or bracket is missing" if mark else "it ends in the middle")
        self._at += 1
        return mark == bracket

    def _peek(self) -> str:
        while True:
            while self._at < len(self._text) and self._text[self._at] in " \t\r\n":
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def _value(self) -> Any:
        if not self._peek():
            raise self._broken("it ends in the middle")
        while True:
            try:
                value, end = DECODER.raw_decode(self._text, self._at)
            except RecursionError as error:
                raise DataError(f"{self._rows.name}: nested too deeply to be an export") from error
            except json.JSONDecodeError as error:
                # what is cut off at the end of a piece looks broken there, or from where a string begins
                near_the_end = error.pos >= len(self._text) - max(PIECE, LONGEST_SIGN)
                cut_off = near_the_end or error.msg.startswith("Unterminated")
                if not cut_off or not self._more():
                    raise self._broken(str(error)) from error
            else:
                if end < len(self._text) or not self._more():
                    self._at = end
                    return value

    def _more(self) -> bool:
        """Read on; forget what is decoded."""
        if self._ended:
            return False
        self._text, self._at = self._text[self._at :], 0
        if len(self._text) > MAX_VALUE:
            raise DataError(
                f"{self._rows.name}, row {self._rows.number + 1}: longer than {MAX_VALUE >> 20} MB; that is no row of "
                "an export, nor a page of rows"
            )
        piece = self._stream.read(max(PIECE, len(self._text)))
        self._ended = not piece
        self._text += piece
        return bool(piece)

    def _broken(self, reason: str) -> DataError:
        return DataError(
            f"{self._rows.name}: broken JSON behind row {self._rows.number:,} ({reason}); download it again"
        )


def _list_of(page: Mapping[str, Any]) -> list[Any] | None:
    """Return the rows of a page; None where an object is a row and no page."""
    for key, value in page.items():
        if key.lower() in WRAPPERS:
            if isinstance(value, list):
                return value
            if isinstance(value, dict) and (inner := _list_of(value)) is not None:
                return inner
    return None


def _columns(page: Mapping[str, Any]) -> list[str] | None:
    for key, value in page.items():
        if key.lower() in HEADINGS and isinstance(value, list) and value:
            names = [_column_name(column) for column in value]
            return [name or f"column {at}" for at, name in enumerate(names, start=1)]
    return None


def _column_name(column: Any) -> str:
    if isinstance(column, str):
        return column
    if not isinstance(column, dict):
        return ""
    words = {key.lower(): value for key, value in column.items()}
    named = (words[key] for key in COLUMN_NAMES if isinstance(words.get(key), str) and not words[key].isdecimal())
    return next(named, "")


def _is_header(row: list[str]) -> bool:
    return any("_" in cell or cell.istitle() or cell.islower() for cell in row) and not any(map(str.isdecimal, row))


def _is_lines(head: bytes) -> bool:
    """Whether every line is an object (JSON Lines); a single one-line object may still be a document."""
    first, _, rest = head.lstrip().partition(b"\n")
    if not first.startswith(b"{") or not rest.lstrip().startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _decoded(text: bytes, where: str) -> Any:
    try:
        return json.loads(text, parse_float=written_out, parse_int=str, parse_constant=str)
    except RecursionError as error:
        raise DataError(f"{where}: nested too deeply to be an export") from error
    except ValueError as error:
        if len(text) >= BLOCK_BYTES:
            raise DataError(f"{where}: longer than {BLOCK_BYTES >> 20} MB; that is no row of an export") from error
        raise DataError(f"{where}: broken JSON ({error}); download it again") from error


def _note(text: Utf8, source: Source, counts: RowCounts) -> None:
    if text.encoding != UTF_8:
        counts.notes.append(f"{source.name}: read as {text.encoding}")


def _refuse_late(late: Iterable[str], kind: Kind, chosen: Mapping[str, str], where: str) -> None:
    headers = {header for name, headers in kind.names().items() if name not in chosen for header in headers}
    unread = sorted(key for key in late if plain(key) in headers)
    if unread:
        raise DataError(f"{where}: {', '.join(unread)} appears here for the first time; give every row the same fields")
