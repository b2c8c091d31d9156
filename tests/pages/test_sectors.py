"""Bars of two years that are compared have one scale, and falls another colour."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from umkm_analysis.pages import sectors
from umkm_analysis.pages.charts import figure, palette
from umkm_analysis.reports.economic_recovery import analysis


@pytest.mark.parametrize("region", ["3571", "3523", "3522"])  # 4.54, 3.37 and 0.15 times as long a point as before
def test_a_point_is_as_long_in_2021_as_in_2020(region: str) -> None:
    result = analysis.analyse(region)
    assert result.sectors is not None
    with patch.object(sectors.figure, "figure", side_effect=lambda drawn, **_: drawn):
        drawn = sectors.contribution(result.sectors, result.region, shock=2020, after=2021, source="")
    first, second = drawn.axes  # type: ignore[attr-defined]
    point = [axes.get_position().width / (axes.get_xlim()[1] - axes.get_xlim()[0]) for axes in (first, second)]
    assert point[0] == pytest.approx(point[1])
    for axes in (first, second):
        low, high = axes.get_xlim()
        for bar in axes.patches:
            assert low <= bar.get_x() + min(0, bar.get_width()) <= high
            assert bar.get_facecolor() == figure.mpl.colors.to_rgba(palette.LOW if bar.get_width() < 0 else palette.OWN)
