"""Figures in house style: opened, marked with labels, and put on the page under their message."""

from __future__ import annotations

import pickle
import textwrap
from dataclasses import dataclass
from functools import cache
from math import isfinite
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from markupsafe import Markup
from matplotlib.figure import Figure

from umkm_analysis import figure_settings
from umkm_analysis.i18n.translation import t
from umkm_analysis.pages.charts.native import Chart, ChartSlide
from umkm_analysis.pages.charts.native import rows as rows_of
from umkm_analysis.pages.charts.palette import FIRST, INK, OWN, SECOND
from umkm_analysis.pages.charts.style import LETTER, LINE, POINTS, STYLE, moved, points_across
from umkm_analysis.pages.charts.svg import inline_svg, texts
from umkm_analysis.pages.fragment import Fragment, markup
from umkm_analysis.pages.tables import folded, source_note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes


REFERENCE_COLOURS = (FIRST, SECOND)
REFERENCE_STYLES: tuple[Any, ...] = ("-", (0, (3.2, 1.6)))
"""Of lines and ticks of what stands above a region: they often lie on each other."""
WIDTH, HEIGHT = 7.0, 3.7
"""Inches."""
SMALLEST = 0.85
"""Part of their size to which letters may shrink before a name takes another line."""
MOST_LINES = 2
"""Lines that the name of a row may take before it is shortened."""
SLIDE_WIDTH, SLIDE_HEIGHT, SLIDE_LETTER = 1800, 800, 24
"""Pixels of a 1920 × 1080 slide that a drawing gets, and those that its least letter must have; see slides.js."""
SLIDE_GROWTH = 1.15
"""Factor by which letters of a drawing may grow on a slide."""


@dataclass(frozen=True)
class _Fitting:
    """Size of letters, and how many of them fit."""

    size: float
    most: int


def canvas(  # noqa: PLR0913 - one argument a measure
    *,
    width: float = WIDTH,
    height: float = HEIGHT,
    left: float = 0.07,
    right: float = 0.74,
    panels: int = 1,
    apart: float | None = None,
) -> tuple[Figure, list[Axes]]:
    """Open a figure in house style with fixed margins.

    Parameters
    ----------
    width, height
        Inches.
    left, right
        Edges of the plotting area as fractions of the width; direct labels stand outside.
    panels
        Plots side by side, sharing their y axis.
    apart
        Space between panels that share none, as a fraction of a panel's width.
    """
    figure_settings.use()  # a cell may have set others for a chart of its own
    figure: Figure = pickle.loads(_blank(panels, shared=apart is None)[0])  # noqa: S301 - pickled below
    margin = 0.34 / height
    titled = panels > 1 and apart is None
    figure.set_size_inches(width, height)
    figure.subplots_adjust(
        left=left,
        right=right,
        top=1 - margin * (0.9 if titled else 0.5),
        bottom=margin,
        wspace=0.08 if apart is None else apart,
    )
    return figure, figure.axes


@cache
def _blank(panels: int, *, shared: bool) -> tuple[bytes, Figure]:
    """Open an empty figure and pickle it: to unpickle one takes a quarter of the time that opening one does.

    It is returned too, so that it stays: its pickled transforms know what hangs on them by addresses, and a new one at
    such an address would take the place of that, which would no longer move and be drawn where it was.
    """
    with mpl.rc_context(STYLE):
        figure = Figure()
        for axes in figure.subplots(1, panels, sharey=shared, squeeze=False)[0]:
            axes.set_axis_off()  # scales.py draws what a reader needs of it
        figure.patch.set_visible(False)
    return pickle.dumps(figure), figure


def rows(axes: Axes, names: Sequence[str], *, marked: Sequence[int] = (), size: float = 10, taken: float = 0.0) -> None:
    """Name the rows of a chart that reads from top to bottom; the first stands at the bottom.

    Parameters
    ----------
    axes
        The chart.
    names
        One a row.
    marked
        Positions of rows that are the region's own.
    size
        Of the letters.
    taken
        Points of the room on the left that something else takes, such as values of the panel before.
    """
    axes.set_ylim(-0.6, len(names) - 0.4)
    x0 = axes.get_position().x0
    beside = max([0.0, *(other.get_position().x1 for other in axes.figure.axes if other.get_position().x1 < x0)])
    for position, name in enumerate(names):
        own = position in marked
        lines = name.split("\n")
        fitting = _fitting(max(lines, key=len), (x0 - beside) * points_across(axes) - 7 - taken, size)
        if len(lines) == 1:  # two names cut to the same stub could not be told apart
            lines = textwrap.wrap(name, fitting.most, max_lines=MOST_LINES, placeholder=" …") or [""]
        lines = [textwrap.shorten(line, fitting.most, placeholder=" …") for line in lines]
        # line by line: matplotlib aligns lines of one text by its own measure, which is not the page's typeface
        for below, line in enumerate(lines):
            up = ((len(lines) - 1) / 2 - below) * fitting.size * LINE
            axes.text(
                0, position, line, transform=moved(axes, -7, up, across=axes.get_yaxis_transform()), ha="right",
                va="center", fontsize=fitting.size, color=OWN if own else FIRST,
                fontweight="bold" if own else "normal",
            )  # fmt: skip


def heading(axes: Axes, text: str) -> None:
    """Name a panel above its upper left corner."""
    axes.text(0, 1, text, transform=moved(axes, 0, 6, across=axes.transAxes), fontweight="bold", color=INK)


def reference_line(axes: Axes, at: float, label: str = "", *, vertical: bool = False) -> None:
    """Draw the line that figures are read against."""
    (axes.axvline if vertical else axes.axhline)(at, color=SECOND, linewidth=0.9)
    if label:
        left, _ = axes.get_xlim()
        axes.text(left, at, label, transform=moved(axes, 2, 4), color=FIRST, fontsize=9)


def end_labels(axes: Axes, labels: Sequence[tuple[float, str, str]], *, x: float, gap: float) -> None:
    """Label lines at their right end, pushed apart where they would overlap.

    Parameters
    ----------
    axes
        Where the lines are.
    labels
        Height, text and colour of each.
    x
        Where the labels begin.
    gap
        Least distance between two labels, in units of the y axis.
    """
    placed: list[float] = []
    below = 1
    most = int(((1 - axes.get_position().x1) * points_across(axes) - 9) / (10 * LETTER))
    for height, text, colour in sorted(labels):
        name = textwrap.fill(text, most, max_lines=3, placeholder=" …")
        lines = 1 + name.count("\n")
        at = max(height, placed[-1] + gap * (below + lines) / 2) if placed else height
        below = lines
        placed.append(at)
        weight = "bold" if colour == OWN else "normal"
        axes.text(x, at, name, transform=moved(axes, 9, 0), color=colour, va="center", fontweight=weight, fontsize=10)
    bottom, top = axes.get_ylim()
    axes.set_ylim(bottom, max([top, *(at + gap for at in placed)]))  # the highest label stays on the page


def target_tick(axes: Axes, target: float, position: float) -> None:
    """Mark a row's target, such as a mandate, by an upright tick; nothing where there is none (NaN)."""
    if isfinite(target):
        axes.plot([target] * 2, [position - 0.36, position + 0.36], color=INK, linewidth=1.8)


def value_label(axes: Axes, at: tuple[float, float], text: str, *, offset: tuple[float, float], own: bool) -> None:
    """Write a value beside its mark.

    Parameters
    ----------
    axes
        The chart.
    at
        The mark, in units of the axes.
    text
        The value as written.
    offset
        Points from the mark to the label; its side decides how the label is aligned.
    own
        Whether it is the region's.
    """
    across, up = offset
    axes.text(
        *at, text, transform=moved(axes, across, up), color=OWN if own else FIRST,
        fontweight="bold" if own else "normal", fontsize=10 if own else 9,
        ha="center" if across == 0 else "left" if across > 0 else "right",
        va="center" if up == 0 else "bottom" if up > 0 else "top",
    )  # fmt: skip


def figure(  # noqa: PLR0913 - one argument a part of the figure
    drawn: Figure | Markup,
    *,
    name: str,
    title: str,
    measure: str,
    alt: str,
    how: str = "",
    source: str,
    data: Fragment | None = None,
    narrow: Figure | None = None,
    chart: Chart | None = None,
) -> Fragment:
    """Put a drawn figure on the page.

    Parameters
    ----------
    drawn
        From :func:`canvas`; or what stands in its place, such as a map in several forms: its drawings, each in
        :func:`drawing`.
    name
        Unique on its page; ids inside the drawing begin with it.
    title
        The message.
    measure
        What is measured, in which unit.
    alt
        The message for those who do not see the drawing.
    how
        How to read the drawing; empty where it goes without saying.
    source
        Where the figures come from.
    data
        The table of the same figures; None where it stands elsewhere on the page.
    narrow
        The same drawing for a telephone, which shows it in place of the wide one.
    chart
        The same figures for PowerPoint, and for slides where the drawing is too fine for a screen.
    """
    reading = t("Cara membaca:")
    html = markup(
        '<figure class="chart" id="{name}"><figcaption><h3>{title}</h3><p class="measure">{measure}</p></figcaption>'
        "{drawing}{how}{note}"
        '<p class="take saves" hidden><a href="#{name}" data-save="svg">{save_svg}</a> '
        '<a href="#{name}" data-save="png">{save_png}</a> '
        '<a href="#{name}" data-save="copy" data-done="{copied}" data-refused="{refused}">{copy}</a></p>'
        "{data}{large}</figure>",
        name=name,
        title=title,
        measure=measure,
        drawing=drawn
        if isinstance(drawn, Markup)
        else drawing(inline_svg(drawn, name=name, alt=alt) + _narrow(narrow, name=name, alt=alt), title=title),
        how=markup('<p class="how"><span>{reading}</span> {how}</p>', reading=reading, how=how) if how else "",
        note=source_note(source),
        save_svg=t("Unduh grafik SVG"),
        save_png=t("Unduh grafik PNG"),
        copy=t("Salin grafik"),
        copied=t("Tersalin"),
        refused=t("Peramban tidak mengizinkan"),
        data=folded(t("Data di balik grafik"), data).html if data else "",
        large=markup("<template data-deck>{rows}</template>", rows=rows_of(chart))
        if chart is not None and chart.kind == "bar" and isinstance(drawn, Figure) and not _is_legible(drawn)
        else "",
    )
    slides = () if chart is None else (ChartSlide(title, measure, Markup(source).striptags(), how, chart),)  # noqa: S704 - read only
    return Fragment(html, f"{title}\n{alt}", slides=slides)


def drawing(svg: Markup, *, title: str) -> Markup:
    """Put a drawing where it can be scrolled, and asked by keyboard."""
    html = '<div class="drawing" tabindex="0" role="group" aria-label="{title}">{svg}</div>'
    return markup(html, title=title, svg=svg)


def _narrow(drawn: Figure | None, *, name: str, alt: str) -> Markup:
    if drawn is None:
        return Markup("")
    svg = inline_svg(drawn, name=f"{name}-n", alt=alt)
    return svg.replace(Markup(' stroke-linejoin="round"'), Markup(' class="narrow" stroke-linejoin="round"'), 1)


def _is_legible(drawn: Figure) -> bool:
    """Whether the least letters of a drawing can be read on a slide: the page's script asks the same."""
    width, height = drawn.get_size_inches() * POINTS
    sizes = [text.get_fontsize() for text in texts(drawn) if text.get_text().strip()]
    scale = min(SLIDE_WIDTH / width, SLIDE_HEIGHT / height)
    return not sizes or bool(min(sizes) * scale * SLIDE_GROWTH >= SLIDE_LETTER)


def _fitting(text: str, room: float, size: float) -> _Fitting:
    """Make letters smaller, within reason, until a name fits its room; then say how many fit."""
    smaller = min(size, max(room / (max(len(text), 1) * LETTER), size * SMALLEST))
    return _Fitting(smaller, int(room / (smaller * LETTER)))
