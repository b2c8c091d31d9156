"""Onboarding: statuses, funnels, bounds, Wilson, channels, training, certificates, times and cohorts."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from umkm_analysis.errors import DataError
from umkm_analysis.metrics import onboarding as module
from umkm_analysis.metrics.onboarding import (
    active_within,
    certificate_coverage,
    certificates_complete,
    channel_adoption,
    cohort_activity,
    firm_funnel,
    funnel_rates,
    median_time_to_listing,
    status_share,
    time_to_listing,
    training_conversion,
    training_reach,
    union_bounds,
    wilson_interval,
)

QUICK = settings(max_examples=40, deadline=None)
NAN = float("nan")
STATUSES = pd.Series({"in entry": 60, "province": 3, "city": 10})
DAY = pd.Timestamp("2024-06-01")
FLAGS = st.sampled_from([0.0, 1.0, NAN])


def series(*values: Any) -> pd.Series:
    return pd.Series(list(values))


def frame(**columns: list[Any]) -> pd.DataFrame:
    return pd.DataFrame(columns)


def dates(*days: str | None) -> pd.Series:
    return pd.to_datetime(pd.Series(list(days)))


def test_the_statuses_of_ispe_2022_add_up() -> None:
    np.testing.assert_allclose(status_share(STATUSES, total=73), [82.1918, 4.1096, 13.6986], rtol=1e-5)
    assert status_share(STATUSES, total=73).sum() == pytest.approx(100)


def test_a_missing_status_leaves_the_others() -> None:
    np.testing.assert_allclose(status_share(series(60, NAN, 10), total=100), [60, NAN, 10])


def test_statuses_of_nobody_have_no_share() -> None:
    assert status_share(series(0, 0), total=0).isna().all()


def test_one_step_from_73_to_13_is_all_that_the_article_supports() -> None:
    found = funnel_rates(pd.Series({"way": 73, "listed": 13}), total=73)
    np.testing.assert_allclose(found, [[NAN, 100], [17.8082, 17.8082]], rtol=1e-5)


@pytest.mark.parametrize(
    ("reached", "step"),
    [
        pytest.param([73, 73, 0], [NAN, 100, 0], id="all began entry, none is listed"),
        pytest.param([73, 73, 0, 0], [NAN, 100, 0, NAN], id="none at two stages"),
        pytest.param([73, 0, 0], [NAN, 0, NAN], id="none went on"),
        pytest.param([73, 73, 73], [NAN, 100, 100], id="all went through"),
        pytest.param([1, 1, 0], [NAN, 100, 0], id="a funnel of one firm"),
    ],
)
def test_a_true_funnel_whose_stages_happen_to_add_up_is_taken(reached: list[int], step: list[float]) -> None:
    rates = funnel_rates(pd.Series(reached), total=reached[0])
    np.testing.assert_allclose(rates["step"], step)
    np.testing.assert_allclose(rates["overall"], [100 * count / reached[0] for count in reached])


def test_a_funnel_of_one_known_firm() -> None:
    found = firm_funnel(frame(entry=[1], trained=[1], listed=[0]))
    np.testing.assert_allclose(found, [[1, NAN, 100], [1, 100, 100], [0, 0, 0]])


def test_a_funnel_of_nobody_has_no_rates() -> None:
    assert funnel_rates(series(0, 0), total=0).isna().all(axis=None)


def test_a_funnel_of_known_firms_may_add_up_as_statuses_do() -> None:
    stages = frame(way=[1] * 4, entry=[1, 1, 1, 0], listed=[1, 0, 0, 0])
    found = firm_funnel(stages)
    np.testing.assert_allclose(found, [[4, NAN, 100], [3, 75, 75], [1, 100 / 3, 25]])


def test_a_firm_of_which_a_stage_is_not_known_leaves_that_stage_unknown() -> None:
    found = firm_funnel(frame(way=[1, 1], entry=[1, NAN], listed=[1, 0]))
    assert found["firms"].isna().tolist() == [False, True, False]


@pytest.mark.parametrize(
    ("counts", "total", "expected"),
    [
        pytest.param([3, 10], 73, [10, 13], id="ISPE 2022"),
        pytest.param([50, 60], 73, [60, 73], id="more than there are"),
        pytest.param([0, 0], 73, [0, 0], id="none"),
        pytest.param([3, NAN], 73, [NAN, NAN], id="one not known"),
        pytest.param([5], 5, [5, 5], id="one catalogue"),
    ],
)
def test_bounds_of_overlapping_catalogues(counts: list[float], total: float, expected: list[float]) -> None:
    found = union_bounds(frame(a=counts), total=pd.Series({"a": total}))
    np.testing.assert_allclose(found.iloc[0], expected)


def test_an_unknown_total_leaves_both_bounds_of_its_region_open() -> None:
    found = union_bounds(frame(city=[3, 10], town=[3, 10]), total=pd.Series({"city": NAN, "town": 73}))
    np.testing.assert_allclose(found, [[NAN, NAN], [10, 13]])


@QUICK
@given(st.lists(st.lists(st.booleans(), min_size=6, max_size=6), min_size=1, max_size=4))
def test_the_true_union_lies_within_the_bounds(catalogues: list[list[bool]]) -> None:
    sets = np.array(catalogues)
    low, high = union_bounds(frame(a=list(sets.sum(axis=1))), total=pd.Series({"a": 6})).iloc[0]
    assert low <= sets.any(axis=0).sum() <= high


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        pytest.param(10, 73, 7.6, 23.4, id="10 of 73"),
        pytest.param(13, 73, 10.7, 28.1, id="13 of 73"),
        pytest.param(60, 73, 71.9, 89.3, id="60 of 73"),
        pytest.param(3, 73, 1.4, 11.4, id="3 of 73"),
        pytest.param(81, 263, 25.53, 36.62, id="Newcombe 1998, table I, method 3"),
        pytest.param(15, 148, 6.24, 16.05, id="Newcombe 1998, table I, method 3, 15 of 148"),
        pytest.param(0, 20, 0.0, 16.11, id="Newcombe 1998, 0 of 20"),
        pytest.param(1, 29, 0.61, 17.18, id="Newcombe 1998, 1 of 29"),
    ],
)
def test_published_wilson_intervals(count: int, of: int, low: float, high: float) -> None:
    found = wilson_interval(series(count), series(of), group="sample")
    digits = 2 if len(str(low).split(".")[1]) > 1 or low == 0 else 1
    assert found[["lower", "upper"]].iloc[0].astype(float).round(digits).tolist() == [low, high]
    assert found["meaning"].tolist() == ["sampling uncertainty"]


def test_the_interval_of_a_census_is_not_called_a_sampling_error() -> None:
    assert wilson_interval(series(10), series(73), group="census")["meaning"].item() == "process uncertainty"


def test_no_trials_no_interval() -> None:
    found = wilson_interval(series(0, NAN), series(0, 5), group="sample")
    assert found.isna().all(axis=None)


@QUICK
@given(st.integers(0, 50), st.integers(1, 50), st.sampled_from([80.0, 95.0, 99.0]))
def test_a_wilson_interval_is_the_formula_and_holds_the_share(count: int, rest: int, confidence: float) -> None:
    n = count + rest
    z = {80.0: 1.2815515655446004, 95.0: 1.959963984540054, 99.0: 2.5758293035489004}[confidence]
    p = count / n
    half = z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    expected = [(p + z * z / (2 * n) + sign * half) / (1 + z * z / n) * 100 for sign in (-1, 1)]
    found = wilson_interval(series(count), series(n), group="sample", confidence=confidence)
    low, high = found[["lower", "upper"]].iloc[0].astype(float)
    np.testing.assert_allclose([low, high], expected, atol=1e-9)
    assert low - 1e-9 <= p * 100 <= high + 1e-9


def test_channels_registered_and_active_with_what_is_not_known() -> None:
    on = frame(grab=[1, 1, 1, 0], mojo=[1, 1, 0, 0])
    sold = frame(grab=[1, NAN, 0, 0], mojo=[0, 0, NAN, 0])
    np.testing.assert_allclose(channel_adoption(on, sold), [[75, 25, 50], [50, 0, 0]])


def test_ninety_days_include_the_day_itself_and_not_the_ninetieth_before() -> None:
    last = dates("2024-06-01", "2024-03-04", "2024-03-03", None)
    np.testing.assert_allclose(active_within(last, at=DAY), [1, 1, 0, NAN])


def test_a_window_of_one_day_is_the_day_itself() -> None:
    assert active_within(dates("2024-06-01", "2024-05-31"), at=DAY, days=1).tolist() == [1, 0]


def test_training_counts_only_those_it_is_meant_for() -> None:
    found = training_reach(frame(jubelio=[1, 1, 0, 1]), series(1, 1, 1, 0))
    np.testing.assert_allclose(found.iloc[0], [3, 2, 200 / 3])


def test_conversion_is_of_the_trained() -> None:
    np.testing.assert_allclose(training_conversion(frame(j=[1, 1, 0]), series(1, 0, 1)).iloc[0], [2, 1, 50])
    assert np.isnan(training_conversion(frame(j=[0, 0]), series(1, 0))["conversion"].item())


def test_400_trained_and_73_on_the_way_are_never_divided() -> None:
    trained = pd.DataFrame({"Jubelio": [1] * 400}, index=[f"T{n}" for n in range(400)])
    listed = pd.Series([1] * 13 + [0] * 60, index=[f"E{n}" for n in range(73)])
    with pytest.raises(DataError, match="on one side only"):
        training_conversion(trained, listed)


def _share(held: tuple[float, ...], applies: tuple[float, ...]) -> float:
    of = [one for one, needed in zip(held, applies, strict=True) if needed]
    return sum(of) / len(of) * 100 if of else NAN


@QUICK
@given(st.lists(st.tuples(FLAGS, FLAGS), min_size=1, max_size=5))
def test_coverage_bounds_are_the_least_and_most_that_the_unknown_allows(firms: list[tuple[float, float]]) -> None:
    held, applies = (pd.DataFrame({"x": list(side)}) for side in zip(*firms, strict=True))
    choices = [(0.0, 1.0) if np.isnan(one) else (one,) for one in [*held["x"], *applies["x"]]]
    shares = [_share(way[: len(firms)], way[len(firms) :]) for way in product(*choices)]
    found = certificate_coverage(held, applies).iloc[0]
    if np.isnan(shares).all() or np.isnan(firms).all():
        assert found[["lower", "upper"]].isna().all()
    else:
        np.testing.assert_allclose(found[["lower", "upper"]], [np.nanmin(shares), np.nanmax(shares)])


def test_a_complete_firm_holds_all_that_applies() -> None:
    held = frame(nib=[1, 1, 1, 1, 0, 1], halal=[1, 0, 0, NAN, NAN, 1])
    applies = frame(nib=[1, 1, 1, 1, 1, 0], halal=[1, 1, 0, 1, 1, 0])
    np.testing.assert_allclose(certificates_complete(held, applies), [1, 0, 1, NAN, 0, NAN])


def test_completeness_is_not_the_mean_of_the_coverages() -> None:
    held = frame(nib=[1, 0], halal=[0, 1])
    applies = held * 0 + 1
    assert certificate_coverage(held, applies)["lower"].mean() == 50
    assert certificates_complete(held, applies).sum() == 0


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
        pytest.param(lambda: status_share(STATUSES, total=74), "must add up to the total, got 73", id="sum"),
        pytest.param(lambda: status_share(series(60, NAN, 20), total=70), "must add up", id="known above total"),
        pytest.param(lambda: status_share(series(1.5, 1.5), total=3), "whole numbers", id="half a firm"),
        pytest.param(lambda: status_share(series(-1, 4), total=3), "not be negative", id="negative"),
        pytest.param(
            lambda: status_share(pd.Series([1, 2], index=["a", "a"]), total=3), "more than once", id="a status twice"
        ),
        pytest.param(lambda: status_share(frame(a=[1]), total=OTHER), "on one side only", id="labels of totals"),
        pytest.param(lambda: funnel_rates(STATUSES, total=73), "first stage of a funnel is everyone, 73", id="funnel"),
        pytest.param(lambda: funnel_rates(series(73, 3, 10, 60), total=73), "exclusive statuses", id="funnel of 73"),
        pytest.param(lambda: funnel_rates(series(73, 60, 10, 3), total=73), "exclusive statuses", id="falling"),
        pytest.param(lambda: funnel_rates(series(73, 10, 13), total=73), "more firms than the one before", id="rise"),
        pytest.param(lambda: funnel_rates(series(73, -1), total=73), "not be negative", id="funnel, negative"),
        pytest.param(lambda: firm_funnel(frame(a=[1, 0], b=[0, 1])), "without the one before", id="skipped"),
        pytest.param(lambda: firm_funnel(frame(a=[2])), "1, 0 or missing", id="no flag"),
        pytest.param(lambda: firm_funnel(pd.DataFrame({"a": [1, 1]}, index=["U", "U"])), "firm U", id="firm twice"),
        pytest.param(lambda: union_bounds(frame(a=[80]), total=pd.Series({"a": 73})), "more firms than", id="union"),
        pytest.param(lambda: union_bounds(frame(a=[8]), total=OTHER), "on one side only", id="union, labels"),
        pytest.param(lambda: wilson_interval(series(5), series(3), group="census"), "must not exceed", id="5 of 3"),
        pytest.param(lambda: wilson_interval(series(-1), series(3), group="census"), "negative", id="-1 of 3"),
        pytest.param(lambda: wilson_interval(series(1.5), series(3), group="census"), "whole", id="1.5 of 3"),
        pytest.param(lambda: wilson_interval(series(1), series(3.5), group="census"), "whole", id="1 of 3.5"),
        pytest.param(lambda: wilson_interval(OTHER, series(3), group="census"), "successes and trials", id="labels"),
        pytest.param(lambda: wilson_interval(series(1), series(3), group="all"), "neither", id="which group"),  # type: ignore[arg-type]
        pytest.param(
            lambda: wilson_interval(series(1), series(3), group="sample", confidence=100), "between 0 and 100", id="100"
        ),
        pytest.param(lambda: channel_adoption(frame(a=[1]), frame(b=[1])), "channels of", id="other channels"),
        pytest.param(lambda: channel_adoption(frame(a=[1]), frame(a=[1, 0])), "firms of", id="other firms"),
        pytest.param(lambda: channel_adoption(frame(a=[0]), frame(a=[1])), "where it is not registered", id="active"),
        pytest.param(lambda: channel_adoption(frame(a=[3]), frame(a=[1])), "a registration", id="registered 3"),
        pytest.param(lambda: channel_adoption(frame(a=[1]), frame(a=[3])), "an activity", id="active 3"),
        pytest.param(lambda: active_within(dates("2024-06-02"), at=DAY), "after the day", id="sold tomorrow"),
        pytest.param(lambda: active_within(dates("2024-05-02"), at=DAY, days=0), "holds no day", id="no window"),
        pytest.param(lambda: training_reach(frame(a=[1]), OTHER), "firms of the two sides", id="other firms trained"),
        pytest.param(lambda: training_reach(frame(a=[2]), series(1)), "a training", id="trained twice"),
        pytest.param(lambda: training_conversion(frame(a=[1]), series(2)), "the other side", id="listed 2"),
        pytest.param(lambda: certificate_coverage(frame(a=[1]), frame(b=[1])), "certificates of", id="certificates"),
        pytest.param(lambda: certificate_coverage(frame(a=[1]), frame(a=[1, 0])), "firms of held", id="firms of held"),
        pytest.param(lambda: certificate_coverage(frame(a=[2]), frame(a=[1])), "what is held", id="held 2"),
        pytest.param(lambda: certificates_complete(frame(a=[1]), frame(a=[2])), "what applies", id="applies 2"),
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


def test_everything_is_found_in_one_module() -> None:
    assert all(hasattr(module, name) for name in module.__all__)
