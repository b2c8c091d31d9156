"""Import of boundaries: one polygon a region, checked, mended where that changes nothing, and simplified for maps."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from umkm_analysis.atomic_write import digest_of
from umkm_analysis.datasets import project, regions
from umkm_analysis.datasets.boundaries import files, rings, store
from umkm_analysis.datasets.boundaries.codes import read_codes
from umkm_analysis.datasets.boundaries.store import Boundaries, Outline
from umkm_analysis.errors import DataError, UsageError
from umkm_analysis.plurals import count_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from shapely import Geometry

    from umkm_analysis.datasets.boundaries.codes import Reading
    from umkm_analysis.datasets.boundaries.request import BoundariesRequest

MENDABLE = 0.01
"""Part of its area that mending a polygon may change."""
MAX_NAMED = 5
"""Regions that a sentence names."""
NATION_TOLERANCE = 0.015
"""Degrees: less than a pixel of the national map at 1,000 pixels."""
STEPS_ACROSS = 700
"""A province's map is simplified to this part of its width."""
MAX_LETTERS = {store.NATION: 170_000}
"""Of all paths of a map; what is longer is simplified more."""
MAX_LETTERS_PROVINCE = 24_000
"""Likewise, of a page, which is to stay under 350 KB."""
COARSER = 1.5
"""What the tolerance is multiplied by where the paths are too long."""
FINE = 1.5
"""Degrees across below which a map needs another decimal."""
KM = 111.3
"""Kilometres in a degree."""


@dataclass(frozen=True)
class Outcome:
    """What an import did, for the account on the terminal."""

    found: Boundaries
    findings: tuple[str, ...]
    """How the file was read."""
    notes: tuple[str, ...]
    """What a person should look at."""
    sizes: Mapping[str, int]
    """Letters of the paths of each map."""


def import_boundaries(path: Path, request: BoundariesRequest, *, dry_run: bool = False) -> Outcome:
    """Import a file of boundaries.

    Parameters
    ----------
    path
        GeoJSON or TopoJSON.
    request
        What the person says of it.
    dry_run
        Whether nothing is stored.

    Raises
    ------
    DataError
        If the file cannot be used, with the reason and what to do.
    UsageError
        If source or licence is not said, or boundaries are there that may not be replaced.
    """
    if not dry_run:
        project.writable_root()
        if store.place().exists() and not request.replace:
            raise UsageError(f"boundaries were imported before: --replace, or first umkm data undo {store.ID}")
    content = files.read(path)
    source, licence = request.source or content.source, request.licence or content.licence
    for option, text, example in (
        ("--source", source, "Badan Informasi Geospasial, Batas Wilayah 2024"),
        ("--licence", licence, "CC BY 4.0"),
    ):
        if not text.strip():
            raise UsageError(f'{option} is missing, which stands under every map: {option} "{example}"')
        files.refuse_text(option, text)
    reading = read_codes(content.features, name=request.name, codes=request.codes)
    shapes, notes = _usable(content.features, reading, request.allow_bad)
    if content.without_area:
        features = count_of(content.without_area, "feature is no polygon and was", "features are no polygons and were")
        notes = [*notes, f"{features} left out"]
    maps = _maps(shapes)
    found = Boundaries(
        dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        source.strip(),
        licence.strip(),
        path.name,
        digest_of(path.read_bytes()),
        f"{reading.codes} ({reading.name})",
        maps,
    )
    if not dry_run:
        store.keep(found)
    sizes = {code: sum(len(rings.path(lines)) for lines in outline.regions.values()) for code, outline in maps.items()}
    findings = (f'codes of {reading.codes} in "{reading.name}": {reading.reason}', *_vintage(shapes, reading))
    return Outcome(found, findings, (*notes, *_uneven(shapes)), sizes)


def _usable(
    features: Sequence[files.Feature], reading: Reading, allow_bad: int
) -> tuple[dict[str, Geometry], list[str]]:
    """One valid shape a region, and notes; DataError where more than ``allow_bad`` regions have none."""
    known, parts, bad, mended = regions.all_regions(), defaultdict(list), {}, []
    for position, (feature, code) in enumerate(zip(features, reading.regions, strict=True)):
        if code is None:
            continue
        label = f"{known[code].name} ({feature.properties[reading.name]})"
        if position in reading.astray:
            bad[code] = f"{label}: lies elsewhere than {known[code].name}; is the code right?"
            continue
        shape, problem = _mended(feature.shape)
        if problem:
            mended.append(known[code].name)
        if shape is None:
            bad[code] = f"{label}: {problem}"
        else:
            parts[code].append(shape)
    if len(bad) > allow_bad:
        lines = [f"  {text}" for text in list(bad.values())[:MAX_NAMED]]
        more = f"\n  and {len(bad) - MAX_NAMED} more" if len(bad) > MAX_NAMED else ""
        raise DataError(
            f"the geometry of {count_of(len(bad), 'region')} cannot be used; nothing was imported\n"
            + "\n".join(lines) + more
            + f"\nMend them in the file (QGIS: Fix geometries), or leave them out: --allow-bad {len(bad)}"
        )  # fmt: skip
    notes = [f"left out: {text}" for text in bad.values()]
    if mended := [name for name in mended if name not in {known[code].name for code in bad}]:
        notes.append(f"rings of {_named(mended)} crossed themselves and were mended; no area changed by "
                     f"{MENDABLE * 100:.0f} per cent")  # fmt: skip
    if joined := [known[code].name for code, shapes in parts.items() if len(shapes) > 1]:
        notes.append(f"several features were joined into one region: {_named(joined)}")
    usable = {code: shapes[0] if len(shapes) == 1 else shapely.union_all(shapes) for code, shapes in parts.items()}
    return {code: _polygons(usable[code]) for code in sorted(usable) if code not in bad}, notes


def _mended(shape: Geometry) -> tuple[Geometry | None, str]:
    """A valid shape and what was wrong with it; None where mending it would change its area."""
    if shape.is_valid:
        return (shape, "") if shape.area > 0 else (None, "its area is nothing")
    problem = shapely.is_valid_reason(shape)
    mended = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    if not mended.area or abs(mended.area - shape.area) > MENDABLE * mended.area:
        return None, f"its rings cross themselves ({problem})"
    return mended, problem


def _polygons(shape: Geometry) -> Geometry:
    """Only the polygons of a shape: mending may leave lines and points."""
    parts = [part for part in getattr(shape, "geoms", [shape]) if part.geom_type == "Polygon" and part.area > 0]
    return shapely.MultiPolygon(parts)


def _maps(shapes: Mapping[str, Geometry]) -> dict[str, Outline]:
    groups: dict[str, dict[str, Geometry]] = defaultdict(dict)
    for code, shape in shapes.items():
        groups[store.NATION][code] = shape
        groups[str(regions.all_regions()[code].parent_code)][code] = shape
    return {code: _outline(code, group) for code, group in sorted(groups.items())}


def _outline(code: str, shapes: Mapping[str, Geometry]) -> Outline:
    """Simplify the regions of a map together, so that neighbours keep the borders they share."""
    bounds = shapely.total_bounds(list(shapes.values()))
    across = max(bounds[2] - bounds[0], bounds[3] - bounds[1])
    tolerance = NATION_TOLERANCE if code == store.NATION else across / STEPS_ACROSS
    digits = 2 if code == store.NATION else 3 if across > FINE else 4
    most = MAX_LETTERS.get(code, MAX_LETTERS_PROVINCE)
    while True:
        simpler = shapely.coverage_simplify(list(shapes.values()), tolerance)
        lines = {
            region: rings.written(
                _polygons(shape) if shape.area else shapes[region], digits=digits, least=tolerance**2 * 4
            )
            for region, shape in zip(shapes, simpler, strict=True)
        }
        if sum(len(rings.path(line)) for line in lines.values()) <= most:
            places = {region: _place(shape) for region, shape in shapes.items()}
            return Outline(digits, round(tolerance, 5), lines, places)
        tolerance *= COARSER


def _place(shape: Geometry) -> list[float]:
    """Centre and radius of the largest circle in a shape's largest part, in degrees."""
    largest = max(shape.geoms, key=lambda part: part.area)
    line = shapely.maximum_inscribed_circle(largest, tolerance=max(largest.area**0.5 / 50, 1e-5))
    (longitude, latitude), _ = line.coords
    return [round(longitude, 4), round(latitude, 4), round(line.length, 4)]


def _vintage(shapes: Mapping[str, Geometry], reading: Reading) -> list[str]:
    """Which regions the file lacks, and which codes it has that no region has."""
    local = {code: region.name for code, region in regions.all_regions().items() if region.is_local}
    missing = [f"{code} {name}" for code, name in local.items() if code not in shapes]
    findings = [f"{len(shapes)} of {len(local)} kabupaten and kota"]
    if missing:
        findings.append(f"without boundaries, circles in their place: {_named(missing)}")
    if reading.unknown:
        findings.append(f"codes of no region, left out: {_named(list(reading.unknown))}")
    return findings


def _uneven(shapes: Mapping[str, Geometry]) -> list[str]:
    edges = shapely.coverage_invalid_edges(list(shapes.values()))
    names = [regions.all_regions()[code].name for code, edge in zip(shapes, edges, strict=True) if not edge.is_empty]
    if not names:
        return []
    return [f"borders with neighbours overlap or do not meet, and may show gaps: {_named(names)}"]


def _named(names: Sequence[str]) -> str:
    shown = ", ".join(names[:MAX_NAMED])
    return shown if len(names) <= MAX_NAMED else f"{shown} and {len(names) - MAX_NAMED} more"
