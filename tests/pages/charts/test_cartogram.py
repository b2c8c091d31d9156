from __future__ import annotations

import math
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from umkm_analysis.analysis.growth_path import growth_path
from umkm_analysis.datasets import regions
from umkm_analysis.pages.charts import cartogram, palette
from umkm_analysis.pages.charts.cartogram import Place, circles

NAN = float("nan")
PLACES = st.lists(
    st.builds(Place, st.floats(95, 141), st.floats(-11, 6), st.one_of(st.just(NAN), st.floats(0, 1e6))), max_size=12
)


def overlaps(laid: list[cartogram.Circle]) -> float:
    """The deepest overlap of two circles, in degrees."""
    pairs = [(a, b) for position, a in enumerate(laid) for b in laid[:position]]
    return max((a.radius + b.radius - math.hypot(a.x - b.x, a.y - b.y) for a, b in pairs), default=0.0)


def test_the_area_is_in_proportion_to_the_size() -> None:
    small, large = circles([Place(110, -7, 100.0), Place(115, -7, 400.0)])
    assert large.radius / small.radius == pytest.approx(2.0)


def test_far_from_each_other_circles_stay_where_they_are() -> None:
    for circle, home in zip(circles([Place(100, 0, 1.0), Place(140, -5, 1.0)]), (100, 140), strict=True):
        assert circle.x == pytest.approx(home, abs=0.01)


def test_circles_at_one_place_part_the_same_way_every_time() -> None:
    first, second = (circles([Place(112, -7, 5.0)] * 4) for _ in range(2))
    assert first == second
    assert overlaps(first) < 0.1 * first[0].radius


def test_a_region_without_a_size_is_small_and_seen() -> None:
    unknown, known = circles([Place(110, -7, NAN), Place(115, -7, 100.0)])
    assert 0 < unknown.radius < known.radius


def test_without_any_size_all_are_alike() -> None:
    assert len({circle.radius for circle in circles([Place(110, -7, NAN), Place(115, -7, 0.0)])}) == 1


def test_no_places_no_circles() -> None:
    assert circles([]) == []


@settings(max_examples=30, deadline=None)
@given(PLACES)
def test_every_place_has_a_finite_circle(places: list[Place]) -> None:
    laid = circles(places)
    assert len(laid) == len(places)
    assert all(math.isfinite(one.x) and math.isfinite(one.y) and one.radius > 0 for one in laid)


def test_the_whole_country_hardly_overlaps_and_stays_recognisable() -> None:
    local = [one for one in regions.all_regions().values() if one.is_local]
    laid = circles([Place(one.longitude or 0, one.latitude or 0, 1.0 + int(one.code) % 50) for one in local])
    assert len(laid) == 514
    assert overlaps(laid) < 0.25 * sum(one.radius for one in laid) / len(laid)
    moved = [
        math.hypot(circle.x - (one.longitude or 0), circle.y - (one.latitude or 0))
        for one, circle in zip(local, laid, strict=True)
    ]
    assert sorted(moved)[len(moved) // 2] < 1.5


@pytest.mark.parametrize("values", [[112.0, 118.0], [99.0, 101.0], [300.0], [NAN], []])
def test_a_colour_means_the_same_on_every_page(values: list[float]) -> None:
    classes = cartogram.Classes.of(values)
    assert classes.bounds == {"low": 80, "high": 120}
    assert classes.colour(110.3) == palette.HIGH_SOFT


def test_in_the_newest_year_both_strengths_are_seen() -> None:
    codes = [code for code, one in regions.all_regions().items() if one.is_local]
    index = growth_path(codes, base_year=2019).index.loc[2025].dropna()
    classes = cartogram.Classes.of(index)
    shares = index.map(classes.colour).value_counts(normalize=True)
    assert shares[palette.HIGH] > 0.2
    assert shares[palette.HIGH_SOFT] > 0.2


def test_a_colour_is_that_of_the_number_with_the_decimals_printed() -> None:
    values = [99.97, 119.96, 120.1, 121.0, 118.0]  # printed 99.97, 119.96, …
    assert cartogram.Classes.of(values).colour(119.96) == palette.HIGH_SOFT
    assert cartogram.Classes.of(values[1:]).colour(119.96) == palette.HIGH  # printed 120.0


@pytest.mark.parametrize(
    ("index", "expected"),
    [
        (97.9, palette.LOW),
        (98.0, palette.LOW_SOFT),
        (99.99, palette.LOW_SOFT),
        (100.0, palette.HIGH_SOFT),
        (101.94, palette.HIGH_SOFT),
        (101.96, palette.HIGH),  # printed 102.0
        (97.96, palette.LOW_SOFT),  # printed 98.0
        (102.0, palette.HIGH),
        (NAN, palette.QUIET),
    ],
)
def test_colours_part_at_100(index: float, expected: str) -> None:
    assert cartogram.Classes(2, 1).colour(index) == expected


def test_circles_lie_where_they_do_however_many_pairs_are_looked_at_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    places = [Place(100 + number % 23 / 7, -5 + number % 17 / 9, 1.0 + number % 5) for number in range(120)]
    at_once = circles(places)
    monkeypatch.setattr(cartogram, "PAIRS_AT_ONCE", 700)
    assert circles(places) == at_once


def test_thousands_of_circles_take_a_few_megabytes() -> None:
    home = np.array([(100 + number % 61 / 3, -5 + number // 61 / 3) for number in range(3000)])
    tracemalloc.start()
    try:
        cartogram._near(home, np.full(3000, 0.1))  # noqa: SLF001 - all rounds would take seconds
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 40_000_000  # all pairs at once take 400
