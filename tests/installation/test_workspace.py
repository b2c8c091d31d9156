from __future__ import annotations

import errno
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from umkm_analysis import atomic_write
from umkm_analysis.datasets import project
from umkm_analysis.errors import DataError, UsageError
from umkm_analysis.installation import workspace

if TYPE_CHECKING:
    from collections.abc import Callable

    Contents = Callable[[Path], dict[str, bytes | None]]

NOTEBOOKS = ["economic_recovery", "procurement_share", "province_overview", "umkm_onboarding", "explore"]


def test_a_new_workspace_has_all_its_parts_and_is_found(
    shipped: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made = workspace.make(tmp_path / "deep" / "down")
    assert made.is_new
    home = tmp_path / "deep" / "down"
    assert {path.name for path in home.iterdir()} == {
        "notebooks", "data", "reports", "README.md", "environment.yml", ".gitignore", ".umkm",
    }  # fmt: skip
    for name in NOTEBOOKS:
        assert (home / "notebooks" / f"{name}.ipynb").read_bytes() == (
            shipped / "notebooks" / f"{name}.ipynb"
        ).read_bytes()
    assert not list((home / "data").iterdir())
    assert not (home / ".umkm" / "parts").exists()
    readme = (home / "README.md").read_text(encoding="utf-8")
    assert "# Ruang kerja" in readme
    assert "# Workspace" in readme
    assert "{version}" not in readme
    assert "- umkm-analysis[lab]>=0.2.0\n" in (home / "environment.yml").read_text()
    monkeypatch.chdir(home / "notebooks")
    assert project.root() == home
    assert project.published() == shipped / "data"


def test_a_folder_with_hidden_files_and_an_environment_counts_as_empty(shipped: Path, tmp_path: Path) -> None:
    del shipped
    home = tmp_path / "office"
    for name in (".git/config", ".gitignore", "venv/pyvenv.cfg"):
        (home / name).parent.mkdir(exist_ok=True)
        (home / name).write_text("mine")
    workspace.make(home)
    assert (home / ".gitignore").read_text() == "mine"
    assert (home / project.WORKSPACE_MARKER).is_file()


def test_a_folder_with_other_things_is_refused_and_completed_only_when_asked(
    shipped: Path, tmp_path: Path, contents: Contents
) -> None:
    del shipped
    home = tmp_path / "office"
    (home / "README.md").write_text("mine")
    (home / "notebooks").mkdir()
    (home / "data" / "register").mkdir(parents=True)
    (home / "notebooks" / "economic_recovery.ipynb").write_text("mine too")
    before = contents(home)
    with pytest.raises(UsageError, match=r"not empty \(README.md, data, notebooks\).*has lost its hidden .*--complete"):
        workspace.make(home)
    assert contents(home) == before
    made = workspace.make(home, complete=True)
    assert "README.md" not in made.added
    after = contents(home)
    assert {name: after[name] for name in before} == before
    assert set(workspace.read_record(home).notebooks) == {f"{name}.ipynb" for name in NOTEBOOKS[1:]}


def test_a_workspace_gets_what_it_lacks_and_keeps_what_it_has(
    shipped: Path, tmp_path: Path, edit: Callable[[Path, int, str], None], contents: Contents
) -> None:
    del shipped
    home = tmp_path / "office"
    workspace.make(home)
    complete = contents(home)
    assert workspace.make(home).added == ()
    assert contents(home) == complete
    edit(home / "notebooks" / "economic_recovery.ipynb", 0, "# mine")
    (home / "data" / "register").mkdir()
    (home / "notebooks" / "procurement_share.ipynb").unlink()
    (home / "environment.yml").unlink()
    (home / "reports").rmdir()
    before = contents(home)
    made = workspace.make(home)
    assert (made.is_new, made.added) == (False, ("reports/", "environment.yml", "notebooks/procurement_share.ipynb"))
    after = contents(home)
    assert {name: after[name] for name in before} == before


def test_a_checkout_a_file_and_a_file_in_the_place_of_a_folder_are_refused(
    shipped: Path, root: Path, tmp_path: Path
) -> None:
    del shipped
    with pytest.raises(UsageError, match="is a checkout"):
        workspace.make(root)
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="is a file"):
        workspace.make(tmp_path / "file")
    (tmp_path / "office" / "data").write_text("")
    with pytest.raises(UsageError, match="needs a folder there"):
        workspace.make(tmp_path / "office", complete=True)


@pytest.mark.parametrize("moved", [0, 1, 5])
@pytest.mark.parametrize("exists", [True, False])
def test_a_disk_that_fills_up_leaves_nothing(  # noqa: PLR0913 - two ways to begin, three to fail
    shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, contents: Contents, *, moved: int, exists: bool
) -> None:
    del shipped
    home = tmp_path / ("office" if exists else "new/office")
    before, count = contents(tmp_path), 0
    move = atomic_write._move  # noqa: SLF001 - where a disk fills up

    def fill_up(new: Path, place: Path) -> None:
        nonlocal count
        if count == moved:
            raise OSError(errno.ENOSPC, "No space left on device")
        count += 1
        move(new, place)

    monkeypatch.setattr(atomic_write, "_move", fill_up)
    with pytest.raises(OSError, match=r"cannot be written to \(No space left on device\); nothing was added"):
        workspace.make(home)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("moved", [0, 1, 6])
def test_what_a_kill_leaves_is_completed_by_the_next_call(
    shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, contents: Contents, moved: int
) -> None:
    del shipped
    workspace.make(tmp_path / "whole")
    move, count = atomic_write._move, 0  # noqa: SLF001 - as above

    class Killed(BaseException):
        pass

    def stop(new: Path, place: Path) -> None:
        nonlocal count
        if count == moved:
            raise Killed
        count += 1
        move(new, place)

    monkeypatch.setattr(atomic_write, "_move", stop)
    monkeypatch.setattr(Path, "unlink", lambda *_, **__: None)  # a killed process clears nothing up
    monkeypatch.setattr(Path, "rmdir", lambda *_, **__: None)
    with pytest.raises(Killed):
        workspace.make(tmp_path / "office")
    monkeypatch.undo()
    monkeypatch.setattr(project, "IN_PACKAGE", tmp_path / "site-packages" / "umkm_analysis" / "shipped")
    workspace.make(tmp_path / "office")
    assert contents(tmp_path / "office") == contents(tmp_path / "whole")


@pytest.mark.parametrize("text", ["", "[]", '{"format": 1}'])
def test_a_record_that_cannot_be_read_is_named_with_what_to_do(shipped: Path, tmp_path: Path, text: str) -> None:
    del shipped
    workspace.make(tmp_path / "office")
    marker = tmp_path / "office" / project.WORKSPACE_MARKER
    marker.write_text(text)
    with pytest.raises(DataError, match=r"workspace.json: not readable .*umkm init --complete"):
        workspace.make(tmp_path / "office")
    marker.unlink()
    workspace.make(tmp_path / "office", complete=True)
    assert len(workspace.read_record(tmp_path / "office").notebooks) == len(NOTEBOOKS)


def test_a_record_of_a_later_version_is_refused(shipped: Path, tmp_path: Path) -> None:
    del shipped
    workspace.make(tmp_path / "office")
    marker = tmp_path / "office" / project.WORKSPACE_MARKER
    marker.write_text(json.dumps({**json.loads(marker.read_text()), "format": 2}))
    with pytest.raises(DataError, match="Upgrade umkm-analysis"):
        workspace.read_record(tmp_path / "office")
