"""Tables of the project by name: validated, corrected and cached; a caller gets a copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.datasets import fingerprints, project
from umkm_analysis.datasets.corrections import correct
from umkm_analysis.datasets.csv_reader import read_csv
from umkm_analysis.datasets.datapackage import Reference, Resource, resources
from umkm_analysis.datasets.project import cached_per_project
from umkm_analysis.errors import Problem, TableError

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


def read(name: str) -> pd.DataFrame:
    """Read a table of data/ with its corrections applied.

    Parameters
    ----------
    name
        Name of the resource, such as "grdp_level".

    Returns
    -------
    DataFrame as the data package describes it. Corrected cells have status "corrected", withheld ones are NaN with
    status "withheld"; a corrected table has the column ``correction_id`` with the Indonesian reason.

    Raises
    ------
    TableError
        If the table, or one that it refers to, is not valid, or a correction has outlived its error.
    """
    return _corrected(name).copy(deep=False)


def skip_validation_of(version: str) -> None:
    """Read the project's tables without validating them, if data/ is a version that was validated before.

    Parameters
    ----------
    version
        What :func:`~umkm_analysis.datasets.fingerprints.data_version` returned when it was validated.
    """
    if fingerprints.data_version(project.root()) == version:
        _validated.add(project.root())


_validated: set[Path] = set()
"""Folders of projects whose tables were validated earlier, or by another process."""


@cached_per_project
def _as_printed(name: str) -> pd.DataFrame:
    root, resource = project.root(), resources()[name]
    references = {column.reference for column in resource.fields if column.reference}
    keys = {
        reference: frozenset(_as_printed(reference.resource)[reference.field].dropna())
        for reference in references
        if reference.resource != name
    }
    label = f"data/{resource.path}"
    try:
        table = read_csv(root / "data" / resource.path, resource, keys, label=label, validated=root in _validated)
    except TableError as error:
        raise TableError(label, [_with_hint(name, problem) for problem in error.problems]) from error
    if root not in _validated:
        _refuse_strays(table, references - keys.keys(), resource, label)
    return table


def _refuse_strays(table: pd.DataFrame, own: set[Reference], resource: Resource, label: str) -> None:
    problems = []
    for column in resource.fields:
        if column.reference in own:
            strays = table[column.name].dropna()
            strays = strays[~strays.isin(table[column.reference.field])]
            expected = f"a {column.reference.field} of this table"
            problems += [Problem(expected, row=line, column=column.name, value=cell) for line, cell in strays.items()]
    if problems:
        raise TableError(label, problems)


def _with_hint(name: str, problem: Problem) -> Problem:
    """Add the BPS code where the cell has a Kemendagri code: the two look alike."""
    if name == "regions" or problem.column != "code" or problem.value is None:
        return problem
    regions = _as_printed("regions").set_index("kemendagri_code")
    dotted = problem.value if "." in problem.value else f"{problem.value[:2]}.{problem.value[2:]}"
    if dotted not in regions.index:
        return problem
    meant = regions.loc[dotted]
    hint = f"; {problem.value} is the Kemendagri code of {meant['name']}, whose BPS code is {meant['code']}"
    return Problem(problem.expected + hint, problem.row, problem.column, problem.value)


@cached_per_project
def _corrected(name: str) -> pd.DataFrame:
    table = _as_printed(name)
    if name == "corrections":
        return table
    corrections = _as_printed("corrections")
    return correct(table, corrections[corrections["table"] == name], label="data/corrections.csv")
