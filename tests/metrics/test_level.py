"""Level index, its rounding bounds and its gap."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from umkm_analysis.errors import DataError
from umkm_analysis.metrics.growth import growth_rate
from umkm_analysis.metrics.level import (
    level_gap,
    level_index,
    level_index_bounds,
    level_index_from_levels,
    level_index_from_levels_bounds,
)

QUICK = settings(max_examples=40, deadline=None)
GROWTH = pd.Series({2018: 5.80, 2019: 5.65, 2020: -3.69, 2021: 3.65, 2022: 5.56})
LEVEL = pd.Series({2018: 4719.08, 2019: 4985.68, 2020: 4801.46, 2021: 4976.49, 2022: 5253.00})


def by_year(values: list[float]) -> pd.Series:
    return pd.Series(values, index=range(2015, 2015 + len(values)), dtype="float64")


def test_the_chain_runs_forwards_and_backwards_from_the_base_year() -> None:
    expected = [100 / 1.0565, 100, 96.31, 96.31 * 1.0365, 96.31 * 1.0365 * 1.0556]
    np.testing.assert_allclose(level_index(GROWTH, base_year=2019), expected)


def test_the_chain_runs_back_over_several_years() -> None:
    expected = [100 / 1.0365 / 0.9631 / 1.0565, 100 / 1.0365 / 0.9631, 100 / 1.0365, 100, 105.56]
    np.testing.assert_allclose(level_index(GROWTH, base_year=2021), expected)


def test_the_base_year_needs_no_growth_of_its_own_to_look_forward() -> None:
    index = level_index(GROWTH.mask(GROWTH.index == 2019), base_year=2019)
    np.testing.assert_allclose(index, [np.nan, 100, 96.31, 99.825315, 105.375603], rtol=1e-6)


@pytest.mark.parametrize(
    ("missing", "base_year", "known"),
    [
        pytest.param(2020, 2018, [2018, 2019], id="after the base"),
        pytest.param(2020, 2022, [2020, 2021, 2022], id="before the base"),
        pytest.param(2018, 2018, [2018, 2019, 2020, 2021, 2022], id="the first year is the base"),
    ],
)
def test_the_chain_ends_at_the_first_missing_rate(missing: int, base_year: int, known: list[int]) -> None:
    index = level_index(GROWTH.mask(GROWTH.index == missing), base_year=base_year)
    assert index.dropna().index.tolist() == known


def test_regions_of_a_table_are_chained_apart() -> None:
    table = pd.DataFrame({"3576": GROWTH, "3500": GROWTH / 2})
    pd.testing.assert_series_equal(
        level_index(table, base_year=2019)["3500"], level_index(GROWTH / 2, base_year=2019), check_names=False
    )


@QUICK
@given(st.lists(st.floats(1, 1e6), min_size=2, max_size=8), st.data())
def test_chained_exact_growth_gives_the_index_of_the_levels(values: list[float], data: st.DataObject) -> None:
    level = by_year(values)
    base_year = data.draw(st.sampled_from(level.index.tolist()))
    chained = level_index(growth_rate(level, unit="rupiah"), base_year=base_year)
    pd.testing.assert_series_equal(
        chained, level_index_from_levels(level, base_year=base_year), check_names=False, rtol=1e-9
    )


@QUICK
@given(st.lists(st.floats(1, 1e6), min_size=1, max_size=8), st.floats(0.001, 1000))
def test_the_unit_of_the_level_cancels(values: list[float], unit: float) -> None:
    level = by_year(values)
    pd.testing.assert_series_equal(
        level_index_from_levels(level, base_year=2015), level_index_from_levels(level * unit, base_year=2015)
    )


def test_without_the_base_level_there_is_no_index() -> None:
    assert level_index_from_levels(LEVEL.mask(LEVEL.index == 2019), base_year=2019).isna().all()


def test_without_one_level_only_that_year_is_missing() -> None:
    index = level_index_from_levels(LEVEL.mask(LEVEL.index == 2020), base_year=2019)
    assert index.isna().tolist() == [False, False, True, False, False]


def test_rounding_alone_moves_the_gap_of_kota_mojokerto_between_these_bounds() -> None:
    low, high = level_index_bounds(GROWTH, base_year=2019)
    assert (low[2021] - 100, high[2021] - 100) == pytest.approx((-0.185, -0.165), abs=5e-4)


def test_bounds_of_published_levels() -> None:
    low, high = level_index_from_levels_bounds(LEVEL, base_year=2019)
    assert low[2021] == pytest.approx(100 * (4976.49 - 0.005) / (4985.68 + 0.005), rel=1e-12)
    assert high[2021] == pytest.approx(100 * (4976.49 + 0.005) / (4985.68 - 0.005), rel=1e-12)
    assert (low[2019], high[2019]) == (100, 100)


def test_bounds_without_a_base_level_are_missing() -> None:
    low, high = level_index_from_levels_bounds(LEVEL.mask(LEVEL.index == 2019), base_year=2019)
    assert low.isna().all()
    assert high.isna().all()


@QUICK
@given(st.lists(st.floats(-50, 50), min_size=1, max_size=8), st.floats(0, 1), st.data())
def test_bounds_enclose_every_chain_that_rounds_to_the_same_rates(
    rates: list[float], half_unit: float, data: st.DataObject
) -> None:
    growth = by_year(rates)
    base_year = data.draw(st.sampled_from(growth.index.tolist()))
    errors = data.draw(st.lists(st.floats(-1, 1), min_size=len(rates), max_size=len(rates)))
    low, high = level_index_bounds(growth, base_year=base_year, half_unit=half_unit)
    true = level_index(growth + half_unit * np.array(errors), base_year=base_year)
    assert ((low <= true * (1 + 1e-9)) & (true <= high * (1 + 1e-9))).all()


@QUICK
@given(st.lists(st.floats(2, 1e6), min_size=1, max_size=8), st.floats(0, 1), st.data())
def test_bounds_enclose_the_index_of_every_level_that_rounds_alike(
    values: list[float], half_unit: float, data: st.DataObject
) -> None:
    level = by_year(values)
    base_year = data.draw(st.sampled_from(level.index.tolist()))
    errors = data.draw(st.lists(st.floats(-1, 1), min_size=len(values), max_size=len(values)))
    low, high = level_index_from_levels_bounds(level, base_year=base_year, half_unit=half_unit)
    true = level_index_from_levels(level + half_unit * np.array(errors), base_year=base_year)
    assert ((low <= true * (1 + 1e-9)) & (true <= high * (1 + 1e-9))).all()


def test_the_gap_is_the_distance_to_100() -> None:
    np.testing.assert_allclose(
        level_gap(pd.Series([96.31, 100.0, 101.16, np.nan])), [-3.69, 0, 1.16, np.nan], atol=1e-9
    )


@pytest.mark.parametrize(
    "call",
    [
        pytest.param(lambda: level_index(GROWTH, base_year=2010), id="chained"),
        pytest.param(lambda: level_index_from_levels(LEVEL, base_year=2010), id="from levels"),
        pytest.param(lambda: level_index_bounds(GROWTH, base_year=2010), id="bounds, chained"),
        pytest.param(lambda: level_index_from_levels_bounds(LEVEL, base_year=2010), id="bounds, from levels"),
    ],
)
def test_a_base_year_outside_the_data_is_refused(call: object) -> None:
    with pytest.raises(DataError, match="year 2010 is not among 2018–2022"):
        call()  # type: ignore[operator]


@pytest.mark.parametrize(
    ("call", "match"),
    [
        pytest.param(lambda: level_index(GROWTH - 100, base_year=2019), "above −100", id="growth of −100"),
        pytest.param(lambda: level_index_from_levels(LEVEL * 0, base_year=2019), "above zero", id="a level of zero"),
        pytest.param(lambda: level_gap(pd.Series([-3.69])), "an index must be above zero", id="a gap of growth"),
        pytest.param(
            lambda: level_index_bounds(GROWTH, base_year=2019, half_unit=-0.005),
            "half_unit must not",
            id="half below 0",
        ),
        pytest.param(
            lambda: level_index_from_levels_bounds(LEVEL, base_year=2019, half_unit=-0.005),
            "half_unit must not",
            id="half below 0, levels",
        ),
        pytest.param(
            lambda: level_index_from_levels_bounds(LEVEL, base_year=2019, half_unit=4719.08),
            "less half its last digit",
            id="a level that could be zero",
        ),
    ],
)
def test_what_makes_no_index_is_refused(call: object, match: str) -> None:
    with pytest.raises(DataError, match=match):
        call()  # type: ignore[operator]
