"""Reconciliation of an import: every row and every rupiah that was read is kept or left out for a reason."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from umkm_analysis.errors import DataError

NOTHING = Decimal(0)
MAX_STATUSES = 20
"""Unknown statuses that are listed."""


@dataclass(frozen=True)
class LeftOut:
    """Rows that were left out for one reason."""

    reason: str
    rows: int
    rupiah: Decimal
    unread: int = 0
    """Rows whose figure could not be read, or that had none."""


@dataclass(frozen=True)
class UnknownStatus:
    """A status that no rule knows, of rows that are kept."""

    status: str
    rows: int
    rupiah: int


@dataclass(frozen=True)
class Account:
    """Rows and rupiah that were read, left out and kept."""

    rows: int
    """Below the headers, counted while the files were read."""
    rupiah: Decimal
    """Of all rows whose figure can be read, added up before anything was left out."""
    kept_rows: int
    """Rows that became lines."""
    kept_rupiah: int
    """Of the lines, added up from the files that were written."""
    lines: int
    """Fewer than the rows kept where the products of a package were added up."""
    left_out: tuple[LeftOut, ...] = ()
    rounded: int = 0
    """Rows whose value was no whole rupiah."""
    rounding: Decimal = NOTHING
    """What rounding to whole rupiah added to the kept rows."""
    notes: tuple[str, ...] = field(default=())
    unknown_statuses: tuple[UnknownStatus, ...] = ()
    """Kept, and listed: nobody knows whether they should count."""

    def check(self) -> None:
        """Refuse an account that does not balance.

        Raises
        ------
        DataError
            If a row or a rupiah is unexplained.
        """
        rows = self.kept_rows + sum(group.rows for group in self.left_out)
        rupiah = self.kept_rupiah - self.rounding + sum((group.rupiah for group in self.left_out), NOTHING)
        if rows != self.rows or rupiah != self.rupiah:
            raise DataError(
                f"the account does not come out: {self.rows - rows:,} rows and {_rupiah(self.rupiah - rupiah)} rupiah "
                "are unexplained. Nothing was imported; please report this with the kind of export"
            )

    def table(self) -> list[list[str]]:
        """Return the account as rows of text: one for each reason, and the totals."""
        rows = [["", "rows", "rupiah"], ["read", f"{self.rows:,}", _rupiah(self.rupiah)]]
        for group in self.left_out:
            unread = f"  ({group.unread:,} without a figure)" if group.unread else ""
            rows.append([f"left out: {group.reason}", f"{group.rows:,}", _rupiah(group.rupiah) + unread])
        if self.rounded:
            rows.append(["rounded to whole rupiah", f"({self.rounded:,})", f"{self.rounding:+,f}"])
        rows.append(["kept", f"{self.kept_rows:,}", _rupiah(Decimal(self.kept_rupiah))])
        rows += [
            [f"  of these with the unknown status {found.status}", f"{found.rows:,}", f"{found.rupiah:,}"]
            for found in self.unknown_statuses[:MAX_STATUSES]
        ]
        rest = self.unknown_statuses[MAX_STATUSES:]
        if rest:
            added = sum(found.rows for found in rest), sum(found.rupiah for found in rest)
            rows.append([f"  of these with {len(rest)} more unknown statuses", *(f"{number:,}" for number in added)])
        if self.lines != self.kept_rows:
            rows.append(["lines (products of a package added up)", f"{self.lines:,}", ""])
        return rows

    def record(self) -> dict[str, Any]:
        """Return the account as it is stored with the import: rupiah as text, exact."""
        return {
            "rows": self.rows,
            "rupiah": _exact(self.rupiah),
            "kept_rows": self.kept_rows,
            "kept_rupiah": self.kept_rupiah,
            "lines": self.lines,
            "left_out": [
                {"reason": group.reason, "rows": group.rows, "rupiah": _exact(group.rupiah), "unread": group.unread}
                for group in self.left_out
            ],
            "rounded": self.rounded,
            "rounding": _exact(self.rounding),
            "notes": list(self.notes),
            "unknown_statuses": [asdict(found) for found in self.unknown_statuses[:MAX_STATUSES]],
        }


def _exact(rupiah: Decimal) -> str:
    return format(rupiah.normalize() + NOTHING, "f")


def _rupiah(rupiah: Decimal) -> str:
    return f"{rupiah.normalize() + NOTHING:,f}"
