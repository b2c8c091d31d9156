"""A preview finds its notebook by path or by report, and watches what it is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import copy_project
from umkm_analysis.builds.preview.notebook import find_notebook
from umkm_analysis.builds.preview.previewer import Previewer
from umkm_analysis.datasets import project
from umkm_analysis.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_a_notebook_is_found_by_path_and_by_report(root: Path, tmp_path: Path) -> None:
    notebook = root / "notebooks" / "economic_recovery.ipynb"
    assert find_notebook("economic-recovery", tmp_path) == notebook
    assert find_notebook("notebooks/economic_recovery.ipynb", root) == notebook
    with pytest.raises(UsageError, match="economic-recovery"):
        find_notebook("economic_recover", tmp_path)


def test_a_notebook_of_the_package_is_shown_as_its_report(root: Path, tmp_path: Path) -> None:
    previewer = Previewer(root / "notebooks" / "economic_recovery.ipynb", "Kota Mojokerto", tmp_path)
    assert previewer.page == tmp_path / "id" / "3576-kota-mojokerto" / "economic-recovery.html"
    assert previewer.live.name == "economic-recovery.preview.html"


def test_it_watches_what_the_notebook_is_made_of(write_notebook: Callable[..., Path], tmp_path: Path) -> None:
    path = write_notebook(tmp_path / "mine.ipynb", "import beside\nregion, language")
    (tmp_path / "beside.py").write_text("", encoding="utf-8")
    previewer = Previewer(path, "3576", tmp_path / "out")
    before = previewer.watched()
    assert set(before) == {path, tmp_path / "beside.py"}
    (tmp_path / "beside.py").write_text("x = 1\n", encoding="utf-8")
    assert previewer.watched() != before
    path.write_text("{", encoding="utf-8")
    assert set(previewer.watched()) == {path}
    assert any(file.name == "charts.css" for file in previewer.package())


@pytest.mark.parametrize(
    "file",
    ["data/grdp_level.csv", "data/datapackage.json", "data/own/0123abcd/grdp_level.csv", "data/register/3576.parquet"],
)
def test_it_watches_the_data_and_what_was_imported(file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = copy_project(tmp_path / "home")
    monkeypatch.setenv(project.HOME_VARIABLE, str(home))
    notebook = home / "notebooks" / "economic_recovery.ipynb"
    previewer = Previewer(notebook, "3576", tmp_path / "out")
    before = previewer.package()
    notebook.write_bytes(notebook.read_bytes())
    assert previewer.package() == before  # the warm process has not read it
    (home / file).parent.mkdir(parents=True, exist_ok=True)
    (home / file).write_bytes((home / file).read_bytes() if (home / file).is_file() else b"x")
    assert previewer.package() != before
