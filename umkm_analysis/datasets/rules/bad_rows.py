"""Rules of rows that cannot be used: whose they may be, and what is still known of a region whose row is bad."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from umkm_analysis.errors import Problem

CODE = re.compile(r"[0-9]{4}")
NATION = "0000"
KINDS = {"Kabupaten": "kabupaten", "Kota": "kota"}
"""First word of a name → the kind that it says."""
BELONGING = ("code", "kind", "parent_code", "version", "valid_from", "valid_to")
"""Columns of the regions and of their versions that say which region lies in which province."""


@dataclass(frozen=True)
class BadRow:
    """A row that cannot be used."""

    file: str
    """Path in the project, as data/grdp_level.csv."""
    problem: Problem
    concerns: Mapping[str, AbstractSet[str]]
    """Table → keys: whatever reads rows of these keys there may have read this row."""

    def __str__(self) -> str:
        """Return file, row, column, value and expectation."""
        return f"{self.file}: {self.problem}"


def columns_of(problem: Problem) -> list[str]:
    """Columns that a problem is about; none where it is about the row."""
    return problem.column.split(" + ") if problem.column else []


def keys_of(problem: Problem, keys: pd.Series, bad: AbstractSet[int]) -> set[str]:
    """Keys that a bad row may belong to.

    Its own; and, where the key is what is wrong, those of the rows above and below it: tables are kept in the order of
    their keys.

    Parameters
    ----------
    problem
        What is wrong; its row is a line of the file.
    keys
        Line → cell of the table's key column.
    bad
        Lines whose key is wrong.
    """
    line = problem.row
    found = {str(keys[line])} if pd.notna(keys[line]) else set()
    if line in bad:
        sound = keys[~keys.index.isin(list(bad))].dropna()
        found |= {*sound[sound.index < line].tail(1), *sound[sound.index > line].head(1)}
    return found


def provinces_of(codes: AbstractSet[str], problem: Problem, *tables: pd.DataFrame) -> set[str]:
    """Codes of the provinces that some regions may lie in, where a bad row leaves that open; none where it does not.

    Parameters
    ----------
    codes
        BPS codes of the regions.
    problem
        What is wrong with a row of regions or region_versions.
    tables
        Both, as printed.
    """
    columns = columns_of(problem)
    if columns and not set(columns) & set(BELONGING):
        return set()
    named = {str(code) for table in tables for code in table.loc[table["code"].isin(codes), "parent_code"].dropna()}
    return (named | {f"{code[:2]}00" for code in codes if CODE.fullmatch(code)}) - {NATION}


def usable_regions(table: pd.DataFrame, problems: Sequence[Problem]) -> pd.DataFrame:
    """Keep regions whose rows are bad, as far as they are known: without them nobody could say which reports fail.

    What cannot be used of a row is left empty; its kind, province and name are what its name and code say.

    Parameters
    ----------
    table
        Every row of data/regions.csv.
    problems
        What is wrong with them.

    Returns
    -------
    The rows of usable codes, each code once.
    """
    found = table.copy()
    for problem in problems:
        columns = columns_of(problem) or [name for name in table.columns if name != "code"]
        found.loc[problem.row, [name for name in columns if name != "code"]] = None
    codes = found["code"].where(found["code"].str.fullmatch(CODE).fillna(value=False).astype(bool))
    found = found[codes.notna() & ~codes.duplicated()]
    for line in found.index[found.index.isin([problem.row for problem in problems])]:
        code, name, kind, parent = found.loc[line, ["code", "name", "kind", "parent_code"]]
        if pd.isna(kind):
            by_name = KINDS.get("" if pd.isna(name) else name.split(" ")[0])
            kind = "nation" if code == NATION else by_name or ("province" if code.endswith("00") else "kabupaten")
        if pd.isna(parent) and kind != "nation":
            parent = NATION if kind == "province" else f"{code[:2]}00"
        found.loc[line, ["name", "kind", "parent_code"]] = [code if pd.isna(name) else name, kind, parent]
    orphans = found["parent_code"].notna() & ~found["parent_code"].isin(found["code"])
    return found.assign(parent_code=found["parent_code"].mask(orphans))
