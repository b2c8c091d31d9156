"""Markdown of a notebook as nbconvert writes it, with pictures, formulas and links as the caller says."""

from __future__ import annotations

import re
from html import unescape
from typing import Protocol

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

MARKS = "\ue000", "\ue001"
"""Around the number of a part that takes its place at the end: characters of no script."""
PART = re.compile(f"{MARKS[0]}([0-9]+){MARKS[1]}")
TAG = re.compile(r"<[^>]*>")


class Writer(Protocol):
    """What the caller decides."""

    def picture(self, address: str, description: str) -> str:
        """Write a picture."""

    def formula(self, tex: str, *, block: bool) -> str:
        """Write a formula."""

    def link(self, address: str) -> str:
        """Return the address to which a link leads."""

    def raw(self, html: str) -> str:
        """Write anew what has HTML of the author in it."""

    def diagram(self, source: str) -> str:
        """Write a diagram in mermaid's language."""


def render(source: str, writer: Writer) -> str:
    """Render markdown as HTML.

    Parameters
    ----------
    source
        The markdown.
    writer
        Decides on pictures, formulas, links, and HTML that stands in the markdown.
    """
    renderer = _Renderer(writer)
    source = source.translate({ord(mark): None for mark in MARKS})
    html = MarkdownWithMath(renderer=renderer).render(source)
    if renderer.has_html:
        html = writer.raw(html)
    return PART.sub(lambda found: renderer.parts[int(found[1])], html)


class _Renderer(IPythonRenderer):
    """nbconvert's, without anchors; what the caller writes takes its place after the author's HTML was written anew."""

    def __init__(self, writer: Writer) -> None:
        super().__init__(escape=False, exclude_anchor_links=True)
        self.writer = writer
        self.parts: list[str] = []
        self.has_html = False

    def image(self, text: str, url: str, title: str | None = None) -> str:
        del title
        return self._part(self.writer.picture(url, unescape(TAG.sub("", PART.sub("", text)))))

    def inline_math(self, body: str) -> str:
        return self._part(self.writer.formula(body, block=False))

    def block_math(self, body: str) -> str:
        return self._part(self.writer.formula(body, block=True))

    def latex_environment(self, name: str, body: str) -> str:
        return self._part(self.writer.formula(f"\\begin{{{name}}}{body}\\end{{{name}}}", block=True))

    def link(self, text: str, url: str, title: str | None = None) -> str:
        return super().link(text, self.writer.link(url), title)

    def block_html(self, html: str) -> str:
        self.has_html = True
        return super().block_html(html)

    def inline_html(self, html: str) -> str:
        self.has_html = True
        return super().inline_html(html)

    def block_mermaidjs(self, code: str) -> str:
        return self.writer.diagram(code)

    def _part(self, html: str) -> str:
        self.parts.append(html)
        return f"{MARKS[0]}{len(self.parts) - 1}{MARKS[1]}"
