"""Input checks that several metrics share, and how results are labelled."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from umkm_analysis.errors import DataError
from umkm_analysis.metrics import _checks


@pytest.mark.parametrize(
    ("years", "match"),
    [
        pytest.param([2019, 2019, 2020], "year 2019 stands more than once", id="a year twice"),
        pytest.param([2019, 2021], "consecutive", id="a gap"),
        pytest.param([2020, 2019], "consecutive", id="descending"),
        pytest.param(["2019", "2020"], "whole years", id="years as text"),
        pytest.param([2019.0, 2020.0], "whole years", id="years as floats"),
        pytest.param([2020, 2021], "year 2019 is not among 2020–2021", id="the needed year is missing"),
    ],
)
def test_years_that_no_series_can_have_are_refused(years: list[object], match: str) -> None:
    with pytest.raises(DataError, match=match):
        _checks.require_years(pd.Series(1.0, index=pd.Index(years)), 2019)


def test_years_in_order_pass() -> None:
    _checks.require_years(pd.Series(1.0, index=[2018, 2019, 2020]), 2019, 2020)


def test_every_needed_year_is_looked_for() -> None:
    with pytest.raises(DataError, match="year 2021"):
        _checks.require_years(pd.Series(1.0, index=[2018, 2019, 2020]), 2019, 2021)


def test_a_region_twice_is_refused() -> None:
    with pytest.raises(DataError, match="region 3576 stands more than once"):
        _checks.require_years(pd.DataFrame([[1.0, 2.0]], index=[2019], columns=["3576", "3576"]))


def test_a_refusal_of_a_table_names_value_year_and_region() -> None:
    level = pd.DataFrame({"3500": [1.0, 2.0], "3576": [3.0, -4.5]}, index=[2019, 2020])
    with pytest.raises(DataError, match=r"a level must be above zero, got -4\.5 at 2020, 3576; correct or drop it"):
        _checks.require_positive(level, "a level")


def test_a_refusal_of_a_series_names_value_and_label() -> None:
    with pytest.raises(DataError, match=r"rupiah must not be negative, got -12,345,678 at 3576;"):
        _checks.require_not_negative(pd.Series({"3500": 1, "3576": -12_345_678}), "rupiah")


@pytest.mark.parametrize("value", [np.inf, -np.inf])
def test_infinity_is_no_figure(value: float) -> None:
    with pytest.raises(DataError, match="infinite value is no figure"):
        _checks.require_positive(pd.Series([value]), "a level")


@pytest.mark.parametrize("missing", [pd.Series([np.nan, 1.0]), pd.Series([pd.NA, 1], dtype="Int64")], ids=["NaN", "NA"])
def test_missing_values_pass(missing: pd.Series) -> None:
    _checks.require_positive(missing, "a level")
    _checks.require_not_negative(missing, "a level")
    _checks.require_possible_growth(missing)


def test_zero_is_not_positive_but_not_negative() -> None:
    _checks.require_not_negative(pd.Series([0.0]), "a level")
    with pytest.raises(DataError, match="above zero"):
        _checks.require_positive(pd.Series([0.0]), "a level")


def test_nothing_comes_after_a_fall_of_everything() -> None:
    _checks.require_possible_growth(pd.Series([-99.99]))
    with pytest.raises(DataError, match="above −100 per cent"):
        _checks.require_possible_growth(pd.Series([-100.0]))


@pytest.mark.parametrize(
    ("first", "second", "match"),
    [
        pytest.param(["A", "B"], ["A", "C"], "B, C on one side only", id="other labels"),
        pytest.param(["A", "B"], ["B", "A"], "another order", id="another order"),
        pytest.param(["A", "A"], ["A", "A"], "A stands more than once", id="a label twice"),
    ],
)
def test_labels_that_pandas_would_align_silently_are_refused(first: list[str], second: list[str], match: str) -> None:
    with pytest.raises(DataError, match=match):
        _checks.require_same_labels(pd.Index(first), pd.Index(second), "sectors")


def test_an_index_must_be_100_in_its_base_year() -> None:
    _checks.require_base(pd.Series({2019: 100.0 + 1e-9, 2020: 96.0}), 2019)
    _checks.require_base(pd.Series({2019: np.nan, 2020: 96.0}), 2019)
    for wrong in (100.001, 99.999):
        with pytest.raises(DataError, match=r"must be 100 in its base year, got .* at 2019, 3576"):
            _checks.require_base(pd.DataFrame({"3500": 100.0, "3576": wrong}, index=[2019, 2020]), 2019)


def test_a_label_leaves_its_input_alone() -> None:
    data = pd.Series([1, 2], name="input")
    result = _checks.label(data, "growth_rate", "per cent")
    assert (result.name, result.dtype, result.attrs) == ("growth_rate", "float64", {"unit": "per cent"})
    assert (data.name, data.dtype, data.attrs) == ("input", "int64", {})
