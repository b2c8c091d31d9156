"""A build and the floor at the same time: python benchmarks/paired.py [--regions 60] [--notebook FILE] [--against ...].

A machine may change its speed by half within minutes, and then two runs one after the other say little. Here a build
with one job has one processor for all its processes and the floor has another, both at once; then they change places.
Pages are counted while both make some, so start-up and the index are left out (batch.py has them). Linux only.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from batch import NOTEBOOK
from systems import BIN, FLOOR

from umkm_analysis.builds.plan import choose_regions
from umkm_analysis.datasets import project

if TYPE_CHECKING:
    from collections.abc import Sequence

FIRST_PAGES = 4
"""Left out: caches are empty."""


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--regions", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--languages", default="id,en")
    parser.add_argument("--notebook", type=Path, help="a notebook of your own, with region and language as parameters")
    parser.add_argument("--against", type=Path, nargs="*", default=(), help="other checkouts, each with its .venv")
    given = parser.parse_args()
    local = [region.code for region in choose_regions(everything=True) if region.is_local]
    codes = local[:: max(1, len(local) // given.regions)][: given.regions]
    processors = sorted(os.sched_getaffinity(0))[:2]
    print(f"{len(codes)} regions, {given.languages}\n\n| state | s/page | floor | times | each |")
    print("| --- | --- | --- | --- | --- |")
    for root in (project.root(), *given.against):
        rates = [
            _rates(root.resolve(), given.notebook, codes, given.languages, pair)
            for _ in range(given.rounds)
            for pair in (processors, processors[::-1])
        ]
        ratios = [ours / floor for ours, floor in rates]
        ours, floor = map(statistics.median, zip(*rates, strict=True))
        each = ", ".join(f"{ratio:.2f}" for ratio in ratios)
        print(f"| {root.name} | {ours:.3f} | {floor:.3f} | {statistics.mean(ratios):.3f} | {each} |", flush=True)


def _rates(
    root: Path, own: Path | None, codes: Sequence[str], languages: str, processors: Sequence[int]
) -> tuple[float, float]:
    """Seconds a page of a build and of the floor, each on a processor of its own, while both make pages."""
    with tempfile.TemporaryDirectory() as folder:
        built, plain = Path(folder, "built"), Path(folder, "plain")
        plain.mkdir()
        spoken = [part for language in languages.split(",") for part in ("--language", language)]
        chosen = [part for code in codes for part in ("--region", code)]
        commands = BIN if root == project.root().resolve() else root / ".venv/bin"
        notebook = (own or root / "notebooks" / NOTEBOOK.name).resolve()
        what = ("--report", "economic-recovery") if own is None else ("--notebook", str(notebook))
        build = ("umkm", "build", *what, "--jobs", "1", "--output", str(built))
        cells = (
            "python",
            "-c",
            FLOOR,
            str(notebook),
            str(plain),
            languages,
            "shares",
            *codes,
        )
        running = [
            _pinned(processor, root, commands, arguments)
            for processor, arguments in zip(processors, ([*build, *spoken, *chosen], cells), strict=True)
        ]
        while all(one.poll() is None for one in running):
            time.sleep(0.1)
        for one in running:
            one.terminate()
            one.wait()
        made = [
            sorted(page.stat().st_mtime for page in found)[FIRST_PAGES:]
            for found in (built.glob("??/*-*/*.html"), plain.glob("*.html"))
        ]
    begin, end = max(pages[0] for pages in made), min(pages[-1] for pages in made)
    ours, floor = ((end - begin) / sum(begin <= page <= end for page in pages) for pages in made)
    return ours, floor


def _pinned(processor: int, root: Path, commands: Path, arguments: Sequence[str]) -> subprocess.Popen[bytes]:
    name, *others = arguments
    return subprocess.Popen(  # noqa: S603 - ours
        [str(commands / name), *others],
        cwd=root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: os.sched_setaffinity(0, {processor}),  # noqa: PLW1509 - this process has one thread
    )


if __name__ == "__main__":
    main()
