"""Questions and parts of ITKP on the procurement page: as the lines give them, and accusing nobody."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from html import unescape
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pandas as pd
import pytest

from tests.conftest import copy_project
from umkm_analysis.datasets import regions
from umkm_analysis.datasets.procurement_lines.sample import write_sample
from umkm_analysis.datasets.procurement_lines.store.engines import PAPERS
from umkm_analysis.i18n.translation import use_language
from umkm_analysis.reports.procurement_share import analysis
from umkm_analysis.reports.procurement_share.line_page import governance, page, questions
from umkm_analysis.reports.procurement_share.lines.analysis import LineAnalysis, analyse_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.xdist_group("questions")  # whose lines are imported once
ACCUSING = re.compile(
    r"curang|korup|langgar|melawan|salah|tuduh(?!an:)|fraud|corrupt|violat|illegal|guilty|accus(?!ations:)"
)


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LineAnalysis]:
    home = copy_project(tmp_path_factory.mktemp("home"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UMKM_HOME", str(home))
        patch.delenv("UMKM_LINES", raising=False)
        write_sample([regions.find("3576")], [2024], each=2000)
        found = analyse_lines(regions.find("3576"))
        assert found is not None
        yield found


def result(lines: LineAnalysis) -> Any:
    return SimpleNamespace(region=regions.find("3576"), lines=lines, claims=pd.DataFrame())


def rows(html: str, name: str) -> list[list[str]]:
    """Rows of a table's CSV, without its head."""
    (link,) = re.findall(rf'download="{name}-id.csv" href="data:text/csv[^,]*,([^"]*)"', html)
    text = unquote(unescape(link)).removeprefix("\N{BYTE ORDER MARK}")
    return list(csv.reader(io.StringIO(text)))[1:]


def test_each_question_stands_with_its_packages_and_coverage(lines: LineAnalysis) -> None:
    with use_language("id"):
        html = str(questions.questions(result(lines)).html)
    shown = rows(html, "pertanyaan")
    assert len(shown) == len(lines.questions.table) == 7
    for cells, row in zip(shown, lines.questions.table.itertuples(), strict=True):
        assert [int(cell) for cell in cells[1:5]] == [row.raised, row.rupiah, row.known, row.asked_of]
    assert lines.questions.table.set_index("name").loc["ask_single_bidder", "raised"] > 0
    for name in lines.questions.packages:
        assert f"figure={name}" in html


def test_what_is_not_known_is_a_dash_and_no_zero(lines: LineAnalysis) -> None:
    table = lines.questions.table.assign(known=0, raised=0, rupiah=0, rate=float("nan"))
    unknown = replace(lines, questions=replace(lines.questions, table=table, packages={}))
    with use_language("id"):
        shown = rows(str(questions.questions(result(unknown)).html), "pertanyaan")
    assert {tuple(cells[1:4]) for cells in shown} == {("", "", "0")}


@pytest.mark.parametrize("language", ["id", "en"])
def test_questions_accuse_nobody_and_name_no_supplier(lines: LineAnalysis, language: str) -> None:
    with use_language(language):
        text = questions.questions(result(lines)).text + str(questions.questions(result(lines)).html)
        assert {"id": "Pertanyaan, bukan tuduhan:", "en": "Questions, not accusations:"}[language] in text
        assert not ACCUSING.search(text.lower())
        assert "PENYEDIA SINTETIS" not in text
        asked = [questions.question(name) for name in questions.QUESTION]
    assert all(question.endswith("?") for question in asked)
    assert len(set(asked)) == 7


def test_the_rate_of_single_bidders_is_that_of_the_question_where_bidders_came_apart(lines: LineAnalysis) -> None:
    apart = replace(lines, yearly=lines.yearly.assign(single_bid_rate=float("nan")))
    rate = lines.questions.table.set_index("name").loc["ask_single_bidder", "rate"]
    nobody = replace(apart, questions=replace(lines.questions, table=lines.questions.table.assign(known=0)))
    name = "Tender dengan satu peserta (persen)"
    with use_language("id"):
        shown, unknown = (
            {cells[0]: cells[1] for cells in rows(str(page.own_shares(result(case)).html), "rencana-realisasi")}[name]
            for case in (apart, nobody)
        )
    assert float(shown) == pytest.approx(rate, abs=0.005)
    assert unknown == ""


def test_parts_of_itkp_are_those_of_the_lines_and_have_no_sum(lines: LineAnalysis) -> None:
    with use_language("id"):
        shown = rows(str(governance.itkp(lines).html), "komponen-itkp")
    assert len(shown) == 8
    table = lines.governance.set_index("component")
    coverage = lines.yearly.set_index("year").loc[2024, "rup_coverage"]
    assert table.loc["sirup", "share"] == pytest.approx(coverage)
    assert table.loc["sirup", "points"] == pytest.approx(min(coverage, 100) / 10)
    assert table.loc[["people", "maturity", "online_shop"], "points"].isna().all()
    assert [float(cells[8]) for cells in shown if cells[8]] == pytest.approx(
        table["points"].dropna().tolist(), abs=0.01
    )


def test_without_a_weight_of_that_year_or_before_there_are_no_points(lines: LineAnalysis) -> None:
    weightless = lines.governance.assign(weight=float("nan"), weight_year=pd.NA, points=float("nan"))
    with use_language("id"):
        shown = rows(str(governance.itkp(replace(lines, governance=weightless)).html), "komponen-itkp")
    assert {(cells[6], cells[7], cells[8]) for cells in shown} == {("", "tidak disebut dalam sumber yang ditelaah", "")}


def test_a_page_is_stale_when_bids_or_schedules_come(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {None: ["lines"], PAPERS: []}
    monkeypatch.setattr(analysis.catalog, "of_region", lambda _, stages=None: list(found[stages]))
    before = analysis.extra_inputs(regions.find("3576"))
    found[PAPERS] = ["bidders"]
    assert analysis.extra_inputs(regions.find("3576")) != before
    found[None] = []
    assert analysis.extra_inputs(regions.find("3576")) == {}  # bids alone make no page
