"""Files that are whole or not there, and that change together or not at all."""

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
    """One file on its way to its place, and what stood there."""

    place: Path
    new: Path
    old: Path | None


def publish(files: Mapping[Path, str | bytes], *, parts: Path | None = None) -> None:
    """Write files that belong together.

    Parameters
    ----------
    files
        Text or bytes by path; folders are made.
    parts
        Folder on the same disk in which they are written first; beside their places if none is given.

    Raises
    ------
    OSError
        If a file cannot be written; then all of them are as they were.
    """
    with ExitStack() as temporary:

        def beside(place: Path, content: bytes) -> Path:
            path = _beside(place, content, parts or place.parent)
            temporary.callback(path.unlink, missing_ok=True)
            return path

        changes = []
        for place, content in files.items():
            place.parent.mkdir(parents=True, exist_ok=True)
            # the old one is copied before anything moves, so that going back needs no space on a full disk
            old = beside(place, place.read_bytes()) if place.is_file() else None
            changes.append(
                _Change(place, beside(place, content.encode() if isinstance(content, str) else content), old)
            )
        _replace(changes)


def forget(file: Path, *, above: Path) -> None:
    """Remove a file that may be there, and its folders below ``above`` once they are empty."""
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


def _beside(place: Path, content: bytes, parts: Path) -> Path:
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
