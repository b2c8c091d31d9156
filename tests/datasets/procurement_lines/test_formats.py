"""Kinds of exports, found by name."""

from __future__ import annotations

import pytest

from umkm_analysis.datasets.procurement_lines.clean import sql
from umkm_analysis.datasets.procurement_lines.formats import KINDS, find_kind
from umkm_analysis.errors import UsageError
from umkm_analysis.reports.procurement_share import line_text


def test_every_reason_and_kind_has_its_word() -> None:
    told = {reason for kind in KINDS for reason, _ in kind.left_out}
    assert told <= set(line_text.REASON)
    assert {kind.name for kind in KINDS} | {"sample"} == set(line_text.KIND)
    assert {group for group, _ in sql.METHODS} | {"other", "unknown"} == set(line_text.GROUP)


def test_an_unknown_kind_is_answered_with_those_there_are() -> None:
    assert find_kind("RUP_provider").name == "rup-provider"
    with pytest.raises(UsageError, match="Did you mean tender") as caught:
        find_kind("tenders")
    assert "ekatalog-v6" in str(caught.value)
