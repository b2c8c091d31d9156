"""Cells of a notebook as a person edits them, without outputs, and the differences between two versions."""

from __future__ import annotations

import difflib
import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Cell:
    """What a person can edit in a cell: running it changes none of this."""

    id: str
    kind: str
    """code, markdown or raw."""
    lines: tuple[str, ...]
    """Source, after a line with the tags where there are any."""


@dataclass(frozen=True)
class Change:
    """A difference between two versions of a notebook."""

    key: str
    """What the cell is known by in both versions."""
    cell: str
    """Number and kind; the number is that in the later version, of a removed cell in the earlier one."""
    kind: str
    """changed, added, removed or moved."""
    lines: tuple[str, ...]
    """Lines with "- " or "+ " in front."""


def read_cells(content: bytes) -> tuple[Cell, ...]:
    """Read the cells of a notebook.

    Parameters
    ----------
    content
        The file.

    Raises
    ------
    ValueError
        If it is no notebook.
    """
    notebook = json.loads(content)
    try:
        return tuple(_cell(raw) for raw in notebook["cells"])
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no notebook: {error!r}") from error


def fingerprint(cells: Sequence[Cell]) -> str:
    """SHA-256 of the cells; it stays the same when a notebook is run or saved by another program."""
    return hashlib.sha256(repr([_content(cell) for cell in cells]).encode()).hexdigest()


def differences(before: Sequence[Cell], after: Sequence[Cell]) -> list[Change]:
    """List what differs between two versions, in the order of the later one.

    Cells are the same cell if they have the same id, or else the same text.
    """
    common = _unique_ids(before) & _unique_ids(after)
    old, new = [_key(cell, common) for cell in before], [_key(cell, common) for cell in after]
    changes = []
    for operation, i, i_end, j, j_end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if operation == "equal":
            pairs = zip(range(i, i_end), range(j, j_end), strict=True)
            differing = [(a, b) for a, b in pairs if _content(before[a]) != _content(after[b])]
            changes += [_change(new[b], b, before[a], after[b], "changed") for a, b in differing]
            continue
        changes += [_change(old[a], a, before[a], None, "removed") for a in range(i, i_end) if old[a] not in new]
        for b in range(j, j_end):
            if new[b] in old:
                changes.append(_change(new[b], b, before[old.index(new[b])], after[b], "moved"))
            else:
                changes.append(_change(new[b], b, None, after[b], "added"))
    return changes


def _cell(raw: dict[str, object]) -> Cell:
    source, metadata = raw["source"], raw.get("metadata") or {}
    text = "".join(source) if isinstance(source, list) else str(source)
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    head = [f"tags: {', '.join(map(str, tags))}"] if tags else []
    return Cell(str(raw.get("id", "")), str(raw["cell_type"]), (*head, *text.splitlines()))


def _unique_ids(cells: Sequence[Cell]) -> set[str]:
    return {name for name, count in Counter(cell.id for cell in cells).items() if name and count == 1}


def _key(cell: Cell, common: set[str]) -> str:
    return cell.id if cell.id in common else repr(_content(cell))


def _content(cell: Cell) -> tuple[str, tuple[str, ...]]:
    return cell.kind, cell.lines


def _change(key: str, index: int, before: Cell | None, after: Cell | None, kind: str) -> Change:
    cell = after or before
    old, new = before.lines if before else (), after.lines if after else ()
    diff = list(difflib.unified_diff(old, new, n=0, lineterm=""))[2:]  # without the two lines of file names
    lines = tuple(f"{line[0]} {line[1:]}" for line in diff if not line.startswith("@@ "))
    return Change(key, f"cell {index + 1} ({cell.kind if cell else ''})", kind, lines)
