"""Memory of checked data: tables found valid, and what commands said of the same bytes.

It cannot lie: what is remembered is found by the SHA-256 of the data, of the code that looked at them and of the
versions of the libraries it used; of data with a fault nothing is kept. It lies in the user's cache folder
(``UMKM_CACHE`` names another); where that cannot be read or written, everything is checked anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from typing import TYPE_CHECKING

from umkm_analysis.atomic_write import READABLE_BY_OWNER, write_atomically
from umkm_analysis.builds.staleness import code_fingerprint
from umkm_analysis.datasets import fingerprints, project, validity
from umkm_analysis.datasets.datapackage import resources
from umkm_analysis.datasets.procurement_lines.store import catalog
from umkm_analysis.datasets.register.places import FOLDER
from umkm_analysis.i18n.translation import NAMES, SOURCE, catalogue_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from umkm_analysis.datasets.rules.bad_rows import BadRow

FOLDER_VARIABLE = "UMKM_CACHE"
LIBRARIES = ("babel", "numpy", "pandas", "pandera")
"""Libraries whose versions may change what is valid, or what is said of it."""
MEMORY = re.compile(r"[0-9a-f]{64}\.json")
"""Names of its files: other files of the folder, which may be any that ``UMKM_CACHE`` names, are the person's own."""
MOST_FILES = 20
"""Memories that are kept, of several projects and versions; the oldest go."""


def folder() -> Path:
    """Return the user's cache folder of this package.

    Raises
    ------
    RuntimeError
        If the user has no home.
    """
    if named := os.environ.get(FOLDER_VARIABLE):
        return Path(named)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "umkm-analysis"


@contextmanager
def remembering_valid_tables() -> Iterator[None]:
    """Validate no table inside the block that was valid before, and remember those that are found valid."""
    data, before = fingerprints.data_version(project.root()), set(valid_tables())
    validity.skip_validation_of(data, before)
    yield
    keep_valid(validity.found_valid() | before, data)


def validate(previous: str, *, say: Callable[[str], None]) -> tuple[str, Sequence[BadRow]]:
    """Validate the data, unless the same rules and libraries have accepted them before, here or for another folder.

    Parameters
    ----------
    previous
        Fingerprint of the data that were accepted for this folder.
    say
        Takes a sentence about each row that cannot be used.

    Returns
    -------
    Fingerprint of the data that were accepted, empty where rows had to be set aside; and these rows.
    """
    data = fingerprints.data_version(project.root())
    checked = "-".join([data, code_fingerprint.of_rules(), code_fingerprint.libraries(), *_trusted()])
    if checked == previous or are_all_valid():
        validity.skip_validation_of(data)
        return checked, []
    from umkm_analysis.datasets import tables

    bad_rows = tables.set_aside_bad_rows()
    if not bad_rows:
        keep_valid(resources(), data)
    for bad in bad_rows:
        say(f"{bad}; {'reports that read this row are not made' if bad.concerns else 'no report reads it'}")
    return "" if bad_rows else checked, bad_rows


def are_all_valid() -> bool:
    """Whether every table of the data was valid before."""
    return set(resources()) <= set(valid_tables())


def valid_tables() -> list[str]:
    """Return the names of the tables that were valid before."""
    return _read(_valid_key(fingerprints.data_version(project.root())))


def keep_valid(names: Iterable[str], data: str) -> None:
    """Remember tables that are valid.

    Parameters
    ----------
    names
        Their names.
    data
        Version of the data before they were looked at; if it is another now, nothing is kept.
    """
    found, key = sorted(names), _valid_key(data)
    if found != _read(key) and data == fingerprints.data_version(project.root()):
        _keep(key, found)


def remembered_answer(*modules: str, about: Sequence[str] = ()) -> list[str]:
    """Return the lines that some code said of these data before; none if it did not.

    Parameters
    ----------
    modules
        Names of the modules that said it; none for the whole package with its words.
    about
        What they were asked, and what else they looked at; whoever keeps an answer holds that this was the same
        before and after.
    """
    return _read(_answer_key(fingerprints.data_version(project.root()), modules, about))


def keep_answer(lines: Sequence[str], data: str, *modules: str, about: Sequence[str] = ()) -> None:
    """Remember what some code says of the data; see :func:`keep_valid`."""
    if data == fingerprints.data_version(project.root()):
        _keep(_answer_key(data, modules, about), lines)


def imports_state(*more: Path) -> str:
    """Fingerprint of what was imported besides statistics: of the list of lines, its files and the registers.

    Parameters
    ----------
    more
        Other files that an answer depends on.
    """
    folder = project.root() / FOLDER
    files = [catalog.folder() / catalog.IMPORTS_FILE, *catalog.files(), *sorted(folder.glob("*.parquet")), *more]
    states = [(str(file), project.file_state(file)) for file in files]
    return hashlib.sha256(repr(states).encode()).hexdigest()


def _valid_key(data: str) -> str:
    return _key("valid", data, code_fingerprint.of_rules(), *_trusted())


def _trusted() -> list[str]:
    """Tell tables of an edition, which are read without being validated, from the same bytes anywhere else."""
    return ["edition"] if project.reads_edition() else []


def _answer_key(data: str, modules: Sequence[str], about: Sequence[str]) -> str:
    if modules:
        return _key("answer", data, code_fingerprint.of_modules(*modules), *about)
    words = [code_fingerprint.fingerprint_of(catalogue_path(language)) for language in NAMES if language != SOURCE]
    return _key("answer", data, code_fingerprint.of_package(), *words, *about)


def _key(*parts: str) -> str:
    used = [python_version(), version("umkm-analysis"), *map(version, LIBRARIES)]
    return hashlib.sha256(repr((parts, used)).encode()).hexdigest()


def _read(key: str) -> list[str]:
    try:
        said = json.loads((folder() / f"{key}.json").read_text(encoding="utf-8"))
        lines = list(map(str, said["lines"]))
        return lines if (said["of"], said["sha256"]) == (key, _digest(lines)) else []
    except (OSError, ValueError, LookupError, TypeError, RuntimeError):  # a memory that cannot be read is none
        return []


def _keep(key: str, lines: Sequence[str]) -> None:
    said = {"of": key, "sha256": _digest(lines), "lines": list(lines)}
    with suppress(OSError, RuntimeError):  # nowhere to keep it
        place = folder()
        write_atomically({place / f"{key}.json": json.dumps(said)}, mode=READABLE_BY_OWNER)
        memories = (file for file in place.iterdir() if MEMORY.fullmatch(file.name))
        kept = sorted(memories, key=lambda file: file.stat().st_mtime)
        for file in kept[:-MOST_FILES]:
            file.unlink(missing_ok=True)


def _digest(lines: Sequence[str]) -> str:
    return hashlib.sha256(json.dumps(list(lines)).encode()).hexdigest()
