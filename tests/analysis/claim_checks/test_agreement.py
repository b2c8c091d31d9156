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
        ("grdp_growth", -4.8, 1, -4.85, False),  # a half goes away from zero
        ("grdp_growth", -4.9, 1, -4.85, True),
        ("grdp_growth", 3.3, 1, 3.25, True),
        ("grdp_growth", 3.2, 1, 3.25, False),
        ("grdp_growth", -4.8, 1, -4.8496, True),  # computed: the unrounded value decides
        ("grdp_growth", -4.85, 2, -4.8496, True),
        ("grdp_growth", 5.3, 1, 5.35, False),  # 5.35 is less than that in binary
        ("level_index", 99.96, 2, 99.97, False),  # printed with two decimals, for one would be 100.0
        ("population", 10000, -4, 9600, True),
        ("population", 10000, -4, 6000, False),  # to one digit it is 6,000
        ("population", 10000, -4, 14999, True),
        ("population", 10000, -4, 15000, False),
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
        (400, 0, "trillion rupiah", -2),
        (400, 0, "rupiah", 0),
        (-5000, 0, "billion rupiah", -3),
        (5000, 0, "per cent", 0),
        (5000, 1, "billion rupiah", 1),
    ],
)
def test_zeros_at_the_end_are_not_counted(value: float, digits: int, unit: str, expected: int) -> None:
    stated = Claim("X", "3576", "population", value, digits, unit, "2021")
    assert agreement.with_counted_zeros(stated).digits == expected


def test_the_same_is_the_figure_as_printed() -> None:
    def same(value: float, digits: int, figure: Figure) -> bool:
        stated = Claim("X", "3576", figure.indicator, value, digits, figure.unit, "2021")
        return agreement.same(stated, figure)

    growth = Figure("3576", "grdp_growth", -3.6896, "2020", "per cent", (), "computed", is_computed=True)
    assert same(-3.69, 2, growth)
    assert same(-3.690, 3, growth)
    assert not same(-3.7, 1, growth)
    assert not same(-3.6896, 4, growth)
    people = Figure("3576", "population", 134350, "2022", "persons", (), "verified")
    assert same(134350, -1, people)
    assert not same(134000, -3, people)


def test_a_round_number_names_a_figure_only_if_it_is_the_figure() -> None:
    stated = Claim("X", "3576", "population", 134000, -3, "persons", "2021")
    figures = [Figure("3576", "population", one, "2022", "persons", (), "verified") for one in (134350, 134000)]
    assert agreement.first_exact(stated, figures) == figures[1]


@pytest.mark.parametrize(("value", "digits"), [(1e-19, 19), (1.0, 19), (1.0, 0), (1e20, 0), (1e20, -20), (0.0, 0)])
@pytest.mark.parametrize("indicator", [*UNITS, "procurement_value"])
def test_any_number_that_a_list_may_hold_is_judged(indicator: str, value: float, digits: int) -> None:
    unit = UNITS.get(indicator, "rupiah")
    against = Figure("3576", indicator, 1.7e15, "2021", unit, (), "verified")
    stated = Claim("X", "3576", indicator, value, digits, unit, "2021")
    assert not agreement.exactly(stated, against)
    assert not agreement.agrees(stated, against)


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
