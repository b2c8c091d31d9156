"""Decimal rounding as people round: half away from zero.

Binary rounding writes 3.25 as 3.2; a reader with a calculator gets 3.3. Bounds are rounded outward, so that a value
always lies within the bounds printed with it.
"""

from __future__ import annotations

import math
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Literal

HUNDRED = 100.0
"""A whole in per cent, and an index in its base year."""
ROUNDING = {"nearest": ROUND_HALF_UP, "down": ROUND_FLOOR, "up": ROUND_CEILING}
NOISE_DIGITS = 9
"""Decimals beyond which a difference is binary arithmetic, not a figure."""


def rounded(value: float, digits: int = 0, *, towards: Literal["nearest", "down", "up"] = "nearest") -> Decimal:
    """Round a number to a fixed count of decimals.

    Parameters
    ----------
    value
        A finite number.
    digits
        Decimals.
    towards
        "nearest" (a half away from zero), or "down" and "up" for the bounds of an interval.
    """
    exact = Decimal(f"{value:.{max(NOISE_DIGITS, digits)}f}")
    return exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUNDING[towards]) + Decimal(0)  # no minus before zero


def rounded_float(value: float, digits: int = 0) -> float:
    """Round half away from zero, NaN stays NaN."""
    return float(rounded(value, digits)) if math.isfinite(value) else value


def decimals(value: float) -> int:
    """Count the decimals a published figure was printed with, two at most."""
    return next((digits for digits in (0, 1) if math.isclose(value, round(value, digits))), 2)


def digits_beside(value: float, digits: int, limit: float, *, most: int = 4) -> int:
    """Decimals that keep a number below a limit it does not reach: 99.96 is not written as 100.0.

    Parameters
    ----------
    value
        The number.
    digits
        Decimals to begin with.
    limit
        Number that divides two verdicts.
    most
        Decimals at most.
    """
    below = value < limit - 0.1**NOISE_DIGITS
    while below and digits < most and float(rounded(value, digits)) == limit:
        digits += 1
    return digits
