"""Files of statistics by their content: each as grids, whatever its name ends in."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_analysis.characters import unseen, visible
from umkm_analysis.datasets.statistics.read import delimited, html, json_tables, snapshots, workbooks
from umkm_analysis.datasets.statistics.reading import listed
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from umkm_analysis.datasets.statistics.read.grids import Grid

LINE_ENDS = "\t\n\r"
"""Characters that cannot be seen and stand in cells of several lines."""
MAX_TEXT = 10_000
"""Characters of a cell or title."""
MAX_SHOWN = 60
MAX_BYTES = 64 << 20
"""A table of statistics has thousands of cells, not millions."""
WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""XLSX and ODS are ZIP files; an old XLS is an OLE file, and refused with what to do."""


@dataclass(frozen=True)
class StatisticsFile:
    """A file to import: its bytes, their hash, and the tables in it."""

    name: str
    content: bytes
    sha256: str
    grids: tuple[Grid, ...]
    identity: str = ""
    """Hash of what counts of it: of a snapshot its answers, whenever they were fetched; else of the file."""
    source: str = ""
    """Publisher, and title after a comma, where the file says so."""


def read_file(path: Path) -> StatisticsFile:
    """Read a file of statistics.

    Raises
    ------
    DataError
        If there is no such file, or it is empty, too large, of an unknown format, or an answer that says no.
    """
    if not path.is_file():
        raise DataError(f"{visible(str(path))}: there is no such file")
    if unseen(path.name):
        raise DataError(f"{visible(path.name)}: the name holds a character that cannot be seen; rename the file")
    if path.stat().st_size > MAX_BYTES:
        raise DataError(f"{path.name}: above {MAX_BYTES >> 20} MB, which no table of statistics is")
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if snapshots.is_snapshot(content):
        snapshot = snapshots.read_snapshot(content, path.name)
        found, identity, source = snapshot.grids, snapshot.identity, snapshot.source
    else:
        found, identity, source = tuple(grid for grid in _grids(content, path.name) if grid.rows), digest, ""
    if not found:
        raise DataError(f"{path.name}: there is no table in it")
    _refuse_strange(found)
    return StatisticsFile(path.name, content, digest, found, identity, source)


def _grids(content: bytes, name: str) -> list[Grid]:
    if content.startswith(WORKBOOK):
        return workbooks.read_workbook(content, name)
    text = _decoded(content, name)
    start = text.lstrip()[:1]
    if not start:
        raise DataError(f"{name}: the file is empty; download it again")
    is_json = re.match(r"""\s*(?:\{|\[\s*[\[\]{"\d-]|null\s*$)""", text) is not None
    if (start == "<" or is_json) and len(text) > json_tables.MAX_TREE:
        raise DataError(
            f"{name}: a web page or JSON above {json_tables.MAX_TREE >> 20} MB. Save its table as CSV or XLSX"
        )
    if start == "<":
        return html.read_html(text, name)
    if is_json:
        return json_tables.read_json(json_tables.load_json(text, name), name)
    return [delimited.read_delimited(text, name)]


def _decoded(content: bytes, name: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError as error:
            raise DataError(f"{name}: begins as UTF-16 and is none ({error}); save it as CSV UTF-8") from error
    if b"\x00" in content:
        raise DataError(f"{name}: neither text nor a workbook. Give CSV, XLSX, ODS, HTML or JSON as downloaded")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")  # what an Excel on Windows saves


def _refuse_strange(grids: Sequence[Grid]) -> None:
    """Refuse text that nobody sees, or that is no cell of a table: it would stand on pages, or hide in a name."""
    texts = [(grid.title, f"{grid.place}, title") for grid in grids]
    texts += [
        (cell, grid.where(row, column))
        for grid in grids
        for row, cells in enumerate(grid.rows)
        for column, cell in enumerate(cells)
        if isinstance(cell, str) and cell
    ]
    problems = []
    for text, where in texts:
        if sign := unseen(text, allowed=LINE_ENDS):
            problems.append(f'{where}: {sign} in "{visible(text)[:MAX_SHOWN]}"')
        elif len(text) > MAX_TEXT:
            problems.append(f"{where}: a text of {len(text):,} characters")
    if problems:
        raise DataError(
            listed(
                [visible(one) for one in problems],
                "cell holds characters that cannot be seen, or far too many",
                "cells hold characters that cannot be seen, or far too many",
            )
        )
