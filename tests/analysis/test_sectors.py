"""Sector figures of a region, worked out by hand from the table's rows, and where there are none."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from umkm_analysis.analysis.growth_path import FROM_RATES, GrowthPath, growth_path
from umkm_analysis.analysis.sectors import SectorAnalysis, sector_analysis
from umkm_analysis.datasets import regions, series

CITY, PROVINCE = regions.find("3576"), regions.find("3500")


@pytest.fixture(scope="module")
def path() -> GrowthPath:
    return growth_path(["3576", "3500", "3519", "5171"], base_year=2019)


@pytest.fixture(scope="module")
def city(path: GrowthPath) -> SectorAnalysis:
    found = sector_analysis(CITY, PROVINCE, 2019, path)
    assert found is not None
    return found


def test_contributions_and_their_residual_are_the_region_s_growth(city: SectorAnalysis, path: GrowthPath) -> None:
    assert list(city.contribution) == [2020, 2021, 2022]
    assert (city.first_year, city.last_year, city.breaks) == (2019, 2022, ())
    together = city.contribution.sum() + city.residual
    assert np.allclose(together, path.growth.loc[2020:2022, "3576"])
    industry = series.sector_levels("3576").loc["C"]
    assert city.contribution.loc["C", 2020] == pytest.approx((industry[2020] - 522.36) / 4985.68 * 100)
    assert city.residual.abs().max() < 0.001


def test_shares_and_quotients_are_those_of_the_base_year(city: SectorAnalysis) -> None:
    assert city.share["C"] == pytest.approx(522.36 / 4985.68 * 100)
    assert city.location_quotient is not None
    assert city.location_quotient["C"] == pytest.approx((522.36 / 4985.68) / (498740 / 1649895.64), rel=1e-4)
    assert city.location_quotient["A"] == pytest.approx((25.16 / 4985.68) / (165951 / 1649895.64), rel=1e-4)


def test_the_effects_of_shift_and_share_add_up_to_the_change(city: SectorAnalysis) -> None:
    effects = city.shift_share
    assert effects is not None
    industry = effects.loc["C"]
    sums = series.sector_levels("3500").sum()  # printed in whole billions: they miss the total a little
    province = sums[2022] / sums[2019] - 1
    assert province == pytest.approx(1757874.93 / 1649895.64 - 1, abs=1e-4)
    assert industry["national"] == pytest.approx(522.36 * province, abs=0.01)
    assert industry["industry_mix"] == pytest.approx(522.36 * (536543 / 498740 - 1 - province), abs=0.01)
    assert industry["regional"] == pytest.approx(522.36 * (550.28 / 522.36 - 536543 / 498740), abs=0.01)
    assert industry["change"] == pytest.approx(550.28 - 522.36)
    assert np.allclose(effects[["national", "industry_mix", "regional"]].sum(axis=1), effects["change"])


def test_without_a_reference_nothing_is_compared(path: GrowthPath) -> None:
    for own, reference in ((CITY, None), (PROVINCE, PROVINCE), (CITY, regions.find("3300"))):
        found = sector_analysis(own, reference, 2019, path)
        assert found is not None
        assert (found.location_quotient, found.shift_share) == (None, None)
        assert found.share.sum() == pytest.approx(100, abs=0.01)


def test_a_year_whose_growth_does_not_rest_on_levels_is_left_out(path: GrowthPath) -> None:
    origin = path.growth_from.copy()
    origin.loc[2022, "3576"] = FROM_RATES
    found = sector_analysis(CITY, PROVINCE, 2019, dataclasses.replace(path, growth_from=origin))
    assert found is not None
    assert (list(found.contribution), found.last_year) == ([2020, 2021], 2021)


def test_a_year_after_one_without_sectors_is_left_out(path: GrowthPath, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = {code: series.sector_levels(code) for code in ("3576", "3500")}
    monkeypatch.setattr(series, "sector_levels", lambda code: whole[code].drop(columns=2021))
    found = sector_analysis(CITY, PROVINCE, 2019, path)
    assert found is not None
    assert (list(found.contribution), found.last_year) == ([2020], 2020)


def test_a_region_ahead_of_its_province_has_sectors_and_no_shift_share(
    path: GrowthPath, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = {"3576": series.sector_levels("3576"), "3500": series.sector_levels("3500").drop(columns=2022)}
    monkeypatch.setattr(series, "sector_levels", lambda code: whole[code])
    found = sector_analysis(CITY, PROVINCE, 2019, path)
    assert found is not None
    assert (list(found.contribution), found.shift_share) == ([2020, 2021, 2022], None)
    assert found.location_quotient is not None


@pytest.mark.parametrize(
    ("region", "base_year"),
    [
        pytest.param("5171", 2019, id="a region without sectors"),
        pytest.param("3576", 2014, id="a base year before the table"),
        pytest.param("3576", 2022, id="its last year, after which there is none"),
    ],
)
def test_there_is_no_sector_analysis_without_two_years(path: GrowthPath, region: str, base_year: int) -> None:
    assert sector_analysis(regions.find(region), PROVINCE, base_year, path) is None
