"""Growth path of regions: growth rates and level index, from levels or, where there are none, published rates.

Nothing is chained or compared across a break in a series. A province whose territory changed is followed through the
sums of the kabupaten and kota it holds today; what is published of it stands beside and is never chained on.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from umkm_analysis.datasets import project, regions, series
from umkm_analysis.datasets.breaks import Break, breaks_of, segments
from umkm_analysis.datasets.series import PRINTED_DIGIT
from umkm_analysis.errors import DataError
from umkm_analysis.metrics import level, recovery
from umkm_analysis.summaries import summarised

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

FROM_LEVELS = "levels"
FROM_RATES = "published rates"
FROM_MEMBERS = "sum of members"
REBUILT = "rebuilt"
"""Status of a figure that is the sum of a province's kabupaten and kota."""
FINAL = "final"
MIXED_VINTAGES = 0.05
"""Percentage points between a published rate and the levels beyond which they must be of different vintages."""


@summarised
@dataclass(frozen=True)
class GrowthPath:
    """Growth and level index of several regions; every frame is year × BPS code."""

    base_year: int
    levels: pd.DataFrame
    """GRDP at constant 2010 prices, billion rupiah; NaN where none is printed or it is withheld. Figures on two sides
    of a break are not comparable; see :attr:`segment`."""
    growth: pd.DataFrame
    """Per cent, from levels where both years' levels exist on one side of a break, else as published."""
    growth_from: pd.DataFrame
    """Which of them each rate is, or "sum of members"; missing where there is none."""
    index: pd.DataFrame
    """base_year = 100; NaN on the other side of a break."""
    index_from: pd.DataFrame
    """Which input each index value rests on."""
    index_low: pd.DataFrame
    """The lowest index that rounding of the printed inputs alone allows."""
    index_high: pd.DataFrame
    """The highest."""
    status: pd.DataFrame
    """Status of the figure each growth rate rests on: of the year's level, or of the published rate."""
    source: pd.DataFrame
    """Its source."""
    state: pd.DataFrame
    """What its publisher says of it: final, preliminary, very preliminary, provisional; missing where nothing."""
    published: pd.DataFrame
    """The published rates, per cent; of a province whose territory changed only those of today's territory."""
    published_index: pd.DataFrame
    """The index that the published rates alone give; NaN where they have a gap since the base year."""
    published_low: pd.DataFrame
    """The lowest index that their rounding alone allows."""
    published_high: pd.DataFrame
    """The highest."""
    segment: pd.DataFrame
    """Number of the stretch between breaks: levels of a region are comparable where it is the same."""
    breaks: tuple[Break, ...] = ()
    """Breaks of these regions' levels and published rates."""
    provisional: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    """By region the years whose figure is not final, by what its publisher says."""
    rebuilt: tuple[str, ...] = ()
    """BPS codes of those that are sums of their members: another definition than the published series of others."""

    def main_figures(self) -> dict[str, object]:
        """Figures that a short text of it begins with."""
        known = self.index.dropna(how="all").index
        return {
            "regions": len(self.index.columns),
            "years": f"{known.min()} to {known.max()}" if len(known) else "none",
        }

    def breaks_of(self, code: str) -> tuple[Break, ...]:
        """Breaks of a region that its figures here stop at: those of its levels, or of its published rates."""
        return tuple(one for one in self.breaks if one.code == code)

    @property
    def closed_breaks(self) -> tuple[Break, ...]:
        """Where the published series of those that are sums of their members turn to another territory."""
        return breaks_of(self.rebuilt, "grdp_level", "grdp_growth")

    def last_year(self, code: str) -> int | None:
        """Last year with a level index of a region; None where there is none."""
        last = self.index[code].last_valid_index()
        return None if last is None else int(last)

    def last_shared_year(self, codes: Sequence[str] | None = None) -> int | None:
        """Last year in which all of some regions have a level index; None where there is none."""
        shared = self.index[list(codes or self.index)].dropna()
        return None if shared.empty else int(shared.index[-1])

    def provisional_years(self, code: str) -> dict[int, str]:
        """Years whose figure is not final, by what its publisher says: preliminary, very preliminary, provisional."""
        return dict(self.provisional[code])


def growth_path(codes: Sequence[str], *, base_year: int) -> GrowthPath:
    """Follow some regions' GRDP from the tables.

    Parameters
    ----------
    codes
        BPS codes.
    base_year
        The year whose level is 100.

    Raises
    ------
    DataError
        If the tables do not cover ``base_year``.
    """
    every = path_of_every_region(base_year)
    parts = {one.name: getattr(every, one.name) for one in fields(every)}
    places = every.levels.columns.get_indexer(pd.Index(codes, dtype=every.levels.columns.dtype))
    frames = {name: _columns(part, codes, places) for name, part in parts.items() if isinstance(part, pd.DataFrame)}
    return GrowthPath(
        base_year,
        **frames,
        breaks=tuple(one for one in every.breaks if one.code in codes),
        provisional={code: every.provisional.get(code, {}) for code in codes},
        rebuilt=tuple(code for code in every.rebuilt if code in codes),
    )


def _columns(frame: pd.DataFrame, codes: Sequence[str], places: np.ndarray) -> pd.DataFrame:
    """Take columns by their places, half the time of looking them up; what has none, −1, is missing everywhere."""
    return frame.take(places, axis=1) if (places >= 0).all() else frame.reindex(columns=list(codes))


@project.cached_per_project
def path_of_every_region(base_year: int) -> GrowthPath:
    """Follow all regions at once, for columns do not know each other; nobody may change the path.

    Parameters
    ----------
    base_year
        The year whose level is 100.
    """
    printed, rates, rebuilt = series.levels(), series.published_growth(), series.rebuilt_levels()
    codes = printed.columns.union(rates.columns).union(rebuilt.columns)
    years = pd.RangeIndex(printed.index.min(), max(printed.index.max(), rates.index.max()) + 1, name="year")
    printed, rates = (table.reindex(index=years, columns=codes) for table in (printed, rates))
    digits = series.rounded_to().reindex(index=years, columns=codes).fillna(PRINTED_DIGIT)
    printed[rebuilt.columns] = rebuilt.reindex(years)
    known = regions.all_regions()
    members = {code: [member.code for member in regions.members(known[code])] for code in rebuilt.columns}
    for code, parts in members.items():
        digits[code] = PRINTED_DIGIT * len(parts)
    breaks = breaks_of(codes, "grdp_level", "grdp_growth")
    rates[rebuilt.columns] = _of_today(rates[rebuilt.columns], breaks)
    # one block of memory again, not one a province: what follows is ten times as fast
    printed, digits, rates = printed.copy(), digits.copy(), rates.copy()
    breaks = tuple(one for one in breaks if one.code not in rebuilt)
    segment = segments(years, codes, breaks)
    comparable = segment == segment.loc[base_year]
    broken = segments(years, codes, [one for one in breaks if one.table == "grdp_level"]).diff() > 0
    computed = recovery.growth_rate(printed).mask(broken)
    is_rebuilt = np.broadcast_to(codes.isin(rebuilt.columns), rates.shape)
    chainable = rates.mask(is_rebuilt)
    growth = computed.fillna(chainable)
    chained = level.level_index(growth, base_year=base_year)
    measured = level.level_index_from_levels(printed, base_year=base_year)
    index = measured.fillna(chained).where(comparable)
    exact = level.level_index_from_levels_bounds(printed, base_year=base_year, half_unit=digits / 2)
    rounded = level.level_index_bounds(growth, base_year=base_year, half_unit=PRINTED_DIGIT / 2)
    low, high = (bound.fillna(chain).where(comparable) for bound, chain in zip(exact, rounded, strict=True))
    published_low, published_high = level.level_index_bounds(
        chainable, base_year=base_year, half_unit=PRINTED_DIGIT / 2
    )
    origin = _origin(computed, growth)
    is_level = origin == FROM_LEVELS
    status, source, state = (_remarks(column, origin, is_level) for column in ("status", "source_id", "bps_state"))
    index_from = _origin(measured, index)
    status = status.mask(is_rebuilt & origin.notna(), REBUILT)
    origin, index_from = (frame.mask(is_rebuilt & frame.notna(), FROM_MEMBERS) for frame in (origin, index_from))
    source, state = (_of_members(frame, members, of) for frame, of in ((source, _commonest), (state, _not_final)))
    return GrowthPath(
        base_year=base_year,
        levels=printed,
        growth=growth,
        growth_from=origin,
        index=index,
        index_from=index_from,
        index_low=low,
        index_high=high,
        status=status,
        source=source,
        state=state,
        published=rates,
        published_index=level.level_index(chainable, base_year=base_year).where(comparable),
        published_low=published_low.where(comparable),
        published_high=published_high.where(comparable),
        segment=segment,
        breaks=breaks,
        provisional=_provisional(state),
        rebuilt=tuple(members),
    )


def _provisional(state: pd.DataFrame) -> dict[str, dict[int, str]]:
    """Find by region the years whose state is known and not final."""
    years, codes, cells = state.index.tolist(), state.columns.tolist(), state.to_numpy().T
    found: dict[str, dict[int, str]] = {}
    for column, row in np.argwhere((state.notna() & (state != FINAL)).to_numpy().T).tolist():
        found.setdefault(codes[column], {})[years[row]] = cells[column, row]
    return found


def _of_today(rates: pd.DataFrame, breaks: Sequence[Break]) -> pd.DataFrame:
    """Keep the published rates of a province's present territory: those from its last break on."""
    territory = segments(rates.index, rates.columns, [one for one in breaks if one.table == "grdp_growth"])
    return rates.where(territory == territory.iloc[-1])


def refuse_uncovered(base_year: int) -> None:
    """Refuse a base year without the two years after it that every report on recovery needs.

    Raises
    ------
    DataError
        If the level table does not hold all three.
    """
    years = series.levels().index
    first, last = int(years.min()), int(years.max()) - 2
    if not first <= base_year <= last:
        raise DataError(
            f"base_year {base_year}: the level table covers {first}–{last + 2}, and a report needs two years "
            f"after its base year. Choose a base year from {first} to {last}."
        )


def mostly_covered(index: pd.DataFrame) -> pd.DataFrame:
    """Keep the years in which more than half of the regions have a figure."""
    return index[index.notna().sum(axis=1) * 2 > index.shape[1]]


def published_check(path: GrowthPath, code: str) -> pd.DataFrame:
    """Hold the published rates of a region against its levels, or against the sums of its members.

    Returns
    -------
    DataFrame, index year; published and computed (per cent), difference (percentage points), verdict: "agrees" within
    half of the last printed digit (of the rate, and of the two levels), "differs", "mixed vintages", or "sum of
    members" where that is what the rate differs from: another figure than the publisher's, not another release.
    """
    computed = path.growth[code].where(path.growth_from[code].isin([FROM_LEVELS, FROM_MEMBERS]))
    table = pd.DataFrame({"published": path.published[code], "computed": computed}).dropna()
    table["difference"] = table["published"] - table["computed"]
    size = table["difference"].abs()
    digit = series.rounded_to().reindex(index=path.levels.index, columns=[code])[code]
    before = path.levels[code].shift()
    of_levels = ((digit + digit.shift()) / 2 / before).reindex(table.index) * 100
    table["verdict"] = "agrees"
    table.loc[size > PRINTED_DIGIT / 2 + of_levels, "verdict"] = "differs"
    table.loc[size > MIXED_VINTAGES, "verdict"] = "mixed vintages"
    if code in path.rebuilt:
        table.loc[table["verdict"] != "agrees", "verdict"] = FROM_MEMBERS
    return table


def _origin(levels: pd.DataFrame, result: pd.DataFrame) -> pd.DataFrame:
    # of objects from the first: of text, numpy would make a new one a cell
    names = np.where(levels.notna(), *(np.array(name, dtype=object) for name in (FROM_LEVELS, FROM_RATES)))
    return _like(result, np.where(result.notna(), names, np.nan))


def _remarks(column: str, origin: pd.DataFrame, is_level: pd.DataFrame) -> pd.DataFrame:
    # one axis after the other: both at once, and pandas would make an array of strings of each column
    of_levels, of_rates = (
        series.remarks(table, column).reindex(index=origin.index).reindex(columns=origin.columns).to_numpy()
        for table in ("grdp_level", "grdp_growth")
    )
    is_rate = origin.notna() & ~is_level
    return _like(origin, np.where(is_level, of_levels, np.where(is_rate, of_rates, np.nan)))


def _of_members(
    frame: pd.DataFrame, members: Mapping[str, list[str]], of: Callable[[list[str]], object]
) -> pd.DataFrame:
    """Fill in, year by year, what the remarks on a province's members come to; NaN where there are none."""
    cells = frame.to_numpy(copy=True)
    for code, parts in members.items():
        remarks = [[one for one in row if isinstance(one, str)] for row in cells[:, frame.columns.get_indexer(parts)]]
        cells[:, frame.columns.get_loc(code)] = [of(row) if row else np.nan for row in remarks]
    return _like(frame, cells)


def _commonest(remarks: list[str]) -> str:
    """Return the remark that most members have; of several the first of the alphabet."""
    return max(sorted(set(remarks)), key=remarks.count)


def _not_final(states: list[str]) -> str | float:
    """Return the first state that is not final; NaN where all are."""
    return next((one for one in states if one != FINAL), np.nan)


def _like(frame: pd.DataFrame, cells: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(cells, index=frame.index, columns=frame.columns, dtype=object)  # one block, not one a column
