"""Command ``umkm import``: procurement lines, or an office's register, into the project."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from umkm_analysis.commands.console import err, out, print_aligned, print_notes
from umkm_analysis.commands.register import import_register
from umkm_analysis.datasets import regions
from umkm_analysis.datasets.procurement_lines.formats import find_kind
from umkm_analysis.datasets.procurement_lines.request import Existing, ImportRequest, ImportResult
from umkm_analysis.datasets.procurement_lines.store import catalog
from umkm_analysis.errors import UsageError

REGISTER = "register"
FIRST_YEAR, LAST_YEAR = 2008, 2100


def import_(  # noqa: PLR0913 - one argument for each option of the command line
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help="register (of UMKM), or a kind of export: umkm lines --kinds.")
    ],
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="CSV, JSON, JSON Lines or XLSX; zipped or not. A register: one file."),
    ],
    *,
    year: Annotated[
        int | None,
        typer.Option(metavar="YEAR", help="Budget year of an export; rows of others are left out and counted."),
    ] = None,
    region: Annotated[
        str | None, typer.Option(metavar="CODE_OR_NAME", help="Whose rows these are, where the file does not say.")
    ] = None,
    match: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=CODE", help="Region of an institution of the file, or =none; repeatable."),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="When the export was true; default: the file's date.")
    ] = None,
    existing: Annotated[
        Existing, typer.Option(help="What to do where lines of the kind, year and institution stand already.")
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
) -> None:
    """Import procurement lines, or a register of UMKM.

    Lines are an export of LKPP's systems, a register is an office's own. All of it or nothing. Lines end with an
    account in which every row and every rupiah is kept or left out for a reason; the same file twice changes
    nothing. A register's faults are named all at once, with sheet, row, column and what to type instead. Personal
    fields are not kept.
    """
    if kind.strip().lower() == REGISTER:
        if len(files) != 1:
            raise UsageError(f"a register is one workbook, or one folder of CSV files; {len(files)} were given.")
        import_register(files[0], replace=replace, distinct=_pairs(distinct or []), confirm=confirm or [])
        return
    if distinct:
        raise UsageError("--distinct is for the names of a register.")
    if confirm:
        raise UsageError("--confirm is for the names of a register.")
    if year is None:
        raise UsageError(f"--year is missing: the budget year of the {kind} export, such as --year 2024.")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UsageError(f"--year {year} is no budget year.")
    print_notes([region] if region else [])
    request = ImportRequest(
        find_kind(kind),
        year,
        region=None if region is None else regions.find(region).code,
        matches=_matches(match or []),
        as_of=_date(as_of),
        existing=existing,
        allow_bad=allow_bad,
    )
    from umkm_analysis.datasets.procurement_lines.importer import import_files  # noqa: PLC0415 - Arrow, for those who import lines

    _print_result(import_files(files, request), request)


def _print_result(outcome: ImportResult, request: ImportRequest) -> None:
    for name in outcome.skipped:
        out.print(f"{name}: imported before, left as it is")
    if outcome.account is None:
        out.print("nothing changed")
        return
    print_aligned(outcome.account.table())
    for note in outcome.account.notes:
        err.print(f"note: {note}")
    without = sum(part.region is None for part in outcome.parts)
    out.print(
        f"{request.kind.name} {request.year}: lines of {len(outcome.parts)} institutions"
        f"{f' ({without} of them no region of data/regions.csv)' if without else ''} in {catalog.folder()}"
    )


def _pairs(texts: list[str]) -> list[tuple[str, str]]:
    pairs = []
    for text in texts:
        name, separator, other = text.partition("=")
        if not separator or not name.strip() or not other.strip():
            raise UsageError(f'--distinct "{text}": write NAME=NAME, such as --distinct "Bandung=Bandungan"')
        pairs.append((name, other))
    return pairs


def _matches(pairs: list[str]) -> dict[str, str]:
    matches = {}
    for pair in pairs:
        name, separator, code = pair.rpartition("=")
        if not separator or not name.strip() or not code.strip():
            raise UsageError(f'--match "{pair}": write NAME=CODE, such as --match "Kab. Contoh=3516", or NAME=none')
        matches[name.strip()] = code.strip()
    return matches


def _date(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise UsageError(f'--as-of "{text}": write a date such as 2025-12-31') from error
