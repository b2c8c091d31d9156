"""Reader of CSV: batches of text, whatever separates its cells and whatever titles stand above its header.

Arrow parses the rows in a stream; Python looks at the beginning only.
"""

from __future__ import annotations

import csv
import io
import re
from array import array
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from umkm_analysis.datasets.procurement_lines.formats import FLAT, NAME
from umkm_analysis.datasets.procurement_lines.kinds import choose_columns, is_header_of
from umkm_analysis.datasets.procurement_lines.read.encoding import UTF_8, Utf8
from umkm_analysis.datasets.procurement_lines.read.sources import HEAD_BYTES
from umkm_analysis.datasets.procurement_lines.read.text import (
    BLOCK_BYTES,
    NOTE,
    TITLE_ROWS,
    RowCounts,
    choose,
    refuse_other_units,
)
from umkm_analysis.errors import DataError, Problem
from umkm_analysis.plurals import count_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from umkm_analysis.datasets.procurement_lines.formats import Kind
    from umkm_analysis.datasets.procurement_lines.read.sources import Source

SEPARATORS = (",", ";", "\t", "|")
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
SEPARATOR_LINE = re.compile(r"\W*sep=(.)\W*", re.IGNORECASE)
"""First line that tells Excel what separates the cells."""
HEADER_LINES = 200
"""Lines of the beginning that the header is looked for in."""
SAMPLE_ROWS = 500
"""Rows by which the sign before a quotation mark inside a cell is recognised."""


@dataclass(frozen=True)
class Layout:
    """Where the header of a CSV stands, and how its cells are separated."""

    separator: str
    header: list[str]
    lines: int
    """Lines down to the header, which is the last of them."""
    size: int
    """Bytes of these lines, in UTF-8."""
    escape: str | None = None
    """Sign before a quotation mark inside a cell; None where it is doubled."""


def layouts(head: str) -> list[Layout]:
    """List every row of a beginning that may be the header, with every separator."""
    lines = [line[0] for line in islice(LINE.finditer(head), HEADER_LINES)]
    named = SEPARATOR_LINE.fullmatch(lines[0].strip()) if lines else None
    separators = (named[1],) if named else SEPARATORS
    found = [layout for separator in separators for layout in _rows(lines, separator)]
    # a quotation mark that is never closed in a title would hide the header below it
    return found + [layout for separator in separators for layout in _lines(lines, separator)]


def _rows(lines: Sequence[str], separator: str) -> Iterator[Layout]:
    reader = csv.reader(lines, delimiter=separator)
    try:
        for row in islice(reader, TITLE_ROWS):
            yield _layout(lines, separator, row, reader.line_num)
    except csv.Error:
        return


def _lines(lines: Sequence[str], separator: str) -> Iterator[Layout]:
    for at, line in enumerate(lines[:TITLE_ROWS], start=1):
        try:
            yield _layout(lines, separator, next(csv.reader([line], delimiter=separator), []), at)
        except csv.Error:
            continue


def _layout(lines: Sequence[str], separator: str, row: list[str], count: int) -> Layout:
    size = len("".join(lines[:count]).encode("utf-8", "replace"))
    return Layout(separator, [cell.strip() for cell in row], count, size)


def find_layout(head: str, kind: Kind) -> Layout:
    """Find the header of a kind in the beginning of a text; else the row that has most of its columns."""
    candidates = layouts(head) or [Layout(",", [], 1, 0)]
    fitting = [layout for layout in candidates if is_header_of(kind, layout.header)]
    best = max(fitting or candidates, key=lambda layout: len(choose_columns(kind, layout.header)))
    escape = _escape(head, best)
    behind = [""] if _ends_in_separators(head, best, escape) else []
    return Layout(best.separator, [*best.header, *behind], best.lines, best.size, escape)


def _escape(head: str, layout: Layout) -> str | None:
    """Tell by the rows of the beginning whether a backslash stands before quotation marks inside cells."""
    if '\\"' not in head:
        return None
    doubled, escaped = (
        sum(len(row) == len(layout.header) for row in _sample(head, layout, escape)) for escape in (None, "\\")
    )
    return "\\" if escaped > doubled else None


def _ends_in_separators(head: str, layout: Layout, escape: str | None) -> bool:
    """Tell whether the rows of the beginning have a separator at their end that the header has not."""
    rows = [row for row in _sample(head, layout, escape)[:-1] if row]  # the last may be cut off
    rows = rows or [row for row in _sample(head, layout, escape) if row]
    return bool(rows) and all(len(row) == len(layout.header) + 1 and not row[-1] for row in rows)


def _sample(head: str, layout: Layout, escape: str | None) -> list[list[str]]:
    """Return the rows of the beginning; none where they cannot be told apart."""
    lines = [line[0] for line in islice(LINE.finditer(head), layout.lines, layout.lines + SAMPLE_ROWS)]
    try:
        return list(csv.reader(lines, delimiter=layout.separator, escapechar=escape))
    except csv.Error:
        return []


def beginning(source: Source) -> str:
    """Read the beginning of a text."""
    with io.BufferedReader(Utf8(source.open()), HEAD_BYTES) as stream:
        return stream.read(HEAD_BYTES).decode("utf-8", "replace")


def read_csv(source: Source, kind: Kind, counts: RowCounts) -> Iterator[pa.RecordBatch]:
    """Read a CSV in a stream, whatever separates its cells.

    Raises
    ------
    DataError
        If no row near its beginning is the header of the kind, or a row is longer than :data:`BLOCK_BYTES`.
    """
    head = beginning(source)
    layout = find_layout(head, kind)
    counts.titles = head.splitlines()[: layout.lines - 1]
    refuse_other_units(source.name, counts.titles)
    chosen = choose(kind, layout.header, source.name, counts)
    if layout.lines > 1:
        counts.notes.append(f"{source.name}: the header is row {layout.lines}; what stands above it was not read")
    ragged = array("q")
    good, first = 0, layout.lines + 1

    def odd(row: pa.csv.InvalidRow) -> str:
        number = layout.lines + (row.number if row.number is not None else good)
        ragged.append(number)
        if not row.text.strip():  # white space alone, which Arrow does not take for a blank line
            return "skip"
        if row.actual_columns == 1 and NOTE.match(row.text):
            counts.notes.append(f"{source.name}: row {number}: a note below the table; not read")
            return "skip"
        expected = f"{count_of(row.expected_columns, 'cell')}, as the header has"
        counts.fault(Problem(expected, number, value=count_of(row.actual_columns, "cell")))
        counts.unread += 1
        return "skip"

    names = {name: f"c{place}" for name, place in chosen.items()}
    text = Utf8(source.open())
    with io.BufferedReader(text, HEAD_BYTES) as stream:
        _skip(stream, layout.size)
        try:
            for batch in _batches(stream, layout, names, odd):
                numbers = _numbers(first, good, batch.num_rows, ragged)
                good += batch.num_rows
                counts.rows += batch.num_rows
                cells = {name: batch.column(column) for name, column in names.items()}
                yield _without_blank(pa.record_batch({"row": numbers, **cells}), counts)
        except pa.ArrowInvalid as error:
            raise DataError(f"{source.name}: {_reason(error, first + good + len(ragged))}") from error
    counts.rows += counts.unread
    if text.encoding != UTF_8:
        counts.notes.append(f"{source.name}: read as {text.encoding}")
    if counts.blank:
        counts.notes.append(
            f"{source.name}: {count_of(counts.blank, 'row is', 'rows are')} blank in every column that is read; skipped"
        )


def _skip(stream: io.BufferedReader[Utf8], size: int) -> None:
    while size > 0:
        size -= len(stream.read(min(size, HEAD_BYTES))) or size


def _batches(
    stream: io.BufferedReader[Utf8], layout: Layout, names: Mapping[str, str], odd: object
) -> Iterator[pa.RecordBatch]:
    differing = {column for name, column in names.items() if name in {*FLAT, NAME}}
    types = {
        column: pa.string() if column in differing else pa.dictionary(pa.int32(), pa.string())
        for column in names.values()
    }
    if not stream.peek(1):
        return iter(())
    return iter(
        pa.csv.open_csv(
            pa.PythonFile(stream, mode="r"),
            read_options=pa.csv.ReadOptions(
                block_size=BLOCK_BYTES, column_names=[f"c{at}" for at in range(len(layout.header))], use_threads=False
            ),
            parse_options=pa.csv.ParseOptions(
                delimiter=layout.separator,
                newlines_in_values=True,
                escape_char=layout.escape or False,
                invalid_row_handler=odd,
            ),
            convert_options=pa.csv.ConvertOptions(
                column_types=types, include_columns=list(types), strings_can_be_null=False
            ),
        )
    )


def _without_blank(batch: pa.RecordBatch, counts: RowCounts) -> pa.RecordBatch:
    """Leave out rows that hold nothing in any column that is read, as below the table of an office's spreadsheet."""
    blank = None
    for name in batch.schema.names[1:]:
        column = batch[name]
        text = column.dictionary if pa.types.is_dictionary(column.type) else column
        empty = pc.equal(text, "")
        if text is not column:
            empty = empty.take(column.indices)
        blank = empty if blank is None else pc.and_(blank, empty)
        if not pc.any(blank).as_py():
            return batch
    kept = batch.filter(pc.invert(blank))
    gone = batch.num_rows - kept.num_rows
    counts.rows -= gone
    counts.blank += gone
    return kept


def _numbers(first: int, good: int, count: int, ragged: array[int]) -> pa.Array:
    """Number the rows of a batch as in the file, where the skipped rows count.

    Parameters
    ----------
    first
        Number of the first row below the header.
    good, count
        Rows before the batch that were not skipped, and rows of the batch.
    ragged
        Numbers of the skipped rows.
    """
    at = np.arange(good, good + count)
    if len(ragged):
        skipped = np.sort(np.frombuffer(ragged, np.int64)) - first
        at = at + np.searchsorted(skipped - np.arange(len(skipped)), at, side="right")
    return pa.array(first + at)


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
