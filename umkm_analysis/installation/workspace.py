"""Workspaces: folders with a person's notebooks, own data and pages, and a record of where the notebooks come from."""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING

from umkm_analysis.atomic_write import write_atomically
from umkm_analysis.datasets import project
from umkm_analysis.errors import DataError, UsageError
from umkm_analysis.installation.notebook_cells import fingerprint, read_cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

FORMAT = 1
STATE = project.WORKSPACE_MARKER.parent
FOLDERS = ("notebooks", "data", "reports")
TEXTS = {"README.md": "README.md", "environment.yml": "environment.yml", ".gitignore": "gitignore"}
"""File of a workspace → its template."""
COMPLETE = "umkm init --complete"


@dataclass(frozen=True)
class Record:
    """Versions that the notebooks of a workspace were copied from."""

    version: str
    """Version of this package that last wrote the record."""
    notebooks: Mapping[str, str] = field(default_factory=dict)
    """Name → fingerprint of the shipped version that it was copied from."""


@dataclass(frozen=True)
class Made:
    """What ``umkm init`` did."""

    home: Path
    is_new: bool
    added: tuple[str, ...]
    """Paths in the workspace, folders with a slash at the end."""


def make(folder: Path, *, complete: bool = False) -> Made:
    """Make a workspace, or add what one lacks; nothing that exists is touched.

    Parameters
    ----------
    folder
        New, empty, or a workspace. Hidden files, empty folders and virtual environments do not count.
    complete
        Whether it may be any folder.

    Raises
    ------
    UsageError
        If the folder is a checkout, holds other things, or a file is where a folder is needed.
    DataError
        If the record of the workspace cannot be read.
    OSError
        If it cannot be written; then nothing was added.
    """
    folder = folder.resolve()
    _refuse_checkout(folder)
    is_new = not (folder / project.WORKSPACE_MARKER).is_file()
    if is_new and not complete:
        _refuse_other_things(folder)
    _refuse_files(folder)
    old = Record("") if is_new else read_record(folder)
    shipped = shipped_notebooks()
    missing = {f"notebooks/{name}": content for name, content in shipped.items()}
    missing |= {name: _text(template) for name, template in TEXTS.items()}
    missing = {name: content for name, content in missing.items() if not (folder / name).exists()}
    copied = [name for name in shipped if f"notebooks/{name}" in missing or _is_as_shipped(folder, name, shipped[name])]
    folders = [name for name in FOLDERS if not (folder / name).is_dir()]
    now = Record(version("umkm-analysis"), {**old.notebooks, **{name: _fingerprint(shipped[name]) for name in copied}})
    if missing or folders or now.notebooks != old.notebooks:
        # the record first: should the writing be killed half-way, it is a workspace that the next call completes
        content = {**record_files(now, {name: shipped[name] for name in copied}), **missing}
        try:
            write(folder, content, folders)
        except OSError as error:
            reason = error.strerror or str(error)
            raise OSError(
                f"{folder}: cannot be written to ({reason}); nothing was added. Choose another one."
            ) from error
    return Made(folder, is_new, (*sorted(f"{name}/" for name in folders), *sorted(missing)))


def read_record(home: Path) -> Record:
    """Read the record of a workspace.

    Raises
    ------
    DataError
        If it cannot be read, or is of a later version.
    """
    path = home / project.WORKSPACE_MARKER
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        known, record = raw["format"] == FORMAT, Record(str(raw["version"]), dict(raw["notebooks"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(
            f"{path}: not readable ({error!r}). Delete this file, then run {COMPLETE} in {home}: it is written anew, "
            "and nothing else is touched."
        ) from error
    if not known:
        raise DataError(f"{path}: format {raw['format']}, this version knows {FORMAT}. Upgrade umkm-analysis.")
    return record


def original(home: Path, name: str, record: Record) -> bytes | None:
    """Return the shipped version that a notebook was copied from; None where it is not known or not as recorded."""
    path = home / STATE / "notebooks" / name
    if name not in record.notebooks or not path.is_file():
        return None
    content = path.read_bytes()
    return content if _fingerprint(content) == record.notebooks[name] else None


def shipped_notebooks() -> dict[str, bytes]:
    """Read the shipped notebooks, of every report and the one that explores, by file name."""
    from umkm_analysis.reports.registry import REPORTS  # noqa: PLC0415 - pandas, for this alone

    folder = project.shipped() / "notebooks"
    return {name: (folder / name).read_bytes() for name in (*(report.notebook for report in REPORTS), project.EXPLORER)}


def record_files(record: Record, originals: Mapping[str, bytes]) -> dict[str, bytes]:
    """Files of a record, by their path in the workspace.

    Parameters
    ----------
    record
        The record.
    originals
        Shipped versions to keep, by file name.
    """
    raw = {"format": FORMAT, "version": record.version, "notebooks": dict(sorted(record.notebooks.items()))}
    text = json.dumps(raw, indent=1) + "\n"
    kept = {f"{STATE}/notebooks/{name}": content for name, content in originals.items()}
    return {project.WORKSPACE_MARKER.as_posix(): text.encode(), **kept}


def write(home: Path, content: Mapping[str, bytes], folders: list[str] | None = None) -> None:
    """Write files of a workspace and make folders, all or none.

    Parameters
    ----------
    home
        The workspace; it is made if need be.
    content
        Files by their path in it.
    folders
        Further folders.
    """
    places = {home / name: file for name, file in content.items()}
    parts = home / STATE / "parts"  # hidden, and swept by the next one should this one be killed
    wanted = [*(home / name for name in folders or ()), *(place.parent for place in places), parts]
    with _made(wanted):
        try:
            write_atomically(places, parts=parts)
        finally:
            shutil.rmtree(parts, ignore_errors=True)


@contextmanager
def _made(folders: list[Path]) -> Iterator[None]:
    """Make folders with their parents; remove those that are new and empty if the block raises."""
    new = {path for folder in folders for path in (folder, *folder.parents) if not path.exists()}
    try:
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for path in sorted(new, reverse=True):
            with suppress(OSError):
                path.rmdir()
        raise


def _refuse_checkout(folder: Path) -> None:
    if (folder / project.MARKER).is_file() and not (folder / project.WORKSPACE_MARKER).is_file():
        raise UsageError(f"{folder} is a checkout of umkm_analysis, which is used as it is: umkm build")


def _refuse_other_things(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file. Name a folder: umkm init FOLDER")
    others = sorted(path.name for path in folder.iterdir() if _counts(path)) if folder.is_dir() else []
    if not others:
        return
    shown = ", ".join(others[:5]) + (", …" if len(others) > 5 else "")  # noqa: PLR2004 - enough to recognise it by
    half = f" It looks like a workspace that has lost its hidden folder {STATE}/." if "notebooks" in others else ""
    raise UsageError(
        f"{folder} is no workspace and not empty ({shown}); nothing was written.{half} Name a new folder: umkm init "
        f"FOLDER; or add to this one what a workspace has, touching nothing that is there: {COMPLETE}"
    )


def _counts(path: Path) -> bool:
    """Whether an entry makes a folder one that is used for something.

    Hidden ones do not, nor virtual environments, nor empty folders, which are what a call that was killed leaves.
    """
    if path.name.startswith(".") or (path / "pyvenv.cfg").is_file():
        return False
    return not path.is_dir() or any(path.iterdir())


def _refuse_files(folder: Path) -> None:
    for name in (*FOLDERS, str(STATE)):
        if (folder / name).exists() and not (folder / name).is_dir():
            raise UsageError(f"{folder / name} is a file, and a workspace needs a folder there. Move it away first.")


def _is_as_shipped(folder: Path, name: str, shipped: bytes) -> bool:
    with suppress(OSError, ValueError):
        return _fingerprint((folder / "notebooks" / name).read_bytes()) == _fingerprint(shipped)
    return False


def _fingerprint(notebook: bytes) -> str:
    return fingerprint(read_cells(notebook))


def _text(template: str) -> bytes:
    text = (files("umkm_analysis.installation") / "files" / template).read_text(encoding="utf-8")
    return text.replace("{version}", version("umkm-analysis")).encode()
