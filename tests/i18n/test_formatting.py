"""Numbers, rupiah and dates as Indonesian writes them."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from babel.dates import format_date

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n.translation import use_language


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (n.growth(-3.69), "−3,69"),
        (n.growth(3.65), "+3,65"),
        (n.growth(0.001), "0,00"),
        (n.number(-0.001, 2), "0,00"),
        (n.number(math.nan), "tidak tersedia"),
        (n.percent(68.14), "68,14\xa0persen"),
        (n.share(56.0), "56\xa0persen"),
        (n.share(36.1), "36,1\xa0persen"),
        (n.points(7.34, signed=True), "+7,34\xa0poin persen"),
        (n.rupiah(1_700_000_000_000), "Rp1.700.000.000.000"),
        (n.date("2022-06-03"), "3 Juni 2022"),
        (n.date("2023-07"), "Juli 2023"),
        (n.date("2022"), "2022"),
    ],
)
def test_numbers_are_written_the_indonesian_way(written: str, expected: str) -> None:
    assert written == expected


@pytest.mark.parametrize(
    ("low", "high", "digits", "expected"),
    [
        (99.96, 100.04, 1, ("99,9", "100,1")),  # narrow: less than a unit, and outward all the same
        (3.25, 3.26, 1, ("3,2", "3,3")),
        (-1.01, -0.99, 1, ("−1,1", "−0,9")),
        (12.01, 57.99, 0, ("12", "58")),
        (3.25, 3.25, 1, ("3,3", "3,3")),  # a point is no interval
        (math.nan, 1.0, 1, ("tidak tersedia", "tidak tersedia")),
    ],
)
def test_bounds_are_rounded_outward(low: float, high: float, digits: int, expected: tuple[str, str]) -> None:
    assert n.bounds(low, high, digits) == expected


def test_dates_are_written_as_babel_writes_them() -> None:
    patterns = {1: "y", 2: "MMMM y", 3: "d MMMM y"}
    for language, locale in n.LOCALES.items():
        with use_language(language):
            for month in range(1, 13):
                day = dt.date(2022, month, month + 2)
                assert n.short_day(day) == format_date(day, "d MMM", locale=locale)
                for parts, pattern in patterns.items():
                    stated = "-".join(day.isoformat().split("-")[:parts])
                    known = dt.date(*[*map(int, stated.split("-")), 1, 1][:3])
                    assert n.date(stated) == format_date(known, pattern, locale=locale)


def test_babel_reads_again_what_it_was_made_to_forget() -> None:
    n.prepare()
    assert format_date(dt.date(2022, 6, 3), "d MMMM y", locale="id_ID") == "3 Juni 2022"
    assert n.date("2022-06-03") == "3 Juni 2022"
