"""Words of charts: what is measured, in the chart's language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from umkm_analysis.i18n.labels import label, product_of, short_sector_names
from umkm_analysis.i18n.translation import mark, nt, t

if TYPE_CHECKING:
    import pandas as pd

    from umkm_analysis.api.plot.values import Values

MEASURES = {
    "grdp_billion_idr_2010": mark("{product} ADHK 2010 (miliar rupiah)"),
    "growth_pct": mark("Pertumbuhan {product} ADHK 2010 (persen)"),
    "published_pct": mark("Pertumbuhan {product} ADHK 2010 menurut publikasi (persen)"),
    "level_index": mark("Indeks {product} ADHK 2010, {base} = 100"),
    "growth_shock_pct": mark("Pertumbuhan {product} ADHK 2010 pada {shock} (persen)"),
    "growth_after_pct": mark("Pertumbuhan {product} ADHK 2010 pada {after} (persen)"),
    "swing_pp": mark("Pertumbuhan {after} dikurangi pertumbuhan {shock} (poin persen)"),
    "break_even_pct": mark("Pertumbuhan yang diperlukan pada {after} untuk kembali ke tingkat {base} (persen)"),
    "fall_pct": mark("Titik terendah (persen terhadap {base})"),
    "recouped_pct": mark("Bagian penurunan yang sudah pulih (persen)"),
    "years_to_recover": mark("Tahun sejak {base} sampai pulih"),
    "population": mark("Penduduk (jiwa)"),
    "share_pct": mark("Bagian dalam {product} ADHK 2010 (persen)"),
    "published_share_pct": mark("Pangsa pengadaan menurut publikasi (persen)"),
    "distance_pp": mark("Jarak ke batas minimal (poin persen)"),
    "share_lower_pct": mark("Batas bawah pangsa pengadaan (persen)"),
    "share_upper_pct": mark("Batas atas pangsa pengadaan (persen)"),
    "contribution_pp": mark("Sumbangan pada pertumbuhan (poin persen)"),
}
"""Column of a result → what a chart says it measures; any other column is named as it is, with its unit."""

OF_SECTORS = {
    "share_pct": mark("{sector}, bagian dalam {product} ADHK 2010 (persen)"),
    "contribution_pp": mark("{sector}, sumbangan pada pertumbuhan (poin persen)"),
    "grdp_billion_idr_2010": mark("{sector}, {product} ADHK 2010 (miliar rupiah)"),
}
"""The same for columns that are sectors, side by side."""
NEEDS_BASE = re.compile(r"\{(?:base|shock|after)\}")


def measure_of(found: Values, *, extra: str = "") -> str:
    """Say what is measured, in which unit and year, and of how many regions a figure is missing."""
    base = found.about.get("base_year")
    named = f"{found.column} ({found.unit})" if found.unit else found.column
    years = {} if base is None else {"base": base, "shock": base + 1, "after": base + 2}
    if found.column in MEASURES and (years or not NEEDS_BASE.search(MEASURES[found.column])):
        named = label(MEASURES, found.column, product=product_of(found.by_code.index), **years)
    if of_sector := found.about.get("sector_columns", {}).get(found.column):
        sector = short_sector_names()[found.column]
        named = label(OF_SECTORS, of_sector, sector=sector, product=product_of(found.by_code.index))
    missing = nt("{count} daerah tanpa angka", found.missing) if found.missing else ""
    year = "" if found.year is None else str(found.year)
    return "; ".join(part for part in (f"{named}, {year}" if year else named, extra, missing) if part)


def highest_and_lowest(names: pd.Series) -> str:
    """Title of regions that are in order, the highest first."""
    if len(names) == 1:
        return str(names.iloc[0])
    return t("{first} tertinggi, {last} terendah", first=names.iloc[0], last=names.iloc[-1])
