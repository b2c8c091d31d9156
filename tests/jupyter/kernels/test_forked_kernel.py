"""Cells in a fork give what cells in a kernel of their own give, and leave nothing behind."""

from __future__ import annotations

import copy
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
import papermill
import pytest
from IPython.core.interactiveshell import InteractiveShell
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from umkm_analysis.builds.workers.preloader import can_fork
from umkm_analysis.datasets import project
from umkm_analysis.jupyter.execute import NotebookFailed, run_notebook
from umkm_analysis.jupyter.kernels import forked_kernel
from umkm_analysis.jupyter.kernels.connected import KernelDied, KernelTimeout
from umkm_analysis.jupyter.kernels.forked_kernel import ForkedKernel
from umkm_analysis.jupyter.parameters import defaults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not can_fork(), reason="no fork to rely on: stock kernels are used here"),
]
TORTURE = [
    "x = 1",
    "print('a'); x",
    "import sys; print('e', file=sys.stderr); print('o')",
    "from IPython.display import *\ndisplay(HTML('<b>1</b>'), display_id='d'); print(1)",
    "update_display(HTML('<b>2</b>'), display_id='d')",
    "%%capture cap\nprint('captured')",
    "cap.stdout",
    "import asyncio\nawait asyncio.sleep(0.01)\n'awaited'",
    "import threading\nt = threading.Thread(target=lambda: print('thread')); t.start(); t.join()",
    "import matplotlib.pyplot as plt\nplt.plot([1, 2]);",
    "import matplotlib; matplotlib.get_backend(), matplotlib.rcParams['figure.dpi']",
    "!echo shell",
    "%%bash\necho bash",
    "print(1); clear_output(wait=True); print(2)",
    "import pandas as pd; pd.DataFrame({'a': [1]})",
    "1\n2",
    "_, In[1], len(Out)",
    "type(get_ipython()).__name__",
    "%who",
    "for i in range(3): print(i, end='\\r')",
    "import logging; logging.warning('w')",
    "display({'text/plain': 'p', 'application/json': {'a': 1}}, raw=True)",
    "sorted(name for name in globals() if not name.startswith('_'))",
    "__name__, __doc__, __spec__",
    "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2]);",
    "%gui\nget_ipython().active_eventloop",
    "%gui nonsense",
    "class Tee(list):\n    def __getattr__(self, name): return getattr(real, name)",
    "Tee.write = lambda self, text: (self.append(text), real.write(text))",
    "real, sys.stdout = sys.stdout, Tee(); print('twice')",
    "print('again'); kept, sys.stdout = sys.stdout, real; kept",
    "from contextvars import ContextVar\nvariable = ContextVar('variable', default=1); _ = variable.set(2)",
    "variable.get()",
    "logging.basicConfig(stream=sys.stdout, level='DEBUG', force=True); logging.debug('all')",
    "logging.info('more'); logging.root.handlers.clear()",
    "import os; os.getcwd() == os.path.abspath('.'), 'OPENBLAS_NUM_THREADS' in os.environ",
    "{name: os.environ.get(name) for name in ('TERM', 'FORCE_COLOR', 'CLICOLOR_FORCE', 'PAGER', 'GIT_PAGER')}",
    "input_refused = True\ntry:\n    input('?')\nexcept Exception as error:\n    print(type(error).__name__)",
    "def f(): yield from range(3)\nlist(f())",
    "import time\nprint(1); time.sleep(1.2); print(2, file=sys.stderr); time.sleep(1.2); print(3)",
    "import __main__; __main__.x, 'x' in vars(__main__)",
    "import pickle\nclass Own: pass\ntype(pickle.loads(pickle.dumps(Own()))) is Own",
    "from IPython import get_ipython as ask; ask() is get_ipython()",
    "raise ValueError('boom')",
    "'never run'",
]
MPL, PLT = "import matplotlib", "import matplotlib.pyplot as plt"
SPEAK = "from umkm_analysis.i18n.translation import set_language, current_language"


def write(path: Path, *sources: str) -> Path:
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cells = [new_markdown_cell("# x"), *map(new_code_cell, sources)]
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
    return path


def outputs_of(notebook: Any) -> list[tuple[Any, str]]:
    """What each code cell shows, without addresses and process numbers."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [
        (
            cell.execution_count,
            re.sub(r"0x[0-9a-f]+|ipykernel_\d+", "…", nbformat.writes(new_notebook(cells=[strip(cell)]))),
        )
        for cell in cells
    ]


def strip(cell: Any) -> Any:
    outputs: list[Any] = []
    for output in map(copy.deepcopy, cell.outputs):
        # a stream comes in as many parts as flushes: a flush by the clock may fall between two writes
        if outputs and output.output_type == "stream" and output.name == outputs[-1].get("name"):
            outputs[-1].text += output.text
        else:
            outputs.append(output)
    return new_code_cell(cell.source, outputs=outputs, id="same")


@pytest.fixture
def kernel() -> Iterator[ForkedKernel]:
    started = ForkedKernel()
    yield started
    started.close()


def run(kernel: ForkedKernel, code: str, *, seconds: float = 60) -> dict[str, Any]:
    *_, (kind, reply) = kernel.execute(code, seconds=seconds)
    assert kind == "reply"
    content: dict[str, Any] = reply["content"]
    return content


def test_every_cell_shows_what_it_shows_in_a_stock_kernel(tmp_path: Path) -> None:
    notebook = write(tmp_path / "torture.ipynb", *TORTURE)
    shown = {}
    for engine in (None, "umkm"):
        executed = tmp_path / f"{engine}.ipynb"
        with pytest.raises(papermill.PapermillExecutionError, match="boom"):
            papermill.execute_notebook(
                str(notebook), str(executed), engine_name=engine, kernel_name="python3", progress_bar=False
            )
        shown[engine] = nbformat.read(executed, as_version=4)
    for ours, stock in zip(outputs_of(shown["umkm"]), outputs_of(shown[None]), strict=True):
        assert ours == stock
    assert [count for count, _ in outputs_of(shown["umkm"])][-1] is None
    assert shown["umkm"].metadata.language_info == shown[None].metadata.language_info
    assert "<b>2</b>" in nbformat.writes(shown["umkm"])


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=path.stem, marks=pytest.mark.xdist_group(path.stem))
        for path in sorted((project.root() / "notebooks").glob("*.ipynb"))
        if path.name != project.EXPLORER  # widgets, which no build takes: their ids are drawn by lot
    ],
)
def test_every_notebook_shows_what_it_shows_in_a_stock_kernel(
    path: Path, tmp_path: Path, stock_run: Callable[[Path], Any]
) -> None:
    parameters = {"region": int(defaults(path)["region"]), "language": "en"}
    ours, stock = (
        outputs_of(run_notebook(path, tmp_path / "a.ipynb", parameters, warm=True)),
        outputs_of(stock_run(path)),
    )
    assert ours == stock
    assert len([count for count, _ in ours if count]) == len(ours)


def test_plain_papermill_takes_the_engine_by_its_name(tmp_path: Path) -> None:
    notebook, executed = write(tmp_path / "a.ipynb", "40 + 2"), tmp_path / "b.ipynb"
    command = [sys.executable, "-m", "papermill", "--engine", "umkm", "-k", "python3", str(notebook), str(executed)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert done.returncode == 0, done.stderr
    assert nbformat.read(executed, as_version=4).cells[1].outputs[0].data["text/plain"] == "42"


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("leaked = 1", "leaked"),
        ("import this", "import sys; sys.modules['this']"),
        ("import os; os.environ['LEAKED'] = '1'", "import os; os.environ['LEAKED']"),
        (f"{MPL}; matplotlib.rcParams['font.size'] = 99", f"{MPL}; assert matplotlib.rcParams['font.size'] == 99"),
        (f"{PLT}; plt.figure()", f"{PLT}; assert plt.get_fignums()"),
        ("import random; random.seed(1)", "import random; assert random.random() == 0.13436424411240122"),
        ("import os; os.chdir('/')", "import os; assert os.getcwd() == '/'"),
        (f"{SPEAK}; set_language('en')", f"{SPEAK}; assert current_language() == 'en'"),
        ("import builtins; builtins.leaked = 1", "leaked"),
        ("import sys; sys.path.insert(0, 'leaked')", "import sys; assert sys.path[0] == 'leaked'"),
    ],
)  # fmt: skip
def test_nothing_of_one_report_is_there_for_the_next(first: str, then: str) -> None:
    for code, expected in ((first, "ok"), (then, "error")):
        kernel = ForkedKernel()
        try:
            assert run(kernel, code)["status"] == expected, code
        finally:
            kernel.close()


def test_figures_that_the_parent_has_open_are_none_of_the_kernel_s() -> None:
    plt = pytest.importorskip("matplotlib.pyplot")
    figure = plt.figure()
    kernel = ForkedKernel()
    try:
        assert run(kernel, f"{PLT}; assert not plt.get_fignums()")["status"] == "ok"
        assert figure.number in plt.get_fignums()
    finally:
        kernel.close()
        plt.close(figure)


@pytest.mark.parametrize("loaded", ["matplotlib.pyplot", "matplotlib_inline.backend_inline", "sys"])
def test_figures_are_shown_whatever_the_parent_has_loaded(loaded: str, tmp_path: Path) -> None:
    notebook, executed = write(tmp_path / "a.ipynb", f"{PLT}; plt.plot([1, 2]);"), tmp_path / "b.ipynb"
    script = (
        f"import sys, {loaded}, papermill\n"
        "papermill.execute_notebook(*sys.argv[1:], engine_name='umkm', kernel_name='python3', progress_bar=False)"
    )
    command = [sys.executable, "-c", script, str(notebook), str(executed)]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - ours
    ((_, shown),) = outputs_of(nbformat.read(executed, as_version=4))
    assert "image/png" in shown


def test_a_module_beside_the_notebook_is_found_behind_the_standard_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "beside.py").write_text("here = 1\n", encoding="utf-8")
    (tmp_path / "this.py").write_text("raise ValueError('not the standard library')\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.path", [path for path in sys.path if path])
    kernel = ForkedKernel()
    try:
        assert run(kernel, "import beside, this; assert beside.here")["status"] == "ok"
    finally:
        kernel.close()


def test_a_kernel_in_the_making_changes_nothing_where_it_is_made() -> None:
    before = dict(os.environ), sys.modules["__main__"]
    forked_kernel._prototype_kernel.cache_clear()  # noqa: SLF001 - whatever ran before has made it
    if InteractiveShell.initialized():  # cleared from its own class on, or that one would hand out the old shell
        type(InteractiveShell.instance()).clear_instance()
    forked_kernel.prepare()
    assert (dict(os.environ), sys.modules["__main__"]) == before


def test_two_forks_draw_different_random_numbers() -> None:
    drawn = []
    for _ in range(2):
        kernel = ForkedKernel()
        messages = list(kernel.execute("import random, numpy; random.random(), numpy.random.rand()", seconds=60))
        drawn += [m["content"]["data"]["text/plain"] for _, m in messages if "data" in m["content"]]
        kernel.close()
    first, second = (re.findall(r"0\.\d+", one) for one in drawn)
    assert not set(first) & set(second)


@pytest.mark.parametrize(
    "death",
    [
        "import os; os._exit(3)",
        "import ctypes, faulthandler; faulthandler.disable(); ctypes.string_at(0)",  # or pytest's would print it
        "import os; os.kill(os.getpid(), 9)",
    ],
)
def test_a_death_is_told_with_its_cell(tmp_path: Path, death: str) -> None:
    notebook = write(tmp_path / "a.ipynb", "1", death, "2")
    with pytest.raises(NotebookFailed, match="the kernel died") as failed:
        run_notebook(notebook, tmp_path / "b.ipynb", {}, warm=True)
    assert failed.value.cell == 2
    assert nbformat.read(tmp_path / "b.ipynb", as_version=4).cells[1].outputs[0].data["text/plain"] == "1"


def test_a_cell_without_end_is_ended_and_reported(tmp_path: Path) -> None:
    notebook = write(tmp_path / "a.ipynb", "1", "while True: pass")
    with pytest.raises(NotebookFailed, match="it did not end within 1 seconds") as failed:
        run_notebook(notebook, tmp_path / "b.ipynb", {}, warm=True, seconds=1)
    assert failed.value.cell == 2


def test_a_system_exit_is_an_error_of_its_cell_as_in_any_kernel(tmp_path: Path) -> None:
    notebook = write(tmp_path / "a.ipynb", "raise SystemExit(2)")
    with pytest.raises(NotebookFailed, match="SystemExit"):
        run_notebook(notebook, tmp_path / "b.ipynb", {}, warm=True)


def test_a_silent_or_dead_fork_is_told_apart(kernel: ForkedKernel) -> None:
    with pytest.raises(KernelTimeout):
        run(kernel, "import time; time.sleep(60)", seconds=0.2)
    kernel.close()
    with pytest.raises(KernelDied):
        run(kernel, "1")


def test_a_fork_ends_with_whoever_forked_it(tmp_path: Path) -> None:
    script = tmp_path / "x.py"
    script.write_text(
        "import os\nfrom umkm_analysis.jupyter.kernels.forked_kernel import ForkedKernel\n"
        "kernel = ForkedKernel()\nprint(kernel.pid, flush=True)\n"
        "for _ in kernel.execute('import os, time; os.kill(os.getppid(), 9); time.sleep(600)', seconds=None): pass\n"
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False)  # noqa: S603 - ours
    pid = int(done.stdout)
    for _ in range(100):
        state = Path(f"/proc/{pid}/stat")
        if not state.exists() or state.read_text().split()[2] == "Z":
            return
        time.sleep(0.05)
    pytest.fail("the fork lives on")


def test_a_fork_of_an_interactive_process_has_nothing_of_its_parent(tmp_path: Path) -> None:
    script = tmp_path / "x.py"
    script.write_text(
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "from umkm_analysis.jupyter.kernels.forked_kernel import ForkedKernel\n"
        "shell = InteractiveShell.instance()\nshell.run_cell('secret = 1')\n"
        "kernel = ForkedKernel()\n*_, (_, reply) = kernel.execute('secret', seconds=60)\nkernel.close()\n"
        "print(reply['content']['ename'], InteractiveShell.instance() is shell, shell.user_ns['secret'])\n"
    )
    environment = {**os.environ, "IPYTHONDIR": str(tmp_path)}
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, str(script)], capture_output=True, text=True, check=False, env=environment
    )
    assert done.stdout.strip() == "NameError True 1", done.stdout + done.stderr


def test_the_words_before_a_death_are_kept(tmp_path: Path) -> None:
    notebook = write(tmp_path / "a.ipynb", "import os, time\nprint('last words'); time.sleep(1); os._exit(3)")
    with pytest.raises(NotebookFailed):
        run_notebook(notebook, tmp_path / "b.ipynb", {}, warm=True)
    assert "last words" in (tmp_path / "b.ipynb").read_text()


def test_the_process_that_is_forked_is_alone_and_its_environment_clean(tmp_path: Path) -> None:
    code = (
        "import os; before = dict(os.environ)\nimport umkm_analysis.builds.workers.preload, sys, __main__\n"
        "from umkm_analysis.jupyter.kernels.forked_kernel import ForkedKernel; ForkedKernel().close()\n"
        "assert sys.modules['__main__'] is __main__\n"
        "added = {n for n in os.environ if os.environ[n] != before.get(n)}\n"
        "large = {'matplotlib.pyplot', 'scipy.stats'} & set(sys.modules)\n"
        "print(len(os.listdir('/proc/self/task')), sorted(added), large)"
    )
    environment = {
        name: value for name, value in os.environ.items() if name not in {"MPLBACKEND", "OPENBLAS_NUM_THREADS"}
    }
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment, cwd=tmp_path
    )
    assert done.stdout.strip() == "1 ['MPLBACKEND'] set()", done.stdout + done.stderr


def test_warm_and_standard_kernels_make_the_same_pages(
    tmp_path: Path, copy_data: Callable[[Path], Path], write_notebook: Callable[..., Path], record_cell: str
) -> None:
    home = copy_data(tmp_path)
    write_notebook(home / "notebooks" / "economic_recovery.ipynb", "import matplotlib.pyplot as plt", record_cell)
    made = {}
    for kind in ("warm", "standard"):
        command = [sys.executable, "-m", "umkm_analysis", "build", "--region", "3576", "--report", "economic-recovery"]
        done = subprocess.run(  # noqa: S603 - ours
            [*command, "--kernel", kind, "--output", str(tmp_path / kind)],
            capture_output=True, text=True, check=False, env={**os.environ, "UMKM_HOME": str(home)},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        folder = tmp_path / kind
        made[kind] = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("[!.]*") if path.is_file()}
    assert made["warm"] == made["standard"]
    assert (
        len(made["warm"]) == 12
    )  # pages, records, indexes, pages of claims and comparisons, the manifest and the lock
