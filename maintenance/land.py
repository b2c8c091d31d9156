"""Land outline of the maps: ``python -m maintenance.land countries-10m.json`` writes pages/maps/land.json.

The argument is the file of the npm package world-atlas (Natural Earth as TopoJSON): ``npm pack world-atlas@2.0.2``.
The same file gives the same bytes; the tests hold the committed file to that.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely

from maintenance.tools import ROOT, say
from umkm_analysis.datasets.boundaries.rings import written
from umkm_analysis.datasets.boundaries.topojson import polygons

if TYPE_CHECKING:
    from collections.abc import Sequence

OUTPUT = ROOT / "umkm_analysis" / "pages" / "maps" / "land.json"
SOURCE = {
    "title": "Natural Earth 4.1.0, Admin 0 countries, 1:10m",
    "address": "https://www.naturalearthdata.com",
    "package": "world-atlas 2.0.2 (npm), countries-10m.json",
    "licence": "public domain",
}
OWN, NEIGHBOURS = ("360",), ("458", "096", "702", "626", "598")
"""ISO 3166 numbers: Indonesia; Malaysia, Brunei, Singapore, Timor-Leste, Papua New Guinea."""
BOX = (94.0, -12.0, 143.5, 7.6)
"""What a map may show, in degrees."""
DETAILS = {"coarse": (0.035, 0.0012, 2), "fine": (0.012, 0.00008, 3)}
"""Level of detail → tolerance in degrees, least area of an island in square degrees, decimals."""


def main(arguments: Sequence[str]) -> int:
    """Write the outline; print how large it is."""
    if len(arguments) != 1:
        say("python -m maintenance.land COUNTRIES-10M.JSON")
        return 2
    content = Path(arguments[0]).read_bytes()
    text = outline(json.loads(content), hashlib.sha256(content).hexdigest())
    OUTPUT.write_text(text, encoding="utf-8")
    say(f"{len(text):,} bytes in {OUTPUT.relative_to(ROOT)}")
    return 0


def outline(topology: dict[str, Any], digest: str) -> str:
    """Outline of Indonesia and of the neighbours' land, as the text of the file.

    Parameters
    ----------
    topology
        TopoJSON with an object ``countries`` whose geometries have ISO numbers as ids.
    digest
        SHA-256 of its file.
    """
    countries = {
        str(one.get("id")): shapely.clip_by_rect(shape, *BOX)
        for one, shape in zip(topology["objects"]["countries"]["geometries"], polygons(topology), strict=True)
        if str(one.get("id")) in {*OWN, *NEIGHBOURS}
    }
    parts = {"own": OWN, "neighbours": NEIGHBOURS}
    names = [name for name, codes in parts.items() for code in codes if code in countries]
    shapes = [countries[code] for codes in parts.values() for code in codes if code in countries]
    levels = {}
    for level, (tolerance, least, digits) in DETAILS.items():
        simpler = shapely.coverage_simplify(shapes, tolerance)
        levels[level] = {
            part: [
                ring
                for name, shape in zip(names, simpler, strict=True)
                if name == part
                for ring in written(shape, digits=digits, least=least)
            ]
            for part in parts
        }
    content = {"source": {**SOURCE, "sha256": digest}, "decimals": {name: of[2] for name, of in DETAILS.items()}}
    return json.dumps({**content, **levels}, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
