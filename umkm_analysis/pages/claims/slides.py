"""Slides of public claims: the quote, the figure said, the figure found and the verdict, a few to a slide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from umkm_analysis.analysis.claims import CONFIRMED, CONFLICTS, CORRECTED, UNCHECKED
from umkm_analysis.i18n import labels
from umkm_analysis.i18n.translation import SOURCE, current_language, t
from umkm_analysis.pages.claims import cards, table, text
from umkm_analysis.pages.fragment import Fragment, join, markup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from umkm_analysis.analysis.claims import Finding

A_SLIDE = 3
"""Claims that a slide holds at a size that the back of a room can read."""
MAX_SLIDES = 3
MAX_QUOTE = 150
"""Characters of a quote; what is longer is shown as what it is of."""
ORDER = (CONFLICTS, CORRECTED, CONFIRMED, UNCHECKED)
"""What is wrong first: it is what listeners have heard."""
SIGNS = {CONFIRMED: "✓", CORRECTED: "≈", CONFLICTS: "✗", UNCHECKED: "?"}


@dataclass(frozen=True)
class ClaimCard:
    """A claim as a slide shows it."""

    quote: str
    is_quoted: bool
    who: str
    said: str
    found: str
    verdict: str
    word: str
    """The verdict as readers see it."""
    sign: str


@dataclass(frozen=True)
class ClaimsSlide:
    """A few claims under the count of all verdicts."""

    title: str
    cards: tuple[ClaimCard, ...]
    more: int = 0
    """Claims that stand on the page only; said on the last slide."""


def slides(found: Sequence[Finding], *, title: str) -> Fragment:
    """Slides of some findings; nothing on the page itself.

    Parameters
    ----------
    found
        The findings; what is wrong comes first, and what does not fit is counted.
    title
        Of every slide.
    """
    ordered = sorted(found, key=lambda finding: ORDER.index(finding.verdict))
    shown = ordered[: A_SLIDE * MAX_SLIDES]
    parts = [shown[at : at + A_SLIDE] for at in range(0, len(shown), A_SLIDE)]
    made = tuple(
        ClaimsSlide(
            title,
            tuple(_card(finding) for finding in part),
            len(ordered) - len(shown) if part is parts[-1] else 0,
        )
        for part in parts
    )
    html = markup("<template data-deck>{slides}</template>", slides=join(map(_html, made))) if made else markup("")
    return Fragment(html, "", slides=made)


def _card(finding: Finding) -> ClaimCard:
    claim, figure = finding.claim, table.evidence_of(finding)
    quoted = bool(claim.words) and len(claim.words or "") <= MAX_QUOTE
    return ClaimCard(
        quote=claim.words if quoted and claim.words else text.what(claim),
        is_quoted=quoted,
        who=text.who(claim),
        said=text.claimed(claim),
        found=text.value(figure) if figure else t("tidak ada"),
        verdict=finding.verdict,
        word=t(text.VERDICT[finding.verdict]),
        sign=SIGNS[finding.verdict],
    )


def _html(slide: ClaimsSlide) -> Markup:
    foreign = markup(' lang="{language}"', language=SOURCE) if current_language() != SOURCE else markup("")
    shown = join(
        markup(
            '<li class="{tone}"><div class="said"><p class="quote"{lang}>{quote}</p><p class="who">{who}</p></div>'
            '<p class="figure"><span>{said_label}</span> {said}</p>'
            '<p class="figure"><span>{found_label}</span> {found}</p>'
            "{badge}</li>",
            tone=cards.TONES[card.verdict],
            lang=foreign if card.is_quoted else "",
            quote=f"“{card.quote}”" if card.is_quoted else card.quote,
            who="" if card.who == labels.NOTHING else card.who,
            said_label=t("Disebutkan"),
            said=card.said,
            found_label=t("Bukti"),
            found=card.found,
            badge=cards.badge(card.verdict),
        )
        for card in slide.cards
    )
    more = markup('<p class="more">{text}</p>', text=t("… {count} lainnya", count=slide.more)) if slide.more else ""
    return markup(
        '<div class="deck-words wall claims-deck"><h2>{title}</h2><ul>{cards}</ul>{more}</div>',
        title=slide.title,
        cards=shown,
        more=more,
    )
