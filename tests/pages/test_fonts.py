"""The typeface can be printed and copied by every browser: a font a weight, digits of one width without a feature."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from fontTools.ttLib import TTFont

from umkm_analysis.pages import assets
from umkm_analysis.pages.fonts import make

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(params=assets.FACES)
def face(request: pytest.FixtureRequest) -> Any:
    return TTFont(assets.FACES[request.param])


def test_its_digits_have_one_width_and_are_characters(face: Any) -> None:
    glyphs = [face.getBestCmap()[code] for code in make.DIGITS]
    assert len({face["hmtx"][glyph][0] for glyph in glyphs}) == 1
    assert len(set(glyphs)) == 10


def test_it_is_one_weight_with_all_characters_and_no_other_digits(face: Any) -> None:
    assert "fvar" not in face
    assert set(face.getBestCmap()) == set(make.CHARACTERS)
    assert "GSUB" not in face


def test_the_faces_tell_themselves_apart() -> None:
    named = {name: TTFont(file) for name, file in assets.FACES.items()}
    assert {name: font["OS/2"].usWeightClass for name, font in named.items()} == {"regular": 400, "bold": 700}
    assert {name: font["name"].getDebugName(6) for name, font in named.items()} == {
        "regular": "PlusJakartaSans-Regular",
        "bold": "PlusJakartaSans-Bold",
    }


@pytest.mark.parametrize(
    "path", sorted(path for path in assets.TEMPLATES.rglob("*") if path.suffix in {".css", ".js", ".j2"}), ids=str
)
def test_no_style_asks_for_other_digits(path: Path) -> None:
    assert not re.search(r"tabular-nums|tnum|font-feature-settings|font-variant", path.read_text(encoding="utf-8"))
