"""How long a batch takes, side by side: python benchmarks/batch.py [--regions 38] [--rounds 5] [--peers .../bin].

Every system runs the same notebook for the same regions, start-up included. The systems take turns in every round, so
that whatever else the machine does meets all of them; printed are medians. A system that starts anew for each report
is measured on the first few regions, since many cost as much each. --country: regions of all provinces, in even steps,
not those of Jawa Timur. --scale: ours for more and more reports. --synthetic: likewise, beyond the regions there are,
with made-up ones in a project of its own (synthetic.py). --figures: ours, a pool and the floor for more and more
figures a report. Linux only. The other projects need an environment of their own: python -m venv build/peers, then
this package and `pip install -r benchmarks/peers.txt` in it.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from measuring import Cost, measured
from synthetic import make_project
from systems import System, systems, with_figures

from umkm_analysis.builds.plan import choose_regions
from umkm_analysis.datasets import project

if TYPE_CHECKING:
    from collections.abc import Sequence

NOTEBOOK = project.root() / "notebooks" / "economic_recovery.ipynb"
PACE = ("umkm build, warm kernels, two jobs", "papermill + nbconvert, pool", "floor")
"""Systems that figures a report are counted for."""
HEAD = "| reports | s | s/report | CPU s/report | peak PSS MB |\n| --- | --- | --- | --- | --- |"
FEW = 4
"""Regions for systems that start anew for each."""


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--regions", type=int, default=38)
    parser.add_argument("--country", action="store_true", help="of the whole country, not of Jawa Timur")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peers", type=Path, help="folder of commands with the other projects")
    parser.add_argument("--only", nargs="*", default=(), metavar="TEXT", help="systems whose names hold one of these")
    parser.add_argument("--notebook", type=Path, help="a notebook of your own, with region and language as parameters")
    parser.add_argument("--scale", type=int, nargs="*", metavar="N", help="ours for so many reports each")
    parser.add_argument("--synthetic", type=int, nargs="*", metavar="N", help="so many pages each, of made-up regions")
    parser.add_argument("--figures", type=int, nargs="*", metavar="N", help="so many figures a report each")
    parser.add_argument("--report", default="economic-recovery", help="of ours and the floor")
    parser.add_argument("--languages", default="id", help="of ours and the floor, such as id,en")
    given = parser.parse_args()
    if given.scale:
        scale(given.scale, given.rounds)
    elif given.synthetic:
        synthetic(given.synthetic, given.rounds)
    elif given.figures:
        figures(given.figures, _codes(given.regions, country=given.country), given.rounds)
    else:
        report = None if given.notebook else given.report
        notebook = given.notebook or NOTEBOOK.with_name(f"{given.report.replace('-', '_')}.ipynb")
        ways = systems(notebook.resolve(), given.peers, report=report, languages=given.languages.split(","))
        chosen = [way for way in ways if not given.only or any(text in way.name for text in given.only)]
        compare(chosen, _codes(given.regions, country=given.country), given.rounds)


def compare(ways: Sequence[System], codes: Sequence[str], rounds: int) -> None:
    """Set systems side by side."""
    found: dict[str, list[tuple[Cost, int]]] = {way.name: [] for way in ways}
    for _ in range(rounds):
        for way in ways:
            chosen = codes[:FEW] if way.each_alone else codes
            found[way.name].append((measured(way.run, chosen, pages=way.pages), way.pages * len(chosen)))
    print(f"{len(codes)} regions, {rounds} rounds, medians\n")
    print("| system | s/report | reports/min | CPU s/report | peak PSS MB | figures | times ours |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    own = found[ways[0].name]
    for name, costs in found.items():
        seconds, used, peak = (
            statistics.median(column)
            for column in zip(*((one.seconds / n, one.cpu / n, one.peak) for one, n in costs), strict=True)
        )
        ratio = statistics.median(
            (one.seconds / n) / (ours.seconds / m) for (one, n), (ours, m) in zip(costs, own, strict=True)
        )
        print(
            f"| {name} | {seconds:.2f} | {60 / seconds:.0f} | {used:.2f} | {peak:.0f} | {costs[0][0].figures} "
            f"| {ratio:.2f} |",
            flush=True,
        )


def scale(counts: Sequence[int], rounds: int) -> None:
    """Show what more reports cost, start-up included."""
    local = [region.code for region in choose_regions(everything=True) if region.is_local]
    one, both = (systems(NOTEBOOK, None, languages=spoken)[0] for spoken in (("id",), ("id", "en")))
    print(HEAD)
    for count in counts:
        _grown(one if count <= len(local) else both, count, local, rounds)  # there are no more regions


def synthetic(counts: Sequence[int], rounds: int) -> None:
    """Show what more pages cost, beyond the regions there are, start-up included."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "SINTETIS"
        codes = make_project(home, max(counts) // 2)
        way = systems(home / "notebooks" / NOTEBOOK.name, None, home=home, languages=("id", "en"))[0]
        print(HEAD)
        for count in counts:
            _grown(way, count, codes, rounds)


def _grown(way: System, count: int, codes: Sequence[str], rounds: int) -> None:
    costs = [measured(way.run, codes[: count // way.pages], pages=way.pages) for _ in range(rounds)]
    seconds, used, peak = (
        statistics.median(column) for column in zip(*((c.seconds, c.cpu, c.peak) for c in costs), strict=True)
    )
    print(f"| {count} | {seconds:.1f} | {seconds / count:.3f} | {used / count:.3f} | {peak:.0f} |", flush=True)


def figures(counts: Sequence[int], codes: Sequence[str], rounds: int) -> None:
    """Show what more figures a report cost."""
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            notebook = with_figures(NOTEBOOK, Path(folder), count)
            ways = systems(notebook, None, home=Path(folder))
            print(f"\n{count} figures a report\n")
            compare([way for way in ways if way.name.startswith(PACE)], codes, rounds)


def _codes(count: int, *, country: bool) -> list[str]:
    chosen = choose_regions(everything=True) if country else choose_regions(provinces=["3500"])
    local = [region.code for region in chosen if region.is_local]
    return local[:: max(1, len(local) // count) if country else 1][:count]


if __name__ == "__main__":
    main()
