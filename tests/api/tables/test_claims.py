"""Claims of the library are those of the checks, with figures as numbers and reasons in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import umkm_analysis as ua
from umkm_analysis.analysis.claims import every_claim
from umkm_analysis.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def test_every_claim_stands_there_with_its_verdict() -> None:
    found, checked = ua.claims(), every_claim()
    assert found["claim_id"].tolist() == [one.claim.claim_id for one in checked]
    assert found["verdict"].tolist() == [one.verdict for one in checked]
    row = found.set_index("claim_id").loc["T1"]
    assert row[["said", "found", "unit", "verdict"]].tolist() == [5.56, 2.79, "per cent", "conflicts"]
    assert (
        row["reason"].replace("\N{NO-BREAK SPACE}", " ")
        == "This is the figure for 2022; for 2023 it is +2.79 per cent."
    )
    assert "4 conflicts" in found.attrs["title"]
    assert ua.claims(language="id").set_index("claim_id").loc["T1", "reason"].startswith("Ini angka 2022")


def test_claims_are_chosen_by_region_and_verdict() -> None:
    assert ua.claims("Jawa Timur", verdict="conflicts")["claim_id"].tolist() == ["T2"]
    assert ua.claims("Kota Kediri").empty
    with pytest.raises(UsageError, match=r'no verdict "confirm"\. Did you mean confirmed\?'):
        ua.claims(verdict="confirm")


def test_a_list_of_ones_own_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text("region,indicator,value,unit,stated_period\nKota Mojokerto,grdp_growth,3.65,per cent,2021\n")
    found = ua.claims(file=path)
    assert found[["code", "said", "found", "verdict"]].to_numpy().tolist() == [["3576", 3.65, 3.65, "confirmed"]]
