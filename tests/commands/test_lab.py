"""JupyterLab ends with the command that started it, and its kernels with it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are read from /proc")]
PATIENCE = 180.0
"""Seconds for JupyterLab to start on a busy machine."""


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def _asked(port: int, path: str, *, method: str = "GET") -> Any:
    request = Request(f"http://127.0.0.1:{port}/api/{path}", method=method, headers={"Authorization": "token t"})
    with urlopen(request, timeout=20) as answer:  # noqa: S310 - this machine
        return json.load(answer)


def _until(what: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.2)


def _answers(port: int) -> bool:
    try:
        _asked(port, "status")
    except (URLError, OSError):
        return False
    return True


def _running(named: str) -> list[str]:
    """Processes that were started with an argument that has a name in it."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if named.encode() in words:
            found.append(process.name)
    return found


@contextmanager
def _lab(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], int, str]]:
    """Start JupyterLab with a kernel; give the command, the port and the kernel's name."""
    port = _free_port()
    command = [
        sys.executable, "-m", "umkm_analysis", "lab", "--no-browser", "--allow-root", f"--port={port}",
        "--ServerApp.port_retries=0", "--IdentityProvider.token=t",
    ]  # fmt: skip
    folders = {f"JUPYTER_{name}_DIR": str(tmp_path / name) for name in ("RUNTIME", "CONFIG", "DATA")}
    environment = {**os.environ, **folders, "IPYTHONDIR": str(tmp_path / "ipython")}
    with subprocess.Popen(  # noqa: S603 - ours
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
    ) as lab:
        try:
            _until(lambda: _answers(port))
            kernel = _asked(port, "kernels", method="POST")["id"]
            _until(lambda: bool(_running(kernel)))
            yield lab, port, kernel
        finally:
            lab.kill()
            for process in _running(f"--port={port}"):
                os.kill(int(process), signal.SIGKILL)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_jupyterlab_and_its_kernels(tmp_path: Path, number: signal.Signals) -> None:
    with _lab(tmp_path) as (lab, port, kernel):
        lab.send_signal(number)
        assert lab.wait(PATIENCE) == 128 + number
        assert not _answers(port)
        _until(lambda: not _running(kernel))
        assert not list((tmp_path / "RUNTIME").glob("*.json"))


def test_jupyterlab_ends_in_order_with_a_command_that_is_killed(tmp_path: Path) -> None:
    with _lab(tmp_path) as (lab, port, kernel):
        lab.kill()
        lab.wait(PATIENCE)
        _until(lambda: not _running(f"--port={port}"))
        _until(lambda: not _running(kernel))
        assert not list((tmp_path / "RUNTIME").glob("*.json"))


def test_a_jupyterlab_that_is_killed_ends_the_command_as_shells_say_it(tmp_path: Path) -> None:
    with _lab(tmp_path) as (lab, port, _):
        (server,) = [process for process in _running(f"--port={port}") if int(process) != lab.pid]
        os.kill(int(server), signal.SIGKILL)
        assert lab.wait(PATIENCE) == 128 + signal.SIGKILL
