from __future__ import annotations

import json
import re
import unicodedata

import pytest

from tests.datasets import hostile
from umkm_analysis.characters import (
    UNSEEN,
    all_visible,
    inert,
    unseen,
    visible,
    visible_html,
    visible_json,
    with_controls,
)
from umkm_analysis.errors import DataError, Problem, UsageError


@pytest.mark.parametrize("text", [*hostile.UNSEEN, "a\x00b", "a\ud800b", "a\nb"])
def test_what_nobody_sees_is_found_and_written_by_its_number(text: str) -> None:
    assert unseen(text).startswith("U+")
    assert f"<{unseen(text)}>" in visible(text)
    assert unseen(visible(text)) == ""
    visible(text).encode()


OF_CATEGORY = {
    "Cc": "\x07",
    "Cf": "\u200b",
    "Cs": "\ud800",
    "Co": "\ue000",
    "Cn": "\u0378",
    "Zl": "\u2028",
    "Zp": "\u2029",
}
"""Category of characters that nobody sees: one of them."""


@pytest.mark.parametrize("category", OF_CATEGORY)
def test_a_character_of_every_unseen_category_is_named(category: str) -> None:
    sign = OF_CATEGORY[category]
    assert unicodedata.category(sign) == category
    assert unseen(f"Mojo{sign}kerto") == f"U+{ord(sign):04X}"
    assert visible(f"Mojo{sign}kerto") == f"Mojo<U+{ord(sign):04X}>kerto"


def test_every_unseen_category_is_tested() -> None:
    assert set(OF_CATEGORY) == set(UNSEEN)


@pytest.mark.parametrize(
    "text", ["Kota Mojokerto", "−3,69 %", "Rp\N{NO-BREAK SPACE}5", "é", "🙂", "❤\N{VARIATION SELECTOR-16}", ""]
)
def test_what_people_see_stays(text: str) -> None:
    assert unseen(text) == ""
    assert visible(text) == text


def test_lines_stay_where_they_are_allowed() -> None:
    assert visible("a\nb\x1b", allowed="\n") == "a\nb<U+001B>"


def test_errors_show_what_they_quote() -> None:
    assert str(UsageError("there is no \x1b[2Jregion")) == "there is no <U+001B>[2Jregion"
    assert str(DataError("first\nsecond\u202e")) == "first\nsecond<U+202E>"
    assert str(Problem("x", 2, "a", "one\n  sheet umkm, row 3: forged")).count("\n") == 0


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+1", "@x", "\tx", "\rx", "＝1", "＠x", "﹦1"])
def test_a_formula_becomes_text(text: str) -> None:
    assert inert(text) == f"'{text}"
    assert inert(f"x{text}") == f"x{text}"
    for gap in (" ", "\N{NO-BREAK SPACE}", "\N{IDEOGRAPHIC SPACE}", "\n", "\N{ZERO WIDTH SPACE}"):
        assert text in "\tx\rx" or inert(gap + text).startswith("'" + gap)


@pytest.mark.parametrize("mark", [";", "\t", "\r", "\n", "; ", ";\N{NO-BREAK SPACE}", ";;"])
def test_a_formula_behind_a_mark_that_programs_split_at_becomes_text(mark: str) -> None:
    for whole in (f"{mark}=1+1", f"Dinas{mark}=1+1", f"Dinas{mark}@x", f"Dinas{mark}＝1"):
        for piece in re.split("[;\t\r\n]", inert(whole)):
            assert not piece.strip().startswith(("=", "@", "＝"))


@pytest.mark.parametrize("text", ["-5", "-5515570835.95", "-1.234,50", " -7 "])
def test_a_negative_number_stays_one(text: str) -> None:
    assert inert(text) == text


@pytest.mark.parametrize("text", [*hostile.UNSEEN, "a\x00b", "a\ud800b", "e" + "\u0301" * 9])
def test_a_page_holds_the_number_wherever_in_it_the_character_stands(text: str) -> None:
    page = visible_html(f'<b title="{text}">\n\t{text}\r\n</b>')
    assert page.count(f"&lt;{unseen(text)}&gt;") >= 2
    assert unseen(page, allowed="\n\t\r") == ""
    page.encode()


def test_a_page_without_such_characters_stays() -> None:
    page = "<b>é 🙂 −3,69\N{NO-BREAK SPACE}%</b>\n\t"
    assert visible_html(page) is page


@pytest.mark.parametrize("text", ["a\u202eb", "a\u200b", "\ud800", "\U000e0101", "é 🙂"])
def test_json_stands_for_the_same_text_and_hides_nothing(text: str) -> None:
    written = visible_json(json.dumps([text], ensure_ascii=False))
    assert json.loads(written) == [text]
    assert unseen(written) == ""


def test_every_text_of_an_object_is_made_visible() -> None:
    value = {"a\u202e": ["b\u200b", {"c": ("\x07", 1, None, 2.5, True)}]}
    assert all_visible(value) == {"a<U+202E>": ["b<U+200B>", {"c": ["<U+0007>", 1, None, 2.5, True]}]}


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("&#7;", "\x07"),
        ("&#x1b;[", "\x1b["),
        ("&#X9F;", "&#X9F;"),  # HTML takes it for Ÿ of Windows
        ("&#127;", "\x7f"),
        ("&#60;b&amp;&#x202e;", "&#60;b&amp;&#x202e;"),
        ("&#9999999;", "&#9999999;"),
    ],
)
def test_references_that_python_would_drop_are_the_characters(html: str, text: str) -> None:
    assert with_controls(html) == text
