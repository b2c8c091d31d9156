"""Command ``umkm pptx``: reports as PowerPoint files with charts that can be edited."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

import time
from pathlib import Path
from typing import Annotated

import typer

from umkm_analysis.commands.console import err, left_out_line, out, print_notes
from umkm_analysis.commands.exit_codes import ExitCode
from umkm_analysis.datasets import project
from umkm_analysis.errors import UsageError


def pptx(  # noqa: PLR0913 - one argument for each option of the command line
    *,
    region: Annotated[
        list[str] | None, typer.Option(metavar="CODE_OR_NAME", help="BPS code or full name; repeatable.")
    ] = None,
    province: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE_OR_NAME", help="A province with its kabupaten and kota; repeatable."),
    ] = None,
    report: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only this report (see umkm list); repeatable.")
    ] = None,
    language: Annotated[list[str] | None, typer.Option(metavar="CODES", help="id, en or id,en; default: both.")] = None,
    output: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where the files go; default: reports/ of the workspace.")
    ] = None,
    address: Annotated[
        str | None,
        typer.Option(
            envvar="UMKM_ADDRESS",
            metavar="URL",
            help="Where the output folder will stand on the web: the last slide's code.",
        ),
    ] = None,
) -> None:
    """Write reports as PowerPoint slides.

    Their charts can be edited; speaker notes are included. One file per region, report and language, where its page is
    or would be. Without --region or --province: those that umkm build makes.
    """
    from umkm_analysis.builds.plan import choose_languages, choose_regions, make_plan, refuse_bad_scope
    from umkm_analysis.builds.workers.connection import refuse_bad_address
    from umkm_analysis.commands import checked_data
    from umkm_analysis.reports import names

    start = time.monotonic()
    languages = choose_languages(language or ())
    refuse_bad_scope(named=region or (), provinces=province or ())
    for each in report or ():
        names.known(each)
    refuse_bad_address(address)
    folder = project.output_folder(output)
    from umkm_analysis.builds.decks.make import make_decks, refuse_missing_pptx
    from umkm_analysis.commands.progress import show_steps

    refuse_missing_pptx()
    checked_data.validate("", say=err.print)
    chosen = choose_regions(named=region or (), provinces=province or ())
    print_notes([*(region or ()), *(province or ())])
    plan = make_plan(chosen, reports=report or (), languages=languages)
    if not plan.tasks:
        raise UsageError("\n".join(["there is nothing to make.", *map(left_out_line, plan.left_out)]))
    made = show_steps(make_decks(plan.tasks, output=folder, address=address), len(plan.tasks))
    failed = [result for result in made if result.reason]
    for result in failed:
        err.print(f"{result.task.title}: {result.reason}")
    left_out = f", {len(plan.left_out)} left out" if plan.left_out else ""
    out.print(f"{len(made) - len(failed)} made{left_out}, {len(failed)} failed; {time.monotonic() - start:.1f} s")
    if failed:
        raise typer.Exit(ExitCode.FAILED)
