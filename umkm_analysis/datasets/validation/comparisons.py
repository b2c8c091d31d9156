"""Guards that hold one table against another: published rates of provinces, other releases, settled conflicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from umkm_analysis.datasets import regions, series, tables
from umkm_analysis.datasets.validation.remark import Remark, cells, grow, named, place, times
from umkm_analysis.metrics.recovery import growth_rate

if TYPE_CHECKING:
    from collections.abc import Iterator

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
SMALL, DOMESTIC = r"um(?:k|kk|km)_(?:share|value)", r"pdn_(?:share|value)"
"""Indicators of spending on small enterprises, and on domestic products."""


def all_comparisons() -> Iterator[Remark]:
    """Compare published rates with sums of regions, other releases and conflicts with the figures in use."""
    yield from _rates_of_sums()
    yield from _other_releases()
    yield from _conflicts()
    yield from _scopes()


def _rates_of_sums() -> Iterator[Remark]:
    levels, rates, known = series.levels(), series.published_growth(), regions.all_regions()
    local = [code for code in levels if known[code].is_local]
    figures = levels.to_numpy(dtype="float64", na_value=np.nan)
    row, column = ({label: at for at, label in enumerate(labels)} for labels in levels.axes)
    for code in (str(code) for code in rates if not known[str(code)].is_local):
        nation = code == regions.NATION
        tolerance = NATION_TOLERANCE if nation else PROVINCE_TOLERANCE
        for year, rate in rates[code].dropna().items():
            if year - 1 not in row or year not in row:
                continue
            day = "2021-12-31" if year < FOUNDED else f"{year}-12-31"
            members = local if nation else [one.code for one in regions.members_on(known[code], day)]
            before, now = (
                figures[row[one], [column[member] for member in members if member in column]]
                for one in (year - 1, year)
            )
            both = ~np.isnan(before) & ~np.isnan(now)
            if not both.any():
                continue
            computed = float((now[both].sum() / before[both].sum() - 1) * 100)
            if abs(computed - rate) > tolerance:
                yield Remark(
                    "published growth", error=True, size=abs(computed - rate),
                    text=f"{place(RATES, code, year)}: {rate:+.2f} % is printed, its kabupaten and kota together "
                    f"{grow(computed)}; up to {tolerance} percentage points pass",
                )  # fmt: skip


def _other_releases() -> Iterator[Remark]:
    table = tables.read("other_releases")
    levels, rates = _figures(series.levels()), _figures(series.published_growth())
    computed = _figures(growth_rate(series.levels()))
    for row in table[table["kind"] != "source_error"].itertuples():
        year, is_level = int(row.year), row.indicator == LEVELS
        used = (levels if is_level else rates).get((row.code, year))
        if used is None and not is_level:
            used = computed.get((row.code, year))
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
    growth = (series.published_growth(), growth_rate(levels).round(2))
    in_use = {"grdp_growth": [_figures(wide) for wide in growth], "grdp_adhk": [_figures(levels)]}
    for row in tables.read("conflicts").itertuples():
        found = [known.get((row.code, int(row.year))) for known in in_use.get(row.indicator, ())]
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


def small_above_domestic() -> Iterator[Remark]:
    """Find spending on small enterprises above that on domestic products where a source prints both on one base.

    It can be true, for small enterprises sell imports too, but is rare: more often a digit or the column is wrong.
    """
    table = tables.read("procurement").assign(line=lambda rows: rows.index)
    table = table.assign(measure=table["indicator"].str.rpartition("_")[2])
    same = ["code", "scope", "as_of", "basis", "denominator", "unit", "source_id", "measure"]
    small = table[table["indicator"].str.fullmatch(SMALL)].fillna({"denominator": "", "basis": ""})
    domestic = table[table["indicator"].str.fullmatch(DOMESTIC)].fillna({"denominator": "", "basis": ""})
    pairs = small.merge(domestic, on=same, suffixes=("", "_domestic"))
    pairs = pairs[pairs["value"] > pairs["value_domestic"]]
    for row in pairs.itertuples():
        yield Remark(
            "small above domestic", error=False, size=float(row.value - row.value_domestic) / row.value,
            text=f"data/procurement.csv, row {row.line}, column value: {named(row.code)} {row.as_of}: {row.indicator} "
            f"{row.value:,.15g} is above {row.indicator_domestic} {row.value_domestic:,.15g} (row {row.line_domestic}) "
            "of the same source and basis; is a digit wrong, or are the two exchanged?",
        )  # fmt: skip


def _figures(wide: pd.DataFrame) -> dict[tuple[str, int], float]:
    """Figure of each region and year that has one."""
    return {(code, year): value for year, code, value in cells(wide)}
