"""What the index shows of each region: its headline figures, its place on the map, its pages."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import spoken, t
from umkm_analysis.pages.charts import cartogram, palette
from umkm_analysis.pages.fragment import join, markup

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    from umkm_analysis.datasets.regions import Region

RECOVERY, SHARES = "economic-recovery", "procurement-share"
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
    headlines: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Report → the headline of its record."""


def usual_year(listed: Sequence[Listed]) -> int | None:
    """Return the year that most regions' headline figures are of."""
    years = Counter(one.headlines[RECOVERY].get("year") for one in listed if RECOVERY in one.headlines)
    return max(years, key=lambda year: (years[year], year or 0)) if years else None


def row(one: Listed, *, titles: Mapping[str, str], year: int | None) -> dict[str, Any]:
    """Say a region's line in the language in use: texts for readers, numbers for sorting.

    Parameters
    ----------
    one
        The region.
    titles
        Report → its title, marked for translation.
    year
        The year that heads the columns; figures of another year say theirs.
    """
    recovered, share = one.headlines.get(RECOVERY, {}), one.headlines.get(SHARES, {})
    other = recovered.get("year")
    note = "" if other in {None, year} else f" ({other})"
    index, growth, latest = recovered.get("level_index"), recovered.get("growth_pct"), share.get("latest_share_pct")
    return {
        "code": one.region.code,
        "name": one.region.name,
        "province": one.province,
        "kind": one.region.kind,
        "kind_name": labels.say(labels.KIND, one.region.kind),
        "index": _written(index, 1) + (note if index is not None else ""),
        "index_value": index,
        "tone": "none" if index is None else "high" if index >= cartogram.BASE else "low",
        "growth": _written(growth, 2, signed=True) + (note if growth is not None else ""),
        "growth_value": growth,
        "outcome": _outcome(recovered),
        "outcome_value": recovered.get("recovery_year"),
        "share": labels.NOTHING if latest is None else n.bare_share(latest),
        "share_of": "" if latest is None else _share_of(share),
        "share_value": latest,
        "links": [
            {"title": t(titles[report]), "href": href, "language": language}
            for report, hrefs in one.pages.items()
            for language, href in sorted(hrefs.items(), key=lambda pair: pair[0] != spoken())
        ],
    }


def lay_out(listed: Sequence[Listed]) -> dict[str, cartogram.Circle]:
    """Place a circle for every kabupaten and kota that has coordinates and a page on its recovery."""
    shown = [one for one in listed if _on_map(one)]
    places = [
        cartogram.Place(
            float(one.region.longitude or 0.0),
            float(one.region.latitude or 0.0),
            float(one.headlines[RECOVERY].get("grdp_billion_idr_2010") or math.nan),
        )
        for one in shown
    ]
    return {one.region.code: circle for one, circle in zip(shown, cartogram.circles(places), strict=True)}


def drawing(listed: Sequence[Listed], circles: Mapping[str, cartogram.Circle]) -> Markup:
    """Draw the map as SVG; a circle's title names its region and figure."""
    shown = [one for one in listed if one.region.code in circles]
    if not shown:
        return markup("")
    known = [one.headlines[RECOVERY].get("level_index") for one in shown]
    found = [value for value in known if value is not None]
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
            css=palette.THEMED[cartogram.colour(math.nan if value is None else value)],
            title=f"{one.region.name}: {_written(value, 1)}",
        )
        for one, value in zip(shown, known, strict=True)
    )
    return markup(
        '<svg viewBox="0 0 {width} {height}" role="img" aria-label="{alt}">{marks}</svg>',
        width=round((right - left) * UNITS),
        height=round((top - bottom) * UNITS),
        alt=t(
            "Peta lingkaran: {above} dari {count} daerah pada atau di atas level tahun dasar, {below} di bawahnya.",
            above=sum(value >= cartogram.BASE for value in found),
            count=len(shown),
            below=sum(value < cartogram.BASE for value in found),
        ),
        marks=marks,
    )


def _on_map(one: Listed) -> bool:
    return one.region.is_local and one.region.latitude is not None and RECOVERY in one.headlines


def _written(value: float | None, digits: int, *, signed: bool = False) -> str:
    return labels.NOTHING if value is None else n.number(value, digits, signed=signed)


def _share_of(headline: Mapping[str, Any]) -> str:
    numerator = labels.say(labels.NUMERATOR, headline.get("latest_numerator"))
    basis = labels.say(labels.BASIS, headline.get("latest_basis"))
    return f"{numerator}, {basis}, {n.date(headline['latest_as_of'])}"


def _outcome(headline: Mapping[str, Any]) -> str:
    outcome = headline.get("outcome")
    if outcome is None:
        return labels.NOTHING
    if outcome == "recovered":
        return t("pulih {year}", year=headline["recovery_year"])
    return t("tidak turun") if outcome == "no fall" else t("belum pulih")
