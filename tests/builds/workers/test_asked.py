"""A page is what was asked for, or it is not published: whatever a notebook was saved with or has lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import nbformat
import pytest

from umkm_analysis.builds.job import Job
from umkm_analysis.builds.output.asked import misplaced, refuse_other_page
from umkm_analysis.builds.output.pdf import print_pages
from umkm_analysis.builds.plan import Plan, choose_regions, make_plan
from umkm_analysis.builds.workers.preloader import can_fork
from umkm_analysis.commands.pages import planning
from umkm_analysis.datasets import project
from umkm_analysis.jupyter.execute import NotebookFailed, run_notebook
from umkm_analysis.jupyter.parameters_cell import ParametersCellError, parameters_cell, saved_defaults
from umkm_analysis.jupyter.records import RecordMismatchError, differences
from umkm_analysis.reports.registry import REPORTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

(TASK,) = make_plan(choose_regions(named=["3576"]), reports=["economic-recovery"]).tasks
JOB = Job(TASK, {})
PAGE = {"region": "3576", "language": "id", "slug": "3576-kota-mojokerto", "report": "Pemulihan ekonomi"}
RECORD: dict[str, Any] = {"page": PAGE, "provenance": {"parameters": {"region": "3576", "base_year": 2019}}}


def record(provenance: dict[str, Any] | None = None, **page: Any) -> str:
    parameters = {**RECORD["provenance"]["parameters"], **(provenance or {})}
    return json.dumps({"page": {**PAGE, **page}, "provenance": {"parameters": parameters}})


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (record(region="3577"), "region 3577 instead of 3576"),
        (record({"region": "3577"}), None),  # the page says which region it is of
        (record(language="en"), "language en instead of id"),
        (record(report="Pangsa pengadaan"), "report procurement-share instead of economic-recovery"),
        (record({"base_year": 2018}), "base_year 2018 instead of 2019"),
        (json.dumps({"page": {"slug": "3577-kota-madiun"}}), "region 3577 instead of 3576"),
        (json.dumps({"page": {}, "provenance": {"parameters": {"region": "3577"}}}), "region 3577 instead of 3576"),
        (record(), None),
        (json.dumps({"page": {}}), None),
    ],
)
def test_a_record_of_something_else_is_refused(found: str, said: str | None) -> None:
    if said is None:
        refuse_other_page(found, JOB)
        return
    with pytest.raises(RecordMismatchError, match=f"not the report that was asked for: {said}"):
        refuse_other_page(found, JOB)


def test_what_the_person_has_chosen_is_asked_for() -> None:
    chosen = replace(JOB, parameters={"base_year": 2018})
    refuse_other_page(record({"base_year": 2018}), chosen)
    with pytest.raises(RecordMismatchError, match="base_year 2019 instead of 2018"):
        refuse_other_page(record(), chosen)
    assert differences(RECORD, {"region": 3576, "base_year": "2019"}) == []


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_builds_give_every_parameter_of_the_notebook(report: Any) -> None:
    cells = json.loads((project.root() / "notebooks" / report.notebook).read_text(encoding="utf-8"))["cells"]
    saved = saved_defaults(parameters_cell(cells, report.notebook))
    assert report.parameters == {name: saved[name] for name in saved if name not in {"region", "language"}}


def cell(source: str, *tags: str, kind: str = "code") -> dict[str, Any]:
    return {"cell_type": kind, "metadata": {"tags": list(tags)}, "source": source}


@pytest.mark.parametrize(
    ("cells", "count"),
    [
        ([], "no code cell"),
        ([cell("region = 1")], "no code cell"),
        ([cell("region = 1", "Parameters"), cell("", "parameters", kind="markdown")], "no code cell"),
        ([cell("region = 1", "parameters"), cell("region = 2", "parameters")], "2 code cells"),
        ([{"cell_type": "code", "metadata": {}, "source": ""}], "no code cell"),
    ],
)
def test_a_notebook_without_exactly_one_cell_of_parameters_is_refused_with_how_to_mend_it(
    cells: list[dict[str, Any]], count: str
) -> None:
    with pytest.raises(
        ParametersCellError, match=rf'^n.ipynb has {count} tagged "parameters".* tag its first code cell'
    ):
        parameters_cell(cells, "n.ipynb")


def test_saved_values_are_read_without_running_them() -> None:
    source = 'region: str = "3576"  # code\nbase_year = 2018\nother: int\nx = y = 1\nlanguage = open("x")\na, b = 1, 2'
    assert saved_defaults(cell(source)) == {"region": "3576", "base_year": 2018}
    assert saved_defaults(cell(")")) == {}


def test_another_base_year_that_was_saved_is_said(
    copied: Path, write_notebook: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    write_notebook(copied / "notebooks" / "economic_recovery.ipynb", parameters='region = "3576"\nbase_year = 2018')
    planning._say_saved_defaults(Plan((TASK, TASK), ()))  # noqa: SLF001 - a build would take seconds
    said = capsys.readouterr().err.strip()
    assert said == (
        "note: notebooks/economic_recovery.ipynb was saved with base_year = 2018; builds use 2019. "
        "For another one: --parameter base_year=2018"
    )


def test_a_misplaced_page_is_named_and_not_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "id" / "3577-kota-madiun" / "economic-recovery.html"
    page.parent.mkdir(parents=True)
    page.with_suffix(".json").write_text(record())
    said = misplaced(page)
    assert said is not None
    assert "region 3576 instead of 3577" in said
    monkeypatch.setattr("umkm_analysis.builds.output.pdf._context", lambda *_, **__: open(os.devnull))  # noqa: PTH123, SIM115
    (printed,) = print_pages([page], browser=tmp_path)
    assert printed.reason == said
    page.with_suffix(".json").write_text("[]")
    assert misplaced(page) == "the JSON beside it is no record of a report; build it again"
    page.with_suffix(".json").write_text(record(region="3577"))
    assert misplaced(page) is None


def without_tags(path: Path) -> Path:
    whole = nbformat.read(path, as_version=4)
    for one in whole.cells:
        one.metadata.pop("tags", None)
    nbformat.write(whole, path)
    return path


@pytest.mark.slow
@pytest.mark.parametrize("warm", [True, False], ids=["warm", "standard"])
def test_nothing_is_run_of_a_notebook_that_has_lost_its_tag(
    *, warm: bool, tmp_path: Path, write_notebook: Callable[..., Path]
) -> None:
    if warm and not can_fork():
        pytest.skip("no forks here")
    ran = tmp_path / "ran"
    source = without_tags(write_notebook(tmp_path / "n.ipynb", f"open({str(ran)!r}, 'w').close()"))
    with pytest.raises(NotebookFailed, match=r'n.ipynb has no code cell tagged "parameters"'):
        run_notebook(source, tmp_path / "executed.ipynb", {"region": "3577"}, warm=warm)
    assert not ran.exists()


@pytest.mark.slow
@pytest.mark.skipif(not can_fork(), reason="no forks here")
def test_papermill_with_the_engine_refuses_both_faults(
    tmp_path: Path, write_notebook: Callable[..., Path], record_cell: str
) -> None:
    ran, executed = tmp_path / "ran", tmp_path / "executed.ipynb"
    sources = [
        without_tags(write_notebook(tmp_path / "tag.ipynb", f"open({str(ran)!r}, 'w').close()")),
        write_notebook(tmp_path / "other.ipynb", 'region = "3576"', record_cell),
    ]
    for source, said in zip(sources, ('no code cell tagged "parameters"', "region 3576 instead of 3577"), strict=True):
        arguments = ["--engine", "umkm", "-k", "python3", "-r", "region", "3577", str(source), str(executed)]
        done = subprocess.run(  # noqa: S603 - ours
            [sys.executable, "-m", "papermill", *arguments], capture_output=True, text=True, check=False, timeout=120
        )
        assert done.returncode == 1
        assert said in done.stderr.strip().splitlines()[-1]
        assert "Traceback" not in done.stderr
    assert not ran.exists()


@pytest.mark.slow
@pytest.mark.parametrize("kernel", ["warm", "standard"])
def test_a_build_publishes_nothing_else_than_it_was_asked_for(
    kernel: str,
    tmp_path: Path,
    copy_data: Callable[[Path], Path],
    write_notebook: Callable[..., Path],
    record_cell: str,
) -> None:
    home = copy_data(tmp_path / "home")
    saved = 'region = "3576"\nbase_year = 2018\nlanguage = "id"'
    lost = "if language == 'en':\n    region = '3576'"
    write_notebook(home / "notebooks" / "economic_recovery.ipynb", lost, record_cell, parameters=saved)
    command = [sys.executable, "-m", "umkm_analysis", "build", "--region", "3577", "--report", "economic-recovery"]
    done = subprocess.run(  # noqa: S603 - ours
        [*command, "--kernel", kernel, "--output", str(tmp_path / "out")],
        capture_output=True, text=True, check=False, env={**os.environ, project.HOME_VARIABLE: str(home)},
    )  # fmt: skip
    assert done.returncode == 1
    assert "it is not the report that was asked for: region 3576 instead of 3577" in done.stdout
    assert "Traceback" not in done.stderr
    (page,) = (tmp_path / "out").glob("*/*/*.json")
    assert page.parent.name == "3577-kota-madiun"
    assert json.loads(page.read_text())["figures"]["base_year"] == 2019
    assert (tmp_path / "out" / "failed" / "en" / "3577-kota-madiun" / "economic-recovery.ipynb").is_file()
