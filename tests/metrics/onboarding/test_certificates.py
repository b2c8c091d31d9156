"""Coverage of certificates and their completeness."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from umkm_analysis.errors import DataError
from umkm_analysis.metrics.onboarding import certificate_coverage, certificates_complete

QUICK = settings(max_examples=40, deadline=None)


NAN = float("nan")


FLAGS = st.sampled_from([0.0, 1.0, NAN])


def frame(**columns: list[Any]) -> pd.DataFrame:
    return pd.DataFrame(columns)


def _share(held: tuple[float, ...], applies: tuple[float, ...]) -> float:
    of = [one for one, needed in zip(held, applies, strict=True) if needed]
    return sum(of) / len(of) * 100 if of else NAN


@QUICK
@given(st.lists(st.tuples(FLAGS, FLAGS), min_size=1, max_size=5))
def test_coverage_bounds_are_the_least_and_most_that_the_unknown_allows(firms: list[tuple[float, float]]) -> None:
    held, applies = (pd.DataFrame({"x": list(side)}) for side in zip(*firms, strict=True))
    choices = [(0.0, 1.0) if np.isnan(one) else (one,) for one in [*held["x"], *applies["x"]]]
    shares = [_share(way[: len(firms)], way[len(firms) :]) for way in product(*choices)]
    found = certificate_coverage(held, applies).iloc[0]
    if np.isnan(shares).all() or np.isnan(firms).all():
        assert found[["lower", "upper"]].isna().all()
    else:
        np.testing.assert_allclose(found[["lower", "upper"]], [np.nanmin(shares), np.nanmax(shares)])


def test_a_complete_firm_holds_all_that_applies() -> None:
    held = frame(nib=[1, 1, 1, 1, 0, 1], halal=[1, 0, 0, NAN, NAN, 1])
    applies = frame(nib=[1, 1, 1, 1, 1, 0], halal=[1, 1, 0, 1, 1, 0])
    np.testing.assert_allclose(certificates_complete(held, applies), [1, 0, 1, NAN, 0, NAN])


def test_completeness_is_not_the_mean_of_the_coverages() -> None:
    held = frame(nib=[1, 0], halal=[0, 1])
    applies = held * 0 + 1
    assert certificate_coverage(held, applies)["lower"].mean() == 50
    assert certificates_complete(held, applies).sum() == 0


@pytest.mark.parametrize(
    ("call", "match"),
    [
        pytest.param(lambda: certificate_coverage(frame(a=[1]), frame(b=[1])), "certificates of", id="certificates"),
        pytest.param(lambda: certificate_coverage(frame(a=[1]), frame(a=[1, 0])), "firms of held", id="firms of held"),
        pytest.param(lambda: certificate_coverage(frame(a=[2]), frame(a=[1])), "what is held", id="held 2"),
        pytest.param(lambda: certificates_complete(frame(a=[1]), frame(a=[2])), "what applies", id="applies 2"),
    ],
)
def test_what_cannot_be_is_refused(call: Any, match: str) -> None:
    with pytest.raises(DataError, match=match):
        call()
