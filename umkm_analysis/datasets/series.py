"""Yearly series from the tables, as metrics take them: a row a year, a column a region, missing as NaN."""

from __future__ import annotations

import numpy as np
import pandas as pd

from umkm_analysis.datasets import regions, tables
from umkm_analysis.datasets.project import cached_per_project
from umkm_analysis.datasets.region_versions import changed_provinces, region_versions
from umkm_analysis.errors import DataError

LEVEL = "grdp_billion_idr_2010"
PRINTED_DIGIT = 0.01
"""Last digit that BPS prints of a rate in per cent, and of a level in billion rupiah where nothing else is said."""
LEVELS_UNIT, TEXT = "billion rupiah, 2010 prices", "text"


def levels() -> pd.DataFrame:
    """GRDP at constant 2010 prices: year × BPS code, billion rupiah; withheld cells are NaN."""
    return _wide("grdp_level", LEVEL, unit=LEVELS_UNIT)


@cached_per_project
def rebuilt_levels() -> pd.DataFrame:
    """Levels of the provinces whose territory changed, as sums of the kabupaten and kota they hold today.

    Returns
    -------
    DataFrame year × BPS code of such provinces, billion rupiah; NaN where a member that had been founded has no figure.
    Published levels of the same codes are of the former territory.
    """
    printed, versions = levels(), region_versions()
    sums = {}
    for code in sorted(changed_provinces()):
        members = [member.code for member in regions.members(regions.all_regions()[code])]
        founded = [(versions[member][0].valid_from or "")[:4] if member in versions else "" for member in members]
        figures = printed.reindex(columns=members)
        due = np.array([[str(year) >= first for first in founded] for year in figures.index])
        sums[code] = figures.sum(axis=1).mask((figures.isna() & due).any(axis=1))
    wide = pd.DataFrame(sums, index=printed.index).rename_axis(columns="code")
    wide.attrs["unit"] = LEVELS_UNIT
    return wide


@cached_per_project
def regions_with_levels() -> frozenset[str]:
    """BPS codes of the regions that have a GRDP level in some year, printed or added up from their members."""
    return frozenset(code for table in (levels(), rebuilt_levels()) for code in table.columns[table.notna().any()])


@cached_per_project
def regions_with_growth() -> frozenset[str]:
    """BPS codes of the regions that have a published rate of GRDP growth in some year."""
    rates = published_growth()
    return frozenset(rates.columns[rates.notna().any()])


def published_growth() -> pd.DataFrame:
    """GRDP growth as published: year × BPS code, per cent; NaN where none is published."""
    return _wide("grdp_growth", "growth_pct", unit="per cent")


def rounded_to() -> pd.DataFrame:
    """Last digit printed of every GRDP level: year × BPS code, billion rupiah; NaN where there is no level."""
    return _wide("grdp_level", "rounded_to", unit=LEVELS_UNIT).fillna(PRINTED_DIGIT).where(levels().notna())


def remarks(table: str, column: str) -> pd.DataFrame:
    """Status, state or source of every figure of a yearly table: year × BPS code, text.

    Parameters
    ----------
    table
        "grdp_level" or "grdp_growth".
    column
        "status", "bps_state" (final, preliminary, very preliminary, provisional; NaN where the publisher says nothing),
        "source_id" or "verified_by".
    """
    return _wide(table, column, unit=TEXT)


def sector_levels(code: str) -> pd.DataFrame:
    """GRDP at constant 2010 prices by sector: sector × year, billion rupiah; empty where there are none."""
    return _sector_levels(code).copy(deep=False) if code in _sectors() else pd.DataFrame()


def provisional_levels(code: str) -> dict[int, str]:
    """Years whose printed level of a region is not final, by what its publisher says of it."""
    states = remarks("grdp_level", "bps_state")
    own = states[code].dropna() if code in states else pd.Series(dtype=object)
    return {int(year): str(state) for year, state in own.items() if state != "final"}


def population() -> pd.DataFrame:
    """Population by BPS: year × BPS code, persons; only Jawa Timur and its regions so far.

    Years of different bases are not comparable: see :func:`population_bases`.
    """
    return _wide("population", "population", unit="persons")


@cached_per_project
def population_bases() -> pd.Series:
    """Year → base of the population figures: persons of two years are comparable where it is the same.

    Projections and the census they start from share a base ("sp2020"): what follows "projection_" or "census_".
    """
    rows = tables.read("population")[["year", "basis"]].drop_duplicates()
    bases = rows.assign(base=rows["basis"].str.split("_").str[-1]).groupby("year")["base"].unique()
    if (bases.map(len) > 1).any():
        raise DataError(f"data/population.csv: {list(bases.index[bases.map(len) > 1])} mix bases. Keep one a year.")
    return bases.map(lambda found: str(found[0])).rename_axis("year")


def registered_population() -> pd.DataFrame:
    """Registered population (Dukcapil): year × BPS code, persons; another definition than :func:`population`.

    Of the half-years printed, 30 June where there is one, else 31 December: see :func:`registered_halves`.
    """
    return _registered().copy(deep=False)


@cached_per_project
def registered_halves() -> dict[int, int]:
    """Half-year that each year of :func:`registered_population` is of: 1 ends on 30 June, 2 on 31 December."""
    rows = tables.read("population_registered")
    return {int(year): int(half) for year, half in rows.groupby("year")["semester"].min().items()}


@cached_per_project
def _registered() -> pd.DataFrame:
    rows = tables.read("population_registered")
    rows = rows[rows["semester"] == rows["year"].map(registered_halves())]
    wide = rows.pivot(index="year", columns="code", values="population").sort_index()  # noqa: PD010 - long to wide
    wide.index = wide.index.astype("int64")
    wide.attrs["unit"] = "persons"
    return wide


def _wide(table: str, column: str, *, unit: str) -> pd.DataFrame:
    return _pivoted(table, column, unit).copy(deep=False)


@cached_per_project
def _pivoted(table: str, column: str, unit: str) -> pd.DataFrame:
    long = tables.read(table)
    if unit == TEXT:
        wide = _spread(long, column)
    else:
        wide = long.pivot(index="year", columns="code", values=column).sort_index()  # noqa: PD010 - long to wide is this
    wide.index = wide.index.astype("int64")
    wide.attrs["unit"] = unit
    return wide


def _spread(long: pd.DataFrame, column: str) -> pd.DataFrame:
    """Pivot text in one block: pandas would keep it column by column, which costs where there are hundreds."""
    years, codes = pd.Categorical(long["year"]), pd.Categorical(long["code"])
    cells = np.full((len(years.categories), len(codes.categories)), np.nan, dtype=object)
    words = pd.Categorical(long[column])
    # the same few words many times: each is held once, not once a cell; the code of nothing is -1
    cells[years.codes, codes.codes] = np.append(words.categories.to_numpy(dtype=object), np.nan)[words.codes]
    index, columns = years.categories.rename("year"), codes.categories.rename("code")
    return pd.DataFrame(cells, index=index, columns=columns, dtype=object)


@cached_per_project
def _sectors() -> dict[str, pd.DataFrame]:
    """Rows of each region that have a level; a page asks for three regions of five hundred."""
    rows = tables.read("grdp_sector").dropna(subset=[LEVEL])[["code", "sector_code", "year", LEVEL]]
    return {str(code): table for code, table in rows.groupby("code")}


@cached_per_project
def _sector_levels(code: str) -> pd.DataFrame:
    wide = _sectors()[code].pivot(index="sector_code", columns="year", values=LEVEL)  # noqa: PD010 - likewise
    wide.columns = wide.columns.astype("int64")
    wide.attrs["unit"] = LEVELS_UNIT
    return wide
