"""Rows of totals inside an export: they are no packages, and would count everything twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duckdb import DuckDBPyConnection

WORDS = r"(?i)^\s*(?:(?:grand|sub|sub-)[ -]*)?(?:total|jumlah)(?:\s|:|=|\(|$)|^\s*\d[\d.,]*\s*paket\s*$"
"""What the first words of a row of totals are: TOTAL, Grand Total, Jumlah:, "400 paket"."""
FIELDS = ("year", "institution_code", "institution_name", "agency_name", "agency_code", "method", "category", "fund",
          "mark")  # fmt: skip
"""Fields in which such words name no thing; firms may be called Total."""
MIN_OTHERS = 3
"""Rows that a sum must be of to be more than chance."""


def named_totals(package: pa.Array, words: Mapping[str, pa.DictionaryArray]) -> pa.Array:
    """Return for every row whether its package or another cell says that it is a row of totals."""
    found = pc.fill_null(pc.match_substring_regex(package, WORDS), fill_value=False)
    for name in FIELDS:
        column = words.get(name)
        if column is None:
            continue
        cells = pc.fill_null(pc.match_substring_regex(column.dictionary, WORDS), fill_value=False)
        if pc.any(cells).as_py():
            found = pc.or_(found, pc.fill_null(cells.take(column.indices), fill_value=False))
    return found


def sums_of_the_others(connection: DuckDBPyConnection, file: str, *, totals: str, bad: str) -> list[tuple[Any, ...]]:
    """List the rows of the view ``judged`` whose value is the sum of all others of their file: id and package.

    Parameters
    ----------
    connection
        Where ``judged`` is.
    file
        SQL of a row's file.
    totals, bad
        Reasons of rows of totals that are known already, and of bad rows.
    """
    # a sum of all others is the largest of them: where that is none, no row need be looked at
    possible = f"""SELECT 1 FROM (SELECT sum(value) AS all_of, max(value) AS largest,
            sum(value) FILTER (WHERE reason IS NULL) AS kept, max(value) FILTER (WHERE reason IS NULL) AS largest_kept,
            max(value) FILTER (WHERE reason = ?) AS largest_bad
        FROM judged WHERE value > 0 AND (reason IS NULL OR reason NOT IN (?, ?) OR package IS NULL) GROUP BY {file})
        WHERE largest * 2 = all_of OR largest_kept * 2 = kept OR largest_bad >= kept LIMIT 1"""  # noqa: S608 - our own
    if not connection.execute(possible, [bad, totals, bad]).fetchall():
        return []
    query = f"""
        WITH rows AS (
            SELECT id, {file} AS file, package, value, reason FROM judged
            WHERE value > 0 AND (reason IS NULL OR reason NOT IN (?, ?) OR package IS NULL)
        ), sums AS (
            SELECT file, count(*) AS n, sum(value) AS all_of, sum(value) FILTER (WHERE reason IS NULL) AS kept,
                count(*) FILTER (WHERE reason IS NULL) AS n_kept FROM rows GROUP BY file
        )
        SELECT id, package FROM rows JOIN sums USING (file)
        WHERE (reason IS NULL OR reason = ?) AND (
            (n > {MIN_OTHERS} AND value * 2 = all_of)
            OR (reason IS NULL AND n_kept > {MIN_OTHERS} AND value * 2 = kept)
            OR (reason IS NOT NULL AND n_kept >= {MIN_OTHERS} AND value = kept)
        ) ORDER BY id"""  # noqa: S608 - our own names
    return connection.execute(query, [totals, bad, bad]).fetchall()
