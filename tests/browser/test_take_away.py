"""What a page's reader takes away: fact sheet, share cards, a copied chart, a workbook of all tables."""

from __future__ import annotations

import csv
import io
import re
import struct
import zipfile
from typing import TYPE_CHECKING
from urllib.parse import unquote

import openpyxl
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    Visit = Callable[..., Page]

PLACES = (
    "3576-kota-mojokerto/economic-recovery",
    "3576-kota-mojokerto/procurement-share",
    "3576-kota-mojokerto/umkm-onboarding",
    "3500-jawa-timur/province-overview",
    "3500-jawa-timur/economic-recovery",
)
CARDS = {"card-square": (1080, 1080), "card-wide": (1200, 630)}


@pytest.fixture
def taken(tmp_path: Path) -> Callable[[Page, str], Path]:
    """Press a button of the menu; return the file that it gives."""

    def take(page: Page, act: str) -> Path:
        if page.locator(".menu[open]").count() == 0:
            page.locator(".menu > summary").click()
        with page.expect_download() as waiting:
            page.locator(f'[data-act="{act}"]').click()
        path: Path = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(path)
        return path

    return take


def rows_of(page: Page) -> list[list[list[str]]]:
    """Tables of a page as its CSV links have them."""
    links = page.evaluate("""[...document.querySelectorAll('a[download][href^="data:text/csv"]')].map((a) => a.href)""")
    texts = [unquote(link.split(",", 1)[1]).removeprefix("\ufeff") for link in links]
    return [list(csv.reader(io.StringIO(text))) for text in texts]


def test_the_workbook_holds_every_table_of_the_page(
    visit: Visit, reports: Path, taken: Callable[[Page, str], Path]
) -> None:
    page = visit(reports / "id" / f"{PLACES[0]}.html")
    path = taken(page, "workbook")
    assert path.name.endswith(".xlsx")
    assert zipfile.ZipFile(path).testzip() is None
    about, *sheets = openpyxl.load_workbook(path).worksheets
    assert "Kota Mojokerto" in about.cell(1, 1).value
    tables = rows_of(page)
    assert len(sheets) == len(tables) > 5
    assert len({sheet.title.lower() for sheet in sheets}) == len(sheets)
    numbers = 0
    for sheet, table in zip(sheets, tables, strict=True):
        cells = [["" if value is None else value for value in row] for row in sheet.iter_rows(values_only=True)]
        for row, expected in zip(cells, table, strict=True):
            for value, text in zip(row, expected, strict=True):
                numbers += isinstance(value, int | float)
                assert str(value) == text or float(value) == float(text)
    assert numbers > 100
    assert page.heard == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("place", PLACES)
def test_cards_have_their_size_and_the_fact_sheet_is_one_sheet(
    visit: Visit, reports: Path, taken: Callable[[Page, str], Path], place: str
) -> None:
    path = reports / "en" / f"{place}.html"
    page = visit(path)
    for act, size in CARDS.items():
        png = taken(page, act).read_bytes()
        assert struct.unpack(">II", png[16:24]) == size
    page = visit(path, fragment="#factsheet", width=690, height=990)
    page.emulate_media(media="print", color_scheme="light")
    sheet = page.locator(".sheet")
    assert sheet.evaluate("(box) => box.scrollHeight <= box.clientHeight + 1")
    words = sheet.inner_text()
    assert page.evaluate("document.body.dataset.name") in words
    assert page.locator("h1").first.evaluate("(head) => head.lastChild.textContent.trim()") in words
    assert sheet.locator(".card").count() == page.locator("#ringkasan .key .card").count() > 0
    assert sheet.locator(".code svg").count() == 1
    letters = sheet.evaluate(LETTERS)
    assert min(letters) >= 6.5, sorted(letters)[:5]
    assert sheet.locator(".drawing svg").count() >= 1
    below, foot = sheet.evaluate("(box) => [...box.children].slice(-2).map((one) => one.getBoundingClientRect())")
    assert foot["top"] - below["bottom"] < 0.2 * foot["bottom"], "blank"
    claims = page.locator("article.claim").count()
    if claims:
        heads = sheet.locator(".wall thead th").all_inner_texts()
        assert heads == page.locator("article.claim").first.locator("dt").all_text_contents()
        assert sheet.locator(".wall tbody tr").count() >= min(claims, 3)
    assert page.locator(".together").first.inner_text() not in words
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert pdf.count(b"/Type /Page\n") == 1
    assert page.heard == []  # type: ignore[attr-defined]


LETTERS = """(sheet) => [...sheet.querySelectorAll('*')].filter((one) => [...one.childNodes].some(
  (node) => node.nodeType === 3 && node.textContent.trim()))
  .filter((one) => one.checkVisibility() && !one.matches('title, i')).map((one) => {
  const svg = one.closest('svg'), scale = svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
  return .75 * scale * parseFloat(getComputedStyle(one).fontSize);
})"""
"""Sizes of a sheet's letters in points."""
MEASURED = """(card) => {
  const box = (one) => {
    const r = one.getBoundingClientRect(), air = .15 * r.height;
    return [r.left, r.top + air, r.right, r.bottom - air];
  };
  const texts = [...card.querySelectorAll(':scope > text:not([transform])')];
  return { words: texts.map((one) => one.textContent).join(' '), texts: texts.map(box),
           code: box(card.querySelector('.qr')), drawn: [...card.querySelectorAll('.drawn text')].map(box) };
}"""
"""A card's words, and where they, its code and the words of its chart stand, without the air of a line."""


def overlap(one: list[float], other: list[float]) -> bool:
    """Whether two boxes (left, top, right, bottom) share more than a pixel."""
    return min(one[2], other[2]) - max(one[0], other[0]) > 1 and min(one[3], other[3]) - max(one[1], other[1]) > 1


@pytest.mark.parametrize("place", PLACES)
def test_a_card_shows_its_words_whole_and_nothing_over_another(visit: Visit, reports: Path, place: str) -> None:
    path = reports / "id" / f"{place}.html"
    page = visit(path)
    label = page.locator("#ringkasan .key .card .label").all_inner_texts()[:3]
    values = page.locator("#ringkasan .key .card .value").evaluate_all(
        "(all) => all.slice(0, 3).map((one) => one.firstChild.textContent.trim())"
    )
    source = re.sub(r"\s*\[\d+\]", "", page.locator(".first .source").inner_text())
    whole = [*label, *values, source, page.locator(".masthead .edition").inner_text()]
    assert len(label) == 3
    for name, (width, height) in {"square": CARDS["card-square"], "wide": CARDS["card-wide"]}.items():
        card = visit(path, fragment=f"#card={name}", width=width, height=height).locator(".only-card svg").first
        card.wait_for()
        found = card.evaluate(MEASURED)
        for words in whole:
            assert " ".join(words.split()) in " ".join(found["words"].split()), (name, words)
        boxes = found["texts"]
        assert all(box[0] >= 0 and box[2] <= width and box[3] <= height for box in boxes), name
        free = [found["code"], *boxes]
        clashes = [(one, other) for place, one in enumerate(free) for other in free[place + 1 :] if overlap(one, other)]
        assert not clashes, (name, clashes)
        assert not any(overlap(one, other) for one in free for other in found["drawn"]), name


def test_a_card_is_stamped_where_a_figure_on_it_is_invented_and_only_there(
    visit: Visit, special: Path, reports: Path, tmp_path: Path
) -> None:
    def stamps(path: Path) -> list[str]:
        page = visit(path, fragment="#card=square")
        page.locator(".only-card svg").first.wait_for()
        assert page.locator("svg > text").count() > 5
        named = "synthetic data" in page.locator("body > svg").text_content().lower()
        assert named == (path.parents[2] == tmp_path)
        return page.locator("svg > text[transform]").all_text_contents()

    published = '<p class="status"><span aria-hidden="true">●</span> '
    for report in PLACES[1:3]:  # their lines and register are synthetic; what the cards show is published
        page = special / "en" / f"{report}.html"
        assert "data-synthetic" in page.read_text(encoding="utf-8")
        assert stamps(page) == []
    html = page.read_text(encoding="utf-8")
    made = tmp_path / "en" / f"{PLACES[2]}.html"
    made.parent.mkdir(parents=True)
    made.write_text(html.replace(published, f"{published}synthetic, for demonstration: ", 1), encoding="utf-8")
    assert stamps(made) == ["SYNTHETIC"]
    assert stamps(reports / "en" / f"{PLACES[2]}.html") == []


def test_a_chart_is_copied_as_a_picture(visit: Visit, reports: Path) -> None:
    page = visit(reports / "id" / f"{PLACES[0]}.html", permissions=["clipboard-read", "clipboard-write"])
    button = page.locator('[data-save="copy"]').first
    button.click()
    page.get_by_text("Tersalin", exact=True).wait_for()
    kinds = page.evaluate("navigator.clipboard.read().then((items) => items.map((item) => item.types).flat())")
    assert kinds == ["image/png"]


def test_a_chart_taken_away_names_its_region_and_its_edition(visit: Visit, reports: Path, tmp_path: Path) -> None:
    page = visit(reports / "id" / f"{PLACES[0]}.html")
    with page.expect_download() as waiting:
        page.locator('[data-save="svg"]').first.click()
    waiting.value.save_as(tmp_path / "chart.svg")
    svg = (tmp_path / "chart.svg").read_text(encoding="utf-8")
    edition = page.locator(".masthead .edition").inner_text().split(" · ")[-1]
    assert edition.startswith("edisi data ")
    assert edition in svg
    assert "Kota Mojokerto. " in svg
