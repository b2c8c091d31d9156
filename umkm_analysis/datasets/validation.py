"""Validation of all tables against their contract."""

from __future__ import annotations

from umkm_analysis.datasets import tables
from umkm_analysis.datasets.datapackage import resources
from umkm_analysis.errors import DataError


def refuse_bad_data() -> None:
    """Refuse tables that are not valid, with every bad cell of all of them.

    Raises
    ------
    DataError
        If there is one.
    """
    problems = [problem_of(name) for name in resources()]
    distinct = dict.fromkeys(problem for problem in problems if problem)  # each table repeats those of its references
    if distinct:
        raise DataError("\n".join(distinct))


def problem_of(name: str) -> str | None:
    """Return what is wrong with a table; None if it can be used."""
    try:
        tables.read(name)
    except DataError as error:
        return str(error)
    return None
