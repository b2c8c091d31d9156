"""Dates, months and years as a source states them: their first and last day."""

from __future__ import annotations

import calendar


def first_day(stated: str) -> str:
    """Return the first day of a date, month or year as stated, in ISO form."""
    return "-".join([*stated.split("-"), "01", "01"][:3])


def last_day(stated: str) -> str:
    """Return the last day of a date, month or year as stated, in ISO form."""
    parts = stated.split("-")
    month = parts[1] if len(parts) > 1 else "12"
    day = parts[2] if len(parts) > 2 else str(calendar.monthrange(int(parts[0]), int(month))[1])  # noqa: PLR2004 - y-m-d
    return f"{parts[0]}-{month}-{day}"
