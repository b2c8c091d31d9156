"""Resilience against a reference, and its classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from umkm_analysis.errors import DataError
from umkm_analysis.metrics.resilience import recoverability, resilience_class, resistance, sensitivity

if TYPE_CHECKING:
    from collections.abc import Callable

QUICK = settings(max_examples=40, deadline=None)
NAN = float("nan")
GROWTH = pd.Series({"fell deeper": -4.0, "fell alike": -2.0, "grew": 1.0, "unknown": NAN})


def by_year(values: list[float]) -> pd.Series:
    return pd.Series(values, index=range(2019, 2019 + len(values)), dtype="float64", name="3576")


def test_sensitivity_is_a_ratio_of_growth() -> None:
    np.testing.assert_allclose(sensitivity(GROWTH, -2.0), [2, 1, -0.5, NAN])


def test_resistance_is_negative_where_the_fall_was_deeper() -> None:
    np.testing.assert_allclose(resistance(GROWTH, -2.0), [-1, 0, 1.5, NAN])


def test_recoverability_is_positive_where_growth_was_faster() -> None:
    np.testing.assert_allclose(recoverability(GROWTH.abs(), 2.0), [1, 0, -0.5, NAN])


@QUICK
@given(st.lists(st.floats(-99, 100), min_size=1, max_size=6), st.floats(-99, -0.01))
def test_resistance_is_one_less_sensitivity(rates: list[float], reference: float) -> None:
    growth = pd.Series(rates)
    np.testing.assert_allclose(resistance(growth, reference), 1 - sensitivity(growth, reference), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("measure", [sensitivity, resistance, recoverability])
def test_without_the_reference_nothing_is_known(measure: Callable[[pd.Series, float], pd.Series]) -> None:
    assert measure(GROWTH, NAN).isna().all()


@pytest.mark.parametrize("measure", [sensitivity, resistance])
@pytest.mark.parametrize("reference", [0.0, 0.01])
def test_without_a_shock_there_is_nothing_to_resist(
    measure: Callable[[pd.Series, float], pd.Series], reference: float
) -> None:
    with pytest.raises(DataError, match="without a shock"):
        measure(GROWTH, reference)


@pytest.mark.parametrize("reference", [0.0, -0.01])
def test_without_a_recovery_there_is_nothing_to_compare(reference: float) -> None:
    with pytest.raises(DataError, match="without its recovery"):
        recoverability(GROWTH, reference)


@pytest.mark.parametrize("measure", [sensitivity, resistance])
def test_a_fall_of_everything_is_refused(measure: Callable[[pd.Series, float], pd.Series]) -> None:
    with pytest.raises(DataError, match="above −100 per cent, got -100 at 3576"):
        measure(pd.Series({"3576": -100.0}), -2.0)


def test_a_fall_of_everything_is_refused_in_the_recovery() -> None:
    with pytest.raises(DataError, match="above −100 per cent"):
        recoverability(pd.Series({"3576": -100.0}), 2.0)


@pytest.mark.parametrize(
    ("level", "at_year", "expected"),
    [
        pytest.param([100, 100, 101], 2021, "RS", id="stood still, then grew"),
        pytest.param([100, 90, 100], 2021, "RE", id="exactly back"),
        pytest.param([100, 90, 105], 2021, "RE", id="back and above"),
        pytest.param([100, 90, 95], 2021, "NR1", id="past the trough, still below"),
        pytest.param([100, 95, 90], 2021, "NR2", id="still falling"),
        pytest.param([100, 90, 90], 2021, "NR2", id="resting at the trough"),
        pytest.param([100, 90, 105], 2020, "NR2", id="later years play no part"),
        pytest.param([100, 101, 90], 2020, "RS", id="a later fall plays no part"),
        pytest.param([100, NAN, 105], 2021, None, id="a missing year leaves it open"),
        pytest.param([NAN, 90, 105], 2021, None, id="no base level"),
        pytest.param([100, 90, NAN], 2021, None, id="no level at the date"),
    ],
)
def test_class_at_a_date(level: list[float], at_year: int, expected: str | None) -> None:
    found = resilience_class(by_year(level), base_year=2019, at_year=at_year)
    assert found.index.tolist() == ["3576"]
    assert found.isna().item() if expected is None else found.item() == expected


def test_classes_of_a_table_stand_by_region() -> None:
    table = pd.DataFrame({"3576": [100, 90, 95], "3500": [100, 90, 105]}, index=[2019, 2020, 2021])
    assert resilience_class(table, base_year=2019, at_year=2021).to_dict() == {"3576": "NR1", "3500": "RE"}


def test_the_years_before_the_base_play_no_part() -> None:
    assert resilience_class(by_year([NAN, 50, 100, 101]), base_year=2021, at_year=2022).item() == "RS"


@pytest.mark.parametrize(
    ("level", "at_year", "match"),
    [
        pytest.param([100, 90], 2019, "at_year 2019 is not after base_year 2019", id="the base year itself"),
        pytest.param([100, 90], 2021, "year 2021", id="a year without data"),
        pytest.param([100, 0], 2020, "above zero", id="a level of zero"),
    ],
)
def test_a_class_without_a_path_is_refused(level: list[float], at_year: int, match: str) -> None:
    with pytest.raises(DataError, match=match):
        resilience_class(by_year(level), base_year=2019, at_year=at_year)


def test_a_base_year_outside_the_data_is_refused() -> None:
    with pytest.raises(DataError, match="year 2018"):
        resilience_class(by_year([100, 90]), base_year=2018, at_year=2020)
