"""A map of circles (Dorling's cartogram): where a region is, how big it is, and how it stands to 100."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from umkm_analysis.presentation import charts

if TYPE_CHECKING:
    from collections.abc import Sequence

FILLED = 0.26
"""Part of the map that circles cover together."""
LEAST = 0.35
"""A circle's least radius as part of the mean one: it must be seen."""
GAP = 1.03
ROUNDS = 150
HOMEWARD = 0.04
"""Part of the way home a circle tries in each round."""
BASE = 100.0
"""The index of the base year."""
STEP = 2.0
"""Index points from 100 at which a region's colour becomes the strong one."""


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
    radius = _radii(places, home)
    at = home.copy()
    count = len(places)
    for step in range(ROUNDS):
        pull = HOMEWARD * (1 - step / ROUNDS)  # the last rounds only part what still overlaps
        at += (home - at) * pull
        apart = at[:, None, :] - at[None, :, :]
        distance = np.hypot(apart[..., 0], apart[..., 1])
        overlap = (radius[:, None] + radius[None, :]) * GAP - distance
        np.fill_diagonal(overlap, 0.0)
        overlap = np.clip(overlap, 0.0, None)
        if step > ROUNDS // 2 and not overlap.any():
            break
        # two at the same place part along a direction of their own, not by chance
        angle = np.arange(count)[:, None] * 2.4 - np.arange(count)[None, :] * 2.4
        same = distance == 0
        unit = np.where(same[..., None], np.stack([np.cos(angle), np.sin(angle)], axis=-1), apart)
        unit /= np.where(same, 1.0, distance)[..., None]
        share = radius[None, :] / (radius[:, None] + radius[None, :])  # the small one gives way
        at += (unit * (overlap * share)[..., None]).sum(axis=1) * 0.5
    return [Circle(float(x), float(y), float(r)) for (x, y), r in zip(at, radius, strict=True)]


def colour(index: float) -> str:
    """Name the theme colour for a level index: two strengths on either side of 100, grey where it is unknown."""
    if not math.isfinite(index):
        return charts.QUIET
    if index >= BASE:
        return charts.HIGH if index >= BASE + STEP else charts.HIGH_SOFT
    return charts.LOW if index < BASE - STEP else charts.LOW_SOFT


def _radii(places: Sequence[Place], home: np.ndarray) -> np.ndarray:
    width, height = np.ptp(home, axis=0) + 0.5
    size = np.array([place.size for place in places], dtype="float64")
    size = np.where(np.isfinite(size), size, 0.0)
    root = np.sqrt(size) if size.any() else np.ones(len(places))
    scale = math.sqrt(FILLED * width * height / (math.pi * float((root**2).sum())))
    radius = root * scale
    return np.maximum(radius, LEAST * float(radius.mean()))
