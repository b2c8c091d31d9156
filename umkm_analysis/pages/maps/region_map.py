"""Map of some regions on a page: each a circle near its place, or its area where an office imported boundaries."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from markupsafe import Markup

from umkm_analysis.datasets.boundaries import rings
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages.charts import cartogram, figure, palette, style
from umkm_analysis.pages.charts.points import ESCAPES, TENTHS
from umkm_analysis.pages.fragment import join, markup
from umkm_analysis.pages.maps import labels, land, legend
from umkm_analysis.pages.maps.frame import Frame

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from umkm_analysis.datasets.boundaries.store import Boundaries, Outline

WIDTH = figure.WIDTH * style.POINTS
MIN_HEIGHT, MAX_HEIGHT = 190.0, 380.0
MARGIN = 8.0
"""Around what is shown, in units of the drawing."""
LEAST = 0.4
"""Degrees that a map shows at least."""
KIND = re.compile(r"^(?:Kabupaten(?: Administrasi)?|Kota Administrasi) ")
ALONE = 3.5
"""Radius of a region without boundaries among areas."""


@dataclass(frozen=True)
class Spot:
    """A region on a map."""

    code: str
    name: str
    longitude: float
    latitude: float
    size: float
    """What the area of its circle stands for; NaN where unknown."""
    colour: str
    value: str
    """Figure behind its name, as written."""

    @property
    def short(self) -> str:
        """Name for the drawing: without what says nothing there."""
        return KIND.sub("", self.name)


def drawings(
    spots: Sequence[Spot], classes: cartogram.Classes, outline: Outline | None, *, name: str, alt: str
) -> list[tuple[str, Markup]]:
    """Draw a map in each of its forms: areas where there are boundaries, and circles.

    Parameters
    ----------
    spots
        The regions.
    classes
        Of their colours, for the legend.
    outline
        Boundaries of the regions, where they were imported.
    name
        Of the figure; ids begin with it.
    alt
        What the map shows, for those who do not see it.

    Returns
    -------
    Word for the form, and its drawing.
    """
    laid = cartogram.circles([cartogram.Place(spot.longitude, spot.latitude, spot.size) for spot in spots])
    frame = frame_of(laid, outline)
    forms = []
    if outline is not None:
        forms.append((t("Peta wilayah"), _areas(spots, classes, outline, frame, name=f"{name}-w", alt=alt)))
    forms.append((t("Peta lingkaran"), _circles(spots, laid, classes, frame, name=name, alt=alt)))
    return forms


def switched(forms: Sequence[tuple[str, Markup]], *, name: str) -> Markup:
    """Choice between the forms of a map, by style sheet alone; nothing where there is one form only."""
    if len(forms) == 1:
        return Markup()
    boxes = join(
        markup(
            '<label><input type="radio" name="{name}-bentuk"{checked}>{word}</label>',
            name=name, checked=Markup(" checked") if not number else "", word=word,
        )
        for number, (word, _) in enumerate(forms)
    )  # fmt: skip
    return markup(
        '<fieldset class="forms"><legend>{legend}</legend>{boxes}</fieldset>', legend=t("Bentuk peta"), boxes=boxes
    )


def boundaries_source(found: Boundaries) -> str:
    """Where the boundaries come from and under which licence, for the line under a map."""
    return t("batas wilayah: {source} ({licence}), disederhanakan", source=found.source, licence=found.licence)


def frame_of(laid: Sequence[cartogram.Circle], outline: Outline | None) -> Frame:
    """Smallest frame of a page's width that holds all circles and the main part of every area."""
    edges = np.array([(one.x - one.radius, one.y - one.radius, one.x + one.radius, one.y + one.radius) for one in laid])
    if outline is not None:
        ten = 10**outline.decimals
        boxes = [rings.bounds(lines[:1]) for lines in outline.regions.values()]
        areas = np.array([(left, -bottom, right, -top) for left, top, right, bottom in boxes]) / ten
        edges = np.concatenate([edges, areas])
    west, south = edges[:, :2].min(axis=0)
    east, north = edges[:, 2:].max(axis=0)
    middle, across, up = ((west + east) / 2, (south + north) / 2), max(east - west, LEAST), max(north - south, LEAST)
    unit = min((WIDTH - 2 * MARGIN) / across, (MAX_HEIGHT - 2 * MARGIN) / up)
    half = WIDTH / unit / 2, max(up * unit + 2 * MARGIN, MIN_HEIGHT) / unit / 2
    return Frame(middle[0] - half[0], middle[1] - half[1], middle[0] + half[0], middle[1] + half[1], unit)


def _circles(  # noqa: PLR0913 - one argument a part of the drawing
    spots: Sequence[Spot],
    laid: Sequence[cartogram.Circle],
    classes: cartogram.Classes,
    frame: Frame,
    *,
    name: str,
    alt: str,
) -> Markup:
    at = [(*frame.at(circle.x, circle.y), circle.radius * frame.unit) for circle in laid]
    marks = join(
        markup('<circle data-point="{number}" cx="{x}" cy="{y}" r="{r}" style="{style}"/>',
               number=number, x=f"{x:.1f}", y=f"{y:.1f}", r=f"{r:.1f}", style=_fill(spot.colour))
        for number, (spot, (x, y, r)) in enumerate(zip(spots, at, strict=True))
    )  # fmt: skip
    return _whole(spots, at, marks, classes, frame, name=name, alt=alt, beside=True)


def _areas(  # noqa: PLR0913 - one argument a part of the drawing
    spots: Sequence[Spot], classes: cartogram.Classes, outline: Outline, frame: Frame, *, name: str, alt: str
) -> Markup:
    at: list[tuple[float, float, float]] = []
    areas: list[Markup] = []
    alone: list[Markup] = []
    scale = f"scale({frame.scale(outline.decimals):.6g})"
    for number, spot in enumerate(spots):
        place = outline.places.get(spot.code)
        if place is None:
            x, y = frame.at(spot.longitude, spot.latitude)
            at.append((x, y, ALONE))
            alone.append(
                markup('<circle data-point="{number}" cx="{x}" cy="{y}" r="{r}" style="{style}"/>',
                       number=number, x=f"{x:.1f}", y=f"{y:.1f}", r=ALONE, style=_fill(spot.colour))
            )  # fmt: skip
        else:
            longitude, latitude, radius = place
            at.append((*frame.at(longitude, latitude), radius * frame.unit))
            areas.append(
                markup('<path data-point="{number}" transform="{scale}" d="{d}" style="{style}"/>', number=number,
                       scale=scale, d=rings.path(outline.regions[spot.code]), style=_fill(spot.colour))
            )  # fmt: skip
    return _whole(spots, at, join([*areas, *alone]), classes, frame, name=name, alt=alt, beside=False)


def _whole(  # noqa: PLR0913 - one argument a part of the drawing
    spots: Sequence[Spot], at: Sequence[tuple[float, float, float]], marks: Markup, classes: cartogram.Classes,
    frame: Frame, *, name: str, alt: str, beside: bool,
) -> Markup:  # fmt: skip
    left, top = frame.at(frame.west, frame.north)
    named = [
        labels.Named(x, y, r, spot.short, spot.value, spot.colour) for spot, (x, y, r) in zip(spots, at, strict=True)
    ]
    edges = labels.Box(left, top, left + frame.width, top + frame.height)
    unknown = any(spot.colour == palette.QUIET for spot in spots)
    return markup(
        '<svg role="img" aria-labelledby="{name}-alt" class="map" data-points=\'{points}\' '
        'viewBox="{left} {top} {width} {height}"><title id="{name}-alt">{alt}</title>'
        '<clipPath id="{name}-tepi"><rect x="{left}" y="{top}" width="{width}" height="{map_height}"/></clipPath>'
        '<g clip-path="url(#{name}-tepi)"><rect x="{left}" y="{top}" width="{width}" height="{map_height}" '
        'style="fill:var(--sea,{sea})"/>{land}<g class="marks" style="stroke:var(--paper,{paper})">{marks}</g></g>'
        "{names}{legend}</svg>",
        name=name,
        points=_points(spots, at),
        left=f"{left:.1f}",
        top=f"{top:.1f}",
        width=f"{frame.width:.0f}",
        height=f"{frame.height + legend.HEIGHT:.1f}",
        map_height=f"{frame.height:.1f}",
        alt=alt,
        sea=land.SEA,
        land=land.draw(frame, "fine"),
        paper=palette.PAPER,
        marks=marks,
        names=labels.draw(named, edges, beside=beside),
        legend=legend.draw(classes, left=left + 2, top=top + frame.height + 8, unknown=unknown),
    )


def _points(spots: Sequence[Spot], at: Sequence[tuple[float, float, float]]) -> Markup:
    """What the page's script shows of each region, and by which code it finds its page; see charts/points.py."""
    colours = list(dict.fromkeys(palette.THEMED[spot.colour] for spot in spots))
    points = [
        [number, 0, colours.index(palette.THEMED[spot.colour]), round(x * TENTHS), round(y * TENTHS), spot.value,
         round(r * TENTHS)]
        for number, (spot, (x, y, r)) in enumerate(zip(spots, at, strict=True))
    ]  # fmt: skip
    record: Mapping[str, object] = {
        "read": "near", "names": [spot.name for spot in spots], "columns": [""], "colours": colours, "points": points,
        "codes": [spot.code for spot in spots],
    }  # fmt: skip
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return Markup(text)  # noqa: S704 - escaped above


def _fill(colour: str) -> str:
    return f"fill:var(--{palette.THEMED[colour]},{colour})"
