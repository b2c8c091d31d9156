"""Cells of an executed notebook as content of a page, and a sentence on each that cannot be."""

from __future__ import annotations

import html
import itertools
import re
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from umkm_analysis.i18n.extraction import descriptions
from umkm_analysis.i18n.translation import NAMES, SOURCE
from umkm_analysis.jupyter.parameters_cell import is_own_code
from umkm_analysis.pages.content.markdown import markdown
from umkm_analysis.pages.content.outputs import Means, merged, output_html, standard_error
from umkm_analysis.pages.content.pictures import Pictures
from umkm_analysis.pages.content.refusals import NotShowable
from umkm_analysis.pages.content.sections import Missing, Shown, says_absent, without_empty

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

NOTEBOOK_ONLY = "notebook-only"
"""Tag of cells that no page shows."""
ONLY = "only-"
"""Before a language: tag of cells that only pages in it show, such as only-en."""
NOTES = "notes"
"""Tag of the speaker's notes, which open no section."""
MAX_LABEL = 50
"""Characters of a cell's first line by which a refusal names it."""
HEADING = re.compile(r"\s*<h2[^>]*>(.*?)</h2>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")


@dataclass
class Content:
    """Content of a page, cell by cell."""

    cells: list[Shown] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    """What cannot be shown, and why: a sentence each."""
    warnings: list[tuple[str, str]] = field(default_factory=list)
    """Code cells by name, with what each wrote to standard error; no page shows it."""
    missing: list[Missing] = field(default_factory=list)
    """Sections left out because their cells have nothing to show."""


def content(
    cells: Iterable[Mapping[str, Any]], *, translate: Callable[[str], str], folder: Path, language: str = SOURCE
) -> Content:
    """Write the cells of a notebook as content of a page.

    Parameters
    ----------
    cells
        As nbformat holds them, executed.
    translate
        Translates the source of a markdown cell, and the description of a picture in a code cell.
    language
        Of the page: cells tagged for another one are left out.
    folder
        Folder of the notebook, in which its markdown names pictures.
    """
    left_out = {NOTEBOOK_ONLY, *(ONLY + code for code in NAMES if code != language)}
    made, tables, code = Content(), itertools.count(1), 0
    for cell in cells:
        code += is_own_code(cell)
        tags = cell["metadata"].get("tags", [])
        if not left_out.isdisjoint(tags):
            made.cells.append(Shown())
            continue
        label = _label(cell, code)
        if text := standard_error(cell.get("outputs", ())):
            made.warnings.append((label, text))
        pieces: list[str] = []
        named = Pictures(folder, cell.get("attachments", {}))
        for name, write in _parts(cell, label, named, tables, translate):
            try:
                pieces.append(write())
            except NotShowable as refused:
                made.refusals.append(f"{name}: {refused}")
        prose = cell["cell_type"] == "markdown"
        section = prose and NOTES not in tags and translate(cell["source"]).startswith("## ")
        made.cells.append(
            Shown(
                tuple(filter(None, pieces)),
                heading=_heading(pieces) if section else "",
                is_prose=prose,
                absent=not prose and says_absent(merged(cell.get("outputs", ()))),
            )
        )
    made.cells, made.missing = without_empty(made.cells)
    return made


def _label(cell: Mapping[str, Any], code: int) -> str:
    first = cell["source"].strip().partition("\n")[0][:MAX_LABEL]
    return f'code cell {code} ("{first}")' if cell["cell_type"] == "code" else f'{cell["cell_type"]} cell "{first}"'


def _parts(
    cell: Mapping[str, Any], label: str, named: Pictures, tables: Iterator[int], translate: Callable[[str], str]
) -> Iterator[tuple[str, Callable[[], str]]]:
    """Parts of a cell: how a refusal names each, and the function that writes it."""
    if cell["cell_type"] == "code":
        alts = itertools.chain(map(translate, descriptions(cell["source"])), itertools.repeat(""))
        means = Means(named, tables, alts)
        for number, output in enumerate(merged(cell["outputs"]), start=1):
            yield f"{label}, output {number}", partial(output_html, output, means)
    elif cell["cell_type"] == "markdown":
        yield label, lambda: _markdown(translate(cell["source"]), named, tables)
    elif cell["source"].strip():
        yield label, _refuse_raw


def _markdown(source: str, named: Pictures, tables: Iterator[int]) -> str:
    plain = not named.attachments and not any(sign in source for sign in ("![", "<", "]:"))
    return _plain_markdown(source) if plain else markdown(source, named, tables)


@lru_cache(maxsize=1000)
def _plain_markdown(source: str) -> str:
    """Write markdown that names no picture and has no HTML, once: it is the same on the pages of all regions."""
    return markdown(source, Pictures(None, {}), iter(()))


def _heading(pieces: list[str]) -> str:
    found = HEADING.match(pieces[0]) if pieces else None
    return html.unescape(TAG.sub("", found[1])) if found else ""


def _refuse_raw() -> str:
    raise NotShowable("no page shows raw cells: make it a markdown cell, or tag it notebook-only")
