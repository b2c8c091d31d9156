"""Shares of imported lines in the library are those of the aggregates; without lines it says how to get them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import umkm_analysis as ua
from umkm_analysis.analysis.lines import measure
from umkm_analysis.datasets.procurement_lines.sample import write_sample
from umkm_analysis.datasets.procurement_lines.store import catalog
from umkm_analysis.datasets.regions import find
from umkm_analysis.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


pytestmark = pytest.mark.xdist_group("library's lines")  # which are made once


@pytest.fixture(scope="module", autouse=True)
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        at = tmp_path_factory.mktemp("lines")
        patch.setenv(catalog.FOLDER_VARIABLE, str(at))
        write_sample([find("3576"), find("3578")], [2023, 2024], each=80)
        yield at


def test_shares_equal_those_of_the_aggregates() -> None:
    found, whole = ua.lines("Kota Mojokerto", years=2024), measure(["region", "year"], region="3576", years=[2024])
    row = found.set_index(["stage", "numerator"]).loc[("realised", "UMK-K")]
    assert row["share_lower_pct"] == whole["umkk_realised_lower"].item()
    assert row["share_upper_pct"] == whole["umkk_realised_upper"].item()
    assert row["rupiah"] == whole["realised"].item() + whole["realised_pending"].item()
    assert row["verdict"] == whole["umkk_realised_status"].item()
    assert row["mandate_pct"] == 40.0
    assert len(found) == 4
    wide = ua.lines("3576", years=2024, wide=True)
    assert wide["absorption"].item() == whole["absorption"].item()


def test_parts_by_agency_add_up_and_every_region_with_lines_is_there() -> None:
    whole, parts = ua.lines(), ua.lines(by=["agency", "method_group"])
    assert set(whole["code"]) == {"3576", "3578"}
    assert {"agency", "method_group"} < set(parts)
    keys = ["code", "year", "stage", "numerator"]
    assert parts.groupby(keys)["rupiah"].sum().tolist() == whole.groupby(keys)["rupiah"].sum().tolist()
    assert ua.lines("3576", by="month")["month"].dropna().between(202301, 202412).all()


def test_synthetic_lines_are_told() -> None:
    found = ua.lines("3576")
    assert found.attrs["title"].startswith("SYNTHETIC lines")
    assert found.attrs["synthetic"]
    assert all("as of" in source for source in found.attrs["sources"].values())


def test_what_is_not_there_is_answered_with_what_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DataError, match=r"has no procurement lines of 2019; there are lines of 2023, 2024"):
        ua.lines("3576", years=2019)
    with pytest.raises(DataError, match="Kota Kediri has no procurement lines; there are lines of Kota Mojokerto, "):
        ua.lines("Kota Kediri")
    with pytest.raises(UsageError, match="cannot be grouped by agensi"):
        ua.lines("3576", by="agensi")
    monkeypatch.setenv(catalog.FOLDER_VARIABLE, str(tmp_path))
    for regions in (None, "Kota Mojokerto"):
        with pytest.raises(DataError, match=r"no procurement lines are imported .* umkm sample-lines"):
            ua.lines(regions)
