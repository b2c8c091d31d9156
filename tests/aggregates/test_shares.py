"""Measures over lines: by hand, by law, and the same rupiah on every engine."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from umkm_analysis.aggregates.absorption import line_absorption
from umkm_analysis.aggregates.competition import line_competition
from umkm_analysis.aggregates.shares import Mandate, line_concentration, mandate_of, procurement_shares
from umkm_analysis.aggregates.sums import line_sums
from umkm_analysis.analysis import lines as line_analysis
from umkm_analysis.datasets.procurement_lines.sample import remove_sample, sample_query, write_sample
from umkm_analysis.datasets.procurement_lines.store import catalog
from umkm_analysis.datasets.procurement_lines.store.engines import Engine, open_lines, read
from umkm_analysis.datasets.regions import find
from umkm_analysis.errors import DataError, MissingToolError, UsageError
from umkm_analysis.periods import last_day

if TYPE_CHECKING:
    from pathlib import Path

HALF = Mandate("UMK-K", frozenset({"allocation", "realisation"}), "2022-03-30", 40.0)
COLUMNS = [
    "stage",
    "year",
    "region",
    "agency",
    "supplier",
    "supplier_region",
    "method_group",
    "value",
    "umkk",
    "pdn",
    "hps",
    "bidders",
    "date",
]
ROWS = [
    ("budget", 2024, "3576", "A", None, None, "unknown", 2000, None, None, None, None, None),
    ("plan", 2024, "3576", "A", None, None, "direct", 600, 600, 600, None, None, "2024-01-05"),
    ("plan", 2024, "3576", "B", None, None, "e_purchasing", 400, None, 0, None, None, "2024-02-05"),
    ("plan", 2024, "3576", "B", None, None, "self_managed", 500, None, None, None, None, "2024-02-05"),
    ("contract", 2024, "3576", "A", "X", "3576", "competitive", 300, 100, 300, 400, 1, "2024-03-05"),
    ("contract", 2024, "3576", "A", "Y", "3578", "competitive", 200, None, 0, 200, 3, "2024-03-06"),
    ("contract", 2024, "3576", "B", "Y", None, "excepted", 50, 0, None, None, None, None),
    ("payment", 2024, "3576", "B", "X", "3576", "direct", 250, 250, 250, None, None, "2024-04-06"),
    ("payment", 2024, "3576", "B", None, None, "self_managed", 70, None, None, None, None, "2024-04-06"),
]


def frame(rows: list[tuple[Any, ...]] = ROWS) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=COLUMNS)
    whole = dict.fromkeys(["value", "umkk", "pdn", "hps", "bidders"], "Int64")
    return table.astype(whole).assign(date=pd.to_datetime(table["date"]))


def one(**options: Any) -> pd.Series:
    return procurement_shares(frame(), by=["region", "year"], **options).iloc[0]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("lines", 9),
        ("budget", 2000),
        ("planned", 1000),
        ("planned_self_managed", 500),
        ("realised", 800),
        ("realised_self_managed", 70),
        ("realised_umkk", 350),
        ("realised_umkk_unknown", 200),
        ("realised_pdn", 550),
        ("realised_pdn_unknown", 50),
        ("umkk_plan_lower", 60),
        ("umkk_plan_upper", 100),
        ("umkk_plan_coverage", 60),
        ("umkk_realised_lower", 43.75),
        ("umkk_realised_upper", 68.75),
        ("umkk_realised_coverage", 75),
        ("pdn_plan_lower", 60),
        ("pdn_plan_upper", 60),
        ("pdn_realised_lower", 68.75),
        ("pdn_realised_upper", 75),
        ("umkk_realised_headroom", 30),
        ("umkk_realised_headroom_pp", 3.75),
        ("umkk_plan_headroom", 200),
        ("umkk_plan_of_budget", 30),
        ("rup_coverage", 75),
        ("absorption", 80),
        ("umkk_gap_lower", -8.75),
        ("umkk_gap_upper", 56.25),
        ("plan_direct_share", 60),
        ("plan_e_purchasing_share", 40),
        ("plan_self_managed_share", 500 / 15),
        ("realised_competitive_share", 62.5),
        ("realised_excepted_share", 6.25),
        ("realised_self_managed_share", 7000 / 870),
        ("single_bid_rate", 50),
        ("savings", 100 - 50000 / 600),
        ("local_lower", 68.75),
        ("local_upper", 75),
        ("local_coverage", 93.75),
    ],
)
def test_by_hand(name: str, expected: float) -> None:
    assert one(mandates=[HALF])[name] == pytest.approx(expected)


def test_status_is_that_of_the_mandate_in_force_at_the_end_of_the_year() -> None:
    assert one(mandates=[HALF])["umkk_realised_status"] == "meets"
    assert one(mandates=[HALF])["pdn_realised_status"] == "no mandate"
    high = Mandate("UMK-K", frozenset({"realisation"}), "2024-12-31", 50.0)
    assert one(mandates=[HALF, high])["umkk_realised_status"] == "undetermined"
    assert one(mandates=[HALF, high])["umkk_plan_mandate"] == 40
    assert one(mandates=[Mandate("UMK-K", HALF.obligations, "2024-01-01", 70.0)])["umkk_realised_status"] == "misses"
    late = Mandate("UMK-K", HALF.obligations, "2025-01-01", 70.0)
    assert mandate_of([HALF, late], numerator="UMK-K", obligation="realisation", year=2024) is HALF
    assert mandate_of([late], numerator="UMK-K", obligation="realisation", year=2024) is None


def test_each_year_is_held_against_the_rule_of_its_own() -> None:
    rules = [
        Mandate("UMK-K", frozenset({"realisation"}), "2022-03-30", 40.0),
        Mandate("UMK-K", frozenset({"allocation"}), "2021-02-02", 30.0),
        Mandate("UMK-K", frozenset({"realisation"}), "2024-06-01", 60.0),
        Mandate("PDN", frozenset({"realisation"}), "2022-01-01", 95.0),
    ]
    contract = (*ROWS[4][:7], 100, 50, 100, *ROWS[4][10:])
    plan = (*ROWS[1][:7], 100, 35, 100, *ROWS[1][10:])
    rows = [(line[0], year, *line[2:]) for year in (2020, 2021, 2022, 2023, 2024, 2025) for line in (contract, plan)]
    found = procurement_shares(frame(rows), by=["year"], mandates=rules).set_index("year")
    assert found["umkk_realised_mandate"].fillna(0).tolist() == [0, 0, 40, 40, 60, 60]
    assert found["umkk_realised_status"].tolist() == ["no mandate"] * 2 + ["meets"] * 2 + ["misses"] * 2
    assert found["umkk_realised_headroom"].fillna(-1).tolist() == [-1, -1, 10, 10, -10, -10]
    assert found["umkk_realised_headroom_pp"].fillna(-1).tolist() == [-1, -1, 10, 10, -10, -10]
    assert found["umkk_plan_mandate"].fillna(0).tolist() == [0, 30, 30, 30, 30, 30]
    assert found["umkk_plan_headroom_pp"].fillna(-1).tolist() == [-1, 5, 5, 5, 5, 5]
    assert found["pdn_realised_mandate"].fillna(0).tolist() == [0, 0, 95, 95, 95, 95]
    assert found["pdn_plan_status"].tolist() == ["no mandate"] * 6


def test_only_realised_competitive_lines_count_for_the_single_bid_rate() -> None:
    def line(stage: str, group: str, bidders: int | None) -> tuple[Any, ...]:
        return (stage, *ROWS[4][1:6], group, *ROWS[4][7:11], bidders, ROWS[4][12])

    counted = [line("contract", "competitive", bidders) for bidders in (1, 2, 3, None)] + [
        line("payment", "competitive", 4)
    ]
    others = [
        line("plan", "competitive", 1),
        line("budget", "competitive", 1),
        line("contract", "direct", 1),
        line("payment", "e_purchasing", 1),
        line("contract", "self_managed", 1),
    ]
    found = procurement_shares(frame([*counted, *others]), by=["year"]).iloc[0]
    assert (found["bids"], found["single_bids"], found["single_bid_rate"]) == (4, 1, 25)


def test_where_no_budget_was_imported_nothing_is_infinite() -> None:
    found = procurement_shares(frame(ROWS[1:]), by=["year"])
    assert found["budget"].item() == 0
    for name in ("rup_coverage", "umkk_plan_of_budget", "pdn_plan_of_budget"):
        assert found[name].isna().all()
    only_budget = procurement_shares(frame(ROWS[:1]), by=["year"])
    for table in (found, only_budget):
        assert not table.select_dtypes("float64").isin([float("inf"), float("-inf")]).any(axis=None)


def test_the_rules_of_the_table_become_mandates_on_the_day_they_surely_hold() -> None:
    found = {(one.numerator, one.in_force, one.per_cent) for one in line_analysis.mandates()}
    assert ("UMK-K", "2022-03-30", 40.0) in found
    assert ("PDN", "2023-12-31", 95.0) in found
    assert last_day("2024-02") == "2024-02-29"


def test_nothing_to_divide_by_is_missing_not_zero() -> None:
    shares = procurement_shares(frame(ROWS[:1]), by=["year"]).iloc[0]
    for name in ("umkk_plan_lower", "umkk_realised_upper", "absorption", "savings", "single_bid_rate", "local_lower"):
        assert pd.isna(shares[name])
    assert shares["rup_coverage"] == 0
    assert shares["umkk_realised_status"] == "no mandate"


def test_absorption_above_twice_the_plan_is_no_figure() -> None:
    rows = [ROWS[1], (*ROWS[4][:7], 1201, *ROWS[4][8:])]
    assert pd.isna(procurement_shares(frame(rows), by=["year"])["absorption"].iloc[0])


def test_groups_come_in_order_and_the_undated_stay() -> None:
    months = procurement_shares(frame(), by=["month"])
    assert months["month"].fillna(0).tolist() == [202401, 202402, 202403, 202404, 0]
    assert months["realised"].tolist() == [0, 0, 500, 250, 50]
    assert line_sums(frame(), by=["agency", "stage"])["lines"].tolist() == [1, 2, 1, 1, 2, 2]


def test_concentration_by_hand() -> None:
    found = line_concentration(frame(), by=["year"]).iloc[0]
    assert found["hhi"] == pytest.approx(10_000 * (550**2 + 250**2) / 800**2)
    assert (found["count"], found["coverage"], found["largest_share"]) == (2, 100, 68.75)
    assert found["effective_number"] == pytest.approx(10_000 / found["hhi"])
    assert found["normalised"] == pytest.approx((found["hhi"] / 10_000 - 0.5) / 0.5)
    nobody = line_concentration(frame([(*ROWS[6][:4], None, *ROWS[6][5:])]), by=["year"]).iloc[0]
    assert (nobody["coverage"], nobody["count"]) == (0, 0)
    assert pd.isna(nobody["hhi"])
    assert line_concentration(frame(), by=["year"], of="agency")["count"].item() == 2


def test_who_has_nothing_is_no_supplier_and_who_is_not_named_is_not_in_the_index() -> None:
    def contract(supplier: str | None, value: int) -> tuple[Any, ...]:
        return (*ROWS[4][:4], supplier, None, "direct", value, *ROWS[4][8:])

    named = [contract("A", 60), contract("B", 40)]
    expected = line_concentration(frame(named), by=["year"]).iloc[0]
    assert expected.drop("year").tolist() == pytest.approx([5200, 0.04, 10_000 / 5200, 2, 60, 100, 100])
    with_nothing = line_concentration(frame([*named, contract("C", 0)]), by=["year"]).iloc[0]
    assert with_nothing.tolist() == expected.tolist()
    unnamed = line_concentration(frame([*named, contract(None, 300)]), by=["year"]).iloc[0]
    assert unnamed.drop("coverage").tolist() == expected.drop("coverage").tolist()
    assert unnamed["coverage"] == 25


def test_absorption_of_what_was_followed_up_by_hand() -> None:
    rows = [
        ("plan", "direct", 600, "p1", None),
        ("plan", "direct", 400, "p2", None),
        ("plan", "direct", 100, "p3", None),
        ("plan", "self_managed", 50, "p4", None),
        ("contract", "direct", 300, "c1", "p1"),
        ("payment", "direct", 150, "c2", "p1"),
        ("payment", "direct", 999, "c3", "p2;p3"),  # of which plan how much of it is, nobody knows
        ("contract", "direct", 70, "c4", "of no plan here"),
        ("contract", "direct", 80, "c5", None),
        ("contract", "self_managed", 50, "c6", "p4"),
    ]
    table = pd.DataFrame(rows, columns=["stage", "method_group", "value", "package", "rup"]).assign(year=2024)
    found = line_absorption(table, by=["year"]).iloc[0]
    assert (found["planned_followed"], found["realised_followed"], found["absorption_followed"]) == (600, 450, 75)
    above = table.assign(value=table["value"].where(table["stage"] == "plan", table["value"] * 10))
    assert line_absorption(above, by=["year"])["absorption_followed"].isna().all()


def test_cr4_is_the_share_of_the_four_largest_that_are_named() -> None:
    def contract(supplier: str | None, value: int, region: str | None = "3576") -> tuple[Any, ...]:
        return (*ROWS[4][:2], region, "A", supplier, None, "direct", value, *ROWS[4][8:])

    named = [contract(name, value) for name, value in zip("ABCDEF", (10, 20, 30, 40, 50, 50), strict=True)]
    rows = [*named, contract(None, 900), contract("A", 5, None)]
    table = frame(rows)
    assert line_concentration(table, by=["year"])["cr4"].item() == pytest.approx(100 * 170 / 205)
    assert line_concentration(table, by=["region"])["cr4"].tolist() == pytest.approx([85, 100])
    two = frame([contract("A", 3), contract("B", 1)])
    assert line_concentration(two, by=["year"])["cr4"].item() == 100


def test_wrong_dimensions_and_frames_are_refused() -> None:
    with pytest.raises(UsageError, match="cannot be grouped by city"):
        line_sums(frame(), by=["city"])
    with pytest.raises(UsageError, match="grouped by nothing"):
        line_sums(frame(), by=[])
    with pytest.raises(DataError, match="there is no column hps, umkk"):
        line_sums(frame().drop(columns=["umkk", "hps"]), by=["year"])


RUPIAH = st.integers(0, 10**15)
LINE = st.tuples(
    st.sampled_from(["plan", "contract", "payment"]),
    st.sampled_from(["direct", "competitive", "self_managed"]),
    RUPIAH,
    st.one_of(st.none(), st.floats(0, 1)),
    st.sampled_from(["A", "B"]),
)


@settings(max_examples=12, deadline=None)
@given(st.lists(LINE, min_size=1, max_size=30))
def test_bounds_hold_and_parts_add_up_to_the_rupiah(drawn: list[tuple[Any, ...]]) -> None:
    rows = [
        (
            stage,
            2024,
            "3576",
            agency,
            "X",
            None,
            group,
            value,
            None if part is None else int(value * part),
            None,
            None,
            None,
            None,
        )
        for stage, group, value, part, agency in drawn
    ]
    whole = line_sums(frame(rows), by=["year"]).iloc[0]
    parts = line_sums(frame(rows), by=["agency"])
    for name in ("planned", "realised", "realised_umkk", "realised_umkk_unknown", "planned_self_managed"):
        assert parts[name].sum() == whole[name]
    wanted = sum(row[7] for row in rows if row[0] != "plan" and row[6] != "self_managed")
    assert whole["realised"] == wanted
    shares = procurement_shares(frame(rows), by=["agency"], mandates=[HALF]).dropna(subset=["umkk_realised_lower"])
    assert (shares["umkk_realised_lower"] <= shares["umkk_realised_upper"]).all()
    for name in ("umkk_realised_lower", "umkk_realised_upper", "umkk_realised_coverage"):
        assert shares[name].between(0, 100).all()


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Synthetic lines of three regions and two years, with lines of no region and no date among them."""
    path = tmp_path_factory.mktemp("lines") / "lines.parquet"
    query = sample_query(
        [("3576", "Kota Mojokerto"), ("3578", "Kota Surabaya"), ("3500", "Jawa Timur")], [2023, 2024], each=700
    )
    odd = "* REPLACE (CASE WHEN value % 17 = 0 THEN NULL ELSE region END AS region)"
    odd += ", date - CAST(value % 97 - 5 AS INTEGER) AS announced"  # a few awards before their notice
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT {odd} FROM ({query})) TO '{path}' (FORMAT parquet)")  # noqa: S608 - ours
    return path


def _same(path: Path, engine: Engine) -> None:
    reference, other = (read(one, [path], master="local[2]") for one in (Engine.DUCKDB, engine))
    by = ["region", "year", "month", "method_group"]
    expected, found = (procurement_shares(one, by=by, mandates=[HALF]) for one in (reference, other))
    pd.testing.assert_frame_equal(found, expected, check_exact=True)
    expected, found = (line_concentration(one, by=["region", "year"]) for one in (reference, other))
    pd.testing.assert_frame_equal(found, expected, check_exact=False, rtol=1e-12)
    expected, found = (line_absorption(one, by=["region", "year", "month"]) for one in (reference, other))
    pd.testing.assert_frame_equal(found, expected, check_exact=True)
    assert expected["realised_followed"].gt(0).sum() > 9
    by = ["region", "year", "month"]
    expected, found = (line_competition(one, by=by) for one in (reference, other))
    pd.testing.assert_frame_equal(found, expected, check_exact=False, rtol=1e-12)
    assert expected[["mean_bidders", "median_savings", "median_days"]].notna().any(axis=1).sum() > 9
    assert expected["days_lines"].sum() > 9


@pytest.mark.parametrize("engine", [Engine.PANDAS, Engine.POLARS, Engine.PYARROW])
def test_every_engine_gives_the_same_rupiah_and_shares(lines: Path, engine: Engine) -> None:
    _same(lines, engine)


@pytest.mark.slow
def test_spark_gives_the_same_rupiah_and_shares(lines: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("java") is None and not os.environ.get("CI"):
        pytest.skip("no Java: install default-jre-headless")
    # what runs for seconds needs no code that is optimized for hours: a third of the processor's time
    monkeypatch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
    line_analysis.mandates()  # a table is read first, as the command does: pandera would take up a Spark that is loaded
    try:
        _same(lines, Engine.SPARK)
    finally:
        from pyspark.sql import SparkSession  # noqa: PLC0415 - a second of importing that only this test needs

        session = SparkSession.getActiveSession()
        if session is not None:
            session.stop()


def test_the_same_sums_as_plain_sql(lines: Path) -> None:
    found = line_sums(read(Engine.DUCKDB, [lines]), by=["year"])
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"""SELECT year, count(*),  -- a query of our own
            sum(value) FILTER (stage IN ('contract', 'payment') AND method_group <> 'self_managed'),
            sum(umkk) FILTER (stage = 'plan' AND method_group <> 'self_managed'),
            sum(value) FILTER (stage = 'plan' AND method_group <> 'self_managed' AND umkk IS NULL),
            sum(value) FILTER (stage = 'budget') FROM '{lines}' GROUP BY year ORDER BY year"""  # noqa: S608 - ours
        ).fetchall()
    names = ["year", "lines", "realised", "planned_umkk", "planned_umkk_unknown", "budget"]
    assert [tuple(row) for row in found[names].itertuples(index=False)] == rows


def test_lines_are_opened_by_region_and_year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(catalog.FOLDER_VARIABLE, str(tmp_path))
    with pytest.raises(DataError, match="umkm sample-lines"):
        open_lines()
    write_sample([find("3576"), find("3578")], [2023, 2024], each=60)
    table = line_analysis.measure(["region", "year"], region="3576", years=[2024])
    assert table[["region", "year"]].to_numpy().tolist() == [["3576", 2024]]
    assert line_sums(open_lines(Engine.PYARROW), by=["synthetic"])["lines"].item() == sum(
        part.lines for one in catalog.imports() for part in one.parts
    )
    assert remove_sample() > 240
    assert catalog.imports() == ()
    assert not list(tmp_path.rglob("*.parquet"))


def test_an_engine_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, lines: Path) -> None:
    monkeypatch.setitem(__import__("sys").modules, "polars", None)
    with pytest.raises(MissingToolError, match="polars is not installed"):
        read(Engine.POLARS, [lines])


def test_the_sample_is_the_same_every_time() -> None:
    query = sample_query([("3576", "Kota Mojokerto")], [2024], each=500)
    with duckdb.connect() as connection:
        found = connection.execute(
            f"SELECT count(*), sum(CAST(umkk > value AS INTEGER)), bool_and(synthetic) FROM ({query})"  # noqa: S608
        ).fetchall()
    assert found[0][1:] == (0, True)
    assert found[0][0] > 500
