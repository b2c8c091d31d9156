"""Figures of two editions side by side: what is new, revised or gone, cell by cell."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import pandas as pd

from umkm_analysis.datasets import project, tables
from umkm_analysis.datasets.datapackage import resources
from umkm_analysis.datasets.fingerprints import REGION

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from umkm_analysis.datasets.datapackage import Resource
    from umkm_analysis.datasets.project import Place

YEAR = "year"
FIGURES = (
    "grdp_level",
    "grdp_growth",
    "grdp_sector",
    "population",
    "population_registered",
    "procurement",
    "umkm_published",
    "onboarding",
    "channels",
    "certifications",
    "claims",
    "mandates",
    "direct_award_limits",
    "itkp_weights",
)
"""Tables of figures, in the order in which their changes are listed."""
NOT_A_FIGURE = ("rounded_to",)
"""Columns of numbers that say how a figure is printed."""
SAME = 1e-9
"""Part by which two readings of one number differ at most."""


class Kind(StrEnum):
    """What happened to a figure."""

    NEW_YEAR = "new year"
    """Its series did not reach this year."""
    NEW = "new"
    REVISED = "revised"
    GONE = "gone"
    """It is in no table of the newer edition any more, or is withheld."""


@dataclass(frozen=True)
class Change:
    """A figure that the two editions do not have in common."""

    kind: Kind
    table: str
    column: str
    code: str
    """BPS code; "" of a table without regions."""
    year: int | None
    """None of a table without years."""
    key: tuple[str, ...]
    """What else tells the figure from others of its table, such as a sector."""
    old: float | None
    new: float | None


Cells = dict[tuple[str, ...], tuple[float | None, ...]]
"""Key of a row → its figures."""


def changes(
    before: Place | None,
    now: Place | None,
    *,
    codes: Collection[str] | None = None,
    names: Collection[str] = FIGURES,
) -> list[Change]:
    """Compare the figures of two editions as they are used: corrected, own statistics laid over.

    Parameters
    ----------
    before, now
        Where the editions are read; None for the tables that stand.
    codes
        BPS codes; None for every row, those without a region included.
    names
        Tables to compare, of :data:`FIGURES`.
    """
    found: list[Change] = []
    for name in (name for name in FIGURES if name in names):
        then, here = (_figures(place, name, codes) for place in (before, now))
        for code in sorted({*then, *here}) if codes is None else codes:
            found += _compared(resources()[name], code, then.get(code, {}), here.get(code, {}))
    return found


def _figures(place: Place | None, name: str, codes: Collection[str] | None) -> dict[str, Cells]:
    """Figures of a table by region, "" where it has none."""
    with project.reading(place):
        table, resource = tables.read(name), resources()[name]
    if codes is not None:
        table = table[table[REGION].isin(codes)] if REGION in table else table.iloc[:0]
    # by lists: Arrow hands out a cell at a time as slowly as a hundred of them
    keys = zip(*(table[column].astype("str").tolist() for column in resource.primary_key), strict=True)
    columns = [_numbers(table[column]) for column in value_columns(resource)]
    figures: Any = zip(*columns, strict=True)
    if not columns:  # the figure is part of the key
        figures = [(1.0,)] * len(table)
    codes = table[REGION].tolist() if REGION in table else [""] * len(table)
    found: dict[str, Cells] = {}
    for code, key, values in zip(codes, keys, figures, strict=True):
        found.setdefault(code, {})[key] = values
    return found


def _numbers(column: pd.Series) -> list[float | None]:
    values: list[float] = pd.to_numeric(column).astype("float64").tolist()
    return [None if math.isnan(value) else value for value in values]


def value_columns(resource: Resource) -> list[str]:
    """Columns of a table that hold figures; where its key holds them all, none."""
    return [
        column.name
        for column in resource.fields
        if column.type in {"integer", "number"}
        and column.name not in resource.primary_key
        and column.name not in NOT_A_FIGURE
    ]


def _compared(resource: Resource, code: str, then: Cells, here: Cells) -> Iterator[Change]:
    columns = value_columns(resource) or [""]
    empty: tuple[float | None, ...] = (None,) * len(columns)
    place = resource.primary_key.index(YEAR) if YEAR in resource.primary_key else None
    years = [int(key[place]) for key, values in then.items() if values != empty] if place is not None else []
    last = max(years, default=None)
    for key in sorted({*then, *here}):
        pairs = zip(columns, then.get(key, empty), here.get(key, empty), strict=True)
        for column, old, new in pairs:
            if not _same(old, new):
                year = None if place is None else int(key[place])
                rest = tuple(
                    part for name, part in zip(resource.primary_key, key, strict=True) if name not in {REGION, YEAR}
                )
                is_later = year is not None and last is not None and year > last
                yield Change(_kind(old, new, is_later=is_later), resource.name, column, code, year, rest, old, new)


def _same(old: float | None, new: float | None) -> bool:
    if old is None or new is None:
        return old is new
    return abs(old - new) <= SAME * max(abs(old), abs(new))


def _kind(old: float | None, new: float | None, *, is_later: bool) -> Kind:
    if old is None:
        return Kind.NEW_YEAR if is_later else Kind.NEW
    return Kind.GONE if new is None else Kind.REVISED
