"""Inventory of the tables in use: what each holds, of which release, whose it is and how old."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from umkm_analysis.datasets.datapackage import resources
from umkm_analysis.datasets.own import store as own

if TYPE_CHECKING:
    import pandas as pd

MAX_SOURCES = 6
"""Sources of a table that are listed one by one; of more it has one line."""
LAST_DAY = {4: "-12-31", 7: "-28"}
"""Letters of a date that is a year, or a month → what makes it a day for its age."""
REMARKS = ("known_gaps", "conflicts", "corrections", "sources")
"""Tables that hold no figures."""


@dataclass(frozen=True)
class Holding:
    """What a table holds of a source."""

    table: str
    source: str
    """Publisher and title; how many sources, where there are many."""
    source_id: str
    """"" of several."""
    vintage: str
    """Day, month or year of the release, or of reading it; of several sources the newest."""
    years: tuple[int, int] | None
    rows: int
    own: bool
    """Whether a user imported it."""

    def age(self, today: date) -> int | None:
        """Days since the vintage; None where it is not known."""
        try:
            then = date.fromisoformat(self.vintage + LAST_DAY.get(len(self.vintage), ""))
        except ValueError:
            return None
        return max((today - then).days, 0)


def holdings() -> list[Holding]:
    """List what every table in use holds, by source; tables as in the data package, own figures first."""
    from umkm_analysis.datasets import tables  # noqa: PLC0415 - pandas, which a command's help and errors of use need not wait for

    sources = tables.read("sources").set_index("source_id")
    found: list[Holding] = []
    for name in resources():
        table = tables.read(name)
        if name in REMARKS or "source_id" not in table:
            continue
        named = table["source_id"].dropna().unique().tolist()
        mine = [source for source in named if source.startswith(own.PREFIX)]
        others = [source for source in named if source not in mine]
        groups = [[source] for source in mine]
        groups += [[source] for source in others] if len(others) <= MAX_SOURCES else [others]
        found += [_holding(name, table[table["source_id"].isin(group)], sources.loc[group]) for group in groups]
    return found


def _holding(name: str, rows: pd.DataFrame, sources: pd.DataFrame) -> Holding:
    first = sources.iloc[0]
    title = f", {first['title']}" if isinstance(first["title"], str) else ""
    several = len(sources) > 1
    years = rows["year"].dropna() if "year" in rows else rows.iloc[:0, 0]
    return Holding(
        table=name,
        source=f"{len(sources)} sources" if several else f"{first['publisher']}{title}",
        source_id="" if several else str(sources.index[0]),
        vintage=str(sources["published"].max()),
        years=None if years.empty else (int(years.min()), int(years.max())),
        rows=len(rows),
        own=str(sources.index[0]).startswith(own.PREFIX),
    )
