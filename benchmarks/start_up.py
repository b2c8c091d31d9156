"""What commands take before and while they answer: python benchmarks/start_up.py [--against CHECKOUT ...] [--rounds 5].

Every command runs in this checkout and in each of the others in turn, by this Python, with all its processes; printed
are medians. Each checkout has a memory of checked data of its own, which a first run that does not count has filled.
CPU is the fairer measure on a machine that others use too; the ratio is that of a round. Linux only.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from measuring import SUBREAPER

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = Path(__file__).resolve().parents[1]
PAGE = ("build", "--region", "3576", "--report", "economic-recovery", "--language", "id", "--output", "{empty}")
COMMANDS: dict[str, tuple[str, ...]] = {
    "import umkm_analysis": ("-c", "import umkm_analysis"),
    **{
        " ".join(("umkm", *arguments)): ("-m", "umkm_analysis", *arguments)
        for arguments in (
            ("--help",),
            ("build", "--no-such-option"),
            ("list",),
            ("check",),
            ("claims", "check", "data/claims.csv"),
        )
    },
    "one page into an empty folder": ("-m", "umkm_analysis", *PAGE),
}


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--against", type=Path, nargs="*", default=(), help="other checkouts, such as git worktrees")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="*", default=(), metavar="TEXT", help="commands that hold one of these")
    given = parser.parse_args()
    ctypes.CDLL(None).prctl(SUBREAPER, 1)  # a build's processes that outlive it are waited for, and counted
    places = [HERE, *(place.resolve() for place in given.against)]
    print(f"| {given.rounds} rounds, medians | " + " | ".join(f"{place.name}: CPU s, s" for place in places) + " |")
    print("| --- |" + " --- |" * len(places))
    with tempfile.TemporaryDirectory() as memories:
        for name, command in COMMANDS.items():
            if not given.only or any(text in name for text in given.only):
                print(
                    f"| {name} | " + " | ".join(_row(command, places, given.rounds, Path(memories))) + " |", flush=True
                )


def _row(command: Sequence[str], places: Sequence[Path], rounds: int, memories: Path) -> list[str]:
    for place in places:
        _run(command, place, memories)
    found = [[_run(command, place, memories) for place in places] for _ in range(rounds)]
    cells = []
    for at in range(len(places)):
        cpu, seconds = (statistics.median(taken[at][part] for taken in found) for part in (0, 1))
        times = statistics.median(taken[at][0] / taken[0][0] for taken in found)
        cells.append(f"{cpu:.2f}, {seconds:.2f}" + (f" ({times:.1f} times)" if at else ""))
    return cells


def _run(command: Sequence[str], place: Path, memories: Path) -> tuple[float, float]:
    """Run a command in a checkout; return its CPU and its seconds, in both of which all its processes count."""
    empty = tempfile.mkdtemp(prefix="bench-")
    known = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    memory = memories / place.as_posix().replace("/", "-")
    before, began = _cpu(), time.monotonic()
    subprocess.run(  # noqa: S603 - ours
        [sys.executable, *(word.format(empty=empty) for word in command)],
        cwd=place,
        env={**known, "PYTHONPATH": str(place), "UMKM_CACHE": str(memory)},
        capture_output=True,
        check=False,  # a list of claims that holds a contradicted one ends with 4
    )
    seconds = time.monotonic() - began
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    shutil.rmtree(empty)
    return _cpu() - before, seconds


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
