"""Drawings in fewer bytes look the same and say the same."""

from __future__ import annotations

import re

from umkm_analysis.pages.charts import figure, palette
from umkm_analysis.pages.charts.svg import inline_svg


def _drawn() -> str:
    drawn, (axes,) = figure.canvas()
    axes.plot([1, 2, 3], [1.23456, 2.34567, 3.0], "o", color=palette.OWN)
    axes.hlines([1, 2], 0, [1, 2], color=palette.QUIET)
    for place in (2, 3):
        axes.text(place, 1, "2019", ha="center")
    axes.text(1, 1, "1.234.567 rupiah\n17.500 <g> 2.000")
    return str(inline_svg(drawn, name="x", alt="naik 1.234.567"))


def test_words_and_figures_are_left_as_they_are() -> None:
    svg = _drawn()
    assert "1.234.567 rupiah" in svg
    assert "17.500 &lt;g&gt; 2.000" in svg
    assert '<title id="x-alt">naik 1.234.567</title>' in svg


def test_places_are_kept_to_a_tenth_of_a_point_and_styles_shared() -> None:
    svg = _drawn()
    marks = re.findall(r'<use href="#x-\w+" x="([\d.]+)" y="([\d.]+)"/>', svg)
    assert len(marks) == 3
    assert all(re.fullmatch(r"\d+(\.\d)?", place) for mark in marks for place in mark)
    assert len(re.findall(r"<g[ >]", svg)) == svg.count("</g>")
    assert "<g>" not in svg
    assert "Bitstream" not in svg
    runs = re.findall(r'<g style="[^"]*text-anchor:middle[^"]*">(.*?)</g>', svg)
    assert [re.findall(r">(\w+)</text>", run) for run in runs] == [["2019", "2019"]]
    assert not any("style" in run for run in runs)
    (lines,) = re.findall(r'<g clip-path="[^"]*" style="fill:none[^"]*">(.*?)</g>', svg)
    assert lines.count("<path") == 2
    assert "clip-path" not in lines


def test_ids_are_short_and_begin_with_the_name_of_their_figure() -> None:
    svg = _drawn()
    ids = re.findall(r'\bid="([^"]+)"', svg)
    assert ids == ["x-alt", "x-A", "x-B"]
    assert set(re.findall(r'(?:href="#|url\(#)([^")]+)', svg)) == {"x-A", "x-B"}


def test_it_is_the_same_each_time() -> None:
    assert _drawn() == _drawn()
