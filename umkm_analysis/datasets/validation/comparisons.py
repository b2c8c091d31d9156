"""Guards that hold one table against another: published rates of provinces, other releases, settled conflicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from umkm_analysis.datasets import regions, series, tables
from umkm_analysis.datasets.validation.remark import Remark, grow, named, place, times
from umkm_analysis.metrics.recovery import growth_rate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    import pandas as pd

LEVELS, RATES = "grdp_level", "grdp_growth"
FOUNDED = 2023
"""First year whose published rates are of the provinces as they are since 2022."""
PROVINCE_TOLERANCE = 1.5
"""Percentage points by which a province's published rate may miss growth of its regions' sum."""
NATION_TOLERANCE = 0.5
"""The same for the nation and all kabupaten and kota."""
LEVEL_TOLERANCE = 25.0
"""Per cent that another release of a level may be off the one in use."""
RATE_TOLERANCE = 5.0
"""Percentage points that another release of a rate may be off the one in use."""
ROUNDED = 0.01


def all_comparisons() -> Iterator[Remark]:
    """Compare published rates with sums of regions, other releases and conflicts with the figures in use."""
    yield from _rates_of_sums()
    yield from _other_releases()
    yield from _conflicts()
    yield from _scopes()


def _rates_of_sums() -> Iterator[Remark]:
    levels, rates, known = series.levels(), series.published_growth(), regions.all_regions()
    local = [code for code in levels if known[code].is_local]
    for code in (str(code) for code in rates if not known[str(code)].is_local):
        nation = code == regions.NATION
        tolerance = NATION_TOLERANCE if nation else PROVINCE_TOLERANCE
        for year, rate in rates[code].dropna().items():
            if year - 1 not in levels.index or year not in levels.index:
                continue
            day = "2021-12-31" if year < FOUNDED else f"{year}-12-31"
            members = local if nation else [one.code for one in regions.members_on(known[code], day)]
            pair = levels.loc[[year - 1, year], [one for one in members if one in levels]].dropna(axis=1)
            if pair.empty:
                continue
            total = pair.sum(axis=1)
            computed = float((total[year] / total[year - 1] - 1) * 100)
            if abs(computed - rate) > tolerance:
                yield Remark(
                    "published growth", error=True, size=abs(computed - rate),
                    text=f"{place(RATES, code, year)}: {rate:+.2f} % is printed, its kabupaten and kota together "
                    f"{grow(computed)}; up to {tolerance} percentage points pass",
                )  # fmt: skip


def _other_releases() -> Iterator[Remark]:
    table = tables.read("other_releases")
    levels, rates = series.levels(), series.published_growth()
    computed = growth_rate(levels)
    for row in table[table["kind"] != "source_error"].itertuples():
        year, is_level = int(row.year), row.indicator == LEVELS
        used = _at(levels if is_level else rates, row.code, year)
        if used is None and not is_level:
            used = _at(computed, row.code, year)
        if used is None:
            continue
        gap = (row.value / used - 1) * 100 if is_level else row.value - used
        tolerance = LEVEL_TOLERANCE if is_level else RATE_TOLERANCE
        off = times(row.value / used) if is_level else f"{gap:+.1f} percentage points off"
        if abs(gap) > tolerance:
            yield Remark(
                "other release", error=True, size=abs(gap),
                text=f"data/other_releases.csv, row {row.Index}, column value: {named(row.code)} {year}: "
                f"{row.value:,g} is {off} the figure in use, {used:,.2f}; no two releases differ so. "
                "Is one of them of another region, or misprinted?",
            )  # fmt: skip


def _conflicts() -> Iterator[Remark]:
    levels = series.levels()
    in_use = {"grdp_growth": (series.published_growth(), growth_rate(levels).round(2)), "grdp_adhk": (levels,)}
    for row in tables.read("conflicts").itertuples():
        found = [_at(wide, row.code, int(row.year)) for wide in in_use.get(row.indicator, ())]
        figures = [figure for figure in found if figure is not None]
        gap = min((abs(figure - row.value_kept) for figure in figures), default=0.0)
        if gap > ROUNDED:  # nothing was kept where the value is missing
            used = " and ".join(f"{figure:,.2f}" for figure in figures)
            yield Remark(
                "conflict", error=True, size=gap,
                text=f"data/conflicts.csv, row {row.Index}, column value_kept: {named(row.code)} {row.year}: "
                f"{row.value_kept:g} is said to be kept, {used} in use",
            )  # fmt: skip


def _scopes() -> Iterator[Remark]:
    """Find rows on procurement whose scope is the name of another region than their code."""
    names = {region.name: region for region in regions.all_regions().values()}
    for row in tables.read("procurement").itertuples():
        other = names.get(row.scope.removeprefix("Provinsi ").split(" (")[0])
        if other is not None and other.code != row.code:
            yield Remark(
                "scope", error=True, size=1.0,
                text=f"data/procurement.csv, row {row.Index}, column scope: {row.scope} is {other.code}, the code is "
                f"that of {named(row.code)}",
            )  # fmt: skip


def _at(wide: pd.DataFrame, code: str, year: int) -> Any | None:
    if code not in wide or year not in wide.index or np.isnan(wide.loc[year, code]):
        return None
    return float(wide.loc[year, code])
