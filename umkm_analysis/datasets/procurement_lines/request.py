"""Request and result of an import; without the engines, for which the command line need not wait."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from umkm_analysis.datasets.procurement_lines.clean.file_totals import FileTotals
    from umkm_analysis.datasets.procurement_lines.clean.reconciliation import Account
    from umkm_analysis.datasets.procurement_lines.formats import Kind
    from umkm_analysis.datasets.procurement_lines.store.catalog import Part


FIRST_YEAR, LAST_YEAR = 2008, 2100
"""Budget years that there can be."""


class Existing(StrEnum):
    """What happens to earlier lines of the same kind, year and institution."""

    REFUSE = "refuse"
    ADD = "add"
    REPLACE = "replace"
    SNAPSHOT = "snapshot"


@dataclass(frozen=True)
class ImportRequest:
    """What to import, and how."""

    kind: Kind
    year: int
    region: str | None = None
    """BPS code, where all rows are of one region."""
    matches: Mapping[str, str] | None = None
    """Name or kd_klpd of an institution → BPS code, or "none"."""
    among_others: bool = False
    """Whether files of other kinds are imported with these: a match may be for them alone."""
    as_of: str | None = None
    """ISO date; None for what the files say, else the date of the newest."""
    existing: Existing = Existing.REFUSE
    allow_bad: int = 0
    """Rows that may be left out because they cannot be used."""
    synthetic: bool = False


@dataclass(frozen=True)
class Dated:
    """Date that an import is as of."""

    date: dt.date
    origin: str
    """What says so, for the account."""


@dataclass(frozen=True)
class ImportResult:
    """What an import did."""

    account: Account | None
    """None where nothing was new."""
    parts: tuple[Part, ...]
    skipped: tuple[str, ...]
    """Files that were imported before."""
    files: tuple[FileTotals, ...] = ()
    """Account of each file."""
    dated: Dated | None = None
    """What the lines are as of, and what says so."""
