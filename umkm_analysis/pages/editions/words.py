"""Words for the figures of the tables, where they stand in a list of changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.datasets import regions, tables
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import mark, t
from umkm_analysis.pages import provisional

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from umkm_analysis.datasets.editions.compare import Change

FIGURE = {
    "grdp_level": mark("{product} harga konstan 2010, miliar rupiah"),
    "grdp_growth": mark("pertumbuhan publikasi, persen"),
    "grdp_sector": mark("PDRB sektor, miliar rupiah"),
    "population": mark("penduduk, jiwa"),
    "population_registered": mark("penduduk terdaftar, jiwa"),
    "procurement": mark("angka pengadaan"),
    "umkm_published": mark("angka UMKM yang dipublikasikan"),
    "onboarding": mark("UMKM menurut status"),
    "channels": mark("kanal pemasaran"),
    "certifications": mark("sertifikat"),
    "claims": mark("pernyataan publik"),
    "mandates": mark("kewajiban belanja"),
    "direct_award_limits": mark("batas pengadaan langsung, rupiah"),
    "itkp_weights": mark("bobot ITKP"),
}
DIGITS = {"grdp_level": 2, "grdp_growth": 2, "grdp_sector": 2, "procurement": 2, "claims": 2}
"""Decimals of a table's figures; others are whole numbers."""


def table(name: str, codes: Iterable[str] = ()) -> str:
    """Name the figures of a table with their unit; ``codes`` are of the regions they are of."""
    return labels.label(FIGURE, name, product=labels.product_of(codes))


def table_name(name: str) -> str:
    """Name a table, whether it holds figures or not."""
    return table(name) if name in FIGURE else name


def figure(change: Change, *, of: str | None = None) -> str:
    """Name a figure: what it is, and what tells it from others of its table.

    Parameters
    ----------
    change
        Of the figure.
    of
        BPS code of the page's region, which goes without saying; None to name no region.
    """
    key = [sector(change.key[0])] if change.table == "grdp_sector" else list(change.key)
    known = regions.all_regions()
    named = [known[change.code].name] if of not in {None, change.code} and change.code in known else []
    return ": ".join([*named, table(change.table, [change.code]), *([", ".join(key)] if key else [])])


def sector(code: str) -> str:
    """Name a sector."""
    rows = tables.read("sectors")
    return next(
        (f"{code} {labels.localized(row, 'name')}" for row in rows.itertuples() if row.sector_code == code), code
    )


def years(found: set[int], states: Mapping[int, str]) -> str:
    """Write years as stretches, with the marks of those that are not final: 2010–2020, 2022*."""
    stretches: list[list[int]] = []
    for year in sorted(found):
        if stretches and stretches[-1][-1] == year - 1:
            stretches[-1].append(year)
        else:
            stretches.append([year])
    ends = [dict.fromkeys([stretch[0], stretch[-1]]) for stretch in stretches]
    return ", ".join("–".join(provisional.year(number, states) for number in both) for both in ends)


def listed(changes: list[Change], states: Mapping[int, str]) -> str:
    """List changes table by table, with the years they are of, or their number where there are no years.

    Parameters
    ----------
    changes
        Of one or several tables.
    states
        Years whose figures are not final, by their state.
    """
    parts = []
    for name in dict.fromkeys(change.table for change in changes):
        mine = [change for change in changes if change.table == name]
        dated = {change.year for change in mine if change.year is not None}
        what = table(name, {change.code for change in mine})
        few = t("{what} ({count})", what=what, count=len(mine))
        parts.append(t("{what} ({years})", what=what, years=years(dated, states)) if dated else few)
    return "; ".join(parts)
