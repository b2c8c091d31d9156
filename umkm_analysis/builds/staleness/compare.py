"""Comparison of a plan with an output folder: what is stale and why, what is up to date, what is orphaned."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from umkm_analysis.atomic_write import digest_of
from umkm_analysis.builds.output.safe_files import opened, read_regular
from umkm_analysis.builds.packed import PIECE, Packed
from umkm_analysis.builds.staleness import code_fingerprint, inputs
from umkm_analysis.builds.staleness.manifest import Entry, Manifest, append_to_journal, is_page
from umkm_analysis.builds.table_answers import EDITION, TableAnswers
from umkm_analysis.reports.registry import REPORTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from umkm_analysis.builds.job import Job, Result
    from umkm_analysis.builds.staleness.inputs import Fingerprints

NEW = "not built yet"
GONE = "its page is gone"
TOUCHED = "its page is not the one that was built"
NO_FILE = "something else is in its page's place"
FAILED = "it failed last time"
FORCED = "--force"
INPUT_NAMES = {
    "notebook": "its notebook",
    "pictures": "a picture of its notebook",
    "modules": "a Python file beside its notebook",
    "parameters": "its parameters",
    "links": "where it points",
    "code": "the code that makes it",
    "template": "the page's template",
    "libraries": "Python or a library",
    "contract": "data/datapackage.json",
    "messages": "the catalogue of its language",
    EDITION: "the edition that it is held against",
}
"""Input → its name for the person; tables have none but their own."""


@dataclass(frozen=True, slots=True)
class Stale:
    """A report that must be built."""

    job: Job
    fingerprints: Fingerprints
    reason: str


Split = tuple[Sequence[Stale], int]
"""Reports that must be built, in the plan's order, and the number of those that are up to date."""
MADE_OF_PAGES = (".pdf", ".pptx", "-factsheet.pdf", "-square.png", "-wide.png")
"""What other commands make of a page, in place of .html: it goes with its page."""


def split_stale(
    jobs: Sequence[Job],
    output: Path,
    manifest: Manifest,
    *,
    answers: TableAnswers | None = None,
    force: bool = False,
) -> Split:
    """Split a plan into the reports that must be built and those that are up to date.

    Parameters
    ----------
    jobs
        The plan.
    output
        The output folder.
    manifest
        Its manifest.
    answers
        What is known of the tables; None for nothing.
    force
        Whether all reports are built.
    """
    stale = Packed(_stale(jobs, output, manifest, answers or TableAnswers(), force=force))
    return stale, len(jobs) - len(stale)


def _stale(
    jobs: Iterable[Job], output: Path, manifest: Manifest, answers: TableAnswers, *, force: bool
) -> Iterator[Stale]:
    """Yield those that must be built; no more than a piece of the others is held at once."""
    waiting = iter(jobs)
    with ThreadPoolExecutor() as pool:  # files are read and hashed without holding the interpreter
        while piece := list(islice(waiting, PIECE)):
            pairs = [(job, inputs.fingerprint_inputs(job, answers)) for job in piece]
            reasons = pool.map(lambda pair: FORCED if force else _reason(pair[0], pair[1], output, manifest), pairs)
            for (job, fingerprints), reason in zip(pairs, reasons, strict=True):
                if reason is not None:
                    yield Stale(job, fingerprints, reason)


def record_results(
    results: Iterable[Result], stale: Sequence[Stale], output: Path, manifest: Manifest
) -> Iterator[Result]:
    """Record every result in the manifest as it comes, and in the journal, so that a killed build loses none.

    Parameters
    ----------
    results
        The results.
    stale
        The reports that they belong to.
    output
        The output folder.
    manifest
        Its manifest, which is changed.
    """
    waiting = iter(stale)
    ahead: dict[str, Fingerprints] = {}
    for result in results:
        page = result.task.page
        while page not in ahead:  # they come nearly in the plan's order
            report = next(waiting)
            ahead[report.job.task.page] = report.fingerprints
        fingerprints = ahead.pop(page)
        if result.failure is None:
            manifest.pages[page] = Entry(fingerprints, *result.digests)
            manifest.failed.pop(page, None)
            append_to_journal(output, page, manifest.pages[page])
        else:
            manifest.failed[page] = {"reason": result.failure.reason, "cell": result.failure.cell}
        yield result


def orphaned_pages(planned: Iterable[str], manifest: Manifest) -> list[str]:
    """Pages of a folder's manifest that are not among those of a plan, sorted."""
    return sorted(manifest.pages.keys() - {*planned})


def prune(pages: Iterable[str], output: Path, manifest: Manifest) -> list[str]:
    """Remove pages with their records and PDF files, and the folders that are then empty.

    Only what the manifest knows by its content is removed: no file that somebody has put in a page's place or changed,
    nothing behind a link, nothing outside the folder.

    Parameters
    ----------
    pages
        Paths in the output folder.
    output
        The output folder.
    manifest
        Its manifest, which is changed.

    Returns
    -------
    Pages that were left.
    """
    left = []
    for page in pages:
        entry = manifest.pages.get(page)
        if entry is None or not is_page(page) or not _removed(page, entry, output):
            left.append(page)
            continue
        manifest.pages.pop(page)
        manifest.failed.pop(page, None)
    return left


def _removed(page: str, entry: Entry, output: Path) -> bool:
    """Remove a page and what is beside it; return whether none of it is left that was built."""
    *folders, name = page.split("/")
    stem = name.removesuffix(".html")
    try:
        with opened(output, *folders) as folder:
            files = {f"{stem}.json": entry.record, f"{stem}.html": entry.page}
            found = {file: folder.digest(file) for file in files}
            if any(digest is not None and digest != files[file] for file, digest in found.items()):
                return False
            if found[f"{stem}.html"] is not None:
                for ending in MADE_OF_PAGES:
                    folder.remove(f"{stem}{ending}")
            for file in files:
                folder.remove(file)
    except FileNotFoundError:  # its folder is gone
        return True
    except OSError:
        return False
    for inner in (output.joinpath(*folders), output / folders[0]):
        try:
            inner.rmdir()
        except OSError:  # others are kept there
            break
    return True


def index_code() -> str:
    """Fingerprint of the modules that make an index; the second time at once, as files are hashed once."""
    contributed = [name for report in REPORTS for name in (report.package, f"{report.package}.index")]
    return code_fingerprint.of_modules("umkm_analysis.builds.output.index", *contributed)


def index_key(output: Path, manifest: Manifest, notes: Sequence[object]) -> str:
    """Fingerprint of everything that an output folder's index is made of.

    Parameters
    ----------
    output
        The output folder.
    manifest
        Its manifest.
    notes
        What the index lists besides pages: reports that were left out or failed.
    """
    paths = ("/".join(path.parts[-3:]) for path in output.glob("*/*/*.html") if path.is_file())
    pages = sorted(
        (page, manifest.pages[page].record if page in manifest.pages else str((output / page).stat().st_size))
        for page in paths
    )
    sorted_notes = sorted(map(repr, notes))  # reports end, and fail, in any order
    whole = (pages, sorted_notes, index_code(), inputs.everything())
    return hashlib.sha256(repr(whole).encode()).hexdigest()


def _reason(job: Job, fingerprints: Fingerprints, output: Path, manifest: Manifest) -> str | None:
    """Why a report must be built, or None if it is up to date."""
    page = job.task.page
    entry = manifest.pages.get(page)
    if page in manifest.failed:
        return FAILED
    if entry is None:
        return NEW
    changed = inputs.changed_inputs(fingerprints, entry.parts)
    if changed:
        return "changed: " + ", ".join(INPUT_NAMES.get(name, name) for name in changed)
    return _changed_file({output / page: entry.page, (output / page).with_suffix(".json"): entry.record})


def _changed_file(files: Mapping[Path, str]) -> str | None:
    for path, digest in files.items():
        try:
            content = read_regular(path)
        except (FileNotFoundError, NotADirectoryError):
            return GONE
        except OSError:
            return NO_FILE
        if digest_of(content) != digest:
            return TOUCHED
    return None
