"""First screens as a reader meets them: on a telephone, on a desk, on a wall, with and without script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from umkm_analysis.datasets import regions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    Visit = Callable[..., Page]

SLUG = regions.find("3576").slug
TOPS = """() => Object.fromEntries(
    ["h1", ".first .drawing svg:not([hidden])", ".contents", ".key", "details.more"].map((name) => {
        const shown = [...document.querySelectorAll(name)].find((one) => one.getBoundingClientRect().height);
        return [name.split(" ")[0], shown.getBoundingClientRect().top + scrollY];
    }))"""


@pytest.mark.parametrize("report", ["economic-recovery", "procurement-share", "umkm-onboarding"])
def test_a_telephone_shows_the_verdict_first_and_the_chart_begun(visit: Visit, reports: Path, report: str) -> None:
    page = visit(reports / "id" / SLUG / f"{report}.html", width=390, height=844)
    tops = page.evaluate(TOPS)
    assert tops["h1"] < tops[".first"] < 600
    assert tops[".first"] < tops[".key"] < tops["details.more"] < tops[".contents"]
    assert not page.locator(".contents a").first.is_visible()
    page.locator(".contents summary").click()
    assert page.locator(".contents a").first.is_visible()
    letters = page.evaluate(
        """() => { const svg = [...document.querySelectorAll(".first svg")].find((one) => one.clientWidth);
            const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
            return Math.min(...[...svg.querySelectorAll("text")].map((one) => parseFloat(getComputedStyle(one).fontSize)
                * scale)); }"""
    )
    assert letters >= 9.5


def test_a_desk_shows_verdict_chart_and_three_figures_at_once(visit: Visit, reports: Path) -> None:
    page = visit(reports / "id" / SLUG / "economic-recovery.html", width=1280, height=800)
    bottoms = page.evaluate(
        """() => [".first .drawing", ".key li:nth-child(3)"].map((name) =>
            document.querySelector(name).getBoundingClientRect().bottom)"""
    )
    assert max(bottoms) <= 800
    assert page.locator(".key li").count() == 3
    assert not page.locator(".more .summary").is_visible()
    assert page.title().startswith("Pemulihan ekonomi: Kota Mojokerto")


def test_a_wide_screen_is_used(visit: Visit, reports: Path) -> None:
    path = reports / "id" / SLUG / "economic-recovery.html"
    size = """() => [document.querySelector("main").clientWidth,
        parseFloat(getComputedStyle(document.querySelector("h1")).fontSize)]"""
    desk = visit(path, width=1280, height=800).evaluate(size)
    wall = visit(path, width=1920, height=1080).evaluate(size)
    assert wall[0] > 1300 > desk[0]
    assert wall[1] > 1.2 * desk[1]


def test_the_contents_are_open_at_the_side_without_script(visit: Visit, reports: Path) -> None:
    page = visit(reports / "id" / SLUG / "economic-recovery.html", width=1280, height=800, java_script_enabled=False)
    assert page.locator(".contents a").first.is_visible()
    assert page.locator(".contents a").last.is_visible()


def test_what_is_not_there_is_named_once_at_the_end_with_its_commands_folded(visit: Visit, reports: Path) -> None:
    page = visit(reports / "id" / SLUG / "procurement-share.html", width=1280, height=800)
    lacking = page.locator("#belum-tersedia")
    assert page.locator(".slide").last.get_attribute("id") == "belum-tersedia"
    assert not page.get_by_text("umkm import", exact=False).first.is_visible()
    lacking.locator("summary").first.click()
    assert lacking.get_by_text("umkm import", exact=False).first.is_visible()
    assert not page.locator("details.trail table").is_visible()


def test_a_wide_screen_enlarges_the_pages_beside_the_reports(visit: Visit, reports: Path) -> None:
    size = "() => [document.querySelector('main').clientWidth, parseFloat(getComputedStyle(document.body).fontSize)]"
    for name in ("index", "claims", "compare"):
        page = visit(reports / f"{name}.html", width=1920, height=1080)
        assert page.evaluate(size) > [1400, 17], name


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_telephone_shows_every_tool_and_its_menu_below_it(
    visit: Visit, reports: Path, width: int, language: str
) -> None:
    page = visit(reports / language / SLUG / "economic-recovery.html", width=width, height=640)
    tools = page.locator(".tools .tool:visible")
    boxes = [box for tool in tools.all() if (box := tool.bounding_box())]
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= width and box["height"] >= 40 for box in boxes)
    assert len({round(box["y"]) for box in boxes}) <= 3
    page.locator(".menu > summary").click()
    below = page.locator(".menu > div").bounding_box()
    assert below is not None
    assert below["y"] >= max(box["y"] + box["height"] for box in boxes)
    assert below["x"] >= 0
    assert below["x"] + below["width"] <= width


def test_letters_of_a_map_are_read_on_a_telephone(visit: Visit, reports: Path) -> None:
    page = visit(reports / "id" / regions.find("3500").slug / "province-overview.html", width=390, height=844)
    cut, sizes = page.evaluate(
        """() => { const svg = document.querySelector(".first svg.map"), edge = svg.getBoundingClientRect();
            const texts = [...svg.querySelectorAll("text")].filter((text) => text.getBoundingClientRect().width);
            return [texts.filter((text) => { const box = text.getBoundingClientRect();
                    return box.left < edge.left || box.right > edge.right; }).map((text) => text.textContent),
                texts.map((text) => parseFloat(getComputedStyle(text).fontSize) * edge.width
                    / svg.viewBox.baseVal.width)]; }"""
    )
    assert cut == []
    assert len(sizes) >= 8
    assert min(sizes) >= 11
    assert page.locator(".map-key li").first.is_visible()
