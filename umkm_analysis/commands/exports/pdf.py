"""Command ``umkm pdf``: built pages as PDF files."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

import time
from pathlib import Path
from typing import Annotated

import typer

from umkm_analysis.builds.output.pdf import find_browser, find_pages, print_pages
from umkm_analysis.commands.console import err, out, show_steps
from umkm_analysis.commands.exit_codes import ExitCode
from umkm_analysis.datasets import project
from umkm_analysis.errors import UsageError


def pdf(
    pages: Annotated[
        list[Path] | None, typer.Argument(metavar="[PAGE]...", help="Built pages; default: all of the output folder.")
    ] = None,
    *,
    output: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where the pages are; default: reports/ of the workspace.")
    ] = None,
    browser: Annotated[
        str | None,
        typer.Option(envvar="UMKM_BROWSER", metavar="PATH", help="Chromium, Chrome or Edge; default: the system's."),
    ] = None,
) -> None:
    """Print built pages to PDF, each beside its page.

    A4, tagged for screen readers, with bookmarks and the figures' descriptions.
    """
    start = time.monotonic()
    folder = (output or project.reports_folder()).resolve()
    chosen = list(pages or find_pages(folder))
    missing = [page for page in chosen if not page.is_file()]
    if missing:
        raise UsageError(f"{missing[0]} is no page. Build it first, or leave the pages out to print all of {folder}.")
    if not chosen:
        raise UsageError(f"there is nothing to print in {folder}. Build reports first: umkm build")
    printed = show_steps(print_pages(chosen, browser=find_browser(browser)), len(chosen))
    failed = [result for result in printed if result.reason]
    for result in failed:
        err.print(f"{result.page}: {result.reason}")
    out.print(f"{len(printed) - len(failed)} printed, {len(failed)} failed; {time.monotonic() - start:.1f} s")
    if failed:
        raise typer.Exit(ExitCode.FAILED)
