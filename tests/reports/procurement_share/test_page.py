"""Cells of the procurement report, for regions with and without published shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from umkm_analysis.reports.procurement_share import analysis, page

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize("code", ["0000", "3500", "3576", "3578", "1371", "3300"])
def test_every_part_of_the_page_can_be_shown(code: str, assert_sound: Callable[[str], None]) -> None:
    result = analysis.analyse(code)
    html = "".join(getattr(page, part)(result).html for part in page.CELLS)
    assert_sound(html)
    amounts = bool(((result.amounts["unit"] == "rupiah") & (result.amounts["basis"] == "realised")).any())
    drawn = (len(result.shares) > 0 or amounts) + (len(result.reference_shares) > 0)
    assert html.count('<svg role="img"') == 2 * drawn  # wide, and narrow for a telephone
