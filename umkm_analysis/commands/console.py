"""Terminal output of the command: plans, failures, aligned columns.

Whatever is printed may quote a cell, a file name or a notebook: characters that cannot be seen are shown by their
numbers.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from umkm_analysis.characters import visible
from umkm_analysis.plurals import count_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from umkm_analysis.builds.job import Result
    from umkm_analysis.builds.plan import LeftOut
    from umkm_analysis.builds.staleness.compare import Stale

MIN_REPORTS_FOR_SLOWEST, MAX_SLOWEST = 10, 3
"""The slowest reports are named in a build of at least so many, and so many of them."""
MAX_ORPHANED = 5
"""Orphaned pages that are named."""
MAX_QUOTED = 120
"""Characters that are quoted of what a cell wrote."""
FILE_WIDTH = 240
"""Characters of a line that goes to a file: no path is broken in two."""
LAYOUT = "\n\t"
"""Characters of text of several lines that are no fault."""


class SafeConsole(Console):
    """A console on which no text can move the cursor, hide or turn around what stands beside it."""

    def print(self, *objects: Any, **options: Any) -> None:
        """Print as rich does; of text, characters that cannot be seen by their numbers."""
        shown = (visible(one, allowed=LAYOUT) if isinstance(one, str) else one for one in objects)
        super().print(*shown, **options)


out = SafeConsole(soft_wrap=True, highlight=False, markup=False)
err = SafeConsole(soft_wrap=True, highlight=False, markup=False, stderr=True)


def print_notes(named: Iterable[str]) -> None:
    """Say on stderr, once each, what a person should know who named regions so; see :func:`regions.note`."""
    from umkm_analysis.datasets import regions

    for text in dict.fromkeys(named):
        if note := regions.note(text):
            err.print(f"note: {note}")


def log_as_json(arriving: Iterable[Result], total: int) -> list[Result]:
    """Print one JSON object per report as it ends; return the results of all reports."""
    del total  # machines count themselves
    results = []
    for result in arriving:
        results.append(result)
        task, failure = result.task, result.failure
        line = {
            "region": task.region.code,
            "report": task.report.name,
            "language": task.language,
            "page": task.page,
            "status": "failed" if failure else "built",
            "seconds": round(result.seconds, 3),
            "reason": failure.reason if failure else None,
            "cell": failure.cell if failure else None,
            "warnings": [{"cell": one.cell, "text": one.text} for one in result.warned],
        }
        print(json.dumps(line), flush=True)  # noqa: T201 - for machines: no markup, no wrapping, and ASCII alone
    return results


def print_slowest(results: Sequence[Result]) -> None:
    """Print which reports took longest, if there are enough to compare."""
    if len(results) < MIN_REPORTS_FOR_SLOWEST:
        return
    slowest = sorted(results, key=lambda result: result.seconds, reverse=True)[:MAX_SLOWEST]
    out.print("slowest: " + "; ".join(f"{result.task.title} {result.seconds:.1f} s" for result in slowest))


def print_plan(stale: Sequence[Stale], fresh: int, left_out: Sequence[LeftOut], folder: Path) -> None:
    """Print what would be built and why, and what is left out and why."""
    made = [report for report in stale if not report.job.refused]
    out.print(f"{len(made)} to build into {folder}, {fresh} up to date")
    print_aligned([[report.job.task.title, report.job.task.page, report.reason] for report in made])
    if refused := [report.job for report in stale if report.job.refused]:
        out.print(f"\n{len(refused)} cannot be made")
    for job in refused:
        out.print(f"{job.task.title}: {job.refused}")
    if left_out:
        out.print(f"\n{len(left_out)} left out")
    for omission in left_out:
        out.print(left_out_line(omission))


def print_orphaned(pages: Sequence[str], print_line: Callable[[str], None], *, pruned: bool) -> None:
    """Print how many pages of earlier builds are not in the plan, or were removed, and name some."""
    if not pages:
        return
    names = ", ".join(pages[:MAX_ORPHANED]) + (", …" if len(pages) > MAX_ORPHANED else "")
    done = "removed" if pruned else "of earlier builds, which this build is not about (--prune removes them)"
    print_line(f"{count_of(len(pages), 'page')} {done}: {names}")


def print_failures(failed: Sequence[Result], folder: Path) -> None:
    """Print a table of the failed reports, with reasons and paths of the executed notebooks."""
    table = Table("region", "report", "language", "cell", "why", "executed notebook", title="Failed", show_lines=True)
    for result in failed:
        task, failure = result.task, result.failure
        if failure is None:
            continue
        region, cell = f"{task.region.code} {task.region.name}", str(failure.cell or "")
        notebook = str(failure.kept or "")
        if (folder / task.page).is_file():
            notebook += "\nThe page of an earlier build stays."
        cells = (region, task.report.name, task.language, cell, failure.reason, notebook)
        table.add_row(*(escape(visible(text, allowed=LAYOUT)) for text in cells))
        if failure.trace:
            err.print(failure.trace)
    if table.row_count:
        Console(stderr=True, width=None if err.is_terminal else FILE_WIDTH).print(table)


def print_warnings(results: Sequence[Result]) -> None:
    """Say on stderr which cells wrote to standard error, which no page shows, and where it is kept."""
    groups: dict[tuple[str, str], list[Result]] = {}
    for result in results:
        for warned in result.warned:
            groups.setdefault((result.task.report.name, warned.cell), []).append(result)
    for (report, cell), among in groups.items():
        text = next(warned.text for warned in among[0].warned if warned.cell == cell)
        count = count_of(len(among), "page")
        kept = str(among[0].kept or "nowhere: it cannot be written")
        err.print(
            f"{report}, {cell}: it wrote warnings or other text to standard error, which no page shows "
            f'({count}; the first begins "{first_line(text)[:MAX_QUOTED]}"). All of it: {kept}'
            + (", and so on" if len(among) > 1 else "")
        )


def left_out_line(omission: LeftOut) -> str:
    """Format why a report is left out."""
    from umkm_analysis.i18n.translation import t, use_language

    with use_language("en"):
        return f"{omission.region.code} {omission.region.name}  {omission.report.name}: {t(omission.words)}"


def first_line(text: str) -> str:
    """Return the first line of a text."""
    return text.partition("\n")[0]


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Write rows with aligned columns."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def print_aligned(rows: Sequence[Sequence[str]]) -> None:
    """Print rows with aligned columns."""
    for line in aligned(rows):
        out.print(line)
