"""Corrections of known errors in sources, kept as data, each with a guard against outliving its error."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from pandas.api.types import is_numeric_dtype

from umkm_analysis.errors import Problem, TableError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

KEY = ("code", "year")
"""Columns that say whose a row is, which no correction may change."""


def correct(table: pd.DataFrame, corrections: pd.DataFrame, *, label: str) -> pd.DataFrame:
    """Apply the corrections of one table.

    Parameters
    ----------
    table
        The table as printed by its source, with columns code, year and status.
    corrections
        The rows of data/corrections.csv that belong to it.
    label
        Name of the corrections file in messages.

    Returns
    -------
    A new table; without corrections, the table itself. A correction of another release than the row's sleeps.
    Corrected cells have the new value and status "corrected", withheld ones NaN and status "withheld";
    ``correction_id`` has the reason.

    Raises
    ------
    TableError
        If a corrected cell does not exist, or no longer has the value that the correction was written for: the source
        has been corrected, so the correction must go.
    """
    if corrections.empty:
        return table
    table = table.assign(correction_id=pd.Series(None, index=table.index, dtype="str"))
    lines = _lines(table)
    problems: list[Problem] = []
    cells: dict[str, dict[int | None, Any]] = {}
    for fix in corrections.itertuples():
        line = lines.get((fix.code, fix.year))
        problem = _problem(fix, table, line)
        if problem is not None:
            problems.append(problem)
            continue
        if sleeps(fix, table.loc[line, "source_id"]):
            continue
        withheld = fix.action == "withhold"
        cells.setdefault(fix.column, {})[line] = float("nan") if withheld else fix.value
        cells.setdefault("status", {})[line] = "withheld" if withheld else "corrected"
        cells.setdefault("correction_id", {})[line] = fix.reason_id
    if problems:
        raise TableError(label, problems)
    for column, changed in cells.items():  # at once: a cell of text takes as long as all of its column
        table.loc[list(changed), column] = list(changed.values())
    return table


def sleeps(correction: Any, source_id: object) -> bool:
    """Whether a correction is about another release than the one a row is of.

    Parameters
    ----------
    correction
        Row of data/corrections.csv.
    source_id
        Of the row it would mend.
    """
    return isinstance(correction.source_id, str) and correction.source_id != source_id


def problems_of(corrections: pd.DataFrame, printed: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """Find corrections without the cell that they are of, or that have outlived their error; those that sleep have not.

    Parameters
    ----------
    corrections
        Rows of data/corrections.csv.
    printed
        Name → the table as printed; corrections of other tables are not looked at.
    """
    found = []
    for name, fixes in corrections.groupby("table"):
        if (table := printed.get(str(name))) is not None:
            lines = _lines(table)
            found += [_problem(fix, table, lines.get((fix.code, fix.year))) for fix in fixes.itertuples()]
    return [problem for problem in found if problem is not None]


def _lines(table: pd.DataFrame) -> dict[tuple[str, int], int]:
    cells = zip(table["code"].tolist(), table["year"].tolist(), table.index.tolist(), strict=True)
    return {(code, year): line for code, year, line in cells}


def _problem(fix: Any, table: pd.DataFrame, line: int | None) -> Problem | None:
    row = fix.Index
    if fix.column in KEY or fix.column not in table or not is_numeric_dtype(table[fix.column]):
        return Problem(f"the name of a column of figures of {fix.table}.csv", row, "column", fix.column)
    if line is None:
        return Problem(
            f"a row of {fix.table}.csv; it has none for this code and year",
            row,
            "code + year",
            f"{fix.code}, {fix.year}",
        )
    if (fix.action == "replace") == pd.isna(fix.value):
        return Problem("a value for replace and none for withhold", row, "value", fix.action)
    if sleeps(fix, table.loc[line, "source_id"]):
        return None
    printed = table.loc[line, fix.column]
    if printed != fix.source_value:
        expected = (
            f"{printed}, which {fix.table}.csv now holds: see whether the source has been mended, "
            "then remove or renew this correction"
        )
        return Problem(expected, row, "source_value", str(fix.source_value))
    return None
