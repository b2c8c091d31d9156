"""Store of imported lines: Parquet files by year and institution, a list of the imports that count, and of snapshots.

A file counts once the list names it, and the list is replaced in one step: an import that breaks off leaves files that
nobody reads, which the next one removes, and the lines as they were. Snapshots are earlier states of lines that count:
they lie in the same folders, and no sum ever holds them.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from umkm_analysis.atomic_write import READABLE_BY_OWNER, move_into_place, write_atomically
from umkm_analysis.datasets import project
from umkm_analysis.datasets.procurement_lines.formats import NOT_ADDED
from umkm_analysis.datasets.project import cached_per_file
from umkm_analysis.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

FOLDER_VARIABLE = "UMKM_LINES"
IMPORTS_FILE = "lines.json"
FORMAT = 3
"""Lines of 1 counted addenda and their contracts and took 0 for a value; 2 kept no days of notice and closing."""
DIGEST_BYTES = 16
STAGING = ".staging"
FILES_OF_LINES = "year=*/institution=*/*.parquet"
SECRET_FILE = ".secret"  # noqa: S105 - the name of the file


@dataclass(frozen=True)
class Part:
    """The lines of one institution that one import brought."""

    files: tuple[str, ...]
    """Paths relative to the folder of lines."""
    institution: str
    name: str
    region: str | None
    codes: tuple[str, ...]
    """Codes (kd_klpd) of the institution in the source."""
    lines: int
    rupiah: int


@dataclass(frozen=True)
class Import:
    """One import: its sources, their date, and the lines of it that count."""

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


@dataclass(frozen=True)
class Snapshot:
    """Lines that counted at a date, or would have, and are in no sum since newer ones stand."""

    date: str
    """ISO date of the state that they belong to: the newest of its imports, where several were added."""
    lines: Import


@dataclass(frozen=True)
class Stored:
    """Everything that the list names."""

    imports: tuple[Import, ...] = ()
    """Those that count, the oldest import first."""
    snapshots: tuple[Snapshot, ...] = ()

    @property
    def all_imports(self) -> tuple[Import, ...]:
        """Imports that count, and those of snapshots."""
        return (*self.imports, *(snapshot.lines for snapshot in self.snapshots))


def folder() -> Path:
    """Folder of the lines: ``UMKM_LINES``, else data/lines/ of the project (git ignores it)."""
    named = os.environ.get(FOLDER_VARIABLE)
    return Path(named) if named else project.root() / "data" / "lines"


def imports() -> tuple[Import, ...]:
    """Every import that counts, the oldest first.

    Raises
    ------
    DataError
        If the list of imports cannot be read.
    """
    return stored().imports


def stored() -> Stored:
    """Everything that stands: imports that count, and snapshots.

    Raises
    ------
    DataError
        If the list of imports cannot be read.
    """
    path = folder() / IMPORTS_FILE
    return _stored(path) if path.is_file() else Stored()


def refuse_source(target: Path) -> None:
    """Refuse to write over a file that was imported: it may be the only copy of an export.

    Raises
    ------
    UsageError
        If it is one, byte for byte.
    """
    if not target.is_file():
        return
    with target.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if any(digest == sha256 for import_ in stored().all_imports for _, sha256 in import_.sources):
        raise UsageError(f"{target} is an export that was imported; give the table another name")


def key_mark() -> str | None:
    """Return the mark of the secret key that suppliers of the stored lines were hashed with; None where none stands."""
    path = folder() / IMPORTS_FILE
    return _key_mark(path) if path.is_file() else None


@cached_per_file
def _key_mark(path: Path) -> str | None:
    raw = json.loads(path.read_text(encoding="utf-8"))
    return raw.get("key") if any(not import_.synthetic for import_ in stored().all_imports) else None


def mark_of(key: str) -> str:
    """Return what tells a secret key from others, and nothing about it."""
    return hashlib.blake2b(key.encode(), digest_size=DIGEST_BYTES, person=b"umkm-lines-key").hexdigest()


def digests() -> Mapping[str, str]:
    """Hashes of the files as they were imported, by :func:`name_of`; none of files of before hashes were kept."""
    path = folder() / IMPORTS_FILE
    return _digests(path) if path.is_file() else {}


@cached_per_file
def _digests(path: Path) -> Mapping[str, str]:
    found = json.loads(path.read_text(encoding="utf-8")).get("digests", {})
    if not isinstance(found, dict):
        raise DataError(f"{path}: not readable (digests). Import the exports again, with --existing replace")
    return {str(name): str(digest) for name, digest in found.items()}


def digest(path: Path) -> str:
    """Hash a file of lines; BLAKE2b is fast on processors too that have no instructions for SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=DIGEST_BYTES)).hexdigest()


def name_of(path: Path) -> str:
    """Return the name of a file as imports have it."""
    return path.relative_to(folder()).as_posix()


@cached_per_file
def _stored(path: Path) -> Stored:
    unreadable = f"Delete {path.name}, keep {SECRET_FILE} beside it, and import the exports again"
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        if raw["format"] == FORMAT:
            return Stored(
                tuple(_import(import_) for import_ in raw["imports"]),
                tuple(Snapshot(snapshot["date"], _import(snapshot["lines"])) for snapshot in raw["snapshots"]),
            )
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(f"{path}: not readable ({error!r}). {unreadable}") from error
    if raw["format"] in range(1, FORMAT):
        raise DataError(
            f"{path}: an older version imported these lines, and counted otherwise (see CHANGELOG.md). {unreadable}"
        )
    raise DataError(f"{path}: format {raw['format']}, this version knows {FORMAT}; update umkm_analysis")


def _import(raw: dict[str, Any]) -> Import:
    parts = tuple(
        Part(**{**part, "files": tuple(part["files"]), "codes": tuple(part["codes"])}) for part in raw["parts"]
    )
    return Import(**{**raw, "sources": tuple((name, sha) for name, sha in raw["sources"]), "parts": parts})


def files(
    *, region: str | None = None, years: Sequence[int] | None = None, stages: Collection[str] | None = None
) -> list[Path]:
    """List the Parquet files that count, of a region or of all, of some years or of all.

    Parameters
    ----------
    region, years
        None for all.
    stages
        Of those that are in no sum (bids, papers, funds); None for the lines that are added up.
    """
    return [
        folder() / name
        for import_ in imports()
        if years is None or import_.year in years
        if (import_.stage in stages if stages is not None else import_.stage not in NOT_ADDED)
        for part in import_.parts
        if region is None or part.region == region
        for name in part.files
    ]


def of_region(region: str, *, stages: Collection[str] | None = None) -> list[Import]:
    """Return the imports that hold some of a region, each with its parts only; stages as in :func:`files`."""
    of_region_only = []
    for import_ in imports():
        if import_.stage not in stages if stages is not None else import_.stage in NOT_ADDED:
            continue
        parts = tuple(part for part in import_.parts if part.region == region)
        if parts:
            of_region_only.append(replace(import_, parts=parts))
    return of_region_only


def snapshots_of_region(region: str) -> list[Snapshot]:
    """Return the snapshots that hold lines of a region, each with its parts only."""
    found = []
    for snapshot in stored().snapshots:
        parts = tuple(part for part in snapshot.lines.parts if part.region == region)
        if parts:
            found.append(replace(snapshot, lines=replace(snapshot.lines, parts=parts)))
    return found


def snapshot_files(*, region: str | None = None) -> list[Path]:
    """List the Parquet files of snapshots, of a region or of all."""
    return [
        folder() / name
        for snapshot in stored().snapshots
        for part in snapshot.lines.parts
        if region is None or part.region == region
        for name in part.files
    ]


@contextmanager
def changing() -> Iterator[Path]:
    """Lock the lines while they change, and yield an empty folder to prepare files in.

    Raises
    ------
    UsageError
        If another import is under way.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - sockets and logging, which looking lines up does not need

    if FOLDER_VARIABLE not in os.environ:
        project.writable_root()  # refuses where there is nothing to keep them in
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


def publish(staging: Path, after: Stored) -> None:
    """Replace the list of imports in one step, once the prepared files are in place; then remove other files."""
    at = folder()
    new = sorted(staging.glob(FILES_OF_LINES))
    known = {**digests(), **{path.relative_to(staging).as_posix(): digest(path) for path in new}}
    for path in new:
        path.chmod(READABLE_BY_OWNER)  # lines name suppliers
        move_into_place(path, at / path.relative_to(staging))
    secret = at / SECRET_FILE
    mark = key_mark() or (
        mark_of(secret.read_text(encoding="ascii", errors="replace").strip()) if secret.is_file() else None
    )
    named = sorted(name for import_ in after.all_imports for part in import_.parts for name in part.files)
    listed = {
        "format": FORMAT,
        "key": mark,
        "imports": [asdict(import_) for import_ in after.imports],
        "snapshots": [asdict(snapshot) for snapshot in after.snapshots],
        "digests": {name: known[name] for name in named if name in known},
    }
    text = json.dumps(listed, ensure_ascii=False, indent=1)
    write_atomically({at / IMPORTS_FILE: text + "\n"}, parts=staging)
    sweep(at, after)


def sweep(at: Path, after: Stored) -> None:
    """Remove Parquet files that neither an import nor a snapshot names."""
    named = {at / name for import_ in after.all_imports for part in import_.parts for name in part.files}
    for path in [*at.glob(FILES_OF_LINES), *at.glob("parts/*.parquet")]:  # the latter an earlier version left behind
        if path not in named:
            path.unlink()


def _remove(path: Path) -> None:
    if not path.exists():
        return
    for inner in sorted(path.rglob("*"), reverse=True):
        inner.rmdir() if inner.is_dir() else inner.unlink()
    path.rmdir()
