from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.analysis.growth_path import published_check
from umkm_analysis.datasets import regions, series
from umkm_analysis.errors import DataError, UsageError
from umkm_analysis.metrics.recovery import growth_rate
from umkm_analysis.reports.economic_recovery import analysis as er

if TYPE_CHECKING:
    from pathlib import Path


def withhold(copied: Path, cell: str) -> None:
    """Withhold a level of a copied project: code,year,column,source_value."""
    with (copied / "data" / "corrections.csv").open("a", encoding="utf-8") as file:
        file.write(f"grdp_level,{cell},withhold,,wrong,keliru,\n")


@pytest.fixture(scope="module")
def city() -> er.Recovery:
    return er.analyse("3576")


def test_the_mayors_figures(city: er.Recovery) -> None:
    growth, index = city.path.growth["3576"], city.path.index["3576"]
    assert [round(growth[year], 2) for year in (2019, 2020, 2021, 2022)] == [5.65, -3.69, 3.65, 5.56]
    assert city.swing == 7.34
    assert [round(index[year], 2) for year in (2020, 2021, 2022)] == [96.31, 99.82, 105.36]
    assert round(city.break_even, 2) == 3.84
    assert round(city.break_even_published, 2) == 3.83
    assert round(city.path.published_index.loc[2021, "3576"], 2) == 99.83


def test_levels_decide_and_say_so(city: er.Recovery) -> None:
    assert city.path.index_from.loc[2021, "3576"] == "levels"
    assert er.analyse("3500").path.index_from.loc[2024, "3500"] == "published rates"
    low, high = city.path.index_low.loc[2021, "3576"], city.path.index_high.loc[2021, "3576"]
    assert low < city.path.index.loc[2021, "3576"] < high
    assert high - low < 0.001
    assert city.path.published_high.loc[2021, "3576"] - city.path.published_low.loc[2021, "3576"] == pytest.approx(
        0.02, abs=1e-3
    )


def test_the_city_recovers_in_2022_the_province_in_2021(city: er.Recovery) -> None:
    assert city.outcome.loc["3576", "recovery_year"] == 2022
    assert city.outcome.loc["3500", "recovery_year"] == 2021
    assert list(city.classes.loc[2020:2022]) == ["NR2", "NR1", "RE"]
    assert round(city.cumulative_loss, 2) == 3.88
    assert city.loss_until == 2021


def test_resilience_flips_between_province_and_nation(city: er.Recovery) -> None:
    assert city.resilience.loc["3500", "recoverability"] > 0 > city.resilience.loc["0000", "recoverability"]
    assert round(city.resilience.loc["3500", "sensitivity"], 2) == 1.58


def test_trends_are_declared(city: er.Recovery) -> None:
    assert [(t.first_year, t.last_year, round(t.rate, 2)) for t in city.trends] == [
        (2019, 2019, 5.65),
        (2016, 2019, 5.72),
    ]
    assert round(city.trends[0].gap[2021], 1) == -10.6


def test_rank_is_among_the_nine_cities(city: er.Recovery) -> None:
    assert city.ranking is not None
    assert len(city.ranking.index) == 9
    assert city.ranking.rank == list(city.ranking.index.index).index("3576") + 1


def test_contributions_and_residual_add_up_to_growth(city: er.Recovery) -> None:
    assert city.sectors is not None
    for year in (2020, 2021, 2022):
        total = city.sectors.contribution[year].sum() + city.sectors.residual[year]
        assert total == pytest.approx(city.path.growth.loc[year, "3576"])
    effects = city.sectors.shift_share
    assert effects is not None
    assert effects[["national", "industry_mix", "regional"]].sum().sum() == pytest.approx(effects["change"].sum())


def test_a_region_that_has_not_recovered_is_censored() -> None:
    bojonegoro = er.analyse("3522")
    assert bojonegoro.outcome.loc["3522", "status"] == "not recovered"
    assert bojonegoro.last_year == 2025
    assert bojonegoro.needed_next == pytest.approx((69985.68 / 67793.79 - 1) * 100)


def test_a_lone_city_has_no_rank_and_no_sectors() -> None:
    denpasar = er.analyse("5171")
    assert denpasar.outcome.loc["5171", "recovery_year"] == 2024
    assert denpasar.ranking is None
    assert denpasar.sectors is None
    assert math.isnan(denpasar.resilience.loc["5100", "recoverability"])


def test_a_withheld_level_gives_way_to_the_published_rate(copied: Path) -> None:
    withhold(copied, "3576,2021,grdp_billion_idr_2010,4976.49")
    city = er.analyse("3576")
    assert city.path.growth.loc[2021, "3576"] == 3.65
    assert city.path.growth_from.loc[2021, "3576"] == "published rates"
    assert city.last_year == 2025
    assert city.sectors is not None
    assert list(city.sectors.contribution) == [2020]


def test_a_gap_before_the_base_year_leaves_trends_open(copied: Path) -> None:
    withhold(copied, "6403,2018,grdp_billion_idr_2010,121509.48")
    kutai = er.analyse("6403")
    assert all(math.isnan(trend.rate) for trend in kutai.trends)
    assert kutai.outcome.loc["6403", "recovery_year"] == 2022


def test_the_nation_has_nothing_above_it() -> None:
    nation = er.analyse("0000")
    assert nation.references == ()
    assert nation.ranking is None


@pytest.mark.parametrize("year", [2009, 2024])
def test_a_base_year_without_figures_is_refused(year: int) -> None:
    with pytest.raises(DataError, match="Choose a base year from 2010 to 2023"):
        er.analyse("3576", base_year=year)


def test_another_base_year_is_another_report() -> None:
    assert er.analyse("3576", base_year=2018).path.index.loc[2018, "3576"] == 100


def test_an_unknown_region_is_refused() -> None:
    with pytest.raises(UsageError, match="Did you mean"):
        er.analyse("Kota Mojokerta")


def test_published_growth_of_the_38_is_recomputed_to_half_the_last_digit() -> None:
    codes = [region.code for region in regions.all_regions().values() if region.parent_code == "3500"]
    levels, published = series.levels(), series.published_growth()
    computed, of_levels = growth_rate(levels), 100 * 0.01 / levels.shift()
    off = {
        (code, year)
        for code in codes
        for year in range(2016, 2026)
        if not abs(computed.loc[year, code] - published.loc[year, code]) <= 0.005 + of_levels.loc[year, code]
    }
    assert off == {("3579", 2024)}  # printed 5.00; the levels of two routes give 5.04: see conflicts


def test_disagreements_are_listed_not_hidden() -> None:
    batu = er.analyse("3579").published
    assert batu.loc[2024, "verdict"] == "differs"
    nusa_tenggara_timur = er.analyse("5300").published
    assert nusa_tenggara_timur.loc[2023, "verdict"] == "mixed vintages"
    assert (published_check(er.analyse("3576").path, "3576")["verdict"] == "agrees").all()
