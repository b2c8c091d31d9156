from __future__ import annotations

import copy
from typing import Any

import pytest

from umkm_analysis.analysis.growth_path import growth_path
from umkm_analysis.datasets import regions
from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n.translation import use_language
from umkm_analysis.reports.economic_recovery import REPORT, index
from umkm_analysis.reports.economic_recovery.record import record


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    return record(REPORT.analyse("3576"), dict(REPORT.parameters))


def test_the_national_headline_counts_the_tables_whatever_was_built() -> None:
    found = index.national(REPORT.parameters)
    assert found is not None
    local = [region.code for region in regions.all_regions().values() if region.is_local]
    level = growth_path(local, base_year=2019).index
    at = level.loc[2022].dropna()
    assert found.headline == (
        f"{sum(value >= 100 for value in at)} dari {len(at)} kabupaten/kota sudah kembali ke PDRB 2019 pada 2022*"
    )
    below = [regions.find(code).name for code in level.columns[level.loc[2025] < 100]]
    assert all(name in found.sentence for name in below)
    assert "QUARCS_514" in found.sources
    with use_language("en"):
        english = index.national(REPORT.parameters)
    assert english is not None
    assert "regencies and cities were back at their 2019 GRDP in 2022*" in english.headline


def test_what_is_compared_is_the_records_own_series_as_it_is_printed(made: dict[str, Any]) -> None:
    found = index.compared(made)
    assert found is not None
    assert (found.base_year, found.first_year) == (2019, 2010)
    by_year = dict(enumerate(found.index, start=2010))
    assert (by_year[2019], by_year[2020], by_year[2021], by_year[2025]) == (100.0, 96.3, 99.8, 120.2)
    assert found.growth[10] == -3.69
    assert found.marks == {2023: "*", 2024: "**", 2025: "*"}
    assert found.grdp == 5990.4
    assert found.rank == (8.0, 9, 2025)
    assert found.sectors is not None
    assert found.sectors[1]["G"] == 1.86
    assert found.breaks == []


@pytest.mark.parametrize("value", [99.9712, 100.0312, 99.99996, 95.04996, 96.25, 0.35])
def test_an_index_is_compared_as_pages_print_it(made: dict[str, Any], value: float) -> None:
    near = copy.deepcopy(made)
    near["figures"]["level_index"]["3576"]["2021"] = value
    found = index.compared(near)
    assert found is not None
    with use_language("en"):
        assert found.index[11] == float(n.index(value))


def test_a_record_keeps_the_figures_that_are_rounded_again(made: dict[str, Any]) -> None:
    path = growth_path(["3576"], base_year=2019)
    for name, series in (("level_index", path.index["3576"]), ("growth_pct", path.growth["3576"])):
        kept = made["figures"][name]["3576"]
        assert all(kept[str(year)] == pytest.approx(value, abs=1e-9) for year, value in series.dropna().items())
    assert made["headline"]["level_index"] == pytest.approx(path.index.loc[2025, "3576"], abs=1e-9)


def test_breaks_travel_and_a_record_without_figures_is_not_compared(made: dict[str, Any]) -> None:
    broken = copy.deepcopy(made)
    broken["figures"]["breaks"] = [
        {"table": "grdp_level", "year": 2018, "kind": "territory"},
        {"table": "population", "year": 2020, "kind": "base"},
    ]
    found = index.compared(broken)
    assert found is not None
    assert found.breaks == [2018]
    assert index.compared({"headline": {}}) is None


def test_regions_without_pages_have_the_colour_of_their_figures() -> None:
    headline = {"year": 2025, "level_index": 120.2, "grdp_billion_idr_2010": 1.0}
    found = index.elsewhere([headline], {"base_year": 2019}, {"3576"})
    assert "3576" not in found
    assert len(found) > 500
    assert found["3522"] == "low-soft"  # Bojonegoro, below its level of 2019
    assert found["3578"] == "high"
