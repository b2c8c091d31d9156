"""Growth paths of all regions: what is chained, what a break stops, and what provinces rebuilt from members are."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from umkm_analysis.analysis.growth_path import (
    FROM_LEVELS,
    FROM_MEMBERS,
    FROM_RATES,
    REBUILT,
    GrowthPath,
    growth_path,
    mostly_covered,
    path_of_every_region,
    published_check,
    refuse_uncovered,
)
from umkm_analysis.datasets import regions, series
from umkm_analysis.datasets.breaks import all_breaks, breaks_of, segments
from umkm_analysis.datasets.region_versions import changed_provinces
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

EVERY = list(regions.all_regions())


@pytest.fixture(scope="module", params=[2019, 2011, 2015])
def path(request: pytest.FixtureRequest) -> GrowthPath:
    return growth_path(EVERY, base_year=request.param)


def test_no_index_crosses_a_break(path: GrowthPath) -> None:
    for one in path.breaks:
        index = path.index[one.code]
        beyond = index.loc[one.year :] if path.base_year < one.year else index.loc[: one.year - 1]
        assert beyond.isna().all(), one
        assert path.index_low[one.code].notna().equals(index.notna())
        assert path.index_high[one.code].notna().equals(index.notna())


def test_no_growth_is_computed_across_a_break_of_levels(path: GrowthPath) -> None:
    for one in path.breaks:
        if one.table == "grdp_level":
            assert path.growth_from.loc[one.year, one.code] in {FROM_RATES, np.nan} or pd.isna(
                path.growth.loc[one.year, one.code]
            )


def test_every_index_is_of_its_own_levels_or_rates(path: GrowthPath) -> None:
    measured = path.levels / path.levels.loc[path.base_year] * 100
    from_levels = path.index_from.isin([FROM_LEVELS, FROM_MEMBERS]) & path.index.notna()
    difference = (path.index - measured).where(from_levels).abs().max().max()
    assert difference < 1e-9


def test_every_index_lies_within_its_bounds(path: GrowthPath) -> None:
    known = path.index.notna()
    assert (
        ((path.index_low <= path.index + 1e-9) & (path.index <= path.index_high + 1e-9))
        .where(known, other=True)
        .all(axis=None)
    )


def test_a_province_whose_territory_changed_is_the_sum_of_its_members(path: GrowthPath) -> None:
    printed = series.levels()
    assert set(path.rebuilt) == set(changed_provinces())
    for code in path.rebuilt:
        members = [member.code for member in regions.members(regions.find(code))]
        expected = printed[members].sum(axis=1)
        assert path.levels[code].to_numpy() == pytest.approx(expected.to_numpy())
        assert set(path.growth_from[code].dropna()) == {FROM_MEMBERS}
        assert set(path.status[code].dropna()) == {REBUILT}


def test_published_rates_of_a_changed_province_are_of_its_present_territory_and_are_not_chained() -> None:
    path = growth_path(["9400", "9600"], base_year=2019)
    assert path.published["9400"].dropna().to_dict() == {2023: 4.22, 2024: 4.11}
    assert path.published["9600"].dropna().to_dict() == {2023: 5.95, 2024: 4.36}
    assert path.published_index[["9400", "9600"]].drop(index=2019).isna().all(axis=None)
    assert path.growth.loc[2024, "9400"] == pytest.approx(3.52, abs=0.005)


def test_a_sum_lacks_the_year_that_a_member_lacks(copied: Path) -> None:
    with (copied / "data" / "corrections.csv").open("a", encoding="utf-8") as file:
        file.write("grdp_level,9471,2020,grdp_billion_idr_2010,22117.78,withhold,,wrong,keliru,\n")
    path = growth_path(["9400"], base_year=2019)
    assert path.levels["9400"].isna().to_dict() == {year: year == 2020 for year in range(2010, 2026)}


def test_preliminary_years_are_those_of_the_publication() -> None:
    path = growth_path(["3576", "0000", "1101"], base_year=2019)
    assert path.provisional_years("3576") == {
        2023: "preliminary",
        2024: "very preliminary",
        2025: "provisional",
    }
    assert list(path.provisional_years("1101")) == [2024, 2025]


def test_the_last_shared_year_is_the_province_s() -> None:
    path = growth_path(["3576", "3500", "0000"], base_year=2019)
    assert (path.last_year("3576"), path.last_year("3500"), path.last_year("0000")) == (2025, 2024, 2025)
    assert path.last_shared_year() == 2024
    assert path.last_shared_year(["3576", "0000"]) == 2025


def test_segments_count_the_breaks_before() -> None:
    years, codes = pd.RangeIndex(2010, 2026), pd.Index(["1602", "3576"])
    found = segments(years, codes, breaks_of(codes, "grdp_level"))
    assert found["3576"].eq(0).all()
    assert found["1602"].to_dict() == {year: int(year >= 2022) for year in years}


def test_every_break_is_of_a_series_that_there_is() -> None:
    levels, rates = series.levels(), series.published_growth()
    for one in all_breaks():
        if one.table == "grdp_level":
            assert levels[one.code].loc[: one.year - 1].notna().any(), one
        if one.table == "grdp_growth":
            assert one.year in rates[one.code].dropna().index, one
        if one.table == "grdp_sector":
            assert one.year in series.sector_levels(one.code), one


@pytest.mark.parametrize(
    ("difference", "verdict"),
    [
        pytest.param(0.0, "agrees", id="the same"),
        pytest.param(0.0051, "agrees", id="half of the last digit, and what rounded levels add"),
        pytest.param(0.0054, "differs", id="beyond both"),
        pytest.param(-0.049, "differs", id="what one vintage can still differ by"),
        pytest.param(-0.051, "mixed vintages", id="more than one vintage can differ by"),
    ],
)
def test_published_rates_are_held_against_the_levels(difference: float, verdict: str) -> None:
    # levels of about 5,000 printed to 0.01: (0.01 + 0.01) / 2 / 5,000 * 100 = 0.0002 points
    path = growth_path(["3576"], base_year=2019)
    published = path.published.copy()
    published.loc[2022, "3576"] = path.growth.loc[2022, "3576"] + difference
    table = published_check(dataclasses.replace(path, published=published), "3576")
    assert table.loc[2022, "verdict"] == verdict
    assert table.loc[2022, "difference"] == pytest.approx(difference)
    assert (table["verdict"].drop(2022) == "agrees").all()


def test_only_rates_beside_levels_of_the_same_year_are_held_against_them() -> None:
    path = growth_path(["3576"], base_year=2019)
    origin, published = path.growth_from.copy(), path.published.copy()
    origin.loc[2021, "3576"] = FROM_RATES
    published.loc[2020, "3576"] = np.nan
    table = published_check(dataclasses.replace(path, growth_from=origin, published=published), "3576")
    assert table.index.tolist() == [2016, 2017, 2018, 2019, 2022, 2023, 2024, 2025]


@pytest.mark.parametrize("base_year", [2010, 2023])
def test_a_base_year_with_two_years_after_it_is_taken(base_year: int) -> None:
    refuse_uncovered(base_year)


@pytest.mark.parametrize("base_year", [2009, 2024])
def test_a_base_year_without_them_is_refused_with_those_that_can_be_had(base_year: int) -> None:
    with pytest.raises(DataError, match=rf"base_year {base_year}: .* covers 2010–2025, .* from 2010 to 2023\."):
        refuse_uncovered(base_year)


def test_a_year_of_half_of_the_regions_is_not_mostly_covered() -> None:
    index = pd.DataFrame({"a": [1.0, 1, 1], "b": [np.nan, 1, 1], "c": [np.nan, np.nan, 1], "d": [1, 1, 1]}, [1, 2, 3])
    assert mostly_covered(index).index.tolist() == [2, 3]


def test_a_region_without_an_index_has_no_last_year_and_its_breaks_are_its_own() -> None:
    path = growth_path(["1602", "3576"], base_year=2019)
    assert {one.code for one in path.breaks_of("1602")} == {"1602"}
    assert path.breaks_of("3576") == ()
    nothing = dataclasses.replace(path, index=path.index.assign(**{"3576": np.nan}))
    assert (nothing.last_year("3576"), nothing.last_year("1602")) == (None, 2021)


def test_all_tables_of_the_path_have_the_same_columns() -> None:
    every = path_of_every_region(2019)  # of which columns are taken by their places
    tables = [part for one in dataclasses.fields(every) if isinstance(part := getattr(every, one.name), pd.DataFrame)]
    assert len(tables) > 10
    assert all(table.columns.equals(every.levels.columns) for table in tables)
