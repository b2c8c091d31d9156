"""Rules that imported lines are held against: a target judges its year alone and is named."""

from __future__ import annotations

import pandas as pd

from umkm_analysis.aggregates.shares import Mandate, mandate_of, procurement_shares
from umkm_analysis.analysis import lines

BOTH = frozenset({"allocation", "realisation"})


def plans(*years: int) -> pd.DataFrame:
    texts = {"stage": "plan", "region": "3576", "agency": "A", "supplier": None, "supplier_region": None}
    numbers = {"value": 600, "umkk": 600, "pdn": 600, "hps": None, "bidders": None}
    table = pd.DataFrame([{**texts, "method_group": "direct", **numbers, "year": year} for year in years])
    return table.astype(dict.fromkeys(numbers, "Int64")).assign(date=pd.Timestamp("2023-01-05"))


def test_a_target_is_held_against_its_year_and_named_so() -> None:
    shares = procurement_shares(plans(2022, 2023, 2024), by=["year"], mandates=lines.mandates()).set_index("year")
    assert shares["pdn_plan_mandate"].fillna(0).tolist() == [0, 95, 0]
    assert shares["pdn_plan_mandate_kind"].tolist() == ["none", "target", "none"]
    assert shares["umkk_plan_mandate_kind"].tolist() == ["mandate"] * 3
    assert shares["pdn_plan_status"].tolist() == ["no mandate", "meets", "no mandate"]


def test_a_mandate_comes_before_a_target() -> None:
    law = Mandate("UMK-K", BOTH, "2022-03-30", 40.0)
    target = Mandate("UMK-K", BOTH, "2024-01-01", 70.0, ends="2024-12-31", is_target=True)
    assert mandate_of([law, target], numerator="UMK-K", obligation="realisation", year=2024) is law
    assert mandate_of([target], numerator="UMK-K", obligation="realisation", year=2024) is target
    assert mandate_of([target], numerator="UMK-K", obligation="realisation", year=2025) is None
