"""Slides of a report, with their speaker notes: what the cells of its notebook show, in the notebook's order."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from umkm_analysis.datasets import project
from umkm_analysis.i18n.translation import t, use_language
from umkm_analysis.pages.slides import CoverSlide, LeadSlide, NumbersSlide

if TYPE_CHECKING:
    from collections.abc import Iterator

    from umkm_analysis.builds.plan import Task
    from umkm_analysis.pages.fragment import Fragment

SHOWN = re.compile(r"^\s*show\.(\w+)\(", re.MULTILINE)
"""Call of a page's function in a notebook's cell."""
BEGINNING = (CoverSlide, LeadSlide, NumbersSlide)
NOTES, NO_DECK, NOTEBOOK_ONLY = "notes", "no-deck", "notebook-only"
SYNTHETIC = ("SINTETIS", "SYNTHETIC")
"""Words that mark figures which a computer made up."""


@dataclass(frozen=True)
class DeckSlide:
    """A slide with what its speaker says."""

    slide: object
    notes: str
    is_synthetic: bool


@dataclass
class _Section:
    """Cells of a notebook from a heading of level two to the next."""

    cells: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def collect(task: Task) -> list[DeckSlide]:
    """Work out a report and collect the slides of its page, in the task's language.

    Parameters
    ----------
    task
        The report, its region and language.

    Raises
    ------
    UmkmError
        If the report cannot be made.
    """
    cells = json.loads(project.notebook(task.report.notebook).read_text(encoding="utf-8"))["cells"]
    with use_language(task.language):
        result, page = task.report.analyse(task.region.code, **task.report.parameters), task.report.page()
        made = []
        for section in _sections(cells):
            shown = [getattr(page, cell)(result) for cell in section.cells if cell in page.CELLS]
            made += [
                DeckSlide(slide, _notes(slide, section), _is_synthetic(slide, fragment))
                for fragment in shown
                for slide in fragment.slides
            ]
        return made


def _notes(slide: object, section: _Section) -> str:
    """Notes of a slide: of a section with several the first is of its beginning, the others are of its charts."""
    notes = section.notes
    if len(notes) > 1:
        notes = notes[:1] if isinstance(slide, BEGINNING) else notes[1:]
    return "\n\n".join(map(t, notes))


def _is_synthetic(slide: object, fragment: Fragment) -> bool:
    said = fragment.text if isinstance(slide, BEGINNING) else str(slide)
    return any(word in said for word in SYNTHETIC)


def _sections(cells: list[dict[str, Any]]) -> Iterator[_Section]:
    section = _Section()
    for cell in cells:
        source, tags = "".join(cell["source"]), cell["metadata"].get("tags", [])
        if NOTEBOOK_ONLY in tags:
            continue
        if cell["cell_type"] == "markdown" and NOTES in tags:
            section.notes.append(source)
        elif cell["cell_type"] == "markdown" and source.startswith("## "):
            yield section
            section = _Section()
        elif cell["cell_type"] == "code" and NO_DECK not in tags:
            section.cells += SHOWN.findall(source)
    yield section
