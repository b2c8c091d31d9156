"""Kota Mojokerto 2019-2022 from the rates that BPS published, worked by hand in the project's methods page."""

from __future__ import annotations

import pandas as pd
import pytest

from umkm_analysis.metrics.growth import break_even_growth, growth_swing
from umkm_analysis.metrics.level import level_gap, level_index, level_index_bounds, level_index_from_levels
from umkm_analysis.metrics.recovery import cumulative_loss, recouped_share, recovery, trend_gap
from umkm_analysis.metrics.resilience import recoverability, resilience_class, resistance, sensitivity

CITY = "3576"
GROWTH = pd.Series({2019: 5.65, 2020: -3.69, 2021: 3.65, 2022: 5.56}, name=CITY)
INDEX = level_index(GROWTH, base_year=2019).rename(CITY)
LEVEL = pd.Series({2019: 4985.68, 2020: 4801.46, 2021: 4976.49}, name=CITY)
SHOCK, AFTER = GROWTH.loc[[2020]], GROWTH.loc[[2021]]


def test_swing_2020_to_2021_is_7_34_percentage_points() -> None:
    assert growth_swing(GROWTH)[2021] == pytest.approx(7.34)


def test_index_2019_100() -> None:
    assert INDEX.round(2).to_dict() == {2019: 100.0, 2020: 96.31, 2021: 99.83, 2022: 105.38}


def test_gap_to_2019_in_2021_and_its_rounding_range() -> None:
    assert level_gap(INDEX)[2021] == pytest.approx(-0.17, abs=0.005)
    low, high = level_index_bounds(GROWTH, base_year=2019)
    assert level_gap(low)[2021] == pytest.approx(-0.185, abs=5e-4)
    assert level_gap(high)[2021] == pytest.approx(-0.165, abs=5e-4)


def test_break_even_growth_for_2021_was_missed_by_0_18_points() -> None:
    needed = break_even_growth(SHOCK).item()
    assert needed == pytest.approx(3.83, abs=0.005)
    assert needed - GROWTH[2021] == pytest.approx(0.18, abs=0.005)


def test_recovered_in_2022_three_years_after_the_peak() -> None:
    row = recovery(INDEX, base_year=2019).loc[CITY]
    assert (row["trough_year"], row["recovery_year"], row["years_to_recover"]) == (2020, 2022, 3)
    assert row["years_interpolated"] == pytest.approx(2.03, abs=0.005)
    assert recouped_share(INDEX, base_year=2019)[2021] == pytest.approx(95.3, abs=0.05)


@pytest.mark.parametrize(
    ("trend", "loss", "tolerance"),
    [pytest.param(0.0, 3.86, 0.005, id="flat"), pytest.param(5.65, 21.1, 0.05, id="against a 5.65 % trend")],
)
def test_cumulative_loss_2020_21(trend: float, loss: float, tolerance: float) -> None:
    assert cumulative_loss(INDEX, base_year=2019, until=2021, trend=trend).item() == pytest.approx(loss, abs=tolerance)


def test_gap_to_trend_in_2021() -> None:
    assert trend_gap(INDEX, base_year=2019, trend=5.65)[2021] == pytest.approx(-10.57, abs=0.005)


@pytest.mark.parametrize(
    ("fell", "grew", "beta", "held", "back"),
    [
        pytest.param(-2.33, 3.57, 1.584, -0.584, 0.022, id="against Jawa Timur"),
        pytest.param(-2.07, 3.69, 1.783, -0.783, -0.011, id="against Indonesia"),
    ],
)
def test_resilience_against_province_and_nation(
    fell: float, grew: float, beta: float, held: float, back: float
) -> None:
    assert sensitivity(SHOCK, fell).item() == pytest.approx(beta, abs=5e-4)
    assert resistance(SHOCK, fell).item() == pytest.approx(held, abs=5e-4)
    assert recoverability(AFTER, grew).item() == pytest.approx(back, abs=5e-4)


@pytest.mark.parametrize(
    ("rates", "gap"),
    [pytest.param([-2.33, 3.57], 1.16, id="Jawa Timur"), pytest.param([-2.07, 3.69], 1.54, id="Indonesia")],
)
def test_the_references_recovered_a_year_earlier(rates: list[float], gap: float) -> None:
    index = level_index(pd.Series([0.0, *rates], index=[2019, 2020, 2021]), base_year=2019)
    assert level_gap(index)[2021] == pytest.approx(gap, abs=0.005)
    assert recovery(index, base_year=2019)["recovery_year"].item() == 2021


def test_class_nr1_in_2021_and_re_in_2022() -> None:
    classes = [resilience_class(INDEX, base_year=2019, at_year=year).item() for year in (2020, 2021, 2022)]
    assert classes == ["NR2", "NR1", "RE"]


def test_from_levels_the_gap_is_0_18_and_break_even_3_84() -> None:
    index = level_index_from_levels(LEVEL, base_year=2019)
    assert index[2021] == pytest.approx(99.82, abs=0.005)
    assert level_gap(index)[2021] == pytest.approx(-0.18, abs=0.005)
    assert break_even_growth(level_gap(index).loc[[2020]]).item() == pytest.approx(3.84, abs=0.005)
