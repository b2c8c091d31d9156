"""Breaks in the report on recovery: nothing is compared across them, and the page says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from umkm_analysis.datasets import regions
from umkm_analysis.datasets.region_versions import changed_provinces
from umkm_analysis.i18n.translation import use_language
from umkm_analysis.reports.economic_recovery import analysis, page, text
from umkm_analysis.reports.province_overview import analysis as overview
from umkm_analysis.reports.province_overview import page as overview_page

if TYPE_CHECKING:
    from pathlib import Path

PROVINCES = [region.code for region in regions.all_regions().values() if region.kind == "province"]
REBUILT = sorted(changed_provinces())


def plant(copied: Path, row: str) -> None:
    with (copied / "data" / "breaks.csv").open("a", encoding="utf-8") as file:
        file.write(f"{row},the vintage changed,rilisnya berganti,QUARCS_514\n")


@pytest.mark.parametrize("code", [code for code in PROVINCES if code not in REBUILT])
def test_no_rebuilt_province_stands_among_published_ones(code: str) -> None:
    found = analysis.analyse(code)
    assert found.ranking is not None
    assert found.positions is not None
    compared = {*found.ranking.index.index, *found.positions.index, *(peer.code for peer in found.peers)}
    assert not compared & set(REBUILT)
    assert len(found.peers) == 32
    assert found.last_year == 2024


@pytest.mark.parametrize("code", REBUILT)
def test_a_rebuilt_province_has_a_report_without_rank_that_says_why(code: str) -> None:
    found = analysis.analyse(code)
    assert (found.ranking, found.latest_ranking, found.positions) == (None, None, None)
    assert found.rebuilt is not None
    assert found.last_year == 2025
    shown = page.ranking(found).text + page.data_notes(found).text + " ".join(text.summary(found))
    assert "jumlah kabupaten/kota yang kini menjadi bagiannya" in shown
    with use_language("en"):
        assert "sums of the regencies and cities it comprises today" in page.ranking(found).text
        assert f"since {'8 December' if code in {'9100', '9200'} else '25 July'} 2022" in text.caveat(found)
    assert overview.analyse(code).rebuilt == found.rebuilt
    assert "jumlah" in overview_page.data_notes(overview.analyse(code)).text


def test_the_former_territory_is_a_series_of_its_own() -> None:
    papua = analysis.analyse("9400")
    assert papua.history is not None
    assert papua.history.former_levels is not None
    assert papua.history.former_levels[2022] > 1.5 * papua.path.levels.loc[2022, "9400"]
    founded = analysis.analyse("9600").history
    assert founded is not None
    assert founded.former_levels is None
    assert analysis.analyse("3500").history is None


def test_the_province_of_a_region_is_that_of_today() -> None:
    nabire = analysis.analyse("9404")
    assert [above.code for above in nabire.references] == ["9600", "0000"]
    assert {member.code for member in regions.members(regions.find("9600"))} <= set(
        nabire.provenance.inputs["grdp_level"] or ()
    )


@pytest.mark.parametrize(("code", "year", "reason"), [("1602", 2022, "13,9 persen"), ("2102", 2022, "3,1 persen")])
def test_an_index_ends_at_a_break_and_the_page_says_why(code: str, year: int, reason: str) -> None:
    found = analysis.analyse(code)
    assert found.last_year == year - 1
    assert [one.year for one in found.breaks] == [year]
    assert reason in text.caveat(found)
    assert reason in page.data_notes(found).text


@pytest.mark.parametrize("code", ["3519", "3577"])
def test_sectors_are_not_compared_across_a_break(code: str) -> None:
    story = analysis.analyse(code).sectors
    assert story is not None
    assert list(story.contribution) == [2022]
    assert story.shift_share is None
    assert [one.year for one in story.breaks] == [2020, 2021]
    with use_language("en"):
        assert "Sectors are not compared across 2020 and 2021: the sectors of 2020 are of an earlier release" in (
            page.sectors(analysis.analyse(code)).text
        )


def test_a_planted_break_reaches_whoever_would_cross_it(copied: Path) -> None:
    plant(copied, "grdp_level,3576,2021,vintage")
    city = analysis.analyse("3576")
    assert city.last_year == 2020
    assert city.ranking is not None
    assert city.ranking.left_out["3576"] == city.breaks
    assert "3576" not in city.ranking.index
    peer = analysis.analyse("3577")
    assert peer.ranking is not None
    assert "3576" not in peer.ranking.index
    assert "Kota Mojokerto (terputus mulai 2021: rilisnya berganti)" in page.ranking(peer).text
    province = overview.analyse("3500")
    assert "3576" not in province.ranked
    assert "rilisnya berganti" in overview_page.data_notes(province).text


def test_a_break_before_the_base_year_leaves_the_trend_open(copied: Path) -> None:
    plant(copied, "grdp_level,3576,2018,base_year")
    city = analysis.analyse("3576")
    trends = {trend.kind: trend.rate for trend in city.trends}
    assert trends["base year"] == pytest.approx(5.65, abs=0.005)
    assert trends["mean"] != trends["mean"] or city.path.growth_from.loc[2018, "3576"] == "published rates"
    assert city.path.index["3576"].first_valid_index() == 2018
