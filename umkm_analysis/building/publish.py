"""Files that are whole or not there: written beside, then renamed."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

KEPT = "failed"
"""Folder of the executed notebooks of failed reports, inside the output folder."""


def publish(files: Mapping[Path, str]) -> None:
    """Write files so that none is ever torn: all are written beside their places before the first is renamed.

    Parameters
    ----------
    files
        Text by path; folders are made.

    Raises
    ------
    OSError
        If a file cannot be written; what stood there still stands there.
    """
    written: list[tuple[str, Path]] = []
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            written.append((beside, path))
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
        for beside, path in written:
            Path(beside).chmod(0o644)
            Path(beside).replace(path)
    finally:
        for beside, _ in written:
            Path(beside).unlink(missing_ok=True)


def keep(executed: Path, kept: Path) -> None:
    """Keep the executed notebook of a failed report for whoever mends it."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(executed, kept)


def forget(kept: Path) -> None:
    """Remove a kept notebook, and its folders once they are empty, when the report succeeds again."""
    kept.unlink(missing_ok=True)
    for folder in (kept.parent, kept.parent.parent):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
