"""Sectors: contributions, location quotients, shift-share."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from umkm_analysis.errors import DataError
from umkm_analysis.metrics.structure import contribution, contribution_residual, location_quotient, shift_share

QUICK = settings(max_examples=40, deadline=None)
NAN = float("nan")
SECTORS = ["A", "C", "G"]
START = pd.Series([40.0, 60.0, 0.0], SECTORS)
END = pd.Series([42.0, 57.0, 3.0], SECTORS)
BEFORE = pd.Series([400.0, 500.0, 100.0], SECTORS)
AFTER = pd.Series([400.0, 550.0, 150.0], SECTORS)
MONEY = st.lists(st.floats(1, 1e6), min_size=3, max_size=3)


def by_sector(values: list[float]) -> pd.Series:
    return pd.Series(values, SECTORS, dtype="float64")


def test_contributions_by_hand() -> None:
    np.testing.assert_allclose(contribution(START, END, total=200.0), [1.0, -1.5, 1.5])


def test_contributions_of_a_table_take_each_region_by_its_own_total() -> None:
    start, end = pd.DataFrame({"3576": START, "3500": BEFORE}), pd.DataFrame({"3576": END, "3500": AFTER})
    found = contribution(start, end, total=pd.Series({"3576": 100.0, "3500": 1000.0}))
    np.testing.assert_allclose(found, [[2, 0], [-3, 5], [3, 5]])


@QUICK
@given(MONEY, MONEY)
def test_contributions_add_up_to_growth(start: list[float], end: list[float]) -> None:
    parts = contribution(by_sector(start), by_sector(end), total=sum(start))
    growth = (sum(end) / sum(start) - 1) * 100
    assert parts.sum() == pytest.approx(growth, rel=1e-9, abs=1e-9)
    assert contribution_residual(parts, growth) == pytest.approx(0, abs=1e-6)


def test_an_unknown_total_gives_no_contribution() -> None:
    assert contribution(START, END, total=NAN).isna().all()


def test_the_residual_is_what_growth_leaves_over() -> None:
    assert contribution_residual(by_sector([2.0, -3.0, 1.0]), 0.25) == pytest.approx(0.25)


def test_residuals_of_a_table_stand_by_region() -> None:
    parts = pd.DataFrame({"3576": [2.0, -3.0], "3500": [1.0, NAN]}, index=["A", "C"])
    found = contribution_residual(parts, pd.Series({"3576": -1.1, "3500": 2.0}))
    np.testing.assert_allclose(found, [-0.1, NAN])


def test_the_residual_of_one_region_with_a_missing_sector_is_missing() -> None:
    assert np.isnan(contribution_residual(by_sector([2.0, NAN, 1.0]), 0.25))


def test_location_quotients_by_hand() -> None:
    found = location_quotient(by_sector([10, 0, 90]), by_sector([25, 50, 25]))
    np.testing.assert_allclose(found, [0.4, 0.0, 3.6])


def test_a_sector_absent_from_the_reference_has_no_quotient() -> None:
    found = location_quotient(by_sector([10, 0, 90]), by_sector([25, 75, 0]))
    np.testing.assert_allclose(found, [0.4, 0.0, NAN])


def test_a_missing_sector_leaves_every_share_of_its_region_open() -> None:
    table = pd.DataFrame({"3576": by_sector([10, NAN, 90]), "3578": by_sector([25, 50, 25])})
    found = location_quotient(table, by_sector([25, 50, 25]))
    np.testing.assert_allclose(found, [[NAN, 1], [NAN, 1], [NAN, 1]])


def test_a_sector_missing_from_the_reference_leaves_every_quotient_open() -> None:
    assert location_quotient(by_sector([10, 0, 90]), by_sector([25, NAN, 25])).isna().all()


def test_a_region_without_output_has_no_quotient() -> None:
    assert location_quotient(by_sector([0, 0, 0]), by_sector([25, 50, 25])).isna().all()


@QUICK
@given(MONEY, MONEY, st.floats(0.01, 100))
def test_quotients_average_to_one_at_the_shares_of_the_reference(
    region: list[float], reference: list[float], unit: float
) -> None:
    found = location_quotient(by_sector(region) * unit, by_sector(reference))
    weights = np.array(reference) / sum(reference)
    assert (found * weights).sum() == pytest.approx(1)


def test_shift_share_by_hand() -> None:
    found = shift_share(START, END, reference_start=BEFORE, reference_end=AFTER)
    assert found.columns.tolist() == ["national", "industry_mix", "regional", "change"]
    np.testing.assert_allclose(found, [[4, -4, 2, 2], [6, 0, -9, -3], [0, 0, 3, 3]], atol=1e-9)


@QUICK
@given(MONEY, MONEY, MONEY, MONEY)
def test_the_three_effects_add_up_to_the_change(
    start: list[float], end: list[float], before: list[float], after: list[float]
) -> None:
    found = shift_share(
        by_sector(start), by_sector(end), reference_start=by_sector(before), reference_end=by_sector(after)
    )
    effects = found[["national", "industry_mix", "regional"]].sum(axis=1)
    np.testing.assert_allclose(effects, found["change"], rtol=1e-9, atol=1e-9 * found.abs().to_numpy().max())


@QUICK
@given(MONEY, MONEY, MONEY, MONEY)
def test_over_all_regions_the_regional_effect_adds_up_to_nothing(
    start: list[float], end: list[float], other_start: list[float], other_end: list[float]
) -> None:
    first = pd.DataFrame({"a": by_sector(start), "b": by_sector(other_start)})
    last = pd.DataFrame({"a": by_sector(end), "b": by_sector(other_end)})
    found = shift_share(first, last, reference_start=first.sum(axis=1), reference_end=last.sum(axis=1))
    own = found.xs("regional", axis=1, level=1).sum(axis=1)
    assert own.abs().max() < 1e-9 * last.to_numpy().max() * 10


def test_shift_share_of_a_table_is_that_of_each_region() -> None:
    start, end = pd.DataFrame({"3576": START, "3578": START * 2}), pd.DataFrame({"3576": END, "3578": END})
    found = shift_share(start, end, reference_start=BEFORE, reference_end=AFTER)
    for region in start:
        alone = shift_share(start[region], end[region], reference_start=BEFORE, reference_end=AFTER)
        pd.testing.assert_frame_equal(found[region], alone)


def test_a_sector_new_to_region_and_reference_is_the_regions_own() -> None:
    found = shift_share(START, END, reference_start=by_sector([400, 600, 0]), reference_end=by_sector([400, 600, 10]))
    np.testing.assert_allclose(found.loc["G"], [0, 0, 3, 3])


def test_a_missing_level_leaves_its_sector_open() -> None:
    found = shift_share(by_sector([40, NAN, 0]), END, reference_start=BEFORE, reference_end=AFTER)
    assert found.loc["C"].isna().all()
    assert found.loc[["A", "G"]].notna().all(axis=None)


def test_a_missing_level_of_the_reference_leaves_its_effects_open() -> None:
    found = shift_share(START, END, reference_start=BEFORE, reference_end=by_sector([400, NAN, 150]))
    assert found[["national", "industry_mix"]].isna().all(axis=None)
    assert found["change"].tolist() == [2, -3, 3]


def test_a_gap_in_the_first_reference_leaves_its_effects_open() -> None:
    found = shift_share(START, END, reference_start=by_sector([400, NAN, 100]), reference_end=AFTER)
    assert found[["national", "industry_mix"]].isna().all(axis=None)


LACKING = by_sector([400, 500, 0])
OTHER = pd.Series([1.0, 2.0, 3.0], ["A", "C", "H"])
TABLE = pd.DataFrame({"3576": START, "3578": START})


@pytest.mark.parametrize(
    ("call", "match"),
    [
        pytest.param(
            lambda: contribution(START, OTHER, total=1.0), "sectors at the two dates: G, H", id="other sectors"
        ),
        pytest.param(
            lambda: contribution(TABLE, TABLE[["3578", "3576"]], total=1.0),
            "regions at the two dates",
            id="other regions",
        ),
        pytest.param(lambda: contribution(START - 41, END, total=1.0), "must not be negative", id="a negative start"),
        pytest.param(lambda: contribution(START, END - 41, total=1.0), "must not be negative", id="a negative end"),
        pytest.param(lambda: contribution(START, END, total=0.0), "a total must be above zero", id="a total of zero"),
        pytest.param(
            lambda: contribution(START, END, total=START),
            "one number, not a Series",
            id="totals by sector are no total",
        ),
        pytest.param(
            lambda: contribution(TABLE, TABLE, total=pd.Series({"3576": 1.0})),
            "levels and totals",
            id="a total missing",
        ),
        pytest.param(
            lambda: contribution_residual(TABLE, pd.Series({"3576": 1.0})),
            "contributions and growth",
            id="a rate missing",
        ),
        pytest.param(lambda: contribution_residual(START, -100.0), "above −100", id="a growth of −100"),
        pytest.param(
            lambda: location_quotient(START, OTHER), "region and reference: G, H", id="other sectors, quotient"
        ),
        pytest.param(
            lambda: location_quotient(START - 41, BEFORE), "not be negative", id="a negative sector, quotient"
        ),
        pytest.param(lambda: location_quotient(START, BEFORE - 101), "not be negative", id="a negative reference"),
        pytest.param(
            lambda: shift_share(START, END, reference_start=OTHER, reference_end=OTHER),
            "region and reference: G, H",
            id="a reference with other sectors",
        ),
        pytest.param(
            lambda: shift_share(START, END, reference_start=BEFORE, reference_end=OTHER),
            "sectors at the two dates: G, H",
            id="a reference that changes its sectors",
        ),
        pytest.param(
            lambda: shift_share(START, OTHER, reference_start=BEFORE, reference_end=AFTER),
            "sectors at the two dates: G, H",
            id="a region that changes its sectors",
        ),
        pytest.param(
            lambda: shift_share(START, END, reference_start=BEFORE.mask(BEFORE > 400, 0), reference_end=AFTER),
            "must not be absent from the reference, got 60 at C",
            id="a sector that the reference lacks",
        ),
        pytest.param(
            lambda: shift_share(by_sector([40, 60, 0.5]), END, reference_start=LACKING, reference_end=AFTER),
            "must not be absent from the reference, got 0.5 at G",
            id="a sector of half a billion that the reference lacks",
        ),
    ],
)
def test_sectors_that_do_not_fit_are_refused(call: Any, match: str) -> None:
    with pytest.raises(DataError, match=match):
        call()
