"""Parts of LKPP's index of procurement governance (ITKP) that a region's lines of a year tell of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from umkm_analysis.datasets import tables
from umkm_analysis.datasets.procurement_lines.system_use import system_use
from umkm_analysis.metrics.contracting.governance import itkp_points
from umkm_analysis.rounding import HUNDRED

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

WEIGHTS = "itkp_weights"
LOCALIZED = ("label_id", "label_en", "definition_id", "definition_en", "note_id", "note_en")


def itkp_parts(connection: DuckDBPyConnection, year: int) -> pd.DataFrame:
    """Hold what the files tell against the parts of ITKP.

    Parameters
    ----------
    connection
        With the lines and papers of a region and the year.
    year
        The budget year.

    Returns
    -------
    A row a part, in LKPP's order: component, its words, weight (points of 100) with weight_year (the last year up to
    this one of which a weight is known) and its status, part, whole, unit (rupiah or packages), share (per cent) and
    points; missing where the files do not tell, or no source states a weight.
    """
    table = tables.read(WEIGHTS)
    parts = table.drop_duplicates("component")[["component", *LOCALIZED]].set_index("component")
    stated = table[table["weight"].notna() & (table["year"] <= year)].sort_values("year", kind="stable")
    weights = stated.drop_duplicates("component", keep="last").set_index("component")
    found = parts.assign(
        weight=weights["weight"].astype("float64"),
        weight_year=weights["year"].astype("Int64"),
        weight_status=weights["status"].astype("str"),
    )
    use = pd.DataFrame.from_dict(
        {component: (use.part, use.whole, use.unit) for component, use in system_use(connection).items()},
        orient="index",
        columns=["part", "whole", "unit"],
    ).reindex(found.index)
    # no share of a whole: plans may be above their budget
    share = use["part"].astype("float64") / use["whole"].astype("float64") * HUNDRED
    return found.assign(
        part=use["part"].astype("Int64"),
        whole=use["whole"].astype("Int64"),
        unit=use["unit"],
        share=share,
        points=itkp_points(share, found["weight"]),
    ).reset_index()
