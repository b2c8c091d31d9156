"""Charts of a deck as PowerPoint's own, whose figures can be edited."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_AXIS_CROSSES,
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages.charts.native import kept_rows
from umkm_analysis.pages.charts.palette import FIRST, GRID, HIGH_SOFT, INK, LOW, LOW_SOFT, OWN, QUIET, SECOND

if TYPE_CHECKING:
    from umkm_analysis.pages.charts.native import Chart, Series

LETTERS = Pt(14)
"""Of a chart; a slide's least is 12 points."""
SHADES = (FIRST, "#9aa4ad", LOW, HIGH_SOFT, LOW_SOFT)
"""Of the lines beside the region's own: here they have no names at their ends, and must be told apart by a key."""
LINE, OWN_LINE = Pt(1.75), Pt(3.25)
GAP, ORIGIN_GAP = 45, 400
"""Between rows, in per cent of a bar; the second where a bar does not begin at 0, and is a line more than a bar."""
ROOM = 0.06
"""Part of the values' span that stays free below the lowest one."""


def add_chart(slide: Any, chart: Chart, box: tuple[int, int, int, int], *, alt: str) -> None:
    """Add a chart to a slide.

    Parameters
    ----------
    slide
        Of python-pptx.
    chart
        What to draw.
    box
        Left, top, width and height in EMU.
    alt
        Its message, for those who do not see it.
    """
    draw = {"line": _line, "bar": _bar, "scatter": _scatter}[chart.kind]
    frame = draw(slide, chart, box)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)  # noqa: SLF001 - python-pptx has no way of its own
    drawn = frame.chart
    drawn.font.size, drawn.font.color.rgb = LETTERS, _rgb(FIRST)
    drawn.has_title = False


def rows_left_out(chart: Chart) -> int:
    """How many of a chart's rows a slide does not hold."""
    return len(chart.categories) - len(kept_rows(chart)) if chart.kind == "bar" else 0


def _line(slide: Any, chart: Chart, box: tuple[int, int, int, int]) -> Any:
    data = CategoryChartData(number_format=_format(chart))
    data.categories = chart.categories
    for series in chart.series:
        data.add_series(series.name, [_or_gap(value) for value in series.points])
    frame = slide.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, *box, data)
    drawn = frame.chart
    _legend(drawn, shown=len(chart.series) > 1)
    others = iter(SHADES * len(chart.series))
    for line, series in zip(drawn.plots[0].series, chart.series, strict=True):
        line.smooth = False
        colour = OWN if series.colour == OWN else next(others)
        line.format.line.color.rgb = _rgb(colour)
        line.format.line.width = OWN_LINE if series.colour == OWN else LINE
        if series.dashed:
            line.format.line.dash_style = MSO_LINE.DASH
        line.marker.style = XL_MARKER_STYLE.NONE if series.dashed else XL_MARKER_STYLE.CIRCLE
        line.marker.size = 8 if series.colour == OWN else 5
        line.marker.format.fill.solid()
        line.marker.format.fill.fore_color.rgb = _rgb(colour)
        line.marker.format.line.color.rgb = _rgb(colour)
        if series.colour == OWN:
            _label_last(line, series)
    known = [value for series in chart.series for value in series.points if math.isfinite(value)]
    _value_axis(drawn.value_axis, chart, known)
    drawn.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW  # below the lowest point, not on the line of 0
    drawn.category_axis.format.line.color.rgb = _rgb(SECOND)
    return frame


def _label_last(line: Any, series: Series) -> None:
    last = max((at for at, value in enumerate(series.points) if math.isfinite(value)), default=None)
    if last is None:
        return
    label = line.points[last].data_label
    label.position = XL_LABEL_POSITION.ABOVE
    label.font.bold, label.font.size, label.font.color.rgb = True, Pt(16), _rgb(OWN)


def _bar(slide: Any, chart: Chart, box: tuple[int, int, int, int]) -> Any:
    kept = _grouped(chart)
    data = CategoryChartData(number_format=_format(chart))
    data.categories = [at if isinstance(at, str) else _row_name(chart, at) for at in kept]
    for series in chart.series:
        data.add_series(series.name, [None if isinstance(at, str) else _or_gap(series.points[at]) for at in kept])
    targets = [math.nan if isinstance(at, str) else chart.targets[at] for at in kept] if chart.targets else []
    if any(map(math.isfinite, targets)):
        data.add_series(t("Batas minimal atau target yang berlaku"), list(map(_or_gap, targets)))
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *box, data)
    drawn = frame.chart
    _legend(drawn, shown=len(drawn.plots[0].series) > 1)
    plot = drawn.plots[0]
    plot.gap_width, plot.vary_by_categories = GAP, False
    plot.has_data_labels = not chart.intervals  # a value at a bar's end would stand on its error bar
    if chart.intervals:
        _error_bars(plot.series[0], [_interval_of(chart, at) for at in kept])
    else:
        _label_bars(plot, chart)
    for bars in list(plot.series)[len(chart.series) :]:
        bars.format.fill.solid()
        bars.format.fill.fore_color.rgb = _rgb(QUIET)
    for bars, series in zip(plot.series, chart.series, strict=False):
        bars.invert_if_negative = False
        bars.format.fill.solid()
        bars.format.fill.fore_color.rgb = _rgb(series.colour)
        for place, at in enumerate(kept if chart.colours else ()):
            if isinstance(at, str):
                continue
            fill = bars.points[place].format.fill
            fill.solid()
            fill.fore_color.rgb = _rgb(chart.colours[at])
    drawn.category_axis.reverse_order = True  # the first row on top
    drawn.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    drawn.category_axis.format.line.color.rgb = _rgb(SECOND)
    axis = drawn.value_axis
    axis.crosses_at = chart.base  # where bars begin
    ends = [end for interval in chart.intervals for end in interval]
    known = [value for series in chart.series for value in (*series.points, *ends) if math.isfinite(value)]
    low, high = min([chart.base, *known]), max([chart.base, *known])
    room = ((high - low) or 1.0) * ROOM
    axis.minimum_scale = chart.base if low == chart.base else _nice(low - room)
    axis.maximum_scale = chart.base if high == chart.base else _nice(high + room, up=True)
    axis.visible, axis.has_major_gridlines = bool(chart.base), False  # every bar carries its value
    if chart.base:
        _say_origin(axis, plot, chart)
    return frame


def _say_origin(axis: Any, plot: Any, chart: Chart) -> None:
    """Make bars that do not begin at 0 thin lines from an axis that says where they begin."""
    plot.gap_width = ORIGIN_GAP
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = _format(chart, digits=0), False
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.format.line.fill.background()
    axis.has_title = True
    axis.axis_title.text_frame.text = chart.origin
    axis.axis_title.text_frame.paragraphs[0].runs[0].font.size = LETTERS


def _label_bars(plot: Any, chart: Chart) -> None:
    labels = plot.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = _format(chart), False
    labels.position = XL_LABEL_POSITION.OUTSIDE_END
    labels.font.size, labels.font.bold = LETTERS, True


def _row_name(chart: Chart, at: int) -> str:
    """A row's name, with its value and the interval around it where the chart shows intervals."""
    name = chart.categories[at]
    if chart.intervals:
        low, high = n.bounds(*chart.intervals[at], chart.digits)
        name += f": {chart.written(chart.series[0].points[at])} ({low}–{high})"
    return " ".join(name.split())


def _interval_of(chart: Chart, at: int | str) -> tuple[float, float, float]:
    """Value, low and high of a row; NaN for the name of a group."""
    if isinstance(at, str):
        return math.nan, math.nan, math.nan
    return chart.series[0].points[at], *chart.intervals[at]


def _error_bars(series: Any, intervals: list[tuple[float, float, float]]) -> None:
    """Give bars their intervals as PowerPoint's own error bars; python-pptx has no way of its own."""

    def literal(tag: str, lengths: list[float]) -> str:
        known = [(at, length) for at, length in enumerate(lengths) if math.isfinite(length)]
        points = "".join(f'<c:pt idx="{at}"><c:v>{max(length, 0):.6f}</c:v></c:pt>' for at, length in known)
        count = f'<c:ptCount val="{len(lengths)}"/>'
        return f"<c:{tag}><c:numLit><c:formatCode>General</c:formatCode>{count}{points}</c:numLit></c:{tag}>"

    plus = literal("plus", [high - value for value, _, high in intervals])
    minus = literal("minus", [value - low for value, low, _ in intervals])
    line = f'<a:ln w="{Pt(1.75)}"><a:solidFill><a:srgbClr val="{INK[1:].upper()}"/></a:solidFill></a:ln>'
    xml = (
        f'<c:errBars {nsdecls("c", "a")}><c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/>'
        f"{plus}{minus}<c:spPr>{line}</c:spPr></c:errBars>"
    )
    element = series._element  # noqa: SLF001 - no way of its own
    element.find(qn("c:cat")).addprevious(parse_xml(xml))


def _grouped(chart: Chart) -> list[int | str]:
    """Positions of the rows of a slide, each group after its name, which is a row without a bar."""
    shown: list[int | str] = []
    group = ""
    for at in kept_rows(chart):
        if chart.groups and chart.groups[at] != group:
            group = chart.groups[at]
            shown.append(group)
        shown.append(at)
    return shown


def _scatter(slide: Any, chart: Chart, box: tuple[int, int, int, int]) -> Any:
    across, up = chart.series[0], chart.series[1]
    data = XyChartData(number_format=_format(chart))
    marked = [at for at, colour in enumerate(chart.colours) if colour == OWN]
    for name, places in ((across.name, [at for at in range(len(across.points)) if at not in marked]),
                         (chart.categories[marked[0]] if marked else "", marked)):  # fmt: skip
        if places:
            series = data.add_series(name)
            for at in places:
                series.add_data_point(across.points[at], up.points[at])
    frame = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *box, data)
    drawn = frame.chart
    _legend(drawn, shown=True)
    for points, colour in zip(drawn.plots[0].series, (SECOND, OWN), strict=False):
        points.format.line.fill.background()
        points.marker.style, points.marker.size = XL_MARKER_STYLE.CIRCLE, 18 if colour == OWN else 12
        points.marker.format.fill.solid()
        points.marker.format.fill.fore_color.rgb = _rgb(colour)
        points.marker.format.line.fill.background()
    low, high = min(across.points), max(across.points)
    room = ((high - low) or 1.0) * ROOM
    axis = drawn.category_axis
    axis.minimum_scale, axis.maximum_scale = _nice(low - room), _nice(high + room, up=True)
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = _format(chart), False
    axis.has_major_gridlines = False
    drawn.value_axis.minimum_scale, drawn.value_axis.maximum_scale = -1.0, 1.0
    drawn.value_axis.crosses = XL_AXIS_CROSSES.MINIMUM
    drawn.value_axis.visible, drawn.value_axis.has_major_gridlines = False, False
    return frame


def _value_axis(axis: Any, chart: Chart, known: list[float]) -> None:
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = _rgb(GRID)
    axis.format.line.fill.background()
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = _format(chart, digits=0), False
    if known:
        low, high = min(known), max(known)
        room = ((high - low) or 1.0) * ROOM
        axis.minimum_scale, axis.maximum_scale = _nice(low - room), _nice(high + room, up=True)


def _nice(value: float, *, up: bool = False) -> float:
    """Round an end of an axis outward to a number that can be read."""
    step = 10.0 if abs(value) > 20 else 2.0 if abs(value) > 2 else 0.5  # noqa: PLR2004 - coarse is enough
    return (math.ceil if up else math.floor)(value / step) * step


def _legend(drawn: Any, *, shown: bool) -> None:
    drawn.has_legend = shown
    if shown:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        drawn.legend.font.size = LETTERS


def _format(chart: Chart, digits: int | None = None) -> str:
    """Number format of Excel: decimals, and the signs of differences; PowerPoint writes the reader's decimal sign."""
    places = chart.digits if digits is None else digits
    number = f"#,##0.{'0' * places}" if places else "#,##0"
    return f"+{number};\N{MINUS SIGN}{number};0" if chart.signed else number


def _or_gap(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.removeprefix("#").upper())
