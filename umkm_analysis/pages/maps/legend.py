"""Legend of a map: a swatch for each class of the level index; no colour is named, for themes change them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.i18n.translation import t
from umkm_analysis.pages.charts import palette
from umkm_analysis.pages.charts.style import LETTER
from umkm_analysis.pages.fragment import join, markup

if TYPE_CHECKING:
    from markupsafe import Markup

    from umkm_analysis.pages.charts.cartogram import Classes

SIZE = 7.5
SWATCH = 7.0
GAP = 8.0
HEIGHT = 20.0
"""Of the legend in a drawing."""


def classes(of: Classes) -> list[tuple[str, str]]:
    """Colour of each class and what it stands for, from low to high."""
    return [
        (palette.LOW, t("di bawah {low}", **of.bounds)),
        (palette.LOW_SOFT, t("{low} sampai di bawah 100", **of.bounds)),
        (palette.HIGH_SOFT, t("100 sampai di bawah {high}", **of.bounds)),
        (palette.HIGH, t("{high} atau lebih", **of.bounds)),
        (palette.QUIET, t("data tidak tersedia")),
    ]


def listed(of: Classes, *, unknown: bool) -> Markup:
    """Write the legend below a map, for a telephone: the one inside would be too small to read."""
    pieces = [
        markup('<li><i style="background:var(--{name})"></i>{meaning}</li>', name=palette.THEMED[colour],
               meaning=meaning)
        for colour, meaning in classes(of)
        if colour != palette.QUIET or unknown
    ]  # fmt: skip
    return markup('<ul class="map-key" aria-hidden="true">{pieces}</ul>', pieces=join(pieces))


def draw(of: Classes, *, left: float, top: float, unknown: bool) -> Markup:
    """Draw the legend as a row inside a map, so that it is saved with it.

    Parameters
    ----------
    of
        The classes.
    left, top
        Where the row begins, in units of the drawing.
    unknown
        Whether a region without a figure is on the map.
    """
    pieces, x = [], left
    for colour, meaning in classes(of):
        if colour == palette.QUIET and not unknown:
            continue
        pieces.append(
            markup(
                '<rect x="{x}" y="{y}" width="{side}" height="{side}" rx="1.5" style="fill:var(--{name},{colour})"/>'
                '<text x="{words}" y="{foot}">{meaning}</text>',
                x=f"{x:.1f}", y=f"{top:.1f}", side=SWATCH, name=palette.THEMED[colour], colour=colour,
                words=f"{x + SWATCH + 4:.1f}", foot=f"{top + SWATCH - 1:.1f}", meaning=meaning,
            )
        )  # fmt: skip
        x += SWATCH + 4 + len(meaning) * SIZE * LETTER + GAP
    style = f"fill:var(--{palette.THEMED[palette.INK]},{palette.INK});font-size:{SIZE}px"
    return markup('<g class="legend" style="{style}">{pieces}</g>', style=style, pieces=join(pieces))
