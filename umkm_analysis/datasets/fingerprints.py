"""Fingerprints of the rows that a report reads, and the version of all data.

A page is built again only if the rows that it was made from have changed, not whenever a file has.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from umkm_analysis.datasets import project
from umkm_analysis.datasets.datapackage import read_data_package, resources
from umkm_analysis.datasets.own import store as own
from umkm_analysis.datasets.project import cached_per_file, cached_per_project
from umkm_analysis.datasets.rules.cells import is_blank

if TYPE_CHECKING:
    from pathlib import Path

    from umkm_analysis.datasets.datapackage import Resource

Inputs = Mapping[str, Collection[str] | None]
"""What a report reads: table → the keys of its rows; None for the whole table."""
DIGITS = 12
"""Of a SHA-256: enough to tell two versions apart."""
LINES, REGISTER = "data/lines", "data/register"
"""Names of what a report may read besides the tables: a region's imported procurement lines, its register of UMKM."""
MISSING = b"missing"
"""Stands for the digest of a table that is not there."""
REGION = "code"
"""Column that rows are chosen by; a table without it uses its first column."""


@dataclass(frozen=True)
class _Printed:
    header: list[str]
    by_key: Mapping[str, str]
    """Key → its rows as CSV, in the order of the file: as lists of cells all tables take ten times the memory."""
    digests: dict[str, str] = field(default_factory=dict)
    """Key → SHA-256 of its rows, as far as it was asked for: a page reads the rows of some."""
    cited: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    """Key, other table → what its rows refer to there, as far as it was asked for."""

    def rows(self, key: str) -> list[list[str]]:
        """Return the cells of the rows of a key."""
        return list(csv.reader(io.StringIO(self.by_key[key], newline="")))

    def digest(self, key: str) -> str:
        """Return the SHA-256 of the rows of a key."""
        if key not in self.digests:
            self.digests[key] = hashlib.sha256(repr(self.rows(key)).encode()).hexdigest()
        return self.digests[key]

    def chosen(self, keys: Collection[str] | None) -> list[str]:
        """Return the given keys that have rows, sorted; all keys for None."""
        return sorted(self.by_key if keys is None else self.by_key.keys() & set(keys))


def fingerprint(name: str, keys: Collection[str] | None = None) -> str:
    """Return the first digits of the SHA-256 of some rows of a table and its header.

    Parameters
    ----------
    name
        Name of the table, such as "grdp_level".
    keys
        BPS codes of the rows, or cells of the first column where a table has no codes; None for all rows.
    """
    return fingerprints({name: keys})[name]


def fingerprints(inputs: Inputs) -> dict[str, str]:
    """Return the fingerprint of the rows of each table, as :func:`fingerprint` does."""
    return {name: _digits(_printed(name), _meant(name, keys, inputs)) for name, keys in inputs.items()}


def _meant(name: str, keys: Collection[str] | None, inputs: Inputs) -> Collection[str] | None:
    """Leave out, of the whole table of sources, those of imports that none of the rows read is from."""
    if name != "sources" or keys is not None:
        return keys
    figures = {other: rows for other, rows in inputs.items() if other != name}
    shipped = {key for key in keys_of(name) if not key.startswith(own.PREFIX)}
    return shipped | referred(figures, name)


def keys_of(name: str) -> Collection[str]:
    """Return the keys of a table's rows: BPS codes, or the cells of its first column."""
    return _printed(name).by_key.keys()


def merged(*several: Inputs) -> Inputs:
    """Return the union of several inputs; a whole table (None) includes all its rows."""
    union: dict[str, set[str] | None] = {}
    for inputs in several:
        for name, keys in inputs.items():
            earlier = union.get(name, set())
            union[name] = None if keys is None or earlier is None else earlier | set(keys)
    return {name: None if keys is None else sorted(keys) for name, keys in union.items()}


def referred(inputs: Inputs, to: str) -> set[str]:
    """Return the keys of another table that some rows refer to.

    Parameters
    ----------
    inputs
        The rows that refer.
    to
        Name of the other table.
    """
    referenced: set[str] = set()
    for name, keys in inputs.items():
        printed = _printed(name)
        places = _references(resources()[name], printed.header, to)
        for key in printed.chosen(keys) if places else ():
            if (key, to) not in printed.cited:
                printed.cited[key, to] = _cited(printed.rows(key), places)
            referenced |= printed.cited[key, to]
    return referenced


def data_version(root: Path, *, only: Collection[str] | None = None) -> str:
    """Return the fingerprint of published tables and own statistics: of datapackage.json, every table, every import.

    Parameters
    ----------
    root
        The project's folder.
    only
        Names of tables; the fingerprint is that of a copy of data/ without the others. None for all of them.
    """
    folder = project.published(root)
    package = folder / project.MARKER.name
    digests = [_file_digest(package)]
    for name, resource in read_data_package(package).items():
        digests.append(MISSING if only is not None and name not in only else _file_digest(folder / resource.path))
    return hashlib.sha256(b"".join([*digests, own.digest(root)])).hexdigest()[:DIGITS]


@cached_per_file
def _file_digest(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest() if path.is_file() else MISSING


def _digits(printed: _Printed, keys: Collection[str] | None) -> str:
    content = [printed.header, *map(printed.digest, printed.chosen(keys))]
    return hashlib.sha256(repr(content).encode()).hexdigest()[:DIGITS]


@cached_per_project
def _printed(name: str) -> _Printed:
    path = project.published() / resources()[name].path
    own_rows = _own_rows(name)
    with project.reading_same(path) as is_same:
        if is_same and not own_rows and not _own_rows(name):
            return _printed(name)
    lines = list(io.StringIO(project.content(path).decode("utf-8-sig"), newline=""))
    if lines and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += "\n"  # own rows may follow it
    reader = csv.reader(lines)
    header = next((row for row in reader if not is_blank(row)), [])
    position, begins = header.index(REGION) if REGION in header else 0, reader.line_num
    by_key: dict[str, list[str]] = {}
    for row in reader:
        if len(row) > 1 or not is_blank(row):
            by_key.setdefault(_cell(row, position), []).extend(lines[begins : reader.line_num])
        begins = reader.line_num
    for cells in own_rows:
        row = [cells.get(column) or "" for column in header]
        by_key.setdefault(_cell(row, position), []).append(_line(row))
    return _Printed(header, {key: "".join(lines) for key, lines in by_key.items()})


def _own_rows(name: str) -> Sequence[Mapping[str, str | None]]:
    """Rows that a user's imports add to a table: the figures by region, and a source each."""
    return [own.source_row(found) for found in own.usable()] if name == "sources" else own.printed_rows(name)


def _cited(rows: Sequence[list[str]], places: Sequence[tuple[int, str | None]]) -> frozenset[str]:
    cells = [(_cell(row, position), separator) for row in rows for position, separator in places]
    names = {name for cell, separator in cells for name in (cell.split(separator) if separator else [cell])}
    return frozenset(names - {""})


def _line(row: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(row)
    return line.getvalue()


def _cell(row: list[str], position: int) -> str:
    """Return a cell; "" where a row is too short."""
    return row[position] if position < len(row) else ""


def _references(resource: Resource, header: list[str], to: str) -> list[tuple[int, str | None]]:
    return [
        (header.index(field.name), field.reference.separator)
        for field in resource.fields
        if field.reference is not None and field.reference.resource == to
    ]
