"""One build of an output folder: what is stale is built, the index and the manifest are written last."""

from __future__ import annotations

import os
import threading
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from umkm_analysis.atomic_write import digest_of
from umkm_analysis.builds.job import Failure
from umkm_analysis.builds.output.lock import locked
from umkm_analysis.builds.output.safe_files import read_regular
from umkm_analysis.builds.output.state_dir import prepare, sweep
from umkm_analysis.builds.staleness import manifest as manifest_file
from umkm_analysis.builds.staleness.compare import index_key, orphaned_pages, prune, record_results, split_stale
from umkm_analysis.builds.staleness.file_states import changed_file
from umkm_analysis.builds.workers import pool
from umkm_analysis.builds.workers.cluster import build_on
from umkm_analysis.builds.workers.memory import share_of_memory
from umkm_analysis.builds.workers.preloader import start_preloading
from umkm_analysis.jupyter.fallback import describe
from umkm_analysis.jupyter.kernels.meanwhile import giving_way
from umkm_analysis.plurals import count_of

REMOVED = "its page was removed while the build ran; build again"

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from pathlib import Path

    from umkm_analysis.builds.job import Job, Result
    from umkm_analysis.builds.plan import LeftOut
    from umkm_analysis.builds.staleness.manifest import Manifest
    from umkm_analysis.builds.workers.connection import Certificates


@dataclass(frozen=True)
class BuildOptions:
    """Options of a build that do not change its pages."""

    workers: int | None = None
    """Reports at once; None for one per core."""
    memory: int | None = None
    """Bytes that one report may take; None for its share of the machine's."""
    force: bool = False
    """Whether reports that are up to date are built again."""
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
    checked: str,
    left_out: Sequence[LeftOut],
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
    checked
        Fingerprint of the data that were validated and of the rules, for the manifest.
    left_out
        Reports that cannot be made, for the index.
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
    output.mkdir(parents=True, exist_ok=True)
    for sentence in prepare(output):
        listeners.warn(sentence)
    with locked(output):
        folder = _identity(output)
        sweep(output)
        manifest = manifest_file.read(output)
        if manifest.problem:
            listeners.warn(manifest.problem)
        manifest.checked = checked
        stale, up_to_date = split_stale(jobs, output, manifest, force=options.force)
        results: list[Result] = []
        if stale:
            preparing = threading.Thread(target=_prepare_index, daemon=True)
            preparing.start()
            jobs_to_do = [report.job for report in stale]
            with giving_way(), closing(_start(jobs_to_do, output, options, listeners)) as arriving:
                results = listeners.show(record_results(arriving, stale, output, manifest), len(stale))
            sweep(output)  # a worker that died while it wrote
            preparing.join()
        problems = []
        if _identity(output) != folder:
            problems.append(f"{output} was removed or replaced while the build ran; build again.")
        results, gone = _without_removed(jobs, results, output, manifest)
        if gone:
            problems.append(
                f"{count_of(gone, 'page that was up to date was', 'pages that were up to date were')} removed "
                "while the build ran; build again."
            )
        orphaned = orphaned_pages(jobs, manifest)
        left = prune(orphaned, output, manifest) if options.prune else []
        failed = [result for result in results if result.failure]
        problems += _update_index(output, manifest, left_out, failed)
        if changed_file({path: state for job in jobs for path, state in job.files.items()}) is not None:
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


def _without_removed(
    jobs: Sequence[Job], results: Sequence[Result], output: Path, manifest: Manifest
) -> tuple[list[Result], int]:
    """Let reports fail whose pages are no longer there; return the results, and how many others have gone."""
    there = {job.task.page: _is_there(output / job.task.page) for job in jobs}
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
    jobs: Sequence[Job], output: Path, options: BuildOptions, listeners: Listeners
) -> Generator[Result, None, None]:
    stopped, warn = listeners.stopped, listeners.warn
    if options.cluster is not None:
        limited = [replace(job, memory=options.memory) for job in jobs]
        return build_on(options.cluster, limited, output, certificates=options.certificates, stopped=stopped, warn=warn)
    workers = min(options.workers or os.cpu_count() or 1, len(jobs))
    memory = options.memory or share_of_memory(workers)
    if any(job.warm for job in jobs):
        names = sorted({name for job in jobs for name in job.task.report.warmed})
        start_preloading(jobs[0].data_version, names, pages=len(jobs))
    return pool.build_all(jobs, output, workers=workers, memory=memory, stopped=stopped, warn=warn)


def _prepare_index() -> None:
    """Import and read, while workers make pages, what their index needs; errors are left to its writing."""
    with suppress(Exception):
        from umkm_analysis.builds.output import index  # noqa: PLC0415 - matplotlib, which an unchanged index needs not

        index.prepare()


def _update_index(output: Path, manifest: Manifest, left_out: Sequence[LeftOut], failed: Sequence[Result]) -> list[str]:
    """Write the index if anything it tells has changed; return sentences about what could not be read or written."""
    missing = [(omission.region.code, omission.report.name, omission.reason) for omission in left_out]
    failures = [(result.task.page, result.failure.reason) for result in failed if result.failure]
    key = index_key(output, manifest, [*missing, *failures])
    current = {"of": key, **{name: _digest(output / name) for name in manifest.index if name != "of"}}
    if manifest.index and current == manifest.index:
        return []
    from umkm_analysis.builds.output.index import write_index  # noqa: PLC0415 - likewise

    manifest.index = {}
    problems: list[str] = []
    try:
        pages = write_index(output, left_out=left_out, failed=failed, problems=problems)
    except OSError as error:
        return [*problems, f"The index cannot be written: {error.strerror or error}."]
    except (TypeError, ValueError, KeyError, AttributeError) as error:  # a record that no build has written
        return [*problems, f"The index cannot be made of the records in {output} ({describe(error)})."]
    if not problems:
        manifest.index = {"of": key, **{page.name: _digest(page) for page in pages}}
    return problems


def _digest(file: Path) -> str:
    try:
        return digest_of(read_regular(file))
    except OSError:
        return ""
