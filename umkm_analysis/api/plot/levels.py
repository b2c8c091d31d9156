"""Chart of level indices: a line a region."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from umkm_analysis.api.guesses import guided
from umkm_analysis.api.plot.chart import Chart, least_final_states, source_line, titled
from umkm_analysis.api.selection import region_names, select
from umkm_analysis.api.tables.growth import BASE_YEAR, level_index
from umkm_analysis.errors import UsageError
from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n.labels import product_of
from umkm_analysis.i18n.translation import nt, t, use_language
from umkm_analysis.pages.charts import figure, palette, scales
from umkm_analysis.rounding import HUNDRED

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from umkm_analysis.api.selection import Regions, Years

COLOURS = (palette.OWN, palette.LOW, palette.INK, palette.SECOND, palette.LOW, palette.INK)
STYLES: tuple[Any, ...] = ("-", "-", "-", "-", (0, (3.2, 1.6)), (0, (3.2, 1.6)))
"""Of so many lines each has its own colour and name; of more only those that are highlighted."""


@guided
def level(  # noqa: PLR0913 - one argument a choice of the person
    regions: Regions = None,
    *,
    base_year: int = BASE_YEAR,
    years: Years = None,
    kind: str | None = None,
    province: str | int | None = None,
    highlight: Regions = None,
    title: str | None = None,
    language: str | None = None,
) -> Chart:
    """Draw the level index of regions, a line each.

    Parameters
    ----------
    regions, years, kind, province
        As for :func:`~umkm_analysis.grdp`.
    base_year
        The year that equals 100.
    highlight
        Regions among these that are drawn strongly and named, six at most; all where there are no more than six.
    title
        Else it says how many regions stand above the base year.
    language
        "id" or "en"; None for the language in use.

    Returns
    -------
    matplotlib Figure.

    Raises
    ------
    UsageError
        If a region is unknown, a year is not covered, or more than six are highlighted.

    Notes
    -----
    A line ends at a break in its series. Years marked * or ** are not final.

    Examples
    --------
    >>> import umkm_analysis as ua
    >>> chart = ua.plot.level(["Kota Mojokerto", "Kota Kediri", "Kota Blitar"], base_year=2019, language="en")
    >>> chart.texts[0].get_text()
    'All 3 regions at or above their 2019 level in 2025'
    """
    table = level_index(regions, base_year=base_year, years=years, kind=kind, province=province, wide=True)
    about, frame = table.attrs, pd.DataFrame(table).dropna(how="all")
    codes = list(frame.columns)
    shown = codes if highlight is None and len(codes) <= len(COLOURS) else _highlighted(highlight, codes)
    with use_language(language):
        drawn, (axes,) = figure.canvas(right=0.74 if shown else 0.96)
        _lines(axes, frame, shown)
        figure.reference_line(axes, HUNDRED, t("tingkat {base} = 100", base=base_year))
        scales.numbers(axes, "y")
        scales.years(axes, frame.index, states=least_final_states(about))
        return titled(
            drawn,
            title=title or _title(frame, base_year),
            measure=_measure(frame, base_year),
            source=source_line(about),
        )


def _highlighted(highlight: Regions, codes: list[str]) -> list[str]:
    if highlight is None:
        return []
    chosen = select(highlight)
    outside = [code for code in chosen if code not in codes]
    if outside:
        raise UsageError(f"highlight: {', '.join(region_names(outside))} is not among the regions drawn.")
    if len(chosen) > len(COLOURS):
        raise UsageError(f"highlight: {len(chosen)} regions; no more than {len(COLOURS)} lines can be distinguished.")
    return chosen


def _lines(axes: Axes, frame: pd.DataFrame, shown: list[str]) -> None:
    rest = frame.drop(columns=shown)
    if not rest.empty:
        axes.plot(rest.index, rest.to_numpy(), color=palette.QUIET, linewidth=1.0 if len(rest.columns) < 60 else 0.5)  # noqa: PLR2004 - beyond it they cover each other
    names, labels = region_names(shown), []
    only = len(shown) == 1 or not rest.empty
    for place, code in reversed(list(enumerate(shown))):
        line = frame[code].dropna()
        if line.empty:
            continue
        colour = COLOURS[place]
        axes.plot(
            frame.index, frame[code], color=colour, linestyle=STYLES[place], linewidth=2.6 if only else 2.0, marker="o",
            markersize=4 if only else 3,
        )  # fmt: skip
        value = float(line.iloc[-1])
        year = int(line.index[-1])
        early = "" if year == frame.index[-1] else f" ({year})"  # else it reads as of the year the others end in
        labels.append((value, f"{names[code]} {n.index(value)}{early}", colour))
    bottom, top = axes.get_ylim()
    figure.end_labels(axes, labels, x=int(frame.index[-1]), gap=(top - bottom) * 0.07)


def _measure(frame: pd.DataFrame, base_year: int) -> str:
    product = product_of(frame.columns)
    measure = t("Indeks {product} ADHK 2010, {base} = 100", product=product, base=base_year)
    missing = int(frame.iloc[-1].isna().sum())
    if not missing:
        return measure
    year = int(frame.index[-1])
    return measure + "; " + nt("{count} daerah tanpa angka pada {year}", missing, year=year)


def _title(frame: pd.DataFrame, base_year: int) -> str:
    year = int(frame.index[-1])
    last = frame.iloc[-1].dropna()
    above, count = int((last >= HUNDRED).sum()), len(last)
    if count == 1:
        name = region_names(list(last.index)).iloc[0]
        return t("{name}: indeks {value} pada {year}", name=name, value=n.index(float(last.iloc[0])), year=year)
    if above == count:
        return t("Semua {count} daerah mencapai tingkat {base} pada {year}", count=count, base=base_year, year=year)
    return t(
        "{above} dari {count} daerah mencapai tingkat {base} pada {year}", above=above, count=count, base=base_year,
        year=year,
    )  # fmt: skip
