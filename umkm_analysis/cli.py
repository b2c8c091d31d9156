"""The umkm command: builds, lists, checks, opens JupyterLab; knows no statistics."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

import importlib.util
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum, StrEnum
from importlib.metadata import version
from pathlib import Path
from threading import Event
from typing import Annotated

import typer

from umkm_analysis.building.batch import build_all, can_fork
from umkm_analysis.building.index import write_index
from umkm_analysis.building.job import Job
from umkm_analysis.building.lock import locked
from umkm_analysis.building.pdf import find_browser, find_pages, print_pages
from umkm_analysis.building.plan import Plan, choose_languages, choose_regions, make_plan
from umkm_analysis.building.reports import REPORTS, find_report
from umkm_analysis.datasets import plausibility, project, regions, tables
from umkm_analysis.errors import DataError, MissingToolError, UmkmError, UsageError
from umkm_analysis.terminal import (
    err,
    log_as_json,
    out,
    print_aligned,
    print_failures,
    print_plan,
    print_slowest,
    reason,
    watch,
    watch_printing,
)


class ExitCode(IntEnum):
    """How the command ends."""

    OK = 0
    FAILED = 1
    """Some reports failed, or files cannot be written."""
    USAGE = 2
    DATA = 3
    MISSING = 5
    """A program that is needed is not installed."""
    INTERRUPTED = 130


class Kernel(StrEnum):
    """Where cells run."""

    WARM = "warm"
    STANDARD = "standard"


class LogFormat(StrEnum):
    """How a build tells how it goes on."""

    TEXT = "text"
    JSON = "json"


EXIT_CODES = (
    "Exit codes: 0 all was built; 1 some reports failed, or files cannot be written; 2 wrong use, or nothing to "
    "build; 3 the data cannot be used, nothing was written; 5 a program that is needed is not installed; 130 "
    "interrupted, what was finished is kept."
)
ABOUT = "Reports on Indonesia's regions from open data: one page per region and report, readable without internet."
app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help=f"{ABOUT}\n\n{EXIT_CODES}",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


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
    except MissingToolError as error:
        _end(str(error), ExitCode.MISSING)
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
    language: Annotated[list[str] | None, typer.Option(metavar="CODES", help="id, en or id,en; default: both.")] = None,
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
    address: Annotated[
        str | None,
        typer.Option(
            envvar="UMKM_ADDRESS",
            metavar="URL",
            help="Where the output folder will stand on the web: each page then ends in a QR code of its address.",
        ),
    ] = None,
    kernel: Annotated[
        Kernel | None,
        typer.Option(
            help="warm: cells run in forks of a warm process (default, Linux); standard: in kernels of their own.",
        ),
    ] = None,
    log_format: Annotated[
        LogFormat, typer.Option("--log-format", help="text for people; json: one object a line on stdout.")
    ] = LogFormat.TEXT,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would be built; build nothing.")] = False,
) -> None:
    """Build reports and their index.

    One page per region, report and language, with its figures as JSON beside it. Pages of earlier builds stay in the
    index.

    Without --region, --province or --all: Jawa Timur, its 38 kabupaten and kota, Kota Padang Panjang and Kota Denpasar.
    """
    began = time.monotonic()
    languages = choose_languages(language or ())
    _refuse_bad_address(address)
    warm = _warm(kernel)
    _refuse_bad_data()
    plan = make_plan(
        choose_regions(named=region or (), provinces=province or (), everything=everything),
        reports=report or (),
        languages=languages,
        limit=limit,
    )
    _refuse_nothing(plan)
    notebooks = project.root() / "notebooks"
    values = _parameters(parameter, plan, notebooks) if parameter else {}
    folder = (output or project.root() / "reports").resolve()
    if dry_run:
        print_plan(plan, folder)
        return
    work = [Job(one, notebooks, folder, values, languages, address, warm) for one in plan.tasks]
    folder.mkdir(parents=True, exist_ok=True)
    workers = min(jobs or os.cpu_count() or 1, len(work))
    with locked(folder), _interruptible() as stop:
        arriving = build_all(work, workers=workers, stopped=stop.is_set)
        results = log_as_json(arriving) if log_format is LogFormat.JSON else watch(arriving, len(work))
        failed = [one for one in results if one.failure]
        at = write_index(folder, left_out=plan.left_out, failed=failed)
    if log_format is LogFormat.TEXT:
        print_failures(failed, folder)
        print_slowest(results)
    say = out.print if log_format is LogFormat.TEXT else err.print
    say(
        f"{len(results) - len(failed)} built, {len(plan.left_out)} left out (umkm build --dry-run says why), "
        f"{len(failed)} failed, {len(work) - len(results)} not begun; {time.monotonic() - began:.1f} s"
    )
    say(f"Open {at.as_uri()}")
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
        print_aligned([[each.name, each.title] for each in REPORTS])
        out.print()
    print_aligned(rows)


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


@app.command(epilog="Exit codes: 0 all was printed; 1 some pages were not; 2 nothing to print; 5 there is no browser.")
def pdf(
    pages: Annotated[
        list[Path] | None, typer.Argument(metavar="[PAGE]...", help="Built pages; default: all of the output folder.")
    ] = None,
    *,
    output: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where the pages are; default: reports/ of the project.")
    ] = None,
    browser: Annotated[
        str | None,
        typer.Option(envvar="UMKM_BROWSER", metavar="PATH", help="Chromium, Chrome or Edge; default: the system's."),
    ] = None,
) -> None:
    """Print built pages to PDF, each beside its page.

    A4, tagged for screen readers, with bookmarks and the figures' descriptions.
    """
    began = time.monotonic()
    folder = (output or project.root() / "reports").resolve()
    wanted = list(pages or find_pages(folder))
    lacking = [page for page in wanted if not page.is_file()]
    if lacking:
        raise UsageError(f"{lacking[0]} is no page. Build it first, or leave the pages out to print all of {folder}.")
    if not wanted:
        raise UsageError(f"there is nothing to print in {folder}. Build reports first: umkm build")
    printed = watch_printing(print_pages(wanted, browser=find_browser(browser)), len(wanted))
    failed = [one for one in printed if one.reason]
    for one in failed:
        err.print(f"{one.page}: {one.reason}")
    out.print(f"{len(printed) - len(failed)} printed, {len(failed)} failed; {time.monotonic() - began:.1f} s")
    if failed:
        raise typer.Exit(ExitCode.FAILED)


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


def _refuse_bad_address(address: str | None) -> None:
    if address is not None and not address.startswith(("https://", "http://")):
        raise UsageError(f'--address "{address}" is no address on the web; it begins with https:// or http://.')


def _warm(kernel: Kernel | None) -> bool:
    if kernel is Kernel.WARM and not can_fork():
        raise UsageError("Warm kernels are forks, which this system has none of that can be relied on; use standard.")
    return kernel is not Kernel.STANDARD and can_fork()


def _refuse_nothing(plan: Plan) -> None:
    if not plan.tasks:
        raise UsageError("\n".join(["there is nothing to build.", *map(reason, plan.left_out)]))


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


def _end(message: str, code: ExitCode) -> None:
    err.print(f"umkm: {message}")
    sys.exit(code)
