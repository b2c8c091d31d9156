from __future__ import annotations

from typing import TYPE_CHECKING

import nbformat
import pytest

from umkm_analysis.jupyter import execute
from umkm_analysis.jupyter.execute import NotebookFailed, run_notebook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.slow


@pytest.fixture
def executed(tmp_path: Path) -> Path:
    return tmp_path / "executed.ipynb"


def test_a_notebook_runs_in_its_folder_with_its_parameters(
    tmp_path: Path, executed: Path, write_notebook: Callable[..., Path]
) -> None:
    source = write_notebook(tmp_path / "in" / "n.ipynb", "import os", "print(region, os.path.basename(os.getcwd()))")
    result = run_notebook(source, executed, {"region": "0011"})
    assert result.cells[-1].outputs[0].text == "0011 in\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["executed.ipynb", "in"]


def test_an_endless_cell_is_broken_off(
    tmp_path: Path, executed: Path, write_notebook: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    # the time runs out when the endless cell is reached: how fast the machine starts a kernel does not matter
    reached = tmp_path / "reached"
    monkeypatch.setattr(execute, "_seconds_left", lambda _: 0.5 if reached.exists() else 600)
    source = write_notebook(tmp_path / "n.ipynb", f"open({str(reached)!r}, 'w').close()", "while True: pass")
    with pytest.raises(NotebookFailed, match="it did not end within 7 seconds") as caught:
        run_notebook(source, executed, {"region": "3576"}, seconds=7)
    assert caught.value.cell == 3  # of the notebook that the person has


def test_the_cells_have_their_time_together(
    tmp_path: Path, executed: Path, write_notebook: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    known = execute._seconds_left  # noqa: SLF001 - what nbclient is told, cell by cell
    left: list[float] = []
    monkeypatch.setattr(execute, "_seconds_left", lambda until: left.append(known(until)) or left[-1])
    run_notebook(write_notebook(tmp_path / "n.ipynb", "1", "2"), executed, {"region": "3576"}, seconds=600)
    assert left == sorted(left, reverse=True)
    assert 0 < left[-1] < left[0] <= 600


def test_a_syntax_error_names_its_cell(tmp_path: Path, executed: Path, write_notebook: Callable[..., Path]) -> None:
    source = write_notebook(tmp_path / "n.ipynb", "1", "2", ")", "3")  # "(" has an error of its own from 3.13 on
    with pytest.raises(NotebookFailed, match="SyntaxError") as caught:
        run_notebook(source, executed, {"region": "3576"})
    assert caught.value.cell == 4
    assert any(
        output.output_type == "error" for cell in nbformat.read(executed, 4).cells for output in cell.get("outputs", ())
    )
