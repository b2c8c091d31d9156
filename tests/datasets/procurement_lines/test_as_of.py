"""The date that an export is as of, from what its files say."""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from tests.datasets.procurement_lines.conftest import PLAN, RUP, Bring, save, workbook
from umkm_analysis.datasets.procurement_lines.as_of import dated, noting
from umkm_analysis.datasets.procurement_lines.formats import AS_OF
from umkm_analysis.datasets.procurement_lines.kinds import find_kind
from umkm_analysis.datasets.procurement_lines.read.sources import InputFile, Source
from umkm_analysis.datasets.procurement_lines.read.text import RowCounts
from umkm_analysis.datasets.procurement_lines.request import Existing, ImportRequest

if TYPE_CHECKING:
    from pathlib import Path

OWN = dt.date(2025, 7, 1)
"""Date of the files."""


@pytest.fixture
def told(tmp_path: Path) -> Any:
    """Date and origin from a name, titles and cells of a column."""

    def run(name: str = "rup.csv", titles: tuple[str, ...] = (), cells: tuple[str, ...] = (), **options: Any) -> Any:
        path = tmp_path / "file"
        path.write_text("x")
        os.utime(path, (1751328000, 1751328000))
        counts = RowCounts(titles=list(titles), header={AS_OF: "last_update"})
        batches = [pa.record_batch({AS_OF: pa.array([cell], pa.string())}) for cell in cells]
        assert len(list(noting(batches, counts))) == len(cells)
        source = Source(name, "csv", lambda: path.open("rb"), 1)
        request = ImportRequest(find_kind("rup-provider"), 2025, **options)
        found = dated(request, [InputFile(name, "0", path)], [(source, counts)])
        return found.date.isoformat(), found.origin

    return run


@pytest.mark.parametrize(
    "title",
    ["Data RUP per 31 Maret 2025", "KONDISI: 31/03/2025", "Posisi Senin, 31 Maret 2025", "1 Januari s.d. 31 Maret 2025",
     "Tanggal cetak : 31-03-2025 10:15", "as of 2025-03-31", "Diunduh 31 Mar 2025 pukul 09.00 WIB"],
)  # fmt: skip
def test_a_title_says_it(told: Any, title: str) -> None:
    date, origin = told(titles=("PEMERINTAH KOTA", title), cells=("2025-06-30",))
    assert (date, origin) == ("2025-03-31", "the title above the table of rup.csv")


@pytest.mark.parametrize(
    "title",
    ["Peraturan 12 tanggal 1 Januari 2025, diubah tanggal 2 Februari 2025", "Tahun Anggaran 2025", "per 31 Maret",
     "31 Maret 2025", "per 31 Maret 2099", "per 31 Maret 2019", "per 31 Marot 2025"],
)  # fmt: skip
def test_a_title_that_says_several_none_or_an_impossible_one_does_not(told: Any, title: str) -> None:
    assert told(titles=(title,))[0] == OWN.isoformat()


def test_a_column_says_it_by_its_newest_date(told: Any) -> None:
    date, origin = told("rup-2025-02-01.csv", cells=("2025-03-30 23:10:00", "31/03/2025", "", "kemarin"))
    assert (date, origin) == ("2025-03-31", "the newest date in column last_update of rup-2025-02-01.csv")


@pytest.mark.parametrize(
    "name",
    ["rup-2025-03-31.csv", "RUP_20250331.csv", "rup 31 Maret 2025.xlsx", "rup_31-03-2025.csv.gz", "20250331_101500.csv",
     "rup.zip: isi_2025_03_31.csv"],
)  # fmt: skip
def test_a_name_says_it(told: Any, name: str) -> None:
    assert told(name) == ("2025-03-31", f"the name {name}")


@pytest.mark.parametrize(
    "name", ["2025-01-01_2025-03-31.csv", "D123-20251331.csv", "rup-2025.csv", "1234567890123.csv"]
)
def test_a_name_of_two_dates_or_none_does_not(told: Any, name: str) -> None:
    date, origin = told(name)
    assert date == OWN.isoformat()
    assert origin.startswith("the file's own date")


def test_what_is_given_goes_before_all(told: Any) -> None:
    assert told("rup-2025-02-01.csv", ("per 31 Maret 2025",), as_of="2025-04-01") == ("2025-04-01", "--as-of")


def test_readers_hand_on_what_stands_above_a_table_and_in_its_column(bring: Bring, tmp_path: Path) -> None:
    titled = save(tmp_path / "a.csv", ["Kondisi per 31 Maret 2025"], [RUP, PLAN])
    assert bring("rup-provider", titled).dated.date == dt.date(2025, 3, 31)
    rows = [["PEMKOT"], ["Keadaan", "30 Juni 2025"], RUP, [*PLAN[:5], "2", *PLAN[6:]]]
    (tmp_path / "b").mkdir()
    sheet = workbook(tmp_path / "b" / "b.xlsx", rows)
    assert bring("rup-provider", sheet, existing=Existing.SNAPSHOT).dated.date == dt.date(2025, 6, 30)
    column = save(tmp_path / "c.csv", [*RUP, "_event_date"], [[*PLAN, "2025-08-31T01:00:00Z"]])
    found = bring("rup-provider", column, existing=Existing.SNAPSHOT).dated
    assert (found.date, found.origin) == (dt.date(2025, 8, 31), "the newest date in column _event_date of c.csv")
