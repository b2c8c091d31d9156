"""Sectors of regions: what the 17 of them produce, their share, and what each adds to growth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from umkm_analysis.analysis.growth_path import growth_path
from umkm_analysis.analysis.sectors import sector_analysis
from umkm_analysis.api.guesses import guided
from umkm_analysis.api.result import described
from umkm_analysis.api.selection import region_names, select, select_years
from umkm_analysis.api.tables.growth import BASE_YEAR
from umkm_analysis.datasets import regions as known_regions
from umkm_analysis.datasets import series, tables
from umkm_analysis.datasets.breaks import breaks_of
from umkm_analysis.errors import UsageError

if TYPE_CHECKING:
    from umkm_analysis.api.selection import Regions, Years

LEVEL = series.LEVEL
ROUNDING = 0.005
"""What rounding changes a printed figure by at most, billion rupiah."""

UNITS = {LEVEL: series.LEVELS_UNIT, "share_pct": "per cent of GRDP", "contribution_pp": "percentage points of growth"}


@guided
def sectors(  # noqa: PLR0913 - one argument a choice of the person
    regions: Regions = None,
    *,
    years: Years = None,
    kind: str | None = None,
    province: str | int | None = None,
    wide: bool | str = False,
    notes: bool = False,
) -> pd.DataFrame:
    """GRDP by sector at constant 2010 prices, its share, and its contribution to growth.

    share = 100 * sector / GRDP of the region; contribution[t] = 100 * (sector[t] − sector[t−1]) / GRDP[t−1]

    Parameters
    ----------
    regions, years, kind, province
        As for :func:`~umkm_analysis.grdp`. None or "all" for every kabupaten and kota whose sectors are in the tables:
        so far the 38 of Jawa Timur; of a list those without sectors are named in ``attrs["without_figures"]``.
    wide
        False for a row a region, year and sector; True or "share_pct" for a row a region and year with the share of
        each sector in a column of its letter, which charts name; "contribution_pp" or "grdp_billion_idr_2010" likewise.
    notes
        Add columns on each figure: status, source.

    Returns
    -------
    DataFrame, a row a region, year and sector: code, name, year, sector (letter of KBLI 2009), sector_name,
    grdp_billion_idr_2010 (billion rupiah at 2010 prices), share_pct (per cent of the region's GRDP; NaN where the
    sectors do not add up to it within rounding: they are of another release, which a remark says), contribution_pp
    (percentage points of the region's growth; NaN in the first year, across a break, and where the region's growth does
    not rest on its levels).

    Raises
    ------
    UsageError
        If a region is unknown, none of them has sectors, or a year is not covered; of ``wide`` with notes.

    Notes
    -----
    Names of the letters: ``attrs["sector_names"]``. Rates of sectors are not added up: contributions are. Source: see
    ``attrs["sources"]``.

    Examples
    --------
    >>> import umkm_analysis as ua
    >>> trade = ua.sectors("Kota Mojokerto", years=2019).set_index("sector").loc["G"]
    >>> trade["sector_name"], round(float(trade["share_pct"]), 1)
    ('Wholesale and retail trade; repair of motor vehicles and motorcycles', 29.9)
    """
    measure = _measure(wide=wide, notes=notes)
    table = tables.read("grdp_sector").dropna(subset=[LEVEL])
    codes = select(regions, kind=kind, province=province)
    known = set(table["code"])
    having = [code for code in codes if code in known]
    if not having:
        names = ", ".join(region_names(sorted(known)[:3]))
        raise UsageError(f"None of these regions has sectors in the tables; {len(known)} have: {names}, ….")
    every = isinstance(regions, str) or regions is None
    chosen = select_years(years, pd.Index(table["year"].astype("int64")))
    rows = table[table["code"].isin(having) & table["year"].isin(chosen)].astype({"year": "int64"})
    totals = growth_path(having, base_year=BASE_YEAR).levels
    order = {code: place for place, code in enumerate(having)}
    rows = rows.sort_values(
        ["code", "year", "sector_code"], key=lambda column: column.map(order) if column.name == "code" else column
    )
    years, places = (totals.index.get_indexer(rows["year"]), totals.columns.get_indexer(rows["code"]))
    total = pd.Series(totals.to_numpy()[years, places], index=rows.index)
    apart = _apart(rows, total)
    share = (rows[LEVEL] / total * 100).mask(apart)
    wanted = pd.MultiIndex.from_frame(rows[["code", "sector_code", "year"]])
    frame = pd.DataFrame(
        {
            "code": rows["code"],
            "name": rows["code"].map(region_names(having)),
            "year": rows["year"],
            "sector": rows["sector_code"],
            "sector_name": rows["sector_code"].map(tables.read("sectors").set_index("sector_code")["name_en"]),
            LEVEL: rows[LEVEL],
            "share_pct": share,
            "contribution_pp": _contributions(having).reindex(wanted).to_numpy(),
            **({"status": rows["status"], "source": rows["source_id"]} if notes else {}),
        }
    ).reset_index(drop=True)
    known_names = tables.read("sectors").set_index("sector_code")["name_en"]
    letters = [letter for letter in known_names.index if letter in set(frame["sector"])]
    if measure:
        frame = _side_by_side(frame, measure, letters)
    found = breaks_of(having, "grdp_sector")
    return described(
        frame,
        title="GRDP by sector at constant 2010 prices",
        units=dict.fromkeys(letters, UNITS[measure]) if measure else UNITS,
        sources=rows["source_id"].value_counts().index,
        breaks=[one for one in found if chosen[0] < one.year <= chosen[-1]],
        remarks=_remarks(rows[apart]),
        without_figures=[] if every else [code for code in codes if code not in known],
        sector_names={letter: str(known_names[letter]) for letter in letters},
        **({"sector_columns": dict.fromkeys(letters, measure)} if measure else {}),
    )


def _apart(rows: pd.DataFrame, total: pd.Series) -> pd.Series:
    """Whether the sectors of a row's region and year do not add up to its GRDP within rounding."""
    printed = rows.groupby(["code", "year"])[LEVEL]
    allowed = (printed.transform("count") + 1) * ROUNDING
    return (printed.transform("sum") - total).abs() > allowed


def _remarks(apart: pd.DataFrame) -> list[str]:
    """Say whose shares are left out."""
    named = [f"{code} in {year}" for code, year in apart[["code", "year"]].drop_duplicates().itertuples(index=False)]
    if not named:
        return []
    return [f"No shares of {', '.join(named)}: the sectors do not add up to the GRDP, which is of another release."]


def _measure(*, wide: bool | str, notes: bool) -> str:
    """Figure that stands side by side; empty where none does."""
    if wide is False:
        return ""
    measure = "share_pct" if wide is True else wide
    if measure not in UNITS:
        raise UsageError(f"wide={wide!r} is unknown. Give {', '.join(map(repr, UNITS))}, True or False.")
    if notes:
        raise UsageError("Notes are columns of the tidy shape. Give either notes=True or wide, not both.")
    return measure


def _side_by_side(frame: pd.DataFrame, measure: str, letters: list[str]) -> pd.DataFrame:
    keys = ["code", "name", "year"]
    table = frame.pivot(index=keys, columns="sector", values=measure)[letters]  # noqa: PD010 - long to wide
    return table.rename_axis(columns=None).reset_index()


def _contributions(codes: list[str]) -> pd.Series:
    """Contributions of sectors as the reports work them out: (code, sector, year) → percentage points."""
    found = {}
    for code in codes:
        first = int(series.sector_levels(code).columns.min())
        result = sector_analysis(known_regions.all_regions()[code], None, first, growth_path([code], base_year=first))
        if result is not None:
            found[code] = result.contribution.stack()  # noqa: PD013 - wide to long, keys in the index
    if not found:
        return pd.Series(dtype="float64")
    return pd.concat(found, names=["code", "sector_code", "year"])
