"""Numbers of printed tables: decimal commas or points, marks of states, and words for "not available"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from umkm_analysis.datasets.statistics.read.grids import FAULTY
from umkm_analysis.datasets.statistics.wording import state_of
from umkm_analysis.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from umkm_analysis.datasets.statistics.read.grids import Cell

MISSING = {
    "",
    "-",
    "–",
    "—",
    "−",
    "...",
    "…",
    "..",
    ".",
    "na",
    "n/a",
    "n.a",
    "n.a.",
    "x",
    "tad",
    "nan",
    "null",
    "none",
    "#n/a",
}
"""What tables print where there is no figure, in lower case."""
MARKS = re.compile(r"(?:\s*+(?:\*{1,3}+\)?|\^?x{1,2}\)|r\)?|\d\)))++$", re.IGNORECASE)
"""Behind a number: marks of states and of footnotes; nothing is tried twice: a row of asterisks would take hours."""
LONGEST = 100
"""Characters of a number with its marks; what is longer is text."""
NUMERAL = re.compile(r"[-+−–]?\d[\d.,  ]*")
THOUSANDS = 3


@dataclass(frozen=True)
class Parsed:
    """A cell: its number, or None where it says that there is none; and the state that its marks give."""

    number: float | None
    state: str | None = None


def is_number(cell: Cell) -> bool:
    """Whether a cell holds a number, however it is written."""
    return isinstance(cell, float) or NUMERAL.fullmatch(_bare(cell)) is not None


def is_missing(cell: Cell) -> bool:
    """Whether a cell says that there is no figure, or is empty."""
    return isinstance(cell, str) and _bare(cell).lower() in MISSING


def decimal_mark(cells: Iterable[Cell], *, named: str | None = None) -> str | None:
    """Tell the decimal mark of a table by its own numbers.

    Parameters
    ----------
    cells
        All that may hold figures.
    named
        What the person said; it holds unless a number contradicts it.

    Returns
    -------
    "," or "."; None where no number decides.

    Raises
    ------
    DataError
        If numbers contradict each other, or the mark that was named.
    """
    seen: dict[str, str] = {}
    for cell in cells:
        if isinstance(cell, str) and NUMERAL.fullmatch(_bare(cell)):
            mark = _mark(_bare(cell))
            if mark:
                seen.setdefault(mark, cell)
    if named is not None and (other := next((mark for mark in seen if mark != named), None)):
        raise UsageError(f'--decimal {named}: "{seen[other]}" cannot be read so; leave --decimal out, or mend the file')
    if len(seen) > 1:
        raise DataError(
            f'decimal marks differ: "{seen[","]}" has a decimal comma, "{seen["."]}" a decimal point. '
            "Make them one in the file"
        )
    return named or next(iter(seen), None)


def parse(cell: Cell, mark: str | None) -> Parsed:
    """Read a cell.

    Parameters
    ----------
    cell
        As the file holds it.
    mark
        Decimal mark of the table, where it is known.

    Raises
    ------
    DataError
        If the cell is no number, or could be two: "6.775" where no other number tells.
    """
    if isinstance(cell, float):
        if not isfinite(cell):
            raise DataError(f"{cell} is no number")
        return Parsed(cell)
    if cell == FAULTY:
        raise DataError("the cell shows an error of the spreadsheet program: mend its formula, or type the figure")
    if is_missing(cell):
        return Parsed(None)
    bare = _bare(cell)
    if not NUMERAL.fullmatch(bare):
        raise DataError(f'"{cell}" is no number')
    digits = re.sub(r"[  \s]", "", bare).replace("−", "-").replace("–", "-")
    state = state_of(cell[len(bare) :]) if len(cell) > len(bare) else None
    if not re.search(r"[.,]", digits):
        return Parsed(float(digits), state)
    mark = mark or _mark(digits)
    if mark is None:
        other = digits.replace(".", "").replace(",", "")
        fraction = digits.replace(",", ".")
        here, there = (".", ",") if "." in digits else (",", ".")
        raise DataError(
            f'"{cell}" could be {other} or {fraction}, and no other number of the file tells which. Say the decimal '
            f"mark: --decimal {here} for {fraction}, --decimal {there} for {other}"
        )
    whole, _, fraction = digits.partition(mark)
    groups = re.split(r"[.,]", whole)
    if not re.fullmatch(r"\d*", fraction) or any(len(group) != THOUSANDS for group in groups[1:]):
        raise DataError(f'"{cell}" is no number with the decimal mark "{mark}"')
    return Parsed(float(f"{''.join(groups)}.{fraction or 0}"), state)


def _bare(cell: Cell) -> str:
    text = str(cell).strip().removesuffix("%").strip()
    if len(text) > LONGEST or not any(letter.isdigit() for letter in text):
        return text.strip("*) ")
    return MARKS.sub("", text).strip()


def _mark(numeral: str) -> str | None:
    """Decimal mark that a numeral itself shows; None where it shows none, or could be read both ways."""
    marks = re.findall(r"[.,]", numeral)
    if not marks:
        return None
    last = marks[-1]
    if len(set(marks)) > 1:
        return last if marks.count(last) == 1 else None
    if len(marks) > 1:
        return "," if last == "." else "."
    whole, _, fraction = numeral.strip("+-−– ").partition(last)
    thousands = len(re.sub(r"\D", "", fraction)) == THOUSANDS and len(whole) <= THOUSANDS and not whole.startswith("0")
    return None if thousands else last
