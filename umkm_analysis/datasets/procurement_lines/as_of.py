"""Date that an export is as of: given, or said by a title, a column or a name of its files, or the files' own.

A title says "Kondisi per 31 Maret 2025", a column is named tanggal_kondisi or last_update, a file rup-2025-03-31.csv.
What lies in the future, or long before the budget year, is no such date.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import PurePath
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from umkm_analysis.datasets.intake.quoting import heading
from umkm_analysis.datasets.procurement_lines.clean.cells import dates
from umkm_analysis.datasets.procurement_lines.clean.columns import typing_connection
from umkm_analysis.datasets.procurement_lines.formats import AS_OF
from umkm_analysis.datasets.procurement_lines.kinds import WORDS_OF_HEADERS
from umkm_analysis.datasets.procurement_lines.request import Dated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from umkm_analysis.datasets.procurement_lines.read.sources import InputFile, Source
    from umkm_analysis.datasets.procurement_lines.read.text import RowCounts
    from umkm_analysis.datasets.procurement_lines.request import ImportRequest

MONTH = "|".join(name for names in dates.MONTHS.values() for name in names)
DAY = (
    rf"(?<!\d)(?<!\d[-/.])(?:20\d\d[-/._]\d\d[-/._]\d\d|20\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])"
    rf"|\d\d?[-/._]\d\d?[-/._]20\d\d"
    rf"|\d\d?[ ._-]{{1,3}}(?:{MONTH})[ ._-]{{1,3}}20\d\d)(?![/.-]?\d)"
)
"""A date as titles and names of files have it, the year in four figures."""
SAID = re.compile(
    r"\b(?:per|kondisi|posisi|keadaan|tanggal|tgl|as of|as at|diunduh|dicetak|ditarik|unduh|cetak|update|updated"
    r"|pembaruan|sampai dengan|hingga|s\.?\s?/?d\.?)[\s:.,]*(?:(?:senin|selasa|rabu|kamis|jumat|sabtu|minggu),\s*)?"
    rf"({DAY})",
    re.IGNORECASE,
)
"""What a title says before such a date: the first of a span is none."""
IN_NAME = re.compile(
    rf"{DAY}|(?<!\d)(20\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]))(?=[T_-]?\d{{4,6}}(?!\d))", re.IGNORECASE
)
"""A date in a name, also before a time of day: 20250331_101500."""


def noting(batches: Iterable[pa.RecordBatch], counts: RowCounts) -> Iterator[pa.RecordBatch]:
    """Note the newest date of a column that says what the rows are as of, while batches pass."""
    for batch in batches:
        if AS_OF in batch.schema.names:
            column = batch[AS_OF]
            words = column.dictionary if pa.types.is_dictionary(column.type) else pc.unique(column)
            found = days(words.cast(pa.string()))
            counts.as_of = max([*found, *([counts.as_of] if counts.as_of else [])], default=None)
        yield batch


def dated(request: ImportRequest, files: Sequence[InputFile], read: Sequence[tuple[Source, RowCounts]]) -> Dated:
    """Tell what an import is as of, and by what.

    Parameters
    ----------
    request
        The import.
    files
        Its files.
    read
        Their sources, once they were read.
    """
    if request.as_of is not None:
        return Dated(dt.date.fromisoformat(request.as_of), "--as-of")
    latest = dates.today() + dt.timedelta(days=1)  # it is tomorrow sooner in the east of Indonesia
    plausible = range(dt.date(request.year - 1, 1, 1).toordinal(), latest.toordinal() + 1)
    said = [found for source, counts in read for found in _said(source, counts) if found.date.toordinal() in plausible]
    if said:
        return max(said, key=lambda found: found.date)
    newest = max(file.path.stat().st_mtime for file in files)
    own = dt.datetime.fromtimestamp(newest, tz=dates.JAKARTA).date()
    return Dated(own, "the file's own date, for it says none; --as-of names another")


def _said(source: Source, counts: RowCounts) -> Iterator[Dated]:
    """What a source says: a title before a column, a column before a name."""
    in_titles = days(_cells(SAID.findall("\n".join(counts.titles))))
    if len(in_titles) == 1:
        yield Dated(in_titles.pop(), f"the title above the table of {source.name}")
    elif counts.as_of is not None:
        head = heading(counts.header[AS_OF], WORDS_OF_HEADERS) or "that says so"
        yield Dated(counts.as_of, f"the newest date in column {head} of {source.name}")
    else:
        in_name = named_day(source.name)
        if in_name is not None:
            yield Dated(in_name, f"the name {source.name}")


def named_day(name: str) -> dt.date | None:
    """Read the date of a file's name; None where it has none, or several.

    >>> named_day("rup 31 Maret 2025.csv"), named_day("2025-01-01_2025-03-31.csv")
    (datetime.date(2025, 3, 31), None)
    """
    stem = str(PurePath(name).with_suffix(""))
    found = days(_cells(match.group(1) or match.group(0) for match in IN_NAME.finditer(stem)))
    return found.pop() if len(found) == 1 else None


def _cells(texts: Iterable[str]) -> pa.Array:
    return pa.array([re.sub(r"[._]", "-", text) for text in texts], pa.string())


def days(cells: pa.Array) -> set[dt.date]:
    """Read the different dates of some cells; what is none is left out.

    >>> sorted(days(pa.array(["31 Maret 2025", "2025-03-31 10:00", "31-13-2025"])))
    [datetime.date(2025, 3, 31)]
    """
    if not len(cells):
        return set()
    with typing_connection() as connection:
        connection.register("cells", pa.table({"cell": cells}))
        found = connection.execute(f"SELECT DISTINCT {dates.day('cell')} FROM cells").fetchall()  # noqa: S608 - our own
    return {day for (day,) in found if day is not None}
