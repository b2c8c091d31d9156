"""Other releases of a figure: by name where one prints it, by a stated distance where none does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from umkm_analysis.analysis.claim_checks.findings import CORRECTED, UNCHECKED
from umkm_analysis.analysis.claim_checks.releases import named_release, possible_release, tolerance
from umkm_analysis.analysis.evidence import Figure
from umkm_analysis.datasets.claims import Claim
from umkm_analysis.i18n.translation import use_language
from umkm_analysis.pages.claims import text as claims_text

SEMARANG = Figure("3374", "grdp_growth", -1.85, "2020", "per cent", ("QUARCS_514",), "verified", is_computed=True)
"""Growth of Kota Semarang by the levels of 2026."""
LEVEL = Figure("3374", "grdp_level", 137601.98, "2020", "billion rupiah", ("QUARCS_514",), "verified")


def claim(value: float, digits: int = 2, *, of: Figure = SEMARANG, sources: tuple[str, ...] = ()) -> Claim:
    return Claim("X", of.code, of.indicator, value, digits, of.unit, of.period, source_ids=sources)


def test_growth_by_the_levels_of_an_earlier_release_is_named() -> None:
    found = named_release(claim(-1.61), SEMARANG)
    assert found is not None
    assert (found.verdict, found.reason, found.details["release_ids"]) == (CORRECTED, "other release", ("SIMREG",))
    with use_language("en"):
        assert "Bappenas" in claims_text.reason(found)
        assert "{" not in claims_text.reason(found)
    assert named_release(claim(-1.6, 1), SEMARANG) is None  # one digit names no release
    assert named_release(claim(-1.62), SEMARANG) is None


def test_a_level_of_an_earlier_release_is_named() -> None:
    found = named_release(claim(137951.3, of=LEVEL), LEVEL)
    assert found is not None
    assert found.details["release_ids"] == ("SIMREG",)


def test_a_release_known_from_the_claim_alone_is_not_named() -> None:
    assert named_release(claim(-1.61, sources=("SIMREG",)), SEMARANG) is None
    first = Figure("3500", "grdp_growth", 3.56, "2021", "per cent", ("BPS_PROV_GROWTH",), "verified")
    assert named_release(claim(3.57, of=first), first) is not None
    assert named_release(claim(3.57, of=first, sources=("TRANSVERSAL_20230307",)), first) is None


def test_the_error_of_a_source_is_no_release() -> None:
    swapped = Figure("1608", "grdp_level", 4951.56, "2016", "billion rupiah", ("SIMREG",), "corrected")
    assert named_release(claim(8806.82, of=swapped), swapped) is None


@pytest.mark.parametrize(
    ("figure", "near", "far"),
    [
        (SEMARANG, -0.85, -0.84),
        (replace(SEMARANG, is_computed=False), -1.70, -1.69),
        (LEVEL, 137601.98 * 1.012, 137601.98 * 1.0121),
        (replace(SEMARANG, indicator="level_index", value=98.0), 99.2, 99.21),
        (replace(SEMARANG, indicator="level_gap", value=-2.0), -3.2, -3.21),
        (replace(SEMARANG, indicator="growth_swing", value=7.0), 8.0, 8.01),
    ],
)
def test_the_rule_stops_where_it_says(figure: Figure, near: float, far: float) -> None:
    found = possible_release(claim(near, of=figure), figure)
    assert found is not None
    assert (found.verdict, found.reason) == (UNCHECKED, "may be another release")
    assert not found.contradicted
    assert possible_release(claim(far, of=figure), figure) is None


def test_there_is_no_rule_for_people() -> None:
    assert tolerance(replace(LEVEL, indicator="population")) is None
