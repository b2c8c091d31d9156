"""Checks of figures that were read, against each other and against the known ones; what fails is refused with words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from umkm_analysis.datasets import regions
from umkm_analysis.datasets.statistics.known import Known, Pair, known
from umkm_analysis.datasets.statistics.reading import listed
from umkm_analysis.datasets.statistics.request import UNITS, Kind
from umkm_analysis.errors import DataError
from umkm_analysis.plurals import count_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from umkm_analysis.datasets.statistics.reading import Figure, Reading
    from umkm_analysis.datasets.statistics.request import StatisticsRequest

FRACTIONS = ("rate is a fraction where per cent is due", "rates are fractions where per cent is due")
OVERLAP = 0.005
"""Part by which a figure may differ from the known one without a vintage; of rates in percentage points, times 100."""
THOUSAND, NEAR = 1000.0, 2.0
"""A factor between a thousand over, and times, two is one of about 1,000."""
SAME_UNIT = 0.15
"""Part by which figures may differ from the known ones and be in the same unit."""
SAME_PRICES = 0.02
"""The same, and be at the same prices."""
CURRENT = 1.15
"""Times the known figure from which a level may be at current prices."""
CURRENT_ALONE = 1.25
"""The same, where no growth can be compared."""
FASTER = 1.0
"""Percentage points by which growth at current prices exceeds the known one."""
RATE = 1.5
"""Percentage points within which figures are the known rates."""
MAX_RATE = 100.0
"""Per cent above which the median of rates shows that they are none."""
JUMP = 2.0
"""Times the year before, or part of it, from which a figure is refused where no release is named for it."""
BOOM = 5.0
"""Times from which it is refused whatever is said: the largest known yearly growth, of mining, is 2.6 times."""
UNUSUAL = 25.0
"""Yearly change in per cent that is worth a second look."""
MEMBERS = 0.015
"""Part by which kabupaten and kota may miss their province."""
SECTORS = 0.001
"""Part by which the 17 categories may miss the total."""
ALL_SECTORS = 17


def check(reading: Reading, request: StatisticsRequest) -> None:
    """Check the figures; note what was compared, and tell unit and prices where words did not.

    Raises
    ------
    DataError
        With what is wrong, and what to say or do.
    """
    given = known(request.kind, registered=any(figure.semester for figure in reading.figures))
    if request.kind is Kind.GROWTH:
        _refuse_no_rates(reading.totals, _pairs(reading.totals, given))
    else:
        _refuse_rates(reading.totals, given)
        if request.kind is not Kind.POPULATION:
            _check_money(reading, given, request)
        _refuse_factors(reading.totals, given)
        _refuse_jumps(reading.totals, given, reading, vintage=request.vintage)
    if request.kind is Kind.SECTORS:
        _check_sectors(reading)
    _compare(_pairs(reading.totals, given), request, reading)
    _compare_members(reading.totals, given, request, reading)
    _note_gaps(reading.totals, reading)


def _check_money(reading: Reading, given: Known, request: StatisticsRequest) -> None:
    """Tell unit and prices where words did not; refuse another unit and current prices whatever words say."""
    if not reading.unit_told:
        _tell_unit(reading, _pairs(reading.totals, given))
    _refuse_factors(reading.totals, given)
    pairs = _pairs(reading.totals, given)
    _refuse_current_prices(pairs)
    if not request.constant_prices:
        _refuse_current_level(reading.totals, given)
    if not reading.prices_told:
        _tell_prices(reading, pairs)


def _pairs(figures: Iterable[Figure], given: Known) -> list[Pair]:
    found = ((figure, given.at(figure.code, figure.year)) for figure in figures)
    return [Pair(figure, value) for figure, value in found if value]


def _name(figure: Figure) -> str:
    return f"{figure.code} {regions.all_regions()[figure.code].name} {figure.year}"


def _against(pair: Pair) -> str:
    return f"{_name(pair.figure)}: {pair.figure.value:,.2f}, known {pair.known:,.2f} ({pair.figure.where})"


def _refuse_no_rates(figures: Sequence[Figure], pairs: Sequence[Pair]) -> None:
    values = [abs(figure.value) for figure in figures]
    if median(values) > MAX_RATE:
        raise DataError("levels where growth in per cent is due; umkm import grdp reads levels")
    small = [pair for pair in pairs if abs(pair.figure.value) < abs(pair.known) / 10 and abs(pair.known) > 1]
    if small and 2 * len(small) > len(pairs) and max(values) < 1:
        raise DataError(
            listed([_against(pair) for pair in small], *FRACTIONS)
            + "\n  Multiply them by 100 in the file (Excel keeps 4.52 % as 0.0452)"
        )
    mixed = [pair for pair in pairs if abs(pair.figure.value * 100 - pair.known) < 1 < abs(pair.known)]
    if mixed:
        raise DataError(listed([_against(pair) for pair in mixed], *FRACTIONS))


def _refuse_rates(figures: Sequence[Figure], given: Known) -> None:
    negative = [figure for figure in figures if figure.value < 0]
    if negative:
        named = [f"{_name(figure)}: {figure.value:,.2f} ({figure.where})" for figure in negative]
        raise DataError(
            listed(
                named,
                "figure is below zero: growth where levels are due?",
                "figures are below zero: growth where levels are due?",
            )
        )
    rates = [(figure.value, given.growth_at(figure.code, figure.year)) for figure in figures]
    compared = [abs(value - rate) < RATE for value, rate in rates if rate is not None]
    ratios = [pair.ratio for pair in _pairs(figures, given)]
    if ratios and all(abs(ratio * THOUSAND - 1) < SAME_UNIT for ratio in ratios):
        return  # a level of 5,000 in another unit looks like a rate of 5
    if compared and sum(compared) * 2 > len(compared):
        raise DataError("growth where levels are due: the figures are the known rates; umkm import growth reads them")


def _tell_unit(reading: Reading, pairs: Sequence[Pair]) -> None:
    fitting = [
        (word, factor)
        for word, factor in UNITS.items()
        if pairs and all(abs(pair.ratio * factor - 1) <= SAME_UNIT for pair in pairs)
    ]
    if not fitting:
        raise DataError(
            "the unit stands nowhere in the file"
            + (", and no known figure tells it" if not pairs else ", and the known figures do not tell it")
            + ". Say it: --unit miliar (or juta, triliun, ribu, rupiah)"
        )
    word, factor = fitting[0]
    reading.figures = [replace(figure, value=round(figure.value * factor, 10)) for figure in reading.figures]
    reading.tell(f"unit: {word} rupiah, by the {len(pairs)} known figures of the same years")


def _refuse_factors(figures: Sequence[Figure], given: Known) -> None:
    wrong = []
    for figure in figures:
        value = given.at(figure.code, figure.year) or given.nearest(figure.code, figure.year)
        if not value:
            continue
        times = figure.value / value
        size = max(times, 1 / times)
        if THOUSAND / NEAR <= size <= THOUSAND * NEAR or THOUSAND**2 / NEAR <= size <= THOUSAND**2 * NEAR:
            part = f"{size:,.0f} times" if times > 1 else f"1/{size:,.0f} of"
            wrong.append(f"{_name(figure)}: {figure.value:,.4f} is {part} the known {value:,.2f} ({figure.where})")
    if wrong:
        raise DataError(
            listed(wrong, "figure is off by a factor near 1,000", "figures are off by a factor near 1,000")
            + "\n  Is the unit another than the file says, or did a thousands mark become a decimal one (6.775)?"
        )


def _refuse_current_prices(pairs: Sequence[Pair]) -> None:
    ratios = [pair.ratio for pair in pairs]
    if not ratios or median(ratios) <= CURRENT:
        return
    by_region: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_region[pair.figure.code].append(pair)
    faster = [
        (later.ratio / earlier.ratio - 1) * 100
        for found in by_region.values()
        for earlier, later in pairwise(sorted(found, key=lambda pair: pair.figure.year))
        if later.figure.year == earlier.figure.year + 1
    ]
    if (faster and median(faster) > FASTER) or (not faster and median(ratios) > CURRENT_ALONE):
        grow = f" and grow {median(faster):.1f} points a year faster" if faster else ""
        raise DataError(
            f"the figures look like current prices (harga berlaku): they are {median(ratios):.2f} times the known ones "
            f"at constant 2010 prices{grow}. Take the table at constant prices (harga konstan)"
        )


def _refuse_current_level(figures: Sequence[Figure], given: Known) -> None:
    """Refuse levels far above the known ones of the same year, else of the year before, which growth cannot explain."""
    found = ((figure, given.at(figure.code, figure.year)) for figure in figures)
    values = [(figure, value or given.at(figure.code, figure.year - 1)) for figure, value in found]
    ratios = [figure.value / value for figure, value in values if value]
    if ratios and median(ratios) > CURRENT_ALONE:
        raise DataError(
            f"the figures look like current prices (harga berlaku): they are {median(ratios):.2f} times the known ones "
            "at constant 2010 prices of the same years, or of the years before. Take the table at constant prices "
            "(harga konstan); if these are, say so: --constant-prices"
        )


def _tell_prices(reading: Reading, pairs: Sequence[Pair]) -> None:
    off = [abs(pair.ratio - 1) for pair in pairs]
    if not off or median(off) > SAME_PRICES or max(off) > SAME_UNIT:
        raise DataError(
            "the file does not say at which prices the figures are, and no known figures tell it. If they are at "
            "constant 2010 prices, say so: --constant-prices"
        )
    reading.tell(f"at constant 2010 prices, by the {len(pairs)} known figures of the same years")


def _by_region(figures: Iterable[Figure]) -> Mapping[str, list[Figure]]:
    found: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        found[figure.code].append(figure)
    return found


def _refuse_jumps(figures: Sequence[Figure], given: Known, reading: Reading, *, vintage: str | None) -> None:
    limit = BOOM if vintage else JUMP
    wrong, unusual = [], []
    for found in _by_region(figures).values():
        at = {(figure.year, figure.semester): figure.value for figure in found}
        for later in found:
            read = at.get((later.year - 1, later.semester))
            before = given.at(later.code, later.year - 1)
            earlier = read or (None if later.semester else before)
            if not earlier:
                continue
            times = later.value / earlier
            now = given.at(later.code, later.year)
            compared = ((earlier, before), (later.value, now))
            confirmed = all(known and abs(value / known - 1) <= SAME_UNIT for value, known in compared)
            which = "" if read else "the known "
            text = f"{_name(later)}: {later.value:,.2f} after {which}{earlier:,.2f} ({later.where})"
            if not 1 / limit < times < limit and not confirmed:
                wrong.append(text)
            elif abs(times - 1) * 100 > UNUSUAL:
                unusual.append(text)
    if wrong:
        if vintage:
            raise DataError(
                listed(
                    wrong,
                    f"figure is {limit:g} times the year before, or a part",
                    f"figures are {limit:g} times the year before, or a part",
                )
            )
        raise DataError(
            listed(
                wrong,
                "figure is twice the year before, or half of it",
                "figures are twice the year before, or half of it",
            )
            + "\n  If a region truly grew or shrank so, name the release that says it: --vintage 2026-05"
        )
    if unusual:
        reading.check(
            listed(
                unusual,
                f"figure moves by more than {UNUSUAL:.0f} % in a year; kept",
                f"figures move by more than {UNUSUAL:.0f} % in a year; kept",
            )
        )


def _compare(pairs: Sequence[Pair], request: StatisticsRequest, reading: Reading) -> None:
    if not pairs:
        reading.check("no known figure of the same regions and years to compare with")
        return
    rates = request.kind is Kind.GROWTH
    off = [(abs(pair.figure.value - pair.known) / 100 if rates else abs(pair.ratio - 1), pair) for pair in pairs]
    apart = sorted((size, _against(pair)) for size, pair in off if size > OVERLAP)[::-1]
    limit = f"{OVERLAP * 100:g} {'percentage points' if rates else '%'}"
    if apart and not request.vintage:
        raise DataError(
            listed(
                [text for _, text in apart],
                f"of {count_of(len(pairs), 'known figure')} differs by more than {limit}",
                f"of {count_of(len(pairs), 'known figure')} differ by more than {limit}",
            )
            + "\n  If they are of another release, name it: --vintage 2026-05 (its date, or its name)"
        )
    largest = max(size for size, _ in off) * 100
    unit = "percentage points" if rates else "%"
    figures = count_of(len(pairs), "figure is", "figures are")
    reading.check(f"{figures} known already: largest difference {largest:.2f} {unit}, {len(apart)} above {limit}")


def _compare_members(figures: Sequence[Figure], given: Known, request: StatisticsRequest, reading: Reading) -> None:
    if request.kind is Kind.GROWTH:
        return
    at = {(figure.code, figure.year, figure.semester): figure for figure in figures}
    wrong, sizes = [], []
    for (code, year, semester), whole in at.items():
        region = regions.all_regions()[code]
        members = regions.members(region) if region.kind == "province" else []
        parts = [at.get((member.code, year, semester)) for member in members]
        if not parts or None in parts:
            continue
        off = sum(part.value for part in parts if part) / whole.value - 1
        whole_known, parts_known = given.at(code, year), [given.at(member.code, year) for member in members]
        if whole_known and None not in parts_known:  # a gap of the publisher's own figures is no misreading
            off -= sum(filter(None, parts_known)) / whole_known - 1
        if abs(off) > MEMBERS:
            wrong.append(
                f"{_name(whole)}: its {len(parts)} kabupaten and kota are {off * 100:+.2f} % off it ({whole.where})"
            )
        sizes.append(abs(off))
    if sizes and not wrong:
        reading.check(
            f"{count_of(len(sizes), 'figure of a province is', 'figures of provinces are')} the sum of the kabupaten "
            f"and kota, up to {max(sizes) * 100:.2f} %"
        )
    if wrong:
        raise DataError(
            listed(
                wrong,
                f"province misses the sum of its regions by more than {MEMBERS * 100:g} %",
                f"provinces miss the sum of their regions by more than {MEMBERS * 100:g} %",
            )
        )


def _check_sectors(reading: Reading) -> None:
    """Hold the 17 categories against the total; where the file has none, their sum is it."""
    parts: dict[tuple[str, int], dict[str | None, Figure]] = defaultdict(dict)
    for figure in reading.figures:
        parts[figure.code, figure.year][figure.sector] = figure
    wrong, added = [], []
    for found in parts.values():
        whole = found.get(None)
        sectors = [figure for sector, figure in found.items() if sector]
        first = whole or sectors[0]
        if len(sectors) != ALL_SECTORS:
            wrong.append(f"{_name(first)}: {len(sectors)} of the {ALL_SECTORS} categories ({first.where})")
            continue
        total = sum(figure.value for figure in sectors)
        if whole is None:
            added.append(replace(sectors[0], value=round(total, 6), sector=None))
        elif abs(total / whole.value - 1) > SECTORS:
            off = (total / whole.value - 1) * 100
            wrong.append(f"{_name(whole)}: its categories are {off:+.2f} % off the total ({whole.where})")
    if wrong:
        raise DataError(
            listed(
                wrong,
                "region and year has categories that do not make up the total",
                "regions and years have categories that do not make up the total",
            )
        )
    reading.check(
        f"{count_of(len(parts), 'region and year', 'regions and years')}: the {ALL_SECTORS} categories make up the "
        "total"
    )
    if added:
        reading.figures += added
        reading.tell(f"total: the sum of the {ALL_SECTORS} categories, where the file has none")


def _note_gaps(figures: Sequence[Figure], reading: Reading) -> None:
    gaps = []
    for code, found in _by_region(figures).items():
        years = {figure.year for figure in found}
        missing = sorted(set(range(min(years), max(years))) - years)
        if missing:
            gaps.append(f"{code} {regions.all_regions()[code].name}: {', '.join(map(str, missing))}")
    if gaps:
        reading.check(
            listed(
                gaps,
                "region misses years between its first and last",
                "regions miss years between their first and last",
            )
        )
