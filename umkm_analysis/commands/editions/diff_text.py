"""Difference of two editions as text and as CSV."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from umkm_analysis.builds.editions import difference
from umkm_analysis.datasets import regions
from umkm_analysis.datasets.editions.compare import Change, Kind
from umkm_analysis.pages.editions import words
from umkm_analysis.plurals import count_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from umkm_analysis.builds.editions.difference import EditionDiff
    from umkm_analysis.builds.editions.flips import RegionFlip

MAX_LINES = 30
"""Lines of a section that are printed; CSV and HTML hold all."""


def csv_of(found: EditionDiff) -> str:
    """Write all of a difference as CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([difference.HEADER, *difference.rows(found)])
    return text.getvalue()


def text_of(found: EditionDiff) -> str:
    """Write the main things of a difference, for the terminal."""
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
