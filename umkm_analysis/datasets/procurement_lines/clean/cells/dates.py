"""SQL expression that reads dates from cells of text, as systems, offices and spreadsheets write them.

What cannot be read is NULL; a month counts as its first day. In a date of figures the day comes first, as in Indonesia,
unless the other dates of its source show that the month does. A moment in UTC counts as the day that it was in Jakarta.
"""

from __future__ import annotations

import datetime as dt
import re

import pyarrow as pa
import pyarrow.compute as pc

MONTHS = {
    1: ("januari", "january", "jan"),
    2: ("februari", "pebruari", "february", "feb", "peb"),
    3: ("maret", "march", "mar"),
    4: ("april", "apr"),
    5: ("mei", "may"),
    6: ("juni", "june", "jun"),
    7: ("juli", "july", "jul"),
    8: ("agustus", "august", "agu", "agt", "ags", "aug"),
    9: ("september", "sept", "sep"),
    10: ("oktober", "october", "okt", "oct"),
    11: ("november", "nopember", "nov", "nop"),
    12: ("desember", "december", "des", "dec"),
}
"""Names of the months in Indonesian and English, as far as they are usual."""
FIRST_YEAR, LAST_YEAR = 2000, 2099
"""Years of procurement; a date of another is a sign for none, such as 0001-01-01."""
EPOCH = "DATE '1899-12-30'"
"""Day from which spreadsheets count days."""
ISO = "^[0-9]{4}-[0-9]{2}-[0-9]{2}"
FIGURES = "[0-9]+([/.-][0-9]+){2}|[0-9]{8}"
WORDED = r"^(\d{1,2})?[ .-]*([A-Za-z]{3,})[ .,-]*(\d{1,2},\s*)?(\d{4}|\d{2})$"
"""Day, month in words and year, or month, day and year."""
MONTH_FIRST, YEAR_FIRST = "[0-9]{1,2}/[0-9]{4}", "[0-9]{4}-[0-9]{1,2}"
"""A month in figures: 03/2025 and 2025-03."""
MOMENT = r"^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}([.]\d+)?)? ?(Z|UTC|GMT|[+-]\d{2}(:?\d{2})?)$"
"""A day and time with how far its clock is from UTC."""
LOCAL = r"[+]0[789](:?00)?$"
"""End of one by a clock of Indonesia: its day is a local day already."""
DAY_FIRST = ("%d/%m/%y", "%d-%m-%y", "%d/%m/%Y", "%d-%m-%Y")
MONTH_BEFORE_DAY = ("%m/%d/%y", "%m-%d-%y", "%m/%d/%Y", "%m-%d-%Y")
TWO_FIGURES = r"^\s*(\d{1,2})[/-](\d{1,2})[/-]\d{2}(?:\d{2})?(?:[ ,T]|$)"
"""Two figures of up to 31 before a year."""
NUMERIC = ("%d.%m.%Y", "%Y/%m/%d", "%Y%m%d", "%Y-%m-%d")
"""Further forms. Two figures of a year come before all, for %Y takes them for one of the first century."""
AHEAD = dt.timedelta(hours=7)
"""How far the clocks of Jakarta are from UTC."""
JAKARTA, JAKARTA_US = dt.timezone(AHEAD, "WIB"), AHEAD // dt.timedelta(microseconds=1)


def today() -> dt.date:
    """Return the day that it is in Jakarta."""
    return dt.datetime.now(tz=JAKARTA).date()


def month_comes_first(cells: pa.Array) -> bool:
    """Whether the dates of a source name the month before the day: some only so make sense, and none otherwise.

    >>> month_comes_first(pa.array(["3/31/2025", "03/04/2025"])), month_comes_first(pa.array(["03/04/2025"]))
    (True, False)
    >>> month_comes_first(pa.array(["3/31/2025", "31/3/2025"]))
    False
    """
    distinct = pc.unique(cells)
    some = distinct.filter(pc.fill_null(pc.match_substring_regex(distinct, TWO_FIGURES), fill_value=False)).to_pylist()
    pairs = [(int(match[1]), int(match[2])) for match in (re.match(TWO_FIGURES, cell) for cell in some) if match]
    return any(second > len(MONTHS) for _, second in pairs) and all(first <= len(MONTHS) for first, _ in pairs)


def day(text: str, *, month_first: bool = False) -> str:
    """Read a date; NULL where there is none.

    Parameters
    ----------
    text
        The column, or another SQL expression.
    month_first
        Whether 3/4/2025 is the fourth of March; see :func:`month_comes_first`.
    """
    # a weekday before it and a time of day behind it are left out: "Senin, 31 Maret 2025 10:00 WIB"
    timeless = f"regexp_replace(trim({text}), '^[A-Za-z''’]+,\\s*|[ T,]+\\d{{1,2}}[:.]\\d{{2}}.*$', '', 'g')"
    bare = f"regexp_replace({timeless}, '\\s*([/-])\\s*', '\\1', 'g')"
    months = " ".join(f"WHEN '{name}' THEN '{number:02}'" for number, names in MONTHS.items() for name in names)

    def part(at: int) -> str:
        return f"nullif(regexp_extract({bare}, '{WORDED}', {at}), '')"

    def as_date(what: str, how: str) -> str:
        return f"CAST(try_strptime({what}, '{how}') AS DATE)"

    month = f"CASE lower({part(2)}) {months} END"
    year = f"CASE WHEN length({part(4)}) = 2 THEN '20' ELSE '' END || {part(4)}"
    first = f"lpad(coalesce({part(1)}, regexp_replace({part(3)}, '\\D', '', 'g'), '1'), 2, '0')"
    serial = f"TRY_CAST({bare} AS DOUBLE)"
    formats = ", ".join(f"'{name}'" for name in (*(MONTH_BEFORE_DAY if month_first else DAY_FIRST), *NUMERIC))
    moment = f"TRY_CAST(regexp_replace({text}, ' ?(Z|UTC|GMT)$', '+00') AS TIMESTAMPTZ)"
    in_jakarta = f"CAST(make_timestamp(epoch_us({moment}) + {JAKARTA_US}) AS DATE)"
    read = f"""coalesce(
        CASE WHEN regexp_matches({text}, '{MOMENT}') AND NOT regexp_matches({text}, '{LOCAL}') THEN {in_jakarta} END,
        CASE WHEN regexp_matches({text}, '{ISO}') THEN TRY_CAST(left({text}, 10) AS DATE) END,
        CASE WHEN regexp_full_match({bare}, '{FIGURES}') THEN CAST(try_strptime({bare}, [{formats}]) AS DATE) END,
        CASE WHEN regexp_matches({bare}, '{WORDED}')
            THEN TRY_CAST({year} || '-' || {month} || '-' || {first} AS DATE) END,
        CASE WHEN regexp_full_match({bare}, '{MONTH_FIRST}') THEN {as_date(f"'1/' || {bare}", "%d/%m/%Y")} END,
        CASE WHEN regexp_full_match({bare}, '{YEAR_FIRST}') THEN {as_date(f"{bare} || '-1'", "%Y-%m-%d")} END,
        CASE WHEN regexp_full_match({bare}, '[0-9]{{5}}([.][0-9]+)?')
            THEN TRY_CAST({EPOCH} + CAST(floor({serial}) AS INTEGER) AS DATE) END)"""
    return f"CASE WHEN year({read}) BETWEEN {FIRST_YEAR} AND {LAST_YEAR} THEN {read} END"
