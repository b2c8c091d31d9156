"""What several metrics refuse, and how results are labelled."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pandas as pd

from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Hashable

T = TypeVar("T", pd.Series, pd.DataFrame)

PER_CENT = "per cent"
POINTS = "percentage points"
INDEX = "index points"


def label(result: T, name: str, unit: str) -> T:
    """Return a float result named after its function, with its unit in ``attrs``."""
    result = result.astype("float64")
    if isinstance(result, pd.Series):
        result.name = name
    result.attrs = {"unit": unit}
    return result


def require_years(data: pd.Series | pd.DataFrame, *needed: int) -> None:
    """Refuse an index that is not consecutive ascending years, or lacks one that is needed."""
    years = data.index
    if not pd.api.types.is_integer_dtype(years.dtype):
        raise DataError(f"the index must be whole years, not {years.dtype}; set the year as index")
    if years.has_duplicates:
        raise DataError(f"year {years[years.duplicated()][0]} stands more than once; keep one row per year")
    if (np.diff(years.to_numpy()) != 1).any():
        raise DataError(f"years must be consecutive and ascending, got {list(years)}; sort them, leave gaps as NaN rows")
    for year in needed:
        if year not in years:
            raise DataError(f"year {year} is not among {years.min()}–{years.max()}; choose a year that the data cover")


def require_positive(data: pd.Series | pd.DataFrame, what: str) -> None:
    """Refuse zero and negative values; missing ones pass."""
    _refuse(data, data <= 0, f"{what} must be above zero")


def require_not_negative(data: pd.Series | pd.DataFrame, what: str) -> None:
    """Refuse negative values; missing ones pass."""
    _refuse(data, data < 0, f"{what} must not be negative")


def require_possible_growth(growth: pd.Series | pd.DataFrame) -> None:
    """Refuse a fall of 100 per cent or more: nothing could come after it."""
    _refuse(growth, growth <= -100, "growth must be above −100 per cent")  # noqa: PLR2004 - all of it


def require_same_labels(first: pd.Index, second: pd.Index, what: str) -> None:
    """Refuse labels that differ: pandas would align them silently and fill with NaN."""
    if first.has_duplicates or second.has_duplicates:
        raise DataError(f"{what}: a label stands more than once; keep one row each")
    odd = first.symmetric_difference(second)
    if len(odd):
        raise DataError(f"{what}: {', '.join(map(str, odd))} stand on one side only; give both sides the same labels")


def as_frame(data: pd.Series | pd.DataFrame) -> pd.DataFrame:
    """Show a Series as the one column of a DataFrame."""
    return data.to_frame() if isinstance(data, pd.Series) else data


def _refuse(data: pd.Series | pd.DataFrame, wrong: pd.Series | pd.DataFrame, why: str) -> None:
    found = as_frame(data).where(as_frame(wrong)).stack().dropna()
    if len(found):
        where: Hashable = found.index[0]
        raise DataError(f"{why}, got {found.iloc[0]:g} at {where}; correct or drop it")
