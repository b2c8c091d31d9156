"""Formats of numbers and dates in the language in use: a true minus, half away from zero, nothing abbreviated."""

from __future__ import annotations

import datetime as dt
import math
from functools import cache
from typing import TYPE_CHECKING, Literal

from babel import core, localedata
from babel.dates import get_month_names
from babel.numbers import get_decimal_symbol, get_group_symbol

from umkm_analysis.i18n.translation import current_language, group_symbol, t
from umkm_analysis.rounding import decimals, digits_beside, rounded

if TYPE_CHECKING:
    from decimal import Decimal

LOCALES = {"id": "id_ID", "en": "en_GB"}
MINUS = "−"


def number(value: float, digits: int = 0, *, signed: bool = False) -> str:
    """Write a number with a fixed count of decimals, half away from zero.

    Parameters
    ----------
    value
        The number; NaN is written as :func:`unknown`.
    digits
        Decimals, always all of them.
    signed
        Whether a plus stands before what rounds to a positive number.
    """
    if not math.isfinite(value):
        return unknown()
    return _written(rounded(value, digits), digits, signed=signed)


def index(value: float, *compared: float) -> str:
    """Write a level index with one decimal, with more where one would move it to the other side of 100 or onto it.

    Parameters
    ----------
    value
        The index.
    compared
        Those that it is compared with: all are written with the decimals that any of them needs.
    """
    return number(value, index_digits(value, *compared))


def index_digits(*values: float) -> int:
    """Decimals of level indices that stand together, as :func:`index` writes them."""
    return max((digits_beside(value, 1, 100.0) for value in values), default=1)


def bounds(low: float, high: float, digits: int) -> tuple[str, str]:
    """Write the bounds of an interval, rounded outward, or a point: whatever lies within it does so as written."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return unknown(), unknown()
    if low == high:
        return number(low, digits), number(high, digits)
    return _written(rounded(low, digits, towards="down"), digits), _written(rounded(high, digits, towards="up"), digits)


def _written(value: Decimal, digits: int, *, signed: bool = False) -> str:
    text = f"{value:,.{digits}f}".translate(_symbols(LOCALES[current_language()]))
    return ("+" if signed and value > 0 else "") + text


@cache
def _symbols(locale: str) -> dict[int, str]:
    """How a locale writes what Python writes; Babel's own formatting costs eight times as much a number."""
    return str.maketrans({",": get_group_symbol(locale), ".": get_decimal_symbol(locale), "-": MINUS})


def unknown() -> str:
    """Return the words for a missing figure."""
    return t("tidak tersedia")


def ordinal(place: float) -> str:
    """Write a place in an order: "ke-8", "8th", "21st"; one that several share is a mean, as "ke-4,5"."""
    number_ = number(place, 0 if place.is_integer() else 1)
    if current_language() != "en":
        return f"ke-{number_}"
    teens = 10 < place % 100 < 14  # noqa: PLR2004 - 11th, 12th, 13th
    ending = {1: "st", 2: "nd", 3: "rd"}.get(int(place % 10), "th") if place.is_integer() and not teens else "th"
    return f"{number_}{ending}"


def growth(value: float) -> str:
    """Write growth, always with its sign: "+3,65"."""
    return number(value, 2, signed=True)


def percent(value: float, digits: int = 2) -> str:
    """Write a share or growth with its unit: "68,14 persen"."""
    return _with_unit(value, t("{number} persen", number=number(value, digits)))


def signed_percent(value: float, digits: int = 2) -> str:
    """Write growth with sign and unit: "+3,65 persen"."""
    return _with_unit(value, t("{number} persen", number=number(value, digits, signed=True)))


def points(value: float, digits: int = 2, *, signed: bool = False) -> str:
    """Write a difference of percentages: "7,34 poin persen"."""
    return _with_unit(value, t("{number} poin persen", number=number(value, digits, signed=signed)))


def share(value: float) -> str:
    """Write a published share with as many decimals as it was printed with, two at most."""
    return percent(value, decimals(value))


def bare_share(value: float) -> str:
    """Write a published share without its unit, for a table that names the unit in its head."""
    return number(value, decimals(value))


def rupiah(value: float) -> str:
    """Write whole rupiah: "Rp1.700.000.000.000"."""
    return f"Rp{number(value)}" if math.isfinite(value) else unknown()


def date(stated: str) -> str:
    """Write a date, a month or a year as stated, in long form: "3 Juni 2022", "Juli 2023", "2022"."""
    return _date(stated, LOCALES[current_language()])


@cache
def _date(stated: str, locale: str) -> str:
    """The same in a locale: a page writes the dates of a few sources, each many times."""
    year, *rest = (int(part) for part in stated.split("-"))
    day = dt.date(*[year, *rest, 1, 1][:3])
    words = [str(day.year), _months(locale, "wide")[day.month - 1], str(day.day)]
    return " ".join(reversed(words[: 1 + len(rest)]))


@cache
def _months(locale: str, width: Literal["wide", "abbreviated"]) -> tuple[str, ...]:
    """Names of the months in a date."""
    names = get_month_names(width, locale=locale)
    return tuple(str(names[month]) for month in range(1, 13))


def prepare() -> None:
    """Have in memory all that formats need, and no more: Babel holds 5 MB of two languages; asked, it reads it anew."""
    for locale in LOCALES.values():
        _symbols(locale)
        _months(locale, "wide")
        _months(locale, "abbreviated")
    for language in LOCALES:
        group_symbol(language)
    getattr(localedata, "_cache", {}).clear()
    if hasattr(core, "_global_data"):
        core._global_data = None  # noqa: SLF001 - as before it was first asked for


def span(first: str, last: str) -> str:
    """Write the years from the first to the last: "2021–2023", or "2022" where both are one."""
    return first if first == last else f"{first}–{last}"


def short_day(day: dt.date) -> str:
    """Write a day without its year, for the foot of a chart: "31 Mar"."""
    return f"{day.day} {_months(LOCALES[current_language()], 'abbreviated')[day.month - 1]}"


def listed(parts: list[str]) -> str:
    """Join names or clauses: "a, b, dan c"."""
    if len(parts) < 2:  # noqa: PLR2004 - nothing to join
        return "".join(parts)
    if len(parts) == 2:  # noqa: PLR2004 - no comma between two
        return t("{first} dan {last}", first=parts[0], last=parts[1])
    return t("{first}, dan {last}", first=", ".join(parts[:-1]), last=parts[-1])


def _with_unit(value: float, text: str) -> str:
    return text.replace(" ", "\N{NO-BREAK SPACE}", 1) if math.isfinite(value) else unknown()
