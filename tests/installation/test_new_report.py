"""A new report: names and titles that cannot be, nothing written over; in a workspace a notebook that builds."""

from __future__ import annotations

import runpy
from typing import TYPE_CHECKING, Any

import pytest

from umkm_analysis.errors import DataError, UsageError
from umkm_analysis.installation import new_report, workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    workspace.make(tmp_path / "work")
    monkeypatch.setenv("UMKM_HOME", str(tmp_path / "work"))
    return tmp_path / "work"


@pytest.mark.parametrize("name", ["", "1st", "a b", "../x", "ä", "class", "registry", "economic_recovery", "own-x"])
def test_names_that_cannot_be_are_refused(name: str, home: Path) -> None:
    before = sorted(home.rglob("*"))
    with pytest.raises(UsageError, match=r"cannot be the name of a report|is taken"):
        new_report.make(name)
    assert sorted(home.rglob("*")) == before


@pytest.mark.parametrize("title", ['a "b"', "a {b}", "a\nb", "Pemulihan ekonomi", "x" * 61, "@name@"])
def test_titles_that_cannot_be_are_refused(title: str, home: Path) -> None:
    with pytest.raises(UsageError, match="--title"):
        new_report.make("mine", title=title)
    assert not (home / "notebooks" / "mine.ipynb").exists()


def test_nothing_is_written_where_one_of_its_files_is(home: Path) -> None:
    cells = home / "notebooks" / "my_own_cells.py"
    cells.write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="is there already; nothing was written"):
        new_report.make("my-own")
    assert cells.read_text(encoding="utf-8") == "mine"
    assert not (home / "notebooks" / "my_own.ipynb").exists()


def test_that_of_a_workspace_says_of_which_regions_it_has_no_figures(home: Path) -> None:
    new_report.make("my-people")
    cells = runpy.run_path(str(home / "notebooks" / "my_people_cells.py"))
    assert cells["analyse"]("3576")[0].name == "Kota Mojokerto"
    with pytest.raises(DataError, match=r"Kota Medan \(1275\): no population of this region"):
        cells["analyse"]("1275")


@pytest.mark.slow
def test_that_of_a_workspace_is_built_in_both_languages(home: Path, umkm_process: Callable[..., Any]) -> None:
    made = umkm_process("new-report", "my-people", "--title", "Penduduk kami", "--english", "Our people")
    assert made.returncode == 0, made.stderr
    notebook = home / "notebooks" / "my_people.ipynb"
    built = umkm_process("build", "--notebook", str(notebook), "--region", "3576")
    assert built.returncode == 0, built.stdout + built.stderr
    assert "without English" not in built.stderr
    for language, *words in (
        ("id", "Penduduk kami", "Pada 2023, 135.414 jiwa tinggal di Kota Mojokerto."),
        ("en", "Our people", "In 2023, 135,414 people lived in Kota Mojokerto.", "Population over the years"),
    ):
        page = home / "reports" / language / "3576-kota-mojokerto" / "own-my-people.html"
        assert all(word in page.read_text(encoding="utf-8") for word in words)
