"""One build of an output folder, from what is there to what should be: the manifest is written last."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from umkm_analysis.atomic_write import digest_of
from umkm_analysis.builds.output.index import write_index
from umkm_analysis.builds.output.lock import locked
from umkm_analysis.builds.output.state_dir import sweep
from umkm_analysis.builds.staleness import manifest
from umkm_analysis.builds.staleness.compare import index_key, left_over, prune, remember, sort_out
from umkm_analysis.builds.workers import pool
from umkm_analysis.builds.workers.cluster import build_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from umkm_analysis.builds.job import Job, Result
    from umkm_analysis.builds.plan import LeftOut
    from umkm_analysis.builds.staleness.compare import Stale
    from umkm_analysis.builds.staleness.manifest import Manifest


@dataclass(frozen=True)
class Manner:
    """How a build goes about it."""

    workers: int | None = None
    """Reports at once; None for one per core."""
    memory: int | None = None
    """Bytes one report may take; None for its share of the machine's."""
    force: bool = False
    """Whether what is there as it would be is built again."""
    prune: bool = False
    """Whether pages that the plan does not name are removed."""
    cluster: str | None = None
    """Address of a Dask scheduler whose workers make the reports; None for this machine."""


@dataclass(frozen=True)
class Outcome:
    """How a build ended."""

    index: Path
    fresh: int
    """How many reports were there as they would be."""
    planned: int
    """How many were to be built."""
    results: Sequence[Result] = field(default=())
    """Of those that were begun."""
    left_over: Sequence[str] = field(default=())
    """Pages of earlier builds that the plan does not name; removed if that was asked for."""

    @property
    def failed(self) -> list[Result]:
        """Those that could not be made."""
        return [one for one in self.results if one.failure]


def renew(  # noqa: PLR0913 - what, where, how, and who looks on
    jobs: Sequence[Job],
    output: Path,
    *,
    checked: str,
    left_out: Sequence[LeftOut],
    manner: Manner,
    show: Callable[[Iterator[Result], int], list[Result]],
    stopped: Callable[[], bool] = lambda: False,
) -> Outcome:
    """Bring an output folder up to a plan.

    Parameters
    ----------
    jobs
        The plan.
    output
        The folder; it is made.
    checked
        Noted in the manifest: which data were found good, by which rules.
    left_out
        What the index says was left out.
    manner
        How to go about it.
    show
        Takes the results as they come and how many there will be; returns them all.
    stopped
        Asked before each new report; True ends the build once the reports under way are done.

    Raises
    ------
    UsageError
        If another build is at work in the folder.
    OSError
        If the folder takes no file.
    """
    output.mkdir(parents=True, exist_ok=True)
    with locked(output):
        sweep(output)
        known = manifest.read(output)
        known.checked = checked
        stale, fresh = sort_out(jobs, output, known, force=manner.force)
        results = (
            show(remember(_built(stale, output, manner, stopped), stale, output, known), len(stale)) if stale else []
        )
        unwanted = left_over(jobs, known)
        if manner.prune:
            prune(unwanted, output, known)
        failed = [one for one in results if one.failure]
        _renew_index(output, known, left_out, failed)
        manifest.write(output, known)
    return Outcome(output / "index.html", fresh, len(stale), results, unwanted)


def _built(stale: Sequence[Stale], output: Path, manner: Manner, stopped: Callable[[], bool]) -> Iterator[Result]:
    jobs = [one.job for one in stale]
    if manner.cluster is not None:
        return build_on(manner.cluster, jobs, output, stopped=stopped)
    workers = min(manner.workers or os.cpu_count() or 1, len(jobs))
    memory = manner.memory or pool.share_of_memory(workers)
    if any(job.warm for job in jobs):
        pool.begin_warming(jobs[0].edition, sorted({job.task.report.name for job in jobs}))
    return pool.build_all(jobs, output, workers=workers, memory=memory, stopped=stopped)


def _renew_index(output: Path, known: Manifest, left_out: Sequence[LeftOut], failed: Sequence[Result]) -> None:
    told = [(one.region.code, one.report.name, one.reason) for one in left_out]
    broken = [(one.task.page, one.failure.reason) for one in failed if one.failure]
    key = index_key(output, known, [*told, *broken])
    whole = {"of": key, **{name: _digest(output / name) for name in known.index if name != "of"}}
    if known.index and whole == known.index:
        return
    pages = write_index(output, left_out=left_out, failed=failed)
    known.index = {"of": key, **{page.name: digest_of(page.read_bytes()) for page in pages}}


def _digest(file: Path) -> str:
    return digest_of(file.read_bytes()) if file.is_file() else ""
