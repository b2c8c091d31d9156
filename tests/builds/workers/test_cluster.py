"""A real Dask scheduler and two real workers: the same bytes as here, and a lost worker costs nothing."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.builds.workers import cluster
from umkm_analysis.builds.workers.pool import can_fork
from umkm_analysis.datasets import project
from umkm_analysis.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

CODES = ("3571", "3572", "3573", "3574", "3575", "3576")
SLOW = """\
import os, time
time.sleep(0.8)
if region == "3574":
    os._exit(1)
if region == "3575":
    os.kill(os.getppid(), 9)"""
DASK = [sys.executable, "-m", "distributed.cli.dask_scheduler"], [sys.executable, "-m", "distributed.cli.dask_worker"]
pytestmark = pytest.mark.skipif(not can_fork(), reason="the deaths in this test are those of forks")


@contextmanager
def started(*command: str) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(  # noqa: S603 - ours
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as running:
        try:
            yield running
        finally:
            running.kill()


@contextmanager
def cluster_of_two(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    told = folder / "scheduler.json"
    local = ["--host", "127.0.0.1", "--no-dashboard"]
    with started(*DASK[0], *local, "--port", "0", "--scheduler-file", str(told)):
        for _ in range(300):
            if told.exists() and told.read_text().strip().endswith("}"):
                break
            time.sleep(0.1)
        address = json.loads(told.read_text())["address"]
        worker = [*DASK[1], address, *local, "--nthreads", "1", "--no-nanny"]
        with (
            started(*worker, "--local-directory", str(folder / "a")) as first,
            started(*worker, "--local-directory", str(folder / "b")),
        ):
            yield address, first


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
def test_no_scheduler_is_told_with_what_to_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECT_TIMEOUT", "1s")
    with pytest.raises(UsageError, match=r"no Dask scheduler at tcp://127\.0\.0\.1:9\. Start one: dask scheduler"):
        list(cluster.build_on("tcp://127.0.0.1:9", [], tmp_path))


def test_workers_with_other_code_are_refused_by_name() -> None:
    alike = SimpleNamespace(run=lambda ask: {"tcp://a:1": ask(), "tcp://b:2": ask()})
    cluster._refuse_other_code(alike)  # noqa: SLF001 - a worker of another edition takes another checkout to start
    other = SimpleNamespace(run=lambda ask: {"tcp://a:1": ask(), "tcp://b:2": "0.1.0"})
    with pytest.raises(UsageError, match=r"another edition .*: tcp://b:2\."):
        cluster._refuse_other_code(other)  # noqa: SLF001 - likewise


def test_workers_without_the_package_are_told() -> None:
    def fail(_: object) -> None:
        raise ModuleNotFoundError("No module named 'umkm_analysis'")

    with pytest.raises(UsageError, match=r"cannot import umkm_analysis"):
        cluster._refuse_other_code(SimpleNamespace(run=fail))  # noqa: SLF001 - likewise


def test_a_project_is_packed_the_same_way_every_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    packed = [cluster._packed(project.root(), {}) for _ in range(2)]  # noqa: SLF001 - what workers know it by
    assert packed[0] == packed[1]
    place = cluster._unpacked(packed[0], "test")  # noqa: SLF001 - likewise
    assert (place / "data" / "regions.csv").read_bytes() == (project.root() / "data" / "regions.csv").read_bytes()
    assert place.parent == tmp_path


def test_a_workspace_is_packed_with_what_it_reads_from_the_shipped_edition(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    home = tmp_path / "office"
    for name in (str(project.WORKSPACE_MARKER), "data/register/3576.parquet", "notebooks/economic_recovery.ipynb"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text("mine")
    monkeypatch.setenv(project.HOME_VARIABLE, str(home))
    place = cluster._unpacked(cluster._packed(project.root(), {}), "workspace")  # noqa: SLF001 - likewise
    found = {path.relative_to(place).as_posix(): path for path in place.rglob("*") if path.is_file()}
    assert found["data/regions.csv"].read_bytes() == (root / "data" / "regions.csv").read_bytes()
    assert found["notebooks/province_overview.ipynb"].is_file()
    mine = {name for name, path in found.items() if path.read_bytes() == b"mine"}
    assert mine == {"data/register/3576.parquet", "notebooks/economic_recovery.ipynb"}
    assert {name for name in found if name.startswith("data/") and name.count("/") > 1} == {
        "data/register/3576.parquet"
    }
