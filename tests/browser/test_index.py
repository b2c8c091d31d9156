"""The index, opened from a folder."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from tests.browser.test_page import SIZES, faults, spilt
from umkm_analysis.datasets import regions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    Visit = Callable[..., Page]


@pytest.fixture(params=["index.html", "index.en.html"])
def index(request: pytest.FixtureRequest, whole: Path) -> Path:
    return whole / str(request.param)


def settled(page: Page) -> None:
    """Wait until rows and map have followed what was typed."""
    page.wait_for_function("() => !document.querySelector('.list[aria-busy]')")


def shown(page: Page) -> list[str]:
    settled(page)
    codes: list[str] = page.evaluate(
        "[...document.querySelectorAll('.list tbody tr')].filter((row) => !row.hidden).map((row) => row.id.slice(1))"
    )
    return codes


SHOWN = "(count) => document.querySelectorAll('.list tbody tr:not([hidden])').length === count"


def test_nothing_leaves_it_and_it_shows_every_region(visit: Visit, index: Path) -> None:
    page = visit(index)
    assert page.heard == []  # type: ignore[attr-defined]
    assert len(shown(page)) == len(regions.all_regions())
    assert page.locator(".map circle").count() == sum(region.is_local for region in regions.all_regions().values())
    assert str(len(regions.all_regions())) in page.locator(".found").inner_text()


def test_search_finds_while_typing_by_name_code_and_province(visit: Visit, index: Path) -> None:
    page = visit(index)
    field = page.locator("#cari")
    for text, expected in {
        "mojok": ["3516", "3576"],
        "KOTA mojok": ["3576"],
        "3576": ["3576"],
        "bali denpasar": ["5171"],
        "kt. mojokerto": ["3576"],
        "Kab mojokerto": ["3516"],
        "35.76": ["3576"],
        "DENPÁSAR": ["5171"],
        "tidak ada yang begini": [],
    }.items():
        field.fill("")
        field.press_sequentially(text)
        assert shown(page) == expected, text
    assert page.locator("p.none").is_visible()


def test_only_what_was_revised_is_shown_where_that_is_chosen(visit: Visit, index: Path) -> None:
    page = visit(index)
    page.locator("#direvisi").check()
    revised = page.evaluate("[...document.querySelectorAll('tr[data-revised]')].map((row) => row.id.slice(1))")
    assert shown(page) == revised
    assert "3577" in revised
    assert "3576" not in revised
    page.locator("#direvisi").uncheck()
    page.wait_for_function(SHOWN, arg=len(regions.all_regions()))  # rows return a screen at a time


def test_filters_by_province_and_kind_add_up(visit: Visit, index: Path) -> None:
    page = visit(index)
    page.locator("#provinsi").select_option("Jawa Timur")
    assert len(shown(page)) == 39
    page.locator("#jenis").select_option("kota")
    assert len(shown(page)) == 9
    assert page.locator(".map a").evaluate_all("(all) => all.filter((one) => !one.style.opacity).length") == 9


def test_columns_sort_both_ways_with_the_unknown_last(visit: Visit, index: Path) -> None:
    page = visit(index)
    page.locator("#provinsi").select_option("Jawa Timur")
    head = page.locator(".list th").nth(3)
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    best = shown(page)
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    worst = shown(page)
    assert best[0] == worst[-2]
    assert best[-1] == worst[-1] == "3577"
    name = page.locator(".list th").first
    name.locator("button").focus()
    page.keyboard.press("Enter")
    assert name.get_attribute("aria-sort") == "ascending"
    assert head.get_attribute("aria-sort") is None
    assert shown(page)[0] == "3500"


def test_a_region_of_the_map_says_its_name_and_leads_to_its_page(visit: Visit, index: Path) -> None:
    page = visit(index)
    region = page.locator('.map a[data-code="3578"] circle')
    region.hover()
    assert page.locator(".map .tip").inner_text().startswith("Kota Surabaya: ")
    assert page.locator("p.pointed").inner_text() == page.locator(".map .tip").inner_text()
    page.mouse.move(2, 2)
    assert page.locator(".map .tip").is_hidden()
    region.click()
    page.wait_for_url("**/3578-kota-surabaya/economic-recovery.html")


def test_arrow_keys_go_from_region_to_region_and_enter_opens_the_page(visit: Visit, index: Path) -> None:
    page = visit(index)
    page.locator(".maps .inset").focus()
    page.keyboard.press("ArrowRight")
    first = page.locator("p.pointed").inner_text()
    page.keyboard.press("ArrowRight")
    second = page.locator("p.pointed").inner_text()
    assert first
    assert second
    assert first != second
    code = page.evaluate("document.querySelector('.map [data-code].pointed').dataset.code")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{code}-*/economic-recovery.html")


def test_a_first_tap_names_a_region_and_a_second_opens_it(visit: Visit, index: Path) -> None:
    page = visit(index)
    tap = """(circle) => {
        const box = circle.getBoundingClientRect();
        const at = { bubbles: true, cancelable: true, pointerType: "touch",
            clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 };
        circle.dispatchEvent(new PointerEvent("pointerdown", at));
        circle.dispatchEvent(new PointerEvent("click", at));
    }"""
    region = page.locator('.map a[data-code="3578"] circle')
    region.evaluate(tap)
    assert page.locator(".map .tip").inner_text().startswith("Kota Surabaya: ")
    assert page.url.startswith("file:")
    assert "3578" not in page.url
    region.evaluate(tap)
    page.wait_for_url("**/3578-kota-surabaya/economic-recovery.html")


def test_its_links_lead_to_the_reports(visit: Visit, reports: Path) -> None:
    page = visit(reports / "index.html")
    for href in page.evaluate("[...document.querySelectorAll('.open a')].map((one) => one.getAttribute('href'))"):
        assert (reports / href).is_file(), href
    page.get_by_role("link", name="English").click()
    assert page.evaluate("document.documentElement.lang") == "en"


def test_the_best_matches_stand_below_the_search_and_keys_open_them(visit: Visit, whole: Path) -> None:
    page = visit(whole / "index.html")
    page.locator("#cari").focus()
    page.keyboard.type("malang")
    hits = page.locator(".hits a")
    assert hits.all_inner_texts() == [
        "Kabupaten Malang, Jawa Timur",
        "Kota Malang, Jawa Timur",
        "Kabupaten Pemalang, Jawa Tengah",
    ]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent").startswith("Kota Malang")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "cari"
    page.keyboard.press("Enter")
    page.wait_for_url("**/3507-kabupaten-malang/economic-recovery.html")


def test_on_a_phone_each_number_stands_with_its_name_and_a4_holds_the_table(visit: Visit, whole: Path) -> None:
    page = visit(whole / "index.html", width=390, height=844)
    names = page.evaluate(
        "[...document.querySelectorAll('#d3578 td')].slice(2, 5)"
        ".map((cell) => getComputedStyle(cell, '::before').content)"
    )
    heads = page.locator(".list th[data-sort=number]").all_text_contents()
    assert names == [f'"{head}:"' for head in heads[:3]]
    page.set_viewport_size({"width": 680, "height": 1000})  # 180 mm
    page.emulate_media(media="print")
    assert page.evaluate("document.querySelector('.list').scrollWidth") <= 680
    page.emulate_media(media="null")


def test_on_paper_each_sheet_repeats_the_whole_head_and_verdicts_are_small(visit: Visit, whole: Path) -> None:
    page = visit(whole / "index.html")
    heads = [re.sub(r"\s+", "", head) for head in page.locator(".list th[data-sort]").all_text_contents()]
    page.emulate_media(media="print")
    size = "(one) => parseFloat(getComputedStyle(one).fontSize)"
    name, verdict = (page.locator(one).first.evaluate(size) for one in ("#d3576 th", "#d3576 th span"))
    assert verdict < name
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    listing = [text for sheet in sheets if "KotaKediri" in (text := re.sub(r"\s+", "", sheet.extract_text()))]
    assert len(heads) >= 6
    assert all(head in text for text in listing for head in heads)
    assert len(listing) == 1
    assert len(sheets) < 45  # of 552 regions
    page.emulate_media(media="null")


def choose(page: Page, theme: str) -> None:
    """Press the theme's button until it names a theme."""
    button = page.get_by_role("button", name="Tema: ")
    while not button.inner_text().endswith(theme):
        button.click()


def test_every_kind_of_page_has_the_same_theme_control_and_grows_alike(
    visit: Visit, whole: Path, reports: Path
) -> None:
    report = reports / "id" / "3576-kota-mojokerto" / "economic-recovery.html"
    pages = [whole / name for name in ("index.html", "claims.html", "compare.html")]
    seen = {}
    for path in (report, *pages):
        page = visit(path, width=1920, height=900)
        button, names = page.get_by_role("button", name="Tema: "), []
        for _ in range(4):
            names.append(button.inner_text())
            button.click()
        letters = page.evaluate("getComputedStyle(document.documentElement).fontSize")
        seen[path.name] = (names, letters)
        box = page.locator("main").bounding_box()
        assert box is not None
        assert box["width"] > 1500, path.name
    themes = ["Tema: otomatis", "Tema: terang", "Tema: gelap", "Tema: proyektor"]
    assert seen == dict.fromkeys(seen, (themes, "18px"))
    for path in pages:
        page = visit(path, width=1280, height=900)
        left = page.locator("header.masthead").bounding_box()
        assert left is not None
        assert left["x"] > (30 if path.name == "index.html" else 60), path.name
    page = visit(reports / "index.html", width=1280, height=900)
    assert page.evaluate("((box) => box.scrollWidth - box.clientWidth)(document.querySelector('#daftar .table'))") == 0


def test_a_letter_touches_no_row_and_asks_for_no_layout_until_the_typing_pauses(visit: Visit, whole: Path) -> None:
    page = visit(whole / "index.html")
    typed = page.evaluate("""() => {
        window.asked = 0;
        const counted = (owner, name) => {
            const { get, value } = Object.getOwnPropertyDescriptor(owner, name);
            Object.defineProperty(owner, name, get ? { get() { asked += 1; return get.call(this); } }
                : { value(...given) { asked += 1; return value.apply(this, given); } });
        };
        for (const name of ["offsetWidth", "offsetHeight"]) counted(HTMLElement.prototype, name);
        for (const name of ["clientWidth", "scrollHeight", "getBoundingClientRect"]) counted(Element.prototype, name);
        counted(window, "getComputedStyle");
        window.touched = [];
        const watcher = new MutationObserver((found) => touched.push(...found));
        const watched = { subtree: true, attributes: true, childList: true };
        for (const place of document.querySelectorAll(".list tbody, .maps")) watcher.observe(place, watched);
        const field = document.querySelector("#cari");
        const letters = ["m", "mo", "moj", "mojo"].map((text) => {
            field.value = text;
            field.dispatchEvent(new Event("input", { bubbles: true }));
            return [watcher.takeRecords().length, asked, document.querySelectorAll(".hits a").length];
        });
        return letters;
    }""")
    assert typed == [[0, 0, 8], [0, 0, 8], [0, 0, 2], [0, 0, 2]]
    assert shown(page) == ["3516", "3576"]
    rows = page.evaluate("touched.filter(({ target }) => target.localName === 'tr').map(({ target }) => target.id)")
    assert len(rows) == len(set(rows)) == len(regions.all_regions()) - 2  # each once, whatever was typed on the way
    once = page.locator(".list thead th").count() + 1
    assert page.evaluate("asked") == once  # the widths of the columns and of a letter, which then stay
    page.locator("#cari").fill("")
    assert len(shown(page)) == len(regions.all_regions())
    assert page.evaluate("asked") == once


def test_a_search_for_a_region_without_a_page_is_answered_at_the_box(visit: Visit, reports: Path) -> None:
    page = visit(reports / "index.html")
    answer = page.locator(".find .nowhere")
    page.locator("#cari").fill("kota bandung")
    assert answer.inner_text().startswith("Kota Bandung (3273): halamannya belum dibuat.")
    page.locator("#cari").fill("bndung")
    assert answer.inner_text() == 'Tidak ada daerah yang cocok dengan "bndung".'
    page.locator("#cari").fill("mojokerto")
    assert answer.inner_text() == ""


def test_theme_and_language_are_remembered_and_nobody_is_sent_away(visit: Visit, whole: Path) -> None:
    page = visit(whole / "index.html", fresh=True)
    assert page.locator(".language").is_hidden()
    choose(page, "gelap")
    page.locator(".tools a[hreflang=en]").click()
    page.wait_for_url("**/index.en.html")
    page.locator("html[data-theme=dark]").wait_for()
    assert page.locator(".language").is_hidden()
    for name in ("claims.html", "compare.html", "index.html"):
        page.goto((whole / name).as_uri())
        assert page.evaluate("localStorage.getItem('umkm.theme')") == "dark"
        page.locator("html[data-theme=dark]").wait_for()
    hint = page.locator(".language a")
    assert hint.inner_text() == "You last read in English: continue in English"
    hint.click()
    page.wait_for_url("**/index.en.html")


def test_where_storage_is_refused_everything_else_works(visit: Visit, whole: Path) -> None:
    page = visit(whole / "index.html", fresh=True)
    refuse = (
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"
    )
    page.context.add_init_script(f"if (location.hash === '#refused') {{ {refuse} }}")
    page.goto("about:blank")
    page.goto((whole / "index.html").as_uri() + "#refused")
    choose(page, "gelap")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.locator("#cari").fill("3576")
    assert shown(page) == ["3576"]
    assert page.heard == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("look", ["light", "dark", "print"])
def test_axe_finds_nothing(visit: Visit, reports: Path, look: str) -> None:
    for name in ("index.html", "index.en.html"):
        page = visit(reports / name, color_scheme="dark" if look == "dark" else "light")
        if look == "print":
            page.emulate_media(media="print", color_scheme="light")
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert faults(page) == []


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_nothing_overflows(visit: Visit, index: Path, width: int, height: int) -> None:
    page = visit(index, width=width, height=height)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert spilt(page) == []


def test_without_script_every_region_stands_there(visit: Visit, index: Path) -> None:
    page = visit(index, java_script_enabled=False)
    assert page.locator(".list tbody tr:visible").count() == len(regions.all_regions())
    assert page.locator(".finder:visible, button:visible").count() == 0
