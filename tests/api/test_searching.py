"""Search and catalogue of the library, in both languages, and answers to names that are not there."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING

import pytest

import umkm_analysis as ua
from umkm_analysis.api.guesses import MEANT
from umkm_analysis.errors import UsageError
from umkm_analysis.metrics.catalogue import METRICS

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("words", "kind", "name"),
    [
        ("pertumbuhan", "function", "ua.growth"),
        ("growth", "function", "ua.growth"),
        ("penduduk", "function", "ua.population"),
        ("PDRB sektor", "table", "grdp_sector"),
        ("headroom", "metric", "headroom"),
        ("perdagangan besar", "sector", "G"),
        ("Wholesale", "sector", "G"),
        ("e-katalog v6", "indicator", "ekatalog_v6_catering_umkm"),
        ("direct_award_limits", "table", "direct_award_limits"),
        ("pemulihan ekonomi", "report", "economic-recovery"),
    ],
)
def test_the_first_row_is_what_is_looked_for(words: str, kind: str, name: str) -> None:
    found = ua.search(words)
    assert found.loc[0, ["kind", "name"]].tolist() == [kind, name]
    assert found["score"].is_monotonic_decreasing


def test_what_only_pages_speak_of_is_found_there_and_said_to_be_so() -> None:
    found = ua.search("ekspor", most=3)
    assert len(found) == 3
    assert found.attrs["found"] > 3
    assert set(found["kind"]) <= {"metric", "page text"}
    assert found.attrs["remarks"] == ['Nothing is called "ekspor": these mention it.']


def test_nothing_found_is_an_empty_table_with_near_words() -> None:
    found = ua.search("populaton")
    assert found.empty
    assert "Did you mean population" in found.attrs["remarks"][0]
    with pytest.raises(UsageError, match="Give a word"):
        ua.search(" – ")


def test_the_catalogue_has_every_metric() -> None:
    found = ua.catalogue()
    assert found["id"].tolist() == [metric.id for metric in METRICS]
    assert not found.drop(columns="formula").isna().to_numpy().any()


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("pdrb", "it is umkm_analysis.grdp."),
        ("gdp", "it is umkm_analysis.grdp."),
        ("level", "it is umkm_analysis.level_index or umkm_analysis.plot.level."),
        ("pdrbs", "Did you mean grdp?"),
        ("level_indx", "Did you mean level_index?"),
    ],
)
def test_a_wrong_guess_is_answered_with_the_right_name(wrong: str, right: str) -> None:
    with pytest.raises(AttributeError, match=re.escape(f'no "{wrong}"')) as error:
        getattr(ua, wrong)
    assert str(error.value).endswith(right)


def test_every_answer_names_what_there_is() -> None:
    for wrong, meant in MEANT.items():
        assert wrong not in ua.__all__
        for name in meant.split(" or "):
            found: object = ua
            for part in name.partition("(")[0].split("."):
                found = getattr(found, part)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: ua.grdp("3576", year=2020), 'grdp() has no argument "year". Did you mean years?'),
        (lambda: ua.level_index("3576", base=2019), "Did you mean base_year?"),
        (lambda: ua.growth(region="3576"), "Did you mean regions?"),
        (lambda: ua.plot.level("3576", lang="en"), "Did you mean language?"),
        (lambda: ua.grdp("3576", 2020), "grdp() takes regions by place; name the rest: years=, kind="),
        (lambda: ua.catalogue("growth"), "catalogue() takes nothing by place"),
    ],
)
def test_a_wrong_argument_is_answered_with_the_right_one(call: Callable[[], object], said: str) -> None:
    with pytest.raises(TypeError, match=re.escape(said)):
        call()


def test_every_public_function_answers_so() -> None:
    for space in (ua, ua.plot):
        for name in space.__all__:
            function = getattr(space, name)
            if inspect.isfunction(function):
                with pytest.raises(TypeError, match="has no argument"):
                    function(nonsense_that_no_function_takes=1)
