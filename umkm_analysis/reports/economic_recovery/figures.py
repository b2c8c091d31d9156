"""Figures of the recovery report through time: growth, level, trend."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

from umkm_analysis.datasets.own.layers import LINKED, OWN
from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages import components as parts
from umkm_analysis.pages import provisional
from umkm_analysis.pages.charts import captions, figure, palette, points, scales
from umkm_analysis.pages.charts.native import Chart, Series, lines
from umkm_analysis.pages.fragment import paragraphs, together
from umkm_analysis.pages.interactive.explorer import Followed, explorer
from umkm_analysis.pages.interactive.story import Fall, story
from umkm_analysis.pages.tables import Cell, Column, Rows, bound_cells, cell, table
from umkm_analysis.reports.economic_recovery import notes, text, titles
from umkm_analysis.rounding import HUNDRED

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from matplotlib.axes import Axes

    from umkm_analysis.analysis.growth_path import GrowthPath
    from umkm_analysis.datasets.regions import Region
    from umkm_analysis.pages.fragment import Fragment
    from umkm_analysis.reports.economic_recovery.analysis import Recovery

LABEL_BELOW = (0.0, -8.0)


def growth(result: Recovery) -> Fragment:
    """Growth of the region, its province and the nation by year."""
    own, shock, after = result.region, result.shock_year, result.recovery_year
    frame = result.path.growth.dropna(how="all")
    drawn, (axes,) = figure.canvas()
    figure.reference_line(axes, 0)
    axes.margins(y=0.12)  # room for the label below the deepest point
    _lines(axes, result, frame, write=n.growth, value=n.signed_percent)
    _point(axes, (shock, frame.loc[shock, own.code]), n.growth, LABEL_BELOW)
    _point(axes, (after, frame.loc[after, own.code]), n.growth, (8.0, -6.0))
    scales.numbers(axes, "y", 0, signed=True)
    scales.years(axes, frame.index, states=result.shown_states)
    return figure.figure(
        drawn,
        name=t("pertumbuhan"),
        title=titles.growth_title(result),
        measure=t(
            "Pertumbuhan {product} ADHK 2010 terhadap tahun sebelumnya, persen, {first}–{last}",
            product=labels.product(own),
            first=frame.index[0],
            last=frame.index[-1],
        ),
        alt=t("Grafik garis. {message}", message=text.opening(result)),
        how=t(
            "setiap titik adalah pertumbuhan setahun; di bawah nol berarti ekonomi menyusut. Pertumbuhan "
            "tinggi setelah penurunan belum berarti pulih: lihat indeksnya di bagian berikut."
        ),
        source=parts.citation(result.provenance, result.level_sources),
        data=growth_table(result),
        chart=line_chart(result, frame, digits=2, signed=True),
    )


def growth_table(result: Recovery) -> Fragment:
    """Growth by year with the origin, status and source of the region's figure."""
    path, own = result.path, result.region.code
    frame = path.growth.dropna(how="all")
    columns = [
        Column(t("Tahun")),
        *(Column(t("{name} (persen)", name=name), numeric=True) for name in _names(result)),
        Column(t("Asal angka")),
        Column(t("Status")),
        Column(t("Sumber")),
    ]
    rows: Rows = [
        [
            provisional.year_cell(int(year), result.shown_states),
            *(cell(value, 2, signed=True) for value in frame.loc[year]),
            labels.label(labels.ORIGIN, path.growth_from.loc[year, own]),
            labels.label(labels.STATUS, path.status.loc[year, own]),
            parts.publisher(result.provenance, path.source.loc[year, own]),
        ]
        for year in frame.index
    ]
    caption = t("Pertumbuhan {product} ADHK 2010", product=labels.product(result.region))
    return table(caption, columns, rows, name=t("pertumbuhan"))


def level(result: Recovery) -> Fragment:
    """Level index of the region, its province and the nation."""
    own, base, after = result.region, result.base_year, result.recovery_year
    frame = result.path.index.dropna(how="all")
    drawn, (axes,) = figure.canvas()
    written = {year: frame[own.code].get(year, math.nan) for year in (result.last_year, after)}
    write = partial(n.number, digits=n.index_digits(*written.values()))
    _lines(axes, result, frame, write=write, value=write)
    figure.reference_line(axes, HUNDRED, t("tingkat {base} = 100", base=base))
    if after != result.last_year:
        _point(axes, (after, written[after]), write, (6.0, -7.0))
    scales.numbers(axes, "y")
    scales.years(axes, frame.index, states=result.shown_states)
    return figure.figure(
        drawn,
        name=t("indeks"),
        title=titles.level_title(result),
        measure=t("Indeks {product} ADHK 2010, {base} = 100", product=labels.product(own), base=base),
        alt=t("Grafik garis. {message}. {outcome}", message=titles.level_title(result), outcome=text.outcome(result)),
        how=t(
            "garis di bawah 100 berarti ekonomi masih lebih kecil daripada {base}, secepat apa pun pertumbuhannya.",
            base=base,
        ),
        source=parts.citation(result.provenance, result.level_sources),
        data=level_table(result),
        chart=line_chart(result, frame, digits=n.index_digits(*written.values())),
    )


def level_table(result: Recovery) -> Fragment:
    """Level index by year with what rounding alone could change."""
    base, own, path = result.base_year, result.region.code, result.path
    frame = path.index.dropna(how="all")
    low, high = path.index_low[own], path.index_high[own]
    digits = n.index_digits(*frame.to_numpy().ravel())
    of_loss = n.index_digits(*result.recouped)
    columns = [
        Column(t("Tahun")),
        *(Column(f"{name} ({base} = 100)", numeric=True) for name in _names(result)),
        Column(t("Batas bawah akibat pembulatan"), numeric=True),
        Column(t("Batas atas akibat pembulatan"), numeric=True),
        Column(t("Asal")),
        Column(t("Bagian penurunan yang sudah pulih (persen)"), numeric=True),
    ]
    rows: Rows = [
        [
            provisional.year_cell(int(year), result.shown_states),
            *(cell(value, digits) for value in frame.loc[year]),
            *bound_cells(low[year], high[year], digits),
            _origin(result, year),
            _recouped(result.recouped[year], of_loss),
        ]
        for year in frame.index
    ]
    caption = t("Indeks {product}, {base} = 100", product=labels.product(result.region), base=base)
    return table(caption, columns, rows, name=t("indeks"))


def _origin(result: Recovery, year: int) -> str:
    """Word the input of a year's index, and whether the level is a user's own or linked to it."""
    own, path = result.region.code, result.path
    origin = labels.label(labels.ORIGIN, path.index_from.loc[year, own])
    status = path.status.loc[year, own]
    return f"{origin}; {labels.label(labels.STATUS, status)}" if status in {OWN, LINKED} else origin


def trend(result: Recovery) -> Fragment:
    """The level index beside what two declared trends would have given."""
    own, base = result.region, result.base_year
    index = result.path.index[own.code].loc[base:].dropna()
    drawn, (axes,) = figure.canvas()
    end_labels = [(float(index.iloc[-1]), f"{own.name} {n.index(float(index.iloc[-1]))}", palette.OWN)]
    years_, paths = tuple(provisional.year(int(year), result.provisional_years) for year in index.index), []
    for trend_, style, colour in zip(result.trends, ("--", ":"), figure.REFERENCE_COLOURS, strict=True):
        if not trend_.is_path:
            continue
        would = [HUNDRED * (1 + trend_.rate / 100) ** (year - base) for year in index.index]
        axes.plot(index.index, would, style, color=colour, linewidth=1.5)
        name = t("tren {rate} persen", rate=n.number(trend_.rate, 2))
        end_labels.append((would[-1], name, colour))
        paths.append(Series(name, tuple(would), colour, dashed=True))
        points.line(axes, dict(zip(index.index, would, strict=True)), name=name, value=n.index, colour=colour)
    axes.plot(index.index, index, color=palette.OWN, linewidth=2.6, marker="o", markersize=5)
    written = partial(provisional.year, states=result.provisional_years)
    points.line(axes, index, name=own.name, value=n.index, column=written, colour=palette.OWN)
    bottom, top = axes.get_ylim()
    figure.end_labels(axes, end_labels, x=index.index[-1], gap=(top - bottom) * 0.065)
    scales.numbers(axes, "y")
    scales.years(axes, index.index, states=result.provisional_years)
    years = list(index.index[1:])
    columns = [Column(t("Tren")), Column(t("Laju (persen setahun)"), numeric=True)]
    columns += [
        Column(t("Selisih {year} (persen)", year=provisional.year(year, result.provisional_years)), numeric=True)
        for year in years
    ]
    rows: Rows = [
        [text.trend_name(one), cell(one.rate, 2), *(cell(float(one.gap[year]), 1, signed=True) for year in years)]
        for one in result.trends
    ]
    chart = figure.figure(
        drawn,
        name=t("tren"),
        title=titles.trend_title(result),
        measure=t(
            "Indeks {product}, {base} = 100, dan dua jalur tren yang diasumsikan",
            product=labels.product(own),
            base=base,
        ),
        alt=t("Grafik garis. {message}", message=text.against_trend(result) or titles.trend_title(result)),
        how=t(
            "jarak ke garis putus-putus bergantung pada laju tren yang dipilih; karena itu digunakan dua "
            "laju, dan keduanya bukan ramalan."
        ),
        source=parts.citation(result.provenance, result.level_sources),
        data=table(t("Selisih terhadap tren"), columns, rows, name=t("tren")),
        chart=Chart("line", years_, (Series(own.name, tuple(map(float, index))), *paths)),
    )
    return together(chart, *(paragraphs([note], css="note") for note in notes.no_path(result)))


def fall_and_rise(result: Recovery) -> list[Fragment]:
    """The region's fall and what it needed afterwards; nothing where it did not fall or a figure is missing."""
    years = (result.base_year, result.shock_year, result.recovery_year)
    own = result.region
    index = tuple(float(result.path.index.loc[year, own.code]) for year in years)
    growth = tuple(float(result.path.growth.loc[year, own.code]) for year in years[1:])
    if not text.known(*index, *growth, result.break_even) or result.break_even == 0:
        return []
    fall = Fall(
        name=own.name,
        product=labels.product(own),
        years=years,
        index=(index[0], index[1], index[2]),
        growth=(growth[0], growth[1]),
        needed=result.break_even,
        digits=text.break_even_digits(result),
        states=result.provisional_years,
    )
    return [story(fall, source=parts.citation(result.provenance, result.index_sources))]


def other_choices(result: Recovery) -> Fragment:
    """The level index beside any peer, from any base year, against any trend."""
    own = result.region.code
    return explorer(
        _followed(result.path, result.region),
        [_followed(result.path, above) for above in result.references],
        [_followed(result.nearby, peer) for peer in result.peers if peer.code != own],
        base=result.base_year,
        rate=result.trends[0].rate,
        product=labels.product(result.region),
    )


def _followed(path: GrowthPath, region: Region) -> Followed:
    return Followed(region.code, region.name, path.index[region.code], path.provisional_years(region.code))


def line_chart(result: Recovery, frame: pd.DataFrame, *, digits: int, signed: bool = False) -> Chart:
    """The lines of region, province and nation for PowerPoint."""
    years = [provisional.year(int(year), result.shown_states) for year in frame.index]
    names = dict(zip(frame.columns, _names(result), strict=True))
    return lines(frame, names, years=years, own=result.region.code, digits=digits, signed=signed)


def _recouped(share: float, digits: int) -> str | Cell:
    """Share of the loss made good; above 100 the level is regained, and a share of the loss says nothing."""
    return t("pulih") if share >= HUNDRED else cell(share, digits, missing=labels.NOTHING)


def _lines(
    axes: Axes, result: Recovery, frame: pd.DataFrame, *, write: Callable[[float], str], value: Callable[[float], str]
) -> None:
    """Draw a line a region; the region's own label carries its last figure, each stands at its line's own end.

    ``write`` writes a figure beside its mark, ``value`` with its unit where the chart is asked.
    """
    above = [region.code for region in result.references]
    colours = dict(zip(above, figure.REFERENCE_COLOURS, strict=False))
    styles = dict(zip(above, figure.REFERENCE_STYLES, strict=False))
    names = dict(zip(frame.columns, _names(result), strict=True))
    end_labels, early = [], []
    for code in reversed(frame.columns):
        series = frame[code].dropna()
        if series.empty:
            continue
        own = code == result.region.code
        colour = palette.OWN if own else colours[code]
        axes.plot(
            frame.index,
            frame[code],
            linestyle=styles.get(code, "-"),
            color=colour,
            linewidth=2.6 if own else 1.5,
            marker="o",
            markersize=5 if own else 2.5,
        )
        states = result.path.provisional_years(code)
        points.line(
            axes, series, name=names[code], value=value, column=partial(provisional.year, states=states), colour=colour
        )
        last, label = int(series.index[-1]), names[code]
        if own:
            label = f"{label} {write(float(series.iloc[-1]))}"
        if last == frame.index[-1]:
            end_labels.append((float(series.iloc[-1]), label, colour))
        else:
            early.append(((float(last), float(series.iloc[-1])), label, colour))
    for end in early:
        captions.own_end_label(axes, *end)
    bottom, top = axes.get_ylim()
    figure.end_labels(axes, end_labels, x=int(frame.index[-1]), gap=(top - bottom) * 0.07)


def _point(axes: Axes, at: tuple[int, float], write: Callable[[float], str], offset: tuple[float, float]) -> None:
    if math.isfinite(at[1]):
        figure.value_label(axes, at, write(at[1]), offset=offset, own=True)


def _names(result: Recovery) -> list[str]:
    return [result.region.name, *(above.name for above in result.references)]
