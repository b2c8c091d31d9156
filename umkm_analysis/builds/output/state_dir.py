"""Paths of a build's own files in its output folder, all in one hidden folder."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

STATE = ".umkm"


def lock_file(output: Path) -> Path:
    """File that is locked during a build; the system releases it however the build ends."""
    return output / STATE / "lock"


def holder_file(output: Path) -> Path:
    """File that names the process that holds the lock."""
    return output / STATE / "building"


def journal_file(output: Path) -> Path:
    """File that lists the pages that a running build has published."""
    return output / STATE / "journal.jsonl"


def parts_folder(output: Path) -> Path:
    """Folder of temporary files, which are moved to their final paths; it is made."""
    folder = output / STATE / "parts"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def sweep(output: Path) -> None:
    """Remove temporary files that a killed build or worker has left."""
    shutil.rmtree(output / STATE / "parts", ignore_errors=True)
