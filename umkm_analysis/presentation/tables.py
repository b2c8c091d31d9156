"""Tables of a page: caption, heads with units, numbers to the right, source underneath."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_analysis.presentation.fragment import Fragment, join, markup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup


@dataclass(frozen=True)
class Column:
    """A column's head; numbers are set to the right."""

    head: str
    numeric: bool = False


def table(
    caption: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    *,
    source: str = "",
    marked: int | None = None,
) -> Fragment:
    """Show a table.

    Parameters
    ----------
    caption
        What the table holds.
    columns
        One a column; the first column heads its row.
    rows
        Cells as written, one sequence a row.
    source
        Where the figures come from; nothing is shown for an empty one.
    marked
        Position of the row that is the report's own region.
    """
    head = join(markup('<th scope="col"{css}>{head}</th>', css=_css(column), head=column.head) for column in columns)
    body = join(_row(columns, cells, marked=position == marked) for position, cells in enumerate(rows))
    html = markup(
        '<div class="table" tabindex="0" role="region" aria-label="{caption}"><table><caption>{caption}</caption>'
        "<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{note}",
        caption=caption,
        head=head,
        body=body,
        note=source_note(source),
    )
    text = "\n".join(["  ".join(column.head for column in columns), *("  ".join(cells) for cells in rows)])
    return Fragment(html, f"{caption}\n{text}")


def folded(summary: str, inner: Fragment) -> Fragment:
    """Hide a table behind a line that opens it."""
    html = markup("<details><summary>{summary}</summary>{inner}</details>", summary=summary, inner=inner.html)
    return Fragment(html, inner.text)


def source_note(source: str) -> Markup:
    """Name a source under a figure or table."""
    return markup('<p class="source"><span>Sumber:</span> {source}</p>', source=source) if source else markup("")


def _row(columns: Sequence[Column], cells: Sequence[str], *, marked: bool) -> Markup:
    first = markup('<th scope="row">{cell}</th>', cell=cells[0])
    others = (
        markup("<td{css}>{cell}</td>", css=_css(column), cell=cell)
        for column, cell in zip(columns[1:], cells[1:], strict=True)
    )
    css = markup(' class="own"') if marked else markup("")
    return markup("<tr{css}>{cells}</tr>", css=css, cells=join([first, *others]))


def _css(column: Column) -> Markup:
    return markup(' class="number"') if column.numeric else markup("")
