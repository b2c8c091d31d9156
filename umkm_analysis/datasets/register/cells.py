"""Reading of a register's cells: the value, or what to type instead."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from umkm_analysis.characters import unseen
from umkm_analysis.datasets import regions
from umkm_analysis.datasets.intake.names import bare, edits
from umkm_analysis.datasets.intake.personal import CONFIRMABLE, kind_of_personal
from umkm_analysis.datasets.intake.quoting import figure
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
ID = re.compile(r"[A-Za-z]{1,6}[-./]?\d{1,8}", re.ASCII)
NUMBER_OF_PERSON = re.compile("NIB|NIK|KTP|KK|NPWP|NIP|HP|WA|TELP|TLP|REK", re.IGNORECASE)
NIK = re.compile(r"\d{16}")
PHONE = re.compile(r"(\+?62|0)8[\d\s-]{7,}")
ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
NIB_NUMBER = re.compile(r"\d{13}", re.ASCII)
ADDRESS = re.compile(r"[\d,]|\b(jl|jln|jalan|gang|gg|rt|rw|no|blok|perum|dusun)\b", re.IGNORECASE)
SUB_DISTRICT = re.compile(r"[Kk][Ee][Cc](?=[A-Z][a-z])|([^\W\d_]+)\b[\s.:-]*")
"""First word of a sub-district, which may be what offices write before its name."""
ABBREVIATED = (
    ("kecamatan", "kc"),
    ("kecamatan", "kec"),
    ("distrik", "dist"),
    ("kapanewon", "kap"),
    ("kemantren", "kmt"),
)
"""Such words, and what their abbreviations begin with."""
NO_SUB_DISTRICT = re.compile(
    r"(kelurahan|kel|desa|ds|kabupaten|kab|provinsi|prov|kota administrasi)\b[\s.]+\S", re.IGNORECASE
)
ODD_PLACE = re.compile(r"2\s*x\s*11\b|^dusun(?= (hilir|selatan|tengah|timur|utara)$)", re.IGNORECASE)
"""2 x 11 Enam Lingkung is a sub-district of Padang Pariaman, Dusun Selatan of Barito Selatan."""
ALWAYS_SEVERAL = re.compile(r"[;|\n]")
"""What stands between several things in a cell, and in no name."""
SEVERAL = re.compile(r"(?<=\S),\s*(?=[^\W\d_])|(?<=[^\W\d_])\s*/\s*(?=[^\W\d_])|^1[.)].*\b2[.)]")
"""What stands between several things, and in few names."""
SEVERAL_TRAININGS = re.compile(
    r"(?<=\S),\s*(?!(?:batch|angkatan|gelombang|tahap|kelas|sesi|level|tingkat|bagian|hari|modul|seri|edisi|periode|kota|"
    r"kab|kec|kabupaten|kecamatan|se)\b)(?=[^\W\d_])|^1[.)].*\b2[.)]",
    re.IGNORECASE,
)
"""The same in a training: a comma before its part or place separates nothing."""
SIGNS = " .,-&'’()+/:!"
"""Signs of a name besides letters and digits."""
NOTHING = {
    "", "na", "nil", "null", "none", "nan", "kosong", "tidakada", "belumada", "belum", "tidaktahu", "tidakdiketahui",
    "takada", "ada", "ya", "tidak", "lainlain", "lainnya", "dll", "contoh", "test", "xxx",
}  # fmt: skip
"""Words in place of a name."""


class Refused(Exception):  # noqa: N818 - not an error yet: the reader collects all of them
    """A cell that cannot be used; its text says what to type instead."""


class Doubtful(Refused):
    """A name that cannot be used unless a person confirms it.

    Parameters
    ----------
    expected
        What to type instead.
    unless
        What confirming it says, as the end of a sentence.
    reason
        Why it was doubtful, for the account of what was confirmed.
    """

    def __init__(self, expected: str, unless: str, reason: str) -> None:
        super().__init__(f"{expected}; or import with --confirm and this name, if {unless}")
        self.reason = reason


@dataclass(frozen=True)
class Word:
    """A word in place of a date."""

    text: str


def read(cell: Any, entry: Entry, *, as_of: dt.date | None, confirmed: bool = False) -> Any:
    """Read one cell.

    Parameters
    ----------
    cell
        Value in the spreadsheet: text, a number, a date, or None.
    entry
        Its column.
    as_of
        Day of the register, which no event may follow; None where that cell itself cannot be read.
    confirmed
        Whether a person confirmed the name, so that nothing :class:`Doubtful` is looked for in it.

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
    _refuse_personal(text, entry, confirmed=confirmed)
    if entry.kind == "date":
        return _date(cell, text, entry, as_of)
    if entry.kind == "date or word":
        word = _choice(text, entry.choices)
        return Word(word) if word else _date(cell, text, entry, as_of)
    if entry.kind in {"name", "place"}:
        return (_name if entry.kind == "name" else _place)(text, entry, confirmed=confirmed)
    return {"id": _id, "code": _code, "choice": _chosen, "number": _number}[entry.kind](text, entry)


def is_confirmable(entry: Entry) -> bool:
    """Whether a column holds names that a person may confirm."""
    return entry.kind in {"name", "place"}


def _refuse_personal(text: str, entry: Entry, *, confirmed: bool) -> None:
    if NIK.fullmatch(text.replace(" ", "")):
        raise Refused("nothing personal: 16 digits are a NIK. Delete it; " + _hint(entry))
    if "@" in text or (entry.kind != "number" and PHONE.fullmatch(text)):
        raise Refused("nothing personal: this is an account, an e-mail or a telephone number. Delete it")
    if entry.kind in {"id", "code", "choice", "name", "place"} and (
        kind := kind_of_personal(text, confirmed=confirmed)
    ):
        expected = f"nothing personal: this is {kind}. Delete it; {_hint(entry)}"
        if is_confirmable(entry) and kind in CONFIRMABLE:
            raise Doubtful(expected, "it names no person", kind)
        raise Refused(expected)


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


def quotable(text: str, entry: Entry) -> str | None:
    """Return a cell as a message may repeat it, which names the cell anyway; None for what may be somebody's.

    Parameters
    ----------
    text
        Of the cell.
    entry
        Its column: the words that it allows are repeated, a code as offices make them, and figures and dates.
    """
    if entry.choices and (word := _choice(text, entry.choices)):
        return word
    if PHONE.fullmatch(text):
        return None
    return text if entry.kind == "id" and _is_id(text) else figure(text)


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
    hint = "".join(f"; type {match}" for match in close_matches(text, entry.choices))
    raise Refused(f"a date as year-month-day, such as {entry.example}{words}{hint}")


def _is_id(text: str) -> bool:
    return bool(ID.fullmatch(text)) and not NUMBER_OF_PERSON.match(text)


def _id(text: str, entry: Entry) -> str:
    if not _is_id(text):
        raise Refused(f"a code of letters and digits that names nobody, such as {entry.example}")
    return text.upper()


def _code(text: str, entry: Entry) -> str:
    try:
        region = regions.find(text, kemendagri=False)
    except UsageError as error:
        said = str(error) if figure(text) else regions.suggestion(text)
        raise Refused(f"a BPS code, such as {entry.example}. {said}") from None
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


def _name(text: str, entry: Entry, *, confirmed: bool) -> str:
    name = unicodedata.normalize("NFKC", text)
    thing, several = ("channel", SEVERAL) if entry.name == "kanal" else ("training", SEVERAL_TRAININGS)
    expected = f"one {thing} a row; write a row for each of them"
    if ALWAYS_SEVERAL.search(name):
        raise Refused(expected)
    if several.search(name) and not confirmed:
        raise Doubtful(expected, f"it is one {thing}", f"several {thing}s")
    if len(name) > MAX_LETTERS or not any(letter.isalpha() for letter in name):
        raise Refused(_hint(entry).removeprefix("type "))
    _refuse_signs(name, entry)
    if bare(name) in NOTHING:
        raise Refused(f"a name; delete the row where there is none, or {_hint(entry)}")
    return name


def _place(text: str, entry: Entry, *, confirmed: bool) -> str:
    name = _without_prefixes(unicodedata.normalize("NFKC", text))
    if ALWAYS_SEVERAL.search(name):
        raise Refused("one sub-district, that of the firm's seat")
    if SEVERAL.search(name) and not confirmed:
        raise Doubtful("one sub-district, that of the firm's seat", "it is one sub-district", "several sub-districts")
    if len(name) > MAX_LETTERS or not any(letter.isalpha() for letter in name) or _is_sub_district(bare(name)):
        raise Refused(_hint(entry).removeprefix("type "))
    if ADDRESS.search(ODD_PLACE.sub("", name)) and not confirmed:
        raise Doubtful(_hint(entry).removeprefix("type "), "it is the name of a sub-district", "an address")
    _refuse_signs(name, entry)
    if NO_SUB_DISTRICT.match(name):
        raise Refused(f"a sub-district, no village, kabupaten or kota; {_hint(entry)}")
    if name.lower() in _local_names() and not confirmed:
        expected = f"a sub-district, no village, kabupaten or kota; {_hint(entry)}"
        raise Doubtful(expected, "a sub-district is called so too", "a kabupaten or kota")
    if bare(name) in NOTHING:
        raise Refused(f"the name of a sub-district; {_hint(entry)}")
    return name


def _without_prefixes(name: str) -> str:
    """Take away what offices write before the name of a sub-district: Kec., Kecamatan, Kcmtn, also twice."""
    while (found := SUB_DISTRICT.match(name)) and (rest := name[found.end() :]):
        if found[1] is not None and not _is_sub_district(found[1].lower()):
            break
        name = rest
    return name


def _is_sub_district(word: str) -> bool:
    """Whether a word is kecamatan or its like, abbreviated by leaving out letters, or with one letter wrong."""
    for whole, start in ABBREVIATED:
        letters = iter(whole)
        if word.startswith(start) and all(letter in letters for letter in word):
            return True
        if edits(word, whole, most=1) <= 1:
            return True
    return False


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
