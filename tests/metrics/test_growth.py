"""Growth: rates, swing, mean, break-even."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from umkm_analysis.errors import DataError
from umkm_analysis.metrics.growth import break_even_growth, growth_rate, growth_swing, mean_growth

QUICK = settings(max_examples=40, deadline=None)
GROWTH = st.floats(-60, 60)
LEVELS = st.lists(st.floats(1, 1e6), min_size=2, max_size=8)


def by_year(values: list[float], first: int = 2015) -> pd.Series:
    return pd.Series(values, index=range(first, first + len(values)), dtype="float64")


def test_growth_of_kota_mojokerto_from_levels() -> None:
    growth = growth_rate(by_year([4985.68, 4801.46, 4976.49], 2019))
    np.testing.assert_allclose(growth, [np.nan, -3.69, 3.65], atol=0.005)


def test_growth_is_missing_on_both_sides_of_a_missing_level() -> None:
    assert growth_rate(by_year([100, np.nan, 110, 121])).isna().tolist() == [True, True, True, False]


@QUICK
@given(LEVELS, st.floats(0.001, 1000))
def test_the_unit_of_the_level_cancels(values: list[float], unit: float) -> None:
    level = by_year(values)
    other = growth_rate(level * unit, unit="other rupiah")
    pd.testing.assert_series_equal(growth_rate(level, unit="rupiah"), other, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(
    ("level", "match"),
    [
        pytest.param(by_year([-3.69, 3.65]), "growth rates are no levels", id="growth rates, one negative"),
        pytest.param(by_year([5.65, 3.65]).rename("growth_rate"), "growth_swing", id="a Series named growth_rate"),
        pytest.param(by_year([1.0, 0.0]), "above zero", id="a level of zero"),
        pytest.param(pd.Series({2019: 1.0, 2021: 2.0}), "consecutive", id="a year left out"),
    ],
)
def test_growth_of_what_is_no_level_is_refused(level: pd.Series, match: str) -> None:
    with pytest.raises(DataError, match=match):
        growth_rate(level)


RATES = by_year([5.65, 3.69])
"""Growth of Kota Mojokerto without its sign: as levels they would say −34.7 per cent."""


@pytest.mark.parametrize(
    "rates",
    [
        pytest.param(RATES, id="one region"),
        pytest.param(
            pd.DataFrame({"3500": [100.0, 105.0], "3576": [5.65, 3.69]}, index=[2019, 2020]), id="of two, one"
        ),
        pytest.param(by_year([149.9, np.nan, 49.9]), id="the least figure that must be labelled"),
    ],
)
def test_what_could_be_a_rate_is_no_level_unless_it_says_so(rates: pd.Series | pd.DataFrame) -> None:
    with pytest.raises(DataError, match=r"could be a growth rate.*unit=\"trillion rupiah\".*growth_swing"):
        growth_rate(rates)
    labelled = rates.copy()
    labelled.attrs["unit"] = "trillion rupiah"
    assert growth_rate(labelled).equals(growth_rate(rates, unit="trillion rupiah"))


def test_levels_that_no_rate_could_be_need_no_unit() -> None:
    assert growth_rate(by_year([50.0, 51.0])).iloc[1] == pytest.approx(2)
    assert growth_rate(by_year([np.nan, np.nan])).isna().all()


@pytest.mark.parametrize("unit", ["per cent", "percentage points"])
def test_a_unit_of_rates_is_refused_as_an_option_too(unit: str) -> None:
    with pytest.raises(DataError, match="means nothing"):
        growth_rate(by_year([100.0, 110.0]), unit=unit)


@pytest.mark.parametrize("unit", ["per cent", "percentage points"])
def test_growth_of_per_cent_is_refused_even_when_positive(unit: str) -> None:
    growth = pd.DataFrame({"3576": [5.65, 3.65]}, index=[2019, 2021 - 1])
    growth.attrs["unit"] = unit
    with pytest.raises(DataError, match=r"means nothing; take their difference \(growth_swing\)"):
        growth_rate(growth)


def test_a_level_with_another_unit_and_name_is_taken() -> None:
    level = by_year([100.0, 110.0]).rename("level_index")
    level.attrs["unit"] = "index points"
    assert growth_rate(level).iloc[1] == pytest.approx(10)


def test_swing_of_kota_mojokerto_is_in_percentage_points() -> None:
    swing = growth_swing(by_year([5.65, -3.69, 3.65], 2019))
    np.testing.assert_allclose(swing, [np.nan, -9.34, 7.34])


@pytest.mark.parametrize("unit", ["per cent", "%", ""])
def test_a_swing_in_another_unit_is_refused(unit: str) -> None:
    with pytest.raises(DataError, match="percentage points"):
        growth_swing(by_year([5.65, -3.69]), unit=unit)


def test_a_swing_over_a_year_left_out_is_refused() -> None:
    with pytest.raises(DataError, match="consecutive"):
        growth_swing(pd.Series({2019: 5.65, 2021: 3.65}))


@pytest.mark.parametrize(
    ("shock", "needed"),
    [
        pytest.param(-3.69, 3.8314, id="Kota Mojokerto 2020"),
        pytest.param(-50.0, 100.0, id="half is lost, the rest must double"),
        pytest.param(0.0, 0.0, id="nothing lost"),
        pytest.param(2.0, 0.0, id="growth"),
        pytest.param(np.nan, np.nan, id="missing"),
    ],
)
def test_break_even_growth(shock: float, needed: float) -> None:
    assert break_even_growth(pd.Series([shock])).item() == pytest.approx(needed, abs=1e-4, nan_ok=True)


@QUICK
@given(st.floats(-99, -1e-6))
def test_break_even_growth_restores_the_level_and_exceeds_the_fall(shock: float) -> None:
    needed = break_even_growth(pd.Series([shock])).item()
    assert (1 + shock / 100) * (1 + needed / 100) == pytest.approx(1)
    assert needed >= -shock * (1 - 1e-9)


def test_nothing_breaks_even_after_a_fall_of_everything() -> None:
    with pytest.raises(DataError, match="above −100"):
        break_even_growth(pd.Series([-100.0]))


def test_mean_growth_is_geometric() -> None:
    assert mean_growth(by_year([50.0, -50.0]), start=2015, end=2016).item() == pytest.approx(-13.3975, abs=1e-4)


def test_mean_growth_takes_both_ends_and_nothing_else() -> None:
    growth = by_year([99.0, 10.0, 20.0, 30.0, 99.0])
    expected = ((1.1 * 1.2 * 1.3) ** (1 / 3) - 1) * 100
    assert mean_growth(growth, start=2016, end=2018).item() == pytest.approx(expected)


def test_mean_growth_with_a_missing_year_is_missing_for_that_region_only() -> None:
    growth = pd.DataFrame({"3576": [5.0, np.nan], "3500": [5.0, 5.0]}, index=[2019, 2020])
    np.testing.assert_allclose(mean_growth(growth, start=2019, end=2020), [np.nan, 5.0])


@QUICK
@given(st.lists(GROWTH, min_size=1, max_size=8))
def test_mean_growth_lies_between_the_least_and_the_most(rates: list[float]) -> None:
    mean = mean_growth(by_year(rates), start=2015, end=2014 + len(rates)).item()
    assert min(rates) - 1e-9 <= mean <= max(rates) + 1e-9


@pytest.mark.parametrize(
    ("growth", "start", "end", "match"),
    [
        pytest.param([1.0, 2.0], 2014, 2016, "year 2014", id="starts before the data"),
        pytest.param([1.0, 2.0], 2015, 2017, "year 2017", id="ends after the data"),
        pytest.param([1.0, 2.0], 2016, 2015, "end 2015 is before start 2016", id="the wrong way round"),
        pytest.param([1.0, -100.0], 2015, 2016, "above −100", id="everything lost"),
    ],
)
def test_mean_growth_refuses_a_window_it_cannot_fill(growth: list[float], start: int, end: int, match: str) -> None:
    with pytest.raises(DataError, match=match):
        mean_growth(by_year(growth), start=start, end=end)


def test_mean_growth_of_one_year_is_that_year() -> None:
    assert mean_growth(by_year([5.65]), start=2015, end=2015).item() == pytest.approx(5.65)


def test_the_arithmetic_mean_on_request() -> None:
    assert mean_growth(by_year([50.0, -50.0]), start=2015, end=2016, method="arithmetic").item() == 0
    table = pd.DataFrame({"3576": [5.0, np.nan], "3500": [4.0, 6.0]}, index=[2019, 2020])
    np.testing.assert_allclose(mean_growth(table, start=2019, end=2020, method="arithmetic"), [np.nan, 5.0])
    assert mean_growth(by_year([1.0, 2.0, 9.0]), start=2015, end=2016, method="arithmetic").item() == 1.5


def test_another_mean_is_refused() -> None:
    with pytest.raises(DataError, match="no mean 'harmonic'"):
        mean_growth(by_year([1.0]), start=2015, end=2015, method="harmonic")  # type: ignore[arg-type]


@QUICK
@given(st.lists(GROWTH, min_size=1, max_size=8))
def test_the_arithmetic_mean_is_never_below_the_geometric(rates: list[float]) -> None:
    growth, window = by_year(rates), {"start": 2015, "end": 2014 + len(rates)}
    arithmetic = mean_growth(growth, **window, method="arithmetic").item()
    assert arithmetic >= mean_growth(growth, **window).item() - 1e-9
    assert arithmetic == pytest.approx(sum(rates) / len(rates), abs=1e-9)
