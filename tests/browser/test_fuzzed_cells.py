"""Odd cells by the hundred: each stands on its page whole, or is named; no page is torn, runs or loads anything."""

from __future__ import annotations

import base64
import random
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import nbformat
import pytest

from tests.datasets import hostile
from umkm_analysis.builds.output.html import export
from umkm_analysis.characters import unseen
from umkm_analysis.i18n.translation import t
from umkm_analysis.jupyter.records import RECORD_MIME
from umkm_analysis.pages.content.cells import content

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

COUNT, A_PAGE = 240, 30
PNG = b"\x89PNG\r\n\x1a\n"
HARMLESS = """
    p b i a div span table tr td th caption ul li dl dd dt h1 h2 h4 blockquote pre code br hr details summary figure sub
    tbody section center font small q abbr ol html body head
"""
KEPT = "p b i a span td h4 pre code q"
"""Of these the title is kept."""
TAGS = f"{HARMLESS} script iframe svg style form input math template base meta object select textarea noscript"
MARKUP = """
    < > & &lt; &#7; &#x202e; " ' </div> </section></main> <!-- --> ]]> <![CDATA[ $ $$ $x$ ` ``` ** _ [ ]( ![ | \\ ~~ :
    <td> </p> <table> <script>alert(1)</script> <img/src=x/onerror=alert(1)> [x](javascript:1) {{x}} {%raw%} \\begin{x}
"""
BLANKS = ["\n", "\n\n", "\n# ", "\n- ", "\n1. ", "    ", "\n> ", "a\r\nb"]
SIGNS = [*hostile.UNSEEN, "\x1b[31m", "\x1b[2K", "\x07", "\x9b", "\ud800", "\x00", "\ue000", "e" + "\u0301" * 8, "🙂"]
ODDITIES = [*MARKUP.split(), *BLANKS, *SIGNS]
FORBIDDEN = "iframe, object, embed, link, base, form, input, select, textarea, template, noscript, frame"
HELD = """html => {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const every = [...page.querySelectorAll('*')];
  const words = [page.querySelector('main').textContent];
  for (const one of every) for (const at of one.attributes)
    if (['alt', 'title', 'alttext', 'aria-label'].includes(at.name)) words.push(at.value);
  const markers = [...page.querySelectorAll('.umkm.words')].filter(one => /^\\s*penanda/.test(one.textContent));
  return {
    policy: page.querySelector('meta[http-equiv]').content,
    active: page.querySelectorAll('FORBIDDEN').length
      + page.querySelectorAll('meta[http-equiv]').length - 1 + page.querySelectorAll('script').length - 1,
    handlers: every.flatMap(one => [...one.attributes]).filter(at => /^on/i.test(at.name)).length,
    addresses: every.flatMap(one => [one.getAttribute('src'), one.getAttribute('href')])
      .filter(at => at && !/^(data:|#|https?:|mailto:|tel:|[\\w.\\/-]+$)/.test(at)),
    body: [...page.body.children].map(one => one.tagName),
    sections: [...page.querySelector('main').children].map(one => one.tagName + '.' + one.className),
    markers: markers.map(one => one.parentElement.className),
    words: words.join(' '),
  };
}""".replace("FORBIDDEN", FORBIDDEN)


@dataclass
class Maker:
    """Makes odd cells; the words that each must show are in ``words``."""

    chance: random.Random
    words: list[str] = field(default_factory=list)

    def word(self) -> str:
        self.words.append(f"kata{self.chance.randrange(10**9)}x")
        return self.words[-1]

    def text(self) -> str:
        parts = [self.chance.choice(ODDITIES) if self.chance.random() < 0.6 else f" {self.word()} " for _ in range(8)]
        return "".join(parts)

    def html(self, depth: int = 3) -> str:
        if depth == 0 or self.chance.random() < 0.2:
            return f" {self.word()} "
        tag = self.chance.choice((HARMLESS if self.chance.random() < 0.9 else TAGS).split())
        title = self.chance.choice(["", "", "", " style='color:red'", " onclick=1", " class=x", " dir=rtl", " title="])
        if title == " title=":
            title = f'{title}"{self.word()}"' if tag in KEPT.split() else ""
        if tag == "style":
            return "<style>p {color: red}</style>"  # only looks
        inner = "".join(self.html(depth - 1) for _ in range(self.chance.randrange(1, 4)))
        closing = f"</{tag}>" if self.chance.random() < 0.9 else ""
        return f"<{tag}{title}>{inner}{closing}"

    def output(self) -> Any:
        kind = self.chance.choice(
            ["print", "html", "html", "text/html", "text/markdown", "text/latex", "text/plain", "png", "other"]
        )
        if kind == "print":
            name = self.chance.choice(["stdout", "stdout", "stderr"])
            return nbformat.v4.new_output("stream", name=name, text=self.text().replace("\r", ""))
        if kind == "png":
            described = self.chance.random()
            alt = "" if described < 0.1 else self.word() + (self.chance.choice(ODDITIES) if described < 0.6 else "")
            png = base64.b64encode(PNG + self.word().encode()).decode()
            del self.words[-1]
            return nbformat.v4.new_output("display_data", {"image/png": png}, metadata={"alt": alt})
        if kind == "other":
            mime = self.chance.choice(["application/json", "application/javascript", "x/y", "text/x"])
            return nbformat.v4.new_output("display_data", {mime: self.word(), "text/plain": "x"})
        text = self.html() if kind == "html" else self.text().replace("\r", "")
        return nbformat.v4.new_output("display_data", {"text/html" if kind == "html" else kind: text})

    def cell(self) -> Any:
        kind = self.chance.random()
        if kind < 0.35:
            return nbformat.v4.new_markdown_cell(self.text() if self.chance.random() < 0.6 else self.html())
        if kind < 0.4:
            return nbformat.v4.new_raw_cell(self.text())
        return nbformat.v4.new_code_cell("x", outputs=[self.output() for _ in range(self.chance.randrange(1, 4))])


@pytest.fixture(scope="module")
def cells() -> list[tuple[Any, list[str]]]:
    made = []
    for number in range(COUNT):
        maker = Maker(random.Random(number))  # noqa: S311 - the same cells in every run
        made.append((maker.cell(), maker.words))
    return made


def test_every_odd_cell_stands_whole_or_is_named(
    cells: list[tuple[Any, list[str]]], browser: Browser, tmp_path: Path
) -> None:
    shown = []
    for cell, words in cells:
        found = content([cell], translate=t, folder=tmp_path)
        if found.refusals:
            assert all(
                re.match(r"(code cell 1|markdown cell|raw cell) .*: .", said, re.DOTALL) for said in found.refusals
            )
        else:
            shown.append((cell, words))
    assert COUNT / 4 < len(shown) < COUNT  # both happen
    page = browser.new_page()
    whole = page.evaluate(HELD, _page([]).html)
    for start in range(0, len(shown), A_PAGE):
        batch = shown[start : start + A_PAGE]
        made = _page([cell for cell, _ in batch])
        assert unseen(made.html, allowed="\n\t\r") == ""
        held = page.evaluate(HELD, made.html)
        assert (held["policy"], held["body"]) == (whole["policy"], whole["body"])
        assert (held["active"], held["handlers"], held["addresses"]) == (whole["active"], 0, [])
        assert set(held["sections"]) == {"SECTION.slide"}
        assert held["markers"] == ["fit"] * len(batch)
        said = held["words"] + "".join(warned.text for warned in made.warned)
        missing = [(word, cell) for cell, words in batch for word in words if word not in said]
        assert missing == []
    page.close()


def _page(cells: list[Any]) -> Any:
    record = {
        "page": {"title": "x", "description": "x", "language": "id", "slug": "1-a", "name": "x", "report": "x"},
        "headline": {},
    }
    first = nbformat.v4.new_code_cell(
        "x", outputs=[nbformat.v4.new_output("display_data", {"text/html": "x", RECORD_MIME: record})]
    )
    every = [first]
    for number, cell in enumerate(cells):
        every += [cell, nbformat.v4.new_markdown_cell(f"penanda {number}")]
    return export(nbformat.v4.new_notebook(cells=every))
