from __future__ import annotations

import re

from umkm_analysis.datasets import regions
from umkm_analysis.pages.maps.locator import HEIGHT, LEFT, TOP, WIDTH, locator

MAX_BYTES = 6000
"""It stands on every page of a region, of which none may have more than 350 kB."""


def test_every_region_lies_inside_its_small_map_and_the_nation_has_none() -> None:
    drawn = {code: str(locator(region)) for code, region in regions.all_regions().items()}
    assert drawn.pop("0000") == ""
    for code, svg in drawn.items():
        if not svg:
            assert regions.find(code).latitude is None
            continue
        x, y = map(float, re.findall(r'cx="([-\d.]+)" cy="([-\d.]+)"', svg)[0])
        assert LEFT < x < LEFT + WIDTH, code
        assert TOP < y < TOP + HEIGHT, code
        assert len(svg.encode()) < MAX_BYTES
    assert 'title="Letak Kota Mojokerto di Indonesia"' in drawn["3576"]
