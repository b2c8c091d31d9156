"""An import from the files to the lines that count: all of it, or nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from umkm_analysis.atomic_write import READABLE_BY_OWNER, write_atomically
from umkm_analysis.datasets import regions
from umkm_analysis.datasets.procurement_lines.clean import institutions, staging
from umkm_analysis.datasets.procurement_lines.clean.columns import MOST_LISTED, Reading, Typist, typing_connection
from umkm_analysis.datasets.procurement_lines.clean.reconciliation import NOTHING, Account, LeftOut
from umkm_analysis.datasets.procurement_lines.clean.sql import quoted
from umkm_analysis.datasets.procurement_lines.formats import BAD
from umkm_analysis.datasets.procurement_lines.read.sources import Given, Source, sources, take
from umkm_analysis.datasets.procurement_lines.read.text import Tally, read_csv, read_json
from umkm_analysis.datasets.procurement_lines.read.workbooks import read_workbook
from umkm_analysis.datasets.procurement_lines.request import Existing, Outcome, Wanted
from umkm_analysis.datasets.procurement_lines.store import catalog
from umkm_analysis.datasets.procurement_lines.store.writer import Lines, write_lines
from umkm_analysis.errors import DataError, Problem, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from umkm_analysis.datasets.procurement_lines.clean.institutions import Institution, Named
    from umkm_analysis.datasets.procurement_lines.store.catalog import Import

READERS = {"csv": read_csv, "json": read_json, "xlsx": read_workbook}
FEW = 8
"""Names that a message lists."""
MEMORY = "100MB"
"""What DuckDB may use while it judges; beyond that it goes to a temporary folder, without any personal field."""
SECRET = ".secret"  # noqa: S105 - the name of the file


def import_files(paths: Sequence[Path], wanted: Wanted) -> Outcome:
    """Import files of one kind and year.

    Raises
    ------
    DataError
        If a file cannot be used, naming every bad row; nothing is changed then.
    UsageError
        If lines stand already, an institution cannot be told, or another import is under way.
    """
    given = [take(path) for path in paths]
    twice = [one.name for at, one in enumerate(given) if one.sha256 in {other.sha256 for other in given[:at]}]
    if twice:
        raise UsageError(f"{', '.join(twice)}: the same file is given twice")
    with catalog.changing() as prepared:
        known = catalog.imports()
        seen = {
            sha for one in known if (one.kind, one.year) == (wanted.kind.name, wanted.year) for _, sha in one.sources
        }
        fresh = [one for one in given if one.sha256 not in seen]
        if not fresh:
            return Outcome(None, (), tuple(one.name for one in given))
        if wanted.existing is Existing.REPLACE:
            fresh = given
        skipped = tuple(one.name for one in given if one not in fresh)
        import duckdb  # noqa: PLC0415 - half a second, which only an import need wait for

        with duckdb.connect() as connection:
            connection.execute(f"SET memory_limit = '{MEMORY}'; SET preserve_insertion_order = false")
            connection.execute("SET enable_progress_bar = false")
            connection.execute(f"SET temp_directory = {quoted(str(prepared / 'spill'))}")
            account = _prepare(connection, fresh, wanted, prepared, known)
            parts = _parts(connection, prepared, wanted)
            account = replace(
                account, kept_rupiah=sum(one.rupiah for one in parts), lines=sum(one.lines for one in parts)
            )
            account.check()
            kept = _beside(connection, known, parts, wanted, prepared)
        made = catalog.Import(
            wanted.kind.name,
            wanted.kind.stage,
            wanted.year,
            _as_of(fresh, wanted),
            wanted.synthetic,
            tuple((one.name, one.sha256) for one in fresh),
            account.record(),
            parts,
        )
        catalog.publish(prepared, [*kept, made])
    return Outcome(account, parts, skipped)


def _prepare(
    connection: DuckDBPyConnection, given: Sequence[Given], wanted: Wanted, prepared: Path, known: Sequence[Import]
) -> Account:
    """Read, judge and write the lines of all files into the prepared folder."""
    kind = wanted.kind
    connection.execute("CREATE TABLE files (file INTEGER, name VARCHAR, sha256 VARCHAR)")
    read: list[tuple[Source, Tally]] = []
    faults: list[tuple[int, Problem]] = []
    reading = Reading(kind, wanted.year, wanted.region is not None, _secret(prepared.parent))
    folder = prepared / "typed"
    folder.mkdir()
    places: dict[Named, int] = {}
    for one in given:
        for source in sources(one):
            tally, file = Tally(), len(read)
            connection.execute("INSERT INTO files VALUES (?, ?, ?)", [file, source.shown, one.sha256])
            batches = READERS[source.format](source, kind, tally)
            with typing_connection() as typing:
                problems = staging.stage(batches, Typist(typing, reading, places), tally, folder, file=file)
            faults += [(file, problem) for problem in (*tally.problems, *problems)]
            read.append((source, tally))
    rows = sum(tally.rows for _, tally in read)
    unread = sum(tally.unread for _, tally in read)
    shown = ", ".join(source.shown for source, _ in read)
    if rows == 0:
        raise DataError(f"{shown}: a header and no row; nothing was imported")
    if rows == unread:
        _refuse_bad(faults, read, unread, 0)
    broken = {at: {one.row for one in tally.problems if one.row is not None} for at, (_, tally) in enumerate(read)}
    typed = sorted(folder.iterdir())
    staging.judge(connection, kind, typed, broken)
    staged, rupiah = staging.totals(connection)
    if staged + unread != rows:
        raise DataError(f"{rows:,} rows were read but {staged + unread:,} arrived; nothing was imported")
    faults += staging.contradictions(connection, [tally.header for _, tally in read])
    left = staging.left_out(connection)
    bad = sum(one.rows for one in left if one.reason == BAD) + unread
    if bad > wanted.allow_bad:
        _refuse_bad(faults, read, bad, wanted.allow_bad)
    found = _institutions(connection, wanted, known, places)
    if not found:
        years = ", ".join(map(str, staging.other_years(connection)))
        told = f" of {wanted.year}; the file holds {years}" if years else "; every row is left out"
        raise DataError(f"{shown}: no row counts{told}. Nothing was imported")
    staging.place(connection, found, places)
    kept, rounded, added = staging.rounding(connection)
    write_lines(connection, _common(connection, wanted, given), list(found.values()), typed, prepared)
    return Account(
        rows=rows,
        rupiah=rupiah,
        kept_rows=kept,
        kept_rupiah=0,
        lines=0,
        left_out=_with_ragged(left, unread),
        rounded=rounded,
        rounding=added,
        notes=tuple(staging.remarks(connection, kind)),
    )


def _institutions(
    connection: DuckDBPyConnection, wanted: Wanted, known: Sequence[Import], places: Mapping[Named, int]
) -> dict[Named, Institution]:
    met = staging.institutions(connection, places)
    if wanted.region is None:
        codes = {code: part.institution for one in known for part in one.parts for code in part.codes}
        return institutions.match(met, given=wanted.matches or {}, known=codes)
    if wanted.matches:
        raise UsageError("--match is for files of several institutions; leave out --region, or --match")
    own = regions.find(wanted.region)
    names = sorted({name or code or "" for code, name in met})
    other = [name for name in names if name and _other_region(name, own.code)]
    if len(names) > 1 or other:
        raise UsageError(
            f"--region {own.code} is {own.name}, but the rows are of {', '.join((other or names)[:8])}. Leave out "
            "--region "
            "where a file names its institutions"
        )
    return {pair: institutions.Institution(own.code, own.name, own.code) for pair in met}


def _other_region(name: str, code: str) -> bool:
    found = institutions.find_region(name)
    return found is not None and found.code != code


def _common(connection: DuckDBPyConnection, wanted: Wanted, given: Sequence[Given]) -> Lines:
    made = hashlib.sha256("".join(sorted(one.sha256 for one in given)).encode()).hexdigest()[:12]
    homes = {name: institutions.find_region(name) for name in staging.domiciles(connection)}
    return Lines(
        f"{wanted.kind.name}-{made}",
        wanted.kind,
        wanted.year,
        dt.date.fromisoformat(_as_of(given, wanted)),
        wanted.synthetic,
        connection.execute("SELECT name, sha256 FROM files ORDER BY file").fetchall(),
        {name: None if place is None else place.code for name, place in homes.items()},
    )


def _parts(connection: DuckDBPyConnection, prepared: Path, wanted: Wanted) -> tuple[catalog.Part, ...]:
    """Add up what was written, from the files themselves."""
    codes: dict[str, set[str]] = {}
    for code, key in connection.execute("SELECT code, key FROM places WHERE code IS NOT NULL").fetchall():
        codes.setdefault(key, set()).add(code)
    parts = []
    for folder in sorted(prepared.glob(f"year={wanted.year}/institution=*")):
        paths = sorted(folder.glob("*.parquet"))
        listed = ", ".join(quoted(str(path)) for path in paths)
        rows = connection.execute(
            "SELECT institution, any_value(institution_name), any_value(region), count(*), sum(value)::BIGINT "  # noqa: S608
            f"FROM read_parquet([{listed}], hive_partitioning = false) GROUP BY institution"
        ).fetchall()
        for key, name, region, lines, rupiah in rows:
            names = tuple(path.relative_to(prepared).as_posix() for path in paths)
            parts.append(catalog.Part(names, key, name, region, tuple(sorted(codes.get(key, ()))), lines, rupiah))
    return tuple(parts)


def _beside(
    connection: DuckDBPyConnection,
    known: Sequence[Import],
    parts: Sequence[catalog.Part],
    wanted: Wanted,
    prepared: Path,
) -> list[Import]:
    """Return the earlier imports that still count beside the new lines; refuse what would count twice."""
    new = {part.institution: part for part in parts}
    kept = []
    for one in known:
        if one.year != wanted.year:
            kept.append(one)
            continue
        same = one.kind == wanted.kind.name
        clashing = [
            part
            for part in one.parts
            if part.institution in new and (same or one.kind in wanted.kind.covers or one.synthetic != wanted.synthetic)
        ]
        if clashing and wanted.existing is Existing.REPLACE:
            rest = tuple(part for part in one.parts if part not in clashing)
            kept += [replace(one, parts=rest)] if rest else []
            continue
        if clashing and (not same or wanted.existing is Existing.REFUSE or one.synthetic != wanted.synthetic):
            raise UsageError(_clash(one, clashing, wanted))
        for part in clashing:
            _refuse_packages_twice(connection, part, new[part.institution], prepared)
        kept.append(one)
    return kept


def _clash(one: Import, clashing: Sequence[catalog.Part], wanted: Wanted) -> str:
    more = f" and {len(clashing) - FEW} more" if len(clashing) > FEW else ""
    names = ", ".join(part.name for part in clashing[:FEW]) + more
    files = ", ".join(name for name, _ in one.sources[:3])
    what = f"{'synthetic ' if one.synthetic else ''}lines of {one.kind} {one.year}"
    stand = f"{what} for {names} stand already (from {files})"
    if one.synthetic != wanted.synthetic:
        return (
            f"{stand}; synthetic and real lines are never added together. --existing replace puts the new ones in "
            "their "
            "place"
        )
    if one.kind == wanted.kind.name:
        return (
            f"{stand}. --existing replace puts the new lines in their place, --existing add puts them beside (packages "
            "must not repeat). Give all files of a kind in one import where you can"
        )
    return (
        f"{stand}; {wanted.kind.name} tells of the same packages, which would count twice. --existing replace "
        "puts the new "
        "lines in their place"
    )


def _refuse_packages_twice(
    connection: DuckDBPyConnection, old: catalog.Part, new: catalog.Part, prepared: Path
) -> None:
    before = ", ".join(quoted(str(prepared.parent / name)) for name in old.files)
    after = ", ".join(quoted(str(prepared / name)) for name in new.files)
    twice = connection.execute(
        f"SELECT DISTINCT package FROM read_parquet([{after}], hive_partitioning = false) SEMI JOIN "  # noqa: S608
        f"read_parquet([{before}], hive_partitioning = false) AS before USING (package) ORDER BY package"
    ).fetchall()
    if twice:
        shown = ", ".join(package for (package,) in twice[:FEW])
        raise UsageError(
            f"{len(twice):,} packages of {new.name} stand already ({shown}{', …' if len(twice) > FEW else ''}): added, "
            "they would count twice. Give all files together with --existing replace"
        )


def _refuse_bad(
    faults: Sequence[tuple[int, Problem]], read: Sequence[tuple[Source, Tally]], bad: int, allowed: int
) -> None:
    limit = f", {allowed:,} are allowed" if allowed else ""
    lines = [f"{bad:,} {'row' if bad == 1 else 'rows'} cannot be used{limit}; nothing was imported"]
    ordered = sorted(faults, key=lambda fault: (fault[0], fault[1].row or 0, fault[1].column or ""))
    lines += [f"  {read[file][0].shown}, {problem}" for file, problem in ordered[:MOST_LISTED]]
    if len(ordered) > MOST_LISTED:
        lines.append(f"  … and {len(ordered) - MOST_LISTED:,} more")
    lines.append(f"Mend the file, or leave these rows out of the account's kept lines with --allow-bad {bad}")
    raise DataError("\n".join(lines))


def _with_ragged(left: Sequence[LeftOut], unread: int) -> tuple[LeftOut, ...]:
    if not unread:
        return tuple(left)
    bad = next((one for one in left if one.reason == BAD), LeftOut(BAD, 0, NOTHING))
    rest = [one for one in left if one.reason != BAD]
    return (*rest, replace(bad, rows=bad.rows + unread, unread=bad.unread + unread))


def _as_of(given: Sequence[Given], wanted: Wanted) -> str:
    if wanted.as_of is not None:
        return wanted.as_of
    newest = max(one.path.stat().st_mtime for one in given)
    return dt.datetime.fromtimestamp(newest, tz=dt.UTC).date().isoformat()


def _secret(folder: Path) -> str:
    """Return the secret that tax numbers are hashed with; made once, readable by its owner only."""
    path = folder / SECRET
    if not path.is_file():
        write_atomically({path: secrets.token_hex(32)}, mode=READABLE_BY_OWNER)
    return path.read_text(encoding="ascii")
