"""Figures of the province overview: ranking, recovery years, spread and inequality through time."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from umkm_analysis.datasets import series
from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n.translation import mark, nt, t
from umkm_analysis.pages import components as parts
from umkm_analysis.pages import provisional
from umkm_analysis.pages.charts import cartogram, figure, native, palette, points, rankings, scales
from umkm_analysis.pages.fragment import paragraphs, together
from umkm_analysis.pages.tables import Column, Rows, cell, folded, table
from umkm_analysis.reports.province_overview import inequality, text
from umkm_analysis.rounding import HUNDRED

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from umkm_analysis.pages.fragment import Fragment
    from umkm_analysis.reports.province_overview.analysis import Convergence, Dispersion, ProvinceOverview

MEASURES = {
    "williamson_index": mark("Indeks Williamson"),
    "theil_t": mark("Theil T"),
    "theil_l": mark("Theil L"),
    "sigma_dispersion": mark("Dispersi sigma"),
    "coefficient_of_variation": mark("Koefisien variasi"),
}
PART = {
    "lowest": mark("Terendah"),
    "lower_quartile": mark("Kuartil bawah"),
    "median": mark("Median"),
    "upper_quartile": mark("Kuartil atas"),
    "highest": mark("Tertinggi"),
}
TYPES = {
    "developed and fast-growing": mark("maju dan tumbuh cepat"),
    "developed but slow-growing": mark("maju tetapi tertekan"),
    "developing fast": mark("berkembang cepat"),
    "lagging": mark("relatif tertinggal"),
}


def names(result: ProvinceOverview) -> dict[str, str]:
    """Name every region of the report by its code."""
    return {one.code: one.name for one in (result.region, result.nation, *result.members)}


def level_table(result: ProvinceOverview) -> Fragment:
    """Every member's size and level index."""
    path, last = result.path, result.last_year
    years = sorted({result.base_year + 1, result.recovery_year, result.last_shared_year, last})
    columns = [
        Column(t("Daerah")),
        Column(t("PDRB {year} (miliar rupiah, harga 2010)", year=result.base_year), numeric=True),
        *(
            Column(t("Indeks {year}", year=provisional.year(year, result.provisional_years)), numeric=True)
            for year in years
        ),
    ]
    order = [result.region.code, *(member.code for member in result.members)]
    digits = n.index_digits(*path.index.loc[years, order].to_numpy().ravel())
    rows: Rows = [
        [
            names(result)[code],
            cell(float(path.levels.loc[result.base_year, code]), 2),
            *(cell(float(path.index.loc[year, code]), digits) for year in years),
        ]
        for code in order
    ]
    return table(t("PDRB daerah"), columns, rows, name=t("pdrb-daerah"), marked=0)


def ranking(result: ProvinceOverview) -> Fragment:
    """Every member's level index on one line."""
    colour = cartogram.Classes.of(result.ranked).colour
    drawn = rankings.draw(result.ranked, names=names(result), base=HUNDRED, colour=colour)
    digits, newest = n.index_digits(*result.ranked), text.year(result, result.last_year)
    rows: Rows = [
        [names(result)[code], cell(value, digits), cell(value - HUNDRED, digits, signed=True)]
        for code, value in result.ranked.items()
    ]
    columns = [Column(t("Daerah")), Column(t("Indeks"), numeric=True), Column(t("Selisih (persen)"), numeric=True)]
    return figure.figure(
        drawn,
        name=t("peringkat"),
        title=text.ranking_title(result),
        measure=t("Indeks PDRB {year}, {base} = 100", year=newest, base=result.base_year),
        alt=t("Grafik titik. {message}. {apart}", message=text.ranking_title(result), apart=text.apart(result)),
        how=t(
            "titik di kanan garis 100 sudah melampaui tingkat {base}; jarak antartitik lebih penting "
            "daripada nomor urutnya.",
            base=result.base_year,
        ),
        source=parts.citation(result.provenance, result.member_sources),
        data=table(t("Indeks PDRB {year}", year=newest), columns, rows, name=t("peringkat")),
        chart=replace(
            native.ranked(
                result.ranked.dropna(),
                names(result),
                own=None,
                digits=digits,
                base=HUNDRED,
                measure=t("Indeks PDRB {year}, {base} = 100", year=newest, base=result.base_year),
                origin=f"{result.base_year} = 100",
            ),
            colours=tuple(map(colour, result.ranked.dropna())),
        ),
    )


def recovery_years(result: ProvinceOverview) -> Fragment:
    """How many members came back in which year, and how many did not."""
    groups = regained(result)
    drawn, (axes,) = figure.canvas(height=0.36 * len(groups) + 0.75, left=0.30, right=0.90)
    figure.rows(axes, [label for label, _, _ in reversed(groups)])
    for position, (label, count, colour) in enumerate(reversed(groups)):
        axes.barh(position, count, color=colour, height=0.6)
        figure.value_label(axes, (count, position), str(count), offset=(6.0, 0.0), own=False)
        points.row(axes, (count, position), label, nt("{count} daerah", count), colour=colour)
    return figure.figure(
        drawn,
        name=t("tahun-pulih"),
        title=text.years_title(result),
        measure=t(
            "Banyaknya daerah menurut tahun pertama PDRB kembali mencapai atau melampaui tingkat {base}",
            base=result.base_year,
        ),
        alt=t(
            "Grafik batang. {counts}.",
            counts="; ".join(f"{label}: {count}" for label, count, _ in groups),
        ),
        how=t("pulih dihitung dari PDRB setahun penuh; lama pulih tidak dihitung untuk daerah yang belum pulih."),
        source=parts.citation(result.provenance, result.member_sources),
        data=recovery_table(result),
        chart=native.Chart(
            "bar",
            tuple(label for label, _, _ in groups),
            (native.Series(t("Banyaknya daerah"), tuple(float(count) for _, count, _ in groups), palette.HIGH),),
            digits=0,
            colours=tuple(colour for _, _, colour in groups),
        ),
    )


def regained(result: ProvinceOverview) -> list[tuple[str, int, str]]:
    """Count the members by how and when they came back, in the order of time: label, count, colour."""
    rows = result.outcome.loc[[member.code for member in result.members]]
    came = rows[rows["status"] == "recovered"]["recovery_year"].value_counts().sort_index()
    below = rows[rows["status"] == "not recovered"]["last_year"].value_counts().sort_index()
    groups = [
        (t("tidak turun"), int((rows["status"] == "no fall").sum()), palette.HIGH),
        *((t("pulih {year}", year=text.year(result, year)), int(count), palette.HIGH) for year, count in came.items()),
        *((_not_yet(result, year), int(count), palette.LOW) for year, count in below.items()),
        (t("data tidak lengkap"), int(rows["status"].isna().sum()), palette.QUIET),
    ]
    return [group for group in groups if group[1]]


def recovery_table(result: ProvinceOverview) -> Fragment:
    """Every member's fall, recovery year and years to recover."""
    rows: Rows = []
    for member in result.members:
        row = result.outcome.loc[member.code]
        years = float(row["years_to_recover"]) if row["status"] == "recovered" else math.nan
        fall = math.nan if row.isna()["fall"] else float(row["fall"])
        rows.append([member.name, cell(fall, 1, signed=True), _label(row, result), cell(years, missing="")])
    columns = [
        Column(t("Daerah")),
        Column(t("Titik terendah (persen terhadap {base})", base=result.base_year), numeric=True),
        Column(t("Hasil")),
        Column(t("Lama pulih sejak {base} (tahun)", base=result.base_year), numeric=True),
    ]
    return table(t("Tahun pulih"), columns, rows, name=t("tahun-pulih"))


def spread(result: ProvinceOverview) -> Fragment:
    """Every member's level index through time, the province on top."""
    frame = result.path.index.loc[result.spread.index]
    drawn, (axes,) = figure.canvas(right=0.74)
    shown = {code: (name, palette.SECOND) for code, name in names(result).items() if code in frame}
    shown[result.region.code] = (result.region.name, palette.OWN)
    digits = n.index_digits(*result.spread.to_numpy().ravel())
    write, column = partial(n.number, digits=digits), partial(provisional.year, states=result.provisional_years)
    for code in (result.region.code, *(member.code for member in result.members)):
        name, colour = shown[code]
        points.line(axes, frame[code], name=name, value=write, column=column, colour=colour)
    median = t("median daerah")
    points.line(axes, result.spread["median"], name=median, value=write, column=column, colour=palette.SECOND)
    for member in result.members:
        axes.plot(frame.index, frame[member.code], color=palette.QUIET, linewidth=0.9)
    axes.plot(frame.index, result.spread["median"], color=palette.SECOND, linewidth=1.8, linestyle="--")
    axes.plot(frame.index, frame[result.region.code], color=palette.OWN, linewidth=2.6, marker="o", markersize=5)
    figure.reference_line(axes, HUNDRED)
    last = result.spread.iloc[-1]
    ends = frame[[member.code for member in result.members]].iloc[-1]
    labels = [
        (float(frame[result.region.code].dropna().iloc[-1]), result.region.name, palette.OWN),
        (float(last["median"]), median, palette.SECOND),
        *((float(ends[code]), names(result)[str(code)], palette.FIRST) for code in (ends.idxmin(), ends.idxmax())),
    ]
    bottom, top = axes.get_ylim()
    figure.end_labels(
        axes, [one for one in labels if math.isfinite(one[0])], x=frame.index[-1], gap=(top - bottom) * 0.065
    )
    scales.numbers(axes, "y")
    scales.years(axes, frame.index, states=result.provisional_years)
    columns = [Column(t("Tahun")), *(Column(t(label), numeric=True) for label in PART.values())]
    rows: Rows = [
        [provisional.year_cell(int(year), result.provisional_years), *(cell(row[name], digits) for name in PART)]
        for year, row in result.spread.iterrows()
    ]
    return figure.figure(
        drawn,
        name=t("sebaran"),
        title=text.spread_title(result),
        measure=t("Indeks PDRB tiap daerah, {base} = 100", base=result.base_year),
        alt=t("Grafik garis. {message}.", message=text.spread_title(result)),
        how=t("setiap garis abu-abu adalah satu daerah; garis berwarna adalah {name}.", name=result.region.name),
        source=parts.citation(result.provenance, result.level_sources),
        data=table(t("Sebaran indeks PDRB"), columns, rows, name=t("sebaran")),
        chart=_spread_chart(result, frame[result.region.code], digits),
    )


def _spread_chart(result: ProvinceOverview, own: pd.Series, digits: int) -> native.Chart:
    """The province among the parts of its spread."""
    series = [
        native.Series(t(label), tuple(map(float, result.spread[name])), palette.SECOND, dashed=name == "median")
        for name, label in PART.items()
    ]
    years = tuple(provisional.year(int(year), result.provisional_years) for year in result.spread.index)
    return native.Chart("line", years, (native.Series(result.region.name, tuple(map(float, own))), *series), digits)


def dispersion(result: ProvinceOverview, found: Dispersion) -> Fragment:
    """Measures of inequality relative to the first year of each base of the population; no line crosses the bases."""
    drawn, (axes,) = figure.canvas(right=0.74)
    labels = []
    for name, label in MEASURES.items():
        colour = palette.OWN if name == "williamson_index" else palette.SECOND
        for first, last in found.windows:
            part = found.measures.loc[first:last, name]
            relative = part / part.iloc[0] * HUNDRED
            axes.plot(
                relative.index, relative, color=colour, linewidth=2.4 if colour == palette.OWN else 1.4, marker="o",
                markersize=2.5,
            )  # fmt: skip
            points.line(axes, relative, name=t(label), value=partial(n.number, digits=1), colour=colour)
        labels.append((float(relative.iloc[-1]), t(label), colour))
    figure.reference_line(axes, HUNDRED)
    bottom, top = axes.get_ylim()
    figure.end_labels(axes, labels, x=found.measures.index[-1], gap=(top - bottom) * 0.07)
    scales.numbers(axes, "y", 1)
    scales.years(axes, found.measures.index, states=result.provisional_years)
    starts = n.listed([str(first) for first, _ in found.windows])
    title = inequality.dispersion_title(result, found)
    return figure.figure(
        drawn,
        name=t("ketimpangan"),
        title=title,
        measure=t("Ketimpangan PDRB per kapita antardaerah, tiap ukuran {starts} = 100", starts=starts),
        alt=t("Grafik garis. {message}. {detail}", message=title, detail=inequality.unequal(result)),
        how=t(
            "garis yang naik berarti ketimpangan antardaerah melebar menurut ukuran itu. Williamson dan "
            "Theil ditimbang penduduk; sigma dan koefisien variasi menghitung setiap daerah sekali. "
            "{counted} {bases}",
            counted=inequality.counted_note(result, found),
            bases=inequality.two_bases(result, found),
        ),
        source=parts.citation(result.provenance, [*result.member_sources, *result.population_sources]),
        data=_measures_table(t("Ukuran ketimpangan"), result, found, name=t("ketimpangan")),
        chart=_dispersion_chart(result, found),
    )


def _dispersion_chart(result: ProvinceOverview, found: Dispersion) -> native.Chart:
    """The measures relative to the first year of each base; a year that begins one is a gap, for no line crosses it."""
    starts = {first for first, _ in found.windows[1:]}
    series = []
    for name, label in MEASURES.items():
        values = dict.fromkeys(found.measures.index, math.nan)
        for first, last in found.windows:
            part = found.measures.loc[first:last, name]
            values |= dict((part / part.iloc[0] * HUNDRED).items())
        shown = tuple(math.nan if year in starts else float(value) for year, value in values.items())
        series.append(native.Series(t(label), shown, palette.OWN if name == "williamson_index" else palette.SECOND))
    years = tuple(provisional.year(int(year), result.provisional_years) for year in found.measures.index)
    return native.Chart("line", years, tuple(series))


def registered(result: ProvinceOverview, found: Dispersion) -> Fragment:
    """GRDP per registered person of every region in the last year, and the measures of inequality by year."""
    levels, people = series.levels(), series.registered_population()
    codes = [code for member in result.members if (code := member.code) in found.counted]
    last = found.windows[-1][1]
    person = levels.loc[last, codes] / people.loc[last, codes] * 1000  # million rupiah
    rows: Rows = [
        [names(result)[code], cell(float(people.loc[last, code])), cell(float(value), 1)]
        for code, value in person.sort_values(ascending=False).items()
    ]
    day = _registered_day(last)
    columns = [
        Column(t("Daerah")),
        Column(t("Penduduk terdaftar, {day}", day=day), numeric=True),
        Column(
            t("PDRB {year} per penduduk terdaftar (juta rupiah, harga 2010)", year=text.year(result, last)),
            numeric=True,
        ),
    ]
    source = parts.citation(result.provenance, [*result.member_sources, *result.registered_sources])
    per_person = table(t("PDRB per penduduk terdaftar"), columns, rows, name=t("penduduk-terdaftar"), source=source)
    caption = t("Ukuran ketimpangan, penduduk terdaftar")
    measures = _measures_table(caption, result, found, name=t("ketimpangan-terdaftar"), day=_registered_day)
    return together(
        paragraphs([inequality.registered_note(result, found)], css="note"),
        measures,
        folded(t("PDRB per penduduk terdaftar"), per_person),
    )


def _registered_day(year: int) -> str:
    return n.date(f"{year}-06-30" if series.registered_halves()[year] == 1 else f"{year}-12-31")


def _measures_table(
    caption: str, result: ProvinceOverview, found: Dispersion, *, name: str, day: Callable[[int], str] | None = None
) -> Fragment:
    columns = [
        Column(t("Tahun")),
        *([Column(t("Penduduk per"))] if day else []),
        *(Column(t(label), numeric=True) for label in MEASURES.values()),
    ]
    rows: Rows = [
        [
            provisional.year_cell(int(year), result.provisional_years),
            *([day(int(year))] if day else []),
            *(cell(row[measure], inequality.TABLE_DIGITS) for measure in MEASURES),
        ]
        for year, row in found.measures.iterrows()
    ]
    return table(caption, columns, rows, name=name)


def klassen_table(result: ProvinceOverview, found: Convergence) -> Fragment:
    """Every region's income, growth and type, the province first, types together."""
    order, last = list(TYPES), text.year(result, found.last_year)
    rows: Rows = [[result.region.name, cell(found.income, 1), cell(found.growth, 2, signed=True), t("acuan")]]
    ranked = found.types.assign(rank=found.types["type"].map(order.index)).sort_values(
        ["rank", "income"], ascending=[True, False], kind="stable"
    )
    for code, row in ranked.iterrows():
        numbers = cell(row["income"], 1), cell(row["growth"], 2, signed=True)
        label = TYPES[row["type"]]
        rows.append([names(result)[str(code)], *numbers, t(label)])
    columns = [
        Column(t("Daerah")),
        Column(t("PDRB per kapita {year} (juta rupiah, harga 2010)", year=last), numeric=True),
        Column(
            t("Pertumbuhan rata-rata {first}–{last} (persen per tahun)", first=found.first_year, last=last),
            numeric=True,
        ),
        Column(t("Tipe")),
    ]
    source = parts.citation(result.provenance, [*result.level_sources, *result.population_sources])
    return table(t("Tipologi Klassen"), columns, rows, name=t("tipologi-klassen"), source=source, marked=0)


def _label(row: pd.Series, result: ProvinceOverview) -> str:
    if row["status"] == "recovered":
        return t("pulih {year}", year=text.year(result, int(row["recovery_year"])))
    if row["status"] == "not recovered":
        return _not_yet(result, int(row["last_year"]))
    return t("tidak turun") if row["status"] == "no fall" else t("data tidak lengkap")


def _not_yet(result: ProvinceOverview, last: int) -> str:
    return t("belum pulih hingga {last}", last=text.year(result, last))
