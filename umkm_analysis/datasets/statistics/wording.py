"""Facts that titles, heads and file names state: indicator, prices, base year, unit, states of years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache


class Indicator(StrEnum):
    """What a table is of."""

    LEVEL = "GRDP"
    GROWTH = "growth"
    SHARE = "shares of GRDP"
    DEFLATOR = "implicit price indices"
    PER_CAPITA = "GRDP per capita"
    POPULATION = "population"
    REGISTERED = "registered population"
    UMKM = "enterprises"


INDICATORS: tuple[tuple[Indicator, str], ...] = (
    (Indicator.DEFLATOR, r"implisit|implicit|deflator"),
    (Indicator.PER_CAPITA, r"per\s?kapita|perkapita|per\s?capita"),
    (Indicator.SHARE, r"distribusi|kontribusi|peranan|struktur|\bshare\b|distribution|andil|sumber pertumbuhan"),
    (Indicator.GROWTH, r"pertumbuhan|\blaju\b|growth"),
    (Indicator.LEVEL, r"pdrb|grdp|produk domestik|gross regional|\badhk\b|\badhb\b|\bpdb\b"),
    (Indicator.REGISTERED, r"dukcapil|semester|penduduk terdaftar"),
    (Indicator.UMKM, r"umkm|usaha mikro|pelaku usaha|jumlah usaha"),
    (Indicator.POPULATION, r"penduduk|population"),
)
"""By precedence: "laju pertumbuhan PDRB" is growth; "laju indeks implisit PDRB" is neither growth nor a level."""
CONSTANT = r"konstan|\badhk\b|constant|_adhk|adhk_|_2010\b"
CURRENT = r"berlaku|\badhb\b|current (?:market )?price|_adhb|adhb_"
BASE_YEARS = (
    r"(?:konstan|constant|adhk)\D{0,25}?((?:19|20)\d\d)(?!\d)",
    r"tahun dasar\D{0,4}((?:19|20)\d\d)",
    r"seri\s*((?:19|20)\d\d)",
    r"((?:19|20)\d\d)\s*=\s*100",
    r"((?:19|20)\d\d) (?:constant )?(?:market )?prices",
    r"_((?:19|20)\d\d)\b",
)
UNITS: tuple[tuple[str, float], ...] = (
    (r"tri(?:li|ly)un|trillion", 1_000.0),
    (r"mil[iy]+[ay]*r|billion", 1.0),
    (r"juta|million", 1e-3),
    (r"ribu(?:an)?\s+rupiah|thousand", 1e-6),
    (r"\(\s*rupiah\s*\)|dalam rupiah|^\s*rupiah\s*$", 1e-9),
)
"""Unit of money → billion rupiah."""
PERSON_UNITS: tuple[tuple[str, float], ...] = (
    (r"\b(?:ribu|thousand)\s*(?:jiwa|orang|persons|people|\))|^\s*ribu\s*$", 1e3),
    (r"\b(?:juta|million)\s*(?:jiwa|orang|persons|people|\))|^\s*juta\s*$", 1e6),
    (r"\b(?:jiwa|orang|persons)\b", 1.0),
)
"""Unit of people → persons."""
PERIODS = re.compile(
    r"(?:tri(?:wulan)?|tw|q|quarter)?\.?\s*(?:i{1,3}|iv|[1-4])|tahun(?:an)?|total|jumlah|annual|setahun|semester.*",
    re.IGNORECASE,
)
"""A period below, or beside, a year."""
WHOLE_YEAR = re.compile(r"tahun(?:an)?|total|jumlah|annual|setahun", re.IGNORECASE)
YEAR = re.compile(r"\s*(?:tahun\s*)?((?:19|20)\d\d)(?:\.0)?\s*(.*)", re.IGNORECASE | re.DOTALL)
FIRST_YEAR, LAST_YEAR = 1980, 2040
STATES: tuple[tuple[str, str], ...] = (
    (r"\*\*|\bxx\b|sangat[\s_]*sementara|very preliminary", "very preliminary"),
    (r"\*|\bx\b|sementara|preliminary", "preliminary"),
    (r"\btetap\b|\bfinal\b", "final"),
)
STATE_MARKS = re.compile(
    r"[\s(]*(?:\*{1,3}|x{1,2}|r|\d|angka|sementara|sangat|tetap|perbaikan|revisi|preliminary|very|final|figures?|[\s).,/^-])*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Facts:
    """What words say; None where they do not."""

    indicator: Indicator | None = None
    prices: str | None = None
    """"constant" or "current"; "both" where the words name both."""
    base_year: int | None = None
    unit: float | None = None
    """Times what gives billion rupiah."""

    def within(self, table: Facts) -> Facts:
        """Fill what these do not say with what the words of a whole table say."""
        return Facts(
            self.indicator or table.indicator,
            self.prices or table.prices,
            self.base_year or (None if self.prices == "current" else table.base_year),
            self.unit or table.unit,
        )


@cache
def facts(text: str) -> Facts:
    """Read what a title, a head or the name of a file says.

    >>> facts("[Seri 2010] PDRB Atas Dasar Harga Konstan Menurut Kabupaten/Kota (Miliar Rupiah)")
    Facts(indicator=<Indicator.LEVEL: 'GRDP'>, prices='constant', base_year=2010, unit=1.0)
    """
    low = " ".join(text.lower().split())
    plain = low.replace("_", " ")
    indicator = next((name for name, pattern in INDICATORS if re.search(pattern, plain)), None)
    constant, current = re.search(CONSTANT, low), re.search(CURRENT, low)
    prices = "both" if constant and current else "constant" if constant else "current" if current else None
    years = [int(match[1]) for pattern in BASE_YEARS for match in re.finditer(pattern, low)]
    unit = next((factor for pattern, factor in UNITS if re.search(pattern, plain)), None)
    return Facts(indicator, prices, years[0] if years and prices != "current" else None, unit)


def person_unit(text: str) -> float | None:
    """Persons for one of the unit that words name; None where they name none."""
    low = text.lower()
    found = (factor for pattern, factor in PERSON_UNITS if re.search(pattern, low))
    return next(found, None)


def year_of(cell: object) -> tuple[int, str | None] | None:
    """Read the head of a year: the year, and the state its marks give; None where the cell is none.

    >>> year_of("2024**"), year_of("2022 (Angka sementara)"), year_of("2.024,5"), year_of(2023.0)
    ((2024, 'very preliminary'), (2022, 'preliminary'), None, (2023, None))
    """
    match = YEAR.fullmatch(str(cell))
    if not match or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR or not STATE_MARKS.fullmatch(match[2]):
        return None
    return int(match[1]), state_of(match[2])


def state_of(text: str) -> str | None:
    """State that marks or words give a figure; None where they give none."""
    return next((state for pattern, state in STATES if re.search(pattern, text.lower())), None)


def years_in(text: str) -> list[int]:
    """Years that a title or the name of a file names, a base year aside."""
    low = text.lower()
    for pattern in BASE_YEARS:
        low = re.sub(pattern, " ", low)
    return [int(year) for year in re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", low)]
