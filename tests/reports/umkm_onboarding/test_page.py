"""Cells of the report on UMKM in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from umkm_analysis.i18n.translation import use_language
from umkm_analysis.reports.umkm_onboarding import analysis, page

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_part_of_the_onboarding_page_can_be_shown(language: str, assert_sound: Callable[[str], None]) -> None:
    with use_language(language):
        result = analysis.analyse("3576")
        shown = [getattr(page, part)(result) for part in page.CELLS]
    if language == "id":
        html = "".join(one.html for one in shown)
        assert_sound(html)
        assert html.count('<svg role="img"') == 2  # wide, and narrow for a telephone
    spoken = " ".join(one.text for one in shown)
    most = {"id": "60 dari 73 masih dalam proses entri, paling banyak 13 sudah", "en": "at most 13 listed"}
    assert most[language] in spoken
    assert shown[-1].record["headline"]["umkm_total"] == 73
    assert shown[-1].record["headline"]["synthetic"] is False
