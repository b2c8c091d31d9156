"""Command ``umkm build``: reports and their index."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

import gc
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from threading import Event, Timer
from typing import TYPE_CHECKING, Annotated

import typer

from umkm_analysis.commands.console import (
    err,
    log_as_json,
    out,
    print_failures,
    print_orphaned,
    print_plan,
    print_slowest,
    print_warnings,
)
from umkm_analysis.commands.exit_codes import ExitCode, end
from umkm_analysis.datasets import project
from umkm_analysis.errors import UsageError
from umkm_analysis.jupyter.kernels.limits import SECONDS

if TYPE_CHECKING:
    from umkm_analysis.builds.build import BuildResult
    from umkm_analysis.builds.request import Asked
    from umkm_analysis.builds.staleness.compare import Split
    from umkm_analysis.builds.staleness.manifest import Manifest
    from umkm_analysis.commands.pages.planning import Planned

MEGABYTE = 1_000_000
EXIT_SECONDS = 5.0
"""Longest time between the second Ctrl-C and the end."""


class Kernel(StrEnum):
    """Kernels that run cells."""

    WARM = "warm"
    STANDARD = "standard"


class LogFormat(StrEnum):
    """Formats of the progress of a build."""

    TEXT = "text"
    JSON = "json"


def build(  # noqa: PLR0913 - one argument for each option of the command line, and what it imports
    context: typer.Context,
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
    notebook: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="A notebook of your own instead of the reports'; repeatable."),
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
        Path | None, typer.Option(metavar="DIR", help="Where the pages go; default: reports/ of the workspace.")
    ] = None,
    address: Annotated[
        str | None,
        typer.Option(
            envvar="UMKM_ADDRESS",
            metavar="URL",
            help="Where the output folder will stand on the web: each page then ends in a QR code of its address.",
        ),
    ] = None,
    edition: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Of these tables (see umkm data), or of a folder or git revision."),
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
    timeout: Annotated[
        float, typer.Option(min=1, metavar="SECONDS", help="How long the cells of one report may take together.")
    ] = SECONDS,
    memory: Annotated[
        int | None,
        typer.Option(
            min=256, metavar="MB", help="How much memory one report may take; default: its share of the machine's."
        ),
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS", help="Let the workers of a Dask scheduler make the reports, as tcp://host:8786."
        ),
    ] = None,
    tls_ca: Annotated[
        Path | None,
        typer.Option("--tls-ca", metavar="FILE", help="Authority's certificate, for --cluster tls://HOST:PORT"),
    ] = None,
    tls_cert: Annotated[
        Path | None, typer.Option("--tls-cert", metavar="FILE", help="Your certificate, for --cluster tls://HOST:PORT")
    ] = None,
    tls_key: Annotated[
        Path | None, typer.Option("--tls-key", metavar="FILE", help="Its key, for --cluster tls://HOST:PORT")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Build also what is there as it would be built.")] = False,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Build only what failed last time.")] = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove pages of earlier builds that this build is not about.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what would be built and why; build nothing.")
    ] = False,
) -> None:
    """Build reports that are missing or stale, and the index.

    Stale is what is no longer as it would be built. One page per region, report and language, with its figures as
    JSON beside it. Pages of earlier builds stay in the index.

    Without --region, --province or --all: Jawa Timur, its 38 kabupaten and kota, Kota Padang Panjang and Kota Denpasar.
    """
    start = time.monotonic()
    from umkm_analysis.builds.request import read_asked
    from umkm_analysis.builds.staleness import manifest as manifest_file
    from umkm_analysis.builds.staleness.file_states import FileStates
    from umkm_analysis.builds.workers.connection import read_certificates, refuse_bad_address

    _use_edition(context, edition)
    refuse_bad_address(address)
    certificates = read_certificates(cluster, tls_ca, tls_cert, tls_key)
    folder = project.output_folder(output)
    asked = read_asked(
        region=region or (),
        province=province or (),
        everything=everything,
        report=report or (),
        notebook=notebook or (),
        language=language or (),
        parameter=parameter or (),
        limit=limit,
        cluster=cluster,
    )
    manifest = manifest_file.read(folder)
    if retry_failed and not manifest.failed:
        raise UsageError(f"nothing in {folder} failed last time.")
    warm = _warm(kernel)
    gc.disable()  # nearly all that is made until there is a plan stays: modules, tables
    context.call_on_close(gc.enable)
    states = FileStates(project.root(), asked.notebooks)  # before any process reads them, the preloading one included
    if warm and cluster is None and not dry_run:
        _start_preloading(asked, manifest, force=force)
    from umkm_analysis.builds.build import BuildOptions, Listeners, run_build
    from umkm_analysis.builds.in_fork import call_in_fork
    from umkm_analysis.builds.staleness.compare import split_stale
    from umkm_analysis.commands.pages.planning import plan_build
    from umkm_analysis.commands.progress import show_progress

    def planned() -> "Planned":
        return plan_build(
            asked,
            folder,
            manifest,
            states,
            address=address,
            seconds=timeout,
            warm=warm,
            force=force,
            prune=prune,
            retry_failed=retry_failed,
        )

    plan = call_in_fork(planned)
    if dry_run:
        _report_plan(plan, manifest, folder)
        return

    def split(current: "Manifest") -> "Split":
        if current == manifest:
            return plan.split
        return call_in_fork(lambda: split_stale(plan.jobs, folder, current, force=force))

    print_line = out.print if log_format is LogFormat.TEXT else err.print
    gc.enable()
    with _interruptible() as stop:
        result = run_build(
            plan.jobs,
            folder,
            split=split,
            checked=plan.checked,
            left_out=plan.left_out,
            not_retried=plan.not_retried,
            options=BuildOptions(
                jobs, memory and memory * MEGABYTE, prune=prune, cluster=cluster, certificates=certificates
            ),
            listeners=Listeners(
                show=log_as_json if log_format is LogFormat.JSON else show_progress,
                warn=err.print,
                stopped=stop.is_set,
            ),
        )
    _report(result, folder, print_line, text=log_format is LogFormat.TEXT, pruned=prune)
    print_line(
        f"{len(result.results) - len(result.failed)} built, {result.up_to_date} up to date, "
        f"{len(plan.left_out)} left out (umkm build --dry-run says why), {len(result.failed)} failed, "
        f"{result.stale - len(result.results)} not begun; {time.monotonic() - start:.1f} s"
    )
    print_line(f"Open {result.index.as_uri()}")
    if stop.is_set():
        end("interrupted; what was finished is kept", ExitCode.INTERRUPTED)
    if result.failed or result.problems:
        raise typer.Exit(ExitCode.FAILED)


def _report_plan(plan: "Planned", manifest: "Manifest", folder: Path) -> None:
    """Say what would be built; exit as a build would where no report can be made of the data."""
    if manifest.problem:
        err.print(manifest.problem)
    print_plan(*plan.split, plan.left_out, folder)
    if all(job.refused for job in plan.jobs):
        raise typer.Exit(ExitCode.DATA)


def _report(
    result: "BuildResult", folder: Path, print_line: Callable[[str], None], *, text: bool, pruned: bool
) -> None:
    """Say what failed, took long, warned, is orphaned or stays."""
    if text:
        print_failures(result.failed, folder)
        print_slowest(result.results)
    print_warnings(result.results)
    print_orphaned(result.orphaned, print_line, pruned=pruned)
    for page in result.left:
        err.print(f"{page} stays: it is not as it was built, or lies behind a link. Remove it yourself if it may go.")
    for problem in result.problems:
        err.print(problem)


def _start_preloading(asked: "Asked", manifest: "Manifest", *, force: bool) -> None:
    """Let another process import what pages are made with, while this one plans, where some page is stale for sure."""
    from umkm_analysis.builds.workers import preloader
    from umkm_analysis.datasets import fingerprints

    if force or not manifest.pages:
        preloader.start_preloading(fingerprints.data_version(project.root()), asked.warmed, pages=asked.pages)


def _use_edition(context: typer.Context, named: str | None) -> None:
    """Let an edition stand for the tables until the command ends."""
    if named is not None:
        from umkm_analysis.datasets.editions import opening

        context.with_resource(opening.standing_for(named))


def _warm(kernel: Kernel | None) -> bool:
    from umkm_analysis.builds.workers.preloader import can_fork

    if kernel is Kernel.WARM and not can_fork():
        raise UsageError("Warm kernels are forks, which this system has none of that can be relied on; use standard.")
    return kernel is not Kernel.STANDARD and can_fork()


@contextmanager
def _interruptible() -> Iterator[Event]:
    """Let the first Ctrl-C end the build once the reports in progress are done; the second ends it at once."""
    stop = Event()

    def interrupted(*_: object) -> None:
        if stop.is_set():
            for number in before:  # a third one does not disturb the clearing up, which ends by itself
                signal.signal(number, signal.SIG_IGN)
            _exit_soon()
            raise KeyboardInterrupt
        stop.set()
        err.print("Finishing what is under way; Ctrl-C again breaks it off.")

    before = {number: signal.signal(number, interrupted) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    except KeyboardInterrupt:
        end("broken off; what was finished is kept", ExitCode.INTERRUPTED)
    finally:
        if signal.getsignal(signal.SIGINT) is interrupted:
            for number, handler in before.items():
                signal.signal(number, handler)


def _exit_soon() -> None:
    """End this process in a few seconds, if it has not ended by then."""
    timer = Timer(EXIT_SECONDS, os._exit, [int(ExitCode.INTERRUPTED)])
    timer.daemon = True
    timer.start()
