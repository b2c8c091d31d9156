"""Command ``umkm data diff``: what two editions do not have in common."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from umkm_analysis.atomic_write import write_atomically
from umkm_analysis.commands.console import err, out
from umkm_analysis.datasets.editions import opening
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from umkm_analysis.builds.editions.flips import RegionFlip

CHANGED = 1
"""Exit code where the editions differ, as diff ends; what fails never ends this command with it."""


class Format(StrEnum):
    """Formats of a difference."""

    TEXT = "text"
    CSV = "csv"
    HTML = "html"


def diff(
    before: Annotated[str, typer.Argument(metavar="A", help="Name of an edition, a folder, or a git revision.")],
    now: Annotated[
        str, typer.Argument(metavar="B", help="Likewise; the tables that stand if it is left out.")
    ] = opening.CURRENT,
    *,
    form: Annotated[Format, typer.Option("--format", help="text (the main things), csv or html (all).")] = Format.TEXT,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write it there instead of on the terminal.")
    ] = None,
    language: Annotated[str, typer.Option(metavar="CODE", help="Language of verdicts and HTML: id or en.")] = "en",
) -> None:
    """Say what edition B has that A had not, or had otherwise.

    New years, revised figures old -> new, figures that are gone, and the verdicts and ranks that flipped with them, as
    the reports work them out. "current" is the edition that stands; umkm data lists the others. A revision is of the
    checkout that you are in.
    """
    from umkm_analysis.i18n.translation import known, use_language

    with use_language(known(language)):
        with opening.opened(before) as old, opening.opened(now) as new:
            from umkm_analysis.builds.editions import difference
            from umkm_analysis.builds.editions.page import diff_page
            from umkm_analysis.commands.editions.diff_text import csv_of, text_of

            found = difference.diff(old, new, watch=_watched)
        text = {Format.TEXT: text_of, Format.CSV: csv_of, Format.HTML: diff_page}[form](found)
    if output is None:
        out.print(text.rstrip("\n"))
    else:
        try:
            write_atomically({output: text})
        except OSError as error:  # not 1, which says that the editions differ
            raise DataError(f"{output}: cannot be written ({error.strerror or error})") from error
        out.print(f"{'the same' if found.is_empty else 'changed'}; written to {output}")
    if not found.is_empty:
        raise typer.Exit(CHANGED)


def _watched(turned: "Iterable[list[RegionFlip]]", total: int) -> "Iterator[list[RegionFlip]]":
    from rich.progress import track

    if not err.is_terminal:
        yield from turned
        return
    yield from track(turned, "verdicts", total=total, console=err, transient=True)
