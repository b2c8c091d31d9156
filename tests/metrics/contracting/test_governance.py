"""ITKP: LKPP's index of procurement governance."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from umkm_analysis.datasets import tables
from umkm_analysis.errors import DataError
from umkm_analysis.metrics.contracting.governance import itkp, itkp_points

NAN = float("nan")
PARTS = ["sirup", "e_tendering", "e_purchasing", "online_shop", "other_methods", "e_contract", "people", "maturity"]
KNOWN = pd.Series({"sirup": 10.0, "maturity": 40.0}).reindex(PARTS)
LUMAJANG = {
    2023: ([9.97, 4.91, 0.00, 0.00, 0.00, 4.81, 5.56, 31.11], 56.36),
    2024: ([10.00, 3.86, 0.00, 1.00, 3.01, 4.86, 5.56, 35.56], 63.86),
    2025: ([10.00, 4.43, 2.71, 1.00, 3.01, 4.86, 6.67, 35.56], 68.24),
}
"""Points and their printed sum: Kabupaten Lumajang, Bagian PBJ, bpbjsetda.lumajangkab.go.id/itkp."""


@pytest.mark.parametrize("year", LUMAJANG)
def test_the_published_index_of_lumajang(year: int) -> None:
    points, printed = LUMAJANG[year]
    # each of the eight is rounded to 0.01
    assert itkp(pd.DataFrame({"3508": points}, PARTS), KNOWN).item() == pytest.approx(printed, abs=8 * 0.005)


def test_a_missing_component_leaves_that_regions_index_open() -> None:
    scores = pd.DataFrame({"3508": LUMAJANG[2025][0], "3576": [NAN, *LUMAJANG[2025][0][1:]]}, PARTS)
    np.testing.assert_allclose(itkp(scores, KNOWN), [68.24, NAN])


def test_the_weights_of_the_table_are_those_of_2025_and_most_are_not_known() -> None:
    table = tables.read("itkp_weights")
    weights = table[table["year"] == 2025].set_index("component")["weight"]
    pd.testing.assert_series_equal(weights, KNOWN, check_names=False)
    assert itkp(pd.DataFrame({"3508": LUMAJANG[2025][0]}, PARTS), weights).item() == pytest.approx(68.24)


PURBALINGGA = {"e_purchasing": 75.66, "other_methods": 91.04, "e_contract": 90.17}
"""Per cent of 2024 as printed: Pemerintah Kabupaten Purbalingga, 14 January 2025; the index is 76.98."""


def test_the_weights_of_2024_give_the_printed_points_and_index_of_purbalingga() -> None:
    table = tables.read("itkp_weights")
    weights = table[table["year"] == 2024].set_index("component")["weight"]
    assert weights.sum() == 100
    points = itkp_points(pd.Series(PURBALINGGA), weights[list(PURBALINGGA)])
    np.testing.assert_allclose(points, [3.03, 4.55, 4.51], atol=0.005)
    full = ["sirup", "e_tendering", "online_shop", "maturity"]
    scores = pd.concat([weights[full], points, pd.Series({"people": 8.89})])[PARTS]
    assert itkp(scores.to_frame("3303"), weights).item() == pytest.approx(76.98, abs=0.015)
    # a second local government of that year: none of its scores is above its weight
    assert itkp(pd.DataFrame({"3508": LUMAJANG[2024][0]}, PARTS), weights).item() == pytest.approx(63.85)


def test_more_than_all_has_no_more_than_all_points() -> None:
    np.testing.assert_allclose(itkp_points(pd.Series([120.0, NAN, 50]), pd.Series([10, 5, NAN])), [10, NAN, NAN])
    with pytest.raises(DataError, match="a share must not be negative"):
        itkp_points(pd.Series([-1.0]), pd.Series([1.0]))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=4, max_size=4))
def test_the_index_lies_between_0_and_100_and_full_points_give_100(reached: list[float]) -> None:
    weights = pd.Series({"a": 10.0, "b": 20.0, "c": 30.0, "d": 40.0})
    found = itkp(pd.DataFrame({"3508": weights * reached, "full": weights}), weights)
    assert 0 <= found["3508"] <= 100 + 1e-9
    assert found["full"] == 100


SCORES = pd.DataFrame({"3508": LUMAJANG[2025][0]}, PARTS)


@pytest.mark.parametrize(
    ("scores", "weights", "match"),
    [
        pytest.param(SCORES[:7], KNOWN, "components of scores and weights: maturity", id="a component left out"),
        pytest.param(-SCORES, KNOWN, "a score must not be negative", id="a negative score"),
        pytest.param(SCORES, -KNOWN, "a weight must not be negative", id="a negative weight"),
        pytest.param(SCORES + 1, KNOWN, "above its component's weight, got 11 at sirup, 3508", id="11 of 10 points"),
        pytest.param(SCORES, KNOWN + 30, "add up to 110", id="known weights above 100"),
        pytest.param(SCORES, KNOWN.fillna(5), "add up to 80", id="all weights known, and too few"),
    ],
)
def test_scores_that_do_not_fit_are_refused(scores: pd.DataFrame, weights: pd.Series, match: str) -> None:
    with pytest.raises(DataError, match=match):
        itkp(scores, weights)


def test_a_score_may_exceed_its_weight_by_what_printing_rounds_and_no_more() -> None:
    scores = pd.DataFrame({"3508": [10.004, *LUMAJANG[2025][0][1:]]}, PARTS)
    assert itkp(scores, KNOWN).item() == pytest.approx(68.244)
    with pytest.raises(DataError, match="above its component's weight"):
        itkp(scores + 0.002, KNOWN)
