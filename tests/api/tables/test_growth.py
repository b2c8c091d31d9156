"""Figures of the library are those of the reports, keep to breaks, and say what they rest on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

import umkm_analysis as ua
from umkm_analysis.errors import UsageError
from umkm_analysis.reports.economic_recovery.analysis import analyse
from umkm_analysis.reports.economic_recovery.record import record

if TYPE_CHECKING:
    from pathlib import Path

CODES = ("3576", "1602", "9400", "8202", "3500", "0000")
"""A city, a break in levels, a sum of members, an outlier, a province, the nation."""


@pytest.fixture(scope="module", params=CODES)
def figures(request: pytest.FixtureRequest) -> tuple[str, dict[str, Any]]:
    return request.param, record(analyse(request.param), {})["figures"]


def _years(table: pd.DataFrame, column: str) -> dict[str, float | None]:
    return {
        str(year): None if pd.isna(value) else round(value, 9)
        for year, value in zip(table["year"], table[column], strict=True)
    }


def test_figures_equal_those_of_the_report(figures: tuple[str, dict[str, Any]]) -> None:
    code, page = figures
    known = {year: value for year, value in page["level_index"][code].items() if value is not None}
    index = ua.level_index(code, base_year=2019)
    assert {year: value for year, value in _years(index, "level_index").items() if value is not None} == known
    known = {year: value for year, value in page["growth_pct"][code].items() if value is not None}
    assert {y: value for y, value in _years(ua.growth(code), "growth_pct").items() if value is not None} == known
    row = ua.recovery(code, base_year=2019).iloc[0]
    outcome = page["recovery"]
    assert row["swing_pp"] == page["growth_swing_pp"]
    assert row["status"] == outcome["status"]
    assert row["fall_pct"] == pytest.approx(outcome["fall"], abs=5e-5)
    assert row["break_even_pct"] == pytest.approx(page["break_even_growth_pct"], abs=5e-5)
    for ours, theirs in {
        "trough_year": "trough_year",
        "recovery_year": "recovery_year",
        "last_year": "last_year",
    }.items():
        assert (None if pd.isna(row[ours]) else row[ours]) == outcome[theirs]
    assert set(index.attrs.get("provisional", {})) <= set(page["provisional_years"])
    assert [(one["year"], one["table"]) for one in index.attrs.get("breaks", [])] == [
        (one["year"], one["table"]) for one in page["breaks"]
    ]


def test_a_series_does_not_cross_its_break() -> None:
    index = ua.level_index("1602", base_year=2019, wide=True)["1602"]
    assert index.loc[2019] == pytest.approx(100)
    assert index.loc[2022:].isna().all()
    growth = ua.growth("1602", years=[2021, 2022], notes=True).set_index("year")
    assert pd.isna(growth.loc[2022, "growth_pct"]) or growth.loc[2022, "calculated_from"] == "published rates"
    levels = ua.grdp("1602", years=[2021, 2022], notes=True).set_index("year")["stretch"]
    assert levels[2021] != levels[2022]


def test_all_514_come_at_once_in_one_table() -> None:
    table = ua.level_index(years=range(2019, 2022))
    assert len(table) == 514 * 3
    assert table["code"].nunique() == 514
    assert list(table.columns) == ["code", "name", "year", "level_index"]
    assert table.loc[table["year"] == 2019, "level_index"].dropna().tolist() == pytest.approx([100] * 514)
    recovery = ua.recovery("all")
    assert len(recovery) == 514
    assert recovery["code"].is_unique


def test_wide_holds_the_same_figures_by_code_or_name() -> None:
    cities = ["Kota Mojokerto", "Kota Kediri"]
    tidy = ua.grdp(cities, years=[2019, 2020])
    by_code = ua.grdp(cities, years=[2019, 2020], wide=True)
    by_name = ua.grdp(cities, years=[2019, 2020], wide="name")
    assert by_code.columns.tolist() == ["3576", "3571"]
    assert by_name.columns.tolist() == cities
    assert (by_code.to_numpy() == by_name.to_numpy()).all()
    assert by_code.to_numpy().ravel(order="F").tolist() == tidy["grdp_billion_idr_2010"].tolist()
    with pytest.raises(UsageError, match="not both"):
        ua.grdp(cities, wide=True, notes=True)
    with pytest.raises(UsageError, match="wide='codes' is unknown"):
        ua.grdp(cities, wide="codes")  # type: ignore[arg-type]


def test_a_result_says_what_it_rests_on_also_in_parquet(tmp_path: Path) -> None:
    table = ua.grdp(["3576", "9400"], years=range(2021, 2026))
    about = table.attrs
    assert about["units"] == {"grdp_billion_idr_2010": "billion rupiah, 2010 prices"}
    assert about["provisional"]["2024"] == {"provisional": ["9400"], "very preliminary": ["3576"]}
    assert about["sum_of_members"] == ["9400"]
    assert about["edition"].startswith("2026.")
    assert all(about["sources"].values())
    assert json.loads(json.dumps(about)) == about
    table.to_parquet(tmp_path / "grdp.parquet")
    assert pd.read_parquet(tmp_path / "grdp.parquet").attrs == about


def test_a_result_is_shown_with_its_source_and_what_is_made_of_it_is_plain() -> None:
    table = ua.grdp("Kota Mojokerto", years=[2023, 2024])
    shown = table._repr_html_()
    assert "GRDP at constant 2010 prices" in shown
    assert "2024 (very preliminary: 1)" in shown
    assert "QuaRCS-lab" in shown
    assert type(table[table["year"] == 2023]) is pd.DataFrame
    assert type(table.merge(table, on="code")) is pd.DataFrame
    assert type(table.copy()) is pd.DataFrame


def test_notes_add_what_each_figure_rests_on() -> None:
    row = ua.level_index("3576", years=2021, notes=True).iloc[0]
    assert row["low"] < row["level_index"] < row["high"]
    assert row["calculated_from"] == "levels"
    assert row["source"] in ua.level_index("3576", years=2021).attrs["sources"]
    rebuilt = ua.grdp("9400", years=2024, notes=True).iloc[0]
    assert rebuilt[["status", "state"]].tolist() == ["rebuilt", "provisional"]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: ua.grdp("Kota Mojokreto"), "Did you mean 3576 Kota Mojokerto"),
        (lambda: ua.grdp("Mojokerto"), "3516 Kabupaten Mojokerto .* or 3576 Kota Mojokerto"),
        (lambda: ua.grdp("3576", years=2031), "years 2031: the table covers 2010 to 20"),
        (lambda: ua.grdp("3576", years=[2019.5]), "no year"),
        (lambda: ua.grdp("3576", years="2019-2021"), "no year"),
        (lambda: ua.grdp("3576", years=slice(2019, 2021)), "no year"),
        (lambda: ua.grdp(pd.NA), "A name is missing"),
        (lambda: ua.grdp([]), "No region is left"),
        (lambda: ua.grdp(kind="kotta"), "Did you mean kota"),
        (lambda: ua.grdp(province="Jawa Timor"), "Did you mean 3500 Jawa Timur"),
        (lambda: ua.level_index("3576", base_year=2030), "base_year 2030: choose a year from 2010 to 20"),
        (lambda: ua.recovery("3576", base_year=2024), "base_year 2024"),
        (lambda: ua.grdp(pd.DataFrame({"daerah": ["x"]})), 'needs a column "code"'),
    ],
)
def test_a_wrong_request_is_answered_with_what_would_do(call: Any, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        call()


def test_regions_are_taken_in_every_form() -> None:
    expected = ua.grdp(["3576", "3571"], years=2021)
    forms: list[Any] = [
        ["Kota Mojokerto", "Kediri, Kota"],
        pd.Series(["3576", "3571", "3576"]),
        (3576, 3571),
        [ua.region("Kota Mojokerto"), "35.71"],
        pd.DataFrame({"code": ["3576", "3571"]}),
    ]
    for form in forms:
        pd.testing.assert_frame_equal(ua.grdp(form, years=2021), expected, check_frame_type=False)
    assert ua.grdp(["Mojokerto", "Kediri"], kind="kota", years=2021)["code"].tolist() == ["3576", "3571"]


def test_shares_and_contributions_of_sectors_add_up() -> None:
    table = ua.sectors("Kota Mojokerto")
    by_year = table.groupby("year")
    assert by_year["share_pct"].sum().sub(100).abs().max() < 0.01
    growth = ua.growth("Kota Mojokerto", wide=True)["3576"]
    added = by_year["contribution_pp"].sum(min_count=1).dropna()
    assert added.index.tolist() == list(range(2016, 2023))
    assert (added - growth[added.index]).abs().max() < 0.01
    assert ua.sectors("3519").query("year == 2020")["contribution_pp"].isna().all()  # the break of its sectors
    assert ua.sectors(["3576", "3273"]).attrs["without_figures"] == ["3273"]
    with pytest.raises(UsageError, match="None of these regions has sectors"):
        ua.sectors("Kota Bandung")


def test_two_definitions_of_population_stay_apart() -> None:
    estimates = ua.population("3576", years=[2019, 2020], notes=True)
    assert estimates["base"].tolist() == ["sp2010", "sp2020"]
    assert "do not compare" in estimates.attrs["remarks"][0]
    registered = ua.population(by="dukcapil", years=2022)
    assert registered["population"].notna().sum() > 500
    assert registered.attrs["title"] == "Registered population (Dukcapil)"
    with pytest.raises(UsageError, match='by="bp" is unknown'):
        ua.population("3576", by="bp")  # type: ignore[arg-type]


def test_a_base_year_may_be_any_whole_number() -> None:
    years = pd.Series([2019])
    assert ua.level_index("3576", base_year=years[0]).equals(ua.level_index("3576", base_year=2019))
    assert type(ua.recovery("3576", base_year=2019.0).attrs["base_year"]) is int  # type: ignore[arg-type]


def test_sums_of_members_name_the_rates_that_bps_publishes() -> None:
    table = ua.growth(kind="province", years=range(2022, 2025))
    (said,) = [line for line in table.attrs["remarks"] if line.startswith("9400 ")]
    assert said == "9400 Papua, per cent as BPS publishes it: 4.22 in 2023 (sum: 3.46), 4.11 in 2024 (sum: 3.52)."
    assert said in table._repr_html_()
    assert ua.growth("3576").attrs.get("remarks", []) == []


def test_shares_are_left_out_where_sectors_are_of_another_release() -> None:
    table = ua.sectors("Kota Madiun", years=[2019, 2020])
    shares = table.groupby("year")["share_pct"].sum(min_count=17)
    assert shares[2019] == pytest.approx(100, abs=0.01)
    assert pd.isna(shares[2020])
    assert table["grdp_billion_idr_2010"].notna().all()
    assert table.attrs["remarks"] == [
        "No shares of 3577 in 2020: the sectors do not add up to the GRDP, which is of another release."
    ]
