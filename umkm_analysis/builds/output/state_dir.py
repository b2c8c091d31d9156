"""Paths of a build's own files in its output folder, all in one hidden folder."""

from __future__ import annotations

import shutil
import stat
from typing import TYPE_CHECKING

from umkm_analysis.builds.output.safe_files import set_aside

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


def prepare(output: Path) -> list[str]:
    """Clear the way for a build's own files: links are removed (never what they name), other things renamed.

    Returns
    -------
    A sentence for each thing that was in the way.

    Raises
    ------
    OSError
        If the folder cannot be written to.
    """
    sentences = []
    state = output / STATE
    for path, folder in (
        (state, True), (lock_file(output), False), (holder_file(output), False), (journal_file(output), False),
        (state / "parts", True),
    ):  # fmt: skip
        sentence = clear_way(path, folder=folder, output=output)
        if sentence is not None:
            sentences.append(sentence)
    state.mkdir(exist_ok=True)
    return sentences


def clear_way(path: Path, *, folder: bool, output: Path) -> str | None:
    """Remove a link, and rename anything else that is not what a build keeps at a path; say so, or return None."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return None
    name = path.relative_to(output).as_posix()
    if stat.S_ISLNK(status.st_mode) or (stat.S_ISREG(status.st_mode) and not folder and status.st_nlink > 1):
        path.unlink()
        return f"{name} in the output folder was a link; the link was removed, what it names was left alone"
    if stat.S_ISDIR(status.st_mode) if folder else stat.S_ISREG(status.st_mode):
        return None
    aside = set_aside(path).name
    return f"{name} in the output folder was no {'folder' if folder else 'file'} of a build; it is now {aside}"


def sweep(output: Path) -> None:
    """Remove temporary files that a killed build or worker has left."""
    shutil.rmtree(output / STATE / "parts", ignore_errors=True)
