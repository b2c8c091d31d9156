"""Rows and map of the index: every region with pages, and what its reports say of it there."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from umkm_analysis.datasets import tables
from umkm_analysis.datasets.boundaries import store as boundaries
from umkm_analysis.datasets.regions import all_regions
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import current_language, t
from umkm_analysis.pages.components import published
from umkm_analysis.pages.fragment import markup
from umkm_analysis.pages.index_parts import sparkline
from umkm_analysis.pages.maps import land, national_map, region_map

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from markupsafe import Markup

    from umkm_analysis.datasets.regions import Region
    from umkm_analysis.pages.charts import cartogram
    from umkm_analysis.pages.index_parts import CircleMap, Compared, Headline, IndexColumn
    from umkm_analysis.reports.report import Report


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
    verdicts: Mapping[str, str] = field(default_factory=dict)
    """Language → verdict of its first report that has one."""
    compared: Compared | None = None
    """What the comparison of two regions shows of it."""
    own_titles: Mapping[str, str] = field(default_factory=dict)
    """Pages of notebooks of the person's own → their titles."""


@dataclass(frozen=True)
class ReportMap:
    """The map that a report contributes."""

    report: str
    map: CircleMap
    elsewhere: Callable[[Collection[str]], Mapping[str, str]]
    """Class of the colour of regions without pages, by code, from the tables; given the codes of those with pages."""


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
            return ReportMap(
                report.name, module.circle_map(headlines), partial(module.elsewhere, headlines, report.parameters)
            )
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
        "verdict": verdict(one),
        "spark": sparkline(one.compared) if one.compared else "",
        "cells": [column.cell(one.headlines.get(report, {})) for report, column in columns],
        "links": [
            {"title": t(titles[report]), "href": href, "language": language}
            for report, hrefs in one.pages.items()
            for language, href in sorted(hrefs.items(), key=lambda pair: pair[0] != current_language())
        ],
    }


def verdict(one: Listed) -> dict[str, str] | None:
    """A region's verdict in the language in use, else in another; None without one."""
    own = current_language()
    language = own if own in one.verdicts else next(iter(one.verdicts), None)
    return None if language is None else {"text": one.verdicts[language], "language": language}


def lay_out(listed: Sequence[Listed], found: ReportMap | None) -> dict[str, cartogram.Circle]:
    """Place a circle for every kabupaten and kota that has coordinates and a page of the map's report."""
    return {} if found is None else national_map.lay_out(_spots(listed, found))


def drawing(listed: Sequence[Listed], circles: Mapping[str, cartogram.Circle], found: ReportMap | None) -> Markup:
    """Draw the map as SVG; regions without pages are faint, in the colour of what the tables say of them."""
    if found is None or not circles:
        return markup("")
    spots = _spots(listed, found)
    shown = {spot.region.code for spot in spots}
    others = [
        region
        for region in all_regions().values()
        if region.is_local and region.latitude is not None and region.code not in shown
    ]
    alt = found.map.alt([one.headlines[found.report] for one in listed if _on_map(one, found.report)])
    colours = found.elsewhere(shown) if others else {}
    return national_map.draw(spots, circles, others, boundaries.boundaries(), colours, alt=alt)


def map_sources(found: ReportMap | None) -> str:
    """Where land and boundaries of the map come from; nothing without a map."""
    areas = boundaries.boundaries()
    return (
        "" if found is None else "; ".join([land.source(), *([region_map.boundaries_source(areas)] if areas else [])])
    )


def _spots(listed: Sequence[Listed], found: ReportMap) -> list[national_map.Spot]:
    return [
        national_map.Spot(
            one.region,
            found.map.size(one.headlines[found.report]),
            found.map.css(one.headlines[found.report]),
            f"{one.region.name}: {found.map.figure(one.headlines[found.report])}",
            _in_language(one.pages[found.report]),
        )
        for one in listed
        if _on_map(one, found.report)
    ]


def _in_language(pages: Mapping[str, str]) -> str:
    """Page in the language in use, else in another."""
    return pages.get(current_language()) or next(iter(pages.values()))


def _headlines(listed: Sequence[Listed], report: str) -> list[Headline]:
    return [one.headlines[report] for one in listed if report in one.headlines]


def _on_map(one: Listed, report: str) -> bool:
    return one.region.is_local and one.region.latitude is not None and report in one.headlines


def sources(ids: Collection[str]) -> list[dict[str, str]]:
    """Say where figures of the index come from, in the order of the table of sources."""
    return [
        {
            "publisher": row.publisher,
            "title": row.title if isinstance(row.title, str) else "",
            "date": published(row),
            "address": row.address if isinstance(row.address, str) else "",
        }
        for row in tables.read("sources").itertuples()
        if row.source_id in ids
    ]
