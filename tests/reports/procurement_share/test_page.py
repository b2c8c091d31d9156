"""Cells of the procurement report, for regions with and without published shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from umkm_analysis.reports.procurement_share import analysis, cards, page

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


def test_a_share_that_no_rule_is_about_is_not_held_against_one() -> None:
    result = analysis.analyse("3576")
    local, realised = (
        cards.card(next(share for share in result.shares.itertuples() if share.numerator == numerator), of="")
        for numerator in ("local products", "UMK-K")
    )
    assert local.scale is None
    assert local.comparison.endswith("Inpres 2/2022: 40\xa0persen tidak mengatur ukuran ini")
    assert realised.scale is not None
    assert "jarak +7,62" in realised.comparison


def test_figures_of_which_none_is_preferred_stand_as_equals() -> None:
    html = page.conflicts(analysis.analyse("3576")).html
    assert "Menurut satu sumber" in html
    assert "Digunakan" not in html
