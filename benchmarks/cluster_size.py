"""How many workers a batch needs: python benchmarks/cluster_size.py [--reports 84000] [--seconds 0.35 0.42 0.60].

A simulation, event by event, of what building/cluster.py does: workers take reports from a scheduler that hands out
three in advance; each takes what one measured report took, drawn from the seconds given; the machine that asked
publishes them one after the other. The formula beside it is what that comes to where one of the two is the bottleneck:

    hours = (start + max(reports * seconds / workers, reports * publish) + seconds) / 3600

Measure seconds on the machines that will do it: umkm build --cluster ADDRESS --log-format json prints each report's.
"""

from __future__ import annotations

import argparse
import heapq
import random
import statistics
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

TRANSFER = 8e-3
"""Seconds to move a page of 0.2 MB and its record over a network of 1 Gbit/s, several times over for safety."""


def simulated(reports: int, workers: int, seconds: Sequence[float], *, start: float, publish: float) -> float:
    """Simulate a batch; return its seconds.

    Parameters
    ----------
    reports, workers
        How many.
    seconds
        What single reports took on one worker; each simulated one takes one of them.
    start
        Seconds until a worker's warm process is ready.
    publish
        Seconds that the machine that asked needs to publish a report.
    """
    chance = random.Random(84_000)  # noqa: S311 - a simulation
    free = [start] * workers
    arriving: list[float] = []
    for _ in range(reports):
        ends = heapq.heappop(free) + chance.choice(seconds)
        heapq.heappush(free, ends)
        arriving.append(ends + TRANSFER)
    clock = 0.0
    for arrived in sorted(arriving):
        clock = max(clock, arrived) + publish
    return clock


def formula(reports: int, workers: int, seconds: Sequence[float], *, start: float, publish: float) -> float:
    """Estimate the same in a line."""
    each = statistics.fmean(seconds)
    return start + max(reports * each / workers, reports * publish) + each


def main() -> None:
    """Print a table of cluster sizes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=84_000)
    parser.add_argument("--seconds", type=float, nargs="+", default=[0.45, 0.55, 0.75])
    parser.add_argument("--start", type=float, default=5.0)
    parser.add_argument("--publish", type=float, default=0.008)
    given = parser.parse_args()
    print("| workers | simulated, hours | formula, hours | a worker is busy |\n| --- | --- | --- | --- |")
    for workers in (2, 8, 16, 32, 64, 128):
        costs = {"start": given.start, "publish": given.publish}
        took = simulated(given.reports, workers, given.seconds, **costs)
        told = formula(given.reports, workers, given.seconds, **costs)
        busy = given.reports * statistics.fmean(given.seconds) / workers / took * 100
        print(f"| {workers} | {took / 3600:.2f} | {told / 3600:.2f} | {busy:.0f} % |")


if __name__ == "__main__":
    main()
