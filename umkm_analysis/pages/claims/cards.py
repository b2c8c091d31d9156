"""Cards of public claims: the words, the figure said, the figure found, the verdict and its reason."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from umkm_analysis.analysis import claims
from umkm_analysis.i18n import formatting as n
from umkm_analysis.i18n.translation import SOURCE, current_language, t
from umkm_analysis.pages.claims import table, text
from umkm_analysis.pages.fragment import Fragment, join, markup

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd
    from markupsafe import Markup

    from umkm_analysis.analysis.claims import Finding

TONES = {
    claims.CONFIRMED: "confirmed",
    claims.CORRECTED: "corrected",
    claims.CONFLICTS: "conflicting",
    claims.UNCHECKED: "unchecked",
}
"""Verdict: class of its card; style sheets colour and filter by it."""
ICONS = {
    claims.CONFIRMED: "M4.4 8.3l2.5 2.5 4.8-5.4",
    claims.CORRECTED: "M4.2 7.2c1.3-1.6 2.5-1.6 3.8-.4s2.5 1.2 3.8-.4M4.2 10.6c1.3-1.6 2.5-1.6 3.8-.4s2.5 1.2 3.8-.4",
    claims.CONFLICTS: "M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6",
    claims.UNCHECKED: "M5.9 6.3a2.1 2.1 0 1 1 3 1.9c-.6.3-.9.7-.9 1.3M8 11.6v.1",
}
"""Verdict: path of its sign, in a square of 16: a tick, about equal, a cross, a question mark."""


def wall(findings: Sequence[Finding], *groups: Fragment) -> Fragment:
    """Show groups of cards under a bar that counts the verdicts, and leaves those of a chosen verdict.

    The choice works without a script: style sheets read which button is pressed.

    Parameters
    ----------
    findings
        All that the groups hold.
    groups
        From :func:`wall_group`, with what stands between them.
    """
    html = markup(
        '<div class="wall">{tally}{choice}{groups}</div>',
        tally=_tally(findings),
        choice=_choice(findings),
        groups=join(group.html for group in groups),
    )
    return Fragment(html, "\n\n".join(group.text for group in groups))


def wall_group(
    findings: Sequence[Finding], *, report_of: Callable[[Finding], tuple[str, str] | None] = lambda _: None
) -> Fragment:
    """Show a card for each claim.

    Parameters
    ----------
    findings
        In the order of the cards.
    report_of
        Title and address of the page with the figures that a claim is held against; None where there is none.
    """
    sources = claims.sources(findings)
    shown = [_card(finding, _origin(finding, sources), report_of(finding)) for finding in findings]
    html = markup('<div class="cards-of-claims">{cards}</div>', cards=join(card.html for card in shown))
    return Fragment(html, "\n".join(card.text for card in shown))


def badge(verdict: str) -> Markup:
    """Write a verdict as sign and word; its colour only underlines them."""
    return markup('<p class="badge">{icon}{word}</p>', icon=_icon(verdict), word=t(text.VERDICT[verdict]))


def _icon(verdict: str) -> Markup:
    return markup(
        '<svg class="sign" viewBox="0 0 16 16" aria-hidden="true">'
        '<circle cx="8" cy="8" r="8"/><path d="{path}"/></svg>',
        path=ICONS[verdict],
    )


def _card(finding: Finding, origin: Markup, report: tuple[str, str] | None) -> Fragment:
    claim = finding.claim
    what, said = text.what(claim), text.claimed(claim)
    figure = table.evidence_of(finding)
    against = text.value(figure) if figure else t("tidak ada")
    reason = text.reason(finding)
    html = markup(
        '<article class="claim {tone}">{badge}{quote}<h3>{what}</h3><dl><div><dt>{said_label}</dt><dd>{said}</dd></div>'
        "<div><dt>{against_label}</dt><dd>{against}</dd></div></dl>"
        '<p class="reason">{reason}</p><p class="origin">{who}</p>{origin}{report}</article>',
        tone=TONES[finding.verdict],
        badge=badge(finding.verdict),
        quote=_quote(claim.words),
        what=what,
        said_label=t("Disebutkan"),
        said=said,
        against_label=t("Bukti"),
        against=against,
        reason=reason,
        who=t("Disampaikan: {who}", who=text.who(claim)),
        origin=origin,
        report=markup('<p class="origin"><a href="{href}">{title}</a></p>', title=report[0], href=report[1])
        if report
        else markup(""),
    )
    words = f"“{claim.words}” " if claim.words else ""
    return Fragment(html, f"{t(text.VERDICT[finding.verdict])}: {words}{what}, {said} / {against}. {reason}")


def _quote(words: str | None) -> Markup:
    if not words:
        return markup("")
    language = markup(' lang="id"') if current_language() != SOURCE else markup("")
    return markup("<blockquote{lang}><p>“{words}”</p></blockquote>", lang=language, words=words)


def _origin(finding: Finding, sources: pd.DataFrame) -> Markup:
    """Name what a claim was held against, and lead to it."""
    figure = table.evidence_of(finding)
    if figure is None:
        return markup("")
    names = []
    for source_id in figure.source_ids:
        if source_id in sources.index:
            row = sources.loc[source_id]
            name = str(row["publisher"]).split(" (")[0]
            leads = str(row["address"]).startswith(("https://", "http://"))
            link = '<a href="{address}" rel="noreferrer">{name}</a>' if leads else "{name}"
            names.append(markup(link, address=row["address"], name=name))
    dated = table.release(finding, sources)
    written = join(dict.fromkeys(names), ", ")
    words = markup("{names} · {dated}", names=written, dated=dated) if names else markup("{dated}", dated=dated)
    return markup('<p class="origin">{label} {words}</p>', label=t("Bukti:"), words=words)


def _tally(findings: Sequence[Finding]) -> Markup:
    counts = Counter(finding.verdict for finding in findings)
    parts = join(
        markup('<i class="{tone}" style="flex-grow: {count}"></i>', tone=TONES[verdict], count=counts[verdict])
        for verdict in claims.VERDICTS
        if counts[verdict]
    )
    return markup('<div class="tally" aria-hidden="true">{parts}</div>', parts=parts)


def _choice(findings: Sequence[Finding]) -> Markup:
    counts = Counter(finding.verdict for finding in findings)
    group = f"claims-{findings[0].claim.code}"
    options = [
        markup(
            '<label><input type="radio" name="{group}" value="every" checked>{word} <b>{count}</b></label>',
            group=group, word=t("semua"), count=n.number(len(findings)),
        )
    ]  # fmt: skip
    options += [
        markup(
            '<label class="{tone}"><input type="radio" name="{group}" value="{tone}">'
            "{icon}{word} <b>{count}</b></label>",
            tone=TONES[verdict], group=group, icon=_icon(verdict), word=t(text.VERDICT[verdict]),
            count=n.number(counts[verdict]),
        )
        for verdict in claims.VERDICTS
        if counts[verdict]
    ]  # fmt: skip
    return markup(
        '<fieldset class="choice"><legend>{legend}</legend>{options}</fieldset>',
        legend=t("Tampilkan menurut penilaian"),
        options=join(options),
    )
