"""Rules of single cells: days that have not come yet, and digits of a figure."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

JAKARTA = dt.timezone(dt.timedelta(hours=7))
MOST_DIGITS = 20
"""Digits up to which a figure is one: the nation's GRDP in rupiah has seventeen."""


def today() -> str:
    """Return the day that it is in Jakarta, as 2022-06-03."""
    return dt.datetime.now(tz=JAKARTA).date().isoformat()


def is_future(stated: str) -> bool:
    """Whether a day, month or year, as 2022-06-03, 2022-06 or 2022, has not begun; no for other text."""
    return stated[:1].isdigit() and stated > today()[: len(stated)]


def is_blank(row: Sequence[str]) -> bool:
    """Whether a line of a CSV file holds nothing, not even empty cells.

    >>> is_blank([]), is_blank([" "]), is_blank(["", ""])
    (True, True, False)
    """
    return len(row) <= 1 and not "".join(row).strip()
