"""Report pages as readers, presenters and visitors of a booth use them."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from umkm_analysis.datasets import project, regions
from umkm_analysis.reports.registry import REPORTS, find_report

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from playwright.sync_api import Page

    Visit = Callable[..., Page]

PAGES = [f"{regions.find(report.examples[0]).slug}/{report.name}" for report in REPORTS]
SIZES = [(320, 640), (768, 1024), (1024, 768), (1920, 1080)]
BOOTH = {"width": 1024, "height": 768}
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
OF_COLOUR = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""What another theme can break; the rest it shares with the light one."""
CURRENT = "[...document.querySelectorAll('.slide')].findIndex((one) => one.classList.contains('current'))"
NUMERIC = """(link) => {
    let box = link.parentNode;
    while (!box.matches(".table")) box = box.previousElementSibling;
    return [...box.querySelectorAll("thead th")].map((head) => head.classList.contains("number"));
}"""
PRESENTING = "document.documentElement.classList.contains('presenting')"


def faults(page: Page, rules: Mapping[str, Any] = RULES) -> list[str]:
    """What axe-core finds, rule by rule."""
    page.evaluate(AXE_SCRIPT)
    # what else axe has looked at, all of the page, takes longer to hand over than to find
    run = "(options) => axe.run(options).then((results) => results.violations)"
    found = page.evaluate(run, {**rules, "resultTypes": ["violations"]})
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


def spilt(page: Page) -> list[str]:
    """Elements that reach beyond the window sideways, but for what scrolls inside itself, and what an SVG clips."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("body *")].filter((one) => {
            const box = one.getBoundingClientRect();
            return box.width && box.right > innerWidth + 1 && !one.ownerSVGElement
                && !one.closest(".drawing, .table, .skip, .tools");
        }).map((one) => one.outerHTML.slice(0, 150))"""
    )
    wider = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*found, "the page scrolls sideways"] if wider else found


@pytest.fixture(params=["id", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=PAGES)
def path(request: pytest.FixtureRequest, reports: Path, language: str) -> Path:
    return reports / language / f"{request.param}.html"


def test_nothing_leaves_the_page_and_nothing_goes_wrong(visit: Visit, path: Path) -> None:
    page = visit(path)
    for key in ("p", "ArrowRight", "n", "t", "t", "t", "Escape"):
        page.keyboard.press(key)
    assert page.heard == []  # type: ignore[attr-defined]
    assert page.evaluate("document.fonts.check('16px \"Plus Jakarta Sans\"')")
    assert page.evaluate("[...document.fonts].every((face) => face.status === 'loaded')")


def test_the_policy_would_stop_what_tried_to_leave(visit: Visit, path: Path) -> None:
    page = visit(path)
    page.evaluate("fetch('https://example.org/').catch(() => {})")
    page.evaluate("document.body.append(Object.assign(new Image(), { src: 'https://example.org/x.png' }))")
    page.wait_for_timeout(100)
    assert [said for said in page.heard if "Content Security Policy" in said]  # type: ignore[attr-defined]
    assert "https://example.org/" not in page.heard  # type: ignore[attr-defined]


@pytest.mark.parametrize("look", ["light", "dark", "print", "projector", "presentation"])
def test_axe_finds_nothing(visit: Visit, path: Path, look: str) -> None:
    page = visit(path, color_scheme="dark" if look == "dark" else "light", reduced_motion="reduce")
    if look == "print":
        page.emulate_media(media="print", color_scheme="light")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    if look == "projector":
        for _ in range(3):
            page.get_by_role("button", name=re.compile("Tema|Theme")).first.click()
        assert page.evaluate("document.documentElement.dataset.theme") == "projector"
    if look == "presentation":
        page.keyboard.press("p")
        page.keyboard.press("n")
    assert faults(page, OF_COLOUR if look in {"dark", "projector"} else RULES) == []


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_nothing_overflows_while_reading(visit: Visit, path: Path, width: int, height: int) -> None:
    page = visit(path, width=width, height=height)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert spilt(page) == []


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_section_fits_the_screen_while_presenting(visit: Visit, path: Path, width: int, height: int) -> None:
    page = visit(path, width=width, height=height)
    page.keyboard.press("p")
    least = 0.39
    for number in range(page.locator(".slide").count()):
        assert page.evaluate(CURRENT) == number
        assert spilt(page) == []
        over, zoom = page.evaluate(
            """() => { const one = document.querySelector(".slide.current");
            return [one.scrollHeight - one.clientHeight, Number(one.querySelector(".fit").style.zoom)]; }"""
        )
        assert over <= 2 or zoom <= least + 0.02, (
            "a section is made smaller until it fits, or scrolls at the least size"
        )
        page.keyboard.press("ArrowRight")


def test_it_is_presented_by_keyboard(visit: Visit, path: Path) -> None:
    page = visit(path)
    last = page.locator(".slide").count() - 1
    page.keyboard.press("p")
    assert page.evaluate(CURRENT) == 0
    for key, expected in {
        "ArrowRight": 1, "PageDown": 2, " ": 3, "ArrowLeft": 2, "PageUp": 1, "End": last, "ArrowDown": last, "Home": 0,
        "ArrowUp": 0,
    }.items():  # fmt: skip
        page.keyboard.press(key)
        assert page.evaluate(CURRENT) == expected, key
    assert page.locator(".slide:visible").count() == 1
    page.keyboard.press("n")
    assert page.locator(".slide.current .notes").is_visible()
    page.keyboard.press("n")
    assert not page.locator(".slide.current .notes").is_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    assert not page.evaluate(PRESENTING)
    assert page.locator("#bagian-1").evaluate("(one) => Math.abs(one.getBoundingClientRect().top) < innerHeight / 2")
    assert page.evaluate("document.activeElement.dataset.act") == "present"


def test_it_is_presented_by_click(visit: Visit, path: Path) -> None:
    page = visit(path)
    page.locator(".tools [data-act=present]").click()
    assert page.evaluate(PRESENTING)
    page.locator(".deck [data-act=next]").click()
    page.locator(".deck [data-act=next]").click()
    page.locator(".deck [data-act=back]").click()
    assert page.evaluate(CURRENT) == 1
    page.locator(".deck [data-act=notes]").click()
    assert page.locator(".slide.current .notes").is_visible()
    page.locator(".deck [data-act=leave]").click()
    assert not page.evaluate(PRESENTING)


def test_it_is_presented_by_touch(visit: Visit, reports: Path) -> None:
    page = visit(reports / "id" / f"{PAGES[0]}.html", width=1024, height=768, has_touch=True)
    page.keyboard.press("p")
    swipe = """([from, to]) => { for (const [kind, x] of [["touchstart", from], ["touchend", to]]) {
        const touch = new Touch({ identifier: 1, target: document.body, clientX: x, clientY: 300 });
        document.body.dispatchEvent(new TouchEvent(kind, { bubbles: true,
          touches: kind === "touchstart" ? [touch] : [], changedTouches: [touch] })); } }"""
    page.evaluate(swipe, [700, 300])
    assert page.evaluate(CURRENT) == 1
    page.evaluate(swipe, [300, 700])
    assert page.evaluate(CURRENT) == 0
    page.evaluate(swipe, [300, 320])
    assert page.evaluate(CURRENT) == 0


def test_a_booth_goes_on_by_itself_can_be_paused_and_starts_again_when_left(visit: Visit, path: Path) -> None:
    page = visit(path, fragment="#kiosk=10,30", clock=True, **BOOTH)
    assert page.evaluate(CURRENT) == 0
    page.clock.run_for(10_100)
    page.clock.run_for(10_100)
    assert page.evaluate(CURRENT) == 2
    pause = page.locator(".deck [data-act=pause]")
    pause.click()
    assert pause.get_attribute("aria-pressed") == "true"
    page.clock.run_for(25_000)
    assert page.evaluate(CURRENT) == 2
    page.clock.run_for(6_000)
    assert page.evaluate(CURRENT) == 0, "left alone it begins again"
    page.clock.run_for(10_100)
    assert page.evaluate(CURRENT) == 1


def test_a_touch_of_the_screen_pauses_a_booth(visit: Visit, path: Path) -> None:
    page = visit(path, fragment="#kiosk=10,30", clock=True, **BOOTH)
    page.mouse.click(500, 300)
    page.clock.run_for(20_000)
    assert page.evaluate(CURRENT) == 0
    assert page.locator(".deck [data-act=pause]").get_attribute("aria-pressed") == "true"


def test_a_booth_after_its_last_section_begins_with_the_first(visit: Visit, path: Path) -> None:
    page = visit(path, fragment="#kiosk=10,3000", clock=True, **BOOTH)
    last = page.locator(".slide").count() - 1
    page.clock.run_for(10_050 * last)
    assert page.evaluate(CURRENT) == last
    page.clock.run_for(10_050)
    assert page.evaluate(CURRENT) == 0


def test_where_motion_is_unwanted_a_booth_waits_and_nothing_moves(visit: Visit, path: Path) -> None:
    page = visit(path, fragment="#kiosk=10", clock=True, reduced_motion="reduce", **BOOTH)
    page.clock.run_for(60_000)
    assert page.evaluate(CURRENT) == 0
    assert page.evaluate("getComputedStyle(document.querySelector('.deck .bar')).animationName") == "none"
    page.locator(".deck [data-act=pause]").click()
    page.clock.run_for(10_100)
    assert page.evaluate(CURRENT) == 1


@pytest.mark.parametrize("fragment", ["#kiosk", ""])
def test_what_is_touched_is_large_enough(visit: Visit, path: Path, fragment: str) -> None:
    page = visit(path, fragment=fragment, **BOOTH)
    if not fragment:
        page.keyboard.press("p")
    sizes = page.evaluate(
        """() => [...document.querySelectorAll(".deck button")].map((one) => one.getBoundingClientRect())
            .filter((box) => box.width).map((box) => Math.min(box.width, box.height))"""
    )
    assert len(sizes) >= 3
    assert min(sizes) >= 44


def test_the_contents_lead_to_every_section(visit: Visit, path: Path) -> None:
    page = visit(path)
    targets = page.evaluate("[...document.querySelectorAll('.contents a')].map((one) => one.getAttribute('href'))")
    cells = json.loads((project.root() / "notebooks" / find_report(path.stem).notebook).read_text(encoding="utf-8"))[
        "cells"
    ]
    headings = [one for one in cells if one["cell_type"] == "markdown" and one["source"][0].startswith("## ")]
    lacking = page.locator("#belum-tersedia").count()
    assert len(targets) == page.locator(".slide").count()
    assert 1 < len(targets) - lacking <= 1 + len(headings)
    assert all(page.locator(target).count() == 1 for target in targets)


def test_it_leads_to_its_other_language_and_to_the_index(visit: Visit, path: Path, language: str) -> None:
    other = {"id": "en", "en": "id"}[language]
    page = visit(path)
    assert page.evaluate("document.documentElement.lang") == language
    page.locator(f".tools a[hreflang={other}]").click()
    assert page.evaluate("document.documentElement.lang") == other
    page.locator(".tools a").first.click()
    assert page.url.endswith({"id": "index.html", "en": "index.en.html"}[other])
    assert page.evaluate("document.documentElement.lang") == other


def test_tables_are_taken_away_as_csv_that_machines_read(visit: Visit, path: Path) -> None:
    page = visit(path)
    links = page.evaluate(
        "[...document.querySelectorAll('a[download][href^=\"data:text/csv\"]')].map((one) => [one.download, one.href])"
    )
    names = [name for name, _ in links]
    assert len(names) == len(set(names)) >= 4
    for name, href in links:
        assert re.fullmatch(r"35(76|00)-[a-z-]+\.csv", name)
        text = unquote(href.split(",", 1)[1])
        assert text.startswith("\ufeff")
        head, *rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
        assert rows
        assert {len(row) for row in rows} == {len(head)}
        for value in {value for row in rows for value in row}:
            assert not re.fullmatch(r"[+−]?[\d.]+,\d+|−[\d.,]+", value), "numbers have a point in every language"


MOST_DOWNLOADS = 3
"""Chromium stops the downloads of a window that has had ten."""
CLICKED = """one => {
    one.addEventListener("click", (event) => event.preventDefault());
    one.click();
    return [one.download, one.href];
}"""
"""Name and address of what a click would take away, without taking it."""


def test_tables_are_taken_away_with_decimal_commas_from_indonesian_pages(visit: Visit, path: Path) -> None:
    page = visit(path)
    links = page.locator('.take > a[download][href^="data:text/csv"]:first-child')
    other = page.get_by_role("link", name="Unduh CSV titik koma (Excel): ", include_hidden=True)
    if "/en/" in path.as_posix():
        assert other.count() == 0
        return
    assert other.count() == links.count()
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    numbers = 0
    for position in range(other.count()):
        machine = unquote(str(links.nth(position).get_attribute("href")).split(",", 1)[1])
        if position < MOST_DOWNLOADS:
            with page.expect_download() as saved:
                other.nth(position).click()
            name, written = saved.value.suggested_filename, saved.value.path().read_bytes().decode()
        else:
            name, address = other.nth(position).evaluate(CLICKED)
            written = unquote(address.split(",", 1)[1])
        assert name == links.nth(position).evaluate("one => one.download").replace(".csv", "-koma.csv")
        assert written.startswith("\ufeff")
        rows, theirs = list(csv.reader(io.StringIO(machine))), list(csv.reader(io.StringIO(written), delimiter=";"))
        numeric = links.nth(position).evaluate(NUMERIC)
        assert len(rows) == len(theirs)
        for row, others in zip(rows, theirs, strict=True):
            for is_number, value, theirs_value in zip(numeric, row, others, strict=True):
                number = is_number and re.fullmatch(r"-?[\d.]+(e-?\d+)?", value)
                assert theirs_value == (value.replace(".", ",") if number else value)
                assert not theirs_value.startswith(("=", "+", "@"))
                numbers += bool(number) and "." in value
    assert numbers > 10


def test_a_page_says_that_its_links_need_the_folder(visit: Visit, path: Path) -> None:
    page = visit(path)
    said = {"id": "berfungsi bila seluruh folder laporan ikut disalin", "en": "work where the whole folder"}
    tools = page.locator(".tools")
    assert said[path.parts[-3]] in tools.inner_text()
    addresses = "[...document.querySelectorAll('a:not(.tools a)')].map((one) => one.getAttribute('href'))"
    assert [one for one in page.evaluate(addresses) if not one.startswith(("#", "data:", "http"))] == []
    page.emulate_media(media="print")
    assert not tools.is_visible()


def test_figures_are_taken_away_as_svg_and_png(visit: Visit, path: Path) -> None:
    page = visit(path)
    if not page.locator("figure.chart").count():
        pytest.skip("this report draws nothing")
    figure = page.locator("figure.chart").first
    title = figure.locator("h3").inner_text()
    with page.expect_download() as saved:
        figure.locator("[data-save=svg]").click()
    svg = saved.value.path().read_text(encoding="utf-8")
    assert saved.value.suggested_filename.endswith(".svg")
    assert svg.startswith("<svg")
    assert title.split()[0] in svg
    assert "var(--" not in re.sub(r"var\(--[\w-]+, ?#[0-9a-f]{6}\)", "", svg), "colours stand alone"
    assert "font/woff2" in svg
    with page.expect_download() as saved:
        figure.locator("[data-save=png]").click()
    assert saved.value.path().read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert saved.value.path().stat().st_size > 20_000
    assert page.heard == []  # type: ignore[attr-defined]


def test_without_script_it_can_still_be_read(visit: Visit, path: Path) -> None:
    page = visit(path, java_script_enabled=False)
    assert page.locator("h1").is_visible()
    assert all(drawing.is_visible() for drawing in page.locator("figure.chart svg:not(.narrow)").all())
    assert page.locator(".tools button:visible, .deck:visible, .saves:visible").count() == 0


def test_its_address_on_the_web_stands_as_a_qr_code(visit: Visit, path: Path, language: str) -> None:
    page = visit(path)
    code = page.locator("footer .code svg")
    assert code.is_visible()
    expected = f"https://contoh.example/laporan/{language}/{path.parent.name}/{path.name}"
    assert expected in page.locator("footer .code").inner_text()
    assert page.locator('[src^="http"], link[href^="http"]').count() == 0
    assert page.locator('a[href^="http"]:not([rel="noreferrer"])').count() == 0
