"""First screen of a report."""

from __future__ import annotations

from umkm_analysis.datasets import regions
from umkm_analysis.i18n.translation import current_language, use_language
from umkm_analysis.pages import components
from umkm_analysis.pages.fragment import paragraphs
from umkm_analysis.pages.front import MAX_LETTERS, front, headline

CARD = components.Card("Indeks", "120,2", "2019 = 100", "2025", "", "pulih", "good")
REGION = regions.all_regions()["3576"]


def masthead(verdict: str) -> str:
    return components.masthead(REGION, report="Uji", period="2019–2025", above=[], verdict=verdict).html


def test_the_fullest_wording_that_has_room_is_taken() -> None:
    assert headline(lambda: ["x" * MAX_LETTERS, "y"]) == "x" * MAX_LETTERS
    assert headline(lambda: ["x" * (MAX_LETTERS + 1), "y"]) == "y"
    assert headline(lambda: ["x" * (MAX_LETTERS + 1), "y" * (MAX_LETTERS + 2)]) == "y" * (MAX_LETTERS + 2)


def test_a_headline_says_the_same_in_every_language() -> None:
    def wordings() -> list[str]:
        return ["x" * (MAX_LETTERS + 1) if current_language() == "en" else "lengkap", current_language()]

    for language in ("id", "en"):
        with use_language(language):
            assert headline(wordings) == language


def test_what_explains_the_verdict_is_folded_and_nothing_is_lost() -> None:
    shown = front(paragraphs(["kepala"]), hero=paragraphs(["grafik"]), numbers=[CARD], summary=["sebab"], more=[CARD])
    before, folded = shown.html.split("<details")
    assert "kepala" in before
    assert "grafik" in before
    assert before.count("120,2") == 1
    assert "sebab" in folded
    assert folded.count("120,2") == 1
    for words in ("kepala", "grafik", "sebab"):
        assert words in shown.text


def test_a_page_without_a_chart_shows_its_figures_alone() -> None:
    assert 'class="first alone"' in front(paragraphs(["x"]), hero=None, numbers=[CARD], summary=[]).html


def test_the_headline_names_the_region_and_says_the_verdict() -> None:
    html = masthead("UMK-K < 40 – belum")
    assert html.count("<h1>") == 1
    assert f'<span class="name">{REGION.name}' in html
    assert '<span class="whole">UMK-K</span> &lt; 40\xa0– belum</h1>' in html
    assert f"<h1>{REGION.name}</h1>" in masthead("")
