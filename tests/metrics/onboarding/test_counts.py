"""Shares of statuses, funnels, bounds of overlapping catalogues, Wilson intervals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from umkm_analysis.errors import DataError
from umkm_analysis.metrics.onboarding import firm_funnel, funnel_rates, status_share, union_bounds, wilson_interval

QUICK = settings(max_examples=40, deadline=None)


NAN = float("nan")


STATUSES = pd.Series({"in entry": 60, "province": 3, "city": 10})


def series(*values: Any) -> pd.Series:
    return pd.Series(list(values))


def frame(**columns: list[Any]) -> pd.DataFrame:
    return pd.DataFrame(columns)


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
    ],
)
def test_what_cannot_be_is_refused(call: Any, match: str) -> None:
    with pytest.raises(DataError, match=match):
        call()


@pytest.mark.parametrize("confidence", [80.0, 95.0, 99.9])
def test_wilson_s_interval_is_scipy_s_to_the_last_digit(confidence: float) -> None:
    pairs = [(k, n) for n in (1, 2, 10, 73, 29_993) for k in {0, 1, n // 3, n - 1, n}]
    parts, wholes = pd.Series([k for k, _ in pairs]), pd.Series([n for _, n in pairs])
    table = wilson_interval(parts, wholes, group="census", confidence=confidence)
    for at, (k, n) in enumerate(pairs):
        interval = stats.binomtest(k, n).proportion_ci(confidence / 100, "wilson")
        assert tuple(table.loc[at, ["lower", "upper"]]) == (interval.low * 100, interval.high * 100)
