"""Headline, columns and map of the index, and series to compare, from the tables and records of recovery reports."""

from __future__ import annotations

import math
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from umkm_analysis.analysis.growth_path import growth_path
from umkm_analysis.datasets import regions
from umkm_analysis.errors import DataError
from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import nt, t
from umkm_analysis.pages import provisional
from umkm_analysis.pages.charts import cartogram, palette
from umkm_analysis.pages.index_parts import CircleMap, Compared, Headline, IndexCell, IndexColumn, National, figure
from umkm_analysis.rounding import HUNDRED, rounded_float

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from umkm_analysis.analysis.growth_path import GrowthPath

STORY_YEAR = 3
"""Years after the base year that the headline counts in: by then most had regained it."""
FEW = 5
"""Regions that are named rather than counted."""


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


def elsewhere(headlines: Sequence[Headline], parameters: Mapping[str, Any], shown: Collection[str]) -> dict[str, str]:
    """Class of the colour of every kabupaten and kota that has no page, from the tables, in the year of the map.

    Parameters
    ----------
    headlines
        Of all regions that have the report.
    parameters
        Of the report: ``base_year``.
    shown
        BPS codes of the regions on the map.
    """
    codes = [code for code, region in regions.all_regions().items() if region.is_local and code not in shown]
    year, classes = usual_year(headlines), cartogram.Classes.of(_indices(headlines))
    try:
        index = growth_path(codes, base_year=int(parameters["base_year"])).index
    except DataError:
        return {}
    known = index.loc[year].dropna() if year in index.index else index.iloc[0, :0]
    return {str(code): palette.THEMED[classes.colour(float(value))] for code, value in known.items()}


def national(parameters: Mapping[str, Any]) -> National | None:
    """Count how many kabupaten and kota of the whole country are back at the base level; None without figures.

    The tables are read, not the records: it does not depend on what was built.

    Parameters
    ----------
    parameters
        Of the report: ``base_year``.
    """
    base = int(parameters["base_year"])
    local = {code: region for code, region in regions.all_regions().items() if region.is_local}
    try:
        path = growth_path(list(local), base_year=base)
    except DataError:
        return None
    year, last = base + STORY_YEAR, path.index.dropna(how="all").index.max()
    if year not in path.index.index or not path.index.loc[year].notna().any():
        return None
    at, now = path.index.loc[year].dropna(), path.index.loc[last].dropna()
    below = [local[code].name for code in now.index[now < HUNDRED]]
    sentences = [
        t(
            "Pada {year} sudah {above} dari {count}.",
            year=_marked(path, int(last)),
            above=len(now) - len(below),
            count=len(now),
        )
    ]
    if 0 < len(below) <= FEW:
        sentences.append(t("Masih di bawah {base}: {names}.", base=base, names=n.listed(below)))
    if silent := len(local) - len(at):
        sentences.append(nt("{count} kabupaten/kota belum mempunyai deret yang dapat dibandingkan.", silent))
    sentences.append(t("Dihitung dari data nasional yang disertakan, bukan hanya dari daerah di daftar ini."))
    return National(
        t(
            "{above} dari {count} kabupaten/kota sudah kembali ke PDRB {base} pada {year}",
            above=int((at >= HUNDRED).sum()),
            count=len(at),
            base=base,
            year=_marked(path, year),
        ),
        " ".join(sentences),
        frozenset(pd.Series(path.source.loc[[base, year, last]].to_numpy().ravel()).dropna()),
    )


def compared(record: Mapping[str, Any]) -> Compared | None:
    """Read from a record what the comparison of two regions shows; None where it holds no figures.

    Parameters
    ----------
    record
        Of the report.
    """
    figures, headline = record.get("figures"), record["headline"]
    if not figures:
        return None
    code = record["page"]["region"]
    index, growth = (_by_year(figures[name][code]) for name in ("level_index", "growth_pct"))
    years = [year for year in sorted({*index, *growth}) if index.get(year) is not None or growth.get(year) is not None]
    if not years:
        return None
    span = range(years[0], years[-1] + 1)
    states = {int(year): str(state) for year, state in figures["provisional_years"].items()}
    ranking, sectors = figures["latest_ranking"], figures["sectors"]
    return Compared(
        base_year=int(record["provenance"]["parameters"]["base_year"]),
        first_year=span[0],
        index=[_as_printed(index.get(year)) for year in span],
        growth=[_rounded(growth.get(year), 2) for year in span],
        marks={year: provisional.MARKS[state] for year, state in states.items() if year in span},
        breaks=sorted({int(one["year"]) for one in figures["breaks"] if one["table"] in {"grdp_level", "grdp_growth"}}),
        grdp=_rounded(headline["grdp_billion_idr_2010"], 1),
        rank=ranking and ranking["rank"] and (ranking["rank"], len(ranking["index"]), int(ranking["year"])),
        sectors=sectors and _latest_sectors(sectors["contribution_pp"]),
    )


def _by_year(series: Mapping[str, float | None]) -> dict[int, float | None]:
    return {int(year): value for year, value in series.items()}


def _latest_sectors(contributions: Mapping[str, Mapping[str, float | None]]) -> tuple[int, dict[str, float]] | None:
    known = {
        int(year): {sector: rounded_float(float(value), 2) for sector, value in sectors.items() if value is not None}
        for year, sectors in contributions.items()
    }
    year = max((year for year, sectors in known.items() if sectors), default=None)
    return None if year is None else (year, known[year])


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else rounded_float(float(value), digits)


def _as_printed(index: float | None) -> float | None:
    """Round an index to the decimals that pages print it with."""
    return None if index is None else rounded_float(index, n.index_digits(index))


def _marked(path: GrowthPath, year: int) -> str:
    """Write a year with the mark of the least final of its figures."""
    states: pd.Series = path.state.loc[year]
    return provisional.year(year, provisional.least_final(year, [one for one in states if one in provisional.MARKS]))


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
