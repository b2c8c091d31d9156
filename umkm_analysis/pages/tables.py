"""Tables of a page: caption, heads with units, numbers to the right, source underneath, the same rows as CSV."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self
from urllib.parse import quote

from markupsafe import Markup, escape

from umkm_analysis.characters import inert
from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n.translation import SOURCE, current_language, t
from umkm_analysis.pages.fragment import Fragment, join, markup

if TYPE_CHECKING:
    from collections.abc import Sequence

KEPT_DIGITS = 6
"""Decimals of a number in a CSV: beyond what any input carries."""
PLAIN = "!$()*,/:;=@"
"""Characters that a data: URI holds as they are; commas alone would triple a table's size."""
STYLED_COLUMNS = 12
"""Columns that the style sheet sets to the right by their number; see fragments.css."""


@dataclass(frozen=True)
class Column:
    """A column's head; numbers are set to the right."""

    head: str
    numeric: bool = False


@dataclass(frozen=True)
class Cell:
    """A number as it is written, and as a machine reads it."""

    text: str
    raw: float | None


class Quoted(str):
    """Text that stands as its Indonesian source printed it, in whatever language the page speaks."""

    __slots__ = ()


class Linked(Quoted):
    """Quoted text that leads to an address outside the page."""

    address: str

    def __new__(cls, text: str, address: str) -> Self:
        """Join a text and its address."""
        linked = super().__new__(cls, text)
        linked.address = address
        return linked


Rows = list[list[str | Cell]]
"""Cells of a table, row by row."""


def cell(value: float, digits: int = 0, *, signed: bool = False, missing: str | None = None) -> Cell:
    """Write a number into a table.

    Parameters
    ----------
    value
        The number; NaN is written as ``missing``, or as unknown.
    digits, signed
        As for :func:`~umkm_analysis.i18n.formatting.number`.
    missing
        What is written for NaN.
    """
    if not math.isfinite(value):
        return Cell(n.unknown() if missing is None else missing, None)
    return Cell(n.number(value, digits, signed=signed), value)


def bound_cells(low: float, high: float, digits: int) -> tuple[Cell, Cell]:
    """Write the bounds of an interval, rounded outward; see :func:`~umkm_analysis.i18n.formatting.bounds`."""
    return tuple(  # type: ignore[return-value]
        Cell(text, value if math.isfinite(value) else None)
        for text, value in zip(n.bounds(low, high, digits), (low, high), strict=True)
    )


def table(  # noqa: PLR0913 - one argument a part of the table
    caption: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str | Cell]],
    *,
    name: str,
    source: str = "",
    marked: int | None = None,
    max_rows: int | None = None,
    every: Sequence[Sequence[str | Cell]] | None = None,
) -> Fragment:
    """Show a table.

    Parameters
    ----------
    caption
        What the table holds.
    columns
        One a column; the first column heads its row.
    rows
        Cells, one sequence a row.
    name
        Of its CSV file, without the ending.
    source
        Where the figures come from; nothing is shown for an empty one.
    marked
        Position of the row that is the report's own region.
    max_rows
        Rows that the page shows; the CSV always holds all of them, and the page says so.
    every
        Rows of the CSV, where the page shows some that are not its first.
    """
    head = join(markup('<th scope="col"{css}>{head}</th>', css=_css(column), head=column.head) for column in columns)
    styles = [_css(column) if place >= STYLED_COLUMNS else Markup() for place, column in enumerate(columns)]
    body = join(_row(styles, cells, marked=position == marked) for position, cells in enumerate(rows[:max_rows]))
    left = len(rows) - len(rows[:max_rows])
    html = markup(
        '<div class="table" tabindex="0" role="group" aria-label="{caption}">'
        "<table{numeric}><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{note}"
        '<p class="take"><a download="{name}.csv" href="{csv}">{label}</a></p>',
        caption=caption,
        numeric=_numeric(columns),
        head=head,
        body=body,
        note=source_note(source) + _left_out(len(rows) - left, len(rows)),
        name=f"{name}-{current_language()}",
        csv="data:text/csv;charset=utf-8,"
        + quote("\N{BYTE ORDER MARK}" + as_csv(columns, rows if every is None else every), safe=PLAIN),
        label=t("Unduh CSV: {caption}", caption=caption),
    )
    lines = ["  ".join(column.head for column in columns), *("  ".join(map(_text, cells)) for cells in rows[:max_rows])]
    return Fragment(html, "\n".join([caption, *lines]))


def as_csv(columns: Sequence[Column], rows: Sequence[Sequence[str | Cell]]) -> str:
    """Write rows as CSV: heads in the page's language, numbers with a decimal point whatever the language."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([inert(column.head) for column in columns])
    writer.writerows([_machine(one) for one in cells] for cells in rows)
    return file.getvalue()


def folded(summary: str, inner: Fragment) -> Fragment:
    """Hide a table behind a line that opens it."""
    html = markup("<details><summary>{summary}</summary>{inner}</details>", summary=summary, inner=inner.html)
    return Fragment(html, inner.text)


def source_note(source: str) -> Markup:
    """Name a source under a figure or table."""
    label = t("Sumber:")
    note = '<p class="source"><span>{label}</span> {source}</p>'
    return markup(note, label=label, source=source) if source else markup("")


def _left_out(shown: int, every: int) -> Markup:
    if shown == every:
        return markup("")
    sentence = t(
        "{shown} baris pertama dari {every} ditampilkan; CSV memuat semuanya.",
        shown=n.number(shown),
        every=n.number(every),
    )
    return markup('<p class="note">{sentence}</p>', sentence=sentence)


def _numeric(columns: Sequence[Column]) -> Markup:
    """Name the columns of numbers once: a class in each cell would be a tenth of a table."""
    styled = enumerate(columns[:STYLED_COLUMNS], start=1)
    names = [f"n{number}" for number, column in styled if column.numeric and number > 1]
    return markup(' class="{names}"', names=" ".join(names)) if names else markup("")


def _row(styles: Sequence[Markup], cells: Sequence[str | Cell], *, marked: bool) -> Markup:
    # plain strings, not markup(): a page has thousands of cells
    first, *others = cells
    css = ' class="own"' if marked else ""
    row = [f'<tr{css}><th scope="row"{_lang(first)}>{_html(first)}</th>']
    row += [f"<td{css}{_lang(one)}>{_html(one)}</td>" for css, one in zip(styles[1:], others, strict=True)]
    return Markup("".join(row) + "</tr>")  # noqa: S704 - every value is escaped above


def _html(one: str | Cell) -> str:
    if isinstance(one, Linked):
        return f'<a href="{escape(one.address)}" rel="noreferrer">{escape(one)}</a>'
    return escape(_text(one))


def _lang(one: str | Cell) -> str:
    return ' lang="id"' if isinstance(one, Quoted) and current_language() != SOURCE else ""


def _css(column: Column) -> Markup:
    return markup(' class="number"') if column.numeric else markup("")


def _text(one: str | Cell) -> str:
    return one if isinstance(one, str) else one.text


def _machine(one: str | Cell) -> str | float | None:
    if isinstance(one, Linked):
        return inert(f"{one} <{one.address}>")
    if isinstance(one, str):
        return inert(one)
    return round(one.raw, KEPT_DIGITS) if isinstance(one.raw, float) else one.raw
