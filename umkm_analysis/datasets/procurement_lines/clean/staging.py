"""Typed batches in a folder, judged together in DuckDB: rows are kept or left out with a reason, and added up.

Batches go to disk as they come, so that an import of any size needs the memory of a few of them; what must be known of
all rows (which packages stand twice) is asked of a few columns. No personal field is in them.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
from pyarrow import fs

from umkm_analysis.datasets.intake.quoting import code
from umkm_analysis.datasets.procurement_lines.clean import repetitions
from umkm_analysis.datasets.procurement_lines.clean import totals as totals_rows
from umkm_analysis.datasets.procurement_lines.clean.cells import statuses
from umkm_analysis.datasets.procurement_lines.clean.cells.quoting import quoted
from umkm_analysis.datasets.procurement_lines.clean.cells.text_rules import refuse_bad_text
from umkm_analysis.datasets.procurement_lines.clean.columns import ROW_BITS, TYPED_SCHEMA, typing_connection
from umkm_analysis.datasets.procurement_lines.clean.reconciliation import NOTHING, LeftOut
from umkm_analysis.datasets.procurement_lines.formats import BAD, OTHER_YEAR, TERMINATED, TOTALS
from umkm_analysis.datasets.procurement_lines.read.text import MAX_FAULTS
from umkm_analysis.errors import DataError, Problem
from umkm_analysis.plurals import count_of

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from umkm_analysis.datasets.procurement_lines.clean.columns import BatchTyper
    from umkm_analysis.datasets.procurement_lines.clean.institutions import Institution, Named
    from umkm_analysis.datasets.procurement_lines.formats import Kind
    from umkm_analysis.datasets.procurement_lines.read.text import RowCounts

FILE, ROW = f"CAST(id >> {ROW_BITS} AS INTEGER)", f"id & {(1 << ROW_BITS) - 1}"
TYPED_ROWS = 1 << 16
"""Rows that are typed together; more need memory, fewer need time."""
TYPED_BYTES = 16 << 20
"""Text that is typed together: rows of an export have some 200 bytes, those of a bomb have a megabyte."""
MAX_INSTITUTIONS = 5_000
"""Different codes and names of institutions; each is spelt in some ways."""
PREFETCH = 1
"""Batches that are read while another is typed, so that reading and typing have a core each."""


def stage(
    batches: Iterable[pa.RecordBatch], typer: BatchTyper, counts: RowCounts, folder: Path, *, file: int
) -> list[Problem]:
    """Type a source's batches of text into files of a folder; return the problems of its rows.

    Tax numbers become keyed hashes on the way.
    """
    all_problems: list[Problem] = []
    for at, raw in enumerate(_prefetched(_gathered(batches, counts))):
        if at == 0:
            typer.begin(raw)
        table, problems = typer.typed(raw, file, counts.header)
        if len(typer.places) > MAX_INSTITUTIONS:
            raise DataError(
                f"{len(typer.places):,} institutions and more in one import; Indonesia has some 650. Is another column "
                f"that of their names? It is {counts.header.get('institution_name', 'not there')}"
            )
        all_problems += problems[: MAX_FAULTS - len(all_problems)]
        with pa.ipc.new_file(str(folder / f"{file:04}-{at:06}.arrow"), TYPED_SCHEMA) as writer:
            writer.write_table(table)
    pa.default_memory_pool().release_unused()
    return all_problems


def file_of(typed: Path) -> int:
    """Return the number of the source that a typed batch was read from."""
    return int(typed.name.partition("-")[0])


def _gathered(batches: Iterable[pa.RecordBatch], counts: RowCounts) -> Iterator[pa.Table]:
    """Gather batches to tables of columns in one piece, and note their cells that nobody can read."""
    gathered: list[pa.RecordBatch] = []
    rows = size = 0
    for batch in batches:
        gathered.append(batch)
        rows += batch.num_rows
        size += batch.nbytes
        if rows >= TYPED_ROWS or size >= TYPED_BYTES:
            yield _whole(gathered, counts)
            gathered, rows, size = [], 0, 0
    if rows:
        yield _whole(gathered, counts)


def _whole(gathered: Sequence[pa.RecordBatch], counts: RowCounts) -> pa.Table:
    table = pa.Table.from_batches(gathered).unify_dictionaries().combine_chunks()
    refuse_bad_text(table, counts)
    return table


def _prefetched(tables: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """Read the next tables in another thread while the caller works on one."""
    with ThreadPoolExecutor(1) as reader:
        waiting = deque(reader.submit(next, tables, None) for _ in range(PREFETCH))
        while (table := waiting.popleft().result()) is not None:
            waiting.append(reader.submit(next, tables, None))
            yield table


def judge(
    connection: DuckDBPyConnection, kind: Kind, typed: Sequence[Path], unreadable: Mapping[int, array[int]]
) -> None:
    """Create the view ``judged``: every row with the reason why it is left out, NULL where it is kept.

    And the table ``summary``: what there is to count and to add up in it, so that not every sum reads all rows again.
    Rows whose text cannot be read are bad; repeated and superseded rows are left out.
    """
    connection.register(
        "staged",
        ds.dataset(
            list(map(str, typed)), format="ipc", schema=TYPED_SCHEMA, filesystem=fs.LocalFileSystem(use_mmap=True)
        ),
    )
    numbers = [np.frombuffer(rows, np.int64) + (file << ROW_BITS) for file, rows in unreadable.items() if rows]
    distinct = np.unique(np.concatenate([np.zeros(0, np.int64), *numbers]))
    connection.register("unreadable", pa.table({"id": pa.array(distinct, pa.int64())}))
    connection.execute(
        f"CREATE TABLE aside AS SELECT id, {quoted(BAD)} AS reason FROM unreadable"  # noqa: S608 - our own
    )
    connection.unregister("unreadable")
    _show(connection)
    _leave_out_totals(connection)
    if kind.amended:
        _leave_out(connection, repetitions.ended(connection), TERMINATED)
    for ids, reason in repetitions.found(connection, kind):
        _leave_out(connection, ids, reason)
    _sum_up(connection)
    pa.default_memory_pool().release_unused()


def unify(typed: Sequence[Path], same: Mapping[int, int]) -> None:
    """Give rows of institutions that are one its number, in the files of typed batches that have other numbers.

    Parameters
    ----------
    typed
        The files.
    same
        Number → the number that stands instead.
    """
    if not same:
        return
    with typing_connection() as connection:  # its rows keep their order
        for path in typed:
            _unify(connection, path, same)


def _unify(connection: DuckDBPyConnection, path: Path, same: Mapping[int, int]) -> None:
    numbers, instead = pa.array([*same], pa.int32()), pa.array([*same.values()], pa.int32())
    with pa.memory_map(str(path)) as file, pa.ipc.open_file(file) as batches:
        table = batches.read_all()
        places = table["place"].combine_chunks()
        found = pc.index_in(places, value_set=numbers)
        if found.null_count == len(found):
            return
        places = pc.coalesce(instead.take(found), places)
        connection.register("rows", pa.table({"place": places, "package": table["package"]}))
        buckets = connection.sql("SELECT hash(place, package) AS bucket FROM rows").to_arrow_table()["bucket"]
        connection.unregister("rows")
        for name, column in (("place", places), ("bucket", buckets)):
            table = table.set_column(table.column_names.index(name), TYPED_SCHEMA.field(name), column)
        renewed = path.with_suffix(".new")
        with pa.ipc.new_file(str(renewed), TYPED_SCHEMA) as writer:
            writer.write_table(table)
    renewed.replace(path)


def _show(connection: DuckDBPyConnection) -> None:
    """Renew the view ``judged``; it joins only where there is something to join."""
    query = "SELECT * FROM staged"
    if connection.execute("SELECT count(*) FROM aside").fetchall()[0][0]:
        query = """SELECT staged.* REPLACE (coalesce(aside.reason, staged.reason) AS reason)
            FROM staged LEFT JOIN aside ON aside.id = staged.id"""
    connection.execute(f"CREATE OR REPLACE VIEW judged AS {query}")


def _leave_out(connection: DuckDBPyConnection, ids: str | None, reason: str) -> None:
    if ids is None:
        return
    connection.execute(f"INSERT INTO aside SELECT id, {quoted(reason)} FROM ({ids})")  # noqa: S608 - our own
    _show(connection)


def _leave_out_totals(connection: DuckDBPyConnection) -> None:
    """Leave out what is the sum of all others and names no package; mark as bad what is and names one."""
    found = totals_rows.sums_of_the_others(connection, FILE, totals=TOTALS, bad=BAD)
    connection.execute("CREATE TABLE sums (id BIGINT, package VARCHAR)")
    if found:
        connection.executemany("INSERT INTO sums VALUES (?, ?)", found)
        connection.execute("DELETE FROM aside WHERE id IN (SELECT id FROM sums)")
        _leave_out(connection, "SELECT id FROM sums WHERE package IS NULL", TOTALS)
        _leave_out(connection, "SELECT id FROM sums WHERE package IS NOT NULL", BAD)


def _sum_up(connection: DuckDBPyConnection) -> None:
    """Create the table ``summary``: counts and sums of ``judged`` by file, reason, institution, status and year."""
    connection.execute(
        f"""CREATE TABLE summary AS SELECT {FILE} AS file, reason, place, status, year(date) AS dated, count(*) AS n,
            coalesce(sum(value), 0) AS rupiah, count(value) AS n_read, coalesce(sum(whole_value), 0) AS whole,
            count(*) FILTER (WHERE round(value) <> value) AS rounded, coalesce(sum(round(value) - value), 0) AS added,
            count(*) FILTER (WHERE undated) AS undated, count(*) FILTER (WHERE agency IS NULL) AS no_agency,
            count(whole_pending) AS n_pending, sum(whole_pending) AS pending
        FROM judged GROUP BY ALL"""  # noqa: S608 - our own names
    )


def contradictions(connection: DuckDBPyConnection, headers: list[Mapping[str, str]]) -> list[tuple[int, Problem]]:
    """List the rows of packages that should have one row and have several that differ: file and problem."""
    expected = {
        "contradicting": ("package", "one row a package; others of this package say otherwise"),
        "sums": ("package", "one package; this row is the sum of all others, so take it out if it is one of totals"),
    }
    problems = []
    for table, (column, what) in expected.items():
        if connection.execute("FROM duckdb_tables() WHERE table_name = ?", [table]).fetchall():
            listed = f"SELECT {FILE}, {ROW}, package FROM {table}"  # noqa: S608 - our own names
            query = f"{listed} WHERE package IS NOT NULL ORDER BY ALL LIMIT ?"
            rows = connection.execute(query, [MAX_FAULTS]).fetchall()
            problems += [
                (file, Problem(what, row, headers[file][column], code(package))) for file, row, package in rows
            ]
    return problems


def rows_left_out(connection: DuckDBPyConnection, reason: str) -> list[tuple[int, int]]:
    """List the rows left out for a reason: file and row."""
    if not connection.execute("FROM summary WHERE reason = ? LIMIT 1", [reason]).fetchall():
        return []
    query = f"SELECT {FILE}, {ROW} FROM judged WHERE reason = ? ORDER BY id LIMIT ?"  # noqa: S608 - our own names
    return connection.execute(query, [reason, MAX_FAULTS]).fetchall()


def unknown_statuses(connection: DuckDBPyConnection) -> list[tuple[str, int, int]]:
    """List the statuses of kept rows that no rule knows, the largest first: status, rows and rupiah."""
    query = f"""SELECT * FROM (
        SELECT status, CAST(sum(n) AS BIGINT), CAST(sum(whole) AS BIGINT) AS rupiah FROM summary
        WHERE reason IS NULL AND status IS NOT NULL GROUP BY status)
        WHERE {statuses.state("status")} = '{statuses.UNKNOWN}' ORDER BY rupiah DESC, status"""  # noqa: S608 - our own
    return connection.execute(query).fetchall()


def place(connection: DuckDBPyConnection, owners: Mapping[Named, Institution], numbers: Mapping[Named, int]) -> None:
    """Create the table ``places``: the institution of each number, with the codes that it has in these files."""
    codes: dict[int, set[str]] = {}
    for named in owners:
        codes.setdefault(numbers[named], set()).update([named[0]] if named[0] else [])
    by_number = {numbers[named]: owner for named, owner in owners.items()}
    rows = [(at, sorted(codes[at]), owner.key, owner.name, owner.region) for at, owner in by_number.items()]
    texts = dict.fromkeys(("key", "known_as", "region"), pa.string())
    columns = {"place": pa.int32(), "codes": pa.list_(pa.string()), **texts}
    arrays = [pa.array(cells, kind) for cells, kind in zip(zip(*rows, strict=True), columns.values(), strict=True)]
    connection.register("owners", pa.table(arrays, names=[*columns]))  # five thousand inserts would take seconds
    connection.execute("CREATE TABLE places AS FROM owners")
    connection.unregister("owners")


def institutions(connection: DuckDBPyConnection, numbers: Mapping[Named, int]) -> list[Named]:
    """Return code and name of every institution that has a kept row."""
    rows = connection.execute("SELECT DISTINCT place FROM summary WHERE reason IS NULL").fetchall()
    present = {number for (number,) in rows}
    kept = [named for named, number in numbers.items() if number in present]
    return sorted(kept, key=lambda named: (named[0] or "", named[1] or ""))


def domiciles(connection: DuckDBPyConnection) -> list[str]:
    """Return the distinct domiciles of suppliers of kept rows, as printed."""
    query = "SELECT DISTINCT supplier_region FROM judged WHERE reason IS NULL AND supplier_region IS NOT NULL"
    return [name for (name,) in connection.execute(query).fetchall()]


def left_out(connection: DuckDBPyConnection) -> list[LeftOut]:
    """Add up what is left out, by reason."""
    query = """SELECT reason, CAST(sum(n) AS BIGINT), sum(rupiah), CAST(sum(n - n_read) AS BIGINT)
        FROM summary WHERE reason IS NOT NULL GROUP BY reason ORDER BY reason"""
    return [LeftOut(reason, rows, Decimal(rupiah), unread) for reason, rows, rupiah, unread in
            connection.execute(query).fetchall()]  # fmt: skip


def totals(connection: DuckDBPyConnection) -> tuple[int, Decimal]:
    """Count and add up everything that was staged, before anything is left out."""
    query = "SELECT CAST(coalesce(sum(n), 0) AS BIGINT), coalesce(sum(rupiah), 0) FROM summary"
    rows, rupiah = connection.execute(query).fetchall()[0]
    return rows, Decimal(rupiah)


def rounding(connection: DuckDBPyConnection) -> tuple[int, int, Decimal]:
    """Count the kept rows and those with parts of a rupiah, and add up what rounding them adds."""
    query = """SELECT CAST(coalesce(sum(n), 0) AS BIGINT), CAST(coalesce(sum(rounded), 0) AS BIGINT),
        coalesce(sum(added), 0) FROM summary WHERE reason IS NULL"""
    rows, rounded, added = connection.execute(query).fetchall()[0]
    return rows, rounded, Decimal(added) if rounded else NOTHING


def other_years(connection: DuckDBPyConnection) -> list[int]:
    """Return the budget years of the rows left out for theirs."""
    query = "SELECT DISTINCT year FROM judged WHERE reason = ? ORDER BY 1"
    return [year for (year,) in connection.execute(query, [OTHER_YEAR]).fetchall()]


def remarks(connection: DuckDBPyConnection, kind: Kind, year: int) -> list[str]:
    """Describe oddities of the kept rows that are no reason to leave them out."""
    notes = []
    counted = ", ".join(
        f"CAST(coalesce(sum({what}), 0) AS BIGINT)"
        for what in ("undated", "no_agency", "n_pending", "pending", f"if(dated < {year}, n, 0)",
                     f"if(dated > {year}, n, 0)")
    )  # fmt: skip
    query = f"SELECT {counted} FROM summary WHERE reason IS NULL"  # noqa: S608 - our own names, and a number
    dates, agencies, without, pending, before, after = connection.execute(query).fetchall()[0]
    if dates:
        notes.append(f"{count_of(dates, 'date')} could not be read; the lines have no month")
    notes += [
        f"{count_of(rows, 'row is', 'rows are')} dated {when} {year}; the month keeps its own year"
        for rows, when in ((before, "before"), (after, "after"))
        if rows
    ]
    if without:
        notes.append(
            f"{count_of(without, 'row has', 'rows have')} no value yet (0 or empty): counted, unclassified"
            f" with the {pending:,} rupiah negotiated or estimated for them, and in no saving"
        )
    if agencies:
        notes.append(f"{count_of(agencies, 'row names', 'rows name')} no agency")
    if connection.execute("FROM duckdb_tables() WHERE table_name = 'undecided'").fetchall():
        (undecided,) = connection.execute("SELECT count(*) FROM undecided").fetchall()[0]
        if undecided:
            notes.append(
                f"{count_of(undecided, 'contract stands', 'contracts stand')} with several values, and neither a date "
                "nor a version says which is the last: that of the last row counts"
            )
    if (not kind.unique and not kind.summed) or kind.by_agency:
        query = f"""SELECT count(*), coalesce(sum(n), 0) FROM (SELECT count(*) AS n FROM judged SEMI JOIN twice
            USING (bucket) WHERE reason IS NULL GROUP BY {repetitions.PACKAGE} HAVING count(*) > 1)"""  # noqa: S608 - our own
        packages, rows = connection.execute(query).fetchall()[0]
        if packages:
            notes.append(
                f"{count_of(packages, 'package code stands', 'package codes stand')} in {int(rows):,} rows that differ "
                "(suppliers, agencies or values): each is a line of its own"
            )
    return notes
