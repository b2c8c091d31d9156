"""Files that are whole or not there, and that change together or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KEPT = "failed"
"""Folder of the executed notebooks of failed reports, inside the output folder."""
READABLE = 0o644


@dataclass(frozen=True)
class _Change:
    """One file on its way to its place, and what stood there."""

    place: Path
    new: Path
    old: Path | None


def publish(files: Mapping[Path, str | bytes]) -> None:
    """Write files that belong together.

    Parameters
    ----------
    files
        Text or bytes by path; folders are made.

    Raises
    ------
    OSError
        If a file cannot be written; then all of them are as they were.
    """
    with ExitStack() as temporary:

        def beside(place: Path, content: bytes) -> Path:
            path = _beside(place, content)
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


def keep(executed: Path, kept: Path) -> None:
    """Keep the executed notebook of a failed report for whoever mends it."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(executed, kept)


def forget(kept: Path) -> None:
    """Remove a kept notebook, and its folders once they are empty, when the report succeeds again."""
    kept.unlink(missing_ok=True)
    for folder in list(kept.parents)[:3]:
        try:
            folder.rmdir()
        except OSError:  # others are kept there, or it never was
            return


def _beside(place: Path, content: bytes) -> Path:
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
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
