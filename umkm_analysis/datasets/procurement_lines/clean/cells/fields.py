"""Columns that are read from the cells of fields whose cells repeat: their SQL, and what an empty cell gives.

What repeats (agencies, suppliers, methods, dates, …) is read once for each different cell, not once a row.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from umkm_analysis.datasets.procurement_lines.clean.cells import dates, statuses, suppliers
from umkm_analysis.datasets.procurement_lines.clean.cells import sql as cell_sql
from umkm_analysis.datasets.procurement_lines.clean.cells.quoting import quoted

if TYPE_CHECKING:
    from umkm_analysis.datasets.procurement_lines.formats import Kind


@dataclass(frozen=True)
class ReadOptions:
    """How the rows of a source are read."""

    kind: Kind
    year: int
    one_region: bool
    """Whether the request names the region of all rows, so that they need not name their institution."""
    secret: str
    """Tax numbers are hashed with it."""
    until: dt.date = dt.date.max
    """Day after which nothing can have been realised: a later date is a planned one."""


DATES = ("date", "other_date", "notice", "closed")
"""Fields of days."""


def expressions(options: ReadOptions, *, month_first: bool = False) -> dict[str, dict[str, str]]:
    """Return, for every field whose cells repeat, the columns that are read from a cell (SQL over ``cell``).

    Parameters
    ----------
    options
        How rows are read.
    month_first
        Whether the source's dates name the month before the day.
    """
    cell, kind = "cell", options.kind
    method = f"coalesce({cell}, {quoted(kind.method)})" if kind.method else cell
    number = cell_sql.whole_number(cell)
    counted = f"CASE WHEN {cell} IS NOT NULL THEN coalesce({number}, -1) END"
    day = dates.day(cell, month_first=month_first)
    return {
        "year": {"year": f"CASE WHEN {cell} IS NOT NULL THEN coalesce({cell_sql.year(cell)}, -1) END"},
        "institution_code": {"institution_code": f"left({cell_sql.code(cell)}, 200)"},
        "institution_name": {"institution_name": cell},
        "agency_name": {"agency_name": cell_sql.name(cell)},
        "agency_code": {"agency_code": cell_sql.code(cell)},
        "supplier_npwp": {"supplier_npwp": suppliers.hashed(cell, options.secret)},
        "supplier_npwp16": {"supplier_npwp16": suppliers.hashed(cell, options.secret)},
        "supplier_name": {},
        "supplier_code": {"supplier_code": f"'code:' || {cell_sql.code(cell)}"},
        "supplier_region": {"supplier_region": cell},
        "method": {"method": method, "method_group": cell_sql.method_group(method)},
        "category": {"category": cell},
        "fund": {"fund": cell},
        "mark": {"mark": cell, "own_work": cell_sql.own_work(cell)},
        "date": {"date": day, "undated": f"{cell} IS NOT NULL AND {day} IS NULL"},
        "notice": {"announced": day},
        "closed": {"closed": day},
        "umkk_flag": {"umkk_flag": f"CAST({cell_sql.flag(cell)} AS TINYINT)"},
        "pdn_flag": {"pdn_flag": f"CAST({cell_sql.flag(cell)} AS TINYINT)"},
        "bidders": {"bidders": counted},
        "version": {"version": cell_sql.addendum(cell, number) if kind.amended else f"coalesce({number}, 0)"},
        "active": {"active": cell_sql.truth(cell)},
        "deleted": {"deleted": cell_sql.truth(cell)},
        "announced": {"unannounced": cell_sql.unannounced(cell)},
        **statuses.EXPRESSIONS,
        "other_date": {"other_date": day},
        "cancelling": {"cancelling": f"{cell} IS NOT NULL"},
    }


def read_of_nothing(options: ReadOptions) -> dict[str, dict[str, tuple[Any, pa.DataType]]]:
    """Return what :func:`expressions` read from an empty cell: field → column → value and type.

    Of a column that a source does not have all cells are empty, and DuckDB takes long to plan what it reads from them.
    """
    method = options.kind.method
    states = dict.fromkeys(("state", "other_state"), statuses.COUNTS)
    truths = ("own_work", "undated", "unannounced", "done", "other_done", "cancelling")
    said = {
        "method": method,
        "method_group": cell_sql.group_of(method),
        "version": 0,
        **states,
        **dict.fromkeys(("rank", "other_rank"), statuses.NO_RANK),
        **dict.fromkeys(truths, False),
    }
    types = {
        **dict.fromkeys(("year", "bidders", "version"), pa.int32()),
        **dict.fromkeys(("umkk_flag", "pdn_flag", "rank", "other_rank"), pa.int8()),
        **dict.fromkeys(("date", "other_date", "announced", "closed"), pa.date32()),
        **dict.fromkeys((*truths, "active", "deleted"), pa.bool_()),
    }
    return {
        name: {column: (said.get(column), types.get(column, pa.string())) for column in made}
        for name, made in expressions(options).items()
    }
