"""Circle map (Dorling cartogram): place, size and level index of regions."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from umkm_analysis.i18n import formatting as n
from umkm_analysis.pages.charts import palette
from umkm_analysis.rounding import HUNDRED, rounded_float

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

COVERED_PART = 0.13
"""Part of the map that circles cover together."""
MIN_RADIUS = 0.35
"""A circle's least radius as part of the mean one: it must be seen."""
MIN_DISTANCE = 1.03
ROUNDS = 240
ROUNDS_PER_SEARCH = 10
"""Rounds after which neighbours are looked for again."""
PAIRS_AT_ONCE = 300_000
"""Pairs of circles whose distances are held at once: all of the country's kabupaten and kota."""
PULL = 0.04
"""Part of the way home a circle tries in each round."""
STEP = 20
"""Index points from 100 at which a colour becomes the strong one: the same on every page of an edition.

A test holds it to the newest year, in which both strengths are to be seen across the country."""


@dataclass(frozen=True)
class Place:
    """A region on the map."""

    longitude: float
    latitude: float
    size: float
    """What the circle's area stands for, such as GRDP; not negative, NaN where unknown."""


@dataclass(frozen=True)
class Circle:
    """Where a region's circle lies: x to the right, y upwards, in degrees."""

    x: float
    y: float
    radius: float


def circles(places: Sequence[Place]) -> list[Circle]:
    """Lay out circles near their places so that none covers another.

    Parameters
    ----------
    places
        The regions; one with an unknown size gets the least circle.

    Returns
    -------
    One circle a place, the same for the same input. The area is in proportion to the size, but for the least.
    """
    if not places:
        return []
    home = np.array([(place.longitude, place.latitude) for place in places], dtype="float64")
    return laid_out(home, _radii(places, home))


def laid_out(home: np.ndarray, radius: np.ndarray) -> list[Circle]:
    """Lay out circles of known radii near their places so that none covers another.

    Parameters
    ----------
    home
        Longitude and latitude of each place, a row each.
    radius
        Of each circle, in degrees.

    Returns
    -------
    One circle a place, the same for the same input.
    """
    at = home.copy()
    for step in range(ROUNDS):
        if step % ROUNDS_PER_SEARCH == 0:
            first, second = _near(at, radius)
            reach = (radius[first] + radius[second]) * MIN_DISTANCE
            gives_way = (radius[second] / (radius[first] + radius[second]))[:, None]  # more, the smaller it is
            # two at the same place part along a direction of their own, not by chance
            angle = (first - second) * 2.4
            apart_by_chance = np.stack([np.cos(angle), np.sin(angle)], axis=-1)
        at += (home - at) * PULL * max(0.0, 1 - 1.5 * step / ROUNDS)  # the last third only parts what overlaps
        apart = at[first] - at[second]
        distance = np.hypot(apart[:, 0], apart[:, 1])
        overlap = np.clip(reach - distance, 0.0, None)[:, None]
        same = distance[:, None] == 0
        unit = np.where(same, apart_by_chance, apart / np.where(same, 1.0, distance[:, None]))
        np.add.at(at, first, 0.5 * unit * overlap * gives_way)
        np.add.at(at, second, -0.5 * unit * overlap * (1 - gives_way))
    return [Circle(float(x), float(y), float(r)) for (x, y), r in zip(at, radius, strict=True)]


@dataclass(frozen=True)
class Classes:
    """Colours of level indices that are shown together: two strengths on either side of 100."""

    step: int
    """Index points from 100 at which the colour becomes the strong one."""
    digits: int
    """Decimals with which the indices are printed."""

    @classmethod
    def of(cls, values: Iterable[float]) -> Classes:
        """Take the classes of all maps and rankings, with the decimals that these values are printed with.

        Parameters
        ----------
        values
            Level indices; NaN where unknown.
        """
        return cls(STEP, n.index_digits(*[value for value in values if math.isfinite(value)]))

    def colour(self, index: float) -> str:
        """Name the theme colour for an index, grey where it is unknown.

        It is the colour of the number as it is printed, so that no two alike have different ones.
        """
        if not math.isfinite(index):
            return palette.QUIET
        index = rounded_float(index, max(self.digits, n.index_digits(index)))
        if index >= HUNDRED:
            return palette.HIGH if index >= HUNDRED + self.step else palette.HIGH_SOFT
        return palette.LOW if index < HUNDRED - self.step else palette.LOW_SOFT

    @property
    def bounds(self) -> dict[str, int]:
        """Where the strong colours begin: low and high."""
        return {"low": int(HUNDRED) - self.step, "high": int(HUNDRED) + self.step}


def _near(at: np.ndarray, radius: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pair circles that touch, or could within a few rounds; of all pairs so many at once as need little memory."""
    found = []
    rows, slack = max(1, PAIRS_AT_ONCE // len(radius)), 2 * radius.mean()
    for start in range(0, len(radius), rows):
        those = slice(start, start + rows)
        distance = np.hypot(*(at[those, None, :] - at[None, start:, :]).transpose(2, 0, 1))
        reach = radius[those, None] + radius[None, start:] + slack
        found.append(np.array(np.nonzero(np.triu(distance < reach, k=1))) + start)
    first, second = np.concatenate(found, axis=1)
    return first, second


def _radii(places: Sequence[Place], home: np.ndarray) -> np.ndarray:
    width, height = np.ptp(home, axis=0) + 0.5
    size = np.array([place.size for place in places], dtype="float64")
    size = np.where(np.isfinite(size), size, 0.0)
    root = np.sqrt(size / size.max()) if size.any() else np.ones(len(places))
    scale = math.sqrt(COVERED_PART * width * height / (math.pi * float((root**2).sum())))
    radius = root * scale
    return np.maximum(radius, MIN_RADIUS * float(radius.mean()))
