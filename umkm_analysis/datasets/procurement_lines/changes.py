"""Changes between two states of lines, package by package: what is new, what is gone, what has another value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_analysis.datasets.procurement_lines.packages import reading, source_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(frozen=True)
class Changes:
    """Packages and whole rupiah of a newer state against an older one."""

    new: int
    new_rupiah: int
    gone: int
    gone_rupiah: int
    """As the older state has them."""
    changed: int
    """Packages of both whose value is another one."""
    changed_rupiah: int
    """By which their values rose; negative where they fell."""
    same: int


def changes(older: Sequence[Path], newer: Sequence[Path]) -> Changes:
    """Compare two states of the same kind.

    A package is told by its institution and code; where it has several lines, by their sum.

    Parameters
    ----------
    older, newer
        Parquet files of lines.
    """
    added = "SELECT institution, package, CAST(sum(value) AS BIGINT) AS value FROM {source} GROUP BY ALL"
    with reading(newer) as connection:
        row = connection.execute(
            f"""WITH older AS ({added.format(source=source_of(older))}), newer AS ({added.format(source="lines")})
            SELECT count(*) FILTER (o.package IS NULL), coalesce(sum(n.value) FILTER (o.package IS NULL), 0),
                count(*) FILTER (n.package IS NULL), coalesce(sum(o.value) FILTER (n.package IS NULL), 0),
                count(*) FILTER (n.value <> o.value), coalesce(sum(n.value - o.value), 0),
                count(*) FILTER (n.value = o.value)
            FROM older AS o FULL JOIN newer AS n ON o.institution = n.institution AND o.package = n.package"""  # noqa: S608
        ).fetchall()[0]
    return Changes(*map(int, row))
