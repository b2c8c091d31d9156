"""Tables of the project by name: validated, corrected, own statistics laid over, cached; a caller gets a copy."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pandas as pd

from umkm_analysis.datasets import corrections, fingerprints, project, validity
from umkm_analysis.datasets.csv_reader import BLANK_LINE, read_csv, read_valid_csv
from umkm_analysis.datasets.datapackage import Reference, Resource, resources
from umkm_analysis.datasets.own import layers
from umkm_analysis.datasets.own import store as own
from umkm_analysis.datasets.project import cached_per_project
from umkm_analysis.datasets.rules import rows
from umkm_analysis.datasets.rules.bad_rows import NATION, BadRow, columns_of, keys_of, provinces_of, usable_regions
from umkm_analysis.errors import Problem, TableError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


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
        If the table, or one of its corrections, is not valid, and bad rows are not set aside; if an import of own
        statistics is not as it was imported.
    """
    return _complete(name).copy(deep=False)


def set_aside_bad_rows() -> list[BadRow]:
    """Validate every table, and read tables without their bad rows from now on.

    Of a region whose row is bad, the row stays, as far as it can be used: everybody must know which regions there are.

    Returns
    -------
    Every bad row, the tables in the order of their names; a row appears once for each thing that is wrong with it.

    Raises
    ------
    TableError
        If a table as a whole cannot be used: a fault of the file or of its header, or regions without the nation.
    """
    validity.lenient.add(validity.home())
    validity.distrust()
    found = []
    for name in sorted(resources()):
        problems = problems_of(name)
        bad_keys = {one.row for one in problems if one.row is not None and _is_about_key(name, one)}
        found += [
            BadRow(_label(name), one, _concerned(name, one, keys_of(one, every_row(name)[_key(name)], bad_keys)))
            for one in problems
        ]
        _as_printed(name)
    return found + _bad_imports()


def _bad_imports() -> list[BadRow]:
    """List the imports that cannot be used, which stop the reports on their regions only."""
    return [
        BadRow(
            f"{own.FOLDER.as_posix()}/{found.id}",
            _problem_of_import(found),
            {name: set(found.codes) for name in dict(found.tables) or OWN_TABLES},
        )
        for found in own.imports()
        if found.problem
    ]


def _problem_of_import(found: own.OwnImport) -> Problem:
    expected = f"figures as they were imported; umkm data undo {found.id}, then import them again"
    return Problem(expected, value=found.problem)


def problems_of(name: str) -> list[Problem]:
    """Return what is wrong with the rows of a table, whatever is wrong with other tables.

    Raises
    ------
    TableError
        If the table as a whole cannot be used.
    """
    return list(_checked(name)[1])


def every_row(name: str) -> pd.DataFrame:
    """Read a table as printed, with the rows that cannot be used and without corrections.

    Raises
    ------
    TableError
        If the table as a whole cannot be used.
    """
    return _checked(name)[0]


OWN_TABLES = ("grdp_level", "grdp_growth", "grdp_sector", "population", "population_registered")
"""Tables that a user's own statistics are laid over."""
READ_TOGETHER = (*OWN_TABLES, "breaks")
"""Tables that are read all at once where a user imported any: they depend on each other."""
REGIONS, VERSIONS, CORRECTIONS = "regions", "region_versions", "corrections"


def _label(name: str) -> str:
    return f"data/{resources()[name].path}"


def _key(name: str) -> str:
    """Return the column that says whose a row is."""
    columns = resources()[name].columns
    return fingerprints.REGION if fingerprints.REGION in columns else columns[0]


def _is_about_key(name: str, problem: Problem) -> bool:
    columns = columns_of(problem)
    return not columns or _key(name) in columns


def _concerned(name: str, problem: Problem, keys: set[str]) -> dict[str, set[str]]:
    """Return table → keys of the rows that a bad row may have been, or would have changed; of a blank line none."""
    if problem.expected == BLANK_LINE:
        return {}
    concerned = {name: keys}
    if name in {REGIONS, VERSIONS}:
        keys |= provinces_of(keys, problem, every_row(REGIONS), every_row(VERSIONS))
    elif name == CORRECTIONS:
        meant = every_row(name).loc[problem.row, "table"]
        concerned |= {other: keys for other in _correctable() if other == meant or meant not in _correctable()}
    return concerned


def _correctable() -> list[str]:
    """Tables that may have corrections."""
    (tables,) = (column for column in resources()[CORRECTIONS].fields if column.name == "table")
    return list(tables.constraints["enum"])


def _as_printed(name: str) -> pd.DataFrame:
    table, problems = _checked(name)
    if not problems:
        return table
    if not validity.sets_aside():
        raise TableError(_label(name), problems)
    rest = usable_regions(table, problems) if name == REGIONS else table.drop(index=list({one.row for one in problems}))
    if name == REGIONS and NATION not in set(rest["code"]):
        raise TableError(_label(name), problems)
    return rest


@cached_per_project
def _checked(name: str) -> tuple[pd.DataFrame, list[Problem]]:
    """Read every row of a table, with what is wrong with them."""
    resource = resources()[name]
    path = project.published() / resource.path
    if validity.is_known_valid(name):
        with project.reading_same(path) as is_same:
            if is_same and validity.is_known_valid(name):
                return _checked(name)
        return read_valid_csv(path, resource, label=_label(name)), []
    references = {column.reference for column in resource.fields if column.reference}
    others = {reference for reference in references if reference.resource != name}
    keys = {reference: _keys(reference.resource, reference.field) for reference in others}
    table, found = read_csv(path, resource, keys, label=_label(name))
    problems = [_with_hint(name, problem) for problem in found]
    named = {(one.row, column) for one in problems for column in columns_of(one)}
    problems += [one for one in _strays(table, references - others, resource) if (one.row, one.column) not in named]
    bad = {problem.row for problem in problems}
    rest = table[~table.index.isin(list(bad))]  # rows that are valid cell by cell may still contradict themselves
    problems += rows.problems_of(name, rest)
    if name == CORRECTIONS:
        problems += corrections.problems_of(rest, _printed_tables(_correctable()))
    if not problems:
        validity.without_fault.add((validity.home(), name))
    return table, problems


@cached_per_project
def _keys(name: str, column: str) -> frozenset[str]:
    """Keys that a table holds, those of rows that cannot be used included: other tables may still refer to them."""
    return frozenset(_cells_of(name)[column].dropna())


def _cells_of(name: str) -> pd.DataFrame:
    """Read every row of a table, whatever is wrong with it."""
    resource = resources()[name]
    table, _ = read_csv(project.published() / resource.path, resource, {}, label=_label(name), validated=True)
    return table


def _printed_tables(names: Iterable[str]) -> dict[str, pd.DataFrame]:
    """Tables as printed, by name; without those that cannot be read."""
    found = {}
    for name in names:
        with suppress(TableError):
            found[name] = _cells_of(name)
    return found


def _strays(table: pd.DataFrame, own: Collection[Reference], resource: Resource) -> list[Problem]:
    problems = []
    for column in resource.fields:
        if column.reference is not None and column.reference in own:
            cells = table[column.name].dropna()
            cells = cells[~cells.isin(table[column.reference.field])]
            expected = f"a {column.reference.field} of this table"
            problems += [Problem(expected, row=line, column=column.name, value=cell) for line, cell in cells.items()]
    return problems


def _with_hint(name: str, problem: Problem) -> Problem:
    """Add the BPS code where the cell has a Kemendagri code: the two look alike."""
    if name == "regions" or problem.column != "code" or problem.value is None:
        return problem
    regions = _cells_of(REGIONS).drop_duplicates("kemendagri_code").set_index("kemendagri_code")
    dotted = problem.value if "." in problem.value else f"{problem.value[:2]}.{problem.value[2:]}"
    if dotted not in regions.index:
        return problem
    meant = regions.loc[dotted]
    hint = f"; {problem.value} is the Kemendagri code of {meant['name']}, whose BPS code is {meant['code']}"
    return Problem(problem.expected + hint, problem.row, problem.column, problem.value)


@cached_per_project
def _corrected(name: str) -> pd.DataFrame:
    table = _as_printed(name)
    if name not in _correctable():
        return table
    fixes = _as_printed(CORRECTIONS)
    fixes = fixes[fixes["table"] == name]
    if validity.sets_aside():  # the row of a correction may have been set aside
        there = set(zip(table["code"], table["year"], strict=True))
        fixes = fixes[[cell in there for cell in zip(fixes["code"], fixes["year"], strict=True)]]
    return corrections.correct(table, fixes, label=_label(CORRECTIONS))


@cached_per_project
def _complete(name: str) -> pd.DataFrame:
    table = _corrected(name)
    if name not in {*READ_TOGETHER, "sources"} or not own.imports():
        return table
    if validity.home() not in validity.validated and not validity.sets_aside() and not project.reads_edition():
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
