"""Evidence of claims: rules in force, figures of every province, sums that no row prints."""

from __future__ import annotations

import pandas as pd
import pytest

from umkm_analysis.analysis import evidence, mandates
from umkm_analysis.datasets import regions
from umkm_analysis.datasets.region_versions import changed_provinces


def test_a_law_comes_before_a_target(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = mandates.share_rules()
    target = rules[rules["kind"] == "target"].assign(numerator="UMK-K")
    monkeypatch.setattr(mandates, "share_rules", lambda: pd.concat([rules, target]))
    rule = evidence.rule_of("2023-06-01", "UMK-K")
    assert rule is not None
    assert rule.kind == "instruction"


@pytest.mark.parametrize("code", ["3576", *(code for code in regions.all_regions() if code.endswith("00"))])
def test_every_province_has_evidence_of_every_yearly_indicator(code: str) -> None:
    for indicator in evidence.SERIES:
        for year, figure in evidence.official(indicator, code).items():
            assert (figure.code, figure.indicator, figure.year) == (code, indicator, year)
            assert bool(figure.source_ids) == (figure.status != "computed")


@pytest.mark.parametrize("code", sorted(changed_provinces()))
def test_sums_of_members_are_not_called_the_figures_of_a_former_territory(code: str) -> None:
    levels, growth = evidence.official("grdp_level", code), evidence.official("grdp_growth", code)
    assert {(figure.source_ids, figure.is_computed) for figure in levels.values()} == {((), True)}
    for year, figure in growth.items():
        assert figure.is_computed == (figure.source_ids == ()) == (year < 2023 or year > 2024)
