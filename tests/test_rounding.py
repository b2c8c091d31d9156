"""Decimal rounding: halves, bounds, and decimals beside a limit."""

from __future__ import annotations

import pytest

from umkm_analysis.rounding import digits_beside, rounded


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (99.94, 1),  # written 99.9
        (99.96, 2),  # 100.0 with one decimal
        (99.996, 3),
        (99.99999, 4),  # and no more
        (100.0, 1),  # it reaches the limit
        (100.0 - 1e-12, 1),  # so does this: the rest is binary arithmetic
        (100.04, 1),
        (float("nan"), 1),
    ],
)
def test_decimals_keep_a_number_below_a_limit_that_it_does_not_reach(value: float, expected: int) -> None:
    assert digits_beside(value, 1, 100.0) == expected


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [(3.25, 1, "3.3"), (-4.85, 1, "-4.9"), (-0.04, 1, "0.0"), (134350, -3, "134000"), (5.35, 1, "5.4")],
)
def test_a_half_goes_away_from_zero(value: float, digits: int, expected: str) -> None:
    assert f"{rounded(value, digits):f}" == expected
