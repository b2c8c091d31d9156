"""Warm kernels that cannot start: one sentence, and the same pages by standard kernels."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import Future
from contextlib import contextmanager
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import nbformat
import pytest

from umkm_analysis.builds.job import Job
from umkm_analysis.builds.plan import choose_regions, make_plan
from umkm_analysis.builds.workers import cluster, cluster_process
from umkm_analysis.builds.workers.preloader import ENDED, can_fork

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not can_fork(), reason="no fork to rely on: there are no warm kernels here"),
]
SENTENCE = "The cells run in standard kernels"
# as in a release that has renamed the class: ipykernel's own code still finds it, nobody else does
RENAMED = """\
import builtins
import ipykernel.iostream
builtins.BackgroundSocket = ipykernel.iostream.BackgroundSocket
del ipykernel.iostream.BackgroundSocket
"""
PATCHED = """\
import os, signal, sys, time
from ipykernel.inprocess.ipkernel import InProcessKernel
def broken(self, *arguments, **options):
    {}
InProcessKernel.{} = broken
"""
CHANGED = PATCHED.format("raise TypeError('another signature')", "execute_request")
CRASHING = PATCHED.format("os._exit(7)", "__init__")
HANGING = (
    "import signal\nalarm = signal.alarm\nsignal.alarm = lambda seconds: alarm(min(seconds, 2))\n"
    + PATCHED.format("time.sleep(600)", "__init__")
)


def environment(folder: Path, customization: str, **more: str) -> dict[str, str]:
    """Variables with which every Python process first runs some code."""
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(customization)
    path = os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])])
    return {**os.environ, "PYTHONPATH": path, **more}


def run(*arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-m", *arguments], capture_output=True, text=True, check=False, env=env, timeout=240
    )


def build(output: Path, env: dict[str, str], *more: str) -> subprocess.CompletedProcess[str]:
    chosen = ["--region", "3576", "--report", "economic-recovery", "--language", "id"]
    return run("umkm_analysis", "build", *chosen, "--output", str(output), *more, env=env)


def pages(output: Path) -> dict[str, bytes]:
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*.*") if path.is_file()}


@pytest.fixture
def home(
    tmp_path: Path, copy_data: Callable[[Path], Path], write_notebook: Callable[..., Path], record_cell: str
) -> Path:
    home = copy_data(tmp_path / "home")
    write_notebook(home / "notebooks" / "economic_recovery.ipynb", "import matplotlib.pyplot as plt", record_cell)
    return home


def test_a_build_falls_back_to_standard_kernels_whatever_is_wrong_with_warm_ones(home: Path, tmp_path: Path) -> None:
    expected = tmp_path / "standard"
    standard = build(expected, environment(tmp_path / "site", RENAMED, UMKM_HOME=str(home)), "--kernel", "standard")
    assert (standard.returncode, unexpected_lines(standard)) == (0, []), standard.stderr
    assert "1 built" in standard.stdout
    for name, customization, reason, more in (
        ("renamed", RENAMED, "ImportError: cannot import name 'BackgroundSocket'", ("--log-format", "json")),
        ("changed", CHANGED, "DeadKernelError: Kernel died: TypeError: another signature", ("--kernel", "warm")),
        ("hanging", HANGING, ENDED, ()),
    ):
        broken = environment(tmp_path / f"site-{name}", customization, UMKM_HOME=str(home))
        done = build(tmp_path / name, broken, *more)
        assert done.returncode == 0, (name, done.stderr)
        (line,) = unexpected_lines(done)
        assert line.startswith(f"Warm kernels cannot start here ({reason}"), (name, line)
        assert SENTENCE in line, (name, line)
        assert pages(tmp_path / name) == pages(expected), name
        if "json" in more:
            assert [json.loads(line)["status"] for line in done.stdout.splitlines()] == ["built"]


def unexpected_lines(done: subprocess.CompletedProcess[str]) -> list[str]:
    """Lines of standard error but the summary of a build that logs JSON, and what a busy standard kernel says."""
    usual = ("1 built", "Open ", "[IPKernelApp]")
    return [line for line in done.stderr.splitlines() if not line.startswith(usual)]


@pytest.mark.parametrize(("customization", "reason"), [(RENAMED, "ImportError"), (CRASHING, ENDED)])
def test_a_worker_of_a_cluster_falls_back_and_the_build_says_so_once(
    customization: str, reason: str, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment(tmp_path / "site", customization, UMKM_HOME=str(home)).items():
        monkeypatch.setenv(name, value)

    def submit(function: Callable[..., Any], *arguments: object, pure: bool) -> Future[Any]:
        assert not pure
        future: Future[Any] = Future()
        future.set_result(function(*arguments))
        return future

    @contextmanager
    def in_this_process(*_: object) -> Iterator[Any]:
        """A cluster of one thread, which runs what it is given at once."""
        yield SimpleNamespace(
            wait_for_workers=lambda *_, **__: None,
            nthreads=lambda: {"tcp://a:1": 1},
            run=lambda function, *arguments: {"tcp://a:1": function(*arguments)},
            scatter=lambda content, **_: content,
            submit=submit,
            cancel=lambda _: None,
        )

    monkeypatch.setattr(cluster, "_client", in_this_process)
    monkeypatch.setattr(cluster, "_done", lambda futures, _: futures)
    plan = make_plan(choose_regions(named=["3576", "3577"]), reports=["economic-recovery"], languages=["id"])
    jobs = [Job(task, {}, warm=True) for task in plan.tasks]
    assert len(jobs) == 2
    said: list[str] = []
    results = list(cluster.build_on("", jobs, tmp_path / "out", warn=said.append))
    assert cluster_process._kept == {}  # noqa: SLF001 - nothing is left of the build
    assert [result.failure for result in results] == [None, None]
    (sentence,) = said
    assert sentence.startswith(f"Warm kernels cannot start here ({reason}")
    assert SENTENCE in sentence


@pytest.mark.parametrize("fault", [RENAMED, CHANGED], ids=["renamed", "changed"])
def test_plain_papermill_works_for_everybody_and_its_engine_falls_back_too(tmp_path: Path, fault: str) -> None:
    broken = environment(tmp_path / "site", fault)
    source, executed = tmp_path / "a.ipynb", tmp_path / "b.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("40 + 2")]), source)
    for engine, warnings in (("nbclient", 0), ("umkm", 1)):
        done = run("papermill", "--engine", engine, "-k", "python3", str(source), str(executed), env=broken)
        assert done.returncode == 0, done.stderr
        assert done.stderr.count(SENTENCE) == warnings, done.stderr
        assert nbformat.read(executed, as_version=4).cells[0].outputs[0].data["text/plain"] == "42"
        executed.unlink()


def test_the_entry_point_imports_neither_papermill_nor_ipykernel() -> None:
    code = (
        "import sys, umkm_analysis.jupyter.entry\n"
        "print(sorted({'papermill', 'ipykernel', 'nbclient', 'IPython'} & sys.modules.keys()))\n"
        "import papermill\nprint('umkm_analysis.jupyter.engine' in sys.modules, 'ipykernel' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert done.stdout.split("\n")[:2] == ["[]", "False False"], done.stdout + done.stderr
