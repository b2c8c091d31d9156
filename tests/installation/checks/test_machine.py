from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.datasets import project
from umkm_analysis.installation import workspace
from umkm_analysis.installation.checks import machine
from umkm_analysis.installation.checks.check import State

if TYPE_CHECKING:
    from pathlib import Path

GIGABYTE = 1_000_000_000


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv(project.HOME_VARIABLE, raising=False)
    folder = tmp_path / "office"
    workspace.make(folder)
    monkeypatch.chdir(folder)
    return folder


def test_a_workspace_is_named_and_half_a_one_with_what_it_lacks(office: Path) -> None:
    assert (machine.home().state, machine.home().found) == (State.OK, str(office))
    (office / "reports").rmdir()
    check = machine.home()
    assert (check.state, check.found) == (State.WARN, f"{office}, without reports/")
    assert check.advice.endswith("umkm init")
    (office / project.WORKSPACE_MARKER).write_text("{")
    check = machine.home()
    assert check.state is State.WARN
    assert "umkm init --complete" in check.advice


def test_a_home_that_is_none_fails_and_says_so_once(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(project.HOME_VARIABLE, str(office / "nowhere"))
    assert machine.home().state is State.FAIL
    assert [check.name for check in machine.folders()] == ["temporary files"]
    assert machine.disk().state is State.WARN


def test_without_a_workspace_the_way_to_one_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path
) -> None:
    monkeypatch.delenv(project.HOME_VARIABLE, raising=False)
    assert machine.home().found == f"a checkout: {root}"
    monkeypatch.setattr(project, "is_only_shipped", lambda: True)
    check = machine.home()
    assert (check.state, check.advice) == (State.OK, "To import data or edit notebooks: umkm init FOLDER")
    monkeypatch.chdir(tmp_path)
    assert [check.name for check in machine.folders()] == ["pages", "temporary files"]


def test_a_folder_that_cannot_be_written_to_is_named_and_nothing_left_in_one_that_can(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(office.rglob("*"))
    assert machine.writable("pages", office / "new" / "pages", State.FAIL, "elsewhere").state is State.OK
    assert sorted(office.rglob("*")) == before

    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    check = machine.writable("pages", office / "new" / "pages", State.FAIL, "elsewhere")
    assert (check.state, check.advice) == (State.FAIL, "elsewhere")
    assert check.found == f"{office} cannot be written to (Permission denied)"
    assert [check.state for check in machine.folders()][:2] == [State.FAIL, State.WARN]


@pytest.mark.parametrize(
    ("gigabytes", "workers", "state", "words"),
    [(16, 8, State.OK, "2,000 MB for each of 8"), (2, 8, State.WARN, "250 MB"), (0.2, 1, State.FAIL, "needs 256")],
)
def test_memory_is_measured_a_report(gigabytes: float, workers: int, state: State, words: str) -> None:
    check = machine.memory(int(gigabytes * GIGABYTE), workers)
    assert check.state is state
    assert words in check.found


def test_how_many_reports_fit_into_memory_is_told() -> None:
    assert machine.memory(2 * GIGABYTE, 8).advice == "Build fewer at once: umkm build --jobs 3"


@pytest.mark.parametrize(("free", "state"), [(5000, State.OK), (900, State.WARN), (99, State.FAIL)])
def test_disks_are_measured_by_what_pages_take(free: int, state: State) -> None:
    check = machine.disk(free * 1_000_000)
    assert check.state is state
    assert bool(check.advice) == (state is not State.OK)


@pytest.mark.parametrize(
    ("encoding", "state"),
    [("utf-8", State.OK), ("cp1252", State.WARN), ("ascii", State.WARN), ("none", State.WARN)],
)
def test_a_console_that_cannot_show_our_characters_is_told_how(encoding: str, state: State) -> None:
    check = machine.console(encoding)
    assert check.state is state
    assert ("PYTHONUTF8=1" in check.advice) == (state is State.WARN)


def test_the_locale_matters_to_names_of_files_only(monkeypatch: pytest.MonkeyPatch) -> None:
    assert machine.language().state is State.OK
    monkeypatch.setattr(machine.sys, "getfilesystemencoding", lambda: "ascii")
    assert machine.language().state is State.WARN
