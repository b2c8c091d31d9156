"""Lists of public claims: the project's table, and a user's CSV, in which every bad cell is reported at once."""

from __future__ import annotations

import csv
import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from umkm_analysis.characters import unseen, visible
from umkm_analysis.datasets import regions, tables
from umkm_analysis.datasets.project import cached_per_project
from umkm_analysis.datasets.rules.cells import MOST_DIGITS, is_future
from umkm_analysis.errors import Problem, TableError, UsageError, close_matches
from umkm_analysis.plurals import count_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

REQUIRED = ("indicator", "value", "unit")
REGION_COLUMNS = ("code", "region")
OPTIONAL = (
    "claim_id",
    "said_on",
    "said_by",
    "said_at",
    "words",
    "stated_period",
    "year",
    "stated_basis",
    "numerator",
    "denominator",
    "source_id",
    "verified_by",
)
UNITS = {
    "per cent": ("per cent", "percent", "persen", "%"),
    "percentage points": ("percentage points", "percentage point", "poin persen", "pp"),
    "index points": ("index points", "poin indeks"),
    "UMKM": ("umkm", "units", "unit"),
    "rupiah": ("rupiah", "rp", "idr"),
    "million rupiah": ("million rupiah", "juta rupiah", "million idr"),
    "billion rupiah": ("billion rupiah", "miliar rupiah", "billion idr"),
    "trillion rupiah": ("trillion rupiah", "triliun rupiah", "trillion idr"),
    "persons": ("persons", "people", "jiwa", "orang"),
    "per cent of GRDP": ("per cent of grdp", "persen pdrb"),
}
"""Unit: how it may be written."""
OTHER_UNITS = ("packages", "products", "providers", "local governments", "provinces")
MONEY = ("rupiah", "million rupiah", "billion rupiah", "trillion rupiah")
COUNTED = ("UMKM", "persons", *OTHER_UNITS)
"""Units of what is counted one by one."""
PERIOD = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?")
DECIMAL_COMMA = re.compile(r"[-+]?[0-9]+,[0-9]+")
PERHAPS_THOUSANDS = re.compile(r"[-+]?[0-9]{1,3}(\.[0-9]{3})+")
"""A number in which the point may separate thousands, as it does where lists have semicolons."""
MOST_CHARACTERS = 2000
"""Characters up to which a cell is read."""
MOST_SHOWN = 60
"""Characters of a bad cell that a message repeats."""
EARLIEST = 1945
"""First year of the Republic."""
BASES = ("planned", "budgeted", "allocated", "committed", "realised")


@dataclass(frozen=True)
class Claim:
    """A figure of a region that somebody said or printed, with what was said about it."""

    claim_id: str
    code: str
    indicator: str
    value: float
    digits: int
    """Decimals of the figure as it was said."""
    unit: str
    period: str | None = None
    """Year, month or day that the figure is said to be of."""
    basis: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    said_on: str | None = None
    said_by: Mapping[str, str] | None = None
    """Language → speaker or publisher."""
    said_at: str | None = None
    words: str | None = None
    source_ids: tuple[str, ...] = ()
    named: str | None = None
    """BPS code of the region that the claim names, where that differs from its code."""
    region_texts: tuple[str, ...] = ()
    """How a list names the region: see :func:`~umkm_analysis.datasets.regions.note`."""

    @property
    def year(self) -> int | None:
        """Year that the figure is said to be of."""
        return int(self.period[:4]) if self.period else None


@cached_per_project
def known_claims() -> list[Claim]:
    """Return the claims of the project's table, in the order of the days when they were made; nobody may change it."""
    table = tables.read("claims").sort_values(["said_on", "claim_id"], kind="stable")
    return [_known(row) for row in table.itertuples()]


def read_claims(path: Path, *, indicators: Mapping[str, Sequence[str]]) -> tuple[list[Claim], list[str]]:
    """Read a user's list of claims.

    Parameters
    ----------
    path
        A CSV file in UTF-8 with a header: indicator, value, unit and code or region; further columns as in
        data/claims.csv. Where the header is separated by semicolons, so are the rows, and a number may have a decimal
        comma.
    indicators
        Indicators that can be checked, with their units; a name that is spelt almost alike is refused as misspelt.

    Returns
    -------
    The claims in the order of the file, and the names of columns that were not used.

    Raises
    ------
    TableError
        Naming every cell that cannot be used, with what to type instead.
    """
    label = path.name
    header, rows, separator = _rows(path, label)
    used = {*REQUIRED, *REGION_COLUMNS, *OPTIONAL}
    lacking = [name for name in REQUIRED if name not in header]
    problems = [Problem("this column", column=name) for name in lacking]
    problems += [Problem("this column once", column=name) for name in dict.fromkeys(header) if header.count(name) > 1]
    problems += [
        Problem(f"a name without characters that cannot be seen ({sign})", 1, visible(name))
        for name in header
        if (sign := unseen(name))
    ]
    if not {*REGION_COLUMNS} & {*header}:
        problems.append(Problem("this column, or a column region", column="code"))
    if not rows:
        problems.append(Problem("at least one row under the header"))
    if problems:
        raise TableError(label, problems, consequence="nothing was checked")
    claims = []
    for line, cells in rows:
        if len(cells) != len(header):
            problems.append(
                Problem(f"{count_of(len(header), 'cell')}, as the header has", line, value=count_of(len(cells), "cell"))
            )
            continue
        row = _Row(line, {name: text.strip() for name, text in zip(header, cells, strict=True)}, problems, separator)
        if row.can_be_read():
            claims.append(_claim(row, indicators))
    if problems:
        raise TableError(label, problems, consequence="nothing was checked")
    return [claim for claim in claims if claim is not None], [name for name in header if name not in used]


@dataclass(frozen=True)
class _Row:
    line: int
    cells: Mapping[str, str]
    problems: list[Problem]
    separator: str = ","

    def can_be_read(self) -> bool:
        """Refuse cells that are too long or hold what cannot be seen; return whether there were none."""
        before = len(self.problems)
        for name, text in self.cells.items():
            if sign := unseen(text):
                self.complain(name, f"text without characters that cannot be seen ({sign})")
            elif len(text) > MOST_CHARACTERS:
                self.complain(name, f"at most {MOST_CHARACTERS} characters")
        return len(self.problems) == before

    def text(self, name: str) -> str | None:
        return self.cells.get(name) or None

    def complain(self, name: str, expected: str) -> None:
        text = visible(self.cells.get(name, ""))
        shown = text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"
        self.problems.append(Problem(expected, self.line, name, shown))


def _rows(path: Path, label: str) -> tuple[list[str], list[tuple[int, list[str]]], str]:
    """Read header and rows, each with its line, and what separates their cells."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = file.readlines()  # at once, for a pipe is read once
        separator = _separator(lines[0] if lines else "")
        reader = csv.reader(lines, delimiter=separator, strict=True)
        header = [name.strip() for name in next(reader, [])]
        return header, [(reader.line_num, cells) for cells in reader if any(map(str.strip, cells))], separator
    except FileNotFoundError:
        raise UsageError(f"there is no file {path}.") from None
    except OSError as error:  # a folder, or no permission: not what a contradicted claim ends with
        raise UsageError(f"{path} cannot be read ({error.strerror or error}).") from error
    except (UnicodeDecodeError, csv.Error) as error:
        problem = Problem(f"CSV text in UTF-8 with commas or semicolons ({error})")
        raise TableError(label, [problem], consequence="nothing was checked") from error


def _separator(header: str) -> str:
    names = {name.strip().strip('"') for name in header.split(";")}
    return ";" if {*REQUIRED} & names and "," not in header else ","


def _claim(row: _Row, indicators: Mapping[str, Sequence[str]]) -> Claim | None:
    before = len(row.problems)
    code, named = _place(row)
    number = _number(row)
    unit = _unit(row)
    indicator = _indicator(row, indicators)
    period = _period(row)
    said_on = _date(row, "said_on", "a day as 2022-06-03")
    basis = row.text("stated_basis")
    if basis and basis not in BASES and not basis.startswith(("not stated", "budgeted (")):
        row.complain("stated_basis", f"one of: {', '.join(BASES)}, or nothing")
    sources = row.text("source_id"), *re.split(r";\s*", row.text("verified_by") or "")
    if len(row.problems) > before or code is None or number is None:
        return None
    said_by = row.text("said_by")
    return Claim(
        claim_id=row.text("claim_id") or f"row {row.line}",
        code=code,
        indicator=indicator,
        value=float(number),
        digits=_digits(number),
        unit=unit,
        period=period,
        basis=basis.split(" (")[0] if basis and not basis.startswith("not stated") else None,
        numerator=row.text("numerator"),
        denominator=row.text("denominator"),
        said_on=said_on,
        said_by={"id": said_by, "en": said_by} if said_by else None,
        said_at=row.text("said_at"),
        words=row.text("words"),
        source_ids=tuple(source for source in sources if source),
        named=named,
        region_texts=tuple(text for name in REGION_COLUMNS if (text := row.text(name))),
    )


def _place(row: _Row) -> tuple[str | None, str | None]:
    codes: dict[str, str] = {}
    for name in REGION_COLUMNS:
        text = row.text(name)
        if text:
            try:
                codes[name] = regions.find(text, kemendagri=False).code
            except UsageError as error:
                row.complain(name, f"a BPS code or full name. {error}")
    if not any(row.text(name) for name in REGION_COLUMNS):
        row.complain(
            REGION_COLUMNS[0] if REGION_COLUMNS[0] in row.cells else REGION_COLUMNS[1],
            "a BPS code, such as 3576, or a full name",
        )
    code = codes.get("code", codes.get("region"))
    named = codes.get("region")
    return code, named if named != code else None


def _number(row: _Row) -> Decimal | None:
    text = (row.text("value") or "").replace("−", "-")
    if row.separator == ";":
        if PERHAPS_THOUSANDS.fullmatch(text):
            plain = text.replace(".", "")
            decimal = f", or {text}0 if it is a decimal point" if text.count(".") == 1 else ""
            row.complain("value", f"{plain} if the point separates thousands{decimal}")
            return None
        if DECIMAL_COMMA.fullmatch(text):
            text = text.replace(",", ".")
    if not NUMBER.fullmatch(text):
        mended = text.replace(".", "").replace(",", ".") if "," in text else text
        hint = f"; type {mended}" if NUMBER.fullmatch(mended) else ""
        row.complain("value", f"a number with a decimal point and no thousands separator, such as -3.69{hint}")
        return None
    if sum(sign.isdigit() for sign in text) > MOST_DIGITS:
        row.complain("value", f"a number of at most {MOST_DIGITS} digits")
        return None
    number = Decimal(text)
    if number < 0 and _unit_named(row.text("unit")) in (*COUNTED, *MONEY):
        row.complain("value", f"no negative number of {row.text('unit')}")
        return None
    if number != number.to_integral_value() and _unit_named(row.text("unit")) in COUNTED:
        row.complain("value", f"a whole number of {row.text('unit')}, without a thousands separator")
        return None
    return number


def _unit(row: _Row) -> str:
    unit = _unit_named(row.text("unit"))
    if unit is None:
        row.complain("unit", f"one of: {', '.join([*UNITS, *OTHER_UNITS])}")
    return unit or ""


def _unit_named(text: str | None) -> str | None:
    lower = (text or "").lower()
    found = next((unit for unit, spellings in UNITS.items() if lower in spellings), None)
    return found or (lower if lower in OTHER_UNITS else None)


def _indicator(row: _Row, indicators: Mapping[str, Sequence[str]]) -> str:
    text = row.text("indicator") or ""
    near = [] if text in indicators else close_matches(text, indicators, most=2, cutoff=0.75)
    if not text or near:
        names = " or ".join(near) or f"one of: {', '.join(sorted(indicators))}"
        row.complain("indicator", f"{names}; or another name for what no table holds")
    return text


def _period(row: _Row) -> str | None:
    name = "stated_period" if row.text("stated_period") else "year"
    text = row.text(name)
    if text is None or text.startswith("not stated"):
        return None
    return _date(row, name, "a year as 2022, a month as 2022-06, or a day")


def _date(row: _Row, name: str, expected: str) -> str | None:
    """Read a date that exists and has begun; complain about any other."""
    text = row.text(name)
    if text is None:
        return None
    is_day = len(text) == len("2022-06-03")
    if not PERIOD.fullmatch(text) or (name == "said_on" and not is_day):
        row.complain(name, expected)
    elif int(text[:4]) < EARLIEST:
        row.complain(name, f"{expected}, from {EARLIEST} on")
    elif is_day and not _exists(text):
        row.complain(name, f"{expected}; there is no such day")
    elif is_future(text):
        row.complain(name, f"{expected}; this one is in the future")
    else:
        return text
    return None


def _exists(day: str) -> bool:
    try:
        dt.date.fromisoformat(day)
    except ValueError:
        return False
    return True


def _digits(number: Decimal) -> int:
    return max(0, -int(number.as_tuple().exponent))


def _known(row: Any) -> Claim:
    text = {name: value if isinstance(value, str) else None for name, value in row._asdict().items()}
    return Claim(
        claim_id=row.claim_id,
        code=row.code,
        indicator=row.indicator,
        value=row.value,
        digits=_digits(Decimal(repr(row.value)).normalize()),
        unit=row.unit,
        period=text["stated_period"],
        basis=text["stated_basis"],
        numerator=text["numerator"],
        denominator=text["denominator"],
        said_on=row.said_on,
        said_by={"id": row.said_by_id, "en": row.said_by_en},
        said_at=text["said_at"],
        words=text["words"],
        source_ids=(row.source_id, *(text["verified_by"] or "").split("; "))
        if text["verified_by"]
        else (row.source_id,),
    )
