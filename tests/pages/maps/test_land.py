"""The land outline: what the script makes of Natural Earth, and what of it a map shows."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from maintenance import land as script
from umkm_analysis.atomic_write import digest_of
from umkm_analysis.pages.maps import land
from umkm_analysis.pages.maps.frame import Frame

if TYPE_CHECKING:
    from pathlib import Path

ISLANDS = {
    "type": "Topology",
    "arcs": [
        [[100, -2], [101, -2], [101.001, -1.999], [101, -1], [100, -1], [100, -2]],
        [[110, 1], [110, 2]],
        [[110, 2], [109, 2], [109, 1], [110, 1]],
        [[110, 1], [111, 1], [111, 2], [110, 2]],
        [[120, 0], [120.001, 0], [120.001, 0.001], [120, 0]],
    ],
    "objects": {
        "countries": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "MultiPolygon", "id": "360", "arcs": [[[0]], [[1, 2]], [[4]]]},
                {"type": "Polygon", "id": "458", "arcs": [[3, -2]]},
                {"type": "Polygon", "id": "036", "arcs": [[0]]},
            ],
        }
    },
}
"""Two islands, one of them shared with a neighbour, an islet, and another country."""
COUNTRIES = "3bc6f1d367a9bcec479841bae0e76092f512838411d0cef124e92eec4db45f79"
"""SHA-256 of countries-10m.json of world-atlas 2.0.2."""
LAND = "94c619a47ecef8cafe83d7bda212f8de426fdf6e64f7524114969d0827186ace"
"""SHA-256 of what the script makes of it."""


def test_the_script_simplifies_keeps_shared_borders_and_leaves_islets_out() -> None:
    made = json.loads(script.outline(ISLANDS, "0" * 64))
    for level, ten in (("coarse", 100), ("fine", 1000)):
        (neighbour,) = made[level]["neighbours"]
        island, half = sorted(made[level]["own"], key=lambda ring: ring[0])
        assert island[:2] == [100 * ten, 2 * ten]
        assert (half, neighbour) == (
            [110 * ten, -ten, 0, -ten, -ten, 0, 0, ten],
            [110 * ten, -ten, ten, 0, 0, -ten, -ten, 0],
        )
    assert [len(made[level]["own"][0]) for level in ("coarse", "fine")] == [8, 10]
    assert made["source"]["sha256"] == "0" * 64


def test_the_same_source_gives_the_same_bytes() -> None:
    assert script.outline(ISLANDS, "") == script.outline(json.loads(json.dumps(ISLANDS)), "")


def test_the_committed_outline_says_where_it_comes_from_and_stays_small(root: Path) -> None:
    content = (root / "umkm_analysis" / "pages" / "maps" / "land.json").read_bytes()
    assert json.loads(content)["source"] == {**script.SOURCE, "sha256": COUNTRIES}
    assert digest_of(content) == LAND
    whole = str(land.draw(Frame(94, -12, 142, 7, 100), "coarse"))
    assert len(whole) < 25_000


def test_a_map_shows_only_the_land_in_its_frame() -> None:
    drawn = str(land.draw(Frame(114.4, -8.9, 115.8, -8.0, 400), "fine"))
    assert drawn.count("M") < 12
    assert "--near" not in drawn
    assert re.search(r'transform="scale\(0\.4\)"', drawn)
