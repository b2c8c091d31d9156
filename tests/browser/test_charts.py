"""Charts answer to mouse, finger and keyboard, and work out anew what readers choose."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from umkm_analysis.analysis.growth_path import growth_path
from umkm_analysis.datasets import regions
from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n.translation import use_language
from umkm_analysis.metrics.growth import break_even_growth
from umkm_analysis.metrics.recovery import trend_gap
from umkm_analysis.pages import provisional
from umkm_analysis.reports.economic_recovery import analysis

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    Visit = Callable[..., Page]

SILENT = """() => [...document.querySelectorAll("figure.chart")].filter((figure) =>
    !figure.querySelector("svg[data-points]")).map((figure) => figure.id)"""
HOVERED = """() => [...document.querySelectorAll(".drawing svg[data-points]")].filter((svg) =>
    svg.getClientRects().length && svg.closest("figure.chart")).map((svg) => {
    svg.scrollIntoView({ block: "center", behavior: "instant" });
    const { points, names, lines, x: across } = JSON.parse(svg.dataset.points);
    const marks = points || lines.flatMap(([name, , first, heights, figures]) =>
        heights.map((y, at) => [name, 0, 0, across[first + at], y, figures[at]]));
    const [name, , , x, y, value] = marks[Math.floor(marks.length / 2)];
    const box = svg.getBoundingClientRect(), scale = box.width / svg.viewBox.baseVal.width;
    const [clientX, clientY] = [box.left + x / 10 * scale, box.top + y / 10 * scale];
    svg.dispatchEvent(new PointerEvent("pointermove", { clientX, clientY, bubbles: true, pointerType: "mouse" }));
    const tip = document.querySelector(".tip");
    return [svg.closest("figure").id, names[name], value, tip.hidden ? "" : tip.innerText];
})"""
MANY = 514
MOST = 50
"""Changes of such a page that one movement may make: it draws a few lines, however many peers there are to choose."""


def recovery(site: Path, code: str, language: str = "id") -> Path:
    return site / language / regions.find(code).slug / "economic-recovery.html"


@pytest.mark.parametrize("report", ["economic-recovery", "procurement-share", "umkm-onboarding"])
def test_every_chart_answers_the_mouse(visit: Visit, reports: Path, report: str) -> None:
    page = visit(reports / "id" / regions.find("3576").slug / f"{report}.html")
    assert page.evaluate(SILENT) == []
    answered = page.evaluate(HOVERED)
    assert answered
    for figure, name, value, tip in answered:
        assert name in tip, figure
        assert value in tip, figure
    assert page.heard == []  # type: ignore[attr-defined]


def test_the_keyboard_steps_through_points_and_they_are_said_aloud(visit: Visit, reports: Path) -> None:
    page = visit(recovery(reports, "3576"))
    result = analysis.analyse("3576")
    drawing = page.locator("#pertumbuhan .drawing:visible").first
    page.keyboard.press("Tab")
    drawing.focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")  # there is nothing before the first
    spoken = page.locator(".spoken")
    growth = result.path.growth["3576"].dropna()
    first = result.path.growth.dropna(how="all").index[0]
    assert (spoken.text_content() or "").startswith(f"{first}: ")
    for _ in range(2020 - int(first)):
        page.keyboard.press("ArrowRight")
    said = spoken.text_content() or ""
    assert said.startswith("2020: ")
    assert f"Kota Mojokerto {n.signed_percent(growth[2020])}" in said
    assert "Jawa Timur" in said
    assert "Indonesia" in said
    assert page.locator(".tip").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(".tip").is_visible()
    assert page.locator(".cross").count() == 0


@pytest.mark.parametrize(("code", "language"), [("3576", "id"), ("3500", "en")])
def test_what_readers_choose_is_worked_out_as_the_metrics_do(
    visit: Visit, reports: Path, code: str, language: str
) -> None:
    page = visit(recovery(reports, code, language))
    result = analysis.analyse(code)
    box, said = page.locator(".explore"), page.locator(".explore .said")
    base = box.locator('[data-name="base"]')
    trend = result.trends[0].rate
    with use_language(language):
        for year in (result.base_year, 2016, 2018, 2021):
            base.fill(str(year))
            path = growth_path([code], base_year=year)
            index = path.index[code].dropna()
            last = int(index.index[-1])
            rate = trend_gap(index, base_year=year, trend=trend)[last]
            text = said.text_content() or ""
            assert f"{result.region.name} {n.index(float(index[last]))}" in text, year
            assert f"{n.number(float(rate), 1, signed=True)} per" in text, year
            assert provisional.year(last, path.provisional_years(code)) in box.locator("svg text").all_text_contents()
        assert not box.locator('output[data-of="base"]').text_content().endswith(")")  # type: ignore[union-attr]
        box.locator("[data-reset]").click()
        assert base.input_value() == "2019"
        assert (
            box.locator('output[data-of="base"]').text_content()
            == f"2019 ({'bawaan' if language == 'id' else 'default'})"
        )
        other = result.peers[0] if result.peers[0].code != code else result.peers[1]
        box.locator("select").select_option(other.code)
        index = result.nearby.index.loc[result.last_year]
        assert f"{other.name} {n.index(float(index[other.code]), *index[[code, other.code]])}" in (
            said.text_content() or ""
        )
    assert page.heard == []  # type: ignore[attr-defined]


def test_any_fall_can_be_tried_and_needs_what_the_metric_says(visit: Visit, reports: Path) -> None:
    page = visit(recovery(reports, "3576"), reduced_motion="reduce")
    story = page.locator(".story")
    before = story.locator("svg").first.inner_html()
    for fall in (5.0, 20.0, 50.0):
        story.locator("input").fill(str(fall))
        needed = break_even_growth(pd.Series({2020: -fall}))[2020]
        said = story.locator(".said").text_content() or ""
        assert said.endswith(f"{n.number(needed, 2)} persen.")
        assert f": {n.number(100 * (1 - fall / 100) * (1 + fall / 100), 1)}." in said
    story.locator("[data-reset]").click()
    assert story.locator("svg").first.inner_html() == before
    story.scroll_into_view_if_needed()
    assert page.evaluate("getComputedStyle(document.querySelector('.story svg')).animationName") == "none"


def test_a_page_of_514_peers_changes_little_at_a_movement(visit: Visit, reports: Path, tmp_path: Path) -> None:
    text = recovery(reports, "3576").read_text(encoding="utf-8")
    (block,) = re.findall(r'<script type="application/json">(\{"years".*?)</script>', text)
    record: dict[str, Any] = json.loads(block)
    (peer, *_) = record["peers"].values()
    record["peers"] = {str(code): peer for code in range(MANY)}
    options = "".join(f'<option value="{code}">Daerah {code}</option>' for code in range(MANY))
    text = text.replace(block, json.dumps(record)).replace("</select>", f"{options}</select>")
    many = tmp_path / "id" / "x" / "x.html"
    many.parent.mkdir(parents=True)
    many.write_text(text, encoding="utf-8")
    page = visit(many)
    most = page.evaluate(
        """(count) => {
            const watch = new MutationObserver(() => {});
            watch.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
            const changed = (work) => { watch.takeRecords(); work(); return watch.takeRecords().length; };
            const input = (element, value) => { element.value = value;
                element.dispatchEvent(new Event("input", { bubbles: true })); };
            const box = document.querySelector(".explore"), svg = document.querySelector("svg[data-points]");
            const known = JSON.parse(svg.dataset.points);
            known.names = Array.from({ length: count }, (_, number) => `Daerah ${number}`);
            delete known.lines;
            known.points = known.names.map((_, number) => [number, 0, 0, number * 9 % 5040, number * 37 % 2600, "1"]);
            svg.dataset.points = JSON.stringify(known);
            const frame = svg.getBoundingClientRect();
            const hover = (part) => svg.dispatchEvent(new PointerEvent("pointermove", { bubbles: true,
                clientX: frame.left + frame.width * part, clientY: frame.top + frame.height * part }));
            return [...[0.2, 0.5, 0.8].map((part) => changed(() => hover(part))),
                ...["7", "513"].map((peer) => changed(() => input(box.querySelector("select"), peer))),
                ...["2015", "2018"].map((year) => changed(() => input(box.querySelector('[data-name="base"]'), year)))];
        }""",
        MANY,
    )
    assert min(most) > 0
    assert max(most) < MOST
