"""What commands take before and while they answer: python benchmarks/start_up.py [--against CHECKOUT ...] [--rounds 5].

Every command runs in this checkout and in each of the others in turn, by this Python, with all its processes; printed
are medians. Each checkout has a memory of checked data of its own, which a first run that does not count has filled.
CPU is the fairer measure on a machine that others use too; the ratio is that of a round. ``--alone`` lets what is
measured go before all other processes (as root), which comes near a machine of its own. The preview is measured from
the save of a notebook to the stamp of its new page, in a process that stays. Linux only.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import math
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from measuring import SUBREAPER

if TYPE_CHECKING:
    from collections.abc import Sequence

OWN, LIBRARY = "mine.ipynb", "library.ipynb"
"""A copy of the recovery notebook, and one that calls the public library, pandas and pyplot instead."""
HERE = Path(__file__).resolve().parents[1]
PAGE = ("build", "--region", "3576", "--language", "id", "--output", "{empty}")
PREVIEW = "preview of a {of}, from save to page"
SAVES, PATIENCE = 3, 60.0
"""Saves of a preview, of which the median counts; seconds to wait for a page."""
COMMANDS: dict[str, tuple[str, ...]] = {
    "import umkm_analysis": ("-c", "import umkm_analysis"),
    **{
        " ".join(("umkm", *arguments)): ("-m", "umkm_analysis", *arguments)
        for arguments in (
            ("--help",),
            ("build", "--no-such-option"),
            ("build", "--region", "3576", "--report", "recovery"),
            ("lines", "export", "x.csv", "--where", "colour=red"),
            ("list",),
            ("check",),
            ("claims", "check", "data/claims.csv"),
        )
    },
    "umkm claims check of a list never seen": ("-m", "umkm_analysis", "claims", "check", "{claims}"),
    "one page into an empty folder": ("-m", "umkm_analysis", *PAGE, "--report", "economic-recovery"),
    **{
        name: ("-m", "umkm_analysis", *arguments)
        for of, file in (("notebook of one's own", "{own}"), ("notebook of the library", "{library}"))
        for name, arguments in (
            (f"the page of a {of}", (*PAGE, "--notebook", file)),
            (PREVIEW.format(of=of), ("preview", file, "--output", "{empty}")),
        )
    },
}


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--against", type=Path, nargs="*", default=(), help="other checkouts, such as git worktrees")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", nargs="*", default=(), metavar="TEXT", help="commands that hold one of these")
    parser.add_argument("--alone", action="store_true", help="go before all other processes (root)")
    given = parser.parse_args()
    if given.alone:
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))  # children inherit it
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
    measure = _saves if "preview" in command else _run
    for place in places:
        measure(command, place, memories)
    found = [[measure(command, place, memories) for place in places] for _ in range(rounds)]
    cells = []
    for at in range(len(places)):
        cpu, seconds = (statistics.median(taken[at][part] for taken in found) for part in (0, 1))
        part = 1 if measure is _saves else 0
        times = statistics.median(taken[at][part] / taken[0][part] for taken in found)
        shown = f"{seconds:.2f}" if measure is _saves else f"{cpu:.2f}, {seconds:.2f}"
        cells.append(shown + (f" ({times:.1f} times)" if at else ""))
    return cells


def _run(command: Sequence[str], place: Path, memories: Path) -> tuple[float, float]:
    """Run a command in a checkout; return its CPU and its seconds, in both of which all its processes count."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        before, began = _cpu(), time.monotonic()
        # a list of claims that holds a contradicted one ends with 4
        done = subprocess.run(_words(command, place, folder), **_settings(place, memories), check=False)  # noqa: S603 - ours
        seconds = time.monotonic() - began
        while True:
            try:
                os.wait()
            except ChildProcessError:
                break
    if done.returncode and "--output" in command:  # a checkout that does not know the option yet
        return math.nan, math.nan
    return _cpu() - before, seconds


def _saves(command: Sequence[str], place: Path, memories: Path) -> tuple[float, float]:
    """Save a notebook several times while its preview runs; return 0 and the median of the seconds to its new page."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        words = _words(command, place, folder)
        notebook, taken = Path(words[words.index("preview") + 1]), []
        with subprocess.Popen(words, **_settings(place, memories)) as preview:  # noqa: S603 - ours
            stamp = _new_stamp(Path(folder), "", preview)
            for number in range(SAVES):
                time.sleep(1)
                content = json.loads(notebook.read_text(encoding="utf-8"))
                last = [cell for cell in content["cells"] if cell["cell_type"] == "code"][-1]
                last["source"] = [*last["source"], f"\n# {number}"]
                began = time.monotonic()
                notebook.write_text(json.dumps(content), encoding="utf-8")
                stamp = _new_stamp(Path(folder), stamp, preview)
                taken.append(time.monotonic() - began)
            preview.terminate()
    return 0.0, statistics.median(taken) if stamp else math.nan


def _new_stamp(folder: Path, old: str, preview: subprocess.Popen[bytes]) -> str:
    """Wait for a new stamp; nothing where the preview has ended, as in a checkout that has none."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        for script in folder.glob("*/*/*.preview.js"):
            if (stamp := script.read_text(encoding="utf-8")) not in {"", old}:
                return stamp
        if preview.poll() is not None:
            return ""
        time.sleep(0.005)
    raise TimeoutError(folder)


def _words(command: Sequence[str], place: Path, folder: str) -> list[str]:
    own, library, claims = (Path(folder) / name for name in (OWN, LIBRARY, "claims.csv"))
    shutil.copy(HERE / "benchmarks" / LIBRARY, library)
    shutil.copy(place / "notebooks" / "economic_recovery.ipynb", own)
    shutil.copy(place / "data" / "claims.csv", claims)
    return [sys.executable, *(word.format(empty=folder, own=own, library=library, claims=claims) for word in command)]


def _settings(place: Path, memories: Path) -> dict[str, Any]:
    known = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    memory = memories / place.as_posix().replace("/", "-")
    environment = {**known, "PYTHONPATH": str(place), "UMKM_CACHE": str(memory)}
    return {"cwd": place, "env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
