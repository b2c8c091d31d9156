"""Fragments escape what they show and carry their record."""

from __future__ import annotations

from umkm_analysis.jupyter.records import RECORD_MIME
from umkm_analysis.pages.charts import figure
from umkm_analysis.pages.charts.svg import inline_svg
from umkm_analysis.pages.fragment import Fragment, markup
from umkm_analysis.pages.tables import Column, table


def test_hostile_text_stays_text() -> None:
    hostile = '<script>alert("x")</script>'
    html = table(hostile, [Column(hostile)], [[hostile]], name="x", source=hostile).html + markup(
        "<p>{x}</p>", x=hostile
    )
    drawn, (axes,) = figure.canvas()
    figure.heading(axes, hostile)
    html += inline_svg(drawn, name="x", alt=hostile)
    assert "<script" not in html


def test_a_fragment_carries_its_record() -> None:
    bundle = Fragment(markup("<p>x</p>"), "x", {"a": 1})._repr_mimebundle_()
    assert bundle["text/html"] == '<div class="umkm"><p>x</p></div>'
    assert bundle[RECORD_MIME] == {"a": 1}
