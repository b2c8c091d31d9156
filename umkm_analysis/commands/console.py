"""What the command prints: progress, plans, failures, aligned columns."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from umkm_analysis.datasets import regions
from umkm_analysis.i18n.translation import speaking, t

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from rich.progress import Task

    from umkm_analysis.builds.job import Result
    from umkm_analysis.builds.output.pdf import Printed
    from umkm_analysis.builds.plan import LeftOut
    from umkm_analysis.builds.staleness.compare import Stale

FEWEST, SHOWN = 10, 3
"""Of how many reports the slowest are named, and how many."""
NAMED = 5
"""Of what is left over, how many are named."""
WIDE = 240
"""Characters of a line that goes to a file: no path is broken in two."""
out = Console(soft_wrap=True, highlight=False, markup=False)
err = Console(soft_wrap=True, highlight=False, markup=False, stderr=True)


def print_notes(named: Iterable[str]) -> None:
    """Say on stderr, once each, what a person should know who named regions so; see :func:`regions.note`."""
    for text in dict.fromkeys(named):
        if told := regions.note(text):
            err.print(f"note: {told}")


class _Rate(ProgressColumn):
    """Reports a minute."""

    def render(self, task: Task) -> Text:
        """Say the rate, or nothing before the first report."""
        return Text(f"{task.speed * 60:.0f}/min" if task.speed else "", style="progress.data.speed")


def watch_printing(arriving: Iterable[Printed], total: int) -> list[Printed]:
    """Show how printing goes on; return how every page ended."""
    with Progress(BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=err, transient=True) as progress:
        return list(progress.track(arriving, total=total))


def watch(arriving: Iterable[Result], total: int) -> list[Result]:
    """Show how a batch goes on; return how every report ended."""
    results: list[Result] = []
    if not err.is_terminal:
        for result in arriving:
            results.append(result)
            state = f"FAILED {_first_line(result.failure.reason)}" if result.failure else "ok"
            out.print(f"[{len(results)}/{total}] {result.task.title}  {state}  {result.seconds:.1f} s")
        return results
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=err, transient=True) as progress:
        bar = progress.add_task("starting", total=total)
        for result in arriving:
            results.append(result)
            progress.update(bar, advance=1, description=escape(result.task.region.name[:30]))
    return results


def log_as_json(arriving: Iterable[Result], total: int) -> list[Result]:
    """Print one JSON object a report as it ends; return how every report ended."""
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
        }
        print(json.dumps(line, ensure_ascii=False), flush=True)  # noqa: T201 - for machines: no markup, no wrapping
    return results


def print_slowest(results: Sequence[Result]) -> None:
    """Name the reports that took longest, where there are enough to compare."""
    if len(results) < FEWEST:
        return
    slowest = sorted(results, key=lambda one: one.seconds, reverse=True)[:SHOWN]
    out.print("slowest: " + "; ".join(f"{one.task.title} {one.seconds:.1f} s" for one in slowest))


def print_plan(stale: Sequence[Stale], fresh: int, left_out: Sequence[LeftOut], folder: Path) -> None:
    """Print what would be built and why, and what is left out and why."""
    out.print(f"{len(stale)} to build into {folder}, {fresh} up to date")
    print_aligned([[one.job.task.title, one.job.task.page, one.why] for one in stale])
    if left_out:
        out.print(f"\n{len(left_out)} left out")
    for one in left_out:
        out.print(reason(one))


def print_left_over(pages: Sequence[str], say: Callable[[str], None], *, pruned: bool) -> None:
    """Name pages of earlier builds that this build is not about, or that were removed."""
    if not pages:
        return
    named = ", ".join(pages[:NAMED]) + (", …" if len(pages) > NAMED else "")
    done = "removed" if pruned else "of earlier builds, which this build is not about (--prune removes them)"
    say(f"{len(pages)} {'page' if len(pages) == 1 else 'pages'} {done}: {named}")


def print_failures(failed: Sequence[Result], folder: Path) -> None:
    """Print a table of what failed, why, and where its notebook is."""
    table = Table("region", "report", "language", "cell", "why", "executed notebook", title="Failed", show_lines=True)
    for one in failed:
        if one.failure is None:
            continue
        region, cell = f"{one.task.region.code} {one.task.region.name}", str(one.failure.cell or "")
        kept = str(one.failure.kept or "")
        if (folder / one.task.page).is_file():
            kept += "\nThe page of an earlier build stays."
        table.add_row(*map(escape, (region, one.task.report.name, one.task.language, cell, one.failure.reason, kept)))
        if one.failure.trace:
            err.print(one.failure.trace)
    if table.row_count:
        Console(stderr=True, width=None if err.is_terminal else WIDE).print(table)


def reason(one: LeftOut) -> str:
    """Say why a report is left out, on a line."""
    with speaking("en"):
        return f"{one.region.code} {one.region.name}  {one.report.name}: {t(one.words)}"


def _first_line(text: str) -> str:
    return text.partition("\n")[0]


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def print_aligned(rows: Sequence[Sequence[str]]) -> None:
    """Print rows as columns."""
    for line in _aligned(rows):
        out.print(line)
