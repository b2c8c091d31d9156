"""The pages that the other tests of this folder look at; first in line, so that no test process waits for another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.builds.output.templates import compact_css
from umkm_analysis.pages.assets import TEMPLATES

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("site", ["reports", "special", "whole"])
def test_every_site_is_built_without_a_failure(site: str, request: pytest.FixtureRequest) -> None:
    assert (request.getfixturevalue(site) / "index.html").is_file()


def test_pages_are_printed_without_a_failure(request: pytest.FixtureRequest) -> None:
    printed = request.getfixturevalue("printed")
    pages = sorted(printed.rglob("*.html"))
    assert len(pages) == 7
    assert [page.with_suffix(".pdf") for page in pages] == sorted(printed.rglob("*.pdf"))


def test_no_id_stands_twice_in_any_language(reports: Path, special: Path) -> None:
    """Two charts once shared one in English: the second had the first's alternative text."""
    pages = [*reports.glob("*/*/*.html"), *special.glob("*/*/*.html")]
    assert len(pages) > 10
    for page in pages:
        ids = re.findall(r'\bid="([^"]+)"', page.read_text(encoding="utf-8"))
        assert len(ids) == len(set(ids)), page


def test_no_page_is_heavier_than_350_kb(reports: Path, special: Path) -> None:
    """The heaviest there are: a province of 38 regions with boundaries, and a region with 3,000 procurement lines."""
    sizes = {
        page.relative_to(site): page.stat().st_size for site in (reports, special) for page in site.rglob("*.html")
    }
    heaviest = sorted(sizes, key=sizes.__getitem__)[-6:]
    assert {page.name for page in heaviest} >= {"province-overview.html", "procurement-share.html"}
    assert {page: sizes[page] for page in heaviest if sizes[page] > 350_000} == {}
    overview = next((special / "id").glob("3500*/province-overview.html")).read_text(encoding="utf-8")
    assert len(re.findall(r'<path data-point="', overview)) == 38


def test_shortened_style_sheets_say_the_same_to_a_browser(browser: Browser) -> None:
    page = browser.new_page()
    # space after a comma or a colon is given back as it was written, beside var() and in @supports
    read = """(text) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(text);
        return [...sheet.cssRules].map((rule) => rule.cssText.replace(/([,:]) /g, "$1")); }"""
    for path in sorted(TEMPLATES.rglob("*.css")):
        text = path.read_text(encoding="utf-8")
        rules = page.evaluate(read, text)
        assert rules, path.name
        assert page.evaluate(read, compact_css(text)) == rules, path.name
    page.close()
