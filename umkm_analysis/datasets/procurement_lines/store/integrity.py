"""Hashes of the stored files of lines: a byte that changes on the disk is an error, and no other figure.

Parquet pages have no checksum that every engine asks for. A file is hashed once for each of its states (size, times,
place on the disk), and again when the last time is long ago; what was compared is remembered beside the lines.
"""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from umkm_analysis.atomic_write import READABLE_BY_OWNER, write_atomically
from umkm_analysis.datasets import project
from umkm_analysis.datasets.procurement_lines.store import catalog

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

MEMORY = ".compared.json"
HASHERS = 2
"""Files that are hashed at the same time."""
LASTS = 7 * 24 * 3600
"""Seconds that a comparison lasts: a disk may lose a byte without anybody writing."""


def changed(paths: Sequence[Path], *, anew: bool = False) -> list[Path]:
    """List the files that are not as they were imported, or gone; files of before hashes were kept are not judged.

    Parameters
    ----------
    paths
        Files of lines.
    anew
        Whether to hash those too that were compared not long ago.
    """
    known = catalog.digests()
    memory = {} if anew else _memory()
    states = {path: _state(path) for path in paths}
    gone = [path for path, state in states.items() if state is None]
    open_ones = [
        path
        for path, state in states.items()
        if state is not None
        and catalog.name_of(path) in known
        and not _is_fresh(memory.get(catalog.name_of(path)), state)
    ]
    with ThreadPoolExecutor(HASHERS) as hashers:
        digests = dict(zip(open_ones, hashers.map(_digest_or_none, open_ones), strict=True))
    wrong = [path for path, digest in digests.items() if digest != known[catalog.name_of(path)]]
    same = {path: states[path] for path in open_ones if path not in wrong}
    if same:
        _remember(same)
    return [path for path in paths if path in gone or path in wrong]


def _remember(states: Mapping[Path, project.FileState]) -> None:
    now = int(time.time())
    memory = {name: said for name, said in _memory().items() if name in catalog.digests()}
    memory |= {catalog.name_of(path): [now, *state] for path, state in states.items() if state is not None}
    with suppress(OSError):  # lines in a folder that is not ours to write
        write_atomically({catalog.folder() / MEMORY: json.dumps(memory)}, mode=READABLE_BY_OWNER)


def _memory() -> dict[str, Any]:
    with suppress(OSError, ValueError):
        memory = json.loads((catalog.folder() / MEMORY).read_text(encoding="utf-8"))
        if isinstance(memory, dict):
            return memory
    return {}


def _is_fresh(said: Any, state: project.FileState) -> bool:
    if not isinstance(said, list) or state is None or said[1:] != [*state] or not isinstance(said[0], int):
        return False
    return 0 <= time.time() - said[0] < LASTS


def _state(path: Path) -> project.FileState:
    return project.file_state(path)


def _digest_or_none(path: Path) -> str | None:
    try:
        return catalog.digest(path)
    except OSError:
        return None
