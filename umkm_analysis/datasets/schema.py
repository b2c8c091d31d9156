"""What data/datapackage.json says of a table, as the pandera schema that checks it.

pandera can read Frictionless schemas itself, but then needs frictionless at run time and knows neither foreign
keys nor lists of keys; so the translation stands here, and refuses whatever it does not translate.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pandera.pandas as pa

from umkm_analysis.datasets.datapackage import CALENDAR, DTYPES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from collections.abc import Set as AbstractSet

    import pandas as pd

    from umkm_analysis.datasets.datapackage import Reference, Resource


def _check(test: Callable[[pd.Series], pd.Series], expected: str) -> pa.Check:
    return pa.Check(test, error=expected, ignore_na=True)


CONSTRAINTS: dict[str, Callable[[Any], pa.Check]] = {
    "pattern": lambda p: _check(lambda s: s.str.fullmatch(p), f"text of the form {p}"),
    "enum": lambda values: _check(lambda s: s.isin(values), f"one of: {', '.join(map(str, values))}"),
    "minimum": lambda low: _check(lambda s: s >= low, f"at least {low}"),
    "maximum": lambda high: _check(lambda s: s <= high, f"at most {high}"),
    "minLength": lambda n: _check(lambda s: s.str.len() >= n, f"at least {n} characters"),
}
"""Frictionless constraint: the pandera check that stands for it."""


FIRST_DAY = "0000-01-01"
DATE = {"day": r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "partial": r"[0-9]{4}(-[0-9]{2}){0,2}"}


def exists(text: str, calendar: str) -> bool:
    """Whether a date is written as a column of dates wants it, and is in the calendar.

    Parameters
    ----------
    text
        As 2022-06-03; 2022-06 or 2022 where ``calendar`` is "partial".
    calendar
        "day" or "partial".

    >>> exists("2022-02-29", "day"), exists("2022-02", "day"), exists("2022-02", "partial")
    (False, False, True)
    """
    if not re.fullmatch(DATE[calendar], text):
        return False
    try:
        date.fromisoformat(text + FIRST_DAY[len(text) :])
    except ValueError:
        return False
    return True


def _calendar_check(calendar: str) -> pa.Check:
    return _check(lambda s: s.map(lambda cell: exists(cell, calendar)), CALENDAR[calendar])


def _reference_check(reference: Reference, keys: AbstractSet[str]) -> pa.Check:
    split = reference.separator
    expected = f"a {reference.field} that stands in {reference.resource}.csv"
    if split is None:
        return _check(lambda s: s.isin(keys), expected)
    return _check(
        lambda s: s.map(lambda cell: set(cell.split(split)) <= keys),
        f"{expected}, several joined by '{split}'",
    )


def pandera_schema(resource: Resource, keys: Mapping[Reference, AbstractSet[str]]) -> pa.DataFrameSchema:
    """Build the pandera schema of a table from its contract.

    Parameters
    ----------
    resource
        The table's contract.
    keys
        For every reference of the table, the keys that exist. A reference that is not there is not checked.
    """
    columns = {
        column.name: pa.Column(
            DTYPES[column.type] if column.type != "string" else None,
            checks=[
                *(make(column.constraints[name]) for name, make in CONSTRAINTS.items() if name in column.constraints),
                *([_calendar_check(column.calendar)] if column.calendar else []),
                *(_reference_check(ref, keys[ref]) for ref in [column.reference] if ref is not None and ref in keys),
            ],
            nullable=not column.required,
        )
        for column in resource.fields
    }
    return pa.DataFrameSchema(columns, strict=True)
