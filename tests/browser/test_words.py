"""Text of built pages, read whole: faults that show only once sentences are put together, in both languages."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.datasets import tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

INLINE = {"a", "abbr", "b", "bdi", "cite", "code", "em", "i", "kbd", "q", "small", "span", "strong", "sub", "sup", "u"}
SPOKEN = ("aria-label", "alt", "placeholder")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
BOTH = {
    "space before a mark": r" [,.;:!?)](?!\d)|\( ",
    "doubled mark": r"(?<!\.)\.\.(?!\.)|,,|;;|::|[.;:] ?;|, ?\.|\(\)",
    "doubled word": r"\b([a-z]{2,}) \1\b",
    "minus zero": r"−0(?:[.,]0+)?(?![\d.,])",
    "hole": r"\{\w*\}|\bnan\b|\bNaN\b",
    "span of one year": r"\b(\d{4})–\1\b",
    "year that runs into a figure": r"\b(?:19|20)\d\d\*{0,2} [+−]?\d(?!\d* (?:tahun setelah|years? after))",
}
OF_LANGUAGE = {
    "en": {
        **BOTH,
        "one of many": r"(?<![\d.,–−/+*])(?<!\d )\b1 (?!(?:was|is|has|less|plus|minus|as|does|means)\b)"
        r"(?:[a-z]+s\b|are\b|were\b|have\b)",
        "many of one": r"\b(?:[02-9]|\d{2,}) (?:region|city|package|claim|entry|year|supplier|date)\b(?!-)",
        "article": r"\b[Aa] (?!(?:one|uni|use|eu))[aeiou][a-z]|\b[Aa]n (?!hour|honest)[b-df-hj-np-tv-z][a-z]",
        "comma in a decimal": r"\d,\d{1,2}(?!\d)",
        "Indonesian": r"\b(?:yang|dan|tidak|belum|dari|pada|dengan|adalah|persen|menurut)\b",
        "the same twice": r"([\d.]+ per cent) rather than \1",
    },
    "id": {
        **BOTH,
        "point in a decimal": r"(?<![\d.])\d+\.\d{1,2}(?![\d.])",
        "English": r"\b(?:the|of|and|with|from|per cent|were|not)\b",
        "the same twice": r"([\d,]+ persen), bukan \1",
    },
}
EDITION = re.compile(r"\b20\d\d\.\d\d(?:\.\d\d)?\b|\b\d+\.\d+\.\d+\b")
"""Editions and versions: dates and numbers of another kind."""


class Blocks(HTMLParser):
    """Blocks of text of a page, without what is in another language, scripts, and commands to type."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._text = ""
        self._language = ""
        self._closed: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._language = self._language or (given.get("lang") or "" if tag == "html" else "")
        if tag not in INLINE:
            self._end()
        if tag in VOID:
            return
        other = tag != "html" and given.get("lang", self._language) != self._language
        if self._closed or other or tag in {"script", "style", "code", "pre", "title"}:
            self._closed.append(tag)
        else:
            self.found += [given[name] or "" for name in SPOKEN if given.get(name)]

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE:
            self._end()
        if self._closed:
            self._closed.pop()

    def handle_data(self, data: str) -> None:
        self._text += data if not self._closed else "…" if len(self._closed) == 1 else ""

    def _end(self) -> None:
        text = " ".join(self._text.split())
        self.found += [text] if text else []
        self._text = ""


@cache
def quoted() -> list[str]:
    """What pages quote as it is: titles of sources and words of claims, the longest first."""
    words = {*tables.read("sources")["title"].dropna(), *tables.read("claims")["words"].dropna()}
    return sorted(words, key=len, reverse=True)


def blocks(path: Path) -> Iterator[str]:
    """Texts of a page without what it quotes."""
    reader = Blocks()
    reader.feed(path.read_text(encoding="utf-8"))
    for text in dict.fromkeys(reader.found):
        for words in quoted():
            text = text.replace(words, "…")  # noqa: PLW2901 - one after the other
        yield EDITION.sub("…", text).replace("\N{NO-BREAK SPACE}", " ")


def faults(text: str, language: str) -> list[str]:
    """Names of the faults of a text."""
    return [name for name, pattern in OF_LANGUAGE[language].items() if re.search(pattern, text)]


@pytest.mark.parametrize(
    ("language", "text", "fault"),
    [
        ("en", "In 2025, 5 of the 6 regions were above and 1 were below it", "one of many"),
        ("en", "Not counted: 1 entries without a start date.", "one of many"),
        ("en", "2 region within", "many of one"),
        ("en", "A allocated figure need not be realised", "article"),
        ("en", "figures published 2022–2022", "span of one year"),
        ("en", "growth of 2,45 per cent", "comma in a decimal"),
        ("en", "the growth required 2.45 per cent rather than 2.45 per cent", "the same twice"),
        ("en", "up 3.7 persen", "Indonesian"),
        ("id", "PDB 2025 24,0 persen di atas 2019", "year that runs into a figure"),
        ("id", "Pada 2025* 36 dari 38 daerah", "year that runs into a figure"),
        ("id", "naik 3.65 persen", "point in a decimal"),
        ("id", "pertumbuhan minimumnya 2,45 persen, bukan 2,45 persen", "the same twice"),
        ("id", "tumbuh −0,0 persen", "minus zero"),
        ("id", "lebih tinggi daripada daripada Aceh", "doubled word"),
        ("id", "indeks 99,8 ; realisasinya 3,65 persen", "space before a mark"),
        ("id", "pulih 2022..", "doubled mark"),
    ],
)
def test_each_fault_is_seen(language: str, text: str, fault: str) -> None:
    assert faults(text, language) == [fault]


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_page_holds_a_sentence_that_does_not_fit_its_words(language: str, reports: Path, special: Path) -> None:
    found = {}
    for site in (reports, special):
        pages = [*(site / language).rglob("*.html"), *site.glob("*.html")]
        for page in pages:
            if page.parent == site and (".en." in page.name) != (language == "en"):
                continue
            for text in blocks(page):
                if "{kurung}" not in text and (wrong := faults(text, language)):  # the hostile name is no sentence
                    found[f"{page.relative_to(site)}: {text}"] = wrong
    assert found == {}
