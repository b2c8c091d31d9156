"""The notebook that explores is thin and clean, runs for real in both languages, and no build takes it."""

from __future__ import annotations

import ast
import json
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from nbclient import NotebookClient

from umkm_analysis.builds.own.notebooks import read_own
from umkm_analysis.datasets.project import EXPLORER
from umkm_analysis.errors import UsageError
from umkm_analysis.installation.translated_notebooks import translated
from umkm_analysis.reports.registry import REPORTS

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(root: Path) -> Path:
    return root / "notebooks" / EXPLORER


def _code(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_it_is_thin_and_clean(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    for cell in _code(notebook):
        assert not cell.outputs
        assert cell.execution_count is None
        assert len(cell.source.splitlines()) <= 5
        kinds = {type(node) for node in ast.walk(ast.parse(cell.source))}
        assert not kinds & {ast.FunctionDef, ast.ClassDef, ast.For, ast.If, ast.Try, ast.With, ast.Lambda}


def test_no_build_takes_it(path: Path) -> None:
    assert EXPLORER not in {report.notebook for report in REPORTS}
    with pytest.raises(UsageError, match="is not the first code cell"):
        read_own(path)


def test_its_first_cell_says_what_a_kernel_lacks(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = _code(nbformat.read(path, as_version=4))[0].source
    exec(first, {})  # noqa: S102 - the cell
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(AssertionError, match=r"pilih kernel lain .* choose another one"):
        exec(first, {})  # noqa: S102 - the cell


@pytest.mark.slow
def test_it_runs_in_a_kernel_in_english(path: Path, tmp_path: Path) -> None:
    notebook = nbformat.reads(translated(path.read_bytes(), "en"), as_version=4)
    done = NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    ).execute()
    shown = [output for cell in _code(done) for output in cell.get("outputs", ())]
    assert sum("application/vnd.jupyter.widget-view+json" in output.get("data", {}) for output in shown) == 2
    assert not [output for output in shown if output.output_type in {"error", "stream"}], shown
    state = json.dumps(done.metadata.widgets)
    assert "GRDP level index" in state
    assert "Data edition" in state
    assert "Compared with" in state
    assert "Edisi data" not in state
    assert not list(tmp_path.iterdir())
