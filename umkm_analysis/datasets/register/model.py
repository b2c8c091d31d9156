"""Register of one region's UMKM, as tables of firms, e-katalog entries, channels, trainings and certificates."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True)
class Register:
    """An office's register without anything that names a person."""

    code: str
    """BPS code."""
    as_of: dt.date
    synthetic: bool
    """Made up for demonstration; every page made from it says so."""
    firms: pd.DataFrame
    """Index firm: sub_district, sector, size."""
    catalogues: pd.DataFrame
    """Entries in e-katalog: firm, catalogue (which one), listed (bool), began, listed_on (dates or NaT)."""
    channels: pd.DataFrame
    """firm, channel, registered_on, last_sale (dates or NaT), never_sold (bool)."""
    trainings: pd.DataFrame
    """firm, training, day."""
    certificates: pd.DataFrame
    """firm, certificate, applies, held (1, 0, NaN not known), valid_until (date or NaT), endless (bool)."""
    unused: tuple[str, ...] = field(default=(), compare=False)
    """Columns of the file that were not read, as sheet.column."""
    confirmed: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    """Names that a person confirmed, and for what they would have been refused."""


TABLES = {
    "firms": ("sub_district", "sector", "size"),
    "catalogues": ("firm", "catalogue", "listed", "began", "listed_on"),
    "channels": ("firm", "channel", "registered_on", "last_sale", "never_sold"),
    "trainings": ("firm", "training", "day"),
    "certificates": ("firm", "certificate", "applies", "held", "valid_until", "endless"),
}
DATES = ("began", "listed_on", "registered_on", "last_sale", "day", "valid_until")
FLAGS = ("listed", "never_sold", "endless")
SHARES = ("applies", "held")


def frame(name: str, rows: list[tuple[object, ...]], *, index: list[str] | None = None) -> pd.DataFrame:
    """Build a table of a register from rows in the order of :data:`TABLES`."""
    return with_types(pd.DataFrame(rows, columns=list(TABLES[name]), index=index))


def with_types(table: pd.DataFrame) -> pd.DataFrame:
    """Give the columns of a register's table their types, in place, and return it."""
    for column in table:
        if column in DATES:
            table[column] = pd.to_datetime(table[column]).astype("datetime64[s]")
        elif column in FLAGS:
            table[column] = table[column].astype("bool")
        elif column in SHARES:
            table[column] = table[column].astype("float64")
        else:
            table[column] = table[column].astype("str")
    return table
