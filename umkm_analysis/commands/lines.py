"""umkm import, umkm lines, umkm shares and umkm sample-lines: procurement lines in, shares out."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from umkm_analysis.analyses.line_shares import measure
from umkm_analysis.datasets import regions
from umkm_analysis.datasets.lines import store
from umkm_analysis.datasets.lines.engines import LOCAL, Engine
from umkm_analysis.datasets.lines.importing import Existing, Outcome, Wanted, import_files
from umkm_analysis.datasets.lines.kinds import describe, find_kind
from umkm_analysis.datasets.lines.sample import remove_sample, write_sample
from umkm_analysis.errors import UsageError
from umkm_analysis.terminal import err, out, print_aligned

MOST_SHOWN = 12
FIRST_YEAR, LAST_YEAR = 2008, 2100
Years = Annotated[list[int] | None, typer.Option("--year", metavar="YEAR", help="Budget year; repeatable.")]


def import_(  # noqa: PLR0913 - one argument for each option of the command line
    kind: Annotated[str, typer.Argument(metavar="KIND", help="What is exported; umkm lines --kinds lists them.")],
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="CSV, JSON, JSON Lines or XLSX; zipped or not.")
    ],
    *,
    year: Annotated[int, typer.Option(metavar="YEAR", help="Budget year; rows of others are left out and counted.")],
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
) -> None:
    """Import procurement lines from an export of LKPP's systems.

    All of it or nothing: ends with an account in which every row and every rupiah is kept or left out for a reason.
    The same file twice changes nothing. Personal fields are not read.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UsageError(f"--year {year} is no budget year.")
    wanted = Wanted(
        find_kind(kind),
        year,
        region=None if region is None else regions.find(region).code,
        matches=_matches(match or []),
        as_of=_date(as_of),
        existing=existing,
        allow_bad=allow_bad,
    )
    _tell(import_files(files, wanted), wanted)


def lines(
    *,
    kinds: Annotated[bool, typer.Option("--kinds", help="List the exports that can be imported.")] = False,
    remove_synthetic: Annotated[bool, typer.Option("--remove-synthetic", help="Take synthetic lines away.")] = False,
) -> None:
    """List the lines that were imported."""
    if kinds:
        for line in describe():
            out.print(line)
        return
    if remove_synthetic:
        out.print(f"{remove_sample():,} synthetic lines were taken away")
        return
    rows = [
        [one.kind, str(one.year), one.as_of, f"{sum(part.lines for part in one.parts):,}",
         f"{sum(part.rupiah for part in one.parts):,}", _names([part.name for part in one.parts]),
         "synthetic" if one.synthetic else ", ".join(name for name, _ in one.sources)]
        for one in store.imports()
    ]  # fmt: skip
    if not rows:
        out.print(f"no lines in {store.folder()}; umkm import brings them")
        return
    print_aligned([["kind", "year", "as of", "lines", "rupiah", "institutions", "files"], *rows])


def shares(  # noqa: PLR0913 - one argument for each option of the command line
    *,
    by: Annotated[str, typer.Option(metavar="NAMES", help="Dimensions, joined by commas.")] = "region,year",
    region: Annotated[str | None, typer.Option(metavar="CODE_OR_NAME", help="Only lines of this region.")] = None,
    year: Years = None,
    engine: Annotated[Engine, typer.Option(help="What adds the lines up; the figures are the same.")] = Engine.DUCKDB,
    master: Annotated[
        str, typer.Option(metavar="URL", help="Spark's: local[2], or spark://host:7077 of a standalone master.")
    ] = LOCAL,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where the table goes, as CSV; default: the terminal.")
    ] = None,
) -> None:
    """Measure the imported lines: shares with bounds, headroom, methods, absorption, savings and the rest."""
    own = None if region is None else regions.find(region).code
    table = measure(by.split(","), region=own, years=year or None, engine=engine, master=master)
    if output is None:
        out.print(table.T.to_string(header=False))
        return
    table.to_csv(output, index=False, lineterminator="\n")
    out.print(f"{len(table)} rows, {len(table.columns)} columns in {output}")


def sample_lines(
    *,
    region: Annotated[
        list[str] | None, typer.Option(metavar="CODE_OR_NAME", help="Default: Kota Mojokerto; repeatable.")
    ] = None,
    year: Years = None,
    count: Annotated[
        int, typer.Option("--lines", min=50, max=1_000_000, metavar="N", help="For each region and year.")
    ] = 4000,
) -> None:
    """Write synthetic lines, for trying out: every page made from them says so.

    Real lines are never replaced by them; umkm lines --remove-synthetic takes them away.
    """
    chosen = [regions.find(one) for one in region or ["3576"]]
    made = write_sample(chosen, sorted(set(year or [2023, 2024])), each=count)
    total = sum(part.lines for one in made for part in one.parts)
    out.print(f"{total:,} SYNTHETIC lines in {store.folder()}, for {_names([one.name for one in chosen])}")


def _tell(outcome: Outcome, wanted: Wanted) -> None:
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
        f"{wanted.kind.name} {wanted.year}: lines of {len(outcome.parts)} institutions"
        f"{f' ({without} of them no region of data/regions.csv)' if without else ''} in {store.folder()}"
    )


def _matches(given: list[str]) -> dict[str, str]:
    matches = {}
    for one in given:
        name, separator, code = one.rpartition("=")
        if not separator or not name.strip() or not code.strip():
            raise UsageError(f'--match "{one}": write NAME=CODE, such as --match "Kab. Contoh=3516", or NAME=none')
        matches[name.strip()] = code.strip()
    return matches


def _date(stated: str | None) -> str | None:
    if stated is None:
        return None
    try:
        return dt.date.fromisoformat(stated).isoformat()
    except ValueError as error:
        raise UsageError(f'--as-of "{stated}": write a date such as 2025-12-31') from error


def _names(names: list[str]) -> str:
    more = f" and {len(names) - MOST_SHOWN} more" if len(names) > MOST_SHOWN else ""
    return ", ".join(names[:MOST_SHOWN]) + more
