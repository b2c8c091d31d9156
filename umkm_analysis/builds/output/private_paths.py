"""Removal of this machine's paths, and with them its users' names, from what is kept or published.

Paths inside the project become relative to it, the home folder becomes ``~``. User names and passwords in addresses
go too.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import umkm_analysis
from umkm_analysis.builds.job import Failure, Made
from umkm_analysis.datasets import project

if TYPE_CHECKING:
    from collections.abc import Sequence

PYTHON, TEMPORARY, HOME = "<python>", "<tmp>", "~"
SEPARATOR = r"[/\\]+"
BEFORE = r"(?:(?<![\w.~-])|(?<=[0-9]m)|(?<=\\[nt]))"
"""What may stand before a path: no part of a longer one, but the colour of a traceback, or an escaped line break."""
SOMEBODY = re.compile(rf"{BEFORE}(?:/home|/Users|[A-Za-z]:{SEPARATOR}Users){SEPARATOR}[^/\\\s\"'<>:]+")
CREDENTIALS = re.compile(r"://[^/\s@\"'<>\\]+@")
MIN_PARTS = 2
"""A path of fewer parts, such as / itself, names nobody and stays."""


def without_paths(text: str, *folders: Path) -> str:
    """Replace this machine's paths in a text.

    Parameters
    ----------
    text
        Any text, or JSON.
    folders
        Further folders that paths become relative to.
    """
    home = Path.home()
    known = (*folders, project.root(), Path(umkm_analysis.__file__).parents[1])
    variables = (os.environ.get(variable) for variable in ("TMPDIR", "TEMP", "TMP"))
    temporary = tuple(Path(folder) for folder in (tempfile.gettempdir(), *variables) if folder)
    for path, pattern, name in _patterns(known, home, temporary):
        if path in text or "\\" in path:
            text = pattern.sub(lambda match, name=name: _short(match, name), text)  # type: ignore[misc]
    return CREDENTIALS.sub("://", SOMEBODY.sub(HOME, text))


def clean(made: Made | Failure) -> Made | Failure:
    """Replace this machine's paths in a report, or in why there is none and its executed notebook."""
    if isinstance(made, Failure):
        return clean_failure(made)
    warned = tuple(replace(one, cell=without_paths(one.cell), text=without_paths(one.text)) for one in made.warned)
    return Made(_clean(made.page, ()), _clean(made.record, ()), warned)


def clean_failure(failure: Failure, *folders: Path) -> Failure:
    """Replace this machine's paths in a reason and in an executed notebook; see :func:`without_paths`."""
    executed = None if failure.executed is None else _clean(failure.executed, folders)
    return replace(failure, reason=without_paths(failure.reason, *folders), executed=executed)


def _clean(content: bytes, folders: Sequence[Path]) -> bytes:
    text = content.decode(errors="surrogateescape")
    cleaned = without_paths(text, *folders)
    return content if cleaned == text else cleaned.encode(errors="surrogateescape")


@lru_cache(maxsize=8)
def _patterns(
    known: tuple[Path, ...], home: Path, temporary: tuple[Path, ...]
) -> list[tuple[str, re.Pattern[str], str]]:
    names = {home: HOME, Path(sys.prefix): PYTHON, Path(sys.base_prefix): PYTHON}
    names |= dict.fromkeys(temporary, TEMPORARY)
    names |= dict.fromkeys(known, "")
    names |= {path.resolve(): name for path, name in names.items()}
    found = []
    for path, name in sorted(names.items(), key=lambda pair: len(str(pair[0])), reverse=True):
        if len(path.parts) >= MIN_PARTS:
            parts = SEPARATOR.join(re.escape(part.strip("/\\")) for part in path.parts)
            found.append((str(path), re.compile(rf"{BEFORE}{parts}(?P<more>{SEPARATOR}|(?![\w-]))"), name))
    return found


def _short(match: re.Match[str], name: str) -> str:
    separator = match["more"]
    return f"{name}{separator}" if name else "" if separator else "."
