"""Figures of the recovery report among peers: the ranking, and where the region stands measure by measure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages import components as parts
from umkm_analysis.pages.charts import captions, figure, native, palette, points, rankings, swarms
from umkm_analysis.pages.tables import Column, Rows, cell, table
from umkm_analysis.reports.economic_recovery import text
from umkm_analysis.rounding import HUNDRED

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from umkm_analysis.pages.fragment import Fragment
    from umkm_analysis.reports.economic_recovery.analysis import Recovery
    from umkm_analysis.reports.economic_recovery.outcomes import Ranking

RATE_DIGITS = 2
DOT_WIDTH = 0.018
"""Width of a dot as part of its row: nearer ones are stacked."""


def ranking(result: Recovery, found: Ranking) -> Fragment:
    """Every peer's level index on one line, the region marked."""
    own, base = result.region, result.base_year
    names = {peer.code: peer.name for peer in result.peers}
    drawn = rankings.draw(found.index, names=names, base=HUNDRED, own=own.code)
    digits = n.index_digits(*found.index)
    rows: Rows = [
        [names[code], cell(value, digits), cell(value - HUNDRED, digits, signed=True)]
        for code, value in found.index.items()
    ]
    known = math.isfinite(found.rank)
    best, worst = found.index.index[0], found.index.index[-1]
    return figure.figure(
        drawn,
        name=t("peringkat"),
        title=t("{name} menempati {rank}", name=own.name, rank=text.rank_phrase(found, result))
        if known
        else t("{name}: tanpa peringkat, karena datanya tahun itu tidak tersedia", name=own.name),
        measure=t(
            "Indeks PDRB {year}, {base} = 100; {year} adalah tahun terbaru yang datanya tersedia untuk "
            "sebagian besar dari {peers}",
            year=found.year,
            base=base,
            peers=labels.counted(own.kind, len(result.peers)),
        ),
        alt=t(
            "Grafik titik. {message} Tertinggi {best} ({high}), terendah {worst} ({low}).",
            message=text.standing(result),
            best=names[best],
            high=n.number(found.index[best], digits),
            worst=names[worst],
            low=n.number(found.index[worst], digits),
        ),
        how=t(
            "titik di kanan garis 100 sudah melampaui tingkat {base}; jarak antartitik lebih penting "
            "daripada nomor urutnya.",
            base=base,
        ),
        source=parts.citation(result.provenance, result.peer_sources),
        data=table(
            t("Indeks PDRB {year}", year=found.year),
            [Column(t("Wilayah")), Column(t("Indeks"), numeric=True), Column(t("Selisih (persen)"), numeric=True)],
            rows,
            name=t("peringkat"),
            marked=list(found.index.index).index(own.code) if own.code in found.index else None,
        ),
        chart=native.ranked(
            found.index.dropna(),
            names,
            own=own.code,
            digits=digits,
            base=HUNDRED,
            measure=t("Indeks PDRB {year}, {base} = 100", year=found.year, base=base),
            origin=f"{base} = 100",
        ),
    )


def positions(result: Recovery, frame: pd.DataFrame) -> Fragment:
    """One line a measure: every peer a dot, the region marked, province and nation as ticks."""
    own = result.region
    peers = [peer.code for peer in result.peers]
    measures = [column for column, count in frame.loc[peers].notna().sum().items() if count > 1]
    drawn, (axes,) = figure.canvas(height=0.62 * len(measures) + 0.7, left=0.27, right=0.98)
    figure.rows(axes, [_measure(result, *column) for column in reversed(measures)], size=9.5)
    for position, column in enumerate(reversed(measures)):
        _spine(axes, position, frame[column], result)
    axes.set_xlim(-0.11, 1.11)
    axes.set_ylim(-0.6, len(measures) - 0.2)
    styles = zip(result.references, figure.REFERENCE_COLOURS, figure.REFERENCE_STYLES, strict=False)
    captions.key(axes, own.name, [(above.name, colour, style) for above, colour, style in styles])
    known = int(frame.loc[peers, measures[-1]].notna().sum())
    return figure.figure(
        drawn,
        name=t("posisi"),
        title=_positions_title(result, frame, measures),
        measure=t(
            "Setiap baris membentang dari nilai terendah ke tertinggi di antara {peers}, serta {above}",
            peers=labels.counted(own.kind, known),
            above=n.listed([above.name for above in result.references]),
        ),
        alt=t("Grafik titik berbaris. {message}", message=_positions_alt(result, frame, measures)),
        how=t(
            "titik berwarna adalah {name}, titik abu-abu {others} lain; garis tegak menandai {above}. Makin ke "
            "kanan makin tinggi.",
            name=own.name,
            others=labels.counted(own.kind, known - 1),
            above=n.listed([above.name for above in result.references]),
        ),
        source=parts.citation(result.provenance, [*result.peer_sources, *result.level_sources]),
        data=_positions_table(result, frame, measures),
        chart=_positions_chart(result, frame[measures[-1]]),
    )


def _positions_chart(result: Recovery, values: pd.Series) -> native.Chart:
    """The last measure of the drawing, of which its title speaks: every peer a point, stacked where they would meet."""
    own, known = result.region.code, values[[peer.code for peer in result.peers]].dropna().sort_values()
    span = float(known.max() - known.min()) or 1.0
    heights = swarms.swarm([(float(value) - float(known.min())) / span for value in known], least=DOT_WIDTH)
    names = {peer.code: peer.name for peer in result.peers}
    return native.Chart(
        "scatter",
        tuple(names[str(code)] for code in known.index),
        (
            native.Series(_measure(result, *values.name).replace("\n", " "), tuple(map(float, known))),
            native.Series("", tuple(heights)),
        ),
        _digits(values),
        signed=values.name[0] != "index",
        measure=_measure(result, *values.name).replace("\n", " "),
        colours=tuple(palette.OWN if code == own else palette.SECOND for code in known.index),
    )


def _spine(axes: Axes, position: int, values: pd.Series, result: Recovery) -> None:
    own, known, digits = result.region.code, _known(values), _digits(values)
    low, high = min(known.values()), max(known.values())
    span = (high - low) or 1.0
    scaled = {code: (value - low) / span for code, value in known.items()}
    signed = values.name[0] != "index"
    axes.plot([0, 1], [position, position], color=palette.GRID, linewidth=1.2)
    others = [peer.code for peer in result.peers if peer.code in scaled and peer.code != own]
    styles = zip(result.references, figure.REFERENCE_COLOURS, figure.REFERENCE_STYLES, strict=False)
    for above, colour, style in styles:
        if above.code in scaled:
            place = scaled[above.code]
            axes.plot([place, place], [position - 0.17, position + 0.17], color=colour, linestyle=style, linewidth=2)
    places = [scaled[code] for code in others]
    heights = swarms.swarm(places, least=DOT_WIDTH)
    axes.plot(places, [position + height for height in heights], "o", color=palette.QUIET, markersize=5)
    stacked = dict(zip(others, heights, strict=True))
    placed = {code: (place, position + stacked.get(code, 0.0)) for code, place in scaled.items()}
    _answers(axes, placed, values, result)
    for place, value, side in ((0.0, low, -8.0), (1.0, high, 8.0)):
        label = n.number(value, digits, signed=signed)
        figure.value_label(axes, (place, position), label, offset=(side, 0.0), own=False)
    if own in scaled:
        place = scaled[own]
        axes.plot(place, position, "o", color=palette.OWN, markersize=9)
        label = n.number(known[own], digits, signed=signed)
        figure.value_label(axes, (place, position), label, offset=(0.0, 8.0), own=True)


def _answers(axes: Axes, places: dict[str, tuple[float, float]], values: pd.Series, result: Recovery) -> None:
    """Mark every dot and tick of a row with its name and figure."""
    kind, year = values.name
    known, digits = _known(values), _digits(values)
    measure = _measure(result, str(kind), int(year)).replace("\n", " ")
    above = [region.code for region in result.references]
    colours = {result.region.code: palette.OWN, **dict(zip(above, figure.REFERENCE_COLOURS, strict=False))}
    for region in (*result.peers, *result.references):
        if region.code in places:
            written = n.number(known[region.code], digits, signed=kind != "index")
            colour = colours.get(region.code, palette.SECOND)
            points.dot(axes, places[region.code], region.name, written, part=measure, colour=colour)


def _measure(result: Recovery, kind: str, year: int) -> str:
    if kind == "mean_growth":
        first = result.trends[-1].first_year
        return t("Pertumbuhan {first}–{last},\nrata-rata (persen)", first=first, last=year)
    if kind == "growth":
        return t("Pertumbuhan {year} (persen)", year=year)
    return t("Indeks PDRB {year}\n({base} = 100)", year=year, base=result.base_year)


def _known(values: pd.Series) -> dict[str, float]:
    """Figures by region: one is asked for at a time, for which a series takes fifty times as long."""
    known: dict[str, float] = values.dropna().to_dict()
    return known


def _digits(values: pd.Series) -> int:
    return n.index_digits(*values) if values.name[0] == "index" else RATE_DIGITS


def _above(result: Recovery, values: pd.Series) -> int:
    peers = values[[peer.code for peer in result.peers]].dropna()
    return int((peers < values[result.region.code]).sum())


def _positions_title(result: Recovery, frame: pd.DataFrame, measures: list[tuple[str, int]]) -> str:
    column = measures[-1]
    values = frame[column]
    if not math.isfinite(values[result.region.code]):
        return t("Posisi {name} di antara daerah sejenis", name=result.region.name)
    count = int(values[[peer.code for peer in result.peers]].notna().sum())
    return t(
        "Indeks PDRB {year} {name} lebih tinggi daripada {beaten} dari {others} lain",
        year=column[1],
        name=result.region.name,
        beaten=_above(result, values),
        others=labels.counted(result.region.kind, count - 1),
    )


def _positions_alt(result: Recovery, frame: pd.DataFrame, measures: list[tuple[str, int]]) -> str:
    sentences = [
        t(
            "{measure}: {own}, di antara {low} dan {high}",
            measure=_measure(result, *column).replace("\n", " "),
            own=n.number(float(frame.loc[result.region.code, column]), _digits(frame[column])),
            low=n.number(float(frame[column].min()), _digits(frame[column])),
            high=n.number(float(frame[column].max()), _digits(frame[column])),
        )
        for column in measures
    ]
    return "; ".join(sentences) + "."


def _positions_table(result: Recovery, frame: pd.DataFrame, measures: list[tuple[str, int]]) -> Fragment:
    names = {region.code: region.name for region in (*result.peers, *result.references)}
    order = [result.region.code, *(code for code in names if code != result.region.code)]
    figures = [(frame[column].to_dict(), _digits(frame[column])) for column in measures]
    rows: Rows = [[names[code], *(cell(of[code], digits) for of, digits in figures)] for code in order]
    columns = [Column(_measure(result, *column).replace("\n", " "), numeric=True) for column in measures]
    return table(t("Posisi menurut ukuran"), [Column(t("Wilayah")), *columns], rows, name=t("posisi"), marked=0)
