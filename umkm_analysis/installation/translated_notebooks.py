"""Notebooks in another language than Indonesian: copies whose prose, comments and default language are in it.

JupyterLab shows the markdown of a notebook as it is in the file, whatever language its cells write in: only a copy can
be read, edited and run in English throughout. A copy that nobody has edited follows its notebook; one that was edited
is its owner's, and stays.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from umkm_analysis.atomic_write import write_atomically
from umkm_analysis.datasets import project
from umkm_analysis.i18n.extraction import comments
from umkm_analysis.i18n.translation import NAMES, SOURCE, t, use_language
from umkm_analysis.installation.notebook_cells import fingerprint, read_cells
from umkm_analysis.jupyter.parameters_cell import TAG
from umkm_analysis.reports.registry import REPORTS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

KEY = "umkm_translation"
"""Of a copy's metadata: fingerprints of the notebook that it was made of, and of the copy as it was made."""
LANGUAGE = re.compile(rf'^(language\b[^=\n]*=\s*)"{SOURCE}"', re.MULTILINE)


class State(StrEnum):
    """What became of a copy."""

    WRITTEN = "written"
    CURRENT = "as it was"
    EDITED = "edited by you; it stays"
    BEHIND = "edited by you; it stays, and its notebook has changed since"


@dataclass(frozen=True)
class Copy:
    """A notebook in another language."""

    path: Path
    state: State


def write_copies(language: str) -> list[Copy]:
    """Write the notebooks that are shipped in a language, into a folder of its name in notebooks/.

    Parameters
    ----------
    language
        Code of a language other than Indonesian.

    Raises
    ------
    UsageError
        If there is neither a workspace nor a checkout.
    """
    folder = project.writable_root() / "notebooks" / language
    copies, content = [], {}
    for name in (*(report.notebook for report in REPORTS), project.EXPLORER):
        source = project.notebook(name).read_bytes()
        path = folder / name
        state = _state(path, source)
        if state is State.WRITTEN:
            content[path] = translated(source, language)
        copies.append(Copy(path, state))
    if content:
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(content)
    return copies


def translated(notebook: bytes, language: str) -> str:
    """Translate a notebook: markdown, the comments of its parameters and their default language; without outputs.

    Parameters
    ----------
    notebook
        The file.
    language
        Code of a language.
    """
    raw = json.loads(notebook)
    others = {f"only-{code}" for code in NAMES if code != language}
    with use_language(language):
        raw["cells"] = [_cell(cell, language) for cell in raw["cells"] if others.isdisjoint(_tags(cell))]
    made = fingerprint(read_cells(json.dumps(raw).encode()))
    raw["metadata"] = {**raw["metadata"], KEY: {"of": fingerprint(read_cells(notebook)), "made": made}}
    return json.dumps(raw, indent=1, ensure_ascii=False) + "\n"


def _state(path: Path, source: bytes) -> State:
    """What is to be done about a copy: one that is not as it was made is never written over."""
    if not path.is_file():
        return State.WRITTEN
    try:
        content = path.read_bytes()
        known = json.loads(content)["metadata"][KEY]
        edited = fingerprint(read_cells(content)) != known["made"]
        follows = fingerprint(read_cells(source)) == known["of"]
    except (ValueError, KeyError, TypeError):
        return State.EDITED
    if edited:
        return State.EDITED if follows else State.BEHIND
    return State.CURRENT if follows else State.WRITTEN


def _cell(cell: dict[str, Any], language: str) -> dict[str, Any]:
    source = "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        source = t(source)
    elif TAG in _tags(cell):
        source = LANGUAGE.sub(rf'\g<1>"{language}"', source)
        for comment in comments(source):
            source = source.replace(f"# {comment}", f"# {t(comment)}")
    clean: dict[str, Any] = {"outputs": [], "execution_count": None} if cell["cell_type"] == "code" else {}
    return {**cell, **clean, "source": source.splitlines(keepends=True)}


def _tags(cell: dict[str, Any]) -> Sequence[str]:
    tags: Sequence[str] = cell["metadata"].get("tags", ())
    return tags
