"""Import of procurement lines, from files to Parquet: all of it or nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from umkm_analysis.atomic_write import READABLE_BY_OWNER, write_atomically
from umkm_analysis.datasets import regions
from umkm_analysis.datasets.intake.quoting import code as quotable_code
from umkm_analysis.datasets.procurement_lines.clean import institutions, staging
from umkm_analysis.datasets.procurement_lines.clean.columns import (
    MAX_LISTED,
    BatchTyper,
    ReadOptions,
    typing_connection,
)
from umkm_analysis.datasets.procurement_lines.clean.reconciliation import NOTHING, Account, LeftOut
from umkm_analysis.datasets.procurement_lines.clean.sql import quoted
from umkm_analysis.datasets.procurement_lines.formats import BAD
from umkm_analysis.datasets.procurement_lines.read.sources import InputFile, Source, hash_file, sources
from umkm_analysis.datasets.procurement_lines.read.text import RowCounts, read_csv, read_json
from umkm_analysis.datasets.procurement_lines.read.workbooks import read_workbook
from umkm_analysis.datasets.procurement_lines.request import Existing, ImportRequest, ImportResult
from umkm_analysis.datasets.procurement_lines.store import catalog
from umkm_analysis.datasets.procurement_lines.store.writer import SharedFields, write_lines
from umkm_analysis.errors import DataError, Problem, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from umkm_analysis.datasets.procurement_lines.clean.institutions import Institution, Named
    from umkm_analysis.datasets.procurement_lines.store.catalog import Import

READERS = {"csv": read_csv, "json": read_json, "xlsx": read_workbook}
MAX_NAMES = 8
"""Names that a message lists."""
MEMORY_LIMIT = "100MB"
"""What DuckDB may use while it judges; beyond that it goes to a temporary folder, without any personal field."""
SECRET_FILE = ".secret"  # noqa: S105 - the name of the file


def import_files(paths: Sequence[Path], request: ImportRequest) -> ImportResult:
    """Import files of one kind and year.

    Raises
    ------
    DataError
        If a file cannot be used, naming every bad row; nothing is changed then.
    UsageError
        If lines stand already, an institution cannot be told, or another import is under way.
    """
    files = [hash_file(path) for path in paths]
    twice = [file.name for at, file in enumerate(files) if file.sha256 in {other.sha256 for other in files[:at]}]
    if twice:
        raise UsageError(f"{', '.join(twice)}: the same file is given twice")
    with catalog.changing() as prepared:
        earlier = catalog.imports()
        imported = {
            sha256
            for import_ in earlier
            if (import_.kind, import_.year) == (request.kind.name, request.year)
            for _, sha256 in import_.sources
        }
        fresh = [file for file in files if file.sha256 not in imported]
        if not fresh:
            return ImportResult(None, (), tuple(file.name for file in files))
        if request.existing is Existing.REPLACE:
            fresh = files
        skipped = tuple(file.name for file in files if file not in fresh)
        import duckdb  # noqa: PLC0415 - half a second, which only an import need wait for

        with duckdb.connect() as connection:
            connection.execute(f"SET memory_limit = '{MEMORY_LIMIT}'; SET preserve_insertion_order = false")
            connection.execute("SET enable_progress_bar = false")
            connection.execute(f"SET temp_directory = {quoted(str(prepared / 'spill'))}")
            account = _prepare(connection, fresh, request, prepared, earlier)
            parts = _parts(connection, prepared, request)
            account = replace(
                account, kept_rupiah=sum(part.rupiah for part in parts), lines=sum(part.lines for part in parts)
            )
            account.check()
            kept = _still_counting(connection, earlier, parts, request, prepared)
        new = catalog.Import(
            request.kind.name,
            request.kind.stage,
            request.year,
            _as_of(fresh, request),
            request.synthetic,
            tuple((file.name, file.sha256) for file in fresh),
            account.record(),
            parts,
        )
        catalog.publish(prepared, [*kept, new])
    return ImportResult(account, parts, skipped)


def _prepare(
    connection: DuckDBPyConnection,
    files: Sequence[InputFile],
    request: ImportRequest,
    prepared: Path,
    earlier: Sequence[Import],
) -> Account:
    """Read, judge and write the lines of all files into the prepared folder."""
    kind = request.kind
    connection.execute("CREATE TABLE files (file INTEGER, name VARCHAR, sha256 VARCHAR)")
    read: list[tuple[Source, RowCounts]] = []
    faults: list[tuple[int, Problem]] = []
    options = ReadOptions(kind, request.year, request.region is not None, _secret(prepared.parent))
    folder = prepared / "typed"
    folder.mkdir()
    places: dict[Named, int] = {}
    hidden: list[str] = []
    for file in files:
        for source in sources(file):
            counts, number = RowCounts(), len(read)
            connection.execute("INSERT INTO files VALUES (?, ?, ?)", [number, source.name, file.sha256])
            batches = READERS[source.format](source, kind, counts)
            with typing_connection() as typing:
                typer = BatchTyper(typing, options, places)
                problems = staging.stage(batches, typer, counts, folder, file=number)
            hidden += [_hidden(source, counts.header[name], rows) for name, rows in typer.hidden.items() if rows]
            faults += [(number, problem) for problem in (*counts.problems, *problems)]
            read.append((source, counts))
    rows = sum(counts.rows for _, counts in read)
    unread = sum(counts.unread for _, counts in read)
    names = ", ".join(source.name for source, _ in read)
    if rows == 0:
        raise DataError(f"{names}: a header and no row; nothing was imported")
    if rows == unread:
        _refuse_bad(faults, read, unread, 0)
    unreadable = {
        number: {problem.row for problem in counts.problems if problem.row is not None}
        for number, (_, counts) in enumerate(read)
    }
    typed = sorted(folder.iterdir())
    staging.judge(connection, kind, typed, unreadable)
    staged, rupiah = staging.totals(connection)
    if staged + unread != rows:
        raise DataError(f"{rows:,} rows were read but {staged + unread:,} arrived; nothing was imported")
    faults += staging.contradictions(connection, [counts.header for _, counts in read])
    left = staging.left_out(connection)
    bad = sum(group.rows for group in left if group.reason == BAD) + unread
    if bad > request.allow_bad:
        _refuse_bad(faults, read, bad, request.allow_bad)
    owners = _institutions(connection, request, earlier, places)
    if not owners:
        years = ", ".join(map(str, staging.other_years(connection)))
        reason = f" of {request.year}; the file holds {years}" if years else "; every row is left out"
        raise DataError(f"{names}: no row counts{reason}. Nothing was imported")
    staging.place(connection, owners, places)
    kept, rounded, added = staging.rounding(connection)
    write_lines(connection, _shared_fields(connection, request, files), list(owners.values()), typed, prepared)
    return Account(
        rows=rows,
        rupiah=rupiah,
        kept_rows=kept,
        kept_rupiah=0,
        lines=0,
        left_out=_with_ragged(left, unread),
        rounded=rounded,
        rounding=added,
        notes=(*hidden, *staging.remarks(connection, kind)),
    )


def _hidden(source: Source, column: str, rows: int) -> str:
    cells = "cell" if rows == 1 else "cells"
    return (
        f"{source.name}: {rows:,} {cells} of {column} held a number or an account of a person (telephone, NIK, NPWP, "
        "e-mail); their text is not kept"
    )


def _institutions(
    connection: DuckDBPyConnection, request: ImportRequest, earlier: Sequence[Import], places: Mapping[Named, int]
) -> dict[Named, Institution]:
    printed = staging.institutions(connection, places)
    if request.region is None:
        codes = {code: part.institution for import_ in earlier for part in import_.parts for code in part.codes}
        return institutions.match(printed, answers=request.matches or {}, earlier=codes)
    if request.matches:
        raise UsageError("--match is for files of several institutions; leave out --region, or --match")
    own = regions.find(request.region)
    names = sorted({name or code or "" for code, name in printed})
    other = [name for name in names if name and _other_region(name, own.code)]
    if len(names) > 1 or other:
        raise UsageError(
            f"--region {own.code} is {own.name}, but the rows are of {', '.join((other or names)[:8])}. Leave out "
            "--region where a file names its institutions"
        )
    return {pair: institutions.Institution(own.code, own.name, own.code) for pair in printed}


def _other_region(name: str, code: str) -> bool:
    region = institutions.find_region(name)
    return region is not None and region.code != code


def _shared_fields(connection: DuckDBPyConnection, request: ImportRequest, files: Sequence[InputFile]) -> SharedFields:
    digest = hashlib.sha256("".join(sorted(file.sha256 for file in files)).encode()).hexdigest()[:12]
    homes = {name: institutions.find_region(name) for name in staging.domiciles(connection)}
    return SharedFields(
        f"{request.kind.name}-{digest}",
        request.kind,
        request.year,
        dt.date.fromisoformat(_as_of(files, request)),
        request.synthetic,
        connection.execute("SELECT name, sha256 FROM files ORDER BY file").fetchall(),
        {name: None if place is None else place.code for name, place in homes.items()},
    )


def _parts(connection: DuckDBPyConnection, prepared: Path, request: ImportRequest) -> tuple[catalog.Part, ...]:
    """Add up what was written, from the files themselves."""
    codes: dict[str, set[str]] = {}
    for code, key in connection.execute("SELECT code, key FROM places WHERE code IS NOT NULL").fetchall():
        codes.setdefault(key, set()).add(code)
    parts = []
    for folder in sorted(prepared.glob(f"year={request.year}/institution=*")):
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


def _still_counting(
    connection: DuckDBPyConnection,
    earlier: Sequence[Import],
    parts: Sequence[catalog.Part],
    request: ImportRequest,
    prepared: Path,
) -> list[Import]:
    """Return the earlier imports that still count once the new lines do; refuse what would count twice."""
    new = {part.institution: part for part in parts}
    kept = []
    for import_ in earlier:
        if import_.year != request.year:
            kept.append(import_)
            continue
        same_kind = import_.kind == request.kind.name
        other_truth = import_.synthetic != request.synthetic
        overlaps = same_kind or other_truth or import_.kind in request.kind.covers
        clashing = [part for part in import_.parts if overlaps and part.institution in new]
        if clashing and request.existing is Existing.REPLACE:
            rest = tuple(part for part in import_.parts if part not in clashing)
            kept += [replace(import_, parts=rest)] if rest else []
            continue
        if clashing and (not same_kind or other_truth or request.existing is Existing.REFUSE):
            raise UsageError(_clash(import_, clashing, request))
        for part in clashing:
            _refuse_packages_twice(connection, part, new[part.institution], prepared)
        kept.append(import_)
    return kept


def _clash(earlier: Import, clashing: Sequence[catalog.Part], request: ImportRequest) -> str:
    more = f" and {len(clashing) - MAX_NAMES} more" if len(clashing) > MAX_NAMES else ""
    names = ", ".join(part.name for part in clashing[:MAX_NAMES]) + more
    files = ", ".join(name for name, _ in earlier.sources[:3])
    what = f"{'synthetic ' if earlier.synthetic else ''}lines of {earlier.kind} {earlier.year}"
    stand = f"{what} for {names} stand already (from {files})"
    if earlier.synthetic != request.synthetic:
        return (
            f"{stand}; synthetic and real lines are never added together. --existing replace puts the new ones in "
            "their place"
        )
    if earlier.kind == request.kind.name:
        return (
            f"{stand}. --existing replace puts the new lines in their place, --existing add puts them beside (packages "
            "must not repeat). Give all files of a kind in one import where you can"
        )
    return (
        f"{stand}; {request.kind.name} tells of the same packages, which would count twice. --existing replace "
        "puts the new lines in their place"
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
        packages = ", ".join(quotable_code(package) or "…" for (package,) in twice[:MAX_NAMES])
        packages += ", …" if len(twice) > MAX_NAMES else ""
        raise UsageError(
            f"{len(twice):,} packages of {new.name} stand already ({packages}): added, they would count twice. "
            "Give all files together with --existing replace"
        )


def _refuse_bad(
    faults: Sequence[tuple[int, Problem]], read: Sequence[tuple[Source, RowCounts]], bad: int, allowed: int
) -> None:
    limit = f", {allowed:,} are allowed" if allowed else ""
    lines = [f"{bad:,} {'row' if bad == 1 else 'rows'} cannot be used{limit}; nothing was imported"]
    ordered = sorted(faults, key=lambda fault: (fault[0], fault[1].row or 0, fault[1].column or ""))
    lines += [f"  {read[file][0].name}, {problem}" for file, problem in ordered[:MAX_LISTED]]
    if len(ordered) > MAX_LISTED:
        lines.append(f"  … and {len(ordered) - MAX_LISTED:,} more")
    lines.append(f"Mend the file, or leave these rows out of the account's kept lines with --allow-bad {bad}")
    raise DataError("\n".join(lines))


def _with_ragged(left: Sequence[LeftOut], unread: int) -> tuple[LeftOut, ...]:
    if not unread:
        return tuple(left)
    bad = next((group for group in left if group.reason == BAD), LeftOut(BAD, 0, NOTHING))
    rest = [group for group in left if group.reason != BAD]
    return (*rest, replace(bad, rows=bad.rows + unread, unread=bad.unread + unread))


def _as_of(files: Sequence[InputFile], request: ImportRequest) -> str:
    if request.as_of is not None:
        return request.as_of
    newest = max(file.path.stat().st_mtime for file in files)
    return dt.datetime.fromtimestamp(newest, tz=dt.UTC).date().isoformat()


def _secret(folder: Path) -> str:
    """Return the secret that tax numbers are hashed with; made once, readable by its owner only."""
    path = folder / SECRET_FILE
    if not path.is_file():
        write_atomically({path: secrets.token_hex(32)}, mode=READABLE_BY_OWNER)
    return path.read_text(encoding="ascii")
