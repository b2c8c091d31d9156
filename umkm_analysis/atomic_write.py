"""Atomic writing of files: each is complete or absent, and files that belong together all change or none.

A killed process or a full disk leaves no half file, and no temporary one where the process could still clean up.
"""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

READABLE_BY_ALL = 0o644
READABLE_BY_OWNER = 0o600


@dataclass(frozen=True)
class _Change:
    """A file to be put in place, and a copy of the one it replaces."""

    place: Path
    new: Path
    old: Path | None


def write_atomically(
    files: Mapping[Path, str | bytes], *, parts: Path | None = None, mode: int = READABLE_BY_ALL
) -> None:
    """Write several files, all of them or none.

    Parameters
    ----------
    files
        Text or bytes by path; folders are made.
    parts
        Folder on the same disk for the temporary files; None for the folders of the files themselves.
    mode
        Permissions of the files.

    Raises
    ------
    OSError
        If a file cannot be written; all of them are then as they were before.
    """
    with ExitStack() as cleanup:

        def temporary_file(place: Path, content: bytes) -> Path:
            path = _write_temporary(place, content, parts or place.parent, mode)
            cleanup.callback(path.unlink, missing_ok=True)
            return path

        changes = []
        for place, content in files.items():
            if place.is_dir() and not place.is_symlink():
                raise IsADirectoryError(errno.EISDIR, "a folder of this name is in the way", str(place))
            place.parent.mkdir(parents=True, exist_ok=True)
            # the old one is copied before anything moves, so that going back needs no space on a full disk
            old = temporary_file(place, place.read_bytes()) if place.is_file() and not place.is_symlink() else None
            changes.append(
                _Change(place, temporary_file(place, content.encode() if isinstance(content, str) else content), old)
            )
        _replace(changes)


@contextmanager
def atomic_replacement(path: Path, *, mode: int | None = None) -> Iterator[Path]:
    """Yield a temporary path to write a file or a new folder to, and put it in place at the end.

    For writers that need a path, or write piece by piece. If the block raises, ``path`` stays as it was.

    Parameters
    ----------
    path
        The file to be replaced, or a folder that does not exist yet. Its parents are made.
    mode
        Permissions of the file; None for those it was written with.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.", ignore_cleanup_errors=True) as folder:
        temporary = Path(folder) / path.name
        yield temporary
        if mode is not None:
            temporary.chmod(mode)
        for file in sorted(temporary.rglob("*")) if temporary.is_dir() else [temporary]:
            _flush(file)
        temporary.replace(path)


def move_into_place(source: Path, target: Path) -> None:
    """Move a finished file on the same disk to its place, whose folders are made; what was there is replaced."""
    target.parent.mkdir(parents=True, exist_ok=True)
    _flush(source)
    source.replace(target)


def remove_with_empty_parents(file: Path, *, above: Path) -> None:
    """Remove a file if it exists, and those of its folders below ``above`` that are then empty."""
    file.unlink(missing_ok=True)
    for folder in file.parents:
        if folder == above:
            return
        try:
            folder.rmdir()
        except OSError:  # others are kept there, or it never was
            return


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of a file's content."""
    return hashlib.sha256(content).hexdigest()


def _write_temporary(place: Path, content: bytes, parts: Path, mode: int) -> Path:
    handle, name = tempfile.mkstemp(dir=parts, prefix=f".{place.name}.")
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        _flush(path)
        path.chmod(mode)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _flush(file: Path) -> None:
    """Wait until a file's content is on the disk."""
    if file.is_file():
        with file.open("r+b") as stream:
            os.fsync(stream.fileno())


def _move(new: Path, place: Path) -> None:
    try:
        new.replace(place)
    except FileNotFoundError:  # another process found the folder empty meanwhile and removed it
        place.parent.mkdir(parents=True, exist_ok=True)
        new.replace(place)


def _replace(changes: Sequence[_Change]) -> None:
    done: list[_Change] = []
    try:
        for change in changes:
            _move(change.new, change.place)
            done.append(change)
    except BaseException:
        for change in reversed(done):
            if change.old is None:
                change.place.unlink()
            else:
                change.old.replace(change.place)
        raise
