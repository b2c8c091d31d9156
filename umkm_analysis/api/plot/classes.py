"""Classes of figures on a map of the library: their bounds, colours and legend."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages.charts import cartogram, palette
from umkm_analysis.rounding import HUNDRED, rounded_float

if TYPE_CHECKING:
    import pandas as pd

    from umkm_analysis.api.plot.values import Values

DIVERGING = (palette.LOW, palette.LOW_SOFT, palette.HIGH_SOFT, palette.HIGH)
SEQUENTIAL = (palette.QUIET, palette.HIGH_SOFT, palette.HIGH, palette.INK)
"""From low to high; figures without a base get no colour that stands for a loss."""
QUARTERS = (0.25, 0.5, 0.75)
RATES = {"growth_pct", "published_pct", "growth_shock_pct", "growth_after_pct", "swing_pp", "distance_pp"}
"""Columns that are read against 0 also where all of their figures lie on one side."""
ROUND = (1.0, 2.0, 5.0, 10.0)
"""Steps that are easily read, times a power of ten."""
DIGITS = 2
"""Decimals with which rates are printed: a colour is that of the figure as printed."""


@dataclass(frozen=True)
class Classes:
    """Bounds between classes, from low to high, and the colour of each: one more than there are bounds."""

    bounds: tuple[float, ...]
    colours: tuple[str, ...]
    base: float | None
    """Figure at which the colours change sides; None where there is no such figure."""
    digits: int | None
    """Decimals with which a figure is rounded before it is held against the bounds; None for none."""
    is_year: bool = False

    def colour(self, value: float) -> str:
        """Colour of a figure."""
        return self.colours[bisect_right(self.bounds, self._printed(value))]

    def above(self, values: pd.Series, bound: float) -> int:
        """Count figures at a bound or above."""
        return sum(self._printed(value) >= bound for value in values)

    def legend(self) -> list[tuple[str, str]]:
        """Colour of each class and what it stands for, from low to high."""
        bounds = [self.written(bound) for bound in self.bounds]
        between = [t("{low} sampai di bawah {base}", low=low, base=high) for low, high in pairwise(bounds)]
        words = [t("di bawah {low}", low=bounds[0]), *between, t("{high} atau lebih", high=bounds[-1])]
        return list(zip(self.colours, words, strict=True))

    def written(self, bound: float) -> str:
        """Write a bound with the decimals that it has; years without a mark of thousands."""
        return f"{bound:.0f}" if self.is_year else n.number(bound, _digits(bound))

    def _printed(self, value: float) -> float:
        if self.digits is None:
            return value
        if self.base == HUNDRED:
            return rounded_float(value, max(self.digits, n.index_digits(value)))
        return rounded_float(value, self.digits)


def classes_of(values: pd.Series, found: Values, base: float | None) -> Classes:
    """Choose the classes that figures of a kind are read in.

    Parameters
    ----------
    values
        Those on the map.
    found
        Where they come from, with their unit.
    base
        Figure that a person asked for.
    """
    is_index = found.base == HUNDRED
    if base is None and not is_index and not (found.column in RATES or (values < 0).any()):
        return _quarters(values, is_year="year" in found.column and "years" not in found.column)
    base = found.base if base is None else base
    if is_index:
        step = float(cartogram.STEP)
        digits = n.index_digits(*values)
    else:
        step, digits = _step(values, base), DIGITS
    return Classes((base - step, base, base + step), DIVERGING, base, digits)


def _step(values: pd.Series, base: float) -> float:
    """Round distance from the base that about half of the figures reach."""
    distances = (values - base).abs()
    middle = float(distances.median()) or float(distances.max()) or 1.0
    power = 10.0 ** math.floor(math.log10(middle))
    return min((power * part for part in ROUND), key=lambda step: abs(math.log(step / middle)))


def _quarters(values: pd.Series, *, is_year: bool) -> Classes:
    """Classes of about as many figures each; of about as many different ones where too many are alike."""
    bounds = _cuts(values, whole=is_year)
    if len(bounds) < len(QUARTERS):
        bounds = _cuts(values.drop_duplicates(), whole=is_year)
    if not bounds:
        bounds = (float(values.max()),)
    return Classes(bounds, SEQUENTIAL[-len(bounds) - 1 :], None, None, is_year)


def _cuts(values: pd.Series, *, whole: bool) -> tuple[float, ...]:
    """Quartiles with three digits, or as whole numbers, that part the values."""
    cuts = [float(math.ceil(cut)) if whole else float(f"{cut:.3g}") for cut in values.quantile(QUARTERS)]
    return tuple(sorted({cut for cut in cuts if values.min() < cut <= values.max()}))


def _digits(bound: float) -> int:
    """Decimals that a bound has."""
    return next((digits for digits in range(9) if math.isclose(round(bound, digits), bound, abs_tol=1e-9)), 9)
