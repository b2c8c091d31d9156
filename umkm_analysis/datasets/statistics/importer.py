"""Import of statistics: read, checked against the known figures, and stored whole, or refused with words."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from umkm_analysis.characters import unseen
from umkm_analysis.datasets import regions, series, tables
from umkm_analysis.datasets.datapackage import resources
from umkm_analysis.datasets.own import layers, store
from umkm_analysis.datasets.region_versions import changed_provinces
from umkm_analysis.datasets.statistics.checks import check
from umkm_analysis.datasets.statistics.figures import read_figures
from umkm_analysis.datasets.statistics.known import known
from umkm_analysis.datasets.statistics.read.files import read_file
from umkm_analysis.datasets.statistics.reading import Figure, Reading, listed
from umkm_analysis.datasets.statistics.request import TABLES, Kind, StatisticsRequest
from umkm_analysis.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from umkm_analysis.datasets.own.store import OwnImport
    from umkm_analysis.datasets.statistics.read.files import StatisticsFile

ID_DIGITS = 8
STATUS = "single_source"
"""Of rows as they are stored; laid over the tables they say that they are own figures."""
NO_PUBLISHER = "Berkas sendiri (penerbit tidak disebut)"
COLUMNS = {
    "grdp_level": "grdp_billion_idr_2010",
    "grdp_growth": "growth_pct",
    "grdp_sector": "grdp_billion_idr_2010",
    "population": "population",
    "population_registered": "population",
}
"""Table → its column of figures."""
MAX_DECIMALS = 6
MAX_SAID = 300
"""Characters of what a person, or a title, says of the figures on pages."""
SMALLEST_DIGIT = 0.01


@dataclass(frozen=True)
class Outcome:
    """What an import did, or would do."""

    about: OwnImport
    reading: Reading
    known_already: bool
    """Whether the same import stands already: then nothing was done."""
    new: int
    """Figures of regions and years that had none."""
    revised: int
    """Figures that take the place of another."""
    unused_levels: Mapping[str, Sequence[int]]
    """Region → years whose known levels are no longer used, because the imported rates contradict them."""


def import_statistics(paths: Sequence[Path], request: StatisticsRequest, *, dry_run: bool = False) -> Outcome:
    """Import statistics from some files.

    Parameters
    ----------
    paths
        The files; together they are one import.
    request
        What to import, and what the files do not say.
    dry_run
        Whether to do all but store it.

    Raises
    ------
    DataError
        If a file cannot be read, or its figures cannot be right; nothing is stored then.
    UsageError
        If another import is under way, or what the person says holds characters that cannot be seen.
    OSError
        If it cannot be written; nothing is left then.
    """
    _refuse_strange_words(request)
    files = [read_file(path) for path in paths]
    repeated = {file.identity: file.name for file in files}
    if len(repeated) < len(files):
        raise DataError("the same file was given twice")
    id_ = _id(files, request)
    standing = next((found for found in store.imports() if found.id == id_ and not found.problem), None)
    reading = read_figures(files, request)
    if standing is not None:
        return Outcome(standing, reading, known_already=True, new=0, revised=0, unused_levels={})
    _leave_out_changed_provinces(reading, request.kind)
    check(reading, request)
    _refuse_other_bases(reading, request.kind)
    new, revised = _compared(reading, request.kind)
    about = _about(id_, files, reading, request)
    unused = _unused_levels(reading.figures, about) if request.kind is Kind.GROWTH else {}
    kept = _tables(reading.figures, request.kind, about.source_id)
    if not dry_run:
        store.keep(about, kept, [(file.name, file.content) for file in files])
    return Outcome(about, reading, known_already=False, new=new, revised=revised, unused_levels=unused)


def _refuse_strange_words(request: StatisticsRequest) -> None:
    """Refuse words for pages that nobody sees, or that fill them."""
    for option, said in (
        ("--source", request.source), ("--said-by", request.said_by), ("--vintage", request.vintage or ""),
    ):  # fmt: skip
        if sign := unseen(said):
            raise UsageError(f"{option} holds a character that cannot be seen ({sign}); type it anew")
        if len(said) > MAX_SAID:
            raise UsageError(f"{option} has {len(said):,} characters; at most {MAX_SAID} stand on pages")


def _id(files: Sequence[StatisticsFile], request: StatisticsRequest) -> str:
    """Return the same id for the same files, read and laid over in the same way."""
    said = [
        request.kind, request.region.code if request.region else None, request.year, request.unit,
        request.constant_prices, request.decimal, request.vintage, request.link,
        sorted(file.identity for file in files),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:ID_DIGITS]


def _about(id_: str, files: Sequence[StatisticsFile], reading: Reading, request: StatisticsRequest) -> OwnImport:
    said = request.source or next((file.source for file in files if file.source), "")
    publisher, _, title = (part.strip() for part in said.partition(","))
    names = [file.name for file in files]
    found = " ".join(reading.title.removeprefix(names[0]).split())
    return store.OwnImport(
        id=id_,
        kind=request.kind,
        imported=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        vintage=request.vintage or "",
        publisher=publisher or NO_PUBLISHER,
        title=title or (found if len(found) <= MAX_SAID else f"{found[:MAX_SAID]}…") or ", ".join(names),
        said_by=request.said_by,
        link=request.link,
        files=tuple((file.name, file.sha256) for file in files),
        tables=(),
        codes=tuple(sorted({figure.code for figure in reading.figures})),
    )


def _leave_out_changed_provinces(reading: Reading, kind: Kind) -> None:
    """Leave out levels of provinces that are followed as the sum of the regions they hold today."""
    if kind not in {Kind.GRDP, Kind.SECTORS}:
        return
    gone = [figure for figure in reading.figures if figure.code in changed_provinces()]
    if gone:
        names = ", ".join(sorted({regions.all_regions()[figure.code].name for figure in gone}))
        reading.leave_out(f"{names}: reports follow them as the sum of their kabupaten and kota", len(gone))
        reading.figures = [figure for figure in reading.figures if figure.code not in changed_provinces()]
    if not reading.figures:
        raise DataError(
            "only levels of provinces whose territory changed: reports follow them as the sum of their kabupaten and "
            "kota. Import those"
        )


def _refuse_other_bases(reading: Reading, kind: Kind) -> None:
    """Refuse figures of population that no series of the tables can hold."""
    if kind is not Kind.POPULATION:
        return
    if len({figure.semester is None for figure in reading.figures}) > 1:
        raise DataError("registered population and BPS's population in one import; import them one by one")
    halves, bases = series.registered_halves(), series.population_bases()
    wrong = []
    for figure in reading.figures:
        name = f"{figure.code} {regions.all_regions()[figure.code].name} {figure.year}"
        if figure.semester and halves.get(figure.year, figure.semester) != figure.semester:
            wrong.append(f"{name}: half-year {figure.semester}, the known figures are of {halves[figure.year]}")
        elif not figure.semester and not figure.basis:
            wrong.append(f"{name}: neither a projection, a census nor a half-year of registration is named")
        elif not figure.semester and bases.get(figure.year, _base(figure)) != _base(figure):
            wrong.append(f"{name}: base {_base(figure)}, the known figures of the year have {bases[figure.year]}")
    if wrong:
        raise DataError(
            listed(
                wrong,
                "figure of population is of another base than the series, or says none",
                "figures of population are of another base than the series, or say none",
            )
            + '\n  Name it: --source "BPS, Proyeksi Penduduk hasil Sensus Penduduk 2020" (or "Sensus Penduduk 2020")'
        )


def _base(figure: Figure) -> str:
    return str(figure.basis).rpartition("_")[2]


def _compared(reading: Reading, kind: Kind) -> tuple[int, int]:
    """Count figures that are new, and those that differ from the known ones."""
    given = known(kind, registered=any(figure.semester for figure in reading.figures))
    pairs = [(figure.value, given.at(figure.code, figure.year)) for figure in reading.totals]
    new = sum(value is None for _, value in pairs)
    revised = sum(value is not None and abs(figure - value) > SMALLEST_DIGIT / 2 for figure, value in pairs)
    return new, revised


def _unused_levels(figures: Sequence[Figure], about: OwnImport) -> Mapping[str, Sequence[int]]:
    """Find the known levels that rates will take out of use: region → years."""
    levels = tables.read("grdp_level")
    rates = pd.DataFrame(
        [(figure.code, figure.year, figure.value) for figure in figures], columns=["code", "year", "growth_pct"]
    )
    used = layers.without_contradicted(levels, [*store.layers("grdp_growth"), (about, rates)])
    gone = levels.loc[levels.index.difference(used.index)]
    return {str(code): sorted(map(int, years)) for code, years in gone.groupby("code")["year"]}


def _tables(figures: Sequence[Figure], kind: Kind, source_id: str) -> Mapping[str, str]:
    """Write the figures in the project's layout."""
    registered = any(figure.semester for figure in figures)
    name = "population_registered" if registered else TABLES[kind]
    parts = {name: [figure for figure in figures if kind is not Kind.SECTORS or figure.sector]}
    if kind is Kind.SECTORS:
        parts["grdp_level"] = [figure for figure in figures if figure.sector is None]
    return {table: _csv(table, rows, source_id) for table, rows in parts.items()}


def _csv(table: str, figures: Sequence[Figure], source_id: str) -> str:
    columns = resources()[table].columns
    digit = _last_digit([figure.value for figure in figures])
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    for figure in figures:
        whole = table.startswith("population")
        writer.writerow(
            {
                "code": figure.code,
                "year": figure.year,
                "sector_code": figure.sector,
                "semester": figure.semester,
                COLUMNS[table]: f"{figure.value:.0f}"
                if whole
                else f"{figure.value:.{MAX_DECIMALS}f}".rstrip("0").rstrip("."),
                "basis": figure.basis,
                "rounded_to": digit,
                "status": STATUS,
                "bps_state": figure.state,
                "source_id": source_id,
                "note": figure.where,
            }
        )
    return text.getvalue()


def _last_digit(values: Sequence[float]) -> str:
    """Last digit in which figures are printed, in billion rupiah; at least that of the tables."""
    decimals = next(
        (count for count in range(MAX_DECIMALS) if all(abs(value - round(value, count)) < 1e-9 for value in values)),  # noqa: PLR2004 - rounding of the machine
        MAX_DECIMALS,
    )
    return f"{max(10.0**-decimals, SMALLEST_DIGIT):g}"
