"""Command ``umkm import``: procurement lines, a register, own statistics, or boundaries, into the project."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from umkm_analysis.commands.imports.boundaries import KIND as BOUNDARIES
from umkm_analysis.commands.imports.boundaries import import_boundary_file
from umkm_analysis.commands.imports.lines import AUTO, Options, import_exports, refuse_missing
from umkm_analysis.commands.imports.statistics import import_figures, statistics_request
from umkm_analysis.commands.register import import_register
from umkm_analysis.datasets.boundaries.request import BoundariesRequest, Codes
from umkm_analysis.datasets.procurement_lines.kinds import find_kind
from umkm_analysis.datasets.procurement_lines.request import FIRST_YEAR, LAST_YEAR, Existing
from umkm_analysis.datasets.statistics.request import Kind as Statistics
from umkm_analysis.errors import UsageError

REGISTER = "register"
OPTIONS = {
    (REGISTER,): ("--distinct", "--confirm"),
    tuple(Statistics): ("--said-by", "--vintage", "--unit", "--decimal", "--no-link", "--constant-prices"),
    (BOUNDARIES,): ("--licence", "--codes", "--property"),
    (*Statistics, BOUNDARIES): ("--source", "--dry-run"),
}
"""Kinds of imports → options that mean something for them only."""


def import_(  # noqa: PLR0913 - one argument for each option of the command line
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help="grdp, growth, population or sectors; boundaries; register; a kind of export: umkm lines --kinds; or "
            "auto, which tells the kind of export from the header.",
        ),
    ],
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE|FOLDER...",
            help="Statistics: CSV, XLSX, ODS, HTML (as BPS's .xls) or JSON. Exports: CSV, JSON, JSON Lines, XLSX or "
            "ODS; zipped or not; a folder for all its files. A register: one file. Boundaries: GeoJSON or TopoJSON.",
        ),
    ],
    *,
    year: Annotated[
        int | None,
        typer.Option(
            metavar="YEAR",
            help="Budget year of an export; rows of others are left out. Statistics: where they name none.",
        ),
    ] = None,
    region: Annotated[
        str | None,
        typer.Option(
            metavar="CODE_OR_NAME",
            help="Whose rows these are, where the file does not say; of statistics, the only rows kept.",
        ),
    ] = None,
    match: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=CODE", help="Region of an institution of the file, or =none; repeatable."),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            metavar="DATE",
            help="Day that the export is as of; default: what a title, column or name of the file says, else its date.",
        ),
    ] = None,
    existing: Annotated[
        Existing,
        typer.Option(
            help="What to do where lines of the kind, year and institution stand already. snapshot: keep both, each as "
            "of its date; the newest counts, the others only show shares over time."
        ),
    ] = Existing.REFUSE,
    allow_bad: Annotated[
        int,
        typer.Option(
            "--allow-bad", min=0, metavar="N", help="Leave out up to N bad rows or shapes instead of refusing."
        ),
    ] = 0,
    replace: Annotated[
        bool,
        typer.Option(
            "--replace", help="Boundaries over others; a register over a newer one, or a made-up one over a real one."
        ),
    ] = False,
    distinct: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=NAME", help="Names of a register that are two, though spelt almost alike; repeatable."
        ),
    ] = None,
    confirm: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="A name of a register that names no person and is one thing, though it looks otherwise; repeatable.",
        ),
    ] = None,
    source: Annotated[
        str,
        typer.Option(metavar="TEXT", help="Statistics and boundaries: publisher, and title after a comma."),
    ] = "",
    said_by: Annotated[
        str, typer.Option("--said-by", metavar="NAME", help="Statistics: the office that imports or vouches for them.")
    ] = "",
    vintage: Annotated[
        str | None, typer.Option(metavar="DATE", help="Statistics: their release, where known figures differ: 2026-05.")
    ] = None,
    no_link: Annotated[
        bool, typer.Option("--no-link", help="Statistics: break the series instead of linking years of other releases.")
    ] = False,
    unit: Annotated[
        str | None,
        typer.Option(metavar="WORD", help="Statistics that name no unit: rupiah, ribu, juta, miliar, triliun."),
    ] = None,
    constant_prices: Annotated[
        bool, typer.Option("--constant-prices", help="Statistics that name no prices are at constant 2010 prices.")
    ] = False,
    decimal: Annotated[
        str | None, typer.Option(metavar="MARK", help='Statistics: decimal mark, where "6.775" could be two numbers.')
    ] = None,
    licence: Annotated[
        str, typer.Option(metavar="TEXT", help='Boundaries: their licence, as it stands under maps: "CC BY 4.0".')
    ] = "",
    codes: Annotated[
        Codes | None, typer.Option(help="Boundaries: whose codes name the regions; default: where polygons lie tells.")
    ] = None,
    code_property: Annotated[
        str | None, typer.Option("--property", metavar="NAME", help="Boundaries: the property that holds the codes.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Statistics and boundaries: print the account, store nothing.")
    ] = False,
) -> None:
    """Import statistics, lines, a register or boundaries.

    Lines are an export of LKPP's systems, a register is an office's own. All of a kind or nothing. auto tells the
    kind of each export from its header and says why; where it could be several, or files tell of the same packages,
    it names the commands to choose from. Lines end with an account in which every row and every rupiah is kept or
    left out for a reason; the same file twice changes nothing. A register's faults are named all at once, with
    sheet, row, column and what to type instead. Personal fields are not kept. Statistics stand over the shipped
    tables and say so on pages; umkm data own lists them, umkm data undo takes them back. Boundaries turn the circles
    of maps into areas; both stay to choose from.
    """
    named = kind.strip().lower()
    said = {
        "--distinct": distinct, "--confirm": confirm, "--source": source, "--said-by": said_by, "--vintage": vintage,
        "--unit": unit, "--decimal": decimal, "--no-link": no_link, "--constant-prices": constant_prices,
        "--dry-run": dry_run, "--licence": licence, "--codes": codes, "--property": code_property,
    }  # fmt: skip
    _refuse_options_of_others(named, [option for option, value in said.items() if value])
    if named == BOUNDARIES:
        refuse_missing(files)
        request = BoundariesRequest(source, licence, codes, code_property, allow_bad, replace)
        import_boundary_file(_only(files, "boundaries are one file"), request, dry_run=dry_run)
        return
    if named in set(Statistics):
        refuse_missing(files)
        statistics = statistics_request(
            Statistics(named),
            region=region,
            vintage=vintage,
            no_link=no_link,
            source=source,
            said_by=said_by,
            year=year,
            unit=unit,
            constant_prices=constant_prices,
            decimal=decimal,
        )
        import_figures(files, statistics, dry_run=dry_run)
        return
    if named == REGISTER:
        file = _only(files, "a register is one workbook, or one folder of CSV files")
        import_register(file, replace=replace, distinct=_pairs(distinct or []), confirm=confirm or [])
        return
    if year is None:
        raise UsageError(f"--year is missing: the budget year of the {kind} export, such as --year 2024.")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UsageError(f"--year {year} is no budget year; it is one from {FIRST_YEAR} to {LAST_YEAR}.")
    if named != AUTO:
        find_kind(kind)
    import_exports(kind, files, Options(year, region, match or [], as_of, existing, allow_bad))


def _refuse_options_of_others(kind: str, given: Sequence[str]) -> None:
    """Refuse options that mean nothing for a kind of import."""
    for kinds, options in OPTIONS.items():
        if kind not in kinds and (foreign := [option for option in given if option in options]):
            raise UsageError(f"{', '.join(foreign)}: only for {', '.join(kinds)}, not for {kind}.")


def _only(files: list[Path], what: str) -> Path:
    if len(files) != 1:
        raise UsageError(f"{what}; {len(files)} were given.")
    return files[0]


def _pairs(texts: list[str]) -> list[tuple[str, str]]:
    pairs = []
    for text in texts:
        name, separator, other = text.partition("=")
        if not separator or not name.strip() or not other.strip():
            raise UsageError(f'--distinct "{text}": write NAME=NAME, such as --distinct "Bandung=Bandungan"')
        pairs.append((name, other))
    return pairs
