"""Write matplotlib's figures as small, stable SVG with real text, in colours of the page's theme."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.text import Text

from umkm_analysis import figure_settings
from umkm_analysis.pages.charts import points
from umkm_analysis.pages.charts.compact import compact
from umkm_analysis.pages.charts.palette import THEMED
from umkm_analysis.pages.charts.style import LETTER, LETTER_DEPTH, LETTER_HEIGHT, POINTS, STYLE
from umkm_analysis.pages.fragment import markup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.artist import Artist
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

METADATA = dict.fromkeys(("Date", "Creator", "Format", "Type"))


def inline_svg(drawn: Figure, *, name: str, alt: str) -> Markup:
    """Render a figure as SVG for the inside of an HTML page: no address, no clash of ids, the alt text as title.

    What :mod:`~umkm_analysis.pages.charts.points` marked goes with it, for the page's script to show.
    Colours of the house become variables of the page's theme, with the light colour where there is no theme.
    """
    buffer = io.StringIO()
    drawn.dpi = POINTS
    for text in texts(drawn):
        text.set_parse_math(False)  # it was made outside of STYLE, and may be the name of an agency
    figure_settings.use()
    with mpl.rc_context(STYLE):
        width, height = drawn.get_size_inches() * POINTS
        renderer: Any = _Renderer(width, height, buffer, metadata=METADATA)  # type: ignore[no-untyped-call]
        drawn.draw(renderer)
        renderer.finalize()
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r' xmlns(:\w+)?="[^"]*"', "", svg).replace("xlink:href", "href")
    svg = re.sub(r"\s*\n\s*", "\n", svg)
    svg = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>", "", svg, count=1, flags=re.DOTALL)  # would style the page
    svg = compact(re.sub(r"(?<=: )#[0-9a-f]{6}", lambda found: _themed(found[0]), svg), name)
    head = markup(
        '<svg role="img" aria-labelledby="{name}-alt"{points} stroke-linejoin="round" ',
        name=name,
        points=points.attribute(drawn),
    )
    title = markup('<title id="{name}-alt">{alt}</title>', name=name, alt=alt)
    opening, rest = svg.split(">", 1)
    size = re.sub(r'\b(width|height|version)="[^"]*"\s*', "", opening.removeprefix("<svg "))
    return head + Markup(f"{size}>{title}{rest}")  # noqa: S704 - what matplotlib escaped itself


def texts(drawn: Artist) -> Iterator[Text]:
    """Find every text of a drawing; ``findobj`` would make a hundred ticks of scales that are switched off."""
    if isinstance(drawn, Text):
        yield drawn
    switched_off = isinstance(drawn, Axes) and not drawn.axison
    for part in drawn.get_children():
        if not (switched_off and isinstance(part, Axis)):
            yield from texts(part)


class _Renderer(RendererSVG):
    """matplotlib's, but it does not measure words: the page sets them in its own typeface, whose widths differ."""

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: object) -> tuple[float, float, float]:
        del ismath
        size = prop.get_size_in_points()
        return len(s) * size * LETTER, size * LETTER_HEIGHT, size * LETTER_DEPTH


def _themed(colour: str) -> str:
    return f"var(--{THEMED[colour]},{colour})" if colour in THEMED else colour
