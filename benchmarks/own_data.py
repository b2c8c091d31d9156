"""Reports on an office's own data: python benchmarks/own_data.py [--lines 100000] [--firms 5000] [--rounds 3].

A workspace is made with so many synthetic procurement lines and a synthetic register of so many firms, both of Kota
Mojokerto; its procurement and onboarding reports are then built in both languages: into an empty folder (cold), again
with --force in the same folder, and again with nothing changed. Printed are medians. Linux only.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import io
import os
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

from measuring import SUBREAPER, call

from umkm_analysis.datasets.register import demo
from umkm_analysis.datasets.register.template import write_register

REGION = "3576"
REPORTS = ("procurement-share", "umkm-onboarding")
UMKM = (sys.executable, "-m", "umkm_analysis")


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--firms", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    ctypes.CDLL(None).prctl(SUBREAPER, 1)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "office"
        call(*UMKM, "init", home)
        call(*UMKM, "sample-lines", "--region", REGION, "--lines", given.lines, UMKM_HOME=str(home))
        demo.FIRMS = given.firms
        with contextlib.redirect_stdout(io.StringIO()):
            write_register(home / "register.xlsx", demo.demonstration())
        call(*UMKM, "import", "register", home / "register.xlsx", UMKM_HOME=str(home))
        print(f"| {given.lines:,} lines a year, {given.firms:,} firms | cold: CPU s, s | --force | unchanged |")
        print("| --- | --- | --- | --- |")
        for report in REPORTS:
            found = [_round(report, home, Path(folder) / f"{report}-{number}") for number in range(given.rounds)]
            cells = [
                ", ".join(f"{statistics.median(taken[at][part] for taken in found):.2f}" for part in (0, 1))
                for at in range(3)
            ]
            print(f"| {report}, two pages | {' | '.join(cells)} |", flush=True)


def _round(report: str, home: Path, output: Path) -> list[tuple[float, float]]:
    """Build a report into an empty folder, by force, and with nothing changed; return CPU and seconds of each."""
    command = (*UMKM, "build", "--region", REGION, "--report", report, "--output", output)
    return [_measured(*command, *more, home=home) for more in ((), ("--force",), ())]


def _measured(*command: object, home: Path) -> tuple[float, float]:
    before, began = _cpu(), time.monotonic()
    call(*command, UMKM_HOME=str(home))
    seconds = time.monotonic() - began
    while True:  # processes that outlive the command are waited for, and counted
        try:
            os.wait()
        except ChildProcessError:
            return _cpu() - before, seconds


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
