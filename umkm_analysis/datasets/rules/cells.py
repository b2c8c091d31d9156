"""Rules of single cells: characters that cannot be seen, and days that have not come yet."""

from __future__ import annotations

import datetime as dt
import unicodedata

JAKARTA = dt.timezone(dt.timedelta(hours=7))
UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Unicode categories of characters that nobody sees: controls, zero-width and bidirectional marks, line separators."""
MOST_DIGITS = 20
"""Digits up to which a figure is one: the nation's GRDP in rupiah has seventeen."""


def today() -> str:
    """Return the day that it is in Jakarta, as 2022-06-03."""
    return dt.datetime.now(tz=JAKARTA).date().isoformat()


def is_future(stated: str) -> bool:
    """Whether a day, month or year, as 2022-06-03, 2022-06 or 2022, has not begun; no for other text."""
    return stated[:1].isdigit() and stated > today()[: len(stated)]


def visible(text: str) -> str:
    """Write characters that cannot be seen by their numbers, so that a message can show them.

    >>> visible("3576\u200b")
    '3576<U+200B>'
    """
    return "".join(f"<U+{ord(sign):04X}>" if unicodedata.category(sign) in UNSEEN else sign for sign in text)


def unseen(text: str) -> str:
    """Name the first character that cannot be seen; empty where there is none."""
    if text.isascii() and text.isprintable():
        return ""
    return next((f"U+{ord(sign):04X}" for sign in text if unicodedata.category(sign) in UNSEEN), "")
