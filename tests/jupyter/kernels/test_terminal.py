"""What programs and libraries that a cell calls write: it stands in the notebook and never reaches the terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import nbformat
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CELL = (
    r"import os, subprocess"
    "\n"
    r"os.write(1, b'\x1b[2J' b'by number\n'); os.write(2, b'\x1b[2J' b'an error\n')"
    "\n"
    r"subprocess.run(['printf', r'\033[2Jby a program\n'])"
    "\n"
    r"print('read:', subprocess.run(['cat'], capture_output=True).stdout)"
)


SLOW = """\
import os, sys, time
stream = type(sys.stdout)
write = stream.write
def later(self, text):
    time.sleep(0.3)
    return write(self, text)
stream.write = later
os.write(1, b"by number")
"""


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


def run(notebook: Path, *, warm: bool) -> tuple[subprocess.CompletedProcess[str], str]:
    """Run a notebook in a process of its own; return how that ended, and what the cells wrote."""
    executed = notebook.with_name("b.ipynb")
    script = (
        "from pathlib import Path\nfrom umkm_analysis.jupyter.execute import run_notebook\n"
        f"made = run_notebook(Path({str(notebook)!r}), Path({str(executed)!r}), {{}}, warm={warm})\n"
        f"__import__('nbformat').write(made, {str(executed)!r})\n"
    )
    # ipykernel collects what is written by number only where no test runs
    environment = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, env=environment, input="secret",
        timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    said = "".join(
        output.text
        for cell in nbformat.read(executed, as_version=4).cells
        for output in cell.get("outputs", ())
        if output.output_type == "stream"
    )
    return done, said
