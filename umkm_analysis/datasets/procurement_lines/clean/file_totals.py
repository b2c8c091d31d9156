"""Account of an import by file: rows and rupiah of each that were read and kept."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class FileTotals:
    """Rows and rupiah of a file."""

    name: str
    rows: int
    """Different ones."""
    rupiah: Decimal
    kept_rows: int
    kept_rupiah: Decimal
    """Before rounding to whole rupiah."""

    def cells(self) -> list[str]:
        """Return the totals as text."""
        left = self.rows - self.kept_rows
        numbers = (f"{self.rows:,}", f"{left:,}", f"{self.kept_rows:,}", f"{self.kept_rupiah.normalize():,f}")
        return [self.name, *numbers]


HEADS = ["file", "rows", "left out", "kept", "rupiah kept"]
"""Of :meth:`FileTotals.cells`."""


def by_file(connection: DuckDBPyConnection) -> tuple[FileTotals, ...]:
    """Add up the table ``summary`` by file, in the order in which files were given."""
    query = """SELECT any_value(name), CAST(sum(n) AS BIGINT), sum(rupiah),
            CAST(coalesce(sum(n) FILTER (WHERE reason IS NULL), 0) AS BIGINT),
            coalesce(sum(rupiah) FILTER (WHERE reason IS NULL), 0)
        FROM summary JOIN files USING (file) GROUP BY file ORDER BY file"""
    return tuple(
        FileTotals(name, rows, Decimal(rupiah), kept, Decimal(kept_rupiah))
        for name, rows, rupiah, kept, kept_rupiah in connection.execute(query).fetchall()
    )
