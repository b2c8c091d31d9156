"""A real Dask scheduler and two real workers: the same bytes as here, and a lost worker costs nothing."""

from __future__ import annotations

import importlib
import io
import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from filelock import FileLock

from tests.processes import alive, running
from umkm_analysis.builds.job import Failure, Job, Made
from umkm_analysis.builds.plan import choose_regions, make_plan
from umkm_analysis.builds.staleness import manifest
from umkm_analysis.builds.workers import cluster, cluster_process
from umkm_analysis.builds.workers.cluster_package import Package, pack
from umkm_analysis.builds.workers.preloader import can_fork
from umkm_analysis.builds.workers.worker import make
from umkm_analysis.datasets import project
from umkm_analysis.datasets.register import store
from umkm_analysis.errors import UsageError
from umkm_analysis.jupyter.kernels import processes
from umkm_analysis.reports.registry import REPORTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CODES = ("3571", "3572", "3573", "3574", "3575", "3576")
SLOW = """\
import os, time
time.sleep(0.8)
if region == "3574":
    os._exit(1)
if region == "3575":
    os.kill(os.getppid(), 9)"""
DASK = [sys.executable, "-m", "distributed.cli.dask_scheduler"], [sys.executable, "-m", "distributed.cli.dask_worker"]
SOUND: dict[str, Any] = {
    "wait_for_workers": lambda *_, **__: None, "nthreads": lambda: {"w": 1},
    "run": lambda what, *_: {"w": cluster.fingerprint()} if what is cluster.fingerprint else None,
    "scatter": lambda *_, **__: None, "cancel": lambda _: None,
}  # fmt: skip
"""Answers of a cluster, by what is asked."""
pytestmark = pytest.mark.skipif(not can_fork(), reason="the deaths in this test are those of forks")


@contextmanager
def started(*command: str, **place: Any) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(  # noqa: S603 - ours
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **place
    ) as running:
        try:
            yield running
        finally:
            running.kill()


def machine(folder: Path, name: str) -> dict[str, Any]:
    """Where a worker of another machine runs: a home, a working and a temporary folder of its own, and no project."""
    home = folder / name / "home"
    home.mkdir(parents=True)
    temporary = tempfile.mkdtemp(prefix=f"{name}-", dir=os.environ.get("TMPDIR"))  # sockets need short paths
    environment = {**os.environ, "HOME": str(home), "TMPDIR": temporary}
    environment.pop(project.HOME_VARIABLE, None)
    return {"cwd": home, "env": environment}


@contextmanager
def cluster_of_two(folder: Path, *tls: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    told = folder / "scheduler.json"
    local = ["--host", "127.0.0.1", "--no-dashboard", *tls]
    with started(*DASK[0], *local, "--port", "0", "--scheduler-file", str(told)):
        for _ in range(300):
            if told.exists() and told.read_text().strip().endswith("}"):
                break
            time.sleep(0.1)
        address = json.loads(told.read_text())["address"]
        worker = [*DASK[1], address, *local, "--nthreads", "1", "--no-nanny"]
        with (
            started(*worker, **(one := machine(folder, "a"))) as first,
            started(*worker, **(other := machine(folder, "b"))),
        ):
            yield address, first
            places = [Path(place["env"]["TMPDIR"]) for place in (one, other)]
    for place in places:
        shutil.rmtree(place)


def command(output: Path, *more: str) -> list[str]:
    chosen = [argument for code in CODES for argument in ("--region", code)]
    return [
        sys.executable, "-m", "umkm_analysis", "build", "--report", "economic-recovery", "--language", "id",
        "--output", str(output), *chosen, *more,
    ]  # fmt: skip


def content(output: Path) -> dict[str, bytes]:
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in output.rglob("*")
        if path.is_file() and "failed" not in path.parts  # executed notebooks hold clock times
    }


@pytest.mark.slow
def test_a_cluster_makes_the_same_pages_though_a_worker_is_lost(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    copy_data: Callable[[Path], Path],
    write_notebook: Callable[..., Path],
    record_cell: str,
) -> None:
    home = copy_data(tmp_path / "home")
    write_notebook(home / "notebooks" / "economic_recovery.ipynb", SLOW, record_cell)
    monkeypatch.setenv(project.HOME_VARIABLE, str(home))
    with cluster_of_two(tmp_path) as (address, first), subprocess.Popen(  # noqa: S603 - ours
        command(tmp_path / "there", "--cluster", address, "--log-format", "json"),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as running:  # fmt: skip
        assert running.stdout is not None
        running.stdout.readline()
        first.kill()
        _, said = running.communicate(timeout=240)
    assert running.returncode == 1, said
    assert re.search(r"^4 built, .* 2 failed, 0 not begun", said, re.MULTILINE), said
    here = subprocess.run(  # noqa: S603 - ours
        command(tmp_path / "here"), capture_output=True, text=True, check=False
    )
    for why in (r"3574 .*the kernel died", r"3575 .*the process that built it died"):
        assert re.search(why, here.stderr), here.stderr
    assert content(tmp_path / "there") == content(tmp_path / "here")
    assert len(list((tmp_path / "there").glob("id/*/*.html"))) == 4
    assert (tmp_path / "there" / "failed" / "id" / "3574-kota-probolinggo" / "economic-recovery.ipynb").is_file()


@pytest.mark.slow
def test_a_lost_scheduler_is_said_what_was_finished_is_kept_and_nothing_stays_on_the_workers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, copied: Path, write_notebook: Callable[..., Path], record_cell: str
) -> None:
    write_notebook(copied / "notebooks" / "economic_recovery.ipynb", "import time; time.sleep(2)", record_cell)
    temporary = Path(tempfile.mkdtemp(prefix="lost-"))
    monkeypatch.setenv("TMPDIR", str(temporary))
    with cluster_of_two(tmp_path) as (address, _), subprocess.Popen(  # noqa: S603 - ours
        command(tmp_path / "out", "--cluster", address, "--log-format", "json"),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as running:  # fmt: skip
        assert running.stdout is not None
        running.stdout.readline()
        assert list(temporary.rglob(f"{cluster_process.PREFIX}*"))
        (scheduler,) = {pid for pid in processes.children(os.getpid()) if b"dask_scheduler" in cmdline(pid)}
        os.kill(scheduler, signal.SIGKILL)
        _, said = running.communicate(timeout=120)
        until = time.monotonic() + 90
        while list(temporary.rglob(f"{cluster_process.PREFIX}*")) and time.monotonic() < until:
            time.sleep(0.5)
        assert list(temporary.rglob(f"{cluster_process.PREFIX}*")) == []
    assert running.returncode == 1, said
    sentence = f"umkm: The connection to the scheduler at {address} was lost; what was finished is kept. Build again.\n"
    assert said.endswith(sentence)  # Dask logs a line before it
    assert "Traceback" not in said, said
    assert manifest.read(tmp_path / "out").pages
    shutil.rmtree(temporary)


def cmdline(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("distributed.client", "ClosedClientError"),
        ("distributed.comm", "CommClosedError"),
        ("asyncio", "CancelledError"),
    ],
)
@pytest.mark.parametrize("call", ["nthreads", "run", "scatter", "submit"])
def test_what_is_asked_after_the_connection_was_lost_says_so(
    call: str, module: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_: Any, **__: Any) -> Any:
        raise getattr(importlib.import_module(module), name)("closed")

    monkeypatch.setattr(cluster, "_client", lambda *_: nullcontext(SimpleNamespace(**{**SOUND, call: lost})))
    jobs = [Job(task, {}) for task in make_plan(choose_regions(named=["3576"]), reports=["economic-recovery"]).tasks]
    with pytest.raises(ConnectionError, match=r"scheduler at tcp://127\.0\.0\.1:1 was lost.* Build again"):
        list(cluster.build_on("tcp://127.0.0.1:1", jobs, tmp_path))


def test_a_connection_that_closes_itself_before_results_are_waited_for_is_lost() -> None:
    with pytest.raises(ConnectionError, match=r"scheduler at tcp://127\.0\.0\.1:1 was lost.* Build again"):
        cluster._done([], "tcp://127.0.0.1:1")  # noqa: SLF001 - Dask asks for the client of this process, which has none


def stuck(*_: Any, **__: Any) -> Any:
    """Answer as Dask does where the other side is silent and the call has no limit of its own."""
    time.sleep(30)


@pytest.mark.parametrize("call", ["nthreads", "run", "scatter", "submit"])
def test_no_call_of_a_silent_cluster_is_waited_for_without_end(
    call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = SimpleNamespace(**{**SOUND, call: stuck})
    monkeypatch.setattr(cluster, "_client", lambda *_: nullcontext(client))
    for name in ("ASK_SECONDS", "IMPORT_SECONDS", "SEND_SECONDS", "END_SECONDS"):
        monkeypatch.setattr(cluster, name, 0.3)
    jobs = [Job(task, {}) for task in make_plan(choose_regions(named=["3576"]), reports=["economic-recovery"]).tasks]
    began = time.monotonic()
    with pytest.raises(ConnectionError, match=r"tcp://127\.0\.0\.1:1 did not answer within 0 seconds.* Build again"):
        list(cluster.build_on("tcp://127.0.0.1:1", jobs, tmp_path))
    assert time.monotonic() - began < 15


def test_a_result_that_does_not_come_over_fails_its_report_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    def result(*, timeout: float) -> None:
        raise TimeoutError(f"{timeout:g} seconds")

    monkeypatch.setattr(cluster, "ASK_SECONDS", 7)
    jobs = both_languages("3576")
    silent = SimpleNamespace(result=result)
    assert cluster._answer(silent, jobs).made == ()  # noqa: SLF001 - the wait itself
    ((made, _),) = cluster._answer(silent, jobs[:1]).made  # noqa: SLF001 - likewise
    assert made == Failure("TimeoutError: 7 seconds")


def test_languages_that_no_worker_survives_together_are_made_each_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[tuple[str, str]]] = []
    answers: list[cluster_process.Answer] = []

    def submit(_: Any, jobs: list[Job], *__: Any, **___: Any) -> int:
        asked.append([(job.task.region.code, job.task.language) for job in jobs])
        is_english = [job.task.language for job in jobs] == ["en"]
        raised = cluster_process.Answer(((Failure("a cell raised"), 2.0),))
        answers.append(raised if is_english else cluster_process.lost("KilledWorker", jobs, 1.0))
        return len(answers) - 1

    client = SimpleNamespace(**{**SOUND, "submit": submit})
    monkeypatch.setattr(cluster, "_client", lambda *_: nullcontext(client))
    monkeypatch.setattr(cluster, "_done", lambda futures, _: futures)
    monkeypatch.setattr(cluster, "_answer", lambda number, _: answers[number])
    monkeypatch.setattr(cluster, "_threads_now", lambda *_: 1)
    results = [*cluster.build_on("tcp://127.0.0.1:1", both_languages("3576", "3577"), tmp_path)]
    made = [(code, language) for code in ("3576", "3577") for language in ("id", "en")]
    assert asked[:2] == [made[:2], made[2:]]
    assert sorted(asked[2:]) == [[one] for one in sorted(made)]
    told = {(one.task.region.code, one.task.language): one for one in results}
    assert len(results) == len(told)
    for code, language in made:
        result, reason = told[code, language], "KilledWorker" if language == "id" else "a cell raised"
        assert result.failure is not None
        assert (result.failure.reason, result.seconds) == (reason, 1.0 if language == "id" else 2.0)


@pytest.mark.slow
def test_no_scheduler_is_told_with_what_to_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECT_TIMEOUT", "1s")
    with pytest.raises(UsageError, match=r"no Dask scheduler at tcp://127\.0\.0\.1:9\. Start one: dask scheduler"):
        list(cluster.build_on("tcp://127.0.0.1:9", [], tmp_path))


def test_workers_with_other_code_are_refused_by_name() -> None:
    alike = SimpleNamespace(run=lambda ask: {"tcp://a:1": ask(), "tcp://b:2": ask()})
    cluster._refuse_other_code(alike, "tcp://s:1")  # noqa: SLF001 - a worker of another edition takes another checkout to start
    other = SimpleNamespace(run=lambda ask: {"tcp://a:1": ask(), "tcp://b:2": "0.1.0"})
    with pytest.raises(UsageError, match=r"another edition .*: tcp://b:2\."):
        cluster._refuse_other_code(other, "tcp://s:1")  # noqa: SLF001 - likewise


def test_workers_without_the_package_are_told() -> None:
    def fail(_: object) -> None:
        raise ModuleNotFoundError("No module named 'umkm_analysis'")

    with pytest.raises(UsageError, match=r"cannot import umkm_analysis"):
        cluster._refuse_other_code(SimpleNamespace(run=fail), "tcp://s:1")  # noqa: SLF001 - likewise


def jobs_of(codes: list[str], *reports: str) -> list[Job]:
    return [Job(task, {}, warm=True) for task in make_plan(choose_regions(named=codes), reports=reports).tasks]


def both_languages(*codes: str, report: str = "economic-recovery") -> list[Job]:
    tasks = make_plan(choose_regions(named=codes), reports=[report], languages=["id", "en"]).tasks
    return [Job(task, {}, warm=True) for task in tasks]


def names(package: Package) -> set[str]:
    return set(zipfile.ZipFile(io.BytesIO(package.content)).namelist())


def test_what_is_sent_is_what_the_jobs_read_and_the_same_every_time(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for code in ("3576", "3577"):
        register = copied / "data" / "register" / f"{code}.parquet"
        register.parent.mkdir(exist_ok=True)
        register.write_bytes(f"register of {code}".encode())
    (copied / "data" / "raw-office-file.xlsx").write_bytes(b"private")
    (copied / "notebooks" / "private.ipynb").write_bytes(b"private")
    monkeypatch.setattr(store, "register_of", lambda _: None)
    recovery = pack(jobs_of(["3576", "3577"], "economic-recovery"))
    assert recovery.content == pack(jobs_of(["3576", "3577"], "economic-recovery")).content
    assert not recovery.private
    assert {name for name in names(recovery) if not name.startswith("data/")} == {"notebooks/economic_recovery.ipynb"}
    assert "data/channels.csv" not in names(recovery)
    onboarding = pack(jobs_of(["3576"], "umkm-onboarding"))
    assert onboarding.private
    assert {name for name in names(onboarding) if "register/" in name} == {"data/register/3576.parquet"}
    assert "data/channels.csv" in names(onboarding)
    for package in (recovery, onboarding):
        assert {name for name in names(package) if name.startswith("data/editions/")} == {
            "data/editions/2026.11.25.zip"
        }
        others = {name for name in names(package) if not name.startswith("data/editions/")}
        assert all(name.endswith((".csv", ".json", ".ipynb", "3576.parquet")) for name in others)


def test_a_workspace_is_packed_with_what_it_reads_from_the_shipped_edition(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path
) -> None:
    home = tmp_path / "office"
    for name in (str(project.WORKSPACE_MARKER), "data/register/3576.parquet", "notebooks/map.png"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text("mine")
    mine = {"cells": [{"cell_type": "markdown", "source": "![](map.png)"}]}
    (home / "notebooks" / "economic_recovery.ipynb").write_text(json.dumps(mine))
    monkeypatch.setenv(project.HOME_VARIABLE, str(home))
    monkeypatch.setattr(store, "register_of", lambda _: None)
    package = pack(jobs_of(["3576"], "economic-recovery", "umkm-onboarding"))
    with zipfile.ZipFile(io.BytesIO(package.content)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    for name in ("data/datapackage.json", "data/regions.csv", "notebooks/umkm_onboarding.ipynb"):
        assert found[name] == (root / name).read_bytes()
    assert found["notebooks/economic_recovery.ipynb"] == json.dumps(mine).encode()
    assert {name for name, content in found.items() if content == b"mine"} == {
        "data/register/3576.parquet",
        "notebooks/map.png",
    }
    assert {name for name in found if name.startswith("notebooks/")} == {
        "notebooks/economic_recovery.ipynb", "notebooks/map.png", "notebooks/umkm_onboarding.ipynb"
    }  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_a_worker_makes_the_same_page_of_what_it_is_sent(
    report: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = both_languages(report.examples[0], report=report.name)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    package = pack(jobs)
    (tmp_path / "planted").mkdir()
    sent = [replace(job, data_version=package.data_version) for job in jobs]
    kernels = []
    try:
        for part in (sent[:1], sent):
            answer = cluster_process.make_on_worker(part, package.content, report.name)
            process = cluster_process._kept[threading.get_ident()].process  # noqa: SLF001 - nobody else knows it
            kernels.append(processes.children(process.pid))
        (folder,) = tmp_path.glob(f"{cluster_process.PREFIX}*")
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    finally:
        cluster_process.end_build(report.name)
    assert kernels[0] == kernels[1]
    assert len(kernels[0]) == 1  # it has stayed
    until = time.monotonic() + 5
    while alive(kernels[0][0]) and time.monotonic() < until:
        time.sleep(0.05)
    assert not alive(kernels[0][0])
    assert list(tmp_path.glob(f"{cluster_process.PREFIX}*")) == []
    for job, (made, _) in zip(jobs, answer.made, strict=True):
        assert isinstance(made, Made), made
        here = make(job)
        assert isinstance(here, Made)
        assert (made.page, made.record) == (here.page, here.record)


def test_what_a_cell_has_started_ends_though_the_cell_kills_the_process_that_would_end_it(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    copy_data: Callable[[Path], Path],
    write_notebook: Callable[..., Path],
    record_cell: str,
) -> None:
    home = copy_data(tmp_path / "home")
    daemon = "import os, subprocess, time\nsubprocess.Popen(['sleep', '79001'], start_new_session=True)"
    died = "os.kill(os.getppid(), 9); time.sleep(5)"
    write_notebook(home / "notebooks" / "economic_recovery.ipynb", daemon, died, record_cell)
    monkeypatch.setenv(project.HOME_VARIABLE, str(home))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    jobs = jobs_of(["3576"], "economic-recovery")
    package = pack(jobs)
    sent = [replace(job, data_version=package.data_version) for job in jobs]
    try:
        answer = cluster_process.make_on_worker(sent, package.content, "killing")
        assert running(79001) == []
    finally:
        cluster_process.end_build("killing")
    ((made, _),) = answer.made
    assert made == Failure(cluster_process.DIED)


@pytest.mark.parametrize("started_before", [True, False])
def test_no_process_stays_that_starts_while_its_build_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, started_before: bool
) -> None:
    build = f"ending {started_before}"
    asked: list[Any] = []

    def end(process: subprocess.Popen[bytes], *_: Any) -> None:
        asked.append(process)
        cluster_process.end_build(build)
        raise EOFError

    monkeypatch.setattr(cluster_process, "_answer", end)
    if not started_before:
        monkeypatch.setattr(cluster_process, "remove_forgotten", lambda: cluster_process.end_build(build))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    jobs = jobs_of(["3576"], "economic-recovery")
    answer = cluster_process.make_on_worker(jobs, pack(jobs).content, build)
    assert [made for made, _ in answer.made] == [Failure(cluster_process.DIED)]
    assert len(asked) == started_before
    assert threading.get_ident() not in cluster_process._kept  # noqa: SLF001 - nobody else knows it
    assert list(tmp_path.glob(f"{cluster_process.PREFIX}*")) == []


def test_folders_of_processes_that_were_killed_are_removed_and_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for name in ("forgotten", "used", "new", "old"):
        (tmp_path / f"{cluster_process.PREFIX}{name}" / "project").mkdir(parents=True)
    for name in ("forgotten", "used"):
        (tmp_path / f"{cluster_process.PREFIX}{name}" / "lock").touch()
    os.utime(tmp_path / f"{cluster_process.PREFIX}old", (0, 0))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "lock").touch()
    (tmp_path / f"{cluster_process.PREFIX}link").symlink_to(elsewhere)
    with FileLock(tmp_path / f"{cluster_process.PREFIX}used" / "lock"):
        cluster_process.remove_forgotten()
    left = {path.name.removeprefix(cluster_process.PREFIX) for path in tmp_path.iterdir()}
    assert left == {"used", "new", "link", "elsewhere"}
    assert (elsewhere / "lock").exists()


@pytest.mark.slow
def test_a_process_that_has_nothing_to_do_or_loses_its_worker_removes_its_folder(tmp_path: Path) -> None:
    code = (
        "import runpy, select\nwhole = select.select\n"
        "select.select = lambda r, w, x, seconds: whole(r, w, x, min(seconds, 0.5))\n"
        "runpy.run_module('umkm_analysis.builds.workers.cluster_worker', {}, '__main__')"
    )
    for name, closed in (("idle", False), ("lost", True)):
        folder = tmp_path / name
        folder.mkdir()
        with subprocess.Popen(  # noqa: S603 - ours
            [sys.executable, "-c", code, "standard"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
            env={**os.environ, cluster_process.VARIABLE: str(folder)},
        ) as process:  # fmt: skip
            assert process.stdin is not None
            if closed:
                process.stdin.close()
            assert process.wait(60) == 0
        assert not folder.exists()


def openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)  # noqa: S603, S607 - any


@pytest.fixture
def certificates(tmp_path: Path) -> dict[str, list[str]]:
    """Options for Dask and for us, with certificates of an authority made here, and of one that nobody knows."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make certificates with")
    for authority in ("ca", "other-ca"):
        new = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={authority}"]
        openssl(tmp_path, *new, "-keyout", f"{authority}.key", "-out", f"{authority}.pem")
    for name, authority in (("own", "ca"), ("other", "other-ca")):
        request = ["req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}"]
        openssl(tmp_path, *request, "-keyout", f"{name}.key", "-out", f"{name}.csr")
        sign = [
            "x509",
            "-req",
            "-days",
            "2",
            "-CA",
            f"{authority}.pem",
            "-CAkey",
            f"{authority}.key",
            "-CAcreateserial",
        ]
        openssl(tmp_path, *sign, "-in", f"{name}.csr", "-out", f"{name}.pem")
    files = {name: [str(tmp_path / f"{name}.pem"), str(tmp_path / f"{name}.key")] for name in ("own", "other")}
    authority = str(tmp_path / "ca.pem")
    dask = ["--tls-ca-file", authority, "--tls-cert", files["own"][0], "--tls-key", files["own"][1]]
    ours = {n: ["--tls-ca", authority, "--tls-cert", pem, "--tls-key", key] for n, (pem, key) in files.items()}
    return {"dask": dask, **ours}


@pytest.mark.slow
def test_an_encrypted_cluster_takes_those_that_its_authority_knows_and_leaves_nothing_behind(  # noqa: PLR0913
    *, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, certificates: dict[str, list[str]], copied: Path,
    write_notebook: Callable[..., Path], record_cell: str,
) -> None:  # fmt: skip
    write_notebook(copied / "notebooks" / "economic_recovery.ipynb", record_cell)
    temporary = Path(tempfile.mkdtemp(prefix="tls-"))
    monkeypatch.setenv("TMPDIR", str(temporary))
    with cluster_of_two(tmp_path, *certificates["dask"]) as (address, _):
        assert address.startswith("tls://")
        foreign, plain, own = (
            subprocess.run(  # noqa: S603 - ours
                command(tmp_path / name, "--cluster", at, *options), capture_output=True, text=True, check=False
            )
            for name, at, options in (
                ("foreign", address, certificates["other"]),
                ("plain", address.replace("tls://", "tcp://"), []),
                ("own", address, certificates["own"]),
            )
        )
        assert list(temporary.rglob(f"{cluster_process.PREFIX}*")) == []
    assert (foreign.returncode, "that knows these certificates" in foreign.stderr) == (2, True), foreign.stderr
    assert (plain.returncode, "There is no Dask scheduler at tcp://" in plain.stderr) == (2, True), plain.stderr
    assert own.returncode == 0, own.stderr
    assert "6 built" in own.stdout
    shutil.rmtree(temporary)
