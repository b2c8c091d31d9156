"""Source folder of the book, written and generated pages together, and its build with Sphinx.

The generated pages are not committed: they are made from the parsers, docstrings, catalogue and contracts each time, so
that they cannot go stale. Any warning of Sphinx fails the build, and so does a cell that raises.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from maintenance.book import api, commands, data, layers, metrics, registry
from maintenance.tools import ROOT

if TYPE_CHECKING:
    from pathlib import Path

DOCS = ROOT / "docs"
BUILT = ROOT / "build"
INCLUDED = ("CONTRIBUTING.md", "CHANGELOG.md")
"""Files of the checkout of which pages include parts."""
GENERATORS = (commands, metrics, data, registry, api, layers)
"""Modules whose ``pages()`` gives file names below docs/ and their text."""


def generated() -> dict[str, str]:
    """Every generated page: its file below docs/ → its text."""
    return {name: text for generator in GENERATORS for name, text in generator.pages().items()}


def write_source(folder: Path) -> None:
    """Write the source folder anew: docs/ as committed, what it includes of the checkout, and the generated pages."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(DOCS, folder)
    for name in INCLUDED:
        shutil.copy(ROOT / name, folder)
    for name, text in generated().items():
        path = folder / name
        if path.exists():
            raise FileExistsError(f"docs/{name} is a generated page; delete the file, or give it another name")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def build(folder: Path) -> int:
    """Build the book anew into ``docs`` of a folder, beside its sources; warnings are errors.

    Returns
    -------
    Exit code of Sphinx.
    """
    from sphinx.cmd.build import main  # noqa: PLC0415 - half a second, which only this needs

    os.environ["UMKM_HOME"] = str(ROOT)  # the tables that the cells of the book read
    source, doctrees, output = (folder / name for name in ("docs-source", "docs-doctrees", "docs"))
    write_source(source)
    for old in (doctrees, output):
        shutil.rmtree(old, ignore_errors=True)
    options = ["--fail-on-warning", "--keep-going", "--quiet", "--builder", "html", "--doctree-dir", str(doctrees)]
    return main([*options, str(source), str(output)])
