"""Difference of two editions: figures, other cells, verdicts and ranks; as rows for tables and CSV."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_analysis.builds.editions import flips
from umkm_analysis.datasets import fingerprints, project, regions
from umkm_analysis.datasets.datapackage import resources
from umkm_analysis.datasets.editions import compare
from umkm_analysis.pages.editions import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from umkm_analysis.builds.editions.flips import RegionFlip
    from umkm_analysis.datasets.editions.compare import Change, Kind
    from umkm_analysis.datasets.editions.opening import Opened

HEADER = ("what", "table", "code", "region", "year", "figure", "old", "new")
FLIPPED = "flipped"
FIRST = ("recovery", "level", "path", "break-even", "share", "claim", "regained", "rank", "latest rank")
"""Starts of the keys of verdicts, the weightiest first."""


@dataclass(frozen=True)
class EditionDiff:
    """What differs between two editions."""

    before: str
    now: str
    figures: Sequence[Change]
    flipped: Sequence[RegionFlip]
    other: Sequence[str]
    """Tables in which cells differ that are no figures, such as a source, a state or a note."""

    @property
    def is_empty(self) -> bool:
        """Whether the editions are the same."""
        return not (self.figures or self.flipped or self.other)

    def of(self, kind: Kind) -> list[Change]:
        """Changes of figures of a kind."""
        return [change for change in self.figures if change.kind is kind]


def diff(
    before: Opened, now: Opened, *, watch: Callable[[Iterable[list[RegionFlip]], int], Iterable[list[RegionFlip]]]
) -> EditionDiff:
    """Compare two editions, in the language in use.

    Parameters
    ----------
    before, now
        The editions.
    watch
        Passes on the flips of region after region; gets their number too.
    """
    figures = compare.changes(before.place, now.place)
    touched = flips.affected(change.code for change in figures)
    turned = watch(flips.between(before.place, now.place, touched), len(touched))
    found = sorted((flip for of_region in turned for flip in of_region), key=_weight)
    changed = {change.table for change in figures}
    prints = [_prints(edition) for edition in (before, now)]
    other = [name for name in resources() if prints[0][name] != prints[1][name] and name not in changed]
    return EditionDiff(before.name, now.name, figures, found, other)


def _weight(one: RegionFlip) -> int:
    """Place of a flip in a list: verdicts before ranks and leaders, which follow the figures of others."""
    return next((place for place, start in enumerate(FIRST) if one.flip.key.startswith(start)), len(FIRST))


def _prints(edition: Opened) -> dict[str, str]:
    with project.reading(edition.place):
        return {name: fingerprints.fingerprint(name) for name in resources()}


def rows(found: EditionDiff) -> list[tuple[str, ...]]:
    """Write every difference as a row of :data:`HEADER`, in the language in use; numbers with a decimal point."""
    names = {code: region.name for code, region in regions.all_regions().items()}
    written: list[tuple[str, ...]] = [
        (
            str(change.kind),
            change.table,
            change.code,
            names.get(change.code, ""),
            "" if change.year is None else str(change.year),
            words.figure(change),
            number(change.old),
            number(change.new),
        )
        for change in found.figures
    ]
    written += [
        (FLIPPED, one.report, one.region.code, one.region.name, "", one.flip.label, one.flip.old, one.flip.new)
        for one in found.flipped
    ]
    return written + [("other cells", name, "", "", "", words.table_name(name), "", "") for name in found.other]


def number(value: float | None) -> str:
    """Write a number for machines; nothing for none."""
    if value is None:
        return ""
    return str(int(value)) if value.is_integer() else repr(round(value, 6))
