"""Templates of pages that are no notebook's: their environment, and a loader that shortens their style sheets."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from umkm_analysis.i18n.translation import nt, t
from umkm_analysis.pages import assets

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PASSED_OVER = re.compile(r"""("[^"]*")|/\*.*?\*/\s*|\s*([{};,>])\s*|(:)\s+""", re.DOTALL)
"""Strings, which stay as they are; comments, and space around what needs none. Not around + - ~ and in selectors."""


@cache
def environment(templates: Path) -> Environment:
    """Return the environment of a folder of templates: each is compiled once a process."""
    made = Environment(loader=TemplateLoader(templates), autoescape=True, undefined=StrictUndefined)
    made.globals.update(t=t, nt=nt)
    made.filters["css_text"] = assets.css_text
    return made


class TemplateLoader(FileSystemLoader):
    """Load templates from a folder; a style sheet, which every page carries, is a tenth shorter than its file."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Read a template; Jinja asks for each once."""
        source, path, current = super().get_source(environment, template)
        return (compact_css(source) if template.endswith(".css") else source), path, current


def compact_css(text: str) -> str:
    """Shorten a style sheet, placeholders of its template included, without changing what it says."""
    short = PASSED_OVER.sub(lambda found: found[1] or found[2] or found[3] or "", text).replace(";}", "}").strip()
    return short.replace("{#", "{ #")  # which would begin a comment of the template
