"""The page of claims, and the report on UMKM from a made-up register, in a real browser."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from tests.browser.test_page import SIZES, faults, spilt

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    Visit = Callable[..., Page]


@pytest.fixture(params=["claims.html", "claims.en.html"])
def claims(request: pytest.FixtureRequest, reports: Path) -> Path:
    return reports / str(request.param)


@pytest.fixture(params=["id", "en"])
def made_up(request: pytest.FixtureRequest, special: Path) -> Path:
    return special / str(request.param) / "3576-kota-mojokerto" / "umkm-onboarding.html"


def test_claims_run_nothing_and_load_nothing(visit: Visit, claims: Path) -> None:
    page = visit(claims)
    assert page.heard == []  # type: ignore[attr-defined]
    assert page.locator("script").count() == 1  # remembers theme and language
    policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert str(policy).startswith("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-")
    page.evaluate("document.body.append(Object.assign(new Image(), { src: 'https://example.org/x.png' }))")
    page.wait_for_timeout(100)
    assert [said for said in page.heard if "Content Security Policy" in said]  # type: ignore[attr-defined]


@pytest.mark.parametrize("look", ["light", "dark", "print"])
def test_axe_finds_nothing_in_the_claims(visit: Visit, claims: Path, look: str) -> None:
    page = visit(claims, color_scheme="dark" if look == "dark" else "light")
    if look == "print":
        page.emulate_media(media="print", color_scheme="light")
    assert faults(page) == []


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_claims_overflow_nowhere(visit: Visit, claims: Path, width: int, height: int) -> None:
    assert spilt(visit(claims, width=width, height=height)) == []


def test_claims_lead_to_the_index_and_back_and_can_be_taken(visit: Visit, claims: Path) -> None:
    page = visit(claims)
    (href,) = {
        unquote(one.split(",", 1)[1]).removeprefix("\ufeff")
        for one in page.evaluate("[...document.querySelectorAll('a[download]')].map((one) => one.href)")
        if "68.14" in one
    }
    rows = list(csv.reader(io.StringIO(href)))
    assert len(rows) == 1 + 13
    assert {row[3] for row in rows} >= {"-3.69", "3.65", "68.14", "40.0", "73.0"}
    page.locator("nav a").first.click()
    page.wait_for_url("**/index*.html")
    page.locator(f'nav a[href="{claims.name}"]').click()
    page.wait_for_url(f"**/{claims.name}")


def test_a_choice_of_verdict_leaves_its_cards_without_a_script(visit: Visit, claims: Path) -> None:
    page = visit(claims)
    every = page.locator("article.claim").count()
    for tone in ("confirmed", "conflicting", "unchecked"):
        page.locator(f'input[value="{tone}"]').check()
        shown = page.locator("article.claim:visible")
        assert 0 < shown.count() < every
        assert shown.count() == page.locator(f"article.{tone}").count()
    page.keyboard.press("ArrowUp")  # a group of buttons, as any keyboard knows it
    assert page.locator('input[value="conflicting"]').is_checked()
    page.locator('input[value="every"]').check()
    assert page.locator("article.claim:visible").count() == every


@pytest.mark.parametrize("look", ["light", "dark", "print", "presentation"])
def test_axe_finds_nothing_in_the_full_picture(visit: Visit, made_up: Path, look: str) -> None:
    page = visit(made_up, color_scheme="dark" if look == "dark" else "light", reduced_motion="reduce")
    if look == "print":
        page.emulate_media(media="print", color_scheme="light")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    if look == "presentation":
        page.keyboard.press("p")
    assert page.heard == []  # type: ignore[attr-defined]
    assert faults(page) == []


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_full_picture_overflows_nowhere(visit: Visit, made_up: Path, width: int, height: int) -> None:
    page = visit(made_up, width=width, height=height)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert spilt(page) == []


def test_every_screen_that_shows_a_made_up_register_says_so(visit: Visit, made_up: Path) -> None:
    page = visit(made_up)
    word = "SINTETIS" if made_up.parts[-3] == "id" else "SYNTHETIC"
    for number in (1, 2, 3, 4, 5):
        assert word in page.locator(".slide").nth(number).inner_text(), number
    first = page.locator(".slide").first  # its figures are published ones; its title says what else is on the page
    assert word in first.locator(".report").inner_text().upper()
    assert page.title().isascii()
    assert {"id": "PERAGAAN", "en": "DEMONSTRATION"}[made_up.parts[-3]] in page.title()
