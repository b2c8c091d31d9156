"""Snapshots of lines: states of a kind, year and institution at several dates, of which the newest counts.

Which one counts is told by the date that the lines are as of, never by the day of the import: an older state that is
imported later takes nobody's place.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from umkm_analysis.datasets.procurement_lines.formats import NOT_ADDED
from umkm_analysis.datasets.procurement_lines.store import catalog
from umkm_analysis.datasets.procurement_lines.store.catalog import Import, Snapshot, Stored
from umkm_analysis.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

    from umkm_analysis.datasets.procurement_lines.store.catalog import Part

Key = tuple[str, int, str, bool]
"""Kind, year and institution, and whether the lines are made up."""
MAX_NAMES = 8
"""Names that a message lists."""


@dataclass(frozen=True)
class State:
    """Lines of a kind, year and institution at a date."""

    date: str
    counts: bool
    lines: tuple[Import, ...]
    """Each with the part of this institution; several where some were added."""

    @property
    def part(self) -> Part:
        """Part of its first import: whose lines they are."""
        return self.lines[0].parts[0]

    @property
    def key(self) -> Key:
        """What it is a state of."""
        own = self.lines[0]
        return own.kind, own.year, self.part.institution, own.synthetic

    @property
    def files(self) -> tuple[str, ...]:
        """Its Parquet files, relative to the folder of lines."""
        return tuple(name for import_ in self.lines for part in import_.parts for name in part.files)


def states(stored: Stored) -> list[State]:
    """List the states that stand, those that count before snapshots.

    Lines of one institution that were added to each other are one state, as of the newest of them.
    """
    gathered: dict[tuple[Key, str | None], list[Import]] = {}
    dated = [(None, import_) for import_ in stored.imports]
    for date, import_ in [*dated, *((snapshot.date, snapshot.lines) for snapshot in stored.snapshots)]:
        for part in import_.parts:
            key = import_.kind, import_.year, part.institution, import_.synthetic
            gathered.setdefault((key, date), []).append(replace(import_, parts=(part,)))
    return [
        State(max(import_.as_of for import_ in lines) if date is None else date, date is None, tuple(lines))
        for (_, date), lines in gathered.items()
    ]


def as_stored(standing: Iterable[State]) -> Stored:
    """Put states together as the list of imports names them: the institutions of one import in one entry."""
    entries: dict[tuple[object, ...], tuple[str | None, Import]] = {}
    for state in standing:
        date = None if state.counts else state.date
        for import_ in state.lines:
            key = date, import_.kind, import_.year, import_.as_of, import_.synthetic, import_.sources
            earlier = entries.get(key, (date, replace(import_, parts=())))[1]
            parts = sorted((*earlier.parts, *import_.parts), key=lambda part: part.institution)
            entries[key] = date, replace(earlier, parts=tuple(parts))
    return Stored(
        tuple(import_ for date, import_ in entries.values() if date is None),
        tuple(Snapshot(date, import_) for date, import_ in entries.values() if date is not None),
    )


def with_snapshot(stored: Stored, new: Import) -> Stored:
    """Put an import beside the earlier ones of its kind and year; of each institution the newest state counts.

    Raises
    ------
    UsageError
        If there is a state of the same date.
    """
    standing, added = states(stored), states(Stored((new,)))
    dates = {state.key: {state.date} for state in added}
    twice = [state for state in standing if state.date in dates.get(state.key, ())]
    if twice:
        raise UsageError(
            f"{_described(twice, new)} as of {new.as_of} stand already (from {_files(twice)}). --existing replace puts "
            "the new ones in their place; --as-of DATE says that they are of another day"
        )
    for state in standing:
        dates.get(state.key, set()).add(state.date)
    newest = {key: max(of_key) for key, of_key in dates.items()}
    return as_stored(
        replace(state, counts=state.date == newest[state.key]) if state.key in newest else state
        for state in [*standing, *added]
    )


def at_snapshots(stored: Stored, new: Import) -> set[str]:
    """Institutions of which a snapshot is of the same date as an import of their lines."""
    keys = {state.key for state in states(Stored((new,)))}
    return {
        state.part.institution
        for state in states(stored)
        if state.key in keys and not state.counts and state.date == new.as_of
    }


def without(stored: Stored, new: Import, institutions: Collection[str]) -> tuple[Snapshot, ...]:
    """Return the snapshots without those of some institutions that are of the same date as an import."""
    keys = {state.key for state in states(Stored((new,))) if state.part.institution in institutions}
    rest = [
        state for state in states(stored) if not state.counts and not (state.key in keys and state.date == new.as_of)
    ]
    return as_stored(rest).snapshots


def refuse_older(after: Stored, new: Import) -> None:
    """Refuse that lines count though a snapshot of them is newer, or of the same day.

    Parameters
    ----------
    after
        What would stand.
    new
        The import.

    Raises
    ------
    UsageError
        If there is such a snapshot.
    """
    counting = {state.key: state.date for state in states(after) if state.counts}
    keys = {state.key for state in states(Stored((new,)))}
    newer = [
        state
        for state in states(after)
        if not state.counts and state.key in keys and state.date >= counting.get(state.key, state.date)
    ]
    if newer:
        date = max(state.date for state in newer)
        raise UsageError(
            f"a snapshot as of {date} stands of {_described(newer, new)} (from {_files(newer)}); the newest must "
            f"count, and these are as of {new.as_of}. --existing snapshot puts them in order; --as-of DATE dates them"
        )


def remove(stored: Stored, gone: Collection[State]) -> tuple[Stored, list[State]]:
    """Take states away; where one counted, the newest snapshot counts in its place.

    Returns
    -------
    What stands then, and the states that count now and did not.
    """
    rest = [state for state in states(stored) if state not in gone]
    orphaned = {state.key for state in gone if state.counts}
    newest = {key: max((state.date for state in rest if state.key == key), default=None) for key in orphaned}
    raised = [state for state in rest if state.date == newest.get(state.key)]
    after = as_stored(replace(state, counts=True) if state in raised else state for state in rest)
    return after, raised


def _described(some: Sequence[State], new: Import) -> str:
    names = list(dict.fromkeys(state.part.name for state in some))
    more = f" and {len(names) - MAX_NAMES} more" if len(names) > MAX_NAMES else ""
    return f"lines of {new.kind} {new.year} for {', '.join(names[:MAX_NAMES])}{more}"


def _files(some: Sequence[State]) -> str:
    names = dict.fromkeys(name for state in some for import_ in state.lines for name, _ in import_.sources)
    return ", ".join(list(names)[:3])


def files_as_of(date: str, *, region: str | None = None, years: Sequence[int] | None = None) -> list[Path]:
    """List the Parquet files of the lines that are as of a date, of a region or of all, of some years or of all.

    Raises
    ------
    DataError
        If there are none, with the dates that there are.
    """
    standing = [
        state
        for state in states(catalog.stored())
        if state.lines[0].stage not in NOT_ADDED
        and (region is None or state.part.region == region)
        and (years is None or state.lines[0].year in years)
    ]
    found = [catalog.folder() / name for state in standing if state.date == date for name in state.files]
    if not found:
        dates = ", ".join(sorted({state.date for state in standing})) or "none"
        raise DataError(f"no such lines are as of {date}; there are {dates}")
    return found
