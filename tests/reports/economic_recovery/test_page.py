"""Cells of the recovery report, for regions with and without peers, sectors and figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from umkm_analysis.datasets import regions
from umkm_analysis.reports.economic_recovery import analysis, page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize("code", ["0000", "3500", "3576", "5171", "3519", "6403", "1608", "3171"])
def test_every_part_of_the_page_can_be_shown(code: str, assert_sound: Callable[[str], None]) -> None:
    result = analysis.analyse(code)
    shown = [getattr(page, part)(result) for part in page.CELLS]
    html = "".join(one.html for one in shown)
    assert_sound(html)
    assert html.count("<svg") >= 3
    assert shown[-1].record["figures"]["summary"]


def test_corrections_reach_the_page_of_a_peer(copied: Path) -> None:
    with (copied / "data" / "corrections.csv").open("a", encoding="utf-8") as file:
        file.write("grdp_level,3577,2021,grdp_billion_idr_2010,10537.7,withhold,,wrong,keliru,\n")
    html = page.data_notes(analysis.analyse("3573")).html
    assert "Kota Madiun" in html
    assert "tidak digunakan" in html
    assert regions.find("3577").name == "Kota Madiun"
