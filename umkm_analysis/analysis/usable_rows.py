"""Regions whose reports read only rows that can be used, also where no build has looked at the data before.

A build says which reports a bad row stops, and makes the others. A notebook that is run by itself, in JupyterLab or by
papermill, asks here.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from umkm_analysis.analysis import claims
from umkm_analysis.datasets import regions, tables, validity
from umkm_analysis.datasets.fingerprints import merged
from umkm_analysis.datasets.validation.bad_rows import problem_of_rows
from umkm_analysis.errors import DataError, TableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from umkm_analysis.datasets.fingerprints import Inputs
    from umkm_analysis.datasets.regions import Region


def find_usable(region: str | int, inputs: Callable[[Region], Inputs]) -> Region:
    """Find a region for a report, and set aside rows that cannot be used and that the report does not read.

    They are named once on standard error.

    Parameters
    ----------
    region
        BPS code (text or number) or name.
    inputs
        Rows that the report on a region reads, besides those of the claims on it.

    Raises
    ------
    UsageError
        If there is no such region.
    DataError
        If a row that the report reads cannot be used; the message names file, row and column.
    TableError
        If a table as a whole cannot be used.
    """
    if validity.are_decided():
        return regions.find(region)
    try:
        own = regions.find(region)
        read = merged(inputs(own), claims.inputs(own))
        if not any(tables.problems_of(name) for name in read):
            return own
    except TableError:  # what says which rows are read has rows that cannot be used itself
        pass
    named = validity.sets_aside()
    bad_rows = tables.set_aside_bad_rows()
    if not named:
        for bad in bad_rows:
            print(f"{bad}; reports that read this row are not made", file=sys.stderr)  # noqa: T201 - a note in a notebook
    own = regions.find(region)
    problem = problem_of_rows(merged(inputs(own), claims.inputs(own)), bad_rows)
    if problem is not None:
        raise DataError(problem)
    return own
