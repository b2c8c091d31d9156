"""Klassen typology and beta convergence."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from umkm_analysis.errors import DataError
from umkm_analysis.metrics import convergence
from umkm_analysis.metrics.convergence import beta_convergence, klassen_typology

QUICK = settings(max_examples=40, deadline=None)
NAN = float("nan")
LEVELS = st.lists(st.floats(1, 1e4), min_size=4, max_size=12, unique_by=lambda level: round(level, 2))
START = pd.Series({"a": 10.0, "b": 20.0, "c": 40.0, "d": 80.0})
END = pd.Series({"a": 13.0, "b": 24.0, "c": 45.0, "d": 88.0})


@pytest.mark.parametrize(
    ("income", "growth", "expected"),
    [
        pytest.param(51, 6, "developed and fast-growing", id="both above"),
        pytest.param(51, 4, "developed but slow-growing", id="income above"),
        pytest.param(49, 6, "developing fast", id="growth above"),
        pytest.param(49, 4, "lagging", id="none above"),
        pytest.param(50, 6, "developing fast", id="an equal income is not above"),
        pytest.param(51, 5, "developed but slow-growing", id="an equal growth is not above"),
        pytest.param(50, 5, "lagging", id="the reference itself is not above itself"),
        pytest.param(51, -6, "developed but slow-growing", id="a fall"),
        pytest.param(NAN, 6, None, id="no income"),
        pytest.param(51, NAN, None, id="no growth"),
    ],
)
def test_types_by_hand(income: float, growth: float, expected: str | None) -> None:
    regions = pd.Series({"3576": income}, dtype="float64"), pd.Series({"3576": growth}, dtype="float64")
    found = klassen_typology(*regions, reference_income=50, reference_growth=5).item()
    assert found == expected if expected else pd.isna(found)


def test_an_unknown_reference_leaves_every_type_open() -> None:
    for reference in (
        {"reference_income": NAN, "reference_growth": 5},
        {"reference_income": 5, "reference_growth": NAN},
    ):
        assert klassen_typology(START, END / 10, **reference).isna().all()


@QUICK
@given(LEVELS, st.floats(0.01, 100))
def test_the_unit_of_the_income_cancels(values: list[float], unit: float) -> None:
    income, growth = pd.Series(values), pd.Series(values[::-1]) / 1e3
    options = {"reference_growth": float(growth.mean())}
    mean = float(income.mean())
    if not np.isclose(income, mean).any():
        found = klassen_typology(income, growth, reference_income=mean, **options)
        assert klassen_typology(income * unit, growth, reference_income=mean * unit, **options).equals(found)


@pytest.mark.parametrize(
    ("call", "match"),
    [
        pytest.param(
            lambda: klassen_typology(START, END[:3], reference_income=1, reference_growth=1),
            "income and growth: d",
            id="d",
        ),
        pytest.param(
            lambda: klassen_typology(START - 10, END, reference_income=1, reference_growth=1),
            "above zero",
            id="no income",
        ),
        pytest.param(
            lambda: klassen_typology(START, END - 113, reference_income=1, reference_growth=1),
            "above −100",
            id="a fall",
        ),
        pytest.param(
            lambda: klassen_typology(START, END, reference_income=0, reference_growth=1),
            "above zero, got 0 at the reference",
            id="a reference without income",
        ),
        pytest.param(
            lambda: klassen_typology(START, END, reference_income=1, reference_growth=-100),
            "above −100 per cent, got -100 at the reference",
            id="a reference that lost everything",
        ),
        pytest.param(
            lambda: beta_convergence(START, END[:3], years=5), "regions of the two years: d", id="other regions"
        ),
        pytest.param(lambda: beta_convergence(START - 10, END, years=5), "above zero", id="no level"),
        pytest.param(lambda: beta_convergence(START, END - 13, years=5), "above zero", id="no last level"),
        pytest.param(
            lambda: beta_convergence(START, END.mask(END > 80), years=5), "missing: leave", id="a missing level"
        ),
        pytest.param(
            lambda: beta_convergence(START.mask(START > 50), END, years=5), "missing: leave", id="missing first"
        ),
        pytest.param(lambda: beta_convergence(START, END, years=0), "0 years and 95 per cent", id="no year"),
        pytest.param(lambda: beta_convergence(START, END, years=1, confidence=100), "1 years and 100", id="certainty"),
        pytest.param(
            lambda: beta_convergence(START[:2], END[:2], years=5), "2 regions: .* fewer than 3", id="two regions"
        ),
        pytest.param(lambda: beta_convergence(START * 0 + 5, END, years=5), "same level", id="one level"),
        pytest.param(lambda: beta_convergence(START, 1 / START, years=5), "changed places", id="the last are first"),
    ],
)
def test_what_cannot_be_is_refused(call: Any, match: str) -> None:
    with pytest.raises(DataError, match=match):
        call()


@QUICK
@given(LEVELS, st.floats(-3, 10), st.integers(1, 30), st.floats(1, 1e4))
def test_a_known_speed_is_found_again(values: list[float], speed: float, years: int, steady: float) -> None:
    initial = pd.Series(values)
    final = steady * (initial / steady) ** math.exp(-speed / 100 * years)
    found = beta_convergence(initial, final, years=years)
    assert found["speed"] == pytest.approx(speed, abs=1e-6)
    assert found["regions"] == len(values)
    if speed > 0.01:
        assert found["half_life"] == pytest.approx(math.log(2) / speed * 100)
        assert found["r_squared"] == pytest.approx(1)
    if speed < -0.01:
        assert np.isnan(found["half_life"])
        assert found["beta"] > 0


def test_two_per_cent_a_year_close_half_of_the_gap_in_35_years() -> None:
    """Barro and Sala-i-Martin (1992): "about 2 per cent a year", a half-life of about 35 years."""
    found = beta_convergence(START, 30 * (START / 30) ** math.exp(-0.02 * 35), years=35)
    assert found["speed"] == pytest.approx(2.0)
    assert found["half_life"] == pytest.approx(34.657, abs=0.001)


def test_another_route_gives_the_same_line_and_interval() -> None:
    x, y = np.log(START), 100 * np.log(END / START) / 5
    slope, intercept = np.polyfit(x, y, 1)
    left = y - intercept - slope * x
    error = math.sqrt((left**2).sum() / 2 / ((x - x.mean()) ** 2).sum())
    found = beta_convergence(START, END, years=5)
    # Student's t with 2 degrees of freedom: 4.302653 (95 per cent), 9.924843 (99 per cent)
    expected = [slope, slope - 4.302653 * error, slope + 4.302653 * error]
    np.testing.assert_allclose(found[["beta", "lower", "upper"]], expected, rtol=1e-6)
    wider = beta_convergence(START, END, years=5, confidence=99)
    np.testing.assert_allclose(wider["upper"], slope + 9.924843 * error, rtol=1e-6)
    assert found["r_squared"] == pytest.approx(1 - (left**2).sum() / ((y - y.mean()) ** 2).sum())
    # ln(y_T / y_0) = a + b ln y_0, speed = −ln(1 + b) / T: the same in the other usual form
    other = np.polyfit(x, np.log(END / START), 1)[0]
    assert found["speed"] == pytest.approx(-100 * math.log(1 + other) / 5)


def test_regions_that_grow_alike_neither_converge_nor_diverge() -> None:
    found = beta_convergence(START, START * 1.5, years=5)
    assert found["beta"] == pytest.approx(0, abs=1e-9)
    assert np.isnan(found["r_squared"])


@QUICK
@given(LEVELS, st.floats(0.01, 100), st.floats(0.5, 2))
def test_neither_the_unit_nor_growth_that_all_share_changes_beta(
    values: list[float], unit: float, shared: float
) -> None:
    initial = pd.Series(values)
    final = initial**0.9 * (1 + 0.1 * np.sin(np.arange(len(values))))
    names = ["beta", "lower", "upper", "r_squared"]
    expected = beta_convergence(initial, final, years=4)[names]
    found = beta_convergence(initial * unit, final * unit * shared, years=4)[names]
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)


@QUICK
@given(LEVELS, st.randoms(use_true_random=False))
def test_its_line_is_scipy_s_to_the_last_digit(levels: list[float], lot: Any) -> None:
    x, y = np.log(levels), np.array([lot.uniform(-9, 9) for _ in levels])
    with np.errstate(invalid="ignore"):
        line = stats.linregress(x, y)
    ours = convergence._line(x, y)  # noqa: SLF001 - in place of scipy.stats, which is too large to use
    np.testing.assert_array_equal(ours, (line.slope, np.nan_to_num(line.stderr), line.rvalue**2))


@pytest.mark.parametrize("confidence", [80.0, 95.0, 99.9])
def test_its_interval_is_scipy_s_to_the_last_digit(confidence: float) -> None:
    table = beta_convergence(START, END, years=5, confidence=confidence)
    line = stats.linregress(np.log(START), 100 * np.log(END / START) / 5)
    half = stats.t.ppf(0.5 + confidence / 100 / 2, len(START) - 2) * line.stderr
    assert (table["lower"], table["upper"]) == (line.slope - half, line.slope + half)
