from __future__ import annotations

import pandas as pd
import pytest

from umkm_analysis import periods
from umkm_analysis.analysis import mandates
from umkm_analysis.datasets import regions, tables
from umkm_analysis.i18n.translation import use_language
from umkm_analysis.reports.procurement_share import Unavailable, text
from umkm_analysis.reports.procurement_share import analysis as ps


@pytest.fixture(scope="module")
def city() -> ps.ProcurementShare:
    return ps.analyse("3576")


def _row(shares: pd.DataFrame, value: float) -> pd.Series:
    return shares[shares["value"] == value].iloc[0]


def test_the_budgeted_share_stands_28_points_over_a_mandate_of_something_else(city: ps.ProcurementShare) -> None:
    share = _row(city.shares, 68.14)
    assert round(share["distance"], 2) == 28.14
    assert (share["basis"], share["numerator"], share["denominator"]) == ("budgeted", "local products", "not stated")
    assert share["verdict"] == "undetermined"


def test_the_realised_share_meets_the_mandate(city: ps.ProcurementShare) -> None:
    share = _row(city.shares, 47.62)
    assert round(share["distance"], 2) == 7.62
    assert (share["verdict"], share["instrument"]) == ("meets", "Inpres 2/2022")


def test_the_nation_misses_the_mandate(city: ps.ProcurementShare) -> None:
    assert [_row(city.reference_shares, value)["verdict"] for value in (36.1, 37.6)] == ["misses", "misses"]


def test_two_figures_of_one_day_are_a_conflict(city: ps.ProcurementShare) -> None:
    assert sorted(city.conflicts["value"]) == [56.0, 71.09]
    assert len(set(city.conflicts["group"])) == 1


def test_committed_and_realised_are_no_conflict() -> None:
    assert ps.analyse("3300").conflicts.empty


def test_the_mandate_is_the_one_of_the_day_and_basis() -> None:
    nation = ps.analyse("0000")
    assert _row(nation.shares, 27.54)["instrument"] == "Perpres 12/2021"
    java = ps.analyse("3300").shares
    assert pd.isna(_row(java, 53.17)["mandate"])  # no PDN share was in force in 2022
    assert _row(java, 37.0)["verdict"] == "no mandate"  # of 2024; the 95 per cent were a target for 2023


def test_a_target_judges_a_share_of_its_year_alone_and_is_called_target() -> None:
    share = tables.read("procurement").query("code == '3300' and value == 37")
    verdicts = {}
    for day in ("2022-12-31", "2023-06-01", "2023", "2024-01-01"):
        (held,) = ps.held_against_mandates(share.assign(as_of=day), mandates.share_rules()).itertuples()
        verdicts[day] = held.verdict
        if day.startswith("2023"):
            assert (held.mandate, held.rule_kind) == (95, "target")
            assert "terhadap target 95\xa0persen (SE LKPP 8/2023)" in text.share_sentence(held)
            assert (text.verdict(held), text.rule(held)) == ("di bawah target", "SE LKPP 8/2023: target 95\xa0persen")
            with use_language("en"):
                assert text.verdict(held) == "below the target"
                assert "against the 95\xa0per cent target" in text.share_sentence(held)
    expected = {"2022-12-31": "no mandate", "2023-06-01": "misses", "2023": "misses", "2024-01-01": "no mandate"}
    assert verdicts == expected


@pytest.mark.parametrize(("code", "value"), [("1371", 88.0), ("3500", 79.0)])
def test_shares_of_packages_or_of_a_plan_have_no_mandate(code: str, value: float) -> None:
    assert _row(ps.analyse(code).shares, value)["verdict"] == "no mandate"


def test_unavailable_reason_names_the_reason() -> None:
    assert ps.unavailable_reason(regions.find("3501")) is Unavailable.NOTHING_PUBLISHED
    assert ps.unavailable_reason(regions.find("3576")) is None


@pytest.mark.parametrize(
    ("stated", "first", "last"),
    [
        ("2022", "2022-01-01", "2022-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2022-06-03", "2022-06-03", "2022-06-03"),
    ],
)
def test_dates_may_be_months_or_years(stated: str, first: str, last: str) -> None:
    assert (periods.first_day(stated), periods.last_day(stated)) == (first, last)
