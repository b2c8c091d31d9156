"""Rules that set a share of spending: which of them judges a date.

A rule holds from the day it is certainly in force to the day it ends. A target is of a period and judges that period
alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from umkm_analysis.datasets import tables
from umkm_analysis.periods import first_day, last_day

if TYPE_CHECKING:
    import pandas as pd

TARGET = "target"
FOREVER = "9999-12-31"
PER_PACKAGE = "rupiah per package"


def share_rules() -> pd.DataFrame:
    """Rows of the mandates table that set a share, by date."""
    rules = tables.read("mandates")
    return rules[rules["bases"].notna() & (rules["unit"] == "per cent")].sort_values("from_date", kind="stable")


def package_ceiling(year: int) -> Any | None:
    """Row of the rule that reserves packages for small enterprises and co-operatives on the last day of a year.

    ``value`` is the rupiah up to which it does; None where there is no such rule.
    """
    rules = tables.read("mandates")
    rules = rules[rules["unit"] == PER_PACKAGE]
    end = f"{year}-12-31"
    in_force = [rule for rule in rules.itertuples() if last_day(rule.from_date) <= end <= last_day_of(rule)]
    return max(in_force, key=lambda rule: rule.from_date) if in_force else None


def ceiling_rows() -> list[str]:
    """Ids of the rows that :func:`package_ceiling` rests on."""
    rows = tables.every_row("mandates")
    return sorted(rows.loc[rows["unit"] == PER_PACKAGE, "mandate_id"].dropna())


def rows_read() -> list[str]:
    """Ids of the rows that :func:`share_rules` rests on.

    A row counts as printed, and while it has a numerator or a basis: one bad cell does not hide a rule that a report
    needs, and rows that set no share, such as a ceiling of sales, stop none.
    """
    rows = tables.every_row("mandates")
    named = rows["numerator"].notna() | rows["bases"].notna()
    return sorted(rows.loc[named, "mandate_id"].dropna())


def last_day_of(rule: Any) -> str:
    """Return the last day on which a rule judges anything, in ISO form; :data:`FOREVER` while it has not ended."""
    if isinstance(rule.to_date, str):
        return last_day(rule.to_date)
    return last_day(rule.from_date[:4]) if rule.kind == TARGET else FOREVER


def judges(rule: Any, stated: str) -> bool:
    """Whether a rule was certainly in force during all of a date, month or year."""
    since = first_day(rule.from_date) if rule.kind == TARGET else last_day(rule.from_date)
    return since <= first_day(stated) and last_day(stated) <= last_day_of(rule)


def ended_before(rule: Any, stated: str) -> bool:
    """Whether a rule had ended when a date, month or year began."""
    return last_day_of(rule) < first_day(stated)
