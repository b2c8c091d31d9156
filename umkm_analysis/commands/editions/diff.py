"""Command ``umkm data diff``: what two editions do not have in common."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import track

from umkm_analysis.atomic_write import write_atomically
from umkm_analysis.builds.editions import difference
from umkm_analysis.builds.editions.difference import EditionDiff
from umkm_analysis.builds.editions.flips import RegionFlip
from umkm_analysis.builds.editions.page import diff_page
from umkm_analysis.commands.console import err, out
from umkm_analysis.datasets import regions
from umkm_analysis.datasets.editions import opening
from umkm_analysis.datasets.editions.compare import Change, Kind
from umkm_analysis.errors import DataError
from umkm_analysis.i18n.translation import known, use_language
from umkm_analysis.pages.editions import words
from umkm_analysis.plurals import count_of

CHANGED = 1
"""Exit code where the editions differ, as diff ends; what fails never ends this command with it."""
MAX_LINES = 30
"""Lines of a section that are printed; CSV and HTML hold all."""


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
    with use_language(known(language)):
        with opening.opened(before) as old, opening.opened(now) as new:
            found = difference.diff(old, new, watch=_watched)
        text = {Format.TEXT: _text, Format.CSV: _csv, Format.HTML: diff_page}[form](found)
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


def _watched(turned: Iterable[list[RegionFlip]], total: int) -> Iterator[list[RegionFlip]]:
    if not err.is_terminal:
        yield from turned
        return
    yield from track(turned, "verdicts", total=total, console=err, transient=True)


def _csv(found: EditionDiff) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([difference.HEADER, *difference.rows(found)])
    return text.getvalue()


def _text(found: EditionDiff) -> str:
    if found.is_empty:
        return f"{found.before} and {found.now} hold the same"
    lines = [f"{found.before} -> {found.now}", ""]
    for kind, head in (
        (Kind.NEW_YEAR, "new years"), (Kind.NEW, "other new figures"), (Kind.GONE, "figures that are gone"),
    ):  # fmt: skip
        changes = found.of(kind)
        if changes:
            lines += [f"{head}: {len(changes):,}", *_summed(changes), ""]
    revised = sorted(found.of(Kind.REVISED), key=_size, reverse=True)
    lines += _section(f"revised figures: {len(revised):,}, the largest first", [_revision(each) for each in revised])
    lines += _section(f"verdicts and ranks that flipped: {len(found.flipped):,}", [_flip(one) for one in found.flipped])
    if found.other:
        lines += [f"other cells (sources, states, notes) differ in: {', '.join(found.other)}", ""]
    return "\n".join(lines)


def _summed(changes: Sequence[Change]) -> list[str]:
    """Sum up changes by table: years and regions."""
    lines = []
    for name in dict.fromkeys(change.table for change in changes):
        mine = [change for change in changes if change.table == name]
        codes = sorted({change.code for change in mine if change.code})
        years = words.years({change.year for change in mine if change.year is not None}, {}) or count_of(
            len(mine), "row"
        )
        lines.append(f"  {name}  {years.replace('–', '-')}  {_named(codes)}".rstrip())
    return lines


def _named(codes: Sequence[str]) -> str:
    known_regions = regions.all_regions()
    few = ", ".join(f"{code} {known_regions[code].name}" for code in codes[:2] if code in known_regions)
    return few if len(codes) <= 2 else f"{len(codes)} regions"  # noqa: PLR2004 - two fit in a line


def _section(head: str, shown: Sequence[str]) -> list[str]:
    if not shown:
        return []
    more = [f"  and {len(shown) - MAX_LINES:,} more: --format csv has all"] if len(shown) > MAX_LINES else []
    return [head, *(f"  {line}" for line in shown[:MAX_LINES]), *more, ""]


def _size(change: Change) -> float:
    """Part by which a figure was revised; percentage points for rates."""
    old, new = change.old or 0.0, change.new or 0.0
    return abs(new - old) if change.column == "growth_pct" else abs(new - old) / max(abs(old), 1e-9) * 100


def _revision(change: Change) -> str:
    known_regions = regions.all_regions()
    name = known_regions[change.code].name if change.code in known_regions else ""
    what = " ".join([change.table, *change.key])
    figures = f"{difference.number(change.old)} -> {difference.number(change.new)}"
    return f"{change.code} {name}  {what}  {change.year or ''}  {figures}"


def _flip(one: RegionFlip) -> str:
    flip = one.flip
    return f"{one.region.code} {one.region.name}  {one.report}  {flip.label}: {flip.old or '-'} -> {flip.new or '-'}"
