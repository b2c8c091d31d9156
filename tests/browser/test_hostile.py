"""A region whose name is markup, quotes, braces, a formula, Arabic and very long comes out as text everywhere."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from pypdf import PdfReader

from tests.browser.conftest import HOSTILE, HOSTILE_PAGES
from tests.browser.test_page import spilt

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    Visit = Callable[..., Page]

ARABIC = "مدينة"

SCRIPTS = 'script:not([type="application/json"])'
"""What a browser would run: figures that travel as JSON are data."""


@pytest.fixture(params=HOSTILE_PAGES)
def path(request: pytest.FixtureRequest, special: Path) -> Path:
    (found,) = (special / "id").glob(HOSTILE_PAGES[request.param])
    return found


def test_on_the_page_it_is_text_and_nothing_runs(visit: Visit, path: Path) -> None:
    page = visit(path)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert page.heard == []  # type: ignore[attr-defined]
    assert page.locator(SCRIPTS).count() == 1
    assert HOSTILE.split("  ")[0] in page.locator("body").inner_text() or ARABIC in page.locator("body").inner_text()
    assert page.evaluate("document.title").count("alert") <= 1
    page.keyboard.press("p")
    page.keyboard.press("End")
    assert page.heard == []  # type: ignore[attr-defined]


def test_its_length_breaks_no_layout(visit: Visit, path: Path) -> None:
    for width, height in ((320, 640), (1024, 768)):
        page = visit(path, width=width, height=height)
        assert spilt(page) == []


def test_in_figures_it_is_text(visit: Visit, special: Path) -> None:
    (path,) = (special / "id").glob("3573*/economic-recovery.html")
    page = visit(path)
    with page.expect_download() as saved:
        page.locator("figure.chart [data-save=svg]").first.click()
    svg = saved.value.path().read_text(encoding="utf-8")
    assert "<script" not in svg
    assert "&lt;script&gt;" in svg
    assert re.fullmatch(r"3573-[a-z0-9-]+\.svg", saved.value.suggested_filename)


def test_in_csv_it_is_text_and_no_formula(visit: Visit, path: Path) -> None:
    page = visit(path)
    texts = [
        unquote(href.split(",", 1)[1]).removeprefix("\ufeff")
        for href in page.evaluate("[...document.querySelectorAll('a[download]')].map((one) => one.href)")
    ]
    rows = [row for text in texts for row in csv.reader(io.StringIO(text))]
    assert any(HOSTILE.strip() in value for row in rows for value in row)
    assert not [value for row in rows for value in row if value.startswith(("=", "@", "\t"))]


def test_in_the_record_it_stands_as_it_is(path: Path) -> None:
    record = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    if path.parent.name.startswith("3573"):
        assert record["page"]["name"] == HOSTILE.strip()
    assert re.fullmatch(r"35\d\d-[a-z0-9-]+", record["page"]["slug"])


def test_in_the_index_it_is_text(visit: Visit, special: Path) -> None:
    for name in ("index.html", "index.en.html"):
        page = visit(special / name, width=320, height=640)
        assert page.heard == []  # type: ignore[attr-defined]
        assert page.locator(SCRIPTS).count() == 1
        assert "<script>alert" in (page.locator("#d3573 th").text_content() or "")  # laid out once it is in sight
        page.locator("#cari").fill("alert مدينة")
        page.wait_for_function("() => document.querySelectorAll('.list tbody tr:not([hidden])').length === 1")
        assert spilt(page) == []


def test_in_the_pdf_it_is_text(path: Path, printed: Path) -> None:
    reader = PdfReader(printed / "special" / path.parent.name / f"{path.stem}.pdf")
    text = "".join(page.extract_text() for page in reader.pages)
    if path.parent.name.startswith("3573"):
        assert "<script>alert" in re.sub(r"\s+", "", text)
        assert reader.metadata is not None
        assert "<script>" in str(reader.metadata.title)
