"""Input checks and labels of results that several metrics share."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import pandas as pd

from umkm_analysis.errors import DataError
from umkm_analysis.rounding import HUNDRED

T = TypeVar("T", pd.Series, pd.DataFrame)

PER_CENT = "per cent"
POINTS = "percentage points"
INDEX = "index points"
ROUNDING = 1e-6
"""Largest difference that floating-point arithmetic alone may cause."""


def label(result: T, name: str, unit: str) -> T:
    """Return a float result named after its function, with its unit in ``attrs``."""
    result = result.astype("float64")
    if isinstance(result, pd.Series):
        result.name = name
    result.attrs = {"unit": unit}
    return result


def as_frame(data: pd.Series | pd.DataFrame) -> pd.DataFrame:
    """Return a Series as a DataFrame with one column, and a DataFrame as it is."""
    return data.to_frame() if isinstance(data, pd.Series) else data


def refuse_where(wrong: pd.Series | pd.DataFrame, data: pd.Series | pd.DataFrame, why: str) -> None:
    """Raise DataError at the first infinite value of ``data``, or the first for which ``wrong`` is true."""
    values = as_frame(data).to_numpy("float64", na_value=np.nan)
    bad = as_frame(wrong).to_numpy(dtype=bool, na_value=False)
    for mask, reason in ((np.isinf(values), "an infinite value is no figure"), (bad, why)):
        if mask.any():
            row, column = (int(positions[0]) for positions in np.nonzero(mask))
            place = f"{data.index[row]}"
            if isinstance(data, pd.DataFrame):
                place += f", {data.columns[column]}"
            raise DataError(f"{reason}, got {values[row, column]:,.15g} at {place}; correct or drop it")


def require_positive(data: pd.Series | pd.DataFrame, what: str) -> None:
    """Raise DataError at zero or a negative value; missing values pass."""
    refuse_where(data <= 0, data, f"{what} must be above zero")


def require_not_negative(data: pd.Series | pd.DataFrame, what: str) -> None:
    """Raise DataError at a negative value; missing values pass."""
    refuse_where(data < 0, data, f"{what} must not be negative")


def require_possible_growth(growth: pd.Series | pd.DataFrame) -> None:
    """Raise DataError at growth of −100 per cent or less: no level is left after it."""
    refuse_where(growth <= -HUNDRED, growth, "growth must be above −100 per cent")


def require_years(data: pd.Series | pd.DataFrame, *needed: int) -> None:
    """Raise DataError unless the index is consecutive ascending years with all needed ones, and no region repeats."""
    years = data.index
    if not pd.api.types.is_integer_dtype(years.dtype):
        raise DataError(f"the index must be whole years, not {years.dtype}; set the year as index")
    if years.has_duplicates:
        raise DataError(f"year {years[years.duplicated()][0]} stands more than once; keep one row per year")
    if (np.diff(years.to_numpy("int64")) != 1).any():
        raise DataError(
            f"years must be consecutive and ascending, got {list(years)}; sort them, leave gaps as NaN rows"
        )
    if isinstance(data, pd.DataFrame):
        require_once(data.columns, "region")
    for year in needed:
        if year not in years:
            raise DataError(f"year {year} is not among {years.min()}–{years.max()}; choose a year that the data cover")


def require_once(labels: pd.Index, what: str) -> None:
    """Raise DataError if a label repeats."""
    if labels.has_duplicates:
        raise DataError(f"{what} {labels[labels.duplicated()][0]} stands more than once; keep one each")


def require_flags(data: pd.DataFrame, what: str) -> None:
    """Raise DataError at a cell that is neither 1, 0 nor missing, or if a firm or column repeats."""
    require_once(data.index, "firm")
    require_once(data.columns, "column")
    refuse_where(data.notna() & ~data.isin([0, 1]), data, f"{what} must be 1, 0 or missing")


def require_same_labels(first: pd.Index, second: pd.Index, what: str) -> None:
    """Raise DataError if labels differ or repeat: pandas would align them silently and fill with NaN."""
    require_once(first, f"{what}:")
    odd = first.symmetric_difference(second)
    if len(odd):
        raise DataError(f"{what}: {', '.join(map(str, odd))} on one side only; give both sides the same labels")
    if not first.equals(second):
        raise DataError(f"{what}: the same labels stand in another order; sort both sides alike")


def require_base(index: pd.Series | pd.DataFrame, base_year: int) -> None:
    """Raise DataError unless the index is 100 in the base year; a missing base passes."""
    base = as_frame(index).loc[[base_year]]
    refuse_where((base - HUNDRED).abs() > ROUNDING, base, "an index must be 100 in its base year")
