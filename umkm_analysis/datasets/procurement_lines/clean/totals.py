"""Rows inside an export that are no packages: totals, which would count everything twice, numbers of columns, notes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from umkm_analysis.datasets.procurement_lines.clean.cells import scan

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
COLUMN_NUMBER = re.compile(r"\(?\d{1,2}\)?")
"""What stands below a column in a row that numbers them; nobody buys for so few rupiah."""
MIN_NUMBERS = 3
"""Cells that such a row has at least."""


def named_totals(package: pa.Array, words: Mapping[str, pa.DictionaryArray]) -> pa.Array:
    """Return for every row whether its package or another cell says that it is a row of totals."""
    if _may_name_totals(package):
        found = pc.fill_null(pc.match_substring_regex(package, WORDS), fill_value=False)
    else:
        found = pa.repeat(pa.scalar(value=False), len(package))
    for name in FIELDS:
        column = words.get(name)
        if column is None:
            continue
        cells = pc.fill_null(pc.match_substring_regex(column.dictionary, WORDS), fill_value=False)
        if pc.any(cells).as_py():
            found = pc.or_(found, pc.fill_null(cells.take(column.indices), fill_value=False))
    return found


def _may_name_totals(codes: pa.Array) -> bool:
    """Whether some letters of :data:`WORDS` stand anywhere in a column, of which most codes have none."""
    if not scan.is_ascii(codes) or scan.holds(codes, "jJkK"):
        return True
    return scan.holds(codes, "oO") and scan.holds(codes, "lL")


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


def numbers_columns(raw: pa.Table) -> int | None:
    """Return the number of the first row of a table if it numbers the columns, as forms do: (1), (2) and so on.

    Parameters
    ----------
    raw
        First batch of a source: text of the fields, and ``row``.
    """
    cells = [str(raw[name][0].as_py() or "").strip() for name in raw.column_names if name != "row"]
    filled = [cell for cell in cells if cell]
    numbers = {cell.strip("()") for cell in filled if COLUMN_NUMBER.fullmatch(cell)}
    apart = len(filled) >= MIN_NUMBERS and len(numbers) == len(filled)
    return int(raw["row"][0].as_py()) if apart else None


def note_rows(
    rows: pa.ChunkedArray, flat: Mapping[str, pa.Array], printed: Mapping[str, Any], numbers: int | None
) -> pa.Array:
    """Return for every row whether it is a note or numbers the columns, and so no package.

    A note is a row without package and rupiah that holds one cell at most: what has lost its code alone holds more.

    Parameters
    ----------
    rows
        Number of every row.
    flat, printed
        Cells of the fields, NULL where there is none.
    numbers
        Row that numbers the columns.
    """
    found = pc.equal(rows, -1 if numbers is None else numbers).combine_chunks()
    if not flat["package"].null_count or not flat["value"].null_count:
        return found
    bare = pc.and_(pc.is_null(flat["package"]), pc.is_null(flat["value"]))
    at = pc.indices_nonzero(bare)
    filled = pa.repeat(pa.scalar(0, pa.int8()), len(at))
    for column in (*flat.values(), *printed.values()):
        cells = pc.utf8_trim_whitespace(column.take(at).cast(pa.string()))
        filled = pc.add(filled, pc.fill_null(pc.not_equal(cells, ""), fill_value=False).cast(pa.int8()))
    return pc.or_(found, pc.replace_with_mask(bare, bare, pc.less_equal(filled, 1)))
