"""Rows of the tables as they are printed: which of them a report reads, and whether they are still the same."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_analysis.datasets import project
from umkm_analysis.datasets.datapackage import read_data_package, resources
from umkm_analysis.datasets.project import cached_per_file, cached_per_project

if TYPE_CHECKING:
    from pathlib import Path

    from umkm_analysis.datasets.datapackage import Resource

Inputs = Mapping[str, Collection[str] | None]
"""What a report reads: table → the keys of its rows; None for the whole table."""
DIGITS = 12
"""Of a SHA-256: enough to tell two versions apart."""
REGION = "code"
"""What rows are chosen by, where a table has it; its first column elsewhere."""


@dataclass(frozen=True)
class _Printed:
    header: list[str]
    by_key: Mapping[str, list[list[str]]]
    """Rows by the cell they are chosen by, as they stand in the file."""
    digests: Mapping[str, str]
    """The same rows' SHA-256."""

    def chosen(self, keys: Collection[str] | None) -> list[str]:
        """Return those of some keys that have rows, in order."""
        return sorted(self.by_key if keys is None else self.by_key.keys() & set(keys))


def fingerprint(name: str, keys: Collection[str] | None = None) -> str:
    """Return the first digits of the SHA-256 of some rows of a table and its header.

    Parameters
    ----------
    name
        Name of the table, such as "grdp_level".
    keys
        BPS codes of the rows (the cell of the first column where a table has no codes); None for all rows.
    """
    return fingerprints({name: keys})[name]


def fingerprints(reads: Inputs) -> dict[str, str]:
    """Return the fingerprint of what is read of each table, as :func:`fingerprint` does."""
    return {name: _digits(_printed(name), keys) for name, keys in reads.items()}


def keys_of(name: str) -> Collection[str]:
    """Return what the rows of a table are chosen by: BPS codes, or the cells of its first column."""
    return _printed(name).by_key.keys()


def merged(*several: Inputs) -> Inputs:
    """Put together what several readers read; who reads a whole table reads every row of it."""
    found: dict[str, set[str] | None] = {}
    for reads in several:
        for name, keys in reads.items():
            known = found.get(name, set())
            found[name] = None if keys is None or known is None else known | set(keys)
    return {name: None if keys is None else sorted(keys) for name, keys in found.items()}


def referred(reads: Inputs, to: str) -> set[str]:
    """Collect the keys of another table that some rows refer to.

    Parameters
    ----------
    reads
        The rows.
    to
        Name of the other table.
    """
    found = set()
    for name, keys in reads.items():
        printed, cited = _printed(name), _cited(name, to)
        for key in printed.chosen(keys) if cited else ():
            found |= cited[key]
    return found


def data_version(root: Path) -> str:
    """Return the fingerprint of data/: of datapackage.json and of every table that it describes."""
    package = root / project.MARKER
    files = (package, *(root / "data" / resource.path for resource in read_data_package(package).values()))
    return hashlib.sha256(b"".join(_file_digest(path) for path in files)).hexdigest()[:DIGITS]


@cached_per_file
def _file_digest(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b"missing"


def _digits(printed: _Printed, keys: Collection[str] | None) -> str:
    told = [printed.header, *(printed.digests[key] for key in printed.chosen(keys))]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:DIGITS]


@cached_per_project
def _printed(name: str) -> _Printed:
    with (project.root() / "data" / resources()[name].path).open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    position = header.index(REGION) if REGION in header else 0
    by_key: dict[str, list[list[str]]] = {}
    for row in rows:
        by_key.setdefault(row[position], []).append(row)
    return _Printed(
        header, by_key, {key: hashlib.sha256(repr(told).encode()).hexdigest() for key, told in by_key.items()}
    )


@cached_per_project
def _cited(name: str, to: str) -> dict[str, set[str]]:
    """Collect what the rows of each key refer to; empty where the table refers to nothing there."""
    printed = _printed(name)
    places = _references(resources()[name], printed.header, to)
    cited: dict[str, set[str]] = {}
    for key, told in printed.by_key.items() if places else ():
        cells = [(row[position], between) for row in told for position, between in places]
        cited[key] = {one for cell, separator in cells for one in (cell.split(separator) if separator else [cell])} - {
            ""
        }
    return cited


def _references(resource: Resource, header: list[str], to: str) -> list[tuple[int, str | None]]:
    return [
        (header.index(field.name), field.reference.separator)
        for field in resource.fields
        if field.reference is not None and field.reference.resource == to
    ]
