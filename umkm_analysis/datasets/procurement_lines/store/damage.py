"""Damaged files of lines: found, and named instead of an engine's error."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from umkm_analysis.datasets.procurement_lines.store import integrity
from umkm_analysis.errors import DataError, UmkmError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

SHOWN = 5
"""Files that a message names."""


@contextmanager
def naming_damage(paths: Sequence[Path]) -> Iterator[None]:
    """Name the damaged files where an engine fails at reading some.

    Raises
    ------
    DataError
        If one of them is damaged or gone.
    """
    try:
        yield
    except UmkmError:
        raise
    except Exception as error:
        damaged = [path for path in paths if not is_sound(path)]
        if not damaged and not _of_reading(error):
            raise
        raise DataError(_damaged(damaged, str(error).strip().splitlines()[0][:200])) from error


def refuse_changed(paths: Sequence[Path]) -> None:
    """Refuse lines that are not as they were imported.

    Raises
    ------
    DataError
        If a byte of a file is another, or the file is gone.
    """
    wrong = integrity.changed(paths)
    if wrong:
        raise DataError(_damaged(wrong, "not as it was imported"))


def _damaged(paths: Sequence[Path], reason: str) -> str:
    more = f" and {len(paths) - SHOWN:,} more" if len(paths) > SHOWN else ""
    names = ", ".join(map(str, paths[:SHOWN])) + more or "a file of lines"
    return (
        f"{names}: damaged, or gone ({reason}). Import the export of these lines again, with --existing replace; umkm "
        "lines names its file"
    )


def is_sound(path: Path) -> bool:
    """Whether a Parquet file is as it was imported, and every row of it can be read."""
    if integrity.changed([path], anew=True):
        return False
    import pyarrow as pa  # noqa: PLC0415 - for those who read lines
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        with pq.ParquetFile(path) as file:
            for _ in file.iter_batches():
                pass
    except (pa.ArrowException, OSError, ValueError):
        return False
    return True


def _of_reading(error: Exception) -> bool:
    """Whether an error of DuckDB tells of a file that cannot be read; its Thrift reader raises the base class."""
    import duckdb  # noqa: PLC0415 - as above

    return isinstance(error, (duckdb.InvalidInputException, duckdb.IOException)) or type(error) is duckdb.Error
