"""Typed columns from batches of text, with the reason why a row is left out; nothing here is done row by row.

What repeats (agencies, suppliers, methods, dates, …) is read once for each different cell of a batch, not once a row.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from umkm_analysis.datasets.intake.quoting import figure as quotable_figure
from umkm_analysis.datasets.procurement_lines import progress
from umkm_analysis.datasets.procurement_lines.clean import totals
from umkm_analysis.datasets.procurement_lines.clean.cells import dates, scan, statuses, suppliers
from umkm_analysis.datasets.procurement_lines.clean.cells import sql as cell_sql
from umkm_analysis.datasets.procurement_lines.clean.cells.fields import DATES, ReadOptions, expressions, read_of_nothing
from umkm_analysis.datasets.procurement_lines.clean.cells.quoting import quoted
from umkm_analysis.datasets.procurement_lines.clean.cells.text_rules import package_names, without_contacts
from umkm_analysis.datasets.procurement_lines.clean.institutions import numbered
from umkm_analysis.datasets.procurement_lines.clean.row_rules import checks, whole_rupiah
from umkm_analysis.datasets.procurement_lines.formats import (
    BAD,
    FLAT,
    MONEY,
    NAME,
    NOTES,
    OTHER_YEAR,
    REALISED,
    TOTALS,
)
from umkm_analysis.datasets.procurement_lines.kinds import plain
from umkm_analysis.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from duckdb import DuckDBPyConnection

    from umkm_analysis.datasets.procurement_lines.clean.institutions import Named

MAX_REMEMBERED = 1 << 17
"""Names of suppliers whose keys are remembered from batch to batch."""
ROW_BITS = 40
"""Bits for the number of a row; together with the number of its file they make the row's id."""
WORD_TYPE = pa.dictionary(pa.int32(), pa.string())
RUPIAH = pa.decimal128(18, 2)
WHOLE = ("value", "pending", "umkk", "pdn", "hps")
"""Fields of which a line has whole rupiah."""
TYPED_SCHEMA = pa.schema(
    [
        ("id", pa.int64()),
        ("place", pa.int32()),
        ("bucket", pa.uint64()),
        ("reason", pa.string()),
        *((name, pa.string()) for name in ("package", NAME, "rup", "contract", "product")),
        *((name, RUPIAH) for name in ("value", "umkk", "pdn")),
        *((name, WORD_TYPE) for name in ("agency", "supplier", "supplier_region", "method", "method_group")),
        *((name, WORD_TYPE) for name in ("category", "fund", "status", "mark")),
        *((f"whole_{name}", pa.int64()) for name in WHOLE),
        *((name, pa.date32()) for name in ("date", "announced", "closed")),
        ("undated", pa.bool_()),
        ("year", pa.int32()),
        ("umkk_flag", pa.int8()),
        ("pdn_flag", pa.int8()),
        ("bidders", pa.int32()),
        ("version", pa.int32()),
    ]
)
"""Columns of a typed batch: those that lines are made of, and those that identify and judge a row."""
CODED = ("year", "institution_code", "agency_code", "supplier_npwp", "supplier_npwp16", "supplier_code", "date",
         "other_date", "notice", "closed", "bidders", "version")  # fmt: skip
"""Fields whose cells repeat and are no words."""
CODES = ("package", "rup", "contract", "product")
"""Fields of codes, in which spreadsheets lose digits."""
ROUNDED = ("value", "umkk", "pdn")
"""Fields that are kept to the sen until all rows are judged."""
JUDGED = ("bucket", "reason", *CODES, *ROUNDED, *(f"whole_{name}" for name in WHOLE))
"""Columns of the query over a batch; the others bypass it and stay dictionary-encoded."""
CHECKED = ("year", "institution_code", "institution_name", "umkk_flag", "pdn_flag", "bidders", "version", "active",
           "deleted", "unannounced", "state", "cancelling", "total_row", "note_row")  # fmt: skip
"""Further columns that the query reads."""


@contextmanager
def typing_connection() -> Iterator[DuckDBPyConnection]:
    """Open a DuckDB of one thread, in which rows keep their order."""
    import duckdb  # noqa: PLC0415 - half a second, which only an import need wait for

    with duckdb.connect(config={"threads": 1}) as connection:
        progress.draw_none(connection)
        yield connection


@dataclass
class BatchTyper:
    """Typing of the batches of one source, one after the other."""

    connection: DuckDBPyConnection
    """Of one thread, so that rows keep their order."""
    options: ReadOptions
    places: dict[Named, int]
    """Code and name of every institution so far → its number."""
    separator: str | None = None
    """Thousands separator of this source; None where its figures do not tell."""
    month_first: bool = False
    """Whether dates of figures name the month before the day."""
    numbered: int | None = None
    """Row that numbers the columns."""
    known: dict[str, tuple[pa.Array, dict[str, pa.Array]]] = field(default_factory=dict)
    """Field → the distinct cells of the batches so far, and the columns that were read from them."""
    hidden: Counter[str] = field(default_factory=Counter)
    """Field → rows whose text held a number or account of a person, and is not kept."""
    planned_dates: int = 0
    """Rows of purchases whose date is only a planned one, and is not kept."""
    supplier_names: dict[str, str | None] = field(default_factory=dict)
    """Name of a supplier as printed → its key."""
    expressions: Mapping[str, Mapping[str, str]] = field(init=False)
    """As :func:`expressions` returns them."""
    absent: Mapping[str, Mapping[str, tuple[Any, pa.DataType]]] = field(init=False)
    """As :func:`read_of_nothing` returns it."""

    def __post_init__(self) -> None:
        """Work out what is the same for all batches."""
        self.expressions, self.absent = expressions(self.options), read_of_nothing(self.options)

    def begin(self, raw: pa.Table) -> None:
        """Find in the first batch of a source how it writes thousands and days."""
        texts = [cell_sql.figures(cell_sql.cleaned(raw[name])) for name in MONEY if name in raw.column_names]
        self.numbered = totals.numbers_columns(raw)
        days = [_text(raw[name]) for name in DATES if name in raw.column_names]
        if days and dates.month_comes_first(pa.concat_arrays([chunk for day in days for chunk in day.chunks])):
            self.month_first = True
            self.expressions = expressions(self.options, month_first=True)
        self.separator = cell_sql.thousands([text for text in texts if pa.types.is_string(text.type)])

    def typed(self, raw: pa.Table, file: int, header: Mapping[str, str]) -> tuple[pa.Table, list[Problem]]:
        """Type a batch: return a table of :data:`TYPED_SCHEMA` and the problems of its bad rows."""
        columns = {name: raw[name] for name in raw.column_names}
        flat = {name: _flat(columns.get(name), raw.num_rows, name) for name in FLAT}
        read: dict[str, Any] = {}
        printed: dict[str, pa.DictionaryArray] = {}
        for name, made in self.expressions.items():
            if name not in columns:
                printed[name] = _same(None, pa.string(), raw.num_rows)
                read |= {column: _same(*value, raw.num_rows) for column, value in self.absent[name].items()}
                continue
            words, hidden = without_contacts(_words(columns[name]), name, self.options.secret)
            self.hidden[name] += hidden
            printed[name] = words
            read |= self._read_distinct(name, words, made) if made else {}
        read["total_row"] = totals.named_totals(flat["package"], printed)
        read["note_row"] = totals.note_rows(raw["row"], flat, printed, self.numbered)
        statuses.settle(read)
        read["date"] = self._realised_dates(read, header)
        read["method"], read["method_group"] = _own_work(read)
        names, hidden = package_names(_flat(columns.get(NAME), raw.num_rows, NAME))
        self.hidden[NAME] += hidden
        arriving = pa.table({**flat, **{name: read[name] for name in CHECKED}})
        typed: dict[str, Any] = {
            **read,
            NAME: names,
            "id": pc.add(raw["row"], pa.scalar(file << ROW_BITS, pa.int64())),
            "place": numbered(read["institution_code"], read["institution_name"], self.places),
            "agency": _first_of(read["agency_name"], read["agency_code"]),
            "supplier": self._suppliers(read, printed["supplier_name"]),
        }
        judged = self._judge(arriving.append_column("place", typed["place"]))
        typed |= {name: judged[name] for name in JUDGED}
        table = pa.table([typed[name] for name in TYPED_SCHEMA.names], schema=TYPED_SCHEMA)
        return table, self._problems(table, arriving, columns, header)

    def _suppliers(self, read: Mapping[str, pa.DictionaryArray], names: pa.DictionaryArray) -> pa.DictionaryArray:
        """Key the supplier of every row: by its tax number, else its name, else its code."""
        numbers = _first_of(read["supplier_npwp"], read["supplier_npwp16"])
        if numbers.null_count == 0:
            return numbers
        if len(self.supplier_names) > MAX_REMEMBERED:
            self.supplier_names.clear()
        keys = suppliers.named(names, self.options.secret, self.supplier_names)
        return _first_of(numbers, _first_of(keys, read["supplier_code"]))

    def _realised_dates(self, read: Mapping[str, Any], header: Mapping[str, str]) -> pa.Array:
        """Take away the dates of purchases that are planned ones: those to come, and ends of what has not ended."""
        days, kind = read["date"], self.options.kind
        if kind.stage not in REALISED or days.null_count == len(days):
            return days
        planned = pc.greater(days, pa.scalar(self.options.until, pa.date32()))
        if plain(header.get("date", "")) == kind.planned_end and "status" in header:
            planned = pc.or_(planned, pc.invert(read["done"]))
        planned = pc.fill_null(planned, fill_value=False)
        count = pc.sum(pc.and_(planned, pc.is_valid(days))).as_py() or 0
        self.planned_dates += count
        return pc.if_else(planned, pa.scalar(None, pa.date32()), days) if count else days

    def _read_distinct(
        self, field_name: str, words: pa.DictionaryArray, expressions: Mapping[str, str]
    ) -> dict[str, Any]:
        """Read every distinct cell of a field once, and not again in later batches."""
        cells, columns = self.known.get(field_name, (pa.nulls(0, pa.string()), {}))
        if len(cells) > MAX_REMEMBERED:
            cells, columns = cells.slice(0, 0), {}
        places = pc.index_in(words.dictionary, value_set=cells)
        if places.null_count:
            new = words.dictionary.filter(pc.is_null(places))
            read = self._read(cell_sql.without_mark(new) if field_name in CODED else new, expressions)
            cells = pa.concat_arrays([cells, new])
            columns = {name: pa.concat_arrays([columns[name], read[name]]) if columns else read[name] for name in read}
            self.known[field_name] = cells, columns
            places = pc.index_in(words.dictionary, value_set=cells)
        return {name: spread(values.take(places), words.indices) for name, values in columns.items()}

    def _read(self, cells: pa.Array, expressions: Mapping[str, str]) -> dict[str, pa.Array]:
        self.connection.register("cells", pa.table({"cell": cell_sql.cleaned(cells)}))
        listed = ", ".join(f"{sql} AS {name}" for name, sql in expressions.items())
        table = self.connection.sql(f"SELECT {listed} FROM cells").to_arrow_table()  # noqa: S608 - our own
        self.connection.unregister("cells")
        return {name: table[name].combine_chunks() for name in expressions}

    def _judge(self, arriving: pa.Table) -> pa.Table:
        kind, there = self.options.kind, _there(arriving)
        query, changed, cannot_fail = self._reading(arriving)
        rules = checks(kind, one_region=self.options.one_region)
        flawed = " OR ".join(f"({wrong})" for _, wrong, _ in rules if wrong not in cannot_fail)
        reasons = " ".join(f"WHEN {rule} THEN {quoted(reason)}" for reason, rule in kind.left_out)
        # what is nothing in every row need not come back from DuckDB
        parts = {name: name in there or f"{name}_flag" in there for name in ("umkk", "pdn")}
        some = {**parts, "hps": "hps" in there}
        wholes = {f"whole_{name}": sql for name, sql in whole_rupiah(kind).items() if some.get(name, True)}
        listed = [*changed, *(name for name in ROUNDED if name in there),
                  *(f"CAST({sql} AS BIGINT) AS {name}" for name, sql in wholes.items())]  # fmt: skip
        judged = self._query(
            f"SELECT {', '.join([*listed, 'hash(place, package) AS bucket'])}, CASE "  # noqa: S608 - our own names
            f"WHEN total_row THEN {quoted(TOTALS)} WHEN note_row THEN {quoted(NOTES)} "
            f"WHEN year >= 0 AND year <> {self.options.year} THEN {quoted(OTHER_YEAR)} {reasons} "
            f"WHEN {flawed} THEN {quoted(BAD)} END AS reason FROM ({query})",
            arriving,
        )
        for name in JUDGED:
            if name not in judged.column_names:
                column = arriving[name] if name in CODES else pa.nulls(len(judged), TYPED_SCHEMA.field(name).type)
                judged = judged.append_column(name, column)
        return judged

    def _query(self, query: str, arriving: pa.Table) -> pa.Table:
        self.connection.register("arriving", arriving)
        found = self.connection.sql(query).to_arrow_table()
        self.connection.unregister("arriving")
        return found

    def _reading(self, arriving: pa.Table) -> tuple[str, list[str], set[str]]:
        """Return the query that reads codes and figures, the codes that it changes, and the checks that none fails."""
        # what a source does not have is a constant, of which DuckDB works out everything beforehand
        there = _there(arriving)
        columns = {name: name if name in there else _null(arriving[name].type) for name in arriving.column_names}
        money = [f"{self._money(columns[name], arriving)} AS {name}, {columns[name]} AS {name}_text" for name in MONEY]
        codes, cannot_fail = _codes(arriving, columns)
        changed = [name for name, sql in codes.items() if sql != columns[name]]
        listed = [f"{columns[name]} AS {name}" for name in arriving.column_names if name not in FLAT]
        listed += [f"{sql} AS {name}" for name, sql in codes.items()]
        return f"SELECT {', '.join([*listed, *money])} FROM arriving", changed, cannot_fail  # noqa: S608 - our own names

    def _money(self, column: str, arriving: pa.Table) -> str:
        if column in MONEY and not pa.types.is_integer(arriving.schema.field(column).type):
            return cell_sql.money(column, self.separator)
        return f"TRY_CAST({column} AS DECIMAL(18, 2))"

    def _problems(
        self,
        table: pa.Table,
        arriving: pa.Table,
        columns: Mapping[str, Any],
        header: Mapping[str, str],
    ) -> list[Problem]:
        """List the problems of a batch's bad rows, with column and value."""
        bad = pc.indices_nonzero(pc.fill_null(pc.equal(table["reason"], BAD), fill_value=False))
        if not len(bad):
            return []
        rules = checks(self.options.kind, one_region=self.options.one_region)
        texts = {
            f"{name}_text": cell_sql.cleaned(_text(columns[name]).take(bad))
            if name in columns
            else pa.nulls(len(bad), pa.string())
            for name, _, _ in rules
        }
        wrong_rows = arriving.take(bad)
        query, _, _ = self._reading(wrong_rows)
        read = self._query(f"SELECT {', '.join(('package', 'rup', *MONEY))} FROM ({query})", wrong_rows)  # noqa: S608
        values = dict(zip(read.column_names, read.columns, strict=True))
        checked = {name: wrong_rows[name] for name in CHECKED}
        self.connection.register("bad", pa.table({"id": table["id"].take(bad), **checked, **values, **texts}))
        problems = []
        for name, wrong, expected in rules:
            rows = self.connection.execute(
                f"SELECT id & {(1 << ROW_BITS) - 1}, {name}_text FROM bad "  # noqa: S608 - our own names
                f"WHERE {wrong}"
            ).fetchall()
            problems += [Problem(expected, row, header.get(name, name), quotable_figure(value)) for row, value in rows]
        self.connection.unregister("bad")
        return problems


def _there(arriving: pa.Table) -> set[str]:
    """Return the columns of a batch in which anything stands."""
    return {name for name in arriving.column_names if arriving[name].null_count < len(arriving)}


def _codes(arriving: pa.Table, columns: Mapping[str, str]) -> tuple[dict[str, str], set[str]]:
    """Return the SQL of the codes of a batch, and the checks of codes that no cell of it can fail."""
    read, cannot_fail = {}, set()
    for name in CODES:
        text = arriving[name].chunk(0)
        if name == "rup" and scan.holds(text, cell_sql.CODE_MARKS):
            sql = cell_sql.codes(name)
        else:
            sql = cell_sql.code(name) if scan.holds(text, ".") else columns[name]
        read[name] = sql
        if not scan.holds(text, cell_sql.BROKEN_MARKS):
            cannot_fail.add(cell_sql.broken_code(name))
    return read, cannot_fail


def _null(kind: pa.DataType) -> str:
    """Return a missing value of the type in which DuckDB sees a column of Arrow."""
    if pa.types.is_boolean(kind):
        return "CAST(NULL AS BOOLEAN)"
    return "CAST(NULL AS INTEGER)" if pa.types.is_integer(kind) else "CAST(NULL AS VARCHAR)"


def _own_work(read: Mapping[str, Any]) -> tuple[pa.DictionaryArray, pa.DictionaryArray]:
    """Return method and group of methods: self-managed where another column than the method's says so."""
    own, method, group = read["own_work"], read["method"], read["method_group"]
    if not pc.any(own).as_py():
        return method, group
    said = pc.if_else(pc.is_valid(method), method.dictionary_decode(), cell_sql.SELF_MANAGED_WORD)
    words = pc.if_else(own, said, method.dictionary_decode())
    groups = pc.if_else(own, cell_sql.SELF_MANAGED, group.dictionary_decode())
    return words.dictionary_encode(), groups.dictionary_encode()


def _same(value: Any, kind: pa.DataType, rows: int) -> pa.Array:
    """Return a column of one value, text dictionary-encoded."""
    if not pa.types.is_string(kind):
        return pa.repeat(pa.scalar(value, kind), rows)
    if value is None:
        return pa.nulls(rows, WORD_TYPE)
    return pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int32()), rows), pa.array([value], kind))


def _words(column: pa.ChunkedArray) -> pa.DictionaryArray:
    """Dictionary-encode a column."""
    if not pa.types.is_dictionary(column.type):
        return column.combine_chunks().dictionary_encode("encode")
    return column.unify_dictionaries().combine_chunks()


def _flat(column: pa.ChunkedArray | None, rows: int, name: str) -> pa.Array:
    """Clean a column whose cells differ; of rupiah, read whole figures as int64."""
    if column is None:
        return pa.nulls(rows, pa.string())
    text = _text(column).combine_chunks()
    if name == NAME:
        return cell_sql.cleaned(text)
    if name in MONEY and (whole := cell_sql.figures(text)) is not text:
        return whole
    text = cell_sql.cleaned(text)
    if scan.holds(text, cell_sql.AS_TEXT):
        text = cell_sql.without_mark(text)
    return cell_sql.figures(text) if name in MONEY else text


def _text(column: Any) -> Any:
    return column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column


def spread(values: pa.Array, indices: pa.Array) -> pa.Array:
    """Give every row the value that was read from its cell; text stays dictionary-encoded."""
    if not pa.types.is_string(values.type):
        return (
            pa.repeat(values[0], len(indices)) if len(values) == 1 and not indices.null_count else values.take(indices)
        )
    encoded = values.dictionary_encode()
    if len(encoded.dictionary) == len(values):  # each cell has a value of its own
        return pa.DictionaryArray.from_arrays(indices, values)
    return pa.DictionaryArray.from_arrays(encoded.indices.take(indices), encoded.dictionary)


def _first_of(first: pa.DictionaryArray, other: pa.DictionaryArray) -> pa.DictionaryArray:
    """Take the word of the first column, or of the other where it is missing."""
    if first.null_count == 0 or other.null_count == len(other):
        return first
    if first.null_count == len(first):
        return other
    return pc.coalesce(first.dictionary_decode(), other.dictionary_decode()).dictionary_encode()
