"""Notebooks whose cells only call functions of reports, as their sources say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from nbformat.v4 import new_code_cell

from umkm_analysis.datasets import project
from umkm_analysis.jupyter.engine import with_parameters
from umkm_analysis.jupyter.variants.plain_calls import cells_in_common
from umkm_analysis.reports.registry import REPORTS

if TYPE_CHECKING:
    from umkm_analysis.reports.report import Report

GIVEN = 'region = "3576"\nyear: int = 2019\nlanguage = "id"'
SET = "from umkm_analysis.i18n.translation import set_language\nset_language(language)"
SHOW = """from umkm_analysis.reports.economic_recovery import analysis, page as show
from umkm_analysis.pages import fragment"""
ANALYSE = "result = analysis.analyse(region, base_year=year)"


def in_common(*sources: str, given: str = GIVEN) -> frozenset[int] | None:
    cells = [new_code_cell(given, metadata={"tags": ["parameters"]}), *map(new_code_cell, sources)]
    return cells_in_common(cells, "language")


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_of_each_report_s_notebook_the_analysis_alone_is_in_common(report: Report) -> None:
    path = project.notebook(report.notebook)
    cells = with_parameters(path, {"region": "3576", "language": "id"}, kernel=("python3", "python")).cells
    found = cells_in_common(cells, "language")
    assert found is not None
    assert [cells[index].source.partition("(")[0] for index in found] == ["result = analysis.analyse"]


def test_cells_that_only_call_functions_of_a_report() -> None:
    assert in_common(f"{SET}\n{SHOW}", ANALYSE, "", "show.opening(result)", "fragment.stylesheet()") == {2}
    assert in_common(SHOW, SET, "a = analysis.analyse(region)\nb = analysis.analyse(3500)", "show.opening(b)") == {3}
    # what is worked out in a language is not in common, nor what is made of it
    assert in_common(SHOW, SET, "a = analysis.analyse(language)", "b = analysis.analyse(a)", "show.growth(b)") == set()
    assert in_common(SHOW, SET, f"{ANALYSE}\nshow.growth(result)") == set()


@pytest.mark.parametrize(
    ("named", "shows"),
    [
        ("part = show.growth(result)", "fragment.together(part)"),
        ("text = show.t('Sektor')", "show.paragraphs(text)"),
        ("result2 = analysis.provenance(result)", "show.claims(result2)"),
        ("result2 = show.analyse(result)", "show.claims(result2)"),
    ],
)
def test_only_an_analysis_is_the_same_in_each_language(named: str, shows: str) -> None:
    assert in_common(f"{SET}\n{SHOW}", ANALYSE, named, shows) == {2}
    assert in_common(f"{SET}\n{SHOW}", ANALYSE, named, "other = analysis.analyse(result)") == {2, 4}
    name, _, _ = named.partition(" ")
    assert in_common(f"{SET}\n{SHOW}", ANALYSE, named, f"other = analysis.analyse({name})") == {2}


@pytest.mark.parametrize("first", [ANALYSE, "show.growth(True)"])
def test_a_function_that_is_called_before_the_language_is_set_speaks_that_of_the_run_before(first: str) -> None:
    assert in_common(SHOW, SET, ANALYSE, "show.growth(True)") == {3}
    assert in_common(SHOW, first, SET) is None
    assert in_common(SHOW, "from umkm_analysis.i18n.translation import set_language", ANALYSE) is None


@pytest.mark.parametrize("position", range(3))
def test_a_cell_that_is_passed_over_sets_no_language(position: int) -> None:
    cells = [new_code_cell(GIVEN, metadata={"tags": ["parameters"]}), *map(new_code_cell, (f"{SET}\n{SHOW}", ANALYSE))]
    assert cells_in_common(cells, "language") == {2}
    cells[position].metadata["tags"] = [*cells[position].metadata.get("tags", []), "skip-execution"]
    assert cells_in_common(cells, "language") is None


@pytest.mark.parametrize(
    "source",
    [
        "import os",
        "import umkm_analysis.reports.economic_recovery.page",
        "from umkm_analysis.reports.economic_recovery import *",
        "from umkm_analysis.reports.economic_recovery import figures",
        "from umkm_analysis.jupyter.kernels import processes",
        "from .reports import page",
        "from umkm_analysis.reports.economic_recovery import page as set_language",
        "from umkm_analysis.reports.economic_recovery import page as region",
        "from umkm_analysis.reports.economic_recovery import page as result",
        "from umkm_analysis.i18n.translation import set_language as speak",
        "from mine import set_language",
        "set_language('en')",
        "set_language(language.upper())",
        "set_language.cache_clear()",
        "show.opening(result).html",
        "show.opening(result.path)",
        "show.opening(analysis.analyse(region))",
        "show.opening(*result)",
        "show.opening(**result)",
        "show.opening(lambda: 1)",
        "show._private(result)",
        "show.pd.set_option('a', 1)",
        "opening(result)",
        "other.opening(result)",
        "result.mutate()",
        "result = analysis.analyse(region)",
        "region = analysis.analyse(region)",
        "show = analysis.analyse(region)",
        "set_language = analysis.analyse(region)",
        "result.path = analysis.analyse(region)",
        "first, second = analysis.analyse(region)",
        "first = second = analysis.analyse(region)",
        "first: object = analysis.analyse(region)",
        "x = 1",
        "x = result",
        "show.opening(_)",
        "show.opening(_5)",
        "show.opening(Out)",
        "show.opening(print)",
        "show.opening(show)",
        "show.opening(later)",
        "_ = analysis.analyse(region)",
        "from umkm_analysis.reports.economic_recovery import page as _",
        "result",
        "print(1)",
        "if result: show.opening(result)",
        "for _ in result: show.opening(result)",
        "def opening(result): ...",
        "await show.opening(result)",
        "del result",
        "%matplotlib inline",
        "!echo",
        "this is no Python",
    ],
)
def test_whatever_else_a_cell_does_the_runs_are_not_made_in_one_process(source: str) -> None:
    cells = [f"{SET}\n{SHOW}", ANALYSE, "show.opening(result)"]
    assert in_common(*cells) == {2}
    assert in_common(*cells, source) is None


def test_parameters_are_values_and_a_language_is_set() -> None:
    assert in_common(f"{SET}\n{SHOW}", ANALYSE, given='region = input()\nlanguage = "id"') is None
    assert in_common(SHOW, ANALYSE, "show.opening(result)") is None
    assert in_common("set_language(language)", SHOW, ANALYSE) is None


@pytest.mark.parametrize(
    ("line", "is_plain"),
    [
        ("name: str = 'a'", True),
        ("name: typing.Literal['a', 'b'] | None = 'a'", True),
        ("name: dict[str, list[int]] = None", True),
        ("name = other = 'a'", True),
        ("name: print('said') = 'a'", False),
        ("name: [print for _ in 'a'] = 'a'", False),
        ("name: (region := 'b') = 'a'", False),
        ("print.name = 'a'", False),
        ("print.name: str = 'a'", False),
        ("__import__('os').environ['TZ'] = 'UTC'", False),
        ("name = __import__('os').environ['TZ'] = 'UTC'", False),
    ],
)
def test_a_cell_of_parameters_names_values_and_does_no_more(line: str, is_plain: bool) -> None:  # noqa: FBT001
    found = in_common(f"{SET}\n{SHOW}", ANALYSE, given=f"{GIVEN}\n{line}")
    assert found == ({2} if is_plain else None)
