"""Geometries of a TopoJSON file as shapely polygons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from shapely.geometry import MultiPolygon, Polygon

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shapely import Geometry

CORNERS = 4
"""Points of the smallest ring, the first one twice."""


def polygons(topology: Mapping[str, Any], name: str | None = None) -> list[Geometry | None]:
    """Geometries of an object of a topology; None for those that are no polygons.

    Parameters
    ----------
    topology
        The file's content.
    name
        The object; the only or first one if None.

    Raises
    ------
    KeyError, IndexError, TypeError, ValueError
        If it is no TopoJSON.
    """
    found = topology["objects"][name or next(iter(topology["objects"]))]
    arcs = _arcs(topology)
    return [_polygon(geometry, arcs) for geometry in found["geometries"]]


def _arcs(topology: Mapping[str, Any]) -> list[np.ndarray]:
    transform = topology.get("transform")
    arcs = [np.asarray(arc, dtype="float64")[:, :2] for arc in topology["arcs"]]
    if transform is None:
        return arcs
    scale, shift = np.asarray(transform["scale"]), np.asarray(transform["translate"])
    return [arc.cumsum(axis=0) * scale + shift for arc in arcs]


def _polygon(geometry: Mapping[str, Any], arcs: Sequence[np.ndarray]) -> Geometry | None:
    if geometry.get("type") == "Polygon":
        parts = [geometry["arcs"]]
    elif geometry.get("type") == "MultiPolygon":
        parts = geometry["arcs"]
    else:
        return None
    made = [[_ring(indices, arcs) for indices in part] for part in parts]
    whole = [Polygon(shell, [hole for hole in holes if len(hole) >= CORNERS])
             for shell, *holes in made if len(shell) >= CORNERS]  # fmt: skip
    return whole[0] if len(whole) == 1 else MultiPolygon(whole)


def _ring(indices: Sequence[int], arcs: Sequence[np.ndarray]) -> np.ndarray:
    """Join arcs: a negative number is an arc the other way round; each begins where the last one ended."""
    lines = [arcs[index] if index >= 0 else arcs[~index][::-1] for index in indices]
    return np.concatenate([lines[0], *(line[1:] for line in lines[1:])])
