"""Balanced panel of regions for econometrics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from umkm_analysis.analysis.growth_path import growth_path
from umkm_analysis.api.guesses import guided
from umkm_analysis.api.result import described
from umkm_analysis.api.selection import select, select_years
from umkm_analysis.api.tables.growth import BASE_YEAR, grdp
from umkm_analysis.datasets import regions as known_regions
from umkm_analysis.errors import UsageError

if TYPE_CHECKING:
    from umkm_analysis.api.selection import Regions, Years


@guided
def panel(
    regions: Regions = None,
    *,
    years: Years = None,
    kind: str | None = None,
    province: str | int | None = None,
) -> pd.DataFrame:
    """Balanced panel of GRDP: every region that has a level in every year, breaks as dummies.

    Parameters
    ----------
    regions, years, kind, province
        As for :func:`~umkm_analysis.grdp`.

    Returns
    -------
    DataFrame with the index (code, year), so that panel estimators take it as it is, and the columns

    * name, province_code: for fixed effects and clusters
    * grdp_billion_idr_2010, ln_grdp: level in billion rupiah at 2010 prices, and its natural logarithm
    * growth_pct: per cent on the previous year; NaN in the year of a break and in the first year of the tables
    * after_break: how many breaks of its series lie between the region's first year here and this one, 0 where none;
      interact it with the region, or leave the regions of ``attrs["breaks"]`` out
    * not_final: 1 where the publisher calls the figure preliminary, very preliminary or provisional

    ``attrs["left_out"]`` names the regions that miss a year.

    Raises
    ------
    UsageError
        If a region is unknown, a year is not covered, or no region has all years.

    Notes
    -----
    Levels on two sides of a break differ by more than growth: a regression in levels needs the dummy. Provinces are
    sums of the kabupaten and kota they hold today where their territory changed. Source: BPS.

    Examples
    --------
    >>> import umkm_analysis as ua
    >>> table = ua.panel(years=range(2016, 2024))
    >>> table.index.get_level_values("code").nunique() * 8 == len(table), table["ln_grdp"].isna().sum()
    (True, np.int64(0))
    >>> table.loc[("1602", 2021):("1602", 2022), "after_break"].tolist()
    [0, 1]
    """
    codes = select(regions, kind=kind, province=province)
    path = growth_path(codes, base_year=BASE_YEAR)
    chosen = select_years(years, path.levels.index)
    there = path.levels.loc[chosen].notna().all()
    kept = [code for code in codes if there[code]]
    if not kept:
        raise UsageError(f"No region has a level in each of {len(chosen)} years. Choose fewer years.")
    tidy = grdp(kept, years=chosen, notes=True)
    segment = path.segment.loc[chosen, kept]
    known = known_regions.all_regions()
    provinces = {code: known[code].parent_code if known[code].is_local else code for code in kept}
    frame = pd.DataFrame(
        {
            "code": tidy["code"],
            "year": tidy["year"],
            "name": tidy["name"],
            "province_code": tidy["code"].map(provinces),
            "grdp_billion_idr_2010": tidy["grdp_billion_idr_2010"],
            "ln_grdp": np.log(tidy["grdp_billion_idr_2010"]),
            "growth_pct": path.growth.loc[chosen, kept].to_numpy().ravel(order="F"),
            "after_break": (segment - segment.iloc[0]).to_numpy().ravel(order="F"),
            "not_final": (tidy["state"].notna() & (tidy["state"] != "final")).astype("int64"),
        }
    ).set_index(["code", "year"])
    about = tidy.attrs
    result = described(
        frame,
        title=f"Balanced panel of {len(kept)} regions, {chosen[0]}–{chosen[-1]}",
        units={
            **about["units"],
            "ln_grdp": "natural logarithm of billion rupiah",
            "growth_pct": "per cent on the previous year",
        },
        left_out=[code for code in codes if not there[code]],
    )
    result.attrs |= {
        name: about[name] for name in ("sources", "breaks", "provisional", "sum_of_members") if name in about
    }
    return result
