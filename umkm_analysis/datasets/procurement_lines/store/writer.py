"""Writer of lines to Parquet, straight from the typed batches; products are added up by DuckDB before."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from umkm_analysis.datasets.procurement_lines.clean import staging
from umkm_analysis.datasets.procurement_lines.clean.cells.quoting import quoted
from umkm_analysis.datasets.procurement_lines.clean.columns import TYPED_SCHEMA, WHOLE, WORD_TYPE, spread
from umkm_analysis.datasets.procurement_lines.store.institution_files import GATHERED_BYTES, GATHERED_ROWS, write_apart

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from umkm_analysis.datasets.procurement_lines.clean.institutions import Institution
    from umkm_analysis.datasets.procurement_lines.formats import Kind

WRITERS = 2
"""Files that are written at the same time."""
WINDOW_FILES = 64
"""Typed batches whose lines are sorted by institution; each is read once for every 200,000 lines among them."""
PART_ROWS = 100_000
"""Rows of products that are added up together."""
LINE_SCHEMA = pa.schema(
    [
        *((name, WORD_TYPE) for name in ("kind", "stage")),
        ("year", pa.int32()),
        *((name, WORD_TYPE) for name in ("institution", "institution_name", "region", "agency")),
        *((name, pa.string()) for name in ("package", "package_name", "rup")),
        *((name, WORD_TYPE) for name in ("supplier", "supplier_region", "method", "method_group")),
        *((name, WORD_TYPE) for name in ("category", "fund", "status")),
        *((name, pa.date32()) for name in ("date", "announced", "closed")),
        *((name, pa.int64()) for name in ("value", "pending", "umkk", "pdn", "hps")),
        ("bidders", pa.int32()),
        *((name, WORD_TYPE) for name in ("source_file", "source_sha256")),
        ("as_of", pa.date32()),
        ("synthetic", pa.bool_()),
    ]
)
"""Columns of a line. Dictionaries are for memory only: the file holds text."""
NEEDED = ("place", *(name for name in TYPED_SCHEMA.names if name in LINE_SCHEMA.names and name not in WHOLE),
          *(f"whole_{name}" for name in WHOLE))  # fmt: skip
"""Columns of a typed batch that a line is made of."""
OPTIONS: Mapping[str, Any] = {
    "compression": "zstd",
    "compression_level": 1,
    "use_dictionary": [field.name for field in LINE_SCHEMA if pa.types.is_dictionary(field.type)],
    "column_encoding": dict.fromkeys(("package", "rup"), "DELTA_BYTE_ARRAY"),  # codes begin alike
    "store_schema": False,
}


@dataclass(frozen=True)
class SharedFields:
    """Fields that all lines of an import share."""

    name: str
    """Beginning of the names of its files."""
    kind: Kind
    year: int
    as_of: dt.date
    synthetic: bool
    sources: Sequence[tuple[str, str]]
    """Name and hash of every file, by its number."""
    homes: Mapping[str, str | None]
    """Domicile of a supplier, as printed → BPS code of the region."""


def write_lines(
    connection: DuckDBPyConnection,
    common: SharedFields,
    owners: Mapping[int, Institution],
    typed: Sequence[Path],
    prepared: Path,
) -> None:
    """Write the kept rows as lines into a prepared folder, by year and institution.

    Parameters
    ----------
    connection
        Where the view ``judged`` and the table ``aside`` are.
    common
        What all lines share.
    owners
        Number of an institution → the institution.
    typed
        Files of typed batches.
    prepared
        The folder.
    """
    folder = prepared / f"year={common.year}"
    if len(set(owners.values())) == 1 and not common.kind.summed:
        own = next(iter(owners.values()))
        (folder / f"institution={own.key}").mkdir(parents=True)

        def write(at: int) -> None:
            path = folder / f"institution={own.key}" / f"{common.name}-{at}.parquet"
            _write_one(common, own, _kept(connection.cursor(), typed[at::WRITERS]), path)

        with ThreadPoolExecutor(WRITERS) as writers:
            list(writers.map(write, range(min(WRITERS, len(typed)))))
        return
    paths = {own.key: folder / f"institution={own.key}" / common.name for own in owners.values()}
    if common.kind.summed:
        connection.execute("CREATE TABLE domiciles (name VARCHAR, code VARCHAR)")
        if common.homes:
            connection.executemany("INSERT INTO domiciles VALUES (?, ?)", list(common.homes.items()))
        parts = _split(connection, typed, prepared / "parts")

        def batches() -> Iterator[pa.Table]:
            for part in parts:
                query = lines_query(common, f"read_parquet({quoted(str(part))})")
                yield connection.sql(query).to_arrow_table()
    else:

        def batches() -> Iterator[pa.Table]:
            return _by_institution(connection.cursor(), common, owners, typed)

    write_apart(batches, paths, LINE_SCHEMA, OPTIONS)


def _kept(
    connection: DuckDBPyConnection, typed: Sequence[Path], columns: Sequence[str] = NEEDED
) -> Iterator[tuple[pa.Table, int]]:
    """Read columns of typed batches without the rows that are left out, each with the number of its file."""
    for source in typed:
        with pa.memory_map(str(source)) as file, pa.ipc.open_file(file) as batches:
            table = batches.read_all()
            kept = _is_kept(table, _aside(connection, table))
            some = table.select(columns)
            yield some if pc.all(kept).as_py() else some.filter(kept), staging.file_of(source)


def _by_institution(
    connection: DuckDBPyConnection, common: SharedFields, owners: Mapping[int, Institution], typed: Sequence[Path]
) -> Iterator[pa.Table]:
    """Make lines, those of few institutions at a time, so that a file has few pieces: each costs as much as 3,000 rows.

    What is read again for that is the page cache's; the memory of it does not grow.
    """
    keys = sorted({owner.key for owner in owners.values()})
    key_of = np.full(max(owners) + 2, -1, np.int32)  # the last is that of rows that are left out
    for place, owner in owners.items():
        key_of[place] = keys.index(owner.key)
    for start in range(0, len(typed), WINDOW_FILES):
        window = typed[start : start + WINDOW_FILES]
        owned = [key_of[_kept_places(connection, path)] for path in window]
        sizes = sum(np.bincount(rows[rows >= 0], minlength=len(keys)) for rows in owned)
        each = sum(path.stat().st_size for path in window) // max(1, sum(map(len, owned)))
        group_of = np.append(np.cumsum(sizes) // min(GATHERED_ROWS, GATHERED_BYTES // max(1, each)), -1)
        for group in np.unique(group_of[:-1]):
            for file, some in groupby(zip(window, owned, strict=True), lambda pair: staging.file_of(pair[0])):
                tables = [_chosen(path, np.flatnonzero(group_of[rows] == group)) for path, rows in some]
                yield _lines(common, owners, pa.concat_tables(tables), file)


def _kept_places(connection: DuckDBPyConnection, path: Path) -> np.ndarray[Any, np.dtype[np.int32]]:
    """Return the number of every row's institution, -1 where the row is left out."""
    with pa.memory_map(str(path)) as file, pa.ipc.open_file(file) as batches:
        table = batches.read_all()
        kept = _is_kept(table, _aside(connection, table))
        return pc.if_else(kept, table["place"], pa.scalar(-1, pa.int32())).to_numpy()


def _chosen(path: Path, rows: np.ndarray[Any, np.dtype[np.int64]]) -> pa.Table:
    with pa.memory_map(str(path)) as file, pa.ipc.open_file(file) as batches:
        table = batches.read_all().select(NEEDED).take(pa.array(rows))
        return pa.table([_apart(column) for column in table.columns], names=table.column_names)


def _apart(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Copy the words of some rows: as long as those of the file are used, all its pages stay in memory.

    Of more words than rows only those of the rows: else every group of rows would copy and compare all of the file's.
    """
    if not pa.types.is_dictionary(column.type):
        return column
    chunks = [
        chunk.dictionary_decode().dictionary_encode()
        if len(chunk.dictionary) > len(chunk)
        else pa.DictionaryArray.from_arrays(
            chunk.indices, chunk.dictionary.take(pa.array(np.arange(len(chunk.dictionary))))
        )
        for chunk in column.chunks
    ]
    return pa.chunked_array(chunks, column.type)


def _aside(connection: DuckDBPyConnection, table: pa.Table) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Return the ids of the rows of a typed batch that were left out when all were judged."""
    ends = pc.min_max(table["id"]).as_py()
    query = "SELECT id FROM aside WHERE id BETWEEN ? AND ?"
    return connection.execute(query, [ends["min"], ends["max"]]).fetchnumpy()["id"]


def _is_kept(table: pa.Table, aside: np.ndarray[Any, np.dtype[np.int64]]) -> pa.ChunkedArray:
    """Return for every row of a typed batch whether it is kept: without a reason, and none of some ids."""
    kept = pc.is_null(table["reason"])
    return pc.and_not(kept, pc.is_in(table["id"], value_set=pa.array(aside))) if len(aside) else kept


def _split(connection: DuckDBPyConnection, typed: Sequence[Path], folder: Path) -> list[Path]:
    """Write the kept rows to files so that each holds all rows of its packages, few enough to be added up in memory."""
    rows = sum(_rows_of(path) for path in typed)
    count = -(-rows // PART_ROWS)
    paths = {str(part): folder / str(part) for part in range(count)}

    def batches() -> Iterator[pa.Table]:
        for table, _ in _kept(connection.cursor(), typed, TYPED_SCHEMA.names):
            part = table["bucket"].to_numpy() % np.uint64(count)
            yield table.append_column("part", pa.array(part).cast(pa.string()))

    write_apart(batches, paths, TYPED_SCHEMA, {"compression": "snappy"}, by="part")
    return [path.with_name(f"{path.name}-*.parquet") for path in paths.values() if list(folder.glob(f"{path.name}-*"))]


def _rows_of(path: Path) -> int:
    with pa.memory_map(str(path)) as file:
        batches = pa.ipc.open_file(file)
        return sum(batches.get_batch(at).num_rows for at in range(batches.num_record_batches))


def _write_one(common: SharedFields, own: Institution, batches: Iterable[tuple[pa.Table, int]], path: Path) -> None:
    """Write typed batches of one institution to one file, their text dictionary-encoded."""
    with pq.ParquetWriter(path, LINE_SCHEMA, **OPTIONS) as writer:
        for table, file in batches:
            writer.write_table(_lines(common, {None: own}, table, file))


def _lines(
    common: SharedFields, owners: Mapping[int, Institution] | Mapping[None, Institution], table: pa.Table, file: int
) -> pa.Table:
    """Make lines of kept rows of a batch.

    Parameters
    ----------
    common
        What they share.
    owners
        Number of an institution in the batch → the institution; None for the one of all rows.
    table, file
        The batch, and the number of its source.
    """

    def all_of(value: Any, kind: pa.DataType) -> Any:
        if kind != WORD_TYPE:
            return pa.repeat(pa.scalar(value, kind), table.num_rows)
        index = pa.repeat(pa.scalar(0, pa.int32()), table.num_rows)
        return spread(pa.array([value], pa.string()), index)

    same = {
        "kind": common.kind.name,
        "stage": common.kind.stage,
        "year": common.year,
        "source_file": common.sources[file][0],
        "source_sha256": common.sources[file][1],
        "as_of": common.as_of,
        "synthetic": common.synthetic,
    }
    own = [(owner.key, owner.name, owner.region) for owner in owners.values()]
    whose = _positions(table["place"], [*owners])
    named = {
        name: spread(pa.array([each[at] for each in own], pa.string()), whose)
        for at, name in enumerate(("institution", "institution_name", "region"))
    }
    homes = table["supplier_region"].unify_dictionaries().combine_chunks()
    codes = pa.array([common.homes.get(name) for name in homes.dictionary.to_pylist()], pa.string())
    columns = {
        **{name: table[f"whole_{name}"] for name in ("value", "pending", "umkk", "pdn", "hps")},
        **{name: all_of(value, LINE_SCHEMA.field(name).type) for name, value in same.items()},
        **named,
        "supplier_region": spread(codes, homes.indices),
    }
    return pa.table(
        [columns[name] if name in columns else table[name] for name in LINE_SCHEMA.names],
        schema=LINE_SCHEMA,
    )


def _positions(places: pa.ChunkedArray, numbers: Sequence[int] | Sequence[None]) -> pa.Array:
    """Return for every row where its institution stands in a list of numbers."""
    if numbers == [None]:
        return pa.repeat(pa.scalar(0, pa.int32()), len(places))
    return pc.index_in(places.combine_chunks(), value_set=pa.array(numbers, pa.int32()))


def lines_query(common: SharedFields, source: str) -> str:
    """Return the query that makes lines of the kept rows in a source."""
    kind = common.kind
    columns = {
        "kind": quoted(kind.name),
        "stage": quoted(kind.stage),
        "year": f"CAST({common.year} AS INTEGER)",
        "institution": "p.key",
        "institution_name": "p.known_as",
        "region": "p.region",
        "supplier_region": "d.code",
        **{name: f"r.whole_{name}" for name in ("value", "pending", "umkk", "pdn", "hps")},
        "source_file": "f.name",
        "source_sha256": "f.sha256",
        "as_of": f"DATE {quoted(common.as_of.isoformat())}",
        "synthetic": str(common.synthetic).lower(),
    }
    columns = {name: columns.get(name, f"r.{name}") for name in LINE_SCHEMA.names}
    listed = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
    rows = (
        f"SELECT {listed} FROM {source} r JOIN files f ON f.file = {staging.FILE} "  # noqa: S608 - our own names
        "JOIN places p ON p.place = r.place LEFT JOIN domiciles d ON d.name = r.supplier_region WHERE r.reason IS NULL"
    )
    if not kind.summed:
        return rows
    added = ("value", "umkk", "pdn")
    keys = ("kind", "stage", "year", "institution", "institution_name", "region", "package", "as_of", "synthetic")
    merged = {name: f"CASE WHEN min({name}) = max({name}) THEN min({name}) END AS {name}" for name in columns}
    merged |= {
        name: f"min({name}) AS {name}"
        for name in ("date", "announced", "closed", "status", "method_group", "source_file", "source_sha256")
    }
    # a part is known only where it is known of every product
    merged |= {
        name: f"CASE WHEN count(*) = count({name}) THEN CAST(sum({name}) AS BIGINT) END AS {name}" for name in added
    }
    # products of nothing among others that cost something are no package without a value
    merged["pending"] = "CASE WHEN sum(value) = 0 THEN CAST(sum(pending) AS BIGINT) END AS pending"
    merged |= {name: name for name in keys}
    return f"SELECT {', '.join(merged.values())} FROM ({rows}) GROUP BY {', '.join(keys)}"  # noqa: S608
