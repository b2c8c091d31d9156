"""Tables and rows that cannot be used, as a build and ``umkm check`` ask for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.datasets import tables
from umkm_analysis.datasets.datapackage import resources
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from umkm_analysis.datasets.fingerprints import Inputs
    from umkm_analysis.errors import Problem


def problem_of_rows(inputs: Inputs, bad_rows: Mapping[str, Mapping[str, Sequence[Problem]]]) -> str | None:
    """Return what is wrong with the rows that a report reads; None if all of them can be used.

    Parameters
    ----------
    inputs
        The rows it reads.
    bad_rows
        What :func:`~umkm_analysis.datasets.tables.set_aside_bad_rows` returned.
    """
    found = [
        f"data/{resources()[name].path}: {problem}"
        for name, keys in inputs.items()
        for key, problems in bad_rows.get(name, {}).items()
        if keys is None or key in keys
        for problem in problems
    ]
    return "\n".join(found) or None


def problem_of(name: str) -> str | None:
    """Return what is wrong with a table; None if it can be used."""
    try:
        tables.read(name)
    except DataError as error:
        return str(error)
    return None
