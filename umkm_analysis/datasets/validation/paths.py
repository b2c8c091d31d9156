"""Guards of a region's path: level per head, and turns that the other regions of its province do not take.

A region grows with its neighbours, more or less; how much less, its own past says. A digit transposed, two years
swapped or a year at current prices leaves that path and comes back, or ends on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from umkm_analysis.datasets import regions, series, tables
from umkm_analysis.datasets.breaks import breaks_of, segments
from umkm_analysis.datasets.validation.remark import Remark, cells, named, place, times

if TYPE_CHECKING:
    from collections.abc import Iterator

LEVELS, REGISTERED = "grdp_level", "population_registered"
SECTORS = "grdp_sector"
KIND = "path"
"""Kind of the rows of data/known_gaps.csv that these guards ask."""
TIMES = 5.0
"""Times a region's usual distance from its neighbours' growth, beyond which a turn is an error."""
LEAST_USUAL = 0.006
"""Least that the usual distance counts as; of logarithms, so about 0.6 per cent."""
PRECISION = 0.1
"""Percentage points by which a known turn may have moved."""
LEAST, MOST = 1.2, 1000.0
"""Million rupiah of 2010 a person: what levels of 2010–2025 lie within, by a factor of two and more either way."""
APART = np.log(4)
"""How far two regions must be from what is usual in their province, in opposite directions, to be called swapped."""
BACK = np.log(2)
"""How near to it each would be with the other's people."""

SECTOR_SPIKE = 0.2
"""Part by which a sector may stand above, or below, the year before and the year after alike."""
SECTOR_MOVE = 1.5
"""Part by which a sector may move within a year."""


def per_head() -> Iterator[Remark]:
    """Compare levels with registered population: the unit of a whole series, and series of two regions swapped."""
    levels, people = series.levels(), series.registered_population()
    known = regions.all_regions()
    heads = people.median()
    both = levels.columns.intersection(heads.index)
    amounts = levels[both] / heads[both].astype("float64") * 1000
    last = {code: (year, amount) for year, code, amount in cells(amounts[(amounts < LEAST) | (amounts > MOST)])}
    for code, (year, amount) in last.items():
        yield Remark(
            "per head", error=True, size=abs(float(np.log(amount))),
            text=f"{place(LEVELS, code, year)}: {amount:,.3g} million rupiah a person registered; from {LEAST:g} "
            f"to {MOST:,.0f} are believed. Is the whole series, or the population, in another unit?",
        )  # fmt: skip
    local = [code for code in heads.index if code in levels and known[code].is_local]
    sizes = np.log(levels[local].median())
    provinces = pd.Series({code: known[code].parent_code for code in local})
    for _, members in sizes.groupby(provinces):
        yield from _swapped(members, np.log(heads[members.index]))


def _swapped(sizes: pd.Series, heads: pd.Series) -> Iterator[Remark]:
    """Find pairs of one province whose levels would suit each other's population."""
    size, head = sizes.to_numpy(dtype="float64"), heads.to_numpy(dtype="float64")
    usual = float((sizes - heads).median())
    off = size[:, None] - head[None, :] - usual  # of each region with the people of each
    own = np.diag(off)
    apart = (np.minimum.outer(abs(own), abs(own)) > APART) & (np.multiply.outer(own, own) < 0)
    for one, two in np.argwhere(np.triu(apart & (np.maximum(abs(off), abs(off.T)) < BACK), 1)):
        code, other = str(sizes.index[one]), str(sizes.index[two])
        year = series.levels()[code].dropna().index[-1]
        yield Remark(
            "swap", error=True, size=abs(float(own[one])),
            text=f"{place(LEVELS, code, year)} and {named(other)} would suit each other's population; are the "
            "two series swapped?",
        )  # fmt: skip


def turns() -> Iterator[Remark]:
    """Find years that leave the path of a region and its neighbours and come back, and ends off it."""
    found = _turns()
    rows = tables.read("known_gaps")
    known = {(row.code, int(row.year)): float(row.gap) for row in rows[rows["kind"] == KIND].itertuples()}
    for (code, year), (gap, words) in found.items():
        expected = known.pop((code, year), None)
        if expected is not None and abs(gap - expected) <= PRECISION:
            continue
        hint = "" if expected is None else f" (known_gaps says {expected:+.2f})"
        yield Remark(
            "path", error=True, size=abs(gap),
            text=f"{place(LEVELS, code, year)}: {gap:+.2f} percentage points{hint} {words}; is a digit wrong, are "
            "two years swapped, or is it at current prices? If its sources print it so, add it to data/known_gaps.csv",
        )  # fmt: skip
    for code, year in known:
        text = f"{place('known_gaps', code, year)}: there is no such turn of the path any more; remove the row"
        yield Remark("known gap", error=False, size=0, text=text)


def _turns() -> dict[tuple[str, int], tuple[float, str]]:
    """Collect turns: region and year → growth less that of its province's regions, and what it does next."""
    levels, known = series.levels(), regions.all_regions()
    local = [code for code in levels if known[code].is_local]
    stretch = segments(levels.index, pd.Index(local), breaks_of(local, LEVELS))
    logs = np.log(levels[local])
    growth = (logs - logs.shift()).where(stretch == stretch.shift())
    provinces = pd.Series({code: known[code].parent_code for code in local})
    excess = growth - growth.T.groupby(provinces).transform("median").T
    usual = excess.abs().median().clip(lower=LEAST_USUAL)
    off = excess.where(excess.abs() > TIMES * usual)
    after = off.shift(-1)
    back = off.notna() & after.notna() & (np.sign(off) != np.sign(after))
    found = {}
    for code in local:
        rates = growth[code].dropna().index
        for year in off.index[back[code]]:
            words = f"more than the usual of its province, and {after.loc[year, code] * 100:+.2f} the year after"
            found[code, int(year)] = (float(off.loc[year, code]) * 100, words)
        ends = {rates[0]: "first", rates[-1]: "last"} if len(rates) else {}
        for year, which in ends.items():
            if pd.notna(off.loc[year, code]) and (code, int(year)) not in found:
                words = f"more than the usual of its province in its {which} rate of growth"
                found[code, int(year)] = (float(off.loc[year, code]) * 100, words)
    return found


def sectors() -> Iterator[Remark]:
    """Find sectors that stand far from the years around them, as another sector's figure does.

    A year that comes back accuses itself, not the year after; a jump at either end of the series is of its end.
    """
    for code in series.levels().columns:
        years = series.sector_levels(code)
        if years.empty:
            continue
        logs = np.log(years.T.where(years.T > 0))
        before, after = logs - logs.shift(), logs - logs.shift(-1)
        smaller = np.minimum(before.abs(), after.abs()).where(np.sign(before) == np.sign(after))
        alone = smaller > np.log(1 + SECTOR_SPIKE)
        jumps = (before.abs() > np.log(1 + SECTOR_MOVE)) & ~alone.shift(fill_value=False)
        for sector in logs.columns:
            for year in logs.index[alone[sector] | jumps[sector]]:
                at_start = year == logs.index[1] and not alone.loc[year, sector]
                odd = logs.index[0] if at_start else year
                size, other = (after, "after") if at_start else (before, "before")
                off = float(size.loc[odd, sector])
                yield Remark(
                    "sector", error=True, size=abs(off),
                    text=f"{place(SECTORS, code, odd, sector)}: sector {sector} is {times(float(np.exp(off)))} the "
                    f"year {other}; is it another sector's, or in another unit?",
                )  # fmt: skip


def most_off(sector_levels: pd.DataFrame, level: pd.Series, year: int) -> str:
    """Name the sector whose figure would best explain that the sum of sectors misses the level.

    It is the sector that comes nearest to its share of the years around, if what is missing, or too much, is its own.

    Parameters
    ----------
    sector_levels
        Sector × year, billion rupiah; none missing in ``year``.
    level
        Year → level of the region, billion rupiah.
    year
        The year.
    """
    own = sector_levels[year]
    excess = float(own.sum() - level[year])
    around = [other for other in (year - 1, year + 1) if other in sector_levels]
    usual = (sector_levels[around] / level[around]).mean(axis=1) * level[year]
    mended = own - excess
    floor = usual.where(usual > 0)
    gained = np.log(own.where(own > 0) / floor).abs() - np.log(mended.where(mended > 0) / floor).abs()
    return str((gained if gained.notna().any() else own).idxmax())
