"""Beeswarms: dots along a row, stacked where they would cover each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

HEIGHTS = (0.15, 0.3, 0.45)
"""Of the dots, as parts of a row."""


def swarm(places: Sequence[float], *, least: float) -> list[float]:
    """Stack dots that would cover each other: a height for each, symmetric around zero.

    Parameters
    ----------
    places
        Along the axis, 0–1.
    least
        Least distance of two dots of the same height, 0–1.
    """
    heights: list[float] = []
    steps = [0.0, *(sign * step for step in HEIGHTS for sign in (1, -1))]
    for position, place in enumerate(places):
        taken = {heights[other] for other in range(position) if abs(places[other] - place) < least}
        heights.append(next((step for step in steps if step not in taken), 0.0))
    return heights
