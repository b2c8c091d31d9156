from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.datasets import project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


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
