"""Few bidders, short periods, awards near a limit, split packages: by hand, by law and what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from umkm_analysis.errors import DataError
from umkm_analysis.metrics.contracting.indicators import (
    few_bidders_rate,
    near_limit_awards,
    near_limit_rate,
    short_period_rate,
    single_bid_rate,
    split_value,
)

NAN = float("nan")
LIMIT = 200
QUICK = settings(max_examples=60, deadline=None)


def on(*days: int) -> pd.Series:
    return pd.Series(pd.Timestamp("2024-03-01") + pd.to_timedelta(days, "D"))


def limits(values: pd.Series) -> pd.Series:
    return pd.Series(LIMIT, values.index)


def test_rates_of_bidders_leave_out_what_is_not_known() -> None:
    table = pd.DataFrame({"3576": [1, 2, 3, NAN], "3578": [1, 0, NAN, NAN], "3573": [NAN] * 4})
    np.testing.assert_allclose(single_bid_rate(table), [100 / 3, 100, NAN])
    np.testing.assert_allclose(few_bidders_rate(table), [200 / 3, 100, NAN])
    np.testing.assert_allclose(few_bidders_rate(table, most=3), [100, 100, NAN])


def test_a_period_of_fifteen_days_is_not_short_and_a_faulty_one_is_none() -> None:
    notice, last = on(0, 0, 0, 0, 5), on(14, 15, 0, 40, 4)
    assert short_period_rate(notice, last).tolist() == [50]
    assert short_period_rate(notice, last, shortest=16).tolist() == [75]


@pytest.mark.parametrize(
    ("value", "rate"),
    [(200, 100), (191, 100), (190, 0), (201, NAN), (0, NAN), (NAN, NAN)],
    ids=["the limit itself", "just inside", "at the margin", "above", "none recorded", "missing"],
)
def test_just_under_the_limit(value: float, rate: float) -> None:
    np.testing.assert_allclose(near_limit_rate(pd.Series([value]), pd.Series([LIMIT])), [rate])


def test_repeated_awards_are_of_one_agency_and_supplier() -> None:
    value = pd.Series([199, 198, 100, 195, 199, 199])
    pair = pd.Series(["A–X", "A–X", "A–X", "B–X", None, "A–X"])
    limit = limits(value).astype("float64")
    limit[5] = NAN
    np.testing.assert_allclose(near_limit_awards(value, limit, pair), [2, 2, 0, 1, NAN, NAN])


def test_a_split_is_within_thirty_days_both_ends_included() -> None:
    value = pd.Series([120, 90, 60, 250, 150])
    day = on(0, 29, 30, 1, 2)
    group = pd.Series(["a", "a", "a", "a", "b"])
    # 0–29 hold 120 + 90; 29–58 hold 90 + 60; 250 is above the limit by itself
    np.testing.assert_allclose(split_value(value, limits(value), day, group), [210, 210, 150, NAN, 150])


def test_days_of_one_date_are_of_every_window_that_holds_it() -> None:
    value = pd.Series([80, 80, 80])
    same = pd.Series(["a"] * 3)
    np.testing.assert_allclose(split_value(value, limits(value), on(3, 3, 3), same), [240] * 3)


PACKAGES = st.lists(st.tuples(st.integers(1, 200), st.integers(0, 90), st.sampled_from("ab")), min_size=1, max_size=8)


@QUICK
@given(PACKAGES, st.integers(1, 40))
def test_a_window_is_the_best_of_all_there_are(drawn: list[tuple[int, int, str]], days: int) -> None:
    value, day, group = (pd.Series(column) for column in zip(*drawn, strict=True))
    found = split_value(value, limits(value), on(*day), group, days=days)
    for at in value.index:
        begins = range(int(day[at]) - days + 1, int(day[at]) + 1)
        sums = [value[(group == group[at]) & day.between(begin, begin + days - 1)].sum() for begin in begins]
        assert found[at] == max(sums)


@pytest.mark.parametrize(
    ("call", "match"),
    [
        pytest.param(lambda: few_bidders_rate(pd.Series([1.5])), "whole numbers", id="half a bidder"),
        pytest.param(lambda: single_bid_rate(pd.Series([-1])), "bidders must not be negative", id="below none"),
        pytest.param(lambda: short_period_rate(on(0), on(0, 1)), "contracts of announced and closed", id="tenders"),
        pytest.param(
            lambda: near_limit_rate(pd.Series([1]), pd.Series([1, 2])), "awards of value and limit", id="awards"
        ),
        pytest.param(lambda: near_limit_rate(pd.Series([-1]), pd.Series([1])), "an award's value", id="negative value"),
        pytest.param(
            lambda: split_value(pd.Series([1]), pd.Series([1]), on(0, 1), pd.Series(["a"])), "value and day", id="days"
        ),
    ],
)
def test_what_cannot_be_is_refused(call: Any, match: str) -> None:
    with pytest.raises(DataError, match=match):
        call()
