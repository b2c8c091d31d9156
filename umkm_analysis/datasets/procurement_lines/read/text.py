"""Cells as text, and batches of them, as every reader returns: only columns that a kind names, and nothing typed."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from umkm_analysis.characters import visible
from umkm_analysis.datasets.procurement_lines.kinds import choose_columns, explain_mismatch
from umkm_analysis.errors import DataError, Problem

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from umkm_analysis.datasets.procurement_lines.formats import Kind
    from umkm_analysis.datasets.procurement_lines.read.completeness import PageClaim

BLOCK_BYTES = 1 << 20
"""Bytes that no row may be longer than."""
TITLE_ROWS = 20
"""Rows above a header that may hold titles."""
MAX_FAULTS = 100_000
"""Faults of a source that are remembered, so that a flood of them needs no memory."""
BATCH_ROWS = 20_000
"""Rows of a batch that is made in Python."""
MAX_EXPONENT = 30
"""Digits that an exponent may stand for: 1e999999999 written out would be a gigabyte."""


@dataclass
class RowCounts:
    """Rows of a source, and what is wrong with them."""

    rows: int = 0
    """Rows below the header, readable or not."""
    problems: list[Problem] = field(default_factory=list)
    unreadable: array[int] = field(default_factory=lambda: array("q"))
    """Numbers of the rows that have a problem."""
    unread: int = 0
    """Rows whose cells could not be told apart, so that no figure of them can be read."""
    fields: frozenset[str] = frozenset()
    """Fields that the source has a column for."""
    header: dict[str, str] = field(default_factory=dict)
    """Field → the column's name as printed."""
    pages: list[PageClaim] = field(default_factory=list)
    """What the pages of a service say of how much there is."""
    blank: int = 0
    """Rows without anything in a column that is read; they are not among the rows."""
    notes: list[str] = field(default_factory=list)
    """What was unusual in a source and is no fault."""
    titles: list[str] = field(default_factory=list)
    """Rows above the header."""
    as_of: dt.date | None = None
    """Newest date of the column that says what the rows are as of."""

    def fault(self, problem: Problem) -> None:
        """Note what is wrong with a row; of a flood of faults only the rows."""
        if problem.row is not None:
            self.unreadable.append(problem.row)
        if len(self.problems) < MAX_FAULTS:
            self.problems.append(problem)


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


UNIT = re.compile(
    r"\b(?:dalam|dlm|satuan|in)\b\W*(?:satuan\W*)?(?:rp\.?|rupiah)?\W*(?:ribu|juta|mili?ar|milyar|triliun|thousand|million|billion)\w*"
    r"|\b(?:ribuan|jutaan|mili?aran|milyaran|triliunan|ribu|juta|mili?ar|milyar|triliun)\s+(?:rupiah|rp)\b"
    r"|\brp\.?\s*(?:ribu|juta|mili?ar|milyar|triliun)\w*"
    r"|\(\s*(?:rp\.?\s*)?(?:ribu|juta|mili?ar|milyar|triliun|x\s*1[.,]?000)\w*\W*\)",
    re.IGNORECASE,
)
"""Words of a title that say that figures are no whole rupiah."""

NOTE = re.compile(
    r"\W*(?:sumber|source|catatan|keterangan|ket\b|notes?\b|nb\b|dicetak|diunduh|diekspor|dibuat|ditetapkan|mengetahui"
    r"|kepala|pejabat|data per\b|per tanggal|tanggal|tgl\b|halaman|page\b)",
    re.IGNORECASE,
)
"""First words of a note below a table, where its row has one cell and not those of the table."""


def refuse_other_units(name: str, titles: Iterable[str]) -> None:
    """Refuse a table whose title says that its figures are thousands or millions of rupiah.

    Raises
    ------
    DataError
        If a title above its header says so.
    """
    said = next((found[0] for title in titles if (found := UNIT.search(title))), None)
    if said:
        raise DataError(
            f'{name}: the title above the table says "{" ".join(said.split())}": its figures are no whole rupiah, as '
            "exports have them. Multiply them and take these words out of the title, or download the export again"
        )


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


def refuse_surrogates(column: list[str | None], numbers: Sequence[int], counts: RowCounts, head: str) -> None:
    r"""Take half surrogate pairs, which JSON may have as \ud800, out of a column; their rows are bad."""
    try:
        "".join(text for text in column if text).encode()
    except UnicodeEncodeError:
        for at, text in enumerate(column):
            if text and (sign := re.search("[\ud800-\udfff]", text)):
                expected = f"text without half a surrogate pair (U+{ord(sign[0]):04X})"
                counts.fault(Problem(expected, numbers[at], head, visible(text[:60])))
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


def numbered_batches(rows: Iterable[tuple[int, dict[str, Any]]]) -> Iterator[list[tuple[int, dict[str, Any]]]]:
    """Gather numbered rows into batches of :data:`BATCH_ROWS`."""
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH_ROWS)):
        yield batch
