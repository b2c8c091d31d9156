"""Boundaries on the command line, from a file to maps: said, listed, part of what pages are made from, taken back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from umkm_analysis.builds.plan import Task
from umkm_analysis.builds.staleness.file_states import FileStates, changed_file
from umkm_analysis.builds.workers import cluster_package
from umkm_analysis.datasets import fingerprints, regions
from umkm_analysis.datasets.boundaries import store
from umkm_analysis.datasets.own import store as own
from umkm_analysis.installation.checks import machine
from umkm_analysis.reports.registry import find_report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ended

SAID = ("--source", "BIG, Batas Wilayah", "--licence", "CC BY 4.0")


@pytest.fixture
def path(copied: Path) -> Path:
    features = []
    for code in ("3576", "3516", "3471"):
        region = regions.all_regions()[code]
        x, y = float(region.longitude or 0), float(region.latitude or 0)
        ring = [[x, y], [x + 0.05, y], [x + 0.05, y + 0.05], [x, y + 0.05], [x, y]]
        shape: dict[str, Any] = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"idkab": code}, "geometry": shape})
    path = copied / "batas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def test_an_import_says_how_it_was_read_and_is_listed_and_taken_back(path: Path, umkm: Callable[..., Ended]) -> None:
    code, out, _ = umkm("import", "boundaries", str(path), *SAID, "--dry-run")
    assert code == 0
    assert 'codes of bps in "idkab": 3 of 3 polygons lie where their regions do' in out
    assert "3 of 514 kabupaten and kota" in out
    assert "under each map: BIG, Batas Wilayah (CC BY 4.0)" in out
    assert not store.place().exists()
    assert machine.boundaries() == []
    assert umkm("import", "boundaries", str(path), *SAID).returncode == 0
    assert "boundaries  boundaries" in umkm("data", "own").stdout
    assert [check.found for check in machine.boundaries()] == ["3 regions, BIG, Batas Wilayah (CC BY 4.0)"]
    assert own.imports() == ()  # they are no statistics
    assert umkm("import", "boundaries", str(path), *SAID).returncode == 2
    assert "circles again" in umkm("data", "undo", "boundaries").stdout
    assert umkm("data", "undo", "boundaries").returncode == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--source", "BIG"), "--licence is missing"),
        ((*SAID, "--year", "2024", "--vintage", "2024"), "--vintage: only for grdp"),
        ((*SAID, "--property", "nama"), "the file has no such property; there are: idkab"),
    ],
)
def test_what_is_missing_or_means_nothing_is_said(
    arguments: tuple[str, ...], said: str, path: Path, umkm: Callable[..., Ended]
) -> None:
    done = umkm("import", "boundaries", str(path), *arguments)
    assert done.returncode == 2
    assert said in " ".join(done.stderr.split())


def test_options_of_boundaries_mean_nothing_elsewhere(path: Path, umkm: Callable[..., Ended]) -> None:
    done = umkm("import", "grdp", str(path), "--licence", "CC0")
    assert (done.returncode, "--licence: only for boundaries" in done.stderr) == (2, True)


def test_only_maps_that_show_them_are_made_from_them(path: Path, copied: Path, umkm: Callable[..., Ended]) -> None:
    overview = find_report("province-overview")
    jatim, bali = regions.find("3500"), regions.find("5100")
    before = fingerprints.data_version(copied)
    assert overview.extra_inputs(jatim) == {}
    umkm("import", "boundaries", str(path), *SAID)
    assert overview.extra_inputs(jatim).keys() == {"boundaries"}
    assert overview.extra_inputs(bali) == {}
    assert fingerprints.data_version(copied) != before  # workers of a cluster hold theirs against it
    states = FileStates(copied).of(Task(jatim, overview))
    place = store.place()
    place.write_bytes(place.read_bytes())
    assert changed_file(states) == "boundaries/boundaries.json"


def test_they_go_to_the_workers_of_a_cluster(path: Path, copied: Path, umkm: Callable[..., Ended]) -> None:
    del copied
    umkm("import", "boundaries", str(path), *SAID)
    package = cluster_package.pack([])
    assert package.private
    assert b"data/own/boundaries/boundaries.json" in package.content
