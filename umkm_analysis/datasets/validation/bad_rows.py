"""Tables and rows that cannot be used, as a build and ``umkm check`` ask for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.datasets import tables
from umkm_analysis.datasets.datapackage import resources
from umkm_analysis.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from umkm_analysis.datasets.fingerprints import Inputs
    from umkm_analysis.datasets.rules.bad_rows import BadRow


def problem_of_rows(inputs: Inputs, bad_rows: Sequence[BadRow]) -> str | None:
    """Return what is wrong with the rows that a report reads; None if all of them can be used.

    Parameters
    ----------
    inputs
        The rows it reads.
    bad_rows
        What :func:`~umkm_analysis.datasets.tables.set_aside_bad_rows` returned.
    """
    return "\n".join(str(bad) for bad in bad_rows if _reads(inputs, bad)) or None


def _reads(inputs: Inputs, bad: BadRow) -> bool:
    for name, concerned in bad.concerns.items():
        keys = inputs.get(name, ())
        if keys is None or concerned & set(keys):
            return True
    return False


def problem_of(name: str) -> str | None:
    """Return what is wrong with a table, whatever is wrong with others; None if it can be used."""
    file = f"data/{resources()[name].path}"
    try:
        problems = tables.problems_of(name)
    except TableError as error:
        return str(error) if error.file == file else f"{file}: cannot be checked before {error.file} can be read"
    return str(TableError(file, problems)) if problems else None
