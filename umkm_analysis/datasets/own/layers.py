"""Tables of the project with own statistics laid over them: one release a series.

Own figures stand over shipped ones, newer over older. Years that the newer release does not hold keep the growth of the
older one: they are linked, multiplied so that both agree in the nearest year they share, and say so. Where they share
none, or linking was not wanted, the series is broken there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from umkm_analysis.datasets.own.store import OwnImport

    Layer = tuple[OwnImport, pd.DataFrame]

LINE = "line"
"""Line of the file that a row is in, which is the index of a table: below zero in an import's own file."""
OWN, LINKED = "own", "linked"
"""Status of a figure that a user imported, and of one that was multiplied to join such figures."""
LEVEL, RATE = "grdp_billion_idr_2010", "growth_pct"
SAME_RELEASE = 1e-4
"""Part by which a figure of two releases may differ and count as the same."""
SAME_RATE = 0.05
"""Percentage points by which two rates may differ and be of one release."""
SECTOR_TOLERANCE = 1e-3
"""Part by which sectors may miss the level of their region."""
Row = dict[str, Any]
BreakRow = dict[str, Any]


@dataclass(frozen=True)
class Measure:
    """A yearly table that releases are joined in."""

    table: str
    column: str
    tolerance: float
    """Part, or percentage points of a rate, by which two releases may differ and count as the same."""


LEVELS = Measure("grdp_level", LEVEL, SAME_RELEASE)
RATES = Measure("grdp_growth", RATE, SAME_RATE)
PEOPLE = Measure("population", "population", SAME_RELEASE)


@dataclass
class Spliced:
    """A series of a region: rows by year, and the years at which it is broken."""

    rows: dict[int, Row]
    breaks: dict[int, str] = field(default_factory=dict)
    """First year on the new side → source id of the release that begins, or ended, there."""


def with_levels(
    shipped: pd.DataFrame, layers: Sequence[Layer], rates: Sequence[Layer], growth: pd.DataFrame
) -> tuple[pd.DataFrame, list[BreakRow]]:
    """Lay own levels over the shipped ones.

    Parameters
    ----------
    shipped
        Rows of grdp_level.
    layers
        Own rows, the oldest release first.
    rates
        Own rows of grdp_growth: shipped levels from the first year on that contradicts them are of an older release
        and left out; where levels go on after the last own rate, those before are linked to them by the own rates.
    growth
        Rows of grdp_growth with own ones laid over: where two releases share no year, the rate of the first year of
        the newer links them.

    Returns
    -------
    The table, and rows of breaks.
    """
    known = {(row.code, int(row.year)): float(row.growth_pct) for row in growth.itertuples()}
    table, breaks = _laid_over(shipped, layers, LEVELS, known)
    return without_contradicted(table, rates), breaks


def with_growth(shipped: pd.DataFrame, layers: Sequence[Layer]) -> tuple[pd.DataFrame, list[BreakRow]]:
    """Lay own rates over the shipped ones: a rate needs no linking, it is growth; those of another release say so."""
    return _laid_over(shipped, layers, RATES)


def with_population(shipped: pd.DataFrame, layers: Sequence[Layer]) -> pd.DataFrame:
    """Lay own population over the shipped one; only years of one base are linked."""
    table, _ = _laid_over(shipped, layers, PEOPLE)
    return table.astype({"population": shipped["population"].dtype})


def with_registered(shipped: pd.DataFrame, layers: Sequence[Layer]) -> pd.DataFrame:
    """Replace registered population by own rows of the same half-year: counts of a day need no linking."""
    table = shipped
    for _, rows in layers:
        table = pd.concat([table, rows.assign(status=OWN).set_axis(-rows.index)])
    table = table.drop_duplicates(["code", "year", "semester"], keep="last")
    return table.sort_values(["code", "year", "semester"]).astype(shipped.dtypes.to_dict())


def with_sectors(
    shipped: pd.DataFrame, layers: Sequence[Layer], before: pd.DataFrame, levels: pd.DataFrame
) -> pd.DataFrame:
    """Lay own sectors over the shipped ones, of which only those stay that belong to the region's level.

    Parameters
    ----------
    shipped, layers
        As for :func:`with_levels`.
    before, levels
        Levels as shipped, and with own ones laid over: sectors of a linked year are multiplied as its level was;
        where an own level took the place of another, sectors of the other are left out.
    """
    own = pd.concat([rows for _, rows in layers]) if layers else shipped.iloc[:0]
    touched = set(own["code"]) | set(levels.loc[levels["status"].isin([OWN, LINKED]), "code"])
    key = ["code", "year", "sector_code"]
    own = own.drop_duplicates(key, keep="last").assign(status=OWN)[shipped.columns]
    own = own.set_axis(-own.index)
    rest = shipped[shipped["code"].isin(touched)]
    years = pd.MultiIndex.from_frame(rest[["code", "year"]].astype({"year": "int64"}))
    ratio = (_by_region_and_year(levels, LEVEL) / _by_region_and_year(before, LEVEL)).reindex(years).to_numpy()
    linked = (_by_region_and_year(levels, "status").reindex(years) == LINKED).to_numpy()
    covered = years.isin(pd.MultiIndex.from_frame(own[["code", "year"]].astype({"year": "int64"})))
    figures = rest[LEVEL].mask(linked, (rest[LEVEL] * ratio).round(6))
    rest = rest.assign(**{LEVEL: figures, "status": rest["status"].mask(linked, LINKED)})
    rest = rest[(linked | (np.abs(ratio - 1) <= SECTOR_TOLERANCE)) & ~covered]
    whole = pd.concat([shipped[~shipped["code"].isin(touched)], rest, own])
    return whole.sort_values(key, kind="stable").astype(shipped.dtypes.to_dict())


def with_breaks(shipped: pd.DataFrame, own: Sequence[BreakRow], tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Add the breaks between releases; leave out shipped ones between two years that are own figures of one release."""
    sources = {
        (name, row.code, int(row.year)): row.source_id
        for name, table in tables.items()
        for row in table[table["status"] == OWN].itertuples()
    }
    bridged = [
        row.kind == "vintage"
        and (source := sources.get((row.table, row.code, int(row.year)))) is not None
        and sources.get((row.table, row.code, int(row.year) - 1)) == source
        for row in shipped.itertuples()
    ]
    lines = range(-len(own), 0)
    added = pd.DataFrame(own, columns=shipped.columns, index=lines).astype(shipped.dtypes.to_dict())
    return pd.concat([shipped[[not gone for gone in bridged]], added])


def _by_region_and_year(table: pd.DataFrame, column: str) -> pd.Series:
    return table.astype({"year": "int64"}).set_index(["code", "year"])[column]


def _laid_over(
    shipped: pd.DataFrame,
    layers: Sequence[Layer],
    measure: Measure,
    rates: Mapping[tuple[str, int], float] | None = None,
) -> tuple[pd.DataFrame, list[BreakRow]]:
    codes = {code for _, rows in layers for code in rows["code"]}
    if not codes:
        return shipped, []
    series = {code: Spliced(_by_year(shipped[shipped["code"] == code])) for code in sorted(codes)}
    for import_, rows in layers:
        for code in sorted(set(rows["code"])):
            new = {
                year: {**row, "status": OWN, LINE: -row[LINE]}
                for year, row in _by_year(rows[rows["code"] == code]).items()
            }
            rate = (rates or {}).get((code, min(new)))
            series[code] = _spliced(series[code], new, import_, measure, rate)
    flat = [row for spliced in series.values() for _, row in sorted(spliced.rows.items())]
    own = pd.DataFrame(flat).set_index(LINE).rename_axis(None)
    own = own.reindex(columns=shipped.columns).astype(shipped.dtypes.to_dict())
    whole = pd.concat([shipped[~shipped["code"].isin(codes)], own])
    breaks = [
        _break_row(measure.table, code, year, source)
        for code, spliced in series.items()
        for year, source in sorted(spliced.breaks.items())
    ]
    return whole.sort_values(["code", "year"], kind="stable"), breaks


def _by_year(rows: pd.DataFrame) -> dict[int, Row]:
    return {int(row["year"]): row for row in rows.assign(**{LINE: rows.index}).to_dict(orient="records")}


def _break_row(name: str, code: str, year: int, source: str) -> BreakRow:
    return {
        "table": name,
        "code": code,
        "year": year,
        "kind": "vintage",
        "reason_en": "own figures begin or end here, and were not linked to those of the other release",
        "reason_id": "angka sendiri mulai atau berakhir di sini dan tidak disambung dengan rilis yang lain",
        "source_id": source,
    }


def _spliced(old: Spliced, new: dict[int, Row], import_: OwnImport, measure: Measure, rate: float | None) -> Spliced:
    """Lay the rows of a release over those of older ones; a rate of its first year may link the two."""
    column = measure.column
    anchors = {year: (old.rows[year][column], new[year][column]) for year in new if year in old.rows}
    anchors = {year: pair for year, pair in anchors.items() if pd.notna(pair[0])}
    first = min(new)
    if not anchors and rate is not None and first - 1 in old.rows and pd.notna(old.rows[first - 1][column]):
        anchors = {first - 1: (old.rows[first - 1][column], new[first][column] / (1 + rate / 100))}
    result: dict[int, Row] = dict(new)
    apart: set[int] = set()
    """Years of the older release that are not comparable with the newer."""
    for year, row in old.rows.items():
        if year in new:
            continue
        anchor = min(anchors, key=lambda other: (abs(other - year), other), default=None)
        one_base = _one_base(row, new.get(first if anchor is None else anchor, new[first]))
        if anchor is None or not one_base:
            apart |= {year} if one_base and (measure is not RATES or not import_.link) else set()
            result[year] = row
            continue
        factor, same = _factor(*anchors[anchor], measure)
        if not same and not import_.link:
            apart.add(year)
        linked = {**row, column: _times(row[column], factor), "status": LINKED, "verified_by": None}
        result[year] = row if same or not import_.link else linked
    years = sorted(result)
    breaks = {
        later: import_.source_id
        for earlier, later in pairwise(years)
        if (earlier in new) != (later in new) and {earlier, later} & apart
    }
    kept = {year: source for year, source in old.breaks.items() if not (year in new and year - 1 in new)}
    return Spliced(result, {**kept, **breaks})


def _one_base(row: Row, other: Row) -> bool:
    """Whether two figures of population have one base; figures without one always do."""
    return str(row.get("basis", "")).rpartition("_")[2] == str(other.get("basis", "")).rpartition("_")[2]


def _factor(before: float, now: float, measure: Measure) -> tuple[float, bool]:
    """Return what to multiply with, and whether both are the same figure; a rate is never multiplied."""
    if measure is RATES:
        return 1.0, abs(now - before) <= measure.tolerance
    factor = now / before
    return factor, abs(factor - 1) <= measure.tolerance


def _times(value: Any, factor: float) -> Any:
    if pd.isna(value):
        return value
    return round(value * factor) if isinstance(value, int) else round(value * factor, 6)


def without_contradicted(levels: pd.DataFrame, rates: Iterable[Layer]) -> pd.DataFrame:
    """Leave out levels that are not own from the first year on whose growth an own rate contradicts.

    Where levels go on after the last own rate they would be lost with nothing in their place: they stay, and the levels
    before them are multiplied so that they grow by the own rates.
    """
    gone: list[int] = []
    linked: dict[int, float] = {}
    newest = {
        (row.code, int(row.year)): (float(row.growth_pct), import_.link)
        for import_, rows in rates
        for row in rows.itertuples()
    }
    for code in sorted({code for code, _ in newest}):
        rows = levels[levels["code"] == code]
        own = {year: rate for (of, year), (rate, link) in newest.items() if of == code and link}
        if own and len(rows) and rows["year"].max() > max(own) and OWN not in set(rows["status"]):
            linked |= _linked_by_rates(rows, own)
            continue
        by_year = {int(row.year): row for row in rows.itertuples()}
        for year in sorted(by_year):
            before, (rate, _) = by_year.get(year - 1), newest.get((code, year), (None, True))
            if rate is None or before is None or OWN in {before.status, by_year[year].status}:
                continue
            grown = (getattr(by_year[year], LEVEL) / getattr(before, LEVEL) - 1) * 100
            if abs(grown - rate) > SAME_RATE:
                gone += [row.Index for row in rows.itertuples() if row.year >= year and row.status != OWN]
                break
    if linked:
        figures = pd.Series(linked)
        levels = levels.copy()
        levels.loc[figures.index, LEVEL] = figures
        levels.loc[figures.index, ["status", "verified_by"]] = LINKED, None
    return levels.drop(index=gone) if gone else levels


def _linked_by_rates(rows: pd.DataFrame, rates: Mapping[int, float]) -> dict[int, float]:
    """Levels of a region that change when they are led back from the newest by own rates: line → billion rupiah."""
    by_year = {int(row.year): (row.Index, float(getattr(row, LEVEL))) for row in rows.itertuples()}
    factor, changed = 1.0, {}
    for year in sorted(by_year, reverse=True):
        line, level = by_year[year]
        _, after = by_year.get(year + 1, (None, np.nan))
        rate = rates.get(year + 1)
        if rate is not None and abs((after / level - 1) * 100 - rate) > SAME_RATE:
            factor *= after / level / (1 + rate / 100)
        if factor != 1.0:
            changed[line] = round(level * factor, 6)
    return changed
