"""From rows of text to lines, in DuckDB: read, judge, leave out with a reason, add up."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING

import pyarrow as pa

from umkm_analysis.datasets.lines import parsing
from umkm_analysis.datasets.lines.kinds import BAD, MONEY, OTHER_YEAR, REPEATED, SUPERSEDED
from umkm_analysis.datasets.lines.parsing import NULL
from umkm_analysis.datasets.lines.reconciliation import NOTHING, LeftOut
from umkm_analysis.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from duckdb import DuckDBPyConnection

    from umkm_analysis.datasets.lines.institutions import Institution
    from umkm_analysis.datasets.lines.kinds import Kind

MOST = 10**15
"""Rupiah above which a single line is an error: a third of the state's budget."""
LIKE_A_SHARE, FROM = 100, 1_000_000
"""A part of at most 100 in a line of a million or more is a percentage in a column of rupiah."""
MOST_LISTED = 10_000
PACKAGE = "institution_code, institution_name, package"
"""What a package is known by."""
WORDS = ("category", "fund", "status", "announced", "cancelling", "mark", "product", "supplier_region")
ROOM = 1 << 40
"""Numbers a file's rows may have: file and row make one number by which a row is known."""
READ_BEFORE = 1 << 18
"""Rows that are gathered before they go into the table."""


def _shown(name: str) -> str:
    return f"rtrim(rtrim(CAST({name} AS VARCHAR), '0'), '.')"


@dataclass(frozen=True)
class Reading:
    """How the rows of a source are to be read."""

    kind: Kind
    year: int
    one_region: bool
    """Whether a person said whose rows these are, so that they need not name their institution."""
    secret: str
    """Tax numbers are hashed with it."""


def stage(connection: DuckDBPyConnection, reading: Reading, batches: Iterable[pa.RecordBatch], *, file: int) -> None:
    """Read batches of text into table ``judged``: every row with the reason why it is left out, NULL where it is kept.

    Tax numbers become keyed hashes on the way.
    """
    gathered: list[pa.RecordBatch] = []
    separator: str | None = None
    first = True
    for batch in chain(batches, [None]):
        if batch is not None:
            gathered.append(batch)
        if gathered and (batch is None or sum(one.num_rows for one in gathered) >= READ_BEFORE):
            raw = pa.Table.from_batches(gathered)
            names = [name for name in reading.kind.names() if raw[name].null_count < raw.num_rows]
            table = pa.table({"row": raw["row"], **{name: parsing.cleaned(raw[name]) for name in names}})
            if first:
                separator = parsing.thousands([table[name] for name in MONEY if name in names])
            first, gathered = False, []
            _insert(connection, reading, table, file, separator)


def _insert(
    connection: DuckDBPyConnection, reading: Reading, table: pa.Table, file: int, separator: str | None
) -> None:
    kind, names = reading.kind, table.column_names[1:]
    connection.register("arriving", table)
    flawed = " OR ".join(f"coalesce({wrong}, false)" for _, wrong, _, _ in checks(reading.one_region))
    reasons = " ".join(f"WHEN coalesce({rule}, false) THEN {parsing.quoted(reason)}" for reason, rule in kind.left_out)
    query = (
        f"SELECT *, hash({PACKAGE}) AS bucket, CASE "  # noqa: S608 - our own names
        f"WHEN year <> {reading.year} THEN {parsing.quoted(OTHER_YEAR)} {reasons} WHEN {flawed} THEN "
        f"{parsing.quoted(BAD)} END AS reason "
        f"FROM (SELECT {', '.join(_read(kind, names, file, reading.secret, separator))} FROM arriving)"
    )
    connection.execute(f"CREATE TABLE IF NOT EXISTS judged AS {query} LIMIT 0")
    connection.execute(f"INSERT INTO judged {query}")
    connection.unregister("arriving")


def _read(kind: Kind, fields: Collection[str], file: int, secret: str, separator: str | None) -> list[str]:
    def of(name: str) -> str:
        return name if name in fields else NULL

    method = f"coalesce({of('method')}, {parsing.quoted(kind.method)})" if kind.method else of("method")
    read = [f"{file}::INTEGER AS file", "row", f"{file} * {ROOM} + row AS id"]
    for name in MONEY:
        read.append(
            f"{parsing.money(name, separator)} AS {name}"
            if name in fields
            else f"CAST(NULL AS DECIMAL(18, 2)) AS {name}"
        )
        # the text of a cell is kept only where it cannot be read
        unread = (
            f"CASE WHEN ({parsing.money(name, separator)}) IS NULL THEN left({name}, 60) END"
            if name in fields
            else NULL
        )
        read.append(f"{unread} AS {name}_text")
    read += [
        f"left({of('year')}, 60) AS year_text",
        f"TRY_CAST({parsing.code(of('year'))} AS INTEGER) AS year",
        f"left({parsing.code(of('institution_code'))}, 200) AS institution_code",
        f"{of('institution_name')} AS institution_name",
        f"coalesce({parsing.name(of('agency_name'))}, {parsing.code(of('agency_code'))}) AS agency",
        f"{parsing.code(of('package'))} AS package",
        f"{parsing.codes(of('rup'))} AS rup",
        f"{parsing.supplier(of('supplier_npwp'), of('supplier_name'), of('supplier_code'), secret)} AS supplier",
        f"{method} AS method",
        f"{parsing.day(of('date'))} AS date",
        f"{of('date')} IS NOT NULL AS dated",
        f"CAST({parsing.flag(of('umkk_flag'))} AS TINYINT) AS umkk_flag",
        f"left({of('umkk_flag')}, 60) AS umkk_flag_text",
        f"CAST({parsing.flag(of('pdn_flag'))} AS TINYINT) AS pdn_flag",
        f"left({of('pdn_flag')}, 60) AS pdn_flag_text",
        f"TRY_CAST({parsing.code(of('bidders'))} AS INTEGER) AS bidders",
        f"left({of('bidders')}, 60) AS bidders_text",
        f"coalesce(TRY_CAST({parsing.code(of('version'))} AS INTEGER), 0) AS version",
        f"{parsing.code(of('contract'))} AS contract",
        f"{parsing.truth(of('active'))} AS active",
        f"{parsing.truth(of('deleted'))} AS deleted",
        *(f"{of(name)} AS {name}" for name in WORDS),
    ]
    return read


def checks(one_region: object) -> list[tuple[str, str, str, str]]:
    """Return field, what is wrong with a row (SQL), what stands there (SQL) and what should."""
    figure = "rupiah such as 5515570000, no formula, no percentage, no scientific notation, no 1.234 alone"
    found = [
        ("package", "package IS NULL", "NULL", "a package code"),
        ("package", parsing.broken_code("package"), "package", "a code with all its digits, no formula"),
        ("rup", parsing.broken_code("rup"), "rup", "RUP codes with all their digits, no formula"),
        ("year", "year_text IS NOT NULL AND year IS NULL", "year_text", "a budget year such as 2025"),
        ("value", "value IS NULL AND value_text IS NULL", "NULL", "the value in rupiah"),
        ("institution_name", f"institution_code IS NULL AND institution_name IS NULL AND {not one_region}", "NULL",
         "an institution; or give --region"),
        ("umkk_flag", "umkk_flag = -1", "umkk_flag_text", "UKM or Non UKM, true or false"),
        ("pdn_flag", "pdn_flag = -1", "pdn_flag_text", "PDN or Non PDN, true or false"),
        ("bidders", "bidders_text IS NOT NULL AND coalesce(bidders, -1) < 0", "bidders_text", "a count of bidders"),
    ]  # fmt: skip
    for name in MONEY:
        found += [
            (name, f"{name} IS NULL AND {name}_text IS NOT NULL", f"{name}_text", figure),
            (name, f"{name} < 0", _shown(name), "no negative rupiah"),
            (name, f"{name} > {MOST}", _shown(name), f"at most {MOST:,} rupiah a line"),
        ]
    for name in ("umkk", "pdn"):
        shown = _shown(name)
        found += [
            (name, f"{name} > value AND value >= 0", shown, "at most the value of its row"),
            (
                name,
                f"{name} > 0 AND {name} <= {LIKE_A_SHARE} AND value >= {FROM}",
                shown,
                "rupiah; this looks like a percentage",
            ),
        ]
    return found


def judge(connection: DuckDBPyConnection, kind: Kind, unreadable: Mapping[int, Collection[int]]) -> None:
    """Finish table ``judged``: rows whose text cannot be read are bad, repeated and superseded ones left out."""
    ids = [file * ROOM + row for file, rows in unreadable.items() for row in rows]
    if ids:
        connection.register("unreadable", pa.table({"id": pa.array(ids, pa.int64())}))
        connection.execute("UPDATE judged SET reason = ? WHERE id IN (SELECT id FROM unreadable)", [BAD])
        connection.unregister("unreadable")
    # a few methods in millions of rows: each is read once
    connection.execute(
        f"CREATE TABLE methods AS SELECT method, {parsing.method_group('method')} AS method_group "  # noqa: S608
        "FROM (SELECT DISTINCT method FROM judged)"
    )
    _leave_out_repeated(connection, kind)


def _leave_out_repeated(connection: DuckDBPyConnection, kind: Kind) -> None:
    """Keep one of equal rows, and the last addendum; in kinds of one row a package, mark those that contradict."""
    superseded = f"max(version) OVER (PARTITION BY {PACKAGE}, contract) > version"
    if connection.execute("SELECT max(version) FROM judged").fetchall()[0][0]:
        connection.execute(
            f"UPDATE judged SET reason = {parsing.quoted(SUPERSEDED)} WHERE reason IS NULL AND id IN ("  # noqa: S608
            f"SELECT id FROM judged WHERE reason IS NULL QUALIFY {superseded})"
        )
    same = "value, umkk, pdn, umkk_flag, pdn_flag, bidders"
    if kind.summed:
        same += ", agency, supplier, rup, product"
    elif not kind.unique:
        same += ", agency, supplier, contract, mark, method"
    only = "product IS NOT NULL AND" if kind.summed else ""
    again = f"row_number() OVER (PARTITION BY {PACKAGE}, {same} ORDER BY id) > 1"
    # only packages that stand more than once go through the window: it is dear
    connection.execute(
        f"CREATE TABLE twice AS SELECT bucket FROM judged WHERE reason IS NULL AND {only} true "  # noqa: S608
        "GROUP BY bucket HAVING count(*) > 1"
    )
    several = "judged SEMI JOIN twice USING (bucket)"
    connection.execute(
        f"UPDATE judged SET reason = {parsing.quoted(REPEATED)} WHERE reason IS NULL AND id IN ("  # noqa: S608
        f"SELECT id FROM {several} WHERE reason IS NULL AND {only} true QUALIFY {again})"
    )
    if kind.unique:
        connection.execute(
            f"CREATE TABLE contradicting AS SELECT id, file, row, package FROM {several} "  # noqa: S608
            f"WHERE reason IS NULL QUALIFY count(*) OVER (PARTITION BY {PACKAGE}) > 1"
        )
        connection.execute(
            f"UPDATE judged SET reason = {parsing.quoted(BAD)} "  # noqa: S608
            "WHERE id IN (SELECT id FROM contradicting)"
        )


def problems(
    connection: DuckDBPyConnection, reading: Reading, headers: list[Mapping[str, str]]
) -> list[tuple[int, Problem]]:
    """List what is wrong with the bad rows: file and problem."""
    found: list[tuple[int, Problem]] = []
    if not connection.execute("SELECT count(*) FROM judged WHERE reason = ?", [BAD]).fetchall()[0][0]:
        return found
    for name, wrong, shown, expected in checks(reading.one_region):
        rows = connection.execute(
            f"SELECT file, row, {shown} FROM judged WHERE reason = ? AND ({wrong}) "  # noqa: S608 - our own names
            f"ORDER BY file, row LIMIT {MOST_LISTED}",
            [BAD],
        ).fetchall()
        found += [(file, Problem(expected, row, headers[file].get(name, name), value)) for file, row, value in rows]
    if reading.kind.unique:
        query = "SELECT file, row, package FROM contradicting ORDER BY file, row LIMIT ?"
        rows = connection.execute(query, [MOST_LISTED]).fetchall()
        found += [
            (
                file,
                Problem(
                    "one row a package; others of this package say otherwise", row, headers[file]["package"], package
                ),
            )
            for file, row, package in rows
        ]
    return found


def place(connection: DuckDBPyConnection, found: Mapping[tuple[str | None, str | None], Institution]) -> None:
    """Write table ``places``: which institution each code and name is."""
    connection.execute(
        "CREATE TABLE places (code VARCHAR, name VARCHAR, key VARCHAR, known_as VARCHAR, region VARCHAR)"
    )
    connection.executemany(
        "INSERT INTO places VALUES (?, ?, ?, ?, ?)",
        [(code, name, one.key, one.name, one.region) for (code, name), one in found.items()],
    )


def institutions(connection: DuckDBPyConnection) -> list[tuple[str | None, str | None]]:
    """Return code and name of every institution that has a kept row."""
    query = "SELECT DISTINCT institution_code, institution_name FROM judged WHERE reason IS NULL ORDER BY ALL"
    return [(code, name) for code, name in connection.execute(query).fetchall()]


def domiciles(connection: DuckDBPyConnection) -> list[str]:
    """Return every place where a supplier of a kept row is at home, as printed."""
    query = "SELECT DISTINCT supplier_region FROM judged WHERE reason IS NULL AND supplier_region IS NOT NULL"
    return [name for (name,) in connection.execute(query).fetchall()]


def left_out(connection: DuckDBPyConnection) -> list[LeftOut]:
    """Add up what is left out, by reason."""
    query = """SELECT reason, count(*), coalesce(sum(value), 0), count(*) - count(value)
        FROM judged WHERE reason IS NOT NULL GROUP BY reason ORDER BY reason"""
    return [LeftOut(reason, rows, Decimal(rupiah), unread) for reason, rows, rupiah, unread in
            connection.execute(query).fetchall()]  # fmt: skip


def totals(connection: DuckDBPyConnection) -> tuple[int, Decimal]:
    """Count and add up everything that was staged, before anything is left out."""
    rows, rupiah = connection.execute("SELECT count(*), coalesce(sum(value), 0) FROM judged").fetchall()[0]
    return rows, Decimal(rupiah)


def rounding(connection: DuckDBPyConnection) -> tuple[int, int, Decimal]:
    """Count the kept rows and those with parts of a rupiah, and add up what rounding them adds."""
    query = """SELECT count(*), count(*) FILTER (WHERE round(value) <> value), coalesce(sum(round(value) - value), 0)
        FROM judged WHERE reason IS NULL"""
    rows, rounded, added = connection.execute(query).fetchall()[0]
    return rows, rounded, Decimal(added) if rounded else NOTHING


def lines_query(kind: Kind, *, year: int, constants: Mapping[str, str]) -> str:
    """Write the query that makes lines of the kept rows; ``constants`` are SQL literals."""

    def part(name: str) -> str:
        flagged = f"CASE r.{name}_flag WHEN 1 THEN round(r.value) WHEN 0 THEN 0 END"
        return f"CAST(coalesce(round(r.{name}), {flagged}) AS BIGINT)"

    domicile = "d.code" if constants["domiciles"] == "true" else "CAST(NULL AS VARCHAR)"
    columns = {
        "kind": parsing.quoted(kind.name),
        "stage": parsing.quoted(kind.stage),
        "year": f"CAST({year} AS INTEGER)",
        "institution": "p.key",
        "institution_name": "p.known_as",
        "region": "p.region",
        "agency": "r.agency",
        "package": "r.package",
        "rup": "r.rup",
        "supplier": "r.supplier",
        "supplier_region": domicile,
        "method": "r.method",
        "method_group": "m.method_group",
        "category": "r.category",
        "fund": "r.fund",
        "status": "upper(r.status)",
        "date": "r.date",
        "value": "CAST(round(r.value) AS BIGINT)",
        "umkk": part("umkk"),
        "pdn": part("pdn"),
        "hps": "CAST(round(r.hps) AS BIGINT)",
        "bidders": "r.bidders",
        "source_file": "f.name",
        "source_sha256": "f.sha256",
        "as_of": constants["as_of"],
        "synthetic": constants["synthetic"],
    }
    joined = "judged r JOIN files f ON f.file = r.file JOIN places p ON " + (
        "true" if constants["one_region"] == "true"
        else "p.code IS NOT DISTINCT FROM r.institution_code AND p.name IS NOT DISTINCT FROM r.institution_name"
    )  # fmt: skip
    joined += " JOIN methods m ON m.method IS NOT DISTINCT FROM r.method"
    if constants["domiciles"] == "true":
        joined += " LEFT JOIN domiciles d ON d.name = r.supplier_region"
    listed = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
    rows = f"SELECT {listed} FROM {joined} WHERE r.reason IS NULL"  # noqa: S608 - our own names
    if not kind.summed:
        return rows
    added = ("value", "umkk", "pdn")
    keys = ("kind", "stage", "year", "institution", "institution_name", "region", "package", "as_of", "synthetic")
    one = {name: f"CASE WHEN count(DISTINCT {name}) = 1 THEN min({name}) END AS {name}" for name in columns}
    one |= {
        name: f"min({name}) AS {name}" for name in ("date", "status", "method_group", "source_file", "source_sha256")
    }
    # a part is known only where it is known of every product
    one |= {
        name: f"CASE WHEN count(*) = count({name}) THEN CAST(sum({name}) AS BIGINT) END AS {name}" for name in added
    }
    one |= {name: name for name in keys}
    return f"SELECT {', '.join(one.values())} FROM ({rows}) GROUP BY {', '.join(keys)}"  # noqa: S608


def other_years(connection: DuckDBPyConnection) -> list[int]:
    """Return the budget years of the rows left out for theirs."""
    query = "SELECT DISTINCT year FROM judged WHERE reason = ? ORDER BY 1"
    return [year for (year,) in connection.execute(query, [OTHER_YEAR]).fetchall()]


def remarks(connection: DuckDBPyConnection, kind: Kind) -> list[str]:
    """Say what is odd about the kept rows but no reason to leave them out."""
    told = []
    query = """SELECT count(*) FILTER (WHERE dated AND date IS NULL), count(*) FILTER (WHERE agency IS NULL)
        FROM judged WHERE reason IS NULL"""
    dates, agencies = connection.execute(query).fetchall()[0]
    if dates:
        told.append(f"{dates:,} dates could not be read; the lines have no month")
    if agencies:
        told.append(f"{agencies:,} rows name no agency")
    if not kind.unique and not kind.summed:
        query = """SELECT count(*), coalesce(sum(n), 0) FROM (SELECT count(*) n FROM judged WHERE reason IS NULL
            GROUP BY institution_code, institution_name, package HAVING count(*) > 1)"""
        packages, rows = connection.execute(query).fetchall()[0]
        if packages:
            told.append(
                f"{packages:,} package codes stand in {int(rows):,} rows that differ (suppliers, agencies or values): "
                "each "
                "is a line of its own"
            )
    return told
