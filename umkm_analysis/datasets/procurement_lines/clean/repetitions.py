"""Rows of one package or contract: which repeat another, are amended or ended by it, or contradict it.

A contract is told by its number, in whatever spelling, and its supplier; a firm whose tax number stands in one row only
is the same firm in the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.datasets.procurement_lines.clean.cells.quoting import quoted
from umkm_analysis.datasets.procurement_lines.clean.cells.suppliers import NUMBERED
from umkm_analysis.datasets.procurement_lines.formats import BAD, CANCELLED, REALISED, REPEATED, SUPERSEDED, TERMINATED
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection

    from umkm_analysis.datasets.procurement_lines.formats import Kind

PACKAGE = "place, package"
"""Columns that identify a package."""
NUMBER = "upper(regexp_replace(contract, '\\s+', '', 'g'))"
"""Number of a contract, whatever its blanks and capitals."""
SAME = ("value", "umkk", "pdn", "umkk_flag", "pdn_flag", "bidders")
"""Columns in which rows of a package repeat each other, in every kind; see :func:`_alike`."""
MAX_REPEATED = 4_000_000
"""Rows of packages that stand more than once; what must be known of all of them at a time grows with them."""


def ended(connection: DuckDBPyConnection) -> str | None:
    """Return the query of what a terminated contract was before: else its earlier value would come back in full.

    As in :func:`_superseded`, an addendum bears the number of the contract, or its own: then it is of its supplier. A
    number that is terminated without a version is so whatever else stands under it.
    """
    terminated = f"reason = {quoted(TERMINATED)} AND (version > 0 OR contract IS NOT NULL)"
    query = f"SELECT count(*) FROM judged WHERE {terminated}"  # noqa: S608 - our own names
    if not connection.execute(query).fetchall()[0][0]:
        return None
    text = f"coalesce({NUMBER}, '') AS contract, coalesce(CAST(supplier AS VARCHAR), '') AS supplier"
    originals = "(FROM rows WHERE version = 0) USING (place, package, contract)"
    chains = (
        f"SELECT id FROM rows JOIN (SELECT {PACKAGE}, {name}, max(version) AS last FROM ({of}) GROUP BY ALL) "  # noqa: S608
        f"USING ({PACKAGE}, {name}) WHERE reason IS NULL AND (version < last OR {too})"
        for name, of, too in (
            ("contract", "FROM ended", "(version = last AND contract <> '')"),
            ("supplier", f"(FROM ended WHERE version > 0) ANTI JOIN {originals}", "false"),
        )
    )
    return (
        f"WITH rows AS (SELECT id, {PACKAGE}, {text}, version, reason FROM judged), "  # noqa: S608 - our own names
        f"ended AS (FROM rows WHERE reason = {quoted(TERMINATED)} AND (version > 0 OR contract <> '')) "
        f"{' UNION '.join(chains)}"
    )


def found(connection: DuckDBPyConnection, kind: Kind) -> Iterator[tuple[str, str]]:
    """Find rows that do not count beside others of their package; return queries of them, each with its reason.

    Of equal rows the first stays, of a contract the last addendum; in kinds of one row a package those that contradict
    each other are bad. A query is to be used before the next is asked for.
    """
    if kind.stage in REALISED and (kind.unique or kind.summed):
        yield _cancelled_elsewhere(), CANCELLED
    # only packages that stand more than once are compared: that is dear
    connection.execute(
        "CREATE TABLE twice AS SELECT bucket FROM judged WHERE reason IS NULL GROUP BY bucket HAVING count(*) > 1"
    )
    rows = connection.execute(
        "SELECT count(*) FROM judged SEMI JOIN twice USING (bucket) WHERE reason IS NULL"
    ).fetchall()[0][0]
    if not rows:
        return
    if rows > MAX_REPEATED:
        raise DataError(
            f"{rows:,} rows are of packages that stand more than once; at most {MAX_REPEATED:,} in one import. Give "
            "the files in parts, by institution or month; nothing was imported"
        )
    alike = _alike(kind)
    connection.execute(
        f"""CREATE TABLE several AS SELECT id, {PACKAGE}, {NUMBER} AS number, CAST(supplier AS VARCHAR) AS firm,
            starts_with(supplier, {quoted(NUMBERED)}) AS by_number, version, date, {", ".join(_stored(kind))}
        FROM judged SEMI JOIN twice USING (bucket) WHERE reason IS NULL"""  # noqa: S608 - our own names
    )
    query = "SELECT count(*) FILTER (by_number), count(*) FILTER (by_number IS NOT TRUE) FROM several"
    if not kind.unique and not kind.summed and all(connection.execute(query).fetchall()[0]):
        _unify_firms(connection, (*PACKAGE.split(", "), *(name for name in alike if name != "firm")))
        if kind.amended:
            _unify_firms(connection, (*PACKAGE.split(", "), "number"))
    query = f"SELECT 1 FROM several WHERE version > 0 OR {_numbered(kind)} LIMIT 1"  # noqa: S608 - our own names
    if connection.execute(query).fetchall():
        connection.execute(_undecided(kind))
        connection.execute(f"CREATE TABLE superseded AS {_superseded(kind)}")
        yield "FROM superseded", SUPERSEDED
        connection.execute("DELETE FROM several WHERE id IN (FROM superseded)")
    # groups, not windows: a window of one package needs memory for all its rows, of which a bomb has millions
    only = "WHERE product IS NOT NULL" if kind.summed else ""
    connection.execute(
        f"CREATE TABLE firsts AS SELECT coalesce(min(id) FILTER (by_number), min(id)) AS id FROM several {only} "  # noqa: S608
        f"GROUP BY {PACKAGE}, {', '.join(alike)}"
    )
    yield f"SELECT id FROM (FROM several {only}) ANTI JOIN firsts USING (id)", REPEATED  # noqa: S608 - our own names
    if kind.unique:
        identity = f"{PACKAGE}, agency" if kind.by_agency else PACKAGE
        connection.execute(
            f"CREATE TABLE differing AS SELECT {identity} FROM several SEMI JOIN firsts USING (id) "  # noqa: S608
            f"GROUP BY {identity} HAVING count(*) > 1"
        )
        connection.execute(
            f"CREATE TABLE contradicting AS SELECT id, package FROM several SEMI JOIN firsts USING (id) "  # noqa: S608
            f"SEMI JOIN differing USING ({identity})"
        )
        yield "FROM contradicting", BAD


def _cancelled_elsewhere() -> str:
    """Return the query of rows of packages that another row calls cancelled: as of two columns, that one holds."""
    cancelled = f"(SELECT {PACKAGE} FROM judged WHERE reason = {quoted(CANCELLED)})"  # noqa: S608 - our own names
    return f"SELECT id FROM judged SEMI JOIN {cancelled} USING ({PACKAGE}) WHERE reason IS NULL"  # noqa: S608


def _undecided(kind: Kind) -> str:
    """Return the query that makes a table of the contracts whose last row only the order of rows tells."""
    groups = f"{PACKAGE}, firm, number, version, date"
    return (
        f"CREATE TABLE undecided AS SELECT {groups} FROM several WHERE {_numbered(kind)} AND value > 0 "  # noqa: S608
        f"GROUP BY {groups} HAVING min(value) < max(value)"
    )


def _alike(kind: Kind) -> tuple[str, ...]:
    """Name the columns in which a row repeats another of its package."""
    if kind.summed:
        return (*SAME, "agency", "firm", "rup", "product")
    if kind.by_agency:
        return (*SAME, "agency")
    return SAME if kind.unique else (*SAME, "agency", "firm", "number", "mark", "method")


def _stored(kind: Kind) -> list[str]:
    return [name for name in _alike(kind) if name not in {"firm", "number"}]


def _numbered(kind: Kind) -> str:
    """Test whether a row has the number of a contract, of which one value counts, whether it names versions or not."""
    return f"({kind.amended} AND number IS NOT NULL)"


def _unify_firms(connection: DuckDBPyConnection, names: tuple[str, ...]) -> None:
    """Take two firms for one where rows agree in some columns, and the tax number of only one of them is known."""
    connection.execute(
        f"""CREATE OR REPLACE TABLE one AS SELECT {", ".join(names)}, min(firm) FILTER (by_number) AS known FROM several
        {"WHERE number IS NOT NULL" if names[-1] == "number" else ""} GROUP BY {", ".join(names)}
        HAVING min(firm) FILTER (by_number) = max(firm) FILTER (by_number)
            AND min(coalesce(firm, '')) FILTER (by_number IS NOT TRUE)
                = max(coalesce(firm, '')) FILTER (by_number IS NOT TRUE)"""  # noqa: S608 - our own names
    )
    if not connection.execute("FROM one LIMIT 1").fetchall():
        return
    same = " AND ".join(f"several.{name} IS NOT DISTINCT FROM one.{name}" for name in names)
    connection.execute(f"UPDATE several SET firm = known FROM one WHERE by_number IS NOT TRUE AND {same}")  # noqa: S608


def _superseded(kind: Kind) -> str:
    """Return the query of the rows that an addendum replaces.

    An addendum bears the number of the contract it amends, or a number of its own: then no row of its number is an
    original (version 0), and it amends what the same supplier has of the package. The last with a value counts, as in
    LKPP's own totals of a tender (selesai nilai). Of two rows of one number and version that differ the later counts.
    """
    by_number, by_firm = f"PARTITION BY {PACKAGE}, number", f"PARTITION BY {PACKAGE}, firm"
    last = f"{by_firm} ORDER BY has DESC, version DESC, date DESC NULLS LAST, id DESC"
    same = f"{by_firm}, number, version ORDER BY has DESC, date DESC NULLS LAST, id DESC"  # a version twice
    content = f"hash({', '.join(_stored(kind))})"
    chains = (
        f"SELECT id, {PACKAGE}, firm, number, version, date, has, {content} AS content, "  # noqa: S608 - our own names
        f"min(version) OVER ({by_number}) > 0 AND {kind.amended} AS renumbered, "
        f"coalesce(max(version) FILTER (has) OVER ({by_number}), max(version) OVER ({by_number})) AS newest "
        "FROM (SELECT *, coalesce(value, 0) > 0 AS has FROM several)"
    )
    return (
        f"SELECT id FROM ({chains}) "  # noqa: S608 - our own names
        f"QUALIFY CASE WHEN bool_or(renumbered) OVER ({by_firm}) "
        f"THEN version <> first_value(version) OVER ({last}) "
        f"OR number IS DISTINCT FROM first_value(number) OVER ({last}) ELSE version <> newest END "
        f"OR ((({kind.amended} AND version > 0) OR {_numbered(kind)}) "
        f"AND content IS DISTINCT FROM first_value(content) OVER ({same}))"
    )
