"""Published procurement shares of the library are those of the reports, with what they are shares of."""

from __future__ import annotations

import pytest

import umkm_analysis as ua
from umkm_analysis.errors import UsageError
from umkm_analysis.reports.procurement_share.analysis import analyse


@pytest.mark.parametrize("code", ["3576", "3300", "0000"])
def test_shares_and_verdicts_equal_those_of_the_report(code: str) -> None:
    page, found = analyse(code), ua.procurement(code)
    assert found["published_share_pct"].tolist() == page.shares["value"].tolist()
    assert found["verdict"].tolist() == page.shares["verdict"].tolist()
    assert found["distance_pp"].dropna().tolist() == page.shares["distance"].dropna().tolist()
    assert found["source"].tolist() == page.shares["source_id"].tolist()
    assert int(found["conflict"].sum()) == len(page.conflicts)
    assert set(found.attrs["sources"]) >= set(page.shares["source_id"])


def test_without_a_choice_every_region_with_a_share_is_there() -> None:
    found = ua.procurement()
    assert set(found["code"]) > {"0000", "3500", "3576"}
    assert found["code"].is_monotonic_increasing
    assert found.attrs["without_figures"] == []
    assert any("do not say of what" in said for said in found.attrs["remarks"])


def test_regions_without_a_share_are_named() -> None:
    found = ua.procurement(["Kota Mojokerto", "Kota Kediri"], numerator="umk-k", years=2023)
    assert found[["code", "published_share_pct"]].to_numpy().tolist() == [["3576", 47.62]]
    assert found.attrs["without_figures"] == ["3571"]
    with pytest.raises(UsageError, match="None of these regions has such a published procurement share"):
        ua.procurement("Kota Kediri")
    with pytest.raises(UsageError, match=r'no share of "UMKK" here\. Did you mean UMK-K\?'):
        ua.procurement(numerator="UMKK")
    with pytest.raises(UsageError, match="years 1999"):
        ua.procurement(years=1999)
