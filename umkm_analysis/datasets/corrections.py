"""Corrections of known errors in sources, kept as data, each with a guard against outliving its error."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from umkm_analysis.errors import Problem, TableError

if TYPE_CHECKING:
    from typing import Any


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
    lines = {(row.code, row.year): row.Index for row in table[["code", "year"]].itertuples()}
    problems = []
    for fix in corrections.itertuples():
        line = lines.get((fix.code, fix.year))
        if line is not None and sleeps(fix, table.loc[line, "source_id"]):
            continue
        problem = _problem(fix, table, line)
        if problem is not None:
            problems.append(problem)
            continue
        withheld = fix.action == "withhold"
        table.loc[line, fix.column] = float("nan") if withheld else fix.value
        table.loc[line, "status"] = "withheld" if withheld else "corrected"
        table.loc[line, "correction_id"] = fix.reason_id
    if problems:
        raise TableError(label, problems)
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


def _problem(fix: Any, table: pd.DataFrame, line: int | None) -> Problem | None:
    row = fix.Index
    if line is None or fix.column not in table:
        expected = f"a cell of {fix.table}.csv; it has none for this code, year and column"
        return Problem(expected, row, "code + year + column", f"{fix.code}, {fix.year}, {fix.column}")
    if (fix.action == "replace") == pd.isna(fix.value):
        return Problem("a value for replace and none for withhold", row, "value", fix.action)
    printed = table.loc[line, fix.column]
    if printed != fix.source_value:
        expected = (
            f"{printed}, which {fix.table}.csv now holds: see whether the source has been mended, "
            "then remove or renew this correction"
        )
        return Problem(expected, row, "source_value", str(fix.source_value))
    return None
