"""A build asks nothing of the network: it is made where there is none, and where asking would be noticed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow
BUILD = ("-m", "umkm_analysis", "build", "--region", "3576", "--language", "id")
CUT = '''
"""Notes and refuses whatever is asked of another machine, in this process and in those it starts."""
import socket

LOCAL = ("127.", "::1", "localhost", "0.0.0.0")


def refuse(where):
    with open(NOTES, "a") as notes:
        notes.write(f"{where}\\\\n")
    raise OSError(f"the network is cut: {where}")


def held(name):
    real = getattr(socket.socket, name)

    def cut(self, *arguments):
        where = arguments[-1]
        if self.family != getattr(socket, "AF_UNIX", None) and not str(where[0]).startswith(LOCAL):
            refuse(where)
        return real(self, *arguments)

    setattr(socket.socket, name, cut)


for name in ("connect", "connect_ex", "sendto"):
    held(name)
real_lookup = socket.getaddrinfo


def lookup(host, *arguments, **options):
    if host is not None and not str(host).startswith(LOCAL):
        refuse(host)
    return real_lookup(host, *arguments, **options)


socket.getaddrinfo = lookup
'''
LOOPBACK = """
import fcntl, os, socket, struct, sys
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as up:
    fcntl.ioctl(up, 0x8914, struct.pack("16sh14x", b"lo", 0x1 | 0x40))
os.execv(sys.argv[1], sys.argv[1:])
"""
"""Sets the loopback device of a new network namespace up, the only one in it, and runs a command."""
REACH = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=0.5)"


def without_network() -> list[str]:
    """Command that runs another in a network namespace of its own, where this machine allows that."""
    if shutil.which("unshare") is None:
        return []
    command = ["unshare", "--user", "--map-root-user", "--net", sys.executable, "-c", LOOPBACK]
    done = subprocess.run([*command, sys.executable, "-c", REACH], capture_output=True, text=True, check=False)  # noqa: S603 - ours
    return command if "Network is unreachable" in done.stderr else []


def pages(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.html")}


@pytest.mark.parametrize("kernel", ["warm", "standard"])
def test_a_build_asks_nothing_of_another_machine(copied: Path, kernel: str) -> None:
    site, notes = copied / "site", copied / "asked"
    site.mkdir()
    (site / "sitecustomize.py").write_text(f"NOTES = {str(notes)!r}\n{CUT}", encoding="utf-8")
    variables = {**os.environ, "PYTHONPATH": str(site)}
    tried = subprocess.run([sys.executable, "-c", REACH], env=variables, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert "the network is cut" in tried.stderr
    assert notes.read_text(encoding="utf-8").strip()
    notes.unlink()
    out = copied / "out"
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, *BUILD, "--kernel", kernel, "--report", "economic-recovery", "--output", str(out)],
        env=variables, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "id/3576-kota-mojokerto/economic-recovery.html" in pages(out)
    assert not notes.exists(), notes.read_text(encoding="utf-8")


def test_a_build_needs_no_network(copied: Path) -> None:
    command = without_network()
    if not command:
        pytest.skip("no network namespaces here")
    out = copied / "out"
    done = subprocess.run(  # noqa: S603 - ours
        [*command, sys.executable, *BUILD, "--output", str(out)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert {path.rpartition("/")[2] for path in pages(out)} >= {"economic-recovery.html", "procurement-share.html"}
