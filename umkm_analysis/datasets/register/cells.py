"""Reading of a register's cells: the value, or what to type instead."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from umkm_analysis.datasets import regions
from umkm_analysis.datasets.register.layout import UNNUMBERED
from umkm_analysis.errors import UsageError, close_matches

if TYPE_CHECKING:
    from umkm_analysis.datasets.register.layout import Entry

FIRST_DAY = dt.date(2000, 1, 1)
MAX_VALIDITY = dt.timedelta(days=366 * 30)
"""No certificate is valid for longer after the register's day."""
SPREADSHEET_EPOCH = dt.date(1899, 12, 30)
"""Day 0 of spreadsheet programs."""
SPREADSHEET_DAYS = range(36526, 73051)
"""Numbers of spreadsheet programs for the days of 2000 to 2099."""
MAX_LETTERS = 60
ID = re.compile(r"[A-Za-z]{1,6}[-./]?\d{1,8}")
NIK = re.compile(r"\d{16}")
PHONE = re.compile(r"(\+?62|0)8[\d\s-]{7,}")
ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
NIB_NUMBER = re.compile(r"\d{13}")
ADDRESS = re.compile(r"\d|,|\b(jl|jln|jalan|gang|gg|rt|rw|no|blok|perum|dusun)\b", re.IGNORECASE)


class Refused(Exception):  # noqa: N818 - not an error yet: the reader collects all of them
    """A cell that cannot be used; its text says what to type instead."""


@dataclass(frozen=True)
class Word:
    """A word in place of a date."""

    text: str


def read(cell: Any, entry: Entry, *, as_of: dt.date | None) -> Any:
    """Read one cell.

    Parameters
    ----------
    cell
        Value in the spreadsheet: text, a number, a date, or None.
    entry
        Its column.
    as_of
        Day of the register, which no event may follow; None where that cell itself cannot be read.

    Returns
    -------
    str, date, :class:`Word`, or None for an empty cell.

    Raises
    ------
    Refused
        With what to type instead.
    """
    text = written(cell)
    if not text:
        if entry.required:
            raise Refused(f"a value, not an empty cell: {_hint(entry)}")
        return None
    if NIK.fullmatch(text.replace(" ", "")):
        raise Refused("nothing personal: 16 digits are a NIK. Delete it; " + _hint(entry))
    if "@" in text or (entry.kind != "number" and PHONE.fullmatch(text)):
        raise Refused("nothing personal: this is an account, an e-mail or a telephone number. Delete it")
    if entry.kind == "date":
        return _date(cell, text, entry, as_of)
    if entry.kind == "date or word":
        word = _choice(text, entry.choices)
        return Word(word) if word else _date(cell, text, entry, as_of)
    return {"id": _id, "code": _code, "choice": _chosen, "name": _name, "place": _place, "number": _number}[entry.kind](
        text, entry
    )


def written(cell: Any) -> str:
    """Return a cell as text: whole numbers without the point that spreadsheets give them."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


def masked(text: str) -> str:
    """Hide what may be personal, for a message that names the cell anyway."""
    if NIK.fullmatch(text.replace(" ", "")) or "@" in text or PHONE.fullmatch(text):
        return text[:2] + "…"
    return text if len(text) <= MAX_LETTERS else text[: MAX_LETTERS - 1] + "…"


def _hint(entry: Entry) -> str:
    if entry.choices and entry.kind == "choice":
        return f"type one of: {', '.join(entry.choices)}"
    return f"type for example {entry.example}"


def _date(cell: Any, text: str, entry: Entry, as_of: dt.date | None) -> dt.date:
    day = _day(cell, text, entry)
    if day < FIRST_DAY:
        raise Refused(f"a day from {FIRST_DAY} on; correct the year")
    latest = (
        None if as_of is None else as_of + MAX_VALIDITY if entry.kind == "date or word" and _is_end(entry) else as_of
    )
    if latest is not None and day > latest:
        raise Refused(f"a day up to {latest}: correct the date, or per_tanggal in the sheet register")
    return day


def _is_end(entry: Entry) -> bool:
    return entry.name == "berlaku_sampai"


def _day(cell: Any, text: str, entry: Entry) -> dt.date:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    words = f', or "{entry.choices[0]}"' if entry.choices else ""
    if ISO.fullmatch(text):
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            raise Refused("a day that there is: year-month-day, such as 2024-02-29") from None
    if match := DAY_FIRST.fullmatch(text):
        try:
            meant = dt.date(int(match[3]), int(match[2]), int(match[1]))
        except ValueError:
            raise Refused("a day that there is, as year-month-day, such as 2024-02-29") from None
        raise Refused(f"year-month-day; type {meant} if day {meant.day} of month {meant.month} is meant")
    if text.isdigit() and int(text) in SPREADSHEET_DAYS:
        raise Refused(f"a date; type {SPREADSHEET_EPOCH + dt.timedelta(days=int(text))}, or format the cell as a date")
    raise Refused(f"a date as year-month-day, such as {entry.example}{words}")


def _id(text: str, entry: Entry) -> str:
    if not ID.fullmatch(text):
        raise Refused(f"a code of letters and digits that names nobody, such as {entry.example}")
    return text.upper()


def _code(text: str, entry: Entry) -> str:
    try:
        region = regions.find(text, kemendagri=False)
    except UsageError as error:
        raise Refused(f"a BPS code, such as {entry.example}. {error}") from None
    if not region.is_local:
        raise Refused(f"the BPS code of a kabupaten or kota; {region.code} is {region.name}")
    return region.code


def _chosen(text: str, entry: Entry) -> str:
    choice = _choice(text, entry.choices)
    if choice is None:
        hint = "".join(f"; type {match}" for match in close_matches(text, entry.choices))
        raise Refused(f"one of: {', '.join(entry.choices)}{hint}")
    return choice


def _choice(text: str, choices: tuple[str, ...]) -> str | None:
    return next((choice for choice in choices if choice.lower() == text.lower()), None)


def _name(text: str, entry: Entry) -> str:
    if (
        len(text) > MAX_LETTERS
        or not any(letter.isalpha() for letter in text)
        or "://" in text
        or "www." in text.lower()
    ):
        raise Refused(f"a short name, such as {entry.example}, and no address of a page or account")
    return text


def _place(text: str, entry: Entry) -> str:
    if len(text) > MAX_LETTERS or ADDRESS.search(text):
        raise Refused(f"the sub-district alone, such as {entry.example}, and nothing more of the address")
    return text.removeprefix("Kecamatan ").removeprefix("Kec. ")


def _number(text: str, entry: Entry) -> str:
    if text.lower() != UNNUMBERED and (len(text) > MAX_LETTERS or not any(letter.isdigit() for letter in text)):
        raise Refused(f'the number as on the certificate, such as {entry.example}, or "{UNNUMBERED}"')
    return text
