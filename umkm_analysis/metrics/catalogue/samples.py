"""Sample calls of metrics: small inputs of no particular region, and what a result keeps of their shape.

The rules that every metric obeys are tested with them: missing in, missing out; labels and input stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

NAN = float("nan")
CITY, PROVINCE = "3576", "3500"
YEARS = pd.RangeIndex(2018, 2023, name="year")
GROWTH = pd.DataFrame({CITY: [5.8, 5.65, -3.69, 3.65, 5.56], PROVINCE: [5.5, 5.5, -2.3, 3.6, 5.3]}, index=YEARS)
"""Per cent, year × region."""
INDEX = pd.DataFrame({CITY: [94.7, 100, 96.31, 99.82, 105.4], PROVINCE: [94.8, 100, 97.7, 101.2, 106.5]}, index=YEARS)
"""Index points, 2019 = 100, year × region."""
SHARE = pd.Series({CITY: 47.62, PROVINCE: 39.0, "0000": 27.54, "3573": 36.1, "3578": 52.0, "3579": 44.4}, name="share")
"""Per cent, by region."""
PART, WHOLE = (SHARE * 100).round().astype("int64"), (SHARE * 0 + 10_000).astype("int64")
"""Counts or rupiah, by region."""
PEOPLE = pd.DataFrame({CITY: 134_000, PROVINCE: 41_000_000}, index=YEARS)
SECTORS = pd.DataFrame({CITY: [1.0, 30.0, 69.0], PROVINCE: [20.0, 50.0, 30.0]}, index=["A", "C", "G"])
"""Levels, sector × region."""
REFERENCE = SECTORS.sum(axis=1)
TOTAL = SECTORS.sum()
FIRMS = pd.DataFrame({"A": [1, 1, 1, 0, 0], "B": [1, 0, 1, 0, 0], "C": [0, 0, 1, 0, 0]}, index=YEARS, dtype="float64")
"""Five firms, with years for ids."""
COUNTS = pd.DataFrame({CITY: [60, 3, 10], PROVINCE: [20, 5, 5]}, index=["in entry", "province", "city"])
DATES = pd.DataFrame({CITY: pd.to_datetime(["2024-05-01"] * 5), PROVINCE: pd.to_datetime(["2023-05-01"] * 5)}, YEARS)
FROM_2019 = {"base_year": 2019}

SHAPE, REGIONS, YEARLY, EFFECTS = "same shape", "one row per region", "one value per year", "columns region × effect"
OWN = "an index of its own"
"""Days or cohorts: what is missing there is refused, see the module's tests."""


@dataclass(frozen=True)
class Sample:
    """How a metric is called, what its result keeps, and what is known without any figure of a region."""

    args: tuple[Any, ...]
    keeps: str
    """One of :data:`SHAPE`, :data:`REGIONS`, :data:`YEARLY`, :data:`EFFECTS`, :data:`OWN`."""
    options: dict[str, Any] = field(default_factory=dict)
    known: tuple[Any, ...] = ()
