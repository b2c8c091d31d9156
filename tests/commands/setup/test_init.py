from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from umkm_analysis.commands import lab
from umkm_analysis.datasets import project

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import pytest


def test_it_says_what_was_made_and_what_comes_next(office: Path, umkm: Callable[..., tuple[int, str, str]]) -> None:
    code, said, _ = umkm("init")
    assert code == 0
    assert f"A workspace in {office}: data/, notebooks/, reports/, .gitignore, README.md, environment.yml\n" in said
    assert "  cd " not in said
    assert said.index("umkm build --region 3576") < said.index("umkm lab") < said.index("umkm doctor")
    assert umkm("init")[1] == f"Nothing is missing in {office}.\n"
    (office / "README.md").unlink()
    assert umkm("init")[1] == f"Added to the workspace {office}: README.md\n"


def test_the_way_to_a_new_folder_is_told_and_another_home_noted(
    office: Path, umkm: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch, root: Path
) -> None:
    monkeypatch.setenv(project.HOME_VARIABLE, str(root))
    code, said, noted = umkm("init", "a b")
    assert code == 0
    assert "  cd 'a b'" in said
    assert (office / "a b" / "notebooks" / "economic_recovery.ipynb").is_file()
    assert f"UMKM_HOME is set to {root}" in noted


def test_a_folder_in_use_ends_with_wrong_use(office: Path, umkm: Callable[..., tuple[int, str, str]]) -> None:
    (office / "letter.docx").write_text("")
    code, _, said = umkm("init")
    assert code == 2
    assert "not empty (letter.docx); nothing was written" in said
    assert [path.name for path in office.iterdir()] == ["letter.docx"]
    assert umkm("init", "--complete")[0] == 0


def test_jupyterlab_opens_the_notebooks_of_the_workspace(
    office: Path, umkm: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Sequence[str]] = []

    def start(command: Sequence[str], *_watched: int) -> int:
        started.append(command)
        return 0

    monkeypatch.setattr(lab, "_run", start)
    umkm("init")
    assert umkm("lab", "--no-browser")[0] == 0
    folder = office / "notebooks"
    (command,) = started
    assert command[0] == sys.executable
    assert command[-2:] == [f"--ServerApp.root_dir={folder}", "--no-browser"]
