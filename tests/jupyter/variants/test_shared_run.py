"""Languages of a notebook that share what does not depend on them: each shows what a kernel of its own shows."""

from __future__ import annotations

import ctypes
import mmap
import os
import subprocess
import sys
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from matplotlib.figure import Figure

from tests.executed import shown
from tests.processes import running
from umkm_analysis.builds.workers.preloader import can_fork
from umkm_analysis.jupyter import engine
from umkm_analysis.jupyter.execute import NotebookFailed, run_notebook, run_variants

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not can_fork(), reason="no fork to rely on")]
SPEAK = "from umkm_analysis.i18n.translation import set_language, t, current_language\nset_language(language)"
STATE = "count = 0\nseen = []\n"
PARAMETERS = [{"region": "3576", "language": language} for language in ("id", "en")]
SHARED_STATE = [
    SPEAK,
    "import os, random, sys, warnings, numpy, matplotlib, state\nimport matplotlib.pyplot as plt",
    "state.count += 1; state.seen.append(region)\nrandom.seed(1); numpy.random.seed(1)",
    "os.environ['SEEN'] = str(state.count); sys.path.append('x'); warnings.simplefilter('error')",
    "matplotlib.rcParams['font.size'] = state.count + 20; figure = plt.figure(); plt.close('all')",
    "plt.figure().add_subplot(); before = random.random()",
    "print('before'); print(t('Sumber:')); state.count += 1; (state.count, state.seen, current_language())",
    "random.random(), numpy.random.rand(), before, os.environ['SEEN'], sys.path[-1], len(warnings.filters)",
    "matplotlib.rcParams['font.size'], plt.get_fignums()",
    "import __main__; In[1:3], _i2, __main__.language, type(language).__name__, globals()['language']",
    "import asyncio\nawait asyncio.sleep(0.01)\nawait asyncio.to_thread(current_language)",
    "!echo $language",
    "import contextvars; contextvars.copy_context().run(current_language)",
]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "state.py").write_text(STATE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(home: Path, write_notebook: Callable[..., Path]) -> Callable[..., list[Any]]:
    def run_both(*cells: str, seconds: float = 60) -> list[Any]:
        write_notebook(home / "a.ipynb", *cells)
        return run_variants(home / "a.ipynb", home / "failed.ipynb", PARAMETERS, seconds=seconds)

    return run_both


def alone(home: Path) -> list[Any]:
    """What a kernel of its own shows, for each language."""
    return [shown(run_notebook(home / "a.ipynb", home / "b.ipynb", given, warm=True)) for given in PARAMETERS]


@pytest.fixture
def forks(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Count forks made by this process and those below it."""
    memory = mmap.mmap(-1, 8)
    count = ctypes.c_int64.from_buffer(memory)
    fork = os.fork

    def counted() -> int:
        count.value += 1
        return fork()

    monkeypatch.setattr(os, "fork", counted)
    return lambda: count.value


def test_each_language_shows_what_a_kernel_of_its_own_shows(
    run: Callable[..., list[Any]], home: Path, forks: Callable[[], int]
) -> None:
    Figure().add_subplot()  # its fonts are known, as in the process that reports are forked from
    both = run(*SHARED_STATE)
    assert forks() == 2
    assert [shown(notebook) for notebook in both] == alone(home)
    assert [notebook.metadata.papermill.parameters for notebook in both] == PARAMETERS
    assert ["Source:" in str(notebook) for notebook in both] == [False, True]


def test_a_language_that_is_named_parts_the_runs_before_its_cell(
    run: Callable[..., list[Any]], home: Path, forks: Callable[[], int]
) -> None:
    both = run(
        "import state, random; drawn = random.random()",
        "state.count += 1; display({'text/plain': 'first'}, raw=True, display_id='shown')",
        "from IPython.display import update_display as update\n"
        "update({'text/plain': language}, raw=True, display_id='shown')\n"
        "state.count, language, In[2]",
    )
    assert forks() == 2
    assert [shown(notebook) for notebook in both] == alone(home)
    assert both[1].cells[3].outputs[0].data["text/plain"] == "en"


def test_cells_that_print_and_magics_of_figures_are_shared(run: Callable[..., list[Any]], home: Path) -> None:
    both = run(
        "%matplotlib inline\n%config InlineBackend.figure_formats = ['png']\nimport sys",
        f"{SPEAK}\nprint(1)",
        "print(2); print('e', file=sys.stderr)",  # each cell had a timer of its own, which ran on
        "print(3); print(t('Sumber:'))",
    )
    assert [one is None or shown(one) == own for one, own in zip(both, alone(home), strict=True)] == [True, True]
    assert both[1] is not None


@pytest.mark.parametrize(
    "cell",
    [
        "import threading, time\nthreading.Thread(target=time.sleep, args=(5,), daemon=True).start()",
        "import os, time\nif not os.fork(): time.sleep(5); os._exit(0)",
        "import subprocess\nsubprocess.run(['true'])",
        "file = open('state.py')",
        "with open('x.txt', 'a') as file: file.write('x')",
        "import pathlib; pathlib.Path('folder').mkdir()",
        "import os; os.mknod('node')",
        "import mmap; memory = mmap.mmap(-1, 10)",
        "import signal; signal.setitimer(signal.ITIMER_REAL, 100)",
        "import socket; ours, theirs = socket.socketpair()",
        "import looks",
        "import numbered",
        "import registers",
    ],
)  # fmt: skip
def test_what_lies_outside_of_a_process_s_memory_is_not_shared(
    cell: str, run: Callable[..., list[Any]], home: Path
) -> None:
    (home / "looks.py").write_text("import __main__\nfound = __main__.language\n", encoding="utf-8")
    (home / "numbered.py").write_text("import os\nown = os.getpid()\n", encoding="utf-8")
    registers = "import os\nos.register_at_fork(before=print)\n"
    (home / "registers.py").write_text(registers, encoding="utf-8")
    first, second = run(cell, SPEAK, "t('Sumber:')")
    assert second is None
    assert not isinstance(first, NotebookFailed), first.reason


def test_another_function_of_that_name_gets_no_pending_text(run: Callable[..., list[Any]]) -> None:
    first, second = run(
        "class Other: pass\nother = Other(); other.f = type", "set_language = type", "set_language(language)"
    )
    assert second is None
    assert first.cells[-1].outputs[0].data["text/plain"] == "str"


@pytest.mark.parametrize("fails", ["raise ValueError('no')", "import os; os._exit(3)", "while True: pass"])
def test_what_fails_in_one_language_fails_there_alone(fails: str, run: Callable[..., list[Any]]) -> None:
    with warnings.catch_warnings(record=True) as warned:  # papermill's reached the terminal
        *_, english = both = run("import state", f"if language == 'en':\n    {fails}", seconds=2)
    assert (english, [str(one.message) for one in warned if "extension" in str(one.message)]) == (None, [])
    assert not isinstance(both[0], NotebookFailed)


def test_what_fails_in_the_first_language_leaves_the_others(run: Callable[..., list[Any]], home: Path) -> None:
    first, english = run("import state", "if language == 'id':\n    raise ValueError('no')")
    assert (first.reason, first.cell) == ("ValueError: no", 3)
    assert shown(english)[-1][3] == "completed"
    assert (home / "failed.ipynb").is_file()
    first, english = run("import state", "import os\nif language == 'id':\n    os._exit(3)")
    assert first is None  # its fork may have brought it down: it is run by itself
    assert not (home / "failed.ipynb").exists()
    assert shown(english)[-1][3] == "completed"


def test_what_fails_before_the_runs_part_is_run_by_itself(run: Callable[..., list[Any]]) -> None:
    assert run("1", "raise KeyError('gap')", "language") == [None, None]  # it may have failed for want of the language


def test_what_fails_after_it_has_changed_something_outside_fails_at_once(run: Callable[..., list[Any]]) -> None:
    first, english = run("import os; os.mkdir('made')", "raise KeyError('gap')", "language")
    assert (first.reason, first.cell, english) == ("KeyError: 'gap'", 3, None)  # run again, it would fail for 'made'


READERS = {
    "shell.py": "from IPython.core.interactiveshell import InteractiveShell as Shell\n"
    "def read():\n    return Shell.instance().ev('lang' + 'uage')\n",
    "main.py": "import __main__\ndef read():\n    return __main__.language\n",
    "composed.py": "import importlib\nname = '__{}__'.format('main')\n"
    "def read():\n    return importlib.import_module(name).language\n",
}
TOLD = """
try: 1 / 0
except Exception as error: told = "".join(Told.from_exception(error, capture_locals=True).format())
[line for line in told.splitlines() if "uage = " in line]"""


@pytest.mark.parametrize(
    ("imported", "read"),
    [
        ("import shell", "shell.read()"),
        ("import runpy; main = runpy.run_path('main.py')", "main['read']()"),
        (
            "import importlib.util as u; s = u.spec_from_file_location('m', 'main.py'); m = u.module_from_spec(s)",
            "s.loader.exec_module(m); m.read()",
        ),
        ("import composed", "composed.read()"),
        (
            "import pickle",
            "try: found = pickle.load(open('main.pickle', 'rb'))\nexcept AttributeError: found = ''\nfound",
        ),
        ("from traceback import TracebackException as Told", TOLD),
        ("import pandas; frame = pandas.DataFrame({'a': ['id', 'en']})", "frame.query(open('main.txt').read()).a"),
    ],
)
def test_what_reads_the_language_unseen_reads_its_own(
    imported: str, read: str, run: Callable[..., list[Any]], home: Path
) -> None:
    for name, source in READERS.items():
        (home / name).write_text(source, encoding="utf-8")
    (home / "main.txt").write_text("a == @language", encoding="utf-8")
    (home / "main.pickle").write_text("c__main__\nlanguage\n.", encoding="utf-8")
    both = run(imported, "between = 1", read, "[name for name in globals() if name[0] != '_']")
    own = alone(home)
    assert [one is None or shown(one) == expected for one, expected in zip(both, own, strict=True)] == [True, True]
    assert [language in str(cells[4][2]) for language, cells in zip(("id", "en"), own, strict=True)] == [True, True]


def test_a_cell_that_may_fail_and_did_for_want_of_the_language_is_run_by_itself(
    run: Callable[..., list[Any]], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "composed.py").write_text(READERS["composed.py"], encoding="utf-8")
    parameterize = engine.parameterize_notebook

    def tagged(*given: Any, **named: Any) -> Any:
        notebook = parameterize(*given, **named)
        notebook.cells[3].metadata["tags"] = ["raises-exception"]
        return notebook

    monkeypatch.setattr(engine, "parameterize_notebook", tagged)
    assert run("import composed", "composed.read()", "language") == [None, None]
    assert [cells[3][2][0]["data"]["text/plain"] for cells in alone(home)] == ["'id'", "'en'"]


def test_a_module_that_sets_the_language_has_set_it(run: Callable[..., list[Any]], home: Path) -> None:
    (home / "stars.py").write_text("language = 'fr'\n", encoding="utf-8")
    first, english = run("from stars import *", "between = 1", "language")
    assert (first.cells[-1].outputs[0].data["text/plain"], english) == ("'fr'", None)


def test_a_cell_collects_what_was_there_before_the_fork(run: Callable[..., list[Any]], home: Path) -> None:
    both = run(
        "import weakref\nclass Ring: pass\nring = Ring(); ring.own = ring; ref = weakref.ref(ring)",
        "language",
        "del ring\nimport gc; gc.collect(); ref() is None",
    )
    assert [shown(one) for one in both] == alone(home)
    assert both[1].cells[-1].outputs[0].data["text/plain"] == "True"


def test_a_task_that_goes_on_after_its_cell_makes_no_fork(
    run: Callable[..., list[Any]], home: Path, forks: Callable[[], int]
) -> None:
    late = "async def late(): return t('Sumber:')\ntask = asyncio.get_event_loop().create_task(late())"
    first, english = run(SPEAK, f"import asyncio\n{late}", "between = 1", "await task", seconds=20)
    assert (forks(), english) == (1, None)  # it waited for a cell that had ended, for as long as a report may take
    assert shown(first) == alone(home)[0]


def test_what_c_has_written_past_python_is_not_shared(
    run: Callable[..., list[Any]], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = "import pyarrow as pa, pyarrow.parquet as pq\npq.write_table(pa.table({'a': [1]}), 'x.parquet')"
    first, english = run(cells, SPEAK, "import os; print(t('Sumber:')); os.remove('x.parquet')")
    assert (shown(first)[-1][3], english) == ("completed", None)
    assert not (home / "x.parquet").exists()
    monkeypatch.delenv("PYTEST_CURRENT_TEST")  # ipykernel collects what is written past Python only without it
    written = f"{SPEAK}\nimport sys, time; _ = sys.__stdout__.write('past'); sys.__stdout__.flush()\ntime.sleep(0.05)"
    first, english = run("import state", written, "print(t('Sumber:')); time.sleep(0.3)")
    assert english is None
    assert "past" in str(shown(first))


def test_time_that_a_fork_takes_is_not_the_first_run_s(run: Callable[..., list[Any]]) -> None:
    both = run("import time", "time.sleep(1.2); language", seconds=2)
    assert [shown(one)[-1][3] for one in both] == ["completed"] * 2
    assert all(one.cells[-1].metadata.papermill.duration < 2 for one in both)


def test_what_a_fork_has_started_ends_with_it(run: Callable[..., list[Any]]) -> None:
    both = run(
        "import state",
        "import subprocess\nif language == 'en':\n"
        "    subprocess.run(['sh', '-c', 'setsid sleep 8811 >/dev/null 2>&1 &'])\nelse:\n"
        "    import time; time.sleep(0.3); print(subprocess.run(['pgrep', '-f', 'sleep 8811']).returncode)",
    )
    assert both[0].cells[-1].outputs[0].text == "1\n"
    assert not running(8811)


def test_a_fork_ends_with_whoever_runs_it(home: Path, write_notebook: Callable[..., Path]) -> None:
    noted = home / "pid"
    cell = (
        f"import os, pathlib, time\nlanguage; pathlib.Path({str(noted)!r}).write_text(str(os.getpid())); time.sleep(60)"
    )
    write_notebook(home / "a.ipynb", "import state", cell)
    script = (
        "from pathlib import Path\nfrom umkm_analysis.jupyter.execute import run_variants\n"
        f"run_variants(Path({str(home / 'a.ipynb')!r}), Path({str(home / 'b.ipynb')!r}), {PARAMETERS!r})"
    )
    with subprocess.Popen([sys.executable, "-c", script]) as started:  # noqa: S603 - ours
        assert soon(lambda: noted.exists() and bool(noted.read_text()), 60)
        started.kill()
    state = Path(f"/proc/{noted.read_text()}/stat")
    assert soon(lambda: not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z", 5)


def soon(condition: Callable[[], bool], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return False
