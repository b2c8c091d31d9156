"""Procurement shares, bounds, headroom over a mandate, absorption."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from umkm_analysis.errors import DataError
from umkm_analysis.metrics import procurement as module
from umkm_analysis.metrics.procurement import (
    absorption,
    headroom,
    headroom_pp,
    mandate_status,
    plan_realised_gap,
    procurement_share,
    share_bounds,
)

QUICK = settings(max_examples=40, deadline=None)
NAN = float("nan")
RUPIAH = st.integers(0, 10**15)


def series(*values: Any) -> pd.Series:
    return pd.Series(list(values))


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        pytest.param(series(30778e10), series(111740e10), [27.5443], id="nation 2021, LKPP"),
        pytest.param(series(0), series(5), [0], id="nothing"),
        pytest.param(series(5), series(5), [100], id="everything"),
        pytest.param(series(0), series(0), [NAN], id="nothing of nothing"),
        pytest.param(series(NAN, 1.0), series(5.0, NAN), [NAN, NAN], id="missing on either side"),
        pytest.param(
            pd.Series([pd.NA, 1], dtype="Int64"), pd.Series([5, 4], dtype="Int64"), [NAN, 25], id="NA in Int64"
        ),
    ],
)
def test_share(part: pd.Series, whole: pd.Series, expected: list[float]) -> None:
    np.testing.assert_allclose(procurement_share(part, whole), expected, rtol=1e-5)


@QUICK
@given(RUPIAH, RUPIAH, st.integers(1, 1000))
def test_a_share_lies_between_0_and_100_and_has_no_unit(part: int, rest: int, unit: int) -> None:
    share = procurement_share(series(part), series(part + rest + 1)).item()
    assert 0 <= share <= 100
    assert procurement_share(series(part * unit), series((part + rest + 1) * unit)).item() == pytest.approx(share)


def test_bounds_of_a_partly_classified_share() -> None:
    found = share_bounds(series(35, 35, 0, 35.0), series(10, 0, 0, NAN), series(100, 100, 0, 100))
    assert found.columns.tolist() == ["lower", "upper", "coverage"]
    np.testing.assert_allclose(found, [[35, 45, 90], [35, 35, 100], [NAN] * 3, [35, NAN, NAN]])


@QUICK
@given(RUPIAH, RUPIAH, RUPIAH, st.floats(0, 1))
def test_the_true_share_lies_within_the_bounds(known: int, unknown: int, rest: int, counts: float) -> None:
    total = known + unknown + rest + 1
    row = share_bounds(series(known), series(unknown), series(total)).iloc[0]
    true = (known + counts * unknown) / total * 100
    assert row["lower"] - 1e-9 <= true <= row["upper"] + 1e-9
    assert row["upper"] - row["lower"] == pytest.approx(100 - row["coverage"], abs=1e-9)


@pytest.mark.parametrize(
    ("part", "whole", "mandate", "points", "rupiah"),
    [
        pytest.param(476_200_000_001, 10**12, 40, 7.62, 76_200_000_001, id="above, to the rupiah"),
        pytest.param(390, 1000, 40, -1, -10, id="short"),
        pytest.param(1, 3, 33.33, 0.00333, 0, id="a fraction above is rounded down to nothing"),
        pytest.param(1, 3, 33.34, -0.00667, -1, id="a fraction short is a whole rupiah short"),
        pytest.param(4 * 10**15 + 1, 10**16, 40, 0, 1, id="where int64 times ten thousand overflows"),
        pytest.param(0, 0, 40, NAN, 0, id="nothing of nothing"),
    ],
)
def test_headroom(part: int, whole: int, mandate: float, points: float, rupiah: int) -> None:
    found = headroom(series(part), series(whole), mandate=mandate)
    assert found["pp"].item() == pytest.approx(points, abs=1e-4, nan_ok=True)
    assert found["rupiah"].item() == rupiah


def test_headroom_of_missing_rupiah_is_missing() -> None:
    found = headroom(series(NAN, 4.0, 4.0), series(10.0, NAN, 10.0), mandate=40)
    assert found["rupiah"].isna().tolist() == found["pp"].isna().tolist() == [True, True, False]
    assert found.dtypes.astype(str).tolist() == ["float64", "Int64"]


@QUICK
@given(RUPIAH, RUPIAH, st.integers(0, 10_000))
def test_headroom_in_rupiah_is_exact_and_never_generous(part: int, rest: int, points: int) -> None:
    whole = part + rest
    found = headroom(series(part), series(whole), mandate=points / 100)["rupiah"].item()
    exact = Decimal(part) - Decimal(points) * Decimal(whole) / Decimal(10_000)
    assert 0 <= exact - found < 1


def test_headroom_of_published_shares() -> None:
    np.testing.assert_allclose(headroom_pp(series(68.14, 36.1, NAN), mandate=40), [28.14, -3.9, NAN])


def test_headroom_where_no_mandate_is_in_force_is_missing() -> None:
    assert headroom_pp(series(68.14), mandate=NAN).isna().all()


@pytest.mark.parametrize(
    ("lower", "upper", "expected"),
    [
        pytest.param(47.6, 47.6, "meets", id="known and above"),
        pytest.param(40.0, 40.0, "meets", id="exactly at the mandate"),
        pytest.param(36.1, 36.1, "misses", id="known and below"),
        pytest.param(30.0, 45.0, "undetermined", id="between the bounds"),
        pytest.param(30.0, 40.0, "undetermined", id="could just meet it"),
        pytest.param(NAN, 30.0, "undetermined", id="no lower bound"),
        pytest.param(45.0, NAN, "undetermined", id="no upper bound"),
        pytest.param(0.0, 100.0, "undetermined", id="nothing known"),
    ],
)
def test_status_against_a_mandate_of_40(lower: float, upper: float, expected: str) -> None:
    assert mandate_status(series(lower), series(upper), mandate=40).tolist() == [expected]


@QUICK
@given(st.floats(0, 100), st.floats(0, 100), st.integers(0, 100))
def test_a_status_is_settled_only_if_both_bounds_agree(first: float, second: float, mandate: int) -> None:
    low, high = min(first, second), max(first, second)
    status = mandate_status(series(low), series(high), mandate=mandate).item()
    assert (status == "undetermined") == (low < mandate <= high)


@pytest.mark.parametrize(
    ("realised", "pagu", "expected"),
    [
        pytest.param(52951e10, 81092e10, 65.298, id="nation, 27 October 2023, LKPP"),
        pytest.param(110, 100, 110, id="an overrun below the limit"),
        pytest.param(200, 100, 200, id="at the limit"),
        pytest.param(5, 0, NAN, id="nothing planned"),
        pytest.param(NAN, 100, NAN, id="missing"),
    ],
)
def test_absorption(realised: float, pagu: float, expected: float) -> None:
    assert absorption(series(realised), series(pagu)).item() == pytest.approx(expected, abs=1e-3, nan_ok=True)


def test_the_gap_of_plan_and_realisation_is_in_points() -> None:
    np.testing.assert_allclose(plan_realised_gap(series(92.12, 10.0), series(53.17, 12.5)), [38.95, -2.5])


OTHER = pd.Series([1.0], ["z"])


@pytest.mark.parametrize(
    ("call", "match"),
    [
        pytest.param(lambda: procurement_share(OTHER, series(5)), "numerator and denominator", id="share, labels"),
        pytest.param(
            lambda: procurement_share(series(-1), series(5)), "a numerator must not be negative", id="share, < 0"
        ),
        pytest.param(lambda: procurement_share(series(NAN), series(-5)), "a denominator must not", id="share, of < 0"),
        pytest.param(lambda: procurement_share(series(6), series(5)), "above its denominator", id="share above 100"),
        pytest.param(lambda: share_bounds(OTHER, series(1), series(5)), "known and unknown", id="bounds, labels"),
        pytest.param(lambda: share_bounds(series(1), series(1), OTHER), "and denominator", id="bounds, total labels"),
        pytest.param(lambda: share_bounds(series(-1), series(2), series(5)), "known rupiah", id="bounds, known < 0"),
        pytest.param(
            lambda: share_bounds(series(2), series(-1), series(5)), "unknown rupiah", id="bounds, unknown < 0"
        ),
        pytest.param(
            lambda: share_bounds(series(3), series(3), series(5)), "above its denominator", id="bounds above 100"
        ),
        pytest.param(lambda: headroom(series(4.5), series(10), mandate=40), "whole rupiah", id="half a rupiah"),
        pytest.param(
            lambda: headroom(series(4), series(10.5), mandate=40), "whole rupiah", id="half a rupiah in total"
        ),
        pytest.param(
            lambda: headroom(series(4), series(3), mandate=40), "above its denominator", id="headroom above 100"
        ),
        pytest.param(lambda: headroom(series(4), series(10), mandate=40.001), "two decimals", id="three decimals"),
        pytest.param(lambda: headroom(series(4), series(10), mandate=-1), "between 0 and 100", id="a mandate below 0"),
        pytest.param(
            lambda: headroom(series(4), series(10), mandate=101), "between 0 and 100", id="a mandate above 100"
        ),
        pytest.param(lambda: headroom(series(4), series(10), mandate=NAN), "between 0 and 100", id="no mandate"),
        pytest.param(lambda: headroom_pp(series(101), mandate=40), "a share must lie", id="a share above 100"),
        pytest.param(lambda: headroom_pp(series(-1), mandate=40), "a share must lie", id="a share below 0"),
        pytest.param(lambda: headroom_pp(series(50), mandate=400), "must lie", id="a mandate above 100, points"),
        pytest.param(lambda: mandate_status(OTHER, series(5), mandate=40), "labels of the bounds", id="status, labels"),
        pytest.param(lambda: mandate_status(series(50), series(45), mandate=40), "above its upper bound", id="crossed"),
        pytest.param(lambda: mandate_status(series(-1), series(45), mandate=40), "must lie", id="a bound below 0"),
        pytest.param(lambda: mandate_status(series(1), series(101), mandate=40), "must lie", id="a bound above 100"),
        pytest.param(
            lambda: mandate_status(series(1), series(2), mandate=400), "a mandate of 400", id="status, mandate"
        ),
        pytest.param(lambda: absorption(OTHER, series(5)), "realised and pagu", id="absorption, labels"),
        pytest.param(lambda: absorption(series(-1), series(5)), "realised rupiah must not", id="realised below 0"),
        pytest.param(lambda: absorption(series(1), series(-5)), "a pagu must not", id="a pagu below 0"),
        pytest.param(lambda: absorption(series(1), series(0.4)), "different units, got 250 at 0", id="a unit error"),
        pytest.param(lambda: plan_realised_gap(OTHER, series(5)), "plan and realised", id="gap, labels"),
        pytest.param(lambda: plan_realised_gap(series(101), series(5)), "must lie", id="a plan above 100"),
        pytest.param(lambda: plan_realised_gap(series(5), series(-1)), "must lie", id="realised below 0, gap"),
    ],
)
def test_figures_that_cannot_be_shares_are_refused(call: Any, match: str) -> None:
    with pytest.raises(DataError, match=match):
        call()


def test_concentration_is_found_here_too() -> None:
    assert "concentration" in module.__all__
    assert all(hasattr(module, name) for name in module.__all__)
