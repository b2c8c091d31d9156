"""Changes of codes and territories, from the table of versions."""

from __future__ import annotations

import pytest

from umkm_analysis.analysis.region_history import former_levels, inputs, region_history
from umkm_analysis.datasets import regions, series
from umkm_analysis.datasets.region_versions import changed_provinces, region_versions

FOUNDED = {"9200": ("9100", 6), "9500": ("9400", 4), "9600": ("9400", 8), "9700": ("9400", 8)}


@pytest.mark.parametrize("code", FOUNDED)
def test_a_founded_province_has_the_members_it_took_and_no_series_of_before(code: str) -> None:
    history = region_history(regions.find(code))
    assert history is not None
    mother, count = FOUNDED[code]
    assert [province.code for province in history.former_provinces] == [mother]
    assert history.members == history.concerned == tuple(regions.members(regions.find(code)))
    assert len(history.members) == count
    assert history.before is None
    assert history.former_levels is None


@pytest.mark.parametrize(
    ("code", "now", "then", "gone"),
    [
        ("9100", 7, 13, {"Papua Barat Daya": 6}),
        ("9400", 9, 29, {"Papua Selatan": 4, "Papua Tengah": 8, "Papua Pegunungan": 8}),
    ],
)
def test_a_province_that_lost_territory_keeps_the_closed_series(
    code: str, now: int, then: int, gone: dict[str, int]
) -> None:
    history = region_history(regions.find(code))
    assert history is not None
    assert (len(history.members), len(history.concerned), history.gone) == (now, then, gone)
    assert history.former_levels is not None
    assert history.former_levels.index[-1] == 2023
    assert history.former_levels.equals(series.levels()[code].dropna())
    founded = [name for name, (mother, _) in FOUNDED.items() if mother == code]
    assert sum(FOUNDED[name][1] for name in founded) == then - now


def test_every_kabupaten_and_kota_that_changed_its_code_has_a_history_and_no_other_has() -> None:
    for code, region in regions.all_regions().items():
        versions = region_versions().get(code, ())
        changed = code in changed_provinces() or len({version.bps_code for version in versions}) > 1
        assert (region_history(region) is not None) is changed, code


def test_what_it_reads_is_named() -> None:
    read = inputs(regions.find("9400"))
    assert {"9400", "9404", "9471", "9500", "9600", "9700"} <= set(read["regions"] or ())
    assert {"9400", "9404", "9471"} <= set(read["region_versions"] or ())
    assert {"9404", "9400"} <= set(inputs(regions.find("9404"))["regions"] or ())
    assert inputs(regions.find("3576")) == {}


def test_a_province_of_one_territory_has_no_former_levels() -> None:
    assert former_levels(regions.find("3500")) is None
