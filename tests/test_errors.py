from __future__ import annotations

import pytest
from IPython.core.interactiveshell import InteractiveShell

from umkm_analysis.errors import DataError, UsageError, close_matches, did_you_mean
from umkm_analysis.jupyter.parameters_cell import ParametersCellError
from umkm_analysis.jupyter.records import RecordMismatchError


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


@pytest.mark.parametrize("kind", [UsageError, DataError, RecordMismatchError, ParametersCellError])
def test_a_cell_shows_our_errors_as_a_sentence_without_a_traceback(kind: type[Exception]) -> None:
    shell = InteractiveShell()
    shown: list[str] = []
    shell._showtraceback = lambda _kind, _error, lines: shown.extend(lines)  # noqa: SLF001 - as a kernel does
    shell.user_ns["failure"] = kind("first\nsecond\u202e")
    shell.run_cell("raise failure")
    assert shown == ["first", "second<U+202E>"]
    shown.clear()
    shell.run_cell("1 / 0")
    assert any("ZeroDivisionError" in line for line in shown)
