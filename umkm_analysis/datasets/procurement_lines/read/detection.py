"""Kinds of export that files hold, recognised by their headers, with the columns that say so."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from umkm_analysis.datasets.procurement_lines.kinds import choose_columns, evidence, matching_kinds, shown
from umkm_analysis.datasets.procurement_lines.read.delimited import beginning, layouts
from umkm_analysis.datasets.procurement_lines.read.json_rows import rows_of
from umkm_analysis.datasets.procurement_lines.read.sources import NO_TABLE, hash_file, sources
from umkm_analysis.datasets.procurement_lines.read.text import RowCounts
from umkm_analysis.datasets.procurement_lines.read.workbooks import headers
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from umkm_analysis.datasets.procurement_lines.formats import Kind
    from umkm_analysis.datasets.procurement_lines.read.sources import Source

JSON_ROWS = 100
"""Rows of JSON whose keys are its header."""
NO_ROW = "it holds no row"
MAX_FILES = 1000
"""Files of a folder, which may be a whole disk by mistake."""


@dataclass(frozen=True)
class Detected:
    """What a file holds."""

    path: Path
    kinds: tuple[Kind, ...]
    """Those whose header it has; none where no table of it is an export, several where it could be either."""
    reason: str
    """The columns that say so, or why nothing does."""
    empty: bool = False
    """Whether it holds no row that could tell, as the last page of a service."""


def files_in(paths: Sequence[Path]) -> tuple[list[Path], list[str]]:
    """List the files that are given, and those in folders that are given; of folders also what is no table.

    Raises
    ------
    DataError
        If there is no such file, or a folder holds none, too many, or what may not be read.
    """
    found: list[Path] = []
    skipped: list[str] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        inner = _inside(path)
        tables = [file for file in inner if not NO_TABLE.search(file.name)]
        skipped += [f"{file.name} is no table; not read" for file in inner if file not in tables]
        if not tables:
            raise DataError(f"{path}: the folder holds no file to import")
        found += tables
    return found, skipped


def _inside(folder: Path) -> list[Path]:
    files = (
        file
        for file in folder.rglob("*")
        if file.is_file() and not any(part.startswith((".", "~$")) for part in file.relative_to(folder).parts)
    )
    try:
        inner = list(islice(files, MAX_FILES + 1))
    except OSError as error:
        raise DataError(
            f"{folder}: {error.strerror or error}: {error.filename}; name the folder of the exports"
        ) from error
    if len(inner) > MAX_FILES:
        raise DataError(f"{folder}: more than {MAX_FILES:,} files; name the folder of the exports")
    return sorted(inner)


def detect(path: Path) -> Detected:
    """Tell the kind of a file.

    Raises
    ------
    DataError
        If it cannot be read, or an archive holds exports of several kinds.
    """
    by_kinds: dict[str, tuple[str, tuple[Kind, ...], str]] = {}
    for source in sources(hash_file(path)):
        kinds, reason = _of_source(source)
        if reason == NO_ROW:
            continue
        by_kinds.setdefault(" or ".join(kind.name for kind in kinds), (source.name, kinds, reason))
    if not by_kinds:
        return Detected(path, (), NO_ROW, empty=True)
    if len(by_kinds) > 1:
        listed = "; ".join(f"{name}: {names or 'no kind'}" for names, (name, _, _) in by_kinds.items())
        raise DataError(f"{path.name}: the archive holds files of several kinds ({listed}). Unpack it, give its folder")
    ((_, kinds, reason),) = by_kinds.values()
    return Detected(path, kinds, reason)


def _of_source(source: Source) -> tuple[tuple[Kind, ...], str]:
    first: list[str] | None = None
    best: tuple[int, tuple[Kind, ...], str] = (0, (), "")
    for header in _headers(source):
        if not header:
            return (), NO_ROW
        first = header if first is None or (len(first) == 1 and len(header) > 1) else first
        kinds = matching_kinds(header)
        count = max((len(choose_columns(kind, header)) for kind in kinds), default=0)
        if count > best[0]:
            reason = "; ".join(f"columns {evidence(kind, header)}" for kind in kinds)
            best = (count, tuple(kinds), reason)
    if best[0]:
        return best[1], best[2]
    return (), f"no kind of export has these columns: {shown(first or ())}"


def _headers(source: Source) -> Iterable[list[str]]:
    if source.format == "csv":
        return (layout.header for layout in layouts(beginning(source)))
    if source.format == "json":
        return _keys(source)
    return headers(source)


def _keys(source: Source) -> Iterator[list[str]]:
    rows = islice(rows_of(source, RowCounts()), JSON_ROWS)
    yield list(dict.fromkeys(key for _, row in rows for key in row))
