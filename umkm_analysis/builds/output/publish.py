"""Publication of finished reports, and the executed notebooks of failed ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.atomic_write import digest_of, remove_with_empty_parents, write_atomically
from umkm_analysis.builds.job import Failure, Made, Result
from umkm_analysis.builds.output.private_paths import clean_failure
from umkm_analysis.builds.output.safe_files import link_in, refuse_links
from umkm_analysis.builds.output.state_dir import parts_folder
from umkm_analysis.characters import visible_json

if TYPE_CHECKING:
    from pathlib import Path

    from umkm_analysis.builds.plan import Task


FAILED_FOLDER = "failed"
"""Folder of the executed notebooks of failed reports, inside the output folder."""

WARNINGS_FOLDER = "warnings"
"""Folder of what the cells of reports wrote to standard error, likewise."""


def failed_notebook_path(output: Path, task: Task) -> Path:
    """Path at which the executed notebook of a failed report is kept."""
    return output / FAILED_FOLDER / task.language / task.region.slug / f"{task.report.name}.ipynb"


def warnings_path(output: Path, task: Task) -> Path:
    """Path at which is kept what the cells of a report wrote to standard error."""
    return output / WARNINGS_FOLDER / task.language / task.region.slug / f"{task.report.name}.txt"


def publish_result(task: Task, made: Made | Failure, output: Path, *, seconds: float) -> Result:
    """Write a finished report into the output folder; keep the executed notebook of a failed one.

    Parameters
    ----------
    task
        The report.
    made
        Its page and record, or why there are none; made by this process or by another one.
    output
        The output folder.
    seconds
        How long making it took.
    """
    notebook, warnings = failed_notebook_path(output, task), warnings_path(output, task)
    if isinstance(made, Failure):
        _remove(warnings, output)  # the executed notebook has it
        return Result(task, seconds, _keep_notebook(clean_failure(made, output), notebook, output))
    page = output / task.page
    try:
        refuse_links(page, below=output)
        write_atomically({page.with_suffix(".json"): made.record, page: made.page}, parts=parts_folder(output))
        _remove(notebook, output)
    except OSError as error:
        failure = clean_failure(Failure(f"cannot be written: {error.strerror or error} ({task.page})"), output)
        return Result(task, seconds, failure)
    digests = digest_of(made.page), digest_of(made.record)
    return Result(task, seconds, digests=digests, warned=made.warned, kept=_keep_warnings(made, warnings, output))


def _remove(file: Path, output: Path) -> None:
    if link_in(file, below=output) is None:
        remove_with_empty_parents(file, above=output)


def _keep_warnings(made: Made, file: Path, output: Path) -> Path | None:
    """Keep what cells wrote to standard error; None where nothing was written, or where it cannot be."""
    text = "\n\n".join(f"{warned.cell}:\n{warned.text}" for warned in made.warned)
    try:
        if not text:
            _remove(file, output)
            return None
        refuse_links(file, below=output)
        write_atomically({file: text + "\n"}, parts=parts_folder(output))
    except OSError:
        return None
    return file


def _keep_notebook(failure: Failure, notebook: Path, output: Path) -> Failure:
    """Keep the executed notebook; where it cannot be written, the failure stands without it."""
    if failure.executed is None:
        return failure
    try:
        refuse_links(notebook, below=output)
        text = visible_json(failure.executed.decode(errors="surrogateescape"))
        write_atomically({notebook: text.encode(errors="surrogateescape")}, parts=parts_folder(output))
    except OSError:
        return Failure(failure.reason, failure.cell, trace=failure.trace)
    return Failure(failure.reason, failure.cell, kept=notebook, trace=failure.trace)
