"""Numbers, rupiah and dates as Indonesian writes them."""

from __future__ import annotations

import math

import pytest

from umkm_analysis.i18n import formatting as n


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
