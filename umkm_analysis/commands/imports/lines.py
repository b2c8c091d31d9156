"""Import of procurement lines, for the commands that have files of them or fetch them."""

from __future__ import annotations

import datetime as dt
import shlex
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING

from umkm_analysis.commands.checked_data import remembering_valid_tables
from umkm_analysis.commands.console import err, out, print_aligned, print_notes
from umkm_analysis.datasets import regions
from umkm_analysis.datasets.procurement_lines.kinds import find_kind
from umkm_analysis.datasets.procurement_lines.request import Existing, ImportRequest, ImportResult
from umkm_analysis.datasets.procurement_lines.store import catalog, snapshots
from umkm_analysis.datasets.procurement_lines.store.damage import naming_damage
from umkm_analysis.errors import DataError, UsageError
from umkm_analysis.import_blocker import arrow_without_pandas
from umkm_analysis.plurals import count_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from umkm_analysis.datasets.procurement_lines.formats import Kind
    from umkm_analysis.datasets.procurement_lines.read.detection import Detected
    from umkm_analysis.datasets.procurement_lines.store.snapshots import State

AUTO = "auto"


@dataclass(frozen=True)
class Options:
    """What the command line says of an import of lines, as it is written there."""

    year: int
    region: str | None
    match: Sequence[str]
    as_of: str | None
    existing: Existing
    allow_bad: int


def request_of(kind: Kind, options: Options) -> ImportRequest:
    """Make the request of an import of one kind.

    Raises
    ------
    UsageError
        If a region, a match or a date is not written as it should be.
    """
    return ImportRequest(
        kind,
        options.year,
        region=None if options.region is None else regions.find(options.region).code,
        matches=_matches(options.match),
        as_of=None if options.as_of is None else _past(as_of_date(options.as_of)),
        existing=options.existing,
        allow_bad=options.allow_bad,
    )


def refuse_missing(files: Sequence[Path]) -> None:
    """Refuse files and folders that are not there, before anything that reads them is imported."""
    for file in files:
        if not file.exists():
            raise UsageError(f"{file}: there is no such file")


def import_exports(kind: str, given: list[Path], options: Options) -> None:
    """Import files of the kind that is named, or of those that their headers tell where it is ``auto``."""
    if options.region is not None:
        regions.as_printed(options.region)
    _matches(options.match)
    if options.as_of is not None:
        _past(as_of_date(options.as_of))
    refuse_missing(given)
    with remembering_valid_tables():
        regions.find(regions.NATION)  # all are read now: with pandas, where they were not before
        print_notes([options.region] if options.region else [])
        with arrow_without_pandas():
            _import_exports(kind, given, options)


def _import_exports(kind: str, given: list[Path], options: Options) -> None:
    groups = _by_kind(kind, given, options.year)
    states = [(found, state) for found, paths in groups for state in _by_date(paths, options)]
    for at, (found, state) in enumerate(states):
        try:
            import_lines(state, replace(request_of(found, options), among_others=len(states) > 1))
        except (DataError, UsageError) as error:
            if len(states) == 1:
                raise
            refused = DataError if isinstance(error, DataError) else UsageError
            raise refused(f"{error}\n{_rest(states, at)}") from error


def _rest(states: Sequence[tuple[Kind, list[Path]]], at: int) -> str:
    """Say what became of the other kinds or states where one is refused."""
    listed = [f"{kind.name} ({', '.join(path.name for path in paths)})" for kind, paths in states]
    said = f"Of the files given, {listed[at]} was refused"
    if at:
        said += f"; imported before it, and kept: {', '.join(listed[:at])}"
    if listed[at + 1 :]:
        said += f"; not tried: {', '.join(listed[at + 1 :])}"
    return f"{said}. Mend the file or leave it out, and give the command again: what stands is left as it is"


def import_lines(paths: list[Path], request: ImportRequest) -> None:
    """Import procurement lines of one kind, and print an account of every row and rupiah."""
    from umkm_analysis.datasets.procurement_lines.importer import import_files

    _print_result(import_files(paths, request), request)


def _by_date(paths: list[Path], options: Options) -> list[list[Path]]:
    """Group the files of a kind into states: by the days in their names where snapshots are asked for, else all."""
    if options.existing is not Existing.SNAPSHOT or options.as_of is not None or len(paths) == 1:
        return [paths]
    from umkm_analysis.datasets.procurement_lines.as_of import named_day

    groups: dict[str, list[Path]] = {}
    for path in paths:
        day = named_day(path.name)
        groups.setdefault("" if day is None else day.isoformat(), []).append(path)
    return [groups[day] for day in sorted(groups)]


def _by_kind(kind: str, given: list[Path], year: int) -> list[tuple[Kind, list[Path]]]:
    """Group the files by kind: the one that is named, or what each header tells."""
    from umkm_analysis.datasets.procurement_lines.read.detection import detect, files_in

    automatic = kind.strip().lower() == AUTO
    named = None if automatic else find_kind(kind)
    paths, skipped = files_in(given)
    for note in skipped:
        err.print(f"note: {note}")
    if named is not None:
        return [(named, paths)]
    detected = [detect(path) for path in paths]
    for file in detected:
        if not file.kinds and not file.empty and file.path not in given:
            err.print(f"note: {file.path.name}: {file.reason}; not imported")
    unclear = [
        file for file in detected if len(file.kinds) > 1 or (not file.kinds and not file.empty and file.path in given)
    ]
    if unclear:
        raise UsageError("\n".join(["nothing was imported", *(_unclear(file, year) for file in unclear)]))
    if not any(file.kinds for file in detected):
        raise UsageError("none of the files is an export of a kind of umkm lines --kinds; nothing was imported")
    groups: dict[str, tuple[Kind, list[Path]]] = {}
    for file in detected:
        if not file.kinds:
            continue
        (own,) = file.kinds
        out.print(f"{file.path.name}: {own.name}, by its {file.reason}")
        groups.setdefault(own.name, (own, []))[1].append(file.path)
    for file in (file for file in detected if file.empty):
        given_with = [path for _, of_kind in groups.values() for path in of_kind]
        beside = max(given_with, key=lambda path: _alike(path, file.path))
        like, of_like = next(group for group in groups.values() if beside in group[1])
        out.print(f"{file.path.name}: {like.name}, as {beside.name} beside it; {file.reason}")
        of_like.append(file.path)
    _refuse_overlap(groups, year)
    return list(groups.values())


def _alike(path: Path, other: Path) -> int:
    """Measure how far two paths begin alike, as those of the pages of a download."""
    pairs = zip(str(path), str(other), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _unclear(file: Detected, year: int) -> str:
    if not file.kinds:
        return (
            f"  {file.path.name}: {file.reason}. Leave it out; or, if it is of a kind of umkm lines --kinds, name its "
            "columns as there"
        )
    head = f"  {file.path.name} may be of {len(file.kinds)} kinds ({file.reason}). Choose:"
    return "\n".join([head, *_commands(file.kinds, [file.path], year)])


def _refuse_overlap(groups: Mapping[str, tuple[Kind, list[Path]]], year: int) -> None:
    """Refuse files of kinds that tell of the same packages, with the commands to choose from."""
    overlapping = [(kind, paths) for kind, paths in groups.values() if any(other in kind.covers for other in groups)]
    if overlapping:
        names = ", ".join(kind.name for kind, _ in overlapping)
        head = f"{names} tell of the same packages, which would count twice; nothing was imported. Choose:"
        commands = [line for kind, paths in overlapping for line in _commands([kind], paths, year)]
        raise UsageError("\n".join([head, *commands]))


def _commands(kinds: Iterable[Kind], paths: Iterable[Path], year: int) -> list[str]:
    files = shlex.join(map(str, paths))
    return [f"    umkm import {kind.name} {files} --year {year}" for kind in kinds]


def _print_result(outcome: ImportResult, request: ImportRequest) -> None:
    for name in outcome.skipped:
        out.print(f"{name}: imported before, left as it is")
    if outcome.account is None:
        out.print("nothing changed")
        return
    if len(outcome.files) > 1:
        from umkm_analysis.datasets.procurement_lines.clean.file_totals import HEADS

        print_aligned([HEADS, *(file.cells() for file in outcome.files)])
    print_aligned(outcome.account.table())
    for note in outcome.account.notes:
        err.print(f"note: {note}")
    without = sum(part.region is None for part in outcome.parts)
    out.print(
        f"{request.kind.name} {request.year}: lines of {count_of(len(outcome.parts), 'institution')}"
        f"{f' ({without} of them no region of data/regions.csv)' if without else ''} in {catalog.folder()}"
    )
    if outcome.dated is not None:
        out.print(f"as of {outcome.dated.date.isoformat()}, by {outcome.dated.origin}")
        _print_snapshots(outcome, outcome.dated.date.isoformat(), request)


def _print_snapshots(outcome: ImportResult, date: str, request: ImportRequest) -> None:
    """Say which state counts where an import has others beside it, and what changed since the one before."""
    institutions = {part.institution for part in outcome.parts}
    states = [
        state
        for state in snapshots.states(catalog.stored())
        if state.key[:2] == (request.kind.name, request.year) and state.part.institution in institutions
    ]
    own = [state for state in states if state.date == date]
    others = [state for state in states if state not in own]
    if not others:
        return
    newest = sum(state.counts for state in own)
    if newest:
        out.print(f"counts, as the newest, for {_institutions(newest)}; earlier lines are snapshots, in no sum")
    if newest < len(own):
        out.print(f"a snapshot, in no sum, for {_institutions(len(own) - newest)}: newer lines count")
    before = {
        state.key: max(
            (other for other in others if other.key == state.key and other.date < date), key=_date, default=None
        )
        for state in own
    }
    for earlier in sorted({state.date for state in before.values() if state is not None}):
        pairs = [(before[state.key], state) for state in own if (older := before[state.key]) and older.date == earlier]
        out.print(f"since {earlier}: {_changed(pairs)}")


def _date(state: State) -> str:
    return state.date


def _institutions(count: int) -> str:
    return count_of(count, "institution")


def _changed(pairs: Iterable[tuple[State | None, State]]) -> str:
    from umkm_analysis.datasets.procurement_lines.changes import changes

    known = [(older, newer) for older, newer in pairs if older is not None]
    older, newer = ([catalog.folder() / name for pair in known for name in pair[at].files] for at in (0, 1))
    try:
        with naming_damage([*older, *newer]):
            found = changes(older, newer)
    except DataError as error:  # the import itself is done
        return f"what changed cannot be compared: {error}"
    return (
        f"{count_of(found.new, 'new package')} ({found.new_rupiah:,} rupiah), {found.gone:,} gone "
        f"({found.gone_rupiah:,}), {found.changed:,} of another value ({found.changed_rupiah:+,}), "
        f"{found.same:,} the same"
    )


def _matches(pairs: Iterable[str]) -> dict[str, str]:
    matches = {}
    for pair in pairs:
        name, separator, code = pair.rpartition("=")
        if not separator or not name.strip() or not code.strip():
            raise UsageError(f'--match "{pair}": write NAME=CODE, such as --match "Kab. Contoh=3516", or NAME=none')
        matches[name.strip()] = code.strip()
    return matches


def _past(day: str) -> str:
    """Refuse a day to come: an export as of it would count as the newest until then, whatever is imported."""
    tomorrow = dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=1)  # it is tomorrow already in Indonesia
    if dt.date.fromisoformat(day) > tomorrow:
        raise UsageError(f'--as-of "{day}" is a day to come; write the day on which the export was made')
    return day


def as_of_date(text: str) -> str:
    """Read a date of the command line.

    Raises
    ------
    UsageError
        If it is none.
    """
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise UsageError(f'--as-of "{text}": write a date such as 2025-12-31') from error
