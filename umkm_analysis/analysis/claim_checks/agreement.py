"""Agreement of a claim's value with a figure: by the digits the claim gives, and on the same side of 100 or zero.

A claim is rounded as far as it says itself: 5 trillion rupiah is any amount that rounds to 5 trillion, 134,000 people
any number that rounds to the nearest thousand. An index of 99.8 is below the base year, so 100 is no way to write it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from umkm_analysis.analysis import evidence
from umkm_analysis.analysis.evidence import PER_CENT, POINTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from umkm_analysis.analysis.evidence import Figure
    from umkm_analysis.datasets.claims import Claim

RATIOS = (PER_CENT, POINTS, "index points")
ROUNDED = 0.05
"""Per cent or points that a figure in one of these units may be rounded by without a word."""
ROUNDED_PER_CENT = 0.5
"""The same for every other unit, in per cent of the figure."""
SLACK = 1e-9
"""Share of the numbers themselves within which they are equal: what binary fractions cost."""
ROUND_FROM = 1000
"""Numbers from which zeros at the end are taken for rounding."""
PIVOTS = {"grdp_growth": 0.0, "growth_swing": 0.0, "level_gap": 0.0, "level_index": 100.0}
"""Values on whose two sides a figure of an indicator means different things."""
IN_RUPIAH = {"rupiah": 1.0, "million rupiah": 1e6, "billion rupiah": 1e9, "trillion rupiah": 1e12}


def agrees(claim: Claim, figure: Figure) -> bool:
    """Whether a figure, rounded to the claim's digits, is the claim's, on the same side of 100 or zero."""
    return _rounds(claim, figure) and same_side(claim, figure)


def exactly(claim: Claim, figure: Figure) -> bool:
    """Whether a claim gives a figure with all the digits it is printed with."""
    return claim.digits >= evidence.DIGITS.get(figure.indicator, 0) and agrees(claim, figure)


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


def is_coarse(claim: Claim, figure: Figure) -> bool:
    """Whether a claim that agrees is rounded so far that the figure itself must be said."""
    distance = abs(claim.value - figure.value)
    if figure.unit in RATIOS:
        return distance > ROUNDED + SLACK
    return distance > abs(figure.value) * ROUNDED_PER_CENT / 100


def with_counted_zeros(claim: Claim) -> Claim:
    """Read 30000 as thirty thousand or so: the zeros at the end of a whole number were not counted."""
    text = f"{claim.value:.0f}"
    if claim.unit in RATIOS or claim.digits != 0 or abs(claim.value) < ROUND_FROM:
        return claim
    return replace(claim, digits=len(text.rstrip("0")) - len(text))


def in_unit_of_evidence(claim: Claim) -> Claim:
    """Write an amount of money in the unit its evidence comes in."""
    units = evidence.indicators().get(claim.indicator, ())
    if claim.unit in units or claim.unit not in IN_RUPIAH or not set(units) & IN_RUPIAH.keys():
        return claim
    unit = next(unit for unit in units if unit in IN_RUPIAH)
    claim = with_counted_zeros(claim)
    by = IN_RUPIAH[claim.unit] / IN_RUPIAH[unit]
    places = len(f"{by:.0f}") - 1 if by >= 1 else 1 - len(f"{1 / by:.0f}")
    return replace(claim, value=claim.value * by, digits=claim.digits - places, unit=unit)


def _rounds(claim: Claim, figure: Figure) -> bool:
    """Whether a figure lies within half of the last digit, of the claim or of the print, whichever is coarser."""
    coarsest = min(claim.digits, evidence.DIGITS.get(figure.indicator, claim.digits))
    slack = SLACK * max(1.0, abs(figure.value))
    return abs(claim.value - figure.value) <= 0.5 * 10.0**-coarsest + slack
