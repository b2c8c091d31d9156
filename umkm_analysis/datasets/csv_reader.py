"""Reader of the project's CSV files: a typed table, and what is wrong with its rows, every bad cell by name."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import pandas as pd

from umkm_analysis.characters import unseen, visible
from umkm_analysis.datasets import project
from umkm_analysis.datasets.datapackage import DTYPES, LEXICAL
from umkm_analysis.datasets.rules.cells import MOST_DIGITS, is_blank
from umkm_analysis.errors import Problem, TableError
from umkm_analysis.import_blocker import import_without
from umkm_analysis.plurals import count_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from umkm_analysis.datasets.datapackage import Field, Reference, Resource

MOST_SHOWN = 60
"""Characters of a strange cell that a message repeats."""
FIRST_ROW = 2
"""Line of a file under its header."""
BLANK_LINE = "no blank line between rows; remove it"
"""What is expected of a line without any cell, which belongs to nobody."""


def read_csv(
    path: Path,
    resource: Resource,
    keys: Mapping[Reference, AbstractSet[str]],
    *,
    label: str,
    validated: bool = False,
) -> tuple[pd.DataFrame, list[Problem]]:
    """Read a table and validate it against its schema.

    Parameters
    ----------
    path
        The CSV file: UTF-8 (a byte-order mark is tolerated), comma, one header line; blank lines at its end do no harm.
    resource
        The table's schema.
    keys
        Keys of the tables that it refers to; see :func:`~umkm_analysis.datasets.schema.pandera_schema`.
    label
        Name of the file in messages.
    validated
        Whether these very bytes were validated before: then no row is looked at.

    Returns
    -------
    DataFrame with the schema's columns, every row of the file among them: text as str, whole numbers as Int64, numbers
    as float64, a cell that is no number as missing; the index is the line of the file, so that later errors can name
    it. And a problem for every cell, or row, that cannot be used.

    Raises
    ------
    TableError
        If the file as a whole cannot be read: no CSV, or a header that is not the schema's.
    """
    header, rows = _cells(path, label)
    if len(header) == 1 and ";" in header[0]:
        raise TableError(label, [Problem("cells separated by commas, not by semicolons", row=1)])
    faults = [
        *(Problem("this column", column=name) for name in resource.columns if name not in header),
        *(
            Problem(f"only {', '.join(resource.columns)}", column=name)
            for name in header
            if name not in resource.columns
        ),
        *(Problem("each column once", column=name) for name in set(header) if header.count(name) > 1),
    ]
    if not rows:
        faults.append(Problem("at least one row under the header"))
    if faults:
        raise TableError(label, faults)
    lengths = {line: len(cells) for line, cells in rows if len(cells) != len(header)}
    padding = [""] * len(header)
    raw = pd.DataFrame(
        [[*cells, *padding][: len(header)] for _, cells in rows],
        columns=header,
        index=[line for line, _ in rows],
        dtype="str",
    )
    raw = raw[resource.columns].replace("", None)
    table, misspelt = _typed(raw, resource.fields, validated=validated)
    if validated:
        return table, []
    found = [*misspelt, *_broken(table, raw, resource, keys, misspelt), *_repeated(table, raw, resource)]
    return table, [
        *(
            Problem(f"{count_of(len(header), 'cell')}, as the header has", row=line, value=count_of(count, "cell"))
            if count
            else Problem(BLANK_LINE, row=line)
            for line, count in lengths.items()
        ),
        *(problem for problem in found if problem.row not in lengths),  # whose cells may stand in the wrong columns
    ]


def read_valid_csv(path: Path, resource: Resource, *, label: str) -> pd.DataFrame:
    """Read a table whose very bytes were validated before, as :func:`read_csv` does, in a third of its time."""
    try:
        content = project.content(path)
        dtypes = {column.name: DTYPES[column.type] for column in resource.fields}
        table = pd.read_csv(
            io.BytesIO(content),
            dtype=dtypes,
            keep_default_na=False,
            na_values=[""],
            encoding="utf-8-sig",
            low_memory=False,
        )
        is_plain = len(table) == content.rstrip(b"\r\n").count(b"\n") > 0 and set(table) == set(resource.columns)
    except (OSError, ValueError):
        is_plain = False
    if not is_plain:  # a cell of two lines, a blank line at the end, or not valid after all: that one says it
        return read_csv(path, resource, {}, label=label, validated=True)[0]
    table.index = pd.Index(range(FIRST_ROW, FIRST_ROW + len(table)))
    return table if list(table) == resource.columns else table[resource.columns]


def _cells(path: Path, label: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    try:
        reader = csv.reader(io.StringIO(project.content(path).decode("utf-8-sig"), newline=""), strict=True)
        header, last, rows = next(reader, []), reader.line_num, []
        for cells in reader:
            rows.append((last + 1, [] if is_blank(cells) else cells))  # the line that it begins on
            last = reader.line_num
    except FileNotFoundError:
        raise TableError(label, [Problem("a file; bring it back with: git checkout -- data")]) from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise TableError(label, [Problem(f"CSV text in UTF-8 with commas ({error})")]) from error
    while rows and not rows[-1][1]:  # editors and spreadsheets leave blank lines at the end
        rows.pop()
    return header, rows


def _typed(raw: pd.DataFrame, fields: Sequence[Field], *, validated: bool) -> tuple[pd.DataFrame, list[Problem]]:
    columns: dict[str, pd.Series] = {}
    problems: list[Problem] = []
    for column in fields:
        cells = raw[column.name]
        usable = cells
        if not validated:
            form, expected = LEXICAL[column.type]
            strange = _strange(cells, column)
            problems += strange
            wrong = cells.notna() & ~cells.str.fullmatch(form, flags=re.DOTALL).fillna(value=False).astype(bool)
            reported = {problem.row for problem in strange}
            problems += [
                Problem(expected, row=line, column=column.name, value=cells[line])
                for line in cells.index[wrong]
                if line not in reported
            ]
            usable = cells.mask(wrong | cells.index.isin(list(reported)))
        columns[column.name] = usable if column.type == "string" else _numbers(usable, DTYPES[column.type])
    return pd.DataFrame(columns, index=raw.index), problems


def _strange(cells: pd.Series, column: Field) -> list[Problem]:
    """Find cells with characters that cannot be seen, spaces around them, or more digits than a figure has."""
    problems = []
    for line, text in cells.dropna().items():
        if sign := unseen(text):
            expected = f"text without characters that cannot be seen ({sign})"
        elif text != text.strip():
            expected = "no space before or after it"
        elif column.type != "string" and len(text) > MOST_DIGITS and sum(map(str.isdigit, text)) > MOST_DIGITS:
            expected = f"a number of at most {MOST_DIGITS} digits"
        else:
            continue
        shown = visible(text)
        shown = shown if len(shown) <= MOST_SHOWN else f"{shown[:MOST_SHOWN]}…"
        problems.append(Problem(expected, row=int(str(line)), column=column.name, value=shown))
    return problems


def _numbers(cells: pd.Series, dtype: str) -> pd.Series:
    numbers = pd.to_numeric(cells, errors="coerce")  # those that are none were refused before, with their row
    return numbers.where(numbers % 1 == 0).astype(dtype) if dtype == "Int64" else numbers.astype(dtype)


def _broken(
    table: pd.DataFrame,
    raw: pd.DataFrame,
    resource: Resource,
    keys: Mapping[Reference, AbstractSet[str]],
    misspelt: Sequence[Problem],
) -> list[Problem]:
    # pandera takes a quarter of a second to import, which tables that were validated before need not wait for; wherever
    # they are installed it loads these two, which tables need not: seconds, and Spark's warning
    import_without(("pyspark.pandas", "hypothesis"), "umkm_analysis.datasets.schema")
    import pandera.errors  # noqa: PLC0415

    from umkm_analysis.datasets.schema import pandera_schema  # noqa: PLC0415

    try:
        pandera_schema(resource, keys).validate(table, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        reported = {(problem.row, problem.column) for problem in misspelt}
        return [
            Problem(_expected(check), row=line, column=column, value=_text(raw.loc[line, column]))
            for line, column, check in errors.failure_cases[["index", "column", "check"]].itertuples(index=False)
            if (line, column) not in reported
        ]
    return []


def _expected(check: str) -> str:
    return "a value, not an empty cell" if check == "not_nullable" else check


def _text(cell: object) -> str:
    return "" if pd.isna(cell) else str(cell)


def _repeated(table: pd.DataFrame, raw: pd.DataFrame, resource: Resource) -> list[Problem]:
    """Find rows of the same key, each of them: nobody can tell which is the wrong row."""
    unique = [column.name for column in resource.fields if column.constraints.get("unique")]
    problems = []
    for key in dict.fromkeys([tuple(resource.primary_key), *((name,) for name in unique)]):  # the same order every time
        cells = table[list(key)]
        cells = cells[cells.duplicated(keep=False) & cells.notna().all(axis=1)]
        for _, same in cells.groupby(list(key), sort=False):
            first, second = same.index[:2]
            for line in same.index:
                other = second if line == first else first
                expected = f"one row for each {' + '.join(key)}; row {other} has the same"
                value = ", ".join(raw.loc[line, list(key)])
                problems.append(Problem(expected, row=int(line), column=" + ".join(key), value=value))
    return problems
