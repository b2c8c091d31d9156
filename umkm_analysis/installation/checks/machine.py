"""Checks of the person's folders, memory, disk, console and locale."""

from __future__ import annotations

import locale
import os
import shutil
import sys
import tempfile
from typing import TYPE_CHECKING

from umkm_analysis.builds.workers.memory import share_of_memory
from umkm_analysis.datasets import project
from umkm_analysis.datasets.boundaries import store
from umkm_analysis.errors import DataError
from umkm_analysis.installation import workspace
from umkm_analysis.installation.checks.check import Check, State
from umkm_analysis.plurals import count_of

if TYPE_CHECKING:
    from pathlib import Path

MEGABYTE = 1_000_000
MEMORY_NEEDED, MEMORY_WANTED = 256, 512
"""Megabytes of memory for one report."""
DISK_NEEDED, DISK_WANTED = 100, 2000
"""Megabytes on the disk of the pages: for a region, and for all of them."""
CHARACTERS = "−–…→"
"""Not ASCII, and printed by commands."""


def home() -> Check:
    """Check which folder is used: a workspace, a checkout, or none."""
    try:
        folder = project.root()
    except DataError as error:
        return Check("workspace", State.FAIL, str(error), f"unset {project.HOME_VARIABLE}")
    if project.is_only_shipped():
        advice = "To import data or edit notebooks: umkm init FOLDER"
        return Check("workspace", State.OK, "none here: the shipped edition is read", advice)
    if not project.is_workspace():
        return Check("workspace", State.OK, f"a checkout: {folder}")
    try:
        workspace.read_record(folder)
    except DataError as error:
        return Check("workspace", State.WARN, f"{folder}, whose record cannot be read", str(error))
    missing = [name for name in workspace.FOLDERS if not (folder / name).is_dir()]
    if missing:
        found = f"{folder}, without {', '.join(f'{name}/' for name in missing)}"
        return Check("workspace", State.WARN, found, "To add what is missing, in that folder: umkm init")
    return Check("workspace", State.OK, str(folder))


def boundaries() -> list[Check]:
    """Check the boundaries of maps, where they were imported."""
    try:
        found = store.boundaries()
    except DataError as error:
        return [Check("boundaries", State.WARN, str(error), f"umkm data undo {store.ID}, then import them again")]
    if found is None:
        return []
    return [
        Check("boundaries", State.OK, f"{count_of(len(found.regions), 'region')}, {found.source} ({found.licence})")
    ]


def folders() -> list[Check]:
    """Check that pages, imported data and temporary files can be written."""
    checks = []
    try:
        pages = project.reports_folder()
        advice = "Choose another folder for the pages: umkm build --output DIR"
        checks.append(writable("pages", pages, State.FAIL, advice))
        if not project.is_only_shipped():
            data = project.root() / "data"
            checks.append(writable("own data", data, State.WARN, f"umkm import needs it: make {data} yours to write."))
    except DataError:  # said by the check of the workspace
        pass
    try:
        checks.append(Check("temporary files", State.OK, tempfile.gettempdir()))
    except FileNotFoundError as error:
        advice = "Set TMPDIR to a folder that can be written."
        checks.append(Check("temporary files", State.FAIL, str(error), advice))
    return checks


def writable(name: str, folder: Path, otherwise: State, advice: str) -> Check:
    """Check that a folder can be written to, or made; nothing is left in it.

    Parameters
    ----------
    name
        Name of the check.
    folder
        The folder.
    otherwise
        State where it cannot.
    advice
        What to do then.
    """
    there = _existing(folder)
    try:
        with tempfile.TemporaryFile(dir=there):
            return Check(name, State.OK, str(folder))
    except OSError as error:
        return Check(name, otherwise, f"{there} cannot be written to ({error.strerror or error})", advice)


def memory(bytes_: int | None = None, workers: int | None = None) -> Check:
    """Check the memory that each report of a build may take.

    Parameters
    ----------
    bytes_
        Memory of the machine; None to ask it.
    workers
        Reports at once; None for one per core, as in a build.
    """
    bytes_, workers = bytes_ or share_of_memory(1), workers or os.cpu_count() or 1
    if bytes_ is None:
        return Check("memory", State.OK, "this system does not say how much there is")
    whole, each = bytes_ // MEGABYTE, bytes_ // workers // MEGABYTE
    found = f"{whole:,} MB: {each:,} MB for each of {count_of(workers, 'report')} at once"
    if whole < MEMORY_NEEDED:
        return Check("memory", State.FAIL, f"{whole:,} MB; a report needs {MEMORY_NEEDED}", "Use a machine with more.")
    if each < MEMORY_WANTED:
        advice = f"Build fewer at once: umkm build --jobs {max(whole // MEMORY_WANTED, 1)}"
        return Check("memory", State.WARN, found, advice)
    return Check("memory", State.OK, found)


def disk(free: int | None = None) -> Check:
    """Check the space for pages.

    Parameters
    ----------
    free
        Bytes; None to ask the disk.
    """
    try:
        there = _existing(project.reports_folder())
        megabytes = (shutil.disk_usage(there).free if free is None else free) // MEGABYTE
    except (OSError, DataError) as error:
        return Check("disk", State.WARN, f"its space cannot be asked for ({error})")
    found = f"{megabytes:,} MB free for pages ({there})"
    if megabytes < DISK_NEEDED:
        return Check("disk", State.FAIL, found, "Make room, or choose another disk: umkm build --output DIR")
    if megabytes < DISK_WANTED:
        advice = f"Pages of all regions (umkm build --all) take about {DISK_WANTED:,} MB."
        return Check("disk", State.WARN, found, advice)
    return Check("disk", State.OK, found)


def console(encoding: str | None = None) -> Check:
    """Check that the terminal can show every character that commands print.

    Parameters
    ----------
    encoding
        Name of an encoding; None for that of the terminal.
    """
    encoding = encoding or sys.stdout.encoding or "ascii"
    try:
        CHARACTERS.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        advice = "Set PYTHONUTF8=1 (Windows: setx PYTHONUTF8 1), and open the terminal anew."
        return Check("console", State.WARN, f"{encoding}, which cannot show {' '.join(CHARACTERS)}", advice)
    return Check("console", State.OK, encoding)


def language() -> Check:
    """Check the locale, which no page depends on; names of files do."""
    name = ".".join(part for part in locale.getlocale() if part) or "C"
    files = sys.getfilesystemencoding()
    if files.lower().replace("-", "") != "utf8":
        found = f"{name}; names of files are {files}"
        return Check("locale", State.WARN, found, "Set LC_ALL=C.UTF-8, or give files names in plain letters.")
    return Check("locale", State.OK, f"{name}; pages do not depend on it")


def _existing(folder: Path) -> Path:
    """Nearest folder that exists: the folder itself, or one above it."""
    return next((path for path in (folder, *folder.parents) if path.is_dir()), folder)
