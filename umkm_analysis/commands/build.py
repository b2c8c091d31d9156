"""umkm build."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

import os
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from threading import Event
from typing import Annotated

import typer

from umkm_analysis.building.batch import build_all, can_fork
from umkm_analysis.building.index import write_index
from umkm_analysis.building.job import Job
from umkm_analysis.building.lock import locked
from umkm_analysis.building.plan import Plan, choose_languages, choose_regions, make_plan
from umkm_analysis.commands.exits import ExitCode, end
from umkm_analysis.commands.inspect import refuse_bad_data
from umkm_analysis.datasets import project
from umkm_analysis.errors import UsageError
from umkm_analysis.terminal import err, log_as_json, out, print_failures, print_plan, print_slowest, reason, watch


class Kernel(StrEnum):
    """Where cells run."""

    WARM = "warm"
    STANDARD = "standard"


class LogFormat(StrEnum):
    """How a build tells how it goes on."""

    TEXT = "text"
    JSON = "json"


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
    refuse_bad_data()
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
        end("interrupted; what was finished is kept", ExitCode.INTERRUPTED)
    if failed:
        raise typer.Exit(ExitCode.FAILED)


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
