"""Tables of the project by name: validated, corrected, own statistics laid over, cached; a caller gets a copy."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd

from umkm_analysis.datasets import fingerprints, project
from umkm_analysis.datasets.corrections import correct
from umkm_analysis.datasets.csv_reader import read_csv
from umkm_analysis.datasets.datapackage import Reference, Resource, resources
from umkm_analysis.datasets.own import layers
from umkm_analysis.datasets.own import store as own
from umkm_analysis.datasets.project import cached_per_project
from umkm_analysis.datasets.rules import rows
from umkm_analysis.errors import Problem, TableError


def read(name: str) -> pd.DataFrame:
    """Read a table of data/ with its corrections applied, and with the rows that the user imported.

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
        If the table, or one that it refers to, is not valid, or a correction has outlived its error; if an import of
        own statistics is not as it was imported.
    """
    return _complete(name).copy(deep=False)


def skip_validation_of(version: str) -> None:
    """Read the project's tables without validating them, if data/ is a version that was validated before.

    Parameters
    ----------
    version
        What :func:`~umkm_analysis.datasets.fingerprints.data_version` returned when it was validated.
    """
    if fingerprints.data_version(project.root()) == version:
        _validated.add(_home())


def trust() -> None:
    """Read the tables in use without validating them: an edition was validated when it was the one that stood."""
    _validated.add(_home())


def set_aside_bad_rows() -> dict[str, dict[str, list[Problem]]]:
    """Validate every table, and read those with bad rows without these rows from now on.

    Returns
    -------
    Table → key of its rows (BPS code, or the cell of the first column) → what is wrong with them.

    Raises
    ------
    TableError
        If a table as a whole cannot be used: a fault of the file or of its header, a row that does not say whose it is,
        or one of the regions, which every report reads.
    """
    _set_aside_imports.add(_home())
    for name in sorted(resources(), key=lambda name: (name not in REFERRED, name)):
        try:
            _corrected(name)
        except TableError as error:
            whole = [one for one in error.problems if one.row in {None, 1} or one.column in {None, _key(name)}]
            if whole or name in ESSENTIAL or error.file != f"data/{resources()[name].path}":
                raise
            _bad_rows[_home(), name] = list(error.problems)
            _corrected(name)
    shipped = {name: _by_key(name, problems) for (root, name), problems in _bad_rows.items() if root == _home()}
    return _with_bad_imports(shipped)


def _with_bad_imports(bad_rows: dict[str, dict[str, list[Problem]]]) -> dict[str, dict[str, list[Problem]]]:
    """Add the regions of imports that cannot be used, which then stop the reports on these regions only."""
    for found in own.imports():
        for name in (dict(found.tables) or OWN_TABLES) if found.problem else ():
            for code in found.codes:
                bad_rows.setdefault(name, {}).setdefault(code, []).append(_problem_of_import(found))
    return bad_rows


def _problem_of_import(found: own.OwnImport) -> Problem:
    expected = f"figures as they were imported; umkm data undo {found.id}, then import them again"
    return Problem(expected, value=found.problem)


def _key(name: str) -> str:
    """Return the column that says whose a row is."""
    columns = resources()[name].columns
    return fingerprints.REGION if fingerprints.REGION in columns else columns[0]


def _by_key(name: str, problems: list[Problem]) -> dict[str, list[Problem]]:
    every_row, key = _every_row(name), _key(name)
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        found.setdefault(str(every_row.loc[problem.row, key]), []).append(problem)
    return found


REFERRED = ("regions", "sources", "sectors")
"""Tables that others refer to: they are read first."""
ESSENTIAL = ("regions", "region_versions")
"""Tables without which nobody can say which reports there are."""
VALIDATED_VARIABLE = "UMKM_VALIDATED_DATA"
"""Version of the data that processes started from here need not validate: rows that cannot be used are no concern of
theirs, as the reports that read them are not made."""

OWN_TABLES = ("grdp_level", "grdp_growth", "grdp_sector", "population", "population_registered")
"""Tables that a user's own statistics are laid over."""
READ_TOGETHER = (*OWN_TABLES, "breaks")
"""Tables that are read all at once where a user imported any: they depend on each other."""

Home = tuple[Path, project.Place | None]
"""A project's folder, and the edition read in it; None for the tables that stand there."""
_set_aside_imports: set[Home] = set()
"""Folders of projects whose imports that cannot be used are left out without a word."""
_validated: set[Home] = set()
"""Folders of projects whose tables were validated earlier, or by another process."""
_bad_rows: dict[tuple[Home, str], list[Problem]] = {}
"""By folder and table: what is wrong with the rows that are left out."""


def _home() -> Home:
    return project.root(), project.place_in_use()


def _as_printed(name: str) -> pd.DataFrame:
    table = _every_row(name)
    problems = _bad_rows.get((_home(), name))
    return table.drop(index=list({problem.row for problem in problems})) if problems else table


def _is_validated(name: str) -> bool:
    home = _home()
    if home in _validated or (home, name) in _bad_rows:
        return True
    version = os.environ.get(VALIDATED_VARIABLE)
    return version is not None and version == fingerprints.data_version(project.root())


@cached_per_project
def _every_row(name: str) -> pd.DataFrame:
    resource = resources()[name]
    references = {column.reference for column in resource.fields if column.reference}
    keys = {
        reference: _keys(reference.resource, reference.field) for reference in references if reference.resource != name
    }
    path, label = project.published() / resource.path, f"data/{resource.path}"
    try:
        table = read_csv(path, resource, keys, label=label, validated=_is_validated(name))
    except TableError as error:
        problems = [_with_hint(name, problem) for problem in error.problems]
        bad = {problem.row for problem in problems}
        if None not in bad and 1 not in bad:  # rows that are valid cell by cell may still contradict themselves
            rest = read_csv(path, resource, {}, label=label, validated=True)
            problems += rows.problems_of(name, rest[~rest.index.isin(bad)])
        raise TableError(label, problems) from error
    if not _is_validated(name):
        _refuse_strays(table, references - keys.keys(), resource, label)
        if problems := rows.problems_of(name, table):
            raise TableError(label, problems)
    return table


@cached_per_project
def _keys(name: str, column: str) -> frozenset[str]:
    """Keys that a table holds, those of rows that cannot be used included: other tables may still refer to them."""
    resource = resources()[name]
    path = project.published() / resource.path
    return frozenset(read_csv(path, resource, {}, label=f"data/{resource.path}", validated=True)[column].dropna())


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


@cached_per_project
def _complete(name: str) -> pd.DataFrame:
    table = _corrected(name)
    if name not in {*READ_TOGETHER, "sources"} or not own.imports():
        return table
    if _home() not in _set_aside_imports and not _is_validated(name):
        bad = next((found for found in own.imports() if found.problem), None)
        if bad is not None:
            raise TableError(f"{own.FOLDER.as_posix()}/{bad.id}", [_problem_of_import(bad)])
    if name == "sources":
        sources = [own.source_row(found) for found in own.usable()]
        added = pd.DataFrame(sources, columns=table.columns, index=range(-len(sources), 0))
        return pd.concat([table, added.astype(table.dtypes.to_dict())])
    return _laid_over()[name]


@cached_per_project
def _laid_over() -> dict[str, pd.DataFrame]:
    """Lay own statistics over the tables, all at once: levels, rates, sectors and breaks depend on each other."""
    shipped = {name: _corrected(name) for name in READ_TOGETHER}
    imported = {name: own.layers(name) for name in OWN_TABLES}
    rates = imported["grdp_growth"]
    growth, of_growth = layers.with_growth(shipped["grdp_growth"], rates)
    levels, of_levels = layers.with_levels(shipped["grdp_level"], imported["grdp_level"], rates, growth)
    sectors = layers.with_sectors(shipped["grdp_sector"], imported["grdp_sector"], shipped["grdp_level"], levels)
    return {
        "grdp_level": levels,
        "grdp_growth": growth,
        "grdp_sector": sectors,
        "population": layers.with_population(shipped["population"], imported["population"]),
        "population_registered": layers.with_registered(
            shipped["population_registered"], imported["population_registered"]
        ),
        "breaks": layers.with_breaks(
            shipped["breaks"], [*of_levels, *of_growth], {"grdp_level": levels, "grdp_growth": growth}
        ),
    }
