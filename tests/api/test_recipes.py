"""What researchers do most, in five lines each: as the documentation shows it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import polars as pl
import pytest

import umkm_analysis as ua

if TYPE_CHECKING:
    from pathlib import Path


def test_five_cities_compared(tmp_path: Path) -> None:
    cities = ["Kota Mojokerto", "Kota Kediri", "Kota Blitar", "Kota Malang", "Kota Madiun"]
    index = ua.level_index(cities, base_year=2019, wide="name")
    chart = ua.plot.level(cities, base_year=2019, years=range(2017, 2026), language="en")
    chart.savefig(tmp_path / "cities.pdf")
    assert index.loc[2025].idxmin() == "Kota Kediri"
    assert (tmp_path / "cities.pdf").stat().st_size > 5000


def test_the_swing_of_all_514() -> None:
    swings = ua.recovery("all", base_year=2019).sort_values("swing_pp", ascending=False)
    chart = ua.plot.ranking(swings, "swing_pp", most=20, language="en")
    assert len(swings) == 514
    assert chart.texts[0].get_text().startswith("Kabupaten Halmahera Tengah highest")


def test_growth_against_the_sector_mix() -> None:
    shares = ua.sectors(years=2019, wide="share_pct").drop(columns="year")
    table = ua.join(ua.growth(province="Jawa Timur", years=2020), shares)
    found = ua.correlation(table, "A", "growth_pct")
    chart = ua.plot.scatter(table, "A", "growth_pct", highlight="Kota Mojokerto", language="en")
    assert chart.texts[0].get_text().startswith("r = 0.")
    assert "Agriculture, share of GRDP" in " ".join(text.get_text() for text in chart.texts)
    assert found.attrs["n"] == 38
    assert found.attrs["r"] > 0.2  # the more of farming, the less 2020 took
    assert found.attrs["title"].startswith("Correlation of Agriculture, forestry and fishing and growth_pct over 38")


def test_a_balanced_panel_with_breaks_as_dummies() -> None:
    panel = ua.panel(years=range(2016, 2024))
    demeaned = panel["growth_pct"] - panel.groupby("code")["growth_pct"].transform("mean")
    assert panel.groupby("code").size().eq(8).all()
    assert panel["ln_grdp"].notna().all()
    assert panel.index.get_level_values("code").nunique() + len(panel.attrs.get("left_out", [])) == 514
    assert demeaned.groupby("code").mean().abs().max() < 1e-9
    broken = panel.groupby("code")["after_break"].max()
    assert {one["code"] for one in panel.attrs["breaks"]} == set(broken.index[broken > 0])
    assert panel.loc[("1602", 2022), "growth_pct"] != panel.loc[("1602", 2022), "growth_pct"]
    assert panel.loc[("3576", 2023), "not_final"] == 1


def test_the_same_in_polars_and_arrow() -> None:
    table = ua.growth(["3576", "9400"], years=range(2019, 2023), notes=True)
    polars = ua.to_polars(table)
    assert isinstance(polars, pl.DataFrame)
    assert polars["growth_pct"].to_list() == pytest.approx(table["growth_pct"].tolist())
    assert json.loads(ua.to_arrow(table).schema.metadata[b"umkm_analysis"]) == table.attrs
    assert ua.to_arrow(ua.panel("3576", years=[2020, 2021])).column_names[:2] == ["code", "year"]


def test_a_sorted_result_still_says_what_it_holds_and_turns_into_other_tables() -> None:
    table = ua.recovery(["3576", "3571", "3572"])
    ordered = table.sort_values("swing_pp", ascending=False)
    assert ordered["swing_pp"].is_monotonic_decreasing
    assert "Fall and recovery of GRDP after 2019" in ordered._repr_html_()
    assert ordered.attrs == table.attrs
    assert ordered.to_polars()["code"].to_list() == ordered["code"].tolist()
    assert json.loads(ordered.to_arrow().schema.metadata[b"umkm_analysis"]) == table.attrs
    assert not hasattr(table.groupby("code").sum(), "to_arrow")


def test_procurement_shares_against_the_mandate(tmp_path: Path) -> None:
    shares = ua.procurement(numerator="UMK-K")
    realised = shares[shares["basis"] == "realised"].drop_duplicates("code", keep="last")
    chart = ua.plot.ranking(realised, "distance_pp", title="UMK-K against 40 %", language="en")
    chart.savefig(tmp_path / "mandate.svg")
    missing = realised.loc[realised["verdict"] == "misses", "name"].tolist()
    assert missing == ["Indonesia"]
    assert realised.set_index("code").loc["3576", "distance_pp"] == pytest.approx(7.62)
    assert "Distance to the mandate (percentage points)" in " ".join(text.get_text() for text in chart.texts)


def test_the_package_shows_each_of_them_in_at_most_five_lines() -> None:
    recipes = [part for part in re.split(r"\n\n(?=[A-Z])", str(ua.__doc__)) if ">>> " in part]
    assert len(recipes) == 5
    for recipe in recipes:
        assert recipe.count(">>> ") - recipe.count(">>> import") <= 5, recipe.split("\n", 1)[0]
