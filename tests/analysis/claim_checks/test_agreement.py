"""Agreement by the digits a claim gives, on one side of 100 or zero."""

from __future__ import annotations

import pytest

from umkm_analysis.analysis.claim_checks import agreement
from umkm_analysis.analysis.evidence import Figure
from umkm_analysis.datasets.claims import Claim

UNITS = {"grdp_growth": "per cent", "level_index": "index points", "level_gap": "per cent", "population": "persons"}


@pytest.mark.parametrize(
    ("indicator", "value", "digits", "figure", "expected"),
    [
        ("level_index", 100, 0, 99.8, False),
        ("level_index", 100, 0, 100.4, True),
        ("level_index", 99, 0, 99.4, True),
        ("level_index", 100, 1, 99.97, False),
        ("level_index", 100, 1, 100.0, True),
        ("level_index", 99, 0, 100.0, False),
        ("level_gap", 0, 0, -0.2, False),
        ("level_gap", 0, 0, 0.2, True),
        ("grdp_growth", 0, 0, -0.37, False),
        ("grdp_growth", 0.1, 1, 0.14, True),
        ("grdp_growth", -0.1, 1, -0.06, True),
        ("grdp_growth", 3.654, 3, 3.65, True),  # BPS prints two decimals
        ("grdp_growth", 3.656, 3, 3.65, False),
        ("population", 134, -3, 134350, False),
        ("population", 134000, -3, 134350, True),
    ],
)
def test_rounding_stops_at_100_and_zero(
    indicator: str,
    value: float,
    digits: int,
    figure: float,
    expected: bool,  # noqa: FBT001 - a table
) -> None:
    unit = UNITS[indicator]
    against = Figure("3576", indicator, figure, "2021", unit, (), "verified")
    stated = Claim("X", "3576", indicator, value, digits, unit, "2021")
    assert agreement.agrees(stated, against) is expected


@pytest.mark.parametrize(
    ("value", "digits", "unit", "expected"),
    [
        (134000, 0, "persons", -3),
        (134350, 0, "persons", -1),
        (134351, 0, "persons", 0),
        (900, 0, "persons", 0),
        (-5000, 0, "billion rupiah", -3),
        (5000, 0, "per cent", 0),
        (5000, 1, "billion rupiah", 1),
    ],
)
def test_zeros_at_the_end_are_not_counted(value: float, digits: int, unit: str, expected: int) -> None:
    stated = Claim("X", "3576", "population", value, digits, unit, "2021")
    assert agreement.with_counted_zeros(stated).digits == expected


@pytest.mark.parametrize(
    ("value", "digits", "unit", "expected"),
    [
        (5.25, 2, "trillion rupiah", (5250.0, -1)),
        (5, 0, "trillion rupiah", (5000.0, -3)),
        (5253000, 0, "million rupiah", (5253.0, 0)),
        (5253, 0, "billion rupiah", (5253, 0)),
        (5253000000123, 0, "rupiah", (5253.000000123, 9)),
    ],
)
def test_money_keeps_its_digits_in_another_unit(
    value: float, digits: int, unit: str, expected: tuple[float, int]
) -> None:
    stated = agreement.in_unit_of_evidence(Claim("X", "3576", "grdp_level", value, digits, unit, "2022"))
    assert (pytest.approx(stated.value), stated.digits, stated.unit) == (expected[0], expected[1], "billion rupiah")
