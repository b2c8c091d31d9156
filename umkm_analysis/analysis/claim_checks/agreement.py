"""Agreement of a claim's value with a figure: by the digits the claim gives, and on the same side of 100 or zero.

One rule holds for all units. A claim agrees with a figure that, rounded half away from zero to the digits the claim
gives, is the claim: decimals for rates and indices, significant digits for amounts and counts, of which zeros at the
end of a whole number are none. 5 trillion rupiah is 4,976 billion, 134,000 people are 134,350; -4.8 is not -4.85, which
rounds to -4.9. An index of 99.8 is below the base year, so 100 is no way to write it.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from umkm_analysis.analysis import evidence
from umkm_analysis.analysis.evidence import PER_CENT, POINTS
from umkm_analysis.rounding import NOISE_DIGITS, decimals, rounded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from umkm_analysis.analysis.evidence import Figure
    from umkm_analysis.datasets.claims import Claim

RATIOS = (PER_CENT, POINTS, "index points", "per cent of GRDP")
"""Units whose figures are rounded to decimals; all others are rounded to significant digits."""
SLACK = 1e-9
"""Distance within which two numbers are equal: what binary fractions cost."""
ROUND_FROM = 1000
"""Rupiah, people or firms from which zeros at the end are taken for rounding."""
MOST_DIGITS = 6
"""Decimals up to which a figure beside 100 or zero is printed."""
PIVOTS = {"grdp_growth": 0.0, "growth_swing": 0.0, "level_gap": 0.0, "level_index": 100.0}
"""Values on whose two sides a figure of an indicator means different things."""
IN_RUPIAH = {"rupiah": 1.0, "million rupiah": 1e6, "billion rupiah": 1e9, "trillion rupiah": 1e12}


def agrees(claim: Claim, figure: Figure) -> bool:
    """Whether a figure, rounded to the claim's digits, is the claim's, on the same side of 100 or zero."""
    return _rounds(claim, figure) and same_side(claim, figure)


def same(claim: Claim, figure: Figure) -> bool:
    """Whether a claim's value is the figure as it is printed, and not only once rounded."""
    return rounded(claim.value, NOISE_DIGITS) == rounded(figure.value, printed_digits(figure))


def exactly(claim: Claim, figure: Figure) -> bool:
    """Whether a claim gives a figure with all the digits it is printed with."""
    if not agrees(claim, figure):
        return False
    every_digit = claim.digits >= evidence.DIGITS.get(figure.indicator, 0)
    return every_digit or (figure.unit not in RATIOS and same(claim, figure))


def first_exact(claim: Claim, figures: Iterable[Figure]) -> Figure | None:
    """Return the first figure that the claim gives with all its printed digits."""
    return next((figure for figure in figures if exactly(claim, figure)), None)


def same_side(claim: Claim, figure: Figure) -> bool:
    """Whether claim and figure lie on the same side of 100 or zero, where their indicator has such a point."""
    pivot = PIVOTS.get(figure.indicator)
    return pivot is None or (claim.value >= pivot) == (figure.value >= pivot)


def rounded_across(claim: Claim, figure: Figure) -> bool:
    """Whether only rounding over 100 or zero makes a figure the claim's."""
    return _rounds(claim, figure) and not same_side(claim, figure)


def printed_digits(figure: Figure) -> int:
    """Return the decimals of a figure: more where rounding would write it on the other side of 100 or zero."""
    digits = evidence.DIGITS.get(figure.indicator, decimals(figure.value))
    pivot = PIVOTS.get(figure.indicator)
    while pivot is not None and figure.value < pivot <= rounded(figure.value, digits) and digits < MOST_DIGITS:
        digits += 1
    return digits


def with_counted_zeros(claim: Claim) -> Claim:
    """Read 30000 as thirty thousand or so: the zeros at the end of a whole number were not counted."""
    text = f"{claim.value:.0f}"
    if claim.unit in RATIOS or claim.digits != 0 or abs(claim.value) * IN_RUPIAH.get(claim.unit, 1.0) < ROUND_FROM:
        return claim
    return replace(claim, digits=len(text.rstrip("0")) - len(text))


def in_unit_of_evidence(claim: Claim) -> Claim:
    """Write an amount of money in the unit its evidence comes in, and any number with the digits it gives."""
    claim = with_counted_zeros(claim)
    units = evidence.indicators().get(claim.indicator, ())
    if claim.unit in units or claim.unit not in IN_RUPIAH or not set(units) & IN_RUPIAH.keys():
        return claim
    unit = next(unit for unit in units if unit in IN_RUPIAH)
    by = IN_RUPIAH[claim.unit] / IN_RUPIAH[unit]
    places = len(f"{by:.0f}") - 1 if by >= 1 else 1 - len(f"{1 / by:.0f}")
    return replace(claim, value=claim.value * by, digits=claim.digits - places, unit=unit)


def _rounds(claim: Claim, figure: Figure) -> bool:
    """Whether claim and figure are equal at the last digit of the claim; of the print, if nobody knows more of it."""
    known = figure.indicator not in evidence.DIGITS or figure.is_computed
    digits = min(claim.digits, NOISE_DIGITS if known else printed_digits(figure))
    if figure.unit not in RATIOS and figure.value:
        digits = max(digits, -math.floor(math.log10(abs(figure.value))))  # 6 keeps a digit: it is not 10
    return rounded(claim.value, digits) == rounded(figure.value, digits)
