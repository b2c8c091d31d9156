"""What a person asks of an import, and how it ended; light, so that the command line need not wait for engines."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from umkm_analysis.datasets.procurement_lines.clean.reconciliation import Account
    from umkm_analysis.datasets.procurement_lines.formats import Kind
    from umkm_analysis.datasets.procurement_lines.store.catalog import Part


class Existing(StrEnum):
    """What happens to lines of the same kind, year and institution that stand already."""

    REFUSE = "refuse"
    ADD = "add"
    REPLACE = "replace"


@dataclass(frozen=True)
class Wanted:
    """What a person asks to import."""

    kind: Kind
    year: int
    region: str | None = None
    """BPS code, where all rows are of one region."""
    matches: Mapping[str, str] | None = None
    as_of: str | None = None
    """ISO date; the date of the newest file where it is not given."""
    existing: Existing = Existing.REFUSE
    allow_bad: int = 0
    synthetic: bool = False


@dataclass(frozen=True)
class Outcome:
    """How an import ended."""

    account: Account | None
    """None where nothing was new."""
    parts: tuple[Part, ...]
    skipped: tuple[str, ...]
    """Files that were imported before."""
