"""Import of procurement lines, from files to Parquet: all of it or nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa

from umkm_analysis.datasets.procurement_lines import progress
from umkm_analysis.datasets.procurement_lines.as_of import dated, noting
from umkm_analysis.datasets.procurement_lines.clean import institutions, owners, staging
from umkm_analysis.datasets.procurement_lines.clean.cells.dates import today
from umkm_analysis.datasets.procurement_lines.clean.cells.fields import ReadOptions
from umkm_analysis.datasets.procurement_lines.clean.cells.quoting import quoted
from umkm_analysis.datasets.procurement_lines.clean.columns import (
    BatchTyper,
    typing_connection,
)
from umkm_analysis.datasets.procurement_lines.clean.faults import refuse
from umkm_analysis.datasets.procurement_lines.clean.file_totals import by_file
from umkm_analysis.datasets.procurement_lines.clean.reconciliation import (
    NOTHING,
    Account,
    LeftOut,
    UnknownStatus,
)
from umkm_analysis.datasets.procurement_lines.formats import BAD, NOTES, REPEATED, TOTALS
from umkm_analysis.datasets.procurement_lines.overlaps import settled
from umkm_analysis.datasets.procurement_lines.read.completeness import refuse_incomplete, refuse_uneven
from umkm_analysis.datasets.procurement_lines.read.delimited import read_csv
from umkm_analysis.datasets.procurement_lines.read.json_rows import read_json
from umkm_analysis.datasets.procurement_lines.read.sources import InputFile, Source, hash_file, sources
from umkm_analysis.datasets.procurement_lines.read.text import RowCounts
from umkm_analysis.datasets.procurement_lines.read.workbooks import read_workbook
from umkm_analysis.datasets.procurement_lines.request import Dated, Existing, ImportRequest, ImportResult
from umkm_analysis.datasets.procurement_lines.store import catalog, keys
from umkm_analysis.datasets.procurement_lines.store.damage import is_sound
from umkm_analysis.datasets.procurement_lines.store.writer import SharedFields, write_lines
from umkm_analysis.errors import DataError, Problem, UsageError
from umkm_analysis.plurals import count_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import NoReturn

    from duckdb import DuckDBPyConnection

    from umkm_analysis.datasets.procurement_lines.clean.institutions import Named
    from umkm_analysis.datasets.procurement_lines.read.completeness import PageClaim
    from umkm_analysis.datasets.procurement_lines.store.catalog import Import

MAX_NAMES = 8
"""Rows or institutions that a note lists."""
WHOLE = frozenset({Existing.REPLACE, Existing.SNAPSHOT})
"""With these an import is a state of its own: all of its files go in, also those that stood before."""
READERS = {"csv": read_csv, "json": read_json, "workbook": read_workbook}
NO_PACKAGE = {TOTALS: "totals of other rows", NOTES: "a note, or numbers of the columns"}
"""Reasons for which a row is no package, and what the account says of it."""
MEMORY_LIMIT = "80MB"
"""What DuckDB may use while it judges; beyond that it goes to a temporary folder, without any personal field."""


def import_files(paths: Sequence[Path], request: ImportRequest) -> ImportResult:
    """Import files of one kind and year.

    Raises
    ------
    DataError
        If a file cannot be used, naming every bad row; nothing is changed then.
    UsageError
        If lines stand already, an institution cannot be told, or another import is under way.
    """
    with _bounded_memory():
        return _import(paths, request)


def _import(paths: Sequence[Path], request: ImportRequest) -> ImportResult:
    files = [hash_file(path) for path in paths]
    twice = [file.name for at, file in enumerate(files) if file.sha256 in {other.sha256 for other in files[:at]}]
    if twice:
        raise UsageError(f"{', '.join(twice)}: the same file is given twice")
    with catalog.changing() as prepared:
        stored = catalog.stored()
        imported = {sha256 for import_ in _same(stored, request) for _, sha256 in import_.sources}
        fresh = [file for file in files if file.sha256 not in imported]
        if not fresh and request.existing is Existing.REPLACE and (damaged := _damaged(stored, request)):
            # what is repaired stays as of its date, whatever that of the file is now
            request, fresh = replace(request, as_of=request.as_of or damaged.as_of), files
        if not fresh:
            return ImportResult(None, (), tuple(file.name for file in files))
        if request.existing in WHOLE:
            fresh = files
        skipped = tuple(file.name for file in files if file not in fresh)
        import duckdb  # noqa: PLC0415 - half a second, which only an import need wait for

        with duckdb.connect(prepared / "judged.duckdb") as connection:
            connection.execute(f"SET memory_limit = '{MEMORY_LIMIT}'; SET preserve_insertion_order = false")
            progress.draw_none(connection)
            connection.execute(f"SET temp_directory = {quoted(str(prepared / 'spill'))}")
            account, dated = _prepare(connection, fresh, request, prepared, stored.all_imports)
            totals = by_file(connection)
            parts = _parts(connection, prepared, request)
            account = replace(
                account, kept_rupiah=sum(part.rupiah for part in parts), lines=sum(part.lines for part in parts)
            )
            account.check()
            new = catalog.Import(
                request.kind.name,
                request.kind.stage,
                request.year,
                dated.date.isoformat(),
                request.synthetic,
                tuple((file.name, file.sha256) for file in fresh),
                account.record(),
                parts,
            )
            after = settled(connection, stored, new, request, prepared)
        catalog.publish(prepared, after)
        _faults_file(request).unlink(missing_ok=True)  # of an earlier attempt
    return ImportResult(account, parts, skipped, totals, dated)


def _same(stored: catalog.Stored, request: ImportRequest) -> list[Import]:
    """List what stands of a kind and year; where a date is given and tells states apart, only what is as of it."""
    date = request.as_of if request.existing in WHOLE else None
    return [
        import_
        for import_ in stored.all_imports
        if (import_.kind, import_.year) == (request.kind.name, request.year) and date in {None, import_.as_of}
    ]


def _damaged(stored: catalog.Stored, request: ImportRequest) -> Import | None:
    """Find lines of a kind and year that cannot be read, so that their export is to be imported again."""
    for import_ in _same(stored, request):
        names = [name for part in import_.parts for name in part.files]
        if any(not is_sound(catalog.folder() / name) for name in names):
            return import_
    return None


@contextmanager
def _bounded_memory() -> Iterator[None]:
    """Say in a sentence that an import would need more memory than it may have.

    Raises
    ------
    DataError
        If an import needs more memory than it may have.
    """
    import duckdb  # noqa: PLC0415 - half a second, which only an import need wait for

    try:
        yield
    except (duckdb.OutOfMemoryException, pa.ArrowMemoryError, MemoryError) as error:
        raise DataError(
            "these files need more memory than an import may have: too many rows of one package, or texts that are too "
            "long. Give them in parts, by institution or month; nothing was imported"
        ) from error


def _prepare(
    connection: DuckDBPyConnection,
    files: Sequence[InputFile],
    request: ImportRequest,
    prepared: Path,
    earlier: Sequence[Import],
) -> tuple[Account, Dated]:
    """Read, judge and write the lines of all files into the prepared folder."""
    connection.execute("CREATE TABLE files (file INTEGER, name VARCHAR, sha256 VARCHAR)")
    options = _read_options(request, keys.secret(prepared.parent, earlier))
    folder = prepared / "typed"
    folder.mkdir()
    read, places, faults, notes = _staged(connection, files, options, folder)
    rows, unread = sum(counts.rows for _, counts in read), sum(counts.unread for _, counts in read)
    names = ", ".join(source.name for source, _ in read)
    if rows == 0:
        what = "a header and no row" if any(counts.header for _, counts in read) else "it holds no row"
        raise DataError(f"{names}: {what}; nothing was imported")
    refuse_incomplete((source.name, page) for source, counts in read for page in counts.pages)
    if rows == unread:
        _refuse_bad(faults, read, request, unread)
    _refuse_two_years(files, request, earlier, read)
    typed = sorted(folder.iterdir())
    answers = _answers(request, earlier)
    owners.unify(typed, places, answers)
    staging.judge(
        connection, request.kind, typed, {number: counts.unreadable for number, (_, counts) in enumerate(read)}
    )
    staged, rupiah = staging.totals(connection)
    if staged + unread != rows:
        raise DataError(
            f"{count_of(rows, 'row was', 'rows were')} read but {staged + unread:,} arrived; nothing was imported"
        )
    faults += staging.contradictions(connection, [counts.header for _, counts in read])
    no_packages = {reason: dict.fromkeys(staging.rows_left_out(connection, reason)) for reason in NO_PACKAGE}
    set_apart = {place for rows in no_packages.values() for place in rows}
    faults = [(file, problem) for file, problem in faults if (file, problem.row) not in set_apart]
    left = staging.left_out(connection)
    bad = sum(group.rows for group in left if group.reason == BAD) + unread
    notes += _overlapping(left, [(source.name, page) for source, counts in read for page in counts.pages])
    if bad > request.allow_bad:
        _refuse_bad(faults, read, request, bad)
    whose = owners.owners_of(staging.institutions(connection, places), answers, notes)
    if not whose:
        raise DataError(f"{names}: no row counts{_why_none(connection, request, left)}. Nothing was imported")
    staging.place(connection, whose, places)
    kept, rounded, added = staging.rounding(connection)
    as_of = dated(request, files, read)
    by_number = {places[named]: owner for named, owner in whose.items()}
    write_lines(connection, _shared_fields(connection, request, files, as_of), by_number, typed, prepared)
    account = Account(
        rows=rows,
        rupiah=rupiah,
        kept_rows=kept,
        kept_rupiah=0,
        lines=0,
        left_out=_with_ragged(left, unread),
        rounded=rounded,
        rounding=added,
        unknown_statuses=tuple(UnknownStatus(*found) for found in staging.unknown_statuses(connection)),
        notes=(*_no_packages(no_packages, read), *notes, *staging.remarks(connection, request.kind, request.year)),
    )
    return account, as_of


def _refuse_two_years(
    files: Sequence[InputFile],
    request: ImportRequest,
    earlier: Sequence[Import],
    read: Sequence[tuple[Source, RowCounts]],
) -> None:
    """Refuse a file without years that stands for another year: all of its rows would count in both."""
    if all("year" in counts.fields for _, counts in read if counts.rows):
        return
    hashes = {file.sha256: file.name for file in files}
    for import_ in earlier:
        twice = [hashes[sha256] for _, sha256 in import_.sources if sha256 in hashes]
        if twice and import_.kind == request.kind.name and import_.year != request.year:
            raise UsageError(
                f"{', '.join(twice)} names no budget year and was imported for {import_.year}: its rows would count in "
                f"both years. If that was a mistake: umkm lines remove {import_.kind} --year {import_.year}"
            )


def _staged(
    connection: DuckDBPyConnection, files: Sequence[InputFile], options: ReadOptions, folder: Path
) -> tuple[list[tuple[Source, RowCounts]], dict[Named, int], list[tuple[int, Problem]], list[str]]:
    """Read all files into typed batches in a folder; return sources, institutions, faults and notes."""
    read: list[tuple[Source, RowCounts]] = []
    faults: list[tuple[int, Problem]] = []
    places: dict[Named, int] = {}
    notes: list[str] = []
    for file in files:
        for source in sources(file, notes):
            counts, number = RowCounts(), len(read)
            connection.execute("INSERT INTO files VALUES (?, ?, ?)", [number, source.name, file.sha256])
            batches = noting(READERS[source.format](source, options.kind, counts), counts)
            with typing_connection() as typing:
                typer = BatchTyper(typing, options, places)
                problems = staging.stage(batches, typer, counts, folder, file=number)
            none = () if counts.rows else (f"{source.name}: it holds no row",)
            notes += [*counts.notes, *none, *_not_kept(source, counts.header, typer)]
            faults += [(number, problem) for problem in (*counts.problems, *problems)]
            read.append((source, counts))
    return read, places, faults, notes


def _overlapping(left: Iterable[LeftOut], pages: Sequence[tuple[str, PageClaim]]) -> list[str]:
    """Say that pages with a total hold rows twice: where they overlap, other rows may be on none."""
    repeated = sum(group.rows for group in left if group.reason == REPEATED)
    refuse_uneven(pages, repeated)
    if not repeated or not any(page.total for _, page in pages):
        return []
    rows = f"{count_of(repeated, 'row')} of pages that name their total stood there before"
    return [f"{rows}: where pages overlap, as many may be missing; download them again and compare"]


def _why_none(connection: DuckDBPyConnection, request: ImportRequest, left: Iterable[LeftOut]) -> str:
    years = ", ".join(map(str, staging.other_years(connection)))
    if years:
        return f" of {request.year}; the file holds {years}"
    return f"; every row is left out ({', '.join(f'{group.reason}: {group.rows:,}' for group in left)})"


def _read_options(request: ImportRequest, secret: str) -> ReadOptions:
    until = dt.date.fromisoformat(request.as_of) if request.as_of else today()
    return ReadOptions(request.kind, request.year, request.region is not None, secret, until)


def _answers(request: ImportRequest, earlier: Sequence[Import]) -> owners.Answers:
    codes = {code: part.institution for import_ in earlier for part in import_.parts for code in part.codes}
    return owners.Answers(request.region, request.matches or {}, request.among_others, codes)


def _no_packages(
    left_out: Mapping[str, Iterable[tuple[int, int]]], read: Sequence[tuple[Source, RowCounts]]
) -> list[str]:
    """Name the rows that were left out because they are no packages, a note a file and reason."""
    notes = []
    for number, (source, _) in enumerate(read):
        for reason, rows in left_out.items():
            own = [row for file, row in rows if file == number]
            more = f" and {len(own) - MAX_NAMES:,} more" if len(own) > MAX_NAMES else ""
            listed = ", ".join(map(str, own[:MAX_NAMES])) + more
            notes += [f"{source.name}: row {listed}: {NO_PACKAGE[reason]}, no package; left out"] if own else []
    return notes


def _not_kept(source: Source, header: Mapping[str, str], typer: BatchTyper) -> list[str]:
    """Say which cells of a source were read and not kept: numbers of persons, and dates that are only planned."""
    notes = [_hidden(source, header[name], rows) for name, rows in typer.hidden.items() if rows]
    if typer.month_first:
        notes.append(f"{source.name}: its dates name the month before the day (3/31/2025), so 3/4/2025 is 4 March")
    if typer.planned_dates:
        planned = f"{count_of(typer.planned_dates, 'date')} of {header['date']}"
        notes.append(f"{source.name}: {planned} planned, not of realisation; the lines have no month")
    return notes


def _hidden(source: Source, column: str, rows: int) -> str:
    return (
        f"{source.name}: {count_of(rows, 'cell')} of {column} held a number or an account of a person (telephone, "
        "NIK, NPWP, e-mail); their text is not kept"
    )


def _shared_fields(
    connection: DuckDBPyConnection, request: ImportRequest, files: Sequence[InputFile], as_of: Dated
) -> SharedFields:
    # the date too: the same files may be the state of several days
    content = "".join((*sorted(file.sha256 for file in files), as_of.date.isoformat()))
    digest = hashlib.sha256(content.encode()).hexdigest()[:12]
    homes = {name: institutions.find_region(name) for name in staging.domiciles(connection)}
    return SharedFields(
        f"{request.kind.name}-{digest}",
        request.kind,
        request.year,
        as_of.date,
        request.synthetic,
        connection.execute("SELECT name, sha256 FROM files ORDER BY file").fetchall(),
        {name: None if place is None else place.code for name, place in homes.items()},
    )


def _parts(connection: DuckDBPyConnection, prepared: Path, request: ImportRequest) -> tuple[catalog.Part, ...]:
    """Add up what was written, from the files themselves."""
    codes: dict[str, set[str]] = {}
    for key, of_key in connection.execute("SELECT key, codes FROM places").fetchall():
        codes.setdefault(key, set()).update(of_key)
    written = sorted(prepared.glob(f"year={request.year}/institution=*/*.parquet"))
    names: dict[str, list[str]] = {}
    for path in written:
        names.setdefault(path.parent.name, []).append(path.relative_to(prepared).as_posix())
    listed = ", ".join(quoted(str(path)) for path in written)
    rows = connection.execute(
        f"""SELECT 'institution=' || institution, institution, any_value(institution_name), any_value(region),
            count(*), coalesce(sum(value), 0)::BIGINT
        FROM read_parquet([{listed}], hive_partitioning = false) GROUP BY institution ORDER BY institution"""  # noqa: S608 - our own
    ).fetchall()
    return tuple(
        catalog.Part(tuple(names[folder]), key, name, region, tuple(sorted(codes.get(key, ()))), lines, rupiah)
        for folder, key, name, region, lines, rupiah in rows
    )


def _refuse_bad(
    faults: Sequence[tuple[int, Problem]],
    read: Sequence[tuple[Source, RowCounts]],
    request: ImportRequest,
    bad: int,
) -> NoReturn:
    files = [(source.name, counts.header) for source, counts in read]
    refuse(faults, files, _faults_file(request), bad=bad, allowed=request.allow_bad)


def _faults_file(request: ImportRequest) -> Path:
    return catalog.folder() / f"bad-rows-{request.kind.name}-{request.year}.csv"


def _with_ragged(left: Sequence[LeftOut], unread: int) -> tuple[LeftOut, ...]:
    if not unread:
        return tuple(left)
    bad = next((group for group in left if group.reason == BAD), LeftOut(BAD, 0, NOTHING))
    rest = [group for group in left if group.reason != BAD]
    return (*rest, replace(bad, rows=bad.rows + unread, unread=bad.unread + unread))
