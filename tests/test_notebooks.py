"""Notebooks are thin and clean, and run for real."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
import papermill
import pytest

from umkm_analysis.builds.output.html import export
from umkm_analysis.builds.workers.preloader import can_fork
from umkm_analysis.datasets.project import EXPLORER
from umkm_analysis.jupyter.parameters import defaults
from umkm_analysis.reports.registry import REPORTS

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
NOTEBOOKS = sorted(path for path in FOLDER.glob("*.ipynb") if path.name != EXPLORER)
"""Of the reports; that which explores has rules of its own, in tests/lab."""
FORBIDDEN = (
    ast.FunctionDef,
    ast.ClassDef,
    ast.For,
    ast.While,
    ast.If,
    ast.Try,
    ast.With,
    ast.Lambda,
    ast.AsyncFunctionDef,
)
MOST_LINES = 5
MOST_BYTES = 300_000
HOME = {Path(report.notebook).stem: report.examples[0] for report in REPORTS}


@pytest.fixture(
    params=[pytest.param(path, id=path.stem, marks=pytest.mark.xdist_group(path.stem)) for path in NOTEBOOKS]
)
def notebook(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


def _code(path: Path) -> list[nbformat.NotebookNode]:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def test_there_are_notebooks() -> None:
    assert {path.stem for path in NOTEBOOKS} == set(HOME)


def test_it_is_committed_without_outputs(notebook: Path) -> None:
    assert all(not cell.outputs and cell.execution_count is None for cell in _code(notebook))


def test_it_is_valid_and_its_metadata_names_no_machine(notebook: Path) -> None:
    node = nbformat.read(notebook, as_version=4)
    nbformat.validate(node)
    assert set(node.metadata) == {"kernelspec", "language_info"}
    assert node.metadata.kernelspec.name == "python3"


def test_only_the_first_code_cell_has_parameters_with_real_defaults(notebook: Path) -> None:
    tagged = ["parameters" in cell.metadata.get("tags", []) for cell in _code(notebook)]
    assert tagged == [True, *[False] * (len(tagged) - 1)]
    assert defaults(notebook)["region"] == HOME[notebook.stem]
    assert defaults(notebook)["language"] == "id"


def test_its_cells_are_thin(notebook: Path) -> None:
    for cell in _code(notebook):
        tree = ast.parse(cell.source)
        assert len(cell.source.splitlines()) <= MOST_LINES, cell.source
        assert not [node for node in ast.walk(tree) if isinstance(node, FORBIDDEN)], cell.source
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                assert str(node.module).split(".")[0] in {"umkm_analysis", "pathlib"}, cell.source
            assert not isinstance(node, ast.Import), cell.source


def test_its_result_cells_end_in_one_expression(notebook: Path) -> None:
    for cell in _code(notebook):
        statements = ast.parse(cell.source).body
        expressions = [one for one in statements if isinstance(one, ast.Expr)]
        assert expressions in ([], [statements[-1]]), cell.source


@pytest.mark.slow
def test_it_runs_by_plain_papermill_for_a_number(notebook: Path, stock_run: Callable[[Path], Any]) -> None:
    _assert_a_page(stock_run(notebook), HOME[notebook.stem], "en")


@pytest.mark.slow
def test_it_runs_by_papermill_for_text(notebook: Path, tmp_path: Path) -> None:
    region = HOME[notebook.stem]
    executed = papermill.execute_notebook(
        str(notebook),
        str(tmp_path / "out.ipynb"),
        parameters={"region": region, "language": "id"},
        progress_bar=False,
        kernel_name="python3",
        engine_name="umkm" if can_fork() else None,
    )
    _assert_a_page(executed, region, "id")


def _assert_a_page(executed: Any, region: str, language: str) -> None:
    made = export(executed)
    page = json.loads(made.record)["page"]
    assert (page["region"], page["language"]) == (region, language)
    assert f'<html lang="{language}" class="page">' in made.html
    _assert_a_page_without_outside(made.html)


def _assert_a_page_without_outside(html: str) -> None:
    assert "default-src 'none'" in html
    html = re.sub(
        r'<a href="https?://[^"]+" rel="noreferrer"(?: title="[^"]*")?>', "<a>", html
    )  # a reader follows them, the page does not
    for outside in ("<script src", "<link", "<img", "<iframe", "@import", "url(http", 'src="http', 'href="http'):
        assert outside not in html
    assert "In&nbsp;[" not in html
    assert "show.opening" not in html
    assert html.count("<h1") == 1
    html = re.sub(r"<script>.*?</script>", "", html, flags=re.DOTALL)
    codes = html.count('class="segno"')  # beside their address, or on a slide with it
    signs = html.count('<svg class="sign" viewBox="0 0 16 16" aria-hidden="true">')  # beside words that say the same
    signs += html.count('<span class="locator" title="')  # a small map, named by its title
    assert html.count("<svg") == html.count('role="img"') + signs + codes
    assert len(html.encode()) < MOST_BYTES
