"""Guards of figures: sums, factors, published growth, sectors and vintages, for ``umkm check``.

A table can be valid, cell by cell, and still be wrong: a million typed for a billion, two regions swapped, a year of
another release. Each guard compares figures with others that must agree with them. What is known to differ stands in
data/known_gaps.csv and data/breaks.csv; a difference that does not is an error. Extremes that are only unusual are
warnings: true extremes exist.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from umkm_analysis.datasets import regions, series, tables
from umkm_analysis.datasets.breaks import breaks_of, segments
from umkm_analysis.datasets.region_versions import changed_provinces
from umkm_analysis.datasets.validation import comparisons, own_figures, paths, people
from umkm_analysis.datasets.validation.remark import Remark, cell, cells, grow, named, place, times
from umkm_analysis.metrics.recovery import growth_rate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LEVELS, RATES, SECTORS, GAPS = "grdp_level", "grdp_growth", "grdp_sector", "known_gaps"
BEFORE_2022 = "2021-12-31"
"""Day of the territory that published levels of provinces are of."""
SUM_TOLERANCE = 1.5
"""Per cent that the regions of a province may miss its level by, or the provinces the nation's."""
NATION_TOLERANCE = 2.0
"""Per cent that all kabupaten and kota together may miss the nation's level by."""
GROWTH_TOLERANCE = 1.0
"""Percentage points that growth of the sum may miss the province's by, and a level's growth the published rate."""
GAP_PRECISION = 0.1
"""By how much a known gap may have moved, in its own unit."""
WINDOW = 5
"""Years around a level, itself included, whose median it is compared with."""
FACTOR = 2.0
"""Times the median of its window, or part of it, beyond which a level is an error."""
THOUSAND = 1000.0
NEAR = 2.0
"""Times a thousand, or part of it, up to which a factor is called one of 1,000."""
SPIKE = 0.2
"""Part by which a level may stand above, or below, the year before and the year after alike."""
SECTOR_TOLERANCE = 0.1
"""Per cent that the sectors of a region may miss its level by."""
SAME_RELEASE = 0.01
"""Per cent within which two releases count as the same figure."""
USUAL_GROWTH = 25.0
"""Yearly growth, either way, above which a level is worth a second look; per cent."""


def remarks() -> list[Remark]:
    """Return what all guards found: errors first, then warnings; of each guard the largest first."""
    guards: tuple[Callable[[], Iterator[Remark]], ...] = (
        _factors, _spikes, _sums, _nation, _published, _sectors, _vintages, paths.per_head, paths.turns,
        paths.sectors, people.all_people, comparisons.all_comparisons, _unusual,
        comparisons.small_above_domestic,
    )  # fmt: skip
    found = [
        replace(remark, error=judgement[0], text=judgement[1])
        for guard in guards
        for remark in guard()
        if (judgement := own_figures.judged(remark.guard, remark.text, error=remark.error)) is not None
    ]
    order = {remark.guard: place for place, remark in reversed(list(enumerate(found)))}
    return sorted(found, key=lambda remark: (not remark.error, order[remark.guard], -remark.size))


def _stretches(levels: pd.DataFrame) -> pd.DataFrame:
    return segments(levels.index, levels.columns, breaks_of(levels.columns, "grdp_level"))


def _factors() -> Iterator[Remark]:
    """Compare every level with the median of the years around it on its side of a break."""
    levels = series.levels()
    stretch = _stretches(levels)
    medians = pd.DataFrame(np.nan, index=levels.index, columns=levels.columns)
    for number in range(int(stretch.max(axis=None)) + 1):
        side = levels.where(stretch == number)
        medians = medians.fillna(side.rolling(WINDOW, center=True, min_periods=2).median().where(side.notna()))
    ratio = levels / medians
    for year, code, multiple in cells(ratio.where((ratio > FACTOR) | (ratio < 1 / FACTOR))):
        off = multiple if multiple > 1 else 1 / multiple
        thousand = THOUSAND / NEAR <= off <= THOUSAND * NEAR
        hint = (
            "; was another unit typed, million for billion?" if thousand else "; is a digit missing, or one too many?"
        )
        yield Remark(
            "factor",
            error=True,
            size=off,
            text=f"{place(LEVELS, code, year)}: {levels.loc[year, code]:,.2f} is {times(multiple)} the "
            f"median of the years around it ({medians.loc[year, code]:,.2f}){hint}",
        )


def _spikes() -> Iterator[Remark]:
    """Find single years that stand far from the year before and the year after alike, as swapped regions do."""
    levels = series.levels()
    stretch = _stretches(levels)
    before = np.log(levels / levels.shift()).where(stretch == stretch.shift())
    after = np.log(levels / levels.shift(-1)).where(stretch == stretch.shift(-1))
    size = np.minimum(before.abs(), after.abs()).where(np.sign(before) == np.sign(after))
    for year, code, off in cells(size.where(size > np.log(1 + SPIKE))):
        sign = float(np.sign(before.loc[year, code]))
        bound, nearer = "at least" if sign > 0 else "at most", times(float(np.exp(sign * off)))
        yield Remark(
            "spike",
            error=True,
            size=off,
            text=f"{place(LEVELS, code, year)}: {levels.loc[year, code]:,.2f} is {bound} {nearer} what {year - 1} and "
            f"{year + 1} have; is it of another region, or a misprint?",
        )
    yield from _swaps(levels, before)


def _swaps(levels: pd.DataFrame, before: pd.DataFrame) -> Iterator[Remark]:
    """Find pairs of regions of one province that go on from each other's level."""
    known = regions.all_regions()
    for year, row in before.where(before.abs() > np.log(1.1)).iterrows():
        jumps = {str(code): float(jump) for code, jump in row.dropna().items()}
        for one, other in combinations(jumps, 2):
            if known[one].parent_code == known[other].parent_code and np.sign(jumps[one]) != np.sign(jumps[other]):
                crossed = levels.loc[year, [one, other]].to_numpy() / levels.loc[year - 1, [other, one]].to_numpy()
                if np.abs(np.log(crossed)).max() < np.log(1.1):
                    yield Remark(
                        "swap",
                        error=True,
                        size=abs(jumps[one]),
                        text=f"{place(LEVELS, one, year)} and {named(other)} go on from each other's level; are "
                        "they swapped?",
                    )


def _sums() -> Iterator[Remark]:
    """Compare each province with the sum of the regions that lay in it before 2022."""
    levels = series.levels()
    rows = tables.read("known_gaps")
    rows = rows[rows["kind"] != paths.KIND]
    known = {(row.code, int(row.year), row.kind): float(row.gap) for row in rows.itertuples()}
    gone = set(known)
    for province in (region for region in regions.all_regions().values() if region.kind == "province"):
        if province.code not in levels:
            continue
        members = [member.code for member in regions.members_on(province, BEFORE_2022) if member.code in levels]
        both = pd.DataFrame({"sum": levels[members].sum(axis=1), "own": levels[province.code]})
        both = both.mask(both.isna().any(axis=1))
        rates = growth_rate(both)
        gaps = {"level": (both["sum"] / both["own"] - 1) * 100, "growth": rates["sum"] - rates["own"]}
        for kind, tolerance in (("level", SUM_TOLERANCE), ("growth", GROWTH_TOLERANCE)):
            for year, gap in gaps[kind].dropna().items():
                key = (province.code, int(str(year)), kind)
                if abs(gap) <= tolerance:
                    continue
                gone.discard(key)
                if abs(gap - known.get(key, np.inf)) > GAP_PRECISION:
                    yield _sum_remark(key, float(gap), tolerance, known.get(key))
    for code, year, kind in sorted(gone):
        text = f"{place(GAPS, code, year)}: there is no such gap of {kind} any more; remove the row"
        yield Remark("known gap", error=False, size=0, text=text)


def _sum_remark(key: tuple[str, int, str], gap: float, tolerance: float, known: float | None) -> Remark:
    code, year, kind = key
    what, unit = ("", " %") if kind == "level" else (" growth", " percentage points")
    off = times(1 + gap / 100) if kind == "level" else f"{gap:+.2f}{unit} off"
    known_gap = "" if known is None else f" (known_gaps says {known:+.2f})"
    return Remark(
        "sum",
        error=True,
        size=abs(gap),
        text=f"{place(LEVELS, code, year)}:{what} of its kabupaten and kota together is {off} its own"
        f"{known_gap}; up to {tolerance}{unit} pass. Is one of them wrong? If it is the publisher's, "
        "add it to data/known_gaps.csv",
    )


def _nation() -> Iterator[Remark]:
    """Compare the nation with the sum of its provinces, and of all kabupaten and kota."""
    levels, known = series.levels(), regions.all_regions()
    nation = levels[regions.NATION]
    provinces = [code for code in levels if known[code].kind == "province"]
    local = [code for code in levels if known[code].is_local]
    for codes, whole, tolerance in (
        (provinces, "provinces", SUM_TOLERANCE),
        (local, "kabupaten and kota", NATION_TOLERANCE),
    ):
        total = levels[codes].sum(axis=1).where(levels[codes].notna().sum(axis=1) == len(codes))
        for year, gap in ((total / nation - 1) * 100).dropna().items():
            if abs(gap) > tolerance:
                yield Remark(
                    "sum",
                    error=True,
                    size=abs(gap),
                    text=f"{place(LEVELS, regions.NATION, year)}: its {whole} together are "
                    f"{times(1 + gap / 100)} its own level; up to {tolerance} % pass",
                )


def _published() -> Iterator[Remark]:
    """Compare growth of the levels with the published rate, where both are of one territory and release."""
    levels, rates = series.levels(), series.published_growth()
    shared = levels.columns.intersection(rates.columns)
    computed = growth_rate(levels[shared])
    stretch = segments(computed.index, shared, breaks_of(shared, "grdp_level", "grdp_growth"))
    comparable = (stretch == stretch.shift()) & ((stretch == 0) | ~np.isin(shared, list(changed_provinces())))
    difference = (computed - rates.reindex(index=computed.index, columns=shared)).where(comparable)
    for year, code, off in cells(difference.where(difference.abs() > GROWTH_TOLERANCE)):
        yield Remark(
            "published growth",
            error=True,
            size=abs(off),
            text=f"{place(RATES, code, year)}: its publisher prints {rates.loc[year, code]:+.2f} %, the levels "
            f"{grow(computed.loc[year, code])} ({cell(LEVELS, code, year)}); is the rate misprinted, or its sign "
            "turned, or is one of the two years of another release?",
        )


def _sectors() -> Iterator[Remark]:
    """Compare the sum of sectors with the level, and growth with that of the sectors."""
    levels = series.levels()
    broken = {(one.code, one.year) for one in breaks_of(levels.columns, "grdp_sector")}
    for code in levels.columns:
        sectors = series.sector_levels(code)
        if sectors.empty:
            continue
        gap = (sectors.sum().where(sectors.notna().all()) / levels[code].reindex(sectors.columns) - 1) * 100
        for year, off in gap[gap.abs() > SECTOR_TOLERANCE].items():
            if (code, int(str(year))) not in broken:
                sector = paths.most_off(sectors, levels[code], int(str(year)))
                yield Remark(
                    "sectors",
                    error=True,
                    size=abs(off),
                    text=f"{place(SECTORS, code, year, sector)}: the sectors together are {times(1 + off / 100)} the "
                    f"level ({cell(LEVELS, code, year)}), and sector {sector} would explain it best; up to "
                    f"{SECTOR_TOLERANCE} % pass. Is it, or the level, of another release?",
                )


def _vintages() -> Iterator[Remark]:
    """Find series that change their source without a year that both agree on, or hold a cell of another release."""
    table = tables.read("grdp_level")
    others = tables.read("other_releases")
    others = others[others["indicator"] == "grdp_level"]
    printed = {(row.code, int(row.year), row.source_id): float(row.value) for row in others.itertuples()}
    rows = {(row.code, int(row.year)): row for row in table.itertuples()}
    broken = {(one.code, one.year) for one in breaks_of(set(table["code"]), "grdp_level")}
    for (code, year), row in rows.items():
        before = rows.get((code, year - 1))
        if before is not None and before.source_id != row.source_id and (code, year) not in broken:
            pairs = ((row, before.source_id), (before, row.source_id))
            if not any(_agrees_with(one, source, printed) for one, source in pairs):
                yield Remark(
                    "vintage",
                    error=True,
                    size=1.0,
                    text=f"{place(LEVELS, code, year)}: the source changes from {before.source_id} to "
                    f"{row.source_id}, and no year is confirmed by both; a series must be of one release. Name the "
                    "other in verified_by, or add the break to data/breaks.csv",
                )
    earlier = others[others["kind"] != "conflict"]
    for other in earlier.itertuples():
        row = rows.get((other.code, int(other.year)))
        if row is not None and row.grdp_billion_idr_2010 == other.value:
            yield Remark(
                "vintage",
                error=True,
                size=1.0,
                text=f"{place(LEVELS, other.code, other.year)}: {other.value:,.2f} is what "
                f"{other.source_id} prints, which is another release than the rest of the series: see other_releases",
            )


def _agrees_with(row: object, source: str, printed: dict[tuple[str, int, str], float]) -> bool:
    verified = getattr(row, "verified_by", None)
    if isinstance(verified, str) and source in verified.split("; "):
        return True
    level = float(getattr(row, "grdp_billion_idr_2010"))  # noqa: B009 - a row of a table has no declared fields
    other = printed.get((str(getattr(row, "code")), int(getattr(row, "year")), source))  # noqa: B009 - likewise
    return other is not None and abs(level / other - 1) * 100 <= SAME_RELEASE


def _unusual() -> Iterator[Remark]:
    """Find years in which a level moves by more than :data:`USUAL_GROWTH` per cent and no break says why."""
    levels = series.levels()
    stretch = _stretches(levels)
    growth = growth_rate(levels).where(stretch == stretch.shift())
    for year, code, rate in cells(growth.where(growth.abs() > USUAL_GROWTH)):
        text = f"data/grdp_level.csv: {named(code)} moves by {rate:+.1f} % in {year}"
        yield Remark("unusual growth", error=False, size=abs(rate), text=text)
