"""Figures behind a drawing as a chart of its own: for PowerPoint, and as large rows where the drawing is too fine."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages.charts.palette import FIRST, OWN, SECOND, THEMED
from umkm_analysis.pages.fragment import join, markup

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd
    from markupsafe import Markup

MAX_ROWS = 9
"""Rows of a slide that the back of a room can read."""
MAX_TALL_ROWS = 6
"""Likewise, of rows with several bars or names of several lines."""
MAX_NAME = 44
"""Characters of a name that one line holds."""
LABEL_ROOM = 12.0
"""Per cent of a row's track that stays free for a value at either end."""


@dataclass(frozen=True)
class Series:
    """Values of a chart that belong together: a line, or the bars of one colour."""

    name: str
    points: tuple[float, ...]
    """One a category; NaN where there is none, which stays a gap."""
    colour: str = OWN
    dashed: bool = False


@dataclass(frozen=True)
class Chart:
    """What a drawing shows, as names and numbers."""

    kind: Literal["line", "bar", "scatter"]
    categories: tuple[str, ...]
    """Years of lines; rows of bars, the first on top; names of a scatter's points."""
    series: tuple[Series, ...]
    """Of a scatter: the first holds the x values, the second the y values."""
    digits: int = 1
    signed: bool = False
    base: float = 0.0
    """Where bars begin; elsewhere than at 0 they are dots on lines, since lengths would not compare."""
    origin: str = ""
    """What the base is, such as "2019 = 100"."""
    measure: str = ""
    """What is measured, where it is less than what the drawing shows."""
    colours: tuple[str, ...] = ()
    """Of each row or point, where they differ; else that of the series."""
    targets: tuple[float, ...] = ()
    """Of each row, such as a mandate; NaN where there is none."""
    intervals: tuple[tuple[float, float], ...] = ()
    """Lower and upper end around each row's first value, drawn as error bars; NaN where there is none."""
    keep: Literal["ends", "largest", "last"] = "ends"
    """Which rows a slide shows that holds fewer: both ends and the region's own, the largest, or the last ones."""
    groups: tuple[str, ...] = ()
    """What each row belongs to; rows of a group stand together, and a slide shows at least one of each."""
    subject: int | None = None
    """Position of the row that the title is about: no slide leaves it out."""

    def written(self, value: float) -> str:
        """Write a value as the chart does."""
        return n.number(value, self.digits, signed=self.signed)


@dataclass(frozen=True)
class PictureSlide:
    """A drawing that PowerPoint has no chart for, such as a map, as a slide of its own."""

    title: str
    measure: str
    source: str
    alt: str
    """What it shows, for those who do not see it."""
    draw: Callable[[], bytes] = field(repr=False)
    """Makes the picture, a PNG; pages never ask for it."""


@dataclass(frozen=True)
class ChartSlide:
    """A chart with its message, as a slide of its own."""

    title: str
    measure: str
    source: str
    how: str
    chart: Chart


def lines(  # noqa: PLR0913 - what a line chart is made of
    frame: pd.DataFrame,
    names: Mapping[str, str],
    *,
    years: Sequence[str],
    own: str,
    digits: int,
    signed: bool = False,
) -> Chart:
    """Lines through the years, the region's own in the accent.

    Parameters
    ----------
    frame
        Index year; a column a line.
    names
        Name of each column that is shown.
    years
        The years as they are written, with the marks of those that are not final.
    own
        The region's column.
    digits, signed
        Of the values as they are written.
    """
    greys = iter((FIRST, SECOND) * len(names))
    shown = [
        Series(name, tuple(map(float, frame[column])), OWN if column == own else next(greys))
        for column, name in names.items()
        if frame[column].notna().any()
    ]
    return Chart("line", tuple(years), tuple(shown), digits, signed)


def ranked(  # noqa: PLR0913 - what a ranking is made of
    values: pd.Series, names: Mapping[str, str], *, own: str | None, digits: int, base: float, measure: str, origin: str
) -> Chart:
    """Rows from the first value to the last, the region's own in the accent.

    Parameters
    ----------
    values
        BPS code → value, in the order to show.
    names
        BPS code → name.
    own
        The region's code; None where none is marked.
    digits
        Of the values as they are written.
    base
        Where each row begins.
    measure
        What the values are.
    origin
        What the base is.
    """
    colours = tuple(OWN if code == own or own is None else SECOND for code in values.index)
    series = Series(measure, tuple(map(float, values)), SECOND)
    rows_ = tuple(names[code] for code in values.index)
    return Chart("bar", rows_, (series,), digits, base=base, origin=origin, colours=colours)


def bounds(bars: Sequence[tuple[str, float, float, float]]) -> Chart:
    """A row for each share from its lower to its upper bound: name, bounds, and its target, NaN where it has none."""
    names, low, high, targets = zip(*bars, strict=True)
    series = (
        Series(t("batas bawah"), tuple(map(float, low))),
        Series(t("batas atas"), tuple(map(float, high)), SECOND),
    )
    return Chart("bar", names, series, digits=2, targets=tuple(map(float, targets)))


def rows(chart: Chart) -> Markup:
    """Show bars as large rows of name, bar and value, as many as a slide holds, and say how many are left out."""
    kept = kept_rows(chart)
    numbers = [*chart.targets, *(value for series in chart.series for value in series.points)]
    every = [value for value in numbers if math.isfinite(value)]
    low, high = min([chart.base, *every]), max([chart.base, *every])
    span = (high - low) or 1.0

    def at(value: float) -> float:
        return LABEL_ROOM + (100 - 2 * LABEL_ROOM) * (value - low) / span

    shown, left_out, group = [], 0, ""
    if chart.base:
        shown.append(
            markup(
                '<li class="axis"><span class="name"></span><span class="bars"><span class="scale">'
                '<b style="left:{at}">{origin}</b></span></span></li>',
                at=f"{at(chart.base):.1f}%",
                origin=chart.origin or chart.written(chart.base),
            )
        )
    for position in range(len(chart.categories)):
        begins = bool(chart.groups) and chart.groups[position] != group
        if left_out and (begins or position in kept):
            shown.append(_gap(left_out))
            left_out = 0
        if begins:
            group = chart.groups[position]
            shown.append(markup('<li class="group">{group}</li>', group=group))
        if position in kept:
            shown.append(_row(chart, position, at))
        else:
            left_out += 1
    if left_out:
        shown.append(_gap(left_out))
    key = (
        markup(
            '<p class="key">{parts}</p>',
            parts=join(
                markup('<span><i style="background:{colour}"></i>{name}</span>', colour=_css(one.colour), name=one.name)
                for one in chart.series
            ),
        )
        if len(chart.series) > 1
        else ""
    )
    origin = markup(' class="from" style="--origin:{at}"', at=f"{at(chart.base):.1f}%") if chart.base else ""
    return markup('<div class="rows">{key}<ol{origin}>{rows}</ol></div>', key=key, origin=origin, rows=join(shown))


def _row(chart: Chart, position: int, at: Callable[[float], float]) -> Markup:
    own = len({*chart.colours}) > 1 and chart.colours[position] == OWN
    target = chart.targets[position] if chart.targets else math.nan
    tick = markup('<i class="target" style="left:{at}"></i>', at=f"{at(target):.1f}%") if math.isfinite(target) else ""
    bars = []
    for series in chart.series:
        value = series.points[position]
        if not math.isfinite(value):
            continue
        colour = _css(chart.colours[position] if chart.colours else series.colour)
        start, end = sorted((at(chart.base), at(value)))
        side, edge, inside = ("left", end, False) if value >= chart.base else ("right", 100 - start, False)
        if math.isfinite(target) and 0 <= at(target) - end < LABEL_ROOM:  # behind the tick it would not be the bar's
            inside = end - start >= LABEL_ROOM
            side, edge = "right", 100 - (end if inside else start)
        bars.append(
            markup(
                '<span class="track"><i style="left:{left};width:{width};background:{colour}"></i>{dot}{tick}'
                '<b{css} style="{side}:{edge}">{value}</b></span>',
                css=markup(' class="inside"') if inside else "",
                left=f"{start:.1f}%",
                width=f"{max(end - start, 0.3):.1f}%",
                colour=colour,
                dot=markup(
                    '<i class="dot" style="left:{at};background:{colour}"></i>', at=f"{at(value):.1f}%", colour=colour
                )
                if chart.base
                else "",
                tick=tick,
                side=side,
                edge=f"{edge + 1:.1f}%",
                value=chart.written(value),
            )
        )
    return markup(
        '<li{css}><span class="name">{name}</span><span class="bars">{bars}</span></li>',
        css=markup(' class="own"') if own else "",
        name=" ".join(chart.categories[position].split()),
        bars=join(bars),
    )


def _gap(count: int) -> Markup:
    return markup('<li class="gap">{text}</li>', text=t("… {count} lainnya", count=count))


def kept_rows(chart: Chart) -> list[int]:
    """Positions of the rows that a slide shows, that of its title among them."""
    count = len(chart.categories)
    tall = len(chart.series) > 1 or max(map(len, chart.categories), default=0) > MAX_NAME
    most = MAX_TALL_ROWS if tall else MAX_ROWS
    if count <= most:
        return list(range(count))
    wanted = [] if chart.subject is None else [chart.subject]
    wanted += {group: at for at, group in enumerate(chart.groups)}.values()  # the last of each
    if chart.keep == "last":
        wanted += reversed(range(count))
    elif chart.keep == "largest":
        sizes = [max((abs(one.points[at]) for one in chart.series), default=0.0) for at in range(count)]
        wanted += sorted(range(count), key=lambda at: -sizes[at])
    else:
        own = [at for at, colour in enumerate(chart.colours) if colour == OWN] if len({*chart.colours}) > 1 else []
        half = (most - 1) // 2
        wanted = [*wanted, *own[:1], *range(half), *range(count - half, count)]
        return sorted({*wanted})
    return sorted([*dict.fromkeys(wanted)][: most - 1])


def _css(colour: str) -> str:
    return f"var(--{THEMED[colour]})" if colour in THEMED else colour
