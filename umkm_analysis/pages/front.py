"""First screen of a report: its verdict as headline, a chart, three figures, and the rest folded."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from markupsafe import Markup

from umkm_analysis.i18n.translation import NAMES, t, use_language
from umkm_analysis.pages.components import cards
from umkm_analysis.pages.fragment import Fragment, join, markup, paragraphs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from umkm_analysis.pages.components import Card

MAX_LETTERS = 70
"""Of a headline: on a telephone four lines of large letters."""

H3, H2_OF_H3 = Markup("<h3>"), Markup('<h3 aria-level="2">')
"""Title of a chart, and of the one that follows the page's h1: no level is left out."""


def headline(wordings: Callable[[], Sequence[str]]) -> str:
    """Choose the first wording of a headline that has room in every language, or the last: all say the same.

    Parameters
    ----------
    wordings
        Function that gives the ways to say it in the language in use, as many in each, the fullest first; each is
        true alone.
    """
    longest = []
    for language in NAMES:
        with use_language(language):
            longest.append([len(words) for words in wordings()])
    fits = [max(lengths) <= MAX_LETTERS for lengths in zip(*longest, strict=True)]
    said = wordings()
    return next((words for words, has_room in zip(said, fits, strict=True) if has_room), said[-1])


def front(  # noqa: PLR0913 - one argument a part of the screen
    masthead: Fragment,
    *,
    hero: Fragment | None,
    numbers: Sequence[Card],
    summary: Sequence[str],
    more: Sequence[Card] = (),
    boxes: Sequence[Fragment] = (),
) -> Fragment:
    """Lay out a report's first screen: what is read in ten seconds, and folded below it what explains it.

    Parameters
    ----------
    masthead
        With the verdict as headline.
    hero
        The chart that shows the verdict; None where there is nothing to draw.
    numbers
        The figures that carry it.
    summary
        Sentences that explain it.
    more
        Further key figures.
    boxes
        What else belongs to the summary, such as changes since the earlier edition.
    """
    figures, explained = cards(numbers), [paragraphs(summary), cards(more), *boxes]
    html = markup(
        '{masthead}<div class="first{alone}">{hero}<div class="key">{figures}</div></div>'
        '<details class="more"><summary>{label}</summary><div class="summary">{sentences}</div>{more}</details>',
        masthead=masthead.html,
        alone="" if hero else " alone",
        hero=hero.html.replace(H3, H2_OF_H3, 1) if hero else "",
        figures=figures.html,
        label=t("Selengkapnya"),
        sentences=explained[0].html,
        more=join((part.html for part in explained[1:]), "\n"),
    )
    texts = [masthead.text, *([hero.text] if hero else []), figures.text, *(part.text for part in explained)]
    slides = (*masthead.slides, *figures.slides, *(hero.slides if hero else ()))
    return Fragment(html, "\n\n".join(text for text in texts if text), slides=slides)


def on_fact_sheet(chart: Fragment, *, order: int) -> Fragment:
    """Let a chart stand on the report's fact sheet too: the two of the lowest order have room."""
    return replace(
        chart, html=markup('<div class="on-sheet" data-order="{order}">{html}</div>', order=order, html=chart.html)
    )
