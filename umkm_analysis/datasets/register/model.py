"""The register of one region's UMKM: read from a spreadsheet with every fault named at once, kept as Parquet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True)
class Register:
    """What is kept of an office's register: nothing that names a person."""

    code: str
    """BPS code."""
    as_of: dt.date
    synthetic: bool
    """Made up for demonstration: every page made from it says so."""
    firms: pd.DataFrame
    """Index firm: sub_district, sector, size."""
    catalogues: pd.DataFrame
    """firm, catalogue, listed (bool), began, listed_on (dates or NaT)."""
    channels: pd.DataFrame
    """firm, channel, registered_on, last_sale (dates or NaT), never_sold (bool)."""
    trainings: pd.DataFrame
    """firm, training, day."""
    certificates: pd.DataFrame
    """firm, certificate, applies, held (1, 0, NaN not known), valid_until (date or NaT), endless (bool)."""
    unused: tuple[str, ...] = field(default=(), compare=False)
    """Columns of the file that were not read, as sheet.column."""


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
    """Make one of a register's tables from rows in the order of :data:`TABLES`."""
    table = pd.DataFrame(rows, columns=list(TABLES[name]), index=index)
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
