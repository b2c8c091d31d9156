"""The umkm command: builds, lists, checks, opens JupyterLab; knows no statistics."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import time
from enum import IntEnum
from importlib.metadata import version
from pathlib import Path  # noqa: TC003 - typer reads the annotations at run time
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from umkm_analysis.building.batch import Job, Result, build_all
from umkm_analysis.building.index import write_index
from umkm_analysis.building.parameters import read_parameters
from umkm_analysis.building.plan import Plan, choose_regions, make_plan
from umkm_analysis.building.reports import REPORTS
from umkm_analysis.datasets import plausibility, project, regions, tables
from umkm_analysis.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable


class ExitCode(IntEnum):
    """How the command ends."""

    OK = 0
    SOME_FAILED = 1
    USAGE = 2
    DATA = 3
    INTERRUPTED = 130


EXITS = "Exit codes: 0 all built; 1 some reports failed; 2 wrong use; 3 the data cannot be used; 130 interrupted."
app = typer.Typer(add_completion=False, no_args_is_help=True, help=f"{__doc__}\n\n{EXITS}", rich_markup_mode=None)
out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)


@app.callback(invoke_without_command=True)
def about(
    *,
    show_version: Annotated[bool, typer.Option("--version", help="Print the version.", is_eager=True)] = False,
) -> None:
    """Honest, offline reports on Indonesia's regions."""
    if show_version:
        out.print(version("umkm-analysis"))
        raise typer.Exit


@app.command(epilog=EXITS)
def build(  # noqa: PLR0913 - one argument an option of the command line
    *,
    region: Annotated[list[str] | None, typer.Option(help="BPS code or full name; repeatable.")] = None,
    province: Annotated[
        list[str] | None, typer.Option(help="A province with all its kabupaten and kota; repeatable.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All 549 regions.")] = False,
    report: Annotated[list[str] | None, typer.Option(help="Name of a report (umkm list); repeatable.")] = None,
    parameter: Annotated[
        list[str] | None, typer.Option("--parameter", "-p", help="NAME=VALUE for the notebooks; repeatable.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Build at most so many pages.")] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Reports at once; default: the cores.")] = None,
    output: Annotated[Path | None, typer.Option(help="Folder of the pages; default: reports/ of the project.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the plan, build nothing.")] = False,
) -> None:
    """Build reports: one page per region and report, and an index.

    Without a scope: Jawa Timur, its 38 kabupaten and kota, Padang Panjang and Denpasar.
    """
    _validate()
    chosen = choose_regions(named=region or (), provinces=province or (), everything=everything)
    plan = make_plan(chosen, reports=report or (), limit=limit)
    notebooks = project.root() / "notebooks"
    wanted = {notebooks / task.report.notebook: None for task in plan.tasks}
    parameters = read_parameters(parameter or (), wanted)
    folder = (output or project.root() / "reports").resolve()
    if dry_run:
        _print_plan(plan, folder)
        return
    work = [Job(task, notebooks, folder, parameters) for task in plan.tasks]
    began = time.monotonic()
    results = _watch(work, workers=min(jobs or os.cpu_count() or 1, max(len(work), 1)))
    failed = [result for result in results if result.failure]
    index = write_index(folder, left_out=plan.left_out, failed=failed)
    if failed:
        _print_failures(failed)
    built = len(results) - len(failed)
    out.print(
        f"{built} built, {len(plan.left_out)} left out (umkm build --dry-run says why), {len(failed)} failed, "
        f"{time.monotonic() - began:.0f} s"
    )
    out.print(f"Open {index.as_uri()}", markup=False)
    if failed:
        raise typer.Exit(ExitCode.SOME_FAILED)


@app.command("list")
def list_(
    *,
    province: Annotated[str | None, typer.Option(help="Only this province.")] = None,
    kind: Annotated[str | None, typer.Option(help="Only nation, province, kabupaten or kota.")] = None,
) -> None:
    """List the regions, and which reports can be made for each."""
    kinds = list(dict.fromkeys(one.kind for one in regions.all_regions().values()))
    if kind is not None and kind not in kinds:
        raise UsageError(f'There is no kind "{kind}"; there are {", ".join(kinds)}.')
    chosen = choose_regions(provinces=[province]) if province else choose_regions(everything=True)
    for one in chosen:
        if kind in {None, one.kind}:
            possible = " ".join(report.name for report in REPORTS if report.why_not(one) is None)
            above = regions.province_of(one)
            out.print(
                f"{one.code}  {one.name:<40}  {one.kind:<9}  {above.name if above else '':<25}  {possible}".rstrip(),
                markup=False,
            )


@app.command()
def check() -> None:
    """Validate every table of data/; name every bad cell."""
    problems: list[str] = []
    for name in tables.contract():
        try:
            rows = len(tables.read(name))
        except DataError as error:
            if str(error) not in problems:
                problems.append(str(error))
        else:
            out.print(f"ok  data/{name}.csv  {rows} rows  sha256 {tables.fingerprint(name)}", markup=False)
    if problems:
        raise DataError("\n".join(problems))
    for warning in plausibility.unusual_growth():
        out.print(f"note: {warning}", markup=False)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def lab(context: typer.Context) -> None:
    """Open JupyterLab on notebooks/; further arguments go to it."""
    if importlib.util.find_spec("jupyterlab") is None:
        raise UsageError('JupyterLab is not installed. Install it with: python -m pip install -e ".[lab]"')
    folder = project.root() / "notebooks"
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}", *context.args]
    raise typer.Exit(subprocess.call(command))  # noqa: S603 - our own interpreter, the person's own arguments


def main() -> None:
    """Run the command; say errors in a sentence and end with the right code."""
    try:
        app()
    except UsageError as error:
        err.print(f"umkm: {error}", markup=False)
        sys.exit(ExitCode.USAGE)
    except DataError as error:
        err.print(f"umkm: {error}", markup=False)
        sys.exit(ExitCode.DATA)
    except OSError as error:
        err.print(f"umkm: {error}", markup=False)
        sys.exit(ExitCode.SOME_FAILED)
    except KeyboardInterrupt:
        err.print("umkm: interrupted; what was finished is kept")
        sys.exit(ExitCode.INTERRUPTED)


def _validate() -> None:
    for name in tables.contract():
        tables.read(name)


def _watch(work: list[Job], *, workers: int) -> list[Result]:
    results: list[Result] = []
    arriving = build_all(work, workers=workers)
    if not err.is_terminal:
        for result in arriving:
            results.append(result)
            state = f"FAILED {result.failure.splitlines()[0]}" if result.failure else "ok"
            out.print(
                f"[{len(results)}/{len(work)}] {result.task.title}  {state}  {result.seconds:.1f} s",
                markup=False,
            )
        return results
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        bar = progress.add_task("building", total=len(work))
        for result in arriving:
            results.append(result)
            progress.update(bar, advance=1, description=escape(f"{result.task.region.name:.28}"))
    return results


def _print_plan(plan: Plan, folder: Path) -> None:
    out.print(f"{len(plan.tasks)} reports into {folder}", markup=False)
    for task in plan.tasks:
        out.print(f"  {task.title}  {task.page}", markup=False)
    _print_left_out(f"{one.region.code} {one.region.name}  {one.report.name}: {one.reason}" for one in plan.left_out)


def _print_left_out(lines: Iterable[str]) -> None:
    told = list(lines)
    if told:
        out.print(f"\n{len(told)} left out:")
        for line in told:
            out.print(f"  {line}", markup=False)


def _print_failures(failed: list[Result]) -> None:
    table = Table(
        "region", "report", "cell", "why", "executed notebook", title="Failed; nothing of these was published"
    )
    for one in failed:
        region = f"{one.task.region.code} {one.task.region.name}"
        cell, kept = str(one.cell or ""), str(one.kept or "")
        table.add_row(
            escape(region),
            one.task.report.name,
            cell,
            escape(one.failure or ""),
            escape(kept),
            end_section=True,
        )
    err.print(table)
