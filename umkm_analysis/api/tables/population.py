"""Population of regions: BPS's estimates, and the register of Dukcapil."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pandas as pd

from umkm_analysis.api.guesses import guided
from umkm_analysis.api.result import one_a_region_and_year, used
from umkm_analysis.api.selection import select, select_years
from umkm_analysis.datasets import series, tables
from umkm_analysis.errors import UsageError

if TYPE_CHECKING:
    from umkm_analysis.api.selection import Regions, Years
    from umkm_analysis.api.tables.growth import Wide

BPS, REGISTERED = "bps", "dukcapil"


@guided
def population(  # noqa: PLR0913 - one argument a choice of the person
    regions: Regions = None,
    *,
    years: Years = None,
    by: Literal["bps", "dukcapil"] = "bps",
    kind: str | None = None,
    province: str | int | None = None,
    wide: Wide = False,
    notes: bool = False,
) -> pd.DataFrame:
    """Population of regions.

    Parameters
    ----------
    regions, years, kind, province, wide
        As for :func:`~umkm_analysis.grdp`.
    by
        "bps" for estimates and censuses of BPS (so far Jawa Timur and its 38 kabupaten and kota), "dukcapil" for
        persons in the register of residents (all regions, 2021 on): two definitions, never to be mixed.
    notes
        Add columns on each figure: base (persons of a region are comparable where it is the same), status, source.

    Returns
    -------
    DataFrame with code, name, year and population (persons; NaN where there is none).

    Raises
    ------
    UsageError
        If a region is unknown or a year is not covered, with near matches; if ``by`` is unknown.

    Notes
    -----
    BPS: projections from the census of 2010 and from that of 2020 do not join; ``attrs["breaks"]`` says where the base
    changes. Dukcapil: 30 June of a year where there is one, else 31 December. Sources: see ``attrs["sources"]``.

    Examples
    --------
    >>> import umkm_analysis as ua
    >>> ua.population("Kota Mojokerto", years=2020)["population"].tolist()
    [132434.0]
    """
    if by not in {BPS, REGISTERED}:
        raise UsageError(f'by="{by}" is unknown. Give "bps" or "dukcapil".')
    codes = select(regions, kind=kind, province=province)
    people = series.population() if by == BPS else series.registered_population()
    chosen = select_years(years, people.index)
    people = people.reindex(index=chosen, columns=codes).astype("float64")
    base, changes, noted = _bases(chosen) if by == BPS else _halves(chosen)
    shown = {
        "base": pd.DataFrame(dict.fromkeys(codes, base), index=chosen, dtype=object).where(people.notna()),
        **{name: _remarks(by, column, people) for name, column in (("status", "status"), ("source", "source_id"))},
    }
    return one_a_region_and_year(
        {"population": people},
        title="Population (BPS)" if by == BPS else "Registered population (Dukcapil)",
        units={"population": "persons"},
        extra=shown,
        wide=wide,
        notes=notes,
        sources=used(shown["source"], people),
        base_changes=changes,
        remarks=[noted] if noted else [],
    )


def _bases(years: list[int]) -> tuple[pd.Series, list[int], str]:
    bases = series.population_bases().reindex(years)
    known = bases.dropna()
    changes = [int(year) for year in known.index[1:][(known != known.shift()).iloc[1:]]]
    said = "; ".join(f"{known[year]} from {year}" for year in changes)
    return (
        bases,
        changes,
        f"Base of the estimates changes ({said}): figures before and after do not compare." if said else "",
    )


def _halves(years: list[int]) -> tuple[pd.Series, list[int], str]:
    halves = series.registered_halves()
    ends = {1: "30 June", 2: "31 December"}
    base = pd.Series({year: ends.get(halves.get(year, 0)) for year in years})
    late = [str(year) for year in years if halves.get(year) == 2]  # noqa: PLR2004 - the second half
    return base, [], f"Of 31 December: {', '.join(late)}; all others of 30 June." if late else ""


def _remarks(by: str, column: str, people: pd.DataFrame) -> pd.DataFrame:
    table = tables.read("population" if by == BPS else "population_registered")
    if by == REGISTERED:
        table = table[table["semester"] == table["year"].map(series.registered_halves())]
    wide = table.astype({column: object}).pivot(index="year", columns="code", values=column)  # noqa: PD010 - long to wide
    return wide.reindex(index=people.index, columns=people.columns).astype(object)
