"""Regions among each other: rank, percentile, inequality."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from umkm_analysis.errors import DataError
from umkm_analysis.metrics.comparison import (
    coefficient_of_variation,
    percentile,
    rank,
    sigma_dispersion,
    theil_l,
    theil_t,
    williamson_index,
)

QUICK = settings(max_examples=40, deadline=None)
NAN = float("nan")
FIVE = pd.Series({"a": 3.0, "b": 1.0, "c": 3.0, "d": 0.0, "e": 9.0})
MANY = st.lists(st.integers(-50, 50), min_size=5, max_size=40)
INCOMES = st.lists(st.floats(1, 1e6), min_size=2, max_size=20)
ALL = [williamson_index, theil_t, theil_l]


def weighted(measure: Any, value: Any, population: Any) -> Any:
    """Call any of the three with a population."""
    return measure(value, population) if measure is williamson_index else measure(value, population=population)


def test_ranks_with_a_tie_share_the_mean() -> None:
    assert rank(FIVE).tolist() == [2.5, 4.0, 2.5, 5.0, 1.0]


def test_where_low_is_good_the_lowest_is_first() -> None:
    assert rank(FIVE, higher_is_better=False).tolist() == [3.5, 2.0, 3.5, 1.0, 5.0]


def test_percentiles_count_equals_half() -> None:
    assert percentile(FIVE).tolist() == [60.0, 30.0, 60.0, 10.0, 90.0]


def test_missing_regions_are_not_ranked_and_not_counted() -> None:
    values = pd.concat([FIVE, pd.Series({"f": NAN})])
    assert rank(values).tolist()[:5] == rank(FIVE).tolist()
    assert percentile(values).tolist()[:5] == percentile(FIVE).tolist()
    assert rank(values).isna()["f"]
    assert percentile(values).isna()["f"]


@QUICK
@given(MANY)
def test_ranks_add_up_and_both_directions_mirror(values: list[int]) -> None:
    series, n = pd.Series(values), len(values)
    assert rank(series).sum() == pytest.approx(n * (n + 1) / 2)
    np.testing.assert_allclose(rank(series) + rank(series, higher_is_better=False), n + 1)


@QUICK
@given(MANY)
def test_percentiles_follow_their_definition_and_bounds(values: list[int]) -> None:
    series = pd.Series(values)
    expected = [100 * ((series < v).sum() + 0.5 * (series == v).sum()) / len(values) for v in values]
    found = percentile(series)
    np.testing.assert_allclose(found, expected)
    assert found.between(0, 100, inclusive="neither").all()


@pytest.mark.parametrize("measure", [rank, percentile])
@pytest.mark.parametrize(
    ("values", "match"),
    [
        pytest.param(FIVE.mask(FIVE == 0), "4 regions have a value", id="four values and a missing one"),
        pytest.param(pd.concat([FIVE, FIVE.iloc[[0]]]), "region a stands more than once", id="a region twice"),
    ],
)
def test_too_few_or_repeated_regions_are_refused(measure: Any, values: pd.Series, match: str) -> None:
    with pytest.raises(DataError, match=match):
        measure(values)


def test_inequality_of_two_regions_by_hand() -> None:
    value, population = pd.Series({"a": 10.0, "b": 30.0}), pd.Series({"a": 3, "b": 1})
    assert williamson_index(value, population) == pytest.approx(np.sqrt(75) / 15)
    assert theil_t(value) == pytest.approx((0.5 * np.log(0.5) + 1.5 * np.log(1.5)) / 2)
    assert theil_l(value) == pytest.approx((np.log(2) + np.log(2 / 3)) / 2)
    assert theil_t(value, population=population) == pytest.approx((3 * (2 / 3) * np.log(2 / 3) + 2 * np.log(2)) / 4)
    assert theil_l(value, population=population) == pytest.approx((3 * np.log(1.5) + np.log(0.5)) / 4)


@pytest.mark.parametrize("measure", ALL)
@QUICK
@given(st.floats(1, 1e6), st.lists(st.integers(1, 10**7), min_size=2, max_size=10))
def test_equals_have_no_inequality(measure: Any, income: float, people: list[int]) -> None:
    found = weighted(measure, pd.Series([income] * len(people)), pd.Series(people))
    assert found == pytest.approx(0, abs=1e-7)


@pytest.mark.parametrize("measure", ALL)
@QUICK
@given(INCOMES, st.floats(0.01, 100))
def test_inequality_has_no_unit_and_is_never_negative(measure: Any, incomes: list[float], unit: float) -> None:
    value, people = pd.Series(incomes), pd.Series(range(1, len(incomes) + 1))
    found = weighted(measure, value, people)
    assert found >= -1e-12
    assert weighted(measure, value * unit, people * 3) == pytest.approx(found, rel=1e-6, abs=1e-9)


@QUICK
@given(INCOMES)
def test_theil_t_is_bounded_and_equal_weights_change_nothing(incomes: list[float]) -> None:
    value, ones = pd.Series(incomes), pd.Series(1, range(len(incomes)))
    assert theil_t(value) <= np.log(len(incomes)) + 1e-9
    assert theil_t(value, population=ones) == pytest.approx(theil_t(value), abs=1e-12)
    assert theil_l(value, population=ones) == pytest.approx(theil_l(value), abs=1e-12)


@pytest.mark.parametrize("measure", ALL)
def test_a_region_counts_as_often_as_its_people(measure: Any) -> None:
    few = weighted(measure, pd.Series([10.0, 30.0]), pd.Series([3, 1]))
    each = weighted(measure, pd.Series([10.0, 10.0, 10.0, 30.0]), pd.Series([1, 1, 1, 1]))
    assert few == pytest.approx(each)


@pytest.mark.parametrize("measure", ALL)
def test_a_table_gives_one_value_per_year_and_a_missing_region_leaves_its_year_open(measure: Any) -> None:
    value = pd.DataFrame({"a": [10.0, 10.0, NAN], "b": [30.0, 10.0, 10.0]}, index=[2019, 2020, 2021])
    people = pd.DataFrame({"a": 3.0, "b": 1.0}, index=[2019, 2020, 2021])
    found = weighted(measure, value, people)
    assert found.index.tolist() == [2019, 2020, 2021]
    np.testing.assert_allclose(found, [weighted(measure, value.loc[2019], people.loc[2019]), 0, NAN], atol=1e-9)
    assert weighted(measure, value, people.mask(people == 1)).isna().all()


@pytest.mark.parametrize("measure", [theil_t, theil_l])
def test_without_population_a_missing_region_leaves_the_year_open_too(measure: Any) -> None:
    assert np.isnan(measure(pd.Series([10.0, NAN, 30.0])))


TWO = pd.Series({"a": 10.0, "b": 30.0}, name="grdp_per_person")
PEOPLE = pd.Series({"a": 3.0, "b": 1.0}, name="population")
YEARS = pd.DataFrame({"a": [10.0], "b": [30.0]}, index=[2019])


@pytest.mark.parametrize("measure", ALL)
@pytest.mark.parametrize(
    ("value", "population", "match"),
    [
        pytest.param(TWO, PEOPLE.rename({"b": "c"}), "regions of value and population: b, c", id="other regions"),
        pytest.param(TWO, PEOPLE.iloc[::-1], "another order", id="another order"),
        pytest.param(YEARS, YEARS.rename(index={2019: 2020}), "years of value and population", id="other years"),
        pytest.param(TWO * 0, PEOPLE, "a value must be above zero", id="an income of zero"),
        pytest.param(TWO, PEOPLE - 1, "a population must be above zero", id="nobody lives there"),
        pytest.param(TWO.iloc[:1], PEOPLE.iloc[:1], "at least two regions, got 1", id="one region"),
    ],
)
def test_regions_that_cannot_be_compared_are_refused(measure: Any, value: Any, population: Any, match: str) -> None:
    with pytest.raises(DataError, match=match):
        weighted(measure, value, population)


def test_unweighted_dispersion_of_two_regions_by_hand() -> None:
    value = pd.Series({"a": 10.0, "b": 30.0})
    assert sigma_dispersion(value) == pytest.approx(np.log(3) / 2)
    assert coefficient_of_variation(value) == pytest.approx(0.5)


@QUICK
@given(INCOMES, st.floats(0.01, 100))
def test_unweighted_dispersion_knows_no_unit_and_is_never_negative(incomes: list[float], factor: float) -> None:
    value = pd.Series(incomes)
    for measure in (sigma_dispersion, coefficient_of_variation):
        assert measure(value * factor) == pytest.approx(measure(value), rel=1e-6, abs=1e-7)
        assert measure(value) >= 0


@QUICK
@given(INCOMES)
def test_the_coefficient_of_variation_is_williamson_s_with_equal_populations(incomes: list[float]) -> None:
    value = pd.Series(incomes)
    assert coefficient_of_variation(value) == pytest.approx(williamson_index(value, value * 0 + 7), abs=1e-9)


@pytest.mark.parametrize("measure", [sigma_dispersion, coefficient_of_variation])
def test_unweighted_dispersion_refuses_one_region_and_values_not_above_zero(measure: Any) -> None:
    with pytest.raises(DataError, match="at least two regions"):
        measure(pd.Series({"a": 1.0}))
    with pytest.raises(DataError):
        measure(pd.Series({"a": 1.0, "b": 0.0}))
