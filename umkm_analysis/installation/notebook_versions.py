"""Notebooks of a workspace against those of the installed version: what changed, on which side, and replacing them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import version
from typing import TYPE_CHECKING

from umkm_analysis.errors import UsageError, close_matches, did_you_mean
from umkm_analysis.installation import workspace
from umkm_analysis.installation.notebook_cells import Cell, Change, differences, fingerprint, read_cells

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from umkm_analysis.installation.workspace import Record


class State(StrEnum):
    """How a notebook of a workspace stands to the shipped one."""

    CURRENT = "as shipped"
    OUTDATED = "not edited; this version changes it"
    EDITED = "edited by you; this version changes nothing"
    BOTH = "edited by you; this version changes it too"
    UNKNOWN = "not as shipped; what it was copied from is not known"
    MISSING = "not in this workspace; the shipped one is read"
    UNREADABLE = "not readable as a notebook"
    RETIRED = "no longer shipped; it stays as it is"


REPLACED_UNASKED = (State.OUTDATED, State.MISSING)
"""States in which nothing of the person's is lost."""


@dataclass(frozen=True)
class Comparison:
    """A notebook of a workspace, compared."""

    name: str
    state: State
    by_version: tuple[Change, ...] = ()
    """What this version changes: from the shipped version that it was copied from, or from the person's where that is
    not known."""
    by_person: tuple[Change, ...] = ()
    """What the person changed."""


def compare(home: Path, names: Collection[str] = ()) -> list[Comparison]:
    """Compare notebooks of a workspace with the shipped ones.

    Parameters
    ----------
    home
        The workspace.
    names
        File names, with or without ending, or names of reports; empty for all.

    Raises
    ------
    UsageError
        If there is no such notebook.
    DataError
        If the record of the workspace cannot be read.
    """
    record, shipped = workspace.read_record(home), workspace.shipped_notebooks()
    known = sorted({*shipped, *record.notebooks})
    chosen = {_find(name, known) for name in names} or set(known)
    return [_compare(home, name, record, shipped.get(name)) for name in known if name in chosen]


def replace(home: Path, compared: Sequence[Comparison], *, named: bool) -> dict[str, Path | None]:
    """Put shipped notebooks in the place of a workspace's, all of them or none.

    Parameters
    ----------
    home
        The workspace.
    compared
        What :func:`compare` returned.
    named
        Whether the person named these notebooks: then edited ones are replaced too.

    Returns
    -------
    Names of the replaced notebooks → copy of what was replaced; None where there was nothing.
    """
    shipped = workspace.shipped_notebooks()
    able = (*REPLACED_UNASKED, *((State.EDITED, State.BOTH, State.UNKNOWN, State.UNREADABLE) if named else ()))
    replaced: dict[str, Path | None] = {each.name: None for each in compared if each.state in able}
    content: dict[str, bytes] = {}
    for name in replaced:
        place = home / "notebooks" / name
        if place.is_file():
            old = place.read_bytes()
            # named by its content, so that no copy ever takes the place of another
            backup = f"{workspace.STATE}/backups/{place.stem}-{hashlib.sha256(old).hexdigest()[:12]}.ipynb"
            content[backup] = old
            replaced[name] = home / backup
    content |= {f"notebooks/{name}": shipped[name] for name in replaced}
    current = [each.name for each in compared if each.state is State.CURRENT]
    workspace.write(home, content | _noted(home, [*replaced, *current]))
    return replaced


def settle(home: Path, compared: Sequence[Comparison]) -> None:
    """Note that a person has taken over what they wanted of this version: only later changes are shown again."""
    names = [each.name for each in compared if each.state in {State.BOTH, State.UNKNOWN, State.OUTDATED}]
    workspace.write(home, _noted(home, names))


def _noted(home: Path, names: Sequence[str]) -> dict[str, bytes]:
    """Files of the record once some notebooks count as copied from the shipped ones."""
    record, shipped = workspace.read_record(home), workspace.shipped_notebooks()
    prints = {name: fingerprint(read_cells(shipped[name])) for name in names}
    now = workspace.Record(version("umkm-analysis"), {**record.notebooks, **prints})
    return workspace.record_files(now, {name: shipped[name] for name in names})


def _compare(home: Path, name: str, record: Record, shipped: bytes | None) -> Comparison:
    place = home / "notebooks" / name
    if shipped is None:
        return Comparison(name, State.RETIRED)
    if not place.is_file():
        return Comparison(name, State.MISSING)
    new = read_cells(shipped)
    try:
        own = read_cells(place.read_bytes())
    except ValueError:
        return Comparison(name, State.UNREADABLE)
    if fingerprint(own) == fingerprint(new):
        return Comparison(name, State.CURRENT)
    return _compare_other(home, name, record, own, new)


def _compare_other(home: Path, name: str, record: Record, own: Sequence[Cell], new: Sequence[Cell]) -> Comparison:
    """Compare a notebook whose cells are not those of the shipped one."""
    base = record.notebooks.get(name)
    if fingerprint(own) == base:
        return Comparison(name, State.OUTDATED, tuple(differences(own, new)))
    if base == fingerprint(new):
        return Comparison(name, State.EDITED, (), tuple(differences(new, own)))
    kept = workspace.original(home, name, record)
    if kept is None:
        return Comparison(name, State.UNKNOWN, tuple(differences(own, new)))
    before = read_cells(kept)
    return Comparison(name, State.BOTH, tuple(differences(before, new)), tuple(differences(before, own)))


def _find(text: str, known: Sequence[str]) -> str:
    stem = text.removesuffix(".ipynb").rpartition("/")[2].replace("-", "_")
    if f"{stem}.ipynb" in known:
        return f"{stem}.ipynb"
    hint = did_you_mean(close_matches(f"{stem}.ipynb", known)) or f"There are {', '.join(known)}."
    raise UsageError(f'There is no notebook "{text}" that this package ships. {hint}')
