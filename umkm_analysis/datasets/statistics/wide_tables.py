"""Wide tables: a column a year, several tables stacked in a sheet or one, years over quarters or items."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from umkm_analysis.datasets.statistics import wording
from umkm_analysis.datasets.statistics.numerals import is_missing, is_number
from umkm_analysis.datasets.statistics.places import heading_kinds
from umkm_analysis.datasets.statistics.table import (
    Observation,
    Table,
    cell_text,
    label_head,
    labels_of_row,
    names_regions,
    role_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from umkm_analysis.datasets.statistics.read.grids import Cell, Grid

YearColumns = dict[int, tuple[int, str | None]]
"""Column → its year, and the state that the year's marks give."""
NOTE = re.compile(r"\s*(?:catatan|sumber|keterangan|note|source|\*|ket\b|r\)|\d\))", re.IGNORECASE)
COLUMN_NUMBER = re.compile(r"\(?-?\d{1,2}(?:\.0)?\)?")
PLACE_ROWS = (
    r"kab(?:upaten|\.)?\s*/\s*kota\s*:\s*(\S.*)",
    r"(?:kab(?:upaten|\.)?|kota|wilayah|daerah)\s*:\s*(\S.*)",
    r"pro[vp]insi\s*:\s*(\S.*)",
)
"""What a row above a table says of the region that all of it is of, by precedence."""


def _year_columns(row: Sequence[Cell]) -> YearColumns:
    """Years of a row that may be the head of a wide table; empty where it holds other numbers."""
    years = {column: year for column, cell in enumerate(row) if (year := wording.year_of(cell)) is not None}
    others = [cell for column, cell in enumerate(row) if cell != "" and column not in years]
    return {} if any(is_number(cell) for cell in others) else years


def wide_tables(grid: Grid) -> Iterator[Table]:
    """Find the wide tables of a grid, one below the other."""
    heads: list[tuple[int, YearColumns]] = []
    for at, row in enumerate(grid.rows):
        years = _year_columns(row)
        if years and (len(years) > 1 or not heads or not _is_data(grid.rows[at - 1], heads[-1][1])):
            heads.append((at, years))
    starts = [0, *(_end_of_body(grid, at, years, following) for (at, years), (following, _) in pairwise(heads))]
    for number, (at, years) in enumerate(heads):
        end = starts[number + 1] if number + 1 < len(starts) else len(grid.rows)
        table = _wide_table(grid, starts[number], at, end, years)
        if table.observations:
            yield table


def _is_data(row: Sequence[Cell], years: YearColumns) -> bool:
    return any(is_number(row[column]) for column in years)


def _end_of_body(grid: Grid, at: int, years: YearColumns, following: int) -> int:
    """Row after the last one with figures before the next head: what lies between is the next table's title."""
    last = max((row for row in range(at + 1, following) if _is_data(grid.rows[row], years)), default=at)
    while last + 1 < following and NOTE.match(next((str(cell) for cell in grid.rows[last + 1] if cell != ""), "-x")):
        last += 1
    return last + 1


def _wide_table(grid: Grid, start: int, at: int, end: int, years: YearColumns) -> Table:
    rows, first = grid.rows, min(years)
    title: list[str] = [grid.title]
    region_words = ""
    above: list[list[str]] = []
    for row in rows[start:at]:
        left = " ".join(cell_text(cell) for cell in row[:first] if cell != "").strip()
        right = [str(cell) for cell in row[first:]]
        line = " ".join([left, *(cell for cell in right if cell)]).strip()
        region_words = _region_words(line) or region_words
        if any(right):
            above.append(_filled(right))
        title.append(left if len({cell for cell in right if cell}) > 1 else line)
    body_at, periods = _periods_below(grid, at, end, years)
    columns = _spread_years(years, periods, rows[at], len(rows[at]))
    labels = [column for column in range(len(rows[at])) if column not in columns]
    heads = {column: label_head(rows, max(start, at - 2), body_at, column) for column in labels}
    roles = {column: role_of(head) for column, head in heads.items()}
    has_regions = names_regions(heads, roles, rows[body_at:end], first)
    table = Table(grid.place, " ".join(part for part in title if part), region_words, has_regions)
    kinds = next((found for head in heads.values() if (found := heading_kinds(head)) is not None), ())
    context: tuple[str, ...] = ()
    for number, row in enumerate(rows[body_at:end], start=body_at):
        texts = {column: cell_text(row[column]).strip() for column in labels}
        label = " ".join(texts[column] for column in labels if texts[column])
        if not any(is_number(row[column]) or (row[column] != "" and is_missing(row[column])) for column in columns):
            if heading := heading_kinds(label):
                context = heading
            elif label:
                table.notes.append(label)
            continue
        if all(COLUMN_NUMBER.fullmatch(str(cell).strip()) for cell in row if cell != "") and _counts(row):
            continue
        named = labels_of_row(texts, roles, has_regions=has_regions)
        for column, (year, state) in columns.items():
            head = " ".join(line[column - first] for line in above if column - first < len(line)).strip()
            table.observations.append(
                Observation(
                    **named,
                    kinds=context or kinds,
                    head=head,
                    period=periods.get(column, ""),
                    year=year,
                    state=state,
                    value=row[column],
                    where=grid.where(number, column),
                )
            )
    return table


def _region_words(line: str) -> str:
    return next((match[1].strip() for pattern in PLACE_ROWS if (match := re.search(pattern, line, re.IGNORECASE))), "")


def _filled(cells: list[str]) -> list[str]:
    """Carry the text of a merged cell to the right."""
    filled, last = [], ""
    for cell in cells:
        last = cell or last
        filled.append(last)
    return filled


def _counts(row: Sequence[Cell]) -> bool:
    """Whether a row numbers the columns: (1) (2) (3), or -1 -2 -3."""
    numbers = [abs(int(float(str(cell).strip("() ")))) for cell in row if cell != ""]
    return len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= 2  # noqa: PLR2004 - the first column, or the second


def _periods_below(grid: Grid, at: int, end: int, years: YearColumns) -> tuple[int, dict[int, str]]:
    """Find the row of quarters below the years; return where the body begins, and period by column."""
    first = min(years)
    for below in range(at + 1, min(at + 3, end)):
        cells = {
            column: str(cell).strip() for column, cell in enumerate(grid.rows[below]) if column >= first and cell != ""
        }
        texts = {column: text for column, text in cells.items() if wording.PERIODS.fullmatch(text)}
        if (
            len(cells) > 1
            and len(texts) == len(cells)
            and any(re.search(r"[a-z]", text, re.IGNORECASE) for text in texts.values())
        ):
            return below + 1, texts
    return at + 1, {}


def _spread_years(years: YearColumns, periods: dict[int, str], row: Sequence[Cell], width: int) -> YearColumns:
    """Give a year to the columns of its quarters, which it stands over."""
    if not periods:
        return years
    spread, last = {}, None
    for column in range(min(years), width):
        last = years.get(column, last if row[column] == "" else None)
        if last is not None and column in periods:
            spread[column] = last
    return spread
