"""Rows and map of the index: every region with pages, and what its reports say of it there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import current_language, t
from umkm_analysis.pages.charts import cartogram
from umkm_analysis.pages.fragment import join, markup

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    from umkm_analysis.datasets.regions import Region
    from umkm_analysis.pages.index_parts import CircleMap, Headline, IndexColumn
    from umkm_analysis.reports.report import Report

UNITS = 20
"""Of the drawing a degree: whole numbers are fine enough."""


@dataclass(frozen=True)
class Listed:
    """A region with pages."""

    region: Region
    province: str
    """Name of its province; "" for a province and the nation."""
    pages: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Report → language → path of the page."""
    headlines: Mapping[str, Headline] = field(default_factory=dict)
    """Report → the headline of its record."""
    sources: frozenset[str] = frozenset()
    """Ids of the sources of the figures that the index shows of the region."""
    revised_since: frozenset[str] = frozenset()
    """Names of the editions since which figures of its pages were revised."""


@dataclass(frozen=True)
class ReportMap:
    """The map that a report contributes."""

    report: str
    map: CircleMap


def columns(listed: Sequence[Listed], reports: Sequence[Report]) -> list[tuple[str, IndexColumn]]:
    """Columns that reports contribute, each with its report's name, in the language in use.

    Parameters
    ----------
    listed
        The regions.
    reports
        Every report there is: the columns of one that has no page yet are empty.
    """
    modules = [(report.name, report.index()) for report in reports]
    return [(name, column) for name, module in modules if module for column in module.columns(_headlines(listed, name))]


def find_map(listed: Sequence[Listed], reports: Sequence[Report]) -> ReportMap | None:
    """Find the first map that a report with pages contributes, in the language in use; None without one."""
    for report in reports:
        module = report.index()
        headlines = _headlines(listed, report.name)
        if module and headlines and hasattr(module, "circle_map"):
            return ReportMap(report.name, module.circle_map(headlines))
    return None


def row(one: Listed, *, titles: Mapping[str, str], columns: Sequence[tuple[str, IndexColumn]]) -> dict[str, Any]:
    """Say a region's line in the language in use: texts for readers, numbers for sorting.

    Parameters
    ----------
    one
        The region.
    titles
        Report → its title, marked for translation.
    columns
        What reports contribute; see :func:`columns`.
    """
    return {
        "code": one.region.code,
        "name": one.region.name,
        "province": one.province,
        "kind": one.region.kind,
        "kind_name": labels.label(labels.KIND, one.region.kind),
        "revised": bool(one.revised_since),
        "cells": [column.cell(one.headlines.get(report, {})) for report, column in columns],
        "links": [
            {"title": t(titles[report]), "href": href, "language": language}
            for report, hrefs in one.pages.items()
            for language, href in sorted(hrefs.items(), key=lambda pair: pair[0] != current_language())
        ],
    }


def lay_out(listed: Sequence[Listed], found: ReportMap | None) -> dict[str, cartogram.Circle]:
    """Place a circle for every kabupaten and kota that has coordinates and a page of the map's report."""
    if found is None:
        return {}
    shown = [one for one in listed if _on_map(one, found.report)]
    places = [
        cartogram.Place(
            float(one.region.longitude or 0.0),
            float(one.region.latitude or 0.0),
            found.map.size(one.headlines[found.report]),
        )
        for one in shown
    ]
    return {one.region.code: circle for one, circle in zip(shown, cartogram.circles(places), strict=True)}


def drawing(listed: Sequence[Listed], circles: Mapping[str, cartogram.Circle], found: ReportMap | None) -> Markup:
    """Draw the map as SVG; a circle's title names its region and figure."""
    shown = [one for one in listed if one.region.code in circles]
    if found is None or not shown:
        return markup("")
    headlines = [one.headlines[found.report] for one in shown]
    left = min(circle.x - circle.radius for circle in circles.values()) - 0.2
    right = max(circle.x + circle.radius for circle in circles.values()) + 0.2
    top = max(circle.y + circle.radius for circle in circles.values()) + 0.2
    bottom = min(circle.y - circle.radius for circle in circles.values()) - 0.2
    marks = join(
        markup(
            '<circle data-code="{code}" cx="{x}" cy="{y}" r="{r}" class="{css}"><title>{title}</title></circle>',
            code=one.region.code,
            x=round((circles[one.region.code].x - left) * UNITS),
            y=round((top - circles[one.region.code].y) * UNITS),
            r=round(circles[one.region.code].radius * UNITS, 1),
            css=found.map.css(headline),
            title=f"{one.region.name}: {found.map.figure(headline)}",
        )
        for one, headline in zip(shown, headlines, strict=True)
    )
    return markup(
        '<svg viewBox="0 0 {width} {height}" role="img" aria-label="{alt}">{marks}</svg>',
        width=round((right - left) * UNITS),
        height=round((top - bottom) * UNITS),
        alt=found.map.alt(headlines),
        marks=marks,
    )


def _headlines(listed: Sequence[Listed], report: str) -> list[Headline]:
    return [one.headlines[report] for one in listed if report in one.headlines]


def _on_map(one: Listed, report: str) -> bool:
    return one.region.is_local and one.region.latitude is not None and report in one.headlines
