"""Second columns of a status or date, as exports of two systems joined have them: each row by the one that tells."""

from __future__ import annotations

from typing import Any

import pyarrow.compute as pc

from umkm_analysis.datasets.procurement_lines.clean import dates, statuses

CELL = "cell"
OTHER = "other_"
STATUS = {
    "status": f"upper({CELL})",
    "state": statuses.state(CELL),
    "done": statuses.done(CELL),
    "rank": statuses.rank(CELL),
}
"""What is read from a cell of a status: column → SQL."""
EXPRESSIONS = {
    "status": STATUS,
    "other_status": {f"{OTHER}{name}": sql for name, sql in STATUS.items()},
    "other_date": {"other_date": dates.day(CELL)},
}
"""Field → columns that are read from its cells, as those of clean/columns.py."""


def settle(read: dict[str, Any]) -> None:
    """Put what the second columns tell in the place of what the first ones do not.

    Of two statuses the one that leaves a row out holds: a package that was cancelled in one system is cancelled. Of
    two dates the first that can be read holds.

    Parameters
    ----------
    read
        Columns of a batch, which are changed.
    """
    other = read["other_date"]
    if other.null_count < len(other):
        read["date"] = pc.coalesce(read["date"], other)
        read["undated"] = pc.and_(read["undated"], pc.is_null(other))
    higher = pc.greater(read["other_rank"], read["rank"])
    if pc.any(higher).as_py():
        for name in ("status", "state", "done"):
            first, second = (_whole(read[key]) for key in (name, f"{OTHER}{name}"))
            settled = pc.if_else(higher, second, first)
            read[name] = settled if settled.type == "bool" else settled.dictionary_encode()


def _whole(column: Any) -> Any:
    return column.dictionary_decode() if hasattr(column, "dictionary_decode") else column
