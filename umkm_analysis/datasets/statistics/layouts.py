"""Layouts of printed tables: heads, labels and figures distinguished in grids of cells.

Three layouts are known: a row a figure (long), a column a year (wide), and a column of one year, whose year only the
title or the name of the file says.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from umkm_analysis.datasets.statistics.long_tables import long_table
from umkm_analysis.datasets.statistics.numerals import is_missing, is_number
from umkm_analysis.datasets.statistics.places import heading_kinds
from umkm_analysis.datasets.statistics.table import (
    Observation,
    Table,
    cell_text,
    labels_of_row,
    mostly_numbers,
    names_regions,
    role_of,
)
from umkm_analysis.datasets.statistics.wide_tables import wide_tables

if TYPE_CHECKING:
    from umkm_analysis.datasets.statistics.read.grids import Grid


def tables_of(grid: Grid) -> list[Table]:
    """Find the tables of a grid; empty where it holds none of a known layout."""
    long = long_table(grid)
    if long is not None:
        return [long]
    wide = list(wide_tables(grid))
    return wide or [table for table in [_one_year(grid)] if table is not None]


def _one_year(grid: Grid) -> Table | None:
    """Read a table without years in its head: labels at the left, figures at the right, the year elsewhere."""
    rows = grid.rows
    at = next((row for row in range(1, len(rows)) if any(is_number(cell) for cell in rows[row])), 0)
    first = next((column for column, cell in enumerate(rows[at]) if column and is_number(cell)), None)
    if not at or first is None:
        return None
    while at > 1 and rows[at - 1][first] != "" and is_missing(rows[at - 1][first]):
        at -= 1
    columns = [
        column
        for column in range(1, len(rows[at]))
        if mostly_numbers(column, list(enumerate(rows[at:])))
        and not re.fullmatch(r"(?:local|province|old) code|number", role_of(rows[at - 1][column]) or "")
    ]
    if not columns or not any(isinstance(cell, str) and re.search(r"[^\W\d_]{2}", cell) for cell in rows[at]):
        return None
    labels = [column for column in range(len(rows[at])) if column not in columns]
    heads = {column: str(rows[at - 1][column]) for column in labels}
    roles = {column: role_of(head) for column, head in heads.items()}
    title = " ".join([grid.title, *(str(cell) for row in rows[: at - 1] for cell in row if cell != "")])
    has_regions = names_regions(heads, roles, rows[at:], min(columns))
    table = Table(grid.place, title, "", has_regions)
    kinds = next((found for head in heads.values() if (found := heading_kinds(head)) is not None), ())
    context: tuple[str, ...] = ()
    for number, row in enumerate(rows[at:], start=at):
        texts = {column: cell_text(row[column]).strip() for column in labels}
        label = " ".join(text for text in texts.values() if text)
        if not any(row[column] != "" for column in columns):
            if heading := heading_kinds(label):
                context = heading
            elif label:
                table.notes.append(label)
            continue
        named = labels_of_row(texts, roles, has_regions=has_regions)
        for column in columns:
            table.observations.append(
                Observation(
                    **named,
                    kinds=context or kinds,
                    head=str(rows[at - 1][column]),
                    period="",
                    year=None,
                    state=None,
                    value=row[column],
                    where=grid.where(number, column),
                )
            )
    return table
