"""Settings of Sphinx for the book; ``make docs`` builds it from a folder that also holds the generated pages."""

from __future__ import annotations

import os
import re
from importlib.metadata import version as installed_version
from typing import TYPE_CHECKING, Any

os.environ.setdefault("SOURCE_DATE_EPOCH", "0")  # no date of the build on pages

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "umkm_analysis"
author = "The umkm_analysis authors"
project_copyright = author
release = version = installed_version("umkm-analysis")
extensions = ["myst_nb", "numpydoc", "sphinx.ext.autodoc"]
exclude_patterns = ["CONTRIBUTING.md", "CHANGELOG.md", "**/_*.md"]  # pages include them, or parts of them

html_theme = "furo"
html_title = f"{project} {release}"
html_static_path = ["_static"]
html_css_files = ["book.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False

myst_heading_anchors = 3
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 120
nb_ipywidgets_js: dict[str, dict[str, str]] = {}  # by default two scripts of a CDN
nb_merge_streams = True

autodoc_typehints = "none"  # types stand in the signatures of numpydoc's sections
autodoc_preserve_defaults = True
numpydoc_show_class_members = False


def setup(app: Sphinx) -> None:
    """Give pages whose front matter says ``lang: id`` that language, for screen readers and hyphenation."""
    app.connect("html-page-context", _set_language)
    app.connect("autodoc-process-docstring", _type_returns, priority=400)  # before numpydoc


def _type_returns(*event: Any) -> None:
    """Part what a docstring returns into a type and text: numpydoc takes each line of ours for a type."""
    lines: list[str] = event[-1]
    if "Returns" not in lines:
        return
    first = lines.index("Returns") + 2
    last = (
        next((place for place in range(first + 1, len(lines)) if re.match("-{3,}$", lines[place])), len(lines) + 1) - 1
    )
    kind, _, rest = lines[first].partition(" ")
    lines[first:last] = [kind.rstrip(","), *(f"    {line}" for line in (rest, *lines[first + 1 : last]))]


def _set_language(app: Sphinx, name: str, _: str, context: dict[str, Any], __: object) -> None:
    context["language"] = app.env.metadata.get(name, {}).get("lang", context["language"])
