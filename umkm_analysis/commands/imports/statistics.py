"""Import of statistics by ``umkm import``, and command ``umkm data``: what a user has imported, and undoing it."""

# no "from __future__ import annotations": typer reads the annotations while the command runs

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from umkm_analysis.commands.console import err, out, print_aligned, print_notes
from umkm_analysis.datasets import regions
from umkm_analysis.datasets.boundaries import store as boundaries
from umkm_analysis.datasets.own import store
from umkm_analysis.datasets.statistics.request import UNITS, Kind, StatisticsRequest
from umkm_analysis.errors import UsageError
from umkm_analysis.plurals import count_of

data = typer.Typer(help="List the tables in use, editions of them, and imports.")
MAX_PROVINCES = 3
MAX_REGIONS = 5
DECIMALS = (",", ".")


def statistics_request(  # noqa: PLR0913 - one argument for each option of the command line
    kind: Kind,
    *,
    region: str | None,
    vintage: str | None,
    no_link: bool,
    source: str,
    said_by: str,
    year: int | None = None,
    unit: str | None = None,
    constant_prices: bool = False,
    decimal: str | None = None,
) -> StatisticsRequest:
    """Make the request of an import from the options of the command line."""
    if region is not None:
        regions.as_printed(region)
    print_notes([region] if region else [])
    return StatisticsRequest(
        kind,
        region=None if region is None else regions.find(region),
        year=year,
        unit=unit,
        constant_prices=constant_prices,
        decimal=decimal,
        vintage=vintage,
        source=source,
        said_by=said_by,
        link=not no_link,
    )


def import_figures(paths: Sequence[Path], request: StatisticsRequest, *, dry_run: bool) -> None:
    """Import statistics, and print an account of what was read, told, checked, left out and kept."""
    if request.unit is not None and request.unit not in UNITS:
        raise UsageError(f'--unit "{request.unit}": one of {", ".join(UNITS)}')
    if request.decimal is not None and request.decimal not in DECIMALS:
        raise UsageError(f'--decimal "{request.decimal}": a comma or a point')
    # readers and pandera take a while to import, which no other command needs
    from umkm_analysis.datasets.statistics.importer import import_statistics

    outcome = import_statistics(paths, request, dry_run=dry_run)
    about, reading = outcome.about, outcome.reading
    if outcome.known_already:
        out.print(f"imported before as {about.id} on {about.imported[:10]}; nothing changed")
        return
    for name, digest in about.files:
        out.print(f"read      {name}  sha256 {digest[:12]}")
    out.print(f"          {count_of(reading.cells, 'cell')}")
    _print_part("told", reading.told)
    _print_part("checks", reading.checks)
    _print_part(
        "left out",
        [f"{count_of(count, 'cell')}: {reason}" for reason, count in reading.left_out.items()]
        + _unused(outcome.unused_levels),
    )
    years = sorted({figure.year for figure in reading.figures})
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])
    same = len(reading.totals) - outcome.new - outcome.revised
    out.print(f"new       {count_of(outcome.new, 'figure')}; replaced {outcome.revised:,}, unchanged {same:,}")
    figures = count_of(len(reading.figures), "figure")
    out.print(f"{'would keep' if dry_run else 'kept     '} {figures} of {_named(about.codes)}, {span}")
    if dry_run:
        out.print("dry run: nothing was stored")
        return
    for sentence in _unsaid(about):
        err.print(f"note: {sentence}")
    out.print(f"          in {store.FOLDER.as_posix()}/{about.id}; umkm data undo {about.id} takes it back")
    out.print(f"Now: umkm build {_chosen(about.codes)}")


@data.command("own")
def own() -> None:
    """List the statistics and boundaries that were imported: id, kind, release, day, regions, files."""
    found, areas = store.imports(), boundaries.boundaries()
    if not found and areas is None:
        out.print(f"no own statistics in {store.folder()}; umkm import grdp FILE brings them")
        return
    rows = [["id", "kind", "vintage", "imported", "regions", "source", "files"]]
    rows += [
        [each.id, each.kind, each.vintage or "–", each.imported[:10], str(len(each.codes)), each.publisher,
         each.problem or ", ".join(name for name, _ in each.files)]
        for each in found
    ]  # fmt: skip
    if areas is not None:
        rows.append(
            [boundaries.ID, "boundaries", "–", areas.imported[:10], str(len(areas.regions)), areas.source, areas.file]
        )
    print_aligned(rows)


@data.command("undo")
def undo(id_: Annotated[str, typer.Argument(metavar="ID", help="Of an import: umkm data own lists them.")]) -> None:
    """Take an import of statistics back, so that the figures it replaced stand again; or the boundaries."""
    if id_.strip().lower() == boundaries.ID:
        if not boundaries.remove():
            raise UsageError("there are no boundaries to take back; umkm data own lists what was imported")
        out.print("boundaries are taken back; maps show circles again")
        return
    found = store.undo(id_)
    out.print(f"{found.id}: {found.kind or 'import'} of {_named(found.codes)} is taken back")


def _chosen(codes: Sequence[str]) -> str:
    """Options of a build that makes the regions of an import, their peers and their provinces."""
    known = regions.all_regions()
    if len(codes) == 1:
        return f"--region {codes[0]}"
    provinces = sorted({str(known[code].parent_code if known[code].is_local else code) for code in codes})
    if regions.NATION in provinces or len(provinces) > MAX_PROVINCES:
        return "--all"
    return " ".join(f"--province {code}" for code in provinces)


def _print_part(name: str, lines: Sequence[str]) -> None:
    for number, line in enumerate(lines):
        for place, part in enumerate(line.split("\n")):
            out.print(f"{name if not number and not place else '':<10}{part}")


def _named(codes: Sequence[str]) -> str:
    known = regions.all_regions()
    names = ", ".join(f"{code} {known[code].name}" for code in codes[:3] if code in known)
    return names if len(codes) <= 3 else f"{len(codes)} regions ({names}, …)"  # noqa: PLR2004 - three fit in a line


def _unused(levels: Mapping[str, Sequence[int]]) -> list[str]:
    """What known levels these rates take out of use, a line a region, of the first regions."""
    names = regions.all_regions()
    lines = [
        f"known levels of {code} {names[code].name} {years[0]}{f'–{years[-1]}' if len(years) > 1 else ''}: "
        "these rates contradict them; the page follows the rates there and says so"
        for code, years in sorted(levels.items())
    ]
    more = len(lines) - MAX_REGIONS
    return [*lines[:MAX_REGIONS], f"and known levels of {more} more regions"] if more > 0 else lines


def _unsaid(about: store.OwnImport) -> list[str]:
    """What the person did not say, and pages will therefore not say."""
    unsaid = [option for option, said in (("--said-by", about.said_by), ("--vintage", about.vintage)) if not said]
    return [f"{' and '.join(unsaid)} not given: pages say less of where the figures come from"] if unsaid else []
