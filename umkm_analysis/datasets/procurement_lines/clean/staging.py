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
import pyarrow.dataset as ds
from pyarrow import fs

from umkm_analysis.datasets.intake.quoting import code
from umkm_analysis.datasets.procurement_lines.clean import totals as totals_rows
from umkm_analysis.datasets.procurement_lines.clean.cells import statuses
from umkm_analysis.datasets.procurement_lines.clean.cells.quoting import quoted
from umkm_analysis.datasets.procurement_lines.clean.cells.text_rules import refuse_bad_text
from umkm_analysis.datasets.procurement_lines.clean.columns import ROW_BITS, TYPED_SCHEMA
from umkm_analysis.datasets.procurement_lines.clean.reconciliation import NOTHING, LeftOut
from umkm_analysis.datasets.procurement_lines.formats import BAD, OTHER_YEAR, REPEATED, SUPERSEDED, TERMINATED, TOTALS
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

PACKAGE = "place, package"
"""Columns that identify a package."""
FILE, ROW = f"CAST(id >> {ROW_BITS} AS INTEGER)", f"id & {(1 << ROW_BITS) - 1}"
TYPED_ROWS = 1 << 16
"""Rows that are typed together; more need memory, fewer need time."""
TYPED_BYTES = 16 << 20
"""Text that is typed together: rows of an export have some 200 bytes, those of a bomb have a megabyte."""
MAX_INSTITUTIONS = 5_000
"""Different codes and names of institutions; each is spelt in some ways."""
MAX_REPEATED = 4_000_000
"""Rows of packages that stand more than once; what must be known of all of them at a time grows with them."""
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
    ids = [np.unique(np.frombuffer(rows, np.int64)) + (file << ROW_BITS) for file, rows in unreadable.items() if rows]
    connection.register("unreadable", pa.table({"id": pa.array(np.concatenate(ids) if ids else [], pa.int64())}))
    connection.execute(
        f"CREATE TABLE aside AS SELECT id, {quoted(BAD)} AS reason FROM unreadable"  # noqa: S608 - our own
    )
    connection.unregister("unreadable")
    _show(connection)
    _leave_out_totals(connection)
    if kind.amended:
        _leave_out_ended(connection)
    _leave_out_repeated(connection, kind)
    _sum_up(connection)
    pa.default_memory_pool().release_unused()


def _show(connection: DuckDBPyConnection) -> None:
    """Renew the view ``judged``; it joins only where there is something to join."""
    query = "SELECT * FROM staged"
    if connection.execute("SELECT count(*) FROM aside").fetchall()[0][0]:
        query = """SELECT staged.* REPLACE (coalesce(aside.reason, staged.reason) AS reason)
            FROM staged LEFT JOIN aside ON aside.id = staged.id"""
    connection.execute(f"CREATE OR REPLACE VIEW judged AS {query}")


def _leave_out(connection: DuckDBPyConnection, ids: str, reason: str) -> None:
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


def _leave_out_ended(connection: DuckDBPyConnection) -> None:
    """Leave out what an addendum of a terminated contract amends: else its earlier value would come back in full.

    As in :func:`_superseded`, an addendum bears the number of the contract, or its own: then it is of its supplier.
    """
    terminated = f"reason = {quoted(TERMINATED)} AND version > 0"
    query = f"SELECT count(*) FROM judged WHERE {terminated}"  # noqa: S608 - our own names
    if not connection.execute(query).fetchall()[0][0]:
        return
    text = ", ".join(f"coalesce(CAST({name} AS VARCHAR), '') AS {name}" for name in ("contract", "supplier"))
    renumbered = "ended ANTI JOIN (FROM rows WHERE version = 0) USING (place, package, contract)"
    chains = (
        f"SELECT id FROM rows JOIN (SELECT {PACKAGE}, {name}, max(version) AS last FROM {of} GROUP BY ALL) "  # noqa: S608
        f"USING ({PACKAGE}, {name}) WHERE reason IS NULL AND version < last"
        for name, of in (("contract", "ended"), ("supplier", renumbered))
    )
    ids = (
        f"WITH rows AS (SELECT id, {PACKAGE}, {text}, version, reason FROM judged), "  # noqa: S608 - our own names
        f"ended AS (FROM rows WHERE {terminated}) {' UNION '.join(chains)}"
    )
    _leave_out(connection, ids, TERMINATED)


def _leave_out_repeated(connection: DuckDBPyConnection, kind: Kind) -> None:
    """Keep one of equal rows, and the last addendum; in kinds of one row a package, mark those that contradict."""
    # only packages that stand more than once go through windows: they are dear
    connection.execute(
        "CREATE TABLE twice AS SELECT bucket FROM judged WHERE reason IS NULL GROUP BY bucket HAVING count(*) > 1"
    )
    if not connection.execute("SELECT count(*) FROM twice").fetchall()[0][0]:
        return
    several = "judged SEMI JOIN twice USING (bucket) WHERE reason IS NULL"
    query = f"SELECT count(*), count(*) FILTER (WHERE version > 0 OR {_numbered(kind)}) FROM {several}"  # noqa: S608 - our own names
    rows, later = connection.execute(query).fetchall()[0]
    if rows > MAX_REPEATED:
        raise DataError(
            f"{rows:,} rows are of packages that stand more than once; at most {MAX_REPEATED:,} in one import. Give "
            "the files in parts, by institution or month; nothing was imported"
        )
    if later:
        _leave_out(connection, _superseded(several, kind), SUPERSEDED)
    same = "value, umkk, pdn, umkk_flag, pdn_flag, bidders"
    if kind.summed:
        same += ", agency, supplier, rup, product"
    elif not kind.unique:
        same += ", agency, supplier, contract, mark, method"
    only = "AND product IS NOT NULL" if kind.summed else ""
    # groups, not windows: a window of one package needs memory for all its rows, of which a bomb has millions
    connection.execute(
        f"CREATE TABLE firsts AS SELECT min(id) AS id FROM {several} {only} "  # noqa: S608 - our own names
        f"GROUP BY {PACKAGE}, {same}"
    )
    _leave_out(connection, f"SELECT id FROM (FROM {several} {only}) ANTI JOIN firsts USING (id)", REPEATED)  # noqa: S608
    if kind.unique:
        connection.execute(
            f"CREATE TABLE differing AS SELECT {PACKAGE} FROM {several} "  # noqa: S608 - our own names
            f"GROUP BY {PACKAGE} HAVING count(*) > 1"
        )
        connection.execute(
            f"CREATE TABLE contradicting AS SELECT id, package FROM (FROM {several}) "  # noqa: S608 - our own names
            f"SEMI JOIN differing USING ({PACKAGE})"
        )
        _leave_out(connection, "FROM contradicting", BAD)


def _numbered(kind: Kind) -> str:
    """Test whether a row has the number of a contract, of which one value counts, whether it names versions or not."""
    return f"({kind.amended} AND contract IS NOT NULL)"


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


def _superseded(several: str, kind: Kind) -> str:
    """Return the query of the rows that an addendum replaces.

    An addendum bears the number of the contract it amends, or a number of its own: then no row of its number is an
    original (version 0), and it amends what the same supplier has of the package. The last with a value counts, as in
    LKPP's own totals of a tender (selesai nilai). Of two values of one number and version the later counts.
    """
    by_number, by_supplier = f"PARTITION BY {PACKAGE}, contract", f"PARTITION BY {PACKAGE}, supplier"
    last = f"{by_supplier} ORDER BY has DESC, version DESC, date DESC NULLS LAST, id DESC"
    same = f"{by_supplier}, contract, version ORDER BY has DESC, date DESC NULLS LAST, id DESC"  # a version twice
    chains = (
        f"SELECT id, {PACKAGE}, supplier, contract, version, date, has, value, "  # noqa: S608 - our own names
        f"min(version) OVER ({by_number}) > 0 AND {kind.amended} AS renumbered, "
        f"coalesce(max(version) FILTER (has) OVER ({by_number}), max(version) OVER ({by_number})) AS newest "
        f"FROM (SELECT *, coalesce(value, 0) > 0 AS has FROM {several})"
    )
    return (
        f"SELECT id FROM ({chains}) "  # noqa: S608 - our own names
        f"QUALIFY CASE WHEN bool_or(renumbered) OVER ({by_supplier}) "
        f"THEN version <> first_value(version) OVER ({last}) "
        f"OR contract IS DISTINCT FROM first_value(contract) OVER ({last}) ELSE version <> newest END "
        f"OR ((({kind.amended} AND version > 0) OR {_numbered(kind)}) "
        f"AND value IS DISTINCT FROM first_value(value) OVER ({same}))"
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
    """Create the table ``places``: the institution of each number."""
    rows = [(numbers[named], named[0], owner.key, owner.name, owner.region) for named, owner in owners.items()]
    columns = {"place": pa.int32(), **dict.fromkeys(("code", "key", "known_as", "region"), pa.string())}
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
    if not kind.unique and not kind.summed:
        query = f"""SELECT count(*), coalesce(sum(n), 0) FROM (SELECT count(*) AS n FROM judged SEMI JOIN twice
            USING (bucket) WHERE reason IS NULL GROUP BY {PACKAGE} HAVING count(*) > 1)"""  # noqa: S608 - our own
        packages, rows = connection.execute(query).fetchall()[0]
        if packages:
            notes.append(
                f"{count_of(packages, 'package code stands', 'package codes stand')} in {int(rows):,} rows that differ "
                "(suppliers, agencies or values): each is a line of its own"
            )
    return notes
