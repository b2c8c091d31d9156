from __future__ import annotations

import os
import subprocess
import sys

import pytest

from umkm_analysis.datasets import project
from umkm_analysis.errors import UsageError
from umkm_analysis.reports.report import REPORTS, find_report


@pytest.mark.parametrize("name", ["economic-recovery", "economic_recovery", " Economic-Recovery "])
def test_a_report_is_found_however_its_name_is_joined(name: str) -> None:
    assert find_report(name) is REPORTS[0]


def test_a_misspelt_report_is_answered_with_what_may_have_been_meant() -> None:
    with pytest.raises(UsageError, match=r"Did you mean procurement-share\?"):
        find_report("procurment-shares")


def test_a_name_like_none_is_answered_with_all() -> None:
    with pytest.raises(UsageError, match="economic-recovery or procurement-share or province-overview"):
        find_report("qqq")


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_every_report_has_its_notebook(report: object) -> None:
    assert (project.root() / "notebooks" / report.notebook).is_file()  # type: ignore[attr-defined]


@pytest.mark.skipif(sys.platform != "linux", reason="counts threads as Linux tells them")
def test_what_every_report_imports_starts_no_thread() -> None:
    code = "import os, umkm_analysis, pandas, pyarrow.parquet; print(len(os.listdir('/proc/self/task')))"
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)  # noqa: S603 - ours
    assert told.stdout.strip() == "1"
