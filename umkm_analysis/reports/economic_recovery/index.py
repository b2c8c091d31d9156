"""Columns and map of the index from the headlines of recovery reports."""

from __future__ import annotations

import math
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages import provisional
from umkm_analysis.pages.charts import cartogram, palette
from umkm_analysis.pages.index_parts import CircleMap, Headline, IndexCell, IndexColumn, figure
from umkm_analysis.rounding import HUNDRED

if TYPE_CHECKING:
    from collections.abc import Sequence


def columns(headlines: Sequence[Headline]) -> list[IndexColumn]:
    """Level index, growth, and the year in which the base level was regained.

    Parameters
    ----------
    headlines
        Of all regions that have the report: the year that most of them are of stands in the headings.
    """
    year, marked, digits = usual_year(headlines), _marked_year(headlines), n.index_digits(*_indices(headlines))
    level = partial(_level, year=year, digits=digits)
    return [
        IndexColumn(t("Indeks PDRB {year}", year=marked), level, css="number"),
        IndexColumn(t("Pertumbuhan {year} (persen)", year=marked), partial(_growth, year=year), css="number"),
        IndexColumn(t("Tingkat tahun dasar"), _outcome),
    ]


def circle_map(headlines: Sequence[Headline]) -> CircleMap:
    """Map of the level index; a circle's area is GRDP."""
    year, classes = usual_year(headlines), cartogram.Classes.of(_indices(headlines))
    return CircleMap(
        title=t("Daerah yang PDRB {year}-nya sudah kembali ke tingkat tahun dasar", year=_marked_year(headlines)),
        measure=t(
            "Warna: indeks PDRB, tahun dasar = 100. Luas lingkaran: PDRB harga konstan 2010; letaknya digeser agar "
            "tidak bertumpuk. Daerah tanpa laporan tampak samar."
        ),
        key=[
            ("low", t("di bawah {low}", **classes.bounds)),
            ("low-soft", t("{low} sampai di bawah 100", **classes.bounds)),
            ("high-soft", t("100 sampai di bawah {high}", **classes.bounds)),
            ("high", t("{high} atau lebih", **classes.bounds)),
            ("quiet", t("data tidak tersedia")),
        ],
        size=lambda headline: float(headline.get("grdp_billion_idr_2010") or math.nan),
        css=lambda headline: palette.THEMED[classes.colour(_number(headline.get("level_index")))],
        figure=lambda headline: (
            _written(headline.get("level_index"), classes.digits)
            + _other_year(headline, headline.get("level_index"), year)
        ),
        alt=_alt,
    )


def usual_year(headlines: Sequence[Headline]) -> int | None:
    """Year that most headlines are of; the latest of several, None without headlines."""
    years = Counter(headline.get("year") for headline in headlines)
    return max(years, key=lambda year: (years[year], year or 0)) if years else None


def _marked_year(headlines: Sequence[Headline]) -> str:
    """Usual year with the mark of the least final figure of it."""
    year = usual_year(headlines)
    states = [state for headline in headlines if headline.get("year") == year and (state := headline.get("year_state"))]
    return "" if year is None else provisional.year(year, provisional.least_final(year, states))


def _level(headline: Headline, *, year: int | None, digits: int) -> IndexCell:
    value = headline.get("level_index")
    tone = "none" if value is None else "high" if value >= HUNDRED else "low"
    return IndexCell(_written(value, digits) + _other_year(headline, value, year), value, css=f"number {tone}")


def _growth(headline: Headline, *, year: int | None) -> IndexCell:
    value = headline.get("growth_pct")
    return IndexCell(figure(value, 2, signed=True) + _other_year(headline, value, year), value, css="number")


def _outcome(headline: Headline) -> IndexCell:
    outcome, year = headline.get("outcome"), headline.get("recovery_year")
    if outcome is None:
        text = labels.NOTHING
    elif outcome == "recovered":
        text = t("pulih {year}", year=headline["recovery_year"])
    else:
        text = t("tidak turun") if outcome == "no fall" else t("belum pulih")
    return IndexCell(text, year)


def _other_year(headline: Headline, value: float | None, year: int | None) -> str:
    """Name the year of a figure that is not of the column's year."""
    own = headline.get("year")
    if value is None or own is None or own == year:
        return ""
    return f" ({provisional.year(own, {own: headline.get('year_state') or ''})})"


def _alt(headlines: Sequence[Headline]) -> str:
    known = [value for value in (headline.get("level_index") for headline in headlines) if value is not None]
    return t(
        "Peta lingkaran: {above} dari {count} daerah sudah mencapai atau melampaui tingkat PDRB "
        "tahun dasar, {below} belum.",
        above=sum(value >= HUNDRED for value in known),
        count=len(headlines),
        below=sum(value < HUNDRED for value in known),
    )


def _indices(headlines: Sequence[Headline]) -> list[float]:
    return [_number(headline.get("level_index")) for headline in headlines]


def _written(index: float | None, digits: int) -> str:
    return labels.NOTHING if index is None else n.number(index, digits)


def _number(value: float | None) -> float:
    return math.nan if value is None else value
