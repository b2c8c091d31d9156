"""What a report may not do for ever or without end, in either kernel: put out, start processes, wait."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import nbformat
import pytest

from tests.processes import running
from umkm_analysis.builds.workers.preloader import can_fork
from umkm_analysis.jupyter.execute import NotebookFailed, run_notebook
from umkm_analysis.jupyter.kernels import processes
from umkm_analysis.jupyter.kernels.limits import OUTPUT_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not can_fork(), reason="Linux alone has /proc and forks")]
SENTENCE = "a cell put out more than 5 MB; what came after that was cut off"
LOUD = {
    "for ever": "while True: print('x' * 1000)",
    "at once": "print('x' * 30_000_000)",
    "as a result": "'x' * 30_000_000",
    "displays": "from IPython.display import HTML\nwhile True: display(HTML('y' * 100_000))",
    "to the other stream": "import sys\nwhile True: sys.stderr.write('x' * 1000)",
    "in an error": "raise ValueError('x' * 30_000_000)",
}


@pytest.mark.parametrize("warm", [True, False], ids=["warm", "standard"])
@pytest.mark.parametrize("cell", LOUD.values(), ids=LOUD)
def test_a_cell_that_puts_out_without_end_is_cut_and_fails(
    *, cell: str, warm: bool, tmp_path: Path, write_notebook: Callable[..., Path]
) -> None:
    executed = tmp_path / "executed.ipynb"
    source = write_notebook(tmp_path / "n.ipynb", "print('before')", cell, "print('after')")
    began = time.monotonic()
    with pytest.raises(NotebookFailed) as caught:
        run_notebook(source, executed, {"region": "3576"}, seconds=120, warm=warm)
    assert (caught.value.reason, caught.value.cell) == (SENTENCE, 3)
    assert time.monotonic() - began < 60
    assert executed.stat().st_size < 2 * OUTPUT_BYTES
    loud = nbformat.read(executed, as_version=4).cells[3]
    assert SENTENCE in loud.outputs[-1].text


@pytest.mark.parametrize("warm", [True, False], ids=["warm", "standard"])
def test_what_is_just_short_enough_counts_cell_by_cell(
    *, warm: bool, tmp_path: Path, write_notebook: Callable[..., Path]
) -> None:
    cell = f"print('x' * {OUTPUT_BYTES - 10_000})"
    source = write_notebook(tmp_path / "n.ipynb", cell, cell)
    result = run_notebook(source, tmp_path / "executed.ipynb", {"region": "3576"}, warm=warm)
    texts = ["".join(one.text for one in code.outputs) for code in result.cells[2:]]  # a standard kernel may send two
    assert [len(text) for text in texts] == [OUTPUT_BYTES - 9_999] * 2


STARTS = """\
import os, subprocess, sys, time
subprocess.Popen(["sleep", "{0}1"])
subprocess.Popen(["sleep", "{0}2"], start_new_session=True)
subprocess.run(["sh", "-c", "setsid sleep {0}3 >/dev/null 2>&1 &"])
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.execvp("sleep", ["sleep", "{0}4"])
    os._exit(0)
time.sleep(0.5)
"""


def test_what_a_cell_starts_ends_with_its_forked_kernel(tmp_path: Path, write_notebook: Callable[..., Path]) -> None:
    source = write_notebook(tmp_path / "n.ipynb", STARTS.format(71001))
    command = [
        sys.executable,
        "-m",
        "papermill",
        "--engine",
        "umkm",
        "-k",
        "python3",
        str(source),
        str(tmp_path / "o.ipynb"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)  # noqa: S603 - ours
    assert done.returncode == 0, done.stderr
    assert running(71001) == []


def test_a_kernel_that_ends_is_noticed_although_a_process_holds_its_connection(
    tmp_path: Path, write_notebook: Callable[..., Path]
) -> None:
    source = write_notebook(
        tmp_path / "n.ipynb", "import os, time\nif os.fork() == 0:\n    time.sleep(20)\n    os._exit(0)\nos._exit(1)"
    )
    began = time.monotonic()
    with pytest.raises(NotebookFailed, match="the kernel died"):
        run_notebook(source, tmp_path / "executed.ipynb", {"region": "3576"}, seconds=60, warm=True)
    assert time.monotonic() - began < 10


def test_descendants_are_found_and_ended_but_those_that_are_spared() -> None:
    code = "import subprocess, sys; p = subprocess.Popen(['sleep', '71002']); print(p.pid, flush=True); p.wait()"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as parent:  # noqa: S603 - ours
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert child in processes.descendants(os.getpid())
        assert child not in processes.descendants(os.getpid(), without={parent.pid})
        others = set(processes.children(os.getpid())) - {parent.pid}
        processes.kill_descendants(os.getpid(), without=others, spared={parent.pid})
        assert parent.wait(10) == 0
    assert child not in processes.descendants(1)


def test_shared_memory_counts_and_is_divided_among_those_that_share_it() -> None:
    size = 50_000_000
    shares = f"import mmap, os; m = mmap.mmap(-1, {size}); m.write(b'x' * {size}); os.fork(); m[::4096]"
    code = f"{shares}; print(flush=True); input()"
    with subprocess.Popen(  # noqa: S603 - ours
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        for _ in range(2):
            parent.stdout.readline()
        (child,) = processes.children(parent.pid)
        assert processes.memory_of(parent.pid) > 50_000_000
        assert 50_000_000 < processes.own_share(parent.pid) + processes.own_share(child) < 80_000_000
        parent.communicate("\n\n")
    assert processes.memory_of(parent.pid) == processes.own_share(parent.pid) == 0
