"""Packages behind a figure: which lines it adds up, the largest of them, and all of them in a stream.

A figure has the name that ``umkm shares`` gives it, so that a list and its sum are of the same lines.
"""

from __future__ import annotations

import re
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_analysis.datasets.procurement_lines import progress
from umkm_analysis.datasets.procurement_lines.clean.cells.quoting import quoted
from umkm_analysis.datasets.procurement_lines.questions import QUESTIONS, create_views
from umkm_analysis.errors import UsageError, close_matches, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pandas as pd
    from duckdb import DuckDBPyConnection

BOUGHT = "method_group <> 'self_managed'"
SELF_MANAGED = "method_group = 'self_managed'"
STAGES = {"planned": "stage = 'plan'", "realised": "stage IN ('contract', 'payment')"}
GROUPS = ("direct", "e_purchasing", "competitive", "excepted")


@dataclass(frozen=True)
class Figure:
    """A sum over lines: which it holds, and what of each."""

    condition: str
    """SQL over the columns of a line."""
    amount: str = "value"
    """SQL of the whole rupiah, or of the count, that a line adds."""
    view: str = "lines"
    """View of the lines; others are those of questions."""
    shows: tuple[str, ...] = ()
    """Columns of the view that a list shows besides :data:`COLUMNS`."""
    least: int = 1
    """Amount from which a line is behind the figure: one that adds nothing is not, unless it raises a question."""


def _figures() -> dict[str, Figure]:
    made = {"lines": Figure("true", "1"), "budget": Figure("stage = 'budget'")}
    for name, stage in STAGES.items():
        bought = f"{stage} AND {BOUGHT}"
        made[name] = Figure(bought)
        made[f"{name}_self_managed"] = Figure(f"{stage} AND {SELF_MANAGED}")
        made[f"{name}_all"] = Figure(stage)
        for part in ("umkk", "pdn"):
            made[f"{name}_{part}"] = Figure(f"{bought} AND {part} > 0", part)
            made[f"{name}_{part}_unknown"] = Figure(f"{bought} AND {part} IS NULL AND value > 0")
            made[f"{name}_{part}_none"] = Figure(f"{bought} AND {part} < value", f"value - {part}")
        for group in GROUPS:
            made[f"{name}_{group}"] = Figure(f"{stage} AND method_group = {quoted(group)}")
    plans = f"{STAGES['planned']} AND {BOUGHT} AND method_group <> 'excepted'"
    made["planned_umkk_open"] = Figure(f"{plans} AND umkk < value", "value - umkk")
    realised = f"{STAGES['realised']} AND {BOUGHT}"
    competitive = f"{STAGES['realised']} AND method_group = 'competitive'"
    waiting = f"{realised} AND pending IS NOT NULL"
    made["realised_pending"] = Figure(waiting, "pending", least=0)  # also what nothing was estimated for
    made["realised_pending_lines"] = Figure(waiting, "1")
    made["bids"] = Figure(f"{competitive} AND bidders IS NOT NULL", "1")
    made["single_bids"] = Figure(f"{competitive} AND bidders = 1", "1")
    made["with_hps"] = Figure(f"{realised} AND hps > 0 AND value > 0")
    for question in QUESTIONS:
        condition = f"({question.asked_of}) AND ({question.known}) AND ({question.raised})"
        made[question.name] = Figure(condition, view=question.view, shows=question.shows, least=0)
    return made


FIGURES = _figures()
"""Name of a sum → its lines. ``…_none`` is what is known not to count: with ``…_unknown``, what a shortfall is made of.
``…_all`` is with self-managed work; ``planned_umkk_open`` is what could still go to UMK-K: with ``max_value``, as
:func:`~umkm_analysis.aggregates.potential.line_potential` counts it. ``ask_…`` are the lines that raise a question."""
MAX_VALUE = "max_value"
"""Condition on the rupiah of a line: at most so many."""
DIMENSIONS = (
    "region", "institution", "institution_name", "year", "month", "agency", "method", "method_group", "category",
    "fund", "stage", "kind", "supplier", "status", "package", "rup",
)  # fmt: skip
"""Columns that a condition may name."""
NONE = "none"
"""Value of a condition for lines that have none."""
MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
COLUMNS = (
    "package", "package_name", "agency", "institution_name", "region", "year", "stage", "kind", "method", "category",
    "fund", "status", "date", "announced", "closed", "value", "pending", "umkk", "pdn", "hps", "bidders", "supplier",
    "supplier_region", "rup", "as_of", "source_file",
)  # fmt: skip
"""Columns of a list, besides the amount that the figure has of each line."""


@dataclass(frozen=True)
class Selection:
    """Lines behind a figure."""

    figure: Figure
    conditions: tuple[str, ...]
    """SQL, all of which hold."""

    def all_conditions(self) -> tuple[str, ...]:
        """Return those of the figure and those that were asked for."""
        return self.figure.condition, *self.conditions

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the whole list, besides ``counted``."""
        return tuple(dict.fromkeys([*COLUMNS, *self.figure.shows]))

    def query(self, connection: DuckDBPyConnection, columns: Sequence[str] | None = None) -> str:
        """Return the query of the lines, without an order, with ``counted``: what the figure has of each.

        Parameters
        ----------
        connection
            See :func:`reading`; a figure of a question gets its view there.
        columns
            SQL of the columns; None for all.
        """
        if self.figure.view != "lines":
            create_views(connection)
        enough = f"{self.figure.amount} >= {self.figure.least}"
        where = " AND ".join(f"({condition})" for condition in (enough, *self.all_conditions()))
        listed = [*(columns or self.columns), f"CAST({self.figure.amount} AS BIGINT) AS counted"]
        return f"SELECT {', '.join(listed)} FROM {self.figure.view} WHERE {where}"  # noqa: S608 - our own, and quoted


def parse(conditions: Sequence[str]) -> Selection:
    """Read conditions such as ``figure=realised`` and ``agency=DINAS A``.

    Several of the same name hold if any of them does, different names if all do. Words are compared without case
    where no line has just that spelling; a month is written 2025-03; ``none`` is for lines that have none.

    Raises
    ------
    UsageError
        If there is no such name or figure, or a value cannot be one of it.
    """
    wanted: dict[str, list[str]] = {}
    for text in conditions:
        name, separator, value = (part.strip() for part in text.partition("="))
        if not separator or not value:
            raise UsageError(f'--where "{text}": write NAME=VALUE, such as --where "agency=DINAS KESEHATAN"')
        if name not in {"figure", MAX_VALUE, *DIMENSIONS}:
            hint = did_you_mean(close_matches(name, DIMENSIONS))
            said = f'--where "{text}": there is no {name}.'
            raise UsageError(
                " ".join(filter(None, (said, hint, f"There are figure, {MAX_VALUE}, {', '.join(DIMENSIONS)}")))
            )
        wanted.setdefault(name, []).append(value)
    names = wanted.pop("figure", ["lines"])
    if len(names) > 1:
        raise UsageError(f"--where figure={names[1]}: one figure a list")
    if names[0] not in FIGURES:
        hint = did_you_mean(close_matches(names[0], FIGURES))
        said = f"--where figure={names[0]}: there is no such figure."
        raise UsageError(" ".join(filter(None, (said, hint, f"There are {', '.join(FIGURES)}"))))
    any_of = (" OR ".join(_condition(name, value) for value in values) for name, values in wanted.items())
    return Selection(FIGURES[names[0]], tuple(any_of))


def _condition(name: str, value: str) -> str:
    column = "date" if name == "month" else name
    if value.lower() == NONE:
        return f"{column} IS NULL"
    if name == "month":
        if not MONTH.fullmatch(value):
            raise UsageError(f'--where "month={value}": write a month such as 2025-03, or none')
        return f"strftime(date, '%Y-%m') = {quoted(value)}"
    if name in {"year", MAX_VALUE}:
        if not (value.isascii() and value.isdecimal()):
            raise UsageError(f'--where "{name}={value}": write a number without points, such as 2025')
        return f"year = {value}" if name == "year" else f"value <= {value}"
    # two spellings are two rows of shares, each with a list of its own; else a word is found in whatever case
    exactly = f"{name} = {quoted(value)}"
    same = f"upper({name}) = upper({quoted(value)})"
    return f"{exactly} OR ({same} AND NOT EXISTS (FROM lines WHERE {exactly}))"


def source_of(paths: Sequence[Path]) -> str:
    """Return the SQL of the lines in some Parquet files."""
    listed = ", ".join(quoted(str(path)) for path in paths)
    return f"read_parquet([{listed}], hive_partitioning = false)"


@contextmanager
def reading(paths: Sequence[Path], papers: Sequence[Path] = ()) -> Iterator[DuckDBPyConnection]:
    """Open a DuckDB with the view ``lines`` of some Parquet files, and ``papers`` of those that are in no sum.

    Bids, schedules and papers of contracts are read for the questions that lines raise alone.
    """
    import duckdb  # noqa: PLC0415 - a fifth of a second, for those who have lines

    with duckdb.connect() as connection:
        with suppress(duckdb.InvalidInputException):  # a kernel without widgets has no progress bar
            progress.draw_none(connection)
        connection.execute(f"CREATE VIEW lines AS FROM {source_of(paths)}")
        source = source_of(papers) if papers else "lines LIMIT 0"
        connection.execute(f"CREATE VIEW papers AS FROM {source}")
        yield connection


def largest(connection: DuckDBPyConnection, selection: Selection, *, by: str | None, most: int) -> pd.DataFrame:
    """Return the largest packages behind a figure, of each group.

    Parameters
    ----------
    connection
        See :func:`reading`.
    selection
        The lines.
    by
        Dimension of the groups, or ``month`` (as 202503); None for one group.
    most
        Lines of a group.

    Returns
    -------
    A row a line, the largest of a group first: ``group`` (None where ``by`` is, or where there is none), ``lines`` and
    ``total`` of the group's whole list (count, and whole rupiah), ``package``, ``package_name``, ``agency``,
    ``method``, ``date``, ``value``, ``umkk`` and ``counted`` (whole rupiah). No row of a group without lines.
    """
    group = {None: "NULL", "month": "year(date) * 100 + month(date)"}.get(by, by)
    columns = [f"{group} AS grouped", "package", "package_name", "agency", "method", "date", "value", "umkk"]
    query = f"""SELECT grouped AS "group", count(*) OVER whole AS lines,
            CAST(sum(counted) OVER whole AS BIGINT) AS total, * EXCLUDE (grouped)
        FROM ({selection.query(connection, columns)})
        WINDOW whole AS (PARTITION BY grouped)
        QUALIFY row_number() OVER (PARTITION BY grouped ORDER BY counted DESC, package, value DESC, date) <= {most}
        ORDER BY "group" NULLS LAST, counted DESC, package, value DESC, date"""  # noqa: S608 - our own, and quoted
    return connection.sql(query).df()
