"""Atomic writing of files that belong together.

Each file is complete or absent, and all of them change or none: a killed build or a full disk leaves no half page.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


READABLE = 0o644


@dataclass(frozen=True)
class _Change:
    """A file to be put in place, and a copy of the one it replaces."""

    place: Path
    new: Path
    old: Path | None


def write_atomically(files: Mapping[Path, str | bytes], *, parts: Path | None = None) -> None:
    """Write several files, all of them or none.

    Parameters
    ----------
    files
        Text or bytes by path; folders are made.
    parts
        Folder on the same disk for the temporary files; None for the folders of the files themselves.

    Raises
    ------
    OSError
        If a file cannot be written; all of them are then as they were before.
    """
    with ExitStack() as cleanup:

        def temporary_file(place: Path, content: bytes) -> Path:
            path = _write_temporary(place, content, parts or place.parent)
            cleanup.callback(path.unlink, missing_ok=True)
            return path

        changes = []
        for place, content in files.items():
            place.parent.mkdir(parents=True, exist_ok=True)
            # the old one is copied before anything moves, so that going back needs no space on a full disk
            old = temporary_file(place, place.read_bytes()) if place.is_file() else None
            changes.append(
                _Change(place, temporary_file(place, content.encode() if isinstance(content, str) else content), old)
            )
        _replace(changes)


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


def _write_temporary(place: Path, content: bytes, parts: Path) -> Path:
    handle, name = tempfile.mkstemp(dir=parts, prefix=f".{place.name}.")
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        path.chmod(READABLE)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _replace(changes: Sequence[_Change]) -> None:
    done: list[_Change] = []
    try:
        for change in changes:
            change.new.replace(change.place)
            done.append(change)
    except BaseException:
        for change in reversed(done):
            if change.old is None:
                change.place.unlink()
            else:
                change.old.replace(change.place)
        raise
