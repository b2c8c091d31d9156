"""Cells of the province overview."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from umkm_analysis.reports.province_overview import analysis, page

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize("code", ["3500", "5100", "3100", "9400"])
def test_every_part_of_the_overview_can_be_shown(code: str, assert_sound: Callable[[str], None]) -> None:
    shown = [getattr(page, part)(analysis.analyse(code)) for part in page.CELLS]
    html = "".join(one.html for one in shown)
    assert_sound(html)
    assert html.count("<svg") >= 3
    assert shown[-1].record["figures"]["summary"]


def test_a_correction_says_which_figure_it_concerns_and_in_which_unit() -> None:
    html = page.data_notes(analysis.analyse("3500")).html
    assert "penduduk (jiwa)" in html
    assert "38.847.561<" in html
    assert "38.847.561,00" not in html
