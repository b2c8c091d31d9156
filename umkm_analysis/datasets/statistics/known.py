"""Known figures that imported ones are held against: those of the tables, earlier imports included."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_analysis.datasets import series
from umkm_analysis.datasets.own.layers import LINKED
from umkm_analysis.datasets.statistics.request import Kind
from umkm_analysis.metrics.recovery import growth_rate

if TYPE_CHECKING:
    import pandas as pd

    from umkm_analysis.datasets.statistics.reading import Figure

NEAR_YEARS = 5
"""Years away up to which a figure is held against a known one of another year: growth cannot make it a thousandfold."""


@dataclass(frozen=True)
class Pair:
    """A figure and the known one of the same region and year."""

    figure: Figure
    known: float

    @property
    def ratio(self) -> float:
        """Times the known figure."""
        return self.figure.value / self.known


@dataclass(frozen=True)
class Known:
    """Known figures of a kind, and growth rates."""

    values: pd.DataFrame
    """Year × BPS code."""
    growth: pd.DataFrame
    """Year × BPS code, per cent: published, else of the levels."""

    def at(self, code: str, year: int) -> float | None:
        """Known figure of a region and year; None where there is none."""
        return _cell(self.values, code, year)

    def growth_at(self, code: str, year: int) -> float | None:
        """Known growth of a region in a year; None where there is none."""
        return _cell(self.growth, code, year)

    def nearest(self, code: str, year: int) -> float | None:
        """Known figure of the nearest year, at most :data:`NEAR_YEARS` away."""
        found = ((abs(distance), self.at(code, year + distance)) for distance in range(-NEAR_YEARS, NEAR_YEARS + 1))
        return min(((away, value) for away, value in found if value is not None), default=(0, None))[1]


def known(kind: Kind, *, registered: bool = False) -> Known:
    """Collect the known figures of a kind."""
    levels = series.levels()
    levels = levels.where(series.remarks("grdp_level", "status") != LINKED)  # nobody printed those
    growth = series.published_growth().combine_first(growth_rate(levels))
    if kind is Kind.POPULATION:
        return Known(series.registered_population() if registered else series.population(), growth)
    return Known(growth if kind is Kind.GROWTH else levels, growth)


def _cell(frame: pd.DataFrame, code: str, year: int) -> float | None:
    if code not in frame or year not in frame.index:
        return None
    value = frame.loc[year, code]
    return float(value) if value == value else None  # noqa: PLR0124 - missing is not itself
