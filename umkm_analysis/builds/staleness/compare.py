"""What of a plan is there already, what must be built and why, and what is there that the plan does not name."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_analysis.atomic_write import digest_of, remove_with_empty_parents
from umkm_analysis.builds.staleness import code_fingerprint, inputs
from umkm_analysis.builds.staleness.manifest import Entry, Manifest, note
from umkm_analysis.reports.registry import REPORTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from umkm_analysis.builds.job import Job, Result
    from umkm_analysis.builds.staleness.inputs import Parts

NEW = "not built yet"
GONE = "its page is gone"
TOUCHED = "its page is not the one that was built"
FAILED = "it failed last time"
FORCED = "--force"
PARTS = {
    "notebook": "its notebook",
    "parameters": "its parameters",
    "links": "where it points",
    "code": "the code that makes it",
    "template": "the page's template",
    "libraries": "Python or a library",
    "contract": "data/datapackage.json",
    "messages": "the catalogue of its language",
}
"""How the parts of a key are called; tables go by their name."""


@dataclass(frozen=True)
class Stale:
    """A report that must be built."""

    job: Job
    parts: Parts
    why: str


def sort_out(jobs: Iterable[Job], output: Path, known: Manifest, *, force: bool = False) -> tuple[list[Stale], int]:
    """Tell the reports that must be built from those that are there as they would be.

    Parameters
    ----------
    jobs
        The plan.
    output
        The output folder.
    known
        Its manifest.
    force
        Build them all.

    Returns
    -------
    What must be built, in the plan's order; and how many need not be.
    """
    keyed = [(job, inputs.parts_of(job)) for job in jobs]
    with ThreadPoolExecutor() as pool:  # files are read and hashed without holding the interpreter
        reasons = pool.map(lambda one: FORCED if force else _why(one[0], one[1], output, known), keyed)
        told = [(job, parts, why) for (job, parts), why in zip(keyed, reasons, strict=True)]
    stale = [Stale(job, parts, why) for job, parts, why in told if why is not None]
    return stale, len(told) - len(stale)


def remember(results: Iterable[Result], stale: Sequence[Stale], output: Path, known: Manifest) -> Iterator[Result]:
    """Note every report in the manifest as it ends, and on disk what a killed build must not lose.

    Parameters
    ----------
    results
        As they come.
    stale
        What they are the results of.
    output
        The output folder.
    known
        Its manifest, which is changed.
    """
    parts = {one.job.task.page: one.parts for one in stale}
    for result in results:
        page = result.task.page
        if result.failure is None:
            known.pages[page] = Entry(parts[page], *result.digests)
            known.failed.pop(page, None)
            note(output, page, known.pages[page])
        else:
            known.failed[page] = {"reason": result.failure.reason, "cell": result.failure.cell}
        yield result


def left_over(jobs: Iterable[Job], known: Manifest) -> list[str]:
    """Name the pages of a folder's manifest that a plan does not name."""
    planned = {job.task.page for job in jobs}
    return sorted(known.pages.keys() - planned)


def prune(pages: Iterable[str], output: Path, known: Manifest) -> None:
    """Remove pages, what lies beside them of the same name, and the folders that are empty then.

    Parameters
    ----------
    pages
        Paths in the output folder.
    output
        The output folder.
    known
        Its manifest, which is changed.
    """
    for page in pages:
        for ending in (".pdf", ".json", ".html"):
            remove_with_empty_parents((output / page).with_suffix(ending), above=output)
        known.pages.pop(page, None)
        known.failed.pop(page, None)


def index_key(output: Path, known: Manifest, told: Sequence[object]) -> str:
    """Fingerprint all that an output folder's index is made of.

    Parameters
    ----------
    output
        The output folder.
    known
        Its manifest.
    told
        What the index says besides: what was left out, what failed.
    """
    there = ("/".join(path.parts[-3:]) for path in output.glob("*/*/*.html"))
    pages = sorted(
        (page, known.pages[page].record if page in known.pages else str((output / page).stat().st_size))
        for page in there
    )
    contributed = [name for report in REPORTS for name in (report.package, f"{report.package}.index")]
    code = code_fingerprint.of_modules("umkm_analysis.builds.output.index", *contributed)
    said = sorted(map(repr, told))  # reports end, and fail, in any order
    whole = (pages, said, code, inputs.everything())
    return hashlib.sha256(repr(whole).encode()).hexdigest()


def _why(job: Job, parts: Parts, output: Path, known: Manifest) -> str | None:
    page = job.task.page
    entry = known.pages.get(page)
    if page in known.failed:
        return FAILED
    if entry is None:
        return NEW
    changed = inputs.changed(parts, entry.parts)
    if changed:
        return "changed: " + ", ".join(PARTS.get(part, part) for part in changed)
    return _touched({output / page: entry.page, (output / page).with_suffix(".json"): entry.record})


def _touched(files: Mapping[Path, str]) -> str | None:
    for path, digest in files.items():
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return GONE
        if digest_of(content) != digest:
            return TOUCHED
    return None
