"""State of the project's tables: known to be valid, or read without their bad rows; and plain rows of the valid ones.

Nothing here imports pandas: a command that only looks up regions need not wait for it.
"""

from __future__ import annotations

import csv
import io
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from umkm_analysis.datasets import fingerprints, project
from umkm_analysis.datasets.datapackage import resources
from umkm_analysis.datasets.rules.cells import is_blank

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

SET_ASIDE_VARIABLE = "UMKM_SET_ASIDE"
"""Version of the data whose bad rows are set aside by processes started from here, instead of refusing their tables."""

Home = tuple[Path, Path]
"""Folders of a project and of its published tables, or of those of an edition that is read in its place."""
validated: set[Home] = set()
"""Where tables were validated earlier, or by another process."""
trusted: dict[Home, set[str]] = {}
"""Single tables that were validated earlier."""
without_fault: set[tuple[Home, str]] = set()
"""Tables that this process has validated, and that have no fault."""
lenient: set[Home] = set()
"""Where bad rows are set aside."""
NUMBERS = {"integer": int, "year": int, "number": float}
"""Frictionless type → the type of a cell; of any other it is text."""


def home() -> Home:
    """Return where tables are read."""
    return project.root(), project.published()


def skip_validation_of(version: str, names: Collection[str] | None = None) -> None:
    """Read the project's tables without validating them, if data/ is a version that was validated before.

    Not if it is the one whose bad rows this process was told to set aside, as the preloading process may be.

    Parameters
    ----------
    version
        What :func:`~umkm_analysis.datasets.fingerprints.data_version` returned when it was validated.
    names
        Of the tables that were; None for all.
    """
    if fingerprints.data_version(project.root()) != version:
        return
    if names is None:
        if not _as_planned():
            validated.add(home())
    else:
        trusted.setdefault(home(), set()).update(names)


def found_valid() -> set[str]:
    """Return the names of the tables that were validated in this process and have no fault."""
    return {name for place, name in without_fault if place == home()}


def is_known_valid(name: str) -> bool:
    """Whether the very bytes of a table were validated before."""
    return home() in validated or name in trusted.get(home(), ()) or project.reads_edition()


def distrust() -> None:
    """Look at every table anew: what was validated earlier counts no more."""
    validated.discard(home())
    trusted.pop(home(), None)


def set_aside_as_planned(version: str) -> None:
    """Set bad rows aside in a process that makes reports, and in those that it starts, as the command did.

    What was read before, while the data were taken as valid, is forgotten.

    Parameters
    ----------
    version
        Version of the data that the reports were planned with.
    """
    if os.environ.get(SET_ASIDE_VARIABLE) != version:
        os.environ[SET_ASIDE_VARIABLE] = version
        distrust()
        project.clear_caches()


def read_as_planned(version: str, *, sets_aside: bool) -> None:
    """Read tables as the process did that planned a build, which has ended with what it knew of them.

    Parameters
    ----------
    version
        Version of the data that it was planned with.
    sets_aside
        Whether their bad rows are set aside; they are valid where not.
    """
    if sets_aside:
        set_aside_as_planned(version)
    else:
        skip_validation_of(version)


def sets_aside() -> bool:
    """Whether tables are read without their bad rows."""
    return home() in lenient or _as_planned()


def are_decided() -> bool:
    """Whether a build has looked at the data, and makes only reports that read no bad row."""
    return home() in validated or _as_planned()


def _as_planned() -> bool:
    with project.reading(None):  # the version holds own statistics too, also where these are left out
        return os.environ.get(SET_ASIDE_VARIABLE) == fingerprints.data_version(project.root())


def plain_rows(name: str) -> list[Mapping[str, Any]] | None:
    """Read a table that has no corrections as :func:`~umkm_analysis.datasets.tables.read` does, without pandas.

    Returns
    -------
    Column → cell for every row, None where it is empty; None where that function must look at the table first.
    """
    return printed_rows(name) if is_known_valid(name) else None


def printed_rows(name: str) -> list[Mapping[str, Any]] | None:
    """Read a table as it stands, whether or not it is valid or has corrections.

    Returns
    -------
    As :func:`plain_rows`; None where it cannot be read, or a cell that must be filled is empty.
    """
    resource = resources()[name]
    required = [column.name for column in resource.fields if column.required]
    types = [(column.name, NUMBERS.get(column.type, str)) for column in resource.fields]
    with suppress(OSError, ValueError, LookupError, csv.Error, StopIteration):  # not valid after all
        text = project.content(project.published() / resource.path).decode("utf-8-sig")
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        header = next(reader)
        rows = [dict(zip(header, cells, strict=True)) for cells in reader if not is_blank(cells)]
        if not all(row[column] for row in rows for column in required):
            return None
        return [{column: kind(row[column]) if row[column] else None for column, kind in types} for row in rows]
    return None
