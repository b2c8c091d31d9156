"""Markdown of a notebook as nbconvert writes it, with pictures, formulas and links as the caller says."""

from __future__ import annotations

import re
import secrets
from html import escape, unescape
from typing import TYPE_CHECKING, ClassVar, Protocol

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath, MathInlineParser

from umkm_analysis.characters import with_controls

if TYPE_CHECKING:
    from mistune import InlineState

TAG = re.compile(r"<[^>]*>")
FORMULA = r"(?s:(?<!\$)\$(?![\s$])(?P<math_inline_tex>(?:[^$\\]|\\.)*?[^\s$\\]|(?:[^$\\]|\\.)*?\\\S)\$(?![$0-9]))"
"""Formula within a line by pandoc's rule, which takes no price for a formula: no blank after the opening dollar sign,
none before the closing one, and no digit after it. nbconvert takes any two dollar signs; mistune's own plugin takes
a blank before the closing one."""
UNBROKEN = re.compile(
    r"(?P<code>(`+)(?!`).*?(?<!`)\2(?!`)|<(code|pre|kbd|samp)\b[^<>]*>.*?</\3\s*>)"
    r"|</?[a-zA-Z][a-zA-Z0-9-]*(?=[\s/>])[^<>]*>|<[a-zA-Z][\w+.-]*:[^\s<>]*>|\[[^\[\]]*\]\([^()\n]*\)",
    re.DOTALL,
)
"""Code, tags, addresses and links: no formula begins in them and ends outside, or the other way round."""


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
    html = MarkdownWithMath(renderer=renderer, inline=_InlineParser(hard_wrap=False)).render(source)
    if renderer.has_html:
        html = writer.raw(html)
    return renderer.with_parts(html)


class _InlineParser(MathInlineParser):
    """nbconvert's, with another rule of what a formula within a line is."""

    INLINE_MATH_TEX = FORMULA
    SPECIFICATION: ClassVar[dict[str, str]] = {**MathInlineParser.SPECIFICATION, "inline_math_tex": FORMULA}

    def parse_inline_math_tex(self, m: re.Match[str], state: InlineState) -> int:
        """Parse a formula; 0 where its dollar signs belong to something else."""
        start, end = m.start(), m.end() - 1
        for unbroken in UNBROKEN.finditer(state.src):
            first, last = unbroken.span()
            if (first < start < last) != (first < end < last) or (unbroken["code"] and first < start < last):
                return 0
        parsed: int = super().parse_inline_math_tex(m, state)
        return parsed


class _Renderer(IPythonRenderer):
    """nbconvert's, without anchors; what the caller writes takes its place after the author's HTML was written anew."""

    def __init__(self, writer: Writer) -> None:
        super().__init__(escape=False, exclude_anchor_links=True)
        self.writer = writer
        self.parts: list[tuple[str, str]] = []
        self._mark = secrets.token_hex(8)  # no source can hold it: whatever looks like a part is one
        self._part_mark = re.compile(f"{self._mark}n([0-9]+)e")
        self.has_html = False

    def text(self, text: str) -> str:
        return super().text(with_controls(text))

    def image(self, text: str, url: str, title: str | None = None) -> str:
        del title
        description = unescape(TAG.sub("", self._in_words(text)))
        return self._part(self.writer.picture(url, description), description)

    def inline_math(self, body: str) -> str:
        return self._part(self.writer.formula(body, block=False), body)

    def block_math(self, body: str) -> str:
        return self._part(self.writer.formula(body, block=True), body)

    def latex_environment(self, name: str, body: str) -> str:
        tex = f"\\begin{{{name}}}{body}\\end{{{name}}}"
        return self._part(self.writer.formula(tex, block=True), tex)

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

    def with_parts(self, html: str) -> str:
        """Put every part in its place; in an attribute, which holds no elements, what it says in words."""
        written = re.compile(f"{TAG.pattern}|{self._part_mark.pattern}")
        return written.sub(lambda found: self._in_words(found[0]) if found[1] is None else self._written(found), html)

    def _part(self, html: str, words: str) -> str:
        self.parts.append((html, words))
        return f"{self._mark}n{len(self.parts) - 1}e"

    def _written(self, found: re.Match[str]) -> str:
        return self.parts[int(found[1])][0]

    def _in_words(self, html: str) -> str:
        return self._part_mark.sub(lambda found: escape(self.parts[int(found[1])][1]), html)
