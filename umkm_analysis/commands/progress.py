"""Progress of a build, or of printing, on the terminal: bars, or a line a report where it is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn
from rich.text import Text

from umkm_analysis.commands.console import err, first_line, out

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.progress import Task

    from umkm_analysis.builds.job import Result

Step = TypeVar("Step")


class _Rate(ProgressColumn):
    """Progress column: reports per minute."""

    def render(self, task: Task) -> Text:
        """Format the rate; empty before the first report."""
        return Text(f"{task.speed * 60:.0f}/min" if task.speed else "", style="progress.data.speed")


def show_steps(arriving: Iterable[Step], total: int) -> list[Step]:
    """Show the progress of printing pages or making decks; return all results."""
    with Progress(BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=err, transient=True) as progress:
        return list(progress.track(arriving, total=total))


def show_progress(arriving: Iterable[Result], total: int) -> list[Result]:
    """Show the progress of a build; return the results of all reports."""
    results: list[Result] = []
    if not err.is_terminal:
        for result in arriving:
            results.append(result)
            state = f"FAILED {first_line(result.failure.reason)}" if result.failure else "ok"
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
