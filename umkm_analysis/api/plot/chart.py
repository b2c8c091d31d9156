"""Charts outside of pages: a matplotlib Figure in house style with its title, its measure and its source line."""

from __future__ import annotations

import base64
import io
import textwrap
from functools import cache
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.figure import Figure

from umkm_analysis.i18n.translation import nt, t
from umkm_analysis.pages import provisional
from umkm_analysis.pages.assets import FACES
from umkm_analysis.pages.charts import palette
from umkm_analysis.pages.charts.style import LETTER, LINE, POINTS, STYLE

if TYPE_CHECKING:
    from collections.abc import Mapping

FAMILY = "Plus Jakarta Sans"
OUTPUT: Any = {
    **STYLE,
    "font.family": [FAMILY, STYLE["font.family"]],  # the second has the characters that the first lacks
    "pdf.fonttype": 42,  # TrueType: text can be searched and copied, and journals take it
    "ps.fonttype": 42,
    "svg.fonttype": "path",  # looks the same where the typeface is not installed
    "text.hinting": "none",  # letters keep their distances
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
}
SCREEN, PAPER = 192, 300
"""Dots an inch of the picture that JupyterLab shows, and of a file."""
TITLE_SIZE, MEASURE_SIZE, SOURCE_SIZE = 13.0, 9.5, 7.5
WORDS = 0.94
"""Width of a letter of sentences as a part of that of names."""
EDGE = 0.14
"""Inches around the words."""
MOST_SOURCES = 3
"""Sources that the line below names; the table's ``attrs`` has all of them."""


class Chart(Figure):
    """A matplotlib Figure that JupyterLab shows, and that saves itself with its typeface.

    ``savefig`` writes SVG, PNG and PDF in the house's typeface, at 300 dots an inch where nothing else is asked for.
    """

    description = ""
    """Title and measure in a line: what a page says of the picture to those who do not see it."""

    def savefig(self, fname: Any, **kwargs: Any) -> None:
        """Save the chart; arguments as for :meth:`matplotlib.figure.Figure.savefig`."""
        _register_typeface()
        with mpl.rc_context(OUTPUT):
            super().savefig(fname, **{"dpi": PAPER, **kwargs})

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, str], dict[str, dict[str, int | str]]]:
        """Picture for a notebook, with its description and the size to show it at: twice as sharp as it is large.

        A session that uses pyplot too shows it as every other figure of that session: IPython asks the inline backend.
        """
        buffer = io.BytesIO()
        self.savefig(buffer, format="png", dpi=SCREEN)
        width, height = (round(inches * SCREEN / 2) for inches in self.get_size_inches())
        picture = base64.b64encode(buffer.getvalue()).decode()
        shown: dict[str, int | str] = {"width": width, "height": height}
        if self.description:
            shown["alt"] = self.description
        return {"image/png": picture, "text/plain": repr(self)}, {"image/png": shown}

    def __repr__(self) -> str:
        """Name the chart by its title."""
        return f"<Chart: {self.texts[0].get_text() if self.texts else 'empty'}>"


def titled(drawn: Figure, *, title: str, measure: str, source: str) -> Chart:
    """Put words around a drawing: title and measure above, source below; the drawing keeps its size.

    Parameters
    ----------
    drawn
        From :func:`umkm_analysis.pages.charts.figure.canvas`; it becomes the chart.
    title, measure, source
        Each is broken into lines where it is longer than the chart is wide.
    """
    width, height = drawn.get_size_inches()
    letters = (width - 2 * EDGE) * POINTS / (LETTER * WORDS)
    above = [
        (line, size, colour, weight)
        for text, size, colour, weight in (
            (title, TITLE_SIZE, palette.INK, "bold"), (measure, MEASURE_SIZE, palette.FIRST, "normal")
        )
        for line in textwrap.wrap(text, int(letters / size / (1.06 if weight == "bold" else 1)))
    ]  # fmt: skip
    below = textwrap.wrap(source, int(letters / SOURCE_SIZE))
    head = sum(size * LINE for _, size, _, _ in above) / POINTS + 1.6 * EDGE
    foot = len(below) * SOURCE_SIZE * LINE / POINTS + 1.6 * EDGE
    whole = head + height + foot
    for axes in drawn.axes:
        box = axes.get_position()
        axes.set_position((box.x0, (box.y0 * height + foot) / whole, box.width, box.height * height / whole))
    drawn.set_size_inches(width, whole)
    down = EDGE
    for line, size, colour, weight in above:
        drawn.text(EDGE / width, 1 - down / whole, line, size=size, color=colour, weight=weight, va="top")
        down += size * LINE / POINTS
    up = EDGE
    for line in reversed(below):
        drawn.text(EDGE / width, up / whole, line, size=SOURCE_SIZE, color=palette.SECOND, va="bottom")
        up += SOURCE_SIZE * LINE / POINTS
    _register_typeface()
    for text in drawn.findobj(mpl.text.Text):
        text.set_fontfamily(OUTPUT["font.family"])
        text.set_parse_math(False)
    drawn.patch.set_visible(True)
    drawn.patch.set_facecolor("white")
    drawn.__class__ = Chart  # the functions of pages draw into a Figure; a chart differs in how it is shown and saved
    drawn.description = f"{title}. {measure}" if measure else title  # type: ignore[attr-defined]
    return drawn  # type: ignore[return-value]


def source_line(about: Mapping[str, Any], *, more: str = "") -> str:
    """Word where figures come from, which are not final, and the edition of the tables.

    Parameters
    ----------
    about
        ``attrs`` of a result.
    more
        A further sentence.
    """
    listed = list(about.get("sources", {}).values())
    named = "; ".join(listed[:MOST_SOURCES])
    if len(listed) > MOST_SOURCES:
        named = nt("{named}; dan {count} sumber lain", len(listed) - MOST_SOURCES, named=named)
    edition = about.get("edition", "")
    parts = [
        t("Sumber: {named}.", named=named) if named else "",
        t("Edisi data {edition}.", edition=edition) if edition else "",
        provisional.note(least_final_states(about)),
        more,
    ]
    return " ".join(part for part in parts if part)


def least_final_states(about: Mapping[str, Any]) -> dict[int, str]:
    """Years that are not final of some region, by the least final state."""
    found: dict[int, str] = {}
    for year, states in about.get("provisional", {}).items():
        found |= provisional.least_final(int(year), states)
    return found


@cache
def _register_typeface() -> None:
    """Make the typeface of the pages known to matplotlib."""
    for face in FACES.values():
        font_manager.fontManager.addfont(face.with_suffix(".ttf"))
