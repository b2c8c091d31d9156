"""Channels registered and active, reach and conversion of trainings."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from umkm_analysis.errors import DataError
from umkm_analysis.metrics.onboarding import channel_adoption, training_conversion, training_reach

NAN = float("nan")


def series(*values: Any) -> pd.Series:
    return pd.Series(list(values))


def frame(**columns: list[Any]) -> pd.DataFrame:
    return pd.DataFrame(columns)


def test_channels_registered_and_active_with_what_is_not_known() -> None:
    on = frame(grab=[1, 1, 1, 0], mojo=[1, 1, 0, 0])
    sold = frame(grab=[1, NAN, 0, 0], mojo=[0, 0, NAN, 0])
    np.testing.assert_allclose(channel_adoption(on, sold), [[75, 25, 50], [50, 0, 0]])


def test_training_counts_only_those_it_is_meant_for() -> None:
    found = training_reach(frame(jubelio=[1, 1, 0, 1]), series(1, 1, 1, 0))
    np.testing.assert_allclose(found.iloc[0], [3, 2, 200 / 3])


def test_conversion_is_of_the_trained() -> None:
    np.testing.assert_allclose(training_conversion(frame(j=[1, 1, 0]), series(1, 0, 1)).iloc[0], [2, 1, 50])
    assert np.isnan(training_conversion(frame(j=[0, 0]), series(1, 0))["conversion"].item())


def test_400_trained_and_73_on_the_way_are_never_divided() -> None:
    trained = pd.DataFrame({"Jubelio": [1] * 400}, index=[f"T{n}" for n in range(400)])
    listed = pd.Series([1] * 13 + [0] * 60, index=[f"E{n}" for n in range(73)])
    with pytest.raises(DataError, match="on one side only"):
        training_conversion(trained, listed)


OTHER = pd.Series([1], index=["z"])


@pytest.mark.parametrize(
    ("call", "match"),
    [
        pytest.param(lambda: channel_adoption(frame(a=[1]), frame(b=[1])), "channels of", id="other channels"),
        pytest.param(lambda: channel_adoption(frame(a=[1]), frame(a=[1, 0])), "firms of", id="other firms"),
        pytest.param(lambda: channel_adoption(frame(a=[0]), frame(a=[1])), "where it is not registered", id="active"),
        pytest.param(lambda: channel_adoption(frame(a=[3]), frame(a=[1])), "a registration", id="registered 3"),
        pytest.param(lambda: channel_adoption(frame(a=[1]), frame(a=[3])), "an activity", id="active 3"),
        pytest.param(lambda: training_reach(frame(a=[1]), OTHER), "firms of the two sides", id="other firms trained"),
        pytest.param(lambda: training_reach(frame(a=[2]), series(1)), "a training", id="trained twice"),
        pytest.param(lambda: training_conversion(frame(a=[1]), series(2)), "the other side", id="listed 2"),
    ],
)
def test_what_cannot_be_is_refused(call: Any, match: str) -> None:
    with pytest.raises(DataError, match=match):
        call()
