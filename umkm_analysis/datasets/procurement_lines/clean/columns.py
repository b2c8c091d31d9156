"""From batches of text to typed columns, with a verdict for every row; nothing here is done row by row.

What repeats (agencies, suppliers, methods, dates, …) is read once for each different cell of a batch, not once a row.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from umkm_analysis.datasets.procurement_lines.clean import sql as cell_sql
from umkm_analysis.datasets.procurement_lines.formats import BAD, FLAT, MONEY, OTHER_YEAR
from umkm_analysis.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from duckdb import DuckDBPyConnection

    from umkm_analysis.datasets.procurement_lines.clean.institutions import Named
    from umkm_analysis.datasets.procurement_lines.formats import Kind

MOST = 10**15
"""Rupiah above which a single line is an error: a third of the state's budget."""
LIKE_A_SHARE, FROM = 100, 1_000_000
"""A part of at most 100 in a line of a million or more is a percentage in a column of rupiah."""
MOST_LISTED = 10_000
LONGEST = 60
"""Letters of a cell that a message shows."""
ROOM = 40
"""Bits for the number of a row: file and row make one number by which a row is known."""
WORD = pa.dictionary(pa.int32(), pa.string())
RUPIAH = pa.decimal128(18, 2)
SHAPE = pa.schema(
    [
        ("id", pa.int64()),
        ("place", pa.int32()),
        ("bucket", pa.uint64()),
        ("reason", pa.string()),
        *((name, pa.string()) for name in ("package", "rup", "contract", "product")),
        *((name, RUPIAH) for name in MONEY),
        *((name, WORD) for name in ("agency", "supplier", "supplier_region", "method", "method_group")),
        *((name, WORD) for name in ("category", "fund", "status", "mark")),
        *((f"whole_{name}", pa.int64()) for name in MONEY),
        ("date", pa.date32()),
        ("undated", pa.bool_()),
        ("year", pa.int32()),
        ("umkk_flag", pa.int8()),
        ("pdn_flag", pa.int8()),
        ("bidders", pa.int32()),
        ("version", pa.int32()),
    ]
)
"""Columns of a typed batch: what lines are made of, and by what rows are known and judged."""
WHOLE = {
    "value": "round(value)",
    "umkk": "coalesce(round(umkk), CASE umkk_flag WHEN 1 THEN round(value) WHEN 0 THEN 0 END)",
    "pdn": "coalesce(round(pdn), CASE pdn_flag WHEN 1 THEN round(value) WHEN 0 THEN 0 END)",
    "hps": "round(hps)",
}
"""Whole rupiah of a line; a part that is only a yes or no is all of the value, or nothing."""
JUDGED = ("bucket", "reason", "package", "rup", "contract", "product", *MONEY, *(f"whole_{name}" for name in MONEY))
"""What the query over a batch gives; the other columns go past it, their repeated cells still written once."""
CHECKED = ("year", "institution_code", "institution_name", "umkk_flag", "pdn_flag", "bidders", "active", "deleted",
           "unannounced", "stopped", "cancelling")  # fmt: skip
"""What it looks at besides."""


@dataclass(frozen=True)
class Reading:
    """How the rows of a source are to be read."""

    kind: Kind
    year: int
    one_region: bool
    """Whether a person said whose rows these are, so that they need not name their institution."""
    secret: str
    """Tax numbers are hashed with it."""


@contextmanager
def typing_connection() -> Iterator[DuckDBPyConnection]:
    """Open a DuckDB of one thread, in which rows keep their order."""
    import duckdb  # noqa: PLC0415 - half a second, which only an import need wait for

    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute("SET enable_progress_bar = false")
        yield connection


@dataclass
class Typist:
    """Types the batches of one source after the other."""

    connection: DuckDBPyConnection
    """Of one thread, so that rows keep their order."""
    reading: Reading
    places: dict[Named, int]
    """Code and name of every institution met, with its number."""
    separator: str | None = None
    """Of thousands in this source, as far as it tells."""
    read: dict[str, tuple[pa.Array, dict[str, pa.Array]]] = field(default_factory=dict)
    """The last batch's different cells of each field, and what was read of them."""

    def begin(self, raw: pa.Table) -> None:
        """Look at the first batch of a source for what the others need."""
        texts = [cell_sql.figures(cell_sql.cleaned(raw[name])) for name in MONEY if name in raw.column_names]
        self.separator = cell_sql.thousands([text for text in texts if pa.types.is_string(text.type)])

    def typed(self, raw: pa.Table, file: int, header: Mapping[str, str]) -> tuple[pa.Table, list[Problem]]:
        """Type a batch: a table of :data:`SHAPE`, and what is wrong with its bad rows."""
        columns = {name: raw[name] for name in raw.column_names}
        flat = {name: _flat(columns.get(name), raw.num_rows) for name in FLAT}
        flat |= {name: cell_sql.figures(flat[name]) for name in MONEY}
        told: dict[str, Any] = {}
        for name, wanted in _readings(self.reading).items():
            told |= self._told(_words(columns.get(name), raw.num_rows), wanted)
        arriving = pa.table({**flat, **{name: told[name] for name in CHECKED}})
        numbered = pc.add(raw["row"], pa.scalar(file << ROOM, pa.int64()))
        made: dict[str, Any] = {
            **told,
            "id": numbered,
            "place": self._placed(told["institution_code"], told["institution_name"]),
            "agency": _first_of(told["agency_name"], told["agency_code"]),
            "supplier": _first_of(told["supplier_npwp"], _first_of(told["supplier_name"], told["supplier_code"])),
        }
        whole = [name for name in MONEY if pa.types.is_integer(flat[name].type)]
        judged = self._judged(arriving.append_column("place", made["place"]), whole)
        made |= {name: judged[name] for name in JUDGED}
        table = pa.table([made[name] for name in SHAPE.names], schema=SHAPE)
        return table, self._problems(table, arriving, columns, header)

    def _told(self, words: pa.DictionaryArray, wanted: Mapping[str, str]) -> dict[str, Any]:
        """Read every different cell once, and not at all where the last batch had the same."""
        key = next(iter(wanted))
        before, found = self.read.get(key, (None, {}))
        if before is None or not words.dictionary.equals(before):
            self.connection.register("cells", pa.table({"given": cell_sql.cleaned(words.dictionary)}))
            listed = ", ".join(f"{sql} AS {name}" for name, sql in wanted.items())
            made = self.connection.sql(f"SELECT {listed} FROM cells").to_arrow_table()  # noqa: S608 - our own
            self.connection.unregister("cells")
            found = {name: made[name].combine_chunks() for name in wanted}
            self.read[key] = (words.dictionary, found)
        return {name: spread(values, words.indices) for name, values in found.items()}

    def _placed(self, codes: pa.DictionaryArray, names: pa.DictionaryArray) -> pa.Array:
        """Number the institution of every row."""
        width = len(names.dictionary) + 1
        pairs = pc.add(pc.multiply(_index(codes), width), _index(names)).dictionary_encode()
        numbers = []
        for pair in pairs.dictionary.to_pylist():
            code, name = divmod(pair, width)
            named = (_nth(codes, code), _nth(names, name))
            numbers.append(self.places.setdefault(named, len(self.places)))
        return pa.array(numbers, pa.int32()).take(pairs.indices)

    def _judged(self, arriving: pa.Table, whole: Sequence[str]) -> pa.Table:
        kind = self.reading.kind
        money = [f"{self._money(name, whole)} AS {name}, {name} AS {name}_text" for name in MONEY]
        others = [name for name in arriving.column_names if name not in FLAT]
        codes = [f"{cell_sql.code(name)} AS {name}" for name in ("package", "contract", "product")]
        flawed = " OR ".join(f"coalesce({wrong}, false)" for _, wrong, _ in checks(self.reading.one_region))
        reasons = " ".join(
            f"WHEN coalesce({rule}, false) THEN {cell_sql.quoted(reason)}" for reason, rule in kind.left_out
        )
        wholes = [f"CAST({sql} AS BIGINT) AS whole_{name}" for name, sql in WHOLE.items()]
        query = (
            f"SELECT {', '.join([*FLAT, *wholes])}, hash(place, package) AS bucket, CASE "  # noqa: S608 - our own names
            f"WHEN year >= 0 AND year <> {self.reading.year} THEN {cell_sql.quoted(OTHER_YEAR)} {reasons} "
            f"WHEN {flawed} THEN {cell_sql.quoted(BAD)} END AS reason "
            f"FROM (SELECT {', '.join([*others, *codes, *money])}, {cell_sql.codes('rup')} AS rup FROM arriving)"
        )
        self.connection.register("arriving", arriving)
        found = self.connection.sql(query).to_arrow_table()
        self.connection.unregister("arriving")
        return found

    def _money(self, name: str, whole: Sequence[str]) -> str:
        return f"TRY_CAST({name} AS DECIMAL(18, 2))" if name in whole else cell_sql.money(name, self.separator)

    def _problems(
        self, table: pa.Table, arriving: pa.Table, columns: Mapping[str, Any], header: Mapping[str, str]
    ) -> list[Problem]:
        """List what is wrong with the bad rows of a batch: where, and what stands there."""
        bad = pc.indices_nonzero(pc.fill_null(pc.equal(table["reason"], BAD), fill_value=False))
        if not len(bad):
            return []
        rules = checks(self.reading.one_region)
        texts = {
            f"{name}_text": cell_sql.cleaned(_text(columns[name]).take(bad))
            if name in columns
            else pa.nulls(len(bad), pa.string())
            for name, _, _ in rules
        }
        shown = {name: table[name].take(bad) for name in ("id", "package", "rup", *MONEY)}
        judged = {name: arriving[name].take(bad) for name in CHECKED}
        self.connection.register("bad", pa.table({**judged, **shown, **texts}))
        found = []
        for name, wrong, expected in rules:
            rows = self.connection.execute(
                f"SELECT id & {(1 << ROOM) - 1}, left({name}_text, {LONGEST}) FROM bad "  # noqa: S608 - our own names
                f"WHERE {wrong} LIMIT {MOST_LISTED}"
            ).fetchall()
            found += [Problem(expected, row, header.get(name, name), value) for row, value in rows]
        self.connection.unregister("bad")
        return found


def checks(one_region: object) -> list[tuple[str, str, str]]:
    """Return field, what is wrong with a row (SQL) and what should stand there."""
    figure = "rupiah such as 5515570000, no formula, no percentage, no scientific notation, no 1.234 alone"
    found = [
        ("package", "package IS NULL", "a package code"),
        ("package", cell_sql.broken_code("package"), "a code with all its digits, no formula"),
        ("rup", cell_sql.broken_code("rup"), "RUP codes with all their digits, no formula"),
        ("year", "year < 0", "a budget year such as 2025"),
        ("value", "value IS NULL AND value_text IS NULL", "the value in rupiah"),
        ("institution_name", f"institution_code IS NULL AND institution_name IS NULL AND {not one_region}",
         "an institution; or give --region"),
        ("umkk_flag", "umkk_flag = -1", "UKM or Non UKM, true or false"),
        ("pdn_flag", "pdn_flag = -1", "PDN or Non PDN, true or false"),
        ("bidders", "bidders < 0", "a count of bidders"),
    ]  # fmt: skip
    for name in MONEY:
        found += [
            (name, f"{name} IS NULL AND {name}_text IS NOT NULL", figure),
            (name, f"{name} < 0", "no negative rupiah"),
            (name, f"{name} > {MOST}", f"at most {MOST:,} rupiah a line"),
        ]
    for name in ("umkk", "pdn"):
        found += [
            (name, f"{name} > value AND value >= 0", "at most the value of its row"),
            (
                name,
                f"{name} > 0 AND {name} <= {LIKE_A_SHARE} AND value >= {FROM}",
                "rupiah; this looks like a percentage",
            ),
        ]
    return found


def _readings(reading: Reading) -> dict[str, dict[str, str]]:
    """Return, for every field whose cells repeat, what is read from a cell (SQL over ``given``)."""
    given, kind = "given", reading.kind
    method = f"coalesce({given}, {cell_sql.quoted(kind.method)})" if kind.method else given
    number = f"TRY_CAST({cell_sql.code(given)} AS INTEGER)"
    counted = f"CASE WHEN {given} IS NOT NULL THEN coalesce({number}, -1) END"
    day = cell_sql.day(given)
    return {
        "year": {"year": counted},
        "institution_code": {"institution_code": f"left({cell_sql.code(given)}, 200)"},
        "institution_name": {"institution_name": given},
        "agency_name": {"agency_name": cell_sql.name(given)},
        "agency_code": {"agency_code": cell_sql.code(given)},
        "supplier_npwp": {"supplier_npwp": cell_sql.hashed(given, reading.secret)},
        "supplier_name": {"supplier_name": cell_sql.name(given)},
        "supplier_code": {"supplier_code": f"'code:' || {cell_sql.code(given)}"},
        "supplier_region": {"supplier_region": given},
        "method": {"method": method, "method_group": cell_sql.method_group(method)},
        "category": {"category": given},
        "fund": {"fund": given},
        "mark": {"mark": given},
        "date": {"date": day, "undated": f"{given} IS NOT NULL AND {day} IS NULL"},
        "umkk_flag": {"umkk_flag": f"CAST({cell_sql.flag(given)} AS TINYINT)"},
        "pdn_flag": {"pdn_flag": f"CAST({cell_sql.flag(given)} AS TINYINT)"},
        "bidders": {"bidders": counted},
        "version": {"version": f"coalesce({number}, 0)"},
        "active": {"active": cell_sql.truth(given)},
        "deleted": {"deleted": cell_sql.truth(given)},
        "announced": {"unannounced": cell_sql.unannounced(given)},
        "status": {"status": f"upper({given})", "stopped": cell_sql.stopped(given)},
        "cancelling": {"cancelling": f"{given} IS NOT NULL"},
    }


def _words(column: pa.ChunkedArray | None, rows: int) -> pa.DictionaryArray:
    """Write every different cell of a column once; a column that the source does not have is one empty cell."""
    if column is None:
        return pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int32()), rows), pa.array([None], pa.string()))
    if not pa.types.is_dictionary(column.type):
        return column.combine_chunks().dictionary_encode("encode")
    return column.unify_dictionaries().combine_chunks()


def _flat(column: pa.ChunkedArray | None, rows: int) -> pa.Array:
    """Clean a column whose cells differ."""
    if column is None:
        return pa.nulls(rows, pa.string())
    return cell_sql.cleaned(_text(column).combine_chunks())


def _text(column: Any) -> Any:
    return column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column


def spread(values: pa.Array, indices: pa.Array) -> pa.Array:
    """Give every row what was read from its cell; words stay written once."""
    if not pa.types.is_string(values.type):
        return values.take(indices)
    encoded = values.dictionary_encode()
    return pa.DictionaryArray.from_arrays(encoded.indices.take(indices), encoded.dictionary)


def _first_of(first: pa.DictionaryArray, other: pa.DictionaryArray) -> pa.DictionaryArray:
    """Take the first word there is, of two columns."""
    if first.null_count == 0 or other.null_count == len(other):
        return first
    if first.null_count == len(first):
        return other
    return pc.coalesce(first.dictionary_decode(), other.dictionary_decode()).dictionary_encode()


def _index(words: pa.DictionaryArray) -> pa.Array:
    """Number the words of a column; what is missing comes last."""
    return pc.fill_null(words.indices.cast(pa.int64()), len(words.dictionary))


def _nth(words: pa.DictionaryArray, at: int) -> str | None:
    return words.dictionary[at].as_py() if at < len(words.dictionary) else None
