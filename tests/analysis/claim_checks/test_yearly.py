"""Yearly figures of many regions, with fewer digits: right when rounded, or on the other side of 100 or zero."""

from __future__ import annotations

import pytest

from umkm_analysis.analysis import claims, evidence
from umkm_analysis.datasets import regions
from umkm_analysis.datasets.claims import Claim
from umkm_analysis.rounding import rounded

YEARS = (2020, 2021, 2023, 2025)


@pytest.mark.parametrize("indicator", ["grdp_growth", "growth_swing", "level_index", "level_gap"])
def test_a_figure_told_with_fewer_decimals_is_confirmed_or_across(indicator: str) -> None:
    pivot = 100 if indicator == "level_index" else 0
    judged = 0
    for code in list(regions.all_regions())[::20]:
        official = evidence.official(indicator, code)
        for year in official.keys() & set(YEARS):
            figure = official[year]
            for digits in range(4):
                shortened = rounded(figure.value, digits)
                across = figure.value < pivot <= shortened
                made = Claim("X", code, indicator, float(shortened), digits, figure.unit, str(year))
                (found,) = claims.check([made])
                assert found.reason == "other side" if across else found.verdict == claims.CONFIRMED, made
                judged += 1
    assert judged > 300


def test_people_told_in_thousands_are_confirmed() -> None:
    judged = 0
    for code in regions.all_regions():
        for year, figure in evidence.official("population", code).items():
            made = Claim("X", code, "population", float(rounded(figure.value, -3)), 0, "persons", str(year))
            (found,) = claims.check([made])
            assert found.verdict == claims.CONFIRMED, made
            judged += 1
    assert judged > 300
