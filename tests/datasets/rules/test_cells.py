"""Characters that cannot be seen, one of every category."""

from __future__ import annotations

import unicodedata

import pytest

from umkm_analysis.datasets.rules import cells

SIGNS = {
    "Cc": "\x07",
    "Cf": "\u200b",
    "Cs": "\ud800",
    "Co": "\ue000",
    "Cn": "\u0378",
    "Zl": "\u2028",
    "Zp": "\u2029",
}
"""Category: a character of it."""


@pytest.mark.parametrize("category", SIGNS)
def test_a_character_that_nobody_sees_is_named(category: str) -> None:
    sign = SIGNS[category]
    assert unicodedata.category(sign) == category
    name = f"U+{ord(sign):04X}"
    assert cells.unseen(f"Mojo{sign}kerto") == name
    assert cells.visible(f"Mojo{sign}kerto") == f"Mojo<{name}>kerto"


def test_every_category_that_is_refused_has_its_character_here() -> None:
    assert set(SIGNS) == set(cells.UNSEEN)


@pytest.mark.parametrize("text", ["", "Kota Mojokerto", "−3,69 – persen", "Pulau Taliabu\N{NO-BREAK SPACE}2"])
def test_what_can_be_seen_is_left_alone(text: str) -> None:
    assert cells.unseen(text) == ""
    assert cells.visible(text) == text
