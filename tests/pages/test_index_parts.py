from __future__ import annotations

import re

from umkm_analysis.pages.index_parts import Compared, sparkline


def path(*index: float | None, breaks: tuple[int, ...] = ()) -> str:
    drawn = str(sparkline(Compared(2019, 2016, index, [], {}, breaks)))
    return re.findall(r'd="([^"]+)"', drawn)[-1] if drawn else ""


def test_a_sparkline_goes_from_the_lowest_to_the_highest_value() -> None:
    assert path(90.0, 100.0, 110.0) == "M0 19L6 10 12 1"


def test_it_stops_where_there_is_no_figure_and_at_a_break() -> None:
    assert path(90.0, 100.0, None, 110.0, 100.0) == "M0 19L6 10M18 1L24 10"
    assert path(90.0, 100.0, 110.0, 110.0, breaks=(2018,)) == "M0 19L6 10M12 1L18 1"


def test_it_shows_ten_years_and_nothing_of_one_figure() -> None:
    assert path(*range(90, 120)).startswith("M0 ")
    assert path(*range(90, 120)).count(" ") == 18  # ten points
    assert path(99.0) == path(None, None) == ""


def test_a_compact_series_leaves_out_what_there_is_not() -> None:
    assert Compared(2019, 2016, [100.0], [None], {}).compact() == {"b": 2019, "y": 2016, "i": [100.0], "g": [None]}
