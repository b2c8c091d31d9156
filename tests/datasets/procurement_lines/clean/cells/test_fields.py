"""Columns that are read from cells that repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from umkm_analysis.datasets.procurement_lines.clean.cells.fields import ReadOptions, expressions, read_of_nothing
from umkm_analysis.datasets.procurement_lines.clean.columns import typing_connection
from umkm_analysis.datasets.procurement_lines.kinds import KINDS

if TYPE_CHECKING:
    from umkm_analysis.datasets.procurement_lines.formats import Kind


DIFFERENT = {(kind.method, kind.amended): kind for kind in KINDS}
"""Kinds of which something is read differently from a cell."""


@pytest.mark.parametrize("kind", DIFFERENT.values(), ids=lambda kind: kind.name)
def test_an_empty_cell_gives_what_the_sql_reads_from_it(kind: Kind) -> None:
    options = ReadOptions(kind, 2025, one_region=False, secret="0" * 64)
    columns = {column: sql for made in expressions(options).values() for column, sql in made.items()}
    nothing = {column: value for made in read_of_nothing(options).values() for column, value in made.items()}
    with typing_connection() as connection:
        connection.register("cells", pa.table({"cell": pa.nulls(1, pa.string())}))
        listed = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
        read = connection.sql(f"SELECT {listed} FROM cells").to_arrow_table()  # noqa: S608 - our own
    assert {name: (read[name][0].as_py(), read.schema.field(name).type) for name in columns} == nothing
