"""What a build keeps in its output folder besides pages: all of it in one hidden folder."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

STATE = ".umkm"


def lock_file(output: Path) -> Path:
    """Return the file whose lock the system frees however a build ends."""
    return output / STATE / "lock"


def holder_file(output: Path) -> Path:
    """Return the file that says whose the lock is."""
    return output / STATE / "building"


def journal_file(output: Path) -> Path:
    """Return the file that says what a build that has not ended yet has published."""
    return output / STATE / "journal.jsonl"


def parts_folder(output: Path) -> Path:
    """Make and return the folder in which files are written before they are moved to their place."""
    folder = output / STATE / "parts"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def sweep(output: Path) -> None:
    """Remove what a build that was killed left half written."""
    shutil.rmtree(output / STATE / "parts", ignore_errors=True)
