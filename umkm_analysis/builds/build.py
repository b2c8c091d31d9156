"""One build of an output folder: what is stale is built, the index and the manifest are written last."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING

from umkm_analysis.builds.index_update import IndexUpdate
from umkm_analysis.builds.job import Failure
from umkm_analysis.builds.output.lock import locked
from umkm_analysis.builds.output.state_dir import prepare, sweep
from umkm_analysis.builds.staleness import manifest as manifest_file
from umkm_analysis.builds.staleness.compare import index_code, orphaned_pages, prune, record_results
from umkm_analysis.builds.staleness.file_states import changed_file
from umkm_analysis.builds.workers import pool
from umkm_analysis.builds.workers.memory import share_of_memory
from umkm_analysis.builds.workers.preloader import start_preloading
from umkm_analysis.datasets import validity
from umkm_analysis.jupyter.kernels.meanwhile import giving_way
from umkm_analysis.plurals import count_of

REMOVED = "its page was removed while the build ran; build again"

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
    from pathlib import Path

    from umkm_analysis.builds.job import Job, Result
    from umkm_analysis.builds.plan import LeftOut
    from umkm_analysis.builds.staleness.compare import Split, Stale
    from umkm_analysis.builds.staleness.manifest import Manifest
    from umkm_analysis.builds.workers.connection import Certificates
    from umkm_analysis.datasets.project import FileState


@dataclass(frozen=True)
class BuildOptions:
    """Options of a build that do not change its pages."""

    workers: int | None = None
    """Reports at once; None for one per core."""
    memory: int | None = None
    """Bytes that one report may take; None for its share of the machine's."""
    prune: bool = False
    """Whether pages that are not in the plan are removed."""
    cluster: str | None = None
    """Address of a Dask scheduler whose workers make the reports; None for this machine."""
    certificates: Certificates | None = None
    """Those of an encrypted connection to it."""


@dataclass(frozen=True)
class Listeners:
    """Functions that a build calls while it runs."""

    show: Callable[[Iterator[Result], int], list[Result]]
    """Takes the results as they come and their number; returns them all."""
    warn: Callable[[str], None]
    """Takes a sentence about what does not go as it should and costs no report."""
    stopped: Callable[[], bool] = lambda: False
    """Called before each new report; True ends the build once the reports in progress are done."""


@dataclass(frozen=True)
class BuildResult:
    """Outcome of a build."""

    index: Path
    up_to_date: int
    """Number of reports that were up to date."""
    stale: int
    """Number of reports that were to be built."""
    results: Sequence[Result] = field(default=())
    """Results of those that were begun."""
    orphaned: Sequence[str] = field(default=())
    """Pages of earlier builds that are not in the plan; with the option ``prune`` they have been removed."""
    left: Sequence[str] = field(default=())
    """Those that ``prune`` left, because they are not what was built, or lie behind a link."""
    problems: Sequence[str] = field(default=())
    """Sentences about what went wrong beside the reports."""

    @property
    def failed(self) -> list[Result]:
        """Results of the reports that failed."""
        return [result for result in self.results if result.failure]


def run_build(  # noqa: PLR0913 - what, where, how, and who looks on
    jobs: Sequence[Job],
    output: Path,
    *,
    split: Callable[[Manifest], Split],
    checked: str,
    left_out: Sequence[LeftOut],
    not_retried: Sequence[str] = (),
    options: BuildOptions,
    listeners: Listeners,
) -> BuildResult:
    """Bring an output folder up to date with a plan.

    Parameters
    ----------
    jobs
        The plan.
    output
        The folder; it is made if need be.
    split
        Tells, from the folder's manifest, the reports that must be built; called when nobody else builds there.
    checked
        Fingerprint of the data that were validated and of the rules, for the manifest.
    left_out
        Reports that cannot be made, for the index.
    not_retried
        Pages that the build is about too, and that are left as they are.
    options
        Options of the build.
    listeners
        Functions that are called meanwhile.

    Raises
    ------
    UsageError
        If another build is running in the folder.
    OSError
        If the folder cannot be written to.
    """
    validity.read_as_planned(jobs[0].data_version, sets_aside=jobs[0].sets_aside)
    output.mkdir(parents=True, exist_ok=True)
    for sentence in prepare(output):
        listeners.warn(sentence)
    with locked(output):
        folder = _identity(output)
        sweep(output)
        manifest = manifest_file.read(output)
        if manifest.problem:
            listeners.warn(manifest.problem)
        stale, up_to_date = split(manifest)
        manifest.checked = checked
        results: list[Result] = []
        index = IndexUpdate(jobs[0].data_version, sets_aside=jobs[0].sets_aside)
        if stale:
            with giving_way(), closing(_start(stale, output, options, listeners, index)) as arriving:
                results = listeners.show(record_results(arriving, stale, output, manifest), len(stale))
            sweep(output)  # a worker that died while it wrote
        problems = []
        if _identity(output) != folder:
            problems.append(f"{output} was removed or replaced while the build ran; build again.")
        pages, files = _told_of(jobs)
        results, gone = _without_removed(pages, results, output, manifest)
        if gone:
            problems.append(
                f"{count_of(gone, 'page that was up to date was', 'pages that were up to date were')} removed "
                "while the build ran; build again."
            )
        orphaned = orphaned_pages(chain(pages, not_retried), manifest)
        left = prune(orphaned, output, manifest) if options.prune else []
        failed = [result for result in results if result.failure]
        problems += index.update(output, manifest, left_out, failed)
        if changed_file(files) is not None:
            manifest.checked, manifest.index = "", {}  # validated, or listed, may be what was there for a moment
        manifest_file.write(output, manifest)
    orphaned = [page for page in orphaned if page not in left]
    return BuildResult(output / "index.html", up_to_date, len(stale), results, orphaned, left, problems)


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _told_of(jobs: Iterable[Job]) -> tuple[list[str], dict[str, FileState]]:
    """Pages of jobs, in their order, and the states of the files that they read; jobs are gone through once."""
    pages: list[str] = []
    files: dict[str, FileState] = {}
    before: object = None
    for job in jobs:
        pages.append(job.task.page)
        if job.files is not before:  # most share one mapping
            files |= job.files
        before = job.files
    return pages, files


def _without_removed(
    pages: Iterable[str], results: Sequence[Result], output: Path, manifest: Manifest
) -> tuple[list[Result], int]:
    """Let reports fail whose pages are no longer there; return the results, and how many others have gone."""
    there = {page: _is_there(output / page) for page in pages}
    checked = []
    for result in results:
        page = result.task.page
        if result.failure is None and not there[page]:
            manifest.pages.pop(page, None)
            manifest.failed[page] = {"reason": REMOVED, "cell": None}
            checked.append(replace(result, failure=Failure(REMOVED)))
        else:
            checked.append(result)
    begun = {result.task.page for result in results}
    gone = [page for page, is_there in there.items() if not is_there and page in manifest.pages and page not in begun]
    for page in gone:
        del manifest.pages[page]
    return checked, len(gone)


def _is_there(page: Path) -> bool:
    return page.is_file() and page.with_suffix(".json").is_file()


def _start(
    stale: Sequence[Stale], output: Path, options: BuildOptions, listeners: Listeners, index: IndexUpdate
) -> Generator[Result, None, None]:
    stopped, warn = listeners.stopped, listeners.warn
    first, jobs = stale[0].job, (report.job for report in stale)
    if options.cluster is not None or not first.warm:  # as one is, so are all
        index.prepare_here()
    if options.cluster is not None:
        from umkm_analysis.builds.workers.cluster import build_on  # noqa: PLC0415 - few builds need it

        limited = [replace(job, memory=options.memory) for job in jobs]
        return build_on(options.cluster, limited, output, certificates=options.certificates, stopped=stopped, warn=warn)
    workers = min(options.workers or os.cpu_count() or 1, len(stale))
    memory = options.memory or share_of_memory(workers)
    if first.warm:
        names = sorted({name for report in stale for name in report.job.task.report.warmed})
        start_preloading(first.data_version, names, pages=len(stale))
        index_code()  # while that gets ready, not at the end
    return pool.build_all(
        jobs, output, workers=workers, memory=memory, stopped=stopped, warn=warn, preloaded=index.prepare_in_fork
    )
