"""Rings of polygons as whole numbers: small in a file, and an SVG path without arithmetic.

A ring is ``[x, y, dx, dy, dx, dy, …]``: its first point, then each step to the next one, in units of the last decimal
of a degree. x counts to the east and y to the south, as a drawing's do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from shapely import Geometry

Ring = list[int]
CORNERS = 3


def written(shape: Geometry, *, digits: int, least: float = 0.0) -> list[Ring]:
    """Write a polygon, or several, as rings; the largest is always among them.

    Parameters
    ----------
    shape
        Polygon or MultiPolygon, in degrees.
    digits
        Decimals of a degree that are kept.
    least
        Area in square degrees below which an island, or a hole, is left out.
    """
    parts = sorted((part for part in _polygons(shape) if not part.is_empty), key=lambda part: -part.area)
    rings: list[Ring] = []
    for number, part in enumerate(parts):
        if number and part.area < least:
            break
        holes = [hole for hole in part.interiors if _area(hole) >= least]
        for line in (part.exterior, *holes):
            ring = _steps(np.asarray(line.coords)[:, :2], digits)
            if len(ring) >= 2 * CORNERS or not rings:
                rings.append(ring)
    return rings


def path(rings: Iterable[Sequence[int]]) -> str:
    """SVG path of rings, in their own units."""
    pieces = []
    for x, y, *steps in rings:
        line = " ".join(map(str, steps)).replace(" -", "-")
        pieces.append(f"M{x} {y}l{line}z" if steps else f"M{x} {y}z")
    return "".join(pieces)


def bounds(rings: Sequence[Sequence[int]]) -> tuple[int, int, int, int]:
    """Least x, least y, greatest x, greatest y of rings."""
    points = np.concatenate([np.asarray(ring).reshape(-1, 2).cumsum(axis=0) for ring in rings])
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return int(left), int(top), int(right), int(bottom)


def _polygons(shape: Geometry) -> Iterator[Geometry]:
    for part in getattr(shape, "geoms", [shape]):
        if part.geom_type == "Polygon":
            yield part


def _area(line: Geometry) -> float:
    x, y = np.asarray(line.coords)[:, :2].T
    return float(abs(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2)


def _steps(points: np.ndarray, digits: int) -> Ring:
    """First point and steps, without those that go nowhere; the way back to the first point is left out."""
    whole = np.rint(points * 10**digits * np.array([1, -1])).astype("int64")
    moves = np.diff(whole, axis=0)[:-1]
    moves = moves[(moves != 0).any(axis=1)]
    return [*map(int, whole[0]), *map(int, moves.ravel())]
