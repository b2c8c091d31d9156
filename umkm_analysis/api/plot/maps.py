"""Map of a figure a region: circles near their places, or areas where boundaries are imported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pandas as pd

from umkm_analysis.api.guesses import guided
from umkm_analysis.api.plot import ground
from umkm_analysis.api.plot.chart import Chart, source_line, titled
from umkm_analysis.api.plot.classes import classes_of
from umkm_analysis.api.plot.values import values_of
from umkm_analysis.api.plot.words import highest_and_lowest, measure_of
from umkm_analysis.api.selection import region_names
from umkm_analysis.api.tables.growth import grdp
from umkm_analysis.datasets import regions as known_regions
from umkm_analysis.datasets.boundaries.store import NATION, boundaries
from umkm_analysis.errors import UsageError
from umkm_analysis.i18n.translation import t, use_language
from umkm_analysis.pages.charts import cartogram
from umkm_analysis.pages.maps import land, national_map, region_map

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from umkm_analysis.api.plot.classes import Classes
    from umkm_analysis.datasets.boundaries.store import Boundaries, Outline

MANY_IN_JAVA = 12
"""Regions of Java on a map of the country from which Java is shown again, larger."""


@guided
def map(  # noqa: A001, PLR0913 - read as plot.map; one argument a choice of the person
    values: pd.DataFrame | pd.Series,
    column: str | None = None,
    *,
    year: int | None = None,
    base: float | None = None,
    size: pd.Series | None = None,
    form: Literal["areas", "circles"] | None = None,
    title: str | None = None,
    language: str | None = None,
) -> Chart:
    """Draw a figure a region on a map: its area, or a circle that covers no other, coloured by the figure.

    Parameters
    ----------
    values, column, year
        As for :func:`~umkm_analysis.api.plot.ranking`.
    base
        Figure at which the colours change sides; None for 100 of an index and 0 of rates and of figures on both sides
        of it. Amounts, such as GRDP, have no such figure: they stand in four classes of about as many regions each.
    size
        What the circles' areas stand for: a Series by BPS code; None for the newest GRDP.
    form
        "areas" within boundaries (``umkm import boundaries``), "circles"; None for areas where boundaries of all these
        regions are imported.
    title
        Else it says how many regions stand at the base or above; of amounts which is highest and lowest.
    language
        "id" or "en"; None for the language in use.

    Returns
    -------
    matplotlib Figure.

    Raises
    ------
    UsageError
        If there is no such column, year or region, or nothing to draw; if areas are asked for without boundaries.

    Notes
    -----
    Outline: Natural Earth, public domain. Of a map of the whole country Java stands below once more, three times as
    large. The colour of an index becomes the strong one 20 points from 100, on every map, so that maps can be
    compared; of anything else with a base at a round distance from it that about half of these regions reach. The
    legend has the bounds.

    Examples
    --------
    >>> import umkm_analysis as ua
    >>> chart = ua.plot.map(ua.level_index(province="Jawa Timur", years=2021), language="en")
    >>> chart.texts[0].get_text()
    '27 of 38 regions at or above 100'
    """
    found = values_of(values, column, year)
    known = known_regions.all_regions()
    codes = [code for code in found.by_code.index if known[code].longitude is not None]
    if not codes:
        raise UsageError("None of these regions has a place on the map.")
    found_areas = _boundaries(codes, form)
    shown = found.by_code[codes]
    with use_language(language):
        classes = classes_of(shown, found, base)
        if found_areas is None:
            drawn = _circles(codes, classes, shown, _sizes(codes) if size is None else size.reindex(codes))
        else:
            drawn = _areas(codes, classes, shown, _outline(found_areas, codes))
        by = t("luas lingkaran: PDRB") if size is None and found_areas is None else ""
        outlines = [land.source(), *([region_map.boundaries_source(found_areas)] if found_areas else [])]
        return titled(
            drawn,
            title=title or _title(shown, classes),
            measure=measure_of(found, extra=by),
            source=source_line(found.about, more=" ".join(f"{line[:1].upper()}{line[1:]}." for line in outlines)),
        )


def _title(shown: pd.Series, classes: Classes) -> str:
    ordered = shown.sort_values(ascending=False, kind="stable")
    alike = len(ordered) > 1 and (ordered.iloc[0] == ordered.iloc[1] or ordered.iloc[-1] == ordered.iloc[-2])
    if classes.base is None and not alike:
        return highest_and_lowest(region_names(ordered.index))
    bound = classes.bounds[-1] if classes.base is None else classes.base
    above, base = classes.above(shown, bound), classes.written(bound)
    if above == len(shown):
        return t("Semua {count} daerah pada atau di atas {base}", count=len(shown), base=base)
    return t("{above} dari {count} daerah pada atau di atas {base}", above=above, count=len(shown), base=base)


def _sizes(codes: list[str]) -> pd.Series:
    levels = pd.DataFrame(grdp(codes, wide=True))
    return levels.ffill().iloc[-1]


def _boundaries(codes: Sequence[str], form: str | None) -> Boundaries | None:
    """Boundaries to draw areas by; None for circles."""
    if form not in {None, "areas", "circles"}:
        raise UsageError(f'form="{form}" is unknown. Give "areas" or "circles".')
    if form == "circles":
        return None
    known = boundaries()
    having = known.regions & set(codes) if known else frozenset()
    if form == "areas" and not having:
        raise UsageError("No boundaries of these regions are imported: umkm import boundaries --help says how.")
    return known if having and (form == "areas" or len(having) == len(codes)) else None


def _outline(found: Boundaries, codes: Sequence[str]) -> Outline:
    """Boundaries as fine as fits: of a province where all lie in it, else of the country."""
    provinces = {code[:2] for code in codes}
    own = found.of(f"{provinces.pop()}00") if len(provinces) == 1 else None
    return own or found.maps[NATION]


def _homes(codes: Sequence[str]) -> dict[str, tuple[float, float]]:
    known = known_regions.all_regions()
    return {code: (float(known[code].longitude or 0), float(known[code].latitude or 0)) for code in codes}


def _with_inset(codes: Sequence[str], homes: dict[str, tuple[float, float]]) -> bool:
    """Whether a map of the whole country holds so much of Java that it is shown again."""
    across = max(x for x, _ in homes.values()) - min(x for x, _ in homes.values())
    return across > ground.EVERYWHERE and sum(_in_java(code) for code in codes) >= MANY_IN_JAVA


def _in_java(code: str) -> bool:
    return code[:2] in national_map.PROVINCES_OF_JAVA


def _circles(codes: list[str], classes: Classes, shown: pd.Series, size: pd.Series) -> Figure:
    homes = _homes(codes)
    colours = {code: classes.colour(shown[code]) for code in codes}
    listed = [(colour, words) for colour, words in classes.legend() if colour in set(colours.values())]
    if _with_inset(codes, homes):
        known = known_regions.all_regions()
        spots = [national_map.Spot(known[code], float(size[code]), "", "", "") for code in codes]
        placed = national_map.lay_out(spots)
        drawn, country, java = ground.country_and_java()
        for panel, inside in ((country, False), (java, True)):
            own = {code: placed[code] for code in codes if _in_java(code) == inside}
            ground.circles(panel, list(own.values()), [colours[code] for code in own])
        ground.legend_beside(java, listed)
        return drawn
    laid = cartogram.circles([cartogram.Place(*homes[code], float(size[code])) for code in codes])
    drawn, panel = ground.one_panel(
        (
            min(one.x - one.radius for one in laid), min(one.y - one.radius for one in laid),
            max(one.x + one.radius for one in laid), max(one.y + one.radius for one in laid),
        )
    )  # fmt: skip
    ground.circles(panel, laid, list(colours.values()))
    ground.names(panel, dict(zip(codes, laid, strict=True)))
    ground.legend_below(panel, listed)
    return drawn


def _areas(codes: list[str], classes: Classes, shown: pd.Series, outline: Outline) -> Figure:
    homes = _homes(codes)
    colours = {code: classes.colour(shown[code]) for code in codes}
    listed = [(colour, words) for colour, words in classes.legend() if colour in set(colours.values())]
    if _with_inset(codes, homes):
        drawn, country, java = ground.country_and_java()
        ground.areas(country, outline, colours, homes)
        ground.areas(java, outline, {code: colour for code, colour in colours.items() if _in_java(code)}, homes)
        ground.legend_beside(java, listed)
        return drawn
    west, south, east, north = ground.bounds_of(outline, codes)
    alone = [homes[code] for code in codes if code not in outline.regions]
    drawn, panel = ground.one_panel(
        (
            min([west, *(x for x, _ in alone)]), min([south, *(y for _, y in alone)]),
            max([east, *(x for x, _ in alone)]), max([north, *(y for _, y in alone)]),
        )
    )  # fmt: skip
    ground.areas(panel, outline, colours, homes)
    ground.legend_below(panel, listed)
    return drawn
