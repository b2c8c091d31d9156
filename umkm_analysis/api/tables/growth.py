"""GRDP of regions: levels, growth, level index and recovery, all regions at once.

Figures are those of the reports: from the same growth path, which crosses no break in a series and follows a province
whose territory changed through the kabupaten and kota that it holds today.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal

import pandas as pd

from umkm_analysis.analysis.growth_path import REBUILT, GrowthPath, growth_path
from umkm_analysis.api.guesses import guided
from umkm_analysis.api.result import described, one_a_region_and_year, used
from umkm_analysis.api.selection import region_names, select, select_years, whole_year
from umkm_analysis.datasets import regions as known_regions
from umkm_analysis.datasets import series
from umkm_analysis.errors import UsageError
from umkm_analysis.metrics import recovery as recovery_metrics
from umkm_analysis.metrics.level import level_gap
from umkm_analysis.rounding import rounded_float

if TYPE_CHECKING:
    from typing import TypeAlias

    from umkm_analysis.api.selection import Regions, Years
    from umkm_analysis.datasets.breaks import Break

    Wide: TypeAlias = bool | Literal["code", "name"]

BASE_YEAR = 2019


@guided
def grdp(  # noqa: PLR0913 - one argument a choice of the person
    regions: Regions = None,
    *,
    years: Years = None,
    kind: str | None = None,
    province: str | int | None = None,
    wide: Wide = False,
    notes: bool = False,
) -> pd.DataFrame:
    """Gross regional domestic product at constant 2010 prices.

    Parameters
    ----------
    regions
        A name or code, several, a Series, a table with a column "code"; None or "all" for all 514 kabupaten and kota.
    years
        A year or several, such as ``range(2019, 2025)``; None for all.
    kind, province
        Choose among all regions, or tell namesakes apart; see :func:`~umkm_analysis.regions`.
    wide
        False for a row a region and year; True or "code" for years × BPS codes, "name" for years × names.
    notes
        Add columns on each figure: status, state, source, stretch.

    Returns
    -------
    DataFrame with code, name, year and grdp_billion_idr_2010 (billion rupiah at 2010 prices; NaN where none is
    printed or it is withheld). With ``notes``: status (verified, single_source, conflict, rebuilt, …), state (what its
    publisher says: final, preliminary, very preliminary, provisional), source, and stretch: levels of a region are
    comparable where its number is the same. ``attrs`` holds units, sources, edition, provisional years and breaks.

    Raises
    ------
    UsageError
        If a region is unknown or a year is not covered, with near matches.

    Notes
    -----
    The province of Papua, Papua Barat and those founded in 2022 are sums of the kabupaten and kota they hold today.
    Levels on two sides of a break are not comparable: :func:`~umkm_analysis.growth` and
    :func:`~umkm_analysis.level_index` do not cross one. Source: BPS; see ``attrs["sources"]``.

    Examples
    --------
    >>> import umkm_analysis as ua
    >>> ua.grdp("Kota Mojokerto", years=[2019, 2020, 2021])["grdp_billion_idr_2010"].tolist()
    [4985.68, 4801.46, 4976.49]
    """
    path = growth_path(select(regions, kind=kind, province=province), base_year=BASE_YEAR)
    chosen = select_years(years, path.levels.index)
    levels = path.levels.loc[chosen]
    remarks = {name: _of_levels(path, column).loc[chosen] for name, column in REMARKS.items()}
    return one_a_region_and_year(
        {"grdp_billion_idr_2010": levels},
        title="GRDP at constant 2010 prices",
        units={"grdp_billion_idr_2010": series.LEVELS_UNIT},
        extra={**remarks, "stretch": path.segment.loc[chosen]},
        wide=wide,
        notes=notes,
        sources=used(remarks["source"], levels),
        provisional=remarks["state"],
        breaks=_breaks(path, chosen),
        sum_of_members=list(path.rebuilt),
    )


@guided
def growth(  # noqa: PLR0913 - one argument a choice of the person
    regions: Regions = None,
    *,
    years: Years = None,
    kind: str | None = None,
    province: str | int | None = None,
    wide: Wide = False,
    notes: bool = False,
) -> pd.DataFrame:
    """Growth of GRDP on the previous year, at constant 2010 prices.

    growth[t] = (level[t] / level[t−1] − 1) * 100 where both levels exist on one side of a break, else as published

    Parameters
    ----------
    regions, years, kind, province, wide
        As for :func:`~umkm_analysis.grdp`.
    notes
        Add columns on each figure: calculated_from, published_pct, status, state, source.

    Returns
    -------
    DataFrame with code, name, year and growth_pct (per cent). With ``notes``: calculated_from (levels, published rates,
    sum of members), published_pct (as BPS published it, per cent), status, state and source of the figure.

    Raises
    ------
    UsageError
        If a region is unknown or a year is not covered, with near matches.

    Notes
    -----
    Not rounded: BPS prints two decimals. Of provinces that are sums of their members ``attrs["remarks"]`` has the rates
    that BPS publishes. Source: BPS; see ``attrs["sources"]``.

    Examples
    --------
    >>> import umkm_analysis as ua
    >>> ua.growth(["Kota Mojokerto", "Jawa Timur"], years=2021, wide="name").round(2).loc[2021].to_dict()
    {'Kota Mojokerto': 3.65, 'Jawa Timur': 3.56}
    """
    path = growth_path(select(regions, kind=kind, province=province), base_year=BASE_YEAR)
    chosen = select_years(years, path.growth.index)
    growth_ = path.growth.loc[chosen]
    return one_a_region_and_year(
        {"growth_pct": growth_},
        title="Growth of GRDP at constant 2010 prices",
        units={"growth_pct": "per cent on the previous year", "published_pct": "per cent on the previous year"},
        extra={
            "calculated_from": path.growth_from.loc[chosen],
            "published_pct": path.published.loc[chosen],
            **_of_path(path, chosen),
        },
        wide=wide,
        notes=notes,
        sources=used(path.source.loc[chosen], growth_),
        provisional=path.state.loc[chosen],
        breaks=_breaks(path, chosen),
        sum_of_members=list(path.rebuilt),
        remarks=_published_beside(path, chosen),
    )


@guided
def level_index(  # noqa: PLR0913 - one argument a choice of the person
    regions: Regions = None,
    *,
    base_year: int = BASE_YEAR,
    years: Years = None,
    kind: str | None = None,
    province: str | int | None = None,
    wide: Wide = False,
    notes: bool = False,
) -> pd.DataFrame:
    """Level of GRDP against a base year, base year = 100.

    index[t] = 100 * level[t] / level[base_year]; growth rates are chained where there are no levels

    Parameters
    ----------
    regions, years, kind, province, wide
        As for :func:`~umkm_analysis.grdp`.
    base_year
        The year that equals 100, usually the last one before a shock.
    notes
        Add columns on each figure: low, high, calculated_from, status, state, source.

    Returns
    -------
    DataFrame with code, name, year and level_index (index points; NaN on the other side of a break). With ``notes``:
    low and high (what rounding of the printed figures alone allows), calculated_from, status, state and source.

    Raises
    ------
    UsageError
        If a region is unknown or a year is not covered, with near matches.

    Notes
    -----
    Above 100 the economy is larger than in the base year; that says nothing of the path it would have taken. Source:
    BPS; see ``attrs["sources"]``.

    Examples
    --------
    Kota Mojokerto was still below 2019 in 2021, and above it in 2022.

    >>> import umkm_analysis as ua
    >>> ua.level_index("Kota Mojokerto", base_year=2019, years=range(2019, 2023))["level_index"].round(2).tolist()
    [100.0, 96.31, 99.82, 105.36]
    """
    codes, base_year = select(regions, kind=kind, province=province), _covered(base_year)
    path = growth_path(codes, base_year=base_year)
    chosen = select_years(years, path.index.index)
    index = path.index.loc[chosen]
    points = f"index points, {base_year} = 100"
    return one_a_region_and_year(
        {"level_index": index},
        title=f"Level index of GRDP at constant 2010 prices, {base_year} = 100",
        units=dict.fromkeys(("level_index", "low", "high"), points),
        extra={
            "low": path.index_low.loc[chosen],
            "high": path.index_high.loc[chosen],
            "calculated_from": path.index_from.loc[chosen],
            **_of_path(path, chosen),
        },
        wide=wide,
        notes=notes,
        sources=used(path.source.loc[chosen], index),
        provisional=path.state.loc[chosen].where(index.notna()),
        breaks=_breaks(path, chosen),
        sum_of_members=list(path.rebuilt),
        base_year=base_year,
    )


@guided
def recovery(
    regions: Regions = None,
    *,
    base_year: int = BASE_YEAR,
    kind: str | None = None,
    province: str | int | None = None,
) -> pd.DataFrame:
    """Fall and recovery of regions' GRDP after a base year, a row a region.

    Parameters
    ----------
    regions, kind, province
        As for :func:`~umkm_analysis.grdp`.
    base_year
        The last year before the shock.

    Returns
    -------
    DataFrame with code, name and

    * growth_shock_pct, growth_after_pct: growth of the two years after the base year, per cent
    * swing_pp: the difference of these two as printed (two decimals), percentage points
    * break_even_pct: growth that the second year needed to regain the base level, per cent; 0 where it stood above it
    * status: "no fall", "recovered" or "not recovered", up to last_year
    * fall_pct: deepest level of the first fall against the base year, per cent; 0 where nothing fell
    * trough_year, recovery_year, years_to_recover: missing where there is none
    * recouped_pct: share of the fall made good by last_year, per cent
    * last_year, level_index: newest year with a level index, and its value (base year = 100)

    Raises
    ------
    UsageError
        If a region is unknown or the base year is not covered, with near matches.

    Notes
    -----
    A high swing follows a deep fall and is no recovery: read level_index beside it. A region that has not recovered is
    censored at last_year. Definitions: :func:`umkm_analysis.metrics.recovery.recovery`. Source: BPS.

    Examples
    --------
    >>> import umkm_analysis as ua
    >>> city = ua.recovery("Kota Mojokerto", base_year=2019).loc[0]
    >>> print(city["swing_pp"], city["status"], city["recovery_year"], city["years_to_recover"])
    7.34 recovered 2022 3
    """
    codes, base_year = select(regions, kind=kind, province=province), _covered(base_year, after=2)
    path = growth_path(codes, base_year=base_year)
    outcome = recovery_metrics.recovery(path.index, base_year=base_year)
    shock, after = (path.growth.loc[base_year + years] for years in (1, 2))
    printed = path.growth.loc[[base_year + 1, base_year + 2]].map(partial(rounded_float, digits=2))
    swing = recovery_metrics.growth_swing(printed).loc[base_year + 2].map(partial(rounded_float, digits=2))
    needed = recovery_metrics.break_even_growth(level_gap(path.index).loc[base_year + 1])
    last = path.index.ffill().iloc[-1]
    last_year = outcome["last_year"].fillna(base_year).where(path.index.loc[base_year].notna())
    frame = pd.DataFrame(
        {
            "code": codes,
            "name": region_names(codes).to_numpy(),
            "growth_shock_pct": shock.to_numpy(),
            "growth_after_pct": after.to_numpy(),
            "swing_pp": swing.to_numpy(),
            "break_even_pct": needed.to_numpy(),
            "status": outcome["status"].to_numpy(),
            "fall_pct": outcome["fall"].to_numpy(),
            **{name: outcome[name].array for name in ("trough_year", "recovery_year", "years_to_recover")},
            "recouped_pct": outcome["recouped"].to_numpy(),
            "last_year": last_year.array,
            "level_index": last.to_numpy(),
        }
    )
    years = path.index.index[path.index.index >= base_year]
    newest = int(outcome["last_year"].max()) if outcome["last_year"].notna().any() else base_year
    earlier = frame.loc[(frame["last_year"] < newest).fillna(value=False), "code"]
    said = f"level_index is of {newest}, but of an earlier last_year for {', '.join(earlier)}."
    states = path.state.loc[years].where(path.index.loc[years].notna())
    return described(
        frame,
        title=f"Fall and recovery of GRDP after {base_year}",
        units={
            **dict.fromkeys(("growth_shock_pct", "growth_after_pct", "break_even_pct"), "per cent"),
            "swing_pp": "percentage points",
            "fall_pct": f"per cent of {base_year}",
            "recouped_pct": "per cent of the fall",
            "years_to_recover": f"years from {base_year}",
            "level_index": f"index points, {base_year} = 100",
        },
        sources=used(path.source.loc[years], path.index.loc[years]),
        breaks=_breaks(path, list(years)),
        provisional=states,
        sum_of_members=list(path.rebuilt),
        base_year=base_year,
        without_figures=frame.loc[frame["status"].isna(), "code"].tolist(),
        remarks=[said] if len(earlier) else [],
    )


REMARKS = {"status": "status", "state": "bps_state", "source": "source_id"}


def _published_beside(path: GrowthPath, years: list[int]) -> list[str]:
    """Say of each sum of members which rates BPS publishes of the province itself."""
    said = []
    for code in path.rebuilt:
        both = pd.DataFrame({"sum": path.growth.loc[years, code], "published": path.published.loc[years, code]})
        rates = [
            f"{row.published:.2f} in {row.Index} (sum: {rounded_float(row.sum, 2):.2f})"
            for row in both.dropna().itertuples()
        ]
        if rates:
            name = known_regions.all_regions()[code].name
            said.append(f"{code} {name}, per cent as BPS publishes it: {', '.join(rates)}.")
    return said


def _of_path(path: GrowthPath, years: list[int]) -> dict[str, pd.DataFrame]:
    return {name: getattr(path, name).loc[years] for name in ("status", "state", "source")}


def _of_levels(path: GrowthPath, column: str) -> pd.DataFrame:
    """Status, state or source of levels: year × BPS code; of sums what most members, or the least final, say."""
    found = series.remarks("grdp_level", column)
    wide = found.reindex(index=path.levels.index, columns=path.levels.columns)
    known = known_regions.all_regions()
    for code in path.rebuilt:
        members = found.reindex(path.levels.index, columns=[one.code for one in known_regions.members(known[code])])
        if column == "status":
            summed = pd.Series(REBUILT, index=wide.index, dtype=object)
        elif column == "source_id":
            summed = members.mode(axis=1)[0]
        else:
            summed = members.where(members != "final").bfill(axis=1).iloc[:, 0]
        wide[code] = summed.where(path.levels[code].notna())
    return wide


def _breaks(path: GrowthPath, years: list[int]) -> list[Break]:
    """Breaks between the years that a result shows."""
    return [one for one in path.breaks if years[0] < one.year <= years[-1]]


def _covered(base_year: int, *, after: int = 0) -> int:
    years = series.levels().index
    first, last = int(years.min()), int(years.max()) - after
    if not first <= whole_year(base_year) <= last:
        raise UsageError(f"base_year {base_year}: choose a year from {first} to {last}.")
    return whole_year(base_year)
