"""What could go to UMK-K: by hand, and against sums of another route."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from umkm_analysis.aggregates.potential import line_potential
from umkm_analysis.aggregates.sums import line_sums

CEILING = 15_000_000_000


def plan(value: int, umkk: int | None, **changes: Any) -> dict[str, Any]:
    return {"year": 2025, "stage": "plan", "method_group": "direct", "value": value, "umkk": umkk, **changes}


LINES = [
    plan(100, 100),
    plan(300, 0),
    plan(200, 50),
    plan(CEILING, 0, method_group="competitive"),
    plan(CEILING + 1, 0, method_group="competitive"),
    plan(70, 0, method_group="excepted"),
    plan(40, None),
    plan(900, 0, method_group="self_managed"),
    plan(5000, 0, stage="contract"),
]


def frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    others = dict.fromkeys(("pdn", "hps", "bidders"), None) | {"region": "3576", "supplier_region": None}
    table = pd.DataFrame([{**row, **others} for row in rows])
    integers = dict.fromkeys(("value", "umkk", "pdn", "hps", "bidders"), "Int64")
    return table.astype({**integers, "supplier_region": "string"})


def test_open_is_what_is_known_not_to_be_for_umkk_up_to_the_ceiling() -> None:
    row = line_potential(frame(LINES), by=["year"], ceiling=CEILING).iloc[0]
    planned = 100 + 300 + 200 + 2 * CEILING + 1 + 70 + 40
    assert row["planned"] == planned
    assert (row["planned_umkk"], row["planned_umkk_unknown"], row["reserved_unknown"]) == (150, 40, 40)
    assert (row["open"], row["open_lines"]) == (300 + 150 + CEILING, 3)
    assert row["share"] == pytest.approx(150 / planned * 100, rel=1e-12)
    assert row["share_if_open"] == pytest.approx((150 + 450 + CEILING) / planned * 100, rel=1e-12)


def test_its_sums_are_those_of_the_shares_and_groups_add_up() -> None:
    sums = line_sums(frame(LINES), by=["year"]).iloc[0]
    whole = line_potential(frame(LINES), by=["year"], ceiling=CEILING).iloc[0]
    groups = line_potential(frame(LINES), by=["method_group"], ceiling=CEILING)
    for name in ("planned", "planned_umkk", "planned_umkk_unknown"):
        assert whole[name] == sums[name] == groups[name].sum()
    assert groups.set_index("method_group")["open"].to_dict() == {"competitive": CEILING, "direct": 450, "excepted": 0}
