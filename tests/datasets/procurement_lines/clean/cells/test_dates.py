"""Dates as systems, offices and spreadsheets write them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.datasets.procurement_lines.conftest import kept, save
from umkm_analysis.datasets.procurement_lines.clean.cells.dates import MONTHS, day
from umkm_analysis.datasets.procurement_lines.request import Existing

if TYPE_CHECKING:
    from pathlib import Path

    from tests.datasets.procurement_lines.conftest import Bring

INDONESIAN = [names[0] for names in MONTHS.values()]


def read(*cells: str) -> list[dt.date | None]:
    with duckdb.connect() as connection:
        query = f"SELECT {day('cell')} FROM (SELECT unnest(?) AS cell)"  # noqa: S608 - our own
        return [found for (found,) in connection.execute(query, [list(cells)]).fetchall()]


@pytest.mark.parametrize(
    "cell",
    [
        "2025-03-31", "2025-03-31T10:00:00Z", "2025-03-31 10:00:00", "31/03/2025", "31-3-2025 08:00", "31.03.2025",
        "31/3/25", "2025/03/31", "20250331", "31 Maret 2025", "31 mar 2025", "31-Mar-25", "31 MARET 2025 10.22 WIB",
        "Senin, 31 Maret 2025", "March 31, 2025", "2025-3-31", "31 - 03 - 2025", "31 / 3 / 25", "45747", "45747.75",
    ],
)  # fmt: skip
def test_a_date_is_read_however_it_is_written(cell: str) -> None:
    assert read(cell) == [dt.date(2025, 3, 31)]


def test_a_month_is_its_first_day() -> None:
    assert read("January 2026", "Maret 2025", "Agt 2025", "08/2025", "2025-08", "13/2025") == [
        dt.date(2026, 1, 1),
        dt.date(2025, 3, 1),
        *[dt.date(2025, 8, 1)] * 3,
        None,
    ]


@pytest.mark.parametrize(
    "cell",
    ["31 Marot 2025", "32 Maret 2025", "29 Februari 2025", "31 Maret", "12345", "1000000", "2025", "0001-01-01",
     "31/13/2025", "2025-13-31", "kemarin", "-", "99999", "45747.x", "1e5"],
)  # fmt: skip
def test_what_is_no_date_is_none(cell: str) -> None:
    assert read(cell) == [None]


@pytest.mark.parametrize(
    ("cell", "date"),
    [
        ("2024-12-31T17:00:00Z", dt.date(2025, 1, 1)),
        ("2024-12-31T16:59:59.999Z", dt.date(2024, 12, 31)),
        ("2025-02-28 17:00:00+00:00", dt.date(2025, 3, 1)),
        ("2025-02-28T17:00:00.000+0000", dt.date(2025, 3, 1)),
        ("2025-02-28 23:30 UTC", dt.date(2025, 3, 1)),
        ("2025-02-28T00:00:00Z", dt.date(2025, 2, 28)),
        ("2025-02-28T23:30:00+07:00", dt.date(2025, 2, 28)),
        ("2025-03-01T00:30:00+09", dt.date(2025, 3, 1)),
        ("2025-03-01T00:30:00+10:00", dt.date(2025, 2, 28)),
        ("2025-02-28 23:30:00", dt.date(2025, 2, 28)),
    ],
)
def test_a_moment_is_of_the_day_that_it_was_in_jakarta(cell: str, date: dt.date) -> None:
    assert read(cell) == [date]


def test_the_month_comes_first_where_the_other_dates_of_a_source_show_it(bring: Bring, tmp_path: Path) -> None:
    header = ["nama_klpd", "kd_tender", "nilai_kontrak", "tgl_penetapan_pemenang"]
    for dates, right in (
        (["3/31/2025", "03/04/2025 10:00"], [dt.date(2025, 3, 31), dt.date(2025, 3, 4)]),
        (["31/3/2025", "03/04/2025"], [dt.date(2025, 3, 31), dt.date(2025, 4, 3)]),
        (["3/31/2025", "31/3/2025", "03/04/2025"], [None, dt.date(2025, 3, 31), dt.date(2025, 4, 3)]),
    ):
        rows = [["Kota Mojokerto", f"T{n}", "1000", date] for n, date in enumerate(dates)]
        account = bring("tender", save(tmp_path / "a.csv", header, rows), existing=Existing.REPLACE).account
        assert [date for (date,) in kept("date")] == right
        assert any("month before the day" in note for note in account.notes) == (right[1] == dt.date(2025, 3, 4))


@settings(deadline=None, max_examples=30)
@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)))
def test_every_day_is_the_same_in_every_spelling(date: dt.date) -> None:
    serial = (date - dt.date(1899, 12, 30)).days
    worded = f"{date.day} {INDONESIAN[date.month - 1].capitalize()} {date.year}"
    assert set(read(date.isoformat(), worded, str(serial), date.strftime("%d/%m/%Y"))) == {date}
