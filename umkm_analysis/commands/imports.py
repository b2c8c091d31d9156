"""Command ``umkm import``: procurement lines, an office's register, or own statistics, into the project."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

from pathlib import Path
from typing import Annotated

import typer

from umkm_analysis.commands.line_imports import Options, import_exports
from umkm_analysis.commands.own_statistics import import_figures, statistics_request
from umkm_analysis.commands.register import import_register
from umkm_analysis.datasets.procurement_lines.request import Existing
from umkm_analysis.datasets.statistics.request import Kind as Statistics
from umkm_analysis.errors import UsageError

REGISTER = "register"
FIRST_YEAR, LAST_YEAR = 2008, 2100


def import_(  # noqa: PLR0913 - one argument for each option of the command line
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help="grdp, growth, population or sectors; register (of UMKM); a kind of export: umkm lines --kinds; or "
            "auto, which tells the kind of export from the header.",
        ),
    ],
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE|FOLDER...",
            help="Statistics: CSV, XLSX, ODS, HTML (as BPS's .xls) or JSON. Exports: CSV, JSON, JSON Lines, XLSX or "
            "ODS; zipped or not; a folder for all its files. A register: one file.",
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
        int, typer.Option("--allow-bad", min=0, metavar="N", help="Leave out up to N bad rows instead of refusing.")
    ] = 0,
    replace: Annotated[
        bool, typer.Option("--replace", help="A register also over a newer one, or a made-up one over a real one.")
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
        typer.Option(metavar="TEXT", help='Statistics: publisher, and title after a comma: "BPS Kota X, PDRB 2026".'),
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
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Statistics: print the account, store nothing.")] = False,
) -> None:
    """Import statistics, procurement lines, or a register.

    Lines are an export of LKPP's systems, a register is an office's own. All of a kind or nothing. auto tells the
    kind of each export from its header and says why; where it could be several, or files tell of the same packages,
    it names the commands to choose from. Lines end with an account in which every row and every rupiah is kept or
    left out for a reason; the same file twice changes nothing. A register's faults are named all at once, with
    sheet, row, column and what to type instead. Personal fields are not kept. Statistics stand over the shipped
    tables and say so on pages; umkm data own lists them, umkm data undo takes them back.
    """
    if distinct and kind.strip().lower() != REGISTER:
        raise UsageError("--distinct is for the names of a register.")
    if confirm and kind.strip().lower() != REGISTER:
        raise UsageError("--confirm is for the names of a register.")
    if kind.strip().lower() in set(Statistics):
        statistics = statistics_request(
            Statistics(kind.strip().lower()),
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
    if given := [name for name, said in _of_statistics(source, said_by, vintage, unit, decimal) if said]:
        raise UsageError(f"{', '.join(given)}: only for {', '.join(Statistics)}, not for {kind}.")
    if dry_run or no_link or constant_prices:
        raise UsageError(
            f"--dry-run, --no-link and --constant-prices: only for {', '.join(Statistics)}, not for {kind}."
        )
    if kind.strip().lower() == REGISTER:
        if len(files) != 1:
            raise UsageError(f"a register is one workbook, or one folder of CSV files; {len(files)} were given.")
        import_register(files[0], replace=replace, distinct=_pairs(distinct or []), confirm=confirm or [])
        return
    if year is None:
        raise UsageError(f"--year is missing: the budget year of the {kind} export, such as --year 2024.")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UsageError(f"--year {year} is no budget year.")
    import_exports(kind, files, Options(year, region, match or [], as_of, existing, allow_bad))


def _of_statistics(*said: str | None) -> list[tuple[str, str | None]]:
    return list(zip(("--source", "--said-by", "--vintage", "--unit", "--decimal"), said, strict=True))


def _pairs(texts: list[str]) -> list[tuple[str, str]]:
    pairs = []
    for text in texts:
        name, separator, other = text.partition("=")
        if not separator or not name.strip() or not other.strip():
            raise UsageError(f'--distinct "{text}": write NAME=NAME, such as --distinct "Bandung=Bandungan"')
        pairs.append((name, other))
    return pairs
