"""Account of an import by file: rows and rupiah of each that were read and kept."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from umkm_analysis.datasets.procurement_lines.clean.staging import FILE

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
    """Add up the rows of the view ``judged`` by their file, in the order in which files were given."""
    query = f"""SELECT any_value(name), count(*), coalesce(sum(value), 0), count(*) FILTER (WHERE reason IS NULL),
            coalesce(sum(value) FILTER (WHERE reason IS NULL), 0)
        FROM judged JOIN files ON files.file = {FILE} GROUP BY files.file ORDER BY files.file"""  # noqa: S608 - ours
    return tuple(
        FileTotals(name, rows, Decimal(rupiah), kept, Decimal(kept_rupiah))
        for name, rows, rupiah, kept, kept_rupiah in connection.execute(query).fetchall()
    )
