"""Commands ``umkm pdf``, ``umkm factsheet`` and ``umkm cards``: built pages as PDF files and pictures."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer

from umkm_analysis.commands.console import err, out
from umkm_analysis.commands.exit_codes import ExitCode
from umkm_analysis.datasets import project
from umkm_analysis.errors import UsageError

Pages = Annotated[
    list[Path] | None, typer.Argument(metavar="[PAGE]...", help="Built pages; default: all of the output folder.")
]
Output = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Where the pages are; default: reports/ of the workspace.")
]
Browser = Annotated[
    str | None,
    typer.Option(envvar="UMKM_BROWSER", metavar="PATH", help="Chromium, Chrome or Edge; default: the system's."),
]


def pdf(pages: Pages = None, *, output: Output = None, browser: Browser = None) -> None:
    """Print built pages to PDF, each beside its page.

    A4, tagged for screen readers, with bookmarks and the figures' descriptions.
    """
    _make("PAGE", pages or (), output, browser)


def factsheet(pages: Pages = None, *, output: Output = None, browser: Browser = None) -> None:
    """Print a fact sheet of each built page.

    One A4 page, a PDF beside its page: verdict, three figures, chart, peers and sectors, claims, sources and the page's
    QR code.
    """
    _make("FACT_SHEET", pages or (), output, browser)


def cards(pages: Pages = None, *, output: Output = None, browser: Browser = None) -> None:
    """Make pictures to share of each built page.

    PNG files beside it, of 1080 x 1080 and 1200 x 630 pixels: verdict, chart, figures, source and edition; what is
    synthetic says so across the picture.
    """
    _make("CARDS", pages or (), output, browser)


def _make(
    form: Literal["PAGE", "FACT_SHEET", "CARDS"], pages: Sequence[Path], output: Path | None, browser: str | None
) -> None:
    start = time.monotonic()
    folder = (output or project.reports_folder()).resolve()
    others = [page for page in pages if page.suffix.lower() != ".html" or not page.is_file()]
    if others:
        raise UsageError(f"{others[0]} is no page. Build it first, or leave the pages out to print all of {folder}.")
    from umkm_analysis.builds.output import pdf as printing
    from umkm_analysis.commands.progress import show_steps

    chosen = list(pages or printing.find_pages(folder))
    if not chosen:
        raise UsageError(f"there is nothing to print in {folder}. Build reports first: umkm build")
    printed = show_steps(
        printing.print_pages(chosen, browser=printing.find_browser(browser), form=getattr(printing, form)), len(chosen)
    )
    failed = [result for result in printed if result.reason]
    for result in failed:
        err.print(f"{result.page}: {result.reason}")
    out.print(f"{len(printed) - len(failed)} printed, {len(failed)} failed; {time.monotonic() - start:.1f} s")
    if failed:
        raise typer.Exit(ExitCode.FAILED)
