"""What is changed during a build, and put back, leaves no page that counts as up to date."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import copy_project
from umkm_analysis.builds.own.notebooks import read_own
from umkm_analysis.builds.plan import Task, choose_regions, make_plan
from umkm_analysis.builds.staleness import manifest
from umkm_analysis.builds.staleness.file_states import FileStates, changed_file
from umkm_analysis.builds.workers.preloader import can_fork
from umkm_analysis.datasets import project

if TYPE_CHECKING:
    from collections.abc import Callable

RECOVERY, SHARE, ONBOARDING = make_plan(
    choose_regions(named=["3576"]), reports=["economic-recovery", "procurement-share", "umkm-onboarding"]
).tasks


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(project.HOME_VARIABLE, str(tmp_path / "home"))
    monkeypatch.delenv("UMKM_LINES", raising=False)
    return copy_project(tmp_path / "home")


def rewrite(path: Path) -> None:
    path.write_bytes(path.read_bytes())


def replace(path: Path) -> None:
    copy = path.with_name("copy")
    shutil.copy2(path, copy)  # the same content, times and size
    copy.replace(path)


def set_back(path: Path) -> None:
    """Change a file and put it back, its time of change too."""
    status, content = path.stat(), path.read_bytes()
    path.write_bytes(content + b"x")
    path.write_bytes(content)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.mark.parametrize("change", [rewrite, replace, set_back])
@pytest.mark.parametrize(
    ("file", "tasks"),
    [
        ("data/grdp_level.csv", (RECOVERY, SHARE, ONBOARDING)),
        ("data/datapackage.json", (RECOVERY, SHARE, ONBOARDING)),
        ("notebooks/economic_recovery.ipynb", (RECOVERY,)),
        ("notebooks/umkm_onboarding.ipynb", (ONBOARDING,)),
    ],
)
def test_every_way_to_change_a_file_and_put_it_back_is_noticed(
    change: Callable[[Path], None], file: str, tasks: tuple[object, ...], home: Path
) -> None:
    states = FileStates(home)
    every = {task: states.of(task) for task in (RECOVERY, SHARE, ONBOARDING)}
    assert [changed_file(of_task) for of_task in every.values()] == [None] * 3
    change(home / file)
    assert {task for task in every if changed_file(every[task]) == file} == set(tasks)


def test_own_statistics_that_are_changed_and_put_back_are_noticed(home: Path) -> None:
    figures = home / "data" / "own" / "0123abcd" / "grdp_level.csv"
    figures.parent.mkdir(parents=True)
    figures.write_bytes(b"x")
    states = FileStates(home).of(RECOVERY)
    assert changed_file(states) is None
    set_back(figures)
    assert changed_file(states) == "0123abcd/grdp_level.csv"


def test_a_notebook_that_comes_into_a_workspace_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = tmp_path / "office"
    for name in (project.WORKSPACE_MARKER, "notebooks/umkm_onboarding.ipynb"):
        (office / name).parent.mkdir(parents=True)
        (office / name).write_text("mine")
    monkeypatch.setenv(project.HOME_VARIABLE, str(office))
    states = FileStates(office)
    every = [states.of(task) for task in (RECOVERY, ONBOARDING)]
    assert str(project.shipped() / "notebooks" / "economic_recovery.ipynb") in every[0]
    assert str(project.published() / "grdp_level.csv") in every[0]
    assert [changed_file(of_task) for of_task in every] == [None, None]
    (office / "notebooks" / "economic_recovery.ipynb").write_text("mine")
    assert [changed_file(of_task) for of_task in every] == ["notebooks/economic_recovery.ipynb", None]


def test_a_notebook_of_a_persons_own_is_known_however_its_path_is_written(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = tmp_path / "mine.ipynb"
    shutil.copy(home / "notebooks" / "economic_recovery.ipynb", mine)
    (tmp_path / "link.ipynb").symlink_to(mine)
    monkeypatch.chdir(tmp_path)
    for written in (mine, Path("mine.ipynb"), Path("link.ipynb"), Path("home") / ".." / "mine.ipynb"):
        states = FileStates(home, [written]).of(Task(RECOVERY.region, read_own(written)))
        assert changed_file(states) is None, written
        set_back(mine)
        assert changed_file(states) is not None, written


def test_a_register_that_comes_or_goes_is_noticed_by_the_reports_that_may_read_it(home: Path) -> None:
    register = home / "data" / "register" / "3576.parquet"
    before = FileStates(home)
    every = [before.of(task) for task in (RECOVERY, ONBOARDING)]
    register.parent.mkdir()
    register.write_bytes(b"x")
    assert [changed_file(states) for states in every] == [None, "register/3576.parquet"]
    with_it = FileStates(home).of(ONBOARDING)
    assert changed_file(with_it) is None
    register.unlink()
    assert changed_file(with_it) == "register/3576.parquet"


CHANGE = """\
import pathlib
path = pathlib.Path.cwd().parent / "{file}"
if region == "3577":
    content = path.read_bytes()
    path.write_bytes(content.replace(b"a", b"b"))
    path.write_bytes(content)"""


@pytest.mark.slow
@pytest.mark.parametrize("file", ["data/population.csv", "notebooks/economic_recovery.ipynb"])
def test_a_page_made_meanwhile_is_not_published(
    file: str, tmp_path: Path, home: Path, write_notebook: Callable[..., Path], record_cell: str
) -> None:
    write_notebook(home / "notebooks" / "economic_recovery.ipynb", CHANGE.format(file=file), record_cell)
    output = tmp_path / "out"
    command = [sys.executable, "-m", "umkm_analysis", "build", "--region", "3576", "--region", "3577", "--jobs", "1"]
    command += ["--report", "economic-recovery", "--language", "id", "--output", str(output)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert done.returncode == 1
    assert f"{file} changed while it was being built; build again" in done.stdout
    known = manifest.read(output)
    assert known.pages.keys() == {"id/3576-kota-mojokerto/economic-recovery.html"}
    assert known.failed.keys() == {"id/3577-kota-madiun/economic-recovery.html"}
    assert (known.checked, known.index) == ("", {})


CHANGED_ONCE_PRELOADED = """\
import os, pathlib, re, sys
from umkm_analysis import cli
from umkm_analysis.builds.workers import preloader
os.cpu_count = lambda: 1  # reports are rendered before they are forked
start, levels = preloader.start_preloading, pathlib.Path(sys.argv[1])
def start_and_change(*given, **named):
    start(*given, **named)
    if len(changes) == 0:
        changes.append(preloader.preload_failure())  # it has read the tables by now
        levels.write_text(re.sub("(?m)^3576,2025,[0-9.]+", "3576,2025,6000", levels.read_text()))
changes = []
preloader.start_preloading = start_and_change
cli.main(sys.argv[2:])"""


@pytest.mark.slow
@pytest.mark.skipif(not can_fork(), reason="no fork to rely on")
def test_what_changes_between_preloading_and_planning_is_in_no_page(tmp_path: Path, home: Path) -> None:
    output = tmp_path / "out"
    command = [sys.executable, "-c", CHANGED_ONCE_PRELOADED, str(home / "data" / "grdp_level.csv")]
    command += ["build", "--region", "3576", "--report", "economic-recovery", "--output", str(output)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert done.returncode == 1, done.stderr
    assert "data/grdp_level.csv changed while it was being built; build again" in done.stdout
    known = manifest.read(output)
    assert (known.pages, len(known.failed), known.checked, known.index) == ({}, 2, "", {})
