"""Rules of a row: the whole rupiah of its line, and what makes it a bad one (SQL over the columns of a batch)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.datasets.procurement_lines.clean.cells import sql as cell_sql
from umkm_analysis.datasets.procurement_lines.formats import MONEY, REALISED

if TYPE_CHECKING:
    from umkm_analysis.datasets.procurement_lines.formats import Kind

MAX_RUPIAH = 10**15
"""Rupiah above which a single line is an error: a third of the state's budget."""
MAX_PERCENTAGE = 100
"""A part of at most 100 in a row of more is a percentage in a column of rupiah: nobody buys for so few rupiah."""


def whole_rupiah(kind: Kind) -> dict[str, str]:
    """Return the whole rupiah of a line (SQL).

    A part that is only a yes or no is all of the value, or nothing. A purchase of 0 or no rupiah has no value recorded
    yet: nothing of it is classified, and ``pending`` is what was negotiated, else the owner's estimate, else 0.
    """
    yet = "coalesce(value, 0) = 0" if kind.stage in REALISED else "false"
    parts = {
        name: f"CASE WHEN {yet} THEN NULL ELSE "
        f"coalesce(round({name}), CASE {name}_flag WHEN 1 THEN round(value) WHEN 0 THEN 0 END) END"
        for name in ("umkk", "pdn")
    }
    return {
        "value": "coalesce(round(value), 0)" if kind.stage in REALISED else "round(value)",
        **parts,
        "hps": "round(hps)",
        "pending": f"CASE WHEN {yet} THEN coalesce(nullif(round(negotiated), 0), round(hps), 0) END",
    }


def checks(kind: Kind, *, one_region: bool) -> list[tuple[str, str, str]]:
    """Return the checks of a row: field, condition of a bad row (SQL), and what is expected instead."""
    figure = "rupiah such as 5515570000, no formula, no percentage, no scientific notation, no 1.234 alone"
    rules = [
        ("package", "package IS NULL", "a package code"),
        ("package", cell_sql.broken_code("package"), "a code with all its digits, no formula"),
        ("rup", cell_sql.broken_code("rup"), "RUP codes with all their digits, no formula"),
        ("year", "year < 0", "a budget year such as 2025"),
        ("value", f"value IS NULL AND value_text IS NULL AND {kind.valued and kind.stage not in REALISED}",
         "the value in rupiah"),
        ("institution_name", f"institution_code IS NULL AND institution_name IS NULL AND {not one_region}",
         "an institution; or give --region"),
        ("umkk_flag", "umkk_flag = -1", "UKM or Non UKM, true or false"),
        ("pdn_flag", "pdn_flag = -1", "PDN or Non PDN, true or false"),
        ("bidders", "bidders < 0", "a count of bidders"),
        ("version", f"version < 0 AND {kind.amended}", "the number of an addendum such as 1"),
    ]  # fmt: skip
    read = kind.names()
    for name in (name for name in MONEY if name in read):
        rules += [
            (name, f"{name} IS NULL AND {name}_text IS NOT NULL", figure),
            (name, f"{name} < 0", "no negative rupiah"),
            (name, f"{name} > {MAX_RUPIAH}", f"at most {MAX_RUPIAH:,} rupiah a line"),
        ]
    whole = "CASE WHEN value_text IS NULL THEN 0 ELSE value END"
    for name in (name for name in ("umkk", "pdn") if name in read):
        rules += [
            (name, f"{name} > {whole} AND {whole} >= 0", "at most the value of its row"),
            (
                name,
                f"{name} > 0 AND {name} <= {MAX_PERCENTAGE} AND value > {MAX_PERCENTAGE}",
                "rupiah; this looks like a percentage",
            ),
        ]
    return rules
