"""Economic recovery of a region: growth, level, break-even, trend, resilience, rank and sectors."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

import pandas as pd

from umkm_analysis.analysis import region_history
from umkm_analysis.analysis.growth_path import (
    GrowthPath,
    growth_path,
    mostly_covered,
    published_check,
    refuse_uncovered,
)
from umkm_analysis.analysis.provenance import Provenance, provenance, source_ids, with_members, with_remarks
from umkm_analysis.analysis.sectors import SectorAnalysis, sector_analysis
from umkm_analysis.analysis.usable_rows import find_usable
from umkm_analysis.datasets import series
from umkm_analysis.datasets.breaks import breaks_of
from umkm_analysis.datasets.fingerprints import merged
from umkm_analysis.datasets.region_versions import region_versions
from umkm_analysis.errors import DataError
from umkm_analysis.metrics import recovery, resilience
from umkm_analysis.metrics.level import level_gap
from umkm_analysis.reports.economic_recovery import Unavailable, outcomes
from umkm_analysis.rounding import rounded_float
from umkm_analysis.summaries import summarised

if TYPE_CHECKING:
    from collections.abc import Callable

    from umkm_analysis.analysis.region_history import RegionHistory
    from umkm_analysis.datasets.breaks import Break
    from umkm_analysis.datasets.fingerprints import Inputs
    from umkm_analysis.datasets.region_versions import RegionVersion
    from umkm_analysis.datasets.regions import Region
    from umkm_analysis.reports.economic_recovery.outcomes import Ranking, Trend


@summarised
@dataclass(frozen=True)
class Recovery:
    """Everything the report on a region's recovery says, as figures."""

    region: Region
    references: tuple[Region, ...]
    """Province and nation, the nation, or nothing: whatever stands above the region."""
    base_year: int
    last_year: int
    """Last year with a level index of the region."""
    last_shared_year: int
    """Last year in which the region and all that stands above it have a level index."""
    path: GrowthPath
    """Of the region and its references."""
    swing: float
    """Percentage points between the two rates as printed: shock year to recovery year."""
    gap: pd.DataFrame
    """Year × region: per cent above or below the base year's level."""
    break_even: float
    """Growth that the recovery year needed, per cent; 0 where nothing was lost."""
    break_even_published: float
    """The same from the published, rounded rates alone."""
    needed_next: float
    """Growth that the year after last_year needs; 0 where the level is regained."""
    outcome: pd.DataFrame
    """Row of :func:`~umkm_analysis.metrics.recovery.recovery` per region."""
    recouped: pd.Series
    """Year → share of the fall made good, per cent."""
    cumulative_loss: float
    """Against a flat base-year level, per cent of one year's base GRDP, through loss_until."""
    loss_until: int
    trends: tuple[Trend, ...]
    resilience: pd.DataFrame
    """Reference × sensitivity, resistance, recoverability; NaN where the measure is not defined."""
    classes: pd.Series
    """Year → RS, RE, NR1 or NR2."""
    ranking: Ranking | None
    """Of the recovery year. None where the region has too few peers, or is rebuilt: see ``rebuilt``."""
    latest_ranking: Ranking | None
    """Of the last year that more than half of the peers have; None as for ranking."""
    nearby: GrowthPath
    """Of the region's peers and its references."""
    peers: tuple[Region, ...]
    """Of its kind and province, itself included; among provinces, those whose figures are the published ones."""
    breaks: tuple[Break, ...]
    """Where the region's own levels or published rates stop being comparable."""
    rebuilt: RegionVersion | None
    """Present version of a province whose figures are sums of the kabupaten and kota it holds today; None elsewhere.
    Such a sum is another definition than the published series of other provinces and stands in no ranking with them."""
    history: RegionHistory | None
    """What changed of the region's code or territory; None where nothing did."""
    positions: pd.DataFrame | None
    """Peers and references × (measure, year): where the region stands; see :func:`_positions`. None as for ranking."""
    sectors: SectorAnalysis | None
    """None where no sector figures exist."""
    published: pd.DataFrame
    """See :func:`~umkm_analysis.analysis.growth_path.published_check`."""
    level_sources: tuple[str, ...]
    """Ids of the sources of the levels and rates of the region and its references."""
    peer_sources: tuple[str, ...]
    """Of its peers' and its own."""
    sector_sources: tuple[str, ...]
    provenance: Provenance

    def main_figures(self) -> dict[str, object]:
        """Figures that a short text of it begins with."""
        index = self.path.index[self.region.code].get(self.last_year, float("nan"))
        status = self.outcome["status"].get(self.region.code)
        return {f"level index {self.last_year}": float(index), "status": status or "not followed"}

    @cached_property
    def newest_year(self) -> int:
        """Year of the newest figure of the region: a level index, or a growth rate beyond a break in its levels."""
        growth = self.path.growth[self.region.code].last_valid_index()
        return self.last_year if growth is None else max(self.last_year, int(growth))

    @cached_property
    def newest_of_all(self) -> int:
        """Year of the newest figure, the region's own or of those above it."""
        return max(int(frame.dropna(how="all").index[-1]) for frame in (self.path.index, self.path.growth))

    @property
    def is_followed(self) -> bool:
        """Whether the level is known beyond the base year; growth alone that does not reach back to it gives none."""
        return self.last_year > self.base_year

    @cached_property
    def known_breaks(self) -> tuple[Break, ...]:
        """Breaks of every series on the page: its path's, its sectors', and closed ones of former territory."""
        by_sector = breaks_of([self.region.code], "grdp_sector") if self.sectors is not None else ()
        return (*self.path.breaks, *self.path.closed_breaks, *by_sector)

    @cached_property
    def provisional_years(self) -> dict[int, str]:
        """Years whose figure of the region is not final, by what its publisher says."""
        return self.path.provisional_years(self.region.code)

    @property
    def index_sources(self) -> list[str]:
        """Ids of the sources of the region's own index and growth since the base year."""
        return self.path.source.loc[self.base_year : self.last_year, self.region.code].dropna().unique().tolist()

    @cached_property
    def shown_states(self) -> dict[int, str]:
        """The same for every year shown: beyond the region's own figures the states of its references'."""
        states = {
            year: state
            for above in self.references
            for year, state in self.path.provisional_years(above.code).items()
            if year > self.newest_year
        }
        return {**self.provisional_years, **states}

    @property
    def shock_year(self) -> int:
        """The year after the base year."""
        return self.base_year + 1

    @property
    def recovery_year(self) -> int:
        """The year after the shock."""
        return self.base_year + 2


def unavailable_reason(region: Region) -> Unavailable | None:
    """Reason why there can be no recovery report on a region; None where there can."""
    known = series.regions_with_levels() | series.regions_with_growth()
    return None if region.code in known else Unavailable.NO_FIGURE


def inputs(region: Region) -> Inputs:
    """Rows of the tables that a report on a region reads."""
    above = [other.code for other in outcomes.references(region)]
    codes = with_members([region.code, *above, *(peer.code for peer in outcomes.peers(region) if peer != region)])
    figures = {"grdp_level": codes, "grdp_growth": codes, "grdp_sector": [region.code, *above[:1]], "sectors": None}
    remarked = with_remarks({"regions": codes, **figures}, about=region.code)
    return merged(remarked, region_history.inputs(region))


def analyse(region: str | int, *, base_year: int = 2019) -> Recovery:
    """Work out the recovery of a region.

    Parameters
    ----------
    region
        BPS code (text or number) or name.
    base_year
        The last year before the shock.

    Raises
    ------
    UsageError
        If there is no such region.
    DataError
        If the tables do not reach from the base year to two years after it.
    """
    own = find_usable(region, inputs)
    references = outcomes.references(own)
    codes = [own.code, *(reference.code for reference in references)]
    refuse_uncovered(base_year)
    path = growth_path(codes, base_year=base_year)
    index = path.index[own.code]
    outcome = recovery.recovery(path.index, base_year=base_year)
    last_year = int(index.last_valid_index())
    shock, after = base_year + 1, base_year + 2
    regained = outcome.loc[own.code, "recovery_year"]
    loss_until = last_year if pd.isna(regained) else int(regained) - 1
    printed = path.growth[own.code].map(partial(rounded_float, digits=2))
    nearby = outcomes.nearby(own, base_year)
    return Recovery(
        region=own,
        references=references,
        base_year=base_year,
        last_year=last_year,
        last_shared_year=_last_shared_year(path, last_year),
        path=path,
        swing=rounded_float(float(recovery.growth_swing(printed).loc[after]), 2),
        gap=level_gap(path.index),
        break_even=outcomes.needed(index, shock),
        break_even_published=outcomes.needed(path.published_index[own.code], shock),
        needed_next=outcomes.needed(index, last_year),
        outcome=outcome,
        recouped=recovery.recouped_share(index, base_year=base_year),
        cumulative_loss=float(recovery.cumulative_loss(index, base_year=base_year, until=loss_until).iloc[0])
        if loss_until > base_year
        else 0.0,
        loss_until=loss_until,
        trends=outcomes.trends(path, own.code),
        resilience=_resilience(path, own.code, shock, after),
        classes=_classes(index, base_year),
        ranking=outcomes.ranking(own, nearby, after),
        latest_ranking=outcomes.ranking(own, nearby, outcomes.last_year_of_most(own, nearby)),
        peers=outcomes.peers(own),
        breaks=path.breaks_of(own.code),
        rebuilt=region_versions()[own.code][-1] if own.code in path.rebuilt else None,
        history=region_history.region_history(own),
        nearby=nearby,
        positions=_positions(own, nearby),
        sectors=sector_analysis(own, references[0] if references else None, base_year, path),
        published=published_check(path, own.code),
        level_sources=tuple(_sources(codes)),
        peer_sources=tuple(_sources([peer.code for peer in outcomes.peers(own)])),
        sector_sources=tuple(source_ids({"grdp_sector": [own.code]})),
        provenance=_provenance(own, codes),
    )


def _last_shared_year(path: GrowthPath, last_year: int) -> int:
    shared = path.last_shared_year()
    return last_year if shared is None else shared


def _resilience(path: GrowthPath, code: str, shock: int, after: int) -> pd.DataFrame:
    measures: dict[str, tuple[Callable[..., pd.Series], int]] = {
        "sensitivity": (resilience.sensitivity, shock),
        "resistance": (resilience.resistance, shock),
        "recoverability": (resilience.recoverability, after),
    }
    others = [other for other in path.growth if other != code]
    table = pd.DataFrame(index=others, columns=list(measures), dtype="float64")
    for other in others:
        for name, (measure, year) in measures.items():
            try:
                table.loc[other, name] = measure(path.growth.loc[year, [code]], path.growth.loc[year, other]).iloc[0]
            except DataError:  # the reference had no shock, or no recovery: the measure is not defined, NaN says so
                continue
    return table


def _classes(index: pd.Series, base_year: int) -> pd.Series:
    years = [year for year in index.dropna().index if year > base_year]
    found = [resilience.resilience_class(index.loc[:year], base_year=base_year, at_year=year).iloc[0] for year in years]
    return pd.Series(found, index=pd.Index(years, name="year"), name="resilience_class", dtype="str")


def _positions(own: Region, nearby: GrowthPath) -> pd.DataFrame | None:
    """Set the region beside its peers and references, measure by measure.

    Returns
    -------
    DataFrame: BPS code × (measure, year); mean_growth of the years to the base year, growth of the shock and the
    recovery year (per cent), index of the recovery year and of the last year that most peers have (base year = 100).
    None where there are too few peers.
    """
    peers, base = [peer.code for peer in outcomes.peers(own)], nearby.base_year
    covered = mostly_covered(nearby.index[peers])
    if len(peers) < outcomes.MIN_PEERS or covered.empty:
        return None
    last = int(covered.index[-1])
    before = nearby.growth.loc[base - outcomes.TREND_YEARS + 1 : base]
    measures = {
        ("mean_growth", base): recovery.mean_growth(before, start=base - outcomes.TREND_YEARS + 1, end=base)
        if len(before) == outcomes.TREND_YEARS
        else pd.Series(float("nan"), index=before.columns),
        ("growth", base + 1): nearby.growth.loc[base + 1],
        ("growth", base + 2): nearby.growth.loc[base + 2],
        ("index", base + 2): nearby.index.loc[base + 2],
        ("index", last): nearby.index.loc[last],
    }
    return pd.DataFrame(measures)


def _sources(codes: list[str]) -> list[str]:
    """Ids of the sources of levels and rates, those of the first region first."""
    groups = (with_members(codes[:1]), with_members(codes))
    return [source for group in groups for source in source_ids(dict.fromkeys(["grdp_level", "grdp_growth"], group))]


def _provenance(own: Region, codes: list[str]) -> Provenance:
    peers = [peer.code for peer in outcomes.peers(own) if peer != own]
    codes = with_members(codes)
    return provenance(
        [*codes, *peers],
        inputs=inputs(own),
        sources=[*_sources([*codes, *peers]), *source_ids({"grdp_sector": codes})],
        conflicts_about=r"^grdp_(?:growth|adhk)$",
    )
