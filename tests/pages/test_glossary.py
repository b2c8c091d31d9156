from __future__ import annotations

import re

import pytest

from umkm_analysis.i18n.translation import t, use_language
from umkm_analysis.pages.content.sections import Shown
from umkm_analysis.pages.glossary import MEANINGS, with_terms


def terms(*pieces: str, language: str = "id", notes: bool = False) -> tuple[list[str], list[str]]:
    """The pieces with a button written [name|term], and the terms that are explained."""
    with use_language(language):
        cells, meanings = with_terms([Shown(pieces)], notes=[notes])
    button = r'<button class="term" type="button" popovertarget="istilah-([a-z-]+)">(.*?)</button>'
    shown = [re.sub(button, r"[\2|\1]", piece) for piece in cells[0].pieces]
    return shown, re.findall(r'id="istilah-([a-z-]+)" popover', meanings)


def test_a_term_opens_its_meaning_where_prose_first_uses_it() -> None:
    shown, meanings = terms("<h2>PDRB</h2><p>Naik, kata PDRB.</p>", '<p class="prose">PDRB dan <b>poin persen</b></p>')
    assert shown == [
        "<h2>PDRB</h2><p>Naik, kata [PDRB|pdrb].</p>",
        '<p class="prose">PDRB dan <b>[poin persen|poin-persen]</b></p>',
    ]
    assert meanings == ["pdrb", "poin-persen"]


def test_the_longer_name_is_the_term_and_the_nation_has_its_own() -> None:
    assert terms("<p>Indeks PDRB, PDRB; indeks PDB</p>")[0] == [
        "<p>[Indeks PDRB|indeks-pdrb], [PDRB|pdrb]; [indeks PDB|indeks-pdb]</p>"
    ]


def test_prose_that_is_not_folded_comes_first() -> None:
    folded = "<details><summary>x</summary><p>UMK-K</p></details>"
    assert terms(folded, "<p>UMK-K</p>")[0] == [folded, "<p>[UMK-K|umk-k]</p>"]
    assert terms(folded)[0] == [folded.replace("UMK-K", "[UMK-K|umk-k]")]


@pytest.mark.parametrize(
    "piece",
    [
        "<template data-deck><p>PDN</p></template>",
        '<p><a href="x">PDN</a></p>',
        '<p><img alt="PDN"></p>',
        '<p class="note">PDN</p>',
        "<p>APDN, PDN-nya</p>",
    ],
)
def test_what_is_no_prose_of_the_page_keeps_plain_words(piece: str) -> None:
    assert terms(piece) == ([piece], [])


def test_notes_of_the_speaker_keep_plain_words() -> None:
    assert terms("<p>PDN</p>", notes=True) == (["<p>PDN</p>"], [])


def test_english_has_its_own_names_and_both_numbers() -> None:
    assert terms("<p>GRDP rose a percentage point</p>", language="en")[0] == [
        "<p>[GRDP|pdrb] rose a [percentage point|poin-persen]</p>"
    ]


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_meaning_is_written_in_each_language(language: str) -> None:
    with use_language(language):
        _, meanings = with_terms([Shown(("<p>shift-share</p>",))], notes=[False])
        written = {t(meaning) for _, meaning in MEANINGS.values()}
    assert "</strong> – " in meanings
    assert len(written) == len(MEANINGS)
    assert (language == "id") == (written == {meaning for _, meaning in MEANINGS.values()})
