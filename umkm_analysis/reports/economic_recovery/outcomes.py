"""Outcome of a region's recovery: level, base level regained, break-even, old path, rank; what verdicts rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_analysis.analysis.growth_path import growth_path, mostly_covered
from umkm_analysis.datasets import regions
from umkm_analysis.datasets.region_versions import changed_provinces
from umkm_analysis.metrics import comparison, recovery
from umkm_analysis.metrics.level import level_gap
from umkm_analysis.summaries import summarised

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from umkm_analysis.analysis.growth_path import GrowthPath
    from umkm_analysis.datasets.breaks import Break
    from umkm_analysis.datasets.regions import Region

TREND_YEARS = 4
"""Years before the shock whose mean growth is the second declared trend."""
MIN_PEERS = 5
"""A rank among fewer says nothing."""


@summarised
@dataclass(frozen=True)
class Trend:
    """A declared counterfactual: what growth would have gone on, and what came instead."""

    kind: str
    """"base year" (growth of the base year goes on) or "mean" (mean growth of the years before goes on)."""
    first_year: int
    last_year: int
    rate: float
    """Per cent a year; NaN where a year of the window is missing."""
    gap: pd.Series
    """Year → per cent above (+) or below (−) the trend; NaN of a rate that is not above 0: see ``is_path``."""

    @property
    def is_path(self) -> bool:
        """Whether its rate is above 0: nobody measures a recovery against a decline that goes on for ever."""
        return self.rate > 0


@summarised
@dataclass(frozen=True)
class Ranking:
    """The region among its kind in its province (a province among provinces)."""

    year: int
    index: pd.Series
    """Level index of every peer with a figure, best first; base year = 100."""
    rank: float
    """1 = best; ties share the mean rank; NaN where the region has no figure."""
    percentile: float
    left_out: Mapping[str, tuple[Break, ...]]
    """Peers without a figure in the year, and the breaks that their index stops at."""


@summarised
@dataclass(frozen=True)
class Outcome:
    """What the verdicts on a region's recovery rest on; the fields are those of the report's result."""

    region: Region
    base_year: int
    recovery_year: int
    last_year: int
    path: GrowthPath
    outcome: pd.DataFrame
    trends: tuple[Trend, ...]
    break_even: float
    ranking: Ranking | None
    latest_ranking: Ranking | None


def outcome_of(own: Region, base_year: int) -> Outcome:
    """Work out the outcome of a region's recovery alone, at a fraction of the whole report's cost."""
    path, around, after = growth_path([own.code], base_year=base_year), nearby(own, base_year), base_year + 2
    index = path.index[own.code]
    return Outcome(
        region=own,
        base_year=base_year,
        recovery_year=after,
        last_year=path.last_year(own.code) or base_year,
        path=path,
        outcome=recovery.recovery(path.index, base_year=base_year),
        trends=trends(path, own.code),
        break_even=needed(index, base_year + 1),
        ranking=ranking(own, around, after),
        latest_ranking=ranking(own, around, last_year_of_most(own, around)),
    )


def peers(own: Region) -> tuple[Region, ...]:
    """Regions to compare with: a province that is the sum of its members is comparable with no other."""
    rebuilt = changed_provinces()
    return tuple(peer for peer in regions.peers(own) if peer == own or not {peer.code, own.code} & rebuilt)


def last_year_of_most(own: Region, nearby: GrowthPath) -> int:
    """Last year in which more than half of a region's peers have a level index; the base year without one."""
    covered = mostly_covered(nearby.index[[peer.code for peer in peers(own)]])
    return nearby.base_year if covered.empty else int(covered.index[-1])


def references(own: Region) -> tuple[Region, ...]:
    """Province and nation, the nation, or nothing: whatever stands above a region."""
    province = regions.province_of(own)
    nation = regions.all_regions()[regions.NATION]
    return tuple(above for above in (province, nation) if above is not None and above != own)


def needed(index: pd.Series, year: int) -> float:
    """Growth that the year after ``year`` needs to regain the base level, per cent; 0 where it is regained."""
    gap = level_gap(index).loc[[year]]
    return float(recovery.break_even_growth(gap).iloc[0])


def trends(path: GrowthPath, code: str) -> tuple[Trend, ...]:
    """Hold a region's level index against both declared trends."""
    base, growth = path.base_year, path.growth[code]
    windows = {"base year": (base, base), "mean": (base - TREND_YEARS + 1, base)}
    found = []
    for kind, (first, last) in windows.items():
        covered = growth.loc[first:last].notna().sum() == last - first + 1
        rate = float(recovery.mean_growth(growth, start=first, end=last).iloc[0]) if covered else float("nan")
        gap = recovery.trend_gap(path.index[code], base_year=base, trend=rate if rate > 0 else float("nan"))
        found.append(Trend(kind, first, last, rate, gap))
    return tuple(found)


def nearby(own: Region, base_year: int) -> GrowthPath:
    """Growth path of the region's peers and of its references."""
    codes = [region.code for region in (*peers(own), *references(own))]
    return growth_path(list(dict.fromkeys(codes)), base_year=base_year)


def ranking(own: Region, nearby: GrowthPath, year: int) -> Ranking | None:
    """Rank a region among its peers by the level index of a year; None where too few have one."""
    every = nearby.index.loc[year, [peer.code for peer in peers(own)]]
    index = every.dropna()
    if len(index) < MIN_PEERS:
        return None
    return Ranking(
        year=year,
        index=index.sort_values(ascending=False),
        rank=float(comparison.rank(index).get(own.code, float("nan"))),
        percentile=float(comparison.percentile(index).get(own.code, float("nan"))),
        left_out={str(code): nearby.breaks_of(str(code)) for code in every.index[every.isna()]},
    )
