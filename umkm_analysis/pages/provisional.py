"""Marks of years whose figures are not final: BPS's one and two asterisks, and the sentence that explains them.

The publisher revises such figures; a page that prints them says so at the year.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import mark, t
from umkm_analysis.pages.tables import Cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MARKS = {"preliminary": "*", "provisional": "*", "very preliminary": "**"}
"""By strength: preliminary, one of the two, very preliminary."""
STATE = {
    "preliminary": mark("sementara"),
    "provisional": mark("sementara atau sangat sementara"),
    "very preliminary": mark("sangat sementara"),
}


def least_final(number: int, states: Iterable[str]) -> dict[int, str]:
    """Keep the least final of several states of a year; nothing where there are none."""
    found = max(states, key=list(MARKS).index, default=None)
    return {} if found is None else {number: found}


def year(number: int, states: Mapping[int, str]) -> str:
    """Write a year with its mark: "2024**"."""
    return f"{number}{MARKS.get(states.get(number, ''), '')}"


def year_cell(number: int, states: Mapping[int, str]) -> Cell:
    """Write a year with its mark into a table; its CSV keeps the bare number."""
    return Cell(year(number, states), number)


def note(states: Mapping[int, str]) -> str:
    """Say which years are not final; nothing where all are."""
    parts = [
        t("{years} {state}", years=n.listed([year(number, states) for number in states if states[number] == state]),
          state=labels.label(STATE, state))
        for state in MARKS
        if state in states.values()
    ]  # fmt: skip
    return t("Angka yang belum tetap: {parts}.", parts="; ".join(parts)) if parts else ""
