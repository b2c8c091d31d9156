"""Typed batches in a folder, judged together in DuckDB: rows are kept or left out with a reason, and added up.

Batches go to disk as they come, so that an import of any size needs the memory of a few of them; what must be known of
all rows (which packages stand twice) is asked of a few columns. No personal field is in them.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.dataset as ds

from umkm_analysis.datasets.intake.quoting import code
from umkm_analysis.datasets.procurement_lines.clean import sql
from umkm_analysis.datasets.procurement_lines.clean.columns import MAX_LISTED, ROW_BITS, TYPED_SCHEMA
from umkm_analysis.datasets.procurement_lines.clean.reconciliation import NOTHING, LeftOut
from umkm_analysis.datasets.procurement_lines.clean.text_rules import refuse_bad_text
from umkm_analysis.datasets.procurement_lines.formats import BAD, OTHER_YEAR, REPEATED, SUPERSEDED
from umkm_analysis.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from umkm_analysis.datasets.procurement_lines.clean.columns import BatchTyper
    from umkm_analysis.datasets.procurement_lines.clean.institutions import Institution, Named
    from umkm_analysis.datasets.procurement_lines.formats import Kind
    from umkm_analysis.datasets.procurement_lines.read.text import RowCounts

PACKAGE = "place, package"
"""Columns that identify a package."""
FILE, ROW = f"CAST(id >> {ROW_BITS} AS INTEGER)", f"id & {(1 << ROW_BITS) - 1}"
TYPED_ROWS = 1 << 16
"""Rows that are typed together; more need memory, fewer need time."""
PREFETCH = 1
"""Batches that are read while another is typed, so that reading and typing have a core each."""


def stage(
    batches: Iterable[pa.RecordBatch], typer: BatchTyper, counts: RowCounts, folder: Path, *, file: int
) -> list[Problem]:
    """Type a source's batches of text into files of a folder; return the problems of its rows.

    Tax numbers become keyed hashes on the way.
    """
    all_problems: list[Problem] = []
    for at, raw in enumerate(_prefetched(_gathered(batches))):
        if at == 0:
            typer.begin(raw)
        refuse_bad_text(raw, counts)
        table, problems = typer.typed(raw, file, counts.header)
        all_problems += problems if len(all_problems) <= MAX_LISTED else []
        with pa.ipc.new_file(str(folder / f"{file:04}-{at:06}.arrow"), TYPED_SCHEMA) as writer:
            writer.write_table(table)
    pa.default_memory_pool().release_unused()
    return all_problems


def file_of(typed: Path) -> int:
    """Return the number of the source that a typed batch was read from."""
    return int(typed.name.partition("-")[0])


def _gathered(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    gathered: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        gathered.append(batch)
        rows += batch.num_rows
        if rows >= TYPED_ROWS:
            yield pa.Table.from_batches(gathered)
            gathered, rows = [], 0
    if rows:
        yield pa.Table.from_batches(gathered)


def _prefetched(tables: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """Read the next tables in another thread while the caller works on one."""
    with ThreadPoolExecutor(1) as reader:
        waiting = deque(reader.submit(next, tables, None) for _ in range(PREFETCH))
        while (table := waiting.popleft().result()) is not None:
            waiting.append(reader.submit(next, tables, None))
            yield table


def judge(
    connection: DuckDBPyConnection, kind: Kind, typed: Sequence[Path], unreadable: Mapping[int, Collection[int]]
) -> None:
    """Create the view ``judged``: every row with the reason why it is left out, NULL where it is kept.

    Rows whose text cannot be read are bad; repeated and superseded rows are left out.
    """
    connection.register("staged", ds.dataset(list(map(str, typed)), format="ipc", schema=TYPED_SCHEMA))
    ids = [(file << ROW_BITS) + row for file, rows in unreadable.items() for row in rows]
    connection.register("unreadable", pa.table({"id": pa.array(ids, pa.int64())}))
    connection.execute(
        f"CREATE TABLE aside AS SELECT id, {sql.quoted(BAD)} AS reason FROM unreadable"  # noqa: S608 - our own
    )
    connection.unregister("unreadable")
    _show(connection)
    _leave_out_repeated(connection, kind)
    pa.default_memory_pool().release_unused()


def _show(connection: DuckDBPyConnection) -> None:
    """Renew the view ``judged``; it joins only where there is something to join."""
    query = "SELECT * FROM staged"
    if connection.execute("SELECT count(*) FROM aside").fetchall()[0][0]:
        query = """SELECT staged.* REPLACE (coalesce(aside.reason, staged.reason) AS reason)
            FROM staged LEFT JOIN aside ON aside.id = staged.id"""
    connection.execute(f"CREATE OR REPLACE VIEW judged AS {query}")


def _leave_out(connection: DuckDBPyConnection, ids: str, reason: str) -> None:
    connection.execute(f"INSERT INTO aside SELECT id, {sql.quoted(reason)} FROM ({ids})")  # noqa: S608 - our own
    _show(connection)


def _leave_out_repeated(connection: DuckDBPyConnection, kind: Kind) -> None:
    """Keep one of equal rows, and the last addendum; in kinds of one row a package, mark those that contradict."""
    # only packages that stand more than once go through windows: they are dear
    connection.execute(
        "CREATE TABLE twice AS SELECT bucket FROM judged WHERE reason IS NULL GROUP BY bucket HAVING count(*) > 1"
    )
    if not connection.execute("SELECT count(*) FROM twice").fetchall()[0][0]:
        return
    several = "judged SEMI JOIN twice USING (bucket) WHERE reason IS NULL"
    superseded = f"max(version) OVER (PARTITION BY {PACKAGE}, contract) > version"
    _leave_out(connection, f"SELECT id FROM {several} QUALIFY {superseded}", SUPERSEDED)  # noqa: S608 - our own
    same = "value, umkk, pdn, umkk_flag, pdn_flag, bidders"
    if kind.summed:
        same += ", agency, supplier, rup, product"
    elif not kind.unique:
        same += ", agency, supplier, contract, mark, method"
    only = "AND product IS NOT NULL" if kind.summed else ""
    again = f"row_number() OVER (PARTITION BY {PACKAGE}, {same} ORDER BY id) > 1"
    _leave_out(connection, f"SELECT id FROM {several} {only} QUALIFY {again}", REPEATED)  # noqa: S608 - our own
    if kind.unique:
        connection.execute(
            f"CREATE TABLE contradicting AS SELECT id, package FROM {several} "  # noqa: S608 - our own names
            f"QUALIFY count(*) OVER (PARTITION BY {PACKAGE}) > 1"
        )
        _leave_out(connection, "FROM contradicting", BAD)


def contradictions(connection: DuckDBPyConnection, headers: list[Mapping[str, str]]) -> list[tuple[int, Problem]]:
    """List the rows of packages that should have one row and have several that differ: file and problem."""
    if not connection.execute("FROM duckdb_tables() WHERE table_name = 'contradicting'").fetchall():
        return []
    query = f"SELECT {FILE}, {ROW}, package FROM contradicting ORDER BY ALL LIMIT ?"  # noqa: S608 - our own names
    expected = "one row a package; others of this package say otherwise"
    rows = connection.execute(query, [MAX_LISTED]).fetchall()
    return [(file, Problem(expected, row, headers[file]["package"], code(package))) for file, row, package in rows]


def place(connection: DuckDBPyConnection, owners: Mapping[Named, Institution], numbers: Mapping[Named, int]) -> None:
    """Create the table ``places``: the institution of each number."""
    connection.execute(
        "CREATE TABLE places (place INTEGER, code VARCHAR, key VARCHAR, known_as VARCHAR, region VARCHAR)"
    )
    connection.executemany(
        "INSERT INTO places VALUES (?, ?, ?, ?, ?)",
        [(numbers[named], named[0], owner.key, owner.name, owner.region) for named, owner in owners.items()],
    )


def institutions(connection: DuckDBPyConnection, numbers: Mapping[Named, int]) -> list[Named]:
    """Return code and name of every institution that has a kept row."""
    rows = connection.execute("SELECT DISTINCT place FROM judged WHERE reason IS NULL").fetchall()
    present = {number for (number,) in rows}
    kept = [named for named, number in numbers.items() if number in present]
    return sorted(kept, key=lambda named: (named[0] or "", named[1] or ""))


def domiciles(connection: DuckDBPyConnection) -> list[str]:
    """Return the distinct domiciles of suppliers of kept rows, as printed."""
    query = "SELECT DISTINCT supplier_region FROM judged WHERE reason IS NULL AND supplier_region IS NOT NULL"
    return [name for (name,) in connection.execute(query).fetchall()]


def left_out(connection: DuckDBPyConnection) -> list[LeftOut]:
    """Add up what is left out, by reason."""
    query = """SELECT reason, count(*), coalesce(sum(value), 0), count(*) - count(value)
        FROM judged WHERE reason IS NOT NULL GROUP BY reason ORDER BY reason"""
    return [LeftOut(reason, rows, Decimal(rupiah), unread) for reason, rows, rupiah, unread in
            connection.execute(query).fetchall()]  # fmt: skip


def totals(connection: DuckDBPyConnection) -> tuple[int, Decimal]:
    """Count and add up everything that was staged, before anything is left out."""
    rows, rupiah = connection.execute("SELECT count(*), coalesce(sum(value), 0) FROM judged").fetchall()[0]
    return rows, Decimal(rupiah)


def rounding(connection: DuckDBPyConnection) -> tuple[int, int, Decimal]:
    """Count the kept rows and those with parts of a rupiah, and add up what rounding them adds."""
    query = """SELECT count(*), count(*) FILTER (WHERE round(value) <> value), coalesce(sum(round(value) - value), 0)
        FROM judged WHERE reason IS NULL"""
    rows, rounded, added = connection.execute(query).fetchall()[0]
    return rows, rounded, Decimal(added) if rounded else NOTHING


def other_years(connection: DuckDBPyConnection) -> list[int]:
    """Return the budget years of the rows left out for theirs."""
    query = "SELECT DISTINCT year FROM judged WHERE reason = ? ORDER BY 1"
    return [year for (year,) in connection.execute(query, [OTHER_YEAR]).fetchall()]


def remarks(connection: DuckDBPyConnection, kind: Kind) -> list[str]:
    """Describe oddities of the kept rows that are no reason to leave them out."""
    notes = []
    query = """SELECT count(*) FILTER (WHERE undated), count(*) FILTER (WHERE agency IS NULL)
        FROM judged WHERE reason IS NULL"""
    dates, agencies = connection.execute(query).fetchall()[0]
    if dates:
        notes.append(f"{dates:,} dates could not be read; the lines have no month")
    if agencies:
        notes.append(f"{agencies:,} rows name no agency")
    if not kind.unique and not kind.summed:
        query = f"""SELECT count(*), coalesce(sum(n), 0) FROM (SELECT count(*) AS n FROM judged SEMI JOIN twice
            USING (bucket) WHERE reason IS NULL GROUP BY {PACKAGE} HAVING count(*) > 1)"""  # noqa: S608 - our own
        packages, rows = connection.execute(query).fetchall()[0]
        if packages:
            notes.append(
                f"{packages:,} package codes stand in {int(rows):,} rows that differ (suppliers, agencies or values): "
                "each is a line of its own"
            )
    return notes
