"""A report that was made, into its place: where it was made does not matter here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.builds.job import Failure, Made, Result
from umkm_analysis.builds.output.atomic_write import digest_of, forget, publish
from umkm_analysis.builds.output.state_dir import parts_folder

if TYPE_CHECKING:
    from pathlib import Path

    from umkm_analysis.builds.plan import Task


KEPT = "failed"
"""Folder of the executed notebooks of failed reports, inside the output folder."""


def kept_at(output: Path, task: Task) -> Path:
    """Say where the executed notebook of a failed report is kept."""
    return output / KEPT / task.language / task.region.slug / f"{task.report.name}.ipynb"


def deliver(task: Task, made: Made | Failure, output: Path, *, seconds: float) -> Result:
    """Publish a report that was made, here or elsewhere; keep the executed notebook of one that failed.

    Parameters
    ----------
    task
        What was to be made.
    made
        How that ended.
    output
        The output folder.
    seconds
        How long it took.
    """
    kept, parts = kept_at(output, task), parts_folder(output)
    if isinstance(made, Failure):
        return Result(task, seconds, _kept(made, kept, parts))
    page = output / task.page
    try:
        publish({page.with_suffix(".json"): made.record, page: made.page}, parts=parts)
        forget(kept, above=output)
    except OSError as error:
        return Result(task, seconds, Failure(f"cannot be written: {error.strerror or error} ({page})"))
    return Result(task, seconds, digests=(digest_of(made.page), digest_of(made.record)))


def _kept(failure: Failure, kept: Path, parts: Path) -> Failure:
    """Keep the executed notebook; a folder that takes no page takes no notebook either."""
    if failure.executed is None:
        return failure
    try:
        publish({kept: failure.executed}, parts=parts)
    except OSError:
        return Failure(failure.reason, failure.cell, trace=failure.trace)
    return Failure(failure.reason, failure.cell, kept=kept, trace=failure.trace)
