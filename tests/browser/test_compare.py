"""The comparison of two regions, opened from a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.test_page import faults, spilt

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    Visit = Callable[..., Page]


def cells(page: Page, table: str, row: int) -> list[str]:
    return page.locator(f"{table} tbody tr").nth(row).locator("th, td").all_inner_texts()


def test_two_regions_are_chosen_and_stand_side_by_side(visit: Visit, whole: Path) -> None:
    page = visit(whole / "compare.html")
    assert page.locator("#hasil").is_hidden()
    page.locator("#a").fill("kt mojokerto")
    page.keyboard.press("Tab")
    page.locator("#b").fill("3578")
    page.keyboard.press("Enter")
    page.wait_for_url("**/compare.html#a=3576&b=3578")
    assert page.locator("#hasil h2").first.inner_text() == (
        "2021**: Kota Mojokerto 95,0, Kota Surabaya 95,0 (2019 = 100)"
    )
    assert cells(page, ".years", 0) == ["2021**", "95,0", "95,0", "+1,67", "+1,67"]
    assert cells(page, ".keys", 3) == ["Peringkat di antara daerah sejenis", "4 dari 2 (2021**)", "4 dari 1 (2021**)"]
    assert cells(page, ".sectors table", 0) == ["Pertanian", "−0,13", "–"]
    assert cells(page, ".keys", 2)[0] == "PDRB harga konstan 2010 (miliar rupiah)"
    assert page.locator(".sides .verdict").all_inner_texts() == ["Tumbuh lagi 2021, pulih 2022"] * 2
    assert page.locator(".sides a").first.get_attribute("href") == "id/3576-kota-mojokerto/economic-recovery.html"
    page.locator("#b").fill("tidak ada")
    page.keyboard.press("Tab")
    assert page.locator(".said").inner_text() == 'Tidak ada daerah yang cocok dengan "tidak ada".'
    assert page.locator("#hasil").is_hidden()
    assert page.heard == []  # type: ignore[attr-defined]


def test_an_address_that_names_half_a_pair_is_answered(visit: Visit, whole: Path) -> None:
    page = visit(whole / "compare.html", fragment="#a=3576")
    said = page.locator(".said")
    assert said.inner_text() == "Kota Mojokerto sudah dipilih: pilih satu daerah lagi untuk membandingkan."
    page.goto("about:blank")
    page.goto((whole / "compare.html").as_uri() + "#a=3576&b=9999")
    assert said.inner_text() == 'Tidak ada daerah yang cocok dengan "9999".'
    assert page.locator("#hasil").is_hidden()


def test_an_address_opens_a_pair_also_in_the_other_language_and_no_line_crosses_a_break(
    visit: Visit, whole: Path
) -> None:
    page = visit(whole / "compare.html", fragment="#a=3576&b=5171")
    lines = page.locator("figure path.a, figure path.b")
    assert [line.get_attribute("d").count("M") for line in lines.all()] == [1, 2]  # type: ignore[union-attr]
    assert "Seri Kota Denpasar terputus sebelum 2018" in page.locator(".note").inner_text()
    page.locator(".tools a[hreflang=en]").click()
    page.wait_for_url("**/compare.en.html#a=3576&b=5171")
    assert cells(page, ".years", 0) == ["2021**", "95.0", "95.0", "+1.67", "+1.67"]
    page.goto((whole / "compare.html").as_uri() + "#a=3576&b=3577")  # 3577 has no figure
    assert page.locator("figure").is_hidden() or page.locator("#hasil").is_hidden()
    assert page.heard == []  # type: ignore[attr-defined]


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark"), (1920, "light")])
def test_axe_finds_nothing_and_nothing_overflows(visit: Visit, whole: Path, width: int, scheme: str) -> None:
    page = visit(whole / "compare.html", width=width, height=900, color_scheme=scheme, fragment="#a=3576&b=5171")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert faults(page) == []
    assert spilt(page) == []


def test_without_script_it_says_what_it_needs(visit: Visit, whole: Path) -> None:
    page = visit(whole / "compare.html", java_script_enabled=False)
    assert "Aktifkan JavaScript" in page.locator("main").inner_text()
    assert page.locator("input:visible, button:visible").count() == 0


def test_the_nation_has_a_product_of_its_own_name_and_a_phone_shows_the_years(visit: Visit, whole: Path) -> None:
    page = visit(whole / "compare.html", fragment="#a=0000&b=0000", width=390)
    assert cells(page, ".keys", 0)[0] == "Indeks PDB, tahun terakhir"
    page.goto((whole / "compare.en.html").as_uri() + "#a=3576&b=0000")
    assert cells(page, ".keys", 0)[0] == "GRDP or GDP index, latest year"
    assert "GRDP or GDP" in str(page.locator("figure svg").get_attribute("aria-label"))
    plot = page.locator("figure path.base").evaluate(
        "(line) => line.getBBox().width / line.ownerSVGElement.clientWidth"
    )
    assert plot > 0.6
