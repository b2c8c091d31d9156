"""Published procurement shares of regions, each with what it is a share of, held against the mandate of its day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from umkm_analysis.analysis.mandates import share_rules
from umkm_analysis.api.guesses import guided
from umkm_analysis.api.result import described
from umkm_analysis.api.selection import is_every, region_names, select, select_years
from umkm_analysis.datasets import tables
from umkm_analysis.errors import UsageError, close_matches, did_you_mean
from umkm_analysis.reports.procurement_share.analysis import conflicting, held_against_mandates

if TYPE_CHECKING:
    from umkm_analysis.api.selection import Regions, Years

SHARE = "published_share_pct"
UNITS = {SHARE: "per cent", "mandate_pct": "per cent", "distance_pp": "percentage points"}
COLUMNS = [
    "code", "name", "scope", "as_of", SHARE, "numerator", "denominator", "basis", "mandate_pct", "distance_pp",
    "verdict", "instrument", "rule_kind", "conflict", "status", "source",
]  # fmt: skip


@guided
def procurement(
    regions: Regions = None,
    *,
    years: Years = None,
    numerator: str | None = None,
    kind: str | None = None,
    province: str | int | None = None,
) -> pd.DataFrame:
    """Published shares of procurement, held against the mandate of their day as the reports do.

    distance = share − mandate

    Parameters
    ----------
    regions
        As for :func:`~umkm_analysis.grdp`; None or "all" without ``kind`` and ``province`` for every region of any kind
        that has a published share. Of a list those without one are named in ``attrs["without_figures"]``.
    years
        Years of the dates; None for all.
    numerator
        "UMK-K", "PDN", "UMK", "UMKM", "local products"; None for all.
    kind, province
        As for :func:`~umkm_analysis.grdp`.

    Returns
    -------
    DataFrame, a row a published share, by region and date:

    * code, name; scope: the governments it is about, as published
    * as_of: day, month or year, as stated
    * published_share_pct: per cent
    * numerator, denominator ("not stated" where the source does not say of what), basis (planned, budgeted, allocated,
      committed, realised)
    * mandate_pct: per cent that the rule in force on that date sets; missing where none does
    * distance_pp: percentage points above it
    * verdict: "meets", "misses", "undetermined" (the numerator is not the law's), "no mandate"
    * instrument, rule_kind: the rule, and whether it is a law, an instruction or a target
    * conflict: whether another share of the same thing and date has another value
    * status, source: as in the procurement table

    Raises
    ------
    UsageError
        If a region or numerator is unknown, with near matches; if none of the regions has a published share.

    Notes
    -----
    Shares with another numerator, denominator or basis do not compare. Figures of a region's own procurement lines:
    :func:`~umkm_analysis.lines`. Definitions: :mod:`umkm_analysis.reports.procurement_share.analysis`.

    Examples
    --------
    >>> import umkm_analysis as ua
    >>> shares = ua.procurement("Kota Mojokerto", numerator="UMK-K")
    >>> shares[["as_of", "published_share_pct", "basis", "mandate_pct", "verdict"]].loc[0].astype(str).tolist()
    ['2023-09-15', '47.62', 'realised', '40.0', 'meets']
    """
    table = tables.read("procurement")
    table = table[table["indicator"].str.contains("_share")]
    table = table[table["as_of"].str[:4].astype("int64").isin(_years(years, table))]
    table = table[table["numerator"].isin(_numerators(numerator, table))]
    every = is_every(regions)
    if every and kind is None and province is None:
        codes = sorted(table["code"].unique())
    else:
        codes = select(regions, kind=kind, province=province)
    having = [code for code in codes if code in set(table["code"])]
    if not having:
        known = region_names(sorted(table["code"].unique()))
        raise UsageError(
            f"None of these regions has such a published procurement share; {len(known)} regions have one: "
            f"{', '.join(known.iloc[:3])}, …."
        )
    rules = share_rules()
    held = held_against_mandates(table[table["code"].isin(having)], rules)
    held = held.sort_values("code", key=lambda column: column.map(having.index), kind="stable")
    frame = held.assign(
        name=held["code"].map(region_names(having)).astype("str"),
        conflict=held.index.isin(conflicting(held).index),
    ).rename(columns={"value": SHARE, "mandate": "mandate_pct", "distance": "distance_pp", "source_id": "source"})
    used_rules = rules[rules["instrument"].isin(held["instrument"].dropna())]
    checked = held["verified_by"].dropna().str.split("; ").explode()
    return described(
        frame[COLUMNS].reset_index(drop=True),
        title="Published shares of procurement, and the mandate of their day",
        units=UNITS,
        sources=[*held["source_id"].value_counts().index, *checked, *used_rules["source_id"]],
        without_figures=[] if every else [code for code in codes if code not in having],
        remarks=_remarks(frame),
    )


def _years(years: Years, table: pd.DataFrame) -> list[int]:
    return select_years(years, pd.Index(table["as_of"].str[:4].astype("int64")))


def _numerators(numerator: str | None, table: pd.DataFrame) -> list[str]:
    known = sorted(table["numerator"].dropna().unique())
    if numerator is None:
        return known
    found = [name for name in known if name.lower() == numerator.strip().lower()]
    if not found:
        hint = did_you_mean(close_matches(numerator, known)) or f"There are {', '.join(known)}."
        raise UsageError(f'There is no share of "{numerator}" here. {hint}')
    return found


def _remarks(frame: pd.DataFrame) -> list[str]:
    said = []
    kinds = len(frame[["numerator", "denominator", "basis"]].drop_duplicates())
    if kinds > 1:
        said.append(f"Shares of {kinds} kinds (numerator, denominator, basis): those of different kinds do not compare")
    unstated = int((frame["denominator"] == "not stated").sum())
    if unstated:
        said.append(f"{unstated} of {len(frame)} do not say of what they are a share")
    if frame["conflict"].any():
        said.append(f"{int(frame['conflict'].sum())} contradict another one of the same thing and date")
    return [f"{text}." for text in said]
