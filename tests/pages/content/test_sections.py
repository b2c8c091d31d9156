"""Sections without anything to show: they vanish whole, and are named once at the end with what to import."""

from __future__ import annotations

from typing import Any

import pytest

from umkm_analysis.pages.content.sections import Missing, Shown, says_absent, without_empty
from umkm_analysis.pages.fragment import FRAGMENT_MIME, absent, paragraphs

WORDS = Shown(("<p>words</p>",), is_prose=True)
NOTHING = Shown(("<p>import it</p>",), absent=True)
FIGURES = Shown(("<p>figures</p>",))


def opening(heading: str) -> Shown:
    return Shown((f"<h2>{heading}</h2>",), heading=heading, is_prose=True)


def output(fragment: Any) -> dict[str, Any]:
    return {"output_type": "execute_result", "data": fragment._repr_mimebundle_()}


def test_a_section_of_nothing_vanishes_with_heading_words_and_notes() -> None:
    kept, missing = without_empty([WORDS, opening("A"), WORDS, NOTHING, WORDS, opening("B"), FIGURES])
    assert kept == [WORDS, Shown(), Shown(), Shown(), Shown(), opening("B"), FIGURES]
    assert missing == [Missing(("A",), "<p>import it</p>")]


def test_sections_that_lack_the_same_thing_are_named_together() -> None:
    _, missing = without_empty([opening("A"), NOTHING, opening("B"), WORDS, NOTHING])
    assert missing == [Missing(("A", "B"), "<p>import it</p>")]


def test_a_section_whose_figures_stand_elsewhere_vanishes_without_a_word() -> None:
    kept, missing = without_empty([opening("A"), Shown(absent=True)])
    assert (kept, missing) == ([Shown(), Shown()], [])
    wrapped = Shown(('<div class="output"></div>',), absent=True)
    assert without_empty([opening("A"), wrapped]) == ([Shown(), Shown()], [])


@pytest.mark.parametrize(
    "cells",
    [
        [opening("A"), NOTHING, FIGURES],
        [opening("A"), WORDS],
        [NOTHING, WORDS],
        [opening("A"), Shown()],
    ],
    ids=["half of it is there", "words of a person alone", "the first screen", "a cell without output"],
)
def test_what_else_there_is_stays(cells: list[Shown]) -> None:
    assert without_empty(cells) == (cells, [])


def test_only_this_package_says_that_there_is_nothing() -> None:
    assert says_absent([output(absent("import it"))])
    assert not says_absent([output(absent("import it")), output(paragraphs(["figures"]))])
    assert not says_absent([{"output_type": "stream", "text": "nothing"}])
    assert not says_absent([{"data": {FRAGMENT_MIME: "absent"}}])
    assert not says_absent([])


def test_commands_are_said_with_the_reason() -> None:
    fragment = absent("Import it.", how=paragraphs(["umkm import"]))
    assert fragment.absent
    assert "Import it." in fragment.html
    assert "umkm import" in fragment.html
    assert "umkm import" in fragment.text
