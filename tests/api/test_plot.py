"""Charts of the library: in house style, with their words and source, and saved with real letters."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from fontTools.ttLib import TTFont
from IPython.core.formatters import DisplayFormatter
from IPython.core.pylabtools import print_figure
from matplotlib.figure import Figure

import umkm_analysis as ua
from umkm_analysis.api.plot import maps
from umkm_analysis.datasets.boundaries.store import Boundaries, Outline
from umkm_analysis.errors import UsageError
from umkm_analysis.pages import assets

if TYPE_CHECKING:
    from pathlib import Path

CITIES = ["Kota Mojokerto", "Kota Kediri", "Kota Blitar", "Kota Malang", "Kota Madiun"]


def _words(chart: Figure) -> list[str]:
    return [text.get_text() for text in chart.texts]


def _labels(chart: Figure) -> list[str]:
    return [text.get_text() for axes in chart.axes for text in axes.texts]


@pytest.fixture(scope="module")
def chart() -> Any:
    return ua.plot.level(CITIES, years=range(2017, 2026), language="en")


def test_a_chart_of_levels_names_its_lines_its_measure_and_its_source(chart: Any) -> None:
    assert isinstance(chart, Figure)
    words = _words(chart)
    assert words[:2] == [
        "All 5 regions at or above their 2019 level in 2025",
        "GRDP index at constant 2010 prices, 2019 = 100",
    ]
    below = " ".join(reversed(words[2:]))
    assert below.startswith("Source: QuaRCS-lab")
    assert "Data edition 2026." in below
    assert "2024** very preliminary" in below
    value = ua.level_index("Kota Kediri", years=2025)["level_index"][0]
    assert f"Kota Kediri {value:.1f}" in _labels(chart)


def test_the_same_chart_speaks_indonesian() -> None:
    words = _words(ua.plot.level("Kota Mojokerto", years=range(2017, 2023), language="id"))
    assert words[:2] == ["Kota Mojokerto: indeks 105,4 pada 2022", "Indeks PDRB ADHK 2010, 2019 = 100"]
    assert any(word.startswith("Sumber: ") for word in words)


def test_it_is_saved_as_svg_pdf_and_png_with_its_typeface(chart: Any, tmp_path: Path) -> None:
    for name in ("chart.svg", "chart.pdf", "chart.png"):
        chart.savefig(tmp_path / name)
    assert "<text" not in (tmp_path / "chart.svg").read_text(encoding="utf-8")  # outlines: the same everywhere
    pdf = (tmp_path / "chart.pdf").read_bytes()
    assert b"PlusJakartaSans-Bold" in pdf
    assert b"/FontFile2" in pdf  # TrueType, which can be searched
    assert b"/Type3" not in pdf
    assert (tmp_path / "chart.png").read_bytes()[:4] == b"\x89PNG"


def test_jupyterlab_shows_it_as_a_sharp_picture(chart: Any) -> None:
    shown, about = DisplayFormatter().format(chart)
    picture, size = base64.b64decode(shown["image/png"]), about["image/png"]
    assert size["alt"].startswith("All 5 regions at or above their 2019 level in 2025. ")  # a page needs it
    assert picture[:4] == b"\x89PNG"
    assert shown["text/plain"] == "<Chart: All 5 regions at or above their 2019 level in 2025>"
    assert size["width"] == pytest.approx(7 * 96, abs=1)
    assert int.from_bytes(picture[16:20], "big") == 2 * size["width"]
    inline = print_figure(chart, "png", base64=False)  # how a session with pyplot shows figures
    assert int.from_bytes(inline[16:20], "big") > 600


def test_all_514_are_drawn_and_those_highlighted_are_named() -> None:
    chart = ua.plot.level(highlight=["Kota Mojokerto", "Kabupaten Halmahera Tengah"], language="en")
    assert len(chart.axes[0].lines) > 514
    named = [label for label in _labels(chart) if "Halmahera" in label or "Mojokerto" in label]
    assert len(named) == 2
    assert "2 regions without a figure in 2025" in " ".join(_words(chart))
    with pytest.raises(UsageError, match="no more than 6 lines"):
        ua.plot.level(kind="kota", highlight=ua.regions(kind="kota")["code"][:7])
    with pytest.raises(UsageError, match="Kota Kediri is not among"):
        ua.plot.level("Kota Mojokerto", highlight="Kota Kediri")


def test_a_ranking_reads_from_the_highest_to_the_lowest_and_says_what_it_leaves_out() -> None:
    swings = ua.recovery()
    chart = ua.plot.ranking(swings, "swing_pp", most=10, highlight="3576", language="en")
    ordered = swings.sort_values("swing_pp", ascending=False)["name"].tolist()
    assert " ".join(_words(chart)[:2]).startswith(f"{ordered[0]} highest, {ordered[-1]} lowest")
    words = " ".join(_words(chart))
    assert "Growth in 2021 less growth in 2020 (percentage points)" in words
    assert "the highest 5 and the lowest 5 of 514 regions" in words
    names = [re.sub("^Kab. ", "Kabupaten ", label) for label in _labels(chart)]
    shown = [name for name in names if name in set(ordered)]
    assert shown == [*ordered[:5], "Kota Mojokerto", *ordered[-5:]]


def test_a_map_colours_both_sides_of_its_base_and_has_a_legend() -> None:
    index = ua.level_index(province="Jawa Timur", years=2021)
    chart = ua.plot.map(index, language="en")
    above = int((index["level_index"] >= 100).sum())
    assert _words(chart)[0] == f"{above} of 38 regions at or above 100"
    assert any(label.endswith("to below 100") for label in _labels(chart))
    circles = chart.axes[0].collections[-1]
    assert len(circles.get_offsets()) == 38
    assert "Natural Earth" in " ".join(reversed(_words(chart)))


def test_a_map_of_the_country_shows_java_again_and_larger() -> None:
    chart = ua.plot.map(ua.level_index(years=2021), language="en")
    country, java = chart.axes
    drawn = [len(axes.collections[-1].get_offsets()) for axes in (country, java)]
    assert sum(drawn) == 514
    assert drawn[1] == sum(len(ua.regions(province=code)) for code in ("31", "32", "33", "34", "35", "36"))
    assert "Java: see below" in _labels(chart)
    degrees = [axes.get_window_extent().width / (axes.get_xlim()[1] - axes.get_xlim()[0]) for axes in (country, java)]
    assert degrees[1] / degrees[0] == pytest.approx(3.1, abs=0.01)


@pytest.fixture
def boundaries(monkeypatch: pytest.MonkeyPatch) -> None:
    box = Outline(3, 0.001, {"3516": [[112400, 7400, 200, 0, 0, 200, -200, 0]]}, {"3516": (112.5, -7.5, 0.1)})
    found = Boundaries("2026-11-27T00:00:00Z", "BIG", "CC BY 4.0", "b.geojson", "0", "bps", {"0000": box, "3500": box})
    monkeypatch.setattr(maps, "boundaries", lambda: found)


@pytest.mark.usefixtures("boundaries")
def test_areas_are_drawn_where_boundaries_are_imported() -> None:
    values = pd.Series({"3516": 1.0, "3576": -1.0}, name="x")
    chart = ua.plot.map(values, form="areas", language="en")
    *_, areas, alone = chart.axes[0].collections
    (west, south), (east, north) = areas.get_paths()[0].get_extents().get_points()
    assert (west, south, east, north) == pytest.approx((112.4, -7.6, 112.6, -7.4))
    assert len(alone.get_offsets()) == 1
    assert "Boundaries: BIG (CC BY 4.0), simplified." in " ".join(reversed(_words(chart)))
    assert "GRDP" not in " ".join(_words(chart))
    every = ua.plot.map(values[["3516"]])
    assert "BIG" in " ".join(_words(every))
    some = ua.plot.map(values)  # not all of them have boundaries: circles
    assert "BIG" not in " ".join(_words(some))


def test_areas_without_boundaries_are_refused_with_the_way_to_get_them() -> None:
    values = pd.Series({"3516": 1.0, "3576": -1.0})
    with pytest.raises(UsageError, match="umkm import boundaries"):
        ua.plot.map(values, form="areas")
    with pytest.raises(UsageError, match='"areas" or "circles"'):
        ua.plot.map(values, form="dots")  # type: ignore[arg-type]


def test_a_series_by_name_can_be_drawn_too() -> None:
    values = pd.Series({"Kota Mojokerto": 3.0, "Kediri, Kota": 5.0}, name="my score")
    assert _words(ua.plot.ranking(values, language="en"))[:2] == [
        "Kota Kediri highest, Kota Mojokerto lowest",
        "my score",
    ]


@pytest.mark.parametrize(
    ("values", "column", "said"),
    [
        (pd.Series({"Mojokerto": 1.0}), None, "could be"),
        (pd.DataFrame({"daerah": [1]}), None, 'a column "code"'),
        ("swing_pp", None, "holds no figures"),
        (pd.DataFrame({"code": ["3576", "3576"], "x": [1.0, 2.0]}), "x", "several values"),
        (pd.DataFrame({"code": ["3576"], "swing_pp": [1.0]}), "swing", "Did you mean swing_pp"),
        (pd.DataFrame({"code": ["3576"], "x": [float("nan")]}), "x", "nothing to draw"),
    ],
)
def test_what_cannot_be_drawn_is_refused(values: Any, column: str | None, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        ua.plot.ranking(values, column)


def test_both_files_of_the_typeface_hold_the_same_letters() -> None:
    for face in assets.FACES.values():
        page, chart = TTFont(face), TTFont(face.with_suffix(".ttf"))
        assert chart.flavor is None
        assert page.getBestCmap() == chart.getBestCmap()
        assert page["glyf"].glyphs.keys() == chart["glyf"].glyphs.keys()


def test_a_scatter_names_what_its_correlation_rests_on_and_draws_it_at_the_edge() -> None:
    table = ua.join(ua.recovery()[["code", "swing_pp"]], ua.level_index(years=2025))
    chart = ua.plot.scatter(table, "swing_pp", "level_index", highlight="3576", language="en")
    assert _words(chart)[0] == "r = 0.84; without Kabupaten Halmahera Tengah −0.08"
    row = table.set_index("code").loc["8202"]
    edge = f"Kabupaten Halmahera Tengah ({row['swing_pp']:.1f}; {row['level_index']:,.1f})"
    assert edge in _labels(chart)
    assert "Kota Mojokerto" in _labels(chart)
    assert "Source: " in " ".join(_words(chart))
    assert max(axis.get_xlim()[1] for axis in chart.axes) < row["swing_pp"]


def test_the_swing_of_all_514_is_one_chart() -> None:
    chart = ua.plot.swing(highlight="Kota Mojokerto", language="en")
    swings = ua.recovery()["swing_pp"]
    assert " ".join(_words(chart)[:2]).startswith(
        f"Growth in 2021 above that of 2020 in {int((swings > 0).sum())} of 514"
    )
    assert sum(len(line.get_xdata()) for line in chart.axes[0].lines if line.get_marker() == "o") == 514


def test_the_label_of_a_line_that_ends_earlier_carries_its_year() -> None:
    chart = ua.plot.level(["3576", "3500", "1602"], language="en")
    index = ua.level_index(["3576", "3500", "1602"], wide=True)
    ends = {code: index[code].dropna() for code in index}
    assert [end.index[-1] for end in ends.values()] == [2025, 2024, 2021]
    labels = {" ".join(label.split()) for label in _labels(chart)}
    assert any(re.fullmatch(r"Kota Mojokerto \d+\.\d+", label) for label in labels)
    assert any(re.fullmatch(r"Jawa Timur \d+\.\d+ \(2024\)", label) for label in labels)
    assert any(re.fullmatch(r"Kabupaten Ogan Komering Ilir \d+\.\d+ \(2021\)", label) for label in labels)


@pytest.mark.parametrize("most", [-1, 0, 1, 2.5])
def test_a_ranking_has_room_for_the_highest_and_the_lowest(most: Any) -> None:
    with pytest.raises(UsageError, match="a whole number from 2"):
        ua.plot.ranking(ua.recovery(), "swing_pp", most=most)


@pytest.mark.parametrize(
    ("column", "title", "legend"),
    [
        ("level_index", "at or above 100", ["80 to below 100", "100 to below 120", "120 or more"]),
        ("swing_pp", "at or above 0", ["below −5", "−5 to below 0", "0 to below 5", "5 or more"]),
        ("trough_year", "at or above 20", ["below 20", "or more"]),
    ],
)
def test_a_map_has_classes_that_fit_what_it_shows(column: str, title: str, legend: list[str]) -> None:
    chart = ua.plot.map(ua.recovery(), column, language="en")
    assert title in " ".join(_words(chart)[:2])
    labels = " ".join(_labels(chart))
    assert all(words in labels for words in legend)
    assert "2,0" not in labels  # years have no mark of thousands


def test_amounts_stand_in_classes_of_about_as_many_regions() -> None:
    levels = ua.grdp(years=2022)
    chart = ua.plot.map(levels, language="en")
    highest, *_, lowest = levels.dropna().sort_values("grdp_billion_idr_2010", ascending=False)["name"]
    assert " ".join(_words(chart)).startswith(f"{highest} highest, {lowest} lowest")
    colours = [tuple(colour) for axes in chart.axes for colour in axes.collections[-1].get_facecolor()]
    counts = [colours.count(colour) for colour in set(colours)]
    assert len(counts) == 4
    assert max(counts) - min(counts) <= 6
