"""Batches for real: small notebooks through papermill, kernels and worker processes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.builds.job import Job
from umkm_analysis.builds.plan import choose_regions, make_plan
from umkm_analysis.builds.workers.pool import build_all
from umkm_analysis.datasets import project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

REPORT = "economic-recovery"
pytestmark = pytest.mark.slow
FATES = """\
import os, signal
from umkm_analysis.errors import DataError
if region == "3571":
    raise ValueError("no sectors\\nand more of it")
if region == "3572":
    raise DataError("3572: the years have a gap")
if region == "3573":
    os.kill(os.getpid(), signal.SIGKILL)
if region == "3574":
    os.kill(os.getppid(), signal.SIGKILL)"""
SILENT_FOR_3575 = 'if region != "3575":\n    display(bundle, raw=True)'
SLUGS = {
    "3571": "3571-kota-kediri",
    "3572": "3572-kota-blitar",
    "3573": "3573-kota-malang",
    "3574": "3574-kota-probolinggo",
    "3575": "3575-kota-pasuruan",
    "3576": "3576-kota-mojokerto",
    "3577": "3577-kota-madiun",
}


def build(home: Path, *codes: str) -> subprocess.CompletedProcess[str]:
    chosen = [argument for code in codes for argument in ("--region", code)]
    command = [
        sys.executable,
        "-m",
        "umkm_analysis",
        "build",
        "--report",
        REPORT,
        "--language",
        "id",
        "--jobs",
        "2",
        *chosen,
    ]
    environment = {**os.environ, project.HOME_VARIABLE: str(home)}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)  # noqa: S603 - ours


def pages(home: Path) -> dict[str, bytes]:
    folder = home / "reports"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.relative_to(folder).parts[0].startswith(".")
    }


@pytest.mark.skipif(os.name != "posix", reason="kills by signal")
def test_each_fails_alone_and_is_mended_alone(
    tmp_path: Path, copy_data: Callable[[Path], Path], write_notebook: Callable[..., Path], record_cell: str
) -> None:
    home = copy_data(tmp_path)
    path = home / "notebooks" / "economic_recovery.ipynb"
    write_notebook(path, FATES, record_cell.replace("display(bundle, raw=True)", SILENT_FOR_3575))
    first = build(home, *SLUGS)
    assert first.returncode == 1, first.stderr
    assert re.search(r"^2 built, 0 up to date, 0 left out .* 5 failed, 0 not begun", first.stdout, re.MULTILINE)
    assert (home / "reports" / "index.html").as_uri() in first.stdout
    for code, why in {
        "3571": r"2\W+ValueError: no sectors\W",
        "3572": r"2\W+3572: the years have a gap\W",
        "3573": r"2\W+the kernel died\W",
        "3574": r"the process that built it died\W",
        "3575": r"the notebook shows 0 records of its figures instead of one\W",
    }.items():
        assert re.search(rf"{code} .*{REPORT}\W+id\W+{why}", first.stderr), (code, first.stderr)
    made = pages(home)
    kept = {f"failed/id/{SLUGS[code]}/{REPORT}.ipynb" for code in ("3571", "3572", "3573", "3575")}
    published = {f"id/{SLUGS[code]}/{REPORT}.{kind}" for code in ("3576", "3577") for kind in ("html", "json")}
    assert made.keys() == kept | published | {"index.html", "claims.html", "compare.html", "manifest.json"}
    assert b"no sectors" in made[f"failed/id/{SLUGS['3571']}/{REPORT}.ipynb"]
    assert b"pulih 3577" in made["index.html"]

    write_notebook(path, 'if region == "3577":\n    raise KeyError("new")', record_cell)
    second = build(home, "3571", "3576", "3577")
    assert second.returncode == 1
    assert "2 built" in second.stdout
    assert "The page of an earlier build stays." in second.stderr
    mended = pages(home)
    assert f"failed/id/{SLUGS['3571']}/{REPORT}.ipynb" not in mended
    assert f"failed/id/{SLUGS['3577']}/{REPORT}.ipynb" in mended
    # the page of 3576 was built once more: it leads to its new neighbour
    assert all(mended[name] == made[name] for name in published if SLUGS["3577"] in name or name.endswith(".json"))
    assert SLUGS["3571"].encode() in mended[f"id/{SLUGS['3576']}/{REPORT}.html"]
    assert all(f"pulih {code}".encode() in mended["index.html"] for code in ("3571", "3576", "3577"))


def at_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(project.HOME_VARIABLE, str(home))
    return home


def test_once_stopped_nothing_new_is_begun(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    copy_data: Callable[[Path], Path],
    write_notebook: Callable[..., Path],
    record_cell: str,
) -> None:
    home = at_home(copy_data(tmp_path), monkeypatch)
    write_notebook(home / "notebooks" / "economic_recovery.ipynb", record_cell)
    plan = make_plan(choose_regions(named=["3576", "3577", "3578"]), reports=[REPORT])
    jobs = [Job(task, {}) for task in plan.tasks]
    ended = []
    for result in build_all(jobs, tmp_path / "out", workers=1, stopped=lambda: bool(ended)):
        ended.append(result)  # noqa: PERF402 - stopped looks at it while it grows
    assert [(one.task.region.code, one.failure) for one in ended] == [("3576", None)]


def test_a_folder_that_takes_no_page_fails_its_reports_only(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    copy_data: Callable[[Path], Path],
    write_notebook: Callable[..., Path],
    record_cell: str,
) -> None:
    home = at_home(copy_data(tmp_path), monkeypatch)
    write_notebook(home / "notebooks" / "economic_recovery.ipynb", record_cell)
    plan = make_plan(choose_regions(named=["3576", "3577"]), reports=[REPORT])
    (tmp_path / "id").mkdir()
    (tmp_path / "id" / SLUGS["3576"]).write_text("in the way")
    results = {
        one.task.region.code: one.failure
        for one in build_all([Job(task, {}) for task in plan.tasks], tmp_path, workers=2)
    }
    assert results["3577"] is None
    assert results["3576"] is not None
    assert "cannot be written: File exists" in results["3576"].reason
