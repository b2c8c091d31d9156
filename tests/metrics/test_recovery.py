"""Recovery: trough, years to regain the level, share regained, gap to trend, loss."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from umkm_analysis.errors import DataError
from umkm_analysis.metrics import recovery as module
from umkm_analysis.metrics.recovery import cumulative_loss, recouped_share, recovery, severity_index, trend_gap

QUICK = settings(max_examples=40, deadline=None)
NAN = float("nan")
NONE: dict[str, Any] = dict.fromkeys(
    (
        "trough_year",
        "fall",
        "status",
        "recovery_year",
        "years_to_recover",
        "years_interpolated",
        "recouped",
        "last_year",
    )
)
PATHS = st.lists(st.floats(1, 1000), min_size=2, max_size=9)


def by_year(values: list[float]) -> pd.Series:
    return pd.Series(values, index=range(2019, 2019 + len(values)), dtype="float64", name="3576")


def found(values: list[float], base_year: int = 2019) -> dict[str, Any]:
    row = recovery(by_year(values), base_year=base_year).loc["3576"]
    return {name: None if pd.isna(value) else value for name, value in row.items()}


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        pytest.param(
            [100, 90, 95, 105],
            {
                "trough_year": 2020,
                "fall": -10,
                "status": "recovered",
                "recovery_year": 2022,
                "years_to_recover": 3,
                "years_interpolated": 2.5,
                "recouped": 150,
                "last_year": 2022,
            },
            id="fell and came back",
        ),
        pytest.param(
            [100, 90, 100],
            {
                "trough_year": 2020,
                "fall": -10,
                "status": "recovered",
                "recovery_year": 2021,
                "years_to_recover": 2,
                "years_interpolated": 2.0,
                "recouped": 100,
                "last_year": 2021,
            },
            id="exactly back counts as back",
        ),
        pytest.param(
            [100, 90, 95],
            {"trough_year": 2020, "fall": -10, "status": "not recovered", "recouped": 50, "last_year": 2021},
            id="still below, censored",
        ),
        pytest.param(
            [100, 95, 90],
            {"trough_year": 2021, "fall": -10, "status": "not recovered", "recouped": 0, "last_year": 2021},
            id="still falling",
        ),
        pytest.param([100, 100, 110], {"fall": 0, "status": "no fall", "last_year": 2021}, id="never fell"),
        pytest.param(
            [100, 90, 101, 80, 99],
            {
                "trough_year": 2020,
                "fall": -10,
                "status": "recovered",
                "recovery_year": 2021,
                "years_to_recover": 2,
                "years_interpolated": 1 + 10 / 11,
                "last_year": 2023,
            },
            id="recovered, then a deeper fall: another one, which moves nothing",
        ),
        pytest.param(
            [100, 94, 98, 101, 104, 106, 77],
            {
                "trough_year": 2020,
                "fall": -6,
                "status": "recovered",
                "recovery_year": 2022,
                "years_to_recover": 3,
                "years_interpolated": 2 + 2 / 3,
                "last_year": 2025,
            },
            id="fall of 2020, recovery, a deeper fall in 2025",
        ),
        pytest.param(
            [100, 102, 104, 106, 108, 110, 85],
            {"trough_year": 2025, "fall": -15, "status": "not recovered", "recouped": 0, "last_year": 2025},
            id="no fall in 2020, the first one in 2025",
        ),
        pytest.param(
            [100, 95, 97, 88, 94],
            {"trough_year": 2022, "fall": -12, "status": "not recovered", "recouped": 50, "last_year": 2023},
            id="double dip without recovery: one fall, the deeper dip is its trough",
        ),
        pytest.param(
            [100, 95, 97, 88, 103],
            {
                "trough_year": 2022,
                "fall": -12,
                "status": "recovered",
                "recovery_year": 2023,
                "years_to_recover": 4,
                "years_interpolated": 3 + 12 / 15,
                "recouped": 125,
                "last_year": 2023,
            },
            id="double dip, then recovery: one fall too",
        ),
        pytest.param(
            [100, 80, 101, 90, 102],
            {
                "trough_year": 2020,
                "fall": -20,
                "status": "recovered",
                "recovery_year": 2021,
                "years_to_recover": 2,
                "years_interpolated": 1 + 20 / 21,
                "recouped": 110,
                "last_year": 2023,
            },
            id="double dip: the shallower second dip is not",
        ),
        pytest.param(
            [100, 90, 95, NAN, NAN],
            {"trough_year": 2020, "fall": -10, "status": "not recovered", "recouped": 50, "last_year": 2021},
            id="years not published yet",
        ),
        pytest.param([100, 90, NAN, 105], {"last_year": 2022}, id="a missing year leaves it open"),
        pytest.param([100, NAN, 105], {"last_year": 2021}, id="a missing first year leaves it open"),
        pytest.param([NAN, 90, 105], {"last_year": 2021}, id="no base level"),
        pytest.param([100, NAN, NAN], {}, id="nothing after the base"),
        pytest.param([100], {}, id="no year after the base"),
        pytest.param([NAN, NAN], {}, id="nothing at all"),
    ],
)
def test_recovery(level: list[float], expected: dict[str, Any]) -> None:
    assert found(level) == pytest.approx(NONE | expected)


def test_the_years_before_the_base_play_no_part() -> None:
    assert found([50, 200, NAN, 100, 90, 105], base_year=2022) | {} == pytest.approx(
        {
            "trough_year": 2023,
            "fall": -10,
            "status": "recovered",
            "recovery_year": 2024,
            "years_to_recover": 2,
            "years_interpolated": 1 + 10 / 15,
            "recouped": 150,
            "last_year": 2024,
        }
    )


def test_a_table_gives_one_row_per_region_with_whole_years() -> None:
    table = pd.DataFrame({"3576": [100.0, 90, 105], "3500": [100.0, 101, 102]}, index=[2019, 2020, 2021])
    result = recovery(table, base_year=2019)
    assert result.index.tolist() == ["3576", "3500"]
    assert result["status"].tolist() == ["recovered", "no fall"]
    assert {name: str(dtype) for name, dtype in result.dtypes.items()} == {
        "trough_year": "Int64",
        "fall": "float64",
        "status": "str",
        "recovery_year": "Int64",
        "years_to_recover": "Int64",
        "years_interpolated": "float64",
        "recouped": "float64",
        "last_year": "Int64",
    }


@QUICK
@given(PATHS, st.floats(0.01, 100))
def test_the_unit_of_the_level_cancels(values: list[float], unit: float) -> None:
    level = by_year([round(value) for value in values])
    first, second = recovery(level, base_year=2019), recovery(level * 2 ** round(np.log2(unit)), base_year=2019)
    pd.testing.assert_frame_equal(first, second)


@QUICK
@given(PATHS)
def test_what_recovery_says_of_a_path_is_true_of_it(values: list[float]) -> None:
    level, row = by_year(values), found(values)
    base, later = values[0], values[1:]
    assert row["last_year"] == level.index[-1]
    if row["status"] == "no fall":
        assert min(later) >= base
        return
    first_below = next(year for year in level.index if level[year] < base)
    end = row["recovery_year"] or level.index[-1] + 1
    assert level[row["trough_year"]] == level.loc[first_below : end - 1].min() < base
    assert (level.loc[: first_below - 1] >= base).all()
    assert -100 < row["fall"] < 0
    if row["status"] == "recovered":
        assert level[row["recovery_year"]] >= base
        assert level.loc[row["trough_year"] : row["recovery_year"] - 1].max() < base
        assert row["years_to_recover"] - 1 < row["years_interpolated"] <= row["years_to_recover"]
    else:
        assert level.loc[first_below:].max() < base
        assert row["recovery_year"] is None
    share = recouped_share(level, base_year=2019)
    assert (row["recouped"] is None) is bool(row["status"] == "recovered" and later[-1] < base)
    assert share.iloc[-1] == pytest.approx(NAN if row["recouped"] is None else row["recouped"], nan_ok=True)
    assert (share.dropna().index >= row["trough_year"]).all()
    assert (share.dropna().loc[end:] >= 100).all()


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        pytest.param([100, 90, 95, 105], [NAN, 0, 50, 150], id="fell and came back"),
        pytest.param([100, 95, 90, 99], [NAN, NAN, 0, 90], id="nothing before the trough"),
        pytest.param([100, 90, 95, 90, 99], [NAN, 0, 50, 0, 90], id="the first of two equal troughs"),
        pytest.param([100, 90, 105, 80, 95, 110], [NAN, 0, 150, NAN, NAN, 200], id="a later fall is another one"),
        pytest.param([100, 105, 80, 90], [NAN, NAN, 0, 50], id="the first fall comes late"),
        pytest.param([100, 101, 102], [NAN, NAN, NAN], id="never fell"),
        pytest.param([100, 100, 102], [NAN, NAN, NAN], id="stood still, never fell"),
        pytest.param([100, 90, NAN, 105], [NAN] * 4, id="a missing year leaves the trough open"),
        pytest.param([100, 90, 95, NAN], [NAN, 0, 50, NAN], id="a year not published yet"),
        pytest.param([NAN, 90, 95], [NAN] * 3, id="no base level"),
    ],
)
def test_recouped_share(level: list[float], expected: list[float]) -> None:
    np.testing.assert_allclose(recouped_share(by_year(level), base_year=2019), expected)


def test_recouped_shares_of_a_table_keep_regions_apart() -> None:
    table = pd.DataFrame({"a": [100, 90, NAN, 105], "b": [100, 95, 90, 99], "c": [1, 2, 3, 4]}, index=range(2019, 2023))
    result = recouped_share(table, base_year=2019)
    np.testing.assert_allclose(result.T, [[NAN] * 4, [NAN, NAN, 0, 90], [NAN] * 4])


def test_the_years_before_the_base_have_no_recouped_share() -> None:
    share = recouped_share(by_year([50, 100, 90, 95]), base_year=2020)
    np.testing.assert_allclose(share, [NAN, NAN, 0, 50])


def test_the_gap_to_a_trend_compounds_from_the_base_year() -> None:
    gap = trend_gap(by_year([95, 100, 99, 104.5]), base_year=2020, trend=5.0)
    np.testing.assert_allclose(gap, [NAN, 0, (99 / 105 - 1) * 100, (104.5 / 110.25 - 1) * 100], atol=1e-9)


@QUICK
@given(st.floats(-20, 20), st.integers(2, 8))
def test_growth_on_trend_leaves_no_gap_and_no_loss(trend: float, years: int) -> None:
    index = by_year([100 * (1 + trend / 100) ** year for year in range(years)])
    assert trend_gap(index, base_year=2019, trend=trend).abs().max() < 1e-9
    assert cumulative_loss(index, base_year=2019, until=2018 + years, trend=trend).item() == pytest.approx(0, abs=1e-9)


@QUICK
@given(st.lists(st.floats(1, 300), min_size=1, max_size=8))
def test_without_a_trend_the_gap_is_the_distance_to_100(values: list[float]) -> None:
    index = by_year([100, *values])
    np.testing.assert_allclose(trend_gap(index, base_year=2019, trend=0), index - 100, atol=1e-9)


def test_an_unknown_trend_gives_no_gap() -> None:
    assert trend_gap(by_year([100, 99]), base_year=2019, trend=NAN).isna().all()


@pytest.mark.parametrize(
    ("until", "trend", "expected"),
    [
        pytest.param(2020, 0.0, 10.0, id="one year"),
        pytest.param(2021, 0.0, 15.0, id="two years, flat"),
        pytest.param(2022, 0.0, 10.0, id="a year above the level counts against the loss"),
        pytest.param(2021, 10.0, 20.0 + 26.0, id="against a trend of ten per cent"),
    ],
)
def test_cumulative_loss(until: int, trend: float, expected: float) -> None:
    loss = cumulative_loss(by_year([100, 90, 95, 105]), base_year=2019, until=until, trend=trend)
    assert loss.item() == pytest.approx(expected)
    assert loss.index.tolist() == ["3576"]


def test_the_years_before_the_base_add_nothing_to_the_loss() -> None:
    index = pd.DataFrame({"a": [70, 80, 100, 90, 95], "b": [NAN, 80, 100, 90, 95]}, index=range(2017, 2022))
    np.testing.assert_allclose(cumulative_loss(index, base_year=2019, until=2021), [15, 15])
    np.testing.assert_allclose(cumulative_loss(index, base_year=2019, until=2021, trend=10.0), [46, 46])


def test_a_loss_with_a_missing_year_is_missing_for_that_region_only() -> None:
    table = pd.DataFrame({"a": [100, NAN, 95], "b": [100, 90, 95]}, index=[2019, 2020, 2021])
    np.testing.assert_allclose(cumulative_loss(table, base_year=2019, until=2021), [NAN, 15])


@QUICK
@given(PATHS, st.floats(-20, 20))
def test_losses_of_consecutive_years_add_up(values: list[float], trend: float) -> None:
    index = by_year([100, *values])
    losses = [
        cumulative_loss(index, base_year=2019, until=2019 + n, trend=trend).item() for n in range(1, len(values) + 1)
    ]
    steps = [100 * (1 + trend / 100) ** n - value for n, value in enumerate(values, start=1)]
    np.testing.assert_allclose(np.diff(losses), steps[1:], atol=1e-6)


@pytest.mark.parametrize(
    ("call", "match"),
    [
        pytest.param(lambda: recovery(by_year([100, 0]), base_year=2019), "above zero", id="a level of zero"),
        pytest.param(lambda: recovery(by_year([100, 90]), base_year=2018), "year 2018", id="no base year"),
        pytest.param(lambda: recouped_share(by_year([100, -1]), base_year=2019), "above zero", id="a negative level"),
        pytest.param(lambda: recouped_share(by_year([100, 90]), base_year=2018), "year 2018", id="no base year, share"),
        pytest.param(
            lambda: trend_gap(by_year([4985.68, 4801.46]), base_year=2019, trend=5),
            "must be 100",
            id="levels, no index",
        ),
        pytest.param(
            lambda: trend_gap(by_year([100, 90]), base_year=2018, trend=5), "year 2018", id="no base year, gap"
        ),
        pytest.param(
            lambda: trend_gap(by_year([100, 90]), base_year=2019, trend=-100), "above −100", id="a trend to nil"
        ),
        pytest.param(
            lambda: cumulative_loss(by_year([4985.68, 4801.46]), base_year=2019, until=2020),
            "must be 100",
            id="loss of levels",
        ),
        pytest.param(
            lambda: cumulative_loss(by_year([100, 90]), base_year=2019, until=2021), "year 2021", id="until too late"
        ),
        pytest.param(
            lambda: cumulative_loss(by_year([100, 90]), base_year=2019, until=2019),
            "until 2019 is not after base_year 2019",
            id="no year at all",
        ),
        pytest.param(
            lambda: cumulative_loss(by_year([100, 90]), base_year=2019, until=2020, trend=-100),
            "above −100",
            id="loss against a trend to nil",
        ),
    ],
)
def test_what_has_no_recovery_is_refused(call: Any, match: str) -> None:
    with pytest.raises(DataError, match=match):
        call()


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        # Reinhart and Rogoff (2014): GDP per person fell by 4.8 per cent and was back after 6 years
        pytest.param([100, 98, 95.2, 97, 98, 99.5, 100.4], 10.8, id="United States 2007"),
        pytest.param([100, 90, 95, 101], 13.0, id="ten per cent and three years"),
        pytest.param([100, 101, 102], 0.0, id="no fall"),
        pytest.param([100, 90, 95], NAN, id="not recovered: no number, however deep"),
        pytest.param([100, NAN, 101], NAN, id="a missing year"),
    ],
)
def test_severity_index(level: list[float], expected: float) -> None:
    found = severity_index(by_year(level), base_year=2019)
    np.testing.assert_allclose(found, [expected])
    assert found.attrs == {"unit": "per cent plus years"}


@QUICK
@given(PATHS)
def test_severity_is_the_fall_and_the_years_of_recovery(values: list[float]) -> None:
    level = by_year([100, *values])
    outcome = recovery(level, base_year=2019).iloc[0]
    severity = severity_index(level, base_year=2019).item()
    if outcome["status"] == "recovered":
        assert severity == pytest.approx(-outcome["fall"] + outcome["years_to_recover"])
    else:
        assert np.isnan(severity) if outcome["status"] == "not recovered" else severity == 0


def test_growth_and_level_index_are_found_here_too() -> None:
    assert {"growth_rate", "growth_swing", "mean_growth", "break_even_growth", "level_index", "level_gap"} <= set(
        module.__all__
    )
    assert all(hasattr(module, name) for name in module.__all__)
