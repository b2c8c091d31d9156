"""Pandera schema of a table, translated from data/datapackage.json.

pandera can read Frictionless schemas itself, but then needs frictionless at run time and knows neither foreign
keys nor lists of keys; so the translation is here. datapackage.py refuses what it does not translate.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pandera.pandas as pa

from umkm_analysis.datasets.datapackage import CALENDAR, DTYPES
from umkm_analysis.datasets.rules.cells import is_future

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from collections.abc import Set as AbstractSet

    import pandas as pd

    from umkm_analysis.datasets.datapackage import Field, Reference, Resource


CONSTRAINTS: dict[str, tuple[Callable[[pd.Series, Any], pd.Series], str]] = {
    "pattern": (lambda cells, pattern: cells.str.fullmatch(pattern), "text of the form {}"),
    "enum": (lambda cells, choices: cells.isin(choices), "one of: {}"),
    "minimum": (lambda cells, limit: cells >= limit, "at least {}"),
    "maximum": (lambda cells, limit: cells <= limit, "at most {}"),
    "minLength": (lambda cells, limit: cells.str.len() >= limit, "at least {} characters"),
}
"""Frictionless constraint → test of the cells against its value, and what is expected."""


def _check(test: Callable[[pd.Series], pd.Series], expected: str) -> pa.Check:
    return pa.Check(test, error=expected, ignore_na=True)


def _constraint_check(name: str, value: Any) -> pa.Check:
    test, expected = CONSTRAINTS[name]
    words = ", ".join(map(str, value)) if isinstance(value, list) else value
    return _check(lambda cells: test(cells, value), expected.format(words))


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
    separator = reference.separator
    expected = f"a {reference.field} that stands in {reference.resource}.csv"
    if separator is None:
        return _check(lambda cells: cells.isin(keys), expected)
    return _check(
        lambda cells: cells.map(lambda cell: set(cell.split(separator)) <= keys),
        f"{expected}, several joined by '{separator}'",
    )


def _checks(field: Field, keys: Mapping[Reference, AbstractSet[str]]) -> list[pa.Check]:
    checks = [_constraint_check(name, field.constraints[name]) for name in CONSTRAINTS if name in field.constraints]
    if field.calendar:
        checks.append(_calendar_check(field.calendar))
    if field.past:
        checks.append(_check(lambda s: ~s.astype("str").map(is_future), "no day or year in the future"))
    if field.reference is not None and field.reference in keys:
        checks.append(_reference_check(field.reference, keys[field.reference]))
    return checks


def pandera_schema(resource: Resource, keys: Mapping[Reference, AbstractSet[str]]) -> pa.DataFrameSchema:
    """Build the pandera schema of a table.

    Parameters
    ----------
    resource
        The table's schema in the data package.
    keys
        For every reference of the table, the keys that exist. A reference without keys is not checked.
    """
    columns = {
        field.name: pa.Column(
            DTYPES[field.type] if field.type != "string" else None,
            checks=_checks(field, keys),
            nullable=not field.required,
        )
        for field in resource.fields
    }
    return pa.DataFrameSchema(columns, strict=True)
