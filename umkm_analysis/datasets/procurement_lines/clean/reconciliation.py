"""The account of an import: every row and every rupiah that was read is kept or left out for a reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from umkm_analysis.errors import DataError

NOTHING = Decimal(0)


@dataclass(frozen=True)
class LeftOut:
    """Rows that were left out for one reason."""

    reason: str
    rows: int
    rupiah: Decimal
    unread: int = 0
    """Rows whose figure could not be read, or that had none."""


@dataclass(frozen=True)
class Account:
    """What was read, and where it went."""

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

    def check(self) -> None:
        """Refuse an account that does not come out.

        Raises
        ------
        DataError
            If a row or a rupiah is unexplained.
        """
        rows = self.kept_rows + sum(one.rows for one in self.left_out)
        rupiah = self.kept_rupiah - self.rounding + sum((one.rupiah for one in self.left_out), NOTHING)
        if rows != self.rows or rupiah != self.rupiah:
            raise DataError(
                f"the account does not come out: {self.rows - rows:,} rows and {_rupiah(self.rupiah - rupiah)} rupiah "
                "are "
                "unexplained. Nothing was imported; please report this with the kind of export"
            )

    def table(self) -> list[list[str]]:
        """Show the account, a row a reason."""
        shown = [["", "rows", "rupiah"], ["read", f"{self.rows:,}", _rupiah(self.rupiah)]]
        for one in self.left_out:
            unread = f"  ({one.unread:,} without a figure)" if one.unread else ""
            shown.append([f"left out: {one.reason}", f"{one.rows:,}", _rupiah(one.rupiah) + unread])
        if self.rounded:
            shown.append(["rounded to whole rupiah", f"({self.rounded:,})", f"{self.rounding:+,f}"])
        shown.append(["kept", f"{self.kept_rows:,}", _rupiah(Decimal(self.kept_rupiah))])
        if self.lines != self.kept_rows:
            shown.append(["lines (products of a package added up)", f"{self.lines:,}", ""])
        return shown

    def record(self) -> dict[str, Any]:
        """Write the account for the catalogue of lines: rupiah as text, exact."""
        return {
            "rows": self.rows,
            "rupiah": _exact(self.rupiah),
            "kept_rows": self.kept_rows,
            "kept_rupiah": self.kept_rupiah,
            "lines": self.lines,
            "left_out": [
                {"reason": one.reason, "rows": one.rows, "rupiah": _exact(one.rupiah), "unread": one.unread}
                for one in self.left_out
            ],
            "rounded": self.rounded,
            "rounding": _exact(self.rounding),
            "notes": list(self.notes),
        }


def _exact(rupiah: Decimal) -> str:
    return format(rupiah.normalize() + NOTHING, "f")


def _rupiah(rupiah: Decimal) -> str:
    return f"{rupiah.normalize() + NOTHING:,f}"
