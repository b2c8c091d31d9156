"""Locator map: where in Indonesia a region lies, beside its name."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from umkm_analysis.datasets.boundaries.rings import path
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages.fragment import markup
from umkm_analysis.pages.maps import land

if TYPE_CHECKING:
    from markupsafe import Markup

    from umkm_analysis.datasets.regions import Region

STEPS = 3
"""Of a degree, in units of the drawing: more would not be seen in a map this small, and it stands on every page."""
LEFT, TOP, WIDTH, HEIGHT = 94 * STEPS, -7 * STEPS, 48 * STEPS, 19 * STEPS
MIN_POINTS = 4
RADIUS = 4.0


def locator(region: Region) -> Markup:
    """Draw the country with a dot where a region lies, beside the words that say it; nothing for the nation."""
    if region.longitude is None or region.latitude is None:
        return markup("")
    return markup(
        '<span class="locator" title="{title}"><svg class="sign" viewBox="{box}" aria-hidden="true">'
        '<path d="{land}"/><circle cx="{x}" cy="{y}" r="{r}"/></svg></span>',
        box=f"{LEFT} {TOP} {WIDTH} {HEIGHT}",
        title=t("Letak {name} di Indonesia", name=region.name),
        land=_outline(),
        x=f"{region.longitude * STEPS:.0f}",
        y=f"{-region.latitude * STEPS:.0f}",
        r=f"{RADIUS:g}",
    )


@cache
def _outline() -> str:
    """Outline of the country, in whole steps of a degree, without spurs and points on a line."""
    units = land.decimals("coarse")
    found = []
    for ring in land.rings("own", "coarse"):
        kept: list[list[int]] = []
        for point in np.rint(np.asarray(ring).reshape(-1, 2).cumsum(axis=0) / 10**units * STEPS).astype(int).tolist():
            while len(kept) > 1 and _on_line(kept[-2], kept[-1], point):
                kept.pop()
            if not kept or kept[-1] != point:
                kept.append(point)
        if len(kept) >= MIN_POINTS:
            found.append([*kept[0], *np.diff(kept, axis=0).ravel().tolist()])
    return path(found)


def _on_line(first: list[int], second: list[int], third: list[int]) -> bool:
    across = (second[0] - first[0]) * (third[1] - first[1]) - (second[1] - first[1]) * (third[0] - first[0])
    return across == 0
