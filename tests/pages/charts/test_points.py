"""Points travel with the drawing: where the mark stands, in the page's words, and harmless whatever a name holds."""

from __future__ import annotations

import gc
import html
import json
import re
import weakref
from typing import Any

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n.translation import use_language
from umkm_analysis.pages.charts import figure, palette, points
from umkm_analysis.pages.charts.svg import inline_svg


def answers(svg: str) -> dict[str, Any]:
    found = re.search(r"data-points='([^']*)'", svg)
    assert found, svg[:200]
    record: dict[str, Any] = json.loads(html.unescape(found[1]))
    if "lines" in record:  # as pointsOf of the page's script
        record["points"] = [
            [name, first + number, colour, record["x"][first + number], y, value]
            for name, colour, first, heights, values in record["lines"]
            for number, (y, value) in enumerate(zip(heights, values, strict=True))
        ]
    return record


def test_a_line_answers_year_by_year_where_its_marks_stand() -> None:
    drawn, (axes,) = figure.canvas()
    values = {2019: 100.0, 2020: 96.31, 2021: float("nan"), 2022: 104.0}
    axes.plot(list(values), list(values.values()), marker="o", color=palette.OWN)
    points.line(axes, values, name="Kota Mojokerto", value=n.index, column="{}*".format, colour=palette.OWN)
    svg = str(inline_svg(drawn, name="level", alt="x"))
    record = answers(svg)
    assert (record["read"], record["names"], record["colours"]) == ("column", ["Kota Mojokerto"], ["own"])
    assert record["columns"] == ["2019*", "2020*", "2022*"]  # no answer where there is no figure
    assert [point[5] for point in record["points"]] == ["100,0", "96,3", "104,0"]
    marks = re.findall(r'<use [^>]*?x="([\d.]+)" y="([\d.]+)"', svg)
    places = [(round(float(x) * 10), round(float(y) * 10)) for x, y in marks]
    assert len(places) == 3
    for point, place in zip(record["points"], places, strict=True):
        assert abs(point[3] - place[0]) <= 1
        assert abs(point[4] - place[1]) <= 1


def test_panels_with_the_same_years_have_places_of_their_own_and_a_gap_begins_a_line_anew() -> None:
    drawn, panels = figure.canvas(panels=2)
    for axes in panels:
        axes.plot([2019, 2020, 2021], [1.0, 2.0, 3.0])
        points.line(axes, {2019: 1.0, 2020: 2.0, 2021: 3.0}, name="A", value=str, colour=palette.OWN)
        points.line(axes, {2019: 1.5, 2021: 3.5}, name="B", value=str, colour=palette.LOW)
    record = answers(str(inline_svg(drawn, name="x", alt="x")))
    assert record["columns"] == ["2019", "2020", "2021"] * 2
    assert record["x"] == sorted(set(record["x"]))
    assert [line[:3] for line in record["lines"]] == [
        [0, 0, 0], [1, 1, 0], [1, 1, 2], [0, 0, 3], [1, 1, 3], [1, 1, 5]
    ]  # fmt: skip
    assert [point[5] for point in record["points"]] == ["1.0", "2.0", "3.0", "1.5", "3.5"] * 2


def test_answers_are_in_the_language_of_the_page() -> None:
    drawn, (axes,) = figure.canvas()
    with use_language("en"):
        points.row(axes, (0.5, 0.5), "Kota Mojokerto", n.percent(3.65))
        assert answers(str(inline_svg(drawn, name="x", alt="x")))["points"][0][5] == "3.65\N{NO-BREAK SPACE}per cent"


def test_no_name_leaves_its_attribute() -> None:
    drawn, (axes,) = figure.canvas()
    name = """<script>alert("x")</script> & 'kutip' > \\ \n"""
    points.dot(axes, (0.5, 0.5), name, name, part=name, radius=0.25)
    svg = str(inline_svg(drawn, name="x", alt="x"))
    record = answers(svg)
    assert "<script" not in svg
    assert record["names"] == record["columns"] == [name]
    assert record["points"][0][5] == name
    width = axes.transData.transform((0.75, 0))[0] - axes.transData.transform((0.5, 0))[0]
    assert record["points"][0][6] == round(width * 10)


def test_a_drawing_without_points_carries_none() -> None:
    drawn, _ = figure.canvas()
    assert "data-points" not in inline_svg(drawn, name="x", alt="x")


def test_points_keep_no_figure_in_memory() -> None:
    drawn, (axes,) = figure.canvas()
    points.line(axes, {2019: 1.0, 2020: 2.0}, name="A", value=str, colour=palette.OWN)
    assert answers(str(inline_svg(drawn, name="x", alt="x")))["names"] == ["A"]
    found = weakref.ref(drawn)
    del drawn, axes
    gc.collect()
    assert found() is None
