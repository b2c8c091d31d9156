from __future__ import annotations

import errno
import json
import os
from typing import TYPE_CHECKING

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from umkm_analysis.building import parameters, plan, publish, reports
from umkm_analysis.building.export import NotPublishable, export
from umkm_analysis.errors import UsageError
from umkm_analysis.presentation.fragment import RECORD_MIME

if TYPE_CHECKING:
    from pathlib import Path

    import nbformat

RECORD = {"page": {"title": "T", "description": "D", "language": "id"}, "headline": {}, "figures": {"x": 1.5}}


def test_the_default_scope_is_jawa_timur_and_the_forum() -> None:
    chosen = plan.choose_regions()
    assert len(chosen) == 41
    assert {"3500", "3576", "1374", "5171"} <= {region.code for region in chosen}


@pytest.mark.parametrize(
    ("scope", "count"),
    [
        ({"named": ["3576", "Kota Mojokerto"]}, 1),
        ({"provinces": ["Bali"]}, 10),
        ({"everything": True}, 549),
        ({"named": ["0000"], "provinces": ["5100"]}, 11),
    ],
)
def test_scopes(scope: dict[str, list[str] | bool], count: int) -> None:
    assert len(plan.choose_regions(**scope)) == count


def test_all_with_a_narrower_scope_is_refused() -> None:
    with pytest.raises(UsageError, match="--all already covers"):
        plan.choose_regions(named=["3576"], everything=True)


def test_a_city_is_no_province() -> None:
    with pytest.raises(UsageError, match="use --region 3576"):
        plan.choose_regions(provinces=["3576"])


def test_what_is_left_out_has_a_reason() -> None:
    made = plan.make_plan(plan.choose_regions(named=["3501", "3576"]))
    assert [task.title for task in made.tasks] == [
        "3501 Kabupaten Pacitan · economic-recovery",
        "3576 Kota Mojokerto · economic-recovery",
        "3576 Kota Mojokerto · procurement-share",
    ]
    assert [(one.region.code, one.report.name) for one in made.left_out] == [("3501", "procurement-share")]
    assert made.tasks[1].page == "id/3576-kota-mojokerto/economic-recovery.html"


def test_limit_and_report_narrow_the_plan() -> None:
    made = plan.make_plan(plan.choose_regions(), reports=["economic_recovery"], limit=3)
    assert [task.report.name for task in made.tasks] == ["economic-recovery"] * 3


def test_an_unknown_report_is_refused_with_the_near_one() -> None:
    with pytest.raises(UsageError, match="Did you mean economic-recovery"):
        reports.find_report("economic-recovry")


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ("base_yaer=2019", "Did you mean base_year"),
        ("base_year=2019,5", "not a whole number"),
        ("base_year", "write NAME=VALUE"),
        ("region=3576", "--region"),
    ],
)
def test_a_wrong_parameter_is_refused(root: Path, given: str, answer: str) -> None:
    with pytest.raises(UsageError, match=answer):
        parameters.read_parameters([given], [root / "notebooks" / "economic_recovery.ipynb"])


def test_a_parameter_has_the_type_of_its_default(root: Path) -> None:
    notebook = root / "notebooks" / "economic_recovery.ipynb"
    assert parameters.read_parameters(["base_year=2018"], [notebook]) == {"base_year": 2018}


def test_files_are_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page, record = tmp_path / "a" / "page.html", tmp_path / "a" / "page.json"
    publish.publish({page: "old", record: "old"})

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        publish.publish({page: "new", record: "new"})
    assert [path.read_text() for path in (page, record)] == ["old", "old"]
    assert sorted(path.name for path in page.parent.iterdir()) == ["page.html", "page.json"]


def _executed(*outputs: nbformat.NotebookNode) -> nbformat.NotebookNode:
    return new_notebook(cells=[new_code_cell("secret_code", outputs=list(outputs))])


def _shown(data: dict[str, object]) -> nbformat.NotebookNode:
    return new_output("display_data", data=data)


def test_a_page_shows_outputs_and_no_code() -> None:
    made = export(_executed(_shown({"text/html": "<p>seen</p>", RECORD_MIME: RECORD})))
    assert "<p>seen</p>" in made.html
    assert "secret_code" not in made.html
    assert json.loads(made.record) == RECORD


def test_export_is_stable() -> None:
    node = _executed(_shown({"text/html": "<p>seen</p>", RECORD_MIME: RECORD}))
    assert export(node) == export(node)


@pytest.mark.parametrize(
    ("outputs", "why"),
    [
        pytest.param([], "0 records", id="nothing"),
        pytest.param([_shown({RECORD_MIME: RECORD})] * 2, "2 records", id="two records"),
        pytest.param([new_output("error", ename="ValueError", evalue="x", traceback=[])], "ValueError: x", id="error"),
        pytest.param([_shown({RECORD_MIME: {**RECORD, "figures": float("nan")}})], "JSON cannot", id="NaN"),
    ],
)
def test_what_makes_no_page_is_refused(outputs: list[nbformat.NotebookNode], why: str) -> None:
    with pytest.raises(NotPublishable, match=why):
        export(_executed(*outputs))
