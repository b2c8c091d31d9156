"""Files of statistics by their content: each as grids, whatever its name ends in."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_analysis.datasets.statistics.read import delimited, html, json_tables, snapshots, workbooks
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

    from umkm_analysis.datasets.statistics.read.grids import Grid

MAX_BYTES = 64 << 20
"""A table of statistics has thousands of cells, not millions."""
WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""XLSX and ODS are ZIP files; XLS of Excel itself is an OLE file."""


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
        raise DataError(f"{path}: there is no such file")
    if path.stat().st_size > MAX_BYTES:
        raise DataError(f"{path.name}: above {MAX_BYTES >> 20} MB, which no table of statistics is")
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if snapshots.is_snapshot(content):
        snapshot = snapshots.read_snapshot(content, path.name)
        return StatisticsFile(path.name, content, digest, snapshot.grids, snapshot.identity, snapshot.source)
    found = tuple(grid for grid in _grids(content, path.name) if grid.rows)
    if not found:
        raise DataError(f"{path.name}: there is no table in it")
    return StatisticsFile(path.name, content, digest, found, digest)


def _grids(content: bytes, name: str) -> list[Grid]:
    if content.startswith(WORKBOOK):
        return workbooks.read_workbook(content, name)
    text = _decoded(content, name)
    start = text.lstrip()[:1]
    if not start:
        raise DataError(f"{name}: the file is empty; download it again")
    if start == "<":
        return html.read_html(text, name)
    if re.match(r"""\s*(?:\{|\[\s*[\[\]{"\d-]|null\s*$)""", text):
        return json_tables.read_json(json_tables.load_json(text, name), name)
    return [delimited.read_delimited(text, name)]


def _decoded(content: bytes, name: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    if b"\x00" in content:
        raise DataError(f"{name}: neither text nor a workbook. Give CSV, XLSX, XLS, HTML or JSON as downloaded")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")  # what an Excel on Windows saves
