"""Other releases of a figure: what they print, and how far one may lie from the figure in use.

The rule comes from 2,053 regions and years of 2019–2022 in two releases. Computed growth differs by at most 0.15
percentage points in 90 per cent and by at most 1.0 in 98.5 per cent of them; levels by at most 1.2 per cent in 99.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from umkm_analysis.analysis import evidence
from umkm_analysis.analysis.claim_checks.agreement import SLACK, exactly, printed_digits
from umkm_analysis.analysis.claim_checks.findings import CORRECTED, UNCHECKED, Finding
from umkm_analysis.analysis.claim_checks.origins import comes_from, names_own_source
from umkm_analysis.datasets import project, tables
from umkm_analysis.metrics import recovery
from umkm_analysis.rounding import rounded_float

if TYPE_CHECKING:
    from collections.abc import Iterator

    from umkm_analysis.analysis.evidence import Figure
    from umkm_analysis.datasets.claims import Claim

PUBLISHED_RATE = 0.15
"""Percentage points by which another release may differ from a published rate."""
COMPUTED_RATE = 1.0
"""The same for a rate computed from levels, and for a swing between two rates."""
LEVEL = 1.2
"""The same for a level, in per cent of it; for an index or its distance to 100, in points."""
SOURCE_ERROR = "source_error"


@dataclass(frozen=True)
class Release:
    """What another release prints for a region and year, or gives when growth is computed from it."""

    value: float
    source_ids: tuple[str, ...] = ()
    conflict: Any = None
    """Row of the conflicts table that says how the two were settled."""


def named_release(claim: Claim, figure: Figure) -> Finding | None:
    """Recognise exactly what another release prints for the figure's year; a release known from the claim is none."""
    for release in _prints(figure):
        if not exactly(claim, replace(figure, value=release.value)):
            continue
        if release.conflict is not None and names_own_source(claim, release.conflict.other_from):
            continue
        if release.source_ids and all(comes_from(claim, source) for source in release.source_ids):
            continue
        row = release.conflict
        values: dict[str, Any] = {"release_ids": release.source_ids}
        if row is not None:
            values |= {"resolution_id": row.resolution_id, "resolution_en": row.resolution_en}
        return Finding(claim, CORRECTED, "other release", figure, details=values)
    return None


def possible_release(claim: Claim, figure: Figure) -> Finding | None:
    """Leave open a difference, from the figure as it is printed, that is no greater than releases differ by."""
    distance = abs(claim.value - rounded_float(figure.value, printed_digits(figure)))
    most = tolerance(figure)
    if most is None or distance > most + SLACK:
        return None
    return Finding(claim, UNCHECKED, "may be another release", figure, details={"tolerance": most})


def tolerance(figure: Figure) -> float | None:
    """How far another release may lie from a figure, in its unit; None where no rule is known."""
    if figure.indicator == "grdp_level":
        return figure.value * LEVEL / 100
    rate = COMPUTED_RATE if figure.is_computed else PUBLISHED_RATE
    return {"grdp_growth": rate, "growth_swing": COMPUTED_RATE, "level_index": LEVEL, "level_gap": LEVEL}.get(
        figure.indicator
    )


def _prints(figure: Figure) -> Iterator[Release]:
    if figure.indicator == "grdp_growth":
        for row in _settled(figure.code, figure.year):
            if abs(row.value_other - figure.value) <= PUBLISHED_RATE + SLACK:
                yield Release(row.value_other, conflict=row)
    others = _others(figure.code).get(figure.indicator, ())
    yield from (Release(row.value, (row.source_id,)) for row in others if row.year == figure.year)
    if figure.indicator == "grdp_growth":
        yield from _computed(figure)


def _settled(code: str, year: int) -> list[Any]:
    """List the growth rates of a year that a known conflict names beside the one in use."""
    return _settled_rates().get((code, year), [])


@project.cached_per_project
def _settled_rates() -> dict[tuple[str, int], list[Any]]:
    table = tables.read("conflicts")
    found: dict[tuple[str, int], list[Any]] = {}
    for row in table[(table["indicator"] == "grdp_growth") & table["value_other"].notna()].itertuples():
        if not pd.isna(row.year):
            found.setdefault((row.code, int(row.year)), []).append(row)
    return found


def _computed(figure: Figure) -> Iterator[Release]:
    """Growth from the levels of other releases; where one prints no level of its own, it is the level in use."""
    levels = {year: level.value for year, level in evidence.official("grdp_level", figure.code).items()}
    printed: dict[str, dict[int, float]] = {}
    for row in _others(figure.code).get("grdp_level", ()):
        printed.setdefault(row.source_id, {})[int(row.year)] = row.value
    years = [figure.year - 1, figure.year]
    for source, own in printed.items():
        if not own.keys() & set(years):
            continue
        pair = pd.DataFrame({figure.code: [own.get(year, levels.get(year)) for year in years]}, index=years)
        if pair.notna().all(axis=None):
            pair.attrs["unit"] = "billion rupiah, 2010 prices"
            yield Release(float(recovery.growth_rate(pair.astype("float64"))[figure.code].iloc[-1]), (source,))


@project.cached_per_project
def _others(code: str) -> dict[str, list[Any]]:
    """Rows of other releases on a region, by indicator."""
    table = tables.read("other_releases")
    found: dict[str, list[Any]] = {}
    for row in table[(table["code"] == code) & (table["kind"] != SOURCE_ERROR)].itertuples():
        found.setdefault(row.indicator, []).append(row)
    return found
