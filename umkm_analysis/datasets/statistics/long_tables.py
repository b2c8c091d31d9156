"""Long tables: a row a figure, with a column of years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.datasets.statistics import wording
from umkm_analysis.datasets.statistics.table import REGION_ROLES, Observation, Table, cell_text, mostly_numbers, role_of

if TYPE_CHECKING:
    from umkm_analysis.datasets.statistics.read.grids import Cell, Grid

HEADER_ROWS = 30
"""Rows in which the head of a long table is looked for."""


def long_table(grid: Grid) -> Table | None:
    """Read a grid as a long table; None where it is none."""
    for at, row in enumerate(grid.rows[:HEADER_ROWS]):
        roles: dict[str, int] = {}
        for column, head in enumerate(row):
            roles.setdefault(role_of(head) or "", column)
        if "year" not in roles or sum(cell != "" for cell in row) < len(("place", "year", "value")):
            continue
        body = [(number, cells) for number, cells in enumerate(grid.rows[at + 1 :], start=at + 1) if any(cells)]
        years = [cells[roles["year"]] for _, cells in body if cells[roles["year"]] != ""]
        if years and all(wording.year_of(year) for year in years):
            return _table(grid, at, roles, body)
    return None


def _table(grid: Grid, at: int, roles: dict[str, int], body: list[tuple[int, tuple[Cell, ...]]]) -> Table:
    heads = grid.rows[at]
    title = " ".join([grid.title, *(str(cell) for row in grid.rows[:at] for cell in row if cell != "")])
    table = Table(grid.place, title, has_regions=bool(REGION_ROLES & set(roles)))
    values = [
        column
        for column, head in enumerate(heads)
        if head != "" and role_of(head) is None and mostly_numbers(column, body)
    ]
    local_head = str(heads[roles["local name"]]) if "local name" in roles else ""
    for number, cells in body:
        if cells[roles["year"]] == "":
            table.notes.append(" ".join(cell_text(cell) for cell in cells if cell != ""))
            continue
        year, mark = wording.year_of(cells[roles["year"]]) or (None, None)
        given = {role: cell_text(cells[column]).strip() for role, column in roles.items()}
        local = bool(given.get("local code") or given.get("local name"))
        semester = f"semester {given['semester']}" if given.get("semester") else ""
        kinds = ("kabupaten", "kota") if "kab" in local_head.lower() and local else () if local else ("province",)
        for column in values:
            table.observations.append(
                Observation(
                    code=given.get("local code") or ("" if local else given.get("province code", "")),
                    name=given.get("local name") or ("" if local else given.get("province name", "")),
                    kinds=kinds,
                    province=(given.get("province name") or given.get("province code", "")) if local else "",
                    sector=given.get("sector", ""),
                    item=given.get("item", ""),
                    head=str(heads[column]),
                    period=given.get("period") or semester,
                    year=year,
                    state=wording.state_of(given.get("state", "")) or mark,
                    unit=given.get("unit", ""),
                    value=cells[column],
                    where=grid.where(number, column),
                )
            )
    return table
