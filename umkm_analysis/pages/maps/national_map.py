"""Map of Indonesia on the index: regions with pages as circles or areas, all others faint, and an inset for Java.

Java holds a quarter of the regions on a fifteenth of the land: in the inset it is three times as large, and a circle
still means as much there as elsewhere.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from markupsafe import Markup

from umkm_analysis.datasets.boundaries import rings
from umkm_analysis.datasets.boundaries.store import NATION
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages.charts import cartogram
from umkm_analysis.pages.fragment import join, markup
from umkm_analysis.pages.maps import land, region_map
from umkm_analysis.pages.maps.frame import Frame

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from umkm_analysis.datasets.boundaries.store import Boundaries, Outline
    from umkm_analysis.datasets.regions import Region

UNIT = 100
"""Of the drawing a degree: coarse land and boundaries are in this unit."""
COUNTRY = Frame(94.6, -11.2, 141.4, 6.3, UNIT)
JAVA = Frame(104.95, -8.95, 114.75, -5.35, UNIT)
PROVINCES_OF_JAVA = ("31", "32", "33", "34", "35", "36")
MAGNIFIED = 3.1
"""How many times as large as on the map the inset is on a wide screen; see .inset in index.css."""
LAND_OF_JAVA, LAND_ELSEWHERE = 10.6, 146.0
"""Square degrees."""
COVERED_OF_JAVA, COVERED_ELSEWHERE = 0.5, 0.16
"""Part of the land that circles cover together at most."""
LEAST, LARGEST = 0.16, 1.1
"""Degrees: radii of circles on the map."""
ALONE = 14
"""Radius of a region without boundaries among areas, in units of the drawing."""


@dataclass(frozen=True)
class Spot:
    """A region with pages."""

    region: Region
    size: float
    """What the area of its circle stands for; NaN where unknown."""
    css: str
    """Class of its colour."""
    label: str
    """Name and figure."""
    href: str
    """Page that a click opens."""

    @property
    def in_java(self) -> bool:
        """Whether the inset shows it."""
        return self.region.code[:2] in PROVINCES_OF_JAVA

    @property
    def home(self) -> tuple[float, float]:
        """Longitude and latitude."""
        return float(self.region.longitude or 0), float(self.region.latitude or 0)


def lay_out(spots: Sequence[Spot]) -> dict[str, cartogram.Circle]:
    """Place a circle for every region: those of Java for the inset, all others for the map.

    Parameters
    ----------
    spots
        The regions, all of which have coordinates.
    """
    size = np.array([spot.size if math.isfinite(spot.size) else 0.0 for spot in spots])
    java = np.array([spot.in_java for spot in spots], dtype=bool)
    scale = _scale(size, java)
    radius = np.maximum(np.sqrt(size) * scale, LEAST) / np.where(java, MAGNIFIED, 1.0)
    found: dict[str, cartogram.Circle] = {}
    for part in (java, ~java):
        shown = [spot for spot, is_shown in zip(spots, part, strict=True) if is_shown]
        if shown:
            laid = cartogram.laid_out(np.array([spot.home for spot in shown]), radius[part])
            found |= {spot.region.code: circle for spot, circle in zip(shown, laid, strict=True)}
    return found


def draw(  # noqa: PLR0913 - one argument a layer of the map
    spots: Sequence[Spot], laid: Mapping[str, cartogram.Circle], others: Iterable[Region], found: Boundaries | None,
    colours: Mapping[str, str], *, alt: str,
) -> Markup:  # fmt: skip
    """Draw the map in each of its forms, with the choice between them.

    Parameters
    ----------
    spots
        Regions with pages.
    laid
        From :func:`lay_out`.
    others
        Regions without pages that have coordinates.
    found
        Imported boundaries.
    colours
        Class of the colour of regions without pages, by code, as far as the tables tell it.
    alt
        What the map shows, in a sentence.
    """
    rest = _by_colour(others, colours)
    outline = found.of(NATION) if found else None
    forms = [(t("Peta lingkaran"), _circles(spots, laid, rest, alt))]
    if outline is not None:
        forms.insert(0, (t("Peta wilayah"), _areas(spots, rest, outline, alt)))
    return markup(
        '<div class="forms-of">{switch}{forms}</div>',
        switch=region_map.switched(forms, name="peta"),
        forms=join(markup('<div class="form maps">{form}</div>', form=form) for _, form in forms),
    )


def _by_colour(regions: Iterable[Region], colours: Mapping[str, str]) -> dict[str, list[Region]]:
    """Group regions by the class of their colour, the empty one where it is not known."""
    groups: dict[str, list[Region]] = {}
    for region in regions:
        groups.setdefault(colours.get(region.code, ""), []).append(region)
    return dict(sorted(groups.items()))


def _scale(size: np.ndarray, java: np.ndarray) -> float:
    """Degrees of radius on the map for the root of a size, so that circles neither crowd nor vanish."""
    if not size.any():
        return 0.0
    rooms = [
        math.sqrt(covered * area / (math.pi * total))
        for part, covered, area in (
            (java, COVERED_OF_JAVA, LAND_OF_JAVA * MAGNIFIED**2), (~java, COVERED_ELSEWHERE, LAND_ELSEWHERE)
        )
        if (total := float(size[part].sum()))
    ]  # fmt: skip
    return (
        min(*rooms, LARGEST / math.sqrt(size.max())) if len(rooms) > 1 else min(rooms[0], LARGEST / size.max() ** 0.5)
    )


def _circles(
    spots: Sequence[Spot], laid: Mapping[str, cartogram.Circle], rest: Mapping[str, Sequence[Region]], alt: str
) -> Markup:
    def part(*, java: bool) -> tuple[Markup, Markup]:
        dots = [
            (css, "".join(
                f"M{_whole(region.longitude)} {-_whole(region.latitude)}h0"
                for region in faint if (region.code[:2] in PROVINCES_OF_JAVA) == java
            ))
            for css, faint in rest.items()
        ]  # fmt: skip
        marks = [_circle(spot, laid[spot.region.code]) for spot in spots if spot.in_java == java]
        faint = join(
            markup('<path class="{css}" d="{d}"/>', css=f"faint {css}".rstrip(), d=drawn)
            for css, drawn in dots
            if drawn
        )
        return faint, join(marks)

    return _both(part(java=False), part(java=True), alt, form="l")


def _circle(spot: Spot, circle: cartogram.Circle) -> Markup:
    return markup(
        '<a data-code="{code}" class="{css}" href="{href}" aria-label="{label}" tabindex="-1">'
        '<circle cx="{x}" cy="{y}" r="{r}"/></a>',
        code=spot.region.code, css=spot.css, href=spot.href, label=spot.label, x=_whole(circle.x), y=-_whole(circle.y),
        r=f"{circle.radius * UNIT:.3g}",
    )  # fmt: skip


def _areas(spots: Sequence[Spot], rest: Mapping[str, Sequence[Region]], outline: Outline, alt: str) -> Markup:
    faint = join(
        markup('<path class="{css}" d="{d}"/>', css=f"unbuilt {css}".rstrip(), d=drawn)
        for css, group in rest.items()
        if (drawn := rings.path(line for region in group for line in outline.regions.get(region.code, ())))
    )
    ground = markup('<g id="sisa">{faint}</g>', faint=faint) if faint else Markup()
    marks: list[Markup] = []
    again: list[Markup] = []
    for spot in spots:
        lines = outline.regions.get(spot.region.code)
        code, css = spot.region.code, spot.css
        if lines is None:
            x, y = (_whole(place) for place in spot.home)
            mark = markup(
                '<circle data-code="{code}" class="{css}" cx="{x}" cy="{y}" r="{r}"/>', code=code, css=css, x=x, y=-y,
                r=f"{ALONE / (MAGNIFIED if spot.in_java else 1):.3g}",
            )  # fmt: skip
            (again if spot.in_java else marks).append(mark)
            continue
        inset = markup(' id="w{code}"', code=code) if spot.in_java else Markup()
        marks.append(markup('<path data-code="{code}"{inset} class="{css}" d="{d}"/>', code=code, inset=inset, css=css,
                            d=rings.path(lines)))  # fmt: skip
        if spot.in_java:
            again.append(markup('<use data-code="{code}" href="#w{code}" class="{css}"/>', code=code, css=css))
    repeated = Markup('<use href="#sisa"/>') if faint else Markup()
    return _both((ground, join(marks)), (repeated, join(again)), alt, form="w")


def _both(country: tuple[Markup, Markup], java: tuple[Markup, Markup], alt: str, *, form: str) -> Markup:
    """Draw the map and the inset below it: what lies under the marks, and the marks, of each."""
    left, top = JAVA.at(JAVA.west, JAVA.north)
    frame = markup(
        '<rect class="edge" x="{x}" y="{y}" width="{width}" height="{height}"/><text class="place" x="{x}" y="{foot}">'
        "{name}</text>",
        x=f"{left:.6g}", y=f"{top:.6g}", width=f"{JAVA.width:.6g}", height=f"{JAVA.height:.6g}",
        foot=f"{top + JAVA.height + 62:.6g}", name=t("Jawa: lihat di bawah"),
    )  # fmt: skip
    names = join(
        markup('<text class="place" x="{x}" y="{y}">{name}</text>', x=_whole(x), y=-_whole(y), name=name)
        for name, x, y in island_names()
    )
    return join(
        [
            _drawing(f"country {form}", COUNTRY, land.draw(COUNTRY, "coarse"), country, join([frame, names]), alt=alt),
            _drawing(
                f"inset {form}", JAVA, land.draw(JAVA, "fine"), java, Markup(),
                alt=t("Jawa, diperbesar tiga kali. {alt}", alt=alt),
            ),
        ]
    )  # fmt: skip


def _drawing(  # noqa: PLR0913 - one argument a part of the drawing
    css: str, frame: Frame, ground: Markup, shown: tuple[Markup, Markup], above: Markup, *, alt: str
) -> Markup:
    below, marks = shown
    return markup(
        '<svg class="{css}" viewBox="{box}" role="group" tabindex="0" aria-label="{alt}">{ground}{below}'
        '<g class="marks">{marks}</g>{above}</svg>',
        css=css, box=frame.view_box, alt=alt, ground=ground, below=below, marks=marks, above=above,
    )  # fmt: skip


def island_names() -> list[tuple[str, float, float]]:
    """Names of islands, and where they stand in the sea beside them."""
    return [
        (t("Sumatera"), 97.1, -2.9), (t("Kalimantan"), 111.4, -4.85), (t("Sulawesi"), 121.0, 2.2),
        (t("Maluku"), 129.6, -4.9), (t("Papua"), 136.9, -0.5), (t("Bali dan Nusa Tenggara"), 115.2, -10.6),
    ]  # fmt: skip


def _whole(degrees: float | None) -> int:
    return round((degrees or 0.0) * UNIT)
