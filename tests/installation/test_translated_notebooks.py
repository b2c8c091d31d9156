"""Copies of the notebooks in English: nothing Indonesian is left in them, and none that was edited is written over."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from umkm_analysis.installation import workspace
from umkm_analysis.installation.translated_notebooks import State, translated, write_copies
from umkm_analysis.jupyter.parameters_cell import parameters_cell, saved_defaults
from umkm_analysis.reports.registry import REPORTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    workspace.make(tmp_path / "work")
    monkeypatch.setenv("UMKM_HOME", str(tmp_path / "work"))
    return tmp_path / "work"


@pytest.mark.parametrize("name", [report.notebook for report in REPORTS])
def test_a_copy_has_the_code_of_its_notebook_and_none_of_its_words(name: str, root: Path) -> None:
    source = json.loads((root / "notebooks" / name).read_bytes())
    copy = json.loads(translated((root / "notebooks" / name).read_bytes(), "en"))
    assert saved_defaults(parameters_cell(copy["cells"], name))["language"] == "en"
    for before, after in zip(source["cells"], copy["cells"], strict=True):
        same = "".join(before["source"]) == "".join(after["source"])
        is_code = before["cell_type"] == "code" and "parameters" not in before["metadata"].get("tags", ())
        assert same == is_code, after["source"]
        assert {**before, "source": 0} == {**after, "source": 0}
    (parameters,) = [cell for cell in copy["cells"] if "parameters" in cell["metadata"].get("tags", ())]
    assert all(word not in "".join(parameters["source"]) for word in ("daerah", "bahasa", "tahun", "umur"))


def test_cells_of_the_other_language_are_left_out() -> None:
    cells = [
        {"cell_type": "markdown", "id": tag, "metadata": {"tags": [tag]}, "source": [tag]}
        for tag in ("only-id", "only-en", "notes")
    ]
    raw = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    copy = json.loads(translated(json.dumps(raw).encode(), "en"))
    assert [cell["id"] for cell in copy["cells"]] == ["only-en", "notes"]


def _states(copies: list[Any]) -> dict[str, State]:
    return {copy.path.stem: copy.state for copy in copies}


def test_an_edited_copy_stays_and_another_follows_its_notebook(home: Path) -> None:
    assert set(_states(write_copies("en")).values()) == {State.WRITTEN}
    assert set(_states(write_copies("en")).values()) == {State.CURRENT}
    folder = home / "notebooks" / "en"
    edited = folder / "economic_recovery.ipynb"
    edited.write_text(edited.read_text(encoding="utf-8").replace("## Growth", "## Mine"), encoding="utf-8")
    mine = edited.read_bytes()
    for name in ("economic_recovery", "umkm_onboarding"):
        path = home / "notebooks" / f"{name}.ipynb"
        raw = json.loads(path.read_bytes())
        raw["cells"][-1]["source"] = ["result"]
        path.write_text(json.dumps(raw), encoding="utf-8")
    states = _states(write_copies("en"))
    assert states["economic_recovery"] is State.BEHIND
    assert states["umkm_onboarding"] is State.WRITTEN
    assert states["procurement_share"] is State.CURRENT
    assert edited.read_bytes() == mine
    assert json.loads((folder / "umkm_onboarding.ipynb").read_bytes())["cells"][-1]["source"] == ["result"]
    os.replace(edited, folder / "procurement_share.ipynb")  # noqa: PTH105 - something else in its place
    (folder / "umkm_onboarding.ipynb").write_text("{}", encoding="utf-8")
    states = _states(write_copies("en"))
    assert states["umkm_onboarding"] is State.EDITED
    assert (folder / "procurement_share.ipynb").read_bytes() == mine


def test_the_command_writes_them_and_says_so(home: Path, umkm: Callable[..., Any]) -> None:
    done = umkm("lab", "--language", "en", "--write-only")
    assert done.returncode == 0
    assert "notebooks/en/economic_recovery.ipynb: written" in done.stderr
    assert (home / "notebooks" / "en" / "economic_recovery.ipynb").is_file()
    assert umkm("lab", "--language", "fr").returncode == 2
    assert umkm("lab", "--write-only").returncode == 2
