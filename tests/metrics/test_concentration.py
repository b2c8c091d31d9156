"""Concentration of a market among its suppliers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from umkm_analysis.errors import DataError
from umkm_analysis.metrics.concentration import concentration, concentration_from_sums

QUICK = settings(max_examples=40, deadline=None)
NAN = float("nan")


@pytest.mark.parametrize(
    ("rupiah", "expected"),
    [
        pytest.param([50.0, 30.0, 20.0], [3800, (0.38 - 1 / 3) / (2 / 3), 1 / 0.38], id="three suppliers"),
        pytest.param([10, 10, 10, 10], [2500, 0, 4], id="four alike"),
        pytest.param([7], [10_000, NAN, 1], id="a single supplier"),
        pytest.param([10, 10, 0], [5000, 0, 2], id="who sold nothing is no supplier"),
        pytest.param([0, 0], [NAN, NAN, NAN], id="an empty market"),
        pytest.param([10.0, NAN], [NAN, NAN, NAN], id="a value missing"),
        pytest.param([10**13, 10**13], [5000, 0, 2], id="rupiah whose squares overflow int64"),
    ],
)
def test_concentration(rupiah: list[float], expected: list[float]) -> None:
    found = concentration(pd.Series(rupiah, name="market"))
    assert found.index.tolist() == ["market"]
    np.testing.assert_allclose(found.loc["market"], expected, atol=1e-9)


def test_sums_give_the_same_as_the_suppliers_themselves() -> None:
    markets = pd.DataFrame({"works": [50, 30, 20], "goods": [7, 0, 0], "none": [0, 0, 0]}, index=["x", "y", "z"])
    found = concentration_from_sums(markets.sum(), (markets**2).sum(), (markets > 0).sum())
    pd.testing.assert_frame_equal(found, concentration(markets))
    assert found.loc["none"].isna().all()


def test_a_table_gives_one_row_per_market() -> None:
    found = concentration(pd.DataFrame({"works": [1, 1, 0], "goods": [5, 0, 0]}, index=["x", "y", "z"]))
    assert found["hhi"].to_dict() == pytest.approx({"works": 5000, "goods": 10_000})


@QUICK
@given(st.lists(st.integers(1, 10**13), min_size=2, max_size=20), st.integers(2, 1000))
def test_bounds_hold_and_the_unit_cancels(rupiah: list[int], unit: int) -> None:
    row = concentration(pd.Series(rupiah)).iloc[0]
    assert 10_000 / len(rupiah) * (1 - 1e-9) <= row["hhi"] <= 10_000
    assert -1e-9 <= row["normalised"] <= 1
    assert 1 <= row["effective_number"] <= len(rupiah) * (1 + 1e-9)
    np.testing.assert_allclose(concentration(pd.Series(rupiah, dtype="float64") * unit).iloc[0], row, atol=1e-9)


@pytest.mark.parametrize(
    ("value", "match"),
    [
        pytest.param(pd.Series({"a": 5, "b": -1}), "must not be negative, got -1 at b", id="a negative value"),
        pytest.param(pd.Series([1, 2], ["a", "a"]), "supplier a stands more than once", id="a supplier twice"),
    ],
)
def test_what_is_no_market_is_refused(value: pd.Series, match: str) -> None:
    with pytest.raises(DataError, match=match):
        concentration(value)


MARKET = pd.Series({"a": 10.0})


@pytest.mark.parametrize(
    ("total", "squares", "suppliers", "match"),
    [
        pytest.param(MARKET, pd.Series({"b": 1.0}), MARKET, "markets of total and squares", id="other squares"),
        pytest.param(MARKET, MARKET, pd.Series({"b": 1.0}), "markets of total and suppliers", id="other suppliers"),
        pytest.param(-MARKET, MARKET, MARKET, "a total must not be negative", id="a negative total"),
        pytest.param(MARKET, -MARKET, MARKET, "squares must not be negative", id="negative squares"),
        pytest.param(MARKET, MARKET, -MARKET, "suppliers must not be negative", id="suppliers below none"),
        pytest.param(MARKET, MARKET * 11, MARKET, "must not exceed .* got 110 at a", id="squares above the square"),
    ],
)
def test_sums_of_no_market_are_refused(total: pd.Series, squares: pd.Series, suppliers: pd.Series, match: str) -> None:
    with pytest.raises(DataError, match=match):
        concentration_from_sums(total, squares, suppliers)
