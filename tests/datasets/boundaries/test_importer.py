"""Imported boundaries: whose codes, which places, which shapes; kept whole, and simplified so that neighbours meet."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import shapely

from umkm_analysis.datasets import regions
from umkm_analysis.datasets.boundaries import rings, store
from umkm_analysis.datasets.boundaries.importer import Outcome, import_boundaries
from umkm_analysis.datasets.boundaries.request import BoundariesRequest, Codes
from umkm_analysis.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

HALF = 0.01
"""Degrees from the middle of a square to its edge."""
SAID = {"source": "BIG, Batas Wilayah 2024", "licence": "CC BY 4.0"}
Square = list[list[list[float]]]


def square(code: str, *, half: float = HALF) -> Square:
    """A square around the place of a region."""
    region = regions.all_regions()[code]
    x, y = float(region.longitude or 0), float(region.latitude or 0)
    return [
        [[x - half, y - half], [x + half, y - half], [x + half, y + half], [x - half, y + half], [x - half, y - half]]
    ]


def feature(shape: Square, **properties: object) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": shape}}


def local() -> list[regions.Region]:
    return [region for region in regions.all_regions().values() if region.is_local and region.latitude is not None]


@pytest.fixture
def take(copied: Path) -> Callable[..., Outcome]:
    def run(
        features: list[dict[str, Any]], *, dry_run: bool = False, more: Mapping[str, Any] = {}, **said: Any
    ) -> Outcome:
        path = copied / "batas.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features, **more}), encoding="utf-8")
        return import_boundaries(path, BoundariesRequest(**{**SAID, **said}), dry_run=dry_run)

    return run


def test_codes_of_kemendagri_that_look_like_those_of_bps_are_told_by_where_their_polygons_lie(
    take: Callable[..., Outcome],
) -> None:
    features = [feature(square(one.code), kode=str(one.kemendagri_code).replace(".", "")) for one in local()]
    outcome = take(features)
    assert outcome.found.codes == "kemendagri (kode)"
    found = outcome.found.of("3500")
    assert found is not None
    for code, lines in found.regions.items():
        left, top, right, bottom = (edge / 10**found.decimals for edge in rings.bounds(lines))
        assert regions.all_regions()[code].longitude == pytest.approx((left + right) / 2, abs=0.002)
        assert regions.all_regions()[code].latitude == pytest.approx(-(top + bottom) / 2, abs=0.002)


def test_codes_of_bps_are_told_beside_a_property_of_kemendagri(take: Callable[..., Outcome]) -> None:
    outcome = take([feature(square(one.code), KDPKAB=one.kemendagri_code, idkab=int(one.code)) for one in local()])
    assert outcome.found.codes in {"bps (idkab)", "kemendagri (KDPKAB)"}
    assert outcome.found.regions == {one.code for one in local()}


def test_saying_the_wrong_system_is_refused_with_the_right_one(take: Callable[..., Outcome]) -> None:
    features = [feature(square(one.code), kode=one.code) for one in local()]
    with pytest.raises(DataError, match=r"codes of kemendagri.* polygons lie elsewhere.*--codes bps"):
        take(features, codes=Codes.KEMENDAGRI)
    assert not store.place().exists()


def test_codes_since_2022_are_those_of_the_same_region(take: Callable[..., Outcome]) -> None:
    features = [feature(square("9401"), kode=regions.present_code(regions.all_regions()["9401"]))]
    assert take(features).found.regions == {"9401"}


def test_missing_and_unknown_codes_are_named(take: Callable[..., Outcome]) -> None:
    features = [feature(square(one.code), kode=one.code) for one in local() if one.code != "3576"]
    outcome = take([*features, feature(square("3577"), kode="9999")])
    assert any("without boundaries, circles in their place: 3576 Kota Mojokerto" in line for line in outcome.findings)
    assert any("codes of no region, left out: 9999" in line for line in outcome.findings)
    assert len(outcome.found.regions) == len(local()) - 1


BOW = [[[112.43, -7.48], [112.44, -7.46], [112.44, -7.48], [112.43, -7.46], [112.43, -7.48]]]
NEIGHBOURS = ("3516", "3577", "3571", "3578", "3517", "3518", "3506", "3507", "3508", "3509")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda shape: [[[x * 111_320, y * 110_540] for x, y in ring] for ring in shape],
            "no place in degrees but in metres",
        ),
        (lambda shape: [[[y, x] for x, y in ring] for ring in shape], "latitude stands before longitude"),
        (lambda shape: [[[x - 100, y] for x, y in ring] for ring in shape], "lie outside of Indonesia"),
    ],
    ids=["metres", "swapped", "elsewhere"],
)
def test_coordinates_that_are_no_degrees_in_indonesia_are_refused(
    take: Callable[..., Outcome], change: Callable[[Square], Square], said: str
) -> None:
    with pytest.raises(DataError, match=said):
        take([feature(change(square(code)), kode=code) for code in NEIGHBOURS])
    assert not store.place().exists()


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        (BOW, r"Kota Mojokerto \(3576\): its rings cross themselves"),
        (square("3374"), "lies elsewhere than Kota Mojokerto"),
    ],
    ids=["crossed", "another's place"],
)
def test_a_region_of_bad_geometry_is_named_and_may_be_left_out(
    take: Callable[..., Outcome], shape: Square, said: str
) -> None:
    features = [feature(square(code), kode=code) for code in NEIGHBOURS] + [feature(shape, kode="3576")]
    with pytest.raises(DataError, match=said):
        take(features)
    assert not store.place().exists()
    outcome = take(features, allow_bad=1)
    assert outcome.found.regions == set(NEIGHBOURS)
    assert any(note.startswith("left out: Kota Mojokerto") for note in outcome.notes)


def test_neighbours_keep_the_border_that_they_share(take: Callable[..., Outcome]) -> None:
    wave = [[112.44 + (0.00002 if step % 2 else 0), -7.5 + step * 0.0005] for step in range(81)]
    west = [[[112.40, -7.5], *wave, [112.40, -7.46], [112.40, -7.5]]]
    east = [[[112.48, -7.46], *reversed(wave), [112.48, -7.5], [112.48, -7.46]]]
    outline = take([feature(west, kode="3576"), feature(east, kode="3516")]).found.of("3500")
    assert outline is not None
    shapes = []
    for lines in outline.regions.values():
        (line,) = lines
        points = [(sum(line[0 : 2 * n + 1 : 2]), sum(line[1 : 2 * n + 2 : 2])) for n in range(len(line) // 2)]
        assert len(points) < 60
        shapes.append(shapely.Polygon(points))
    assert shapely.coverage_is_valid(shapes)


def test_source_and_licence_are_needed_and_may_stand_in_the_file(take: Callable[..., Outcome]) -> None:
    features = [feature(square("3576"), kode="3576")]
    with pytest.raises(UsageError, match="--licence is missing"):
        take(features, licence="")
    found = take(features, more={"licence": "CC0", "source": "Pemkot"}, licence="", source="").found
    assert (found.source, found.licence) == ("Pemkot", "CC0")


def test_boundaries_are_replaced_only_where_that_is_said_and_removed_whole(take: Callable[..., Outcome]) -> None:
    first = take([feature(square("3576"), kode="3576")]).found
    with pytest.raises(UsageError, match="--replace"):
        take([feature(square("3577"), kode="3577")])
    kept = store.boundaries()
    assert kept == first
    take([feature(square("3577"), kode="3577")], replace=True)
    kept = store.boundaries()
    assert kept is not None
    assert kept.regions == {"3577"}
    assert store.remove()
    assert store.boundaries() is None
    assert not store.remove()


def test_a_file_that_was_changed_is_refused_with_the_way_out(take: Callable[..., Outcome]) -> None:
    take([feature(square("3576"), kode="3576")])
    path = store.place()
    path.write_text(path.read_text(encoding="utf-8").replace("CC BY 4.0", "CC BY 9.9"), encoding="utf-8")
    with pytest.raises(DataError, match="umkm data undo boundaries"):
        store.boundaries()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("PK\x03\x04", "no GeoJSON and no TopoJSON"),
        ('{"type": "Feature"}', "neither a FeatureCollection"),
        ('{"type": "FeatureCollection", "features": []}', "holds no polygons"),
        ('{"type": "Topology", "arcs": [], "objects": {"a": {}, "b": {}}}', "holds 2 objects"),
        ('{"type": "FeatureCollection", "features": [3]}', "cannot be read as FeatureCollection"),
        (
            '{"type": "FeatureCollection", "features": [], "crs": {"properties": {"name": "EPSG:23830"}}}',
            "is in EPSG:23830, not in degrees",
        ),
    ],
)
def test_files_of_another_kind_are_refused_in_a_sentence(text: str, said: str, copied: Path) -> None:
    path = copied / "file.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=said):
        import_boundaries(path, BoundariesRequest(**SAID))  # type: ignore[arg-type]
