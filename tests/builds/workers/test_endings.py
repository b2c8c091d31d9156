"""Every build ends, and everything it started with it: stuck and dying processes, signals, memory, daemons."""

from __future__ import annotations

import errno
import math
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from functools import partial
from multiprocessing import popen_forkserver
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from tests.processes import alive, running
from umkm_analysis.builds.job import Job, no_place
from umkm_analysis.builds.plan import choose_regions, make_plan
from umkm_analysis.builds.workers import memory, pool, preloader
from umkm_analysis.builds.workers.pool import build_all
from umkm_analysis.builds.workers.preloader import can_fork
from umkm_analysis.datasets import project
from umkm_analysis.jupyter.kernels import processes

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not can_fork(), reason="Linux alone has /proc and forks")]
REPORT = "economic-recovery"
START_DAEMONS = """\
import os, subprocess, time
subprocess.Popen(["sleep", "{0}1"])
subprocess.Popen(["sleep", "{0}2"], start_new_session=True)
subprocess.run(["sh", "-c", "setsid sleep {0}3 >/dev/null 2>&1 &"])
time.sleep(0.5)
"""

CHILD = """\
import mmap, time
m = mmap.mmap(-1, 450_000_000)
m.write(bytes([1]) * 450_000_000)
kept = bytearray(b"x") * 350_000_000
time.sleep(30)
"""


@pytest.fixture
def at_home(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    copy_data: Callable[[Path], Path],
    write_notebook: Callable[..., Path],
    record_cell: str,
) -> Callable[[str], Path]:
    """Make a project whose notebook runs a cell, and return its folder."""

    def make(cell: str) -> Path:
        home = copy_data(tmp_path / "home")
        write_notebook(home / "notebooks" / "economic_recovery.ipynb", cell, record_cell)
        monkeypatch.setenv(project.HOME_VARIABLE, str(home))
        return home

    return make


def command(output: Path, *more: str, codes: tuple[str, ...] = ("3576", "3577", "3578")) -> list[str]:
    chosen = [argument for code in codes for argument in ("--region", code)]
    return [
        sys.executable, "-m", "umkm_analysis", "build", "--report", REPORT, "--language", "id", "--output", str(output),
        *chosen, *more,
    ]  # fmt: skip


def build(output: Path, *more: str, codes: tuple[str, ...] = ("3576", "3577", "3578")) -> tuple[int, str]:
    done = subprocess.run(  # noqa: S603 - ours
        command(output, *more, codes=codes), capture_output=True, text=True, check=False, timeout=200
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout + done.stderr


def test_a_stuck_worker_costs_its_own_report_and_some_time(
    tmp_path: Path, at_home: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    at_home("import os, signal, time\nif region == '3577':\n    os.kill(os.getppid(), signal.SIGSTOP); time.sleep(1)")
    monkeypatch.setattr(pool, "GRACE", 10.0)
    tasks = make_plan(choose_regions(named=["3576", "3577", "3578"]), reports=[REPORT]).tasks
    jobs = [Job(task, {}, seconds=2, warm=True) for task in tasks]
    results = {one.task.region.code: one.failure for one in build_all(jobs, tmp_path / "out", workers=3)}
    assert (results["3576"], results["3578"]) == (None, None)
    assert results["3577"] is not None
    assert results["3577"].reason == pool.STUCK.format(seconds=2)


@pytest.mark.parametrize("languages", [("id",), ("id", "en")], ids=["one", "both"])
def test_a_worker_is_not_stuck_while_a_kernel_that_stayed_and_one_of_each_run_have_their_time(
    languages: tuple[str, ...],
) -> None:
    tasks = make_plan(choose_regions(named=["3576"]), reports=[REPORT], languages=languages).tasks
    jobs = [Job(task, {}, seconds=600, warm=True) for task in tasks]
    runs = 1 + len(jobs)  # the first one in the kernel that has stayed, and each in one of its own
    assert pool.longest(jobs) >= 600 * runs + pool.GRACE * len(jobs)


def test_a_preloading_process_that_does_not_answer_is_waited_for_so_long_and_no_longer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answered = threading.Event()
    monkeypatch.setattr(preloader, "_ask", answered.wait)
    monkeypatch.setattr(preloader, "WAIT_SECONDS", 0.5)
    assert preloader.preload_failure() == preloader.SILENT
    monkeypatch.setattr(preloader, "WAIT_SECONDS", math.inf)
    assert preloader.preload_failure(lambda: True) is None  # or it would wait for ever
    answered.set()


def kill_preloading_once(killed: Path) -> str:
    """Return a cell that ends the process which workers are forked from, the first time that it runs for a region."""
    return (
        f"import os, pathlib, signal\nfile = pathlib.Path({str(killed)!r})\n"
        "if region == '3577' and not file.exists():\n"
        "    file.touch(); worker = pathlib.Path(f'/proc/{os.getppid()}/stat').read_text()\n"
        "    os.kill(int(worker.rpartition(')')[2].split()[1]), signal.SIGKILL)"
    )


def test_a_preloading_process_that_dies_is_started_again(tmp_path: Path, at_home: Callable[[str], Path]) -> None:
    killed = tmp_path / "killed"
    at_home(kill_preloading_once(killed))
    code, said = build(tmp_path / "out", "--jobs", "2")
    assert killed.exists()
    assert code == 0, said
    assert "3 built" in said


def test_forks_of_a_preloading_process_that_died_do_not_take_the_folder_of_the_next(
    tmp_path: Path, at_home: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    folder = partial(tempfile.TemporaryDirectory, dir=temporary)
    monkeypatch.setattr(pool, "tempfile", SimpleNamespace(TemporaryDirectory=folder))
    at_home(kill_preloading_once(tmp_path / "killed"))
    run_isolated = pool._run_isolated  # noqa: SLF001 - it is only delayed

    def run_later(*arguments: object) -> object:
        time.sleep(1)  # now and then they take so long to notice
        return run_isolated(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(pool, "_run_isolated", run_later)
    # the pool ends them, unless it has asked before whether they live: nobody knows any more, which counts as no
    monkeypatch.setattr(popen_forkserver.Popen, "terminate", lambda _: None)
    tasks = make_plan(choose_regions(named=["3576", "3577", "3578"]), reports=[REPORT]).tasks
    jobs = [Job(task, {}, seconds=30, warm=True) for task in tasks]
    results = list(build_all(jobs, tmp_path / "out", workers=2))
    assert (tmp_path / "killed").exists()
    assert [one.failure for one in results] == [None] * 3
    assert list(temporary.glob("umkm-*")) == []


@pytest.mark.parametrize(("first", "kernel"), [(signal.SIGINT, "warm"), (signal.SIGTERM, "standard")])
def test_the_second_signal_ends_a_build_at_once_with_all_it_started(
    first: signal.Signals, kernel: str, tmp_path: Path, at_home: Callable[[str], Path]
) -> None:
    number = 72000 + first * 10 + (kernel == "warm")
    begun = tmp_path / "begun"
    at_home(START_DAEMONS.format(number) + f"open({str(begun)!r}, 'w').close()\ntime.sleep(1000)")
    with subprocess.Popen(  # noqa: S603 - ours
        command(tmp_path / "out", "--jobs", "2", "--kernel", kernel),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    ) as build_:  # fmt: skip
        until = time.monotonic() + 60
        while not begun.exists() and time.monotonic() < until:
            time.sleep(0.1)
        assert len(running(number)) >= 3
        os.killpg(build_.pid, first)  # as a terminal does
        time.sleep(1)
        assert build_.poll() is None
        at = time.monotonic()
        os.killpg(build_.pid, signal.SIGINT)
        os.killpg(build_.pid, signal.SIGINT)
        _, said = build_.communicate(timeout=30)
    assert time.monotonic() - at < 8
    assert build_.returncode == 130
    assert said.splitlines() == [
        "Finishing what is under way; Ctrl-C again breaks it off.",
        "umkm: broken off; what was finished is kept",
    ]
    assert running(number) == []


@pytest.mark.parametrize("kernel", ["warm", "standard"])
def test_what_a_build_has_started_ends_with_it_when_it_is_killed(
    kernel: str, tmp_path: Path, at_home: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    number, begun, output = 74000 + (kernel == "warm"), tmp_path / "begun", tmp_path / "out-of-the-killed"
    temporary = Path(tempfile.mkdtemp(prefix="k"))  # sockets have short names: the test's own folder is too deep
    monkeypatch.setenv("TMPDIR", str(temporary))
    at_home(START_DAEMONS.format(number) + f"open({str(begun)!r}, 'w').close()\ntime.sleep(1000)")
    with subprocess.Popen(  # noqa: S603 - ours
        command(output, "--jobs", "2", "--kernel", kernel), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as build_:
        until = time.monotonic() + 60
        while not (begun.exists() and len(running(number)) >= 3) and time.monotonic() < until:
            time.sleep(0.1)
        below = processes.descendants(build_.pid)
        assert len(below) >= 5
        build_.kill()
    until = time.monotonic() + 15
    while (left := [pid for pid in below if alive(pid)] + running(number)) and time.monotonic() < until:
        time.sleep(0.1)
    assert left == []
    assert list(temporary.glob("umkm-*")) == []  # the socket of the preloading process stays
    shutil.rmtree(temporary)


def test_a_folder_that_a_worker_had_begun_to_remove_is_removed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = partial(tempfile.TemporaryDirectory, dir=tmp_path)
    monkeypatch.setattr(pool, "tempfile", SimpleNamespace(TemporaryDirectory=folder))
    with pool._temporary_folder() as scratch:  # noqa: SLF001 - the worker is killed between two steps
        (Path(scratch) / "report-1").mkdir()
        Path(scratch).rename(pool._ended(scratch))  # noqa: SLF001 - likewise
    assert list(tmp_path.iterdir()) == []


def test_no_folder_is_made_where_those_of_a_killed_build_are_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch, rmtree, refused = tmp_path / "scratch", shutil.rmtree, []

    def remove(folder: Path, **options: bool) -> None:
        try:
            (scratch / "report-2").mkdir()  # the worker's other thread goes on until it ends
        except FileNotFoundError:
            refused.append(folder)
        rmtree(folder, **options)

    (scratch / "report-1").mkdir(parents=True)
    monkeypatch.setattr(pool.multiprocessing, "parent_process", lambda: SimpleNamespace(join=lambda: None))
    monkeypatch.setattr(pool.processes, "kill_descendants", lambda _: None)
    monkeypatch.setattr(pool.os, "_exit", lambda _: None)
    monkeypatch.setattr(pool.shutil, "rmtree", remove)
    for _ in range(2):  # by two workers
        pool._exit_with_parent(str(scratch))  # noqa: SLF001 - what a worker does when the command is gone
    assert len(refused) == 2
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_temporary_files_that_is_removed_costs_reports_and_not_the_build(
    tmp_path: Path, at_home: Callable[[str], Path]
) -> None:
    at_home("import shutil, tempfile\nif region == '3576':\n    shutil.rmtree(tempfile.gettempdir())")
    tasks = make_plan(choose_regions(named=["3576", "3577", "3578"]), reports=[REPORT]).tasks
    jobs = [Job(task, {}, seconds=30, warm=True) for task in tasks]
    results = {one.task.region.code: one.failure for one in build_all(jobs, tmp_path / "out", workers=1)}
    assert len(results) == 3
    for code in ("3577", "3578"):
        assert results[code] is not None
        assert results[code].reason == no_place(FileNotFoundError(errno.ENOENT, "No such file or directory"))


def test_no_room_for_a_folder_of_temporary_files_costs_reports_and_not_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = OSError(errno.ENOSPC, "No space left on device")

    def refuse(**_: object) -> None:
        raise full

    monkeypatch.setattr(pool, "tempfile", SimpleNamespace(TemporaryDirectory=refuse))
    tasks = make_plan(choose_regions(named=["3576", "3577"]), reports=[REPORT], languages=("id", "en")).tasks
    jobs = [Job(task, {}) for task in tasks]
    results = [*build_all(jobs, tmp_path / "out", workers=2)]
    results.append(pool._run_isolated(jobs[0], pool.WorkerConfig(tmp_path, None, warm=False)))  # noqa: SLF001 - likewise
    assert [result.task for result in results] == [*tasks, tasks[0]]
    for result in results:
        assert result.failure is not None
        assert result.failure.reason == no_place(full)


def test_ctrl_c_while_the_build_gets_ready_leaves_no_traceback(tmp_path: Path, at_home: Callable[[str], Path]) -> None:
    at_home("1")
    for seconds in (0.6, 1.0, 1.6, 2.4):
        with subprocess.Popen(  # noqa: S603 - ours
            command(tmp_path / "out"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        ) as build_:
            time.sleep(seconds)
            os.killpg(build_.pid, signal.SIGINT)
            _, said = build_.communicate(timeout=60)
        # -2: Python itself had not begun yet, which says nothing
        assert build_.returncode in {130, 0} or (build_.returncode, said) == (-signal.SIGINT, ""), said
        assert "Traceback" not in said


@pytest.mark.parametrize("kernel", ["warm", "standard"])
def test_what_cells_start_does_not_outlive_their_report(
    kernel: str, tmp_path: Path, at_home: Callable[[str], Path]
) -> None:
    number = 73000 + (kernel == "warm")
    died = "if region == '3577':\n    os._exit(1)"
    killed = "if region == '3578':\n    import signal; os.kill(os.getppid(), signal.SIGKILL); time.sleep(1)"
    at_home("\n".join([START_DAEMONS.format(number), died, killed]))
    code, said = build(tmp_path / "out", "--jobs", "3", "--kernel", kernel)
    assert code == 1, said
    assert "1 built" in said
    assert running(number) == []


@pytest.mark.parametrize("kernel", ["warm", "standard"])
@pytest.mark.parametrize(
    "cell",
    [
        "import mmap, time\nm = mmap.mmap(-1, 900_000_000)\nm.write(b'x' * 900_000_000)\ntime.sleep(30)",
        f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {CHILD!r}])",
    ],
    ids=["shared", "of a child"],
)
def test_shared_memory_and_that_of_children_count(
    cell: str, kernel: str, tmp_path: Path, at_home: Callable[[str], Path]
) -> None:
    if "'x' *" in cell:  # written piece by piece: a copy in private memory would be refused by the system itself
        cell = cell.replace("m.write(b'x' * 900_000_000)", "for _ in range(900): m.write(b'x' * 1_000_000)")
    at_home(cell)
    code, said = build(tmp_path / "out", "--memory", "700", "--kernel", kernel, codes=("3576",))
    assert code == 1
    assert memory.EXCEEDED.format(megabytes=700) in said


def test_a_file_larger_than_the_memory_is_refused(tmp_path: Path, at_home: Callable[[str], Path]) -> None:
    big = tmp_path / "big"
    at_home(f"with open({str(big)!r}, 'wb') as file: file.truncate(400_000_000)")
    code, said = build(tmp_path / "out", "--memory", "300", codes=("3576",))
    assert code == 1
    assert re.search(r"OSError: \[Errno 27\] File too large", said), said


@pytest.mark.parametrize("megabytes", ["256", "1000"])
def test_many_workers_with_little_memory_each_end(
    megabytes: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(project.HOME_VARIABLE, raising=False)
    codes = ("3571", "3572", "3573", "3574", "3575", "3576", "3577", "3578")
    code, said = build(tmp_path / "out", "--jobs", "8", "--memory", megabytes, codes=codes)
    assert code == 0, said
    assert "8 built" in said


MACHINE = """\
import os, sys
from umkm_analysis.builds.workers import memory
whole, asked = {whole}, os.sysconf
os.sysconf = lambda name: whole // asked("SC_PAGE_SIZE") if name == "SC_PHYS_PAGES" else asked(name)
os.cpu_count = lambda: 8
memory.CGROUP_LIMITS = ()
if __name__ == "__main__":
    from umkm_analysis.cli import main
    main(sys.argv[1:])
"""


def test_a_machine_of_eight_threads_and_eight_gigabytes_builds_by_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(project.HOME_VARIABLE, raising=False)
    arguments = command(tmp_path / "out", codes=("3571", "3572", "3573", "3574", "3575", "3576"))[3:]
    arguments[arguments.index("id")] = "id,en"  # twelve reports, so eight workers
    program = [sys.executable, "-c", MACHINE.format(whole=8_000_000_000), *arguments]
    done = subprocess.run(program, capture_output=True, text=True, check=False, timeout=400)  # noqa: S603 - ours
    assert done.returncode == 0, done.stderr
    assert "12 built" in done.stdout
