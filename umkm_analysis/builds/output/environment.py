"""Environment of the templates of pages that are no notebook's: the index, claims, comparison and differences."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined

from umkm_analysis.builds.output.templates import TemplateLoader
from umkm_analysis.i18n.translation import nt, t
from umkm_analysis.pages import assets

if TYPE_CHECKING:
    from pathlib import Path


@cache
def environment(templates: Path) -> Environment:
    """Return the environment of a folder of templates: each is compiled once a process."""
    made = Environment(loader=TemplateLoader(templates), autoescape=True, undefined=StrictUndefined)
    made.globals.update(t=t, nt=nt)
    made.filters["css_text"] = assets.css_text
    return made
