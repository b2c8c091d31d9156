"""Report pages as readers, presenters and visitors of a booth use them."""

from __future__ import annotations

import csv
import io
import itertools
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
OF_PRACTICE = ("heading-order", "landmark-unique", "empty-table-header")
"""Best practices that no tag of the law holds."""
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "rules": {name: {"enabled": True} for name in OF_PRACTICE},
}
OF_COLOUR = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""What another theme can break; the rest it shares with the light one."""
NUMERIC = """(link) => {
    let box = link.parentNode;
    while (!box.matches(".table")) box = box.previousElementSibling;
    return [...box.querySelectorAll("thead th")].map((head) => head.classList.contains("number"));
}"""


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
                && !one.closest(".drawing, .table, .skip");
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
    for key in ("p", "ArrowRight", "t", "t", "t", "Escape"):
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


@pytest.mark.parametrize("width", [390, 320])
def test_no_chart_scrolls_sideways_on_a_telephone_and_its_scale_stays_even(
    visit: Visit, reports: Path, width: int
) -> None:
    for name in PAGES:
        page = visit(reports / "id" / f"{name}.html", width=width, height=844)
        wide, letters, beyond = page.evaluate(
            """() => {
            const shown = [...document.querySelectorAll(".drawing svg")].filter((svg) => svg.checkVisibility());
            const drawings = shown.map((svg) => svg.closest(".drawing"));
            const named = shown.filter((svg) => !svg.matches(".map"))
                .flatMap((svg) => [...svg.querySelectorAll("text")]).filter((text) => text.textContent.trim());
            return [drawings.filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.ariaLabel),
                Math.min(...named.map((text) => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)),
                named.filter((text) => text.getBoundingClientRect().right > innerWidth
                    || text.getBoundingClientRect().left < 0).map((text) => text.textContent)];
        }"""
        )
        assert wide == [], name
        assert letters >= 7, name
        assert beyond == [], name
        ticks = page.evaluate(
            """() => [...document.querySelectorAll("svg.slim")].map((svg) => [...svg.querySelectorAll("text")]
            .filter((text) => text.style.textAnchor === "middle" && /^[+\u2212]?[0-9]+$/.test(text.textContent)
                && text.getAttribute("y") > svg.viewBox.baseVal.height - 20)
            .map((text) => [Number(text.textContent.replace("\u2212", "-")), Number(text.getAttribute("x"))]))"""
        )
        for scale in (scale for scale in ticks if len(scale) > 2 and len({value for value, _ in scale}) == len(scale)):
            steps = [(x2 - x1) / (b - a) for (a, x1), (b, x2) in itertools.pairwise(sorted(scale))]
            assert max(steps) - min(steps) < 0.1 * max(steps), (name, scale)


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
        page.evaluate("window.open = () => null")
        page.keyboard.press("p")
        page.keyboard.press("n")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
    assert faults(page, OF_COLOUR if look in {"dark", "projector"} else RULES) == []


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_nothing_overflows_while_reading(visit: Visit, path: Path, width: int, height: int) -> None:
    page = visit(path, width=width, height=height)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert spilt(page) == []


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
    page.wait_for_function("(other) => document.documentElement.lang === other", arg=other)
    page.locator(".tools a").first.click()
    page.wait_for_url({"id": "**/index.html", "en": "**/index.en.html"}[other])
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
    said = {"id": "berfungsi bila seluruh folder laporan ikut disalin", "en": "work if the whole folder"}
    tools = page.locator(".tools")
    assert said[path.parts[-3]] in page.locator(".together").inner_text()
    addresses = (
        "[...document.querySelectorAll('a:not(.tools a, .above a, .around a)')].map((one) => one.getAttribute('href'))"
    )
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
