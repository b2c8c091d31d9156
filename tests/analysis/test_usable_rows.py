"""A notebook that is run by itself: a bad row stops the reports that read it, by name, and no other."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import nbformat
import pytest

from umkm_analysis.analysis.usable_rows import find_usable
from umkm_analysis.builds.workers.preloader import can_fork
from umkm_analysis.datasets import fingerprints, project, regions, tables, validity
from umkm_analysis.errors import DataError, TableError, UsageError
from umkm_analysis.reports.registry import REPORTS

if TYPE_CHECKING:
    from pathlib import Path

    from umkm_analysis.datasets.fingerprints import Inputs
    from umkm_analysis.datasets.regions import Region

FAR = "8101"
"""A region that no report on another one reads."""


def break_cell(home: Path, table: str, start: str, column: str) -> int:
    """Put a word into a column of the first row of a table that starts so; return its line."""
    path = home / "data" / table
    lines = path.read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith(start))
    cells = lines[at].split(",")
    cells[lines[0].split(",").index(column)] = "banyak"
    lines[at] = ",".join(cells)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return at + 1


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_every_report_names_the_row_that_it_reads_and_goes_without_any_other(
    report: Any, copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = report.examples[0]
    far = break_cell(copied, "regions.csv", f"{FAR},", "longitude")
    for _ in range(2):
        report.analyse(code)
    said = capsys.readouterr().err
    assert said.count(f"data/regions.csv: row {far}, column longitude") == 1
    assert said.endswith("; reports that read this row are not made\n")
    own = break_cell(copied, "regions.csv", f"{code},", "longitude")
    project.clear_caches()
    with pytest.raises(DataError, match=rf"^data/regions.csv: row {own}, column longitude: \"banyak\" – expected"):
        report.analyse(code)


def growth_only(region: Region) -> Inputs:
    return {"grdp_growth": [region.code]}


def test_only_reports_that_read_the_row_are_refused(copied: Path) -> None:
    line = break_cell(copied, "grdp_growth.csv", "3511,2021,", "growth_pct")
    assert find_usable("3576", growth_only) == regions.find("3576")
    for _ in range(2):
        with pytest.raises(DataError, match=rf"^data/grdp_growth.csv: row {line}, column growth_pct"):
            find_usable("3511", growth_only)
    with pytest.raises(UsageError, match="There is no region"):
        find_usable("Mojokertoo", growth_only)


def test_a_table_that_the_report_does_not_read_is_not_looked_at(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    break_cell(copied, "grdp_level.csv", "3511,2021,", "grdp_billion_idr_2010")
    assert find_usable("5171", growth_only).code == "5171"
    assert capsys.readouterr().err == ""
    with pytest.raises(TableError, match="grdp_level"):
        tables.read("grdp_level")


def test_where_a_build_has_decided_nothing_is_checked_again(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    break_cell(copied, "grdp_growth.csv", "3576,2021,", "growth_pct")
    monkeypatch.setenv(validity.SET_ASIDE_VARIABLE, fingerprints.data_version(copied))
    assert find_usable("3576", growth_only).code == "3576"


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["umkm", "standard"])
def test_papermill_runs_what_it_can_and_ends_with_the_row_where_it_cannot(engine: str, copied: Path) -> None:
    if engine == "umkm" and not can_fork():
        pytest.skip("no forks here")
    line = break_cell(copied, "grdp_growth.csv", "3511,2021,", "growth_pct")
    source, executed = copied / "notebooks" / "economic_recovery.ipynb", copied / "executed.ipynb"
    chosen = ["--engine", "umkm"] if engine == "umkm" else []
    said = {}
    for region in ("3576", "3511"):
        arguments = [*chosen, "-k", "python3", "-r", "region", region, str(source), str(executed)]
        done = subprocess.run(  # noqa: S603 - ours
            [sys.executable, "-m", "papermill", *arguments],
            capture_output=True, text=True, check=False, timeout=300, env=os.environ,
        )  # fmt: skip
        said[region] = done.returncode, done.stderr
    assert said["3576"][0] == 0, said["3576"]
    assert said["3511"][0] == 1
    sentence = f'data/grdp_growth.csv: row {line}, column growth_pct: "banyak" – expected'
    assert sentence in said["3511"][1].strip().splitlines()[-1]
    outputs = [output for cell in nbformat.read(executed, as_version=4).cells for output in cell.get("outputs", ())]
    (error,) = (output for output in outputs if output.output_type == "error")
    assert [line.startswith(sentence) for line in error.traceback] == [True]
