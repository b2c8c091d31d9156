from __future__ import annotations

import math
import re
from dataclasses import replace

import pandas as pd
import pytest

from umkm_analysis.pages.charts import native
from umkm_analysis.pages.charts.palette import OWN, SECOND

CODES = [f"{number:02d}" for number in range(20)]
RANKED = pd.Series([120.0 - number for number in range(20)], index=CODES)
NAMES = {code: f"Kota {code}" for code in CODES}


def bars(count: int, keep: str) -> native.Chart:
    points = tuple(float((-1) ** number * number) for number in range(count))
    return native.Chart("bar", tuple(map(str, range(count))), (native.Series("a", points),), keep=keep)  # type: ignore[arg-type]


def test_a_ranking_keeps_both_ends_and_the_region_itself() -> None:
    chart = native.ranked(RANKED, NAMES, own="09", digits=1, base=100, measure="Indeks", origin="2019 = 100")
    assert native.kept_rows(chart) == [0, 1, 2, 3, 9, 16, 17, 18, 19]
    html = str(native.rows(chart))
    assert html.count('<li class="gap">… 5 lainnya</li>') == 1
    assert html.count('<li class="gap">… 6 lainnya</li>') == 1
    assert html.count('<li class="own">') == 1
    assert ">Kota 09<" in html.partition('<li class="own">')[2][:60]


def test_what_fits_is_kept_whole() -> None:
    assert native.kept_rows(bars(9, "ends")) == list(range(9))
    assert "lainnya" not in str(native.rows(bars(9, "ends")))


def test_the_largest_and_the_last_rows_stay_in_their_order() -> None:
    assert native.kept_rows(bars(12, "largest")) == list(range(4, 12))
    assert native.kept_rows(bars(12, "last")) == list(range(4, 12))
    two = bars(12, "last")
    assert native.kept_rows(replace(two, series=two.series * 2)) == list(range(7, 12)), "several bars need more room"


def test_bars_reach_from_the_base_to_their_value_and_missing_ones_are_left_out() -> None:
    values = (90.0, 110.0, math.nan)
    chart = native.Chart("bar", ("a", "b", "c"), (native.Series("x", values, SECOND),), base=100, colours=(OWN,) * 3)
    html = str(native.rows(chart))
    assert html.count('<span class="track">') == 2
    assert "left:12.0%;width:38.0%" in html, "from the least value to the base in the middle"
    assert "left:50.0%;width:38.0%" in html
    assert "90,0" in html
    assert "110,0" in html


def test_names_are_escaped_and_a_target_is_a_tick() -> None:
    chart = native.Chart("bar", ("<b>",), (native.Series("x", (40.0,)),), targets=(80.0,))
    html = str(native.rows(chart))
    assert "<b>40" not in html
    assert "&lt;b&gt;" in html
    assert html.count('class="target"') == 1


@pytest.mark.parametrize(("digits", "signed", "written"), [(2, True, "+3,65"), (0, False, "4")])
def test_values_are_written_as_the_page_does(digits: int, signed: bool, written: str) -> None:  # noqa: FBT001 - a case
    assert native.Chart("bar", (), (), digits=digits, signed=signed).written(3.65) == written


def test_a_shortened_chart_keeps_the_row_of_its_title_and_a_row_of_each_group() -> None:
    shares = tuple(float(number) for number in range(12))
    chart = native.Chart(
        "bar", tuple(f"{number}{'x' * 50}" for number in range(12)), (native.Series("x", shares),), keep="last",
        groups=("UMK-K",) * 4 + ("PDN",) * 7 + ("Lainnya",), subject=1,
    )  # fmt: skip
    assert native.kept_rows(chart) == [1, 3, 9, 10, 11]
    parts = re.findall(
        r'<li class="group">(.*?)</li>|<li class="gap">… (\d)|class="name">(\d+)x', str(native.rows(chart))
    )
    assert ["".join(part) for part in parts] == [
        "UMK-K", "1", "1", "1", "3", "PDN", "5", "9", "10", "Lainnya", "11"
    ], "rows left out are counted in their own group"  # fmt: skip
    ranking = replace(
        native.ranked(RANKED, NAMES, own=None, digits=1, base=100, measure="Indeks", origin="2019 = 100"), subject=12
    )
    assert 12 in native.kept_rows(ranking)
    assert native.kept_rows(replace(bars(12, "largest"), subject=0)) == [0, *range(5, 12)]


@pytest.mark.parametrize("value", [37.6, 2.0])
def test_a_value_stands_before_a_target_that_is_close(value: float) -> None:
    chart = native.Chart(
        "bar", ("a", "b"), (native.Series("x", (value, 100.0)),), digits=2, targets=(value + 2.4, math.nan)
    )
    html = str(native.rows(chart))
    tick, aside = (
        float(re.search(pattern, html)[1]) for pattern in (r'target" style="left:([\d.]+)', r"<b[^>]*right:([\d.]+)")
    )
    assert 100 - aside < tick


def test_rows_of_an_index_are_dots_from_an_origin_in_words() -> None:
    html = str(
        native.rows(
            native.ranked(RANKED[:3], NAMES, own="01", digits=1, base=100, measure="Indeks 2025", origin="2019 = 100")
        )
    )
    assert '<ol class="from" style="--origin:12.0%">' in html
    assert html.count(">2019 = 100<") == 1
    assert html.count('class="dot"') == 3
    assert 'class="dot"' not in str(native.rows(bars(3, "ends"))), "what begins at 0 stays a bar"
