"""Request of an import of statistics: what to read, and what the person says of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from umkm_analysis.datasets.regions import Region


class Kind(StrEnum):
    """What is imported."""

    GRDP = "grdp"
    GROWTH = "growth"
    POPULATION = "population"
    SECTORS = "sectors"


TABLES = {
    Kind.GRDP: "grdp_level",
    Kind.GROWTH: "grdp_growth",
    Kind.POPULATION: "population",
    Kind.SECTORS: "grdp_sector",
}
"""Table of data/ that each kind adds to; registered population goes to a table of its own."""
UNITS = {"rupiah": 1e-9, "ribu": 1e-6, "juta": 1e-3, "miliar": 1.0, "triliun": 1e3}
"""Word of --unit → billion rupiah."""


@dataclass(frozen=True)
class StatisticsRequest:
    """What to import, and what the files do not say."""

    kind: Kind
    region: Region | None = None
    """The only one to keep, with its kabupaten and kota if it is a province; the one of a file that names none."""
    year: int | None = None
    """Of a file that names none."""
    unit: str | None = None
    """Word of :data:`UNITS`, where the file does not say."""
    constant_prices: bool = False
    """Whether figures whose prices the file does not say are at constant 2010 prices."""
    decimal: str | None = None
    vintage: str | None = None
    """Release that the figures are of: then they may differ from the known ones."""
    source: str = ""
    """Publisher, and title after a comma."""
    said_by: str = ""
    link: bool = True
    """Whether years that the files do not hold are linked to them."""
