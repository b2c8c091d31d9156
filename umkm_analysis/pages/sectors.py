"""Figures of the recovery report by sector: contributions and shift-share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages.charts import figure, palette, points, scales
from umkm_analysis.pages.charts.native import Chart, Series
from umkm_analysis.pages.tables import Cell, Column, cell, table

if TYPE_CHECKING:
    import pandas as pd

    from umkm_analysis.analysis.sectors import SectorAnalysis
    from umkm_analysis.datasets.regions import Region
    from umkm_analysis.pages.fragment import Fragment

COLOURS = (palette.LOW, palette.OWN)
"""Of the year of the shock and of the one after."""
EFFECTS = ("national", "industry_mix", "regional")


def contribution(analysis: SectorAnalysis, own: Region, *, shock: int, after: int, source: str) -> Fragment:
    """Sectors' contributions to growth in the shock and in the recovery year."""
    years = [year for year in (shock, after) if year in analysis.contribution] or [analysis.last_year]
    frame = analysis.contribution[years].sort_values(years[-1])
    frame = frame[frame.abs().max(axis=1) > 0]
    short = labels.short_sector_names()
    low, high = min(0.0, float(frame.to_numpy().min())), max(0.0, float(frame.to_numpy().max()))
    drawn, panels = figure.canvas(height=0.25 * len(frame) + 0.85, left=0.38, right=0.97, panels=len(years))
    figure.rows(panels[0], [short[code] for code in frame.index], size=9)
    for axes, year in zip(panels, years, strict=True):
        colours = [palette.LOW if value < 0 else palette.OWN for value in frame[year]]
        axes.barh(range(len(frame)), frame[year], color=colours, height=0.62)
        axes.set_xlim(low - (high - low) * 0.04, high + (high - low) * 0.04)  # bars of both years are compared
        figure.reference_line(axes, 0, vertical=True)
        figure.heading(axes, str(year))
        for position, (code, value) in enumerate(frame[year].items()):
            colour = palette.OWN if value >= 0 else palette.LOW
            written = n.points(float(value), signed=True)
            points.row(axes, (float(value), position), short[str(code)], written, part=str(year), colour=colour)
        scales.numbers(axes, "x", 1, signed=True, most=5)
    message = _message(analysis, years, short)
    return figure.figure(
        drawn,
        name=t("sektor"),
        title=message,
        measure=t("Sumbangan sektor terhadap pertumbuhan {product}, poin persen", product=labels.product(own)),
        alt=t("Grafik batang. {message}.", message=message),
        how=t("batang ke kiri menekan pertumbuhan, ke kanan mendorong; seluruhnya berjumlah pertumbuhan tahun itu."),
        source=source,
        data=_contribution_table(analysis, own),
        chart=Chart(
            "bar",
            tuple(short[code] for code in reversed(frame.index)),
            tuple(
                Series(str(year), tuple(map(float, reversed(frame[year].tolist()))), colour)
                for year, colour in zip(years, COLOURS[-len(years) :], strict=True)
            ),
            digits=2,
            signed=True,
            keep="largest",
        ),
    )


def shift_share(
    analysis: SectorAnalysis, effects: pd.DataFrame, *, own: Region, reference: Region, source: str
) -> Fragment:
    """What of the change since the base year came with the province, from the mix, and from the region itself."""
    total = effects.sum()
    drawn, (axes,) = figure.canvas(height=1.9, left=0.36, right=0.90)
    figure.rows(axes, [labels.label(labels.EFFECT, name) for name in reversed(EFFECTS)])
    for position, name in enumerate(reversed(EFFECTS)):
        value = float(total[name])
        colour = palette.LOW if value < 0 else palette.OWN if name == "regional" else palette.SECOND
        axes.barh(position, value, color=colour, height=0.55)
        label, side = n.number(value, 1, signed=True), 6.0 if value >= 0 else -6.0
        figure.value_label(axes, (value, position), label, offset=(side, 0.0), own=name == "regional")
        billion = t("{number} miliar rupiah", number=label)
        points.row(axes, (value, position), labels.label(labels.EFFECT, name), billion)
    figure.reference_line(axes, 0, vertical=True)
    axes.margins(x=0.18)
    scales.numbers(axes, "x", 0, signed=True, most=5)
    window = f"{analysis.first_year}–{analysis.last_year}"
    names = labels.sector_names()
    kept = [*EFFECTS, "change"]
    rows: list[list[str | Cell]] = [
        [names[code], *(cell(value, 1, signed=True) for value in row)] for code, *row in effects[kept].itertuples()
    ]
    rows.append([t("Jumlah"), *(cell(total[name], 1, signed=True) for name in kept)])
    columns = [
        Column(t("Sektor")),
        *(
            Column(t("{effect} (miliar rupiah)", effect=labels.label(labels.EFFECT, name)), numeric=True)
            for name in kept
        ),
    ]
    values = {"name": own.name, "reference": reference.name}
    return figure.figure(
        drawn,
        name=t("shift-share"),
        title=t("Sektor-sektor {name} tumbuh lebih cepat daripada sektor yang sama di {reference}", **values)
        if total["regional"] > 0
        else t("Sektor-sektor {name} tumbuh lebih lambat daripada sektor yang sama di {reference}", **values),
        measure=t(
            "Shift-share perubahan {product} {window} terhadap {reference}, miliar rupiah harga 2010",
            product=labels.product(own),
            window=window,
            reference=reference.name,
        ),
        alt=t(
            "Grafik batang. Dari perubahan {change} miliar rupiah, {regional} miliar berasal dari "
            "keunggulan kompetitif daerah.",
            change=n.number(total["change"], 1, signed=True),
            regional=n.number(total["regional"], 1, signed=True),
        ),
        how=t(
            "ketiga bagian berjumlah perubahan {product}; hasilnya bergantung pada periode yang dipilih.",
            product=labels.product(own),
        ),
        source=source,
        data=table(t("Shift-share {window}", window=window), columns, rows, name=t("shift-share")),
        chart=Chart(
            "bar",
            tuple(labels.label(labels.EFFECT, name) for name in EFFECTS),
            (Series(t("miliar rupiah harga 2010"), tuple(float(total[name]) for name in EFFECTS), palette.SECOND),),
            signed=True,
            colours=tuple(palette.OWN if name == "regional" else palette.SECOND for name in EFFECTS),
        ),
    )


def breaks_note(analysis: SectorAnalysis) -> str:
    """Say in which years the sectors are not compared with those of the year before, and why."""
    reasons = dict.fromkeys(labels.localized(one, "reason") for one in analysis.breaks)
    return t(
        "Sektor tidak dibandingkan melintasi {years}: {reason}.",
        years=n.listed([str(one.year) for one in analysis.breaks]),
        reason="; ".join(reasons),
    )


def _message(analysis: SectorAnalysis, years: list[int], names: dict[str, str]) -> str:
    first, last = years[0], years[-1]
    strongest = names[analysis.contribution[last].idxmax()]
    if analysis.contribution[first].min() < 0:
        deepest = names[analysis.contribution[first].idxmin()]
        if deepest == strongest:
            return t(
                "{sector} paling menekan pertumbuhan {first} dan paling mendorong {last}",
                sector=deepest,
                first=first,
                last=last,
            )
        return t(
            "{deepest} paling menekan pertumbuhan {first}; {strongest} paling mendorong {last}",
            deepest=deepest,
            first=first,
            strongest=strongest,
            last=last,
        )
    return t("{strongest} paling mendorong pertumbuhan {last}", strongest=strongest, last=last)


def _contribution_table(analysis: SectorAnalysis, own: Region) -> Fragment:
    names = labels.sector_names()
    columns = [Column(t("Sektor")), Column(t("Pangsa {year} (persen)", year=analysis.first_year), numeric=True)]
    if analysis.location_quotient is not None:
        columns.append(Column(f"LQ {analysis.first_year}", numeric=True))
    columns += [Column(t("{year} (poin persen)", year=year), numeric=True) for year in analysis.contribution]
    rows: list[list[str | Cell]] = []
    for code in analysis.contribution.index:
        quotient = [] if analysis.location_quotient is None else [cell(analysis.location_quotient[code], 2)]
        points = [cell(value, 2, signed=True) for value in analysis.contribution.loc[code]]
        rows.append([names[code], cell(analysis.share[code], 1), *quotient, *points])
    blank = [""] * (1 if analysis.location_quotient is None else 2)
    totals = analysis.contribution.sum() + analysis.residual
    rows.append([t("Sisa pembulatan"), *blank, *(cell(value, 2, signed=True) for value in analysis.residual)])
    growth = t("Pertumbuhan {product}", product=labels.product(own))
    rows.append([growth, *blank, *(cell(value, 2, signed=True) for value in totals)])
    return table(t("Sumbangan sektor"), columns, rows, name=t("sektor"))
