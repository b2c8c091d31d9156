"""Land under every map: Natural Earth's outline of Indonesia, and fainter that of its neighbours on the same islands.

``python -m maintenance.land`` makes land.json anew; the file says where it comes from.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from umkm_analysis.datasets.boundaries.rings import bounds, path
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages.assets import LAND
from umkm_analysis.pages.fragment import join, markup

if TYPE_CHECKING:
    from markupsafe import Markup

    from umkm_analysis.pages.maps.frame import Frame

Detail = Literal["coarse", "fine"]
SEA = "#f4f7f9"
"""Light colour of the sea; the theme's is --sea."""
COLOURS = {"neighbours": ("near", "#e9edef"), "own": ("land", "#dce1e5")}
"""Part of the file → variable of the theme, and its light colour."""


def draw(frame: Frame, detail: Detail) -> Markup:
    """Draw the land that a frame shows.

    Parameters
    ----------
    frame
        What the map shows.
    detail
        coarse for the whole country, fine for a province or an inset.
    """
    scale = frame.scale(_land()["decimals"][detail])
    turned = "" if scale == 1 else markup(' transform="scale({scale})"', scale=f"{scale:.6g}")
    return join(
        markup(
            '<path class="land" style="fill:var(--{name},{colour})"{turned} d="{d}"/>',
            name=name,
            colour=colour,
            turned=turned,
            d=lines,
        )
        for part, (name, colour) in COLOURS.items()
        if (lines := _lines(part, detail, frame))
    )


def rings(part: str, detail: Detail) -> list[list[int]]:
    """Rings of a part of the land, own or neighbours, in units of its last decimal of a degree."""
    return [ring for ring, _ in _rings(part, detail)]


def decimals(detail: Detail) -> int:
    """Decimals of a degree in which the rings are written."""
    return int(_land()["decimals"][detail])


def source() -> str:
    """Where the outline comes from, for the line under a map."""
    return t("garis pantai: Natural Earth (domain publik)")


def outlines(part: str, detail: Detail) -> list[np.ndarray]:
    """Outlines of a part of :data:`COLOURS`: an array a ring, of longitude and latitude, in degrees."""
    ten = 10 ** _land()["decimals"][detail]
    rings = (np.asarray(ring, dtype="float64").reshape(-1, 2).cumsum(axis=0) for ring in _land()[detail][part])
    return [ring / ten * (1, -1) for ring in rings]


def _lines(part: str, detail: Detail, frame: Frame) -> str:
    ten = 10 ** _land()["decimals"][detail]
    edges = (frame.west * ten, -frame.north * ten, frame.east * ten, -frame.south * ten)
    return path(
        ring
        for ring, (left, top, right, bottom) in _rings(part, detail)
        if left <= edges[2] and right >= edges[0] and top <= edges[3] and bottom >= edges[1]
    )


@cache
def _rings(part: str, detail: Detail) -> list[tuple[list[int], tuple[int, int, int, int]]]:
    return [(ring, bounds([ring])) for ring in _land()[detail][part]]


@cache
def _land() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(LAND.read_text(encoding="utf-8"))
    return content
