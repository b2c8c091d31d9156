from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from umkm_analysis.pages.charts.swarms import HEIGHTS, swarm

PLACES = st.lists(st.floats(0, 1), max_size=12)


@given(PLACES)
def test_dots_of_one_height_are_apart_while_there_are_heights(places: list[float]) -> None:
    heights = swarm(places, least=0.05)
    assert set(heights) <= {0.0, *HEIGHTS, *(-height for height in HEIGHTS)}
    for position, place in enumerate(places):
        near = [at for at in range(position) if abs(places[at] - place) < 0.05]
        if len(near) < 1 + 2 * len(HEIGHTS):
            assert heights[position] not in {heights[at] for at in near}


def test_the_first_dot_stands_on_its_row() -> None:
    assert swarm([0.5, 0.5, 0.5, 0.9], least=0.1) == [0.0, 0.15, -0.15, 0.0]
