"""Command ``umkm import``: procurement lines, or an office's register, into the project."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

import datetime as dt
import shlex
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from umkm_analysis.commands.console import err, out, print_aligned, print_notes
from umkm_analysis.commands.register import import_register
from umkm_analysis.datasets import regions
from umkm_analysis.datasets.procurement_lines.kinds import find_kind
from umkm_analysis.datasets.procurement_lines.request import Existing, ImportRequest, ImportResult
from umkm_analysis.datasets.procurement_lines.store import catalog
from umkm_analysis.errors import UsageError

if TYPE_CHECKING:
    from umkm_analysis.datasets.procurement_lines.formats import Kind
    from umkm_analysis.datasets.procurement_lines.read.detection import Detected

REGISTER, AUTO = "register", "auto"
FIRST_YEAR, LAST_YEAR = 2008, 2100


def import_(  # noqa: PLR0913 - one argument for each option of the command line
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help="register (of UMKM); a kind of export: umkm lines --kinds; or auto, which tells it from the header.",
        ),
    ],
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE|FOLDER...",
            help="CSV, JSON, JSON Lines, XLSX or ODS; zipped or not; a folder for all its files. A register: one file.",
        ),
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

    Lines are an export of LKPP's systems, a register is an office's own. All of a kind or nothing. auto tells the
    kind of each file from its header and says why; where it could be several, or files tell of the same packages,
    it names the commands to choose from. Lines end with an account in which every row and every rupiah is kept or
    left out for a reason; the same file twice changes nothing. A register's faults are named all at once, with
    sheet, row, column and what to type instead. Personal fields are not kept.
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
    from umkm_analysis.datasets.procurement_lines.importer import import_files  # noqa: PLC0415 - Arrow, for those who import lines

    for found, paths in _by_kind(kind, files, year):
        request = ImportRequest(
            found,
            year,
            region=None if region is None else regions.find(region).code,
            matches=_matches(match or []),
            as_of=_date(as_of),
            existing=existing,
            allow_bad=allow_bad,
        )
        _print_result(import_files(paths, request), request)


def _by_kind(kind: str, given: list[Path], year: int) -> "list[tuple[Kind, list[Path]]]":
    """Group the files by kind: the one that is named, or what each header tells."""
    from umkm_analysis.datasets.procurement_lines.read.detection import detect, files_in  # noqa: PLC0415 - Arrow again

    automatic = kind.strip().lower() == AUTO
    named = None if automatic else find_kind(kind)
    paths, skipped = files_in(given)
    for note in skipped:
        err.print(f"note: {note}")
    if named is not None:
        return [(named, paths)]
    detected = [detect(path) for path in paths]
    for file in detected:
        if not file.kinds and file.path not in given:
            err.print(f"note: {file.path.name}: {file.reason}; not imported")
    unclear = [file for file in detected if len(file.kinds) > 1 or (not file.kinds and file.path in given)]
    if unclear:
        raise UsageError("\n".join(["nothing was imported", *(_unclear(file, year) for file in unclear)]))
    if not any(file.kinds for file in detected):
        raise UsageError("none of the files is an export of a kind of umkm lines --kinds; nothing was imported")
    groups: dict[str, tuple[Kind, list[Path]]] = {}
    for file in detected:
        if not file.kinds:
            continue
        (own,) = file.kinds
        out.print(f"{file.path.name}: {own.name}, told from {file.reason}")
        groups.setdefault(own.name, (own, []))[1].append(file.path)
    _refuse_overlap(groups, year)
    return list(groups.values())


def _unclear(file: "Detected", year: int) -> str:
    if not file.kinds:
        return (
            f"  {file.path.name}: {file.reason}. Leave it out; or, if it is of a kind of umkm lines --kinds, name its "
            "columns as there"
        )
    head = f"  {file.path.name} may be of {len(file.kinds)} kinds ({file.reason}). Choose:"
    return "\n".join([head, *_commands(file.kinds, [file.path], year)])


def _refuse_overlap(groups: "Mapping[str, tuple[Kind, list[Path]]]", year: int) -> None:
    """Refuse files of kinds that tell of the same packages, with the commands to choose from."""
    overlapping = [(kind, paths) for kind, paths in groups.values() if any(other in kind.covers for other in groups)]
    if overlapping:
        names = ", ".join(kind.name for kind, _ in overlapping)
        head = f"{names} tell of the same packages, which would count twice; nothing was imported. Choose:"
        commands = [line for kind, paths in overlapping for line in _commands([kind], paths, year)]
        raise UsageError("\n".join([head, *commands]))


def _commands(kinds: "Iterable[Kind]", paths: Iterable[Path], year: int) -> list[str]:
    files = shlex.join(map(str, paths))
    return [f"    umkm import {kind.name} {files} --year {year}" for kind in kinds]


def _print_result(outcome: ImportResult, request: ImportRequest) -> None:
    for name in outcome.skipped:
        out.print(f"{name}: imported before, left as it is")
    if outcome.account is None:
        out.print("nothing changed")
        return
    if len(outcome.files) > 1:
        from umkm_analysis.datasets.procurement_lines.clean.file_totals import HEADS  # noqa: PLC0415 - as above

        print_aligned([HEADS, *(file.cells() for file in outcome.files)])
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
