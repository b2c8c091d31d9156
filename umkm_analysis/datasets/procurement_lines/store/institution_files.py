"""Parquet files of rows, one for each institution or other key, written side by side within a memory of fixed size.

Rows arrive in an order that may mix institutions. So many are gathered, sorted and written, to files that stay open.
Far more files than there are institutions in Indonesia are written in several passes.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

GATHERED_ROWS, GATHERED_BYTES = 200_000, 40 << 20
"""Lines that are sorted and written together; more need memory, fewer make files of small pieces."""
MAX_OPEN = 700
"""Files that are open at a time; systems allow a thousand, and Indonesia has some 650 such bodies."""
MAX_PIECES = 100
"""Pieces of open files; what a writer remembers of each takes 130 kB."""


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
        Key → its files, of which the name gets a number and an ending.
    schema
        Columns of the files.
    options
        Of :class:`pyarrow.parquet.ParquetWriter`.
    by
        Column of the key.
    """
    keys = sorted(paths)
    for start in range(0, len(keys), MAX_OPEN):
        some = frozenset(keys[start : start + MAX_OPEN])
        with _Files(paths, schema, options) as files, ThreadPoolExecutor(1) as writing:
            pending = None
            for gathered in _gathered(batches(), some, by, schema.names):
                if pending is not None:
                    pending.result()
                pending = writing.submit(files.write, gathered)
            if pending is not None:
                pending.result()


class _Files:
    """Files that are open: a writer remembers every piece, so that all are closed and begun anew from time to time."""

    def __init__(self, paths: Mapping[str, Path], schema: pa.Schema, options: Mapping[str, Any]) -> None:
        self._paths, self._schema, self._options = paths, schema, options
        self._writers: dict[str, pq.ParquetWriter] = {}
        self._pieces = self._turn = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def write(self, pieces: Sequence[tuple[str, pa.Table]]) -> None:
        """Write a piece to each file."""
        if self._pieces > MAX_PIECES:
            self._close()
        for key, piece in pieces:
            if key not in self._writers:
                path = self._paths[key].with_name(f"{self._paths[key].name}-{self._turn}.parquet")
                path.parent.mkdir(parents=True, exist_ok=True)
                self._writers[key] = pq.ParquetWriter(path, self._schema, **self._options)
            self._writers[key].write_table(_own_words(piece, self._schema))
        self._pieces += len(pieces)
        pa.default_memory_pool().release_unused()

    def _close(self) -> None:
        for writer in self._writers.values():
            writer.close()
        self._writers, self._pieces, self._turn = {}, 0, self._turn + 1


def _gathered(
    batches: Iterable[pa.Table], keys: Collection[str], by: str, names: Sequence[str]
) -> Iterator[list[tuple[str, pa.Table]]]:
    """Gather lines of some institutions, and return the piece of each."""
    gathered: list[pa.Table] = []
    rows = size = 0
    for batch in batches:
        if rows and (rows + batch.num_rows > GATHERED_ROWS or size + batch.nbytes > GATHERED_BYTES):
            yield _pieces(gathered, keys, by, names)
            gathered, rows, size = [], 0, 0
        gathered.append(batch)
        rows += batch.num_rows
        size += batch.nbytes
    if rows:
        yield _pieces(gathered, keys, by, names)


def _pieces(
    gathered: list[pa.Table], keys: Collection[str], by: str, names: Sequence[str]
) -> list[tuple[str, pa.Table]]:
    """Sort lines by institution, all at once, and return those of each, in the order of their source."""
    table = pa.concat_tables(gathered).unify_dictionaries()
    gathered.clear()
    column = table[by].combine_chunks()
    words = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    codes, found = words.indices.to_numpy(), words.dictionary.to_pylist()
    order = np.argsort(codes, kind="stable")
    table = table.select(names).take(pa.array(order)).combine_chunks()
    starts = np.flatnonzero(np.diff(codes[order], prepend=-1))
    ends = [*starts[1:], len(order)]
    pieces = [(found[codes[order[start]]], table.slice(start, end - start)) for start, end in
              zip(starts, ends, strict=True)]  # fmt: skip
    return [(key, piece) for key, piece in pieces if key in keys]


def _own_words(piece: pa.Table, schema: pa.Schema) -> pa.Table:
    """Leave a piece the words only that stand in it: a file would hold those of other institutions too."""
    columns = [
        _own(column.combine_chunks()) if pa.types.is_dictionary(column.type) else column for column in piece.columns
    ]
    return pa.table(columns, names=piece.column_names).cast(schema)


def _own(words: pa.DictionaryArray) -> pa.DictionaryArray:
    if words.null_count == len(words):
        return pa.nulls(len(words), words.type)
    indices = words.indices
    if words.null_count == 0 and pc.all(pc.equal(indices, indices[0])).as_py():
        same = pa.repeat(pa.scalar(0, indices.type), len(words))
        return pa.DictionaryArray.from_arrays(same, words.dictionary.slice(indices[0].as_py(), 1))
    return words.dictionary_decode().dictionary_encode()
