"""Slides of pages as presenters, listeners and visitors of a booth meet them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.browser.test_page import PAGES
from umkm_analysis.builds.output.html import PAGE_KEYS, export
from umkm_analysis.jupyter.records import RECORD_MIME

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    Visit = Callable[..., Page]

BOOTH = {"width": 1024, "height": 768}
HALL = {"width": 1920, "height": 1080}
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
PRESENTING = "document.documentElement.classList.contains('presenting')"
CURRENT = "[...document.querySelectorAll('.deck-slide')].findIndex((one) => one.classList.contains('current'))"
MEASURED = """() => {
    const slide = document.querySelector(".deck-slide.current"), area = document.querySelector(".slides");
    const box = slide.getBoundingClientRect(), faults = [];
    const due = 24 * Math.min(area.clientWidth / 1920, area.clientHeight / 1080);
    const walker = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const text = node.textContent.trim(), element = node.parentElement;
        if (!text || element.closest("title, desc") || !element.checkVisibility()) continue;
        if (!element.getBoundingClientRect().width) continue;  // in a group of a drawing that is not displayed
        const matrix = element.closest("svg") ? element.getScreenCTM() : { a: 1, b: 0 };
        const size = parseFloat(getComputedStyle(element).fontSize) * Math.hypot(matrix.a, matrix.b);
        if (size < due - 0.05) faults.push(`${size.toFixed(1)} of ${due.toFixed(1)}: ${text}`);
        const range = document.createRange();
        range.selectNodeContents(node);
        const at = range.getBoundingClientRect(), room = (element.closest(".drawing") || slide).getBoundingClientRect();
        const out = Math.max(at.right - room.right, room.left - at.left, at.bottom - room.bottom, room.top - at.top);
        if (at.width && out > 2 && !element.closest(".stamp")) faults.push(`cut: ${text}`);
    }
    const over = Math.max(slide.scrollHeight - slide.clientHeight, slide.scrollWidth - slide.clientWidth);
    if (over > 1) faults.push("it scrolls");
    const drawing = slide.querySelector(".drawing svg");
    if (drawing) {
        const chart = drawing.getBoundingClientRect();
        if (slide.querySelector("h2, h3").getBoundingClientRect().bottom > chart.top + 1) faults.push("title on chart");
        if (slide.querySelector(".foot").getBoundingClientRect().top < chart.bottom - 1) faults.push("source on chart");
    }
    const tables = [...slide.querySelectorAll("table, details, pre, .take")];
    if (tables.some((one) => one.checkVisibility())) faults.push("a table");
    if (/umkm (build|import)|SHA-256|[0-9a-f]{40}/.test(slide.innerText)) faults.push("a command or a hash");
    return faults;
}"""
"""What is wrong with the slide on the screen: letters below 24 px of 1920 × 1080, what is cut or covered, tables."""


@pytest.fixture(params=PAGES)
def path(request: pytest.FixtureRequest, reports: Path) -> Path:
    return reports / "id" / f"{request.param}.html"


def slides_of(page: Page) -> int:
    return int(page.locator(".deck .count").inner_text().split("/")[1].split("·")[0])


@pytest.mark.parametrize(("width", "height", "language"), [(1920, 1080, "id"), (1024, 768, "en")])
def test_every_slide_can_be_read_from_the_back(
    visit: Visit, reports: Path, width: int, height: int, language: str
) -> None:
    for name in PAGES:
        page = visit(reports / language / f"{name}.html", width=width, height=height, reduced_motion="reduce")
        page.keyboard.press("p")
        kinds = []
        for number in range(slides_of(page)):
            assert page.evaluate(CURRENT) == number
            assert page.evaluate(MEASURED) == [], (name, number + 1)
            kinds.append(page.evaluate("document.querySelector('.deck-slide.current').classList[1]"))
            page.keyboard.press("ArrowRight")
        assert kinds[:2] == ["cover", "verdict-slide"]
        assert kinds[-1] == "closing"
        assert page.locator(".deck-slide.current .closing-code svg").count() == 1
        assert "chart-slide" in kinds


def test_synthetic_figures_are_marked_on_their_slides(visit: Visit, special: Path) -> None:
    page = visit(next((special / "id").glob("3576*/procurement-share.html")), **HALL)
    page.keyboard.press("p")
    marked = 0
    for _ in range(slides_of(page)):
        assert page.evaluate(MEASURED) == []
        title = str(page.locator(".deck-slide.current").get_attribute("aria-label"))
        stamped = page.locator(".deck-slide.current .stamp").count()
        marked += stamped
        assert stamped or "SINTETIS" not in title.upper(), title
        page.keyboard.press("ArrowRight")
    assert marked >= 2


def test_a_chart_fills_its_slide_and_goes_back_to_its_place(visit: Visit, reports: Path) -> None:
    page = visit(reports / "id" / f"{PAGES[0]}.html", **HALL)
    order = "[...document.querySelectorAll('figure.chart')].map((one) => one.id + one.parentNode.className)"
    before, drawn = page.evaluate(order), page.evaluate("document.querySelector('figure.chart svg').outerHTML")
    page.keyboard.press("p")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    high = page.evaluate("document.querySelector('.current .drawing svg').getBoundingClientRect().height")
    assert high >= 0.75 * HALL["height"]
    assert page.evaluate("new Set([...document.querySelectorAll('[id]')].map((one) => one.id)).size") == page.evaluate(
        "document.querySelectorAll('[id]').length"
    )
    page.keyboard.press("Escape")
    assert page.evaluate(order) == before
    assert re.sub(r" style=.*?\"", "", page.evaluate("document.querySelector('figure.chart svg').outerHTML")) == re.sub(
        r" style=.*?\"", "", drawn
    )


def test_it_is_presented_by_keyboard(visit: Visit, path: Path) -> None:
    page = visit(path)
    page.keyboard.press("p")
    last = slides_of(page) - 1
    assert page.evaluate(CURRENT) == 0
    for key, expected in {
        "ArrowRight": 1, "PageDown": 2, " ": min(3, last), "ArrowLeft": min(3, last) - 1, "PageUp": min(3, last) - 2,
        "End": last, "ArrowDown": last, "Home": 0, "ArrowUp": 0,
    }.items():  # fmt: skip
        page.keyboard.press(key)
        assert page.evaluate(CURRENT) == expected, key
    assert page.locator(".deck-slide:visible").count() == 1
    assert page.evaluate("document.activeElement.classList.contains('current')")
    page.keyboard.press("Escape")
    assert not page.evaluate(PRESENTING)
    assert page.evaluate("document.activeElement.dataset.act") == "present"


def test_it_begins_where_one_reads_and_ends_where_one_was(visit: Visit, reports: Path) -> None:
    page = visit(reports / "id" / f"{PAGES[0]}.html")
    page.evaluate("document.querySelectorAll('figure.chart')[1].scrollIntoView({ behavior: 'instant' })")
    was = page.evaluate("scrollY")
    page.keyboard.press("p")
    assert page.evaluate("document.querySelector('.current figure').id") == page.evaluate(
        "[...document.querySelectorAll('.deck-slide figure')][0].id"
    )
    page.keyboard.press("Escape")
    assert abs(page.evaluate("scrollY") - was) <= 1
    page.keyboard.press("p")
    page.keyboard.press("ArrowRight")
    shown = page.evaluate("document.querySelector('.current figure').id")
    page.keyboard.press("Escape")
    box = page.locator(f"#{shown}").bounding_box()
    assert box is not None
    assert -box["height"] < box["y"] < 800


def test_keys_leave_the_buttons_asleep_and_they_never_cover_a_slide(visit: Visit, reports: Path) -> None:
    page = visit(reports / "id" / f"{PAGES[0]}.html", clock=True, **HALL)
    page.keyboard.press("p")
    page.clock.run_for(3100)
    awake = "document.documentElement.classList.contains('awake')"
    assert not page.evaluate(awake)
    for _ in range(slides_of(page)):
        page.keyboard.press("ArrowRight")
        assert not page.evaluate(awake)
        bottom = page.evaluate("document.querySelector('.deck-slide.current').getBoundingClientRect().bottom")
        assert bottom <= page.evaluate("document.querySelector('.deck').getBoundingClientRect().top") + 0.5
    page.mouse.move(300, 300)
    assert page.evaluate(awake)


def test_a_map_is_a_slide_however_high_it_is(visit: Visit, reports: Path) -> None:
    page = visit(next((reports / "id").glob("*/province-overview.html")), **HALL)
    page.evaluate(
        "const map = document.querySelector('svg.map'), box = map.viewBox.baseVal;"
        "map.setAttribute('viewBox', `${box.x} ${box.y} ${box.width} 400`)"
    )
    page.keyboard.press("p")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.locator(".deck-slide.current svg.map").is_visible()
    assert page.locator(".deck-slide.current .map-key").is_visible()
    assert page.evaluate(MEASURED) == []


def test_an_address_leads_to_a_slide(visit: Visit, reports: Path) -> None:
    page = visit(reports / "id" / f"{PAGES[0]}.html", fragment="#slide-3")
    assert page.evaluate(CURRENT) == 2
    page.keyboard.press("ArrowRight")
    assert page.evaluate("location.hash") == "#slide-4"
    page.keyboard.press("Escape")
    assert page.evaluate("location.hash") == ""


def test_it_is_presented_by_click(visit: Visit, path: Path) -> None:
    page = visit(path)
    page.locator(".tools [data-act=present]").click()
    assert page.evaluate(PRESENTING)
    page.locator(".deck [data-act=next]").click()
    page.locator(".deck [data-act=next]").click()
    page.locator(".deck [data-act=back]").click()
    assert page.evaluate(CURRENT) == 1
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


def test_notes_stand_in_a_window_that_follows_and_leads(visit: Visit, reports: Path) -> None:
    page = visit(reports / "id" / f"{PAGES[0]}.html", **BOOTH)
    page.keyboard.press("p")
    with page.expect_popup() as opened:
        page.keyboard.press("n")
    window = opened.value
    first, following = (
        window.locator("main").inner_text(),
        page.locator(".deck-slide").nth(1).get_attribute("aria-label"),
    )
    assert "Mulailah dari kalimat pertama" in first
    assert str(following) in first
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert "Tunjukkan dahulu garis nol" in window.locator("main").inner_text()
    window.keyboard.press("ArrowLeft")
    assert page.evaluate(CURRENT) == 2
    window.get_by_role("button", name="Slide berikutnya").click()
    assert page.evaluate(CURRENT) == 3
    assert re.fullmatch(r"\d\d:\d\d", window.locator("#elapsed").inner_text())
    with window.expect_event("close"):
        page.keyboard.press("Escape")
    assert page.heard == []  # type: ignore[attr-defined]


def test_where_no_window_may_be_opened_notes_stand_beside_the_slide(visit: Visit, reports: Path) -> None:
    page = visit(reports / "id" / f"{PAGES[0]}.html", **BOOTH)
    page.evaluate("window.open = () => null")
    page.keyboard.press("p")
    page.keyboard.press("n")
    page.keyboard.press("End")
    page.keyboard.press("Home")
    panel, slide = page.locator(".notes-panel").bounding_box(), page.locator(".deck-slide.current").bounding_box()
    assert panel is not None
    assert slide is not None
    assert "Mulailah dari kalimat pertama" in page.locator(".notes-panel").inner_text()
    assert slide["x"] + slide["width"] <= panel["x"] + 1
    size = "parseFloat(getComputedStyle(document.querySelector('.notes-panel p')).fontSize)"
    assert page.evaluate(size) >= 16
    page.keyboard.press("n")
    assert not page.locator(".notes-panel").is_visible()


def test_a_booth_goes_on_by_itself_can_be_paused_and_starts_again_when_left(visit: Visit, reports: Path) -> None:
    page = visit(reports / "id" / f"{PAGES[0]}.html", fragment="#kiosk=10,30", clock=True, **BOOTH)
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
    page.mouse.click(500, 300)
    page.clock.run_for(20_000)
    assert page.evaluate(CURRENT) == 1, "a touch pauses it"
    assert pause.get_attribute("aria-pressed") == "true"


def test_a_booth_has_a_selection_of_its_own_and_larger_letters(visit: Visit, reports: Path) -> None:
    page = visit(reports / "id" / f"{PAGES[0]}.html", fragment="#kiosk=10,3000", clock=True, **HALL)
    count, kinds, title = (
        slides_of(page),
        [],
        "parseFloat(getComputedStyle(document.querySelector('.current h3')).fontSize)",
    )
    for _ in range(count):
        kinds.append(page.evaluate("document.querySelector('.deck-slide.current').classList[1]"))
        assert page.evaluate(MEASURED) == []
        larger = page.evaluate(title) if page.locator(".current h3:visible").count() else 0
        page.clock.run_for(10_050)
        assert not larger or larger > 48
    assert kinds == ["cover", "verdict-slide", *["chart-slide"] * (count - 3), "closing"]
    assert 6 <= count <= 8
    assert page.evaluate(CURRENT) == 0, "after its last slide it begins with the first"


def test_where_motion_is_unwanted_a_booth_waits_and_nothing_moves(visit: Visit, reports: Path) -> None:
    page = visit(
        reports / "id" / f"{PAGES[0]}.html", fragment="#kiosk=10", clock=True, reduced_motion="reduce", **BOOTH
    )
    page.clock.run_for(60_000)
    assert page.evaluate(CURRENT) == 0
    for moving in (".deck .bar", ".deck-slide.current"):
        assert page.evaluate(f"getComputedStyle(document.querySelector('{moving}')).animationName") == "none"
    page.locator(".deck [data-act=pause]").click()
    page.clock.run_for(10_100)
    assert page.evaluate(CURRENT) == 1


@pytest.mark.parametrize("fragment", ["#kiosk", "#slide-1"])
def test_what_is_touched_is_large_enough(visit: Visit, reports: Path, fragment: str) -> None:
    page = visit(reports / "id" / f"{PAGES[0]}.html", fragment=fragment, **BOOTH)
    sizes = page.evaluate(
        """() => [...document.querySelectorAll(".deck button")].map((one) => one.getBoundingClientRect())
            .filter((box) => box.width).map((box) => Math.min(box.width, box.height))"""
    )
    assert len(sizes) >= 3
    assert min(sizes) >= 44


def test_on_a_phone_nothing_of_a_slide_is_lost(visit: Visit, reports: Path) -> None:
    page = visit(reports / "id" / f"{PAGES[0]}.html", width=390, height=844)
    page.keyboard.press("p")
    beyond = """() => [...document.querySelectorAll(".deck-slide.current :is(p, h1, h2, h3)")]
        .filter((one) => one.checkVisibility() && !one.closest(".drawing")).filter((one) => {
            const box = one.getBoundingClientRect();
            return box.right > innerWidth + 1 || box.left < -1 || box.bottom > innerHeight - 63;
        }).map((one) => one.textContent)"""
    for number in range(slides_of(page)):
        assert page.evaluate(beyond) == [], number + 1
        page.keyboard.press("ArrowRight")


def test_own_cells_join_the_slides_or_stay_away(visit: Visit, tmp_path: Path) -> None:
    record = {RECORD_MIME: {"page": dict.fromkeys(PAGE_KEYS, "x") | {"language": "id"}, "headline": {}}}
    chart = {"image/png": PIXEL}
    cells = [
        new_code_cell(outputs=[new_output("display_data", {"text/html": "", **record})]),
        new_markdown_cell("## Bagian\n\nTidak ikut."),
        new_markdown_cell("### Pasar\n\nTujuh belas pasar.", metadata={"tags": ["deck"]}),
        new_code_cell("#| fig-alt: Ikut", outputs=[new_output("display_data", chart)]),
        new_code_cell("#| fig-alt: Jauh", outputs=[new_output("display_data", chart)], metadata={"tags": ["no-deck"]}),
    ]
    page = export(new_notebook(cells=cells), folder=tmp_path)
    file = tmp_path / "id" / "x" / "x.html"
    file.parent.mkdir(parents=True)
    file.write_text(page.html, encoding="utf-8")
    shown = visit(file)
    shown.keyboard.press("p")
    slides = [str(one.get_attribute("aria-label")) for one in shown.locator(".deck-slide").all()]
    assert slides[1:-1] == ["Pasar", "Bagian"]
    assert "Tujuh belas pasar." in str(shown.locator(".deck-slide").nth(1).text_content())
    assert shown.locator(".deck-slide img").evaluate_all("(all) => all.map((one) => one.alt)") == ["Ikut"]
    assert shown.heard == []  # type: ignore[attr-defined]
