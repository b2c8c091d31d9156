"""Values that a chart shows: a figure a region, from a result or any Series."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from umkm_analysis.api import matching
from umkm_analysis.api.result import known_column, numbers
from umkm_analysis.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

INDEX_UNIT = "index points"


@dataclass(frozen=True)
class Values:
    """A figure a region."""

    by_code: pd.Series
    """BPS code → value, without missing ones."""
    missing: int
    """Regions without a value."""
    unit: str
    year: int | None
    column: str
    title: str
    about: Mapping[str, Any] = field(default_factory=dict)
    """``attrs`` of the result."""

    @property
    def base(self) -> float:
        """What values are held against: 100 for an index, else 0."""
        return 100.0 if self.unit.startswith(INDEX_UNIT) else 0.0


def values_of(data: pd.DataFrame | pd.Series, column: str | None, year: int | None) -> Values:
    """Take a figure a region out of a result, or a Series by BPS code or name.

    Raises
    ------
    UsageError
        If there is no such column or year, a region is unknown or stands there twice.
    """
    if not isinstance(data, pd.DataFrame | pd.Series):
        raise UsageError(
            f"{data!r} holds no figures. Give a result of this package first and the name of a column second, such as "
            'umkm_analysis.plot.ranking(umkm_analysis.recovery(), "swing_pp").'
        )
    about = dict(data.attrs)
    if isinstance(data, pd.Series):
        series, column = data, str(data.name or "")
        by_code = series.set_axis([_code(name) for name in series.index])
    elif "code" in data:
        column = known_column(data, column or next(iter(about.get("units", {})), ""))
        rows = data
        if "year" in data:
            years = sorted(int(found) for found in data["year"].unique())
            year = _newest(data, column) if year is None else year
            if year not in years:
                raise UsageError(f"year {year}: the table holds {years[0]} to {years[-1]}.")
            rows = data[data["year"] == year]
        by_code = pd.Series(rows[column].to_numpy(), index=rows["code"].astype(object).to_numpy())
    else:
        raise UsageError(
            'Give a table with a column "code", as this package returns them, or a Series by code or name.'
        )
    if by_code.index.has_duplicates:
        twice = by_code.index[by_code.index.duplicated()][0]
        raise UsageError(f"{twice} has several values. Select one a region first.")
    by_code = numbers(by_code, str(column)).astype("float64")
    known = by_code.dropna()
    if known.empty:
        raise UsageError(f'"{column}" holds no value: there is nothing to draw.')
    unit = str(about.get("units", {}).get(column, ""))
    title = str(about.get("title", column))
    return Values(known, len(by_code) - len(known), unit, year, str(column), title, about)


def _newest(data: pd.DataFrame, column: str) -> int:
    """Newest year in which more than half of the regions have a figure; the newest with any where there is none."""
    there = data.assign(there=data[column].notna()).groupby("year")["there"].agg(["mean", "any"])
    most = there.index[there["mean"] > 0.5]  # noqa: PLR2004 - half
    return int(most[-1] if len(most) else there.index[there["any"] | (there.index == there.index[-1])][-1])


def _code(name: Any) -> str:
    found = matching.match(name)
    if found.region is None:
        raise UsageError(found.sentence())
    return found.region.code
