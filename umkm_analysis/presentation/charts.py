"""House style for figures: matplotlib into small, stable SVG with real text, titled by its message."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from markupsafe import Markup
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from umkm_analysis.presentation.fragment import Fragment, markup
from umkm_analysis.presentation.numbers import number
from umkm_analysis.presentation.tables import folded, source_note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

OWN = "#b3261e"
"""The region: the one accent."""
FIRST = "#3d4852"
SECOND = "#8a949e"
QUIET = "#d4d9de"
INK = "#1d2329"
SIZE = (7.6, 3.9)
STYLE: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "umkm_analysis",
    "font.family": "DejaVu Sans",  # for measuring; the page sets its own face, which is narrower
    "font.size": 10,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "grid.color": "#eceff1",
    "xtick.color": "#4a545e",
    "ytick.color": "#4a545e",
    "xtick.bottom": False,
    "ytick.left": False,
    "text.color": INK,
    "text.parse_math": False,
}
METADATA = dict.fromkeys(("Date", "Creator", "Format", "Type"))
REFERENCE_COLOURS = (FIRST, SECOND)


def canvas(
    *, height: float = SIZE[1], left: float = 0.075, right: float = 0.80, panels: int = 1
) -> tuple[Figure, list[Axes]]:
    """Open a figure in house style with fixed margins.

    Parameters
    ----------
    height
        Inches.
    left, right
        Edges of the plotting area as fractions of the width; direct labels stand outside.
    panels
        Plots side by side, sharing their y axis.
    """
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(SIZE[0], height))
        axes = figure.subplots(1, panels, sharey=True, squeeze=False)[0]
        margin = 0.36 / height
        figure.subplots_adjust(
            left=left, right=right, top=1 - margin * (0.5 if panels == 1 else 0.9), bottom=margin, wspace=0.08
        )
    return figure, list(axes)


def decimal_axis(axis: object, digits: int = 0, *, signed: bool = False) -> None:
    """Write an axis' numbers the Indonesian way."""
    axis.set_major_formatter(FuncFormatter(lambda value, _: number(value, digits, signed=signed)))  # type: ignore[attr-defined]


def year_axis(axes: Axes, years: Sequence[int]) -> None:
    """Show every year once, as a whole number."""
    axes.set_xticks(list(years), [str(year) for year in years])


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
    for height, text, colour in sorted(labels):
        at = max(height, placed[-1] + gap) if placed else height
        placed.append(at)
        weight = "bold" if colour == OWN else "normal"
        axes.annotate(
            text, (x, at), xytext=(8, 0), textcoords="offset points", color=colour, va="center", fontweight=weight,
            annotation_clip=False,
        )  # fmt: skip


def figure(  # noqa: PLR0913 - one argument a part of the figure
    drawn: Figure, *, name: str, title: str, measure: str, alt: str, how: str, source: str, data: Fragment
) -> Fragment:
    """Put a drawn figure on the page.

    Parameters
    ----------
    drawn
        From :func:`canvas`.
    name
        Unique on its page; ids inside the drawing begin with it.
    title
        The message.
    measure
        What is measured, in which unit.
    alt
        The message for those who do not see the drawing.
    how
        How to read it.
    source
        Where the figures come from.
    data
        Table of the same numbers.
    """
    html = markup(
        '<figure class="chart" id="{name}"><figcaption><h3>{title}</h3><p class="measure">{measure}</p></figcaption>'
        '<div class="drawing" tabindex="0" role="group" aria-label="{title}">{svg}</div>'
        '<p class="how"><span>Cara membaca:</span> {how}</p>{note}{data}</figure>',
        name=name,
        title=title,
        measure=measure,
        svg=inline_svg(drawn, name=name, alt=alt),
        how=how,
        note=source_note(source),
        data=folded("Angka di balik grafik", data).html,
    )
    return Fragment(html, f"{title}\n{alt}")


def inline_svg(drawn: Figure, *, name: str, alt: str) -> Markup:
    """Render a figure as SVG for the inside of an HTML page: no address, no clash of ids, the alt text as title."""
    buffer = io.StringIO()
    with mpl.rc_context(STYLE):
        drawn.savefig(buffer, format="svg", metadata=METADATA, transparent=True)
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r' xmlns(:\w+)?="[^"]*"', "", svg).replace("xlink:href", "href")
    svg = re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{name}-", svg)
    svg = svg.replace("'DejaVu Sans'", "inherit").replace("DejaVu Sans", "inherit")
    svg = re.sub(r"\s*\n\s*", "\n", svg)
    svg = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>", "", svg, count=1, flags=re.DOTALL)  # would style the page
    head = markup('<svg role="img" aria-labelledby="{name}-alt" stroke-linejoin="round" ', name=name)
    title = markup('<title id="{name}-alt">{alt}</title>', name=name, alt=alt)
    opening, rest = svg.split(">", 1)
    size = re.sub(r'\b(width|height|version)="[^"]*"\s*', "", opening.removeprefix("<svg "))
    return head + Markup(f"{size}>{title}{rest}")  # noqa: S704 - what matplotlib escaped itself
