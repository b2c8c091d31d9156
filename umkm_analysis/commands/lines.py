"""Commands ``umkm lines``, ``umkm shares`` and ``umkm sample-lines``: procurement lines and their measures."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

from pathlib import Path
from typing import Annotated, Any

import typer

from umkm_analysis.aggregates.dimensions import refuse_others
from umkm_analysis.atomic_write import READABLE_BY_ALL, READABLE_BY_OWNER, write_atomically
from umkm_analysis.characters import inert
from umkm_analysis.commands.checked_data import remembering_valid_tables
from umkm_analysis.commands.console import out, print_aligned, print_notes
from umkm_analysis.commands.imports.lines import as_of_date
from umkm_analysis.datasets import regions
from umkm_analysis.datasets.procurement_lines.kinds import describe, find_kind
from umkm_analysis.datasets.procurement_lines.request import FIRST_YEAR, LAST_YEAR
from umkm_analysis.datasets.procurement_lines.store import catalog, snapshots
from umkm_analysis.datasets.procurement_lines.store.engines import LOCAL, Engine, line_files, paper_files
from umkm_analysis.errors import DataError, UsageError
from umkm_analysis.plurals import count_of

MAX_NAMES = 12
DEFAULT_BY = "region,year"
SUPPLIER = "supplier"
"""Dimension whose table only its owner may read."""
Years = Annotated[
    list[int] | None,
    typer.Option("--year", min=FIRST_YEAR, max=LAST_YEAR, metavar="YEAR", help="Budget year; repeatable."),
]


lines = typer.Typer(help="List imported lines, or those behind a figure.")


@lines.callback(invoke_without_command=True)
def list_lines(
    context: typer.Context,
    *,
    kinds: Annotated[bool, typer.Option("--kinds", help="List the exports that can be imported.")] = False,
    remove_synthetic: Annotated[bool, typer.Option("--remove-synthetic", help="Take synthetic lines away.")] = False,
) -> None:
    """List imported lines, or those behind a figure."""
    if context.invoked_subcommand is not None:
        return
    if kinds:
        for line in describe():
            out.print(line)
        return
    if remove_synthetic:
        from umkm_analysis.datasets.procurement_lines.sample import remove_sample

        out.print(f"{remove_sample():,} synthetic lines were taken away")
        return
    stored = catalog.stored()
    dated = [("counts", import_.as_of, import_) for import_ in stored.imports]
    dated += [("snapshot", snapshot.date, snapshot.lines) for snapshot in stored.snapshots]
    rows = [
        [import_.kind, str(import_.year), date, state, f"{sum(part.lines for part in import_.parts):,}",
         f"{sum(part.rupiah for part in import_.parts):,}", _names([part.name for part in import_.parts]),
         "synthetic" if import_.synthetic else ", ".join(name for name, _ in import_.sources)]
        for state, date, import_ in dated
    ]  # fmt: skip
    if not rows:
        out.print(f"no lines in {catalog.folder()}; umkm import brings them")
        return
    print_aligned([["kind", "year", "as of", "state", "lines", "rupiah", "institutions", "files"], *rows])
    if stored.snapshots:
        out.print("Snapshots are in no sum; umkm shares --over-time shows what they give.")


@lines.command(epilog="Exit codes: 0 written; 2 wrong use; 3 no line is behind the figure.")
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the list goes: .csv or .xlsx.")],
    *,
    region: Annotated[str | None, typer.Option(metavar="CODE_OR_NAME", help="Only lines of this region.")] = None,
    year: Years = None,
    where: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=VALUE",
            help="figure=NAME (a sum of umkm shares, such as realised, realised_umkk_unknown, or a question such as "
            "ask_single_bidder), agency=NAME, "
            "method_group=direct, month=2025-03, max_value=RUPIAH; none for lines without; repeatable.",
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of", metavar="DATE", help="Lines as of this day, of a snapshot or not; default: what counts."
        ),
    ] = None,
) -> None:
    """Write the packages behind a figure, the largest first, with what the figure has of each.

    Names are those of umkm shares. Suppliers stand in the file, so only its owner may read it; no cell runs as a
    formula.
    """
    from umkm_analysis.datasets.procurement_lines.packages import parse

    catalog.refuse_source(file)
    selection = parse(where or [])
    day = None if as_of is None else as_of_date(as_of)
    code = None if region is None else regions.find(region).code
    from umkm_analysis.datasets.procurement_lines.export import export as write

    print_notes([region] if region else [])
    if day is None:
        paths = line_files(region=code, years=year or None)
    else:
        paths = snapshots.files_as_of(day, region=code, years=year or None)
    papers = paper_files(region=code, years=year or None)
    count, total = write(paths, selection, file, papers=papers)
    out.print(f"{count_of(count, 'line')}, {total:,} in all, in {file}")


@lines.command()
def remove(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="Kind of the lines: umkm lines.")],
    *,
    year: Annotated[int, typer.Option(min=FIRST_YEAR, max=LAST_YEAR, metavar="YEAR", help="Their budget year.")],
    region: Annotated[str | None, typer.Option(metavar="CODE_OR_NAME", help="Only lines of this region.")] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of", metavar="DATE", help="Lines as of this day, of a snapshot or not; default: what counts."
        ),
    ] = None,
    with_snapshots: Annotated[bool, typer.Option("--with-snapshots", help="What counts, and every snapshot.")] = False,
) -> None:
    """Take lines away. Where some that counted go, their newest snapshot counts instead, and it is said."""
    if as_of is not None and with_snapshots:
        raise UsageError("--as-of takes one day away, --with-snapshots all of them; give one of the two")
    name, code = find_kind(kind).name, None if region is None else regions.find(region).code
    print_notes([region] if region else [])
    date = None if as_of is None else as_of_date(as_of)
    with catalog.changing() as prepared:
        states = snapshots.states(catalog.stored())
        own = [
            state for state in states if state.key[:2] == (name, year) and (code is None or state.part.region == code)
        ]
        gone = [state for state in own if with_snapshots or (state.counts if date is None else state.date == date)]
        if not gone:
            dates = ", ".join(sorted({state.date for state in own})) or "none at all"
            raise UsageError(f"no lines of {name} {year} to take away; there are {dates}. umkm lines lists them")
        after, raised = snapshots.remove(catalog.stored(), gone)
        catalog.publish(prepared, after)
    for state in gone:
        out.print(f"taken away: {_state(state)}")
    for state in raised:
        out.print(f"counts now: {_state(state)}, until now a snapshot")


def shares(  # noqa: PLR0913 - one argument for each option of the command line
    *,
    by: Annotated[str, typer.Option(metavar="NAMES", help="Dimensions, joined by commas.")] = DEFAULT_BY,
    region: Annotated[str | None, typer.Option(metavar="CODE_OR_NAME", help="Only lines of this region.")] = None,
    year: Years = None,
    engine: Annotated[Engine, typer.Option(help="What adds the lines up; the figures are the same.")] = Engine.DUCKDB,
    master: Annotated[
        str, typer.Option(metavar="URL", help="Spark's: local[2], or spark://host:7077 of a standalone master.")
    ] = LOCAL,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where the table goes, as CSV; default: the terminal.")
    ] = None,
    over_time: Annotated[
        bool,
        typer.Option(
            "--over-time", help="Shares by the dates of imports and snapshots, a row a region, year, stage and date."
        ),
    ] = False,
) -> None:
    """Measure the imported lines: shares with bounds.

    Headroom over the mandate, methods, absorption, savings and the rest.
    """
    if over_time and by != DEFAULT_BY:
        raise UsageError(f"--over-time is by region, year, stage and date; leave out --by {by}")
    names = [name.strip() for name in by.split(",")]
    refuse_others(names)
    if output is not None:
        catalog.refuse_source(output)
    if region is not None:
        regions.as_printed(region)
    with remembering_valid_tables():
        code = None if region is None else regions.find(region).code
        print_notes([region] if region else [])
        if over_time:
            table = _over_time(region=code, years=year or None, engine=engine, master=master)
        else:
            from umkm_analysis.analysis.lines import measure

            table = measure(names, region=code, years=year or None, engine=engine, master=master)
    if output is None:
        out.print(table.T.to_string(header=False))
        return
    for name in table:
        if table[name].dtype.kind == "O":  # text
            table[name] = table[name].map(lambda cell: inert(cell) if isinstance(cell, str) else cell)
    mode = READABLE_BY_OWNER if SUPPLIER in names else READABLE_BY_ALL
    write_atomically({output: table.to_csv(index=False, lineterminator="\n")}, mode=mode)
    out.print(f"{count_of(len(table), 'row')}, {count_of(len(table.columns), 'column')} in {output}")


def _over_time(**options: Any) -> Any:
    from umkm_analysis.analysis.line_series import shares_over_time

    table = shares_over_time(**options)
    if table.empty:
        raise DataError(
            "no region has lines of one year as of two dates. Import a newer export with --existing snapshot, and "
            "the earlier one stays as it was"
        )
    return table


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
    """Write synthetic lines, for trying out.

    Every page made from them says so. Real lines are never replaced by them; umkm lines --remove-synthetic takes
    them away.
    """
    for name in region or ():
        regions.as_printed(name)
    from umkm_analysis.datasets.procurement_lines.sample import write_sample

    chosen = [regions.find(name) for name in region or ["3576"]]
    print_notes(region or [])
    imports = write_sample(chosen, sorted(set(year or [2023, 2024])), each=count)
    total = sum(part.lines for import_ in imports for part in import_.parts)
    out.print(f"{total:,} SYNTHETIC lines in {catalog.folder()}, for {_names([each.name for each in chosen])}")


def _state(state: snapshots.State) -> str:
    kind, year, _, _ = state.key
    lines = sum(part.lines for import_ in state.lines for part in import_.parts)
    return f"{count_of(lines, 'line')} of {kind} {year} for {state.part.name}, as of {state.date}"


def _names(names: list[str]) -> str:
    more = f" and {len(names) - MAX_NAMES} more" if len(names) > MAX_NAMES else ""
    return ", ".join(names[:MAX_NAMES]) + more
