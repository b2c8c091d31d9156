"""Where lines are kept: Parquet files by year and institution, and a catalogue of the files that count.

A file counts once the catalogue names it, and the catalogue is replaced in one step: an import that breaks off leaves
files that nobody reads, which the next one sweeps away, and the lines as they were.
"""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from umkm_analysis.atomic_write import move_into_place, write_atomically
from umkm_analysis.datasets import project
from umkm_analysis.datasets.project import cached_per_file
from umkm_analysis.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FOLDER_VARIABLE = "UMKM_LINES"
CATALOGUE = "lines.json"
FORMAT = 1
STAGING = ".staging"


@dataclass(frozen=True)
class Part:
    """The lines of one institution that one import brought."""

    files: tuple[str, ...]
    """Below the folder of lines."""
    institution: str
    name: str
    region: str | None
    codes: tuple[str, ...]
    """Codes (kd_klpd) that the institution bears in the source."""
    lines: int
    rupiah: int


@dataclass(frozen=True)
class Import:
    """One import: what was read, when it was true, and what of it counts."""

    kind: str
    stage: str
    year: int
    as_of: str
    synthetic: bool
    sources: tuple[tuple[str, str], ...]
    """Name and SHA-256 of every file."""
    account: dict[str, Any]
    """See :class:`~umkm_analysis.datasets.procurement_lines.clean.reconciliation.Account`."""
    parts: tuple[Part, ...]


def folder() -> Path:
    """Folder of the lines: ``UMKM_LINES``, else data/lines/ of the project (git ignores it)."""
    named = os.environ.get(FOLDER_VARIABLE)
    return Path(named) if named else project.root() / "data" / "lines"


def imports() -> tuple[Import, ...]:
    """Every import that counts, the oldest first.

    Raises
    ------
    DataError
        If the catalogue cannot be read.
    """
    path = folder() / CATALOGUE
    return _imports(path) if path.is_file() else ()


@cached_per_file
def _imports(path: Path) -> tuple[Import, ...]:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        if raw["format"] != FORMAT:
            raise DataError(f"{path}: format {raw['format']}, this version knows {FORMAT}; update umkm_analysis")
        return tuple(_import(one) for one in raw["imports"])
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(f"{path}: not readable ({error!r}). Delete {path.parent} and import again") from error


def _import(raw: dict[str, Any]) -> Import:
    parts = tuple(
        Part(**{**part, "files": tuple(part["files"]), "codes": tuple(part["codes"])}) for part in raw["parts"]
    )
    return Import(**{**raw, "sources": tuple((name, sha) for name, sha in raw["sources"]), "parts": parts})


def files(*, region: str | None = None, years: Sequence[int] | None = None) -> list[Path]:
    """List the Parquet files that count, of a region or of all, of some years or of all."""
    return [
        folder() / name
        for one in imports()
        if years is None or one.year in years
        for part in one.parts
        if region is None or part.region == region
        for name in part.files
    ]


def of_region(region: str) -> list[Import]:
    """Return the imports that hold lines of a region, each with the parts of that region only."""
    found = []
    for one in imports():
        parts = tuple(part for part in one.parts if part.region == region)
        if parts:
            found.append(Import(**{**vars(one), "parts": parts}))
    return found


@contextmanager
def changing() -> Iterator[Path]:
    """Hold the lines while they change, with an empty folder to prepare files in.

    Raises
    ------
    UsageError
        If another import is under way.
    """
    at = folder()
    at.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(at / ".lock", timeout=0):
            staging = at / STAGING
            _remove(staging)
            staging.mkdir()
            try:
                yield staging
            finally:
                _remove(staging)
    except Timeout as error:
        raise UsageError(f"lines in {at} are being imported by another process. Wait for it") from error


def publish(staging: Path, wanted: Sequence[Import]) -> None:
    """Make prepared files and a new list of imports count, in one step; then sweep away what no longer does."""
    at = folder()
    for path in sorted(staging.rglob("*.parquet")):
        move_into_place(path, at / path.relative_to(staging))
    text = json.dumps({"format": FORMAT, "imports": [asdict(one) for one in wanted]}, ensure_ascii=False, indent=1)
    write_atomically({at / CATALOGUE: text + "\n"}, parts=staging)
    sweep(at, wanted)


def sweep(at: Path, wanted: Sequence[Import]) -> None:
    """Remove Parquet files that no import names."""
    named = {at / name for one in wanted for part in one.parts for name in part.files}
    for path in at.glob("year=*/institution=*/*.parquet"):
        if path not in named:
            path.unlink()


def _remove(path: Path) -> None:
    if not path.exists():
        return
    for inner in sorted(path.rglob("*"), reverse=True):
        inner.rmdir() if inner.is_dir() else inner.unlink()
    path.rmdir()
