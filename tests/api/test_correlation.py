"""A correlation says what it rests on."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import umkm_analysis as ua
from umkm_analysis.errors import UsageError


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return ua.join(ua.recovery()[["code", "swing_pp"]], ua.level_index(years=2025))


def test_a_region_that_carries_a_correlation_is_named(table: pd.DataFrame) -> None:
    found = ua.correlation(table, "swing_pp", "level_index")
    assert found.attrs["rests_on"] == ["8202"]
    assert found.attrs["remarks"] == ["Rests on 8202 Kabupaten Halmahera Tengah: r = 0.84 with it, -0.08 without."]
    assert "Rests on 8202" in found._repr_html_()
    assert abs(found.attrs["spearman"]) < 0.2
    without = ua.correlation(table[table["code"] != "8202"], "swing_pp", "level_index")
    assert without.attrs["r"] == pytest.approx(found["r_without"][0])


def test_every_row_holds_the_correlation_without_it(table: pd.DataFrame) -> None:
    some = table.dropna().iloc[::25]
    found = ua.correlation(some, "swing_pp", "level_index").set_index("code")
    for code in some["code"]:
        rest = some[some["code"] != code]
        assert found.loc[code, "r_without"] == pytest.approx(rest["swing_pp"].corr(rest["level_index"]))


def test_what_no_region_carries_rests_on_none() -> None:
    codes = ua.regions()["code"]
    x = np.arange(len(codes), dtype="float64")
    found = ua.correlation(pd.DataFrame({"code": codes, "x": x, "y": x + np.sin(x) * 40}), "x", "y")
    assert found.attrs["rests_on"] == []


def test_a_table_that_gives_no_correlation_is_refused(table: pd.DataFrame) -> None:
    with pytest.raises(UsageError, match="Did you mean swing_pp"):
        ua.correlation(table, "swing", "level_index")
    with pytest.raises(UsageError, match="several times"):
        ua.correlation(pd.concat([table, table]), "swing_pp", "level_index")
    with pytest.raises(UsageError, match="3 regions have both"):
        ua.correlation(table.head(3), "swing_pp", "level_index")


def test_joined_results_keep_their_sources_units_and_breaks(table: pd.DataFrame) -> None:
    assert table.attrs["units"] == {"swing_pp": "percentage points", "level_index": "index points, 2019 = 100"}
    assert table.attrs["sources"]
    assert {one["code"] for one in table.attrs["breaks"]} == {"1602", "2102"}
    both = ua.join(ua.growth(["3576", "3571"], years=[2020, 2021]), ua.level_index("3576", years=[2021, 2022]))
    assert len(both) == 5
    assert both["name"].notna().all()
    with pytest.raises(UsageError, match="several rows for the same code"):
        ua.join(ua.recovery("3576"), ua.growth("3576", years=[2020, 2021]))
    with pytest.raises(UsageError, match="one of these has none"):
        ua.join(ua.recovery("3576"), pd.DataFrame({"x": [1]}))


def test_a_join_keeps_no_column_of_the_same_name_silently() -> None:
    recovered, index = ua.recovery(["3576", "3571"]), ua.level_index(["3576", "3571"], years=2022)
    with pytest.raises(UsageError, match=r"Both tables have level_index\. Give suffix="):
        ua.join(recovered, index)
    both = ua.join(recovered, index, suffix="_2022")
    by_code = [one.set_index("code")["level_index"].to_dict() for one in (recovered, index)]
    assert both.set_index("code")["level_index"].to_dict() == by_code[0]
    assert both.set_index("code")["level_index_2022"].to_dict() == by_code[1]
    assert both.attrs["units"]["level_index_2022"] == "index points, 2019 = 100"
    assert set(both["name"]) == set(recovered["name"])
    with pytest.raises(UsageError, match=r'holds 3576; codes are text of four digits, such as "3576"'):
        ua.join(recovered, pd.DataFrame({"code": [3576], "x": [1.0]}))
