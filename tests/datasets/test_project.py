from __future__ import annotations

import os
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.datasets import fingerprints, project, regions, series
from umkm_analysis.datasets.own import store as own_store
from umkm_analysis.datasets.procurement_lines.store import catalog
from umkm_analysis.datasets.register import store
from umkm_analysis.datasets.statistics.importer import import_statistics
from umkm_analysis.datasets.statistics.request import Kind, StatisticsRequest
from umkm_analysis.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def choose_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def choose(name: str) -> None:
        marker = tmp_path / name / project.MARKER
        marker.parent.mkdir(parents=True, exist_ok=True)
        marker.touch()
        monkeypatch.setenv(project.HOME_VARIABLE, str(tmp_path / name))

    return choose


def test_a_result_is_kept_for_each_project_and_argument(choose_project: Callable[[str], None]) -> None:
    calls = []

    @project.cached_per_project
    def folder_and(name: str, *, upper: bool = False) -> tuple[str, str]:
        """Return both."""
        calls.append((project.root().name, name, upper))
        return project.root().name, name.upper() if upper else name

    choose_project("a")
    assert [folder_and("x"), folder_and("x"), folder_and("x", upper=True)] == [("a", "x"), ("a", "x"), ("a", "X")]
    choose_project("b")
    assert folder_and("x") == ("b", "x")
    choose_project("a")
    assert folder_and("x") == ("a", "x")
    assert calls == [("a", "x", False), ("a", "x", True), ("b", "x", False)]
    assert (folder_and.__name__, folder_and.__doc__) == ("folder_and", "Return both.")


def test_a_function_that_fails_is_asked_again(choose_project: Callable[[str], None]) -> None:
    answers = iter([ValueError("bad table"), 7])

    @project.cached_per_project
    def read() -> int:
        answer = next(answers)
        if isinstance(answer, ValueError):
            raise answer
        return answer

    choose_project("a")
    with pytest.raises(ValueError, match="bad table"):
        read()
    assert (read(), read()) == (7, 7)


def test_a_file_is_read_again_only_after_it_changed(tmp_path: Path) -> None:
    calls = []

    @project.cached_per_file
    def read(path: Path) -> str | None:
        calls.append(path.name)
        return path.read_text() if path.is_file() else None

    one, other = tmp_path / "one", tmp_path / "other"
    one.write_text("first")
    assert (read(one), read(one), read(other)) == ("first", "first", None)
    assert calls == ["one", "other"]
    times = one.stat()
    one.write_text("later")
    os.utime(one, ns=(times.st_atime_ns, times.st_mtime_ns))
    other.write_text("there")
    assert (read(one), read(other)) == ("later", "there")
    one.unlink()
    assert (read(one), read(other)) == (None, "there")
    assert calls == ["one", "other", "one", "other", "one"]


def test_caches_are_cleared_together(tmp_path: Path, choose_project: Callable[[str], None]) -> None:
    calls = []

    @project.cached_per_project
    def per_project() -> None:
        calls.append("project")

    @project.cached_per_file
    def per_file(path: Path) -> None:
        calls.append(path.name)

    choose_project("a")
    for _ in range(2):
        per_project()
        per_file(tmp_path)
    assert calls == ["project", tmp_path.name]
    project.clear_caches()
    per_project()
    per_file(tmp_path)
    assert calls == ["project", tmp_path.name] * 2


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, copy_data: Callable[[Path], Path]) -> Path:
    """An installation: data and notebooks in the package, the current folder outside of every checkout."""
    package = tmp_path / "site-packages" / "umkm_analysis" / "shipped"
    copy_data(package)
    (package / "notebooks").mkdir()
    (package / "notebooks" / "economic_recovery.ipynb").write_text("shipped")
    monkeypatch.setattr(project, "IN_PACKAGE", package)
    monkeypatch.delenv(project.HOME_VARIABLE, raising=False)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return package


def make_workspace(folder: Path) -> Path:
    (folder / ".umkm").mkdir(parents=True)
    (folder / project.WORKSPACE_MARKER).touch()
    return folder


def test_a_checkout_holds_everything_itself(root: Path) -> None:
    assert (project.root(), project.shipped()) == (root, root)
    assert project.published() == root / "data"
    assert project.writable_root() == root
    assert project.reports_folder() == root / "reports"
    assert project.notebook("economic_recovery.ipynb") == root / "notebooks" / "economic_recovery.ipynb"
    assert (project.is_workspace(), project.is_only_shipped()) == (False, False)


def test_without_a_workspace_the_shipped_edition_is_read_and_nothing_is_kept_in_it(installed: Path) -> None:
    assert project.root() == installed
    assert regions.find("3576").name == "Kota Mojokerto"
    assert project.notebook("economic_recovery.ipynb").read_text() == "shipped"
    assert project.reports_folder() == Path.cwd() / "reports"
    with pytest.raises(UsageError, match="umkm init FOLDER"):
        project.writable_root()
    assert project.install_command("lab") == 'python -m pip install "umkm-analysis[lab]"'


def test_a_workspace_holds_what_is_the_person_s_own_and_reads_the_rest(installed: Path, tmp_path: Path) -> None:
    home = make_workspace(tmp_path / "here")
    assert (project.root(), project.writable_root()) == (home, home)
    assert project.published() == installed / "data"
    assert fingerprints.data_version(home) == fingerprints.data_version(installed)
    assert project.reports_folder() == home / "reports"
    assert project.notebook("economic_recovery.ipynb").read_text() == "shipped"
    own = home / "notebooks" / "economic_recovery.ipynb"
    own.parent.mkdir()
    own.write_text("own")
    assert project.notebook("economic_recovery.ipynb") == own


def test_lines_need_a_workspace_or_a_folder_of_their_own(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(catalog.FOLDER_VARIABLE, raising=False)
    with pytest.raises(UsageError, match="umkm init FOLDER"), catalog.changing():
        pass
    assert not (installed / "data" / "lines").exists()
    monkeypatch.setenv(catalog.FOLDER_VARIABLE, str(tmp_path / "lines"))
    with catalog.changing() as prepared:
        assert prepared.parent == tmp_path / "lines"


def test_a_register_needs_a_workspace(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    register = SimpleNamespace(code="3576")
    with pytest.raises(UsageError, match="umkm init FOLDER"):
        store.keep(register, replace=True)
    assert not (installed / "data" / "register").exists()
    monkeypatch.chdir(make_workspace(Path.cwd() / "office"))
    with pytest.raises(AttributeError):  # it goes on to write the tables, which this one has none of
        store.keep(register, replace=True)


def test_own_statistics_need_a_workspace_and_stand_over_the_shipped_tables(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "pdrb.csv"
    text = "PDRB ADHK 2010 (Miliar Rupiah)\nKabupaten/Kota;2024;2025;2026\n"
    text += "Kota Padang Panjang;3.050,00;3.200,00;3.361,00\n"
    path.write_text(text, encoding="utf-8")
    request = StatisticsRequest(Kind.GRDP, vintage="2026-05")
    assert import_statistics([path], request, dry_run=True).about.codes == ("1374",)
    with pytest.raises(UsageError, match="umkm init FOLDER"):
        import_statistics([path], request)
    assert not (installed / "data" / "own").exists()
    home = make_workspace(tmp_path / "office")
    monkeypatch.chdir(home)
    about = import_statistics([path], request).about
    assert (home / "data" / "own" / about.id / "grdp_level.csv").is_file()
    assert series.levels()["1374"][2026] == 3361.0
    assert fingerprints.data_version(home) != fingerprints.data_version(installed)
    own_store.undo(about.id)
    assert 2026 not in series.levels()["1374"].dropna().index
    assert fingerprints.data_version(home) == fingerprints.data_version(installed)


def test_a_workspace_is_found_from_the_folders_in_it(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = make_workspace(tmp_path / "office")
    (home / "notebooks").mkdir()
    monkeypatch.chdir(home / "notebooks")
    assert project.root() == home
    monkeypatch.chdir(tmp_path)
    assert project.root() == installed
    monkeypatch.setenv(project.HOME_VARIABLE, str(home))
    assert project.root() == home


def test_a_copy_of_the_tables_in_the_person_s_folder_is_read_instead_of_the_shipped_ones(
    installed: Path, tmp_path: Path
) -> None:
    home = make_workspace(tmp_path / "here")
    shutil.copytree(installed / "data", home / "data")
    assert project.published() == home / "data"


def test_a_folder_that_is_none_and_an_installation_without_tables_are_named(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(project.HOME_VARIABLE, str(tmp_path / "nowhere"))
    with pytest.raises(DataError, match="nowhere: neither a workspace nor a checkout"):
        project.root()
    (installed / project.MARKER).unlink()
    monkeypatch.setattr(project, "PACKAGE", installed)
    with pytest.raises(DataError, match="Install umkm-analysis anew"):
        project.shipped()
