from __future__ import annotations

import pytest

from umkm_analysis.errors import close_matches, did_you_mean


@pytest.mark.parametrize(
    ("text", "choices", "options", "expected"),
    [
        pytest.param("tendr", ["inaproc", "tender"], {}, ["tender"], id="a letter too few"),
        pytest.param("TENDER", ["tender"], {}, ["tender"], id="typed in capitals"),
        pytest.param("mojo market", ["Mojo Market"], {}, ["Mojo Market"], id="listed in capitals"),
        pytest.param("tendr", ["nontender", "tender"], {"most": 2}, ["tender", "nontender"], id="closest first"),
        pytest.param("tendr", ["nontender", "tender"], {}, ["tender"], id="one unless more are asked for"),
        pytest.param("tendr", ["nontender", "tender"], {"most": 2, "cutoff": 0.8}, ["tender"], id="above the cutoff"),
        pytest.param("swakelola", ["tender"], {}, [], id="nothing alike"),
        pytest.param("tender", [], {}, [], id="nothing to choose from"),
    ],
)
def test_choices_that_are_spelt_almost_alike_are_found(
    text: str, choices: list[str], options: dict[str, float], expected: list[str]
) -> None:
    assert close_matches(text, choices, **options) == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], ""),
        (["tender"], "Did you mean tender?"),
        (["tender", "nontender"], "Did you mean tender or nontender?"),
        (["tender", "nontender", "recorded"], "Did you mean tender or nontender or recorded?"),
    ],
)
def test_the_question_names_every_choice(names: list[str], expected: str) -> None:
    assert did_you_mean(names) == expected
