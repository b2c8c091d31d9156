"""Terms of a page that open their meaning: by mouse and keyboard, without a script, printed, and never on slides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.test_page import faults, spilt

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

RECOVERY = "3576-kota-mojokerto/economic-recovery.html"
PLACE = """(note) => {
    const box = note.getBoundingClientRect();
    return [box.left, box.top, innerWidth - box.right, innerHeight - box.bottom];
}"""
"""Room between a meaning and the edges of the window."""


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}])
def test_a_term_opens_its_meaning_inside_the_window(
    reports: Path, visit: Callable[..., Page], options: dict[str, bool]
) -> None:
    page = visit(reports / "id" / RECOVERY, width=320, height=640, reduced_motion="reduce", **options)
    for term in page.locator(".slide:not(#ringkasan) button.term").all():
        meaning = page.locator(f"#{term.get_attribute('popovertarget')}")
        assert not meaning.is_visible()
        term.focus()
        page.keyboard.press("Enter")
        assert meaning.is_visible()
        assert min(meaning.evaluate(PLACE)) >= 0
        page.keyboard.press("Escape")
        assert not meaning.is_visible()
    assert page.heard == []  # type: ignore[attr-defined]


def test_an_open_meaning_is_accessible_and_explains_the_word_of_the_language(
    reports: Path, visit: Callable[..., Page]
) -> None:
    page = visit(reports / "en" / RECOVERY, color_scheme="dark")
    page.locator("button.term", has_text="Shift-share").click()
    assert page.locator("#istilah-shift-share").inner_text().startswith("shift-share – A way to split")
    assert faults(page) == []
    assert spilt(page) == []


def test_print_lists_the_terms_and_slides_have_none(reports: Path, visit: Callable[..., Page]) -> None:
    page = visit(reports / "id" / RECOVERY)
    page.emulate_media(media="print")
    assert page.locator(".meaning:visible").count() == page.locator("button.term").count() > 0
    page.emulate_media(media="screen")
    page.keyboard.press("p")
    page.wait_for_selector(".deck-slide")
    assert page.locator(".slides .term").count() == 0
