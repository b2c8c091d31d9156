"""Reports are found where they register themselves."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.builds.staleness import code_fingerprint
from umkm_analysis.datasets import project, regions
from umkm_analysis.errors import UsageError
from umkm_analysis.reports.registry import REPORTS, find_report, find_reports

if TYPE_CHECKING:
    from pathlib import Path

    from umkm_analysis.reports.report import Report

REGISTRATION = """\
from umkm_analysis.reports.report import Report

REPORT = Report(package={package}, title="Judul", summary="", examples=("3576",), analyse=dict, inputs=dict)
"""


@pytest.fixture(params=REPORTS, ids=lambda report: report.name)
def report(request: pytest.FixtureRequest) -> Report:
    found: Report = request.param
    return found


@pytest.mark.parametrize("write", [str, str.upper, lambda name: f" {name.replace('-', '_')} "])
def test_a_report_is_found_however_its_name_is_joined(report: Report, write: type[str]) -> None:
    assert find_report(write(report.name)) is report


def test_a_misspelt_report_is_answered_with_what_may_have_been_meant(report: Report) -> None:
    with pytest.raises(UsageError, match=rf"Did you mean {report.name}\?"):
        find_report(report.name.replace("e", "", 1) + "s")


def test_a_name_like_none_is_answered_with_all() -> None:
    with pytest.raises(UsageError, match=" or ".join(report.name for report in REPORTS)):
        find_report("qqq")


def test_every_report_has_its_notebook_and_every_notebook_its_report() -> None:
    notebooks = {path.name for path in (project.root() / "notebooks").glob("*.ipynb")}
    assert {report.notebook for report in REPORTS} | {project.EXPLORER} == notebooks


def test_its_examples_are_regions_that_it_can_be_built_for(report: Report) -> None:
    for code in report.examples:
        region = regions.find(code)
        assert report.concerns(region)
        assert report.unavailable_reason(region) is None, code


def test_every_reason_has_words_and_every_region_without_a_report_a_reason(report: Report) -> None:
    found = {report.unavailable_reason(region) for region in regions.all_regions().values()} - {None}
    assert found <= set(report.reasons)


def test_a_registration_reaches_another_process_unchanged(report: Report) -> None:
    assert pickle.loads(pickle.dumps(report)) == report  # noqa: S301 - our own


def test_a_folder_that_registers_a_report_is_found_and_nothing_else_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "reports_of_a_stranger"
    for name in ("zebra", "ant_hill"):
        (place / name).mkdir(parents=True)
        (place / name / "__init__.py").write_text(REGISTRATION.format(package="__name__"))
    (place / "__init__.py").write_text("")
    (place / "module.py").write_text("raise RuntimeError")
    monkeypatch.syspath_prepend(tmp_path)
    found = find_reports(import_module("reports_of_a_stranger"))
    assert [(one.name, one.notebook) for one in found] == [("ant-hill", "ant_hill.ipynb"), ("zebra", "zebra.ipynb")]


@pytest.mark.parametrize("source", ["", REGISTRATION.format(package="'another.package'"), "REPORT = 'x'"])
def test_a_folder_that_registers_none_is_refused(source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"reports_without_{abs(hash(source))}"
    (tmp_path / name / "empty").mkdir(parents=True)
    for folder, text in ((tmp_path / name, ""), (tmp_path / name / "empty", source)):
        (folder / "__init__.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(TypeError, match=rf"{name}\.empty: its __init__\.py must hold REPORT = Report"):
        find_reports(import_module(name))


def test_a_page_depends_on_no_other_report(report: Report) -> None:
    drawn = code_fingerprint._closure(f"{report.package}.page")  # noqa: SLF001 - what its fingerprint is made of
    assert not {module for other in REPORTS if other is not report for module in drawn if module == other.package}
    assert "umkm_analysis.reports.registry" not in drawn


def test_finding_the_reports_loads_nothing_that_draws() -> None:
    code = "import sys, umkm_analysis.reports.registry; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()  # noqa: S603 - ours
    assert "umkm_analysis.reports.report" in loaded
    assert not {"matplotlib", "umkm_analysis.pages", "umkm_analysis.i18n.formatting"} & set(loaded)


@pytest.mark.skipif(sys.platform != "linux", reason="counts threads as Linux tells them")
def test_what_every_report_imports_starts_no_thread() -> None:
    code = "import os, umkm_analysis, pandas, pyarrow.parquet; print(len(os.listdir('/proc/self/task')))"
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)  # noqa: S603 - ours
    assert told.stdout.strip() == "1"
