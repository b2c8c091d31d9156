"""How long a batch takes, side by side: python benchmarks/batch.py [--regions 38] [--rounds 5].

Every system runs the same notebook for the same regions, start-up included. The systems take turns in every round, so
that whatever else the machine does meets all of them; printed are medians. Linux only: CPU and memory are those of a
whole tree of processes. Peak memory is proportional (PSS): what processes share is counted once.
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
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from umkm_analysis.building.plan import choose_regions
from umkm_analysis.datasets import project

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SUBREAPER = 36
"""PR_SET_CHILD_SUBREAPER: processes whose parent ended become ours, and their CPU counts."""
BIN = Path(sys.executable).parent
NOTEBOOK = project.root() / "notebooks" / "economic_recovery.ipynb"
API = """\
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
import papermill
from nbconvert import HTMLExporter

def one(code):
    made = papermill.execute_notebook(sys.argv[1], None, {"region": code}, kernel_name="python3", progress_bar=False)
    html, _ = HTMLExporter(exclude_input=True).from_notebook_node(made)
    Path(sys.argv[2], f"{code}.html").write_text(html)

if __name__ == "__main__":
    workers, codes = int(sys.argv[3]), sys.argv[4:]
    if workers == 1:
        list(map(one, codes))
    else:
        with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
            list(pool.map(one, codes))
"""
FLOOR = """\
import sys
from pathlib import Path
from umkm_analysis.analyses import economic_recovery
from umkm_analysis.presentation import recovery
for code in sys.argv[2:]:
    result = economic_recovery.analyse(code)
    html = "".join(getattr(recovery, part)(result).html for part in recovery.CELLS)
    Path(sys.argv[1], f"{code}.html").write_text(html)
"""


def ours(kind: str) -> Callable[[Path, Sequence[str]], None]:
    """Build with umkm."""

    def run(folder: Path, codes: Sequence[str]) -> None:
        chosen = [argument for code in codes for argument in ("--region", code)]
        call(BIN / "umkm", "build", "--report", "economic-recovery", "--language", "id", "--kernel", kind,
             "--jobs", "2", "--output", folder, *chosen)  # fmt: skip

    return run


def loop(folder: Path, codes: Sequence[str]) -> None:
    """Run the two commands of the manuals in a loop."""
    for code in codes:
        made = folder / f"{code}.ipynb"
        call(BIN / "papermill", "-k", "python3", "--no-progress-bar", NOTEBOOK, made, "-r", "region", code)
        call(BIN / "jupyter", "nbconvert", "--to", "html", "--no-input", made)


def api(workers: int) -> Callable[[Path, Sequence[str]], None]:
    """Use papermill and nbconvert from Python, in one process or several."""

    def run(folder: Path, codes: Sequence[str]) -> None:
        script = folder / "api.py"
        script.write_text(API)
        call(sys.executable, script, NOTEBOOK, folder, workers, *codes)

    return run


def floor(folder: Path, codes: Sequence[str]) -> None:
    """Draw the same figures and tables by plain functions in one warm process: no Jupyter, no page."""
    call(sys.executable, "-c", FLOOR, folder, *codes)


SYSTEMS: dict[str, Callable[[Path, Sequence[str]], None]] = {
    "umkm build, warm kernels, two jobs": ours("warm"),
    "umkm build, standard kernels, two jobs": ours("standard"),
    "papermill + nbconvert, pool of two": api(2),
    "papermill + nbconvert, one process": api(1),
    "papermill CLI + nbconvert CLI in a loop": loop,
    "floor: plain functions, one process": floor,
}


def call(*command: object) -> None:
    """Run a command that must succeed, in silence."""
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)  # noqa: S603 - ours
    if done.returncode:
        sys.exit(f"{command[0]}: {done.stderr}")


def measured(system: Callable[[Path, Sequence[str]], None], codes: Sequence[str]) -> tuple[float, float, float]:
    """Run a system in an empty folder: seconds, CPU seconds, peak MB."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    done, peak = threading.Event(), [0.0]
    watcher = threading.Thread(target=watch, args=(done, peak))
    before, began = cpu(), time.monotonic()
    watcher.start()
    system(folder, codes)
    seconds = time.monotonic() - began
    done.set()
    watcher.join()
    while True:  # what was orphaned is ours to wait for, and ends by itself
        try:
            os.wait()
        except ChildProcessError:
            break
    pages = sum(1 for path in folder.rglob("*.html") if not path.name.startswith("index"))
    if pages != len(codes):
        sys.exit(f"{pages} pages instead of {len(codes)}")
    shutil.rmtree(folder)
    return seconds, cpu() - before, peak[0]


def cpu() -> float:
    """CPU seconds of all children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def watch(done: threading.Event, peak: list[float]) -> None:
    """Note the largest memory of all processes below this one."""
    while not done.wait(0.1):
        parents: dict[int, int] = {}
        sizes: dict[int, float] = {}
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                rollup = (entry / "smaps_rollup").read_text()
            except OSError:  # it has just ended
                continue
            sizes[int(entry.name)] = float(rollup.partition("Pss:")[2].split()[0] if "Pss:" in rollup else 0) / 1024
        below = {os.getpid()}
        while grown := {one for one, parent in parents.items() if parent in below} - below:
            below |= grown
        peak[0] = max(peak[0], sum(sizes.get(one, 0.0) for one in below - {os.getpid()}))


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--regions", type=int, default=38)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    ctypes.CDLL(None).prctl(SUBREAPER, 1)
    local = [region.code for region in choose_regions(provinces=["3500"]) if region.is_local]
    codes = local[: given.regions]
    found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in SYSTEMS}
    for _ in range(given.rounds):
        for name, system in SYSTEMS.items():
            found[name].append(measured(system, codes))
    ours_first = found[next(iter(SYSTEMS))]
    print(f"{len(codes)} regions, {given.rounds} rounds, medians\n")
    print("| system | s | s/report | reports/min | CPU s/report | peak PSS MB | times ours |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, rounds in found.items():
        seconds, used, peak = (statistics.median(column) for column in zip(*rounds, strict=True))
        ratio = statistics.median(one[0] / own[0] for one, own in zip(rounds, ours_first, strict=True))
        count = len(codes)
        print(f"| {name} | {seconds:.1f} | {seconds / count:.2f} | {60 * count / seconds:.0f} | {used / count:.2f} "
              f"| {peak:.0f} | {ratio:.1f} |")  # fmt: skip


if __name__ == "__main__":
    main()
