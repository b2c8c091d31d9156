"""Rules that judge a date: from when, until when, and a target within its period."""

from __future__ import annotations

import pytest

from umkm_analysis.analysis import evidence, mandates


def rule(name: str) -> object:
    (found,) = [row for row in mandates.share_rules().itertuples() if row.mandate_id == name]
    return found


@pytest.mark.parametrize(
    ("name", "stated", "expected"),
    [
        ("inpres-2-2022-share", "2022-03-30", True),
        ("inpres-2-2022-share", "2022-03-29", False),
        ("inpres-2-2022-share", "2022", False),  # its first months were before
        ("inpres-2-2022-share", "2030", True),
        ("se-lkpp-8-2023-pdn", "2023", True),
        ("se-lkpp-8-2023-pdn", "2023-01-01", True),
        ("se-lkpp-8-2023-pdn", "2023-12", True),
        ("se-lkpp-8-2023-pdn", "2022-12-31", False),
        ("se-lkpp-8-2023-pdn", "2024-01-01", False),
        ("perpres-46-2025-share", "2025-06-01", False),  # some day of 2025
        ("perpres-46-2025-share", "2026-01-01", True),
    ],
)
def test_a_rule_judges_what_it_was_in_force_for(name: str, stated: str, expected: bool) -> None:  # noqa: FBT001 - a table
    assert mandates.judges(rule(name), stated) is expected


def test_an_ended_rule_is_known_as_such() -> None:
    ended = evidence.ended_rule("2024-05-01", "PDN")
    assert ended is not None
    assert ended.instrument == "SE LKPP 8/2023"
    assert evidence.ended_rule("2023-05-01", "PDN") is None
    assert evidence.ended_rule("2024-05-01", "UMK-K") is None
    assert mandates.last_day_of(rule("perpres-46-2025-share")) == mandates.FOREVER
