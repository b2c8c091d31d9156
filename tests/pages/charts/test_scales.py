from __future__ import annotations

import datetime as dt
import re

import pytest

from umkm_analysis.i18n.formatting import number, short_day
from umkm_analysis.i18n.translation import use_language
from umkm_analysis.pages.charts import figure, palette, scales, style
from umkm_analysis.pages.charts.svg import inline_svg


def texts(svg: str) -> dict[str, tuple[float, float]]:
    return {
        text: (float(x), float(y))
        for x, y, text in re.findall(r'<text [^>]*x="([^"]+)" y="([^"]+)"[^>]*>([^<]*)<', svg)
    }


@pytest.mark.parametrize("span", [(96.1, 101.9), (80.0, 117.0), (-0.4, 0.7), (-4.2, 6.3), (99.0, 99.9), (117.0, 80.0)])
@pytest.mark.parametrize("digits", [0, 1])
@pytest.mark.parametrize("along", ["x", "y"])
def test_a_line_stands_where_its_number_says_and_inside_the_chart(
    span: tuple[float, float], digits: int, along: str
) -> None:
    _, (axes,) = figure.canvas()
    (axes.set_xlim if along == "x" else axes.set_ylim)(span)
    places = scales.numbers(axes, along, digits)  # type: ignore[arg-type]
    assert places == pytest.approx([round(place, digits) for place in places])
    assert places
    assert all(min(span) <= place <= max(span) for place in places)
    assert [text.get_text() for text in axes.texts] == [number(place, digits) for place in places]
    (lines,) = axes.collections
    drawn = [segment[0][1 if along == "y" else 0] for segment in lines.get_segments()]
    assert drawn == pytest.approx(places)


def test_numbers_stand_beside_their_lines_and_years_below_their_points() -> None:
    drawn, (axes,) = figure.canvas()
    axes.plot([2019, 2021], [96.0, 102.0], color=palette.OWN)
    scales.numbers(axes, "y")
    scales.years(axes, [2019, 2020, 2021])
    svg = str(inline_svg(drawn, name="x", alt="x"))
    found = texts(svg)
    left, foot = axes.get_position().x0 * figure.WIDTH * style.POINTS, figure.HEIGHT * style.POINTS
    foot *= 1 - axes.get_position().y0
    across = [found[year][0] for year in ("2019", "2020", "2021")]
    rounding = 0.051  # places are written to a tenth
    assert across[1] - across[0] == pytest.approx(across[2] - across[1], abs=4 * rounding)
    assert all(foot < found[year][1] < foot + 20 for year in ("2019", "2020", "2021"))
    levels = [found[label][1] for label in ("96", "98", "100", "102")]
    assert levels == sorted(levels, reverse=True)
    assert all(found[label][0] == pytest.approx(left - scales.PAD, abs=rounding) for label in ("96", "102"))


def test_what_is_drawn_after_a_scale_does_not_move_it() -> None:
    _, (axes,) = figure.canvas()
    axes.plot([0, 1], [0, 1])
    scales.numbers(axes, "y", 1)
    before = axes.get_ylim()
    axes.plot([0, 1], [0, 100])
    assert axes.get_ylim() == before


def test_a_scale_speaks_the_language_of_its_page() -> None:
    shown = {}
    for language in ("id", "en"):
        _, (axes,) = figure.canvas()
        axes.set_xlim(-1, 1)
        with use_language(language):
            scales.numbers(axes, "x", 1, signed=True)
        shown[language] = [text.get_text() for text in axes.texts]
    assert shown["id"][0] == "−1,0"
    assert shown["en"][-1] == "+1.0"


def test_a_narrow_span_is_written_with_the_digits_it_needs() -> None:
    _, (axes,) = figure.canvas()
    axes.set_ylim(0.21, 0.79)
    assert scales.numbers(axes, "y") == pytest.approx([0.3, 0.4, 0.5, 0.6, 0.7])
    assert [text.get_text() for text in axes.texts] == ["0,3", "0,4", "0,5", "0,6", "0,7"]


def test_days_without_room_are_left_out_but_for_those_that_come_first() -> None:
    days = [dt.date(2025, 1, 31), dt.date(2025, 3, 31), dt.date(2025, 4, 2), dt.date(2025, 9, 30)]
    written = {}
    for first in ((), (days[1],)):
        _, (axes,) = figure.canvas()
        axes.set_xlim(days[0].toordinal() - 20, days[-1].toordinal() + 20)
        scales.days(axes, days, first=first)
        written[first] = {text.get_text() for text in axes.texts}
    assert written == {(): {"31 Jan", "2 Apr", "30 Sep"}, (days[1],): {"31 Jan", "31 Mar", "30 Sep"}}
    with use_language("id"):
        assert short_day(dt.date(2025, 8, 17)) == "17 Agu"


def test_a_year_without_room_leaves_no_mark_alone() -> None:
    states = {2023: "preliminary", 2024: "very preliminary", 2025: "very preliminary"}
    _, (axes,) = figure.canvas(width=3.0)
    axes.set_xlim(2015, 2026)
    scales.years(axes, range(2016, 2026), states=states)
    written = [text.get_text() for text in axes.texts]
    assert written[-1] == "2025**"
    assert len(written) < len(range(2016, 2026))
    assert [text for text in written if re.fullmatch(r"\*+", text)] == []
