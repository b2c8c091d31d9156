"""What programs and libraries that a cell calls write: it stands in the notebook and never reaches the terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

CELL = (
    r"import os, subprocess"
    "\n"
    r"os.write(1, b'\x1b[2J' b'by number\n'); os.write(2, b'\x1b[2J' b'an error\n')"
    "\n"
    r"subprocess.run(['printf', r'\033[2Jby a program\n'])"
    "\n"
    r"read = subprocess.run(['cat'], capture_output=True).stdout; print(f'read: {read}')"  # in one piece
)


SLOW = """\
import os, time
from types import SimpleNamespace
from umkm_analysis.jupyter.kernels import streams
def read(number, size):
    time.sleep(0.3)
    return os.read(number, size)
streams.os = SimpleNamespace(**{**vars(os), "read": read})
os.write(1, b"by number")
"""
"""What is written past Python is taken over late."""
WAITS = """\
import time
from types import SimpleNamespace
from umkm_analysis.jupyter.kernels import streams
waits = []
def sleep(seconds):
    waits.append(seconds)
    time.sleep(seconds)
streams.time = SimpleNamespace(monotonic=time.monotonic, sleep=sleep)
"""
"""Counts how often a kernel waits for what a cell has written."""


@pytest.mark.parametrize("warm", [True, False])
def test_a_cell_neither_writes_to_the_terminal_nor_reads_from_it(
    tmp_path: Path, write_notebook: Callable[..., Path], *, warm: bool
) -> None:
    done, said = run(write_notebook(tmp_path / "a.ipynb", CELL), warm=warm)
    assert "\x1b" not in done.stdout + done.stderr
    assert "by" not in done.stdout
    for words in ("by number", "by a program", "an error", "read: b''"):
        assert words in said


def test_what_is_written_past_python_belongs_to_its_cell_however_late_it_is_taken_over(
    tmp_path: Path, write_notebook: Callable[..., Path]
) -> None:
    _, said = run(write_notebook(tmp_path / "a.ipynb", SLOW), warm=True)
    assert said == "by number"


def test_what_is_written_past_python_stands_before_what_is_shown_after_it(
    tmp_path: Path, write_notebook: Callable[..., Path]
) -> None:
    notebook = write_notebook(tmp_path / "a.ipynb", SLOW + "from IPython.display import display\ndisplay(1)\n7")
    run(notebook, warm=True)
    assert [one.output_type for one in outputs(tmp_path / "executed.ipynb")] == [
        "stream",
        "display_data",
        "execute_result",
    ]


def test_letters_written_past_python_are_whole_however_many_they_are(
    tmp_path: Path, write_notebook: Callable[..., Path]
) -> None:
    _, said = run(
        write_notebook(tmp_path / "a.ipynb", "import os; os.write(1, ('a' + 'é' * 3000).encode());"), warm=True
    )
    assert said == "a" + "é" * 3000
    half = "import os; os.write(1, b'\\xc3');"
    _, said = run(write_notebook(tmp_path / "a.ipynb", half, "os.write(1, b'a');"), warm=True)
    assert said == "\N{REPLACEMENT CHARACTER}a"


def test_a_cell_may_close_its_streams(tmp_path: Path, write_notebook: Callable[..., Path]) -> None:
    notebook = write_notebook(
        tmp_path / "a.ipynb", "import sys; print('said'); sys.stdout.close(); sys.stderr.close()", "1 + 1"
    )
    _, said = run(notebook, warm=True)
    assert said == "said\n"
    assert outputs(tmp_path / "executed.ipynb")[-1].data["text/plain"] == "2"


def test_what_goes_on_writing_is_waited_for_once(tmp_path: Path, write_notebook: Callable[..., Path]) -> None:
    slower = SLOW.replace("0.3", "0.05").replace('b"by number"', 'b"." * 60_000')
    notebook = write_notebook(
        tmp_path / "a.ipynb", WAITS + slower, "before = len(waits)", "before, len(waits) - before"
    )
    run(notebook, warm=True)
    shown = [output for output in outputs(tmp_path / "executed.ipynb") if output.output_type == "execute_result"]
    before, after = eval(shown[-1].data["text/plain"])  # noqa: S307 - two numbers
    assert before > 0
    assert after == 0


def test_a_stream_that_a_cell_of_one_language_has_closed_is_not_waited_for(
    tmp_path: Path, write_notebook: Callable[..., Path], record_cell: str
) -> None:
    closing = "assert language\nimport os\nos.close(1); os.dup2(os.open(os.devnull, os.O_WRONLY), 2);"
    notebook = write_notebook(tmp_path / "a.ipynb", "import os", WAITS, closing, "1;", "len(waits)", record_cell)
    given = [{"region": "3576", "language": language} for language in ("id", "en")]
    _run_by_itself(
        "import tempfile",
        "tempfile.gettempdir()",  # or a cell tries it out
        "from umkm_analysis.jupyter.execute import run_variants",
        f"runs = run_variants(Path({str(notebook)!r}), Path({str(tmp_path / 'failed.ipynb')!r}), {given})",
        f"for number, run in enumerate(runs): nbformat.write(run, {str(tmp_path)!r} + f'/run-{{number}}.ipynb')",
    )
    for number in range(2):
        waited = [
            one.data["text/plain"]
            for one in outputs(tmp_path / f"run-{number}.ipynb")
            if "text/plain" in one.get("data", ())
        ]
        assert int(waited[0]) < 100  # of a thousand looks in a second


def run(notebook: Path, *, warm: bool) -> tuple[subprocess.CompletedProcess[str], str]:
    """Run a notebook in a process of its own; return how that ended, and what the cells wrote."""
    executed = str(notebook.with_name("executed.ipynb"))
    done = _run_by_itself(
        "from umkm_analysis.jupyter.execute import run_notebook",
        f"made = run_notebook(Path({str(notebook)!r}), Path({executed!r}), {{}}, warm={warm})",
        f"nbformat.write(made, {executed!r})",
    )
    return done, "".join(output.text for output in outputs(Path(executed)) if output.output_type == "stream")


def outputs(executed: Path) -> list[Any]:
    """Return what the cells of an executed notebook have put out, one after the other."""
    return [output for cell in nbformat.read(executed, as_version=4).cells for output in cell.get("outputs", ())]


def _run_by_itself(*lines: str) -> subprocess.CompletedProcess[str]:
    # ipykernel collects what is written by number only where no test runs
    environment = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    script = "\n".join(["from pathlib import Path", "import nbformat", *lines])
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, env=environment, input="secret",
        timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done
