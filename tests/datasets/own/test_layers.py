"""Own figures laid over shipped ones: one release a series, linked or broken."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from umkm_analysis.datasets.own import layers
from umkm_analysis.datasets.own.store import OwnImport

LEVEL = "grdp_billion_idr_2010"


def import_(id_: str = "aaaa0000", *, link: bool = True) -> OwnImport:
    return OwnImport(id_, "grdp", "2026-11-27T00:00:00+00:00", "", "BPS", "", "", link, (), (), ("3576",))


def rows(figures: dict[int, float], source: str, column: str = LEVEL, **more: Any) -> pd.DataFrame:
    table = pd.DataFrame(
        [
            {"code": "3576", "year": year, column: value, "status": "single_source", "source_id": source,
             "verified_by": "OTHER", **more}
            for year, value in figures.items()
        ]
    )  # fmt: skip
    return table.astype({"year": "Int64"}) if figures else table


SHIPPED = rows({2019: 100.0, 2020: 90.0, 2021: 99.0, 2022: 110.0}, "BPS_OLD")
NO_RATES = rows({}, "").reindex(columns=["code", "year", "growth_pct"])


def levels(*layered: tuple[OwnImport, pd.DataFrame]) -> tuple[dict[int, tuple[float, str, str]], list[int]]:
    table, breaks = layers.with_levels(SHIPPED, layered, [], NO_RATES)
    cells = table.itertuples()
    return {int(row.year): (getattr(row, LEVEL), row.status, row.source_id) for row in cells}, [
        row["year"] for row in breaks
    ]


def test_earlier_years_keep_their_growth_and_are_marked() -> None:
    series, breaks = levels((import_(), rows({2021: 198.0, 2022: 231.0, 2023: 240.0}, "OWN")))
    assert series == {
        2019: (200.0, "linked", "BPS_OLD"),
        2020: (180.0, "linked", "BPS_OLD"),
        2021: (198.0, "own", "OWN"),
        2022: (231.0, "own", "OWN"),
        2023: (240.0, "own", "OWN"),
    }
    assert breaks == []


def test_what_nobody_printed_is_confirmed_by_nobody() -> None:
    table, _ = layers.with_levels(SHIPPED, [(import_(), rows({2021: 198.0}, "OWN"))], [], NO_RATES)
    assert table.set_index("year")["verified_by"].isna().tolist() == [True, True, False, True]


def test_years_after_the_own_ones_are_linked_too() -> None:
    series, _ = levels((import_(), rows({2020: 180.0, 2021: 198.0}, "OWN")))
    assert series[2022] == (220.0, "linked", "BPS_OLD")


def test_the_same_figures_are_one_release_and_nothing_is_multiplied() -> None:
    series, breaks = levels((import_(), rows({2022: 110.004, 2023: 115.0}, "OWN")))
    assert series[2021] == (99.0, "single_source", "BPS_OLD")
    assert series[2023] == (115.0, "own", "OWN")
    assert breaks == []


def test_without_linking_the_series_is_broken() -> None:
    series, breaks = levels((import_(link=False), rows({2021: 198.0, 2022: 231.0}, "OWN")))
    assert series[2020] == (90.0, "single_source", "BPS_OLD")
    assert breaks == [2021]


def test_without_a_shared_year_the_series_is_broken() -> None:
    series, breaks = levels((import_(), rows({2023: 240.0, 2024: 250.0}, "OWN")))
    assert series[2022] == (110.0, "single_source", "BPS_OLD")
    assert breaks == [2023]


def test_without_a_shared_year_a_published_rate_links() -> None:
    rates = rows({2023: 10.0}, "BPS_OLD", "growth_pct")
    own = rows({2023: 242.0}, "OWN")
    table, breaks = layers.with_levels(SHIPPED, [(import_(), own)], [], rates)
    assert table[LEVEL].tolist() == [200.0, 180.0, 198.0, 220.0, 242.0]
    assert breaks == []


def test_a_rate_of_a_new_year_goes_on_from_the_old_ones() -> None:
    shipped = rows({2020: -3.69, 2021: 3.65}, "BPS_OLD", "growth_pct")
    own = rows({2022: 5.6}, "OWN", "growth_pct")
    table, breaks = layers.with_growth(shipped, [(import_(), own)])
    assert table["status"].tolist() == ["single_source", "single_source", "own"]
    assert breaks == []
    assert [row["year"] for row in layers.with_growth(shipped, [(import_(link=False), own)])[1]] == [2022]


def test_newer_stands_over_older_and_both_over_shipped() -> None:
    older = (import_(), rows({2021: 198.0, 2022: 220.0, 2023: 242.0}, "OWN_A"))
    newer = (import_("bbbb0000"), rows({2022: 440.0, 2023: 480.0}, "OWN_B"))
    series, breaks = levels(older, newer)
    assert [series[year] for year in sorted(series)] == [
        (400.0, "linked", "BPS_OLD"),
        (360.0, "linked", "BPS_OLD"),
        (396.0, "linked", "OWN_A"),
        (440.0, "own", "OWN_B"),
        (480.0, "own", "OWN_B"),
    ]
    assert breaks == []


def test_a_break_ends_where_one_release_covers_both_sides() -> None:
    first = (import_(link=False), rows({2022: 231.0}, "OWN_A"))
    second = (import_("bbbb0000"), rows({2021: 198.0, 2022: 220.0}, "OWN_B"))
    _, breaks = levels(first, second)
    assert breaks == []


def test_other_regions_stay_as_they_are() -> None:
    shipped = pd.concat([SHIPPED, SHIPPED.assign(code="3516")], ignore_index=True)
    table, _ = layers.with_levels(shipped, [(import_(), rows({2022: 220.0}, "OWN"))], [], NO_RATES)
    same = table[table["code"] == "3516"].reset_index(drop=True)
    pd.testing.assert_frame_equal(same, SHIPPED.assign(code="3516"))


def test_rates_are_never_multiplied() -> None:
    shipped = rows({2020: -3.69, 2021: 3.65}, "BPS_OLD", "growth_pct")
    own = rows({2021: 3.9, 2022: 5.6}, "OWN", "growth_pct")
    table, breaks = layers.with_growth(shipped, [(import_(), own)])
    assert table["growth_pct"].tolist() == [-3.69, 3.9, 5.6]
    assert table["status"].tolist() == ["linked", "own", "own"]
    assert breaks == []


def test_shipped_levels_that_an_own_rate_contradicts_are_of_an_older_release() -> None:
    own = rows({2021: 10.0, 2022: 9.0}, "OWN", "growth_pct")  # the levels grow by 10.0 and by 11.1
    table, _ = layers.with_levels(SHIPPED, [], [(import_(), own)], NO_RATES)
    assert table["year"].tolist() == [2019, 2020, 2021]


def test_levels_after_the_last_own_rate_stay_and_those_before_are_linked_by_it() -> None:
    own = rows({2021: 8.0}, "OWN", "growth_pct")  # the levels grow by 10.0
    table, _ = layers.with_levels(SHIPPED, [], [(import_(), own)], NO_RATES)
    before = SHIPPED.set_index("year")[LEVEL]
    after = table.set_index("year")[LEVEL]
    assert after[[2021, 2022]].tolist() == before[[2021, 2022]].tolist()
    assert after[2021] / after[2020] == pytest.approx(1.08)
    assert after[2020] / after[2019] == pytest.approx(before[2020] / before[2019])
    assert (table["status"] == "linked").tolist() == [True, True, False, False]


def test_sectors_follow_their_level_or_go() -> None:
    sectors = pd.concat(
        [rows({2019: 60.0, 2021: 59.0, 2022: 70.0}, "BPS_OLD", sector_code="A"),
         rows({2019: 40.0, 2021: 40.0, 2022: 40.0}, "BPS_OLD", sector_code="B")]
    )  # fmt: skip
    layered = [(import_(), rows({2021: 198.0, 2022: 231.0}, "OWN"))]
    merged, _ = layers.with_levels(SHIPPED, layered, [], NO_RATES)
    table = layers.with_sectors(sectors, [], SHIPPED, merged)
    # 2019 was multiplied as its level was; 2021 and 2022 are of the old release beside a level of the new one
    assert [tuple(row) for row in table[["year", "sector_code", LEVEL, "status"]].to_numpy()] == [
        (2019, "A", 120.0, "linked"),
        (2019, "B", 80.0, "linked"),
    ]


def test_own_sectors_take_the_place_of_all_sectors_of_their_year() -> None:
    sectors = rows({2021: 59.0, 2022: 70.0}, "BPS_OLD", sector_code="A")
    own = rows({2022: 71.0}, "OWN", sector_code="A")
    table = layers.with_sectors(sectors, [(import_(), own)], SHIPPED, SHIPPED)
    assert table[LEVEL].tolist() == [59.0, 71.0]
    assert table["status"].tolist() == ["single_source", "own"]


def test_people_of_two_bases_are_not_linked() -> None:
    old = rows({2020: 100, 2021: 110}, "OLD", "population", basis="projection_sp2020")
    older = rows({2019: 90}, "OLD", "population", basis="projection_sp2010")
    shipped = pd.concat([older, old], ignore_index=True).astype({"population": "Int64"})
    own = rows({2021: 121}, "OWN", "population", basis="projection_sp2020").astype({"population": "Int64"})
    table = layers.with_population(shipped, [(import_(), own)])
    assert table["population"].tolist() == [90, 110, 121]
    assert table["status"].tolist() == ["single_source", "linked", "own"]


@pytest.mark.parametrize(("covered", "left"), [((2021, 2022), []), ((2022,), [2022])])
def test_a_shipped_break_between_releases_sleeps_where_one_release_covers_it(
    covered: tuple[int, ...], left: list[int]
) -> None:
    columns = ["table", "code", "year", "kind", "reason_en", "reason_id", "source_id"]
    shipped = pd.DataFrame([["grdp_level", "3576", 2022, "vintage", "", "", "S"]], columns=columns)
    merged, _ = layers.with_levels(SHIPPED, [(import_(), rows(dict.fromkeys(covered, 198.0), "OWN"))], [], NO_RATES)
    assert layers.with_breaks(shipped, [], {"grdp_level": merged})["year"].tolist() == left
