"""Removal of this machine's paths, and with them its users' names, from what is kept or published.

Paths inside the project become relative to it, the home folder becomes ``~``, of any other absolute path the last part
stays. User names and passwords in addresses go too.
"""

from __future__ import annotations

import html
import json
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
from umkm_analysis.builds.output.outside_paths import shorten
from umkm_analysis.datasets import project

if TYPE_CHECKING:
    from collections.abc import Callable

PYTHON, TEMPORARY, HOME = "<python>", "<tmp>", "~"
SEPARATOR = r"[/\\]+"
BEFORE = r"(?:(?<![\w.~-])|(?<=[0-9]m)|(?<=\\[nt]))"
"""What may stand before a path: no part of a longer one, but the colour of a traceback, or an escaped line break."""
NAME = r"[^/\\\s\"'<>:]+"
SOMEBODY = re.compile(
    rf"{BEFORE}(?:/home|/Users|[A-Za-z]:{SEPARATOR}Users){SEPARATOR}(?:{NAME}(?: {NAME}){{1,5}}(?=[/\\])|{NAME})"
)
"""The home folder of any user, whose name may hold spaces where the path goes on."""
OWN = re.compile(r"(<(?:script|style)\b.*?</(?:script|style)>)", re.DOTALL | re.IGNORECASE)
"""Scripts and styles of a page."""
LITERAL = re.compile(r'"(?:[^"\\]|\\.)*"')
"""A text of a JSON document."""
CREDENTIALS = re.compile(r"(?<=://)[^/\s@\"'<>\\]+@")
BARE_CREDENTIALS = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}:[^/\s@\"'<>\\:]{1,128}@(?=\w)")
"""A name and password where no scheme stands before them; on a page it may be a sentence with an e-mail address."""
MIN_PARTS = 2
"""A path of fewer parts, such as / itself, names nobody and stays."""


def without_paths(text: str, *folders: Path, any_root: bool = True) -> str:
    """Replace this machine's paths in a text.

    Parameters
    ----------
    text
        Any text.
    folders
        Further folders that paths become relative to.
    any_root
        As of :func:`~umkm_analysis.builds.output.outside_paths.shorten`.
    """
    if "/" not in text and "\\" not in text and not (any_root and "@" in text):
        return text  # neither a path nor an address
    home = Path.home()
    known = (*folders, project.root(), Path(umkm_analysis.__file__).parents[1])
    variables = (os.environ.get(variable) for variable in ("TMPDIR", "TEMP", "TMP"))
    temporary = tuple(Path(folder) for folder in (tempfile.gettempdir(), *variables) if folder)
    for path, pattern, name in _patterns(known, home, temporary):
        if path in text or "\\" in path:
            text = pattern.sub(lambda match, name=name: _short(match, name), text)  # type: ignore[misc]
    if "/home" in text or "Users" in text:
        text = SOMEBODY.sub(HOME, text)
    text = shorten(text, any_root=any_root)
    if "@" in text:
        text = CREDENTIALS.sub("", text)
    return BARE_CREDENTIALS.sub("", text) if any_root else text


def clean(made: Made | Failure) -> Made | Failure:
    """Replace this machine's paths in a report, or in why there is none and its executed notebook."""
    if isinstance(made, Failure):
        return clean_failure(made)
    warned = tuple(
        replace(warning, cell=without_paths(warning.cell), text=without_paths(warning.text)) for warning in made.warned
    )
    return Made(_clean(made.page, _in_page), _clean(made.record, lambda text: _in_json(text, any_root=False)), warned)


def clean_failure(failure: Failure, *folders: Path) -> Failure:
    """Replace this machine's paths in a reason and in an executed notebook; see :func:`without_paths`."""
    executed = failure.executed
    if executed is not None:
        executed = _clean(executed, lambda text: _in_json(text, *folders, any_root=True))
    return replace(failure, reason=without_paths(failure.reason, *folders), executed=executed)


def _clean(content: bytes, cleaned: Callable[[str], str]) -> bytes:
    text = content.decode(errors="surrogateescape")
    result = cleaned(text)
    return content if result == text else result.encode(errors="surrogateescape")


def _in_page(page: str) -> str:
    parts = OWN.split(page)
    for at in range(0, len(parts), 2):  # between scripts and styles, which are ours
        cleaned = without_paths(parts[at], any_root=False)
        for name in (PYTHON, TEMPORARY):  # no elements of HTML
            cleaned = cleaned.replace(name, html.escape(name))
        parts[at] = cleaned
    return "".join(parts)


def _in_json(document: str, *folders: Path, any_root: bool) -> str:
    """Replace paths in the texts of a document, whose line breaks and backslashes are escaped; all else stays."""

    def literal(match: re.Match[str]) -> str:
        if not (any_root or "/" in match[0] or "\\" in match[0]):  # nor an escaped one: most texts of a record
            return match[0]
        try:
            text = json.loads(match[0], strict=False)
        except ValueError:  # no JSON
            return match[0]
        cleaned = without_paths(text, *folders, any_root=any_root)
        return match[0] if cleaned == text else _quoted(cleaned)

    return LITERAL.sub(literal, document)


def _quoted(text: str) -> str:
    try:
        text.encode(errors="surrogateescape")
    except UnicodeEncodeError:  # half of a surrogate pair, which was escaped
        return json.dumps(text)
    return json.dumps(text, ensure_ascii=False)


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
