"""A build that is killed at any moment is continued by the next one, and ends as if nothing had been."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.builds.staleness import manifest
from umkm_analysis.datasets import project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TRIALS = int(os.environ.get("UMKM_KILLS", "4"))
"""How many times to kill: UMKM_KILLS=50 for a night."""
GREEDY = """\
import time
if region == "3576":
    kept = bytearray(2_000_000_000)
if region == "3577":
    time.sleep(60)"""
CODES = ("3571", "3572", "3573", "3574", "3575", "3576")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name != "posix", reason="kills by signal")]


@pytest.fixture
def home(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    copy_data: Callable[[Path], Path],
    write_notebook: Callable[..., Path],
    record_cell: str,
) -> Path:
    home = copy_data(tmp_path / "home")
    write_notebook(home / "notebooks" / "economic_recovery.ipynb", "import time; time.sleep(0.2)", record_cell)
    monkeypatch.setenv(project.HOME_VARIABLE, str(home))
    return home


def command(output: Path, *more: str) -> list[str]:
    chosen = [argument for code in CODES for argument in ("--region", code)]
    return [
        sys.executable, "-m", "umkm_analysis", "build", "--report", "economic-recovery", "--language", "id",
        "--jobs", "2", "--output", str(output), *chosen, *more,
    ]  # fmt: skip


def build(output: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(output, *more), capture_output=True, text=True, check=False)  # noqa: S603 - ours


def system(*words: str) -> int:
    return subprocess.run(words, check=False).returncode  # noqa: S603 - ours


def content(output: Path) -> dict[str, bytes]:
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file()}


@pytest.mark.usefixtures("home")
def test_a_build_that_is_killed_again_and_again_ends_as_an_undisturbed_one(tmp_path: Path) -> None:
    undisturbed, killed = tmp_path / "undisturbed", tmp_path / "killed"
    began = time.monotonic()
    assert build(undisturbed).returncode == 0
    took = time.monotonic() - began
    chance = random.Random(20220603)  # noqa: S311 - moments, no secrets
    for trial in range(TRIALS):
        with subprocess.Popen(  # noqa: S603 - ours
            command(killed), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as running:
            with suppress(subprocess.TimeoutExpired):
                running.wait(chance.uniform(0.3, 1) * took)
            running.send_signal((signal.SIGKILL, signal.SIGTERM)[trial % 2])
            running.wait(30)
        for page in killed.glob("*/*/*.html"):  # whatever is there is whole
            assert page.read_text(encoding="utf-8").rstrip().endswith("</html>")
        if running.returncode == 0:  # it was done before the kill: the next ones find a new folder
            assert content(killed) == content(undisturbed)
            shutil.rmtree(killed)
    done = build(killed)
    assert done.returncode == 0, done.stderr
    assert content(killed) == content(undisturbed)
    assert re.search(r"^0 built, 6 up to date", build(killed).stdout, re.MULTILINE)


@pytest.mark.usefixtures("home")
def test_a_terminated_build_ends_in_order_and_soon(tmp_path: Path) -> None:
    with subprocess.Popen(  # noqa: S603 - ours
        command(tmp_path / "out", "--log-format", "json"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        running.stdout.readline()
        running.send_signal(signal.SIGTERM)
        _, told = running.communicate(timeout=30)
    assert running.returncode == 130, told
    assert "interrupted; what was finished is kept" in told
    known = manifest.read(tmp_path / "out")
    assert 0 < len(known.pages) < 6
    assert all((tmp_path / "out" / page).is_file() for page in known.pages)


@pytest.mark.skipif(os.geteuid() != 0 if hasattr(os, "geteuid") else True, reason="a small disk needs root")
@pytest.mark.usefixtures("home")
def test_a_full_disk_costs_nothing_that_was_there_and_the_next_build_continues(tmp_path: Path) -> None:
    disk, undisturbed = tmp_path / "disk", tmp_path / "undisturbed"
    disk.mkdir()
    if system("mount", "-t", "tmpfs", "-o", "size=320k", "small", str(disk)):
        pytest.skip("no file system can be mounted here")
    try:
        assert build(undisturbed).returncode == 0
        full = build(disk)
        assert full.returncode == 1
        assert "No space left on device" in full.stdout + full.stderr
        there = content(disk)
        for page in disk.glob("*/*/*.html"):
            assert there[page.relative_to(disk).as_posix()].rstrip().endswith(b"</html>")
            assert page.with_suffix(".json").is_file()
        assert system("mount", "-o", "remount,size=64m", str(disk)) == 0
        assert build(disk).returncode == 0
        assert content(disk) == content(undisturbed)
    finally:
        system("umount", str(disk))


def test_a_report_has_its_time_and_its_memory(
    home: Path, tmp_path: Path, write_notebook: Callable[..., Path], record_cell: str
) -> None:
    write_notebook(home / "notebooks" / "economic_recovery.ipynb", GREEDY, record_cell)
    output = tmp_path / "out"
    chosen = ["--region", "3577", "--timeout", "3", "--memory", "1000"]
    done = build(output, *chosen)
    assert done.returncode == 1
    assert re.search(r"3577 .*\W+2\W+it did not end within 3 seconds", done.stderr), done.stderr
    assert re.search(r"3576 .*\W+2\W+MemoryError", done.stderr), done.stderr
    assert "5 built" in done.stdout
    again = build(output, *chosen, "--retry-failed", "--dry-run")
    assert again.stdout.startswith("2 to build")
    write_notebook(home / "notebooks" / "economic_recovery.ipynb", record_cell)
    assert "2 built, 0 up to date" in build(output, *chosen, "--retry-failed").stdout
    assert build(output, *chosen, "--retry-failed").returncode == 2
