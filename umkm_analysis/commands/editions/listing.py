"""Command ``umkm data``: the tables in use, their sources, releases, years and age, and the editions that are kept."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

import json
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

import typer

from umkm_analysis.commands.console import aligned, out
from umkm_analysis.datasets.editions import archive, edition
from umkm_analysis.datasets.editions.listing import Holding, holdings

HEADS = ("  years", "vintage", "age", "whose", "source")
MIN_WIDTH, MAX_WIDTH = 80, 100
GAP = 2
DAYS_OF_MONTH, DAYS_OF_YEAR = 30, 365
MANY_MONTHS, MANY_YEARS = 61, 730
"""Days from which an age is given in months, in years."""


def list_tables(
    context: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for machines.")] = False,
) -> None:
    """List what the tables in use hold: years, release and its age, shipped or own, source.

    The last day of a release that is known by year or month only counts for its age. Editions are named by the month
    of the shipped tables' release, and the codes of own statistics.
    """
    if context.invoked_subcommand is not None:
        return
    today = date.today()  # noqa: DTZ011 - the day where the person is
    found, now, kept = holdings(), edition.current(), archive.kept()
    if as_json:
        out.print(json.dumps(_record(found, now, kept, today), ensure_ascii=False, indent=1))
        return
    out.print(f"edition {now.name}  sha256 {now.digest}")
    out.print(f"kept: {'; '.join(_kept(each) for each in kept) or 'none'}")
    out.print()
    _print(found, today)


def _print(found: Sequence[Holding], today: date) -> None:
    """Print a line a source, below the name of its table."""
    rows = [_row(holding, today) for holding in found]
    widths = [max(map(len, column)) for column in zip(HEADS[:-1], *(row[:-1] for row in rows), strict=True)]
    rest = min(max(out.width, MIN_WIDTH), MAX_WIDTH) - sum(widths) - GAP * len(widths)
    lines = aligned([HEADS, *([*row[:-1], _shortened(row[-1], rest)] for row in rows)])
    out.print(lines[0])
    above = ""
    for holding, line in zip(found, lines[1:], strict=True):
        if holding.table != above:
            above = holding.table
            out.print(above)
        out.print(line)


def _kept(each: edition.Edition) -> str:
    return f"{each.name} ({'pinned' if each.pinned else 'shipped'}, tables of {each.day})"


def _row(holding: Holding, today: date) -> list[str]:
    first, last = holding.years or (None, None)
    years = "" if first is None else str(first) if first == last else f"{first}-{last}"
    whose = "own" if holding.own else "shipped"
    return [f"  {years}", holding.vintage, _age(holding.age(today)), whose, holding.source]


def _age(days: int | None) -> str:
    if days is None:
        return "?"
    if days < MANY_MONTHS:
        return f"{days} d"
    return f"{days // DAYS_OF_MONTH} mo" if days < MANY_YEARS else f"{days / DAYS_OF_YEAR:.1f} y"


def _shortened(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 3]}..."


def _record(
    found: Sequence[Holding], now: edition.Edition, kept: Sequence[edition.Edition], today: date
) -> dict[str, Any]:
    return {
        "edition": {"name": now.name, "version": now.version, "digest": now.digest},
        "kept": [{"name": each.name, "digest": each.digest, "day": each.day, "pinned": each.pinned} for each in kept],
        "tables": [
            {
                "table": holding.table,
                "source_id": holding.source_id or None,
                "source": holding.source,
                "vintage": holding.vintage,
                "first_year": holding.years[0] if holding.years else None,
                "last_year": holding.years[1] if holding.years else None,
                "rows": holding.rows,
                "own": holding.own,
                "age_days": holding.age(today),
            }
            for holding in found
        ],
    }
