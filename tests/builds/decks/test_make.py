"""Decks read back by python-pptx, and held against the records of the same reports."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any

import pytest
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Pt

from umkm_analysis.analysis.claims import claims_on
from umkm_analysis.builds.decks.make import make_decks
from umkm_analysis.builds.plan import Task
from umkm_analysis.datasets import project, regions
from umkm_analysis.i18n.translation import t, use_language
from umkm_analysis.jupyter.records import RECORD_MIME
from umkm_analysis.reports.registry import find_report

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("decks")]  # which are made once
MADE = (
    ("3576", "economic-recovery", "id"),
    ("9471", "economic-recovery", "en"),
    ("3500", "province-overview", "id"),
    ("3576", "procurement-share", "en"),
    ("3576", "umkm-onboarding", "id"),
)
DASH = "\N{MINUS SIGN}"


@pytest.fixture(scope="module")
def decks(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str, str], Path]:
    folder = tmp_path_factory.mktemp("decks")
    tasks = [Task(regions.find(code), find_report(report), language) for code, report, language in MADE]
    made = list(make_decks(tasks, output=folder, address="https://contoh.example/laporan/"))
    assert [deck.reason for deck in made] == [None] * len(MADE)
    return dict(zip(MADE, (deck.file for deck in made), strict=True))


def record_of(code: str, report: str, language: str) -> Any:
    of = find_report(report)
    with use_language(language):
        page = of.page()
        return page.provenance(of.analyse(code, **of.parameters))._repr_mimebundle_()[RECORD_MIME]


def charts(file: Path) -> list[Any]:
    return [shape.chart for slide in Presentation(str(file)).slides for shape in slide.shapes if shape.has_chart]


def points(chart: Any) -> dict[str, dict[str, float | None]]:
    names = [str(name) for name in chart.plots[0].categories]
    return {series.name: dict(zip(names, series.values, strict=True)) for series in chart.plots[0].series}


@pytest.mark.parametrize(("code", "language"), [("3576", "id"), ("9471", "en")])
def test_figures_of_the_charts_are_those_of_the_record(
    decks: dict[tuple[str, str, str], Path], code: str, language: str
) -> None:
    _, growth, level, *_ = charts(decks[code, "economic-recovery", language])
    record = record_of(code, "economic-recovery", language)["figures"]
    name = regions.find(code).name
    held = 0
    for chart, figures in ((growth, record["growth_pct"]), (level, record["level_index"])):
        own = {year.rstrip("*"): value for year, value in points(chart)[name].items()}
        for year, value in figures[code].items():
            if value is None:
                assert own.get(year) is None, year
            else:
                assert own[year] == pytest.approx(value, abs=0.0051), year
                held += 1
    assert held > 12


def test_missing_years_are_gaps_and_years_that_are_not_final_are_marked(
    decks: dict[tuple[str, str, str], Path],
) -> None:
    level = charts(decks["3576", "economic-recovery", "id"])[2]
    assert None in points(level)["Indonesia"].values()
    assert 'dispBlanksAs val="gap"' in level.part.blob.decode()
    assert "2025*" in points(level)["Kota Mojokerto"]


def test_a_long_ranking_shows_both_ends_and_says_how_many_it_leaves_out(
    decks: dict[tuple[str, str, str], Path],
) -> None:
    deck = Presentation(str(decks["3500", "province-overview", "id"]))
    slide = next(one for one in deck.slides if "dari 38 daerah mencapai atau melampaui" in one.shapes.title.text)
    (chart,) = (shape.chart for shape in slide.shapes if shape.has_chart)
    values = [value for value in chart.plots[0].series[0].values if value is not None]
    assert values == sorted(values, reverse=True)
    assert len(values) == 8
    assert "… 30 lainnya" in "".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def test_an_index_is_named_and_says_where_its_lines_begin(decks: dict[tuple[str, str, str], Path]) -> None:
    chart = next(
        one for one in charts(decks["3500", "province-overview", "id"]) if one.plots[0].series[0].values[0] > 100
    )
    assert re.fullmatch(r"Indeks PDRB 20\d\d\**, 2019 = 100", chart.plots[0].series[0].name)
    assert chart.value_axis.visible
    assert chart.value_axis.axis_title.text_frame.text == "2019 = 100"


def test_a_fall_and_the_rise_after_it_are_a_slide(decks: dict[tuple[str, str, str], Path]) -> None:
    drawn = [
        one
        for one in charts(decks["3576", "economic-recovery", "id"])
        if [*one.plots[0].categories] == ["2019", "2020", "2021"]
    ]
    assert [points(one)["Kota Mojokerto"]["2020"] for one in drawn] == [pytest.approx(96.31, abs=0.006)]


@pytest.mark.parametrize("key", MADE)
def test_a_deck_has_its_slides_in_their_order_with_notes(decks: dict[tuple[str, str, str], Path], key: Any) -> None:
    code, report, language = key
    deck = Presentation(str(decks[key]))
    slides = list(deck.slides)
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert titles[0] == regions.find(code).name
    with use_language(language):
        assert titles[-1] == t("Bawa pulang pesannya")
        cells = json.loads(project.notebook(find_report(report).notebook).read_text(encoding="utf-8"))["cells"]
        first = next("".join(cell["source"]) for cell in cells if "notes" in cell["metadata"].get("tags", []))
        assert slides[0].notes_slide.notes_text_frame.text == t(first)
    assert [len(title) > 0 for title in titles] == [True] * len(titles)
    pictures = [
        shape for shape in slides[-1].shapes if shape.shape_type is not None and "PICTURE" in str(shape.shape_type)
    ]
    assert len(pictures) == 1
    described = pictures[0].element.nvPicPr.cNvPr.get("descr")
    assert described.endswith(f"{language}/{regions.find(code).slug}/{report}.html")
    sizes = [
        run.font.size for slide in slides for shape in slide.shapes if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs for run in paragraph.runs
    ]  # fmt: skip
    assert min(sizes) >= Pt(12)
    assert {shape.chart.font.size for slide in slides for shape in slide.shapes if shape.has_chart} <= {Pt(14)}
    assert sum(shape.has_chart for slide in slides for shape in slide.shapes) >= 1


def test_a_map_is_a_picture_that_is_described(decks: dict[tuple[str, str, str], Path]) -> None:
    deck = Presentation(str(decks["3500", "province-overview", "id"]))
    pictures = [shape for slide in list(deck.slides)[:-1] for shape in slide.shapes if hasattr(shape, "image")]
    (picture,) = pictures
    assert picture.element.nvPicPr.cNvPr.get("descr").startswith("Peta daerah. ")
    assert picture.image.content_type == "image/png"
    assert picture.image.size[0] >= 1900


def test_intervals_are_error_bars_of_their_own_and_stand_in_the_names(
    decks: dict[tuple[str, str, str], Path],
) -> None:
    chart = charts(decks["3576", "umkm-onboarding", "id"])[0]
    (bars,) = chart.plots[0].series
    found = dict(zip(chart.plots[0].categories, bars.values, strict=True))
    element = bars._element  # noqa: SLF001 - python-pptx has no way of its own
    ends = [
        [float(value.text) for value in element.findall(f".//{qn(f'c:{side}')}//{qn('c:v')}")]
        for side in ("minus", "plus")
    ]
    assert len(ends[0]) == len(ends[1]) == len(found)
    for (name, value), minus, plus in zip(found.items(), *ends, strict=True):
        low, high = (float(end.replace(",", ".")) for end in name.split("(")[1].rstrip(")").split("–"))
        assert (value - minus, value + plus) == pytest.approx((low, high), abs=0.1)
        assert low <= value <= high
    assert chart.value_axis.maximum_scale >= max(
        value + plus for value, plus in zip(found.values(), ends[1], strict=True)
    )


def test_claims_stand_as_quote_against_fact(decks: dict[tuple[str, str, str], Path]) -> None:
    deck = Presentation(str(decks["3576", "economic-recovery", "id"]))
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    rows = [[cell.text_frame.text for cell in row.cells] for table in tables for row in list(table.rows)[1:]]
    assert rows
    assert len(rows) <= len(claims_on("3576"))
    assert any(
        "“minus 3,69”" in quote and said == f"{DASH}3,69 persen".replace(" ", "\xa0") for quote, said, *_ in rows
    )
    assert all(len(row) == 4 and row[3][0] in "✓≈✗?" for row in rows)


def test_equal_decks_are_equal_bytes(decks: dict[tuple[str, str, str], Path], tmp_path: Path) -> None:
    key = ("3576", "umkm-onboarding", "id")
    task = Task(regions.find(key[0]), find_report(key[1]), key[2])
    (again,) = make_decks([task], output=tmp_path, address="https://contoh.example/laporan")
    assert again.file.read_bytes() == decks[key].read_bytes()


def test_a_deck_that_cannot_be_made_stops_no_other_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = [Task(regions.find(code), find_report("umkm-onboarding")) for code in ("3576", "3500")]
    blocked = tmp_path / "id" / tasks[0].region.slug
    blocked.parent.mkdir()
    blocked.write_text("a file where a folder should be")
    monkeypatch.setattr("umkm_analysis.builds.decks.make.collect", lambda _: [])
    first, second = make_decks(tasks, output=tmp_path)
    assert first.reason is not None
    assert second.reason is None
    assert second.file.is_file()
    assert blocked.read_text() == "a file where a folder should be"
    assert math.isfinite(second.file.stat().st_size)
