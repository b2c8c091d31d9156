"""A province's kabupaten and kota side by side: who regained the base level, when, and how far apart they lie."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from umkm_analysis.analysis import region_history
from umkm_analysis.analysis.growth_path import GrowthPath, growth_path, mostly_covered, refuse_uncovered
from umkm_analysis.analysis.provenance import Provenance, provenance, source_ids, with_remarks
from umkm_analysis.analysis.sectors import SectorAnalysis, sector_analysis
from umkm_analysis.analysis.usable_rows import find_usable
from umkm_analysis.datasets import regions, series
from umkm_analysis.datasets.boundaries import store as boundaries
from umkm_analysis.datasets.fingerprints import merged
from umkm_analysis.datasets.region_versions import region_versions
from umkm_analysis.errors import UsageError
from umkm_analysis.metrics import comparison, convergence, growth, recovery
from umkm_analysis.reports.province_overview import Unavailable
from umkm_analysis.rounding import HUNDRED
from umkm_analysis.summaries import summarised

if TYPE_CHECKING:
    from collections.abc import Iterable

    from umkm_analysis.analysis.region_history import RegionHistory
    from umkm_analysis.datasets.breaks import Break
    from umkm_analysis.datasets.fingerprints import Inputs
    from umkm_analysis.datasets.region_versions import RegionVersion
    from umkm_analysis.datasets.regions import Region

STATES = ("preliminary", "provisional", "very preliminary")
"""What a publisher says of figures that are not final, the least final last."""
BOUNDARIES = "boundaries"
"""Name of imported boundaries among what the report reads."""
QUARTILES = {"lowest": 0.0, "lower_quartile": 0.25, "median": 0.5, "upper_quartile": 0.75, "highest": 1.0}


@summarised
@dataclass(frozen=True)
class Dispersion:
    """How unequal GRDP per person is between the regions, by year."""

    measures: pd.DataFrame
    """Year × williamson_index, theil_t, theil_l, sigma_dispersion, coefficient_of_variation. The first three are
    weighted by population."""
    windows: tuple[tuple[int, int], ...]
    """First and last year of every base of the population: measures are comparable within one."""
    counted: tuple[str, ...]
    """BPS codes with a figure in every year: the same ones in all of them."""
    left_out: tuple[str, ...]
    """BPS codes that lack one."""


@summarised
@dataclass(frozen=True)
class Convergence:
    """Which regions are ahead, and whether those behind caught up."""

    types: pd.DataFrame
    """Region × income (million rupiah a person, 2010 prices, last year), growth (mean annual, per cent), type; see
    :func:`~umkm_analysis.metrics.convergence.klassen_typology`."""
    income: float
    """Of the province, the reference."""
    growth: float
    first_year: int
    """First year whose growth counts."""
    last_year: int
    beta: pd.Series | None
    """See :func:`~umkm_analysis.metrics.convergence.beta_convergence`; None where too few regions or years exist."""
    beta_years: tuple[int, int]
    """Within the first base of the population."""
    new_base: int | None
    """First year of the next base, where the line stops; None where there is one base only."""


class _Counts:
    """How many of the ranked members regained their base level."""

    ranked: pd.Series
    ranked_then: pd.Series

    @property
    def regained(self) -> int:
        """How many of the ranked regions stand at or above their base level."""
        return int((self.ranked >= HUNDRED).sum())

    @property
    def regained_then(self) -> int:
        """How many did in the recovery year."""
        return int((self.ranked_then >= HUNDRED).sum())


@summarised
@dataclass(frozen=True)
class RankedMembers(_Counts):
    """A province's members by rank: what the verdicts rest on; the fields are those of the report's result."""

    region: Region
    path: GrowthPath
    base_year: int
    recovery_year: int
    last_year: int
    ranked: pd.Series
    ranked_then: pd.Series


@summarised
@dataclass(frozen=True)
class ProvinceOverview(_Counts):
    """Everything the report on a province says, as figures."""

    region: Region
    nation: Region
    members: tuple[Region, ...]
    base_year: int
    recovery_year: int
    """Two years after the base year."""
    last_year: int
    """Last year in which most members have a figure: the year they are ranked in."""
    last_shared_year: int
    """Last year in which most members, the province and the nation have one."""
    path: GrowthPath
    """Of the province, the nation and the members."""
    ranked: pd.Series
    """Level index of every member with a figure in the last year, best first; base year = 100."""
    ranked_then: pd.Series
    """The same for the recovery year."""
    spread: pd.DataFrame
    """Year × lowest, lower_quartile, median, upper_quartile, highest level index of the members."""
    outcome: pd.DataFrame
    """Row of :func:`~umkm_analysis.metrics.recovery.recovery` per member and for the province."""
    regained_share: float
    """Share of the members' base-year GRDP made in those at or above their base level in the last year, per cent: a
    ratio of sums over the members with both figures."""
    dispersion: Dispersion | None
    """With the population by BPS; None where that is not in the tables."""
    registered: Dispersion | None
    """With the registered population, another definition; None where that is not in the tables."""
    convergence: Convergence | None
    """None likewise."""
    sectors: SectorAnalysis | None
    """None where no sector figures exist."""
    breaks: tuple[Break, ...]
    """Where levels or rates of the province or of a member stop being comparable: such a member's index ends, or
    begins, at its break."""
    history: RegionHistory | None
    """What changed of the province's territory; None where nothing did."""
    rebuilt: RegionVersion | None
    """Present version of a province whose own figures are the sums of its members; None elsewhere."""
    member_sources: tuple[str, ...]
    """Ids of the sources of the members' levels and rates."""
    level_sources: tuple[str, ...]
    """Of theirs, the province's and the nation's."""
    population_sources: tuple[str, ...]
    registered_sources: tuple[str, ...]
    sector_sources: tuple[str, ...]
    provenance: Provenance

    @property
    def own_year(self) -> int:
        """Last year with a level index of the province itself, which may end before its members'."""
        return self.path.last_year(self.region.code) or self.base_year

    @property
    def left_out(self) -> int:
        """How many members have no figure in the last year."""
        return len(self.members) - len(self.ranked)

    @cached_property
    def provisional_years(self) -> dict[int, str]:
        """Years with a figure that is not final, by the least final one of the province and its members."""
        return provisional_years(self.path, [self.region.code, *(member.code for member in self.members)])


def provisional_years(path: GrowthPath, codes: Iterable[str]) -> dict[int, str]:
    """Years with a figure that is not final, by the least final one of some regions."""
    states: dict[int, str] = {}
    for code in codes:
        for year, state in path.provisional_years(code).items():
            states[year] = max(states.get(year, state), state, key=STATES.index)
    return dict(sorted(states.items()))


def unavailable_reason(region: Region) -> Unavailable | None:
    """Reason why there can be no overview of a region; None where there can."""
    return None if region.kind == "province" else Unavailable.NOT_A_PROVINCE


def inputs(region: Region) -> Inputs:
    """Rows of the tables that an overview of a province reads."""
    codes = [region.code, regions.NATION, *(member.code for member in regions.members(region))]
    figures = {"grdp_level": codes, "grdp_growth": codes, "grdp_sector": [region.code], "population": codes}
    figures["population_registered"] = codes[2:]
    remarked = with_remarks({"regions": codes, **figures, "sectors": None}, about=region.code)
    return merged(remarked, region_history.inputs(region))


def extra_inputs(region: Region) -> dict[str, str]:
    """Fingerprint of the imported boundaries that the map shows; nothing where there are none."""
    imported = boundaries.boundaries()
    digits = imported.fingerprint(region.code) if imported else ""
    return {BOUNDARIES: digits} if digits else {}


def analyse(region: str | int, *, base_year: int = 2019) -> ProvinceOverview:
    """Set a province's regions side by side.

    Parameters
    ----------
    region
        BPS code (text or number) or name of a province.
    base_year
        The last year before the shock.

    Raises
    ------
    UsageError
        If there is no such region, or it is no province.
    DataError
        If the tables do not reach from the base year to two years after it.
    """
    own = find_usable(region, inputs)
    if unavailable_reason(own) is not None:
        raise UsageError(f"{own.code} {own.name} is no province; the overview is of a province's kabupaten and kota.")
    refuse_uncovered(base_year)
    nation = regions.all_regions()[regions.NATION]
    members = tuple(regions.members(own))
    codes = [member.code for member in members]
    path = growth_path([own.code, nation.code, *codes], base_year=base_year)
    members_ranked = ranked_members(own, path, codes)
    covered, last = mostly_covered(path.index[codes]), members_ranked.last_year
    dispersion = _dispersion(codes, series.population(), series.population_bases())
    return ProvinceOverview(
        region=own,
        nation=nation,
        members=members,
        base_year=base_year,
        recovery_year=base_year + 2,
        last_year=last,
        last_shared_year=_last_shared_year(path, own, nation, covered),
        path=path,
        ranked=members_ranked.ranked,
        ranked_then=members_ranked.ranked_then,
        spread=_spread(covered),
        outcome=recovery.recovery(path.index[[own.code, *codes]], base_year=base_year),
        regained_share=_regained_share(path, codes, last),
        dispersion=dispersion,
        convergence=None if dispersion is None else _convergence(own.code, codes, dispersion, path),
        sectors=sector_analysis(own, None, base_year, path),
        breaks=path.breaks,
        history=region_history.region_history(own),
        rebuilt=region_versions()[own.code][-1] if own.code in path.rebuilt else None,
        registered=_dispersion(codes, series.registered_population()),
        member_sources=tuple(source_ids(dict.fromkeys(["grdp_level", "grdp_growth"], codes))),
        level_sources=tuple(source_ids(dict.fromkeys(["grdp_level", "grdp_growth"], codes)))
        + tuple(source_ids(dict.fromkeys(["grdp_level", "grdp_growth"], (own.code, nation.code)))),
        population_sources=tuple(source_ids({"population": codes})),
        registered_sources=tuple(source_ids({"population_registered": codes})),
        sector_sources=tuple(source_ids({"grdp_sector": [own.code]})),
        provenance=_provenance(own, nation, codes),
    )


def ranked_members(own: Region, path: GrowthPath, codes: list[str]) -> RankedMembers:
    """Rank a province's members by their level index.

    Parameters
    ----------
    own
        The province.
    path
        Of the province and its members at least.
    codes
        BPS codes of the members.
    """
    index = path.index[codes]
    last, then = int(mostly_covered(index).index[-1]), path.base_year + 2
    ranked, ranked_then = (index.loc[year].dropna().sort_values(ascending=False) for year in (last, then))
    return RankedMembers(own, path, path.base_year, then, last, ranked, ranked_then)


def _last_shared_year(path: GrowthPath, own: Region, nation: Region, covered: pd.DataFrame) -> int:
    shared = path.last_shared_year([own.code, nation.code])
    last = int(covered.index[-1])
    return last if shared is None else min(shared, last)


def _spread(index: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({name: index.quantile(part, axis=1) for name, part in QUARTILES.items()})


def _regained_share(path: GrowthPath, codes: list[str], year: int) -> float:
    base = path.levels.loc[path.base_year, codes]
    now = path.index.loc[year, codes]
    known = base.notna() & now.notna()
    return float(base[known & (now >= HUNDRED)].sum() / base[known].sum() * 100)


def _dispersion(codes: list[str], population: pd.DataFrame, bases: pd.Series | None = None) -> Dispersion | None:
    """Measures of inequality by year.

    Parameters
    ----------
    codes
        BPS codes of the members.
    population
        Year × BPS code.
    bases
        Year → base of the population; None where all years have the same.
    """
    levels, people = series.levels().reindex(columns=codes), population.reindex(columns=codes)
    years = levels.index.intersection(people.dropna(how="all").index)
    if years.empty:
        return None
    levels, people = levels.loc[years], people.loc[years].astype("float64")
    whole = (levels.notna() & people.notna()).all()
    counted = [code for code in codes if whole[code]]
    value, weight = levels[counted] / people[counted], people[counted]
    measures = pd.DataFrame(
        {
            "williamson_index": comparison.williamson_index(value, weight),
            "theil_t": comparison.theil_t(value, population=weight),
            "theil_l": comparison.theil_l(value, population=weight),
            "sigma_dispersion": comparison.sigma_dispersion(value),
            "coefficient_of_variation": comparison.coefficient_of_variation(value),
        }
    )
    left_out = tuple(code for code in codes if not whole[code])
    return Dispersion(measures, _windows(years, bases), tuple(counted), left_out)


def _windows(years: pd.Index, bases: pd.Series | None) -> tuple[tuple[int, int], ...]:
    if bases is None:
        return ((int(years[0]), int(years[-1])),)
    of_base = pd.Series(years, index=years).groupby(bases.reindex(years), sort=False)
    return tuple((int(window.iloc[0]), int(window.iloc[-1])) for _, window in of_base)


def _convergence(own: str, codes: list[str], dispersion: Dispersion, path: GrowthPath) -> Convergence | None:
    """Classify the regions that the measures of inequality count, and fit a line through all with both ends."""
    start, last = int(dispersion.measures.index[0]), int(dispersion.measures.index[-1])
    people = series.population().reindex(columns=[own, *codes]).astype("float64")
    person = series.levels().reindex(columns=[own, *codes]) / people * 1000  # million rupiah
    counted = list(dispersion.counted)
    mean = growth.mean_growth(path.growth[[own, *counted]], start=start + 1, end=last)
    income, reference = person.loc[last, counted], float(person.loc[last, own])
    if not pd.notna(reference + mean[own]):
        return None
    types = convergence.klassen_typology(
        income, mean[counted], reference_income=reference, reference_growth=float(mean[own])
    )
    first_window, *later = dispersion.windows
    end = min(path.base_year, first_window[1])
    ends = person.loc[[start, end], codes].dropna(axis=1) if start < end else pd.DataFrame()
    beta = (
        convergence.beta_convergence(ends.loc[start], ends.loc[end], years=end - start)
        if ends.shape[1] >= convergence.MIN_REGIONS
        else None
    )
    table = pd.DataFrame({"income": income, "growth": mean[counted], "type": types})
    return Convergence(
        table, reference, float(mean[own]), start + 1, last, beta, (start, end), later[0][0] if later else None
    )


def _provenance(own: Region, nation: Region, codes: list[str]) -> Provenance:
    everybody = [own.code, nation.code, *codes]
    used = {"grdp_level": everybody, "grdp_growth": everybody, "grdp_sector": [own.code], "population": everybody}
    used["population_registered"] = codes
    return provenance(
        everybody, inputs=inputs(own), sources=source_ids(used), conflicts_about=r"^grdp_(?:growth|adhk)$"
    )
