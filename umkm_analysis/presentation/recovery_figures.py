"""Figures of the recovery report, each titled by its message."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from umkm_analysis.presentation import charts, words
from umkm_analysis.presentation import numbers as n
from umkm_analysis.presentation import recovery_text as text
from umkm_analysis.presentation.tables import Column, table

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from umkm_analysis.analyses.economic_recovery import Ranking, Recovery
    from umkm_analysis.analyses.sector_story import SectorStory
    from umkm_analysis.presentation.fragment import Fragment

LEVEL_SOURCE = "Bappenas Simreg dan BPS, PDRB ADHK 2010"
SHORT_NAME = 34
"""Characters of a sector's name that fit beside its bar."""


def growth(result: Recovery) -> Fragment:
    """Growth of the region, its province and the nation by year."""
    own, shock, after = result.region, result.shock_year, result.recovery_year
    frame = result.path.growth.dropna(how="all")
    drawn, (axes,) = charts.canvas()
    axes.axhline(0, color=charts.SECOND, linewidth=0.8)
    _lines(axes, result, frame)
    for year in (shock, after):
        _point(axes, year, frame.loc[year, own.code], n.growth)
    charts.decimal_axis(axes.yaxis, 0, signed=True)
    charts.year_axis(axes, frame.index)
    values = frame[own.code]
    title = f"Pertumbuhan berbalik dari {n.growth(values[shock])} ke {n.growth(values[after])} persen"
    if not values[shock] < 0 < values[after]:
        title = f"Pertumbuhan bergerak dari {n.growth(values[shock])} ke {n.growth(values[after])} persen"
    return charts.figure(
        drawn,
        name="pertumbuhan",
        title=title,
        measure=f"Pertumbuhan PDRB ADHK 2010 terhadap tahun sebelumnya, persen, {frame.index[0]}–{frame.index[-1]}",
        alt=f"Grafik garis. {text.opening(result)}",
        how="setiap titik adalah pertumbuhan setahun; di bawah nol berarti ekonomi menyusut. Titik tinggi setelah "
        "titik rendah belum berarti pulih: lihat indeks level.",
        source=f"{LEVEL_SOURCE}; laju terbit BPS untuk tahun tanpa level",
        data=growth_table(result),
    )


def growth_table(result: Recovery) -> Fragment:
    """Growth by year with the origin, status and source of the region's figure."""
    path, own = result.path, result.region.code
    frame = path.growth.dropna(how="all")
    columns = [
        Column("Tahun"),
        *(Column(f"{name} (persen)", numeric=True) for name in _names(result)),
        Column("Asal angka daerah"),
        Column("Status"),
        Column("Sumber"),
    ]
    rows = [
        [
            str(year),
            *(n.growth(value) for value in frame.loc[year]),
            _word(words.ORIGIN, path.growth_from.loc[year, own]),
            _word(words.STATUS, path.status.loc[year, own]),
            _publisher(result, path.source.loc[year, own]),
        ]
        for year in frame.index
    ]
    return table("Pertumbuhan PDRB ADHK 2010", columns, rows)


def level(result: Recovery) -> Fragment:
    """Level index of the region, its province and the nation."""
    own, base, after = result.region, result.base_year, result.recovery_year
    frame = result.path.index.dropna(how="all")
    drawn, (axes,) = charts.canvas()
    axes.axhline(100, color=charts.SECOND, linewidth=0.8)
    axes.annotate(
        f"level {base} = 100",
        (frame.index[0], 100),
        xytext=(0, 4),
        textcoords="offset points",
        color=charts.SECOND,
    )
    _lines(axes, result, frame)
    for year in {after, result.last_year}:
        _point(axes, year, frame[own.code].get(year, math.nan), lambda value: n.number(value, 1))
    charts.decimal_axis(axes.yaxis)
    charts.year_axis(axes, frame.index)
    columns = [
        Column("Tahun"),
        *(Column(f"{name} ({base} = 100)", numeric=True) for name in _names(result)),
        Column("Rentang pembulatan", numeric=True),
        Column("Asal"),
        Column("Bagian yang pulih (persen)", numeric=True),
    ]
    low, high = result.path.index_low[own.code], result.path.index_high[own.code]
    rows = [
        [
            str(year),
            *(n.number(value, 1) for value in frame.loc[year]),
            f"{n.number(low[year], 2)}–{n.number(high[year], 2)}" if math.isfinite(low[year]) else n.UNKNOWN,
            _word(words.ORIGIN, result.path.index_from.loc[year, own.code]),
            "–" if not math.isfinite(result.recouped[year]) else n.number(result.recouped[year], 1),
        ]
        for year in frame.index
    ]
    return charts.figure(
        drawn,
        name="level",
        title=text.level_title(result),
        measure=f"Indeks level PDRB ADHK 2010, {base} = 100",
        alt=f"Grafik garis. {text.level_title(result)}. {text.outcome(result)}",
        how=f"garis di bawah 100 berarti ekonomi masih lebih kecil daripada {base}, secepat apa pun pertumbuhannya.",
        source=LEVEL_SOURCE,
        data=table(f"Indeks level, {base} = 100", columns, rows),
    )


def trend(result: Recovery) -> Fragment:
    """The level index beside what two declared trends would have given."""
    own, base = result.region, result.base_year
    index = result.path.index[own.code].loc[base:].dropna()
    drawn, (axes,) = charts.canvas()
    labels = [(index.iloc[-1], f"{own.name}", charts.OWN)]
    for trend_, style, colour in zip(result.trends, ("--", ":"), charts.REFERENCE_COLOURS, strict=True):
        if not math.isfinite(trend_.rate):
            continue
        would = [100 * (1 + trend_.rate / 100) ** (year - base) for year in index.index]
        axes.plot(index.index, would, style, color=colour, linewidth=1.4)
        labels.append((would[-1], f"tren {n.number(trend_.rate, 2)} persen", colour))
    axes.plot(index.index, index, color=charts.OWN, linewidth=2.4, marker="o", markersize=4)
    bottom, top = axes.get_ylim()
    charts.end_labels(axes, labels, x=index.index[-1], gap=(top - bottom) * 0.06)
    charts.decimal_axis(axes.yaxis)
    charts.year_axis(axes, index.index)
    years = list(index.index[1:])
    columns = [Column("Tren"), Column("Laju (persen setahun)", numeric=True)]
    columns += [Column(f"Selisih {year} (persen)", numeric=True) for year in years]
    rows = [
        [_trend_name(t), n.number(t.rate, 2), *(n.number(t.gap[year], 1, signed=True) for year in years)]
        for t in result.trends
    ]
    gap = result.trends[0].gap[result.recovery_year]
    message = f"{text.trend_gap_phrase(gap)} tren {base}" if math.isfinite(gap) else "tren tidak dapat dihitung"
    return charts.figure(
        drawn,
        name="tren",
        title=f"PDRB {result.recovery_year} {message}",
        measure=f"Indeks level PDRB, {base} = 100, dan jalur dengan dua laju tren yang dinyatakan",
        alt=f"Grafik garis. {text.against_trend(result)}",
        how="jarak ke garis putus-putus bergantung pada laju tren yang dipilih; karena itu dua laju dinyatakan, "
        "dan tidak satu pun merupakan ramalan.",
        source=LEVEL_SOURCE,
        data=table("Selisih terhadap tren", columns, rows),
    )


def ranking(result: Recovery, found: Ranking) -> Fragment:
    """Every peer's level index on one line, the region marked."""
    own = result.region
    peers = {peer.code: peer.name for peer in result.peers}
    drawn, (axes,) = charts.canvas(height=max(2.2, 0.26 * len(found.index) + 0.7), left=0.27, right=0.93)
    order = list(found.index.index)[::-1]
    axes.axvline(100, color=charts.SECOND, linewidth=0.8)
    for position, code in enumerate(order):
        colour = charts.OWN if code == own.code else charts.SECOND
        axes.plot([100, found.index[code]], [position, position], color=colour, linewidth=1.2)
        axes.plot(found.index[code], position, "o", color=colour, markersize=7 if code == own.code else 5)
        axes.annotate(
            n.number(found.index[code], 1),
            (found.index[code], position),
            xytext=(9 if found.index[code] >= 100 else -9, 0),  # noqa: PLR2004 - the base level
            textcoords="offset points",
            ha="left" if found.index[code] >= 100 else "right",  # noqa: PLR2004 - the base level
            va="center",
            fontsize=9,
            color=colour if code == own.code else charts.FIRST,
        )
    axes.grid(visible=False)
    axes.margins(x=0.12)
    axes.set_yticks(range(len(order)), [peers[code] for code in order])
    for label, code in zip(axes.get_yticklabels(), order, strict=True):
        label.set_color(charts.OWN if code == own.code else charts.FIRST)
        label.set_fontweight("bold" if code == own.code else "normal")
    axes.spines["left"].set_visible(False)
    charts.decimal_axis(axes.xaxis)
    rows = [
        [peers[code], n.number(value, 1), n.number(value - 100, 1, signed=True)] for code, value in found.index.items()
    ]
    marked = list(found.index.index).index(own.code) if own.code in found.index else None
    data = table(
        f"Indeks level {found.year}",
        [Column("Wilayah"), Column("Indeks", numeric=True), Column("Selisih (persen)", numeric=True)],
        rows,
        marked=marked,
    )
    phrase = text.rank_phrase(found, result) if math.isfinite(found.rank) else "tanpa peringkat"
    return charts.figure(
        drawn,
        name="peringkat",
        title=f"{own.name}: {phrase}",
        measure=f"Indeks level PDRB {found.year}, {result.base_year} = 100",
        alt=f"Grafik titik. {text.standing(result)} Tertinggi {peers[found.index.index[0]]} "
        f"({n.number(found.index.iloc[0], 1)}), terendah {peers[found.index.index[-1]]} "
        f"({n.number(found.index.iloc[-1], 1)}).",
        how=f"titik di kanan garis 100 sudah melampaui level {result.base_year}; jarak antartitik lebih penting "
        "daripada nomor urutnya.",
        source=LEVEL_SOURCE,
        data=data,
    )


def contribution(result: Recovery, story: SectorStory) -> Fragment:
    """Sectors' contributions to growth in the shock and in the recovery year."""
    years = [year for year in (result.shock_year, result.recovery_year) if year in story.contribution]
    years = years or [story.last_year]
    frame = story.contribution[years].sort_values(years[-1])
    frame = frame[frame.abs().max(axis=1) > 0]
    drawn, panels = charts.canvas(height=0.25 * len(frame) + 0.9, left=0.33, right=0.97, panels=len(years))
    for axes, year in zip(panels, years, strict=True):
        colours = [charts.OWN if value < 0 else charts.FIRST for value in frame[year]]
        axes.barh(range(len(frame)), frame[year], color=colours, height=0.66)
        axes.axvline(0, color=charts.SECOND, linewidth=0.8)
        axes.set_title(str(year), fontsize=10, fontweight="bold", loc="left")
        axes.grid(visible=True, axis="x")
        axes.grid(visible=False, axis="y")
        axes.spines["left"].set_visible(False)
        charts.decimal_axis(axes.xaxis, 1, signed=True)
    panels[0].set_yticks(range(len(frame)), [_short(story.names[code]) for code in frame.index])
    first = years[0]
    deepest = story.contribution[first].idxmin() if story.contribution[first].min() < 0 else None
    strongest = story.contribution[years[-1]].idxmax()
    message = f"{story.names[strongest]} paling mendorong {years[-1]}"
    if deepest is not None:
        message = f"{story.names[deepest]} paling menekan {first}; {message}"
    columns = [Column("Sektor"), Column(f"Pangsa {story.first_year} (persen)", numeric=True)]
    if story.location_quotient is not None:
        columns.append(Column(f"LQ {story.first_year}", numeric=True))
    columns += [Column(f"{year} (poin persen)", numeric=True) for year in story.contribution]
    return charts.figure(
        drawn,
        name="sektor",
        title=message,
        measure="Sumbangan sektor terhadap pertumbuhan PDRB, poin persen",
        alt=f"Grafik batang. {message}.",
        how="batang seluruh sektor berjumlah sama dengan pertumbuhan tahun itu; merah menekan, abu-abu mendorong.",
        source="Bappenas Simreg, PDRB Lapangan Usaha ADHK 2010; sektor E 2021–2022 adalah sisa terhadap total",
        data=table("Sumbangan sektor", columns, _contribution_rows(story)),
    )


def shift_share(result: Recovery, story: SectorStory, effects: pd.DataFrame) -> Fragment:
    """What of the change since the base year came with the province, from the mix, and from the region itself."""
    total = effects.sum()
    parts = ["national", "industry_mix", "regional"]
    drawn, (axes,) = charts.canvas(height=2.4, left=0.33, right=0.93)
    for position, name in enumerate(reversed(parts)):
        value = total[name]
        axes.barh(position, value, color=charts.OWN if value < 0 else charts.FIRST, height=0.6)
        axes.annotate(
            n.number(value, 1, signed=True),
            (value, position),
            xytext=(6 if value >= 0 else -6, 0),
            textcoords="offset points",
            ha="left" if value >= 0 else "right",
            va="center",
        )
    axes.set_yticks(range(len(parts)), [words.EFFECT[name] for name in reversed(parts)])
    axes.axvline(0, color=charts.SECOND, linewidth=0.8)
    axes.grid(visible=False)
    axes.margins(x=0.18)
    axes.spines["left"].set_visible(False)
    charts.decimal_axis(axes.xaxis, 0, signed=True)
    reference = result.references[0].name
    verb = "lebih cepat" if total["regional"] > 0 else "lebih lambat"
    window = f"{story.first_year}–{story.last_year}"
    rows = [
        [story.names[code], *(n.number(value, 1, signed=True) for value in row)]
        for code, *row in effects[[*parts, "change"]].itertuples()
    ]
    rows.append(["Jumlah", *(n.number(total[name], 1, signed=True) for name in [*parts, "change"])])
    columns = [
        Column("Sektor"),
        *(Column(f"{words.EFFECT[name]} (miliar rupiah)", numeric=True) for name in [*parts, "change"]),
    ]
    return charts.figure(
        drawn,
        name="shift-share",
        title=f"Sektor-sektor {result.region.name} tumbuh {verb} daripada sektor yang sama di {reference}",
        measure=f"Shift-share perubahan PDRB {window} terhadap {reference}, miliar rupiah harga 2010",
        alt=f"Grafik batang. Dari perubahan {n.number(total['change'], 1, signed=True)} miliar rupiah, "
        f"{n.number(total['regional'], 1, signed=True)} miliar berasal dari keunggulan daerah.",
        how="ketiga bagian berjumlah sama dengan perubahan PDRB; hasilnya bergantung pada jendela tahun yang dipilih.",
        source="Bappenas Simreg, PDRB Lapangan Usaha ADHK 2010",
        data=table(f"Shift-share {window}", columns, rows),
    )


def _contribution_rows(story: SectorStory) -> list[list[str]]:
    rows = []
    for code in story.contribution.index:
        quotient = [] if story.location_quotient is None else [n.number(story.location_quotient[code], 2)]
        cells = [n.number(value, 2, signed=True) for value in story.contribution.loc[code]]
        rows.append([story.names[code], n.number(story.share[code], 1), *quotient, *cells])
    blank = [""] * (1 if story.location_quotient is None else 2)
    rows.append(["Sisa pembulatan", *blank, *(n.number(value, 2, signed=True) for value in story.residual)])
    totals = story.contribution.sum() + story.residual
    rows.append(["Pertumbuhan PDRB", *blank, *(n.number(value, 2, signed=True) for value in totals)])
    return rows


def _lines(axes: Axes, result: Recovery, frame: pd.DataFrame) -> None:
    colours = dict(zip([above.code for above in result.references], charts.REFERENCE_COLOURS, strict=False))
    names = dict(zip(frame.columns, _names(result), strict=True))
    labels = []
    for code in reversed(frame.columns):
        series = frame[code].dropna()
        if series.empty:
            continue
        own = code == result.region.code
        colour = charts.OWN if own else colours[code]
        axes.plot(
            series.index,
            series,
            color=colour,
            linewidth=2.4 if own else 1.5,
            marker="o",
            markersize=4 if own else 2.5,
        )
        labels.append((float(series.iloc[-1]), names[code], colour, int(series.index[-1])))
    bottom, top = axes.get_ylim()
    right = max(year for *_, year in labels)
    charts.end_labels(axes, [label[:3] for label in labels], x=right, gap=(top - bottom) * 0.065)


def _point(axes: Axes, year: int, value: float, write: object) -> None:
    if not math.isfinite(value):
        return
    below = value < sum(axes.get_ylim()) / 2
    axes.annotate(
        write(value),  # type: ignore[operator]
        (year, value),
        xytext=(0, -14 if below else 8),
        textcoords="offset points",
        ha="center",
        color=charts.OWN,
        fontweight="bold",
    )


def _names(result: Recovery) -> list[str]:
    return [result.region.name, *(above.name for above in result.references)]


def _trend_name(trend_: object) -> str:
    first, last = trend_.first_year, trend_.last_year  # type: ignore[attr-defined]
    return f"Pertumbuhan {first} berlanjut" if first == last else f"Rata-rata geometrik {first}–{last} berlanjut"


def _short(name: str) -> str:
    return name if len(name) <= SHORT_NAME else name[: SHORT_NAME - 1].rsplit(" ", 1)[0].rstrip(",;") + " …"


def _word(vocabulary: dict[str, str], code: object) -> str:
    return vocabulary.get(code, "–") if isinstance(code, str) else "–"


def _publisher(result: Recovery, source: object) -> str:
    known = result.provenance.sources
    return (
        str(known.loc[source, "publisher"]).split(" (")[0] if isinstance(source, str) and source in known.index else "–"
    )
