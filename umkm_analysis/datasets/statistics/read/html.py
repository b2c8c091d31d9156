"""Reader of HTML: tables of web pages, and of BPS's files that are named .xls and are HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from umkm_analysis.datasets.statistics.read.grids import Cell, Grid, grid, refuse_excess
from umkm_analysis.errors import DataError
from umkm_analysis.plurals import count_of

if TYPE_CHECKING:
    from collections.abc import Iterator

OLD_SITE = ("tableLeftUp", "tableLeftBottom", "tableRightUp", "tableRightBottom")
"""Ids of the four tables that a dynamic table of BPS's old site is made of: heads and bodies, left and right."""
COLOURS = {"red": "*", "#ff0000": "*", "orange": "**", "#ffa500": "**"}
"""Colour of a figure → BPS's mark: pages of SIPD show the state of a figure by its colour alone."""
MAX_SPAN = 200
MAX_TABLES = 1000
CELLS = ("td", "th")


def read_html(text: str, name: str) -> list[Grid]:
    """Read every table of a page; the four of BPS's old site become one.

    Raises
    ------
    DataError
        If the page holds no table: an error or a log-in page, most often; is SpreadsheetML of another kind of data; or
        has far too many cells or tables.
    """
    if "urn:schemas-microsoft-com:office:spreadsheet" in text[:2000] and "<Workbook" in text[:2000]:
        raise DataError(
            f"{name}: SpreadsheetML, as DJPK exports budgets: no regional accounts or population. "
            "Save it as XLSX if it is another table"
        )
    page = BeautifulSoup(text, "html.parser")
    parts = [page.find("table", id=part) for part in OLD_SITE]
    if all(isinstance(part, Tag) for part in parts):
        return [_old_site([list(_rows(part, name)) for part in parts if isinstance(part, Tag)], name)]
    tables = [table for table in page.find_all("table") if table.find("table") is None]
    if not tables:
        title = " ".join(page.title.get_text().split()) if page.title else ""
        said = f' titled "{title[:100]}"' if title else ""
        raise DataError(f"{name}: a web page{said} without a table; download the table again")
    if len(tables) > MAX_TABLES:
        raise DataError(f"{name}: {len(tables):,} tables in a page. Save the one that counts as CSV or XLSX")
    return [
        grid(
            f"{name}, table {number}" if len(tables) > 1 else name,
            list(_rows(table, name)),
            f"{name} {_caption(table)}",
        )
        for number, table in enumerate(tables, start=1)
    ]


def _old_site(parts: list[list[list[Cell]]], name: str) -> Grid:
    left_up, left, right_up, right = parts
    if len(left) != len(right):
        raise DataError(
            f"{name}: {count_of(len(left), 'label')} and {count_of(len(right), 'row')} of figures; download the "
            "table again"
        )
    label = next((cell for row in left_up for cell in row if cell != ""), "")
    heads = [["", *row] for row in right_up[:-1]] + [[label, *row] for row in right_up[-1:]]
    body = [[next(iter(names), ""), *figures] for names, figures in zip(left, right, strict=True)]
    return grid(name, [*heads, *body], name)


def _caption(table: Tag) -> str:
    caption = table.find("caption") or table.find_previous(["h1", "h2", "h3", "h4"])
    return " ".join(caption.get_text(" ").split()) if caption else ""


def _rows(table: Tag, name: str) -> Iterator[list[Cell]]:
    """Iterate over the rows; a cell over several columns or rows stands in the first of them."""
    parts: dict[int, list[Tag]] = {}
    for part in table.find_all(["tr", *CELLS]):
        if part.name == "tr":
            parts[id(part)] = []
        elif (row := part.find_parent("tr")) is not None and id(row) in parts:  # in one pass: rows may not be closed
            parts[id(row)].append(part)
    taken: dict[int, int] = {}
    count = 0
    for row_cells in parts.values():
        cells: list[Cell] = []
        for cell in row_cells:
            while taken.get(len(cells), 0):
                taken[len(cells)] -= 1
                cells.append("")
            across, down = (_span(cell, name) for name in ("colspan", "rowspan"))
            for column in range(len(cells), len(cells) + across):
                if down > 1:
                    taken[column] = down - 1
            cells += [_text(cell), *[""] * (across - 1)]
        while taken.get(len(cells), 0):
            taken[len(cells)] -= 1
            cells.append("")
        count += len(cells)
        refuse_excess(name, count)
        yield cells


def _span(cell: Tag, name: str) -> int:
    text = str(cell.get(name, "1"))
    return min(int(text), MAX_SPAN) if text.isdigit() and int(text) else 1


def _text(cell: Tag) -> str:
    own: list[str] = []
    styles = [str(cell.get("style", ""))]
    waiting = cell.contents[::-1]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Tag):
            if part.name in {"tr", *CELLS}:
                break  # this cell was not closed, and the rest is others'
            styles.append(str(part.get("style", "")))
            waiting += part.contents[::-1]
        elif type(part) is NavigableString:  # no comment or script, which nobody sees
            own.append(part)
    text = " ".join(" ".join(own).replace("\u00a0", " ").split())
    colour = re.search(r"(?<![-\w])color\s*:\s*([#\w]+)", ";".join(styles).lower())
    mark = COLOURS.get(colour[1], "") if colour else ""
    return text + mark if mark and any(letter.isdigit() for letter in text) else text
