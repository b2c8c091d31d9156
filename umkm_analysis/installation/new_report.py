"""New reports from a template: in a checkout a report of the package with its test, in a workspace an own notebook."""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from umkm_analysis.atomic_write import write_atomically
from umkm_analysis.builds.own.reading import PREFIX
from umkm_analysis.datasets import project
from umkm_analysis.errors import UsageError
from umkm_analysis.i18n.translation import catalogue_path
from umkm_analysis.reports import names

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
LONGEST = 40
"""Characters of a name, so that no line of the templates gets too long."""
WORDS = re.compile(r"[^\"\\{}@\n]{1,60}")
"""A title: it stands between quotes in Python, JSON and the catalogue."""
OF_PACKAGE = {
    "__init__.py": "umkm_analysis/reports/@folder@/__init__.py",
    "analysis.py": "umkm_analysis/reports/@folder@/analysis.py",
    "page.py": "umkm_analysis/reports/@folder@/page.py",
    "notebook.ipynb": "notebooks/@folder@.ipynb",
    "test_analysis.py": "tests/reports/@folder@/test_analysis.py",
}
OWN = {"notebook.ipynb": "notebooks/@folder@.ipynb", "cells.py": "notebooks/@folder@_cells.py"}
MESSAGES = re.compile(r"(?:^#.*\n)?^msgid \"(?P<id>.+)\"\nmsgstr \".*\"\n", re.MULTILINE)


@dataclass(frozen=True)
class NewReport:
    """What was written."""

    name: str
    notebook: Path
    written: tuple[Path, ...]
    is_own: bool
    """Whether it is a notebook of a workspace, and no report of the package."""


def make(name: str, *, title: str | None = None, english: str | None = None) -> NewReport:
    """Write a report from a template, all of it or nothing.

    Parameters
    ----------
    name
        Small letters, digits and hyphens, as population-size; underscores do for hyphens.
    title, english
        As readers see it, in Indonesian and in English; its name in words by default.

    Raises
    ------
    UsageError
        If the name or a title cannot be one, a file of its is there already, or there is neither a checkout nor a
        workspace.
    """
    name = _checked(name.strip().replace("_", "-"))
    words = name.replace("-", " ").capitalize()
    values = {
        "folder": name.replace("-", "_"),
        "name": name,
        "Class": "".join(part.capitalize() for part in name.split("-")) + "Result",
        "title": _checked_words("--title", title or words),
        "english": _checked_words("--english", english or title or words),
    }
    home = project.writable_root()
    is_own = project.is_workspace()
    places = OWN if is_own else OF_PACKAGE
    kind = "own_report" if is_own else "new_report"
    content = {home / _filled(place, values): _template(kind, file, values) for file, place in places.items()}
    there = [path for path in content if path.exists()]
    if there:
        raise UsageError(f"{there[0]} is there already; nothing was written. Choose another name.")
    catalogue = {} if is_own else _catalogue(home, values)
    for path in content:
        path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(content | catalogue)
    notebook = home / "notebooks" / f"{values['folder']}.ipynb"
    return NewReport(name, notebook, (*content, *catalogue), is_own)


def _checked(name: str) -> str:
    if not NAME.fullmatch(name) or len(name) > LONGEST:
        raise UsageError(
            f'"{name}" cannot be the name of a report: small letters, digits and hyphens, a letter first, at most '
            f"{LONGEST} characters, as population-size."
        )
    taken = {*names.names()} | {"report", "registry", "readme"}
    if name in taken or keyword.iskeyword(name) or name.startswith(PREFIX):
        raise UsageError(f'The name "{name}" is taken. Choose another one.')
    return name


def _checked_words(option: str, text: str) -> str:
    from umkm_analysis.reports.registry import REPORTS  # noqa: PLC0415 - pandas, which a refusal need not wait for

    titles = {report.title for report in REPORTS}
    if not WORDS.fullmatch(text) or text in titles:
        raise UsageError(
            f'{option} "{text}": a title of its own, of at most 60 characters, without quotes, braces, @ and breaks.'
        )
    return text


def _template(kind: str, file: str, values: Mapping[str, str]) -> bytes:
    template = files("umkm_analysis.installation") / "files" / kind / f"{file}.txt"
    return _filled(template.read_text(encoding="utf-8"), values).encode()


def _filled(text: str, values: Mapping[str, str]) -> str:
    for key, value in values.items():
        text = text.replace(f"@{key}@", value)
    return text


def _catalogue(home: Path, values: Mapping[str, str]) -> dict[Path, bytes]:
    """The catalogue of English with those messages of the template that it lacks, at its end."""
    path = home / catalogue_path("en").relative_to(project.PACKAGE.parent)
    from babel.messages.pofile import read_po  # noqa: PLC0415 - likewise

    with path.open("rb") as file:
        known = {message.id for message in read_po(file, locale="en")}
    added = [
        found[0] for found in MESSAGES.finditer(_template("new_report", "messages.po", values).decode())
        if found["id"] not in known
    ]  # fmt: skip
    return {path: path.read_bytes() + "".join(f"\n{message}" for message in added).encode()}
