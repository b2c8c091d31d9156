"""Cards of claims: each carries words, both figures, verdict with its sign, reason and source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.analysis import claims
from umkm_analysis.i18n.translation import use_language
from umkm_analysis.pages.claims import cards

if TYPE_CHECKING:
    from collections.abc import Callable

EVERY = claims.every_claim()


def card(words: str, language: str = "id") -> str:
    with use_language(language):
        html = cards.wall_group(EVERY).html
    (found,) = [one for one in re.findall(r"<article.*?</article>", html, flags=re.DOTALL) if words in one]
    return str(found)


def test_a_card_holds_the_claim_against_its_evidence() -> None:
    growth = card("minus 3,69")
    assert growth.startswith('<article class="claim confirmed">')
    assert growth.count("−3,69\xa0persen") == 3  # said, found, and in the reason
    assert ">terbukti</p>" in growth
    assert "<blockquote><p>“minus 3,69”</p>" in growth
    assert 'lang="id"' in card("minus 3,69", "en")
    assert re.search(r'Bukti: <a href="https://[^"]+" rel="noreferrer">BPS Provinsi Jawa Timur</a>', growth)


def test_what_only_says_the_same_again_is_no_evidence() -> None:
    e_catalogue = card("<dd>73\xa0UMKM</dd>")
    assert 'class="claim unchecked"' in e_catalogue
    assert "<dd>tidak ada</dd>" in e_catalogue


def test_every_verdict_has_a_sign_a_class_and_words() -> None:
    assert set(cards.TONES) == set(cards.ICONS) == set(claims.VERDICTS)
    assert len(set(cards.ICONS.values())) == len(claims.VERDICTS)
    for verdict in claims.VERDICTS:
        assert cards.ICONS[verdict] in cards.badge(verdict)


def test_the_bar_counts_what_the_cards_are(assert_sound: Callable[[str], None]) -> None:
    html = cards.wall(EVERY, cards.wall_group(EVERY)).html
    for verdict, tone in cards.TONES.items():
        count = sum(finding.verdict == verdict for finding in EVERY)
        assert count
        assert html.count(f'<article class="claim {tone}">') == count
        assert f'<i class="{tone}" style="flex-grow: {count}">' in html
    assert f"semua <b>{len(EVERY)}</b>" in html
    assert_sound(html)


def test_a_card_leads_to_the_report_that_has_the_figures() -> None:
    html = cards.wall_group(EVERY, report_of=lambda _: ("Pemulihan: Kota <X>", "id/x/a&b.html")).html
    assert html.count('<a href="id/x/a&amp;b.html">Pemulihan: Kota &lt;X&gt;</a>') == len(EVERY)


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '" onclick="x'])
def test_words_of_a_claim_are_text(hostile: str) -> None:
    finding = EVERY[1]
    claim = type(finding.claim)(**{**vars(finding.claim), "words": hostile})
    html = cards.wall_group([type(finding)(**{**vars(finding), "claim": claim})]).html
    assert hostile not in html
