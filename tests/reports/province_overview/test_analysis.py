from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from umkm_analysis.datasets import regions, series
from umkm_analysis.errors import DataError, UsageError
from umkm_analysis.reports.province_overview import Unavailable
from umkm_analysis.reports.province_overview import analysis as po


@pytest.fixture(scope="module")
def java() -> po.ProvinceOverview:
    return po.analyse("3500")


def test_every_kabupaten_and_kota_is_a_member_and_nothing_else(java: po.ProvinceOverview) -> None:
    assert len(java.members) == 38
    assert {member.parent_code for member in java.members} == {"3500"}


def test_regions_are_ranked_in_the_last_year_and_in_the_recovery_year(java: po.ProvinceOverview) -> None:
    assert (java.recovery_year, java.last_year, java.own_year) == (2021, 2025, 2024)
    assert java.ranked.is_monotonic_decreasing
    assert java.ranked.index[0] == "3573"
    assert java.ranked["3576"] == pytest.approx(120.2, abs=0.05)
    assert java.ranked_then.index[0] == "3519"
    assert java.ranked_then["3576"] == pytest.approx(4976.49 / 4985.68 * 100, abs=0.01)
    assert (java.regained, java.regained_then) == (36, 27)


def test_years_that_are_not_final_carry_the_least_final_state(java: po.ProvinceOverview) -> None:
    assert java.provisional_years == {2023: "provisional", 2024: "very preliminary", 2025: "provisional"}


def test_who_recovered_when(java: po.ProvinceOverview) -> None:
    assert java.outcome.loc["3576", "recovery_year"] == 2022
    left = java.outcome[java.outcome["status"] == "not recovered"].index
    assert set(left) == {"3522", "3526"}


def test_the_share_of_the_economy_that_recovered_is_a_ratio_of_sums(java: po.ProvinceOverview) -> None:
    base = series.levels().loc[2019]
    back = [code for code, index in java.ranked.items() if index >= 100]
    assert java.regained_share == pytest.approx(base[back].sum() / base[java.ranked.index].sum() * 100)
    assert java.regained_share == pytest.approx(94.7, abs=0.05)


def test_the_spread_has_the_province_s_extremes(java: po.ProvinceOverview) -> None:
    row = java.spread.loc[2025]
    assert row["lowest"] == java.ranked.iloc[-1]
    assert row["highest"] == java.ranked.iloc[0]
    assert row["median"] == pytest.approx(np.median(java.ranked))
    assert row.is_monotonic_increasing
    assert java.spread.loc[2019].tolist() == pytest.approx([100.0] * 5)


def test_inequality_counts_the_same_regions_in_every_year(java: po.ProvinceOverview) -> None:
    found = java.dispersion
    assert found is not None
    assert found.left_out == ()
    assert len(found.counted) == 38
    assert list(found.measures.index) == list(range(2010, 2024))
    assert found.measures.notna().all(axis=None)
    assert found.windows == ((2010, 2019), (2020, 2023))


def test_registered_population_is_measured_apart(java: po.ProvinceOverview) -> None:
    found = java.registered
    assert found is not None
    assert found.windows == ((2021, 2024),)
    assert len(found.counted) == 38
    codes = list(found.counted)
    people = series.registered_population().loc[2024, codes]
    person = series.levels().loc[2024, codes] / people
    mean = (person * people).sum() / people.sum()
    expected = math.sqrt(((person - mean) ** 2 * people / people.sum()).sum()) / mean
    assert found.measures.loc[2024, "williamson_index"] == pytest.approx(expected)


@pytest.mark.parametrize("code", ["5100", "9400", "9700"])
def test_registered_population_is_there_for_every_province(code: str) -> None:
    found = po.analyse(code)
    assert found.dispersion is None
    assert found.registered is not None
    assert len(found.registered.counted) == len(found.members)


def test_inequality_is_of_grdp_per_person(java: po.ProvinceOverview) -> None:
    assert java.dispersion is not None
    codes = list(java.dispersion.counted)
    level, people = series.levels().loc[2019, codes], series.population().loc[2019, codes]
    person, weight = level / people, people / people.sum()
    mean = (person * weight).sum()
    expected = math.sqrt(((person - mean) ** 2 * weight).sum()) / mean
    measures = java.dispersion.measures.loc[2019]
    assert measures["williamson_index"] == pytest.approx(expected)
    assert measures["sigma_dispersion"] == pytest.approx(np.log(person).std(ddof=0))
    assert measures["theil_t"] == pytest.approx((weight * person / mean * np.log(person / mean)).sum())


def test_where_population_is_not_known_inequality_is_not_measured() -> None:
    assert po.analyse("5100").dispersion is None


@pytest.mark.parametrize("code", [one.code for one in regions.all_regions().values() if one.kind == "province"])
def test_every_province_has_an_overview(code: str) -> None:
    found = po.analyse(code)
    assert found.last_year == 2025
    cut = {one.code for one in found.breaks if one.year > found.base_year}
    assert set(found.ranked.index) == {member.code for member in found.members} - cut
    assert 0 <= found.regained_share <= 100
    assert set(found.outcome["status"].dropna()) <= {"recovered", "not recovered", "no fall"}


def test_the_base_year_may_be_another() -> None:
    found = po.analyse("3500", base_year=2016)
    assert (found.recovery_year, found.base_year) == (2018, 2016)
    assert (found.ranked_then >= 100).all()
    assert found.regained_share > 90


@pytest.mark.parametrize("year", [2009, 2024])
def test_a_base_year_that_the_table_does_not_cover_is_refused(year: int) -> None:
    with pytest.raises(DataError, match="Choose a base year from 2010 to 2023"):
        po.analyse("3500", base_year=year)


@pytest.mark.parametrize("code", ["3576", "0000"])
def test_what_is_no_province_is_refused(code: str) -> None:
    with pytest.raises(UsageError, match="is no province"):
        po.analyse(code)
    assert po.unavailable_reason(regions.find(code)) is Unavailable.NOT_A_PROVINCE
    assert po.unavailable_reason(regions.find("3500")) is None


def test_sources_and_corrections_of_every_member_are_named(java: po.ProvinceOverview) -> None:
    assert {"QUARCS_514", "BPS_API_2194", "BPS_PROV_GROWTH", "BPSKOTAMJK_SOFTFILE"} <= set(
        java.provenance.sources.index
    )
    assert set(java.provenance.corrections["code"]) == {"3500"}
    assert "population" in java.provenance.fingerprints
    assert isinstance(java.provenance.conflicts, pd.DataFrame)


def test_the_reference_of_the_types_is_the_province_itself(java: po.ProvinceOverview) -> None:
    found = java.convergence
    assert found is not None
    assert java.dispersion is not None
    levels, people = series.levels()["3500"], series.population()["3500"]
    assert found.income == pytest.approx(levels[2023] / people[2023] * 1000)
    assert found.growth == pytest.approx(((levels[2023] / levels[2010]) ** (1 / 13) - 1) * 100)
    assert (found.first_year, found.last_year) == (2011, 2023)
    assert tuple(found.types.index) == java.dispersion.counted


def test_types_of_jawa_timur(java: po.ProvinceOverview) -> None:
    assert java.convergence is not None
    types = java.convergence.types
    assert types.loc["3576", "income"] == pytest.approx(
        series.levels().loc[2023, "3576"] / series.population().loc[2023, "3576"] * 1000
    )
    assert types.loc[["3576", "3578", "3571"], "type"].tolist() == [
        "lagging",
        "developed and fast-growing",
        "developed but slow-growing",
    ]
    above = (types["income"] > java.convergence.income, types["growth"] > java.convergence.growth)
    assert (types["type"] == "developing fast").equals(~above[0] & above[1])


def test_the_line_of_convergence_ends_before_the_population_was_counted_anew(java: po.ProvinceOverview) -> None:
    assert java.convergence is not None
    beta = java.convergence.beta
    assert beta is not None
    assert java.convergence.beta_years == (2010, 2019)
    codes = [member.code for member in java.members]
    person = (series.levels() / series.population())[codes]
    slope = np.polyfit(np.log(person.loc[2010]), 100 / 9 * np.log(person.loc[2019] / person.loc[2010]), 1)[0]
    assert beta["beta"] == pytest.approx(slope)
    assert beta["regions"] == 38
    assert beta["lower"] < 0 < beta["upper"]
    later = po.analyse("3500", base_year=2020).convergence
    assert later is not None
    assert later.beta_years == (2010, 2019)


def test_a_window_without_years_has_no_line() -> None:
    early = po.analyse("3500", base_year=2010).convergence
    assert early is not None
    assert early.beta is None


def test_where_population_is_not_known_there_are_no_types() -> None:
    assert po.analyse("5100").convergence is None
