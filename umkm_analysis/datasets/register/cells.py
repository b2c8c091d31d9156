"""Reading of a register's cells: the value, or what to type instead."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from umkm_analysis.characters import unseen
from umkm_analysis.datasets import regions
from umkm_analysis.datasets.intake.names import bare
from umkm_analysis.datasets.intake.personal import kind_of_personal
from umkm_analysis.datasets.project import cached_per_project
from umkm_analysis.datasets.register.layout import UNNUMBERED
from umkm_analysis.datasets.rules import cells as rules
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
MAX_CHARACTERS = 1000
"""Of any cell that is looked at more closely."""
EDGES = " \t\r\n\N{NO-BREAK SPACE}"
"""Blanks around a cell, which mean nothing."""
ID = re.compile(r"[A-Za-z]{1,6}[-./]?\d{1,8}")
CODE_LIKE = re.compile(r"[A-Za-z]{0,6}[-./]?\d{0,8}")
"""What a message may quote of a code that is refused: never a name."""
NIK = re.compile(r"\d{16}")
PHONE = re.compile(r"(\+?62|0)8[\d\s-]{7,}")
ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
NIB_NUMBER = re.compile(r"\d{13}")
ADDRESS = re.compile(r"[\d,]|\b(jl|jln|jalan|gang|gg|rt|rw|no|blok|perum|dusun)\b", re.IGNORECASE)
SUB_DISTRICT = re.compile(r"^(kecamatan|kec|distrik|kapanewon|kemantren)\b[\s.:]*", re.IGNORECASE)
"""What offices write before the name of a sub-district."""
NO_SUB_DISTRICT = re.compile(
    r"(kelurahan|kel|desa|ds|kabupaten|kab|provinsi|prov|kota administrasi)\b[\s.]+\S", re.IGNORECASE
)
ODD_PLACE = re.compile(r"2\s*x\s*11\b|^dusun(?= (hilir|selatan|tengah|timur|utara)$)", re.IGNORECASE)
"""2 x 11 Enam Lingkung is a sub-district of Padang Pariaman, Dusun Selatan of Barito Selatan."""
SEVERAL = re.compile(r"[;|\n]|(?<=\S),\s*(?=[^\W\d_])|(?<=[^\W\d_])\s*/\s*(?=[^\W\d_])")
"""What stands between several things in a cell."""
SIGNS = " .,-&'’()+/:!"
"""Signs of a name besides letters and digits."""
NOTHING = {
    "", "na", "nil", "null", "none", "nan", "kosong", "tidakada", "belumada", "belum", "tidaktahu", "tidakdiketahui",
    "takada", "ada", "ya", "tidak", "lainlain", "lainnya", "dll", "contoh", "test", "xxx",
}  # fmt: skip
"""Words in place of a name."""


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
    raw = "" if cell is None else str(cell).strip(EDGES)
    if sign := unseen(raw):
        if sign in {"U+000A", "U+000D"}:
            raise Refused("one line: a line break may stand between two things. Write a row for each, or a blank")
        raise Refused(f"text without characters that cannot be seen ({sign}); type it anew")
    text = written(cell)
    if not text:
        if entry.required:
            raise Refused(f"a value, not an empty cell: {_hint(entry)}")
        return None
    if len(text) > MAX_CHARACTERS:
        raise Refused(f"a short text, not {len(text):,} characters; {_hint(entry)}")
    _refuse_personal(text, entry)
    if entry.kind == "date":
        return _date(cell, text, entry, as_of)
    if entry.kind == "date or word":
        word = _choice(text, entry.choices)
        return Word(word) if word else _date(cell, text, entry, as_of)
    return {"id": _id, "code": _code, "choice": _chosen, "name": _name, "place": _place, "number": _number}[entry.kind](
        text, entry
    )


def _refuse_personal(text: str, entry: Entry) -> None:
    if NIK.fullmatch(text.replace(" ", "")):
        raise Refused("nothing personal: 16 digits are a NIK. Delete it; " + _hint(entry))
    if "@" in text or (entry.kind != "number" and PHONE.fullmatch(text)):
        raise Refused("nothing personal: this is an account, an e-mail or a telephone number. Delete it")
    if entry.kind in {"id", "code", "choice", "name", "place"} and (kind := kind_of_personal(text)):
        raise Refused(f"nothing personal: this is {kind}. Delete it; {_hint(entry)}")


def today() -> dt.date:
    """Day in Jakarta."""
    return dt.date.fromisoformat(rules.today())


def written(cell: Any) -> str:
    """Return a cell as text: whole numbers without the point that spreadsheets give them."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


def quotable(text: str, entry: Entry | None = None) -> str | None:
    """Return a cell as a message may quote it, which names the cell anyway; None where it may hold something personal.

    Parameters
    ----------
    text
        Of the cell.
    entry
        Its column: a refused code may be a person's name, a refused place an address.
    """
    if len(text) > MAX_CHARACTERS or NIK.fullmatch(text.replace(" ", "")) or kind_of_personal(text):
        return None
    if entry is not None and entry.kind == "id" and not CODE_LIKE.fullmatch(text):
        return None
    if entry is not None and entry.kind == "place" and ADDRESS.search(text):
        return None
    return text if len(text) <= MAX_LETTERS else text[: MAX_LETTERS - 1] + "…"


def _hint(entry: Entry) -> str:
    if entry.choices and entry.kind == "choice":
        return f"type one of: {', '.join(entry.choices)}"
    if entry.kind == "name":
        return f"type a short name, such as {entry.example}, and no address of a page or account"
    if entry.kind == "place":
        return f"type the sub-district alone, such as {entry.example}, and nothing more of the address"
    return f"type for example {entry.example}"


def _date(cell: Any, text: str, entry: Entry, as_of: dt.date | None) -> dt.date:
    day = _day(cell, text, entry)
    if day < FIRST_DAY:
        raise Refused(f"a day from {FIRST_DAY} on; correct the year")
    if entry.name == "per_tanggal" and day > today():
        raise Refused(f"a day up to today, {today()}; correct the date")
    known = today() if as_of is None else as_of
    if entry.kind == "date or word" and _is_end(entry):
        known += MAX_VALIDITY
    if day > known:
        until = "today, " if as_of is None and not _is_end(entry) else ""
        raise Refused(f"a day up to {until}{known}: correct the date, or per_tanggal in the sheet register")
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
    if not ID.fullmatch(text) or re.match("NIK|KTP|KK|NPWP|NIP|HP|WA|TELP|TLP|REK", text, re.IGNORECASE):
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
    name = unicodedata.normalize("NFKC", text)
    if SEVERAL.search(name) and entry.name == "kanal":
        raise Refused("one channel a row; write a row for each of them")
    if re.search("[;|]", name):
        raise Refused("one training a row; write a row for each of them")
    if len(name) > MAX_LETTERS or not any(letter.isalpha() for letter in name):
        raise Refused(_hint(entry).removeprefix("type "))
    _refuse_signs(name, entry)
    if bare(name) in NOTHING:
        raise Refused(f"a name; delete the row where there is none, or {_hint(entry)}")
    return name


def _place(text: str, entry: Entry) -> str:
    name = SUB_DISTRICT.sub("", unicodedata.normalize("NFKC", text))
    if SEVERAL.search(name):
        raise Refused("one sub-district, that of the firm's seat")
    if len(name) > MAX_LETTERS or ADDRESS.search(ODD_PLACE.sub("", name)) or not name:
        raise Refused(_hint(entry).removeprefix("type "))
    _refuse_signs(name, entry)
    if NO_SUB_DISTRICT.match(name) or name.lower() in _local_names():
        raise Refused(f"a sub-district, no village, kabupaten or kota; {_hint(entry)}")
    if bare(name) in NOTHING:
        raise Refused(f"the name of a sub-district; {_hint(entry)}")
    return name


def _refuse_signs(name: str, entry: Entry) -> None:
    """Refuse a name with letters of another script, which look like ours, or signs that names do not have."""
    if not name[0].isalnum():
        raise Refused(f"a name that begins with a letter or digit; {_hint(entry)}")
    for sign in name:
        if not sign.isalnum() and sign not in SIGNS:
            raise Refused(f"letters, digits and {SIGNS.strip()} alone, not U+{ord(sign):04X}; {_hint(entry)}")
        if sign.isalpha() and "LATIN" not in unicodedata.name(sign, ""):
            raise Refused(f"letters of our alphabet, not U+{ord(sign):04X}; {_hint(entry)}")
        if sign.isnumeric() and not sign.isascii():
            raise Refused(f"digits 0 to 9, not U+{ord(sign):04X}; {_hint(entry)}")


@cached_per_project
def _local_names() -> frozenset[str]:
    return frozenset(region.name.lower() for region in regions.all_regions().values() if region.is_local)


def _number(text: str, entry: Entry) -> str:
    if text.lower() != UNNUMBERED and (len(text) > MAX_LETTERS or not any(letter.isdigit() for letter in text)):
        raise Refused(f'the number as on the certificate, such as {entry.example}, or "{UNNUMBERED}"')
    return text
