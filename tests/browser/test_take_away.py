"""What a page's reader takes away: fact sheet, share cards, a copied chart, a workbook of all tables."""

from __future__ import annotations

import csv
import io
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
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert pdf.count(b"/Type /Page\n") == 1
    assert page.heard == []  # type: ignore[attr-defined]


def test_a_card_of_invented_figures_says_so_across(visit: Visit, special: Path, reports: Path) -> None:
    invented = visit(special / "en" / f"{PLACES[2]}.html", fragment="#card=square")
    across = invented.locator("svg > text[transform]")
    assert (across.count(), across.inner_html()) == (1, "SYNTHETIC")
    real = visit(reports / "en" / f"{PLACES[2]}.html", fragment="#card=square")
    assert real.locator("svg > text[transform]").count() == 0
    assert real.locator("svg > text").count() > 5


def test_a_chart_is_copied_as_a_picture(visit: Visit, reports: Path) -> None:
    page = visit(reports / "id" / f"{PLACES[0]}.html", permissions=["clipboard-read", "clipboard-write"])
    button = page.locator('[data-save="copy"]').first
    button.click()
    page.get_by_text("Tersalin", exact=True).wait_for()
    kinds = page.evaluate("navigator.clipboard.read().then((items) => items.map((item) => item.types).flat())")
    assert kinds == ["image/png"]
