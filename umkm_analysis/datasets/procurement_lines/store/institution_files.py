"""Parquet files of rows, one for each institution or other key, written side by side within a memory of fixed size.

Rows arrive in the order of their source, which mixes institutions. So many are gathered, sorted and written, to files
that stay open: one pass over the source, however many institutions it has. Far more of them than there are in
Indonesia are written in several passes.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path

GATHERED_ROWS = 150_000
"""Lines that are sorted and written together; more need memory, fewer make files of small pieces."""
MAX_OPEN = 700
"""Files that are open at a time; systems allow a thousand, and Indonesia has some 650 such bodies."""


def write_apart(
    batches: Callable[[], Iterable[pa.Table]],
    paths: Mapping[str, Path],
    schema: pa.Schema,
    options: Mapping[str, Any],
    *,
    by: str = "institution",
) -> None:
    """Write rows to the file of their institution, or of another key.

    Parameters
    ----------
    batches
        Returns all rows from the beginning, with the columns of ``schema`` and the key.
    paths
        Key → its file.
    schema
        Columns of the files; dictionaries are for memory only, a file holds text.
    options
        Of :class:`pyarrow.parquet.ParquetWriter`.
    by
        Column of the key.
    """
    plain = pa.schema([(field.name, _text(field.type)) for field in schema])
    keys = sorted(paths)
    for start in range(0, len(keys), MAX_OPEN):
        some = keys[start : start + MAX_OPEN]
        with ExitStack() as stack, ThreadPoolExecutor(1) as writing:
            writers = {}
            for key in some:
                paths[key].parent.mkdir(parents=True, exist_ok=True)
                writers[key] = stack.enter_context(pq.ParquetWriter(paths[key], plain, **options))
            pending = None
            for gathered in _gathered(batches(), frozenset(some), by):
                if pending is not None:
                    pending.result()
                pending = writing.submit(_write, gathered, writers, plain)
            if pending is not None:
                pending.result()
            pa.default_memory_pool().release_unused()


def _write(gathered: Mapping[str, list[pa.Table]], writers: Mapping[str, pq.ParquetWriter], plain: pa.Schema) -> None:
    for key, pieces in gathered.items():
        writers[key].write_table(pa.concat_tables([piece.select(plain.names).cast(plain) for piece in pieces]))


def _gathered(batches: Iterable[pa.Table], keys: Collection[str], by: str) -> Iterator[dict[str, list[pa.Table]]]:
    """Gather lines of some institutions, each with its pieces of several batches."""
    gathered: dict[str, list[pa.Table]] = {}
    rows = 0
    for batch in batches:
        for key, piece in _pieces(batch, by):
            if key in keys:
                gathered.setdefault(key, []).append(piece)
                rows += piece.num_rows
        if rows >= GATHERED_ROWS:
            yield gathered
            gathered, rows = {}, 0
    if rows:
        yield gathered


def _pieces(table: pa.Table, by: str) -> Iterator[tuple[str, pa.Table]]:
    """Sort lines by institution and return those of each, in the order of their source."""
    column = table[by].combine_chunks()
    words = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    codes, names = words.indices.to_numpy(), words.dictionary.to_pylist()
    order = np.argsort(codes, kind="stable")
    table = table.combine_chunks().take(pa.array(order))
    starts = np.flatnonzero(np.diff(codes[order], prepend=-1))
    for start, end in zip(starts, [*starts[1:], len(order)], strict=True):
        yield names[codes[order[start]]], table.slice(start, end - start)


def _text(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def without(table: pa.Table, ids: np.ndarray[Any, np.dtype[np.int64]]) -> pa.Table:
    """Return the rows of a typed batch that are kept: without a reason, and none of some ids."""
    kept = pc.is_null(table["reason"])
    if len(ids):
        kept = pc.and_not(kept, pc.is_in(table["id"], value_set=pa.array(ids)))
    return table.filter(kept)
