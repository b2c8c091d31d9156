"""Mean bidders, median savings, median days."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from umkm_analysis.errors import DataError
from umkm_analysis.metrics.contracting.competition import mean_bidders, median_days, median_savings

QUICK = settings(max_examples=40, deadline=None)
NAN = float("nan")
VALUES = pd.DataFrame({"3576": [90.0, 120.0, 50.0, 10.0], "3578": [80.0, NAN, 40.0, 1.0]})
ESTIMATES = pd.DataFrame({"3576": [100.0, 100.0, 100.0, 0.0], "3578": [100.0, 100.0, 50.0, NAN]})
DAY = pd.Timestamp("2024-03-01")


def days(*counts: float) -> pd.Series:
    return pd.Series(pd.to_timedelta(list(counts), unit="D") + DAY)


def test_mean_bidders_by_hand_and_by_region() -> None:
    table = pd.DataFrame({"3576": [1, 3, 8], "3578": [2, NAN, NAN], "3579": [NAN] * 3})
    np.testing.assert_allclose(mean_bidders(table), [4, 2, NAN])


def test_median_savings_by_hand_and_by_region() -> None:
    # 10, −20 and 50 per cent, one without an estimate; 20 and 20 per cent, two without one of the figures
    np.testing.assert_allclose(median_savings(VALUES, ESTIMATES), [10, 20])
    assert median_savings(VALUES["3576"], ESTIMATES["3576"] * 0).isna().all()


def test_contracts_above_their_estimate_are_kept() -> None:
    assert median_savings(pd.Series([120]), pd.Series([100])).item() == pytest.approx(-20)


def test_each_contract_counts_once_whatever_its_value() -> None:
    value, estimate = pd.Series([10**13, 1, 1]), pd.Series([10**13, 2, 4])
    assert median_savings(value, estimate).item() == pytest.approx(50)


def test_median_days_by_hand() -> None:
    notice = days(0, 0, 0, 9, 0)
    award = days(30, 70, 0, 0, NAN)  # the fourth lies before its notice, the fifth is open
    assert median_days(notice, award).tolist() == [30]
    assert median_days(notice[3:], award[3:]).isna().all()
    table = pd.DataFrame({"3576": notice, "3578": notice})
    assert median_days(table, pd.DataFrame({"3576": award, "3578": notice})).to_dict() == {"3576": 30, "3578": 0}


@QUICK
@given(st.lists(st.tuples(st.integers(1, 10**12), st.integers(1, 10**12)), min_size=1, max_size=15), st.integers(2, 99))
def test_the_unit_of_the_rupiah_cancels(pairs: list[tuple[int, int]], unit: int) -> None:
    value, estimate = (pd.Series(side, dtype="float64") for side in zip(*pairs, strict=True))
    found = median_savings(value, estimate).item()
    assert median_savings(value * unit, estimate * unit).item() == pytest.approx(found, abs=1e-6)
    assert found <= 100


@QUICK
@given(st.lists(st.integers(0, 40), min_size=1, max_size=15), st.integers(0, 400))
def test_a_later_award_for_all_is_as_many_days_more(waits: list[int], more: int) -> None:
    notice, award = days(*[0] * len(waits)), days(*waits)
    found = median_days(notice, award).item()
    assert min(waits) <= found <= max(waits)
    assert median_days(notice, award + pd.Timedelta(days=more)).item() == found + more


@pytest.mark.parametrize(
    ("call", "match"),
    [
        pytest.param(lambda: mean_bidders(pd.Series([-1])), "bidders must not be negative", id="bidders below none"),
        pytest.param(lambda: mean_bidders(pd.Series([1.5])), "whole numbers", id="half a bidder"),
        pytest.param(lambda: median_savings(VALUES, ESTIMATES[:2]), "contracts of value and estimate", id="contracts"),
        pytest.param(
            lambda: median_savings(VALUES, ESTIMATES[["3578", "3576"]]), "regions of value and estimate", id="regions"
        ),
        pytest.param(lambda: median_savings(-VALUES, ESTIMATES), "a contract's value", id="a negative value"),
        pytest.param(lambda: median_savings(VALUES, -ESTIMATES), "an estimate must not be negative", id="estimate"),
        pytest.param(
            lambda: median_days(days(0), days(0, 1)), "contracts of announced and awarded", id="other tenders"
        ),
    ],
)
def test_what_cannot_be_is_refused(call: Any, match: str) -> None:
    with pytest.raises(DataError, match=match):
        call()
