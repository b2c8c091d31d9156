"""Charts of two figures a region: dots, with those named that a correlation rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.patheffects import withStroke

from umkm_analysis.api.correlation import correlation
from umkm_analysis.api.guesses import guided
from umkm_analysis.api.plot.chart import Chart, source_line, titled
from umkm_analysis.api.plot.values import Values, values_of
from umkm_analysis.api.plot.words import measure_of
from umkm_analysis.api.selection import region_names, select
from umkm_analysis.api.tables.growth import BASE_YEAR, recovery
from umkm_analysis.errors import UsageError
from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n.translation import t, use_language
from umkm_analysis.pages.charts import figure, palette, scales, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from umkm_analysis.api.selection import Regions

HEIGHT = 4.6
"""Inches."""
FAR = 0.8
"""Spans of the middle 98 per cent beyond which a figure stands at the chart's edge, with its value."""
SIZE, LINE = 8.5, 1.35
"""Of names: letters in points, and the distance of two as a multiple of it."""
MOST_NAMED = 12
"""Names that find room."""


@guided
def scatter(  # noqa: PLR0913 - one argument a choice of the person
    table: pd.DataFrame,
    x: str,
    y: str,
    *,
    highlight: Regions = None,
    title: str | None = None,
    language: str | None = None,
) -> Chart:
    """Draw two figures a region as dots, and name the regions that their correlation rests on.

    Parameters
    ----------
    table
        A row a region with a column "code", such as a result of :func:`~umkm_analysis.recovery` or two joined ones.
    x, y
        Columns across and upwards.
    highlight
        Regions to mark and name.
    title
        Else it gives the correlation, and what becomes of it without a region that it rests on.
    language
        "id" or "en"; None for the language in use.

    Returns
    -------
    matplotlib Figure. A region far from all others is drawn at the edge, hollow, with both figures.

    Raises
    ------
    UsageError
        As :func:`~umkm_analysis.correlation`; if a region to mark is not among those drawn.

    Examples
    --------
    >>> import umkm_analysis as ua
    >>> table = ua.join(ua.recovery()[["code", "swing_pp"]], ua.level_index(years=2025))
    >>> ua.plot.scatter(table, "swing_pp", "level_index", language="en").texts[0].get_text()
    'r = 0.84; without Kabupaten Halmahera Tengah −0.08'
    """
    found = correlation(table, x, y)
    rows = found.set_index("code")[[x, y]]
    across, up = (_of_rows(table, column) for column in (x, y))
    with use_language(language):
        drawn, axes = _canvas()
        _dots(axes, rows, found.attrs["rests_on"], _marked(highlight, rows))
        return titled(
            drawn,
            title=title or _title(found),
            measure=_measure(across, up, len(rows)),
            source=source_line(table.attrs),
        )


@guided
def swing(  # noqa: PLR0913 - one argument a choice of the person
    regions: Regions = None,
    *,
    base_year: int = BASE_YEAR,
    kind: str | None = None,
    province: str | int | None = None,
    highlight: Regions = None,
    title: str | None = None,
    language: str | None = None,
) -> Chart:
    """Draw the growth of the two years after a base year against each other: the swing is the distance to the diagonal.

    Parameters
    ----------
    regions, kind, province
        As for :func:`~umkm_analysis.grdp`.
    base_year
        The last year before the shock.
    highlight
        Regions to mark and name.
    title
        Else it says in how many regions growth was higher in the second year.
    language
        "id" or "en"; None for the language in use.

    Returns
    -------
    matplotlib Figure. A region far from all others is drawn at the edge, hollow, with both figures.

    Raises
    ------
    UsageError
        As :func:`~umkm_analysis.recovery`; if fewer than four regions have both figures.

    Notes
    -----
    A large swing may follow a deep fall: the left of the chart. It is no recovery: see :func:`~umkm_analysis.recovery`.

    Examples
    --------
    >>> import umkm_analysis as ua
    >>> ua.plot.swing(province="Jawa Timur", base_year=2019, language="en").texts[0].get_text()
    'Growth in 2021 above that of 2020 in 37 of 38 regions'
    """
    table = recovery(regions, base_year=base_year, kind=kind, province=province)
    x, y = "growth_shock_pct", "growth_after_pct"
    rows = correlation(table, x, y).set_index("code")[[x, y]]
    above, count = int((rows[y] > rows[x]).sum()), len(rows)
    across, up = (values_of(table, column, None) for column in (x, y))
    with use_language(language):
        drawn, axes = _canvas()
        _dots(axes, rows, [], _marked(highlight, rows), diagonal=True)
        said = t(
            "Pertumbuhan {after} di atas pertumbuhan {shock} di {above} dari {count} daerah",
            after=base_year + 2, shock=base_year + 1, above=above, count=count,
        )  # fmt: skip
        return titled(drawn, title=title or said, measure=_measure(across, up, count), source=source_line(table.attrs))


def _of_rows(table: pd.DataFrame, column: str) -> Values:
    """A column of a table with a row a region, whatever years it holds besides."""
    return values_of(table[["code", column]], column, None)


def _canvas() -> tuple[Figure, Axes]:
    drawn, (axes,) = figure.canvas(height=HEIGHT, left=0.09, right=0.96)
    return drawn, axes


def _title(found: pd.DataFrame) -> str:
    r = n.number(found.attrs["r"], 2)
    rests = found.attrs["rests_on"]
    if not rests:
        return t("r = {r}", r=r)
    row = found.set_index("code").loc[rests[0]]
    return t("r = {r}; tanpa {name} {without}", r=r, name=row["name"], without=n.number(row["r_without"], 2))


def _measure(across: Values, up: Values, count: int) -> str:
    return t("Mendatar: {x}. Tegak: {y}. {count} daerah", x=measure_of(across), y=measure_of(up), count=count)


def _marked(highlight: Regions, rows: pd.DataFrame) -> list[str]:
    if highlight is None:
        return []
    codes = select(highlight)
    outside = [code for code in codes if code not in rows.index]
    if outside:
        raise UsageError(f"highlight: {', '.join(region_names(outside))} is not among the regions drawn.")
    if len(codes) > MOST_NAMED:
        raise UsageError(f"highlight: {len(codes)} regions; names of no more than {MOST_NAMED} find room.")
    return codes


def _dots(axes: Axes, rows: pd.DataFrame, rests: list[str], marked: list[str], *, diagonal: bool = False) -> None:
    limits = [_limits(rows.iloc[:, place]) for place in (0, 1)]
    axes.set_xlim(*limits[0])
    axes.set_ylim(*limits[1])
    inside = pd.Series(data=True, index=rows.index)
    held = rows.copy()
    for place, (low, high) in enumerate(limits):
        edge = (high - low) * 0.015
        held.iloc[:, place] = rows.iloc[:, place].clip(low + edge, high - edge)
        inside &= rows.iloc[:, place].between(low, high)
    if diagonal:
        axes.axline((0, 0), slope=1, color=palette.SECOND, linewidth=0.9)
        figure.reference_line(axes, 0)
        figure.reference_line(axes, 0, vertical=True)
    ordinary = held[inside & ~held.index.isin(marked)]
    axes.plot(
        ordinary.iloc[:, 0], ordinary.iloc[:, 1], "o", color=palette.SECOND, alpha=0.55, markersize=4, markeredgewidth=0
    )
    far = held[~inside & ~held.index.isin(marked)]
    axes.plot(far.iloc[:, 0], far.iloc[:, 1], "o", markerfacecolor="white", markeredgecolor=palette.LOW, markersize=5.5)
    own = held.loc[marked]
    axes.plot(own.iloc[:, 0], own.iloc[:, 1], "o", color=palette.OWN, markersize=7)
    _names(axes, rows, held, [*marked, *rests, *far.index], inside, marked)
    scales.numbers(axes, "x")
    scales.numbers(axes, "y")


def _names(  # noqa: PLR0913, PLR0917 - one argument a kind of dots
    axes: Axes, rows: pd.DataFrame, held: pd.DataFrame, codes: list[str], inside: pd.Series, marked: list[str]
) -> None:
    """Name dots beside them, each name below those whose place it would take."""
    names = region_names(rows.index)
    box = axes.get_position()
    width = style.points_across(axes) * box.width
    height = axes.bbox.height / axes.figure.dpi * style.POINTS
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    taken: list[tuple[float, float, float]] = []
    for code in list(dict.fromkeys(codes))[:MOST_NAMED]:
        x, y = held.loc[code]
        figures = "" if inside[code] else f" ({'; '.join(n.number(value, 1) for value in rows.loc[code])})"
        text = f"{names[code]}{figures}"
        rightwards = x < (left + right) / 2
        at, level = (x - left) / (right - left) * width, (y - bottom) / (top - bottom) * height
        start = at + 7 if rightwards else at - 7 - len(text) * SIZE * style.LETTER
        end = start + len(text) * SIZE * style.LETTER
        down = 0.0
        nearby = [place for first, last, place in taken if start < last and end > first]
        while any(abs(level - down - place) < SIZE * LINE for place in nearby):
            down += 1
        taken.append((start, end, level - down))
        written = axes.text(
            x, y, text, transform=style.moved(axes, 7 if rightwards else -7, -down), va="center",
            ha="left" if rightwards else "right", size=SIZE, color=palette.OWN if code in marked else palette.LOW,
            weight="bold" if code in marked else "normal",
        )  # fmt: skip
        written.set_path_effects([withStroke(linewidth=2.5, foreground="white")])


def _limits(values: pd.Series) -> tuple[float, float]:
    """Limits that hold all values but those far from the middle 98 per cent."""
    low, high = values.quantile(0.01), values.quantile(0.99)
    span = (high - low) or 1.0
    least, most = max(values.min(), low - FAR * span), min(values.max(), high + FAR * span)
    room = (most - least or 1.0) * 0.05
    return float(least - room), float(most + room)
