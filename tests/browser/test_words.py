"""No page mixes its language with the other one; needs built pages, no browser."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po

from umkm_analysis.datasets import regions, tables
from umkm_analysis.i18n.translation import catalogue_path

if TYPE_CHECKING:
    from pathlib import Path

ATTRIBUTES = {"aria-label", "alt", "content", "data-play", "data-pause", "data-found"}
VOID = {"meta", "input", "br", "img", "hr", "link"}
WORD = re.compile(r"(?<![a-z0-9])[a-z]{3,}(?:-[a-z]+)*(?![a-z0-9])")  # not the letters of a fingerprint
PARTS_OF_NAMES = {"ayat", "pasal", "inpres", "perpres", "kabupaten", "kota", "tengah"}
"""Of laws and their articles, and of regions, which a map breaks over two lines."""


class Visible(HTMLParser):
    """What a reader sees or hears of a page, but for what is marked as quoted in another language."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.said: list[str] = []
        self.hidden: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        other = known.get("lang") not in {None, self.language}
        hidden = any(self.hidden[-1:]) or other or tag in {"script", "style"}
        if not hidden and "http-equiv" not in known:
            self.said += [value or "" for name, value in attrs if name in ATTRIBUTES]
        if tag not in VOID:
            self.hidden.append(hidden)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.hidden.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.hidden[-1:]):
            self.said.append(data)


def bare(text: str) -> set[str]:
    return set(WORD.findall(re.sub(r"\{\w*\}", " ", text).lower()))


def vocabulary(language: str) -> set[str]:
    """Words of the catalogue, names and tables that only one of the two languages uses."""
    with catalogue_path("en").open("rb") as file:
        messages = [message for message in read_po(file, locale="en") if message.id]
    spoken: dict[str, set[str]] = {"id": set(), "en": set()}
    for message in messages:
        spoken["id"] |= bare(message.id if isinstance(message.id, str) else message.id[0])
        spoken["en"] |= bare(message.string if isinstance(message.string, str) else " ".join(message.string))
    sectors = tables.read("sectors")
    for code in spoken:
        spoken[code] |= bare(" ".join(sectors[f"name_{code}"]))
    other = "en" if language == "id" else "id"
    return spoken[other] - spoken[language] - PARTS_OF_NAMES


@pytest.fixture(params=["id", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def pages(reports: Path, language: str) -> list[Path]:
    ending = {"id": "html", "en": "en.html"}[language]
    return [
        *(reports / f"{name}.{ending}" for name in ("index", "claims")),
        *sorted((reports / language).rglob("*.html")),
    ]


def test_no_page_holds_a_word_of_the_other_language(reports: Path, language: str) -> None:
    foreign = vocabulary(language)
    assert len(foreign) > 300
    names = sorted((region.name for region in regions.all_regions().values()), key=len, reverse=True)
    sources = tables.read("sources")
    quoted = sorted(
        {*sources["publisher"], *sources["title"].dropna(), *tables.read("claims")["words"].dropna()},
        key=len,
        reverse=True,
    )
    mixed = {}
    for page in pages(reports, language):
        reader = Visible(language)
        html = page.read_text(encoding="utf-8")
        assert f'<html lang="{language}"' in html
        reader.feed(html)
        text = " ".join(reader.said)
        for name in (*quoted, *names):
            text = text.replace(name, " ")
        text = re.sub(r"data/\w+\.csv|https://\S+|umkm_analysis|parameter \w+", " ", text)
        mixed[page.name] = bare(text) & foreign
    assert {name: found for name, found in mixed.items() if found} == {}


def test_no_column_of_the_tables_holds_a_word_of_the_other_language(root: Path, language: str) -> None:
    foreign = vocabulary(language)
    for path in (root / "data").glob("*.csv"):
        table = tables.read(path.stem)
        for column in table.columns.intersection(
            [f"{name}_{language}" for name in ("name", "note", "reason", "resolution")]
        ):
            for text in table[column].dropna():
                assert bare(text) & foreign == set(), f"{path.name}, {column}: {text}"


def test_the_words_of_both_languages_are_told_apart() -> None:
    assert {"persen", "pertumbuhan", "tidak", "daerah"} <= vocabulary("en")
    assert {"growth", "the", "recovered", "province"} <= vocabulary("id")
