"""Answers of a service on their way into the import: kept as a snapshot, imported, and kept on if that refuses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from umkm_analysis.atomic_write import digest_of, write_atomically
from umkm_analysis.commands.console import err, out
from umkm_analysis.commands.imports.statistics import import_figures
from umkm_analysis.datasets import project
from umkm_analysis.errors import UmkmError, UsageError

if TYPE_CHECKING:
    from umkm_analysis.datasets.statistics.request import StatisticsRequest
    from umkm_analysis.remote.fetched import Fetched

FOLDER = Path("data") / "fetched"
"""Snapshots that were not imported; git ignores it."""
HASH_DIGITS = 8


def place_for(save: Path | None) -> Path:
    """Return the file to save to, or the folder for snapshots; refuse before anything is asked of the network.

    Raises
    ------
    UsageError
        If the file is there already, or there is neither a workspace nor a file named.
    """
    if save is None:
        return project.writable_root() / FOLDER
    if save.exists():
        raise UsageError(f"--save {save}: there is something already; name another file")
    if save.suffix.lower() != ".zip":
        raise UsageError(f"--save {save}: a snapshot is a ZIP file; name it so: {save.name}.zip")
    return save


def import_answers(fetched: Fetched, request: StatisticsRequest, place: Path, *, keep: bool, dry_run: bool) -> None:
    """Import what was fetched as a file would be; the answers stay where they are kept unless they went in.

    Parameters
    ----------
    place
        Of :func:`place_for`.
    keep
        Whether the file stays in any case.
    """
    content = fetched.snapshot()
    file = place if keep else place / f"{fetched.name}-{digest_of(content)[:HASH_DIGITS]}.zip"
    write_atomically({file: content})
    for note in fetched.notes:
        err.print(f"note: {note}")
    again = f"the answers are kept in {_shown(file)}; umkm import {request.kind} {_shown(file)} reads them"
    try:
        import_figures([file], request, dry_run=dry_run)
    except UmkmError:
        err.print(f"note: {again}")
        raise
    if keep or dry_run:
        out.print(again)
    else:
        file.unlink()


def _shown(file: Path) -> str:
    try:
        return file.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(file)
