"""Files of boundaries: GeoJSON or TopoJSON as polygons with their properties."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.geometry import shape

from umkm_analysis.characters import unseen, visible
from umkm_analysis.datasets.boundaries import topojson
from umkm_analysis.errors import DataError
from umkm_analysis.plurals import count_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from shapely import Geometry

MAX_BYTES = 500_000_000
MAX_TEXT = 300
"""Letters of a licence line, or of the name of a source."""
LONGEST, HIGHEST = 180.0, 90.0
WEST, SOUTH, EAST, NORTH = 94.0, -12.0, 142.0, 7.0
"""Box that all of Indonesia lies in, in degrees."""
DEGREES = ("crs84", "4326")
EXPORT = 'export it as GeoJSON in degrees (WGS 84, EPSG:4326), such as with "ogr2ogr -t_srs EPSG:4326 OUT.geojson IN"'


@dataclass(frozen=True)
class Feature:
    """A polygon, or several, and what the file says of it."""

    shape: Geometry
    properties: Mapping[str, Any]


@dataclass(frozen=True)
class BoundaryFile:
    """Content of a file."""

    features: tuple[Feature, ...]
    source: str
    licence: str
    """"" where the file does not say."""
    without_area: int
    """Features that are no polygons."""


def read(path: Path) -> BoundaryFile:
    """Read a file of boundaries.

    Parameters
    ----------
    path
        GeoJSON (a FeatureCollection) or TopoJSON (with one object), in degrees.

    Raises
    ------
    DataError
        If it is neither, holds no polygons, or its coordinates are no degrees in Indonesia.
    """
    if path.stat().st_size > MAX_BYTES:
        raise DataError(f"{path.name} is larger than {MAX_BYTES // 1_000_000} MB; simplify it first, then {EXPORT}")
    try:
        content = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise DataError(f"{path.name} is no GeoJSON and no TopoJSON ({visible(str(error))}); {EXPORT}") from error
    kind = content.get("type") if isinstance(content, dict) else None
    if kind not in {"FeatureCollection", "Topology"}:
        raise DataError(f"{path.name} is neither a FeatureCollection (GeoJSON) nor a Topology (TopoJSON); {EXPORT}")
    _refuse_other_reference(path.name, content)
    try:
        pairs = _of_geojson(content) if kind == "FeatureCollection" else _of_topojson(path.name, content)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, shapely.errors.ShapelyError) as error:
        if isinstance(error, DataError):
            raise
        raise DataError(f"{path.name} cannot be read as {kind} ({visible(str(error))}); {EXPORT}") from error
    features = tuple(Feature(area, properties) for area, properties in pairs if area is not None and not area.is_empty)
    if not features:
        raise DataError(f"{path.name} holds no polygons: boundaries are Polygon or MultiPolygon")
    _refuse_other_places(path.name, features)
    said = {name: _said(content, *names) for name, names in
            (("source", ("source", "attribution")), ("licence", ("licence", "license")))}  # fmt: skip
    return BoundaryFile(features, **said, without_area=len(pairs) - len(features))


def refuse_text(option: str, text: str) -> None:
    """Raise DataError for a text that pages could not show."""
    if unseen(text) or len(text) > MAX_TEXT:
        raise DataError(f"{option}: at most {MAX_TEXT} letters, all of which can be seen")


def _of_geojson(content: Mapping[str, Any]) -> list[tuple[Geometry | None, Mapping[str, Any]]]:
    pairs = []
    for feature in content["features"]:
        geometry = feature.get("geometry")
        area = shape(geometry) if geometry and geometry.get("type") in {"Polygon", "MultiPolygon"} else None
        pairs.append((None if area is None else shapely.force_2d(area), feature.get("properties") or {}))
    return pairs


def _of_topojson(name: str, content: Mapping[str, Any]) -> list[tuple[Geometry | None, Mapping[str, Any]]]:
    objects = content["objects"]
    if len(objects) != 1:
        raise DataError(f"{name} holds {len(objects)} objects ({', '.join(objects)}); keep the one of the regions")
    (collection,) = objects.values()
    properties = [geometry.get("properties") or {} for geometry in collection["geometries"]]
    return list(zip(topojson.polygons(content), properties, strict=True))


def _refuse_other_reference(name: str, content: Mapping[str, Any]) -> None:
    crs = content.get("crs")
    named = str(crs.get("properties", {}).get("name", "")) if isinstance(crs, dict) else ""
    if named and not any(word in named.lower().replace("::", ":") for word in DEGREES):
        raise DataError(f"{name} is in {visible(named)}, not in degrees; {EXPORT}")


def _refuse_other_places(name: str, features: tuple[Feature, ...]) -> None:
    """Refuse coordinates that are no degrees, whose order is swapped, or that lie elsewhere."""
    bounds = shapely.bounds([feature.shape for feature in features])
    if not np.isfinite(bounds).all():
        raise DataError(f"{name} holds coordinates that are no numbers; {EXPORT}")
    left, low, right, high = bounds[:, 0].min(), bounds[:, 1].min(), bounds[:, 2].max(), bounds[:, 3].max()
    if left >= SOUTH and right <= NORTH and low >= WEST and high <= EAST:
        raise DataError(f"{name}: latitude stands before longitude, as in [{left:.3f}, {low:.3f}]; swap them")
    if max(-left, right) > LONGEST or max(-low, high) > HIGHEST:
        raise DataError(f"{name}: [{left:.0f}, {low:.0f}] is no place in degrees but in metres; {EXPORT}")
    outside = (bounds[:, 0] < WEST) | (bounds[:, 1] < SOUTH) | (bounds[:, 2] > EAST) | (bounds[:, 3] > NORTH)
    if outside.any():
        first = int(outside.argmax())
        corner = ", ".join(f"{value:.2f}" for value in bounds[first])
        raise DataError(
            f"{name}: {count_of(int(outside.sum()), 'feature lies', 'features lie')} outside of Indonesia "
            f"({WEST:.0f}–{EAST:.0f}° E, {-SOUTH:.0f}° S–{NORTH:.0f}° N), the first of them feature {first + 1}, "
            f"which reaches from {corner}"
        )


def _said(content: Mapping[str, Any], *names: str) -> str:
    for name in names:
        if isinstance(text := content.get(name), str) and text.strip():
            refuse_text(f'"{name}" of the file', text)
            return text.strip()
    return ""
