"""Hostile texts of lines and tables on a page: shown as they are, run by nobody, in HTML, SVG, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from html.parser import HTMLParser
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest

from tests.datasets import hostile
from umkm_analysis.builds.output.html import _object
from umkm_analysis.characters import FORMULA
from umkm_analysis.pages.charts import figure
from umkm_analysis.pages.charts.svg import inline_svg
from umkm_analysis.pages.components import linked_title
from umkm_analysis.pages.fragment import markup, paragraphs
from umkm_analysis.pages.tables import Column, Linked, table

TEXTS = [text for text in hostile.HARMFUL if len(text) < 1000]
HARMLESS_TAGS = {"div", "table", "caption", "thead", "tr", "th", "tbody", "td", "p", "a"}


class _Page(HTMLParser):
    """Tags and attributes of a page, and what it says."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.said: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.said.append(data)


@pytest.mark.parametrize("text", TEXTS)
def test_a_table_shows_text_as_it_is_and_its_csv_runs_nothing(text: str) -> None:
    html = str(
        table(
            text, [Column(text), Column("b")], [[text, text], [Linked(text, "https://x.example"), "y"]], name="x"
        ).html
    )
    page = _Page(html)
    assert page.tags <= HARMLESS_TAGS
    assert not {name for name in page.attributes if name.startswith("on")}
    assert page.said.count(text) >= 4
    written = unquote(html.split('href="data:text/csv;charset=utf-8,')[1].split('"', maxsplit=1)[0]).removeprefix(
        "\ufeff"
    )
    rows = list(csv.reader(io.StringIO(written, newline="")))
    assert len(rows) == 3
    assert not [cell for row in rows for cell in row if cell.startswith(FORMULA)]


@pytest.mark.parametrize("text", TEXTS)
def test_sentences_show_text_as_it_is(text: str) -> None:
    page = _Page(str(markup("<p>{text}</p>", text=text) + paragraphs([text]).html))
    assert page.tags == {"p"}
    assert "".join(page.said).count(text) == 2


@pytest.mark.filterwarnings("ignore:Glyph:UserWarning")  # the face of a page has no emoji; the reader's browser has
@pytest.mark.parametrize("text", TEXTS)
def test_a_drawing_shows_text_as_it_is(text: str) -> None:
    drawn, (axes,) = figure.canvas()
    figure.rows(axes, [text, "b"])
    figure.heading(axes, text)
    figure.value_label(axes, (0, 0), text, offset=(0, 0), own=False)
    svg = str(inline_svg(drawn, name="x", alt=text))
    root = ET.fromstring(svg)  # noqa: S314 - made here
    # groups that only group are left out of drawings
    assert {element.tag for element in root.iter()} - {"g"} == {"svg", "title", "text"}
    said = ["".join(element.itertext()) for element in root.iter() if element.tag == "text"]
    assert sum(text[:8] in one for one in said) >= 2  # and a row whose name is cut short


@pytest.mark.parametrize("text", TEXTS)
def test_a_record_keeps_text_as_it_is(text: str) -> None:
    assert json.loads(_object({text: {text: [text]}}, deep=True)) == {text: {text: [text]}}


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", " https://x", ""])
def test_a_source_leads_to_the_web_alone(address: str) -> None:
    class Source:
        title = "A"
        publisher = "B"

    source = Source()
    source.address = address  # type: ignore[attr-defined]
    assert not isinstance(linked_title(source), Linked)
