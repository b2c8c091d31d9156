"""Bidders, savings and days over lines: by hand, and by a second route through the metrics."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from umkm_analysis.aggregates.competition import line_competition
from umkm_analysis.errors import DataError, UsageError
from umkm_analysis.metrics.contracting.competition import mean_bidders, median_days, median_savings

NAN = float("nan")
COLUMNS = ["year", "stage", "method_group", "value", "hps", "bidders", "announced", "date"]
ROWS = [
    (2024, "contract", "competitive", 90, 100, 1, "2024-01-01", "2024-01-31"),
    (2024, "contract", "competitive", 120, 100, 4, "2024-02-28", "2024-03-01"),  # over a leap day
    (2024, "payment", "competitive", 50, 100, None, "2023-12-31", "2024-12-31"),
    (2024, "contract", "competitive", 10, None, 7, "2024-05-02", "2024-05-01"),  # an award before its notice
    (2024, "contract", "direct", 75, 100, 9, "2024-01-01", "2024-09-09"),  # no bidders to count, no notice
    (2024, "contract", "self_managed", 1, 100, 9, "2024-01-01", "2024-09-09"),
    (2024, "plan", "competitive", 1, 100, 9, "2024-01-01", "2024-09-09"),
    (2025, "contract", "direct", 75, 0, None, None, "2025-01-01"),
    (2026, "plan", "direct", 75, 0, None, None, None),
]


def frame(rows: list[tuple[Any, ...]] = ROWS) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=COLUMNS).astype(dict.fromkeys(["value", "hps", "bidders"], "Int64"))
    return table.assign(**{name: pd.to_datetime(table[name]) for name in ("announced", "date")})


def test_by_hand() -> None:
    found = line_competition(frame(), by=["year"]).set_index("year")
    assert found.index.tolist() == [2024]
    first = found.loc[2024]
    assert first["mean_bidders"] == 4
    assert first["bidders_lines"] == 3
    assert (first["median_savings"], first["savings_lines"]) == (pytest.approx((10 + 25) / 2), 4)
    assert (first["median_days"], first["days_lines"]) == (30, 3)
    with_dates = frame([(2025, *ROWS[0][1:4], None, None, *ROWS[0][6:]), ROWS[0]])
    found = line_competition(with_dates, by=["year"]).set_index("year")
    assert found.loc[2025, ["mean_bidders", "median_savings"]].isna().all()
    assert found.loc[2025, ["bidders_lines", "savings_lines", "days_lines"]].tolist() == [0, 0, 1]


def test_without_the_day_of_the_notice_there_are_no_days() -> None:
    found = line_competition(frame().drop(columns="announced"), by=["year"]).set_index("year")
    assert found["median_days"].isna().all()
    assert found.loc[2024, "mean_bidders"] == 4


DAYS = st.dates(pd.Timestamp("1999-12-01").date(), pd.Timestamp("2101-03-01").date())
LINES = st.lists(
    st.tuples(st.integers(0, 10**12), st.none() | st.integers(0, 10**12), st.none() | st.integers(0, 9), DAYS, DAYS),
    min_size=1,
    max_size=9,
)


@settings(max_examples=40, deadline=None)
@given(LINES)
def test_the_metrics_say_the_same_of_these_lines(drawn: list[tuple[Any, ...]]) -> None:
    table = frame([(2024, "contract", "competitive", *line) for line in drawn])
    found = line_competition(table, by=["year"])
    names = ["mean_bidders", "median_savings", "median_days"]
    found = found[names].iloc[0] if len(found) else pd.Series(NAN, names)
    assert found["mean_bidders"] == pytest.approx(mean_bidders(table["bidders"].astype("float64")).item(), nan_ok=True)
    value, estimate = table["value"].astype("float64"), table["hps"].astype("float64")
    expected = median_savings(value, estimate).item()
    assert found["median_savings"] == pytest.approx(expected, rel=1e-9, abs=1e-6, nan_ok=True)
    assert found["median_days"] == pytest.approx(median_days(table["announced"], table["date"]).item(), nan_ok=True)


def test_wrong_dimensions_and_frames_are_refused() -> None:
    with pytest.raises(UsageError, match="cannot be grouped by city"):
        line_competition(frame(), by=["city"])
    with pytest.raises(DataError, match="there is no column bidders, hps"):
        line_competition(frame().drop(columns=["bidders", "hps"]), by=["year"])


def test_groups_named_by_text_may_know_neither_bidders_nor_estimates() -> None:
    unknown = frame([ROWS[8], (2025, "contract", "direct", 75, None, None, None, None)])
    assert line_competition(unknown.assign(region="3576"), by=["region"]).empty
    known = frame([(2025, "contract", "direct", 75, 100, None, None, None)]).assign(region="3576")
    row = line_competition(known, by=["region"]).iloc[0]
    assert (row["region"], row["median_savings"], row["savings_lines"], row["bidders_lines"]) == ("3576", 25, 1, 0)
