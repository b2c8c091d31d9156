"""The umkm command: builds, lists, checks, opens JupyterLab; knows no statistics."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

import importlib.util
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum
from importlib.metadata import version
from pathlib import Path
from threading import Event
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from umkm_analysis.building.batch import build_all
from umkm_analysis.building.index import write_index
from umkm_analysis.building.job import Job, Result
from umkm_analysis.building.plan import LeftOut, Plan, choose_regions, make_plan
from umkm_analysis.building.reports import REPORTS, find_report
from umkm_analysis.datasets import plausibility, project, regions, tables
from umkm_analysis.errors import DataError, UmkmError, UsageError


class ExitCode(IntEnum):
    """How the command ends."""

    OK = 0
    FAILED = 1
    """Some reports failed, or files cannot be written."""
    USAGE = 2
    DATA = 3
    INTERRUPTED = 130


EXIT_CODES = (
    "Exit codes: 0 all was built; 1 some reports failed, or files cannot be written; 2 wrong use, or nothing to build; "
    "3 the data cannot be used, nothing was written; 130 interrupted, what was finished is kept."
)
ABOUT = "Reports on Indonesia's regions from open data: one page per region and report, readable without internet."
app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help=f"{ABOUT}\n\n{EXIT_CODES}",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
WIDE = 240
"""Characters of a line that goes to a file: no path is broken in two."""
out = Console(soft_wrap=True, highlight=False, markup=False)
err = Console(soft_wrap=True, highlight=False, markup=False, stderr=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command; say errors in a sentence and end with the right code.

    Parameters
    ----------
    arguments
        Instead of those of the command line.

    Raises
    ------
    SystemExit
        Always, with an :class:`ExitCode`.
    """
    try:
        app(args=arguments)
    except UsageError as error:
        _end(str(error), ExitCode.USAGE)
    except UmkmError as error:
        _end(str(error), ExitCode.DATA)
    except OSError as error:
        _end(str(error), ExitCode.FAILED)
    except KeyboardInterrupt:
        _end("interrupted", ExitCode.INTERRUPTED)


@app.callback(invoke_without_command=True)
def about(
    *,
    show_version: Annotated[bool, typer.Option("--version", help="Print the version.", is_eager=True)] = False,
) -> None:
    """Answer what concerns no single command."""
    if show_version:
        out.print(version("umkm-analysis"))
        raise typer.Exit


@app.command(epilog=EXIT_CODES)
def build(  # noqa: PLR0913 - one argument for each option of the command line
    *,
    region: Annotated[
        list[str] | None, typer.Option(metavar="CODE_OR_NAME", help="BPS code or full name; repeatable.")
    ] = None,
    province: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE_OR_NAME", help="A province with its kabupaten and kota; repeatable."),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every region there is.")] = False,
    report: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only this report (see umkm list); repeatable.")
    ] = None,
    parameter: Annotated[
        list[str] | None,
        typer.Option(
            "--parameter", "-p", metavar="NAME=VALUE", help="For the notebooks, as base_year=2018; repeatable."
        ),
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="Build the first so many reports only.")] = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Reports at once; default: one per core.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where the pages go; default: reports/ of the project.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would be built; build nothing.")] = False,
) -> None:
    """Build reports and their index.

    One page per region and report, with its figures as JSON beside it. Pages of earlier builds stay in the index.

    Without --region, --province or --all: Jawa Timur, its 38 kabupaten and kota, Kota Padang Panjang and Kota Denpasar.
    """
    began = time.monotonic()
    _refuse_bad_data()
    plan = make_plan(
        choose_regions(named=region or (), provinces=province or (), everything=everything),
        reports=report or (),
        limit=limit,
    )
    _refuse_nothing(plan)
    notebooks = project.root() / "notebooks"
    values = _parameters(parameter, plan, notebooks) if parameter else {}
    folder = (output or project.root() / "reports").resolve()
    if dry_run:
        _print_plan(plan, folder)
        return
    work = [Job(one, notebooks, folder, values) for one in plan.tasks]
    folder.mkdir(parents=True, exist_ok=True)
    with _interruptible() as stop:
        workers = min(jobs or os.cpu_count() or 1, len(work))
        results = _watch(build_all(work, workers=workers, stopped=stop.is_set), len(work))
    failed = [one for one in results if one.failure]
    at = write_index(folder, left_out=plan.left_out, failed=failed)
    _print_failures(failed, folder)
    out.print(
        f"{len(results) - len(failed)} built, {len(plan.left_out)} left out (umkm build --dry-run says why), "
        f"{len(failed)} failed, {len(work) - len(results)} not begun; {time.monotonic() - began:.1f} s"
    )
    out.print(f"Open {at.as_uri()}")
    if stop.is_set():
        _end("interrupted; what was finished is kept", ExitCode.INTERRUPTED)
    if failed:
        raise typer.Exit(ExitCode.FAILED)


@app.command("list")
def list_(
    *,
    province: Annotated[
        str | None, typer.Option(metavar="CODE_OR_NAME", help="Only this province and what lies in it.")
    ] = None,
    kind: Annotated[str | None, typer.Option(help="Only nation, province, kabupaten or kota.")] = None,
    report: Annotated[str | None, typer.Option(metavar="NAME", help="Only where this report can be built.")] = None,
) -> None:
    """List reports and regions.

    Each region comes with the reports that can be built for it. With an option: only the regions it chooses.
    """
    known = regions.all_regions().values()
    kinds = list(dict.fromkeys(one.kind for one in known))
    if kind is not None and kind not in kinds:
        raise UsageError(f'There is no kind "{kind}"; there are {", ".join(kinds)}.')
    wanted = None if report is None else find_report(report).name
    rows = []
    for one in choose_regions(provinces=[province]) if province else known:
        if kind in {None, one.kind}:
            possible = [each.name for each in REPORTS if each.why_not(one) is None]
            above = regions.province_of(one)
            if wanted is None or wanted in possible:
                rows.append([one.code, one.name, one.kind, above.name if above else "", " ".join(possible)])
    if (province, kind, report) == (None, None, None):
        _print_aligned([[each.name, each.title] for each in REPORTS])
        out.print()
    _print_aligned(rows)


@app.command(epilog="Exit codes: 0 the data can be used, warnings or not; 3 it cannot.")
def check() -> None:
    """Validate every table of data/.

    Names every cell that cannot be used, and warns of figures that are unusual.
    """
    problems = []
    for name, resource in tables.contract().items():
        problem = _problem(name)
        if problem is None:
            rows = len(tables.read(name))
            out.print(f"ok  data/{resource.path}  {rows} rows  sha256 {tables.fingerprint(name)}")
        else:
            problems.append(problem)
    if problems:
        raise DataError("\n".join(dict.fromkeys(problems)))
    for warning in plausibility.unusual_growth():
        out.print(f"warning: {warning}")


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def lab(context: typer.Context) -> None:
    """Open the notebooks in JupyterLab.

    Further arguments go to JupyterLab, such as --no-browser.
    """
    if importlib.util.find_spec("jupyterlab") is None:
        raise UsageError('JupyterLab is not installed. Install it with: python -m pip install -e ".[lab]"')
    folder = project.root() / "notebooks"
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}", *context.args]
    raise typer.Exit(_run(command))


def _run(command: Sequence[str]) -> int:
    with subprocess.Popen(command) as running:  # noqa: S603 - our own interpreter, the person's own arguments
        while True:
            try:
                return running.wait()
            except KeyboardInterrupt:  # reaches JupyterLab too, which asks whether to stop
                continue


def _problem(name: str) -> str | None:
    try:
        tables.read(name)
    except DataError as error:
        return str(error)
    return None


def _refuse_bad_data() -> None:
    problems = [problem for name in tables.contract() if (problem := _problem(name)) is not None]
    if problems:  # a table that others refer to is named by each of them
        raise DataError("\n".join(dict.fromkeys(problems)))


def _refuse_nothing(plan: Plan) -> None:
    if not plan.tasks:
        raise UsageError("\n".join(["there is nothing to build.", *map(_reason, plan.left_out)]))


def _parameters(given: Sequence[str], plan: Plan, notebooks: Path) -> dict[str, str | int | float]:
    # papermill takes seconds to import, which a build without parameters need not wait for
    from umkm_analysis.building.parameters import read_parameters  # noqa: PLC0415

    return read_parameters(given, dict.fromkeys(notebooks / one.report.notebook for one in plan.tasks))


@contextmanager
def _interruptible() -> Iterator[Event]:
    """Let the first Ctrl-C end the batch after what is under way; the second breaks it off."""
    stop = Event()

    def interrupted(*_: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        err.print("Finishing what is under way; Ctrl-C again breaks it off.")

    before = signal.signal(signal.SIGINT, interrupted)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


def _watch(arriving: Iterable[Result], total: int) -> list[Result]:
    results: list[Result] = []
    if not err.is_terminal:
        for result in arriving:
            results.append(result)
            state = f"FAILED {_first_line(result.failure.reason)}" if result.failure else "ok"
            out.print(f"[{len(results)}/{total}] {result.task.title}  {state}  {result.seconds:.1f} s")
        return results
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        bar = progress.add_task("starting", total=total)
        for result in arriving:
            results.append(result)
            progress.update(bar, advance=1, description=escape(result.task.region.name[:30]))
    return results


def _print_plan(plan: Plan, folder: Path) -> None:
    out.print(f"{len(plan.tasks)} to build into {folder}")
    _print_aligned([[one.region.code, one.region.name, one.report.name, one.page] for one in plan.tasks])
    if plan.left_out:
        out.print(f"\n{len(plan.left_out)} left out")
    for one in plan.left_out:
        out.print(_reason(one))


def _print_failures(failed: Sequence[Result], folder: Path) -> None:
    table = Table("region", "report", "cell", "why", "executed notebook", title="Failed", show_lines=True)
    for one in failed:
        if one.failure is None:
            continue
        region, cell = f"{one.task.region.code} {one.task.region.name}", str(one.failure.cell or "")
        kept = str(one.failure.kept or "")
        if (folder / one.task.page).is_file():
            kept += "\nThe page of an earlier build stays."
        table.add_row(*map(escape, (region, one.task.report.name, cell, one.failure.reason, kept)))
        if one.failure.trace:
            err.print(one.failure.trace)
    if table.row_count:
        Console(stderr=True, width=None if err.is_terminal else WIDE).print(table)


def _reason(one: LeftOut) -> str:
    return f"{one.region.code} {one.region.name}  {one.report.name}: {one.reason}"


def _first_line(text: str) -> str:
    return text.partition("\n")[0]


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _print_aligned(rows: Sequence[Sequence[str]]) -> None:
    for line in _aligned(rows):
        out.print(line)


def _end(message: str, code: ExitCode) -> None:
    err.print(f"umkm: {message}")
    sys.exit(code)
