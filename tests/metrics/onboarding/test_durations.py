"""Activity within days, time to listing, cohorts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from umkm_analysis.errors import DataError
from umkm_analysis.metrics.onboarding import active_within, cohort_activity, median_time_to_listing, time_to_listing

QUICK = settings(max_examples=40, deadline=None)


NAN = float("nan")


DAY = pd.Timestamp("2024-06-01")


def series(*values: Any) -> pd.Series:
    return pd.Series(list(values))


def frame(**columns: list[Any]) -> pd.DataFrame:
    return pd.DataFrame(columns)


def dates(*days: str | None) -> pd.Series:
    return pd.to_datetime(pd.Series(list(days)))


def test_ninety_days_include_the_day_itself_and_not_the_ninetieth_before() -> None:
    last = dates("2024-06-01", "2024-03-04", "2024-03-03", None)
    np.testing.assert_allclose(active_within(last, at=DAY), [1, 1, 0, NAN])


def test_a_window_of_one_day_is_the_day_itself() -> None:
    assert active_within(dates("2024-06-01", "2024-05-31"), at=DAY, days=1).tolist() == [1, 0]


FREIREICH = {
    "days": [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35],
    "event": [1] * 9 + [0] * 12,
}
"""Weeks of remission under 6-MP: Freireich et al. (1963), the textbook example of Kaplan–Meier."""


def test_the_published_kaplan_meier_curve() -> None:
    found = time_to_listing(pd.Series(FREIREICH["days"]), pd.Series(FREIREICH["event"]))
    events = found[found["listed"] > 0]
    assert events.index.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert events["at_risk"].tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert (events["waiting"] / 100).round(3).tolist() == [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    median = median_time_to_listing(found[["waiting"]])
    assert median.tolist() == [23]


PRINTED = {
    6: (0.6197, 0.9516),
    7: (0.5631, 0.9228),
    10: (0.5032, 0.8894),
    13: (0.4316, 0.8491),
    16: (0.3675, 0.8049),
    22: (0.2678, 0.7468),
    23: (0.1881, 0.6801),
}
"""The interval of that curve as Stata's ``sts list`` and R's ``survfit(conf.type = "log-log")`` print it."""


def test_both_bounds_of_the_published_curve() -> None:
    found = time_to_listing(pd.Series(FREIREICH["days"]), pd.Series(FREIREICH["event"])).loc[list(PRINTED)]
    np.testing.assert_allclose(found[["lower", "upper"]] / 100, list(PRINTED.values()), atol=0.00005)
    # a second route: Greenwood's variance on the log-log scale
    variance = (found["listed"] / (found["at_risk"] * (found["at_risk"] - found["listed"]))).cumsum()
    logs = np.log(found["waiting"] / 100)
    width = np.exp(1.959964 * np.sqrt(variance) / -logs)
    np.testing.assert_allclose(found["lower"], 100 * np.exp(logs * width), rtol=1e-6)
    np.testing.assert_allclose(found["upper"], 100 * np.exp(logs / width), rtol=1e-6)


def test_who_still_waits_is_censored_not_dropped() -> None:
    curve = time_to_listing(series(10, 20, 90, 90), series(1, 1, 0, 0))
    assert curve["waiting"].tolist() == [75, 50, 50]
    assert time_to_listing(series(10, 20), series(1, 1))["waiting"].tolist() == [50, 0]


def test_a_median_that_is_not_reached_is_no_number() -> None:
    curve = time_to_listing(series(10, 90, 90), series(1, 0, 0))
    assert median_time_to_listing(curve[["waiting"]]).isna().all()
    assert median_time_to_listing(frame(a=[80.0, NAN])).isna().all()


@QUICK
@given(st.lists(st.tuples(st.integers(0, 20), st.booleans()), min_size=1, max_size=12))
def test_the_curve_is_the_product_over_days(firms: list[tuple[int, bool]]) -> None:
    days, event = (pd.Series(list(side)) for side in zip(*firms, strict=True))
    found = time_to_listing(days, event.astype(int))
    left = 100.0
    for day in sorted(set(days)):
        left *= 1 - ((days == day) & event).sum() / (days >= day).sum()
        assert found.loc[day, "waiting"] == pytest.approx(left, abs=1e-9)


def test_a_cohort_is_judged_once_all_its_firms_were_seen_for_so_long() -> None:
    joined = dates("2023-07-01", "2023-08-01", "2024-01-10")
    last = dates("2024-05-01", "2023-09-01", "2024-01-10")
    found = cohort_activity(joined, last, at=DAY)
    np.testing.assert_allclose(found.loc["2023Q3"], [2, 50, 50, NAN])
    np.testing.assert_allclose(found.loc["2024Q1"], [1, 0, NAN, NAN])


def test_who_joined_or_sold_on_the_day_of_the_register_counts() -> None:
    found = cohort_activity(dates("2024-06-01", "2024-04-01"), dates("2024-06-01", "2024-06-01"), at=DAY, months=(2,))
    np.testing.assert_allclose(found.loc["2024Q2"], [2, NAN])
    whole = cohort_activity(dates("2024-04-01"), dates("2024-06-01"), at=DAY, months=(2,))
    np.testing.assert_allclose(whole.loc["2024Q2"], [1, 100])


OTHER = pd.Series([1], index=["z"])


@pytest.mark.parametrize(
    ("call", "match"),
    [
        pytest.param(lambda: active_within(dates("2024-06-02"), at=DAY), "after the day", id="sold tomorrow"),
        pytest.param(lambda: active_within(dates("2024-05-02"), at=DAY, days=0), "holds no day", id="no window"),
        pytest.param(lambda: time_to_listing(series(1), OTHER), "firms of days and listed", id="km, firms"),
        pytest.param(lambda: time_to_listing(series(), series()), "no firm", id="km, nobody"),
        pytest.param(lambda: time_to_listing(series(-1), series(1)), "before its entry", id="km, negative"),
        pytest.param(lambda: time_to_listing(series(1), series(2)), "listed must be", id="km, flag"),
        pytest.param(lambda: time_to_listing(series(1), series(NAN)), "missing", id="km, missing"),
        pytest.param(lambda: time_to_listing(series(1), series(1), confidence=0), "between 0 and 100", id="km, sure"),
        pytest.param(lambda: median_time_to_listing(frame(a=[101.0])), "a share must lie", id="median, share"),
        pytest.param(lambda: median_time_to_listing(frame(a=[50.0, 60.0])), "cannot become more", id="median, rise"),
        pytest.param(
            lambda: cohort_activity(dates("2024-01-01"), dates("2023-12-31"), at=DAY), "before it joined", id="cohort"
        ),
        pytest.param(
            lambda: cohort_activity(dates("2024-07-01"), dates("2024-07-01"), at=DAY), "0 joined after", id="future"
        ),
        pytest.param(
            lambda: cohort_activity(dates("2024-01-01"), dates("2024-07-01"), at=DAY), "0 sold after", id="future sale"
        ),
        pytest.param(lambda: cohort_activity(dates("2024-01-01"), dates(None), at=DAY), "missing", id="no sale"),
        pytest.param(
            lambda: cohort_activity(dates("2024-01-01"), dates("2024-01-01"), at=DAY, months=(3, 3)), "month 3", id="3"
        ),
    ],
)
def test_what_cannot_be_is_refused(call: Any, match: str) -> None:
    with pytest.raises(DataError, match=match):
        call()
