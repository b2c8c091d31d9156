"""Figures of a kind out of the tables of files: regions, years, sectors and units recognised, or refused with words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from umkm_analysis.datasets import regions
from umkm_analysis.datasets.statistics import wording
from umkm_analysis.datasets.statistics.layouts import tables_of
from umkm_analysis.datasets.statistics.numerals import decimal_mark, parse
from umkm_analysis.datasets.statistics.places import Label, region_in, resolve
from umkm_analysis.datasets.statistics.reading import Figure, Reading, listed
from umkm_analysis.datasets.statistics.request import UNITS, Kind, StatisticsRequest
from umkm_analysis.datasets.statistics.selection import choose, sector_of
from umkm_analysis.datasets.statistics.wording import Indicator, facts
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from umkm_analysis.datasets.regions import Region
    from umkm_analysis.datasets.statistics.read.files import StatisticsFile
    from umkm_analysis.datasets.statistics.table import Observation, Table
    from umkm_analysis.datasets.statistics.wording import Facts

SUM_ROW = re.compile(r"\W*(?:jumlah|total|rata-rata|average|sum)\b.*", re.IGNORECASE)
SAME = 1e-9
BASES = (
    (r"sensus penduduk 2020|census_sp2020|hasil sp\s?2020\b(?!.*proyeksi)|sp\s?2020\s*\(september", "census_sp2020"),
    (r"projection_sp2020|sp\s?2020|2020\s*[–-]\s*20[35]\d|proyeksi.*(?:sensus|sp).*2020", "projection_sp2020"),
    (r"projection_sp2010|sp\s?2010|2010\s*[–-]\s*20[235]\d|proyeksi.*(?:sensus|sp).*2010", "projection_sp2010"),
)
"""Words → basis of BPS's figures of population."""


def read_figures(files: Sequence[StatisticsFile], request: StatisticsRequest) -> Reading:
    """Read the figures of the request's kind out of some files.

    Raises
    ------
    DataError
        If there is none, a label, number or unit is unclear, or two cells give one figure differently.
    """
    reading = Reading()
    refused: list[str] = []
    for file in files:
        found = [table for grid in file.grids for table in tables_of(grid)]
        if not found:
            raise DataError(f"{file.name}: no table with years, regions or sectors was found in it")
        chosen = list(choose(found, request, reading, refused))
        mark = decimal_mark((observation.value for _, part in chosen for observation, _ in part), named=request.decimal)
        for table, part in chosen:
            _read_table(table, part, mark, request, reading)
    if not reading.figures:
        why = "\n  ".join(dict.fromkeys(refused)) or "no cell of the kind holds a figure"
        raise DataError(f"nothing to import as {request.kind}:\n  {why}")
    reading.figures = _unique(reading.figures)
    return reading


def _read_table(
    table: Table,
    part: Sequence[tuple[Observation, Facts]],
    mark: str | None,
    request: StatisticsRequest,
    reading: Reading,
) -> None:
    places = _regions_of(table, [observation for observation, _ in part], request, reading)
    problems: list[str] = []
    for observation, words in part:
        region = places.get(_label(observation))
        if region is None:
            continue
        year = observation.year or _year_of(table, request)
        try:
            parsed = parse(observation.value, mark)
        except DataError as error:
            problems.append(f"{observation.where}: {error}")
            continue
        if parsed.number is None:
            reading.leave_out('cells that say "not available" (-, …, NA, empty)')
            continue
        if parsed.number == 0 and request.kind in {Kind.GRDP, Kind.POPULATION}:
            reading.leave_out("zeros: a region without output or people is one without a figure")
            continue
        semester = re.search(r"semester\D*([12])", observation.period)
        factor = _factor(observation, words, request, reading, title=table.title)
        reading.figures.append(
            Figure(
                region.code, year, round(parsed.number * factor, 10), observation.where,
                parsed.state or observation.state, sector_of(observation) if request.kind is Kind.SECTORS else None,
                int(semester[1]) if semester else None, _basis(table, observation, words, request),
            )
        )  # fmt: skip
    if problems:
        raise DataError(listed(problems, "cell cannot be read", "cells cannot be read"))
    _tell(table, part, reading, request)


def _tell(
    table: Table, part: Sequence[tuple[Observation, Facts]], reading: Reading, request: StatisticsRequest
) -> None:
    words = part[0][1]
    reading.title = reading.title or " ".join(table.title.split())
    indicator = words.indicator or {Kind.GROWTH: Indicator.GROWTH, Kind.POPULATION: Indicator.POPULATION}.get(
        request.kind, Indicator.LEVEL
    )
    said = [str(indicator)]
    if request.kind in {Kind.GRDP, Kind.SECTORS}:
        constant = words.prices == "constant" or request.constant_prices
        reading.prices_told &= constant
        said.append("at constant 2010 prices" if constant else "prices not said")
        unit = _unit_word(part[0][0], words, request)
        said.append(unit or "unit not said")
    reading.tell(f"{table.place}: {', '.join(said)}")
    years = sorted({observation.year or _year_of(table, request) for observation, _ in part})
    reading.tell(f"{table.place}: years {', '.join(map(str, years))}")


def _unit_word(observation: Observation, words: Facts, request: StatisticsRequest) -> str | None:
    factor = facts(f"({observation.unit})").unit or words.unit or UNITS.get(request.unit or "")
    return next(
        (f"{word} rupiah" if word != "rupiah" else word for word, times in UNITS.items() if times == factor), None
    )


def _factor(
    observation: Observation, words: Facts, request: StatisticsRequest, reading: Reading, *, title: str
) -> float:
    if request.kind is Kind.GROWTH:
        return 1.0
    if request.kind is Kind.POPULATION:
        said = (wording.person_unit(words) for words in (observation.unit, observation.head, title))
        return next((unit for unit in said if unit), 1.0)
    unit = facts(f"({observation.unit})").unit or words.unit or UNITS.get(request.unit or "")
    reading.unit_told &= unit is not None
    return unit or 1.0


def _year_of(table: Table, request: StatisticsRequest) -> int:
    years = sorted(set(wording.years_in(table.title)))
    if request.year is not None:
        return request.year
    if len(years) != 1:
        said = f"names {', '.join(map(str, years))}" if years else "names none"
        raise DataError(
            f"{table.place}: no year stands in the table, and its title and name {said}. Say it: --year 2024"
        )
    return years[0]


def _basis(table: Table, observation: Observation, words: Facts, request: StatisticsRequest) -> str | None:
    if request.kind is not Kind.POPULATION or words.indicator is Indicator.REGISTERED or observation.period:
        return None
    text = f"{table.title} {observation.head} {' '.join(table.notes)} {request.source}".lower()
    return next((basis for pattern, basis in BASES if re.search(pattern, text)), None)


def _label(observation: Observation) -> Label:
    return Label(observation.code, observation.name, observation.kinds, observation.province)


def _regions_of(
    table: Table, part: Sequence[Observation], request: StatisticsRequest, reading: Reading
) -> dict[Label, Region]:
    labels = list(dict.fromkeys(_label(observation) for observation in part))
    if not table.has_regions or all(not str(label) for label in labels):
        region = request.region or _region_of_table(table)
        reading.tell(f"{table.place}: all of {region.code} {region.name}")
        return dict.fromkeys(labels, region)
    sums = [label for label in labels if not label.code and SUM_ROW.fullmatch(label.name)]
    for label in sums:
        reading.leave_out(f'row "{label}"', sum(_label(observation) == label for observation in part))
    found, problems = resolve([label for label in labels if label not in sums])
    if request.region is not None:
        kept = {
            label: region for label, region in found.items() if request.region.code in {region.code, region.parent_code}
        }
        if not kept:
            raise DataError(f"{table.place}: no row of {request.region.code} {request.region.name} in it")
        reading.leave_out("rows of other regions", sum(_label(observation) not in kept for observation in part))
        return kept
    if problems:
        hint = "\n  --region CODE keeps only the rows of a region, or of a province and its kabupaten and kota"
        unknown = listed(problems, "label names no region, or several", "labels name no region, or several")
        raise DataError(f"{table.place}: {unknown}{hint}")
    return found


def _region_of_table(table: Table) -> Region:
    for text in (table.region_words, table.title, " ".join(table.notes)):
        if region := region_in(text):
            return region
    if table.region_words:
        found, problems = resolve([Label(name=table.region_words)])
        if found:
            return next(iter(found.values()))
        raise DataError(f"{table.place}: {problems[0]}. Say it: --region CODE")
    raise DataError(
        f"{table.place}: its rows name no region, nor does its title. Say whose figures these are: --region CODE"
    )


def _unique(figures: Sequence[Figure]) -> list[Figure]:
    """Keep a figure once; refuse two that differ."""
    first: dict[tuple[object, ...], Figure] = {}
    problems = []
    for figure in figures:
        key = (figure.code, figure.year, figure.sector, figure.semester)
        earlier = first.setdefault(key, figure)
        if abs(figure.value - earlier.value) > SAME * max(abs(earlier.value), 1):
            region = regions.all_regions()[figure.code]
            problems.append(
                f"{figure.code} {region.name} {figure.year}: {earlier.value:,.10g} in {earlier.where}, "
                f"{figure.value:,.10g} in {figure.where}"
            )
    if problems:
        raise DataError(
            listed(problems, "figure is given twice, differently", "figures are given twice, differently")
            + "\n  Keep one of them in the file: tables by another dimension must be added up, or chosen from, first"
        )
    return sorted(
        first.values(), key=lambda figure: (figure.code, figure.year, figure.sector or "", figure.semester or 0)
    )
