"""Questions that a region's lines of a year raise, with what they could be asked of and their largest packages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from umkm_analysis.datasets.procurement_lines.packages import largest, parse
from umkm_analysis.datasets.procurement_lines.questions import QUESTIONS, counts, create_views, limits
from umkm_analysis.periods import last_day
from umkm_analysis.reports.procurement_share.lines.packages import MOST
from umkm_analysis.summaries import summarised

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LIMITS = "direct_award_limits"


@summarised
@dataclass(frozen=True)
class Questions:
    """Questions of a year."""

    table: pd.DataFrame
    """A row a question: name, asked_of, known, raised (counts of lines), rupiah (of those that raise it), rate (per
    cent of those of which it is known)."""
    packages: dict[str, pd.DataFrame]
    """Name → its largest packages; see :func:`~umkm_analysis.datasets.procurement_lines.packages.largest`."""
    limits: pd.DataFrame
    """Rows of the limits of direct procurement that hold on some day of the year."""


def questions(connection: DuckDBPyConnection, year: int) -> Questions:
    """Ask every question of a year's lines.

    Parameters
    ----------
    connection
        With the lines and papers of a region and the year.
    year
        The budget year.
    """
    create_views(connection)
    found = counts(connection)
    table = pd.DataFrame.from_dict(found, orient="index", columns=["asked_of", "known", "raised", "rupiah"])
    table.insert(0, "name", list(found))
    table["rate"] = table["raised"] / table["known"].where(table["known"] > 0) * 100
    raised = [question.name for question in QUESTIONS if found[question.name][2]]
    packages = {name: largest(connection, parse([f"figure={name}"]), by=None, most=MOST) for name in raised}
    rules = limits()
    ends = rules["to_date"].fillna("9999")
    holds = (rules["from_date"].map(last_day) <= f"{year}-12-31") & (ends >= f"{year}-01-01")
    return Questions(table.reset_index(drop=True), packages, rules[holds])
